"""Plain-text captures: a synopsis, a heading that counts comments, then the comments one below the other.

A comment begins at a line that is a date, an author with a date, or an author above or below a date; whichever form the
first comment has, all have. A date inside prose begins nothing. Where no line tells comments apart, blank lines do,
but only if they make as many pieces as the heading claims.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from extract.read.document import Document
from extract.read.naming import name_of_slug, split_year, tidy
from extract.read.words import by_prefix, date_label, labels, says_none, signing_words, thread_heading, wrote_suffix
from extract.records import RawComment, RawRating, RawTitle, Reject
from transform.dates import looks_like_date, read_date

Form = Literal["date", "line", "author-date", "date-author"]

_LINE_ENDS = re.compile(r"\r\n|\n\r|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_RULE = re.compile(r"[-=*_~#–—•·. ]{3,}")
_SENTENCE_END = re.compile(r"[.!?…。！？,;:]$")
_EDGES = " \t-–—|•·,;:()[]<>*#/@~、，：（）【】"
_LONGEST_HEADER = 100
_MOST_ABOVE = 2
_LONGEST_AUTHOR = 40
_LONGEST_NAME = 90


@dataclass(frozen=True, slots=True)
class TextPage:
    """What a text capture says."""

    title: RawTitle
    comments: tuple[RawComment, ...]
    claimed: str | None
    rejects: tuple[Reject, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    after_gap: bool


@dataclass(frozen=True, slots=True)
class _Header:
    """The line (or two) that begins a comment: lines `start` to `end` (exclusive)."""

    start: int
    end: int
    form: Form
    posted: str
    author: str | None = None
    rating: str | None = None
    mark: str = ""
    headline: str | None = None


def read_text(document: Document) -> TextPage:
    """Read a text capture; lines may end in any way, headings and signatures may be in any of the known languages."""
    lines = _lines(document.text)
    at = _heading(lines)
    claimed: str | None = None
    none = next((i for i, line in enumerate(lines) if len(line.text) <= 60 and says_none().fullmatch(line.text)), None)
    if none is not None and (at is None or at == none - 1):
        top = lines[: none if at is None else at]
        return TextPage(_title(document, top), (), "0")
    if at is not None:
        claimed = _count_of(lines[at].text)
        headers = _headers(lines, at + 1, document.check_time)
        top, below = lines[:at], at + 1
    else:
        headers = _headers(lines, 0, document.check_time)
        if not _trusted_without_heading(headers, lines):
            headers = []
        below = headers[0].start if headers else len(lines)
        top = lines[:below]
    confidence = 0.95 if at is not None and headers else 0.7
    if headers:
        comments = _comments(lines, headers, len(lines), confidence)
    else:
        comments = _undated(lines[below:], claimed)
    rejects: tuple[Reject, ...] = ()
    if len(comments) > document.limits.comments:
        comments = comments[: document.limits.comments]
        rejects = (Reject("read/too-many-comments", f"the limit is {document.limits.comments}"),)
    elif at is not None and not comments and len(lines) > below and claimed not in ("0", None):
        rejects = (Reject("text/no-boundaries", "\n".join(line.text for line in lines[below : below + 5])[:300]),)
    return TextPage(_title(document, top), tuple(comments), claimed, rejects, confidence if comments else 0.0)


def looks_like_rating(text: str) -> bool:
    """Say whether a whole line is a rating."""
    from transform import ratings

    return bool(ratings.looks_like_rating(text))


def _lines(text: str) -> list[_Line]:
    out: list[_Line] = []
    gap = True
    for raw in _LINE_ENDS.split(text):
        line = raw.strip(" \t\u00a0\u3000\ufeff\u200b")
        if not line or _RULE.fullmatch(line):
            gap = True
            continue
        out.append(_Line(line, gap))
        gap = False
    return out


def _heading(lines: Sequence[_Line]) -> int | None:
    """The line that heads the thread: the last that counts, else the first that names it."""
    bare: int | None = None
    counted: int | None = None
    pattern = thread_heading()
    for index, line in enumerate(lines):
        if len(line.text) > 60:
            continue
        match = pattern.fullmatch(line.text)
        if match is None:
            continue
        if match["before"] or match["after"]:
            if counted is None:
                counted = index
        elif bare is None:
            bare = index
    return counted if counted is not None else bare


def _count_of(line: str) -> str | None:
    match = thread_heading().fullmatch(line)
    return (match["before"] or match["after"] or "").strip() or None if match else None


def _headers(lines: Sequence[_Line], start: int, check: Callable[[], None]) -> list[_Header]:
    """All lines that begin a comment, in the form of the first of them."""
    found: list[_Header] = []
    for index in range(start, len(lines)):
        if index % 500 == 0:
            check()
        text = lines[index].text
        if len(text) > _LONGEST_HEADER:
            continue
        header = _one_line(text, index)
        if header is not None:
            found.append(header)
    if not found:
        return []
    return _of_one_form(found, lines, start)


def _one_line(text: str, index: int) -> _Header | None:
    whole = date_label().sub("", text, count=1) if date_label().match(text) else text
    if _is_date(text.strip("[]()")) or _is_date(whole.strip("[]()")):
        return _Header(index, index + 1, "date", whole.strip("[]()") if whole != text else text)
    words = text.split()
    if not 2 <= len(words) <= 14:
        return None
    rating: str | None = None
    parts = [p for p in re.split(r"\s+[|•·–—]\s+|\s*\|\s*|\t+", text) if p.strip()]
    if len(parts) > 2:
        kept = [p for p in parts if not looks_like_rating(p.strip())]
        if len(kept) == len(parts) - 1:
            rating = next(p.strip() for p in parts if p not in kept)
            parts = kept
    if len(parts) == 2:
        for date, author, mark in ((parts[1], parts[0], "a|d"), (parts[0], parts[1], "d|a")):
            if _is_date(date.strip(_EDGES)) and _is_author(author):
                return _Header(index, index + 1, "line", date.strip(_EDGES), _author(author), rating, mark)
    return _author_and_date(words, index)


def _is_date(text: str) -> bool:
    """Say whether a text is a date and nothing else but words that lead dates in: no name beside it."""
    if not looks_like_date(text):
        return False
    around = (word for part in read_date(text).wrappers for word in re.findall(r"[^\W\d_]+", part.lower()))
    return all(word in signing_words() for word in around)


def _author_and_date(words: list[str], index: int) -> _Header | None:
    """Split "Maria K. wrote on 3 March 2025 at 10:00:" at the longest date on either side."""
    for cut in range(1, len(words)):
        date, author = " ".join(words[cut:]), " ".join(words[:cut])
        if _is_date(date.strip(_EDGES)) and _is_author(author):
            mark = "a d" + _mark(author, date)
            return _Header(index, index + 1, "line", _bare_date(date), _author(author), None, mark)
    for cut in range(len(words) - 1, 0, -1):
        date, author = " ".join(words[:cut]), " ".join(words[cut:])
        if _is_date(date.strip(_EDGES)) and _is_author(author):
            mark = "d a" + _mark(date, author)
            return _Header(index, index + 1, "line", _bare_date(date), _author(author), None, mark)
    return None


def _bare_date(text: str) -> str:
    """Take the words that lead a date in ("wrote on") off it."""
    words = text.strip(_EDGES).split()
    while len(words) > 1 and words[0].isalpha() and wrote_suffix().match(f" {words[0]}"):
        words.pop(0)
    return " ".join(words)


def _mark(left: str, right: str) -> str:
    """What joins author and date, so that the same joint is asked of the next line."""
    joint = (left[-1] if left[-1] in _EDGES else "") + (right[0] if right[0] in _EDGES else "")
    wrote = wrote_suffix().search(left)
    return joint + (wrote[0].strip().lower() if wrote else "")


def _is_author(text: str) -> bool:
    name = _author(text)
    return (
        0 < len(name) <= _LONGEST_AUTHOR
        and len(name.split()) <= 5
        and not re.search(r"[.!?。！？]\s|[,;!?]", name)
        and any(c.isalpha() for c in name)
    )


def _author(text: str) -> str:
    name = text.strip(_EDGES)
    shorter = wrote_suffix().sub("", " " + name).strip(_EDGES)
    name = shorter or name
    match = by_prefix().match(name)
    if match is not None and name[match.end() :].strip(_EDGES):
        name = name[match.end() :].strip(_EDGES)
    return re.sub(r"^(?:#|№|Nr\.?\s)?\d{1,5}(?:[.):]?\s+(?:[-–—|]\s+)?|[.)])(?=\S*[^\W\d_])", "", name)


def _of_one_form(found: list[_Header], lines: Sequence[_Line], start: int) -> list[_Header]:
    first = found[0]
    if first.form == "line":
        return [h for h in (_split_again(h, lines) for h in found) if h.form == "line" and h.mark == first.mark]
    dates = [h for h in found if h.form == "date"]
    above = first.start - start
    if 1 <= above <= _MOST_ABOVE and (above == 1 or lines[start].after_gap):
        signed = [s for h in dates if (s := _signed_above(h, above, lines, start)) is not None]
        if len(signed) >= 0.8 * len(dates) and signed and signed[0].start == start:
            return signed
    behind = [h for h in dates if h.end < len(lines) and _author_alone(lines[h.end].text)]
    labelled = [h for h in behind if by_prefix().match(lines[h.end].text)]
    all_behind = len(dates) > 1 and len(behind) == len(dates) and _varied(behind, lines)
    if (labelled and len(labelled) == len(dates)) or all_behind:
        return [replace(h, end=h.end + 1, form="date-author", author=_author(lines[h.end].text)) for h in behind]
    return dates


def _split_again(header: _Header, lines: Sequence[_Line]) -> _Header:
    """Look for an author in a line that passed for a date alone: some names are words of dates too."""
    if header.form == "line":
        return header
    return _author_and_date(lines[header.start].text.split(), header.start) or header


def _signed_above(header: _Header, above: int, lines: Sequence[_Line], least: int) -> _Header | None:
    """Take the author, and perhaps the comment's own title, from the lines above its date."""
    top = header.start - above
    if top < least:
        return None
    texts = [lines[i].text for i in range(top, header.start)]
    if above == 1:
        ok = _author_alone(texts[0])
        return replace(header, start=top, form="author-date", author=_author(texts[0])) if ok else None
    if not lines[top].after_gap or any(lines[i].after_gap for i in range(top + 1, header.start)):
        return None
    led = next((i for i, text in enumerate(texts) if by_prefix().match(text)), len(texts) - 1)
    if not _author_alone(texts[led]) or len(texts[1 - led]) > _LONGEST_NAME:
        return None
    return replace(header, start=top, form="author-date", author=_author(texts[led]), headline=texts[1 - led])


