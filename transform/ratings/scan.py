"""Finds everything in a text that has the form of a rating, and what stands around it.

Forms only: whether a candidate is a rating is decided in `context`, which of several counts in `text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from transform.ratings.convention import letter, stars
from transform.ratings.reading import Kind
from transform.ratings.vocabulary import Vocabulary, vocabulary

Form = Literal["row", "ratio", "stars", "glyphs", "letter", "percent", "number", "thumb"]

FRACTIONS: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75}
FULL_STARS: Final = "★⭐🌟✭⭑✮✯✪"
HALF_STARS: Final = "½✨⯨⯪"
EMPTY_STARS: Final = "☆✩✰⚝⭒"
# Other signs count only where full and empty ones stand together.
_PAIRED: Final = {"●⬤⚫": "○◯⚪", "■▰◼⬛": "□▱◻⬜", "♥❤💖💛🧡": "♡🤍🖤💔", "◆♦": "◇♢", "🌕": "🌑", "🍅": "🟢"}
_MOON_PARTS: Final = {"🌕": 1.0, "🌖": 0.75, "🌗": 0.5, "🌘": 0.25, "🌑": 0.0}
THUMBS: Final = {"👍": 1.0, "👎": 0.0}
SIGNS: Final = f"{FULL_STARS}{HALF_STARS}{EMPTY_STARS}" + "".join(a + b for a, b in _PAIRED.items()) + "🌖🌗🌘"


class Candidate(NamedTuple):
    """Something of a rating's form: what it would mean, and where it stands in the folded text."""

    form: Form
    start: int
    end: int
    value: float
    best: float | None
    kind: Kind
    rule: str
    joiner: str = ""
    signs: int = 0
    unit: bool = False
    spelled: bool = False


@dataclass(frozen=True, slots=True)
class Forms:
    """The compiled forms."""

    ratio: re.Pattern[str]
    best_first: re.Pattern[str]
    best_marked: re.Pattern[str]
    mark_first: re.Pattern[str]
    scale_last: re.Pattern[str]
    scale_first: re.Pattern[str]
    scale_word: re.Pattern[str]
    best_after: re.Pattern[str]
    stars: re.Pattern[str]
    star_first: re.Pattern[str]
    percent: re.Pattern[str]
    number: re.Pattern[str]
    number_word: re.Pattern[str]


_NUMBER: Final = r"(?:\d{1,2} 1/2|\d{1,4}(?:[.,]\d{1,4})?(?: ?[½¼¾])?|(?<![\d★⭐🌟*])(?<![\d★⭐🌟*] )½)"
_BEST: Final = r"\d{1,4}(?:[.,]0{1,2})?(?!\d|[.,]\d)"
_NOT_BEFORE: Final = r"(?<![a-z0-9_$€£¥#])(?<!\d[.,:/\-–])(?<![a-z]-)"
_NOT_AFTER: Final = r"(?!\d)(?![.,:/\-–]\d)(?! ?/ ?\d)(?! ?%)(?!(?!(?:stars?|pts?|points?|ct)\b)[a-z_])"
_GLYPHS = re.compile(f"[{SIGNS}](?: ?[{SIGNS}])*(?: ?1/2)?")
_THUMBS = re.compile("[👍👎](?: ?[👍👎])*")
_LETTER = re.compile(r"(?<![\w.'&/+-])([A-DF])( ?[+−–-](?![+\w])| (?:plus|minus)\b)?(?![\w'+/&]|\.\w|-\w)")
_ASTERISKS = re.compile(
    r"(?<![*\w])(?P<n>\*{1,5})(?P<h> ?(?:½|1/2))?(?:[\s(]*(?:/|out of|of)\s*(?P<m>\*{3,5}|[345]\b))?(?![*\w/])"
)
_CJK_STARS = re.compile(r"([一二三四五])(?:颗|顆|つ)?星(半)?|星([一二三四五])つ(半)?")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_TWO_NUMBERS: Final = re.compile(r"[\d½]\D+\d")
_NUMERIC: Final = re.compile(r"[\d½]")
_CELL: Final = r"[^\W\d]+(?: [^\W\d]+)? ?[:：]? ?\d{1,2}(?:[.,]\d)?"
_TABLE_ROW: Final = re.compile(rf"{_CELL}(?:[ ,;|]+{_CELL}){{2,20}}")
_TABLE_CELL: Final = re.compile(r"(?P<label>[^\W\d]+(?: [^\W\d]+)?) ?[:：]? ?(?P<n>\d{1,2}(?:[.,]\d)?)")
_CJK_DIGITS: Final = "零一二三四五"


