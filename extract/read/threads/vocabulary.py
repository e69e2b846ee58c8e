"""The words by which pages name the parts of a comment, loaded once from `vocabulary.toml`.

Answers what a class, id or itemprop name means, and what a short visible text is. Decides nothing about a page.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import IntFlag
from functools import cache
from importlib.resources import files
from typing import Any

from extract.read.remembered import remembered
from transform.nobody import is_nobody
from transform.repeats import toggle_phrases


class Role(IntFlag):
    """What a name in the markup says of its element."""

    NONE = 0
    ITEM = 1
    LIST = 2
    AUTHOR = 4
    DATE = 8
    OTHER_DATE = 16
    BODY = 32
    REPLY = 64
    RATING = 128
    ASPECT = 256
    HEADLINE = 512
    WIDGET = 1024
    AVATAR = 2048
    RANK = 4096
    NOT_THREAD = 8192
    PAGE_ITEM = 16384
    FORM = 32768
    QUOTE = 65536
    HIDDEN = 131072
    PINGBACK = 262144
    SUMMARY = 524288
    POST = 1048576


_ITEM, _LIST, _AUTHOR = int(Role.ITEM), int(Role.LIST), int(Role.AUTHOR)
_OF_OTHERS = int(Role.NOT_THREAD | Role.PAGE_ITEM | Role.SUMMARY)
_WORD = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@cache
def tables() -> dict[str, Any]:
    """The whole vocabulary file."""
    return tomllib.loads(files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8"))


@cache
def _stems() -> dict[str, tuple[tuple[str, int], ...]]:
    """The stems of names with the bits of their roles, by their first three letters."""
    out: dict[str, tuple[tuple[str, int], ...]] = {}
    for name, entry in tables()["names"].items():
        for stem in entry["stems"]:
            out[stem[:3]] = (*out.get(stem[:3], ()), (stem, int(Role[name.upper()])))
    return out


@cache
def _words() -> dict[str, int]:
    out: dict[str, int] = {}
    for name, entry in tables()["names"].items():
        for word in entry["words"]:
            out[word] = out.get(word, 0) | int(Role[name.upper()])
    return out


# comments that are named so are those of other pages
_ELSEWHERE = re.compile(
    r"(?:recent|latest|last|newest|dernier|ultim|neueste|most)\w{0,3}[-_]?(?:comment|post|kommentar|repl|response)"
    r"|(?:comment|post)s?[-_]?(?:recent|latest)|side-?bar|widget_|widget-area|breadcrumb|navbar|threadlist|topiclist|structitem|live|ticker|filter|histogram|flyout|breakdown|summary_row|sort"
)


_WHOSE = re.compile(
    r"(?:user|customer|member|guest|reader|people)s?'?s?[-_]{0,2}(?:review|comment|opinion|feedback|rating|kommentar|avis|critique)"
    r"|(?:by|from)[-_]?(?:user|customer|member)s?(?:$|[-_]review)",
    re.IGNORECASE,
)


_HAS_SOME = re.compile(r"has[-_](?:comment|review|response|repl|answer)(?:s|ies)")  # around them, no one of them


@remembered(65536)
def role_of(name: str) -> int:
    """What one class token, id or itemprop value says of its element, as bits of `Role`.

    Plain ints come back: combining them is the inner loop of the outline.
    """
    if len(name) > 80:
        return 0
    lower = name.lower()
    if "preview" in lower:  # no review
        lower = name = lower.replace("preview", "")
    found = spoken = 0
    stems, words = _stems(), _words()
    for at in range(len(lower) - 2):
        if (begun := stems.get(lower[at : at + 3])) is not None:
            for stem, role in begun:
                if lower.startswith(stem, at):
                    found |= role
    for word in _WORD.findall(lower if lower == name else _CAMEL.sub("-", name).lower()):
        spoken |= words.get(word, 0)
    if (found | spoken) & _ITEM and _HAS_SOME.fullmatch(lower):
        return (found | spoken) & ~_ITEM | _LIST
    if found & _ITEM and _WHOSE.search(lower):  # "user-reviews" names no author
        found &= ~_AUTHOR
        spoken &= ~_AUTHOR
    if found & _ITEM and not _ELSEWHERE.search(lower):  # "popular-reviews" are reviews
        return (found | spoken) & ~_OF_OTHERS
    return found | spoken


@remembered(16384)
def class_names(value: str) -> tuple[tuple[str, ...], int]:
    """The tokens of a class attribute, a dozen at most, and what they say of their element together."""
    names = tuple(value.split(None, 12)[:12])
    role = 0
    for name in names:
        role |= role_of(name)
    return names, role


@cache
def reply_texts() -> frozenset[str]:
    """Whole texts of links and buttons under a comment."""
    return frozenset(tables()["texts"]["reply"]["equal"])


@cache
def _subjects() -> re.Pattern[str]:
    words = tables()["texts"]["subject"]["start"]
    return re.compile(
        r"(?:" + "|".join(map(re.escape, words)) + r")\s?(?:[\[(#]*\d+[\])]*)?\s?[:：]\s*\w", re.IGNORECASE
    )


def begins_as_answer(text: str) -> bool:
    """Whether a heading is the subject of an answer: "Re: The last ferry"."""
    return _subjects().match(text) is not None


@cache
def _other_days() -> re.Pattern[str]:
    starts = tables()["texts"]["other_day"]["start"]
    return re.compile(r"^\W*(?:" + "|".join(map(re.escape, starts)) + r")(?![^\W\d_])", re.IGNORECASE)


def heads_other_day(text: str) -> bool:
    """Whether the words before a day say that it is another than a comment's: "Joined", "Zuletzt online"."""
    return _other_days().match(text) is not None


