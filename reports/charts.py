"""Charts as inline SVG: small, still, and described in words; the table behind each is the page's business.

Pure: numbers in, markup out. Colours are classes of the stylesheet, so that light, dark and print agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup

LEFT, RIGHT, FLOOR = 34, 350, 148  # of a chart over time, in its own units


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart over time; `css` names its colour. A value of None breaks the line."""

    label: str
    css: str
    values: tuple[float | None, ...]


def spark(values: Sequence[float], said: str) -> Markup:
    """Bars of recent nights, oldest left, the newest marked; `said` is what they show in words.

    One night that towers over all others (the first one, most often) is drawn broken, so that the others can be told
    apart.
    """
    step, wide, high = 6, 4, 26
    ranked = sorted(values, reverse=True)
    top = ranked[1] if len(ranked) > 2 and ranked[0] > 4 * ranked[1] > 0 else max(*ranked[:1], 1)

    def bar(x: int, value: float) -> str:
        if value > top:
            return f"M{x} {high}v-{high - 6}h{wide}v{high - 6}zM{x} 4v-4h{wide}v4z"
        # zero is drawn too: a night without change is not a night that is missing
        tall = 0.8 if value == 0 else max(round(value / top * (high - 6), 1), 2)
        return f"M{x} {high}v-{tall:g}h{wide}v{tall:g}z"

    bars = [bar(index * step, value) for index, value in enumerate(values)]
    return Markup(
        '<svg class="spark" viewBox="0 0 {width} {high}" width="{width}" height="{high}" role="img"'
        ' aria-label="{said}"><path d="{before}"/><path class="now" d="{now}"/></svg>'
    ).format(
        width=max(len(values) * step - 2, 1), high=high, said=said, before="".join(bars[:-1]), now="".join(bars[-1:])
    )


def tenths(counts: Sequence[int], said: str, figures: Sequence[str]) -> Markup:
    """Ten bars from 0 to 100, each with its number above; `figures` are those numbers as the operator writes them."""
    top = max([*counts, 1])
    base, high, step, wide = 112, 92, 36, 30
    parts = []
    for index, count in enumerate(counts):
        tall = 0 if count == 0 else max(round(count / top * high, 1), 2)
        x = index * step + 3
        if count:
            parts.append(
                Markup('<path class="bar" d="M{x} {base}v-{tall:g}h{wide}v{tall:g}z"/>').format(
                    x=x, base=base, tall=tall, wide=wide
                )
            )
            parts.append(
                Markup('<text x="{x}" y="{y:g}" text-anchor="middle">{said}</text>').format(
                    x=x + wide // 2, y=base - tall - 5, said=figures[index]
                )
            )
    axis = Markup("").join(
        Markup('<text class="axis" x="{x}" y="128" text-anchor="{anchor}">{value}</text>').format(
            x=value * 3.6, value=value, anchor="start" if value == 0 else "end" if value == 100 else "middle"
        )
        for value in (0, 20, 40, 60, 80, 100)
    )
    return Markup(
        '<svg class="chart" viewBox="0 0 360 132" role="img" aria-label="{said}">'
        '<path class="ground" d="M0 {base}.5h360"/>{parts}{axis}</svg>'
    ).format(said=said, base=base, parts=Markup("").join(parts), axis=axis)


def over_time(
    days: Sequence[date], lines: Sequence[Line], volume: Sequence[int], said: str, ends: tuple[str, str]
) -> Markup:
    """Percent lines over days, with bars of volume under them; `ends` label the first and the last day.

    A value holds until the next day given (steps), as what a page shows holds until it changes.
    """
    first = days[0].toordinal()
    across = max(days[-1].toordinal() - first, 1) * 1.08  # the newest value needs room to be seen
    xs = [round(LEFT + (day.toordinal() - first) / across * (RIGHT - LEFT), 1) for day in days]
    drawn = Markup("").join(
        Markup('<path class="line {css}" d="{d}"/>').format(css=line.css, d=_steps(xs, line.values)) for line in lines
    )
    closest = min((b - a for a, b in pairwise(xs)), default=14.0)
    wide = max(min(closest - 1, 14.0), 1.5)
    return _frame(drawn, [(x, wide) for x in xs], volume, said, ends)


