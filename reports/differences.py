"""What differs between two texts, word by word, as marked-up runs of words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

WORDS = 400  # words compared of each text; what follows is not shown
_WORD = re.compile(r"\s*\S{1,60}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: in both, only in the older (out), or only in the newer (in)."""

    kind: Literal["same", "out", "in"]
    text: str


def compare(older: str, newer: str) -> list[Piece]:
    """Return the pieces that turn `older` into `newer`; long runs that are the same are cut in their middle."""
    before, after = _words(older), _words(newer)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", _shortened("".join(before[a:b]))))
            continue
        if b > a:
            pieces.append(Piece("out", "".join(before[a:b])))
        if d > c:
            pieces.append(Piece("in", "".join(after[c:d])))
    return pieces


def _words(text: str) -> list[str]:
    found: list[str] = []
    for match in _WORD.finditer(text[:20_000]):
        found.append(match.group())
        if len(found) >= WORDS:
            found.append(" …")
            break
    return found


def _shortened(text: str) -> str:
    return text if len(text) <= 240 else text[:110].rsplit(" ", 1)[0] + " … " + text[-110:].split(" ", 1)[-1]
