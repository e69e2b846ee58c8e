"""What a text says of a date: one value, or all readings that remain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Precision = Literal["second", "minute", "hour", "day", "week", "month", "year"]
Order = Literal["dmy", "mdy", "ymd"]


@dataclass(frozen=True, slots=True)
class DateReading:
    """One text, read.

    `at` is ISO 8601, local as written, with an offset only where one was written; None while more than one
    reading remains, or where the text is no date. `precision` says how much of it counts. `rule` names how it was
    read. `alternatives` holds every reading that remains (two or more), else it is empty. `shape` groups texts that a
    site writes in one order ("N/N/N at T"); None where no order is in question. `rejected_by` names the veto where
    the text is no date. `zone` is "offset" (written), "name" (a zone name was written), "epoch" (in UTC), or None.
    `wrappers` are the words around the date, normalised.
    """

    raw: str
    at: str | None = None
    precision: Precision | None = None
    rule: str | None = None
    alternatives: tuple[str, ...] = ()
    shape: str | None = None
    zone: str | None = None
    wrappers: tuple[str, ...] = ()
    rejected_by: str | None = None
