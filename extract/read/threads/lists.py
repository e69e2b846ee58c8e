"""Which elements of a page could be the items of a thread: candidate lists, and what is an item's own part.

Candidates are sets of elements that share a name, a shape of id or a place; items nested in an item are cut out of it.
Judges none of them, and never looks at a host's name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from extract.read.threads import vocabulary
from extract.read.threads.outline import AUTHORED, DATED, REPLIED, Outline
from extract.read.threads.vocabulary import Role

_MAX_CLIMB = 14


@dataclass(slots=True)
class Item:
    """One candidate comment: elements `start .. stop`, `roots` on top, `holes` where nested items lie."""

    start: int
    stop: int
    roots: tuple[int, ...]
    above: int | None = None
    holes: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Candidate:
    """A set of items and what speaks for and against it."""

    key: str
    items: list[Item]
    score: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)
    good: float = 0.0
    whole: float = 0.0

    @property
    def rank(self) -> float:
        """For choosing between candidates: evidence times a slow growth with the number of items."""
        return self.score * (0.5 + self.whole) ** 0.45 if self.score > 0 else self.score


def cut_out(items: list[Item], others: list[Item]) -> list[Item]:
    """Copies of items with the items of another list, where they lie inside, cut out too."""
    starts = [other.start for other in others]
    out: list[Item] = []
    for item in items:
        inside = others[bisect_right(starts, item.start) : bisect_left(starts, item.stop)]
        ranges = sorted(item.holes + [(o.start, o.stop) for o in inside if o.stop <= item.stop])
        holes: list[tuple[int, int]] = []
        for start, stop in ranges:
            if not holes or start >= holes[-1][1]:
                holes.append((start, stop))
        out.append(Item(item.start, item.stop, item.roots, item.above, holes))
    return out


def items_of(outline: Outline, starts: Iterable[int], rest: Set[int] = frozenset()) -> list[Item]:
    """Items from elements and the siblings right behind each that are in `rest`, with nesting found and cut out."""
    out: list[Item] = []
    open_: list[int] = []
    firsts = set(starts)
    for start in sorted(firsts):
        roots, stop = [start], outline.end[start]
        while stop in rest and stop not in firsts and outline.parent[stop] == outline.parent[start]:
            roots.append(stop)
            stop = outline.end[stop]
        while open_ and out[open_[-1]].stop <= start:
            open_.pop()
        item = Item(start, stop, tuple(roots), open_[-1] if open_ else None)
        if open_:
            out[open_[-1]].holes.append((start, stop))
        open_.append(len(out))
        out.append(item)
    return out


def own_count(row: Sequence[int], item: Item) -> int:
    """A running count over an item's own part."""
    n = row[item.stop] - row[item.start]
    for start, stop in item.holes:
        n -= row[stop] - row[start]
    return n


def own_counts(rows: Sequence[Sequence[int]], item: Item) -> list[int]:
    """Several running counts over an item's own part, in their order."""
    counts = [row[item.stop] - row[item.start] for row in rows]
    for start, stop in item.holes:
        for k, row in enumerate(rows):
            counts[k] -= row[stop] - row[start]
    return counts


def candidates(outline: Outline, check_time: Callable[[], None]) -> Iterator[Candidate]:
    """Every set of elements worth judging, each set once; made one by one, for on a long page each is large."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    parent, end = outline.parent, outline.end
    total = outline.text_cum[-1]
    seeds = _seeds(outline)
    climbed: set[int] = set()
    telling = int(Role.ITEM)
    for seed in seeds:
        at = seed
        steps = 0
        while at > 0 and steps < _MAX_CLIMB:
            if at in climbed:
                break
            climbed.add(at)
            text = outline.text_length(at, end[at])
            if text > 0.9 * total and total > 2000 and not outline.roles[at] & telling:
                break
            _add_keys(groups, outline, at)
            at = parent[at]
            steps += 1
    check_time()
    yield from _distinct(outline, groups)


def _seeds(outline: Outline) -> list[int]:
    seeds = list(outline.dates)
    item = int(Role.ITEM | Role.POST)
    roles = outline.roles
    seeds += [i for i in range(len(roles)) if roles[i] & item]
    seeds += outline.authors
    seeds += _under_headings(outline)
    return seeds


def _under_headings(outline: Outline) -> Iterator[int]:
    """Yield the points of lists right under headings that name comments: nothing else may tell what they are."""
    for heading in outline.headings:
        at = outline.end[heading]
        if at < len(outline.tags) and outline.tags[at] in ("ul", "ol"):
            text = " ".join(outline.els[heading].itertext()).strip()
            if len(text) < 120 and vocabulary.is_thread_heading(text):
                yield from outline.children(at)[:100]


_DIGITS = re.compile(r"\d+")


def id_shape(value: str | None) -> str | None:
    """What the ids of a list's items have in common: what stands before the number; None without one."""
    if not value:
        return None
    if any(c.isdigit() for c in value):
        head = re.split(r"\d", value, maxsplit=1)[0]
        return head or None
    return None


