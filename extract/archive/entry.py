"""What the ledger knows of a capture, a thread and a pause: the records that the archive hands out.

They are derived from the WARC files alone. Nothing here touches a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, Literal

Role = Literal["page", "listing", "sitemap", "feed", "robots", "redirect"]
Outcome = Literal["ok", "unchanged", "gone", "blocked", "empty", "error"]

HAS_CONTENT: frozenset[str] = frozenset({"ok", "unchanged"})
SETTLED: frozenset[str] = frozenset({"ok", "unchanged", "gone", "empty"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a request beside its answer; stored in the WARC record, so that the ledger can be remade.

    `thread` is the start URL of the thread that the page belongs to, `page` its number there, from 1. `robots` is
    the verdict of robots.txt under which it was asked. `seconds` is the time until the last byte. `requested` is
    False where nothing was sent (robots forbade it). `truncated` is a WARC reason (length, time, disconnect,
    unspecified) where the stored bytes are less than the server had. `same_as` is the capture with the same decoded
    bytes, where those were sent in another coding and are stored again.
    """

    night: date | None = None
    run_id: str = ""
    role: Role = "page"
    thread: str | None = None
    page: int | None = None
    outcome: Outcome = "ok"
    reason: str | None = None
    robots: str | None = None
    host: str = ""
    seconds: float | None = None
    requested: bool = True
    truncated: str | None = None
    same_as: str | None = None

    @property
    def whole(self) -> bool:
        """Return whether the stored bytes are all that is wanted; of a robots.txt the beginning is enough."""
        return self.truncated is None or self.role == "robots"

    def as_json(self) -> dict[str, Any]:
        """Return only what is not the default, in JSON's types."""
        told = {key: getattr(self, key) for key in _FACTS if getattr(self, key) != getattr(_PLAIN, key)}
        if self.night is not None:
            told["night"] = self.night.isoformat()
        return told

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Facts:
        """Read what `as_json` wrote; unknown keys are left aside (a newer nightreel wrote them)."""
        known = {key: value for key, value in told.items() if key in cls.__slots__}
        if "night" in known:
            known["night"] = date.fromisoformat(known["night"])
        return cls(**known)


_PLAIN = Facts()
_FACTS = tuple(each.name for each in fields(Facts))


@dataclass(frozen=True, slots=True)
class Entry:
    """One capture as the ledger holds it.

    `content_capture_id` names the capture whose bytes it stands for: itself where it has its own, an earlier one
    after a 304 or the same bytes, None where there is nothing to read. `digest` is the SHA-256 of the decoded body.
    `status` is None where no answer came. `fetched_at` is the moment of the request, in UTC.
    """

    capture_id: str
    site_id: str
    url: str
    fetched_at: datetime
    status: int | None
    digest: str | None
    payload_digest: str | None
    content_capture_id: str | None
    file: str
    offset: int
    length: int
    etag: str | None
    last_modified: str | None
    facts: Facts

    @property
    def outcome(self) -> Outcome:
        """Return what came of it: ok, unchanged, gone, blocked, empty or error."""
        return self.facts.outcome

    @property
    def reason(self) -> str | None:
        """Return why it is not simply ok."""
        return self.facts.reason


@dataclass(frozen=True, slots=True)
class ThreadOfNight:
    """One title's thread as a night left it.

    `captures` are its pages in order; a page that was not modified stands here with its own entry, whose
    `content_capture_id` names the bytes. `ended_normally` is False where a page failed, was blocked, was forbidden,
    or a maximum was reached. `changed` compares the pages' bytes with the previous night on which this thread ended
    normally; the first such night counts as changed. `gone` is True where the title answered 404 or 410.
    `streak` counts the complete nights in a row without a change.
    """

    site_id: str
    night: date
    start_url: str
    run_id: str
    read_at: datetime
    captures: tuple[Entry, ...]
    ended_normally: bool
    changed: bool
    gone: bool
    reason: str | None
    streak: int


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a host was left alone. `next_request_at` is None while nothing was asked since."""

    host: str
    began_at: datetime
    seconds: float
    reason: str
    next_request_at: datetime | None = None

    @property
    def honoured(self) -> bool:
        """Return whether the next request waited for its end."""
        if self.next_request_at is None:
            return True
        return (self.next_request_at - self.began_at).total_seconds() >= self.seconds - 0.001


@dataclass(frozen=True, slots=True)
class HostFacts:
    """How a host was treated: requests, the least gap between two, robots verdicts by number, pauses."""

    host: str
    requests: int
    least_gap: float | None
    robots: Mapping[str, int]
    pauses: tuple[Pause, ...]


def capture_id_of(record_id: str, warc_date: str) -> str:
    """Return the id of a capture from its WARC-Record-ID and WARC-Date, in any WARC, the same at every indexing.

    The date comes first, to the microsecond in UTC, so that ids sort by time; the rest tells apart what happened at
    one moment: `20260105T023000123456-5f1c0e3ab2`.
    """
    moment = parse_warc_date(warc_date)
    tail = hashlib.sha256(record_id.strip().strip("<>").encode("utf-8", "surrogateescape")).hexdigest()[:10]
    return f"{moment:%Y%m%dT%H%M%S%f}-{tail}"


def parse_warc_date(text: str) -> datetime:
    """Read a WARC-Date (ISO 8601, UTC, seconds to nanoseconds); ValueError where it is none."""
    stamp = text.strip()
    head, point, fraction = stamp.rstrip("Z").partition(".")
    if point:
        stamp = f"{head}.{(fraction + '000000')[:6]}Z"
    moment = datetime.fromisoformat(stamp)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def warc_date(moment: datetime) -> str:
    """Write an aware moment as a WARC-Date with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
