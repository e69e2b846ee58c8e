"""Which elements of a page are the items of a thread: candidate lists, their evidence, and the choice between them.

Candidates are sets of elements that share a name, a shape of id or a place; evidence is counted in an item's own part,
with nested items cut out first. Never looks at a host's name, and gives no list below the limit in `weights.toml`.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from extract.read.threads import vocabulary
from extract.read.threads.outline import AUTHORED, DATED, HEADED, HEADINGS, IMAGED, NAMED, RATED, REPLIED, Outline
from extract.read.threads.vocabulary import Role

_MAX_CLIMB = 14


@cache
def weights() -> dict[str, dict[str, float]]:
    """The weights by hand."""
    return tomllib.loads(files(__package__).joinpath("weights.toml").read_text(encoding="utf-8"))


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


def items_of(outline: Outline, starts: Iterable[int]) -> list[Item]:
    """Items from single elements, with nesting found and cut out."""
    out: list[Item] = []
    open_: list[int] = []
    for start in sorted(set(starts)):
        stop = outline.end[start]
        while open_ and out[open_[-1]].stop <= start:
            open_.pop()
        item = Item(start, stop, (start,), open_[-1] if open_ else None)
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
    return seeds


_DIGITS = re.compile(r"\d+")


def _id_shape(value: str | None) -> str | None:
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
    shape = _id_shape(outline.els[i].get("id"))
    if shape:
        groups["i", tag, shape].append(i)
    groups["s", above, tag].append(i)
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
    dated, authored = outline.cum[DATED], outline.cum[AUTHORED]
    for key, members in groups.items():
        if len(members) == 1:
            if key[0] not in ("n", "i"):
                continue
            (i,) = members
            if not roles[i] & telling or dated[end[i]] == dated[i] or authored[end[i]] == authored[i]:
                continue
            starts: tuple[int, ...] = (i,)
        else:
            starts = tuple(sorted(members))
        if starts in seen:
            continue
        seen.add(starts)
        if (
            1 < len(starts) < 4
            and key[0] not in ("n", "i")
            and few.isdisjoint(starts)
            and not all(roles[i] & telling for i in starts)
        ):
            continue
        if len(starts) > 1 and outline.text_length(starts[0], end[starts[-1]]) < 40:
            continue
        name = " ".join(str(k) for k in key)
        heads = len(starts) > 2 and key[0] in ("n", "s") and _heads_of_runs(outline, starts)
        if heads:
            yield Candidate("f " + name, flat_items(outline, list(starts)))
        if not heads or outline.tags[starts[0]] != "dt":  # a term alone is never the whole
            items = items_of(outline, starts)
            yield Candidate(name, _without_box(outline, items) if key[0] == "n" else items)


def _without_box(outline: Outline, items: list[Item]) -> list[Item]:
    """Items without a first that is but the box around all others: they have days, and it has none of its own."""
    first, others = items[0], items[1:]
    if len(others) < 2 or others[-1].stop > first.stop or own_count(outline.cum[DATED], first):
        return items
    dated = sum(own_count(outline.cum[DATED], item) > 0 for item in others)
    return items if dated < 0.8 * len(others) else items_of(outline, [item.start for item in others])


def _heads_of_runs(outline: Outline, starts: tuple[int, ...]) -> bool:
    """Whether elements are but the first of each item: short, siblings, with others that hold the words between."""
    parent, end = outline.parent, outline.end
    if len({parent[i] for i in starts}) > max(1, len(starts) // 4):
        return False
    between = sum(b > end[a] for a, b in pairwise(starts))
    if between < 0.8 * (len(starts) - 1):
        return False
    own = sum(outline.text_length(i, end[i]) for i in starts)
    rest = (outline.text_length(starts[0], end[starts[-1]]) - own) * outline.density
    return own < 80 * len(starts) and rest > 1.2 * own


def flat_items(outline: Outline, starts: list[int]) -> list[Item]:
    """Items that are runs of siblings: each begins at one of `starts` and ends before the next (dt/dd, table rows)."""
    out: list[Item] = []
    by_parent: dict[int, list[int]] = defaultdict(list)
    for start in starts:
        by_parent[outline.parent[start]].append(start)
    for above, firsts in by_parent.items():
        firsts.sort()
        children = outline.children(above)
        place = {c: k for k, c in enumerate(children)}
        firsts = _earliest(outline, children, [place[first] for first in firsts])
        runs: list[tuple[int, ...]] = []
        for k, first in enumerate(firsts):
            a = place[first]
            b = place[firsts[k + 1]] if k + 1 < len(firsts) else len(children)
            runs.append(tuple(children[a:b]))
        if len(runs) > 1:  # the last run ends where the others usually do
            usual = sorted(len(r) for r in runs[:-1])[(len(runs) - 1) // 2]
            runs[-1] = runs[-1][: max(usual, 1)]
        out += [Item(r[0], outline.end[r[-1]], r) for r in runs]
    out.sort(key=lambda item: item.start)
    return out


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


def judge(outline: Outline, candidate: Candidate) -> Candidate:
    """Count a candidate's evidence and give it its score."""
    w, against, limits = weights()["evidence"], weights()["against"], weights()["limits"]
    items = candidate.items
    if len(items) > 2000:  # a part of a long list says what all of it is
        items = items[:: len(items) // 1000]
    n = len(items)
    dated = authored = replied = rated = prose = pictured = many = headed = 0
    own_text = own_link = figures = 0
    good = 0.0
    wordy = whole = 0.0
    cum = outline.cum
    for item in items:
        d = own_count(cum[DATED], item)
        a = own_count(cum[AUTHORED], item)
        r = own_count(cum[REPLIED], item)
        s = own_count(cum[RATED], item)
        text = own_count(outline.text_cum, item)
        link = own_count(outline.link_cum, item)
        if link > 0.9 * text and outline.tags[item.roots[0]] == "a":
            link = 0
        dates = 14 * min(d, 2)
        words = int((text - link - (dates if link < 14 else 0)) * outline.density)
        own_text += text
        own_link += link
        dated += d > 0
        many += d > 4
        authored += a > 0
        replied += r > 0
        rated += s > 0
        pictured += own_count(cum[IMAGED], item) > 0
        enough = words >= 12 or (words >= 3 and d > 0 and a > 0)
        prose += enough
        w70 = max(0, min(words, 70)) / 70
        wordy += w70
        whole += 0.4 * (d > 0) + 0.3 * (a > 0) + 0.3 * w70
        good += enough and (d > 0 or a > 0 or r > 0 or s > 0)
        headed += own_count(cum[HEADED], item) > 0 and link > 10 and d <= 1
        figures += text < 25
    part = {
        "dated": dated / n,
        "authored": authored / n,
        "replied": replied / n,
        "rated": rated / n,
        "prose": prose / n,
        "wordy": wordy / n,
        "pictured": pictured / n,
    }
    part |= _names_for(outline, items)
    minus = _names_against(outline, items)
    if minus["headed_links"] > 0.5 and part["item_name"] < 0.75 and part["replied"] < 0.5:
        part["item_name"] = part["list_name"] = 0.0  # posts led by links to themselves are articles
        part["heading"] *= minus["commented"] < 0.5
    if max(minus["cards"], minus["works"]) > 0.7 and part["replied"] < 0.5:
        part["item_name"] = part["list_name"] = part["heading"] = 0.0  # "latest reviews" of several titles
    hinted = part["heading"] + part["item_name"] + part["list_name"] + part["replied"] > 0.7
    if part["authored"] < 0.5 and part["prose"] > 0.7 and n > 2 and (hinted or part["dated"] > 0.7):
        part["authored"] = max(part["authored"], 0.8 * _speakers(outline, items))
        if hinted and part["dated"] < 0.3:
            good = max(good, part["authored"] * n)
    part["many"] = min(n, 12) / 12
    score = sum(w[name] * value for name, value in part.items() if name in w)
    minus["page_item"] *= 1 - 0.7 * max(0.0, (part["item_name"] - 0.7) / 0.3)
    # review titles may link; a post that is led by a linked heading is an article
    minus["headed_links"] *= 1 - 0.6 * max(
        0.0, (part["item_name"] - 0.7) / 0.3, part["replied"] * (part["item_name"] > 0)
    )
    minus["many_dates"] = many / n
    minus["links"] = max(0.0, own_link / max(own_text, 1) - limits["links_free"]) / (1 - limits["links_free"])
    minus["figures"] = figures / n
    worded = sum(own_count(cum[NAMED], item) > 0 for item in items) / n
    kind = (
        0.5 * worded,
        part["item_name"],
        part["list_name"],
        part["heading"],
        part["replied"],
        0.5 * part["id_shape"],
    )
    minus["nameless"] = (1.0 - max(kind)) * (2.0 if n < 4 else 1.0)
    if part["dated"] < 0.3 and part["authored"] < 0.5:
        # nobody and no day: only named, rated prose can still be people's
        minus["anonymous"] = 1.0 - min(part["rated"], part["wordy"], part["item_name"])
    score -= sum(against[name] * value for name, value in minus.items())
    candidate.good = good / n
    candidate.whole = whole * len(candidate.items) / n
    candidate.score = score * (0.4 + 0.6 * candidate.good)
    candidate.parts = part | {"-" + k: v for k, v in minus.items() if v}
    return candidate


def _speakers(outline: Outline, items: list[Item]) -> float:
    """The share of items that begin with a short text of their own before longer words, as with a name."""
    firsts: list[str] = []
    for item in items:
        i = item.start
        while i < item.stop and not outline.text_length(i, i + 1):
            i += 1
        text = (outline.els[i].text or "").strip() if i < item.stop else ""
        rest = own_count(outline.text_cum, item) - len(text)
        linked = outline.link_cum[i + 1] > outline.link_cum[i] if i < item.stop else False
        if (
            1 < len(text) <= (25 if linked else 40)
            and text[-1] not in ".!?…:"
            and text.count(" ") < 5
            and rest > len(text)
        ):
            firsts.append(text)
    return len(set(firsts)) / len(items) if len(set(firsts)) > 0.7 * len(firsts) else 0.0


def _names_for(outline: Outline, items: list[Item]) -> dict[str, float]:
    named = 0.0
    shapes = 0
    item_bit, post_bit, list_bit = int(Role.ITEM), int(Role.POST), int(Role.ITEM | Role.POST | Role.LIST)
    around = 0
    sample = items if len(items) <= 60 else items[:: len(items) // 60 + 1]
    for item in sample:
        root = item.roots[0]
        if outline.roles[root] & item_bit:
            named += 1
        elif outline.roles[root] & post_bit:
            named += 0.7
        el = outline.els[root]
        shapes += _id_shape(el.get("id")) is not None or any(
            k in el.attrib for k in ("data-id", "data-comment-id", "data-review-id", "data-post-id", "data-message-id")
        )
        at, steps = outline.parent[root], 0
        while at > 0 and steps < 4:
            if outline.roles[at] & list_bit:
                around += 1
                break
            at = outline.parent[at]
            steps += 1
    n = len(sample)
    return {
        "item_name": named / n,
        "id_shape": shapes / n,
        "list_name": around / n,
        "heading": max(0.0, heading_before(outline, items[0])),
    }


def heading_before(outline: Outline, item: Item) -> float:
    """1 where the nearest heading before a list names comments, -1 where it names other things, else 0."""
    return heading_at(outline, item)[0]


def heading_at(outline: Outline, item: Item) -> tuple[float, int]:
    """What the nearest heading before a list says of it (as `heading_before`), and where it stands."""
    k = bisect_left(outline.headings, item.start)
    while k > 0:
        k -= 1
        at = outline.headings[k]
        if at < item.start - 60:
            break
        if outline.end[at] <= item.start:
            text = " ".join(outline.els[at].itertext()).strip()[:200]
            if text:
                return _heading_says(text), at
    return 0.0, 0


@lru_cache(maxsize=4096)
def _heading_says(text: str) -> float:
    if vocabulary.is_other_heading(text.lower()):
        return -1.0
    return 1.0 if len(text) < 120 and vocabulary.is_thread_heading(text) else 0.0


def _names_against(outline: Outline, items: list[Item]) -> dict[str, float]:
    bits = {
        "not_thread": int(Role.NOT_THREAD),
        "page_item": int(Role.PAGE_ITEM),
        "form": int(Role.FORM),
        "aggregate": int(Role.SUMMARY),
    }
    hits = dict.fromkeys(bits, 0.0)
    sample = items if len(items) <= 30 else items[:: len(items) // 30 + 1]
    headed_links = cards = works = commented = 0
    for item in sample:
        root = item.roots[0]
        roles = 0
        at = root
        steps = 0
        far = False
        while at > 0:
            if steps < 5:
                roles |= outline.roles[at]
            elif outline.roles[at] & bits["not_thread"]:
                far = True
            at = outline.parent[at]
            steps += 1
        for name, bit in bits.items():
            hits[name] += bool(roles & bit)
        if far and not roles & bits["not_thread"]:
            hits["not_thread"] += 0.4
        leads_to = _heading_link(outline, item)
        headed_links += leads_to is not None
        cards += leads_to is not None and _pictures_link(outline, item, leads_to)
        commented += leads_to is not None and _links_its_comments(outline, item, leads_to)
        works += _is_of_a_work(outline, item)
    n = len(sample)
    out = {name: count / n for name, count in hits.items()}
    out["headed_links"] = headed_links / n
    out["cards"] = 0.0 if outline.of_person else cards / n  # a person's page shows what they wrote of many titles
    out["works"] = works / n
    out["commented"] = commented / n
    heading = heading_before(outline, items[0])
    out["other_heading"] = 1.0 if heading < 0 else 0.0
    return out


def _heading_link(outline: Outline, item: Item) -> str | None:
    """Where the heading that leads an item links to, if not to a person; None where none leads it."""
    for i in range(item.start, min(item.stop, item.start + 25)):
        if outline.tags[i] in HEADINGS:
            for k in range(i, min(outline.end[i] + 1, item.stop)):
                if outline.tags[k] == "a":
                    href = outline.els[k].get("href") or ""
                    own = vocabulary.is_author_href(href) or outline.roles[k] & int(Role.AUTHOR) or "#" in href
                    return href if href and not own else None
            above = outline.parent[i]
            if outline.tags[above] == "a" and above > item.start:
                href = outline.els[above].get("href") or ""
                return None if vocabulary.is_author_href(href) else href
            return None
    return None


def _pictures_link(outline: Outline, item: Item, href: str) -> bool:
    """Whether an item shows a picture that leads where its heading does: the card of an article or a title."""
    for i in range(item.start, min(item.stop, item.start + 60)):
        if outline.tags[i] == "img":
            at = outline.parent[i]
            for _ in range(3):
                if at < item.start:
                    break
                if outline.tags[at] == "a" and outline.els[at].get("href") == href:
                    return True
                at = outline.parent[at]
    return False


def _links_its_comments(outline: Outline, item: Item, href: str) -> bool:
    """Whether an item links to comments on the page that its heading leads to: it is that page's article."""
    for i in range(item.start, min(item.stop, item.start + 120)):
        if outline.tags[i] == "a":
            other = outline.els[i].get("href") or ""
            if other.startswith(href + "#") and len(other) > len(href) + 1:
                return True
    return False


_WORKS = frozenset(
    ("TVEpisode", "Episode", "TVSeason", "Movie", "TVSeries", "Book", "VideoGame", "Product", "Recipe", "NewsArticle")
)


def _is_of_a_work(outline: Outline, item: Item) -> bool:
    """Whether an item is marked up as an episode, a film or an article, and not as what is said of one."""
    for i in range(item.start, min(item.stop, item.start + 15)):
        if not _WORKS.isdisjoint(outline.names[i]) and outline.els[i].get("itemprop") != "itemReviewed":
            return True
    return False