@cache
def toggle_texts() -> frozenset[str]:
    """Whole texts of links that open or close the rest of a body."""
    return toggle_phrases().union(tables()["texts"]["toggle"]["equal"])


@cache
def empty_texts() -> frozenset[str]:
    """Whole bodies that say that the comment is gone."""
    return frozenset(tables()["texts"]["empty"]["equal"])


@cache
def _reply_start() -> tuple[str, ...]:
    return tuple(tables()["texts"]["reply"]["start"])


_COUNT = re.compile(r"^[\s(\[]*[\d.,]*[\s)\]]*|[\s(\[:]*[\d.,]*[\s)\]:]*$")


@remembered(16384)
def is_reply_text(text: str) -> bool:
    """Whether a short text is that of a control under a comment: "Reply", "Antworten (3)"."""
    if len(text) > 60:
        return False
    lower = text.lower()
    if not (lower[:1].isalpha() and lower[-1:].isalpha()):
        lower = _COUNT.sub("", lower).strip()
    return lower in reply_texts() or lower.startswith(_reply_start())


def asks_of_comment(text: str) -> bool:
    """Whether a question asks a reader what they think of one comment: "Was this review helpful to you?"."""
    lower = text.lower()
    return _asked().search(lower) is not None and heading_words().search(lower) is not None


@cache
def _asked() -> re.Pattern[str]:
    table = tables()["texts"]["helpful"]
    return re.compile("|".join(map(re.escape, (*table["stems"], *table["agree"]))))


@cache
def _hrefs(kind: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The parts of addresses: those that begin with a slash as one pattern, which looks at slashes only; the others."""
    parts = tables()["hrefs"][kind]
    paths = "|".join(re.escape(part[1:]) for part in parts if part.startswith("/"))
    return re.compile(f"/(?:{paths})"), tuple(part for part in parts if not part.startswith("/"))


@remembered(16384)
def href_says(href: str) -> tuple[bool, bool]:
    """Whether a link's address looks like a person's own page, and whether it answers a comment."""
    lower = href.lower()
    if lower[:1].isalpha() and ":" not in lower[:12]:
        lower = "/" + lower  # "members/ann" is as good as "/members/ann"
    has = lower.__contains__
    return (
        _hrefs("author")[0].search(lower) is not None or any(map(has, _hrefs("author")[1])),
        _hrefs("reply")[0].search(lower) is not None or any(map(has, _hrefs("reply")[1])),
    )


def is_author_href(href: str) -> bool:
    """Whether a link's address looks like a person's own page."""
    return href_says(href)[0]


def is_reply_href(href: str) -> bool:
    """Whether a link's address answers a comment."""
    return href_says(href)[1]


@cache
def heading_words() -> re.Pattern[str]:
    """Finds a word that heads a thread in a heading's text, in lower case."""
    words = tables()["texts"]["heading"]["words"]
    latin = [re.escape(w) for w in words if w.isascii() or w[0] < "\u3000"]
    cjk = [re.escape(w) for w in words if not (w.isascii() or w[0] < "\u3000")]
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(latin, key=len, reverse=True)) + r")(?!\w)|" + "|".join(cjk))


