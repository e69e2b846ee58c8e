"""What the dates of a thread say about the order in which their site writes them. Counts, never decides."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from transform.dates.lexicon import has_words_of, is_east_asian, language_of
from transform.dates.locales import habit_of_language
from transform.dates.parse import parse
from transform.dates.parsed import Day, Parsed
from transform.dates.reading import Order
from transform.dates.resolve import before, candidates, shifted

ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
_MOST_EXAMPLES = 5
_AFTER = timedelta(days=1)  # a site's clock may run ahead of the capture's by a zone
_TWIN = timedelta(days=1)

# nats by which a piece of evidence that can mislead speaks for an order; a date that is impossible counts as a vote
WEEKDAY = 2.5
BEFORE_TITLE = 1.5
HABIT = 1.5
OF_ONE_MONTH = 2.0
_CHRONOLOGICAL = 0.7  # share of threads that run in time order, and of their neighbours that keep to it
_KEPT = 0.95
_FEW_DAYS = 4  # distinct days that say something by their month


@dataclass(frozen=True, slots=True)
class DatedText:
    """One comment's date as the page had it: the visible text and the machine attribute beside it."""

    raw: str
    machine: str | None = None


@dataclass(frozen=True, slots=True)
class Votes:
    """Evidence about one date shape of one site.

    `seen` counts dates. `remaining` counts them by the orders that each leaves possible ("dmy", "dmy+mdy", "" where
    none is). `against` counts why an order was impossible: order -> reason -> dates. `leanings` sums weaker evidence
    in nats: reason -> order -> sum. `threads` counts the threads whose dates lean to an order. `examples` quotes
    texts that leave only one order.
    """

    shape: str
    seen: int = 0
    remaining: Mapping[str, int] = field(default_factory=dict)
    against: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    leanings: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    threads: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def for_over(self, order: Order, other: Order) -> int:
        """Count the dates that are possible in one order and impossible in the other."""
        return sum(
            count
            for orders, count in self.remaining.items()
            if order in orders.split("+") and other not in orders.split("+")
        )

    def impossible(self, order: Order) -> int:
        """Count the dates that are impossible in an order."""
        return sum(count for orders, count in self.remaining.items() if order not in orders.split("+"))

    def leaning(self, order: Order) -> float:
        """Sum the weaker evidence for an order, in nats."""
        return sum(orders.get(order, 0.0) for orders in self.leanings.values())

    def to_json(self) -> dict[str, Any]:
        """Give the votes as plain JSON values."""
        return {
            "shape": self.shape,
            "seen": self.seen,
            "remaining": dict(self.remaining),
            "against": {order: dict(reasons) for order, reasons in self.against.items()},
            "leanings": {reason: dict(orders) for reason, orders in self.leanings.items()},
            "threads": dict(self.threads),
            "examples": {orders: list(texts) for orders, texts in self.examples.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Votes:
        """Make votes from what `to_json` gave."""
        return cls(
            shape=data["shape"],
            seen=data["seen"],
            remaining=dict(data["remaining"]),
            against={order: dict(reasons) for order, reasons in data["against"].items()},
            leanings={reason: dict(orders) for reason, orders in data["leanings"].items()},
            threads=dict(data["threads"]),
            examples={orders: tuple(texts) for orders, texts in data["examples"].items()},
        )


class _Dated(NamedTuple):
    """A date of a thread with the days that it may mean under each order; `known` where it means one anyhow."""

    raw: str
    shape: str | None
    days: Mapping[Order, date]
    known: date | None
    weekday: int | None
    twin: date | None


def date_votes(
    items: Sequence[DatedText],
    *,
    language: str | None = None,
    captured_at: datetime | None = None,
    not_before: date | int | None = None,
) -> dict[str, Votes]:
    """Collect the evidence of one thread, in its order on the page, by date shape.

    `captured_at` rules later readings out; `not_before` is the day or the year in which the title came out. A text
    that repeats counts once.
    """
    dated = [_dated(item, language, captured_at) for item in items]
    shapes = dict.fromkeys(one.shape for one in dated if one.shape is not None)
    return {shape: _votes_of_shape(shape, dated, language, captured_at, not_before) for shape in shapes}


def pool(votes: Iterable[Votes]) -> Votes:
    """Add up the votes of several threads for one shape; ValueError without any, or for different shapes."""
    votes = list(votes)
    if not votes or len({one.shape for one in votes}) != 1:
        raise ValueError("votes of one shape are pooled, at least one of them")
    remaining: dict[str, int] = defaultdict(int)
    against: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    leanings: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    threads: dict[str, int] = defaultdict(int)
    examples: dict[str, dict[str, None]] = defaultdict(dict)
    for one in votes:
        for orders, count in one.remaining.items():
            remaining[orders] += count
        for order, reasons in one.against.items():
            for reason, count in reasons.items():
                against[order][reason] += count
        for reason, weights in one.leanings.items():
            for order, weight in weights.items():
                # a site has one language and one separator, however many threads say so
                kept = leanings[reason][order]
                leanings[reason][order] = max(kept, weight) if reason.startswith("habit") else kept + weight
        for order, count in one.threads.items():
            threads[order] += count
        for orders, texts in one.examples.items():
            examples[orders].update(dict.fromkeys(texts))
    return Votes(
        votes[0].shape,
        sum(one.seen for one in votes),
        dict(remaining),
        {order: dict(reasons) for order, reasons in against.items()},
        {reason: dict(weights) for reason, weights in leanings.items()},
        dict(threads),
        {orders: tuple(texts)[:_MOST_EXAMPLES] for orders, texts in examples.items()},
    )


def latest_day(captured_at: datetime) -> date:
    """Give the last day that a date on a page captured then can name, whatever the site's zone."""
    return shifted(captured_at.replace(tzinfo=None), _AFTER).date()


def days_by_order(parsed: Parsed, captured_at: datetime | None) -> dict[Order, date]:
    """Give the day that a numeric date means under each order in which it is possible."""
    found: dict[Order, date] = {}
    for day in candidates(parsed, reference=captured_at):
        turned = _as_date(day)
        if turned is not None and day.order is not None:
            found[day.order] = turned
    return found


def _dated(item: DatedText, language: str | None, captured_at: datetime | None) -> _Dated:
    parsed = parse(item.raw, language_of(language))
    twin = _twin(item.machine, captured_at)
    days = days_by_order(parsed, captured_at) if parsed.shape is not None else {}
    known: date | None = None
    if not days:
        if len(parsed.days) == 1:
            known = _as_date(candidates(parsed, reference=captured_at)[0])
        elif parsed.span is not None and captured_at is not None:
            at = before(captured_at.replace(tzinfo=None), parsed.span)
            known = at.date() if at is not None and parsed.precision in ("second", "minute", "hour", "day") else None
    open_orders = len(parsed.days) > 1 or len({day.order for day in parsed.days}) > 1
    single = parsed.rule == "year-first"
    shape = parsed.shape if not single and (open_orders or days) else None
    return _Dated(item.raw, shape, days if not single else {}, known or (days.get("ymd") if single else None),
                  parsed.weekday, twin)  # fmt: skip


def _twin(machine: str | None, captured_at: datetime | None) -> date | None:
    """Read the machine's twin, where it tells one day."""
    if not machine:
        return None
    parsed = parse(machine, None)
    if len(parsed.days) != 1 or parsed.days[0].year is None or parsed.precision in ("month", "year"):
        return None
    day = _as_date(parsed.days[0])
    if day is None or day.year < 1990 or (captured_at is not None and day > latest_day(captured_at)):
        return None
    return day


def _as_date(day: Day) -> date | None:
    if day.year is None or day.month is None or day.day is None:
        return None
    return date(day.year, day.month, day.day)


def _votes_of_shape(
    shape: str,
    dated: Sequence[_Dated],
    language: str | None,
    captured_at: datetime | None,
    not_before: date | int | None,
) -> Votes:
    remaining: dict[str, int] = defaultdict(int)
    against: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    leanings: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    examples: dict[str, list[str]] = defaultdict(list)
    orders = _orders_of(shape)
    distinct: dict[tuple[Any, ...], _Dated] = {}
    for one in dated:
        if one.shape == shape:
            distinct.setdefault((tuple(sorted(one.days.items())), one.twin), one)
    for one in distinct.values():
        left: list[Order] = []
        for order in orders:
            reason = _why_not(one, order, captured_at)
            if reason is None:
                left.append(order)
            else:
                against[order][reason] += 1
        remaining["+".join(left)] += 1
        if 0 < len(left) < len(orders) and len(examples["+".join(left)]) < _MOST_EXAMPLES:
            examples["+".join(left)].append(one.raw)
        for reason, order, weight in _leanings_of(one, left, not_before):
            leanings[reason][order] += weight
    texts = [one.raw for one in distinct.values()]
    weak = (*_habits(shape, language, texts), *_sequence(shape, dated, captured_at), *_one_month(shape, dated))
    for reason, order, weight in weak:
        leanings[reason][order] += weight
    votes = Votes(
        shape,
        len(distinct),
        dict(remaining),
        {order: dict(reasons) for order, reasons in against.items()},
        {reason: dict(weights) for reason, weights in leanings.items()},
        {},
        {orders: tuple(texts) for orders, texts in examples.items()},
    )
    day_first, month_first = votes.for_over("dmy", "mdy"), votes.for_over("mdy", "dmy")
    if day_first == month_first:
        return votes
    ahead = "dmy" if day_first > month_first else "mdy"
    return Votes(**{**_fields(votes), "threads": {ahead: 1}})


def _fields(votes: Votes) -> dict[str, Any]:
    return {name: getattr(votes, name) for name in Votes.__slots__}


def _orders_of(shape: str) -> tuple[Order, ...]:
    """Give the orders that a shape can have: a year of two digits may stand first, one of four says where it is."""
    core = shape.replace("T", "")
    return ORDERS if core.count("N") == 3 else ORDERS[:2]


def _why_not(one: _Dated, order: Order, captured_at: datetime | None) -> str | None:
    day = one.days.get(order)
    if day is None:
        return "impossible"
    if one.twin is not None:
        apart = {other: abs(at - one.twin) for other, at in one.days.items()}
        if min(apart.values()) <= _TWIN < apart[order]:
            return "machine-twin"
    if captured_at is not None and day > latest_day(captured_at):
        return "after-capture"
    return None


def _leanings_of(
    one: _Dated, left: Sequence[Order], not_before: date | int | None
) -> Iterator[tuple[str, Order, float]]:
    if len(left) < 2:
        return
    if one.weekday is not None:
        named = [order for order in left if one.days[order].weekday() == one.weekday]
        if len(named) == 1:
            yield "weekday", named[0], WEEKDAY
    if not_before is not None:
        first = date(not_before, 1, 1) if isinstance(not_before, int) else not_before
        later = [order for order in left if one.days[order] >= first]
        if len(later) == 1:
            yield "before-title", later[0], BEFORE_TITLE


def _habits(shape: str, language: str | None, texts: Sequence[str]) -> Iterator[tuple[str, Order, float]]:
    """Say what habit leans to: the page's language, its words in the dates themselves ("às", "Uhr"), the separator.

    Dots stand in no month-first locale of CLDR. None of them decides alone.
    """
    order = habit_of_language(language)
    if order == "ymd":
        # where the year comes first, a day without a year follows its month
        habit: Order = "ymd" if shape.count("N") == 3 else "mdy"
        if is_east_asian(language) and "Y" not in shape:
            yield "habit-language", habit, HABIT
            yield "habit-separator", habit, HABIT
        return
    if order is not None:
        yield "habit-language", order, HABIT
        if any(has_words_of(text, language) for text in texts):
            yield "habit-words", order, HABIT
    if "." in shape:
        yield "habit-separator", "dmy", HABIT


def _sequence(shape: str, dated: Sequence[_Dated], captured_at: datetime | None) -> Iterator[tuple[str, Order, float]]:
    """Weigh which order makes the thread run in time order, its other dates (relative ones too) included.

    A thread runs forwards or backwards, or in no order of time at all, and then it says nothing.
    """
    likelihoods: dict[Order, float] = {}
    for order in _orders_of(shape)[:2]:
        days = [one.days.get(order) if one.shape == shape else one.known for one in dated]
        known = [day for day in days if day is not None]
        steps = [b - a for a, b in pairwise(known) if a != b]
        forwards = sum(step > timedelta() for step in steps)
        backwards = len(steps) - forwards
        runs = 0.5 * (_KEPT**forwards * (1 - _KEPT) ** backwards + _KEPT**backwards * (1 - _KEPT) ** forwards)
        likelihoods[order] = math.log(_CHRONOLOGICAL * runs + (1 - _CHRONOLOGICAL) * 0.5 ** len(steps))
        likelihoods[order] += len(steps) * math.log(2)  # orders differ in how many neighbours share a day
    if len(likelihoods) < 2:
        return
    ahead = max(likelihoods, key=lambda order: likelihoods[order])
    gain = likelihoods[ahead] - min(likelihoods.values())
    if gain > 0:
        yield "thread-order", ahead, min(gain, 4.0)


def _one_month(shape: str, dated: Sequence[_Dated]) -> Iterator[tuple[str, Order, float]]:
    """Say in which order all dates fall into one month, where the other makes them the same day of several months.

    People write in a month on several days, and several on one; that all wrote on the fifth, month after month, is an
    accident. Dates of which each stands once could be those of a monthly column, and firsts of months stand for months.
    It never settles an order alone.
    """
    written = [tuple(one.days.get(order) for order in ORDERS[:2]) for one in dated if one.shape == shape]
    days = set(written)
    if len(days) < _FEW_DAYS or len(written) < 2 * len(days) or any(None in pair for pair in days):
        return
    for order, column in zip(ORDERS[:2], zip(*days, strict=True), strict=True):
        if len({(day.year, day.month) for day in column if day is not None}) == 1:
            yield "one-month", order, OF_ONE_MONTH


def as_order(text: str | None) -> Order | None:
    """Check an order that was written by hand; ValueError for anything but dmy, mdy, ymd."""
    if text is None or text in ORDERS:
        return text
    raise ValueError(f"a date order is dmy, mdy or ymd, not {text!r}")
