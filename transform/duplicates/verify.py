"""Pairs of texts compared by all their shingles: what candidates must pass before they count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transform.duplicates.shingles import I64, U64, Shingled, offsets_of
from transform.duplicates.signatures import LEAST_WORDS

Rules = npt.NDArray[np.str_]

CHUNK = 40_000  # shingles compared at once: they stay in the processor's cache
SLOTS = 1_024  # of a pair's rough table
TEXTS = 2_000  # whose shingles are sorted at once
_BITS = np.uint64(40)  # of a shingle that are compared; within one pair two different ones agree once in 10^8 pairs


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
    count = len(first)
    promising = np.zeros(count, bool)
    for pairs in _chunks(np.diff(texts.offsets), first, second):
        promising[pairs] = _may_share(texts, first[pairs], second[pairs])
    values, offsets = _sets(texts, np.unique(np.concatenate((first[promising], second[promising]))))
    sizes = np.diff(offsets)
    shared = np.zeros(count, np.int64)
    kept = np.flatnonzero(promising)
    for pairs in _chunks(sizes, first[kept], second[kept]):
        chosen = kept[pairs]
        shared[chosen] = _shared(values, offsets, first[chosen], second[chosen])
    a, b = sizes[first], sizes[second]
    smaller = np.minimum(a, b)
    union = a + b - shared
    shorter_words = np.where(a <= b, texts.words[first], texts.words[second])
    exact = (texts.digests[first] == texts.digests[second]) & (shared > 0)
    near = (5 * shared >= 4 * union) & (shared > 0)
    contained = (10 * shared >= 9 * smaller) & (shorter_words >= LEAST_WORDS) & (shared > 0)
    rules = np.select([exact, near, contained], ["exact", "near", "contained"], "")
    return Likeness(shared / np.maximum(union, 1), shared / np.maximum(smaller, 1), rules)


def _chunks(sizes: I64, first: I64, second: I64) -> Iterator[slice]:
    """Cut pairs into runs that hold about `CHUNK` shingles."""
    load = np.cumsum(sizes[first] + sizes[second])
    start = 0
    while start < len(first):
        before = load[start - 1] if start else 0
        stop = min(max(start + 1, int(np.searchsorted(load, before + CHUNK, side="right"))), start + CHUNK // 64)
        yield slice(start, stop)
        start = stop


def _may_share(texts: Shingled, first: I64, second: I64) -> npt.NDArray[np.bool_]:
    """Tell roughly which pairs may share most of the shorter text's shingles: those that do always pass."""
    lengths = np.diff(texts.offsets)
    swap = lengths[first] > lengths[second]
    shorter, longer = np.where(swap, second, first), np.where(swap, first, second)
    seen = np.zeros(len(first) * SLOTS, bool)
    seen[_slots(texts, longer)] = True
    hits = seen[_slots(texts, shorter)]
    running = offsets_of(hits.astype(np.int64))
    edges = offsets_of(lengths[shorter])
    shares = running[edges[1:]] - running[edges[:-1]]
    return (shares >= 0.6 * lengths[shorter]) & (lengths[shorter] > 0)


def _slots(texts: Shingled, chosen: I64) -> I64:
    """Return for each shingle of each pair's text its place in a table of `SLOTS` a pair."""
    lengths = texts.offsets[chosen + 1] - texts.offsets[chosen]
    slots = (texts.values[_places(texts.offsets, chosen)] % np.uint64(SLOTS)).astype(np.int64)
    slots += np.repeat(np.arange(len(chosen)) * SLOTS, lengths)
    return slots


def _places(offsets: I64, chosen: I64) -> I64:
    """Return where the shingles of the chosen texts stand, one text after the other."""
    lengths = offsets[chosen + 1] - offsets[chosen]
    starts = np.cumsum(lengths) - lengths
    places: I64 = np.arange(lengths.sum()) + np.repeat(offsets[chosen] - starts, lengths)
    return places


def _sets(texts: Shingled, chosen: I64) -> tuple[U64, I64]:
    """Return the chosen texts' shingles once, sorted, as offsets into one array; the other texts have none."""
    parts, counts = [np.zeros(0, np.uint64)], np.zeros(len(texts), np.int64)
    for start in range(0, len(chosen), TEXTS):
        part = chosen[start : start + TEXTS]
        lengths = texts.offsets[part + 1] - texts.offsets[part]
        keys = texts.values[_places(texts.offsets, part)] >> (np.uint64(64) - _BITS)
        keys |= np.repeat(np.arange(len(part), dtype=np.uint64), lengths) << _BITS
        keys.sort()
        keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))] if len(keys) else keys
        counts[part] = np.bincount((keys >> _BITS).astype(np.int64), minlength=len(part))
        parts.append(keys & ((np.uint64(1) << _BITS) - np.uint64(1)))
    return np.concatenate(parts), offsets_of(counts)


def _shared(values: U64, offsets: I64, first: I64, second: I64) -> I64:
    """Return how many shingles the texts of each pair share: a shingle of a pair that comes twice is shared."""
    texts = np.concatenate((first, second))
    lengths = offsets[texts + 1] - offsets[texts]
    pairs = np.tile(np.arange(len(first), dtype=np.uint64), 2)
    keys = (np.repeat(pairs, lengths) << _BITS) | values[_places(offsets, texts)]
    keys.sort()
    twice = keys[1:][keys[1:] == keys[:-1]]
    return np.bincount((twice >> _BITS).astype(np.int64), minlength=len(first))
