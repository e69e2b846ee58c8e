"""The date words of each language, loaded from the data files when first asked for. Knows words, never grammar."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from transform.dates.normalise import WORD, normalise, without_accents

Unit = str  # second, minute, hour, day, week, month, year
ANY = "*"
_SHORTEST_STEM = 4

_RENAMED = {"tl": "fil", "no": "nb", "iw": "he", "in": "id", "mo": "ro", "sh": "sr-Latn", "cmn": "zh", "ji": "yi"}
_TRADITIONAL = {"tw", "hk", "mo", "hant"}
_UNSPACED = {"zh", "zh-Hant", "yue", "ja", "ko", "th", "lo", "km", "my"}


class Tag(NamedTuple):
    """What a word means: `mark` is its letter in a skeleton (see tokens), `value` depends on it."""

    mark: str
    value: str


_MARKS = {
    "month": "M",
    "solar-month": "J",
    "weekday": "W",
    "unit": "U",
    "unit-count": "V",
    "unit-ago": "P",
    "unit-future": "F",
    "future": "F",
    "future-span": "F",
    "past-span": "R",
    "ago": "A",
    "period": "a",
    "number": "N",
    "filler": "f",
    "vague": "v",
    "wrapper": "w",
    "edited": "w",
    "numbered": "X",
}


@dataclass(slots=True)
class Lexicon:
    """Phrases of one language (or of several), and the longest phrase that starts with a word."""

    language: str
    phrases: dict[str, tuple[Tag, ...]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    beginnings: dict[str, tuple[Tag, ...]] = field(default_factory=dict)
    unspaced: bool = False
    longest_word: int = 0

    def named(self, word: str) -> tuple[Tag, ...]:
        """Look a single word up: as it stands, as the beginning of a month or a weekday, as a month with its ending.

        CLDR has two cases of a month at most; Latvian or Slovene dates stand in others ("martā").
        """
        found = self.phrases.get(word) or self.beginnings.get(word)
        if found is None and len(word) > _SHORTEST_STEM and self.language != "en":
            for stem in (word[:-1], word[:-2]):
                tags = self.phrases.get(stem) or self.beginnings.get(stem) or ()
                if len(stem) >= _SHORTEST_STEM and tags and all(tag.mark == "M" for tag in tags):
                    return tags
        return found or ()


@lru_cache(maxsize=512)
def language_of(tag: str | None) -> str | None:
    """Give the language of a BCP 47 tag as the data files name it, or None where they have none."""
    if not tag:
        return None
    parts = tag.replace("_", "-").split("-")
    base = _RENAMED.get(parts[0].lower(), parts[0].lower())
    rest = {part.lower() for part in parts[1:]}
    if base == "zh" and rest & _TRADITIONAL:
        base = "zh-Hant"
    if base == "sr" and "latn" in rest:
        base = "sr-Latn"
    return base if base in _entries() else None


@lru_cache(maxsize=512)
def is_east_asian(tag: str | None) -> bool:
    """Say whether dates of this language are written year first, two-digit years too."""
    return tag is not None and tag.replace("_", "-").split("-")[0].lower() in {"zh", "ja", "ko", "yue"}


def has_words_of(text: str, tag: str | None) -> bool:
    """Say whether a text has a word of a language's dates that English dates do not have."""
    language = language_of(tag)
    if language is None or language == "en":
        return False
    own, english = lexicon(language).phrases, lexicon("en").phrases
    return any(word in own and word not in english for word in WORD.findall(normalise(text)))


def languages() -> tuple[str, ...]:
    """Give the languages that the data files hold."""
    return tuple(language for language in _entries() if language != ANY)


@lru_cache(maxsize=256)
def lexicon(language: str) -> Lexicon:
    """Build the lexicon of one language; KeyError where the data files have none."""
    built = Lexicon(language, unspaced=language in _UNSPACED)
    found: dict[str, list[Tag]] = defaultdict(list)
    for kind, value, phrases in (*_entries()[language], *_entries()[ANY]):
        tag = Tag(_MARKS[kind], value or kind)
        for phrase in phrases:
            if tag not in found[phrase]:
                found[phrase].append(tag)
    for phrase, tags in list(found.items()):
        plain = without_accents(phrase)
        if plain not in found:
            found[plain] = tags
    for phrase, tags in found.items():
        built.phrases[phrase] = _settled(tags)
        first, _, rest = phrase.partition(" ")
        if rest:
            built.longest[first] = max(built.longest.get(first, 1), phrase.count(" ") + 1)
    built.beginnings = _beginnings(found)
    built.longest_word = max((len(phrase) for phrase in found if " " not in phrase), default=0)
    return built


