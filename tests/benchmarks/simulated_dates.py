"""Makes threads of numeric dates as sites write them, with the truth beside them and a known share of dirt.

Every site has one order, separator, year length and clock. A title comes out, comments follow it, fewer with time,
and the page is captured later. Most threads run forwards or backwards in time, some by votes. Dirty dates are
mistyped (one digit changed), edited (a later date kept in the old place) or written in the other order.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from transform.dates import DatedText, Order

DIRT = 0.02
_CLOCKS = ("", " {at:%H:%M}", " at {at:%I:%M%p}", ", {at:%I:%M %p}", " {at:%H:%M:%S}")
_SEPARATORS = ("/", "/", "/", "-", ".")


@dataclass(frozen=True, slots=True)
class SimulatedDate:
    """One date as written, what it means, and whether it is dirty."""

    text: DatedText
    truth: date
    dirty: bool


@dataclass(frozen=True, slots=True)
class SimulatedThread:
    """The dates of one thread in their order on the page."""

    site: int
    order: Order
    dates: tuple[SimulatedDate, ...]
    captured_at: datetime
    released: date


@dataclass(frozen=True, slots=True)
class _Habits:
    order: Order
    separator: str
    long_year: bool
    padded: bool
    clock: str


def threads(count: int, length: int, seed: int, *, threads_a_site: int = 1) -> Iterator[SimulatedThread]:
    """Give so many threads of so many dates, one site for every `threads_a_site` of them."""
    rng = random.Random(f"{seed}/{length}/{threads_a_site}")
    habits = _habits(rng)
    for number in range(count):
        if number % threads_a_site == 0:
            habits = _habits(rng)
        yield _thread(rng, habits, number // threads_a_site, length)


def _habits(rng: random.Random) -> _Habits:
    separator = rng.choice(_SEPARATORS)
    order: Order = "dmy" if separator == "." else rng.choice(("dmy", "mdy"))
    return _Habits(order, separator, rng.random() < 0.6, rng.random() < 0.7, rng.choice(_CLOCKS))


def _thread(rng: random.Random, habits: _Habits, site: int, length: int) -> SimulatedThread:
    released = date(2006, 1, 1) + timedelta(days=rng.randrange(7_000))
    opened = datetime(released.year, released.month, released.day)
    scale = rng.choice((5, 40, 400))  # days: a discussion, a season, a classic
    moments = sorted(opened + timedelta(days=rng.expovariate(1 / scale)) for _ in range(length))
    captured_at = moments[-1] + timedelta(days=rng.expovariate(1 / 200))
    way = rng.random()
    if way < 0.5:
        moments.reverse()
    elif way > 0.85:
        rng.shuffle(moments)
    dates = tuple(_date(rng, habits, moment, captured_at) for moment in moments)
    return SimulatedThread(site, habits.order, dates, captured_at, released)


def _date(rng: random.Random, habits: _Habits, moment: datetime, captured_at: datetime) -> SimulatedDate:
    if rng.random() >= DIRT:
        return SimulatedDate(DatedText(_written(habits, habits.order, moment)), moment.date(), False)
    kind = rng.choice(("mistyped", "edited", "foreign"))
    if kind == "foreign":
        other: Order = "mdy" if habits.order == "dmy" else "dmy"
        return SimulatedDate(DatedText(_written(habits, other, moment)), moment.date(), True)
    if kind == "edited":
        later = moment + (captured_at - moment) * rng.random()
        return SimulatedDate(DatedText(_written(habits, habits.order, later)), moment.date(), True)
    text = list(_written(habits, habits.order, moment))
    at = rng.choice([i for i, c in enumerate(text[:8]) if c.isdigit()])
    text[at] = rng.choice("0123456789")
    return SimulatedDate(DatedText("".join(text)), moment.date(), True)


def _written(habits: _Habits, order: Order, at: datetime) -> str:
    width = 2 if habits.padded else 1
    day, month = f"{at.day:0{width}}", f"{at.month:0{width}}"
    year = f"{at.year}" if habits.long_year else f"{at.year % 100:02}"
    parts = (day, month, year) if order == "dmy" else (month, day, year)
    return habits.separator.join(parts) + habits.clock.format(at=at)
