"""The JSON that `nightreel extract` and `nightreel explain` print; its keys are a contract and always stand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from extract.records import Extraction
from flows.normalise import (
    CommentValues,
    ThreadPage,
    TitleValues,
    as_order,
    comment_values,
    decide,
    scale_votes_of,
    thread_of,
    title_values,
    votes_of,
)
from transform.dates import DateReading, OrderDecision
from transform.ratings import RatingReading, settle_scale


def page_json(
    source: str,
    extraction: Extraction,
    *,
    seen_at: datetime | None = None,
    date_order: str | None = None,
    language: str | None = None,
) -> dict[str, Any]:
    """Return one page as the design's object: its title, its comments, its next pages, what could not be read.

    `seen_at` is the time of capture; without it relative dates stay null. `date_order` settles numeric dates.
    """
    thread = thread_of([ThreadPage(extraction, capture_id="", captured_at=seen_at)], language=language)
    decisions = decide(votes_of(thread))
    if date_order is not None:
        decisions = {shape: _told(decision, date_order) for shape, decision in decisions.items()}
    title = title_values(thread)
    comments = comment_values(thread, decisions, assume=date_order, settled_best=settle_scale(scale_votes_of(thread)))
    return {
        "source": source,
        "url": extraction.url or None,
        "profile": extraction.profile,
        "status": extraction.status,
        "reason": extraction.reason,
        "language": thread.language,
        "title": _title(title),
        "claimed_comments": title.claimed_comments,
        "comments": [_comment(comment) for comment in comments],
        "next_pages": list(extraction.next_pages),
        "rejects": [{"reason": reject.reason, "raw": reject.raw} for reject in extraction.rejects],
    }


# C1 control codes, which terminals obey, and what some readers take for line ends
ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)}


def json_line(value: Any) -> str:
    """Return a value as one line of JSON, with nothing in it that ends a line or steers a terminal."""
    line = json.dumps(value, ensure_ascii=False)
    return line.translate(ESCAPED) + "\n"


def date_json(reading: DateReading | None) -> dict[str, Any]:
    """Return a date in the form of `posted`."""
    if reading is None:
        return {"raw": None, "at": None, "precision": None, "rule": None, "alternatives": []}
    shown = {
        "raw": reading.raw,
        "at": reading.at,
        "precision": reading.precision,
        "rule": reading.rule,
        "alternatives": list(reading.alternatives),
    }
    if reading.rejected_by is not None:
        shown["rejected_by"] = reading.rejected_by
    if reading.wrappers:
        shown["wrappers"] = list(reading.wrappers)
    return shown


def rating_json(reading: RatingReading | None) -> dict[str, Any]:
    """Return a rating in the form of `rating`."""
    if reading is None:
        return {"raw": None, "value": None, "worst": None, "best": None, "percent": None, "kind": None, "rule": None}
    shown = {
        "raw": reading.raw,
        "value": _number(reading.value),
        "worst": _number(reading.worst),
        "best": _number(reading.best),
        "percent": reading.percent,
        "kind": reading.kind,
        "rule": reading.rule,
    }
    if reading.rejected_by is not None:
        shown["rejected_by"] = reading.rejected_by
    return shown


def _told(decision: OrderDecision, order: str) -> OrderDecision:
    return replace(decision, order=as_order(order), rule="order-given")


def _title(values: TitleValues) -> dict[str, Any]:
    raw, rating = values.raw, values.rating
    return {
        "name": raw.name,
        "kind": values.kind,
        "kind_raw": raw.kind,
        "year": values.year,
        "synopsis": raw.synopsis,
        "canonical_url": raw.canonical_url,
        "rating": {
            "raw": rating.raw if rating else None,
            "value": _number(rating.value) if rating else None,
            "worst": _number(rating.worst) if rating else None,
            "best": _number(rating.best) if rating else None,
            "percent": rating.percent if rating else None,
            "count": values.rating_count,
        },
        "sources": dict(raw.sources),
        "otherwise": {field: [list(said) for said in others] for field, others in raw.otherwise.items()},
    }


def _comment(values: CommentValues) -> dict[str, Any]:
    raw = values.raw
    return {
        "id": raw.key,
        "id_from": raw.id_from,
        "read_by": raw.read_by,
        "confidence": round(raw.confidence, 3),
        "parent": raw.parent,
        "depth": raw.depth,
        "author": raw.author,
        "headline": raw.headline,
        "posted": date_json(values.posted),
        "edited": raw.edited,
        "helpful": raw.helpful,
        "rating": rating_json(values.rating),
        "aspects": [{"name": name, **rating_json(rating)} for name, rating in values.aspects],
        "body": values.text.cleaned,
        "quotes": list(raw.quotes),
        "spoilers": list(raw.spoilers),
        "code": list(raw.code),
        "repeats": [{"kind": r.kind, "rule": r.rule, "text": r.text} for r in values.text.repeats],
        "truncated": raw.truncated,
        "permalink": raw.permalink,
    }


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value
