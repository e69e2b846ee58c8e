"""A text capture's comments from the lines that begin them: words, rating, notes, nesting; and those without a date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from extract.read.text.headers import is_name_alone
from extract.read.text.lines import Line, without_arrows
from extract.read.text.signatures import Header, bare_author, is_byline
from extract.read.threads.noted import answered_name, is_edit_note, is_helpful_note
from extract.read.threads.vocabulary import is_other_heading, is_reply_text, toggle_texts
from extract.read.threads.vocabulary import tables as vocabulary_tables
from extract.read.words import tables, thread_nouns
from extract.records import RawComment, RawRating

_NUMBER = re.compile(r"[+\-]?\d{1,6}|[·•|]")
_BETWEEN = re.compile(r"[\s·•|(),]+")
_LABEL = re.compile(r"[^\W\d][^:：\d★☆]{0,30}[:：]\s*(?=\S)")
_LONGEST_CONTROL = 60
_LEAST_ALIKE = 3
_LABELLED = re.compile(r"([^\W\d_][^:：]{0,20})[:：]")
_MOST_LABELS = 6
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[.!?…。！？]$")


@dataclass(slots=True)
class _Part:
    """One comment's lines while what is not its words is taken off."""

    header: Header
    body: list[Line]
    helpful: str | None = None
    edited: str | None = None
    answers: str | None = None
    controls: list[str] = field(default_factory=list)


def dated_comments(lines: Sequence[Line], below: int, headers: Sequence[Header], confidence: float) -> list[RawComment]:
    """Return the comments that the headers begin, or end; what stands behind the last one's end is the page's.

    The thread begins at line `below`.
    """
    stops = [*(header.start for header in headers[1:]), len(lines)]
    parts = [_Part(header, list(lines[header.end : stop])) for header, stop in zip(headers, stops, strict=True)]
    pictured = [
        part
        for part, after in pairwise(parts)
        if len(part.body) > 1 and _are_initials(part.body[-1].text, after.header.author)
    ]
    first = lines[headers[0].start - 1].text if headers[0].start > below else ""
    if len(pictured) > 0.5 * (len(parts) - 1) and _are_initials(first, headers[0].author):
        for part in pictured:
            part.body.pop()
    parts[-1].body = _before_footer(parts[-1].body, _last_buttons(parts))
    if above := _words_above(lines, below, parts):
        for part, body in zip(parts, above, strict=True):
            part.body = body
    alike = _alike(parts)
    authors = frozenset(header.author.casefold() for header in headers if header.author)
    for part in parts:
        _take_notes(part, alike, authors)
    nesting = _nesting(lines, headers)
    by_author: dict[str, int] = {}
    out: list[RawComment] = []
    for position, (part, (depth, parent)) in enumerate(zip(parts, nesting, strict=True)):
        answered = by_author.get((part.answers or "").casefold())
        if answered is not None:
            parent, depth = answered, out[answered].depth + 1
        comment = _comment(position, part, confidence, depth, parent)
        out.append(comment)
        if comment.author is not None:
            by_author[comment.author.casefold()] = position
    return out


def undated_comments(lines: Sequence[Line], claimed: int | None) -> list[RawComment]:
    """Return comments that blank lines tell apart: as many as the heading claims, or rated each."""
    if not lines:
        return []
    blocks: list[list[str]] = []
    for line in lines:
        if line.after_gap or not blocks:
            blocks.append([])
        blocks[-1].append(line.text)
    if claimed == 1 and len(blocks) != 1:
        blocks = [[text for block in blocks for text in block]]
    rated = len(blocks) > 1 and all(len(block) > 1 and _rating(block) is not None for block in blocks)
    if len(blocks) != claimed and not (claimed is None and rated):
        return []
    first = all(len(block) > 1 and is_name_alone(block[0]) for block in blocks)
    out: list[RawComment] = []
    for position, block in enumerate(blocks):
        body = block[1:] if first else block
        rating = _rating(body)
        out.append(
            RawComment(
                key=f"p{position}",
                id_from="position",
                read_by="text",
                confidence=0.6,
                position=position,
                body="\n".join(body),
                author=bare_author(block[0]) if first else None,
                rating=RawRating(raw=rating) if rating is not None else None,
            )
        )
    return out


