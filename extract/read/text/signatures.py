"""The line that begins a comment in a text capture: a date, or somebody and a date, in any order and with any joint.

Works on single lines and judges each by itself; `headers` knows which of them a text means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from extract.read.threads import vocabulary
from extract.read.threads.noted import is_edit_note
from extract.read.threads.vocabulary import behind_byword, is_reply_text, strip_byline
from extract.read.words import date_label, tables, wrote_suffix
from transform.dates import looks_like_date, read_date
from transform.ratings import looks_like_rating

EDGES = " \t-–—|•·,;:()[]<>*#/@~、，：（）【】↳└»│"
LONGEST = 100
LONGEST_AUTHOR = 40

_SEPARATED = re.compile(r"\s+[|•·–—]\s+|\s*[|•·]\s*|\t+")
STARS = re.compile(r"\s*[★☆⭐✩✪✭✮½]{2,10}\s*")
_NUMBERED = re.compile(r"^(?:#|№|Nr\.?\s)?\d{1,5}(?:[.):]?\s+(?:[-–—|]\s+)?|[.)])(?=\S*[^\W\d_])")
_PROSE = re.compile(r"[.!?。！？]\s|[,;!?]|\w{4}[.…。]$")
_BRACKETS = re.compile(r"[()\[\]]")
_SAID = re.compile(r"[:：]\s+(?=\S)")
_NICK = re.compile(r"(?P<date>.{4,60}?)\s*<(?P<author>[^<>\s][^<>]{0,39})>\s+(?=\S)")
_REVIEWED_IN = re.compile(
    r"(?:Reviewed|Rezension|Bewertet|Commenté|Évalué|Revisado|Reseñado|Calificado|Avaliado|Recensito|Beoordeeld|Recenzja|Yorum)"
    r"\s+(?:in|aus|en|em|no|na|nos|w|z)\s+(?:\S+\s+){1,4}?(?:on|am|vom|le|el|em|il|op|dnia)\s+(?=\d|[^\W\d_]+\s+\d)"
)
# what boards write behind a date: the post's id, where it was sent from
_BEHIND = re.compile(r"\s+(?:ID[:：]\s?\S{2,12}|(?:来自|來自|IP属地|发布于)[:：]?\s?\S{1,10})$")
_INITIAL = re.compile(r"[^\W\d_a-z]\.\s")
_LED_BY_RATING = re.compile(r"(?P<rating>\d{1,2}(?:[.,]\d{1,2})?\s?(?:[★⭐]|/\s?(?:5|10|100)))[\s|•·–—,:]+(?=[^\W\d_])")
_BADGE = re.compile(r"(?<=\d)\s*[|•·]\s*[^\W\d_]+(?: [^\W\d_]+)?$")  # "3 March 2024 | Verified"
_MOST_WORDS = 14
_MOST_PARTS = 7


@dataclass(frozen=True, slots=True)
class Header:
    """What begins a comment: lines `start` to `end` (exclusive). `mark` is alike where the form is.

    `form` says what the line holds: a date, a date and somebody ("signed"), or somebody alone ("name"). `rest` is what
    the comment says in that same line.
    """

    start: int
    end: int
    form: str
    posted: str | None
    author: str | None = None
    rating: str | None = None
    mark: str = ""
    headline: str | None = None
    rest: str | None = None


def signature(text: str, index: int) -> Header | None:
    """Return what line `index` begins, None where it begins nothing; a date inside prose begins nothing."""
    found = _with_words(text, index)
    if found is not None:
        return found
    found = _signature(text, index) if len(text) <= LONGEST else None
    # "5 out of 5" is a fifth of October somewhere
    return found if found is not None and not looks_like_rating(text) and not is_edit_note(text) else None


def is_byline(text: str) -> bool:
    """Say whether a text is a name and words that sign with it: "by Ada", "Ada says:", "Author: Ada"."""
    name = trimmed(text)
    return len(text) <= LONGEST_AUTHOR + 20 and trimmed(strip_byline(text)) not in ("", name) and is_author(text)


def is_author(text: str) -> bool:
    """Say whether a text could be a name, with or without words that sign with it."""
    name = bare_author(text)
    return (
        0 < len(name) <= LONGEST_AUTHOR
        and len(name.split()) <= 5
        and not _PROSE.search(name)
        and any(c.isalpha() for c in name)
        and not is_reply_text(name)
    )


def bare_author(text: str) -> str:
    """Return a name without its number in the list and the words that sign with it."""
    name = _NUMBERED.sub("", trimmed(text), count=1)
    return trimmed(strip_byline(name)) or name


def trimmed(text: str) -> str:
    """Return a text without the signs around it; a bracket that closes one inside stays: "Ada (Kent)"."""
    bare = text.strip(EDGES)
    return f"{bare})" if bare.count("(") > bare.count(")") else bare


def is_date(text: str) -> bool:
    """Say whether a text is a date and nothing else but words that lead dates in: no name beside it."""
    if not looks_like_date(text) or text.count("(") != text.count(")"):
        return False
    around = (word for part in read_date(text).wrappers for word in re.findall(r"[^\W\d_]+", part.lower()))
    return all(word in _signing_words() for word in around)


@cache
def _signing_words() -> frozenset[str]:
    """Every word that may stand around a date without being anybody's name."""
    sign, by = tables()["sign"], vocabulary.tables()["texts"]["by"]
    phrases = [*sign["wrote"], *sign["date_labels"], *sign["clock"], *by["start"], *by["end"]]
    return frozenset(word for phrase in phrases for word in re.findall(r"[^\W\d_]+", phrase.lower()))


def signed_again(header: Header, text: str) -> Header:
    """Look for an author in a line that passed for a date alone: some names are words of dates too."""
    if header.form != "date":
        return header
    return _of_parts(text, header.start) or _author_and_date(text.split(), header.start) or header


