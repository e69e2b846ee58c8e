"""What the steps before the load ask of the warehouse as it stands: read-only, one Arrow table an answer.

Each function takes an opened release, or None before the first night, and then answers with an empty table. Instants
are UTC; `posted_local` is the wall clock as written. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa

from warehouse.query import Limits, Release, open_release
from warehouse.schema import scripts
from warehouse.staging import INSTANT, LOCAL, schema_of

STORED_THREAD = schema_of(
    [
        ("comment_id", pa.string()),
        ("title_id", pa.string()),
        ("site_id", pa.string()),
        ("site_comment_id", pa.string()),
        ("parent_comment_id", pa.string()),
        ("author", pa.string()),
        ("body_id", pa.string()),
        ("body", pa.string()),
        ("posted_raw", pa.string()),
        ("posted_local", LOCAL),
        ("posted_date", pa.date32()),
        ("posted_relative", pa.bool_()),
        ("position", pa.int32()),
        ("state", pa.string()),
    ]
)
DATE_VOTE = schema_of([(name, pa.string()) for name in ("site_id", "shape", "title_id", "votes")])
DATE_ORDER = schema_of([(name, pa.string()) for name in ("site_id", "shape", "date_order", "rule")])
SHAPED = schema_of(
    [
        ("comment_id", pa.string()),
        ("title_id", pa.string()),
        ("posted_raw", pa.string()),
        ("posted_machine", pa.string()),
        ("posted_locale", pa.string()),
        ("captured_at", INSTANT),
    ]
)
BODY = schema_of([("body_id", pa.string()), ("raw", pa.string()), ("cleaned", pa.string()), ("words", pa.int32())])
LOADED_THREAD = schema_of(
    [("title_id", pa.string()), ("site_id", pa.string()), ("read_at", INSTANT), ("complete", pa.bool_())]
)
EDGE = schema_of(
    [
        ("body_id_a", pa.string()),
        ("body_id_b", pa.string()),
        ("similarity", pa.float64()),
        ("containment", pa.float64()),
        ("rule", pa.string()),
    ]
)
CLUSTERABLE = schema_of(
    [
        ("comment_id", pa.string()),
        ("body_id", pa.string()),
        ("site_id", pa.string()),
        ("title_id", pa.string()),
        ("author", pa.string()),
        ("posted_date", pa.date32()),
        ("first_seen_at", INSTANT),
        ("words", pa.int32()),
    ]
)
TITLE_PAGE = schema_of([(name, pa.string()) for name in ("site_id", "url", "title_id")])
BARE_RATING = schema_of([("rating_value", pa.float64()), ("comments", pa.int64())])
KNOWN_TITLE = schema_of(
    [
        ("title_id", pa.string()),
        ("site_id", pa.string()),
        ("canonical_url", pa.string()),
        ("name", pa.string()),
        ("state", pa.string()),
        ("last_read_at", INSTANT),
    ]
)


def open_state(path: Path) -> Release | None:
    """Open a warehouse for the functions below, with any number of rows and ten minutes; None where there is none."""
    return open_release(path, limits=Limits(seconds=600.0)) if path.exists() else None


def stored_threads(release: Release | None, title_ids: Iterable[str]) -> pa.Table:
    """Newest state of every comment under the titles, gone ones too; `body` is the raw text."""
    return _answer(release, "stored_threads", STORED_THREAD, ids=sorted(set(title_ids)))


def date_votes(release: Release | None, site_ids: Iterable[str]) -> pa.Table:
    """Votes of the sites' threads: site_id, shape, title_id, votes (JSON as staged)."""
    return _answer(release, "date_votes", DATE_VOTE, ids=sorted(set(site_ids)))


def date_orders(release: Release | None, site_ids: Iterable[str]) -> pa.Table:
    """Decisions in force: site_id, shape, date_order (null while open), rule."""
    return _answer(release, "date_orders", DATE_ORDER, ids=sorted(set(site_ids)))


def comments_of_shape(release: Release | None, site_id: str, shape: str) -> pa.Table:
    """Comments of a site whose date has that shape, with what is needed to read it again (captured_at in UTC)."""
    return _answer(release, "comments_of_shape", SHAPED, site_id=site_id, shape=shape)


def stored_bodies(release: Release | None, body_ids: Iterable[str]) -> pa.Table:
    """Texts by id: body_id, raw, cleaned, words; ids that are not stored bring no row."""
    return _answer(release, "stored_bodies", BODY, ids=sorted(set(body_ids)))


def comment_body_ids(release: Release | None) -> pa.Table:
    """Texts that stand under a comment, or did: body_id. A synopsis is none, unless it is a comment's text too."""
    return _answer(release, "comment_body_ids", schema_of([("body_id", pa.string())]))


def captures_loaded(release: Release | None, capture_ids: Iterable[str]) -> set[str]:
    """Which of these captures are in the release."""
    found = _answer(release, "captures_loaded", schema_of([("capture_id", pa.string())]), ids=sorted(set(capture_ids)))
    return {str(capture_id) for capture_id in found.column("capture_id").to_pylist()}


def threads_loaded(release: Release | None, night: date) -> pa.Table:
    """Threads that runs of that night have loaded: title_id, site_id, read_at, complete."""
    return _answer(release, "threads_loaded", LOADED_THREAD, night=night)


def known_titles(release: Release | None, site_ids: Iterable[str]) -> pa.Table:
    """Titles of the sites: title_id, site_id, canonical_url, name, state, last_read_at."""
    return _answer(release, "known_titles", KNOWN_TITLE, ids=sorted(set(site_ids)))


def title_pages(release: Release | None, site_ids: Iterable[str]) -> pa.Table:
    """Addresses under which titles were read: site_id, url, title_id."""
    return _answer(release, "title_pages", TITLE_PAGE, ids=sorted(set(site_ids)))


def bare_ratings(release: Release | None, site_id: str) -> pa.Table:
    """Values of a site's ratings without a stated scale: rating_value, comments (how many gave it)."""
    return _answer(release, "bare_ratings", BARE_RATING, site_id=site_id)


def duplicate_edges(release: Release | None) -> pa.Table:
    """All verified pairs of like texts, by body."""
    return _answer(release, "duplicate_edges", EDGE)


def boilerplate_blocks(release: Release | None) -> pa.Table:
    """The lines that are boilerplate: block_id, has_text."""
    return _answer(release, "boilerplate_blocks", schema_of([("block_id", pa.string()), ("has_text", pa.bool_())]))


def clusterable_comments(
    release: Release | None, new_body_ids: Iterable[str] = (), comment_ids: Iterable[str] = ()
) -> pa.Table:
    """Comments whose text stands in a stored edge, under another comment too, or is one of `new_body_ids`.

    Those of `comment_ids` come too, as they are stored.
    """
    asked = {"ids": sorted(set(new_body_ids)), "comment_ids": sorted(set(comment_ids))}
    return _answer(release, "clusterable_comments", CLUSTERABLE, **asked)


def _answer(release: Release | None, name: str, schema: pa.Schema, **params: object) -> pa.Table:
    if release is None:
        return schema.empty_table()
    sql = next(script.sql for script in scripts("state") if script.name == name)
    return release.table(sql, params or None).select(schema.names).cast(schema)
