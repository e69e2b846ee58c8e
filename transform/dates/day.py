"""The day in a text: numeric in every order, with a month's name, year or month alone. Knows no clock and no span."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from transform.dates.calendars import from_persian, gregorian_year, is_persian_year
from transform.dates.parsed import Day, Item
from transform.dates.reading import Order, Precision

_NUMERIC = re.compile(r"(?<![nty][./\-:])(?P<a>[nyt])(?P<sep>[./\-\ue000])(?P<b>n)(?P=sep)'?(?P<c>[nyt])\.?")
_SPACED = re.compile(r"(?<![nty.:/\-])(?P<a>n)(?P<b>n)(?P<c>y)(?![nty.:/\-])")
_MONTH_DAY = re.compile(r"(?<![nty])(?P<m>n)\ue001(?P<d>n)")
_YEAR_MONTH = re.compile(r"(?<![nty])(?P<y>[ny])\ue000(?P<m>n)(?![\ue000\ue001])")
_S = r"[.,/\-f'()]*"
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<d>n){_S}(?P<m>[MJ])[.,/\-f'()W]*(?P<y>y)",
        rf"(?P<m>[MJ]){_S}(?P<d>n){_S}(?P<c>C?){_S}Z?(?P<y>y)",
        rf"(?P<y>y){_S}(?P<m>[MJ]){_S}(?P<d>n)",
        rf"(?P<y>y){_S}(?P<d>n){_S}(?P<m>[MJ])",
        rf"(?P<d>n){_S}(?P<m>[MJ])[.,/\-']*(?P<y2>n)(?![:.]n|U)",
        rf"(?P<m>[MJ]){_S}(?P<d>n)[.f]*[,']+{_S}(?P<y2>n)",
        rf"(?P<d>n){_S}(?P<m>[MJ])[,.f;]*C[,.]*(?P<y>y)",
        r"(?P<m>[MJ])[.f]*'(?P<y2>n)",
        rf"(?P<m>[MJ]){_S}(?P<y>y)",
        rf"(?P<y>y){_S}(?P<m>[MJ])",
        rf"(?P<d>n){_S}(?P<m>[MJ])",
        rf"(?P<m>[MJ]){_S}(?P<d>n)",
    )
)
_WHOLE = 4  # so many of these hold a whole date that no numeric form explains better
_YEARLESS = re.compile(r"(?<![nty./\-:])(?P<a>n)(?P<sep>[./\-])(?P<b>n)(?P<dot>\.?)(?![./\-:]?[nty])")
_MONTH_OF_YEAR = re.compile(r"(?<![nty./\-:])(?:(?P<m>n)[./\-](?P<y>y)|(?P<y1>y)[./\-](?P<m1>n))(?![./\-:]?[nty])")
_YEAR = re.compile(r"(?<![nty./\-:])(?P<y>y)(?![./\-:]?[nty])")
_PIVOT = 70


class Core(NamedTuple):
    """The day that was found and the items that it took. `whole`: year, month and day are all written."""

    rule: str
    precision: Precision
    days: tuple[Day, ...]
    start: int
    end: int
    shape: str | None = None
    two_digits: bool = False
    whole: bool = False
    rejected_by: str | None = None


def find_day(items: list[Item], marks: str, language: str) -> Core | None:
    """Find the day, fullest form first; None where the text holds none."""
    named = _NAMED if "M" in marks or "J" in marks else ()
    for pattern in named[:_WHOLE]:
        match = pattern.search(marks)
        if match and (core := _named(items, match, language)) is not None:
            return core
    match = _NUMERIC.search(marks) or _SPACED.search(marks)
    if match and (core := _numeric(items, match)) is not None:
        return core
    for pattern in named[_WHOLE:]:
        match = pattern.search(marks)
        if match and (core := _named(items, match, language)) is not None:
            return core
    match = _MONTH_DAY.search(marks)
    if match:
        month, day = (int(items[match.start(part)].text) for part in "md")
        return _checked("east-asian-yearless", "day", [Day(None, month, day)], match, whole=False)
    match = _YEAR_MONTH.search(marks) or _MONTH_OF_YEAR.search(marks)
    if match:
        return _month_of_year(items, match)
    return None


def find_part(items: list[Item], marks: str) -> Core | None:
    """Find what is a date only where nothing else stands beside it: a day without a year, a year."""
    match = _YEARLESS.search(marks)
    if match:
        a, b = (int(items[match.start(part)].text) for part in "ab")
        days = [Day(None, b, a, "dmy"), Day(None, a, b, "mdy")]
        shape = f"N{match['sep']}N{match['dot']}"
        core = _checked("yearless", "day", days, match, whole=False)
        return core._replace(shape=shape) if core is not None else None
    match = _YEAR.search(marks)
    if match:
        year = int(items[match.start("y")].text)
        if 1900 <= gregorian_year(year) <= 2100:
            return Core("year", "year", (Day(gregorian_year(year), None, None),), *match.span())
    return None


def find_second_day(items: list[Item], marks: str, language: str) -> Core | None:
    """Find another day in what is left beside one."""
    core = find_day(items, marks, language)
    if core is None or core.rejected_by is not None or not (core.whole or core.rule.startswith("month-name")):
        return None
    return core


def _numeric(items: list[Item], match: re.Match[str]) -> Core | None:
    end = match.end("c")
    behind = items[end : end + 2]
    if len(behind) == 2 and behind[0].mark in "./-:" and behind[1].mark in "nty" and behind[1].start == behind[0].end:
        return None  # 1.2.3.4: a version, an address
    a, b, c = (items[match.start(part)].text for part in "abc")
    sep = match.groupdict().get("sep", " ")
    days: list[Day] = []
    if len(a) == 4:
        if len(c) > 2:
            return None
        days = [Day(int(a), int(b), int(c), "ymd")]
    elif len(a) == 3 or len(c) == 3:
        return None
    elif len(c) == 4:
        days = [Day(int(c), int(b), int(a), "dmy"), Day(int(c), int(a), int(b), "mdy")]
    elif sep == "\ue000":
        days = [Day(_century(int(a)), int(b), int(c), None)]
    elif len(c) == 2:
        days = [Day(_century(int(c)), int(b), int(a), "dmy"), Day(_century(int(c)), int(a), int(b), "mdy")]
        if len(a) == 2:
            days.append(Day(_century(int(a)), int(b), int(c), "ymd"))
    else:
        return None
    rule = "year-first" if len(a) == 4 else "numeric"
    core = _checked(rule, "day", days, match, whole=True)
    shape = None
    if sep != "\ue000" and rule != "year-first":
        shape = sep.join("Y" if len(part) == 4 else "N" for part in (a, b, c))
    return core._replace(shape=shape, two_digits=len(a) < 3 and len(c) < 3)


def _named(items: list[Item], match: re.Match[str], language: str) -> Core | None:
    groups = match.groupdict()
    month = items[match.start("m")]
    year: int | None = None
    if groups.get("y"):
        year = int(items[match.start("y")].text)
        if not (1900 <= gregorian_year(year) <= 2100 or (month.mark == "J" and is_persian_year(year))):
            return None
    elif groups.get("y2"):
        text = items[match.start("y2")].text
        if len(text) != 2:
            return None
        year = _century(int(text), language)
    day = int(items[match.start("d")].text) if groups.get("d") else None
    if day is None and year is None:
        return None
    if month.mark == "J":
        if year is None or day is None:
            return None
        turned = from_persian(year, int(month.value), day)
        if turned is None:
            return Core("persian-calendar", "day", (), *match.span(), rejected_by="impossible-date")
        return Core("persian-calendar", "day", (Day(*turned.timetuple()[:3]),), *match.span(), whole=True)
    # a shortened name may begin several months: all remain until the weekday or the calendar rules them out
    months = [int(tag.value) for tag in month.tags if tag.mark == "M"] if month.tags else [int(month.value)]
    days = [Day(year, number, day) for number in months]
    rule = "month-name" if year is not None else "month-name-yearless"
    whole = year is not None and day is not None
    core = _checked(rule, "month" if day is None else "day", days, match, whole=whole)
    if day is not None and year is not None and core.rejected_by and groups.get("y2") and int(groups["d"] is not None):
        swapped = [Day(_century(day, language), number, int(items[match.start("y2")].text)) for number in months]
        return _checked(rule, "day", swapped, match, whole=True)
    return core


def _month_of_year(items: list[Item], match: re.Match[str]) -> Core | None:
    groups = match.groupdict()
    year, month = (int(items[match.start(part if groups.get(part) else part + "1")].text) for part in "ym")
    if year < 100:
        year = _century(year)
    year = gregorian_year(year)
    if not 1900 <= year <= 2100 or not 1 <= month <= 12:
        return None
    return Core("month", "month", (Day(year, month, None),), *match.span())


def _checked(rule: str, precision: Precision, days: list[Day], match: re.Match[str], *, whole: bool) -> Core:
    """Keep the days that exist; say so where none does."""
    kept: list[Day] = []
    for day in days:
        turned = _existing(day)
        if turned is not None and turned not in kept:
            kept.append(turned)
    reason = None if kept else "impossible-date"
    if kept and any(day.year is not None and is_persian_year(day.year) for day in days):
        rule = "persian-calendar"
    return Core(rule, precision, tuple(kept), *match.span(), whole=whole, rejected_by=reason)


def _existing(day: Day) -> Day | None:
    year = day.year
    if year is not None and is_persian_year(year) and day.month and day.day:
        turned = from_persian(year, day.month, day.day)
        return None if turned is None else Day(turned.year, turned.month, turned.day, day.order)
    if year is not None:
        year = gregorian_year(year)
        if not 1900 <= year <= 2100:
            return None
    try:
        date(2000 if year is None else year, *(1 if part is None else part for part in (day.month, day.day)))
    except ValueError:
        return None
    return day._replace(year=year)


def _century(year: int, language: str = "") -> int:
    """Read a year of two digits; Thai ones count in the Buddhist era (67 is 2567, 2024)."""
    if language == "th" and year >= 43:
        return year + 2500 - 543
    return year + (2000 if year < _PIVOT else 1900)


def order_text(order: Order) -> str:
    """Name the rule by which an order was settled from outside."""
    return f"order-{order}"
