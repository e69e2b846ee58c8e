"""Texts as rows of words, each word one number. Works on bytes (UTF-8) as they come in, a batch of texts at once.

Case, width (NFKC), white space and punctuation do not count. A sign of a script without spaces is a word of its own.
Numbers are fixed: the same word gives the same one on every machine and in every run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

U8 = npt.NDArray[np.uint8]
U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

BATCH = 300_000  # bytes worked on at once: the arrays of a batch stay in the processor's cache
LONGEST = 100_000  # characters; what stands behind them in one text is not looked at
_SHORT = 2_000  # characters, whose marks can be put in order at once

_NEW_LINE, _FIRST_LETTER = 0x0A, 0x30
_WORD, _SIGN, _FOLDED, _UNKNOWN = 1, 2, 4, 255  # _FOLDED: another character is meant, or it joins the one before it
_LONG_WORD = 64  # bytes; longer ones are no words, and take another way
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3005, 0x3007),
    (0x3040, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3134F),
)
_JAMO = range(0x1100, 0x1200)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_LOWER = bytes(
    code if code >= 0x80 or chr(code).isdigit() or code == _NEW_LINE else ord(chr(code).lower()) * chr(code).isalpha()
    for code in range(256)
)


@dataclass(frozen=True, slots=True)
class Words:
    """A batch of texts: the words of text i are `values[offsets[i]:offsets[i + 1]]`; `signs` are the places of signs.

    The lines that hold words, of texts that have several, are words `line_first` up to but without `line_last`.
    """

    offsets: I64
    values: U64
    signs: I64
    line_text: I64
    line_first: I64
    line_last: I64


def word_batches(texts: pa.Array[Any]) -> Iterator[tuple[int, Words]]:
    """Yield the words of an array of strings (null is an empty one), each batch with the number of its first text."""
    plain = texts.cast(pa.large_string()).fill_null("")
    _, offset_bytes, data = plain.buffers()
    offsets = np.frombuffer(memoryview(offset_bytes or bytes(8)), np.int64)[
        plain.offset : plain.offset + len(plain) + 1
    ]
    held = memoryview(data or b"")
    start = 0
    while start < len(plain):
        stop = max(start + 1, int(np.searchsorted(offsets, offsets[start] + BATCH, side="right")) - 1)
        yield start, _words([held[a:b] for a, b in pairwise(offsets[start : stop + 1].tolist())])
        start = stop


def mix(values: U64) -> U64:
    """Spread the bits of numbers (the finaliser of splitmix64), in place."""
    values ^= values >> np.uint64(30)
    values *= np.uint64(0xBF58476D1CE4E5B9)
    values ^= values >> np.uint64(27)
    values *= np.uint64(0x94D049BB133111EB)
    values ^= values >> np.uint64(31)
    return values


@dataclass(frozen=True, slots=True)
class _Letters:
    """Texts behind one another, each with a zero before it: lower-case bytes, and what each longer character is."""

    codes: U8
    text_ends: I64
    leads: I64
    sizes: I64
    kinds: U8


def _words(pieces: list[memoryview | bytes]) -> Words:
    letters = _folded(pieces)
    for step in range(4):  # what is no part of a word is taken out byte by byte
        gone = (letters.kinds & (_WORD | _SIGN) == 0) & (letters.sizes > step)
        letters.codes[letters.leads[gone] + step] = 0
    inside = letters.codes >= _FIRST_LETTER
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts, ends = edges[0::2], edges[1::2]
    is_sign = letters.kinds & _SIGN != 0
    signs = letters.leads[is_sign]
    if len(signs):  # each is a word of its own, and parts the words beside it
        sign_ends = signs + letters.sizes[is_sign]
        starts = np.union1d(starts, np.concatenate((signs, sign_ends[inside[sign_ends]])))
        ends = np.union1d(ends, np.concatenate((sign_ends, signs[inside[signs - 1]])))
    return Words(
        np.concatenate(([0], np.searchsorted(starts, letters.text_ends))),
        _numbers(letters.codes, starts, ends),
        np.searchsorted(starts, signs),
        *_lines(letters, starts),
    )


def _folded(pieces: list[memoryview | bytes]) -> _Letters:
    for number, piece in enumerate(pieces):
        if len(piece) > LONGEST:
            pieces[number] = str(piece, "utf-8")[:LONGEST].encode()
    letters = _letters(pieces)
    folded = np.flatnonzero(letters.kinds & _FOLDED)
    if len(folded) == 0:
        return letters
    for number in np.unique(np.searchsorted(letters.text_ends, letters.leads[folded])).tolist():
        text = _bounded(str(pieces[number], "utf-8"))
        pieces[number] = unicodedata.normalize("NFKC", text).casefold().encode()
    return _letters(pieces)


def _bounded(text: str) -> str:
    """Leave a character no more than 30 marks (UAX #15, stream-safe): to put n in order takes the square of n."""
    return text if len(text) < _SHORT else _many_marks().sub(r"\1", text)


@cache
def _many_marks() -> re.Pattern[str]:
    marks = "".join(chr(code) for code in range(0x300, 0x20000) if unicodedata.category(chr(code))[0] == "M")
    return re.compile(f"([{marks}]{{30}})[{marks}]+")


def _letters(pieces: Sequence[memoryview | bytes]) -> _Letters:
    joined = bytearray(b"\0").join([b"", *pieces, bytes(16)]).translate(_LOWER)
    codes = np.frombuffer(joined, np.uint8)
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    leads = np.flatnonzero(codes >= 0xC0) if codes.max() >= 0xC0 else np.zeros(0, np.int64)
    points, sizes = _decoded(codes, leads)
    return _Letters(codes, np.cumsum(lengths + 1), leads, sizes, _kinds_of(points))


def _decoded(codes: U8, leads: I64) -> tuple[I64, I64]:
    """Return number and length in bytes of the characters that begin at `leads`, all longer than a byte (RFC 3629)."""
    first, second, third, fourth = (codes[leads + step].astype(np.int64) for step in range(4))
    points = ((first & 0x1F) << 6) | (second & 0x3F)
    three, four = first >= 0xE0, first >= 0xF0
    points[three] = ((first & 0x0F) << 12 | (second & 0x3F) << 6 | third & 0x3F)[three]
    points[four] = ((first & 0x07) << 18 | (second & 0x3F) << 12 | (third & 0x3F) << 6 | fourth & 0x3F)[four]
    return points, 2 + three + four.astype(np.int64)


def _kinds_of(points: I64) -> U8:
    known = _known_kinds()
    kinds = known[points]
    if (kinds == _UNKNOWN).any():
        for point in np.unique(points[kinds == _UNKNOWN]).tolist():
            known[point] = _kind(chr(point))
        kinds = known[points]
    return kinds


@cache
def _known_kinds() -> U8:
    return np.full(0x110000, _UNKNOWN, np.uint8)


def _kind(char: str) -> int:
    """Tell a part of a word (letters, digits, their marks) from a sign and from what parts words."""
    kind = _plain_kind(char)
    folded = unicodedata.normalize("NFKC", char).casefold()
    other = folded != char and (kind or any(map(_plain_kind, folded)))
    return kind | (_FOLDED if other or unicodedata.category(char)[0] == "M" or ord(char) in _JAMO else 0)


def _plain_kind(char: str) -> int:
    if unicodedata.category(char)[0] not in "LNM":
        return 0
    return _SIGN if any(first <= ord(char) <= last for first, last in _UNSPACED) else _WORD


def _numbers(codes: U8, starts: I64, ends: I64) -> U64:
    """Return a number for each word: its bytes, eight at a time."""
    longs = codes[: len(codes) // 8 * 8].view(np.dtype("<u8"))
    lengths = ends - starts
    numbers = _spread(_eight(longs, starts, lengths))
    done, rest = 8, np.flatnonzero(lengths > 8)
    while len(rest) and done < _LONG_WORD:
        numbers[rest] = _spread(numbers[rest] + _eight(longs, starts[rest] + done, lengths[rest] - done))
        done += 8
        rest = rest[lengths[rest] > done]
    for word in rest.tolist():
        digest = blake2b(codes[starts[word] : ends[word]].tobytes(), digest_size=8).digest()
        numbers[word] = int.from_bytes(digest, "little")
    return numbers


def _eight(longs: U64, places: I64, lengths: I64) -> U64:
    """Return eight bytes from each place on as a number, with zeros for those that are not the word's."""
    index = places >> 3
    shift = (places.view(np.uint64) & np.uint64(7)) << np.uint64(3)
    found: U64 = longs.take(index, mode="clip")  # no place is outside: to clip is quicker than to check
    found >>= shift
    behind = longs[1:].take(index, mode="clip")
    behind <<= np.uint64(1)
    behind <<= np.uint64(63) - shift
    found |= behind
    found &= _masks().take(lengths, mode="clip")
    return found


def _spread(numbers: U64) -> U64:
    numbers *= _SPREAD
    numbers ^= numbers >> np.uint64(29)
    return numbers


@cache
def _masks() -> U64:
    return np.array([(1 << (8 * count)) - 1 for count in range(9)], np.uint64)


def _lines(letters: _Letters, starts: I64) -> tuple[I64, I64, I64]:
    """Return text, first word and last word (exclusive) of the lines that hold words, in texts with several lines."""
    line_ends = np.sort(np.concatenate((np.flatnonzero(letters.codes == _NEW_LINE), letters.text_ends)))
    owner = np.searchsorted(letters.text_ends, line_ends)
    last = np.searchsorted(starts, line_ends)
    first = np.concatenate(([0], last[:-1]))
    several = np.bincount(owner, minlength=len(letters.text_ends))[owner] > 1
    keep = several & (last > first)
    return owner[keep], first[keep], last[keep]