def _author_alone(text: str) -> bool:
    return (
        len(text) <= _LONGEST_AUTHOR
        and len(text.split()) <= 4
        and not _SENTENCE_END.search(re.sub(r"(?<=\b[^\W\d_])\.$", "", text))
        and any(c.isalpha() for c in text)
        and not looks_like_rating(text)
        and not _is_date(text)
        and thread_heading().fullmatch(text) is None
    )


def _varied(headers: Sequence[_Header], lines: Sequence[_Line]) -> bool:
    """Names, not bodies of one short line each: something must follow most of them before the next header."""
    return sum(b.start - a.end > 1 for a, b in pairwise(headers)) >= 0.9 * (len(headers) - 1)


def _trusted_without_heading(headers: Sequence[_Header], lines: Sequence[_Line]) -> bool:
    """No heading says that comments follow: two headers with prose below, or one with a time of day."""
    followed = [h for h in headers if h.end < len(lines)]
    if len(followed) >= 2:
        return True
    return len(followed) == 1 and re.search(r"\d{1,2}[:.h]\d{2}", followed[0].posted) is not None


def _comments(lines: Sequence[_Line], headers: Sequence[_Header], end: int, confidence: float) -> list[RawComment]:
    out: list[RawComment] = []
    starts = [h.start for h in headers[1:]] + [end]
    for position, (header, stop) in enumerate(zip(headers, starts, strict=True)):
        body = [line.text for line in lines[header.end : stop]]
        author = header.author
        if (
            author is None
            and body
            and (match := by_prefix().match(body[0]))
            and len(body) > 1
            and _author_alone(body[0])
        ):
            author, body = body[0][match.end() :].strip(_EDGES), body[1:]
        rating = header.rating or _rating(body)
        out.append(
            RawComment(
                key=f"p{position}",
                id_from="position",
                read_by="text",
                confidence=confidence,
                position=position,
                body="\n".join(body),
                author=author,
                headline=header.headline,
                posted=header.posted,
                rating=RawRating(raw=rating) if rating is not None else None,
            )
        )
    return out


