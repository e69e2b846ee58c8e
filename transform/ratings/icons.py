"""Counts drawn stars: which are full, half and empty, from their states or from how their names differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transform.ratings.convention import stars
from transform.ratings.names import State

MOST = 10
_BOX_WORDS = frozenset({"rating", "ratings", "review", "reviews", "rate", "user", "product"})


@dataclass(frozen=True, slots=True)
class Icon:
    """One drawn star: its state as its name says, its name's parts, and where it hangs.

    `hollow` where its drawing is an outline: that is its author's "empty" only beside filled ones.
    """

    state: State
    parts: frozenset[str]
    parent: int
    serial: int
    number: float | None = None
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """The stars of one row, counted; `rejected_by` where their order is no rating's.

    A `lone` star may be a mere sign beside words. Not `certain` where nothing told full stars from empty ones: five
    alike may be five stars or an undecided row; `mixed` where full and empty ones stand together.
    """

    value: float
    best: float | None
    rule: str
    rejected_by: str | None = None
    certain: bool = True
    lone: bool = False
    mixed: bool = False


def count_icons(icons: Sequence[Icon]) -> Counted | None:
    """Return the number of stars of the first row, or None where no row of stars is drawn."""
    leaves = _leaves(icons)
    rows: dict[int, list[Icon]] = {}
    for icon in leaves:
        rows.setdefault(icon.parent, []).append(icon)
    if not rows:
        return None
    if len(leaves) == 1 and leaves[0].state == "plain" and leaves[0].parts & _BOX_WORDS:
        return None
    largest = max(rows.values(), key=len)
    row = largest if len(largest) > 1 else leaves
    if len(row) > MOST:
        return None
    states = _states(row)
    if states is None:
        return Counted(0.0, None, "", "star-states")
    full = 0
    while full < len(states) and states[full] == "full":
        full += 1
    half = 1 if full < len(states) and states[full] == "half" else 0
    rest = states[full + half :]
    if any(state != "empty" for state in rest):
        return Counted(0.0, None, "", "star-order")
    value = full + half / 2
    if rest or half:
        total = float(len(states))
        if rest and total >= 3:
            return Counted(value, total, "stars-of-n", mixed=value > 0)
    best, rule = stars(value)
    return Counted(value, best, rule, certain=any(icon.state != "plain" for icon in row), lone=len(row) == 1)


def named_numbers(icons: Sequence[Icon]) -> list[float]:
    """Return the numbers in the names of boxes around stars, or of a lone star."""
    parents = {icon.parent for icon in icons}
    return [i.number for i in icons if i.number is not None and (len(icons) == 1 or i.serial in parents)]


def count_nameless(icons: Sequence[Icon]) -> Counted | None:
    """Count signs that only their box calls stars: only where names tell them apart, in a row of three or more."""
    rows: dict[int, list[Icon]] = {}
    for icon in icons:
        rows.setdefault(icon.parent, []).append(icon)
    told = [row for row in rows.values() if len(row) >= 3 and any(icon.state != "plain" for icon in row)]
    counted = count_icons(told[0]) if len(told) == 1 else None
    return counted if counted is not None and counted.rejected_by is None else None


def _leaves(icons: Sequence[Icon]) -> list[Icon]:
    """Return the innermost stars; where only the one around it has a state, that one."""
    inside: dict[int, list[Icon]] = {}
    for icon in icons:
        inside.setdefault(icon.parent, []).append(icon)
    drawn = [
        i for i in icons if i.serial in inside and len(inside[i.serial]) == 1 and inside[i.serial][0].state == "plain"
    ]
    hulls = {icon.serial for icon in drawn if icon.state != "plain"}
    return [icon for icon in icons if icon.serial in hulls or (icon.serial not in inside and icon.parent not in hulls)]


def _states(row: Sequence[Icon]) -> list[State] | None:
    """Return a state for each star of a row: plain ones are what the marked ones are not."""
    states = [icon.state for icon in row]
    if "plain" not in states:
        return states
    if "full" in states:
        return ["empty" if s == "plain" else s for s in states]
    if "half" in states or "empty" in states:
        return ["full" if s == "plain" else s for s in states]
    hollow = [icon.hollow for icon in row]
    if any(hollow) and not all(hollow):
        return ["empty" if h else "full" for h in hollow]
    kinds = list(dict.fromkeys(icon.parts for icon in row))
    if len(kinds) == 1:
        return ["full"] * len(row)
    if len(kinds) == 2 and kinds[1] < kinds[0]:
        return ["full" if icon.parts == kinds[0] else "empty" for icon in row]
    bare = [frozenset(p for p in icon.parts if not p.isdigit()) for icon in row]
    return ["full"] * len(row) if len(set(bare)) == 1 else None
