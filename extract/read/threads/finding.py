"""`find_comments`: the choice between sources and between lists, and the joining of lists into one thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from extract.read.document import Document
from extract.read.threads.lists import Candidate, candidates, judge, weights
from extract.read.threads.outline import Outline, outline_of
from extract.read.threads.reading import comments_of, read_list
from extract.records import RawComment, RawTitle, ReadBy, Reject

if TYPE_CHECKING:
    from extract.read.structured import StructuredData


@dataclass(frozen=True, slots=True)
class ThreadResult:
    """A page's thread as read. `reason` says why there is nothing; `hits` counts what each reader found."""

    comments: tuple[RawComment, ...] = ()
    claimed: str | None = None
    rejects: tuple[Reject, ...] = ()
    read_by: ReadBy | None = None
    hits: Mapping[str, int] = field(default_factory=dict)
    reason: str | None = None


def find_comments(
    document: Document, title: RawTitle, *, structured: StructuredData | None, profile: Any = None
) -> ThreadResult:
    """Read the comments under a page's title, in the order of the page.

    Gives no comments, and the reason, where no list of the page stands above the limit of confidence.
    """
    outline = outline_of(document.root, document.check_time)
    if len(outline.els) < 4:
        return ThreadResult(reason="threads/empty-page")
    chosen = _choose(outline, document)
    if not chosen:
        return ThreadResult(reason="threads/no-list")
    found: list[tuple[int, RawComment]] = []
    for candidate in chosen:
        read = read_list(outline, candidate.items)
        comments = comments_of(read, "finder", _confidence(candidate.score), candidate.key)
        found += comments
    found.sort(key=lambda pair: pair[0])
    out = tuple(replace(comment, position=n) for n, (_, comment) in enumerate(found))
    if not out:
        return ThreadResult(reason="threads/no-words")
    return ThreadResult(out, read_by="finder", hits={c.key: len(c.items) for c in chosen})


def _confidence(score: float) -> float:
    return round(max(0.05, min(0.99, score / 12)), 2)


def _choose(outline: Outline, document: Document) -> list[Candidate]:
    judged: list[Candidate] = []
    for candidate in candidates(outline, document.check_time):
        judge(outline, candidate)
        judged.append(candidate)
    document.check_time()
    limits = weights()["limits"]
    judged.sort(key=lambda c: -c.rank)
    chosen: list[Candidate] = []
    for candidate in judged:
        need = limits["accept"] if len(candidate.items) > 1 else limits["accept_single"]
        if chosen:
            need = max(need, limits["accept_second"])
        if candidate.score < need:
            continue
        if any(_overlap(candidate, other) for other in chosen):
            continue
        chosen.append(candidate)
        if len(chosen) > 4:
            break
    return chosen


def _overlap(a: Candidate, b: Candidate) -> bool:
    i = j = 0
    while i < len(a.items) and j < len(b.items):
        x, y = a.items[i], b.items[j]
        if x.stop <= y.start:
            i += 1
        elif y.stop <= x.start:
            j += 1
        else:
            return True
    return False
