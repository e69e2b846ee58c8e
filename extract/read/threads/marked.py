"""Parts of a comment's body that its writer set apart: spoilers and code.

They stay in the body, and are kept beside it as well. Nothing is hidden or cut here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from itertools import islice

from lxml import html

from extract.read.remembered import remembered
from extract.read.threads.text import visible_text

_SPOILER = re.compile(r"spoil(?:er|ed)|^hidden-?text$")
_NO_WORDS = re.compile(
    r"warning|alert|notice|button|btn|toggle|label|link|title|header|head|icon|contains|has-|tag|switch"
)
_LABELS = frozenset(("summary", "button", "input", "label"))
_MOST_PARTS = 400


def names_spoiler(names: tuple[str, ...]) -> bool:
    """Whether an element's names say that its words give a plot away: "bbCodeSpoiler-content", not its button."""
    return any(map(_is_spoiler, names))


@remembered(16384)
def _is_spoiler(name: str) -> bool:
    return _SPOILER.search(name.lower()) is not None and _NO_WORDS.search(name.lower()) is None


def spoiler_text(el: html.HtmlElement, without: Container[html.HtmlElement]) -> str:
    """A spoiler's words, without the line that opens it."""
    labels = {
        part
        for part in el.iter()
        if isinstance(part.tag, str)
        and part is not el
        and (part.tag in _LABELS or _opens(part.get("class") or "") or part in without)
    }
    return visible_text(el, labels)


def _opens(names: str) -> bool:
    return bool(names) and _SPOILER.search(names.lower()) is not None and _NO_WORDS.search(names.lower()) is not None


def code_text(el: html.HtmlElement) -> str:
    """A piece of code as written, line for line, with its indents."""
    return "".join(str(text) for text in el.itertext()).replace("\r\n", "\n").strip("\n").rstrip()


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that no earlier one holds already, of a few hundred at most."""
    kept: list[str] = []
    for text in islice(texts, _MOST_PARTS):
        if text and not any(text in one for one in kept):
            kept.append(text)
    return tuple(kept)
