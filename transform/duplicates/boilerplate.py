"""What is left of a likeness when lines that stand under many comments (signatures, notices) are taken away."""

from __future__ import annotations

from collections.abc import Mapping

from transform.duplicates.clusters import Edge
from transform.duplicates.shingles import WORDS
from transform.duplicates.signatures import LEAST_WORDS


def without_boilerplate(edge: Edge, marked: Mapping[str, Mapping[str, int]], words_of: Mapping[str, int]) -> bool:
    """Tell whether two texts are still alike without the boilerplate that both hold.

    `marked` gives for a text the lines of boilerplate in it (key -> words), `words_of` its words. The shingles that the
    rest shares are reckoned from the likeness of the whole: each such line brings two fewer than it has words.
    """
    shared_lines = marked.get(edge.a, {}).keys() & marked.get(edge.b, {}).keys()
    if not shared_lines or edge.rule == "exact":
        return True
    removed = sum(marked[edge.a][key] for key in shared_lines)
    a, b = (max(words_of.get(body_id, 0) - (WORDS - 1), 1) for body_id in (edge.a, edge.b))
    shared = edge.similarity * (a + b) / (1 + edge.similarity)
    shared -= sum(max(marked[edge.a][key] - (WORDS - 1), 0) for key in shared_lines)
    a, b = a - removed, b - removed
    if min(a, b) <= 0:
        return False
    near = shared >= 0.8 * (a + b - shared)
    contained = shared >= 0.9 * min(a, b) and min(a, b) + (WORDS - 1) >= LEAST_WORDS
    return near or contained
