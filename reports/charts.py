"""Charts as inline SVG: small, still, and described in words; the table behind each is the page's business.

Pure: numbers in, markup out. Colours are classes of the stylesheet, so that light, dark and print agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart over time; `css` names its colour. A value of None breaks the line."""

    label: str
    css: str
    values: tuple[float | None, ...]


def spark(values: Sequence[float], said: str) -> Markup:
    """Bars of recent nights, oldest left, the newest marked; `said` is what they show in words."""
    top = max([*values, 1])
    step, wide, high = 6, 4, 26
    bars = []
    for index, value in enumerate(values):
        tall = 0 if value == 0 else max(round(value / top * (high - 2), 1), 2)
        # zero is drawn too: a night without change is not a night that is missing
        bars.append((index * step, tall if tall else 0.8))
    width = max(len(values) * step - 2, 1)

    def path(some: Sequence[tuple[int, float]]) -> str:
        return "".join(f"M{x} {high}v-{tall:g}h{wide}v{tall:g}z" for x, tall in some)

    return Markup(
        '<svg class="spark" viewBox="0 0 {width} {high}" width="{width}" height="{high}" role="img"'
        ' aria-label="{said}">'
        '<path d="{before}"/><path class="now" d="{now}"/></svg>'
    ).format(width=width, high=high, said=said, before=path(bars[:-1]), now=path(bars[-1:]))


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

    Values hold until the next day given (steps), as what a page shows holds until it changes.
    """
    left, right, top, bottom, floor = 30, 350, 8, 108, 148
    first, last = days[0].toordinal(), days[-1].toordinal()
    across = max(last - first, 1)

    def x(day: date) -> float:
        return round(left + (day.toordinal() - first) / across * (right - left), 1)

    def y(percent: float) -> float:
        return round(bottom - percent / 100 * (bottom - top), 1)

    grid = Markup("").join(
        Markup(
            '<path class="grid" d="M{l} {y:g}H{r}"/><text class="axis" x="{t}" y="{ty:g}" text-anchor="end">{p}</text>'
        ).format(l=left, r=right, y=y(p), t=left - 5, ty=y(p) + 3.5, p=p)
        for p in (0, 50, 100)
    )
    drawn = Markup("").join(
        Markup('<path class="line {css}" d="{d}"/>').format(
            css=line.css, d=_steps([x(day) for day in days], line.values, y)
        )
        for line in lines
        if any(value is not None for value in line.values)
    )
    most = max([*volume, 1])
    wide = max(min((right - left) / max(len(days), 1) - 1, 14), 1.5)
    bars = "".join(
        f"M{min(x(day), right - wide):g} {floor}v-{max(round(count / most * 30, 1), 1):g}h{wide:g}V{floor}z"
        for day, count in zip(days, volume, strict=True)
        if count
    )
    return Markup(
        '<svg class="chart" viewBox="0 0 360 166" role="img" aria-label="{said}">{grid}{drawn}'
        '<path class="bar soft" d="{bars}"/><path class="ground" d="M{left} {floor}.5H{right}"/>'
        '<text class="axis" x="{left}" y="162">{a}</text>'
        '<text class="axis" x="{right}" y="162" text-anchor="end">{b}</text></svg>'
    ).format(
        said=said, grid=grid, drawn=drawn, bars=bars, left=left, right=right, floor=floor,
        a=ends[0], b="" if first == last else ends[1],
    )  # fmt: skip


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
        width=width, said=said, floor=floor, end=end, drawn=drawn, a=ends[0], at=max(end, 150),
        b="" if ends[0] == ends[1] else ends[1],
    )  # fmt: skip


def _steps(xs: Sequence[float], values: Sequence[float | None], y: object) -> str:
    assert callable(y)
    path: list[str] = []
    pen = False
    for index, value in enumerate(values):
        if value is None:
            pen = False
            continue
        at = f"{xs[index]:g}"
        path.append(f"H{at}V{y(value):g}" if pen else f"M{at} {y(value):g}h0")
        pen = True
    return escape("".join(path))
