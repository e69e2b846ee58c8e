"""Extractions as one Arrow table, so that they can be staged as Parquet between the steps of a night.

One row a capture; comments are a nested list in page order. Strings stay as the page had them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

import pyarrow as pa

from extract.records import Extraction, RawComment, RawRating, RawTitle, Reject

TEXT = pa.string()
RATING = pa.struct([(f.name, TEXT) for f in fields(RawRating)])
COMMENT_COLUMNS: list[tuple[str, pa.DataType]] = [
    ("key", TEXT),
    ("id_from", TEXT),
    ("read_by", TEXT),
    ("confidence", pa.float64()),
    ("position", pa.int32()),
    ("body", TEXT),
    ("parent", TEXT),
    ("depth", pa.int32()),
    ("author", TEXT),
    ("author_url", TEXT),
    ("headline", TEXT),
    ("preview", TEXT),
    ("posted", TEXT),
    ("posted_machine", TEXT),
    ("edited", TEXT),
    ("rating", RATING),
    ("aspects", pa.list_(pa.struct([("name", TEXT), ("rating", RATING)]))),
    ("permalink", TEXT),
    ("helpful", TEXT),
    ("quotes", pa.list_(TEXT)),
    ("spoilers", pa.list_(TEXT)),
    ("code", pa.list_(TEXT)),
    ("list_name", TEXT),
    ("truncated", pa.bool_()),
]
COMMENT = pa.struct(COMMENT_COLUMNS)
EXTRACTION_COLUMNS: list[tuple[str, pa.DataType]] = [
    ("capture_id", TEXT),
    ("fetched_at", pa.timestamp("us", tz="UTC")),
    ("url", TEXT),
    ("status", TEXT),
    ("reason", TEXT),
    ("profile", TEXT),
    ("encoding", TEXT),
    ("language", TEXT),
    ("claimed_comments", TEXT),
    ("title", pa.struct([(f.name, TEXT) for f in fields(RawTitle) if f.name != "rating"] + [("rating", RATING)])),
    ("comments", pa.list_(COMMENT)),
    ("next_pages", pa.list_(TEXT)),
    ("title_links", pa.list_(TEXT)),
    ("rejects", pa.list_(pa.struct([("reason", TEXT), ("raw", TEXT)]))),
    ("hits", TEXT),
]
EXTRACTION = pa.schema(EXTRACTION_COLUMNS)

LISTS = ("quotes", "spoilers", "code")
COMMENT_FIELDS = [f.name for f in fields(RawComment) if f.name not in ("rating", "aspects", *LISTS)]
TITLE_TEXTS = [f.name for f in fields(RawTitle) if f.name not in ("rating", "sources", "otherwise")]
PLAIN_FIELDS = ["url", "status", "reason", "profile", "encoding", "language", "claimed_comments"]


def to_table(read: Iterable[tuple[str, datetime | None, Extraction]]) -> pa.Table:
    """Return the EXTRACTION table of (capture id, time of capture, extraction) rows."""
    return pa.Table.from_pylist([_row(*item) for item in read], schema=EXTRACTION)


def from_table(table: pa.Table) -> Iterator[tuple[str, datetime | None, Extraction]]:
    """Give back what `to_table` was given."""
    for row in table.to_pylist():
        title = row["title"]
        yield (
            row["capture_id"],
            row["fetched_at"],
            Extraction(
                **{name: row[name] for name in PLAIN_FIELDS},
                title=RawTitle(
                    **{name: title[name] for name in TITLE_TEXTS},
                    rating=_rating_back(title["rating"]),
                    sources=json.loads(title["sources"]),
                    otherwise={k: tuple((s, t) for s, t in v) for k, v in json.loads(title["otherwise"]).items()},
                ),
                comments=tuple(_comment_back(comment) for comment in row["comments"]),
                next_pages=tuple(row["next_pages"]),
                title_links=tuple(row["title_links"]),
                rejects=tuple(Reject(**reject) for reject in row["rejects"]),
                hits=json.loads(row["hits"]),
            ),
        )


def _row(capture_id: str, fetched_at: datetime | None, extraction: Extraction) -> dict[str, Any]:
    title = extraction.title
    row: dict[str, Any] = {name: getattr(extraction, name) for name in PLAIN_FIELDS}
    row |= {
        "capture_id": capture_id,
        "fetched_at": fetched_at,
        "title": {name: getattr(title, name) for name in TITLE_TEXTS}
        | {
            "rating": _rating(title.rating),
            "sources": json.dumps(dict(title.sources), ensure_ascii=False),
            "otherwise": json.dumps({k: list(v) for k, v in title.otherwise.items()}, ensure_ascii=False),
        },
        "comments": [_comment(comment) for comment in extraction.comments],
        "next_pages": list(extraction.next_pages),
        "title_links": list(extraction.title_links),
        "rejects": [{"reason": reject.reason, "raw": reject.raw} for reject in extraction.rejects],
        "hits": json.dumps(dict(extraction.hits)),
    }
    return row


def _comment(comment: RawComment) -> dict[str, Any]:
    row = {name: getattr(comment, name) for name in COMMENT_FIELDS}
    row["rating"] = _rating(comment.rating)
    row["aspects"] = [{"name": name, "rating": _rating(rating)} for name, rating in comment.aspects]
    return row | {name: list(getattr(comment, name)) for name in LISTS}


def _comment_back(row: dict[str, Any]) -> RawComment:
    return RawComment(
        **{name: row[name] for name in COMMENT_FIELDS},
        rating=_rating_back(row["rating"]),
        aspects=tuple((aspect["name"], RawRating(**aspect["rating"])) for aspect in row["aspects"]),
        quotes=tuple(row["quotes"]),
        spoilers=tuple(row["spoilers"]),
        code=tuple(row["code"]),
    )


def _rating(rating: RawRating | None) -> dict[str, str | None] | None:
    return None if rating is None else {f.name: getattr(rating, f.name) for f in fields(rating)}


def _rating_back(row: dict[str, str | None] | None) -> RawRating | None:
    return None if row is None else RawRating(**row)
