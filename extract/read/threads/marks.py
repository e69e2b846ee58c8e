"""Cheap first looks at single texts and attributes: a date, a score, a link to a person, a control.

A mark says that something may be there, for counting; what it says is read later, by others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice

from lxml import html

from extract.read.remembered import remembered
from extract.read.threads import vocabulary

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
    if title and 6 < len(title) < 60 and _dated_text(title):
        mark |= 1
    if not mark & 1 and not _HINTED.isdisjoint(attributes):
        mark |= any(6 < len(v) < 60 and _dated_text(v) for key in HINTS if (v := attributes.get(key)))
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
    r"\d(?:[.,]\d+)?\s*(?:/|out of|von|sur|de|of|su|van|z|av|из)\s*\d"
    r"|\bstars?\b|sterne|étoile|estrell?a|stell[ae]\b|hvězd|gwiazd|зв[её]зд|stjärn|stjerne|sterren|tähteä|yıldız|csillag|αστέρι|つ星|별점"
    r"|\brat(?:ed|ing)\b",
    re.I,
)
_SCORE = re.compile(
    r"^(?:[★☆⭐✩✪✭✮½]+|\d{1,3}(?:[.,]\d{1,2})?\s*/\s*(?:5|10|20|100)"
    r"|\d(?:[.,]\d)? (?:out of|von|sur|of|su|van|de) (?:5|10)\b.*)$",
    re.I,
)
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
    r"(?:/|out of|von|sur|de|su|of|из|z|van|av)\s?\d{1,3}(?![\d/.])",
    re.IGNORECASE,
)


# words behind a span of time, and before one: few texts hold any, and spans are dear to look for without
_AGO = (
    *("ago", "geleden", "fa", "atrás", "temu", "sedan", "siden", "sitten", "назад", "тому", "таму", "önce", "öncə"),
    *("πριν", "zpět", "ezelőtt", "lalu", "trước", "în urmă", "бұрын", "առաջ", "წინ", "eest", "ang nakalipas"),
    *("पहले", "पूर्व", "আগে", "முன்"),
)
_SINCE = (
    *("il y a", "il ya", "vor", "hace", "há", "před", "pred", "prije", "pre", "prieš", "pirms", "fyrir", "hai"),
    *("duela", "πριν από", "πριν", "acum", "cách đây", "قبل", "منذ", "לפני", "пре", "преди", "пред"),
)
_NUMBERS = (
    r"\d{1,4}(?:\s?\.\s?\d{1,2}\s?\.|\s?/\s?\d{1,2}\s?/|\s?-\s?\d{1,2}\s?-|\s?[年년]\s?\d{1,2}\s?[月월])\s?\d{1,4}"
    r"|\d{1,2}月\d{1,2}日|\d{1,2}월\s?\d{1,2}일|\d{4}-\d\d-\d\dT"
)
_SPAN_AGO = (
    r"\b(?:\d+|an?|one|een|ein(?:em|er)?|un[ae]?|um|uma|en|et|jeden|один|день|час|минуту|неделю|месяц|год)"
    r"\+?\s?(?:\S{1,14}\.?\s){0,2}(?:" + "|".join(_AGO) + r")(?!\w)"
)
_SINCE_SPAN = (
    r"\b(?:" + "|".join(_SINCE) + r")\s+(?:etwa |ca\.? |circa |about |más de |plus de |environ )?"
    r"(?:\d+|an?|ein\w*|un\w*|um\w*|en|et|quelques|einigen|algunos|moins)\s+[^\W\d_]+"
    r"|منذ\s\S+|לפני\s\S+"
)
_COUNTED = (
    r"\d+\s?[^\W\d_]{0,4}(?:前|전|ที่แล้ว)|\d+\s?(?:초|분|시간|일|주|개월|달|년)\s?전|\d+\s(?:giờ|phút|ngày|วัน|ชั่วโมง|นาที)\b"
    r"|\b\d+\s?(?:min|mins|hr|hrs|[smhdwy]|mo|yr)\.?\s(?:ago)\b|^\d{1,3}\s?(?:[smhdwy]|min|hr|mo|yr)$"
    r"|\d{1,2}\s?[ก-ฮ]\.?[ก-ฮ]\.\s?\d{2}|\d{1,2}\sมี\.?ค\.|\d{1,2}\sเม\.?ย\.|\d{1,2}\sมิ\.?ย\."
    r"|\d{1,2}\s?tháng\s?\d{1,2}"
)
_DAYS = (
    r"^(?:yesterday|today|just now|gestern|heute|hier|aujourd|ayer|hoy|ontem|hoje|ieri|oggi|gisteren|vandaag|wczoraj"
    r"|dziś|dzisiaj|včera|dnes|igår|i går|idag|i dag|вчера|сегодня|dün|bugün|昨日|今日|昨天|今天|어제|오늘"
    r"|vorgestern|anteayer|anteontem|avant-hier|przedwczoraj|předevčírem|tegnap|eilen|tänään|danes|danas|včeraj|jučer|σήμερα|χθες"
    r"|kemarin|hari ini|hôm nay|hôm qua|اليوم|أمس|امروز|دیروز|היום|אתמול|前天|刚刚|剛剛|たった今|방금)(?!\w)"
)
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
        or (any(map(lower.__contains__, _AGO)) and _IN_SPAN_AGO.search(text) is not None)
        or (any(map(lower.__contains__, _SINCE)) and _IN_SINCE_SPAN.search(text) is not None)
    )


# a day or year beside a word that may be a month: the word decides; vowel signs of Thai or Hindi are no letters to \w
_BY_MONTH = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th|er|º|ª|\.)?(?:\s|-|/|de\s|d')+((?:[^\W\d_]|[\u0900-\u0e7f]){2,14})(?!\w)"
    r"|(?<!\w)((?:[^\W\d_]|[\u0900-\u0e7f]){3,14})\.?,?[\s-]+\d{1,4}(?:st|nd|rd|th)?(?!\w)",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\s*(?:of|von|de|sur)\s*\d(?!\d{3})")  # "9 de marzo de 2024" is a date


@cache
def months() -> frozenset[str]:
    """Month names and abbreviations of many languages, in lower case (Unicode CLDR)."""
    return frozenset(files(__package__).joinpath("months.txt").read_text(encoding="utf-8").split())


def _month_span(text: str) -> tuple[int, int] | None:
    found = _BY_MONTH.search(text)
    while found is not None:
        word = found.group(1) or found.group(2)
        if word.lower() in months() and not _OUT_OF.match(text, found.end()):
            return found.span()
        found = _BY_MONTH.search(text, found.start() + 1)  # "vom 1. März": the word before the day is none
    return None


_PRICE = re.compile(r"[€$£¥]\s?\d|\d\s?[€$£¥]")
_MAYBE_DATE = re.compile(
    r"\d|ago\b|yesterday|today|now\b|stern|heute|hier\b|aujourd|ayer|hoy|ontem|hoje|ieri|oggi|gister|vandaag"
    r"|wczoraj|dzi|včera|dnes|går|dag\b|вчера|сегодня|назад|dün|bugün|昨|今|어제|오늘|\b(?:vor|hace|il y a|há)\b"
    r"|atrás|преди|anteayer|anteontem|avant-hier|předevčírem|tegnap|eilen|tänään|danes|danas|jučer|σήμερα|χθες|kemarin"
    r"|hari ini|hôm|اليوم|أمس|منذ|امروز|دیروز|היום|אתמול|לפני|前天|刚刚|剛剛|방금",
    re.I,
)


# in lower case, without which no text without digits passes the look above
_MAYBE_WORD = re.compile(
    "ago|yesterday|today|now|stern|heute|hier|aujourd|ayer|hoy|ontem|hoje|ieri|oggi|gister|vandaag"
    "|wczoraj|dzi|včera|dnes|går|dag|вчера|сегодня|назад|dün|bugün|昨|今|어제|오늘|vor|hace|il y a|há|anteayer"
    "|anteontem|atrás|преди|avant-hier|předevčírem|tegnap|eilen|tänään|danes|danas|jučer|σήμερα|χθες|kemarin"
    "|hari ini|hôm|اليوم|أمس|منذ|امروز|دیروز|היום|אתמול|לפני|前天|刚刚|剛剛|방금"
)


@lru_cache(maxsize=32768)
def _dated_text(text: str) -> bool:
    """A cheap first look: does a short text hold something like a date? Never says what it is."""
    if len(text) > 90:
        return False
    if _DIGIT.search(text) is None and not (_MAYBE_WORD.search(text.lower()) and _MAYBE_DATE.search(text)):
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
    """Where in a text the first thing like a date lies, with its year and clock, or None."""
    found = _DATE.search(text)
    span = found.span() if found else _month_span(text)
    if span is None:
        return None
    rest = _REST_OF_DATE.match(text, span[1])
    return (span[0], rest.end()) if rest else span


_REST_OF_DATE = re.compile(
    r"(?:,?\s*\d{4}\b)?(?:\s?[(（][^\W\d]{1,4}[)）])?"
    r"(?:[\s,]*(?:at|um|à|às|a las|alle|om|kl\.?|@|-)?\s*\d{1,2}[:.h]\d{2}(?::\d\d(?:\.\d{1,3})?)?"
    r"(?:\s*(?:[ap]\.?m\b\.?|uhr))?)?",
    re.IGNORECASE,
)
