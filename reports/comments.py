"""One comment as a page shows it: when, by whom, how it was rated, and how sure each of these is.

Pure: a row of the warehouse in, a view for the template out. Dates that are not settled show every reading that
remains; ratings without a known scale show what the page wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import pairwise
from typing import Any

from reports.differences import Piece, compare
from reports.safe import anchor, cut, line, link, page_of_title
from reports.threads import DEEPEST
from reports.wording import Wording, iso, utc

Row = dict[str, Any]

LETTERS = 12_000  # of one text; the rest is named, not shown
BETTER_READINGS = frozenset({"date-settled", "rating-settled", "full-text"})
REPEATS_SHOWN = 20
EDITS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class When:
    """A date as shown: `machine` is for <time>, `hover` says UTC and what the page wrote."""

    text: str
    machine: str | None
    hover: str
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating as shown: `percent` is None where the scale is unknown, `raw` is what the page wrote."""

    percent: float | None
    text: str
    hover: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text in its paragraphs, and how many characters of it are not shown."""

    paragraphs: tuple[str, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class Link:
    """An address and the text to follow it by."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of the site: when it was seen, what changed, the ratings if these differ, the words if they do."""

    seen: When
    fields: str
    ratings: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment ready for its template: every text is cut and cleaned, nothing is left to be decided."""

    anchor: str
    css: str
    author: str | None
    when: When
    rated: Rated | None
    parent: Link | None
    flags: Sequence[str]
    headline: str | None
    body: Text
    repeats: Sequence[tuple[str, Text]]
    edits: Sequence[Edit]
    dated: Link | None
    valued: Link | None
    noted: Sequence[str]
    read_by: str
    sure: str | None
    first_seen: When
    gone: When | None
    copied: Link | None
    copied_how: str
    permalink: str | None
    comment_id: str


def comment(
    row: Row,
    depth: int,
    *,
    parent: Link | None,
    repeats: Sequence[Row],
    revisions: Sequence[Row],
    words: Wording,
) -> Comment:
    """Make a comment of its row; instants of the row are UTC without saying so (that is faster to fetch)."""
    changes = _edits(revisions, words)
    gone = row["state"] == "gone"
    copies = row["canonical_comment_id"]
    flags = (("gone", gone), ("edited", changes), ("copy", copies), ("cut by the site", row["truncated"]))
    confidence = row["confidence"]
    return Comment(
        anchor=anchor(row["comment_id"]),
        css=f"comment d{min(depth, DEEPEST)}{' gone' if gone else ''}",
        author=line(row["author"], 80) if row["author"] else None,
        when=when(row, words),
        rated=rated(row, words),
        parent=parent,
        flags=[flag for flag, is_so in flags if is_so],
        headline=line(row["headline"], 300) if row["headline"] else None,
        body=paragraphs(row["body"], row["body_letters"]),
        repeats=[
            (line(f"{repeat['kind']}, {repeat['rule']}", 80), paragraphs(repeat["text"], repeat["letters"], 2_000))
            for repeat in repeats[:REPEATS_SHOWN]
        ],
        edits=changes,
        dated=Link(line(row["posted_raw"], 80), line(row["posted_rule"] or "none", 80)) if row["posted_raw"] else None,
        valued=Link(line(row["rating_raw"], 60), line(row["rating_rule"] or "none", 80)) if row["rating_raw"] else None,
        noted=[line(note, 120) for note in (row["edited_raw"], row["helpful_raw"]) if note],
        read_by=line(row["read_by"] or "an unnamed reader", 60),
        sure=words.percent(confidence * 100) if confidence is not None else None,
        first_seen=seen(row["first_seen_at"], words),
        gone=seen(row["gone_at"], words) if row["gone_at"] is not None else None,
        copied=_copied(row) if copies else None,
        copied_how=_how(row, words) if copies else "",
        permalink=link(row["permalink"]),
        comment_id=line(row["comment_id"], 80),
    )


def seen(instant: datetime, words: Wording) -> When:
    """The day of an instant in the operator's zone, with UTC on hover; without a zone it is UTC."""
    at = instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)
    return When(words.local_day(at), iso(at), utc(at))