def _rating(body: Sequence[str]) -> str | None:
    """Return the comment's own rating: its last line that is one for the whole, without what the line calls it."""
    from transform.ratings import rating_lines

    text = "\n".join(body)
    found = [line for line in rating_lines(text) if not line.label]
    if not found:
        return None
    best = [line for line in found if line.overall] or found
    written = text[best[-1].start : best[-1].end].strip()
    label = re.match(r"[^\W\d][^:：\d★☆]{0,30}[:：]\s*(?=\S)", written)
    return written[label.end() :] if label is not None else written


def _undated(lines: Sequence[_Line], claimed: str | None) -> list[RawComment]:
    """Comments without dates, told apart by blank lines; none unless they are as many as the heading claims."""
    if claimed is None or not claimed.isdigit() or not lines:
        return []
    blocks: list[list[str]] = []
    for line in lines:
        if line.after_gap or not blocks:
            blocks.append([])
        blocks[-1].append(line.text)
    count = int(claimed)
    if count == 1 and len(blocks) != 1:
        blocks = [[text for block in blocks for text in block]]
    if len(blocks) != count:
        return []
    signed = all(len(b) > 1 and _author_alone(b[0]) for b in blocks)
    out: list[RawComment] = []
    for position, block in enumerate(blocks):
        body = block[1:] if signed else block
        rating = _rating(body)
        out.append(
            RawComment(
                key=f"p{position}",
                id_from="position",
                read_by="text",
                confidence=0.6,
                position=position,
                body="\n".join(body),
                author=_author(block[0]) if signed else None,
                rating=RawRating(raw=rating) if rating is not None else None,
            )
        )
    return out


