"""One thread's raw records to values: dates, ratings, repeated text. Light enough for `nightreel extract`.

The order of numeric dates is decided by the caller, who sees more than one thread; here a thread says what its own
dates speak for, and is then read with the decisions in force. Nothing here touches files, clocks or a database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extract.records import Extraction, RawComment, RawRating, RawTitle
from transform.dates import (
    DatedText,
    DateReading,
    Order,
    OrderDecision,
    Votes,
    date_votes,
    read_posted,
    read_thread,
    settle_order,
)
from transform.identity import Seen, merge_same
from transform.ratings import (
    RatingReading,
    ScaleVotes,
    read_comment_rating,
    read_stated,
    scale_votes,
    stated_number,
)
from transform.repeats import SplitBody, split_body
from transform.titles import read_count, read_kind, read_year

Decisions = Mapping[str, OrderDecision]


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of a thread: what it says, which capture says it, and when that was taken (UTC, None: unknown)."""

    extraction: Extraction
    capture_id: str
    captured_at: datetime | None


@dataclass(frozen=True, slots=True)
class TitleValues:
    """A title's values beside its raw record."""

    raw: RawTitle
    kind: str | None
    year: int | None
    rating: RatingReading | None
    rating_count: int | None
    claimed_comments: int | None


@dataclass(frozen=True, slots=True)
class CommentValues:
    """A comment's values beside its raw record; `raw.key` and `raw.parent` are unique within the thread."""

    raw: RawComment
    page: ThreadPage
    posted: DateReading | None
    rating: RatingReading | None
    aspects: tuple[tuple[str, RatingReading], ...]
    text: SplitBody

    @property
    def body_id(self) -> str:
        """128 bits of the raw text's SHA-256, in hex: the same text has the same id everywhere."""
        return hashlib.sha256(self.raw.body.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments of one title, those shown twice merged, in page order."""

    pages: tuple[ThreadPage, ...]
    comments: tuple[tuple[RawComment, ThreadPage], ...]
    language: str | None

    @property
    def title(self) -> RawTitle:
        """The title as the thread's first page has it."""
        return self.pages[0].extraction.title


def thread_of(pages: Sequence[ThreadPage], *, language: str | None = None) -> Thread:
    """Join the pages of one thread; `language` is what the operator said, else the pages' own counts."""
    language = language or next((p.extraction.language for p in pages if p.extraction.language), None)
    shown = [(raw, page, number) for number, page in enumerate(pages, 1) for raw in page.extraction.comments]
    merged = merge_same([_seen(raw, number, language) for raw, _, number in shown])
    comments: list[tuple[RawComment, ThreadPage]] = []
    for one in merged:
        raw, page, _ = shown[one.members[0]]
        comments.append((replace(raw, key=one.seen.key, parent=one.seen.parent, position=len(comments)), page))
    return Thread(pages=tuple(pages), comments=tuple(comments), language=language)


def _seen(raw: RawComment, page: int, language: str | None) -> Seen:
    """A comment as identity looks at it; only absolute dates count, in whatever readings they have."""
    posted = read_posted(raw.posted, raw.posted_machine, language=language, order=None, reference=None)
    absolute = posted.at or "|".join(posted.alternatives) or None
    return Seen(
        key=raw.key,
        id_from=raw.id_from,
        author=raw.author,
        text=raw.body,
        parent=raw.parent,
        posted=absolute,
        list_name=raw.list_name,
        page=page,
    )


def votes_of(thread: Thread) -> dict[str, Votes]:
    """Return what the thread's dates say for and against each order, by date shape."""
    return date_votes(
        _dated(thread),
        language=thread.language,
        captured_at=_captured(thread),
        not_before=read_year(thread.title.year),
    )


def as_order(name: str | None) -> Order | None:
    """Return the order of that name; None for anything else."""
    orders: dict[str | None, Order] = {"dmy": "dmy", "mdy": "mdy", "ymd": "ymd"}
    return orders.get(name)


def decide(votes: Mapping[str, Votes]) -> dict[str, OrderDecision]:
    """Settle each shape's order, or leave it open."""
    return {shape: settle_order(pooled) for shape, pooled in votes.items()}


def title_values(thread: Thread) -> TitleValues:
    """Read the title's kind, year, own rating and claimed count."""
    raw = thread.title
    rating = None
    if raw.rating is not None:
        rating = read_comment_rating(
            raw=raw.rating.raw,
            value=raw.rating.value,
            best=raw.rating.best,
            worst=raw.rating.worst,
            markup=raw.rating.markup,
            language=thread.language,
        ).overall
    return TitleValues(
        raw=raw,
        kind=read_kind(raw.kind),
        year=read_year(raw.year),
        rating=rating,
        rating_count=read_count(raw.rating.count) if raw.rating is not None else None,
        claimed_comments=read_count(thread.pages[0].extraction.claimed_comments),
    )


def comment_values(
    thread: Thread,
    decisions: Decisions,
    *,
    assume: str | None = None,
    settled_best: float | None = None,
    zone: str | None = None,
) -> list[CommentValues]:
    """Read every comment of the thread with the date orders in force.

    `assume` is the operator's order for what evidence leaves open; `settled_best` a scale that the site's own ratings
    have shown; `zone` the site's, whose calendar relative dates count by.
    """
    dates = read_thread(
        _dated(thread),
        language=thread.language,
        reference=_captured(thread),
        decisions=decisions,
        assume=as_order(assume),
        zone=zone,
    )
    values = []
    for (raw, page), posted in zip(thread.comments, dates, strict=True):
        shown = raw.rating
        rating = read_comment_rating(
            raw=shown.raw if shown else None,
            value=shown.value if shown else None,
            best=shown.best if shown else None,
            worst=shown.worst if shown else None,
            markup=shown.markup if shown else None,
            body=raw.body,
            title=thread.title.name,
            language=thread.language,
            settled_best=settled_best,
        )
        text = split_body(
            raw.body, preview=raw.preview, headline=raw.headline, quotes=raw.quotes, rating_spans=rating.spans
        )
        stated = [(name, _aspect(said, settled_best)) for name, said in raw.aspects]
        values.append(
            CommentValues(
                raw=raw,
                page=page,
                posted=posted if raw.posted is not None or raw.posted_machine is not None else None,
                rating=rating.overall,
                aspects=(*rating.aspects, *((name, read) for name, read in stated if read.value is not None)),
                text=text,
            )
        )
    return values


def _aspect(said: RawRating, settled_best: float | None) -> RatingReading:
    """One named part of a rating; visible text is no schema.org value, so nobody says that its best is 5."""
    return read_stated(
        said.value or said.raw or "",
        best=said.best,
        worst=said.worst,
        schema_org=said.value is not None,
        settled_best=settled_best,
    )


def scale_votes_of(thread: Thread) -> ScaleVotes:
    """Return what the thread's bare ratings say of their scale, with the best that the page states for its own."""
    shown = [c.rating for c, _ in thread.comments if c.rating is not None and c.rating.best is None]
    values = [value for rating in shown if (value := rating.value or rating.raw) is not None]
    stated = thread.title.rating.best if thread.title.rating else None
    return scale_votes(values, stated_best=stated_number(stated) if stated is not None else None)


def _captured(thread: Thread) -> datetime | None:
    return max((page.captured_at for page in thread.pages if page.captured_at is not None), default=None)


def _dated(thread: Thread) -> list[DatedText]:
    return [DatedText(raw=c.posted or "", machine=c.posted_machine) for c, _ in thread.comments]