def _add_keys(groups: dict[tuple[object, ...], list[int]], outline: Outline, i: int) -> None:
    tag = outline.tags[i]
    above = outline.parent[i]
    names = outline.names[i]
    above_names = outline.names[above]
    above_name = above_names[0] if above_names else outline.tags[above]
    for name in names if len(names) < 2 else dict.fromkeys(names):
        groups["n", tag, name].append(i)
        groups["p", above_name, tag, name].append(i)
    shape = id_shape(outline.els[i].get("id"))
    if shape:
        groups["i", tag, shape].append(i)
    groups["s", above, tag].append(i)
    if not names:
        groups["s", above, f"nameless {tag}"].append(i)  # heads of comments; what is beside them has names
    if tag == "tr" and outline.count(DATED, i, outline.end[i]):
        groups["s", above, "dated tr"].append(i)  # rows of buttons and lines lie between those of posts
    # the place: tags and first names two levels up, for items without names in wrappers of their own
    higher = outline.parent[above] if above >= 0 else -1
    higher_name = (outline.names[higher][0] if outline.names[higher] else outline.tags[higher]) if higher >= 0 else ""
    groups["t", higher_name, outline.tags[above], tag, names[0] if names else ""].append(i)


def _distinct(outline: Outline, groups: dict[tuple[object, ...], list[int]]) -> Iterator[Candidate]:
    seen: set[tuple[int, ...]] = set()
    telling = int(Role.ITEM)
    end, roles = outline.end, outline.roles
    # of elements that only share a place, two or three are taken for what they are called, or with a few of one name
    few = {i for key, members in groups.items() if key[0] in ("n", "i") and len(members) < 4 for i in members}
    dated, authored, replied = outline.cum[DATED], outline.cum[AUTHORED], outline.cum[REPLIED]
    for key, members in groups.items():
        if len(members) == 1:
            if key[0] not in ("n", "i"):
                continue
            (i,) = members
            if not roles[i] & telling or dated[end[i]] == dated[i]:
                continue
            if authored[end[i]] == authored[i] and replied[end[i]] == replied[i]:
                continue
            starts: tuple[int, ...] = (i,)
        else:
            starts = tuple(sorted(members))
        if starts in seen:
            continue
        seen.add(starts)
        terms = len(starts) > 1 and outline.tags[starts[0]] == "dt" and _are_terms(outline, starts)
        if (
            1 < len(starts) < 4
            and not terms
            and key[0] not in ("n", "i")
            and few.isdisjoint(starts)
            and not all(roles[i] & telling for i in starts)
        ):
            continue
        if len(starts) > 1 and outline.text_length(starts[0], end[starts[-1]]) < 40:
            continue
        name = " ".join(str(k) for k in key)
        nameless = str(key[-1]).startswith("nameless ")
        heads = (len(starts) > 2 or terms) and key[0] in ("n", "s") and _heads_of_runs(outline, starts, nameless)
        if heads:
            yield Candidate("f " + name, flat_items(outline, list(starts)))
        if not heads or outline.tags[starts[0]] != "dt":  # a term alone is never the whole
            items = items_of(outline, starts)
            yield Candidate(name, _without_form(outline, _without_box(outline, items)) if key[0] == "n" else items)


def _without_box(outline: Outline, items: list[Item]) -> list[Item]:
    """Items without a first that is but the box around all others: they have days, and it has none of its own."""
    first, others = items[0], items[1:]
    if len(others) < 2 or others[-1].stop > first.stop or own_count(outline.cum[DATED], first):
        return items
    dated = sum(own_count(outline.cum[DATED], item) > 0 for item in others)
    return items if dated < 0.8 * len(others) else items_of(outline, [item.start for item in others])


def _without_form(outline: Outline, items: list[Item]) -> list[Item]:
    """Items without the last where it but holds the form for a new one: the others have days, and it has none."""
    last, others = items[-1], items[:-1]
    if len(others) < 2 or own_count(outline.cum[DATED], last) or outline.els[last.start].find(".//textarea") is None:
        return items
    dated = all(own_count(outline.cum[DATED], item) for item in others)
    return items_of(outline, [item.start for item in others]) if dated else items


def _are_terms(outline: Outline, starts: tuple[int, ...]) -> bool:
    """Whether each of some elements is a term of one list, with what is said of it right behind."""
    parent, end, tags = outline.parent, outline.end, outline.tags
    return len({parent[i] for i in starts}) == 1 and all(end[i] < len(tags) and tags[end[i]] == "dd" for i in starts)


