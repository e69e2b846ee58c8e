"""The words by which pages head, count and sign comments, and name their titles; compiled once from the TOML beside."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

_WORD = re.compile(r"[^\W\d_]+")
_COUNT = (
    r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?!\d)"
    r"|\d{1,9}(?:[.,]\d{1,2})?\s?(?:[kKmM](?![^\W\d_])|тыс\.?|tys\.?|mil(?![^\W\d_])|万|萬|만)?"
)


@cache
def tables() -> dict[str, Any]:
    """Read the words file."""
    return tomllib.loads(files("extract.read").joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def title_tables() -> dict[str, Any]:
    """Read the file of names for titles and their parts."""
    return tomllib.loads(files("extract.read").joinpath("titles.toml").read_text(encoding="utf-8"))


@cache
def thread_nouns() -> str:
    """Return a pattern of all nouns for comments, longest first."""
    thread = tables()["thread"]
    plain = "|".join(re.escape(w) for w in sorted(set(thread["nouns"]), key=len, reverse=True))
    cjk = "|".join(re.escape(w) for w in sorted(set(thread["cjk"]), key=len, reverse=True))
    return rf"(?:(?<![^\W\d_])(?:{plain})(?![^\W\d_])|(?:{cjk}))"


@cache
def counted_nouns() -> re.Pattern[str]:
    """Find "25 comments", "Comments (25)": groups `before`, `after` or `far` hold the number as written."""
    noun = thread_nouns()
    around = "|".join(re.escape(w) for w in sorted(tables()["thread"]["around"], key=len, reverse=True))
    cjk = "(?:" + "|".join(re.escape(w) for w in tables()["thread"]["cjk"]) + ")"
    between = r"[\s:：]*[(\[（【]?\s*(?:[#:：]\s*)?"
    return re.compile(
        rf"(?<![A-Za-z0-9_.,/:-])(?P<before>{_COUNT})\s*(?:個|則|条|條|篇|件の?|개의?)?\s*(?:(?:{around})\s+){{0,2}}(?P<noun>{noun})(?!\s?[:：]\s?\d)"
        rf"|(?P<noun2>{noun})(?:\s+(?:{around})){{0,3}}{between}(?P<after>{_COUNT})(?![\w/:%★☆-]|[.,]\d)"
        rf"|(?:{cjk}[^\d]{{1,30}}?|평점\s)(?P<far>{_COUNT})\s*(?:件|条|條|則|个|개|건)",
        re.IGNORECASE,
    )


@cache
def _noun_words() -> tuple[frozenset[str], re.Pattern[str]]:
    thread = tables()["thread"]
    parts = {word for noun in thread["nouns"] for word in noun.lower().split()}
    words = frozenset(word for word in parts if _WORD.fullmatch(word))
    return words, re.compile("|".join(re.escape(w) for w in [*thread["cjk"], *sorted(parts - words)]))


def may_count(text: str) -> bool:
    """Say cheaply whether a text holds a noun for comments at all; most numbers of a page stand beside none."""
    words, cjk = _noun_words()
    if not words.isdisjoint(_WORD.findall(text.lower())):
        return True
    return not text.isascii() and cjk.search(text) is not None


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of some words, the longest first; "ein*" stands for all that begin so."""
    each = (re.escape(word).replace(r"\*", r"\w*") for word in sorted(words, key=len, reverse=True))
    return "(?:" + "|".join(each) + ")"


@cache
def out_of() -> str:
    """Return a pattern of what stands between a mark and the best one: "8 out of 10", "8/10", "8 von 10"."""
    return any_of(tables()["scale"]["of"])


@cache
def thread_heading() -> re.Pattern[str]:
    """Match a whole line that heads a thread: the noun, perhaps a count, perhaps a few words around; group `count`."""
    noun = thread_nouns()
    around = "|".join(re.escape(w) for w in sorted(tables()["thread"]["around"], key=len, reverse=True))
    return re.compile(
        rf"\W*(?:(?P<before>{_COUNT})\s*(?:個|則|条|篇|件の?|개의?)?\s*)?(?:(?:{around})\s+){{0,3}}{noun}(?:\s+(?:{around})){{0,3}}"
        rf"(?:\s*(?:&|and|und|et|y|e|i|и)\s*{noun})?\s*(?:[:：\-–—]?\s*[(\[（【]?\s*(?P<after>{_COUNT})\s*(?:件|条|則|개)?\s*[)\]）】]?)?\s*[:：=\-–—*#_.]*\s*",
        re.IGNORECASE,
    )


@cache
def says_none() -> re.Pattern[str]:
    """Match a line that says that there are no comments."""
    words = "|".join(re.escape(w) for w in tables()["thread"]["none"])
    return re.compile(rf"\W*(?:{words})(?![^\W\d_]).{{0,40}}", re.IGNORECASE)


@cache
def labels() -> dict[str, str]:
    """Return what a text puts before a part of its title, in lower case: label -> name, year, synopsis or kind."""
    return {word: part for part, words in tables()["label"].items() for word in words}


@cache
def wrote_suffix() -> re.Pattern[str]:
    """Match what stands between an author and a date: " wrote on", " schrieb am", " — "."""
    words = "|".join(re.escape(w) for w in sorted(tables()["sign"]["wrote"], key=len, reverse=True))
    return re.compile(rf"(?:\s+(?:{words}))+\s*[:：,]?\s*$", re.IGNORECASE)


@cache
def date_label() -> re.Pattern[str]:
    """Match a label in front of a date: "Date: ", "Publié le "."""
    words = "|".join(re.escape(w) for w in sorted(tables()["sign"]["date_labels"], key=len, reverse=True))
    return re.compile(rf"\s*(?:{words})(?:\s*[:：]\s*|\s+)", re.IGNORECASE)