@lru_cache(maxsize=1)
def forms() -> Forms:
    """Return the compiled forms; all languages share them."""
    v = vocabulary(None)
    unit = rf"(?: ?[★⭐*]| ?-? ?(?:{v.unit})(?![a-zа-я]))?"
    return Forms(
        ratio=re.compile(
            rf"{_NOT_BEFORE}(?P<n>{_NUMBER}){unit}(?P<j> ?[/|\\] ?|[\s(]+(?:{v.out_of})\s|(?:เต็ม|จาก)) ?"
            rf"(?P<m>{_BEST}){_NOT_AFTER}(?P<u>{unit})"
        ),
        best_first=re.compile(
            rf"(?<![\d.,/])(?P<m>{_BEST})['’]?\s*(?:{v.best_before})\s*(?P<n>{_NUMBER})(?![\d/]|[.,]\d)(?:개|つ|個|점|点|分)?"
        ),
        best_marked=re.compile(
            rf"{_NOT_BEFORE}(?P<n>{_NUMBER}){unit}[\s(（\[,，]*(?:(?:{v.best_mark})\s*(?P<m>{_BEST})"
            rf"|(?P<m2>{_BEST})\s*(?:{v.unit})?\s*(?:{v.best_mark}))"
        ),
        mark_first=re.compile(
            rf"(?:{v.best_mark})\s*(?P<m>{_BEST})\s*(?:{v.unit})?[^\d\n]{{0,8}}?(?P<n>{_NUMBER})(?![\d/]|[.,]\d)"
        ),
        scale_last=re.compile(rf"{_NOT_BEFORE}(?P<n>{_NUMBER}){unit}[\s(,]*{v.scale_phrase}(?P<m>{_BEST})"),
        scale_first=re.compile(rf"{v.scale_phrase}(?P<m>{_BEST})[^\d\n]{{0,30}}?(?P<n>{_NUMBER})(?![\d/]|[.,]\d)"),
        scale_word=re.compile(rf"{v.scale_stem}|{v.best_mark}"),
        best_after=re.compile(rf"(?: ?/ ?|[\s(]+(?:{v.out_of})\s+)(?P<m>{_BEST})(?![\w/])\)?"),
        stars=re.compile(
            rf"{_NOT_BEFORE}(?P<n>{_NUMBER})(?P<h>\s(?:{v.half})|半)?(?P<j>\s?-\s?|\s?x\s?(?=[★⭐🌟])|\s?)"
            rf"(?:(?P<g>[★☆⭐🌟]|\*(?!\*))|(?:{v.star_unit})(?![a-zа-яà-ÿ]))"
            rf"(?P<h2>半|\s(?:{v.half})(?=\s*(?:$|[.,;:!()\n])))?"
        ),
        star_first=re.compile(
            rf"(?<![{SIGNS}])(?:星|별|★|☆|⭐|🌟) ?[x:：]? ?(?P<n>\d{{1,2}}(?:[.,]\d{{1,3}})?½?)"
            r"(?![\d/]|[.,]\d|[a-z%])(?:つ|個|个|颗|개)?(?P<h>半)?"
        ),
        percent=re.compile(
            rf"(?<![\w.,/])(?P<s>[+-]?)(?P<n>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s?(?:%|(?:{v.percent})\b)"
            r"|(?<![\w.,])%\s?(?P<n2>\d{1,3})(?![\d.,])"
        ),
        number=re.compile(rf"{_NOT_BEFORE}(?P<n>\d{{1,3}}(?:[.,]\d{{1,4}})?)(?![\d+%/]|[.,:]\d)(?P<u>{unit})"),
        number_word=re.compile(rf"\b(?:{'|'.join(sorted(v.number_words, key=len, reverse=True))})\b"),
    )


