"""Cheap first looks at single texts and attributes: a score, a link to a person, a control, a date (see `days`).

A mark says that something may be there, for counting; what it says is read later, by others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from extract.read.remembered import remembered
from extract.read.threads import vocabulary
from extract.read.threads.days import dated_text
from extract.read.words import out_of

_TIME_ATTRIBUTES = (
    "datetime",
    "data-time",
    "data-timestamp",
    "data-utime",
    "data-datetime",
    "data-date",
    "data-created",
    "data-epoch",
    "data-creation-date",
    "data-shortdate",
    "data-livestamp",
    "data-unix-time",
    "data-original-time",
    "utime",
    "data-published",
    "data-comment-date",
    "data-created-at",
    "data-utc",
    "created",
    "ts",
    "data-ts",
)

# what a pointer shows over an element: mostly the whole of a shortened date
HINTS = ("data-tippy-content", "data-tooltip", "data-original-title", "data-bs-original-title", "data-tip")

_TIMED = frozenset(_TIME_ATTRIBUTES)
_HINTED = frozenset(HINTS)
TELLING_ATTRIBUTES = (
    *_TIME_ATTRIBUTES,
    *HINTS,
    "href",
    "title",
    "content",
    "aria-label",
    "alt",
    "src",
    "data-rating",
    "data-score",
    "data-stars",
    "data-rateit-value",
)


def attribute_marks(attributes: Mapping[str, str]) -> int:
    """What an element's attributes tell, as bits: 1 a date, 2 a person, 4 a control, 8 a score."""
    mark = 0
    href = attributes.get("href")
    if href is not None:
        of_author, of_reply = vocabulary.href_says(href)
        if (of_author and "/comment" not in href) or attributes.get("rel") == "author":
            mark |= 2
        if of_reply:
            mark |= 4
    if not _TIMED.isdisjoint(attributes):
        mark |= 1
    title = attributes.get("title")
    if title and 6 < len(title) < 60 and dated_text(title):
        mark |= 1
    if not mark & 1 and not _HINTED.isdisjoint(attributes):
        mark |= any(6 < len(v) < 60 and dated_text(v) for key in HINTS if (v := attributes.get(key)))
    content = attributes.get("content")
    if content and len(content) < 40 and _ISO.match(content):
        mark |= 1
    for value in (attributes.get("aria-label"), attributes.get("alt"), title):
        if value and len(value) < 60 and score_in(value):
            mark |= 8
    if "data-rating" in attributes or "data-score" in attributes or "data-stars" in attributes:
        mark |= 8
    if "data-rateit-value" in attributes:
        mark |= 8
    source = attributes.get("src")
    if source and is_star_file(source):
        mark |= 8
    return mark


def is_star_file(source: str) -> bool:
    """Whether an image is by its address one star that is lit or not: "/img/star1.gif", "star_off.png"."""
    return _STAR_FILE.search(source[-60:]) is not None


_STAR_FILE = re.compile(
    r"(?:^|/)(?:star|stella|etoile|stern|estrella|estrela)[-_]?(?:[01]|on|off|full|half|empty|gr[ae]y|yellow|gold)"
    r"\.(?:gif|png|jpe?g|svg|webp)$",
    re.IGNORECASE,
)


_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_SCORE_IN = re.compile(
    rf"\d(?:[.,]\d+)?\s*{out_of()}\s*\d"
    r"|\bstars?\b|sterne|étoile|estrell?a|stell[ae]\b|hvězd|gwiazd|зв[её]зд|stjärn|stjerne|sterren|tähteä|yıldız|csillag|αστέρι|つ星|별점"
    r"|\brat(?:ed|ing)\b",
    re.I,
)
_SCORE = re.compile(
    r"^(?:[★☆⭐✩✪✭✮½]+|\d{1,3}(?:[.,]\d{1,2})?\s*/\s*(?:5|10|20|100)"
    rf"|\d(?:[.,]\d)? {out_of()} (?:5|10)\b.*)$",
    re.I,
)
_SHARE = re.compile(r"(?:\d{1,2}|100)\s?%")
_DIGIT = re.compile(r"\d")
# in lower case, without which no text of letters holds a score: cheaper to look for than what they stand for
_SCORE_WORD = re.compile(r"star|sterne|étoile|estrell?a|stell[ae]|hvězd|gwiazd|rat(?:ed|ing)")


@remembered(8192)
def score_in(text: str) -> bool:
    """Whether a label holds a score or speaks of one."""
    if _DIGIT.search(text) is None and _SCORE_WORD.search(text.lower()) is None:
        return False
    return _SCORE_IN.search(text) is not None


def is_score(text: str) -> bool:
    """Whether a short text is a score and nothing else."""
    first = text[:1]
    return (first.isdecimal() or not first.isalpha()) and _SCORE.match(text) is not None


def is_share(text: str) -> bool:
    """Whether a short text is a share of a hundred and nothing else: a mark, where it has a cell of its own."""
    return text[-1:] == "%" and _SHARE.fullmatch(text) is not None


@lru_cache(maxsize=32768)
def text_marks(text: str) -> int:
    """What a short text tells, as bits: 1 a date, 4 a control, 8 a score."""
    mark = 1 if len(text) > 3 and dated_text(text) else 0
    if len(text) < 24:
        mark |= 8 if is_score(text) else 4 if vocabulary.is_reply_text(text) else 0
    if text[-1:] in "?？" and vocabulary.asks_of_comment(text):
        mark |= 4
    if not mark and 8 < len(text) < 40 and _SCORE_SAID.match(text):
        mark = 8
    return mark


_SCORE_SAID = re.compile(
    r"(?:[^\W\d_]+\s)?(?:rat(?:ing|ed)|score|grade|mark|note|nota|voto|valutazione|bewertung|wertung|ocena|hodnocení"
    r"|betyg|karakter|puan|оценка|оцінка|értékelés|评分|評価|평점)\s?[:：]?\s?\d{1,3}(?:[.,]\d)?\s?"
    rf"{out_of()}\s?\d{{1,3}}(?![\d/.])",
    re.IGNORECASE,
)
