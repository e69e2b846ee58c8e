"""Which lines of a thread begin a comment, and what stands above them: the form most have, and what the rest adds.

A page writes all its comments in one form, so the form of the first decides, unless another makes as many comments as
the heading claims. A line of another form begins a comment where it is set apart, or where the claim needs it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.read.text.lines import Line, without_arrows
from extract.read.text.signatures import (
    LONGEST_AUTHOR,
    STARS,
    Header,
    bare_author,
    is_author,
    is_byline,
    is_date,
    saying,
    signature,
    signed_again,
    trimmed,
)
from extract.read.threads.vocabulary import is_by_word, is_reply_text, strip_byline, strip_weak_byline
from extract.read.words import counted_nouns, date_label, thread_heading
from transform.nobody import is_nobody
from transform.ratings import looks_like_rating

_SENTENCE_END = re.compile(r"[.!?…。！？,;:]$")
_NUMBER = re.compile(r"\d{1,2}(?:[.,]\d)?|100")
# what stands in front of a headline: "4.0 out of 5 stars A good film"
_STARS_OF = re.compile(
    r"\d(?:[.,]\d)?\s*(?:/|out of|von|sur|de|di|su|van|av|z|из|of)\s*\d{1,2}\s+"
    r"(?:stars?|sternen?|étoiles?|estrellas?|stelle|estrelas|sterren|gwiazdek|yıldız|stjärnor)\s+",
    re.IGNORECASE,
)
_LONGEST_HEADLINE = 90
_HIGHEST = 5  # lines above a date that can belong to it: rating, headline, name, badge
_MOST = 0.8
_CHECKED_EVERY = 500


def headers_of(lines: Sequence[Line], start: int, claimed: int | None, check: Callable[[], None]) -> list[Header]:
    """Return what begins each comment from line `start` on, in order; none where nothing does."""
    found: list[Header] = []
    for index in range(start, len(lines)):
        if index % _CHECKED_EVERY == 0:
            check()
        header = signature(without_arrows(lines[index]).text, index)
        if header is not None:
            found.append(header)
    if not any(_has_digit(header) for header in found):
        return _named_only(lines, start, claimed)  # a word of dates alone ("Today") is one only beside others
    headers = _of_one_form(found, lines, start, claimed)
    headers = _with_others(headers, found, lines, start, claimed)
    return _without_shared_words(headers)


def is_name_alone(text: str) -> bool:
    """Say whether a line is a name: short, no sentence, no date, no rating, no heading and no control."""
    return (
        len(text) <= LONGEST_AUTHOR
        and len(text.split()) <= 4
        and not _SENTENCE_END.search(re.sub(r"(?<=\b[^\W\d_])\.$", "", text))
        and any(c.isalpha() for c in text)
        and not is_reply_text(text)
        and not looks_like_rating(text)
        and not is_date(text)
        and thread_heading().fullmatch(text) is None
    ) or is_byline(text)


def is_signed(text: str) -> bool:
    """Say whether a line is a label for a date, or holds words that sign with a name."""
    head = trimmed(text)
    return trimmed(strip_byline(head)) != head or date_label().match(head) is not None


def _of_one_form(found: list[Header], lines: Sequence[Line], start: int, claimed: int | None) -> list[Header]:
    first = found[0]
    forms: dict[tuple[str, str], list[Header]] = {}
    for header in found:
        forms.setdefault((header.form, header.mark), []).append(header)
    counts = {form: len(headers) for form, headers in forms.items()}
    chosen = (first.form, first.mark)
    if claimed is not None and counts[chosen] != claimed:
        chosen = next((form for form, count in counts.items() if count == claimed and count > 1), chosen)
    if chosen[0] == "signed":
        again = (signed_again(header, lines[header.start].text) for header in found)
        signed = [header for header in again if (header.form, header.mark) == chosen]
        return signed if ":" in chosen[1] else _with_lines_above(signed, lines, start) or signed
    dates = forms[chosen]
    if chosen[1]:
        return dates
    return _with_lines_above(dates, lines, start) or _with_names_below(dates, lines) or dates


@dataclass(frozen=True, slots=True)
class _Row:
    """The lines that stand the same number of lines above each date."""

    kind: str
    first: str  # the kind of the line above the first date
    apart: float  # the share of them that stand below a blank line
    words: float


def _has_digit(header: Header) -> bool:
    return any(c.isdecimal() for c in header.posted or "")


def _with_lines_above(dates: list[Header], lines: Sequence[Line], start: int) -> list[Header]:
    """Take what stands above each header, in as many lines above most of them: name, headline, rating, badge."""
    signed = dates[0].form == "signed"
    if signed and dates[-1].end == len(lines):
        return []  # they sign what stands above them
    rows: list[_Row] = []
    best = 0
    for height in range(1, min(dates[0].start - start, _HIGHEST) + 1):
        row = _row(dates, lines, height)
        if row is None:
            break
        rows.append(row)
        if _is_block(rows, signed=signed, many=len(dates) > 1, whole=height == dates[0].start - start):
            best = height
        if row.apart > 1 - _MOST:
            break
    if best == 0:
        return []
    return [_raised(header, lines, rows[:best], dates, position) for position, header in enumerate(dates)]


def _is_block(rows: Sequence[_Row], *, signed: bool, many: bool, whole: bool) -> bool:
    """Whether so many lines above the headers are theirs: a name and perhaps a headline where none is signed.

    Without blank lines a headline is told only where the first block stands right below the thread's heading (`whole`).
    """
    kinds = Counter(row.kind for row in rows)
    texts = kinds["name"] + kinds["by"] + kinds["text"]
    set_apart = rows[-1].apart > _MOST
    if rows[-1].kind == "mark":
        return False  # the buttons of the comment above
    if not set_apart and (rows[-1].apart > 1 - _MOST or (rows[-1].first != rows[-1].kind == "rating")):
        return False
    if signed:
        return many and texts < 2 and (set_apart or rows[-1].kind == "rating")
    if kinds["name"] + kinds["by"] == 0:
        return texts == 0 and many
    return texts == 1 or (texts == 2 and (set_apart or (many and whole and kinds["text"] == 0)))


def _row(dates: list[Header], lines: Sequence[Line], height: int) -> _Row | None:
    """Return what the lines `height` above the dates are, None where they are of no one kind."""
    floors = [0, *(header.end for header in dates)]
    above = [lines[h.start - height] for h, floor in zip(dates, floors, strict=False) if h.start - height >= floor]
    if len(above) < _MOST * len(dates):
        return None
    alike, same = Counter(line.text for line in above).most_common(1)[0]
    kinds = Counter(_kind(line.text) for line in above)
    kind, count = kinds.most_common(1)[0]
    first = _kind(above[0].text)
    if all(_NUMBER.fullmatch(line.text) for line in above):
        values = [float(line.text.replace(",", ".")) for line in above]
        counted = len(values) > 1 and all(abs(b - a) == 1 for a, b in pairwise(values))
        kind = first = "mark" if counted else "rating"
    elif len(above) > 2 and same > 0.5 * len(above) and not is_nobody(alike):
        kind = "mark"
    elif count < _MOST * len(above):
        named = kinds["name"] + kinds["by"] >= _MOST * len(above)
        short = sum(kinds[k] for k in ("name", "by", "text")) >= _MOST * len(above)
        kind = "name" if named else "text" if short else ""
    others = above[1:] or above  # a blank line below the heading says nothing
    apart = sum(line.after_gap for line in others) / len(others)
    return _Row(kind, first, apart, sum(len(line.text.split()) for line in above) / len(above)) if kind else None


def _kind(text: str) -> str:
    if len(text) > _LONGEST_HEADLINE:
        return ""
    if looks_like_rating(text):
        return "rating"
    if is_reply_text(text) or is_by_word(text) or counted_nouns().search(text):
        return "mark"
    if is_byline(text):
        return "by"
    if is_name_alone(text):
        return "name"
    return "text"


def _raised(header: Header, lines: Sequence[Line], rows: Sequence[_Row], dates: list[Header], position: int) -> Header:
    """Move a header up over the rows above it, and take from them what they are."""
    floor = dates[position - 1].end if position else 0
    height = min(len(rows), header.start - floor)
    texts = [lines[header.start - 1 - k].text for k in range(height)]
    named = [k for k, row in enumerate(rows[:height]) if row.kind in ("name", "by", "text")]
    led = None if header.author is not None else _author_row(rows, named)
    author = header.author if led is None else _name_of(texts[led])
    if led is not None and author is None:
        return header
    rated = next((texts[k] for k in range(height) if rows[k].kind == "rating"), None)
    headline = next((texts[k] for k in named if k != led), None)
    stars = (STARS.match(headline) or _STARS_OF.match(headline)) if headline is not None else None
    if headline is not None and stars is not None and stars.end() < len(headline):
        rated, headline = rated or stars[0].strip(), headline[stars.end() :]
    return replace(
        header,
        start=header.start - height,
        author=author,
        headline=headline,
        rating=header.rating or rated,
        mark="above",
    )


def _name_of(text: str) -> str | None:
    """The name in a line above a date, without the place behind it ("Ann, Kent (UK)"); None where there is none."""
    name = next((part for part in (text, text.partition(",")[0]) if is_author(part)), None)
    return None if name is None else bare_author(name)


def _author_row(rows: Sequence[_Row], named: Sequence[int]) -> int | None:
    """Return which row holds the authors: the one that signs, else the one above a rating, the shorter, the nearest."""
    led = next((k for k in named if rows[k].kind == "by"), None)
    if led is not None:
        return led
    names = [k for k in named if rows[k].kind == "name"]
    if len(names) == 2 and any(row.kind == "rating" for row in rows[names[0] : names[1]]):
        return names[1]
    return min(names, key=lambda k: (rows[k].words > 2, k), default=None)


def _with_names_below(dates: list[Header], lines: Sequence[Line]) -> list[Header]:
    """Take the author from the line below each date, if all have one there."""
    behind = [h for h in dates if h.end < len(lines) and is_name_alone(lines[h.end].text)]
    if len(behind) < len(dates):
        return []
    labelled = all(is_byline(lines[h.end].text) for h in behind)
    if not labelled and (len(dates) < 2 or not _varied(behind) or behind[-1].end + 1 >= len(lines)):
        return []
    return [replace(h, end=h.end + 1, author=bare_author(lines[h.end].text), mark="below") for h in behind]


def _varied(headers: Sequence[Header]) -> bool:
    """Names, not bodies of one short line each: something must follow most of them before the next header."""
    return sum(b.start - a.end > 1 for a, b in pairwise(headers)) >= 0.9 * (len(headers) - 1)


def _with_others(
    headers: list[Header], found: list[Header], lines: Sequence[Line], start: int, claimed: int | None
) -> list[Header]:
    """Add lines of other forms: those set apart as the first form's are, and all if they make up what is claimed."""
    taken = {index for header in headers for index in range(header.start, header.end)}
    others: list[Header] = []
    for header in found:
        if header.start in taken or header.rest is not None:
            continue
        above = lines[header.start - 1] if header.start - 1 >= start and header.start - 1 not in taken else None
        if header.form == "date" and above is not None and is_name_alone(above.text):
            others.append(replace(header, start=header.start - 1, author=bare_author(above.text), mark="above"))
        else:
            others.append(header)
    missing = None if claimed is None else claimed - len(headers)
    if not others or (missing is not None and missing <= 0):
        return headers
    if missing == len(others):
        return sorted((*headers, *others), key=lambda header: header.start)
    set_apart = len(headers) > 1 and all(lines[header.start].after_gap for header in headers[1:])
    strong = [
        header
        for header in others
        if header.author is not None
        and ((set_apart and lines[header.start].after_gap) or is_signed(lines[header.start].text))
    ]
    if missing is not None and len(strong) > missing:
        return headers
    return sorted((*headers, *strong), key=lambda header: header.start)


def _named_only(lines: Sequence[Line], start: int, claimed: int | None) -> list[Header]:
    """Comments that nobody dated, each signed by a line of its own: "Ada says:"."""
    named = [
        Header(index, index + 1, "name", None, bare_author(line.text), mark="name")
        for index, line in enumerate(lines[start:], start)
        if is_byline(line.text)
    ]
    if not named and claimed is not None:
        named = [header for index in range(start, len(lines)) if (header := saying(lines[index].text, index))]
        return named if len(named) == claimed else []
    if not named or named[0].start > start + 1:
        return []
    return named if claimed == len(named) or (len(named) > 1 and _varied(named)) else []


def _without_shared_words(headers: list[Header]) -> list[Header]:
    """Take words off the authors that could be part of a name where all of them have one: "von Ada", "von Bo"."""
    names = [header.author for header in headers if header.author]
    if len(names) < 2 or any(strip_weak_byline(name) == name for name in names):
        return headers
    return [replace(h, author=strip_weak_byline(h.author)) if h.author else h for h in headers]
