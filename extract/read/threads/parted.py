"""Comments that only rules and line breaks part, as in old guestbooks: each is given an element of its own.

Asked only where a page shows no thread otherwise. Changes the tree, not a word of it; whether it is a thread the finder
judges as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

from lxml import etree, html

from extract.read.threads.days import date_span
from extract.read.threads.outline import HEADINGS, INLINE, SKIPPED

_LEAST = 3
_LONGEST_HEAD = 110
_LONGEST_NAME = 60
_MOST_PIECES = 40_000
_MOST_PLACES = 400
_APART = frozenset(("form", "table", "ul", "ol", "nav", "footer", "header")) | HEADINGS


@dataclass(slots=True)
class _Line:
    """What stands between two breaks: which of a place's nodes, and what a reader sees of them."""

    nodes: list[int] = field(default_factory=list)
    text: str = ""
    ruled: bool = False  # a rule stands before it
    block: bool = False  # an element that is a paragraph or more
    apart: bool = False  # a heading, a form, a table: never a part of a comment without wrapper

    @property
    def dated(self) -> bool:
        """Whether it is short and gives a day: it begins or signs a comment."""
        return 5 < len(self.text) <= _LONGEST_HEAD and date_span(self.text) is not None


def wrap_parted(root: html.HtmlElement, check_time: Callable[[], None]) -> bool:
    """Give every comment that only breaks part an element of its own; says whether there were any."""
    done = False
    for place in list(_places(root)):
        check_time()
        nodes = _nodes(place)
        runs = _runs(_lines(nodes))
        if len(runs) >= _LEAST:
            _wrap(place, nodes, runs)
            done = True
    return done