def by_period(line: Line, volume: Sequence[int], said: str, ends: tuple[str, str]) -> Markup:
    """A dot and a bar for each of equally long periods, side by side."""
    step = (RIGHT - LEFT) / len(volume)
    wide = round(min(step * 0.7, 22.0), 1)
    middles = [round(LEFT + (index + 0.5) * step, 1) for index in range(len(volume))]
    known = [(x, _y(value)) for x, value in zip(middles, line.values, strict=True) if value is not None]
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in known) if known else ""
    dots = "".join(f"M{x:g} {y:g}h0" for x, y in known)
    drawn = Markup('<path class="line thin {css}" d="{path}"/><path class="dots {css}" d="{dots}"/>').format(
        css=line.css, path=path, dots=dots
    )
    return _frame(drawn, [(round(x - wide / 2, 1), wide) for x in middles], volume, said, ends)


def stacks(counts: Sequence[Sequence[int]], css: Sequence[str], said: str, ends: tuple[str, str]) -> Markup:
    """One stacked bar per run, oldest left; `css` names the colour of each part, from the ground up."""
    floor, high, width = 88, 80, 720
    most = max([*(sum(parts) for parts in counts), 1])
    step = min(width / len(counts), 36)
    paths: list[str] = [""] * len(css)
    for index, parts in enumerate(counts):
        base = float(floor)
        for part, count in enumerate(parts):
            tall = 0.0 if count == 0 else max(round(count / most * high, 1), 1.5)
            if tall:
                paths[part] += (
                    f"M{round(index * step + 1, 1):g} {round(base, 1):g}v-{tall:g}h{round(step - 2, 1):g}v{tall:g}z"
                )
            base -= tall
    drawn = Markup("").join(
        Markup('<path class="bar {css}" d="{d}"/>').format(css=name, d=d)
        for name, d in zip(css, paths, strict=True)
        if d
    )
    end = round(len(counts) * step)
    return Markup(
        '<svg class="chart stacks" viewBox="0 -8 {width} 114" role="img" aria-label="{said}">'
        '<path class="ground" d="M0 {floor}.5h{end}"/>{drawn}<text class="axis" x="0" y="103">{a}</text>'
        '<text class="axis" x="{at}" y="103" text-anchor="end">{b}</text></svg>'
    ).format(
        width=width, said=said, floor=floor, end=end, drawn=drawn, a=ends[0], at=max(end, 200),
        b="" if ends[0] == ends[1] else ends[1],
    )  # fmt: skip


def _frame(
    drawn: Markup, places: Sequence[tuple[float, float]], volume: Sequence[int], said: str, ends: tuple[str, str]
) -> Markup:
    """Grid, axis labels and bars of volume around what was drawn; `places` are (left edge, width) of the bars."""
    grid = Markup("").join(
        Markup(
            '<path class="grid" d="M{l} {y:g}H{r}"/><text class="axis" x="{t}" y="{ty:g}" text-anchor="end">{p}</text>'
        )
        .format(l=LEFT, r=RIGHT, y=_y(p), t=LEFT - 5, ty=_y(p) + 4, p=p)
        for p in (0, 50, 100)
    )  # fmt: skip
    most = max([*volume, 1])
    bars = "".join(
        f"M{x:g} {FLOOR}v-{max(round(count / most * 30, 1), 1):g}h{wide:g}V{FLOOR}z"
        for (x, wide), count in zip(places, volume, strict=True)
        if count
    )
    return Markup(
        '<svg class="chart" viewBox="0 0 360 168" role="img" aria-label="{said}">{grid}'
        '<path class="bar soft" d="{bars}"/>{drawn}<path class="ground" d="M{left} {floor}.5H{right}"/>'
        '<text class="axis" x="{left}" y="164">{a}</text>'
        '<text class="axis" x="{right}" y="164" text-anchor="end">{b}</text></svg>'
    ).format(
        said=said, grid=grid, drawn=drawn, bars=bars, left=LEFT, right=RIGHT, floor=FLOOR, a=ends[0],
        b="" if ends[0] == ends[1] else ends[1],
    )  # fmt: skip


def _y(percent: float) -> float:
    return round(108 - min(max(percent, 0.0), 100.0), 1)


def _steps(xs: Sequence[float], values: Sequence[float | None]) -> str:
    path: list[str] = []
    pen = False
    for x, value in zip(xs, values, strict=True):
        if value is None:
            path.append(f"H{x:g}" if pen else "")
            pen = False
        else:
            path.append(f"H{x:g}V{_y(value):g}" if pen else f"M{x:g} {_y(value):g}")
            pen = True
    return "".join(path) + (f"H{RIGHT}" if pen else "")