def is_thread_heading(text: str) -> bool:
    """Whether a heading's text names comments or reviews of this page."""
    lower = text.lower()
    return heading_words().search(lower) is not None and not is_other_heading(lower)


def is_other_heading(lower: str) -> bool:
    """Whether a heading's text (lower case) names comments or texts of other pages."""
    return _unless().search(lower) is not None


@cache
def _unless() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in tables()["texts"]["heading"]["unless"]))


# words that also are parts of names: off only where most of a list's names carry them
_WEAK = (
    frozenset(("de", "di", "da", "von", "van", "av", "af", "od", "door", "par", "por", "el", "le", "il"))
    | frozenset(("am", "em", "op", "sa", "from", "autor", "re:", "on", "at", "dit", "sier", "said"))
    | frozenset(("posted", "of", "de către", "さん", "님", "より", "说", "說", "表示", "від", "от", "於", "于"))
)


@dataclass(frozen=True, slots=True)
class _Bylines:
    """Words before and behind an author's name, and what finds them; most texts begin and end with none of them."""

    start: tuple[str, ...]
    end: tuple[str, ...]
    before: re.Pattern[str]
    behind: re.Pattern[str]


@cache
def _by(weak: bool) -> _Bylines:
    table = tables()["texts"]["by"]
    start, end = (
        sorted((w for w in table[side] if (w in _WEAK) <= weak), key=len, reverse=True) for side in ("start", "end")
    )
    last = "|".join(map(re.escape, end))
    joined = "|".join(re.escape(word) for word in end if word[0] > "\u2e7f" or word[0] in "'’")  # no space before it
    return _Bylines(
        tuple(word.casefold() for word in start),
        tuple(word.casefold() for word in end),
        re.compile(r"^(?:" + "|".join(map(re.escape, start)) + r")(?:\s*[:：]\s*|\s+|(?<=[:：]))", re.IGNORECASE),
        re.compile(rf"(?:(?:\s+|(?<=[^\x00-\x7f]))(?:{last})|(?:{joined}))\s*$", re.IGNORECASE),
    )


@cache
def _by_words() -> frozenset[str]:
    table = tables()["texts"]["by"]
    return frozenset(w.strip(" :：.…") for w in (*table["start"], *table["end"]))


def is_by_word(text: str) -> bool:
    """Whether a whole text only announces or follows an author's name."""
    return len(text) < 30 and text.lower().strip(" :：.…") in _by_words()


@cache
def _signing() -> tuple[str, ...]:
    return tuple(word.casefold() for word in tables()["texts"]["by"]["start"] if " " in word.strip())


def begins_byline(text: str | None) -> bool:
    """Whether a text begins with words that only announce who wrote: "posted by Ann on 3 May"."""
    return text is not None and text.lstrip()[:_LONGEST_SIGNING].casefold().startswith(_signing())


_LONGEST_SIGNING = 30
_EDGES = " \t\n\r\u00a0\u200b\u200e\u200f,;:|·•–—-~»«>‹›"


@remembered(4096)
def strip_byline(text: str) -> str:
    """Take the words around an author's name off that no name holds: "By Ann says:" gives "Ann"."""
    return _strip(text, _by(weak=False))


def behind_byword(text: str) -> str:
    """Return what stands behind the words that lead a name in: "Posted by Ann on Monday" gives "Ann on Monday"."""
    return _by(weak=False).before.sub("", text.strip(_EDGES), count=1).strip(_EDGES)


@remembered(4096)
def strip_weak_byline(text: str) -> str:
    """As `strip_byline`, with words that could be a part of a name: "von Ann" gives "Ann"."""
    return _strip(text, _by(weak=True))


def _strip(text: str, by: _Bylines) -> str:
    out = text.strip(_EDGES)
    if is_nobody(out):
        return out
    for _ in range(2):
        if out.casefold().startswith(by.start):
            out = by.before.sub("", out, count=1).strip(_EDGES) or out
        if out.casefold().rstrip().endswith(by.end):
            out = by.behind.sub("", out, count=1).strip(_EDGES) or out
    return out


@cache
def level_pattern() -> re.Pattern[str]:
    """Finds a visible nesting level; group 1 is the number."""
    return re.compile(r"^(?:" + "|".join(tables()["texts"]["level"]["patterns"]) + r")\s*(\d{1,2})$", re.IGNORECASE)
