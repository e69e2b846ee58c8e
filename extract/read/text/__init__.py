"""Plain-text captures: a synopsis, a heading that counts comments, then the comments one below the other.

A comment begins at a line that is a date, an author with a date, or an author above or below a date; most of a page's
comments begin in one form. A date inside prose begins nothing. Where no line tells comments apart, blank lines do, but
only if they make as many pieces as the heading claims.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.read.document import Document
from extract.read.text.headers import headers_of
from extract.read.text.lines import Line, count_in, heading_at, lines_of, none_at
from extract.read.text.parts import dated_comments, undated_comments
from extract.read.text.signatures import Header
from extract.read.text.top import title_of
from extract.records import RawComment, RawTitle, Reject

_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")


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
    at = heading_at(lines)
    none = none_at(lines)
    if none is not None and (at is None or at == none - 1):
        return TextPage(title_of(document, lines[: none if at is None else at]), (), "0")
    claimed = count_in(lines[at].text) if at is not None else None
    count = int(claimed) if claimed is not None and claimed.isdigit() else None
    below = at + 1 if at is not None else 0
    headers = headers_of(lines, below, count, document.check_time)
    if at is None:
        headers = headers if _trusted_without_heading(headers, lines) else []
        below = headers[0].start if headers else len(lines)
    confidence = 0.95 if at is not None and headers else 0.7
    comments = dated_comments(lines, headers, confidence) if headers else undated_comments(lines[below:], count)
    rejects: tuple[Reject, ...] = ()
    if len(comments) > document.limits.comments:
        comments = comments[: document.limits.comments]
        rejects = (Reject("read/too-many-comments", f"the limit is {document.limits.comments}"),)
    elif at is not None and not comments and len(lines) > below and claimed not in ("0", None):
        rejects = (Reject("text/no-boundaries", "\n".join(line.text for line in lines[below : below + 5])[:300]),)
    top = lines[: below if at is None else at]
    return TextPage(title_of(document, top), tuple(comments), claimed, rejects, confidence if comments else 0.0)


def _trusted_without_heading(headers: Sequence[Header], lines: Sequence[Line]) -> bool:
    """No heading says that comments follow: two headers with prose below, or one with a time of day."""
    followed = [header for header in headers if header.posted is not None and header.end < len(lines)]
    if len(followed) >= 2:
        return True
    return len(followed) == 1 and _CLOCK.search(followed[0].posted or "") is not None