def number(text: str) -> float:
    """Return the value of "8", "8,5", "3½", "4 1/2" or "½"."""
    whole, half = text, 0.0
    if text.endswith(" 1/2"):
        whole, half = text[:-4], 0.5
    elif text[-1] in FRACTIONS:
        whole, half = text[:-1].strip(), FRACTIONS[text[-1]]
    return float(whole.replace(",", ".") or 0) + half


def candidates(text: str, lowered: str, language: str | None) -> Iterator[Candidate]:
    """Yield what has the form of a rating in a folded text and its lower-case twin, strongest forms first."""
    shapes = forms()
    if _NUMERIC.search(lowered):
        yield from _ratios(lowered, shapes, vocabulary(language).best_first_with_slash)
        yield from _counted_stars(lowered, shapes)
        yield from _percents(lowered, shapes)
    if "*" in text:
        yield from _asterisks(lowered)
    if not text.isascii():
        yield from _glyphs(lowered, shapes)
        yield from _cjk_stars(lowered)
    yield from _letters(text)


def labelled_numbers(lowered: str, language: str | None) -> Iterator[Candidate]:
    """Yield plain numbers, whose scale is unknown; in a row of them the one that names the whole."""
    if _TABLE_ROW.fullmatch(lowered):
        overall = vocabulary(language).overall
        for found in _TABLE_CELL.finditer(lowered):
            if found["label"] in overall:
                yield Candidate("row", found.start("n"), found.end("n"), number(found["n"]), None, "numeric", "number")
        return
    for found in forms().number.finditer(lowered):
        yield Candidate("number", found.start(), found.end(), number(found["n"]), None, "numeric", "number", found["u"])


def spelled(lowered: str, vocab: Vocabulary) -> str:
    """Return the text with number words as digits, where it has the words of a rating: "nine out of ten"."""
    if vocab.number_words.keys().isdisjoint(_WORDS.findall(lowered)):
        return lowered
    return forms().number_word.sub(lambda m: vocab.number_words[m[0]], lowered)


def _ratios(lowered: str, shapes: Forms, best_first: bool) -> Iterator[Candidate]:
    if not _TWO_NUMBERS.search(lowered):
        return
    for found in shapes.ratio.finditer(lowered):
        ratio = _ratio(found, found["m"], "n-of-m", " ".join(found["j"].split()))
        if lowered[: ratio.start] in ("-", "- ") and ratio.joiner == "/" and lowered[0:2] != "- ":
            ratio = ratio._replace(value=-ratio.value)
        if ratio.best == 2 and ratio.value == 1:
            continue  # a half: of stars, or of anything else
        if found["u"]:
            ratio = ratio._replace(unit=True)
        if best_first and ratio.joiner == "/" and ratio.value in (5, 10) and (ratio.best or 0) < ratio.value:
            ratio = ratio._replace(value=ratio.best or 0.0, best=ratio.value, rule="m-then-n")
        yield ratio
    for found in shapes.best_first.finditer(lowered):
        yield _ratio(found, found["m"], "m-then-n", "")
    if not shapes.scale_word.search(lowered):
        return
    for pattern in (shapes.scale_last, shapes.scale_first):
        for found in pattern.finditer(lowered):
            yield _ratio(found, found["m"], "n-on-scale", "")
    for found in shapes.mark_first.finditer(lowered):
        yield _ratio(found, found["m"], "m-then-n", "")
    for found in shapes.best_marked.finditer(lowered):
        yield _ratio(found, found["m"] or found["m2"], "n-of-m", "")


def _ratio(found: re.Match[str], best: str, rule: str, joiner: str) -> Candidate:
    return Candidate("ratio", found.start(), found.end(), number(found["n"]), number(best), "numeric", rule, joiner)


def _counted_stars(lowered: str, shapes: Forms) -> Iterator[Candidate]:
    for found in shapes.stars.finditer(lowered):
        value = number(found["n"]) + (0.5 if found["h"] or found["h2"] else 0.0)
        best, rule = stars(value)
        joiner = "-" if "-" in found["j"] else ""
        yield Candidate("stars", found.start(), found.end(), value, best, "stars", rule, joiner)
    if not lowered.isascii():
        for found in shapes.star_first.finditer(lowered):
            value = number(found["n"]) + (0.5 if found["h"] else 0.0)
            best, rule = stars(value)
            yield Candidate("stars", found.start(), found.end(), value, best, "stars", rule)


