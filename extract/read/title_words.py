"""A name out of a title line that says more than it: "Reviews of X", "X (TV series, 2019)", "Watch X online".

Works on texts only, after the site's own name is off. What is taken off are whole phrases of known words at a line's
ends; a line that is nothing else stays as it is, and no word is taken out of the middle of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.read.naming import plain_digits
from extract.read.remembered import remembered
from extract.read.words import tables, thread_heading

_QUOTES = {"‘": "’", "“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "《": "》", "「": "」", "『": "』", "〈": "〉"}
_NO_END = frozenset(
    {"the", "a", "an", "of", "in", "on", "for", "to", "and", "&", "under", "de", "la", "le", "el", "der", "die", "das"}
    | {"den", "dem", "des", "du", "un", "une", "und", "et", "y", "e", "i", "в", "на", "по", "my", "second"}
)
_YEAR = r"(?:1[89]|20|21)\d{2}"
_LONG_WORDS = 6
_LONGEST = 300
_MOST_CUTS = 3
_LEAST_CALLED = 2


@remembered(512)
def bare_name(line: str) -> str:
    """Take "Reviews of", "user reviews", "(Film)" and the like off a title line; the line where nothing is left."""
    text = line
    for _ in range(_MOST_CUTS):
        if len(text) > _LONGEST or is_heading(text):
            break
        shorter = _unquoted(_once(text))
        if shorter == text or not shorter.strip():
            break
        text = shorter
    return text


def name_in_line(line: str) -> tuple[str, str | None]:
    """Split a title line into the bare name and the year that it gives, or None."""
    name, year = _split_year(line)
    return bare_name(name), year


def is_part(line: str) -> bool:
    """Say whether a line only numbers a part of something ("Season 3", "S2 E4", "第3季")."""
    return _part().fullmatch(line) is not None


def is_heading(line: str) -> bool:
    """Say whether a line heads comments and names nothing: "User reviews", "Críticas de la película"."""
    return thread_heading().fullmatch(line) is not None or _headed().fullmatch(line) is not None


def proper_title(line: str) -> str:
    """Return a book's title without its subtitle, where that is longer than a volume's own name would be.

    Libraries call it the title proper: what follows the colon is other information (ISBD, area 1).
    """
    name, colon, rest = line.partition(": ")
    words = rest.split()
    long = len(words) >= _LONG_WORDS and len(rest) > 1.5 * len(name)
    return name if colon and long and len(name.split()) > 1 else line


def isbn_in(address: str) -> bool:
    """Say whether a part of an address is a book's number, by its check digit (ISO 2108)."""
    return any(_is_isbn(part.replace("-", "")) for part in re.split(r"[/?&=_.]", address[:2000]))


def _is_isbn(part: str) -> bool:
    if re.fullmatch(r"\d{9}[\dXx]", part):
        digits = [10 if c in "Xx" else int(c) for c in part]
        return sum(d * (10 - i) for i, d in enumerate(digits)) % 11 == 0
    if re.fullmatch(r"97[89]\d{10}", part):
        return sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(part)) % 10 == 0
    return False


def _split_year(line: str) -> tuple[str, str | None]:
    """Split "X (2019) directed by …", "X (фильм, 2019)" into the name and the year that ends it.

    A line with two such years compares titles, and stays whole.
    """
    found = list(_bracketed().finditer(plain_digits(line))) if len(line) <= _LONGEST else []
    if len(found) != 1 or not _is_name(line[: found[0].start()]):
        return line, None
    return line[: found[0].start()].strip(" -–—|•·:,"), found[0]["year"]


def _once(text: str) -> str:
    for name in (_behind_lead(text), *_before_ends(text), _called(text)):
        if name is not None and _is_name(name := name.strip(" -–—|•·:,：・")):
            return name
    return text


def _behind_lead(text: str) -> str | None:
    """Return X of "Reviews of X", "Kommentare zu: X", "Film review: X", "A ★★★★ review of X": it begins as names do."""
    match = _lead().match(text)
    name = text[match.end() :] if match is not None else ""
    return name if name and not name[0].islower() else None


def _before_ends(text: str) -> Iterator[str | None]:
    """Yield X of "X user reviews", "X: отзывы", "X - Cast & Reviews", "海の扉のレビュー・感想", "X (Film)"."""
    for pattern in (_end(), _end_of_several(), _end_cjk(), _kind_in_brackets()):
        match = pattern.search(text)
        yield text[: match.start()] if match is not None else None


def _called(text: str) -> str | None:
    """Return X of "Watch X online for free", "X смотреть онлайн бесплатно".

    One such word at the end is enough only around two words and more: "Don't Watch Online" is a name.
    """
    first, *words = text.split() or [""]
    calls = frozenset(tables()["titled"]["call"])
    ends = frozenset(tables()["titled"]["called"])
    at = next((k for k, word in enumerate(words) if word.lower() in calls), None)
    behind = words[at + 1 :] if at is not None else []
    if len(behind) >= _LEAST_CALLED and all(word.lower().strip(",") in ends for word in behind):
        return " ".join([first, *words[:at]])
    if first.lower() not in calls:
        return None
    kept = list(words)
    while kept and kept[-1].lower() in ends:
        kept.pop()
    least = 1 if len(kept) > 1 else _LEAST_CALLED
    return " ".join(kept) if len(words) - len(kept) >= least else None


