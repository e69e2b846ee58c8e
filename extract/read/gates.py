"""Tells a gate from a page: anti-bot challenges, access denials and login walls that are served in a page's place.

Only short pages can be gates: a long page that merely carries a captcha for its forms is read as what it is.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

from extract.read.document import Document
from extract.read.words import any_of

_MOST_LETTERS = 1_800
_MOST_SOURCE = 300_000
_HARDLY = 60
_PACKED = re.compile(r"\b_0x[0-9a-f]{4,6}\b")
_MANY_PACKED = 8
_SHOWN = etree.XPath("//body//text()[not(parent::script or parent::style)]", smart_strings=False)
_DENIED = frozenset({401, 403, 407, 429, 451})


def gate_of(document: Document) -> str | None:
    """Return why a capture is a gate ("blocked/challenge", "blocked/login", "blocked/denied"), or None."""
    if document.status in _DENIED and document.kind != "json":
        return "blocked/denied"
    if document.kind != "html":
        return None
    shown = _visible(document)
    if shown is None:
        return None
    title = " ".join(t.text_content() for t in document.nodes.of_tags("title", "h1", "h2")[:4]).lower()
    marks = _marks()
    challenge = marks["challenge"]
    source = document.text[:_MOST_SOURCE].lower()
    votes = (
        any(mark in source for mark in challenge["source"]),
        any(_begins(title, mark) for mark in challenge["title"]),
        any(mark in shown for mark in challenge["text"]),
    )
    if sum(votes) >= 2 or (votes[0] and len(shown) < 200) or (votes[1] and len(shown) < 400):
        return "blocked/challenge"
    if document.status == 503 and any(votes):
        return "blocked/challenge"
    if len(shown) < _HARDLY and _is_puzzle(document, source):
        return "blocked/challenge"
    login = marks["login"]
    secret = any(field.get("type") == "password" for field in document.nodes.of_tags("input"))
    named = any(_begins(title, mark) for mark in login["title"])
    told = any(_asks_for_all(shown, mark) for mark in login["text"])
    if secret + named + told >= 2:
        return "blocked/login"
    return None


def _asks_for_all(shown: str, mark: str) -> bool:
    """Say whether a text asks whoever reads to log in, and not only those who want to answer: "log in to reply"."""
    at = shown.find(mark)
    while at >= 0:
        end = at + len(mark)
        if _to_answer().search(shown, end, end + _NEAR) is None:
            return True
        at = shown.find(mark, end)
    return False


_NEAR = 60  # letters behind the mark in which it says what for


@cache
def _to_answer() -> re.Pattern[str]:
    """Finds what a text asks to log in for where that is an answer: "to reply", "um zu kommentieren"."""
    answer = _marks()["login"]["answer"]
    to, between, doing, unspaced = (any_of(answer[part]) for part in ("to", "between", "doing", "unspaced"))
    return re.compile(rf"(?<!\w){to}\s+(?:(?:\w+\s+)?{between}\s+)?{doing}(?!\w)|{unspaced}")


def asks_to_log_in(text: str) -> bool:
    """Say whether a short text asks those who want to answer to log in."""
    lower = text.lower()
    marks = _marks()["login"]["title"]
    if len(lower) >= _LONGEST_ASKED or _to_answer().search(lower) is None:
        return False
    return any(_begins(lower, mark) for mark in marks)


_LONGEST_ASKED = 200


def _is_puzzle(document: Document, source: str) -> bool:
    """Say whether a page without words only runs a script that marks the browser and loads the address again.

    An application's empty shell is none: it leaves the address alone, or describes itself to machines.
    """
    if any(mark in source for mark in ("ld+json", "og:title", "og:type", "__next_data__")):
        return False
    inline = " ".join(script.text or "" for script in document.nodes.of_tags("script")[:20]).lower()
    puzzle = _marks()["challenge"]["puzzle"]
    marks = any(mark in inline for mark in puzzle["marks"])
    leaves = any(mark in inline for mark in puzzle["leaves"])
    packed = len(_PACKED.findall(inline)) >= _MANY_PACKED or any(mark in inline for mark in puzzle["packed"])
    slides = any(mark in source for mark in puzzle["slider"])
    return (marks and leaves) or (packed and (marks or leaves or len(inline) > 0.7 * len(source))) or slides


def _visible(document: Document) -> str | None:
    """Return the page's visible text in lower case; None where there is more of it than a gate shows."""
    texts: Any = _SHOWN(document.root)
    words: list[str] = []
    length = -1
    for text in texts:
        more = text.split()
        words += more
        length += sum(map(len, more)) + len(more)
        if length > _MOST_LETTERS:
            return None
    return " ".join(words).lower()


def _begins(title: str, mark: str) -> bool:
    """Say whether a title line holds a mark as words of its own; Chinese and Japanese marks anywhere."""
    at = title.find(mark)
    while at >= 0:
        before, after = title[at - 1 : at], title[at + len(mark) : at + len(mark) + 1]
        if not mark.isascii() and ord(mark[0]) > 0x2E80:
            return True
        if not before.isalpha() and not after.isalpha():
            return True
        at = title.find(mark, at + 1)
    return False


@cache
def _marks() -> dict[str, Any]:
    return tomllib.loads(files("extract.read").joinpath("blocks.toml").read_text(encoding="utf-8"))
