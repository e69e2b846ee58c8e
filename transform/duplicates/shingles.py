"""Texts as sets of shingles: three words in a row, five signs where a script has no spaces.

Works on arrays, a batch of texts at once. Case, width (NFKC), white space and punctuation do not count. Hashes are
fixed: the same text gives the same numbers on every machine and in every run.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]

WORDS = 3
SIGNS = 5
BATCH = 400_000  # characters worked on at once: the arrays of a batch stay in the processor's cache
LONGEST = 100_000  # characters; what stands behind them in one text is not looked at

_BASE = 0x9E3779B97F4A7C15
_WORD, _SIGN = 1, 2
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


@dataclass(frozen=True, slots=True)
class Shingled:
    """A batch of texts: the shingles of text i are `values[offsets[i]:offsets[i + 1]]`, in order, repeats included.

    `words` counts words (signs of scripts without spaces one each), `digests` are equal where normalised texts are.
    A text without words has no shingle; one too short for a shingle has one of all its words. The lines of texts that
    have several stand in `line_text` (the text's number), `line_words` and `line_digests`.
    """

    offsets: I64
    values: U64
    words: I64
    digests: U64
    line_text: I64
    line_words: I64
    line_digests: U64

    def __len__(self) -> int:
        return len(self.words)


def shingle_batches(texts: Sequence[str]) -> Iterator[tuple[int, Shingled]]:
    """Yield the texts' shingles batch by batch, each with the number of its first text."""
    ends = np.cumsum(np.minimum(np.fromiter(map(len, texts), np.int64, len(texts)), LONGEST))
    start = 0
    while start < len(texts):
        before = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, before + BATCH, side="right")))
        yield start, _shingle(texts[start:stop])
        start = stop


def shingle(texts: Sequence[str]) -> Shingled:
    """Return the shingles of all texts at once."""
    parts = list(shingle_batches(texts))
    kinds = (np.uint64, np.int64, np.uint64, np.int64, np.int64, np.uint64)
    columns: list[list[npt.NDArray[Any]]] = [[np.zeros(0, kind)] for kind in kinds]
    lengths = [np.zeros(0, np.int64)]
    for first, part in parts:
        lengths.append(np.diff(part.offsets))
        line_text = part.line_text + first
        for column, values in zip(
            columns,
            (part.values, part.words, part.digests, line_text, part.line_words, part.line_digests),
            strict=True,
        ):
            column.append(values)
    return Shingled(offsets_of(np.concatenate(lengths)), *(np.concatenate(column) for column in columns))


def mix(values: U64) -> U64:
    """Spread the bits of numbers (the finaliser of splitmix64), in place."""
    values ^= values >> np.uint64(30)
    values *= np.uint64(0xBF58476D1CE4E5B9)
    values ^= values >> np.uint64(27)
    values *= np.uint64(0x94D049BB133111EB)
    values ^= values >> np.uint64(31)
    return values


def offsets_of(lengths: I64) -> I64:
    """Return where each of some pieces begins and, last, where all end."""
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)


def _shingle(texts: Sequence[str]) -> Shingled:
    plain = _normalised(texts)
    lengths = np.fromiter(map(len, plain), np.int64, len(plain))
    text_ends = np.cumsum(lengths + 1) - 1  # a zero character stands behind each text
    joined = "\x00".join(plain) + "\x00"
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
    kind = _kinds()[codes]
    starts, ends = _words(kind)
    words = _hash_pieces(codes, starts, ends)
    offsets = np.concatenate(([0], np.searchsorted(starts, text_ends)))
    line_text, first, last = _lines(codes, text_ends, starts)
    return Shingled(
        *_windows(words, offsets, kind[starts] == _SIGN),
        np.diff(offsets),
        _digest(words, offsets[:-1], offsets[1:]),
        line_text,
        last - first,
        _digest(words, first, last),
    )


def _normalised(texts: Sequence[str]) -> list[str]:
    """Return texts without the differences of case and width."""
    plain = [text.lower() if text.isascii() and len(text) <= LONGEST else _folded(text) for text in texts]
    if any("\x00" in text for text in plain):
        plain = [text.replace("\x00", " ") for text in plain]
    return plain


def _folded(text: str) -> str:
    text = text[:LONGEST]
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return text.casefold()


