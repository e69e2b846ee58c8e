"""Pairs of texts compared by all their shingles: what candidates must pass before they count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transform.duplicates.shingles import Shingled, places_of
from transform.duplicates.signatures import LEAST_WORDS
from transform.duplicates.words import I64, U64, Flags

Rules = npt.NDArray[np.str_]

CHUNK = 40_000  # shingles, or words of rough tables, worked on at once: they stay in the processor's cache
BITS = 2_048  # of a text's rough table
_LAST = np.uint64(1)
_NONE = np.uint64(0xFFFFFFFFFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like the texts of some pairs are. `rules` is "exact", "near", "contained", or "" where they are not alike.

    exact: the normalised texts are equal. near: Jaccard similarity of the shingles is 0.8 or more. contained: 0.9 or
    more of the shorter text's shingles stand in the longer one, and it has 20 words or more.
    """

    similarity: npt.NDArray[np.float64]
    containment: npt.NDArray[np.float64]
    rules: Rules


def compare(texts: Shingled, one: Sequence[int] | I64, other: Sequence[int] | I64) -> Likeness:
    """Compare text `one[i]` with text `other[i]`, for all pairs."""
    first, second = np.asarray(one, np.int64), np.asarray(other, np.int64)
    promising = np.flatnonzero(_may_share(texts, first, second))
    a, b, shared = np.zeros((3, len(first)), np.int64)
    for pairs in _chunks(np.diff(texts.offsets), first, second, promising):
        a[pairs], b[pairs], shared[pairs] = _counted(texts, first[pairs], second[pairs])
    smaller = np.minimum(a, b)
    union = a + b - shared
    shorter_words = np.where(a <= b, texts.words[first], texts.words[second])
    exact = (texts.digests[first] == texts.digests[second]) & (shared > 0)
    near = (5 * shared >= 4 * union) & (shared > 0)
    contained = (10 * shared >= 9 * smaller) & (shorter_words >= LEAST_WORDS) & (shared > 0)
    rules = np.select([exact, near, contained], ["exact", "near", "contained"], "")
    return Likeness(shared / np.maximum(union, 1), shared / np.maximum(smaller, 1), rules)


def _may_share(texts: Shingled, first: I64, second: I64) -> Flags:
    """Tell roughly which pairs may share four fifths of one text's shingles: those that do always pass."""
    chosen, places = np.unique(np.concatenate((first, second)), return_inverse=True)
    one, other = np.split(places, 2)
    tables = _tables(texts, chosen)
    lengths = np.diff(texts.offsets)[chosen]
    least = np.bitwise_count(tables).sum(axis=1, dtype=np.int64) - 0.2 * lengths  # a shingle that lacks takes one bit
    may = np.zeros(len(first), bool)
    step = CHUNK // (BITS // 64)
    for start in range(0, len(first), step):
        a, b = one[start : start + step], other[start : start + step]
        common = np.bitwise_count(tables[a] & tables[b]).sum(axis=1, dtype=np.int64)
        may[start : start + step] = (common >= np.minimum(least[a], least[b])) & (lengths[a] > 0) & (lengths[b] > 0)
    return may


def _tables(texts: Shingled, chosen: I64) -> U64:
    """Return a row of `BITS` bits for each chosen text: each of its shingles sets one of them."""
    step = CHUNK * 64 // BITS
    parts = [np.zeros((0, BITS // 64), np.uint64)]
    for start in range(0, len(chosen), step):
        part = chosen[start : start + step]
        lengths = texts.offsets[part + 1] - texts.offsets[part]
        slots = (texts.values[places_of(texts.offsets[part], lengths)] % np.uint64(BITS)).astype(np.int64)
        slots += np.repeat(np.arange(len(part)) * BITS, lengths)
        bits = np.zeros((len(part), BITS), bool)
        bits.reshape(-1)[slots] = True
        parts.append(np.packbits(bits, axis=1).view(np.uint64))
    return np.concatenate(parts)


def _chunks(lengths: I64, first: I64, second: I64, pairs: I64) -> Iterator[I64]:
    """Yield pairs of texts of about the same lengths, so many that they hold about `CHUNK` shingles."""
    widest = np.maximum(lengths[first[pairs]], lengths[second[pairs]])
    order = np.argsort(widest, kind="stable")
    widths = widest[order]
    start = 0
    while start < len(pairs):
        most = CHUNK // (2 * int(widths[start]))  # of the narrowest; the widest of them tells how many it are
        stop = start + max(1, CHUNK // (2 * int(widths[min(start + most, len(pairs) - 1)])))
        yield pairs[order[start:stop]]
        start = stop


def _counted(texts: Shingled, first: I64, second: I64) -> tuple[I64, I64, I64]:
    """Return how many different shingles the texts of each pair have, and how many they share.

    Each pair is a sorted row. The last bit of a shingle says whose it is, so that from a shared one its neighbour
    differs in that bit only.
    """
    rows = np.concatenate((_rows(texts, first, np.uint64(0)), _rows(texts, second, _LAST)), axis=1)
    rows.sort(axis=1)
    steps = rows[:, 1:] ^ rows[:, :-1]
    shared = np.count_nonzero(steps == _LAST, axis=1)
    fresh = np.count_nonzero(steps, axis=1)
    of_second = np.count_nonzero((steps != 0) & (rows[:, 1:] & _LAST != 0), axis=1) + (rows[:, 0] & _LAST != 0)
    padded = rows[:, -1] == _NONE
    return fresh + 1 - of_second, of_second - padded, shared


def _rows(texts: Shingled, chosen: I64, last: np.uint64) -> U64:
    """Return the shingles of each chosen text as a row, all with that last bit, filled up with `_NONE`."""
    starts = texts.offsets[chosen]
    lengths = texts.offsets[chosen + 1] - starts
    columns = np.arange(lengths.max())
    found = texts.values.take(starts[:, None] + columns, mode="clip")
    found &= ~_LAST
    found |= last
    found[columns >= lengths[:, None]] = _NONE
    return found
