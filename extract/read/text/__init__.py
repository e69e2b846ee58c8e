"""Plain-text captures: a synopsis, a heading that counts comments, then the comments one below the other.

A comment begins at a line that is a date, an author with a date, or an author above or below a date; most of a page's
comments begin in one form. A date inside prose begins nothing. Where no line tells comments apart, blank lines do, but
only if they make as many pieces as the heading claims.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.read.document import Document
from extract.read.text.headers import headers_of, is_signed
from extract.read.text.lines import Line, count_in, headings_at, lines_of, none_at
from extract.read.text.parts import dated_comments, undated_comments
from extract.read.text.signatures import Header, signature
from extract.read.text.top import title_of
from extract.read.words import thread_nouns
from extract.records import RawComment, RawTitle, Reject
from transform.titles import read_count

_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}|\d\s?[^\W\d_]{1,2}(?![^\W_])|\bago\b")


@dataclass(frozen=True, slots=True)
class TextPage:
    """What a text capture says."""

    title: RawTitle
    comments: tuple[RawComment, ...]
    claimed: str | None
    rejects: tuple[Reject, ...] = ()
    confidence: float = 0.0


def read_text(document: Document) -> TextPage:
    """Read a text capture; lines may end in any way, headings and signatures may be in any of the known languages."""
    lines = lines_of(document.text)
    at = _heading(lines)
    claimed = count_in(lines[at].text) if at is not None else None
    count = read_count(claimed)
    below = at + 1 if at is not None else 0
    headers = headers_of(lines, below, count, document.check_time)
    if at is None:
        headers = headers if _trusted_without_heading(headers, lines) else []
        below = headers[0].start if headers else len(lines)
    none = none_at(lines)
    if not headers and none is not None and (at is None or at == none - 1):
        return TextPage(title_of(document, lines[: none if at is None else at]), (), "0")
    confidence = 0.95 if at is not None and headers else 0.7
    comments = dated_comments(lines, below, headers, confidence) if headers else undated_comments(lines[below:], count)
    rejects: tuple[Reject, ...] = ()
    if len(comments) > document.limits.comments:
        comments = comments[: document.limits.comments]
        rejects = (Reject("read/too-many-comments", f"the limit is {document.limits.comments}"),)
    elif at is not None and not comments and len(lines) > below and claimed not in ("0", None):
        rejects = (Reject("text/no-boundaries", "\n".join(line.text for line in lines[below : below + 5])[:300]),)
    top = lines[: below if at is None else at]
    return TextPage(title_of(document, top), tuple(comments), claimed, rejects, confidence if comments else 0.0)


def _heading(lines: Sequence[Line]) -> int | None:
    """Return the line that heads the thread: one that counts comments, unless it counts what their authors wrote."""
    named, counted = headings_at(lines)
    if named is None or not counted or counted[0] < named:
        return counted[0] if counted else named
    begun = len(counted) > 1 or any(signature(lines[i].text, i) is not None for i in range(named + 1, counted[0]))
    return named if begun else counted[0]


def _trusted_without_heading(headers: Sequence[Header], lines: Sequence[Line]) -> bool:
    """No heading says that comments follow: something of a title above, and times or words that sign below it.

    Where nothing is dated, the lines that sign must say what they head: "Review by Ada".
    """
    if len(headers) > 1 and all(h.form == "name" for h in headers):
        return all(_noun().search(lines[header.start].text) for header in headers)
    dated = [header for header in headers if header.posted is not None and header.end < len(lines)]
    if not dated or (dated[0].start == 0 and len(dated) == 1):
        return False
    timed = sum(_CLOCK.search(header.posted or "") is not None for header in dated)
    if len(dated) == 1:
        return timed == 1
    signed = sum(header.rating is not None or is_signed(lines[header.start].text) for header in dated)
    return max(timed, signed) > 0.5 * len(dated)


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(thread_nouns(), re.IGNORECASE)
