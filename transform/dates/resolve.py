"""From what a text says to a reading: order, reference and weekday applied. Leaves open what they leave open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import MINYEAR, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from transform.dates.fallback import left_over
from transform.dates.lexicon import is_east_asian, language_of
from transform.dates.parse import parse
from transform.dates.parsed import Clock, Day, Parsed, Span
from transform.dates.reading import DateReading, Order, Precision

_AHEAD = timedelta(hours=14)  # how far the clock of a site's zone may run ahead of the reference's
_TIMED: tuple[Precision, ...] = ("second", "minute", "hour")


def read_text(
    text: str,
    *,
    language: str | None = None,
    order: Order | None = None,
    reference: datetime | None = None,
) -> DateReading:
    """Read a text that is no markup; the arguments are those of `read_date`. Never raises."""
    plain = text.lstrip("< ")  # "< 1 hour ago"
    parsed = left_over(plain, parse(plain, language_of(language)), language)
    return resolve(text, parsed, order=order, reference=reference, year_first=is_east_asian(language))


def resolve(
    raw: str,
    parsed: Parsed,
    *,
    order: Order | None = None,
    reference: datetime | None = None,
    year_first: bool = False,
    settled_by: str | None = None,
) -> DateReading:
    """Apply order and reference to a parsed text; `settled_by` names the rule by which the order was settled."""
    if parsed.rejected_by is not None:
        return DateReading(raw, rejected_by=parsed.rejected_by)
    if parsed.days:
        return _calendar(raw, parsed, order, reference, year_first, settled_by)
    if parsed.weekday is not None:
        return _weekday(raw, parsed, reference)
    return _relative(raw, parsed, reference)


def candidates(parsed: Parsed, *, reference: datetime | None = None) -> tuple[Day, ...]:
    """Give every day that the text may mean, yearless ones with the latest year that the reference allows."""
    if reference is None:
        return parsed.days
    return tuple(_with_year(day, parsed.clock, reference) if day.year is None else day for day in parsed.days)


def written(day: Day, clock: Clock | None, precision: Precision) -> str:
    """Write a reading in ISO 8601: a whole date, a time where precision is finer than a day, its offset."""
    if day.year is None:
        return ""
    at = datetime(day.year, day.month or 1, day.day or 1)
    if clock is None or precision not in _TIMED:
        return at.date().isoformat()
    at = at.replace(hour=clock.hour, minute=clock.minute, second=clock.second, microsecond=clock.microsecond)
    at = shifted(at, timedelta(days=clock.days))
    return at.isoformat() + _offset_text(at, clock.offset)


def _calendar(
    raw: str, parsed: Parsed, order: Order | None, reference: datetime | None, year_first: bool, settled_by: str | None
) -> DateReading:
    days = candidates(parsed, reference=reference)
    rule = parsed.rule
    numeric = any(day.order is not None for day in days) and rule != "year-first"
    if parsed.two_digits and not year_first and order != "ymd":
        days = tuple(day for day in days if day.order != "ymd") or days
        if all(day.order == "ymd" for day in days) and numeric:
            return DateReading(raw, rejected_by="impossible-date")
    days = _distinct(days)
    if len(days) > 1:
        if order is not None and numeric:
            chosen = _of_order(days, order, yearless=all(day.year is None for day in parsed.days))
            if chosen is not None:
                days, rule = (chosen,), settled_by or f"order-{order}"
        if len(days) > 1 and parsed.weekday is not None:
            named = tuple(day for day in days if _weekday_of(day) == parsed.weekday)
            if len(named) == 1:
                days, rule = named, "weekday-agrees"
    elif numeric:
        rule = "same-in-every-order" if len({day.order for day in parsed.days} - {"ymd"}) > 1 else "only-order"
    zone = parsed.clock.zone if parsed.clock is not None else None
    read = partial(DateReading, raw, shape=parsed.shape, zone=zone, wrappers=parsed.wrappers)
    readings = tuple(text for text in (written(day, parsed.clock, parsed.precision) for day in days) if text)
    if len(days) > 1:
        open_rule = "ambiguous-order" if numeric else rule
        return read(None, parsed.precision, open_rule, tuple(sorted(readings)))
    at = readings[0] if readings else None
    return read(at, parsed.precision, rule, ())


def _of_order(days: Iterable[Day], order: Order, *, yearless: bool) -> Day | None:
    """Pick the day of an order; without a year, year-first habits put the month first."""
    by_order = {day.order: day for day in days}
    chosen = by_order.get(order)
    return by_order.get("mdy") if chosen is None and order == "ymd" and yearless else chosen


def _distinct(days: Iterable[Day]) -> tuple[Day, ...]:
    seen: dict[tuple[int | None, int | None, int | None], Day] = {}
    for day in days:
        seen.setdefault(day[:3], day)
    return tuple(seen.values())


def _with_year(day: Day, clock: Clock | None, reference: datetime) -> Day:
    """Give a day without a year the latest one that does not lie after the reference."""
    latest = shifted(reference.replace(tzinfo=None), _AHEAD)
    for year in range(latest.year, max(MINYEAR, latest.year - 9) - 1, -1):
        try:
            at = datetime(year, day.month or 1, day.day or 1, clock.hour if clock else 0, clock.minute if clock else 0)
        except ValueError:
            continue  # 29 February
        if at <= latest:
            return day._replace(year=year)
    return day


def _weekday_of(day: Day) -> int | None:
    if day.year is None or day.month is None or day.day is None:
        return None
    return date(day.year, day.month, day.day).weekday()


def _weekday(raw: str, parsed: Parsed, reference: datetime | None) -> DateReading:
    """Read "Friday 17:15": the last one before the reference."""
    rule = "weekday"
    if reference is None:
        return DateReading(raw, None, parsed.precision, rule, wrappers=parsed.wrappers)
    now = reference.replace(tzinfo=None)
    back = (now.weekday() - (parsed.weekday or 0)) % 7
    clock = parsed.clock
    if back == 0 and (clock is None or (clock.hour, clock.minute) > (now.hour, now.minute)):
        back = 7
    day = shifted(now, -timedelta(days=back)).date()
    at = written(Day(day.year, day.month, day.day), clock, parsed.precision)
    return DateReading(raw, at, parsed.precision, rule, zone=clock.zone if clock else None, wrappers=parsed.wrappers)


def _relative(raw: str, parsed: Parsed, reference: datetime | None) -> DateReading:
    if reference is None or parsed.span is None:
        return DateReading(raw, None, parsed.precision, parsed.rule, wrappers=parsed.wrappers)
    at = before(reference.replace(tzinfo=None), parsed.span)
    if at is None:
        return DateReading(raw, rejected_by="impossible-date")
    if parsed.clock is not None:
        text = written(Day(at.year, at.month, at.day), parsed.clock, parsed.precision)
    elif parsed.precision in _TIMED:
        text = at.replace(microsecond=0).isoformat()
    else:
        text = at.date().isoformat()
    return DateReading(raw, text, parsed.precision, parsed.rule, wrappers=parsed.wrappers)


def before(at: datetime, span: Span) -> datetime | None:
    """Go back by a span; a day that the month reached does not have becomes its last."""
    months = at.year * 12 + at.month - 1 - span.months
    if months < 12 * MINYEAR:
        return None
    year, month = divmod(months, 12)
    for day in range(at.day, 27, -1) if at.day > 28 else (at.day,):
        try:
            at = at.replace(year=year, month=month + 1, day=day)
            break
        except ValueError:
            continue
    try:
        return at - timedelta(days=span.days, seconds=span.seconds)
    except OverflowError:
        return None


def shifted(at: datetime, by: timedelta) -> datetime:
    """Add a span to a naive time, as far as the calendar goes."""
    try:
        return at + by
    except OverflowError:
        return datetime.max if by > timedelta() else datetime.min


def _offset_text(at: datetime, offset: int | str | None) -> str:
    if offset is None:
        return ""
    if isinstance(offset, str):
        found = at.replace(tzinfo=ZoneInfo(offset)).utcoffset() or timedelta()
        offset = int(found.total_seconds() // 60)
    sign, minutes = ("-", -offset) if offset < 0 else ("+", offset)
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"
