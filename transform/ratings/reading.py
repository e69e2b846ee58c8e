"""What a text or a piece of markup says of a rating."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["numeric", "stars", "percent", "letter", "verdict", "thumb", "emoji"]


@dataclass(frozen=True, slots=True)
class RatingReading:
    """One rating, read. All None and `rejected_by` set where it is none.

    `best` comes from the page or from a convention that `rule` names, else it and `percent` are None.
    `percent` is 100 * value / best, within 0..100.
    """

    raw: str
    value: float | None = None
    worst: float | None = None
    best: float | None = None
    percent: float | None = None
    kind: Kind | None = None
    rule: str | None = None
    rejected_by: str | None = None