def _places(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Yield the elements in which rules or breaks stand, some at least."""
    counts: dict[html.HtmlElement, int] = {}
    for rule in islice(root.iter("hr", "br"), _MOST_PIECES):
        above = rule.getparent()
        if above is not None and above.tag not in ("pre", "p", "option", "textarea"):
            counts[above] = counts.get(above, 0) + 1
    yield from islice((el for el, count in counts.items() if count >= _LEAST - 1), _MOST_PLACES)


def _nodes(place: html.HtmlElement) -> list[html.HtmlElement | str]:
    """An element's children and the texts between them, in order."""
    out: list[html.HtmlElement | str] = [place.text] if place.text else []
    for child in place:
        out.append(child)
        if child.tail:
            out.append(child.tail)
    return out


def _lines(nodes: list[html.HtmlElement | str]) -> list[_Line]:
    """What stands between breaks; an element that is a block is a line of its own."""
    lines = [_Line()]
    for n, node in enumerate(nodes):
        tag = "" if isinstance(node, str) else node.tag
        block = isinstance(tag, str) and tag not in INLINE and tag not in SKIPPED and tag not in ("", "br", "hr")
        if block:
            lines.append(_Line(block=True, apart=tag in _APART))
        if tag != "hr":
            lines[-1].nodes.append(n)
        if isinstance(node, str) or (isinstance(tag, str) and tag not in SKIPPED):
            text = node if isinstance(node, str) else _text(node)
            lines[-1].text = " ".join(f"{lines[-1].text} {text}".split())[: 4 * _LONGEST_HEAD]
        if block or tag in ("br", "hr"):
            lines.append(_Line(ruled=tag == "hr"))
    return lines


def _text(el: html.HtmlElement) -> str:
    """The first words of an element; never looks far into a large one."""
    parts: list[str] = []
    for part in islice(el.iter(), 60):
        if isinstance(part.tag, str) and part.tag not in SKIPPED and part.text:
            parts.append(part.text)
        if part is not el and part.tail:
            parts.append(part.tail)
    return " ".join(" ".join(parts).split())[: 4 * _LONGEST_HEAD]


def _runs(lines: list[_Line]) -> list[list[_Line]]:
    """The lines of each comment: between rules where those part them, else from or to the lines that give days."""
    if sum(line.ruled for line in lines) >= _LEAST - 1:
        runs = _between_rules(lines)
        if len(runs) >= _LEAST:
            return runs
    return _by_days(lines)


def _between_rules(lines: list[_Line]) -> list[list[_Line]]:
    starts = [0, *(k for k, line in enumerate(lines) if line.ruled), len(lines)]
    parts = [_own(lines[a:b]) for a, b in pairwise(starts)]
    full = [part for part in parts if any(line.text for line in part)]
    dated = [part for part in full if any(line.dated for line in _ends(part)) and len(part) > 1]
    return dated if len(dated) >= 0.6 * (len(full) - 2) else []


def _own(part: list[_Line]) -> list[_Line]:
    """A part without the page's head before it and its foot behind: from the last heading to the next."""
    first = max((k + 1 for k, line in enumerate(part) if line.apart), default=0)
    rest = part[first:]
    return rest if any(line.dated for line in rest) else []


def _ends(part: list[_Line]) -> list[_Line]:
    shown = [line for line in part if line.text]
    return [*shown[:3], *shown[-2:]]


def _by_days(lines: list[_Line]) -> list[list[_Line]]:
    days = [k for k, line in enumerate(lines) if line.dated and not line.apart]
    if len(days) < _LEAST or len({lines[k].text for k in days}) < len(days) * 0.8:
        return []
    signed = sum(_closes(lines, k) for k in days) > 0.8 * len(days) and not _opens(lines, days[0])
    if signed:
        firsts = [_paragraphs_before(lines, days[0]), *(k + 1 for k in days[:-1])]
        return [lines[a : b + 1] for a, b in zip(firsts, days, strict=True)]
    named = sum(_is_second(lines, k) for k in days) > 0.8 * len(days)
    starts = [k - 1 if named and _is_second(lines, k) else k for k in days]
    plain = not any(line.block for line in lines[starts[0] : starts[-1]])
    last = lines[days[-1] + 1 :]
    ends = (k for k, line in enumerate(last) if line.apart or line.ruled or (plain and line.block))
    return [lines[a:b] for a, b in pairwise([*starts, days[-1] + 1 + next(ends, len(last))])]


def _opens(lines: list[_Line], k: int) -> bool:
    """Whether words follow a line at once, and none stand right before it."""
    return (k == 0 or not lines[k - 1].text) and k + 1 < len(lines) and bool(lines[k + 1].text)


def _closes(lines: list[_Line], k: int) -> bool:
    """Whether words stand right before a line, and none follow it at once."""
    return k > 0 and bool(lines[k - 1].text) and (k + 1 >= len(lines) or not lines[k + 1].text)


def _is_second(lines: list[_Line], k: int) -> bool:
    """Whether a line is the second of its paragraph, behind a short one: a name."""
    if k < 1 or not 1 < len(lines[k - 1].text) <= 40 or lines[k - 1].apart:
        return False
    return k == 1 or not lines[k - 2].text or lines[k - 2].block or lines[k].ruled


def _paragraphs_before(lines: list[_Line], k: int) -> int:
    while k > 0 and lines[k - 1].text and not lines[k - 1].apart:
        k -= 1
    return k


def _wrap(place: html.HtmlElement, nodes: list[html.HtmlElement | str], runs: list[list[_Line]]) -> None:
    """Put each run into a new element where it stands: the lines that name and date it apart from its words."""
    owner: dict[int, tuple[int, int, str]] = {}
    heads_of = _signatures if sum(map(_is_signed, runs)) > 0.8 * len(runs) else _heads
    for k, run in enumerate(runs):
        heads = heads_of(run)
        for n, line in enumerate(run):
            part = (k, n, "p") if n in heads else (k, sum(head < n for head in heads), "div")
            owner |= dict.fromkeys(line.nodes, part)
    boxes: dict[int, html.HtmlElement] = {}
    parts: dict[tuple[int, int, str], html.HtmlElement] = {}
    place.text = None
    for child in list(place):
        child.tail = None
        place.remove(child)
    for n, node in enumerate(nodes):
        target = place
        if n in owner:
            k, _, tag = owner[n]
            if k not in boxes:
                boxes[k] = etree.SubElement(place, "div")
            if owner[n] not in parts:
                parts[owner[n]] = etree.SubElement(boxes[k], tag)
            target = parts[owner[n]]
        if not isinstance(node, str):
            target.append(node)
            continue
        last = next(target.iterchildren(reversed=True), None)  # len() would count all children each time
        if last is None:
            target.text = (target.text or "") + node
        else:
            last.tail = (last.tail or "") + node


def _heads(run: list[_Line]) -> frozenset[int]:
    """The lines of a run that give its day, and those before them that can only be a name."""
    shown = [n for n, line in enumerate(run) if line.text]
    for place, n in enumerate(shown[:4]):
        if run[n].dated:
            return frozenset(shown[: place + 1])
        if len(run[n].text) > _LONGEST_NAME:
            break
    return _signatures(run)


def _signatures(run: list[_Line]) -> frozenset[int]:
    """The lines at a run's end that give its day."""
    shown = [n for n, line in enumerate(run) if line.text]
    return frozenset(n for n in shown[-2:] if run[n].dated)


def _is_signed(run: list[_Line]) -> bool:
    """Whether only the last of a run's lines gives a day."""
    shown = [line for line in run if line.text]
    return len(shown) > 1 and shown[-1].dated and not any(line.dated for line in shown[:-1])
