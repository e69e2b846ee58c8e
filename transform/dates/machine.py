"""Dates that machines write for machines: ISO 8601 and epochs. Whatever is not exactly one is left to the grammar."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from transform.dates.parsed import Clock, Day, Parsed, rejected

_ISO = re.compile(
    r"(?P<y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})"
    r"(?:(?:t| )(?P<h>\d{2}):?(?P<min>\d{2})(?::?(?P<s>\d{2})(?:[.,](?P<us>\d{1,9}))?)?"
    r"\s*(?P<zone>z|[+-]\d{2}(?::?\d{2})?)?(?:\[[\w/+-]+\])?)?"
)
_BASIC = re.compile(r"\d{8}(?:[t ]\d\d|\Z)|\d{4}-\d{2}-\d{2}")
_EPOCH = re.compile(r"(\d{10})(?:\.\d+|(\d{3}|\d{6}|\d{9}))?")
_EARLIEST, _LATEST = 631_152_000, 4_102_444_800  # 1990 to 2100: no comment is older


def parse_machine(text: str) -> Parsed | None:
    """Parse an ISO 8601 date or an epoch (seconds to nanoseconds since 1970, UTC); None for any other text."""
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        return _from_epoch(int(epoch[1]), int((epoch[2] or "0")[:6].ljust(6, "0")))
    match = _ISO.fullmatch(text)
    if match is None or not _BASIC.match(text):
        return None
    year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    try:
        date(year, month, day)
    except ValueError:
        return rejected("impossible-date") if "-" in text else None
    if not 1900 <= year <= 2100:
        return None
    days = (Day(year, month, day),)
    if match["h"] is None:
        return Parsed("iso", "day", days=days)
    hour, minute, second = int(match["h"]), int(match["min"]), int(match["s"] or 0)
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return rejected("impossible-date")
    offset, zone = _offset(match["zone"])
    clock = Clock(
        hour % 24,
        minute,
        min(second, 59),
        int((match["us"] or "0")[:6].ljust(6, "0")),
        days=hour // 24,
        precision="second" if match["s"] else "minute",
        offset=offset,
        zone=zone,
    )
    return Parsed("iso", clock.precision, days=days, clock=clock)


def _from_epoch(seconds: int, microsecond: int) -> Parsed | None:
    if not _EARLIEST <= seconds <= _LATEST:
        return None
    at = datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=microsecond)
    clock = Clock(at.hour, at.minute, at.second, at.microsecond, precision="second", offset=0, zone="epoch")
    return Parsed("epoch", "second", days=(Day(at.year, at.month, at.day),), clock=clock)


def _offset(text: str | None) -> tuple[int | None, str | None]:
    if text is None:
        return None, None
    if text == "z":
        return 0, "offset"
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return (-minutes if text[0] == "-" else minutes), "offset"
