"""Finds the lines of a comment that are nothing but a rating: "Rating: 9/10", "Note : 8/10", "★★★★☆"."""

from __future__ import annotations

from dataclasses import dataclass

from transform.ratings.reading import RatingReading
from transform.ratings.text import looks_like_rating, whole_line

LONGEST_LINE = 80


@dataclass(frozen=True, slots=True)
class RatingLine:
    """A line that is nothing but a rating; `start` and `end` are its span in the body, without the line feed.

    `label` is what the line calls its rating ("story"), in lower case; `overall` says that it names the whole.
    """

    start: int
    end: int
    reading: RatingReading
    label: str = ""
    overall: bool = False


def rating_lines(body: str, *, title: str | None = None, language: str | None = None) -> list[RatingLine]:
    """Return the whole-line ratings of a text, in order. Spans are characters of `body` as given."""
    found: list[RatingLine] = []
    start = 0
    for line in body.split("\n"):
        stripped = line.strip()
        if 0 < len(stripped) <= LONGEST_LINE and looks_like_rating(stripped):
            line_read = whole_line(stripped, language=language, title=title)
            if line_read is not None and not _is_prose(line_read.reading, stripped):
                is_overall = line_read.label_kind == "overall"
                label = line_read.label if line_read.label_kind == "part" else ""
                found.append(RatingLine(start, start + len(line), line_read.reading, label, is_overall))
        start += len(line) + 1
    return found


def _is_prose(read: RatingReading, line: str) -> bool:
    """A verdict or thumb alone on a line ("Highly recommended!") is the person's own sentence."""
    return read.kind in ("verdict", "thumb") and ":" not in line and "：" not in line
