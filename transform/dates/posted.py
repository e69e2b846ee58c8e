"""One comment's date from its two tellers, the visible text and the machine attribute, and its instant in UTC."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from transform.dates.reading import DateReading, Order
from transform.dates.resolve import read_text, shifted

_APART = timedelta(days=1, hours=14)  # two tellers of one instant, a day without a time and another zone between them
_TIMED = frozenset({"second", "minute", "hour"})
_OLDEST = 1990  # a machine that says less has not set its clock


@dataclass(frozen=True, slots=True)
class Posted:
    """When a comment was posted: the wall clock as written, its day, and the instant where a zone is known.

    `posted_local` is naive and None where no time was written. `zone_from`: offset, name, epoch (all written), or site.
    """

    posted_local: datetime | None = None
    posted_date: date | None = None
    posted_at: datetime | None = None
    zone_from: str | None = None


def read_posted(
    text: str | None,
    machine: str | None,
    *,
    language: str | None = None,
    order: Order | None = None,
    reference: datetime | None = None,
) -> DateReading:
    """Read a visible text and its machine twin.

    The machine wins where it parses, unless it says nothing (a clock never set, a day after the capture) or only the
    day that the text tells with a time. Where the two lie more than a day apart the rule ends in "-unlike-text".
    """
    seen = read_text(text, language=language, order=order, reference=reference) if text and text.strip() else None
    told = (
        read_text(machine, language=language, order=order, reference=reference) if machine and machine.strip() else None
    )
    return joined(seen, told, text or machine or "", reference)


def joined(seen: DateReading | None, told: DateReading | None, raw: str, reference: datetime | None) -> DateReading:
    """Choose between what the text shows and what the machine tells, as `read_posted` says."""
    if told is not None and (told.rejected_by is not None or (told.rule or "").startswith(("relative", "weekday"))):
        told = None
    if told is None:
        return seen if seen is not None else DateReading(raw, rejected_by="no-date" if raw.strip() else "empty")
    at = _moment(told.at)
    if seen is None or seen.rejected_by is not None:
        if at is not None and not _believable(at, reference):
            return DateReading(raw, rejected_by="unbelievable")
        return replace(told, raw=raw)
    if at is None or not _believable(at, reference):
        return _settled_by(seen, told)
    told = replace(told, raw=raw, shape=seen.shape, wrappers=seen.wrappers)
    apart = min((abs(m - at) for m in map(_moment, (seen.at, *seen.alternatives)) if m is not None), default=None)
    if apart is None or (seen.rule or "").startswith("relative"):
        return told
    if apart > _APART and not _same_part(seen, at):
        return replace(told, rule=f"{told.rule}-unlike-text")
    visible = _moment(seen.at)
    coarse = told.precision not in _TIMED or at.time() == time.min
    if coarse and visible is not None and seen.precision in _TIMED and visible.date() == at.date():
        return seen
    return told


def localise(reading: DateReading, zone: str | None) -> Posted:
    """Place a reading in time. `zone` is the site's IANA name; an offset that was written goes before it.

    A date without a time has no instant. A relative date counts from the reference's own clock: give readers a
    reference in the site's zone.
    """
    if reading.at is None:
        return Posted()
    at = datetime.fromisoformat(reading.at)
    if reading.precision not in _TIMED:
        return Posted(posted_date=at.date())
    local = at.replace(tzinfo=None)
    if at.tzinfo is not None:
        return Posted(local, local.date(), at.astimezone(UTC), reading.zone or "offset")
    if zone is None:
        return Posted(local, local.date())
    try:
        instant = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ZoneInfoNotFoundError, ValueError, OverflowError, OSError):
        return Posted(local, local.date())
    return Posted(local, local.date(), instant, "site")


def _settled_by(seen: DateReading, told: DateReading) -> DateReading:
    """Let a twin that is itself ambiguous settle the text where they share one reading."""
    if seen.at is None and told.alternatives:
        shared = {m.date() for m in map(_moment, told.alternatives) if m is not None}
        both = [text for text in seen.alternatives if (m := _moment(text)) is not None and m.date() in shared]
        if len(both) == 1:
            return replace(seen, at=both[0], alternatives=(), rule="twin-agrees")
    return seen


def _same_part(seen: DateReading, at: datetime) -> bool:
    """Say whether a text that tells only a month or a year, or no year, agrees."""
    visible = _moment(seen.at)
    if "yearless" in (seen.rule or "") and visible is not None and visible.month != 2:
        return abs(visible.replace(year=at.year) - at) <= _APART
    length = {"month": 7, "year": 4}.get(seen.precision or "")
    return length is not None and seen.at is not None and seen.at[:length] == at.isoformat()[:length]


def _believable(at: datetime, reference: datetime | None) -> bool:
    if at.year < _OLDEST:
        return False
    return reference is None or at <= shifted(reference.replace(tzinfo=None), _APART)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=None)
