"""Numbers in the operator's locale, times in the operator's zone, and plain English around them.

Pure: the same value gives the same text. What the page wrote stays as it wrote it; only our own numbers are formatted.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal, format_percent

from reports.errors import ReportError

NOTHING = "–"
_ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": "year first", "ydm": "year first, then the day"}


class Wording:
    """How one operator reads numbers and times. Raises ReportError for a locale or zone that is not known."""

    def __init__(self, locale: str, zone: str) -> None:
        try:
            self.locale = Locale.parse(locale.replace("-", "_"))
        except (UnknownLocaleError, ValueError, TypeError):
            raise ReportError(f"locale {locale!r} is not known: set `locale` to one such as en, de or pt_BR") from None
        try:
            self.zone = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ReportError(f"zone {zone!r} is not known: set `zone` to one such as Europe/Berlin") from None
        # a page has thousands of the same few numbers and days
        self.number = lru_cache(maxsize=4096)(self._number)
        self.day = lru_cache(maxsize=4096)(self._day)
        self.month = lru_cache(maxsize=1024)(self._month)
        self.clock = lru_cache(maxsize=4096)(self._clock)
        self.percent = lru_cache(maxsize=4096)(self._percent)
        self.local = lru_cache(maxsize=4096)(self._local)
        self.local_day = lru_cache(maxsize=4096)(self._local_day)

    def _number(self, value: float | None, digits: int = 0) -> str:
        """A number with at most `digits` places; a dash where there is none."""
        if value is None:
            return NOTHING
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return str(format_decimal(value, format=pattern, locale=self.locale))

    def _percent(self, value: float | None, digits: int = 0) -> str:
        """A rating or share that counts to 100."""
        if value is None:
            return NOTHING
        places = "." + "0" * digits if digits else ""
        pattern = str(self.locale.percent_formats[None].pattern).replace("#,##0", "#,##0" + places)
        return str(format_percent(value / 100, format=pattern, locale=self.locale))

    def signed(self, value: float, digits: int = 0) -> str:
        """A difference with its sign; zero has none."""
        said = self.number(abs(round(value, digits)), digits)
        if round(value, digits) == 0:
            return said
        return ("+" if value > 0 else "−") + said

    def _day(self, value: date) -> str:
        return str(format_date(value, format="medium", locale=self.locale))

    def long_day(self, value: date) -> str:
        """A day with its weekday."""
        return str(format_date(value, format="full", locale=self.locale))

    def _month(self, value: date) -> str:
        return str(format_skeleton("yMMM", datetime(value.year, value.month, 1), locale=self.locale))

    def _clock(self, hour: int, minute: int) -> str:
        return str(format_time(datetime(2000, 1, 1, hour, minute), format="short", locale=self.locale))

    def wall(self, value: datetime) -> str:
        """Day and time of day of a wall clock as it stands."""
        return f"{self.day(value.date())}, {self.clock(value.hour, value.minute)}"

    def _local(self, instant: datetime) -> str:
        """Day and time of day of an instant, in the operator's zone."""
        return self.wall(self._zoned(instant))

    def _local_day(self, instant: datetime) -> str:
        """Day of an instant, in the operator's zone."""
        return self.day(self._zoned(instant).date())

    def _zoned(self, instant: datetime) -> datetime:
        try:
            return instant.astimezone(self.zone).replace(tzinfo=None)
        except OverflowError:  # on the first or last day that there is, zones end
            return instant.astimezone(UTC).replace(tzinfo=None)

    def span(self, seconds: float) -> str:
        """A length of time in the two units that matter."""
        whole = round(seconds)
        if whole < 60:
            return f"{whole} s"
        if whole < 3600:
            return f"{whole // 60} min {whole % 60:02d} s"
        return f"{whole // 3600} h {whole % 3600 // 60:02d} min"

    def count(self, value: int, one: str, many: str | None = None) -> str:
        """A number with its noun: 1 comment, 2 comments, no comments."""
        noun = one if value == 1 else many or one + "s"
        return f"{'no' if value == 0 else self.number(value)} {noun}"


def utc(instant: datetime) -> str:
    """An instant as it stands in UTC, for hovering."""
    return instant.astimezone(UTC).isoformat(" ")[:16] + " UTC"


def iso(instant: datetime) -> str:
    """An instant for machines."""
    return instant.astimezone(UTC).isoformat()[:19] + "Z"


def listed(items: list[str]) -> str:
    """Items as English lists them."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def ordered(order: str | None) -> str:
    """The order of numeric dates in words."""
    return "in either order" if order is None else _ORDERS.get(order, order)


def moment(text: Any) -> datetime | None:
    """An instant from the facts (ISO 8601), or None where there is none or it cannot be read."""
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
