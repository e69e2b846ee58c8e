"""A comment's text as words with their places, so that copies are compared by letters and cut by characters.

Case, white space, punctuation and markup that stands in the text as such do not count. A sign of a script without
spaces is a word of its own, and weighs two thirds of a word.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Span = tuple[int, int]

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
SIGN_WEIGHT = 0.65  # of a word
_TOKEN = re.compile(
    r"(?P<tag></?[a-zA-Z][^<>\n]{0,300}>)|(?P<entity>&(?:[a-zA-Z]{2,10}|#\d{1,7}|#x[0-9a-fA-F]{1,6});)"
    rf"|(?P<sign>[{UNSPACED}])|(?P<word>(?:(?![{UNSPACED}_])\w)+)"
)
_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile(rf"[{UNSPACED}]")
_UNIT_END = re.compile(r"[\n.!?…。！？।؟]")
_AROUND = " \t\r\u00a0.…·:()[]{}<>«»‹›→↓↑▼▲▾▴▸+-–—*"  # what pages put around such a phrase
_ELLIPSIS = re.compile(r"…|\.\.+|。。+|⋯")


@dataclass(slots=True)
class Tokens:
    """The words of one text: key, first and last character, weight; `breaks[i]` says a sentence or line starts at i."""

    raw: str
    keys: list[str]
    starts: list[int]
    ends: list[int]
    weights: list[float]
    breaks: list[bool]
    markup: list[Span]

    def weight(self, first: int, last: int) -> float:
        """Return the number of words from token `first` up to but without `last`."""
        return sum(self.weights[first:last])

    def gap(self, index: int) -> str:
        """Return what stands between the token before `index` and the one at it (text's edges included)."""
        left = self.ends[index - 1] if index > 0 else 0
        right = self.starts[index] if index < len(self.starts) else len(self.raw)
        return self.raw[left:right]

    def start_of(self, index: int) -> int:
        """Return the character where the piece that begins with token `index` starts, its opening marks included."""
        gap = self.gap(index)
        right = self.starts[index]
        left = right - len(gap)
        line = gap.rfind("\n")
        if line >= 0 or left == 0:
            inner = gap[line + 1 :]
            return left + line + 1 + len(inner) - len(inner.lstrip())
        blank = max((i for i, char in enumerate(gap) if char.isspace()), default=-1)
        return left + blank + 1 if blank >= 0 else right

    def end_of(self, last: int) -> int:
        """Return the character after the piece that ends before token `last`, its closing marks included."""
        gap = self.gap(last)
        left = self.ends[last - 1]
        line = gap.find("\n")
        if line >= 0 or last == len(self.keys):
            inner = gap[:line] if line >= 0 else gap
            return left + len(inner.rstrip())
        blank = min((i for i, char in enumerate(gap) if char.isspace()), default=len(gap))
        return left + blank

    def has_markup(self, start: int, end: int) -> bool:
        """Tell whether a tag or an entity stands as text between two characters."""
        return any(start <= first and last <= end for first, last in self.markup)

    def ends_sentence(self, last: int) -> bool:
        """Tell whether a sentence or line ends before token `last`."""
        return last >= len(self.keys) or self.breaks[last]


def tokenise(raw: str, left_out: Sequence[Span]) -> Tokens:
    """Cut a text into tokens, without those inside the spans `left_out` (sorted, apart)."""
    tokens = Tokens(raw, [], [], [], [], [], [])
    folded = raw.casefold()
    if len(folded) != len(raw):  # a letter that folds to two: the places would shift
        folded = raw.lower() if len(raw.lower()) == len(raw) else raw
    pattern = _WORD if "<" not in raw and "&" not in raw and (raw.isascii() or not _SIGN.search(raw)) else _TOKEN
    pieces = [(*match.span(), match.lastgroup) for match in pattern.finditer(raw)]
    for first, last in left_out:
        pieces = [piece for piece in pieces if piece[1] <= first or last <= piece[0]]
    if pattern is _TOKEN:
        tokens.markup = [piece[:2] for piece in pieces if piece[2] in ("tag", "entity")]
    keys = []
    if tokens.markup:
        kept = []
        for piece in pieces:
            key = _unescaped(raw[piece[0] : piece[1]]) if piece[2] == "entity" else folded[piece[0] : piece[1]]
            if piece[2] != "tag" and key:
                kept.append(piece)
                keys.append(key)
        pieces = kept
    else:
        keys = [folded[start:end] for start, end, _ in pieces]
    tokens.keys = keys
    tokens.starts = [start for start, _, _ in pieces]
    tokens.ends = [end for _, end, _ in pieces]
    tokens.weights = [SIGN_WEIGHT if kind == "sign" else 1.0 for _, _, kind in pieces]
    gaps = (raw[end:start] for end, start in zip(tokens.ends, tokens.starts[1:], strict=False))
    tokens.breaks = [True] * bool(keys) + [gap != " " and _UNIT_END.search(gap) is not None for gap in gaps]
    return tokens


def _unescaped(entity: str) -> str:
    return "".join(char for char in html.unescape(entity).casefold() if char.isalnum())


def has_ellipsis(text: str) -> bool:
    """Tell whether dots of omission stand in a text."""
    return _ELLIPSIS.search(text) is not None


@cache
def toggles() -> frozenset[tuple[str, ...]]:
    """Return the phrases that open or close a shortened text ("read more"), each as its words."""
    return frozenset(tuple(tokenise(phrase, ()).keys) for phrase in _phrases())


def toggle_before(tokens: Tokens, last: int) -> int:
    """Return how many tokens before `last` are such a phrase, 0 where none is; the longest counts."""
    for length in range(min(8, last), 0, -1):
        if tuple(tokens.keys[last - length : last]) in toggles():
            return length
    return 0


def toggle_lines(raw: str) -> list[Span]:
    """Return the lines of a text that hold nothing but such a phrase."""
    found = []
    start = 0
    for line in raw.split("\n"):
        if 0 < len(line) <= 40 and line.strip(_AROUND).casefold() in _phrases():
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


@cache
def _phrases() -> frozenset[str]:
    lines = (files("transform.repeats") / "toggles.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.casefold() for line in lines if line and not line.startswith("#"))