def when(row: Row, words: Wording) -> When:
    """How a comment's date is shown; precision decides how much of it."""
    raw = row["posted_raw"]
    written = f"as written: {line(raw, 80)}" if raw else ""
    local, at, precision = row["posted_local"], row["posted_at"], row["posted_precision"]
    if local is None and row["posted_date"] is not None:  # written without a time of day
        local = datetime.combine(row["posted_date"], time())
        precision = precision if precision in ("week", "month", "year") else "day"
    if local is None:
        readings = tuple(_reading(text, words) for text in row["posted_readings"] or ())
        if len(readings) > 1:
            return When(" or ".join(readings), None, written, readings)
        return When(f"undated ({line(raw, 40)})" if raw else "no date", None, written)
    if at is not None and precision in ("minute", "second", "hour"):
        at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
        return When(words.local(at), iso(at), " · ".join(filter(None, (utc(at), written))))
    text, machine = _precise(local, precision, words)
    return When(
        text, machine, " · ".join(filter(None, (written, "" if precision == "day" else f"known to the {precision}")))
    )


def rated(row: Row, words: Wording, prefix: str = "rating") -> Rated | None:
    """How a rating is shown; None where the page has none."""
    raw, percent = row[f"{prefix}_raw"], row[f"{prefix}_percent"]
    rule = row.get(f"{prefix}_rule")
    if percent is not None:
        hover = f"as written: {line(raw, 60)}" if raw else "as the markup says"
        return Rated(percent, words.percent(percent), hover + (f" · rule {line(rule, 60)}" if rule else ""))
    if raw:
        return Rated(None, line(raw, 40), "as written; on a scale that the page does not say")
    return None


def paragraphs(text: str | None, whole: int | None = None, limit: int = LETTERS) -> Text:
    """A text in paragraphs, cut at `limit`; `whole` is its full length where it was cut before."""
    shown, left = cut(text, limit)
    if whole is not None:
        left = max(left, whole - len(shown))
    return Text(tuple(part for part in shown.split("\n") if part.strip()), left)


def _edits(revisions: Sequence[Row], words: Wording) -> list[Edit]:
    """What the site changed between revisions, newest last; a better reading of the same thing is no edit."""
    found: list[Edit] = []
    for older, newer in pairwise(revisions):
        fields = [name for name in newer["changed"] or () if name not in BETTER_READINGS]
        if not fields:
            continue
        ratings = ""
        if older["rating_raw"] != newer["rating_raw"]:
            ratings = f"{line(older['rating_raw'] or 'no rating', 40)} → {line(newer['rating_raw'] or 'no rating', 40)}"
        pieces = compare(older["body"] or "", newer["body"] or "") if older["body"] != newer["body"] else []
        found.append(Edit(seen(newer["observed_at"], words), line(", ".join(fields), 120), ratings, pieces))
    return found[-EDITS_SHOWN:]


def _copied(row: Mapping[str, Any]) -> Link:
    page = page_of_title(row["canonical_title_id"] or "")
    return Link(f"../{page}#{anchor(row['canonical_comment_id'])}", line(row["canonical_author"] or "no name", 40))


def _how(row: Row, words: Wording) -> str:
    return f"{line(row['duplicate_rule'] or '', 60)}, {words.percent((row['duplicate_similarity'] or 0) * 100)} alike"


def _precise(local: datetime, precision: str | None, words: Wording) -> tuple[str, str]:
    if precision == "year":
        return str(local.year), local.isoformat()[:4]
    if precision == "month":
        return words.month(local.date().replace(day=1)), local.isoformat()[:7]
    if precision in ("day", "week") or precision is None:
        return words.day(local.date()), local.isoformat()[:10]
    return words.wall(local), local.isoformat()[:16]


def _reading(text: str, words: Wording) -> str:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return line(text, 40)
    return words.day(found.date()) if "T" not in text else words.wall(found.replace(tzinfo=None))
