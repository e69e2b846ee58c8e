"""The dates of one thread together: the site's order applied, later readings ruled out, missing years found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from transform.dates.fallback import left_over
from transform.dates.lexicon import is_east_asian, language_of
from transform.dates.order import OrderDecision, settle_order
from transform.dates.parse import parse
from transform.dates.parsed import Parsed
from transform.dates.posted import joined
from transform.dates.reading import DateReading, Order
from transform.dates.resolve import resolve, written
from transform.dates.votes import DatedText, date_votes, latest_day

_SAME_EVERYWHERE = 3  # so many different texts with one machine date: it is the page's, not the comment's
_NEAR = timedelta(days=2)
_OLDEST, _LATEST = 1900, 2100


def read_thread(
    items: Sequence[DatedText],
    *,
    language: str | None = None,
    reference: datetime | None = None,
    decisions: Mapping[str, OrderDecision | Order] | None = None,
    order: Order | None = None,
    assume: Order | None = None,
    zone: str | None = None,
) -> list[DateReading]:
    """Read the dates of one thread, in its order on the page; one reading an item.

    `decisions` are the site's, by shape. Where they say that the site mixes orders the thread's own evidence decides
    for it. `order`, stated by an operator, holds for every shape without a decision.
    `assume` (a profile's assume_date_order) settles what is open then, under the rule "assumed-...".
    `reference` is the time of capture: readings after it are ruled out. `zone`, the site's IANA name, turns an aware
    reference into the site's own clock.
    """
    reference = _in_zone(reference, zone)
    orders = _orders(items, language, reference, decisions or {})
    parsed = [left_over(item.raw, parse(item.raw, language_of(language)), language) for item in items]
    machines = _own_machines(items)
    readings: list[DateReading] = []
    for item, one, machine in zip(items, parsed, machines, strict=True):
        way, rule = orders.get(one.shape or "", (order, order and f"order-{order}"))
        seen = _seen(item.raw, one, way, rule, language, reference, assume)
        told = _told(machine, language, reference, orders)
        readings.append(joined(seen, told, item.raw, reference))
    return _with_years(readings, parsed, reference)


def _in_zone(reference: datetime | None, zone: str | None) -> datetime | None:
    if reference is None or zone is None or reference.tzinfo is None:
        return reference
    try:
        return reference.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OverflowError, OSError):
        return reference


def _orders(
    items: Sequence[DatedText],
    language: str | None,
    reference: datetime | None,
    decisions: Mapping[str, OrderDecision | Order],
) -> dict[str, tuple[Order | None, str | None]]:
    """Give the order of each shape in this thread, with the name of the rule that settled it."""
    orders: dict[str, tuple[Order | None, str | None]] = {}
    mixed = False
    for shape, decision in decisions.items():
        if isinstance(decision, str):
            orders[shape] = (decision, f"order-{decision}")
        elif decision.order is not None:
            orders[shape] = (decision.order, f"{decision.rule}-{decision.order}")
        else:
            mixed = mixed or decision.rule == "mixed"
    if mixed:
        own = date_votes(items, language=language, captured_at=reference)
        for shape, votes in own.items():
            given = decisions.get(shape)
            if isinstance(given, OrderDecision) and given.rule == "mixed":
                settled = settle_order(votes)
                if settled.rule == "evidence" and settled.order is not None:
                    orders[shape] = (settled.order, f"thread-{settled.order}")
    return orders


def _own_machines(items: Sequence[DatedText]) -> list[str | None]:
    """Set a machine date aside that stands beside several different texts: a template repeats the page's own."""
    texts: dict[str, set[str]] = {}
    for item in items:
        if item.machine:
            texts.setdefault(item.machine, set()).add(item.raw)
    shared = {machine for machine, raws in texts.items() if len(raws) >= _SAME_EVERYWHERE and len(texts) == 1}
    return [None if item.machine in shared else item.machine for item in items]


def _seen(
    raw: str,
    parsed: Parsed,
    order: Order | None,
    rule: str | None,
    language: str | None,
    reference: datetime | None,
    assume: Order | None,
) -> DateReading:
    ruled_out = False
    if reference is not None and parsed.days:
        limit = latest_day(reference)
        kept = tuple(
            day for day in parsed.days if day.year is None or date(day.year, day.month or 1, day.day or 1) <= limit
        )
        ruled_out = len(kept) < len(parsed.days)
        if not kept:
            return DateReading(raw, rejected_by="after-capture")
        parsed = replace(parsed, days=kept)
    year_first = is_east_asian(language) or order == "ymd"
    reading = resolve(raw, parsed, order=order, reference=reference, year_first=year_first, settled_by=rule)
    if reading.at is None and reading.alternatives and assume is not None and reading.rule == "ambiguous-order":
        assumed = resolve(
            raw, parsed, order=assume, reference=reference, year_first=year_first, settled_by=f"assumed-{assume}"
        )
        return assumed if assumed.at is not None else reading
    if ruled_out and reading.at is not None and reading.rule == "only-order":
        return replace(reading, rule="before-capture")
    return reading


def _told(
    machine: str | None,
    language: str | None,
    reference: datetime | None,
    orders: Mapping[str, tuple[Order | None, str | None]],
) -> DateReading | None:
    """Read a machine twin; a numeric one (a title attribute) is written in the site's order for its shape."""
    if not machine or not machine.strip():
        return None
    one = parse(machine, language_of(language))
    order, _ = orders.get(one.shape or "", (None, None))
    return resolve(machine, one, reference=reference, order=order)


def _with_years(readings: list[DateReading], parsed: Sequence[Parsed], reference: datetime | None) -> list[DateReading]:
    """Give a date without a year the one that keeps it between its neighbours, where exactly one does."""
    known = [_day(reading) if not _yearless(one) else None for reading, one in zip(readings, parsed, strict=True)]
    result = list(readings)
    for at, one in enumerate(parsed):
        if not _yearless(one) or readings[at].rejected_by is not None or len(one.days) != 1:
            continue
        ahead = next((day for day in reversed(known[:at]) if day is not None), None)
        behind = next((day for day in known[at + 1 :] if day is not None), None)
        if ahead is None or behind is None or (at > 0 and parsed[at - 1].span is not None):
            continue
        low, high = min(ahead, behind) - _NEAR, max(ahead, behind) + _NEAR
        day = one.days[0]
        fitting = []
        for year in range(low.year, high.year + 1):
            try:
                found = date(year, day.month or 1, day.day or 1)
            except ValueError:
                continue
            if low <= found <= high and (reference is None or found <= latest_day(reference)):
                fitting.append(day._replace(year=year))
        if len(fitting) == 1:
            text = written(fitting[0], one.clock, one.precision)
            if text != readings[at].at:
                result[at] = replace(readings[at], at=text, rule=f"{readings[at].rule}-neighbours")
    return result


def _yearless(parsed: Parsed) -> bool:
    return bool(parsed.days) and all(day.year is None for day in parsed.days)


def _day(reading: DateReading) -> date | None:
    if reading.at is None or reading.precision in ("month", "year", "week"):
        return None
    day = datetime.fromisoformat(reading.at).date()
    return day if _OLDEST <= day.year <= _LATEST else None


def shapes_in_use(readings: Sequence[DateReading]) -> Counter[str]:
    """Count the shapes of a thread's readings whose order matters."""
    return Counter(reading.shape for reading in readings if reading.shape is not None)
