"""Who copies whom: verified pairs of texts made into clusters of comments.

Every member of a cluster is like its representative, never only like another member, so that no chain of likenesses
joins strangers. The result depends on what is given, not on its order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Literal, NamedTuple

from transform.nobody import is_nobody

Rule = Literal["exact", "near", "cut", "extended"]

FEWEST_WORDS = 8  # below, equal texts of different authors are no copies: fifty people may love it
FARTHEST = 0.2  # 1 - Jaccard similarity is a metric: two steps of together 0.2 stay within it


class Edge(NamedTuple):
    """A verified pair of texts; `rule` is "exact", "near" or "contained". A tuple, for there are millions."""

    a: str
    b: str
    similarity: float
    containment: float
    rule: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A comment with its text's id. `day` is the earliest that is known of it (ISO 8601, "~" where nothing is)."""

    comment_id: str
    body_id: str
    author: str | None
    site_id: str
    day: str
    words: int


@dataclass(frozen=True, slots=True)
class Member:
    """A comment that copies the canonical one.

    exact: equal texts. near: similarity 0.8 or more. cut: a part of the canonical text. extended: the canonical text
    and more, by the same author.
    """

    comment_id: str
    canonical_comment_id: str
    similarity: float
    containment: float
    rule: Rule


@dataclass(slots=True)
class _Text:
    """The comments of equal texts, earliest first, and the other texts that it is like, by their numbers."""

    copies: list[Copy]
    near: dict[int, float] = field(default_factory=dict)  # similarity
    parts: dict[int, tuple[float, float]] = field(default_factory=dict)  # what stands in it: similarity, containment


def cluster_copies(edges: Iterable[Edge], comments: Iterable[Copy]) -> list[Member]:
    """Return every comment that copies another, with the representative of its cluster: the earliest, then the longest.

    A later comment joins if its text equals the representative's, is near it or a cut of it. One that holds an earlier
    text and more joins last: if nobody copies it, and its author wrote the earlier one too. Who quotes somebody else
    beside words of his own copies nobody.
    """
    texts = _texts(list(edges), sorted(comments, key=_rank))
    members: list[Member] = []
    taken: set[int] = set()
    leading: set[int] = set()
    for number, text in enumerate(texts):
        if text.copies[0].words < FEWEST_WORDS:
            members += _of_one_author(text.copies)
            taken.add(number)
        if number in taken:
            continue
        taken.add(number)
        first = text.copies[0]
        found = _joined(text.copies[1:], first, 1.0, 1.0, "exact")
        for other, similarity in sorted(_reach(texts, number).items()):
            if other not in taken:
                taken.add(other)
                found += _joined(texts[other].copies, first, similarity, similarity, "near")
        for other, (similarity, containment) in sorted(text.parts.items()):
            if other not in taken and texts[other].copies[0].words >= FEWEST_WORDS:
                taken.add(other)
                found += _joined(texts[other].copies, first, similarity, containment, "cut")
        if found:
            leading.add(number)
            members += found
    members += _extended(texts, leading, members)
    return sorted(members, key=lambda member: (member.canonical_comment_id, member.comment_id))


def _rank(copy: Copy) -> tuple[str, int, str]:
    return copy.day, -copy.words, copy.comment_id


def _texts(edges: list[Edge], comments: list[Copy]) -> list[_Text]:
    """Put comments of equal texts together, in the order of their first ones, and note which texts are alike."""
    same: dict[str, str] = {}

    def root(body_id: str) -> str:
        while (above := same.get(body_id, body_id)) != body_id:
            same[body_id] = same.get(above, above)
            body_id = above
        return body_id

    for edge in edges:
        if edge.rule == "exact":
            least, other = sorted((root(edge.a), root(edge.b)))
            same[other] = least
    numbers: dict[str, int] = {}
    texts: list[_Text] = []
    words: dict[str, int] = {}
    for copy in comments:
        words[copy.body_id] = copy.words
        key = root(copy.body_id)
        if key not in numbers:
            numbers[key] = len(texts)
            texts.append(_Text([]))
        texts[numbers[key]].copies.append(copy)
    number_of = {body_id: numbers.get(root(body_id)) for body_id in (*words, *same, *same.values())}
    for body_a, body_b, similarity, containment, rule in edges:
        a, b = number_of.get(body_a), number_of.get(body_b)
        if rule == "exact" or a is None or b is None or a == b:
            continue
        if rule == "near":
            if similarity > texts[a].near.get(b, 0.0):
                texts[a].near[b] = texts[b].near[a] = similarity
        elif body_a in words and body_b in words:
            whole, part = (a, b) if (words[body_a], body_a) > (words[body_b], body_b) else (b, a)
            likeness = (similarity, containment)
            texts[whole].parts[part] = max(likeness, texts[whole].parts.get(part, likeness))
    return texts


def _reach(texts: Sequence[_Text], start: int) -> dict[int, float]:
    """Return the texts near one, with their similarity: the measured one, or the least that two steps leave."""
    best = {start: 0.0}
    queue = [(0.0, start)]
    while queue:
        distance, number = heappop(queue)
        if distance > best[number]:
            continue
        for other, similarity in texts[number].near.items():
            further = distance + 1 - similarity
            if further > FARTHEST + 1e-5:
                continue
            further = round(further, 9)
            if further < best.get(other, FARTHEST + 1e-6):
                best[other] = further
                heappush(queue, (further, other))
    direct = texts[start].near
    return {other: direct.get(other, 1 - distance) for other, distance in best.items() if other != start}


def _of_one_author(copies: list[Copy]) -> list[Member]:
    """Return who said the same few words on a site before: only a named author copies so little."""
    first: dict[tuple[str, str], Copy] = {}
    found = []
    for copy in copies:
        name = _name(copy)
        if name is None:
            continue
        original = first.setdefault((copy.site_id, name), copy)
        if original is not copy:
            found += _joined([copy], original, 1.0, 1.0, "exact")
    return found


def _name(copy: Copy) -> str | None:
    """Return a comment's author, None where it is nobody in particular."""
    name = (copy.author or "").strip().casefold()
    return name if name and not is_nobody(name) else None


def _extended(texts: Sequence[_Text], leading: set[int], members: Sequence[Member]) -> list[Member]:
    """Return the comments that hold an earlier text of their author and more: beside its cluster's representative."""
    canonical = {member.comment_id: member.canonical_comment_id for member in members}
    found: list[Member] = []
    for number, text in enumerate(texts):
        if number in leading or text.copies[0].comment_id in canonical:
            continue
        for copy in text.copies:
            name = _name(copy)
            earlier = [
                (original.comment_id in canonical, other, original.comment_id)
                for other in text.parts
                if other < number and name is not None
                for original in texts[other].copies
                if _name(original) == name and original.words >= FEWEST_WORDS
            ]
            if earlier:
                _, other, original_id = min(earlier)
                canonical[copy.comment_id] = canonical.get(original_id, original_id)
                found.append(Member(copy.comment_id, canonical[copy.comment_id], *text.parts[other], "extended"))
    return found


def _joined(copies: Iterable[Copy], first: Copy, similarity: float, containment: float, rule: Rule) -> list[Member]:
    return [Member(copy.comment_id, first.comment_id, similarity, containment, rule) for copy in copies]