def _settled(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    """A word that only fills where it also means something keeps both; "m" counts minutes, not months."""
    tags = tuple(tags)
    # "in the middle of the day" and "at night" say which half only together with the hour
    if any(tag in (Tag("a", "midday"), Tag("a", "night")) for tag in tags):
        tags = tuple(tag for tag in tags if tag not in (Tag("a", "am"), Tag("a", "pm")))
    units = [tag for tag in tags if tag.mark == "U"]
    if len(units) > 1 and Tag("U", "minute") in units and Tag("U", "month") in units:
        tags = tuple(tag for tag in tags if tag != Tag("U", "month"))
    # names of months and days count as such: CLDR's one-letter and colloquial fillers must not hide them
    return tuple(sorted(tags, key=lambda tag: "MWJRUVPNaAFvfwX".find(tag.mark)))


def _beginnings(found: Mapping[str, list[Tag]]) -> dict[str, tuple[Tag, ...]]:
    """Shortened names: "берез" for березня, "mit" for Mittwoch. All names that begin so, several at times."""
    shortened: dict[str, set[Tag]] = defaultdict(set)
    for name, tags in found.items():
        for tag in tags:
            least = {"M": 3, "J": 3, "W": 2}.get(tag.mark)
            if least is not None and " " not in name and not name[0].isdigit():
                for length in range(least if name[0] < "\u0e00" else 2, len(name)):
                    shortened[name[:length]].add(tag)
    return {
        start: tuple(sorted(tags, key=lambda tag: (tag.mark, int(tag.value))))
        for start, tags in shortened.items()
        if start not in found
    }


@lru_cache(maxsize=1)
def _entries() -> Mapping[str, list[tuple[str, str, tuple[str, ...]]]]:
    entries: dict[str, list[tuple[str, str, tuple[str, ...]]]] = defaultdict(list)
    for language, kind, value, phrases in _lines("lexicon.tsv"):
        entries[language].append((kind, value, tuple(phrases.split("|"))))
    for language, kind, value, phrases in _lines("supplement.tsv"):
        spelled = tuple(tidy(phrase) for phrase in phrases.split("|"))
        entries[language].append((kind, value, spelled))
    return dict(entries)


def _lines(name: str) -> Iterator[list[str]]:
    text = (files("transform.dates") / "data" / name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


def tidy(phrase: str) -> str:
    """Spell a phrase as its words, one space between, as the tokens of a text are looked up."""
    return " ".join(WORD.findall(normalise(phrase)))


@lru_cache(maxsize=1)
def zones() -> Mapping[str, int | str]:
    """Give zone abbreviations (lower case): minutes east of UTC, or the IANA zone whose season decides."""
    return {name: value if "/" in value else int(value) for name, value in _lines("zones.tsv")}


def speakers(word: str) -> frozenset[str]:
    """Give the languages that know a word of dates, or a name of a month or weekday that begins so."""
    known, names = _spoken()
    found = known.get(word)
    if found is not None or len(word) < 2:
        return found or frozenset()
    at = bisect_left(names, (word, ""))
    begun: set[str] = set()
    while at < len(names) and names[at][0].startswith(word):
        begun.add(names[at][1])
        at += 1
    return frozenset(begun)


def fills(word: str) -> frozenset[str]:
    """Give the languages in which a word of two letters or more only joins the parts of a date: "um", "uhr"."""
    return _fillers().get(word, frozenset())


@lru_cache(maxsize=1)
def _fillers() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for language, entries in _entries().items():
        for phrase in (phrase for kind, _, phrases in entries if kind == "filler" for phrase in phrases):
            for word in phrase.split(" "):
                if len(word) > 1:
                    found[word].add(language)
    return {word: frozenset(languages) for word, languages in found.items()}


@lru_cache(maxsize=1)
def _spoken() -> tuple[Mapping[str, frozenset[str]], list[tuple[str, str]]]:
    known: dict[str, set[str]] = defaultdict(set)
    names: set[tuple[str, str]] = set()
    for language, entries in _entries().items():
        if language == ANY:
            continue
        for kind, _, phrases in entries:
            if kind in ("filler", "future", "future-span", "unit-future"):
                continue
            named = kind in ("month", "weekday", "solar-month")
            for phrase in phrases:
                for word in phrase.split(" "):
                    if word.isdecimal():
                        continue
                    plain = without_accents(word)
                    known[word].add(language)
                    known[plain].add(language)
                    if named:
                        names.update(((word, language), (plain, language)))
    return {word: frozenset(found) for word, found in known.items()}, sorted(names)
