"""What stands beside a date in its text: words without a place, wrappers, and the shape that dates of a site share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from transform.dates.parsed import Item

_MOST_BEFORE, _MOST_BEHIND = 5, 3


def is_line(before: int, behind: int) -> bool:
    """Say whether so many words without a place may stand before and behind a whole date: more make it prose."""
    return before <= _MOST_BEFORE and behind <= _MOST_BEHIND


def words_without_place(rest: list[Item], marks: str) -> tuple[int, int] | None:
    """Count the words before and behind a date that have no place beside it; None where a number touches it."""
    at = marks.index("D")
    for beside in (at - 1, at + 1):
        if 0 <= beside < len(rest) and rest[beside].mark in "ntyl":
            return None
    counts = [0, 0]
    side = depth = 0
    for item in rest:
        if item.mark == "D":
            side = 1
        elif item.mark in "()":
            depth += 1 if item.mark == "(" else -1
        elif item.mark in "ntyl":
            counts[side] += 2
        elif item.mark in "xXMJUPVRN" and depth <= 0:
            counts[side] += 1
    return counts[0], counts[1]


def shape_of(rest: list[Item], core: str) -> str:
    """Name the form of a date and its clock: texts of one shape share one order."""
    parts: list[str] = []
    for item in rest:
        if item.mark == "D":
            parts.append(core)
        elif item.mark == "C":
            parts.append("T")
        elif parts and len(parts) == 1 and item.mark in "f@-|;":
            parts.append(item.text)
    if len(parts) > 1 and "T" not in parts:
        parts = [core]
    return " ".join(parts[: parts.index("T") + 1] if "T" in parts and parts[0] != "T" else parts)


def wrappers_of(text: str, items: list[Item], keep: Iterable[str]) -> tuple[str, ...]:
    """Give the runs of words around the date, as far as they are more than fillers."""
    return tuple(_runs(text, items, frozenset(keep)))


def _runs(text: str, items: list[Item], keep: frozenset[str]) -> Iterator[str]:
    run: list[Item] = []
    for item in [*items, Item("D", "", "", len(text), len(text))]:
        if item.mark in "xw" or (run and item.mark in "f.,:()';|-" and item.mark not in keep):
            run.append(item)
            continue
        if run:
            yield text[run[0].start : run[-1].end].strip(" ,;|-")
        run = []