def _words(kind: npt.NDArray[np.uint8]) -> tuple[I64, I64]:
    """Return where words begin and end; the last character is outside of any."""
    edges = np.flatnonzero(np.diff(kind != 0, prepend=False))
    starts, ends = edges[0::2], edges[1::2]
    signs = np.flatnonzero(kind == _SIGN)
    if len(signs):  # each is a word of its own, and parts the words beside it
        starts = np.union1d(starts, np.concatenate((signs, signs[kind[signs + 1] != 0] + 1)))
        ends = np.union1d(ends, np.concatenate((signs + 1, signs[kind[signs - 1] != 0])))
        ends = ends[ends > 0]
    return starts, ends


def _lines(codes: npt.NDArray[np.uint32], text_ends: I64, starts: I64) -> tuple[I64, I64, I64]:
    """Return text, first word and last word (exclusive) of the lines that hold words, in texts with several lines."""
    line_ends = np.sort(np.concatenate((np.flatnonzero(codes == 10), text_ends)))
    owner = np.searchsorted(text_ends, line_ends)
    last = np.searchsorted(starts, line_ends)
    first = np.concatenate(([0], last[:-1]))
    several = np.bincount(owner, minlength=len(text_ends))[owner] > 1
    keep = several & (last > first)
    return owner[keep], first[keep], last[keep]


def _windows(words: U64, offsets: I64, is_sign: npt.NDArray[np.bool_]) -> tuple[I64, U64]:
    """Return offsets and values of all shingles."""
    counts = np.diff(offsets)
    text_of = np.repeat(np.arange(len(counts)), counts)
    left = offsets[1:][text_of] - np.arange(len(words))  # words from here to the text's end
    size = np.where(is_sign, SIGNS, WORDS)
    at_start = left == counts[text_of]
    keep = (left >= size) | (at_start & (left < size))
    values = np.zeros(len(words), np.uint64)
    span = SIGNS if is_sign.any() else WORDS
    power = np.uint64(1)
    for step in range(span):
        power = _times(power, _BASE + 2 * step)
        part = words[step:] * power
        inside = left[: len(part)] > step
        if step >= WORDS:
            inside &= is_sign[: len(part)]
        part[~inside] = 0
        values[: len(part)] += part
    lengths = np.bincount(text_of[keep], minlength=len(counts))
    return offsets_of(lengths), mix(values[keep])


def _digest(words: U64, first: I64, last: I64) -> U64:
    """Return a number for each run of words; one for no words too."""
    return mix(_hash_pieces(words, first, last) + (last - first).astype(np.uint64))


def _hash_pieces(numbers: npt.NDArray[np.unsignedinteger[Any]], starts: I64, ends: I64) -> U64:
    """Return a number for each piece: a polynomial of its members, from differences of running sums."""
    powers, inverses = _powers(len(numbers) + 1)
    sums = np.empty(len(numbers) + 1, np.uint64)
    sums[0] = 0
    np.cumsum(np.multiply(numbers, powers[:-1]), out=sums[1:])
    return mix((sums[ends] - sums[starts]) * inverses[starts])


def _times(a: np.uint64, b: int) -> np.uint64:
    return np.uint64((int(a) * b) & 0xFFFFFFFFFFFFFFFF)


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """Return for each character whether it is part of a word (letters, digits, their marks) or a sign."""
    category = unicodedata.category
    kinds = np.fromiter((category(chr(code))[0] in "LNM" for code in range(0x110000)), np.uint8, 0x110000)
    for first, last in _UNSPACED:
        kinds[first : last + 1] *= _SIGN
    return kinds


@cache
def _power_block(length: int) -> tuple[U64, U64]:
    powers = np.full(length, _BASE, np.uint64)
    powers[0] = 1
    inverses = np.full(length, pow(_BASE, -1, 1 << 64), np.uint64)
    inverses[0] = 1
    return np.cumprod(powers, dtype=np.uint64), np.cumprod(inverses, dtype=np.uint64)


def _powers(length: int) -> tuple[U64, U64]:
    """Return the base's powers and their inverses modulo 2^64."""
    size = 1 << max(19, (length - 1).bit_length())
    powers, inverses = _power_block(size)
    return powers[:length], inverses[:length]
