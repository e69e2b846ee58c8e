"""A site's night, from extractions to the rows that the warehouse takes in.

Pure but for what it is handed: the threads of the night, what was read from their pages, and what the warehouse
already holds of them. Ids are found again before they are made; the order of dates is decided over all of the
site's threads, so one thread's evidence settles another's dates.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from extract.address import title_address
from extract.archive.entry import Entry, ThreadOfNight
from extract.records import Extraction
from extract.site import Site
from flows.captured import gone_title, page_rejects, thread_read
from flows.normalise import (
    CommentValues,
    Thread,
    ThreadPage,
    as_order,
    comment_values,
    scale_votes_of,
    thread_of,
    title_values,
    votes_of,
)
from flows.privacy import hides_names, naming
from flows.staged import Row, StagedSite
from transform.dates import DatedText, DateReading, OrderDecision, Votes, localise, pool, read_thread, settle_order
from transform.identity import Known, Seen, assign_ids
from transform.ratings import RatingReading, scale_votes, settle_scale
from transform.repeats import count_words


class StoredSite(Protocol):
    """What the warehouse holds of one site; every answer is about that site alone."""

    def title_ids(self) -> Mapping[str, str]:
        """Address of a title page, as it was asked for -> title id."""

    def comments(self, title_ids: Iterable[str]) -> Mapping[str, Sequence[Known]]:
        """The stored comments of the titles, gone ones too."""

    def votes(self) -> Iterable[tuple[str, str, str]]:
        """(shape, title id, votes as JSON) of every thread."""

    def orders(self) -> Mapping[str, str | None]:
        """Date shape -> order in force, None while it is open."""

    def bare_ratings(self) -> Sequence[float]:
        """The values of stored comments whose page states no scale, gone ones too."""

    def dates_of_shape(self, shape: str) -> Sequence[Mapping[str, Any]]:
        """comment_id, title_id, posted_raw, posted_machine, posted_locale, captured_at of the stored comments."""


def stage_site(
    site: Site,
    threads: Sequence[ThreadOfNight],
    read: Mapping[str, Extraction],
    stored: StoredSite,
    *,
    author: Callable[[str | None], str | None] = lambda name: name,
) -> StagedSite:
    """Return the rows of one site's night.

    `read` maps a content capture's id to its extraction, for every page of each thread that changed; a thread of which
    no page stands there is unchanged. `author` turns a name into what may be stored of it. Rows of `capture` are made
    by `capture_row`, for all that was asked, not only for threads.
    """
    staged = StagedSite()
    known_titles = dict(stored.title_ids())
    changed: dict[str, list[tuple[ThreadOfNight, Thread]]] = {}
    for captures in threads:
        page_rejects(staged, site, captures, read, hidden=hides_names(author))
        pages = [
            ThreadPage(extraction, row.capture_id, row.fetched_at)
            for row in _each_once(captures.captures)
            if (extraction := read.get(row.content_capture_id or "")) is not None
        ]
        legible = [page for page in pages if page.extraction.status in ("ok", "empty")]
        title_id = known_titles.get(captures.start_url)
        if captures.gone:
            if title_id is not None:
                staged.add("title", gone_title(site, title_id, captures.captures[0]))
            continue
        if not legible or (pages and pages[0].extraction.status == "blocked"):
            if title_id is not None:
                staged.add("thread_read", thread_read(site, title_id, captures, pages, None))
            continue
        thread = thread_of(legible, language=site.language)
        if title_id is None:
            title_id = title_id_of(site.site_id, captures.start_url, thread.title.canonical_url)
            known_titles[captures.start_url] = title_id
        changed.setdefault(title_id, []).append((captures, thread))

    votes = {title_id: votes_of(thread) for title_id, ((_, thread), *_) in changed.items()}
    decisions = _decide(site, staged, votes, stored)
    scale = _site_scale((thread for reads in changed.values() for _, thread in reads), stored)
    known = stored.comments(changed)
    asked = {thread.start_url for thread in threads}
    for title_id, reads in changed.items():
        one = StagedSite()
        read_from = {captures.start_url for captures, _ in reads}
        unread = sum(known_titles.get(url) == title_id for url in asked - read_from)
        try:
            _stage_title(site, one, title_id, reads, decisions, scale, known.get(title_id, ()), author, unread)
        except Exception as error:  # one thread that cannot be read costs that thread, not the night
            one = StagedSite()
            first = reads[0][0]
            said = f"{type(error).__name__}: {error}"
            one.reject(site.site_id, "normalise", "normalise/error", first.captures[0].capture_id, title_id, said)
            failed = thread_read(site, title_id, first, (), None)
            one.add("thread_read", failed | {"unchanged": False, "ended_normally": False, "reason": "normalise/error"})
        staged.take(one)
    _reread_dates(site, staged, decisions, stored)
    return staged


def _each_once(captures: Iterable[Entry]) -> Iterator[Entry]:
    """The captures with content, without those that show the bytes of one before them: a pager that goes round."""
    seen: set[str] = set()
    for entry in captures:
        if entry.outcome in ("ok", "unchanged") and (entry.digest is None or entry.digest not in seen):
            yield entry
            if entry.digest is not None:
                seen.add(entry.digest)


def title_id_of(site_id: str, url: str, canonical: str | None) -> str:
    """Return a title's id: 128 bits of SHA-256 over site and folded canonical address, in hex.

    A canonical address counts only where it stays on the page's host and names more than the home page.
    """
    address = title_address(url)
    if canonical is not None:
        said, asked = urlsplit(title_address(canonical)), urlsplit(address)
        if said.netloc == asked.netloc and (said.path or said.query or not asked.path):
            address = said.geturl()
    return hashlib.sha256(f"{site_id}\n{address}".encode()).hexdigest()[:32]


def _decide(
    site: Site, staged: StagedSite, votes: Mapping[str, Mapping[str, Votes]], stored: StoredSite
) -> dict[str, OrderDecision]:
    """Pool what tonight's threads say with what the other threads said, and settle each shape."""
    pools: dict[str, list[Votes]] = {}
    for shape, title_id, said in stored.votes():
        if title_id not in votes:
            pools.setdefault(shape, []).append(Votes.from_json(json.loads(said)))
    for title_id, by_shape in votes.items():
        for shape, said_now in by_shape.items():
            pools.setdefault(shape, []).append(said_now)
            staged.add(
                "date_vote",
                {
                    "site_id": site.site_id,
                    "shape": shape,
                    "title_id": title_id,
                    "votes": json.dumps(said_now.to_json(), sort_keys=True),
                },
            )
    decisions = {shape: settle_order(pool(said)) for shape, said in sorted(pools.items())}
    for shape, decision in decisions.items():
        staged.add(
            "date_order",
            {
                "site_id": site.site_id,
                "shape": shape,
                "date_order": decision.order or site.date_order,
                "rule": decision.rule if decision.order or not site.date_order else f"assumed-{site.date_order}",
                "votes_for": decision.votes_for,
                "votes_against": decision.votes_against,
                "examples_for": list(decision.examples_for),
                "examples_against": list(decision.examples_against),
            },
        )
    return decisions


