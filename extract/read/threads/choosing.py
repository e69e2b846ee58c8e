"""Which lists of a page make its thread: the best first, then others beside, around or inside it.

Judges candidates against each other; reads no field. Gives no list below the limits in `weights.toml`.
"""

from __future__ import annotations

from bisect import bisect_left

from extract.read.document import Document
from extract.read.threads import vocabulary
from extract.read.threads.judging import heading_at, judge, weights
from extract.read.threads.lists import Candidate, candidates, cut_out, widened
from extract.read.threads.other_lists import is_of_other_things
from extract.read.threads.outline import Outline


def chosen_lists(outline: Outline, document: Document) -> list[Candidate]:
    """The lists that make a page's thread, the strongest first; none where nothing stands above the limit."""
    outline.of_person = vocabulary.is_author_href(document.url)
    judged = [c for c in candidates(outline, document.check_time) if _may_count(judge(outline, c))]
    document.check_time()
    limits = weights()["limits"]
    judged.sort(key=lambda c: -c.rank)
    chosen: list[Candidate] = []
    for candidate in judged:
        several = len(candidate.items) > 1
        if not chosen:
            need = limits["accept"] if several else limits["accept_single"]
        else:
            headed = (
                _own_heading(outline, candidate, chosen)
                and max(candidate.parts["item_name"], candidate.parts["list_name"]) > 0.5
            )
            need = limits["accept"] if headed else limits["accept_second"]
            if not several:
                continue
        if not several and (candidate.key[0] not in "ni" or not _alone(candidate) or _is_box(candidate, judged)):
            continue
        if several and len(candidate.items) < 4 and not _sure(candidate):
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
        candidate = _narrowed(outline, candidate, judged) or _fullest(outline, candidate, judged)
        if chosen and (
            (_named(chosen[0]) and not _named(candidate))
            or (candidate.key[0] in "stf" and candidate.parts["item_name"] < 0.9)
        ):
            continue
        fitted = _fitted(outline, candidate, chosen, need)
        if fitted is None:
            continue
        wider = Candidate(fitted.key, widened(outline, fitted.items), fitted.score, fitted.parts)
        for other in chosen:
            if _overlap(fitted, other) == "apart" and _overlap(wider, other) == "around":
                wider.items = cut_out(wider.items, other.items)
            elif _overlap(wider, other) != _overlap(fitted, other):
                wider = fitted
                break
        if wider is not fitted and _is_articles(outline, wider, need):
            continue
        if is_of_other_things(outline, wider):
            continue
        fitted = wider
        chosen.append(fitted)
        if len(chosen) > 4:
            break
    return chosen


_WORTH_OF_OTHERS = 0.8  # how much of a candidate's score another needs to take its place


def _may_count(candidate: Candidate) -> bool:
    """Whether a judged candidate can be chosen, or speak for or against another: the rest need not be kept."""
    limits = weights()["limits"]
    least = min(limits["accept"], limits["accept_single"], limits["accept_second"])
    return candidate.score > _WORTH_OF_OTHERS * least or _is_telling(candidate)


def _is_telling(candidate: Candidate) -> bool:
    part = candidate.parts
    return min(part["item_name"], part["dated"], part["authored"]) > 0.9


def _is_articles(outline: Outline, wider: Candidate, need: float) -> bool:
    """Whether the wrappers around a list's items are articles with comments of their own: the items are their lines."""
    if wider.parts.get("-headed_links", 0.0) > 0.3:
        return False  # so do the items themselves, and were judged by it
    again = judge(outline, Candidate(wider.key, wider.items))
    return again.parts.get("-commented", 0.0) > 0.5 and again.score < need


def _own_heading(outline: Outline, candidate: Candidate, chosen: list[Candidate]) -> bool:
    """Whether the heading before a further list is its own, and not that of a list between."""
    if not candidate.parts["heading"]:
        return False
    _, at = heading_at(outline, candidate.items[0])
    first = candidate.items[0].start
    return not any(at < item.start < first for other in chosen for item in other.items)


def _fullest(outline: Outline, candidate: Candidate, judged: list[Candidate]) -> Candidate:
    """The widest set that holds all of a candidate's items and others as good: replies of another class.

    What are parts of the candidate's items, side by side, are no items.
    """
    starts = {item.start for item in candidate.items}
    parts = {root for item in candidate.items for root in item.roots} - starts
    best = candidate
    for other in judged:
        if (
            len(other.items) > len(best.items)
            and other.good > 0.75
            and other.score > _WORTH_OF_OTHERS * candidate.score
            and starts <= (wide := {item.start for item in other.items})
            and parts.isdisjoint(wide)
            and not _encloses(other, starts)
            and not _adds_strangers(outline, candidate, other)
        ):
            best = other
    return best


