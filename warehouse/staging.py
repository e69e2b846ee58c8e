"""The tables that a run stages for the load: one declared Arrow schema each.

flows writes them as Parquet under `data/staging/<run>/<table>-*.parquet`; load.py takes them in with set
statements. A declared schema keeps integers with gaps from turning into floats. Instants are UTC; `posted_local`
is the wall clock as the page wrote it.
"""

from __future__ import annotations

import pyarrow as pa

INSTANT = pa.timestamp("us", tz="UTC")
LOCAL = pa.timestamp("us")
TEXTS = pa.list_(pa.string())


def schema_of(columns: list[tuple[str, pa.DataType]]) -> pa.Schema:
    """An Arrow schema from names and types."""
    return pa.schema(columns)


RATING: list[tuple[str, pa.DataType]] = [
    ("rating_raw", pa.string()),
    ("rating_value", pa.float64()),
    ("rating_worst", pa.float64()),
    ("rating_best", pa.float64()),
    ("rating_percent", pa.float64()),
]

STAGED: dict[str, pa.Schema] = {
    # one per site that the run knew of, with what was asked of it and what came back
    "site": schema_of(
        [
            ("site_id", pa.string()),
            ("profile", pa.string()),
            ("zone", pa.string()),
            ("language", pa.string()),
            ("outcome", pa.string()),  # ok, partial, failed, blocked
            ("reason", pa.string()),
            ("pages_fetched", pa.int64()),
            ("pages_unchanged", pa.int64()),
            ("pages_failed", pa.int64()),
        ]
    ),
    # one per response of the run, failed and unchanged ones too
    "capture": schema_of(
        [
            ("capture_id", pa.string()),
            ("site_id", pa.string()),
            ("url", pa.string()),
            ("fetched_at", INSTANT),
            ("status", pa.int32()),
            ("digest", pa.string()),
            ("content_capture_id", pa.string()),  # the capture whose bytes it stands for; itself where it has its own
            ("archive_file", pa.string()),
            ("archive_offset", pa.int64()),
            ("outcome", pa.string()),  # ok, blocked, empty, unreadable, unchanged, gone, error
            ("reason", pa.string()),
            ("profile", pa.string()),
            ("encoding", pa.string()),
        ]
    ),
    # one per title that was read anew in this run, or found gone
    "title": schema_of(
        [
            ("title_id", pa.string()),
            ("site_id", pa.string()),
            ("capture_id", pa.string()),
            ("observed_at", INSTANT),
            ("canonical_url", pa.string()),
            ("name", pa.string()),
            ("name_from", pa.string()),
            ("kind", pa.string()),
            ("kind_raw", pa.string()),
            ("year", pa.int32()),
            ("synopsis", pa.string()),
            *RATING,
            ("rating_rule", pa.string()),
            ("rating_count", pa.int64()),
            ("claimed_comments", pa.int64()),
            ("language", pa.string()),
            ("sources", pa.string()),  # JSON: field -> source, and what other sources said
            ("state", pa.string()),  # live, gone
        ]
    ),
    # one per comment standing in a thread that was read anew in this run
    "comment": schema_of(
        [
            ("comment_id", pa.string()),
            ("title_id", pa.string()),
            ("site_id", pa.string()),
            ("capture_id", pa.string()),
            ("observed_at", INSTANT),
            ("site_comment_id", pa.string()),  # null where the site shows none
            ("parent_comment_id", pa.string()),
            ("depth", pa.int32()),
            ("position", pa.int32()),
            ("author", pa.string()),
            ("author_url", pa.string()),
            ("permalink", pa.string()),
            ("headline", pa.string()),
            ("posted_raw", pa.string()),
            ("posted_machine", pa.string()),
            ("posted_locale", pa.string()),
            ("posted_local", LOCAL),
            ("posted_date", pa.date32()),
            ("posted_at", INSTANT),
            ("posted_zone_from", pa.string()),  # offset, zone name, epoch, site
            ("posted_precision", pa.string()),
            ("posted_relative", pa.bool_()),  # "3 days ago": moves with the night, so never an edit
            ("posted_rule", pa.string()),
            ("posted_shape", pa.string()),
            ("posted_readings", TEXTS),
            ("edited_raw", pa.string()),
            *RATING,
            ("rating_kind", pa.string()),
            ("rating_rule", pa.string()),
            ("rating_markup", pa.string()),
            ("body_id", pa.string()),
            ("helpful_raw", pa.string()),
            ("read_by", pa.string()),
            ("confidence", pa.float64()),
            ("truncated", pa.bool_()),
        ]
    ),
    # one per distinct comment text
    "body": schema_of(
        [
            ("body_id", pa.string()),  # hex of a 128-bit digest of the raw text
            ("raw", pa.string()),
            ("cleaned", pa.string()),  # repeats and rating lines removed
            ("words", pa.int32()),
        ]
    ),
    # one per piece taken out of (or marked in) a body; spans count characters of body.raw, end exclusive
    "repeat": schema_of(
        [
            ("comment_id", pa.string()),
            ("body_id", pa.string()),
            ("ordinal", pa.int32()),
            ("kind", pa.string()),  # tail, whole, preview, headline, quote, markup
            ("rule", pa.string()),
            ("text", pa.string()),
            ("span_start", pa.int32()),
            ("span_end", pa.int32()),
            ("kept_start", pa.int32()),
            ("kept_end", pa.int32()),
        ]
    ),
    # one per title whose thread was asked for in this run
    "thread_read": schema_of(
        [
            ("title_id", pa.string()),
            ("site_id", pa.string()),
            ("read_at", INSTANT),
            ("pages", pa.int32()),
            ("claimed", pa.int64()),
            ("read", pa.int64()),  # null where nothing was read anew (unchanged)
            ("unchanged", pa.bool_()),
            ("ended_normally", pa.bool_()),  # the pages ended, none missing and none blocked
            ("reason", pa.string()),
        ]
    ),
    # one per thread and date shape: what its dates say for and against each order
    "date_vote": schema_of(
        [
            ("site_id", pa.string()),
            ("shape", pa.string()),
            ("title_id", pa.string()),
            ("votes", pa.string()),  # JSON, of transform.dates' own making
        ]
    ),
    # one per site and date shape, after pooling: the order in force
    "date_order": schema_of(
        [
            ("site_id", pa.string()),
            ("shape", pa.string()),
            ("date_order", pa.string()),  # dmy, mdy, ymd; null while it is open
            ("rule", pa.string()),
            ("votes_for", pa.float64()),
            ("votes_against", pa.float64()),
            ("examples_for", TEXTS),
            ("examples_against", TEXTS),
        ]
    ),
    # dates of stored comments that a changed order reads anew
    "posted_update": schema_of(
        [
            ("comment_id", pa.string()),
            ("posted_local", LOCAL),
            ("posted_date", pa.date32()),
            ("posted_at", INSTANT),
            ("posted_zone_from", pa.string()),
            ("posted_precision", pa.string()),
            ("posted_rule", pa.string()),
            ("posted_readings", TEXTS),
        ]
    ),
    # one per verified pair of like texts, by body (comments share bodies)
    "duplicate_edge": schema_of(
        [
            ("body_id_a", pa.string()),
            ("body_id_b", pa.string()),
            ("similarity", pa.float64()),
            ("containment", pa.float64()),
            ("rule", pa.string()),
        ]
    ),
    # one per pair that no longer counts: of a crowd of like texts, in which not every two are compared
    "duplicate_edge_withdrawn": schema_of([("body_id_a", pa.string()), ("body_id_b", pa.string())]),
    # one per line that stands in many otherwise unlike texts, where it was none before
    "boilerplate_block": schema_of([("block_id", pa.string()), ("text", pa.string()), ("words", pa.int32())]),
    # one per such line and text that holds it: all of them as they now stand. No file staged: the stored ones stay
    "boilerplate_body": schema_of([("block_id", pa.string()), ("body_id", pa.string())]),
    # one per comment that copies another: the whole assignment as it now stands. No file staged: the stored one stays
    "duplicate": schema_of(
        [
            ("comment_id", pa.string()),
            ("cluster_id", pa.string()),
            ("canonical_comment_id", pa.string()),
            ("similarity", pa.float64()),
            ("containment", pa.float64()),
            ("rule", pa.string()),
        ]
    ),
    "reject": schema_of(
        [
            ("site_id", pa.string()),
            ("stage", pa.string()),  # fetch, read, date, rating, load
            ("reason", pa.string()),
            ("capture_id", pa.string()),
            ("title_id", pa.string()),
            ("raw", pa.string()),
        ]
    ),
    # one per profile, version and selector: how often it found something in this run
    "selector_hit": schema_of(
        [
            ("site_id", pa.string()),
            ("profile", pa.string()),
            ("selector", pa.string()),
            ("pages", pa.int64()),
            ("hits", pa.int64()),
        ]
    ),
}
