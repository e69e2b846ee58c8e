"""Whether a short text holds something like a date or a span of time, and where. What it says is read by others.

A first look at every short text of a page, so it is cheap: words that most texts lack are asked for first.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice

from lxml import html

from extract.read.threads.vocabulary import tables
from extract.read.words import any_of

_PAST = tables()["texts"]["past"]
_BEHIND, _BEFORE = _PAST["behind"], _PAST["before"]
_NUMBERS = (
    r"\d{1,4}(?:\s?\.\s?\d{1,2}\s?\.|\s?/\s?\d{1,2}\s?/|\s?-\s?\d{1,2}\s?-|\s?[年년]\s?\d{1,2}\s?[月월])\s?\d{1,4}"
    r"|\d{1,2}月\d{1,2}日|\d{1,2}월\s?\d{1,2}일|\d{4}-\d\d-\d\dT"
)
_SPAN_AGO = rf"\b(?:\d+|{any_of(_PAST['one'])})\+?\s?(?:\S{{1,14}}\.?\s){{0,2}}{any_of(_BEHIND)}(?!\w)"
_SINCE_SPAN = (
    rf"\b{any_of(_BEFORE)}\s+(?:{any_of(_PAST['about'])}\.?\s+)?(?:\d+|{any_of(_PAST['one'])})\s+[^\W\d_]+"
    r"|منذ\s\S+|לפני\s\S+"
)
_COUNTED = (
    r"\d+\s?[^\W\d_]{0,4}(?:前|전|ที่แล้ว)|\d+\s?(?:초|분|시간|일|주|개월|달|년)\s?전|\d+\s(?:giờ|phút|ngày|วัน|ชั่วโมง|นาที)\b"
    r"|\b\d+\s?(?:min|mins|hr|hrs|[smhdwy]|mo|yr)\.?\s(?:ago)\b|^\d{1,3}\s?(?:[smhdwy]|min|hr|mo|yr)$"
    r"|\d{1,2}\s?[ก-ฮ]\.?[ก-ฮ]\.\s?\d{2}|\d{1,2}\sมี\.?ค\.|\d{1,2}\sเม\.?ย\.|\d{1,2}\sมิ\.?ย\."
    r"|\d{1,2}\s?tháng\s?\d{1,2}"
)
_DAYS = rf"^{any_of(_PAST['days'])}(?!\w)"
_DATE = re.compile("|".join((_NUMBERS, _SPAN_AGO, _SINCE_SPAN, _COUNTED, _DAYS)), re.IGNORECASE)
_IN_NUMBERS = re.compile(f"{_NUMBERS}|{_COUNTED}", re.IGNORECASE)
_IN_SPAN_AGO = re.compile(_SPAN_AGO, re.IGNORECASE)
_IN_SINCE_SPAN = re.compile(_SINCE_SPAN, re.IGNORECASE)
_IN_DAYS = re.compile(_DAYS, re.IGNORECASE)


def _holds_date(text: str) -> bool:
    """Whether `_DATE` finds something: its parts asked one by one, most of them much quicker than all at once."""
    lower = text.lower()
    return (
        _IN_NUMBERS.search(text) is not None
        or _IN_DAYS.match(text) is not None
        or (any(map(lower.__contains__, _BEHIND)) and _IN_SPAN_AGO.search(text) is not None)
        or (any(map(lower.__contains__, _BEFORE)) and _IN_SINCE_SPAN.search(text) is not None)
    )


# a day or year beside a word that may be a month: the word decides; vowel signs of Thai or Hindi are no letters to \w
_BY_MONTH = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th|er|º|ª|\.)?(?:\s|-|/|de\s|d')+((?:[^\W\d_]|[\u0900-\u0e7f]){2,14})(?!\w)"
    r"|(?<!\w)((?:[^\W\d_]|[\u0900-\u0e7f]){3,14})\.?,?[\s-]+\d{1,4}(?:st|nd|rd|th)?(?!\w)",
    re.IGNORECASE,
)
_OF_SCALE = re.compile(r"\s*(?:of|von|de|sur)\s*\d(?!\d{3})")  # "9 de marzo de 2024" is a date


@cache
def months() -> frozenset[str]:
    """Month names and abbreviations of many languages, in lower case (Unicode CLDR)."""
    return frozenset(files(__package__).joinpath("months.txt").read_text(encoding="utf-8").split())


def _month_span(text: str) -> tuple[int, int] | None:
    found = _BY_MONTH.search(text)
    while found is not None:
        word = found.group(1) or found.group(2)
        if word.lower() in months() and not _OF_SCALE.match(text, found.end()):
            return found.span()
        found = _BY_MONTH.search(text, found.start() + 1)  # "vom 1. März": the word before the day is none
    return None


_PRICE = re.compile(r"[€$£¥]\s?\d|\d\s?[€$£¥]")
_DIGIT = re.compile(r"\d")
# what a text without digits must have, in lower case: words that mean something else as well say nothing there
_TOLD = any_of([w for w in (*_PAST["days"], *_BEHIND, *_BEFORE) if w not in _PAST["counted"]])
_TOLD_SOMEWHERE, _TOLD_APART = re.compile(_TOLD), re.compile(rf"(?<!\w){_TOLD}(?!\w)|[^\x00-\u2e7f]")


@lru_cache(maxsize=32768)
def _dated_text(text: str) -> bool:
    """A cheap first look: does a short text hold something like a date? Never says what it is."""
    if len(text) > 90:
        return False
    if _DIGIT.search(text) is None:
        lower = text.lower()
        if _TOLD_SOMEWHERE.search(lower) is None or _TOLD_APART.search(lower) is None:  # the quicker look first
            return False
    if _PRICE.search(text):
        return False
    return _holds_date(text) or _month_span(text) is not None


def dated_text(text: str) -> bool:
    """Whether a short text holds something like a date or a relative time."""
    return _dated_text(text.strip()[:91])


def in_pieces(el: html.HtmlElement) -> str:
    """A short text whose parts have elements of their own, with spaces between: a day, a month and a year in spans."""
    pieces = [piece for text in islice(el.itertext(), 24) if (piece := text.strip())]
    return " ".join(pieces) if sum(map(len, pieces)) < 90 else ""


def date_span(text: str) -> tuple[int, int] | None:
    """Where in a text the first thing like a date lies, with its year and its clock before or behind it, or None."""
    found = _DATE.search(text)
    span = found.span() if found else _month_span(text)
    if span is None:
        return None
    clock = _CLOCK_BEFORE.search(text[: span[0]])
    rest = _REST_OF_DATE.match(text, span[1])
    return clock.start() if clock else span[0], rest.end() if rest else span[1]


_CLOCK_BEFORE = re.compile(
    r"(?<![\d:.])(?:[01]?\d|2[0-3])(?::[0-5]\d(?::\d\d)?(?:\s*(?:[ap]\.?m\b\.?|uhr))?|\.[0-5]\d\s*(?:[ap]\.?m\b\.?|uhr))"
    r"(?:,?\s+(?:on|am|le|el|em|il|op|den|dne|dnia)|,)\s*$",
    re.IGNORECASE,
)
_REST_OF_DATE = re.compile(
    r"(?:,?\s*\d{4}\b)?(?:\s?[(（][^\W\d]{1,4}[)）])?"
    r"(?:[\s,]*(?:at|um|à|às|a las|alle|om|kl\.?|@|-)?\s*\d{1,2}[:.h]\d{2}(?::\d\d(?:\.\d{1,3})?)?"
    r"(?:\s*(?:[ap]\.?m\b\.?|uhr))?)?",
    re.IGNORECASE,
)