def _adds_strangers(outline: Outline, candidate: Candidate, wide: Candidate) -> bool:
    """Whether the few that a wider set adds are no comments: a head, a form.

    They are not called so where all the others are; or they stand before or behind all others, and are nobody's and
    cannot be answered where all the others can.
    """
    if len(wide.items) >= 1.25 * len(candidate.items):
        return False
    if candidate.parts["item_name"] > wide.parts["item_name"] > candidate.parts["item_name"] - 0.25:
        return True
    starts = {item.start for item in candidate.items}
    more = [item for item in wide.items if item.start not in starts]
    if not more or min(candidate.parts["authored"], candidate.parts["replied"]) < 1:
        return False
    if any(min(starts) < item.start < max(starts) for item in more):
        return False
    rest = judge(outline, Candidate(candidate.key, more)).parts
    return max(rest["authored"], rest["replied"]) == 0


def _narrowed(outline: Outline, candidate: Candidate, judged: list[Candidate]) -> Candidate | None:
    """A part of a set that says far more, where the rest would be no list: articles in boxes like those of reviews."""
    starts = {item.start for item in candidate.items}
    for other in judged:
        if not 3 <= len(other.items) < len(starts) or other.score < 1.1 * candidate.score:
            continue
        part = {item.start for item in other.items}
        if part <= starts:
            rest = judge(outline, Candidate(candidate.key, [i for i in candidate.items if i.start not in part]))
            undated = rest.parts["dated"] < 0.1 and other.parts["dated"] > 0.9
            if rest.score < weights()["limits"]["accept"] or undated:
                return other
    return None


def _sure(candidate: Candidate) -> bool:
    """Whether a set of two or three says what it is: a page's sections come in twos and threes."""
    part = candidate.parts
    if part["praise"] > 0.5 and max(part["dated"], part["replied"]) < 0.5:
        return False  # what a shop shows of its customers' words is the shop's own page
    if part["item_name"] > 0.65 and (candidate.key[0] in "ni" or part["item_name"] == 1):
        return True
    if candidate.key[0] not in "nif" or part["dated"] < 0.9:
        return False
    if min(part["rated"], part["list_name"]) > 0.9 and part["authored"] > 0.75:
        return True
    headed = min(part["heading"], part["wordy"]) > 0.9 and part["authored"] > 0.75
    answered = part["replied"] > 0.9
    return headed or (answered and max(part["authored"], min(part["heading"], part["prose"])) > 0.9)


def _encloses(wide: Candidate, starts: set[int]) -> bool:
    """Whether one of a set's items is but a box around most of these."""
    enough = max(2, 0.5 * len(starts))
    ordered = sorted(starts)
    return any(
        item.start not in starts and bisect_left(ordered, item.stop) - bisect_left(ordered, item.start) >= enough
        for item in wide.items
    )


def _is_box(single: Candidate, judged: list[Candidate]) -> bool:
    """Whether a single item is but the box around several that are as telling."""
    box = single.items[0]
    return "-many_dates" in single.parts or any(
        len(c.items) > 1 and _is_telling(c) and sum(box.start < item.start < box.stop for item in c.items) > 1
        for c in judged
    )


def _named(candidate: Candidate) -> bool:
    part = candidate.parts
    return max(part["item_name"], part["list_name"], part["heading"]) > 0.5


def _alone(candidate: Candidate) -> bool:
    """Whether a single item says enough of itself: someone, and a day or a rating; or a day, answers and a heading."""
    part = candidate.parts
    told = part["authored"] and (part["dated"] or part["rated"])
    return bool(told or (part["dated"] and part["replied"] and part["heading"])) and part["item_name"] == 1


def _fitted(outline: Outline, candidate: Candidate, chosen: list[Candidate], need: float) -> Candidate | None:
    """The candidate beside the lists already chosen: apart from them, around their items, or inside them."""
    for other in chosen:
        how = _overlap(candidate, other)
        if how == "apart":
            continue
        if how == "around":
            items = cut_out(candidate.items, other.items)
            again = judge(outline, Candidate(candidate.key, items))
            if (
                again.score < need
                or again.parts["dated"] < 0.7
                or again.parts["authored"] < 0.5
                or not again.parts["item_name"]
            ):
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
    if (
        part["dated"] < 0.7
        or part["authored"] < 0.5
        or part["wordy"] < 0.4
        or not part["item_name"]
        or len(inner.items) < 3
    ):
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
