"""One comment as a page shows it: when, by whom, how it was rated, and how sure each of these is.

Pure: a row of the warehouse in, a view for the template out. Dates that are not settled show every reading that
remains; ratings without a known scale show what the page wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from reports.safe import cut, line
from reports.wording import Wording, iso, utc

Row = dict[str, Any]

LETTERS = 12_000  # of one text; the rest is named, not shown


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


def when(row: Row, words: Wording) -> When:
    """How a comment's date is shown; precision decides how much of it."""
    raw = row["posted_raw"]
    written = f"as written: {line(raw, 80)}" if raw else ""
    local, at, precision = row["posted_local"], row["posted_at"], row["posted_precision"]
    if local is None:
        readings = tuple(_reading(text, words) for text in row["posted_readings"] or ())
        if len(readings) > 1:
            return When(" or ".join(readings), None, written, readings)
        return When(f"undated ({line(raw, 40)})" if raw else "no date", None, written)
    if at is not None and precision in ("minute", "second", "hour"):
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


def edits(revisions: Sequence[Row], words: Wording) -> list[tuple[Row, Row]]:
    """Pairs of an older and the next revision, where the site changed something (a better reading is no edit)."""
    better = {"date-settled", "rating-settled", "full-text"}
    return [(older, newer) for older, newer in pairwise(revisions) if set(newer["changed"] or ()) - better]


def _precise(local: datetime, precision: str | None, words: Wording) -> tuple[str, str]:
    if precision == "year":
        return str(local.year), f"{local:%Y}"
    if precision == "month":
        return words.month(local.date().replace(day=1)), f"{local:%Y-%m}"
    if precision in ("day", "week") or precision is None:
        return words.day(local.date()), f"{local:%Y-%m-%d}"
    return words.wall(local), f"{local:%Y-%m-%dT%H:%M}"


def _reading(text: str, words: Wording) -> str:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return line(text, 40)
    return words.day(found.date()) if "T" not in text else words.wall(found.replace(tzinfo=None))
