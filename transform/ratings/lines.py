"""Finds the lines of a comment that are nothing but a rating: "Rating: 9/10", "Note : 8/10", "★★★★☆"."""

from __future__ import annotations

from dataclasses import dataclass

from transform.ratings.reading import RatingReading
from transform.ratings.text import looks_like_rating, whole_line

LONGEST_LINE = 80


@dataclass(frozen=True, slots=True)
class RatingLine:
    """A line that is nothing but a rating; `start` and `end` are its span in the body, without the line feed."""

    start: int
    end: int
    reading: RatingReading


def rating_lines(body: str, *, title: str | None = None, language: str | None = None) -> list[RatingLine]:
    """Return the whole-line ratings of a text, in order. Spans are characters of `body` as given."""
    found: list[RatingLine] = []
    start = 0
    for line in body.split("\n"):
        stripped = line.strip()
        if 0 < len(stripped) <= LONGEST_LINE and looks_like_rating(stripped):
            read = whole_line(stripped, language=language, title=title)
            if read is not None and not _is_prose(read, stripped):
                found.append(RatingLine(start, start + len(line), read))
        start += len(line) + 1
    return found


def _is_prose(read: RatingReading, line: str) -> bool:
    """A verdict or thumb alone on a line ("Highly recommended!") is the person's own sentence."""
    return read.kind in ("verdict", "thumb") and ":" not in line and "：" not in line
