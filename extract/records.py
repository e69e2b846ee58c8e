"""The records that cross the rooms: a site, a capture, and what a capture says.

Everything read from a page is a string as the page had it, or None where the page says nothing:
absent, empty and unreadable stay three different things. Nothing here interprets a date or a rating.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ReadBy = Literal["profile", "engine", "structured", "finder", "text"]
Status = Literal["ok", "blocked", "empty", "unreadable"]


@dataclass(frozen=True, slots=True)
class Capture:
    """One stored response.

    `body` holds the bytes after transfer and content decoding; `headers` keep the order and spelling of the
    server, names may repeat. `fetched_at` is aware, in UTC; None means that the time of capture is unknown
    (a file given by hand), and then nothing relative may be resolved.
    """

    url: str
    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    fetched_at: datetime | None = None
    capture_id: str = ""
    site_id: str = ""

    def header(self, name: str) -> str | None:
        """Return the first header of that name, in any case, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class RawRating:
    """A rating as the page had it: visible text, or the parts that markup states.

    `raw` is what a person would quote. `value`, `best`, `worst` and `count` are filled only where markup
    states them as such (schema.org properties, data attributes). `markup` is the smallest HTML that carries the
    rating where text alone does not (classes, widths, images), for transform to read.
    """

    raw: str | None = None
    value: str | None = None
    best: str | None = None
    worst: str | None = None
    count: str | None = None
    markup: str | None = None


@dataclass(frozen=True, slots=True)
class RawComment:
    """One person's text under a title, as found.

    `parent` is the `key` of another comment of this extraction; `key` is the site's own id where it has one
    (`id_from` "site"), else a stand-in that holds within this extraction only (`id_from` "position").
    `body` is the whole visible text of the comment's body, paragraphs separated by one line feed, with rating
    lines and repeated text still in it. `preview` is a shortened copy that the page shows beside the full text.
    `quotes`, `spoilers` and `code` are parts of the body that its writer set apart; they stand in the body too.
    """

    key: str
    id_from: Literal["site", "position"]
    read_by: ReadBy
    confidence: float
    position: int
    body: str
    parent: str | None = None
    depth: int = 0
    author: str | None = None
    author_url: str | None = None
    headline: str | None = None
    preview: str | None = None
    posted: str | None = None
    posted_machine: str | None = None
    edited: str | None = None
    rating: RawRating | None = None
    aspects: tuple[tuple[str, RawRating], ...] = ()
    permalink: str | None = None
    helpful: str | None = None
    quotes: tuple[str, ...] = ()
    spoilers: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    list_name: str | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class RawTitle:
    """What the page says of its film, series, anime, book or game; `sources` names the origin of each field.

    `otherwise` keeps what other sources said of a field where they disagree: field -> ((source, text), ...).
    """

    name: str | None = None
    kind: str | None = None
    year: str | None = None
    synopsis: str | None = None
    rating: RawRating | None = None
    canonical_url: str | None = None
    language: str | None = None
    published: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    otherwise: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reject:
    """Something that could not be read: a stable reason (`stage/what`), and the raw text or a snippet of it."""

    reason: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one capture says. Always returned: a page that cannot be read says so in `status` and `rejects`."""

    url: str
    status: Status
    title: RawTitle
    comments: tuple[RawComment, ...] = ()
    claimed_comments: str | None = None
    next_pages: tuple[str, ...] = ()
    title_links: tuple[str, ...] = ()
    rejects: tuple[Reject, ...] = ()
    profile: str | None = None
    encoding: str | None = None
    language: str | None = None
    hits: Mapping[str, int] = field(default_factory=dict)
    reason: str | None = None
