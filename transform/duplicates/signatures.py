"""What an index keeps of a text, to find the texts that may be like it.

Bands (MinHash, 14 of 4 rows) find texts whose shingles are mostly the same. Fingerprints (the least of every twelve
runs of seven words) find a text that stands inside a longer one: two texts that share eighteen words share one.
Blocks (lines of a text with several) tell what stands under many comments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transform.duplicates.shingles import Shingled, places_of, shingle_batches
from transform.duplicates.words import I64, U64, mix

Number = TypeVar("Number", bound=np.generic)
U32 = npt.NDArray[np.uint32]

BANDS = 14
ROWS = 4
RUN = 5  # shingles: seven words
WINDOW = 12  # runs
LEAST_WORDS = 20  # a shorter text is never looked for inside another
BLOCK_WORDS = 4  # a shorter line is no block
_SEED = 20251122
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_RUN_FACTORS = np.array([0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35], np.uint32)


@dataclass(frozen=True, slots=True)
class Signatures:
    """What is kept of a list of texts. `*_text` are numbers of texts in that list, beside keys of 32 bits.

    A text without words has no keys at all. `words` and `digests` are as in `Shingled`, `marks` counts a text's
    fingerprints; `block_words` counts a block's words.
    """

    words: I64
    digests: U64
    marks: I64
    band_text: I64
    band_key: U32
    mark_text: I64
    mark_key: U32
    block_text: I64
    block_key: U64
    block_words: I64


def sign(texts: pa.Array[Any]) -> Signatures:
    """Return the signatures of an array of strings. The same text always gives the same ones."""
    words, digests = [], []
    band_text, band_key, mark_text, mark_key = [], [], [], []
    block_text, block_key, block_words = [], [], []
    for first, batch in shingle_batches(texts):
        words.append(batch.words)
        digests.append(batch.digests)
        numbers, keys = _bands(batch)
        band_text.append(np.repeat(numbers + first, BANDS))
        band_key.append(keys)
        owners, marks = _fingerprints(batch)
        mark_text.append(owners + first)
        mark_key.append(marks)
        long = batch.line_words >= BLOCK_WORDS
        block_text.append(batch.line_text[long] + first)
        block_key.append(batch.line_digests[long])
        block_words.append(batch.line_words[long])
    owner = _joined(mark_text, np.int64)
    return Signatures(
        words=_joined(words, np.int64),
        digests=_joined(digests, np.uint64),
        marks=np.bincount(owner, minlength=len(texts)).astype(np.int64),
        band_text=_joined(band_text, np.int64),
        band_key=_joined(band_key, np.uint32),
        mark_text=owner,
        mark_key=_joined(mark_key, np.uint32),
        block_text=_joined(block_text, np.int64),
        block_key=_joined(block_key, np.uint64),
        block_words=_joined(block_words, np.int64),
    )


def _joined(parts: Sequence[npt.NDArray[Number]], kind: type[Number]) -> npt.NDArray[Number]:
    return np.concatenate([np.zeros(0, kind), *parts])


def _bands(batch: Shingled) -> tuple[I64, U32]:
    """Return the texts that have words, and `BANDS` keys for each."""
    lengths = np.diff(batch.offsets)
    numbers = np.flatnonzero(lengths)
    if len(numbers) == 0:
        return numbers, np.zeros(0, np.uint32)
    starts = batch.offsets[numbers]
    values = (batch.values >> np.uint64(32)).astype(np.uint32)
    row = np.empty_like(values)
    least = np.empty((BANDS * ROWS, len(numbers)), np.uint32)
    for index, (factor, summand) in enumerate(zip(*_permutations(), strict=True)):
        np.multiply(values, factor, out=row)
        np.add(row, summand, out=row)
        np.minimum.reduceat(row, starts, out=least[index])
    keys = np.arange(1, BANDS + 1, dtype=np.uint64)[:, None] * np.ones(len(numbers), np.uint64)
    for index in range(ROWS):
        keys = mix(keys * _SPREAD + least[index::ROWS])
    return numbers, (keys.T >> np.uint64(32)).astype(np.uint32).reshape(-1)


def _runs(values: U64) -> U32:
    """Return a number for each shingle with the four behind it."""
    halves = (values >> np.uint64(32)).astype(np.uint32)
    runs: U32 = halves * _RUN_FACTORS[0]
    for step, factor in zip((2, 4), _RUN_FACTORS[1:], strict=True):
        runs[:-step] += halves[step:] * factor
    return runs


def _fingerprints(batch: Shingled) -> tuple[I64, U32]:
    """Return (text, fingerprint) for texts that are long enough: each of a text's once."""
    runs = _runs(batch.values)
    least, reach = runs.copy(), 1
    while reach < WINDOW:  # the least of twice as many, until the window is full
        step = min(reach, WINDOW - reach)
        np.minimum(least[:-step], least[step:], out=least[:-step])
        reach += step
    fresh = np.ones(len(least), bool)
    np.not_equal(least[1:], least[:-1], out=fresh[1:])
    lengths = np.diff(batch.offsets)
    starts, ends = batch.offsets[:-1][lengths > 0], batch.offsets[1:][lengths > 0]
    fresh[starts] = True
    outside = np.arange(1, RUN + WINDOW - 1)  # a window that begins so late in a text ends behind it
    fresh[np.maximum(ends[:, None] - outside, 0)] = False
    short = (batch.words < LEAST_WORDS) & (lengths >= RUN + WINDOW - 1)
    fresh[places_of(batch.offsets[:-1][short], lengths[short])] = False
    places = np.flatnonzero(fresh)
    owner = np.searchsorted(batch.offsets[1:], places, side="right").astype(np.uint64)
    both = np.sort((owner << np.uint64(32)) | least[places])
    both = both[np.concatenate(([True], both[1:] != both[:-1]))] if len(both) else both
    return (both >> np.uint64(32)).astype(np.int64), both.astype(np.uint32)


@cache
def _permutations() -> tuple[U32, U32]:
    numbers = mix(np.arange(_SEED, _SEED + 2 * BANDS * ROWS, dtype=np.uint64))
    factors = (numbers[: BANDS * ROWS] >> np.uint64(32)).astype(np.uint32) | np.uint32(1)
    return factors, (numbers[BANDS * ROWS :] >> np.uint64(32)).astype(np.uint32)
