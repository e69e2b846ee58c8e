"""The words ratings are written with, and those that say a number is something else.

Loads words.toml and vetoes.toml once and shapes them for quick look-up. Holds no rule of its own: what a word
means is decided where it is used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words, read-only. `labels` and `overall` hold those of one language and English, or of all languages."""

    labels: Words
    overall: Words
    label_ends: tuple[str, ...]
    giving: Words
    given_objects: Words
    liked: Words
    copulas: Words
    whole_subjects: Words
    condition: re.Pattern[str]
    rated_things: Words
    stars: Words
    points: Words
    units: Words
    label_fillers: Words
    number_words: Mapping[str, str]
    verdicts: Mapping[str, tuple[float, float, str]]
    loose: Words
    thumbs: Mapping[str, int]
    before: Mapping[str, str]
    after: Mapping[str, str]
    star_things: Words
    after_rating: Words
    after_unspaced: tuple[str, ...]
    not_points: Words
    no_value: Words
    beside_numbers: Words
    helpful: re.Pattern[str]
    own_vote: re.Pattern[str]
    hypothetical: re.Pattern[str]
    average_of: re.Pattern[str]
    best_first_with_slash: bool
    out_of: str
    scale_phrase: str
    scale_stem: str
    best_before: str
    best_mark: str
    half: str
    percent: str
    unit: str
    star_unit: str


@lru_cache(maxsize=512)
def vocabulary(language: str | None) -> Vocabulary:
    """Return the words for a BCP 47 tag; an unknown or absent language gets the labels of all."""
    base = language.replace("_", "-").split("-")[0].lower() if language else ""
    return _vocabulary(base if base in _table("words")["label"] else "")


@lru_cache(maxsize=64)
def _vocabulary(base: str) -> Vocabulary:
    """Return the words of all languages with the labels of one."""
    words = _table("words")
    labels, overall = _own(words["label"], base), _own(words["overall"], base)
    return replace(
        _all_words(),
        labels=labels,
        overall=overall,
        label_ends=tuple(word for word in labels | overall if _is_unspaced(word)),
        not_points=frozenset(words["not_points"].get(base, ())),
        best_first_with_slash=base in words["best_first_with_slash"]["languages"],
    )


@lru_cache(maxsize=1)
def _all_words() -> Vocabulary:
    words, vetoes = _table("words"), _table("vetoes")
    stars, points = _all(words["stars"]), _all(words["points"])
    return Vocabulary(
        labels=frozenset(),
        overall=frozenset(),
        label_ends=(),
        giving=frozenset(words["giving"]["words"]),
        given_objects=frozenset(words["given_object"]["words"]),
        liked=frozenset(words["liked"]["words"]),
        copulas=frozenset(words["copula"]["words"]),
        whole_subjects=frozenset(words["copula"]["whole"]),
        condition=re.compile(
            rf"[^.!?]*?\s(?!{alternatives(words['condition']['but'])})(?:{alternatives(words['condition']['words'])})\s"
        ),
        rated_things=frozenset(words["rated_thing"]["words"]),
        stars=stars,
        points=points,
        units=stars | points,
        label_fillers=frozenset(words["relation"]["words"]) | frozenset(words["given_object"]["words"]),
        number_words=_number_words(words),
        verdicts=_verdicts(words),
        loose=frozenset(words["loose"]["words"]),
        thumbs={w: side for side, key in ((1, "up"), (0, "down")) for w in _all(words["thumb"][key])},
        before=_by_word(vetoes["before"]),
        after=_by_word(vetoes["after"]),
        star_things=frozenset(vetoes["star_thing"]["words"]),
        after_unspaced=tuple(vetoes["after_rating"]["unspaced"]),
        not_points=frozenset(),
        after_rating=frozenset(vetoes["after_rating"]["words"]),
        no_value=frozenset(vetoes["no_value"]["whole"]),
        helpful=re.compile(alternatives(vetoes["helpful"]["stems"])),
        own_vote=re.compile(alternatives(vetoes["own_vote"]["phrases"])),
        hypothetical=re.compile(rf"(?:^|[\s(])(?:{alternatives(vetoes['hypothetical']['phrases'])})$"),
        average_of=_average_of(vetoes["author_average"]),
        best_first_with_slash=False,
        beside_numbers=_single(
            _all(words["label"]) | _all(words["overall"]) | stars | points | set(vetoes["author_average"]["mean"])
        )
        | _by_word(vetoes["after"]).keys()
        | {"based", "on", "by", "from", "z", "of", "out", "x"},
        out_of=alternatives(_all(words["out_of"])),
        scale_phrase=rf"(?:{alternatives(words['scale']['phrases'])})\s+"
        rf"(?:(?P<low>\d)\s*(?:{alternatives(words['scale']['to'])})\s*)?",
        scale_stem=alternatives(words["scale"]["phrases"]),
        best_before=alternatives(_all(words["best_before"])),
        best_mark=alternatives(_all(words["best_mark"])),
        half=alternatives(_all(words["half"])),
        percent=alternatives(_all(words["percent"])),
        unit=alternatives(stars | points),
        star_unit=alternatives(stars),
    )


@lru_cache(maxsize=4)
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def alternatives(words: Iterable[str]) -> str:
    """Return a regular expression's alternation, longest first, in which a space stands for any run of spaces."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w)))


def _all(by_language: Mapping[str, list[str]]) -> Words:
    return frozenset(word for words in by_language.values() for word in words)


def _own(by_language: Mapping[str, list[str]], base: str) -> Words:
    if not base:
        return _all(by_language)
    return frozenset(by_language["en"]) | frozenset(by_language.get(base, ()))


def _single(words: Iterable[str]) -> Words:
    return frozenset(part for word in words for part in word.split())


def _is_unspaced(word: str) -> bool:
    """Say whether the word's script writes no spaces: Thai, Chinese, Japanese, and Korean's particles."""
    return "\u0e00" <= word[0] <= "\u0e7f" or word[0] >= "\u2e80"


def _by_word(vetoes: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: veto for veto, words in reversed(list(vetoes.items())) for word in words}


def _number_words(words: Mapping[str, Any]) -> dict[str, str]:
    return {
        word: str(number)
        for counted in reversed(list(words["number"].values()))
        for number, alternates in enumerate(counted)
        for word in alternates.split("|")
    }


def _verdicts(words: Mapping[str, Any]) -> dict[str, tuple[float, float, str]]:
    """Return word -> value, best, rule. Two-way words win over the closed scales where both have one."""
    found: dict[str, tuple[float, float, str]] = {}
    for name, scale in words["verdict_scale"].items():
        found |= {w: (float(n), float(len(scale)), f"verdict-{name}") for n, w in enumerate(scale, 1) if w}
    for key, value, rule in (
        ("mixed", 0.5, "verdict-three-way"),
        ("recommended", 1.0, "verdict-two-way"),
        ("not_recommended", 0.0, "verdict-two-way"),
    ):
        for word in _all(words["verdict"][key]):
            found.setdefault(word, (value, 1.0, rule))
    return found


def _average_of(table: Mapping[str, list[str]]) -> re.Pattern[str]:
    who, mean = alternatives(table["who"]), alternatives(table["mean"])
    return re.compile(
        rf"(?:\b(?:{who})(?:['’]s)?\s+(?:overall\s+)?(?:{mean})|\b(?:{mean})(?:\s+\w+){{0,3}}\s+(?:by|of|from|des|de|dell|van|von)"
        rf"\s+(?:(?:this|the|l'|der|des)\s*)?(?:{who}))\b"
    )
