"""Spans that lie behind the time of capture: "3 days ago", "vor 2 Wochen", "yesterday", "5mo". Never ahead of it."""

from __future__ import annotations

from typing import NamedTuple

from transform.dates.parsed import Item, Span
from transform.dates.reading import Precision

_FINENESS: tuple[Precision, ...] = ("second", "minute", "hour", "day", "week", "month", "year")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_MOST = {"second": 10**6, "minute": 10**6, "hour": 10**5, "day": 40_000, "week": 6_000, "month": 1_300, "year": 110}


class Relative(NamedTuple):
    """A span with its smallest unit. `strong`: the text says that it lies in the past; `unknown`: words without use."""

    span: Span | None
    precision: Precision
    strong: bool
    unknown: int
    rule: str = "relative"
    rejected_by: str | None = None


def find_span(items: list[Item], *, has_clock: bool) -> Relative | None:
    """Add up the counts and units of a text; None where it holds anything that no span has."""
    total = Span()
    finest = len(_FINENESS)
    number: float | None = None
    ago = future = vague = False
    unknown = pairs = 0
    bare: list[str] = []
    at = 0
    while at < len(items):
        item = items[at]
        mark = item.mark
        at += 1
        if mark in "nty":
            if number is not None:
                return None
            number = float(item.text)
            decimals = at + 2 < len(items) and items[at].mark in ".," and items[at + 1].mark == "n"
            if decimals and items[at + 1].start == items[at].end and items[at + 2].mark in "UP":
                number += float(f"0.{items[at + 1].text}")
                at += 2
        elif mark == "N":
            number = float(item.value) if number is None else number * float(item.value)
        elif mark in "UPVR":
            count, unit = _count_and_unit(item, number)
            ago = ago or mark in "PR"
            if count is None:
                bare.append(unit)
                count = 1.0
            if count > _MOST[unit]:
                return None
            if mark == "R" and number is not None:
                return None
            number = None
            pairs += 1
            if not vague:
                total = _plus(total, count, unit)
            elif unit == "second":
                vague = False  # "a few seconds ago" is now, to the minute
                finest = 1
            finest = min(finest, _FINENESS.index(unit)) if finest != 1 else 1
            if mark != "R" and count != int(count) and finest > 0:
                finest -= 1
        elif mark == "A":
            ago = True
        elif mark == "F":
            future = True
        elif mark == "v":
            vague = True
        elif mark == "x":
            unknown += 1
        elif mark in "MJWlCt" or mark in ":/\ue000\ue001":
            return None
    if not pairs or number is not None or (bare and not ago):
        return None
    precision = _FINENESS[finest]
    if has_clock and (total.seconds or finest < _FINENESS.index("day")):
        return None
    if future and not ago:
        return Relative(None, precision, False, unknown, rejected_by="future")
    if vague:
        return Relative(None, precision, ago, unknown, rule="relative-vague")
    return Relative(total, precision, ago, unknown)


def _count_and_unit(item: Item, number: float | None) -> tuple[float | None, str]:
    if item.mark in "VR":
        count, _, unit = item.value.partition(" ")
        return float(count), unit
    return number, item.value


def _plus(span: Span, count: float, unit: str) -> Span:
    months, days, seconds = span.months, span.days, span.seconds
    if unit in ("month", "year"):
        whole = count * (12 if unit == "year" else 1)
        months += int(whole)
        days += (whole - int(whole)) * 30.4
    elif unit in ("day", "week"):
        days += count * (7 if unit == "week" else 1)
    else:
        seconds += count * _SECONDS[unit]
    if unit == "day" and count != int(count):
        seconds += (days - int(days)) * 86_400
        days = int(days)
    return Span(months, days, seconds)