def _site_scale(threads: Iterable[Thread], stored: StoredSite) -> float | None:
    """The scale of the site's bare ratings, from tonight's and the stored ones together."""
    return settle_scale([scale_votes(stored.bare_ratings()), *(scale_votes_of(thread) for thread in threads)])


def _stage_title(
    site: Site,
    staged: StagedSite,
    title_id: str,
    reads: Sequence[tuple[ThreadOfNight, Thread]],
    decisions: Mapping[str, OrderDecision],
    scale: float | None,
    known: Sequence[Known],
    author: Callable[[str | None], str | None],
    unread: int,
) -> None:
    read_captures, thread = reads[0]
    # another address of this title was not read tonight: what stands there alone is not absent
    whole = unread == 0 and all(one.ended_normally for one, _ in reads)
    if len(reads) > 1:  # two addresses of one title: their pages make one thread
        thread = thread_of([page for _, other in reads for page in other.pages], language=site.language)
    title = title_values(thread)
    first = thread.pages[0]
    staged.add(
        "title",
        {
            "title_id": title_id,
            "site_id": site.site_id,
            "capture_id": first.capture_id,
            "observed_at": first.captured_at,
            "canonical_url": title.raw.canonical_url,
            "name": title.raw.name,
            "name_from": title.raw.sources.get("name"),
            "kind": title.kind,
            "kind_raw": title.raw.kind,
            "year": title.year,
            "synopsis": title.raw.synopsis,
            **_rating_columns(title.rating),
            "rating_rule": title.rating.rule if title.rating else None,
            "rating_count": title.rating_count,
            "claimed_comments": title.claimed_comments,
            "language": thread.language,
            "sources": json.dumps(
                {"taken": dict(title.raw.sources), "otherwise": {k: list(v) for k, v in title.raw.otherwise.items()}},
                ensure_ascii=False,
            ),
            "state": "live",
        },
    )
    values = comment_values(thread, decisions, assume=site.date_order, settled_best=scale, zone=site.zone)
    ids = _comment_ids(site, title_id, values, known, author)
    id_of = {value.raw.key: comment_id for value, comment_id in zip(values, ids, strict=True)}
    for value, comment_id in zip(values, ids, strict=True):
        _stage_comment(site, staged, title_id, comment_id, value, id_of, thread.language, author)
    claimed = title.claimed_comments
    told = thread_read(site, title_id, read_captures, thread.pages, len(values), claimed)
    staged.add("thread_read", told | {"ended_normally": told["ended_normally"] and whole})


