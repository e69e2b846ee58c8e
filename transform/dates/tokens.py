"""Cuts a normalised text into cells and writes it as a skeleton, one letter a cell, for the grammar to match.

Marks: n, t, y, l a number of one or two, three, four, more digits; M month, J month of the Persian calendar,
W weekday, U unit, V unit with its count, P unit and "ago" in one, A "ago", F future, R past span ("yesterday"),
a part of the day, X what is numbered (seasons), N number word, v "a few", f filler, w wrapper, x unknown;
punctuation stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from transform.dates.lexicon import Lexicon, Tag
from transform.dates.normalise import WORD

_PIECE = re.compile(rf"(?P<word>{WORD.pattern})|[^\s]")
_NUMBER_MARKS = {1: "n", 2: "n", 3: "t", 4: "y"}
_PUNCTUATION = frozenset(".,:/-'+()@~|\ue000\ue001")
_BETWEEN = frozenset(".-'")  # what may stand between the words of one phrase: "a.m.", "avant-hier", "aujourd'hui"
_MOST_SKELETONS = 24
_NO_TAG = (Tag("x", ""),)


class Cell(NamedTuple):
    """A stretch of the text with what it may mean."""

    text: str
    start: int
    end: int
    tags: tuple[Tag, ...]


def cells(text: str, words: Lexicon) -> list[Cell]:
    """Cut a normalised text into cells, longest phrases first."""
    pieces = [(m.group(), m.start(), m.end(), m["word"] is not None) for m in _PIECE.finditer(text)]
    found: list[Cell] = []
    at = 0
    while at < len(pieces):
        piece, start, end, is_word = pieces[at]
        if not is_word:
            numbered = piece == "#" and at + 1 < len(pieces) and pieces[at + 1][0].isdecimal()
            if numbered:
                at += 1  # "#3": the number of a comment
                found.append(Cell(f"#{pieces[at][0]}", start, pieces[at][2], (Tag("w", "number"),)))
            else:
                mark = piece if piece in _PUNCTUATION else "x" if piece == "©" else ";"
                found.append(Cell(piece, start, end, (Tag(mark, ""),)))
            at += 1
            continue
        phrase = _phrase(pieces, at, words)
        if phrase is not None:
            cell, at = phrase
            found.append(cell)
            continue
        at += 1
        if piece.isdecimal():
            found.append(Cell(piece, start, end, (Tag(_NUMBER_MARKS.get(len(piece), "l"), piece),)))
            continue
        tags = words.named(piece)
        if tags:
            found.append(Cell(piece, start, end, tags))
        elif words.unspaced and not piece.isascii():
            found.extend(_segments(piece, start, words))
        elif found and found[-1].end == start and found[-1].text.isdecimal() and len(piece) <= 4:
            found.append(Cell(piece, start, end, (Tag("f", "ordinal"),)))
        else:
            found.append(Cell(piece, start, end, _NO_TAG))
    return found


def skeletons(found: list[Cell]) -> Iterator[tuple[str, list[Tag]]]:
    """Give the skeletons that the cells allow, with the tag that each mark stands for."""
    if all(len(cell.tags) == 1 for cell in found):
        only = [cell.tags[0] for cell in found]
        yield "".join([tag[0] for tag in only]), only
        return
    for count, tags in enumerate(product(*(cell.tags for cell in found))):
        if count >= _MOST_SKELETONS:
            return
        yield "".join(tag.mark for tag in tags), list(tags)


def _phrase(pieces: list[tuple[str, int, int, bool]], at: int, words: Lexicon) -> tuple[Cell, int] | None:
    """Find the longest phrase of several words that starts here."""
    most = words.longest.get(pieces[at][0], 1)
    if most == 1:
        return None
    taken = [pieces[at][0]]
    best: tuple[Cell, int] | None = None
    behind = at + 1
    while behind < len(pieces) and len(taken) < most:
        piece, _, end, is_word = pieces[behind]
        behind += 1
        if not is_word:
            if piece in _BETWEEN:
                continue
            break
        taken.append(piece)
        tags = words.phrases.get(" ".join(taken))
        if tags:
            start = pieces[at][1]
            best = Cell(" ".join(taken), start, end, tags), behind
    return best


def _segments(piece: str, start: int, words: Lexicon) -> Iterator[Cell]:
    """Cut a run of a script that writes no spaces, longest words first."""
    at = 0
    unknown = 0
    while at < len(piece):
        for length in range(min(words.longest_word, len(piece) - at), 0, -1):
            tags = words.phrases.get(piece[at : at + length])
            if tags:
                break
        else:
            at += 1
            unknown += 1
            continue
        if unknown:
            yield Cell(piece[at - unknown : at], start + at - unknown, start + at, _NO_TAG)
            unknown = 0
        yield Cell(piece[at : at + length], start + at, start + at + length, tags)
        at += length
    if unknown:
        yield Cell(piece[at - unknown : at], start + at - unknown, start + at, _NO_TAG)