def _words_above(lines: Sequence[Line], below: int, parts: Sequence[_Part]) -> list[list[Line]]:
    """Each comment's lines where they stand above its header, as words above a signature; [] where they do not.

    Below the last header there is nothing then, and below each of the others a blank line, if any are.
    """
    first, last = parts[0], parts[-1]
    starts = [below, *(part.header.end for part in parts[:-1])]
    bodies = [list(lines[start : part.header.start]) for start, part in zip(starts, parts, strict=True)]
    if any(part.header.rest is not None for part in parts) or not all(bodies):
        return []
    if any(not _is_control(line.text) for line in last.body) or all(_is_control(line.text) for line in bodies[0]):
        return []
    if len(parts) > 1:
        return bodies if all(body[0].after_gap for body in bodies[1:]) or not any(b.after_gap for b in lines) else []
    return bodies if first.header.author is not None else []


def _are_initials(text: str, author: str | None) -> bool:
    """Whether a line is what stands for a picture of somebody: "AL" above "Ada Lovelace"."""
    if author is None or len(text) > 3 or not text.isalpha() or not text.isupper():
        return False
    words = "".join(word[0] for word in author.split() if word[0].isalpha())
    return text.casefold() in (words.casefold(), words[:2].casefold(), author[: len(text)].casefold())


def _comment(position: int, part: _Part, confidence: float, depth: int, parent: int | None) -> RawComment:
    header = part.header
    body = [line.text for line in part.body]
    author = header.author
    if author is None and len(body) > 1 and is_byline(body[0]) and is_name_alone(body[0]):
        author, body = bare_author(body[0]), body[1:]
    if header.rest is not None:
        body.insert(0, header.rest)
    headline, body = _of_form(body, header.headline)
    rating = header.rating or _rating(body)
    return RawComment(
        key=f"p{position}",
        id_from="position",
        read_by="text",
        confidence=confidence,
        position=position,
        parent=f"p{parent}" if parent is not None else None,
        depth=depth,
        body="\n".join(body),
        author=author,
        headline=headline,
        posted=header.posted,
        edited=part.edited,
        helpful=part.helpful,
        rating=RawRating(raw=rating) if rating is not None else None,
    )


def _of_form(body: list[str], headline: str | None) -> tuple[str | None, list[str]]:
    """A comment written like a form ("Subject: …", "Homepage: …", "Message: …"): its headline, and what it says."""
    labelled = [_LABELLED.match(line) for line in body[:_MOST_LABELS]]
    labels = [match[1].strip().casefold() if match is not None else "" for match in labelled]
    at = next((k for k, label in enumerate(labels) if label in _form_words("message")), None)
    aside = _form_words("aside") | _form_words("headline")
    if at is None or not all(label in aside or _rating([body[k]]) for k, label in enumerate(labels[:at])):
        return headline, body
    for k, match in enumerate(labelled[:at]):
        if match is not None and labels[k] in _form_words("headline"):
            headline = headline or body[k][match.end() :].strip() or None
    message = labelled[at]
    said = body[at][message.end() :].strip() if message is not None else ""
    rated = [line for line in body[:at] if _rating([line])]
    return headline, [*rated, *([said] if said else []), *body[at + 1 :]]


@cache
def _form_words(kind: str) -> frozenset[str]:
    return frozenset(tables()["sign"][kind])


def _rating(body: Sequence[str]) -> str | None:
    """Return the comment's own rating: its last line that is one for the whole, without what the line calls it."""
    from transform.ratings import rating_lines

    text = "\n".join(body)
    found = [line for line in rating_lines(text) if not line.label]
    if not found:
        return None
    best = [line for line in found if line.overall] or found
    written = text[best[-1].start : best[-1].end].strip()
    label = _LABEL.match(written)
    return written[label.end() :] if label is not None else written


def _take_notes(part: _Part, alike: frozenset[str], authors: frozenset[str]) -> None:
    """Take off what the page writes around a comment's words: buttons, votes, an edit note, whom it answers."""
    body = part.body
    name = answered_name(body[0].text) if len(body) > 1 else None
    if name is not None and name.casefold() in authors:
        part.answers = name
        body.pop(0)
    badges = _form_words("badge")
    while len(body) > 1 and (body[0].text in alike or _is_control(body[0].text) or body[0].text.casefold() in badges):
        body.pop(0)
    while body:
        text = body[-1].text
        if is_helpful_note(text):
            part.helpful = part.helpful or text
        elif is_edit_note(text):
            part.edited = part.edited or text
        elif not (_is_control(text) or text in alike or (_NUMBER.fullmatch(text) and _counts_votes(part))):
            break
        part.controls.append(text)
        body.pop()
    if not body and part.header.rest is None and part.controls:
        # a comment of one word that is a button's too: "Like"
        part.body = [Line(text, False) for text in part.controls[-1:]]