def _comment_ids(
    site: Site,
    title_id: str,
    values: Sequence[CommentValues],
    stored: Sequence[Known],
    author: Callable[[str | None], str | None],
) -> list[str]:
    seen = [
        Seen(
            key=value.raw.key,
            id_from=value.raw.id_from,
            author=author(value.raw.author),
            parent=value.raw.parent,
            text=value.raw.body,
            posted=_absolute(value.posted),
        )
        for value in values
    ]
    return assign_ids(seen, stored, site_id=site.site_id, title_id=title_id)


def absolute_date(local: datetime | None, day: date | None) -> str | None:
    """Return a date in the one form that identity compares: the wall clock where there is one, else the day."""
    return local.isoformat() if local is not None else day.isoformat() if day is not None else None


def _absolute(posted: DateReading | None) -> str | None:
    if posted is None or is_relative(posted):
        return None
    columns = localise(posted, None)
    return absolute_date(columns.posted_local, columns.posted_date)


def is_relative(posted: DateReading) -> bool:
    """Whether a date hangs on its capture ("3 days ago", "Friday", "12 March"), and so moves with the nights."""
    rule = posted.rule or ""
    return rule.startswith("relative") or rule == "weekday" or "yearless" in rule


def _stage_comment(
    site: Site,
    staged: StagedSite,
    title_id: str,
    comment_id: str,
    value: CommentValues,
    id_of: Mapping[str, str],
    language: str | None,
    author: Callable[[str | None], str | None],
) -> None:
    raw = value.raw
    staged.add(
        "comment",
        {
            "comment_id": comment_id,
            "title_id": title_id,
            "site_id": site.site_id,
            "capture_id": value.page.capture_id,
            "observed_at": value.page.captured_at,
            "site_comment_id": raw.key if raw.id_from == "site" else None,
            "parent_comment_id": id_of.get(raw.parent) if raw.parent is not None else None,
            "depth": raw.depth,
            "position": raw.position,
            "author": author(raw.author),
            **naming(raw, hidden=hides_names(author)),
            "headline": raw.headline,
            "posted_raw": raw.posted,
            "posted_machine": raw.posted_machine,
            "posted_locale": language,
            "posted_shape": value.posted.shape if value.posted else None,
            "posted_relative": value.posted is not None and is_relative(value.posted),
            **posted_columns(value.posted, site.zone),
            **_rating_columns(value.rating),
            "rating_kind": value.rating.kind if value.rating else None,
            "rating_rule": value.rating.rule if value.rating else None,
            "rating_markup": raw.rating.markup if raw.rating else None,
            "body_id": value.body_id,
            "read_by": raw.read_by,
            "confidence": raw.confidence,
            "truncated": raw.truncated,
        },
    )
    staged.add(
        "body",
        {
            "body_id": value.body_id,
            "raw": raw.body,
            "cleaned": value.text.cleaned,
            "words": count_words(value.text.cleaned),
        },
    )
    for ordinal, repeat in enumerate(value.text.repeats):
        staged.add(
            "repeat",
            {
                "comment_id": comment_id,
                "body_id": value.body_id,
                "ordinal": ordinal,
                "kind": repeat.kind,
                "rule": repeat.rule,
                "text": repeat.text,
                "span_start": repeat.start,
                "span_end": repeat.end,
                "kept_start": repeat.kept_start,
                "kept_end": repeat.kept_end,
            },
        )
    posted = value.posted
    if posted is not None and posted.rejected_by is not None:
        staged.reject(
            site.site_id, "date", posted.rejected_by, value.page.capture_id, title_id, raw.posted or raw.posted_machine
        )
    shown = raw.rating.raw if raw.rating else None
    if shown and (value.rating is None or value.rating.value is None):
        reason = value.rating.rejected_by if value.rating and value.rating.rejected_by else "unread"
        staged.reject(site.site_id, "rating", reason, value.page.capture_id, title_id, shown)


