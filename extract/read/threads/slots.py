"""The relative places ("slots") that the items of one list share, and what stands in them.

A slot is a path of tags and common names from an item's root. What the same slot holds in all items tells what it is: a
template's words repeat, names are short and differ, bodies are long and differ. Decides no field by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from lxml import html

from extract.read.threads.lists import Item
from extract.read.threads.outline import AUTHORED, Outline
from extract.read.threads.text import line_of
from extract.read.threads.vocabulary import Role


class ListView:
    """One candidate list, laid open: per item its own elements, per slot the elements in it."""

    def __init__(self, outline: Outline, items: list[Item]) -> None:
        self.outline = outline
        self.items = items
        self.own: list[list[int]] = []
        self.slot: dict[int, int] = {}
        self.item_of: dict[int, int] = {}
        self.members: dict[int, list[int]] = defaultdict(list)
        self.slot_parent: dict[int, int] = {}
        self.slot_name: dict[int, tuple[str, str]] = {}
        self._stripes = _stripes(outline, self.items)
        self._build(frozenset())
        ordered = self._ordered()
        if ordered:
            for table in (self.own, self.slot, self.item_of, self.members, self.slot_parent, self.slot_name):
                table.clear()
            self._build(ordered)
        self._lines: dict[int, str] = {}

    def _ordered(self) -> frozenset[int]:
        """The elements whose nameless children every item has as many of: their order tells them then.

        Only the topmost in each item.
        """
        found: dict[int, list[int]] = {}
        for slot, members in self.members.items():
            above = self.slot_parent[slot]
            if self.slot_name[slot] != _ORDERED or above == -1 or len(members) < 2 * _FEWEST_ORDERED:
                continue
            many = Counter(self.outline.parent[i] for i in members)
            if (
                len(many) == len(self.items)
                and len(set(many.values())) == 1
                and len(members) <= _MOST_ORDERED * len(many)
            ):
                found[above] = list(many)
        return frozenset(
            i
            for slot, holders in found.items()
            if not any(self.is_under(self.slot_parent[slot], o) for o in found)
            for i in holders
        )

    def _build(self, ordered: frozenset[int]) -> None:
        """Number the slots. `ordered` are elements whose nameless children are told by their order."""
        outline = self.outline
        parent, tags, names, count = outline.parent, outline.tags, outline.names, outline.name_count
        roles, form, body = outline.roles, int(Role.FORM), int(Role.BODY)
        enough = len(self.items)
        known: dict[tuple[int, str, str], int] = {}
        for k, item in enumerate(self.items):
            own: list[int] = []
            holes = iter(item.holes)
            hole = next(holes, None)
            i = item.start
            roots = set(item.roots)
            while i < item.stop:
                if hole is not None and i == hole[0]:
                    i = hole[1]
                    hole = next(holes, None)
                    continue
                tag = tags[i]
                is_form = tag == "form" or (roles[i] & form and not roles[i] & body)
                if is_form and i not in roots and (_is_to_fill(outline, i) or _is_minor(outline, i, item)):
                    i = outline.end[i]
                    continue
                name = _common_name(tag, names[i], count, enough) if names[i] else ""
                if self._stripes and name:
                    name = self._stripes.get((tag, name), name)
                if tag == "td" and not name:
                    name = _column(outline.els[i])
                if i in roots:
                    # one root an item: one slot, whatever it is called
                    key = (-1, "", "") if len(roots) == 1 else (-1, tag, name)
                else:
                    if parent[i] in ordered and (tag, name) == _ORDERED:
                        name = _column(outline.els[i])
                    key = (self.slot.get(parent[i], -1), tag, name)
                above = key[0]
                slot = known.get(key)
                if slot is None:
                    slot = len(known)
                    known[key] = slot
                    self.slot_parent[slot] = above
                    self.slot_name[slot] = (tag, name)
                self.slot[i] = slot
                self.item_of[i] = k
                self.members[slot].append(i)
                own.append(i)
                i += 1
            self.own.append(own)

    def inside(self, k: int, holder: int) -> list[int]:
        """The elements of an item's own part that lie inside one of its elements."""
        own = self.own[k]
        return own[bisect_right(own, holder) : bisect_left(own, self.outline.end[holder])]

    def own_holes(self, k: int) -> set[html.HtmlElement]:
        """The topmost elements of the items nested directly in one item."""
        return set(self._tops(self.items[k]))

    @cached_property
    def sample(self) -> list[int]:
        """Numbers of items that stand for all of a long list, where the places are judged."""
        n = len(self.items)
        return list(range(n)) if n <= 400 else list(range(0, n, n // 300))

    @cached_property
    def holes(self) -> frozenset[html.HtmlElement]:
        """The topmost elements of nested items, of all items."""
        return frozenset(el for item in self.items for el in self._tops(item))

    def _tops(self, item: Item) -> Iterator[html.HtmlElement]:
        """The topmost elements of what is nested directly in an item."""
        for at, stop in item.holes:
            while at < stop:
                yield self.outline.els[at]
                at = self.outline.end[at]

    def line(self, i: int) -> str:
        """An element's own visible text on one line, nested items left out."""
        text = self._lines.get(i)
        if text is None:
            text = line_of(self.outline.els[i], self.holes)
            self._lines[i] = text
        return text

    def alike(self, k: int, slot: int) -> int | None:
        """The one element of an item that has the tag and name of a slot's, in whatever place; None without a name."""
        wanted = self.slot_name[slot]
        found = [i for i in self.own[k] if self.slot_name[self.slot[i]] == wanted] if wanted[1] else []
        return found[0] if len(found) == 1 else None

    def coverage(self, slot: int) -> float:
        """The share of items that have an element in this slot."""
        return len({self.item_of[i] for i in self.members[slot]}) / len(self.items)

    def is_under(self, slot: int, above: int) -> bool:
        """Whether a slot lies below another, or is it."""
        at = slot
        while at != -1:
            if at == above:
                return True
            at = self.slot_parent[at]
        return False


_ORDERED = ("div", "")  # tag and name
_FEWEST_ORDERED, _MOST_ORDERED = 3, 4  # items, and fellows in each


_STRIPE = re.compile(r"odd|even|(?<!\d)[0-2](?!\d)", re.IGNORECASE)
_STRIPED = frozenset(("tr", "td", "tbody", "div", "li", "dd", "dt"))
_OUTER = 3  # levels under an item's root where parts are dressed in turns
_MOST_OUTER = 60


def _stripes(outline: Outline, items: list[Item]) -> dict[tuple[str, str], str]:
    """The names that dress items in turns, with the one that stands for both: "row1" or "row2", "odd" or "even".

    An item has one or the other: where both stand in one item they are different parts of it.
    """
    seen: dict[tuple[str, str], set[int]] = defaultdict(set)
    tags, names, depth = outline.tags, outline.names, outline.depth
    for k, item in enumerate(items[:_MOST_OUTER]):
        deepest = depth[item.start] + _OUTER
        for i in range(item.start + 1, min(item.stop, item.start + _MOST_OUTER)):
            if names[i] and depth[i] <= deepest and tags[i] in _STRIPED:
                for name in names[i]:
                    if _STRIPE.search(name):
                        seen[tags[i], name].add(k)
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for tag, name in seen:
        alike[tag, _STRIPE.sub("*", name)].append(name)
    return {
        (tag, name): both
        for (tag, both), found in alike.items()
        if len(found) == _TURNS and seen[tag, found[0]].isdisjoint(seen[tag, found[1]])
        for name in found
    }


_TURNS = 2


def _column(cell: html.HtmlElement) -> str:
    """A nameless cell's place in its row: cells of one column hold one kind of thing, a wide one another."""
    return f"{sum(1 for _ in islice(cell.itersiblings(preceding=True), 20))}/{cell.get('colspan', '1')}"


def _is_to_fill(outline: Outline, i: int) -> bool:
    """Whether a form asks for text: some sites keep the comments' own words in forms that do not."""
    return any(
        field.tag == "textarea" or field.get("type", "text") in ("text", "email", "url", "password", "search")
        for field in outline.els[i].iter("textarea", "input")
    )


def _is_minor(outline: Outline, i: int, item: Item) -> bool:
    """Whether an element holds but a small part of an item's own text, and no name ("login" means both)."""
    if outline.tags[i] != "form" and outline.count(AUTHORED, i, outline.end[i]):
        return False
    own = outline.text_length(item.start, item.stop) - sum(outline.text_length(a, b) for a, b in item.holes)
    return outline.text_length(i, outline.end[i]) < 0.3 * own


def _common_name(tag: str, names: tuple[str, ...], count: Counter[tuple[str, str]], enough: int) -> str:
    """The most telling name of an element that its fellows in other items have too; "" where it has none."""
    best, fewest, widest, most = "", 0, "", 1
    for name in names:
        n = count[tag, name]
        if n >= enough and (not best or n < fewest):
            best, fewest = name, n
        if n > most:
            widest, most = name, n
    return best or widest
