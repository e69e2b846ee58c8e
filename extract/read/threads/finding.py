"""`find_comments`: the choice between sources and between lists, and the joining of lists into one thread."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from extract.read.document import Document
from extract.read.threads.lists import Candidate, candidates, cut_out, heading_at, items_of, judge, own_count, weights, widened
from extract.read.threads.outline import DATED, Outline, outline_of
from extract.read.threads.reading import comments_of, read_list
from extract.read.threads.structured import filled, shown, stated_comments
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
    document: Document, title: RawTitle, *, structured: StructuredData | None, profile: Any = None, engines: Any = None
) -> ThreadResult:
    """Read the comments under a page's title, in the order of the page.

    Gives no comments, and the reason, where no list of the page stands above the limit of confidence.
    """
    outline = outline_of(document.root, document.check_time)
    stated = stated_comments(structured, title.name) if structured is not None else []
    found = _find(outline, document) if len(outline.els) > 3 else ThreadResult(reason="threads/empty-page")
    if stated and (len(found.comments) < 2 or len(stated) > 2 * len(found.comments)):
        visible = shown(stated, document.root)
        if len(visible) > len(found.comments) or (len(visible) == 1 and len(found.comments) == 1):
            return ThreadResult(tuple(visible), read_by="structured", hits={"json-ld": len(visible)})
    if stated and found.comments:
        return replace(found, comments=tuple(filled(found.comments, stated)))
    return found


def _find(outline: Outline, document: Document) -> ThreadResult:
    """The generic finder alone."""
    chosen = _choose(outline, document)
    if not chosen:
        return ThreadResult(reason="threads/no-list")
    found: list[_Found] = []
    for n, candidate in enumerate(chosen):
        comments = _read_candidate(outline, candidate)
        if not _credible([comment for _, comment in comments], first=n == 0):
            continue
        found += [_Found(start, outline.end[start], comment) for start, comment in comments]
    out = _joined(found)
    if not out:
        return ThreadResult(reason="threads/no-words")
    return ThreadResult(out, read_by="finder", hits={c.key: len(c.items) for c in chosen})


def _credible(comments: list[RawComment], *, first: bool) -> bool:
    """Whether what was read looks like people's words: somebody, or at least days, or ratings."""
    if not comments:
        return False
    n = len(comments)
    authored = sum(c.author is not None for c in comments) / n
    dated = sum(c.posted is not None or c.posted_machine is not None for c in comments) / n
    rated = sum(c.rating is not None for c in comments) / n
    if n > 1 and len({c.body for c in comments}) < 0.6 * n and len({(c.author, c.body) for c in comments}) < 0.8 * n:
        return False
    if first:
        return max(authored, dated, rated) >= 0.3
    return authored >= 0.5 or rated >= 0.5


def _confidence(score: float) -> float:
    return round(max(0.05, min(0.99, score / 12)), 2)


