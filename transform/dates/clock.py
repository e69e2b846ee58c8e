"""Times of day and their zones inside a dated text: odd ones too (00:57am, 13:05pm, 24:00). Never without a date."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from transform.dates.lexicon import zones
from transform.dates.parsed import Clock, Item
from transform.dates.reading import Precision

_COLON = re.compile(
    r"(?:(?P<before>a)[.,]?)?(?<!n:)(?P<h>n):(?P<m>n)(?::(?P<s>n)(?:[.,:](?P<us>[ntyl]))?)?(?!:)(?:f?\.?f?(?P<after>a)\.?)?"
)
_HOURS = re.compile(
    r"(?:(?P<before>a)[.,]?)?(?P<h>n)\.?(?P<unit>[UfxwNa])\.?(?:f?(?P<m>n)(?P<minutes>U)?(?:(?P<s>n)U)?)?(?:f?(?P<after>a)\.?)?"
)
_DOTTED = re.compile(r"(?:(?P<before>a)[.,]?)?(?P<h>n)\.(?P<m>n)(?:\.(?P<s>n))?(?:f?(?P<after>a)\.?)?")
_PERIOD = re.compile(r"(?P<h>n)(?P<after>a)\.?|(?P<before>a)(?P<h2>n)(?![./\-:\ue000\ue001]?[nty])")
_LED = re.compile(r"f(?P<h>n)(?![.:/\-]?[nty]|[MJUP])")
_LEADS = frozenset(
    {"kl", "klo", "kello", "klockan", "klokken", "klokka", "ore", "alle", "pukul", "pkl", "plkst", "kell", "saat", "às"}
    | {"at", "a las", "um", "à", "om"}
)
_HOUR_WORDS = frozenset(
    {"uhr", "h", "u", "hs", "hrs", "ч", "hod", "hodin", "godz", "год", "o'clock", "時", "时", "點", "点", "시"}
)
_LATEST_HOUR = 29  # broadcasters count on after midnight: 25:30


class Found(NamedTuple):
    """A clock and the items that it took, from `start` up to and without `end`."""

    clock: Clock
    start: int
    end: int


def colon_clock(items: list[Item], marks: str) -> Found | None:
    """Find the first time written with colons, with the part of the day and the zone beside it."""
    for match in _COLON.finditer(marks):
        found = _build(items, match, match["s"] and items[match.start("s")].text)
        if found is not None and len(items[match.start("m")].text) == 2:
            return found
    return None


def loose_clock(items: list[Item], marks: str) -> Found | None:
    """Find a time in the forms that count only beside a date: 14h40, 18.37 Uhr, 7pm, noon."""
    for match in _DOTTED.finditer(marks):
        if not _is_glued(items[match.start("h") : match.start("m") + 1]) or len(items[match.start("m")].text) != 2:
            continue
        if not re.match(r"[./\-]?[nty]", marks[match.end() :]):
            found = _build(items, match, match["s"] and items[match.start("s")].text)
            if found is not None:
                return found
    for match in _HOURS.finditer(marks):
        if not _is_hour(items[match.start("unit")]):
            continue
        minutes_named = match["minutes"] is not None
        if match["m"] and not minutes_named and len(items[match.start("m")].text) != 2:
            continue
        found = _build(items, match, match["s"] and items[match.start("s")].text)
        if found is not None:
            return found if match["m"] else found._replace(clock=replace(found.clock, precision="hour"))
    for match in _PERIOD.finditer(marks):
        hour = match.start("h") if match["h"] else match.start("h2")
        period = items[match.start("after") if match["h"] else match.start("before")]
        clock = _clock(items[hour].text, "0", None, period.value)
        if clock is not None:
            return _with_zone(items, Found(replace(clock, precision="hour"), match.start(), match.end()))
    for at, item in enumerate(items):
        if item.mark == "a" and item.value in ("noon", "midnight"):
            return Found(Clock(12 if item.value == "noon" else 0), at, at + 1)
    for match in _LED.finditer(marks):
        if items[match.start()].text in _LEADS and (clock := _clock(items[match.start("h")].text, "0", None, "")):
            return Found(replace(clock, precision="hour"), match.start(), match.end())
    return None


def _is_glued(items: list[Item]) -> bool:
    return all(one.end == other.start for one, other in pairwise(items))


def _is_hour(item: Item) -> bool:
    return item.text in _HOUR_WORDS or any(tag.mark == "U" and tag.value == "hour" for tag in item.tags)


def _build(items: list[Item], match: re.Match[str], second: str | None) -> Found | None:
    groups = match.groupdict()
    period = next((items[match.start(side)].value for side in ("before", "after") if groups.get(side)), "")
    minute = items[match.start("m")].text if groups.get("m") else "0"
    clock = _clock(items[match.start("h")].text, minute, second, period)
    if clock is None:
        return None
    if groups.get("us"):
        fraction = items[match.start("us")].text
        clock = replace(clock, microsecond=int(fraction[:6].ljust(6, "0")))
    return _with_zone(items, Found(clock, match.start(), match.end()))


def _clock(hour: str, minute: str, second: str | None, period: str) -> Clock | None:
    """Read a time; a part of the day that contradicts a 24-hour clock is set aside (13:05pm, 00:57am)."""
    h, m, s = int(hour), int(minute), int(second or 0)
    if h > _LATEST_HOUR or m > 59 or s > 60:
        return None
    if (period == "pm" and h < 12) or (period == "night" and 6 <= h < 12) or (period == "midday" and h < 6):
        h += 12
    elif (period in ("am", "midnight") and h == 12) or (period == "night" and h == 12):
        h = 0
    precision: Precision = "second" if second is not None else "minute"
    return Clock(h % 24, m, min(s, 59), days=h // 24, precision=precision)


def _with_zone(items: list[Item], found: Found) -> Found:
    """Take the zone that stands behind a time: +02:00, -0500, (GMT+2), PST, CET."""
    at = found.end
    if at < len(items) and items[at].mark in "(,":
        at += 1
    named: int | str | None = None
    if at < len(items):
        named = zones().get(items[at].text)
        if named is not None:
            at += 1
    signed = _signed_offset(items, at, named is not None or at == found.end)
    if signed is not None and not isinstance(named, str):
        minutes, at = signed
        clock = replace(found.clock, offset=(named or 0) + minutes, zone="offset")
    elif named is not None:
        clock = replace(found.clock, offset=named, zone="name")
    else:
        return found
    while at < len(items) and items[at].mark == ")":
        at += 1
    return Found(clock, found.start, at)


def _signed_offset(items: list[Item], at: int, near: bool) -> tuple[int, int] | None:
    """Read +02:00, +0200, +2 behind a zone name or a time; the sign is glued to its digits."""
    if at + 1 >= len(items) or items[at].mark not in "+-" or items[at].end != items[at + 1].start or not near:
        return None
    digits = items[at + 1]
    behind_name = at > 0 and items[at - 1].text in zones()
    end = at + 2
    if digits.mark == "y":
        hours, minutes = int(digits.text[:2]), int(digits.text[2:])
    elif digits.mark == "n" and at + 3 < len(items) and items[at + 2].mark == ":" and items[at + 3].mark == "n":
        hours, minutes = int(digits.text), int(items[at + 3].text)
        end = at + 4
    elif digits.mark == "n" and (behind_name or (len(digits.text) == 2 and items[at].start == items[at - 1].end)):
        hours, minutes = int(digits.text), 0
    else:
        return None
    if hours > 14 or minutes > 59:
        return None
    sign = -1 if items[at].mark == "-" else 1
    return sign * (hours * 60 + minutes), end
