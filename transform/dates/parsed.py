"""What the grammar found in one text, before an order, a reference or a zone is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from transform.dates.lexicon import Tag
from transform.dates.reading import Order, Precision


class Item(NamedTuple):
    """A cell with the one meaning that it has in this skeleton."""

    mark: str
    value: str
    text: str
    start: int
    end: int
    tags: tuple[Tag, ...] = ()


class Day(NamedTuple):
    """A day as far as it is written; `order` is the one under which the text says so, None where none is needed."""

    year: int | None
    month: int | None
    day: int | None
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `days` counts midnights passed (24:00); `offset` is minutes east of UTC or an IANA zone."""

    hour: int
    minute: int = 0
    second: int = 0
    microsecond: int = 0
    days: int = 0
    precision: Precision = "minute"
    offset: int | str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """How far back a relative date lies."""

    months: int = 0
    days: float = 0
    seconds: float = 0


@dataclass(frozen=True, slots=True)
class Parsed:
    """One text, parsed. Either `days` (calendar), `span` (relative), `weekday` alone, or `rejected_by`.

    `unknown` counts the words that the grammar had no use for; `two_digits` says that the year has two digits,
    `bare` that nothing says of a span that it lies in the past ("3 hours").
    """

    rule: str = ""
    precision: Precision = "day"
    days: tuple[Day, ...] = ()
    clock: Clock | None = None
    weekday: int | None = None
    span: Span | None = None
    shape: str | None = None
    wrappers: tuple[str, ...] = ()
    unknown: int = 0
    two_digits: bool = False
    bare: bool = False
    rejected_by: str | None = None


def rejected(reason: str) -> Parsed:
    """Say that a text is no date, and why."""
    return Parsed(rejected_by=reason)
