"""Texts as sets of shingles: three words in a row, five signs where a script has no spaces.

Works on arrays, a batch of texts at once. Hashes are fixed: the same text gives the same numbers on every machine and
in every run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transform.duplicates.words import I64, U64, Words, mix, word_batches

WORDS = 3
SIGNS = 5

_BASE = 0x9E3779B97F4A7C15
_STEPS = [np.uint64(pow(_BASE + 2, step + 1, 1 << 64)) for step in range(SIGNS)]


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


def shingle_batches(texts: pa.Array[Any]) -> Iterator[tuple[int, Shingled]]:
    """Yield the shingles of an array of strings batch by batch, each with the number of its first text."""
    for first, words in word_batches(texts):
        yield first, _shingled(words)


def shingle(texts: pa.Array[Any]) -> Shingled:
    """Return the shingles of an array of strings."""
    parts = [batch for _, batch in shingle_batches(texts)]
    firsts = offsets_of(np.array([len(part) for part in parts], np.int64))

    def column(name: str, kind: type[np.generic]) -> npt.NDArray[Any]:
        return np.concatenate([np.zeros(0, kind), *(getattr(part, name) for part in parts)])

    return Shingled(
        offsets_of(np.concatenate([np.zeros(0, np.int64), *(np.diff(part.offsets) for part in parts)])),
        column("values", np.uint64),
        column("words", np.int64),
        column("digests", np.uint64),
        np.concatenate(
            [np.zeros(0, np.int64), *(p.line_text + first for p, first in zip(parts, firsts, strict=False))]
        ),
        column("line_words", np.int64),
        column("line_digests", np.uint64),
    )


def offsets_of(lengths: I64) -> I64:
    """Return where each of some pieces begins and, last, where all end."""
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)


def places_of(starts: I64, lengths: I64) -> I64:
    """Return the places of all members of some pieces, one piece after the other."""
    ends = np.cumsum(lengths)
    places: I64 = np.arange(lengths.sum()) + np.repeat(starts - ends + lengths, lengths)
    return places


def _shingled(words: Words) -> Shingled:
    first, last = words.offsets[:-1], words.offsets[1:]
    pieces = _digests(words.values, np.append(first, words.line_first), np.append(last, words.line_last))
    digests, line_digests = pieces[: len(first)], pieces[len(first) :]
    line_words = words.line_last - words.line_first
    return Shingled(*_windows(words), last - first, digests, words.line_text, line_words, line_digests)


def _windows(words: Words) -> tuple[I64, U64]:
    """Return offsets and values of all shingles."""
    numbers, count = words.values, len(words.values)
    starts, ends = words.offsets[:-1], words.offsets[1:]
    lengths = ends - starts
    size = np.full(count, WORDS, np.uint8)
    size[words.signs] = SIGNS
    values = numbers * _STEPS[0]
    for step in range(1, WORDS):
        values[:-step] += numbers[step:] * _STEPS[step]
    for step in range(WORDS, SIGNS):
        places = words.signs[words.signs + step < count]
        values[places] += numbers[places + step] * _STEPS[step]
    whole = np.ones(count, bool)  # whether a shingle that begins here ends in the same text
    for left in range(1, SIGNS):
        places = ends[lengths >= left] - left
        whole[places] = size[places] <= left
    short = np.flatnonzero(lengths > 0)
    short = short[lengths[short] < size[starts[short]]]
    whole[starts[short]] = True
    values[starts[short]] = _sums(numbers, starts[short], lengths[short])
    lost = np.searchsorted(ends, np.flatnonzero(~whole), side="right")
    return offsets_of(lengths - np.bincount(lost, minlength=len(lengths))), mix(values[whole])


def _sums(numbers: U64, starts: I64, lengths: I64) -> U64:
    """Return the values of texts too short for a shingle."""
    values = np.zeros(len(starts), np.uint64)
    for step in range(SIGNS - 1):
        longer = lengths > step
        values[longer] += numbers[starts[longer] + step] * _STEPS[step]
    return values


def _digests(numbers: U64, first: I64, last: I64) -> U64:
    """Return a number for each run of words; one for no words too.

    It is a polynomial of the run's words, from differences of running sums.
    """
    powers, inverses = _powers(len(numbers) + 1)
    sums = np.zeros(len(numbers) + 1, np.uint64)
    np.cumsum(numbers * powers[:-1], out=sums[1:])
    found = mix((sums[last] - sums[first]) * inverses[first])
    return mix(found + (last - first).astype(np.uint64))


def _powers(length: int) -> tuple[U64, U64]:
    """Return the base's powers and their inverses modulo 2^64."""
    powers, inverses = _power_block(1 << max(17, (length - 1).bit_length()))
    return powers[:length], inverses[:length]


@cache
def _power_block(length: int) -> tuple[U64, U64]:
    powers = np.full(length, _BASE, np.uint64)
    powers[0] = 1
    inverses = np.full(length, pow(_BASE, -1, 1 << 64), np.uint64)
    inverses[0] = 1
    return np.cumprod(powers, dtype=np.uint64), np.cumprod(inverses, dtype=np.uint64)