def _reread_dates(site: Site, staged: StagedSite, decisions: Mapping[str, OrderDecision], stored: StoredSite) -> None:
    """Read the stored dates of each shape whose order changed tonight again, but those that are written anew."""
    before = stored.orders()
    tonight = {row["comment_id"]: (row["posted_raw"], row["posted_machine"]) for row in staged.rows.get("comment", ())}
    for shape, decision in decisions.items():
        if shape not in before or before[shape] == (decision.order or site.date_order):
            continue
        by_thread: dict[tuple[str, str | None], list[Mapping[str, Any]]] = {}
        for row in stored.dates_of_shape(shape):
            written = (row["posted_raw"], row["posted_machine"])
            if tonight.get(row["comment_id"], written) == written:
                by_thread.setdefault((row["title_id"], row["posted_locale"]), []).append(row)
        for (_, language), rows in by_thread.items():
            # a whole thread at once: where a site mixes orders, its own dates decide
            readings = read_thread(
                [DatedText(raw=row["posted_raw"] or "", machine=row["posted_machine"]) for row in rows],
                language=language,
                reference=max(row["captured_at"] for row in rows),
                decisions={shape: decision},
                assume=as_order(site.date_order),
                zone=site.zone,
            )
            for row, reading in zip(rows, readings, strict=True):
                staged.add("posted_update", {"comment_id": row["comment_id"], **posted_columns(reading, site.zone)})


def posted_columns(reading: DateReading | None, zone: str | None) -> Row:
    """Return the `posted_…` columns of a reading; `zone` is the site's own (IANA name), or None."""
    posted = localise(reading, zone) if reading is not None else None
    return {
        "posted_local": posted.posted_local if posted else None,
        "posted_date": posted.posted_date if posted else None,
        "posted_at": posted.posted_at if posted else None,
        "posted_zone_from": posted.zone_from if posted else None,
        "posted_precision": reading.precision if reading else None,
        "posted_rule": reading.rule if reading else None,
        "posted_readings": list(reading.alternatives) if reading else [],
    }


def _rating_columns(rating: RatingReading | None) -> Row:
    return {
        "rating_raw": rating.raw if rating else None,
        "rating_value": rating.value if rating else None,
        "rating_worst": rating.worst if rating else None,
        "rating_best": rating.best if rating else None,
        "rating_percent": rating.percent if rating else None,
    }