def _is_name(text: str) -> bool:
    words = text.lower().split()
    if not words or not any(c.isalnum() for c in text) or words[-1] in _NO_END:
        return False
    return not is_heading(text)


def _unquoted(text: str) -> str:
    closing = _QUOTES.get(text[:1])
    if closing is None or text[-1:] not in closing or len(text) < 3:
        return text
    inner = text[1:-1]
    return text if any(c in inner for c in (text[0], *closing)) else inner.strip()


@cache
def _words() -> dict[str, str]:
    table = tables()["titled"]
    keys = (
        "plural",
        "singular",
        "whose",
        "of",
        "people",
        "articles",
        "kinds",
        "joined",
        "cjk",
        "parts",
        "and",
        "named",
    )
    any_of = {key: "|".join(re.escape(word) for word in sorted(table[key], key=len, reverse=True)) for key in keys}
    any_of["about"] = (
        rf"(?:(?:{any_of['whose']})\s+){{0,2}}(?:{any_of['plural']}|{any_of['singular']})"
        rf"(?:\s+(?:(?:{any_of['of']})\s+)?(?:{any_of['people']})(?![^\W\d_]))?"
    )
    return any_of


@cache
def _headed() -> re.Pattern[str]:
    w = _words()
    kind = rf"(?:(?:{w['articles']})\s+)?(?:{w['kinds']}|{w['whose']})"
    return re.compile(rf"{w['about']}(?:\s+(?:{w['of']})\s+{kind})?", re.IGNORECASE)


@cache
def _lead() -> re.Pattern[str]:
    w = _words()
    of = rf"\s+(?:{w['of']})(?:\s+(?-i:(?:(?:{w['articles']})\s+)?(?:{w['kinds']})))?"
    joined = rf"\s+(?:{w['joined']})"
    kind = rf"\s+(?:{w['kinds']})"
    about = rf"(?:an?\s+)?(?:[★☆½⭐\d.,/]+\s+)?{w['about']}(?:(?:{of}|{kind})?\s*[:：]\s*|(?:{of}|{joined})\s+)"
    quoted = rf"(?:{w['kinds']})\s*(?=[«„“\"《『「][^«»„“”\"《》『』「」]+[»”“\"》』」]\s*\Z)"
    return re.compile(
        rf"{about}|{quoted}|(?:{w['named']})\s*[:：]\s*|(?:{w['joined']})(?:\s*[:：–—-])?\s+", re.IGNORECASE
    )


@cache
def _end() -> re.Pattern[str]:
    w = _words()
    kind = rf"(?:\s+(?:{w['of']})\s+(?:(?:{w['articles']})\s+)?(?:{w['kinds']}))?"
    return re.compile(rf"(?<!\s)\s*[:：|–—-]?\s+{w['about']}{kind}(?:\s+by\s+\S.*)?\Z", re.IGNORECASE)


@cache
def _end_of_several() -> re.Pattern[str]:
    w = _words()
    return re.compile(rf"(?<!\s)\s+[|–—-]\s+(?:[^\W\d_]+[\s,]+){{1,6}}(?:{w['and']})\s+{w['about']}\Z", re.IGNORECASE)


@cache
def _end_cjk() -> re.Pattern[str]:
    words = _words()["cjk"]
    return re.compile(rf"(?<!\s)\s*[の的]?(?:{words})(?:[・·、,／/&＆\s]+\w{{1,8}}){{0,5}}(?:[(（][\d,.]+[)）])?\Z")


@cache
def _kind_in_brackets() -> re.Pattern[str]:
    return re.compile(rf"\s*[(\[（]\s*(?:{_words()['kinds']})\s*[)\]）]\Z", re.IGNORECASE)


@cache
def _bracketed() -> re.Pattern[str]:
    kinds = rf"(?i:{_words()['kinds']})"
    return re.compile(
        rf"[(\[（【]\s*(?:{kinds}[\s.,/·-]+){{0,3}}(?P<year>{_YEAR})(?:\s*[-–—]\s*(?:{_YEAR}|\d\d)?)?"
        rf"(?:[\s,]+{kinds}){{0,2}}\s*[)\]）】]"
    )


@cache
def _part() -> re.Pattern[str]:
    word = rf"(?:{_words()['parts']})"
    one = rf"(?:{word}[\s.:]*\d{{1,4}}|\d{{1,4}}\.?\s*{word})"
    return re.compile(
        rf"{one}(?:[\s,.:·-]+{one})?|第\s*[\d一二三四五六七八九十]{{1,4}}\s*[季集話话期部巻卷章]", re.IGNORECASE
    )