def _counts_votes(part: _Part) -> bool:
    """Whether the last line, a number, stands between buttons or under one: "Like", "12"."""
    return bool(part.controls) or (len(part.body) > 2 and is_reply_text(part.body[-2].text))


def _is_control(text: str) -> bool:
    if is_reply_text(text) or text.lower() in toggle_texts() or _leads_on(text):
        return True
    words = [word for word in _BETWEEN.split(text) if word] if len(text) <= _LONGEST_CONTROL else []
    buttons = [is_reply_text(word) or word.lower() in _likes() for word in words]
    return any(buttons) and all(b or _NUMBER.fullmatch(w) for b, w in zip(buttons, words, strict=True))


@cache
def _likes() -> frozenset[str]:
    return frozenset(vocabulary_tables()["texts"]["helpful"]["likes"])


def _leads_on(text: str) -> bool:
    """Whether a line is a link to more comments: "Next", "Load more comments"."""
    return len(text) <= _LONGEST_CONTROL and _next().fullmatch(text.lower()) is not None


@cache
def _next() -> re.Pattern[str]:
    words = sorted({*tables()["pager"]["next"], *toggle_texts()}, key=len, reverse=True)
    said = "|".join(re.escape(word) for word in words)
    return re.compile(rf"\W*(?:{said})(?:\s+(?:\d+\s+)?{thread_nouns()}|\s*\(\d+\))?\W*", re.IGNORECASE)


def _alike(parts: Sequence[_Part]) -> frozenset[str]:
    """Lines that open or close most comments, whatever they count: a badge, a button with a name that no list has."""
    ends: dict[str, list[str]] = {}
    for part in parts:
        if len(part.body) > 1:
            own = {_counting(line.text): line.text for line in (part.body[0], *part.body[-3:])}
            for shape, text in own.items():
                ends.setdefault(shape, []).append(text)
    return frozenset(
        text
        for texts in ends.values()
        if len(texts) > 0.5 * len(parts) and (len(texts) >= _LEAST_ALIKE or len(set(texts)) == len(texts) == 2)
        for text in texts
        if len(text) <= _LONGEST_CONTROL and not _rating([text])
    )


def _counting(text: str) -> str:
    """A line as it counts whatever it counts, where it counts two things: "Helpful? Yes / No 45 / 3"."""
    return _DIGITS.sub("0", text) if len(_DIGITS.findall(text)) > 1 else text


def _before_footer(body: list[Line], last_buttons: frozenset[str]) -> list[Line]:
    """The last comment's lines, up to the button that ends the others, or what a page says below its thread."""
    button = next((k for k, line in enumerate(body) if line.text in last_buttons), None)
    if button is not None:
        return body[: button + 1]
    end = len(body)
    for index in range(len(body) - 1, 0, -1):
        text = body[index].text
        if len(text) > _LONGEST_CONTROL or _SENTENCE_END.search(text):
            break  # somebody's words: what stands above them is no footer
        if (body[index].after_gap or (index == end - 1 and _leads_on(text))) and _is_below(text):
            end = index
    return body[:end]


def _is_below(text: str) -> bool:
    lower = text.lower()
    return _leads_on(text) or is_other_heading(lower) or lower.startswith(_footers())


def _last_buttons(parts: Sequence[_Part]) -> frozenset[str]:
    """The button that stands last under most of the comments before the last one."""
    last = Counter(part.body[-1].text for part in parts[:-1] if len(part.body) > 1)
    return frozenset(text for text, count in last.items() if count > 0.5 * (len(parts) - 1) and _is_control(text))


@cache
def _footers() -> tuple[str, ...]:
    return tuple(tables()["thread"]["below"])


def _nesting(lines: Sequence[Line], headers: Sequence[Header]) -> list[tuple[int, int | None]]:
    """Depth and parent of each comment by how far in its first line stands."""
    open_: list[tuple[int, int]] = []  # (indent, position)
    out: list[tuple[int, int | None]] = []
    for position, header in enumerate(headers):
        indent = without_arrows(lines[header.start]).indent
        while open_ and open_[-1][0] >= indent:
            open_.pop()
        out.append((len(open_), open_[-1][1] if open_ else None))
        open_.append((indent, position))
    return out