# how long a head may be, in letters, and how many letters follow for each of its own, where it has a name and not
_HEAD, _NAMELESS_HEAD = (80, 1.2), (160, 0.6)


def _heads_of_runs(outline: Outline, starts: tuple[int, ...], nameless: bool) -> bool:
    """Whether elements are but the first of each item: short, siblings, with others that hold the words between."""
    parent, end = outline.parent, outline.end
    if len({parent[i] for i in starts}) > max(1, len(starts) // 4):
        return False
    between = sum(b > end[a] for a, b in pairwise(starts))
    if between < 0.8 * (len(starts) - 1):
        return False
    own = sum(outline.text_length(i, end[i]) for i in starts)
    rest = (outline.text_length(starts[0], end[starts[-1]]) - own) * outline.density
    longest, follow = _NAMELESS_HEAD if nameless else _HEAD
    return own < longest * len(starts) and rest > follow * own


def flat_items(outline: Outline, starts: list[int]) -> list[Item]:
    """Items that are runs of siblings: each begins at one of `starts` and ends before the next (dt/dd, table rows)."""
    out: list[Item] = []
    by_parent: dict[int, list[int]] = defaultdict(list)
    for start in starts:
        by_parent[outline.parent[start]].append(start)
    for above, firsts in by_parent.items():
        firsts = _once_a_person(outline, sorted(firsts))
        children = outline.children(above)
        place = {c: k for k, c in enumerate(children)}
        firsts = _earliest(outline, children, [place[first] for first in firsts])
        runs: list[tuple[int, ...]] = []
        for k, first in enumerate(firsts):
            a = place[first]
            b = place[firsts[k + 1]] if k + 1 < len(firsts) else len(children)
            runs.append(tuple(children[a:b]))
        if len(runs) > 1:  # the last run ends where the others usually do
            lengths = sorted(len(r) for r in runs[:-1])
            usual = lengths[-1] if lengths[-1] <= lengths[0] + 2 else lengths[(len(runs) - 1) // 2]
            runs[-1] = runs[-1][: max(usual, 1)]
        out += [Item(r[0], outline.end[r[-1]], r) for r in runs]
    out.sort(key=lambda item: item.start)
    return out


def _once_a_person(outline: Outline, firsts: list[int]) -> list[int]:
    """Siblings without links that repeat the link before: a picture and a name of one person begin one item."""
    hrefs = [outline.els[first].get("href") for first in firsts]
    return [first for k, first in enumerate(firsts) if not k or hrefs[k] is None or hrefs[k] != hrefs[k - 1]]


def _earliest(outline: Outline, children: list[int], places: list[int]) -> list[int]:
    """The first siblings of runs, moved back over what stands before each of them alike: a name before the day."""

    def kinds(back: int) -> set[tuple[str, tuple[str, ...]]]:
        return {(outline.tags[children[k - back]], outline.names[children[k - back]][:1]) for k in places}

    room = min([places[0], *(b - a - 1 for a, b in pairwise(places))])
    back = 0
    while back < min(room, 4) and len(places) > 2 and len(before := kinds(back + 1)) == 1:
        if next(iter(before))[0] in ("hr", "br"):
            break
        back += 1
    return [children[k - back] for k in places]


def widened(outline: Outline, items: list[Item]) -> list[Item]:
    """Items moved up to the wrappers that hold one each: there lie ids, dates and replies that belong to them."""
    if len(items) < 2 or any(len(item.roots) > 1 for item in items):
        return items
    narrow = items
    starts = {item.start for item in items}
    while True:
        above = [outline.parent[item.start] for item in items]
        if not starts.isdisjoint(above):
            return narrow  # a wrapper of answers is the answered item's
        if len(set(above)) < len(above) or min(above) <= 0:
            return items
        wider = items_of(outline, above)
        gained = kept = 0
        for old, new in zip(items, wider, strict=True):
            text = own_count(outline.text_cum, old)
            gained += max(0, own_count(outline.text_cum, new) - text)
            kept += text
        kinds = {(outline.tags[i], outline.names[i][:1]) for i in above}
        if len(kinds) > 1 and _nested(wider) > _nested(items):
            return items  # the box around all is no wrapper of the first
        alike = (
            len(items) > 2
            and len(kinds) == 1
            and (outline.names[above[0]] or len({outline.parent[i] for i in above}) == 1)
        )
        if (gained > 40 * len(items) + 0.3 * kept and not alike) or any(
            outline.tags[i] in ("body", "main", "form") or outline.roles[i] & int(Role.NOT_THREAD) for i in above
        ):
            return items
        items = wider
        starts.update(above)


def _nested(items: list[Item]) -> int:
    return sum(item.above is not None for item in items)