def _percents(lowered: str, shapes: Forms) -> Iterator[Candidate]:
    for found in shapes.percent.finditer(lowered):
        value = number(found["n"] or found["n2"])
        yield Candidate("percent", found.start(), found.end(), value, 100.0, "percent", "percent", found["s"] or "")


def _glyphs(lowered: str, shapes: Forms) -> Iterator[Candidate]:
    for found in _GLYPHS.finditer(lowered):
        if found[0][0] == "½" and lowered[: found.start()].rstrip()[-1:].isdigit():
            continue
        counted = _count_signs(found[0])
        if counted is None:
            continue
        value, best, rule, signs = counted
        written = shapes.best_after.match(lowered, found.end())
        if written is not None:
            yield Candidate(
                "ratio", found.start(), written.end(), value, number(written["m"]), "stars", "n-of-m", "out of"
            )
        else:
            yield Candidate("glyphs", found.start(), found.end(), value, best, "stars", rule, signs=signs)
    for found in _THUMBS.finditer(lowered):
        sides = {THUMBS[sign] for sign in found[0] if sign in THUMBS}
        if len(sides) == 1:
            yield Candidate("thumb", found.start(), found.end(), sides.pop(), 1.0, "thumb", "thumb-two-way")


def _count_signs(run: str) -> tuple[float, float | None, str, int] | None:
    """Return value, best, rule and number of signs, or None where their order is no rating's."""
    halves = run.count("1/2")
    signs = run.replace("1/2", "").replace(" ", "")
    moons = [_MOON_PARTS[s] for s in signs if s in _MOON_PARTS]
    if moons:
        if len(moons) != len(signs) or moons != sorted(moons, reverse=True) or len(moons) < 3:
            return None
        return sum(moons), float(len(moons)), "signs-of-n", len(moons)
    full, half, empty = FULL_STARS, HALF_STARS, EMPTY_STARS
    paired = False
    for filled, hollow in _PAIRED.items():
        if signs[0] in filled or signs[0] in hollow:
            full, half, empty, paired = filled, "½", hollow, True
    n_full = len(signs) - len(signs.lstrip(full))
    rest = signs[n_full:]
    n_half = len(rest) - len(rest.lstrip(half))
    n_empty = len(rest) - n_half
    if rest[n_half:].strip(empty) or n_half + halves > 1:
        return None
    value = n_full + (n_half + halves) / 2
    if n_empty:
        total = n_full + n_half + n_empty
        if not 3 <= total <= 10 or (value == 0 and total not in (5, 10)):
            return None  # "☆☆☆" is three stars to some and none to others
        return value, float(total), "signs-of-n" if paired else "stars-of-n", total
    if paired or value > 10:
        return None
    best, rule = stars(value)
    return value, best, rule, n_full + n_half


def _cjk_stars(lowered: str) -> Iterator[Candidate]:
    for found in _CJK_STARS.finditer(lowered):
        value = _CJK_DIGITS.index(found[1] or found[3]) + (0.5 if found[2] or found[4] else 0.0)
        yield Candidate("stars", found.start(), found.end(), value, 5.0, "stars", "stars-of-5")


def _asterisks(lowered: str) -> Iterator[Candidate]:
    for found in _ASTERISKS.finditer(lowered):
        value = len(found["n"]) + (0.5 if found["h"] else 0.0)
        if found["m"]:
            best = float(found["m"]) if found["m"].isdigit() else float(len(found["m"]))
            yield Candidate("ratio", found.start(), found.end(), value, best, "stars", "n-of-m", "out of")
        else:
            best_or_none, rule = stars(value)
            signs = 5 if found["h"] else 1
            yield Candidate("glyphs", found.start(), found.end(), value, best_or_none, "stars", rule, "*", signs)


def _letters(text: str) -> Iterator[Candidate]:
    for found in _LETTER.finditer(text):
        sign = (found[2] or "").strip().replace("plus", "+").replace("minus", "-")
        value = letter(found[1] + sign)
        if value is not None:
            yield Candidate("letter", found.start(), found.end(), value, 100.0, "letter", "letters-metacritic", sign)