def _signature(text: str, index: int) -> Header | None:
    text = _BEHIND.sub("", text)
    words = text.split()
    led = _LED_BY_RATING.match(text)
    if led is not None:
        found = _signature(text[led.end() :], index)
        return replace(found, rating=found.rating or led["rating"]) if found is not None else None
    stars = STARS.search(text)
    if stars is not None and stars.span() != (0, len(text)):
        found = _signature(STARS.sub(" | " if stars.start() > 0 and stars.end() < len(text) else "", text, 1), index)
        return replace(found, rating=stars[0].strip()) if found is not None else None
    while len(words) > 1 and is_reply_text(words[-1]) and any(c.isdecimal() for c in text):
        words.pop()
        text = text[: text.rindex(words[-1]) + len(words[-1])]
    text = _BADGE.sub("", text)
    signed = _NUMBERED.sub("", text.strip(EDGES), count=1)
    named = behind_byword(signed)
    if 2 <= len(words) <= _MOST_WORDS and len(named) < len(signed.strip(EDGES)):
        found = _author_and_date(named.split(), index)
        if found is not None:
            return replace(found, mark=found.mark + "by")
    label = _REVIEWED_IN.match(text) or date_label().match(text)
    written = text[label.end() :] if label is not None else text
    if is_date(written.strip("[]()")):
        return Header(index, index + 1, "date", text if label is None else written.strip("[]()"))
    if not 2 <= len(words) <= _MOST_WORDS:
        return None
    return _of_parts(text, index) or _author_and_date(words, index)


def _of_parts(text: str, index: int) -> Header | None:
    """Split "Ada | 3 March 2025 | 9/10" at what stands between its parts; one is the date, one may be a rating."""
    parts = [part.strip() for part in _SEPARATED.split(text) if part.strip(EDGES)]
    if not 2 <= len(parts) <= _MOST_PARTS:
        return None
    dated = [k for k, part in enumerate(parts) if is_date(_bare_date(part))]
    if len(dated) != 1:
        return None
    others = [k for k in range(len(parts)) if k != dated[0] and not is_reply_text(parts[k])]
    rated = [k for k in others if looks_like_rating(parts[k])]
    names = [k for k in others if k not in rated]
    if len(rated) > 1 or (names and not is_author(parts[names[0]])):
        return None
    posted, rating = _bare_date(parts[dated[0]]), parts[rated[0]] if rated else None
    if not names:
        return Header(index, index + 1, "date", posted, None, rating)
    mark = "a|d" if names[0] < dated[0] else "d|a"
    return Header(index, index + 1, "signed", posted, bare_author(parts[names[0]]), rating, mark)


def _author_and_date(words: list[str], index: int) -> Header | None:
    """Split "Maria K. wrote on 3 March 2025 at 10:00:" at the longest date on either side."""
    for date, author, dates_first in _cuts(words):
        if not dates_first and _INITIAL.match(date) is not None:
            continue  # "Hans M. am 3.8.2024"
        if not any(c.isdecimal() for c in date) or not is_date(_BRACKETS.sub(" ", date).strip(EDGES)):
            continue
        if is_reply_text(author.strip(EDGES)):
            return Header(index, index + 1, "date", _bare_date(date))
        if is_author(author):
            mark = "d a" + _joint(date, author) if dates_first else "a d" + _joint(author, date)
            return Header(index, index + 1, "signed", _bare_date(date), bare_author(author), None, mark)
    return None


def _cuts(words: list[str]) -> Iterator[tuple[str, str, bool]]:
    for cut in range(1, len(words)):
        yield " ".join(words[cut:]), " ".join(words[:cut]), False
    for cut in range(len(words) - 1, 0, -1):
        yield " ".join(words[:cut]), " ".join(words[cut:]), True


def _with_words(text: str, index: int) -> Header | None:
    """Split a line that goes on with what is said: "[22:11] <ada> hello", "Ada (3 March 2025): hello"."""
    nick = _NICK.match(text)
    if nick is not None and is_date(nick["date"].strip(EDGES)):
        posted = nick["date"].strip(EDGES)
        return Header(index, index + 1, "signed", posted, nick["author"], None, "<>", None, text[nick.end() :])
    said = _SAID.search(text, 3, LONGEST)
    if said is None:
        return None
    found = _signature(text[: said.start()], index)
    return None if found is None else replace(found, mark=found.mark + ":", rest=text[said.end() :])


def saying(text: str, index: int) -> Header | None:
    """Return the name in "Ada: I liked it" and what is said; only a claimed number can tell it from prose."""
    said = _SAID.search(text, 1, LONGEST_AUTHOR + 1)
    if said is None or not is_author(text[: said.start()]) or len(text[: said.start()].split()) > 3:
        return None
    name = bare_author(text[: said.start()])
    return Header(index, index + 1, "name", None, name, None, "name:", None, text[said.end() :])


def _bare_date(text: str) -> str:
    """Take labels and the words that lead a date in ("wrote on", "Date:") off it."""
    bare = text.strip(EDGES)
    if bare.count("(") != bare.count(")"):
        bare = text.strip(" \t,:;-–—|·")
    label = date_label().match(bare)
    if label is not None and is_date(bare[label.end() :]):
        bare = bare[label.end() :]
    words = bare.split()
    while len(words) > 1 and words[0].isalpha() and wrote_suffix().match(f" {words[0]}"):
        words.pop(0)
    return " ".join(words)


def _joint(left: str, right: str) -> str:
    """What joins author and date, so that the same joint is asked of the next line."""
    return (left[-1] if left[-1] in EDGES else "") + (right[0] if right[0] in EDGES else "")
