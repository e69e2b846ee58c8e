"""Spans that lie behind the time of capture: "3 days ago", "vor 2 Wochen", "yesterday", "5mo". Never ahead of it."""

from __future__ import annotations

from typing import NamedTuple

from transform.dates.parsed import Item, Span
from transform.dates.reading import Precision

_FINENESS: tuple[Precision, ...] = ("second", "minute", "hour", "day", "week", "month", "year")
_HALF = 0.5
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
# nothing older is the age of a comment, where no word says "ago"; an hour of minutes is written as an hour
_OLDEST_BARE = {"second": 59, "minute": 59, "hour": 72, "day": 400, "week": 104, "month": 60, "year": 30}


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
    spans: list[tuple[float | None, str]] = []
    number: float | None = None
    ago = future = vague = behind = named = ahead = False
    unknown = 0
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
            if (
                items[at - 2].mark == "U"
                and spans[-1:] == [(None, items[at - 2].value)]
                and not _counts_next(items, at)
            ):
                spans[-1] = number, items[at - 2].value  # Swahili counts behind the unit: "wiki 2 zilizopita"
                number, behind = None, True
        elif mark == "N":
            number = float(item.value) if number is None else number * float(item.value)
        elif mark in "UPVR":
            if mark == "R" and (named or number is not None):
                return None
            spans.append(_count_and_unit(item, number))
            ago = ago or mark in "PR"
            named = named or mark == "R"
            number = None
        elif mark == "A":
            ago = True
        elif mark == "F":
            future = True
            ahead = ahead or " " in item.value  # "tomorrow" is a span of its own
        elif mark == "v":
            vague = True
        elif mark in "xX":
            unknown += 1
        elif mark == "f" and number is not None and item.text.isascii() and item.start == items[at - 2].end:
            return None  # an ordinal: "13th month"
        elif mark in "MJWl:/\ue000\ue001":
            return None
    if ahead and not spans and not unknown:
        return Relative(None, "day", False, unknown, rejected_by="future")
    if number == _HALF and spans:
        spans.append((_HALF, spans[-1][1]))  # "an hour and a half ago"
        number = None
    if not spans or number is not None or (not ago and (behind or any(count is None for count, _ in spans))):
        return None
    if not ago and not future and not _is_age(spans):
        return Relative(None, "day", False, unknown, rejected_by="duration")
    if named and not has_clock and (unknown or any(count is None for count, _ in spans)):
        return None  # "Yesterday Once More": a word that names a day stands in titles too
    return _summed(spans, ago=ago, future=future, vague=vague, unknown=unknown, has_clock=has_clock)


def _is_age(spans: list[tuple[float | None, str]]) -> bool:
    """Say whether counts and units alone can be the age of a comment; "1h 45m" and "112 min" are running times."""
    units = {unit for _, unit in spans}
    return {"hour", "minute"} != units and all((count or 0) <= _OLDEST_BARE[unit] for count, unit in spans)


def _summed(
    spans: list[tuple[float | None, str]], *, ago: bool, future: bool, vague: bool, unknown: int, has_clock: bool
) -> Relative | None:
    total = Span()
    finest = len(_FINENESS)
    for given, unit in spans:
        count = 1.0 if given is None else given
        total = _plus(total, count, unit)
        # half an hour counts in minutes
        finest = min(finest, max(0, _FINENESS.index(unit) - (count != int(count))))
    precision = _FINENESS[finest]
    if has_clock and (total.seconds or finest < _FINENESS.index("day")):
        return None
    if future and not ago:
        return Relative(None, precision, False, unknown, rejected_by="future")
    if vague and precision == "second":
        return Relative(Span(), "minute", ago, unknown)  # "a few seconds ago" is now, to the minute
    if vague:
        return Relative(None, precision, ago, unknown, rule="relative-vague")
    return Relative(total, precision, ago, unknown)


def _counts_next(items: list[Item], at: int) -> bool:
    return at < len(items) and items[at].mark in "UP"


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
