"""Finds the lines of a comment that are nothing but a rating: "Rating: 9/10", "Note : 8/10", "★★★★☆"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from transform.ratings.convention import reading
from transform.ratings.reading import RatingReading
from transform.ratings.text import looks_like_rating, whole_line

LONGEST_LINE: Final = 80
_PART: Final = re.compile(r"(?P<label>[^\W\d]+(?:[ /&][^\W\d]+){0,2})\s*[:：\t–-]?\s*(?P<n>\d{1,2}(?:[.,]\d{1,2})?)")


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
    """Return the whole-line ratings of a text, in order. Spans are characters of `body` as given.

    Lines of bare numbers ("Story: 8") count only right beside a line that names the whole so ("Overall: 8"), and a
    mere word before a rating ("Story 8/10", "Loved it 8/10") only beside another rating line.
    """
    lines: list[tuple[int, str]] = []
    found: dict[int, RatingLine] = {}
    loose: set[int] = set()
    start = 0
    for number, line in enumerate(body.split("\n")):
        lines.append((start, line))
        stripped = line.strip()
        if 0 < len(stripped) <= LONGEST_LINE and looks_like_rating(stripped):
            read = whole_line(stripped, language=language, title=title)
            if read is not None and not _is_prose(read.reading, stripped):
                label = read.label if read.label_kind == "part" else ""
                overall = read.label_kind == "overall"
                found[number] = RatingLine(start, start + len(line), read.reading, label, overall)
                if read.loose:
                    loose.add(number)
        start += len(line) + 1
    for number in [n for n, line in found.items() if line.overall and line.reading.rule == "number"]:
        for step in (-1, 1):
            _add_parts(number, step, lines, found)
    alone = {number for number in loose if not found.keys() & {number - 1, number + 1}}
    return [found[number] for number in sorted(found.keys() - alone)]


def _add_parts(number: int, step: int, lines: list[tuple[int, str]], found: dict[int, RatingLine]) -> None:
    """Add the bare parts that stand without a gap above or below the line of the whole."""
    number += step
    while 0 <= number < len(lines) and number not in found:
        start, line = lines[number]
        part = _PART.fullmatch(line.strip())
        if part is None:
            return
        value = float(part["n"].replace(",", "."))
        read = reading(line.strip(), value=value, kind="numeric", rule="number")
        found[number] = RatingLine(start, start + len(line), read, part["label"].strip().lower())
        number += step


def _is_prose(read: RatingReading, line: str) -> bool:
    """A verdict or thumb alone on a line ("Highly recommended!") is the person's own sentence."""
    return read.kind in ("verdict", "thumb") and ":" not in line and "：" not in line