def _title(document: Document, top: Sequence[_Line]) -> RawTitle:
    """A name only where a first line is one: short, no sentence, with prose below; else what the address spells."""
    said, rest = _labelled(top)
    sources = dict.fromkeys(said, "text")
    first = rest[0] if rest else ""
    if "name" not in said and len(rest) > 1 and len(first) <= _LONGEST_NAME and not _SENTENCE_END.search(first):
        said["name"] = tidy(first.strip("#= "))
        sources["name"] = "first-line"
        rest = rest[1:]
        if re.fullmatch(r"[(\[]?(?:1[89]|20|21)\d\d[)\]]?", rest[0]) and "year" not in said:
            said["year"], sources["year"] = rest[0].strip("()[]"), "first-line"
            rest = rest[1:]
    if "name" in said:
        said["name"], year = split_year(said["name"])
        if year and "year" not in said:
            said["year"], sources["year"] = year, sources["name"]
    elif document.url and (spelt := name_of_slug(document.url)) is not None:
        said["name"], sources["name"] = spelt, "url-slug"
    paragraphs = [said["synopsis"], *rest] if "synopsis" in said else rest
    if paragraphs:
        sources["synopsis"] = "text"
    return RawTitle(
        name=said.get("name"),
        kind=said.get("kind"),
        year=said.get("year"),
        synopsis="\n".join(paragraphs) or None,
        language=document.language,
        sources=sources,
    )


def _labelled(top: Sequence[_Line]) -> tuple[dict[str, str], list[str]]:
    """Split off lines that name their part ("Title: …", "Year: …") and bare labels ("Synopsis")."""
    said: dict[str, str] = {}
    rest: list[str] = []
    for line in top:
        label, colon, value = line.text.partition(":") if ":" in line.text else line.text.partition("：")
        part = labels().get(label.strip("# *=").lower())
        if part is None or (not colon and part != "synopsis") or part in said:
            rest.append(line.text)
        elif value.strip():
            said[part] = value.strip()
    return said, rest