def _read_candidate(outline: Outline, candidate: Candidate) -> list[tuple[int, RawComment]]:
    """A list's comments; items of another build among them, where the places differ, are read on their own."""
    confidence = _confidence(candidate.score)
    read = read_list(outline, candidate.items)
    out = comments_of(read, "finder", confidence, candidate.key)
    rest = [
        item
        for k, item in enumerate(read.view.items)
        if not read.bodies[k].text and own_count(outline.text_cum, item) > 30 and own_count(outline.cum[DATED], item)
    ]
    if len(rest) > max(1, len(read.view.items) // 10):
        alone = items_of(outline, [item.start for item in rest])
        out += comments_of(read_list(outline, cut_out(alone, candidate.items)), "finder", confidence, candidate.key + "'")
    return out


@dataclass(slots=True)
class _Found:
    start: int
    stop: int
    comment: RawComment


def _joined(found: list[_Found]) -> tuple[RawComment, ...]:
    """All lists in the order of the page: keys made distinct, and a list inside another's item made its answers."""
    found.sort(key=lambda f: f.start)
    out: list[RawComment] = []
    open_: list[_Found] = []
    keys: set[str] = set()
    depths: dict[str, int] = {}
    for position, f in enumerate(found):
        comment = f.comment
        while open_ and open_[-1].stop <= f.start:
            open_.pop()
        outer = next((o for o in reversed(open_) if o.comment.list_name != comment.list_name), None)
        if comment.id_from == "position":
            comment = replace(comment, key=f"{comment.list_name}{comment.key}", parent=_in_list(comment))
        if comment.key in keys:
            comment = replace(comment, key=f"{comment.key}~{position}", id_from="position")
        if comment.parent is None and outer is not None:
            comment = replace(comment, parent=outer.comment.key)
        if comment.parent is not None and comment.parent in depths:
            comment = replace(comment, depth=depths[comment.parent] + 1)
        elif comment.parent is not None and comment.parent not in keys:
            comment = replace(comment, parent=None)
        keys.add(comment.key)
        depths[comment.key] = comment.depth
        f.comment = comment
        open_.append(f)
        out.append(replace(comment, position=position))
    return tuple(out)


def _in_list(comment: RawComment) -> str | None:
    parent = comment.parent
    return f"{comment.list_name}{parent}" if parent is not None and parent.startswith("#") else parent


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
        several = len(candidate.items) > 1
        if not chosen:
            need = limits["accept"] if several else limits["accept_single"]
        else:
            headed = _own_heading(outline, candidate, chosen) and max(candidate.parts["item_name"], candidate.parts["list_name"]) > 0.5
            need = limits["accept"] if headed else limits["accept_second"]
            if not several:
                continue
        if not several and (candidate.key[0] not in "ni" or not _alone(candidate)):
            continue
        if len(candidate.items) == 2:
            need += limits["two"]
        if candidate.score < need or candidate.good < 0.3:
            continue
        if chosen and candidate.parts["heading"] and not _own_heading(outline, candidate, chosen):
            candidate.score -= weights()["evidence"]["heading"]
            candidate.parts["heading"] = 0.0
            if candidate.score < need:
                continue
        candidate = _fullest(candidate, judged)
        if chosen and ((_named(chosen[0]) and not _named(candidate)) or (candidate.key[0] in "st" and candidate.parts["item_name"] < 0.9)):
            continue
        fitted = _fitted(outline, candidate, chosen, need)
        if fitted is None:
            continue
        wider = Candidate(fitted.key, widened(outline, fitted.items), fitted.score, fitted.parts)
        if all(_overlap(wider, other) == _overlap(fitted, other) for other in chosen):
            fitted = wider
        chosen.append(fitted)
        if len(chosen) > 4:
            break
    return chosen


def _own_heading(outline: Outline, candidate: Candidate, chosen: list[Candidate]) -> bool:
    """Whether the heading before a further list is its own, and not that of a list between."""
    if not candidate.parts["heading"]:
        return False
    _, at = heading_at(outline, candidate.items[0])
    first = candidate.items[0].start
    return not any(at < item.start < first for other in chosen for item in other.items)


def _fullest(candidate: Candidate, judged: list[Candidate]) -> Candidate:
    """The widest set that holds all of a candidate's items and others as good: replies of another class."""
    starts = {item.start for item in candidate.items}
    best = candidate
    for other in judged:
        if (
            len(other.items) > len(best.items)
            and other.good > 0.75
            and other.score > 0.8 * candidate.score
            and starts <= {item.start for item in other.items}
        ):
            best = other
    return best


def _named(candidate: Candidate) -> bool:
    part = candidate.parts
    return max(part["item_name"], part["list_name"], part["heading"]) > 0.5


def _alone(candidate: Candidate) -> bool:
    """Whether a single item says enough of itself: someone, and a day or a rating."""
    part = candidate.parts
    return bool(part["authored"] and (part["dated"] or part["rated"]) and part["item_name"] == 1)


def _fitted(outline: Outline, candidate: Candidate, chosen: list[Candidate], need: float) -> Candidate | None:
    """The candidate beside the lists already chosen: apart from them, around their items, or inside them."""
    for other in chosen:
        how = _overlap(candidate, other)
        if how == "apart":
            continue
        if how == "around":
            items = cut_out(candidate.items, other.items)
            again = judge(outline, Candidate(candidate.key, items))
            if again.score < need or again.parts["dated"] < 0.7 or again.parts["authored"] < 0.5 or not again.parts["item_name"]:
                return None
            candidate = again
            continue
        if how == "inside" and _answers(outline, candidate, other):
            other.items = cut_out(other.items, candidate.items)
            continue
        return None
    return candidate


def _answers(outline: Outline, inner: Candidate, outer: Candidate) -> bool:
    """Whether a list inside another's items holds answers to them, and not their parts."""
    part = inner.parts
    if part["dated"] < 0.7 or part["authored"] < 0.5 or part["wordy"] < 0.4 or not part["item_name"] or len(inner.items) < 3:
        return False
    held = [0] * len(outer.items)
    k = -1
    open_: list[int] = []
    for item in inner.items:
        while k + 1 < len(outer.items) and outer.items[k + 1].start < item.start:
            k += 1
            open_.append(k)
        while open_ and outer.items[open_[-1]].stop <= item.start:
            open_.pop()
        if open_:
            held[open_[-1]] += 1
    if max(held) < 2 or min(held) > 0:
        return False
    rest = judge(outline, Candidate(outer.key, cut_out(outer.items, inner.items)))
    return rest.parts["dated"] > 0.7 and rest.parts["authored"] > 0.5 and rest.parts["prose"] > 0.7


def _overlap(a: Candidate, b: Candidate) -> str:
    """How two lists' items lie: apart, `a` around `b`'s, inside, or crossed."""
    starts = [item.start for item in b.items]
    furthest: list[int] = []
    for item in b.items:
        furthest.append(max(item.stop, furthest[-1]) if furthest else item.stop)
    around = inside = False
    for item in a.items:
        k = bisect_left(starts, item.start)
        if k < len(starts) and starts[k] == item.start:
            return "crossed"
        if k < len(starts) and starts[k] < item.stop:
            around = True
        if k and furthest[k - 1] > item.start:
            inside = True
    if around and inside:
        return "crossed"
    return "around" if around else "inside" if inside else "apart"
