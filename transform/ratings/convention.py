"""The conventions by which a value gets its scale, each a rule with a name, and the finish every reading gets."""

from __future__ import annotations

from typing import Final

from transform.ratings.reading import Kind, RatingReading

# Metacritic's published table, in percent.
LETTERS: Final = {
    "A+": 100, "A": 100, "A-": 91,
    "B+": 83, "B": 75, "B-": 67,
    "C+": 58, "C": 50, "C-": 42,
    "D+": 33, "D": 25, "D-": 16,
    "F": 0,
}  # fmt: skip
STAR_SCALE: Final = 5.0


def reading(
    raw: str,
    *,
    value: float,
    kind: Kind,
    rule: str,
    best: float | None = None,
    worst: float | None = None,
) -> RatingReading:
    """Return a finished reading; `percent` is 100 * value / best, held within 0..100, None without a best."""
    percent = None
    if best is not None and best > 0:
        percent = round(min(100.0, max(0.0, 100.0 * value / best)), 4)
    return RatingReading(raw=raw, value=value, worst=worst, best=best, percent=percent, kind=kind, rule=rule)


def rejected(raw: str, veto: str) -> RatingReading:
    """Return the reading of a text that is no rating, by the name of what says so."""
    return RatingReading(raw=raw, rejected_by=veto)


def stars(value: float) -> tuple[float | None, str]:
    """Return best and rule for a number of stars without a written best: 5, unless the value refutes it."""
    return (STAR_SCALE, "stars-of-5") if value <= STAR_SCALE else (None, "stars")


def letter(grade: str) -> float | None:
    """Return the number of 100 for a letter ("B+"), or None where Metacritic's table has none."""
    value = LETTERS.get(grade.replace("−", "-").replace("–", "-"))
    return None if value is None else float(value)
