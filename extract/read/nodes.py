"""Every node of a page in document order, each asked once for what all readers of the page need of it.

The tables are made in one walk and shared; nobody walks the tree again for them. Judges nothing and changes nothing.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Hashable, Sequence
from functools import cached_property
from itertools import chain

from lxml import html

# elements whose text no reader wants: it is code, often most of the page
_SILENT = frozenset(("", "script", "style"))
_NONE: list[int] = []
_LONG = 100_000  # nodes


class Nodes:
    """The tables: node i is `els[i]`; comments and instructions have the tag "" and no text.

    `answers` keeps what was asked of the page by who asks it again. All but the first two tables are made when first
    asked for.
    """

    def __init__(self, root: html.HtmlElement) -> None:
        self.els: list[html.HtmlElement] = list(root.iter())
        self.tags: list[str] = [tag if tag.__class__ is str else "" for tag in [el.tag for el in self.els]]
        self.answers: dict[Hashable, list[int]] = {}
        self._by_value: dict[str, dict[str, list[int]]] = {}
        self._with_class: dict[str, list[int]] = {}

    def of_tags(self, *tags: str) -> list[html.HtmlElement]:
        """Return the elements of these tags, in the order of the page."""
        found = [self._by_tag.get(tag, _NONE) for tag in tags]
        return [self.els[i] for i in (found[0] if len(found) == 1 else sorted(chain.from_iterable(found)))]

    @cached_property
    def _all(self) -> list[int]:
        """The numbers themselves: the tables share them, on a very long page each would hold its own copies."""
        return list(range(len(self.els)))

    @cached_property
    def texts(self) -> list[str | None]:
        """Each node's text before its first child; scripts and styles left out."""
        return [None if tag in _SILENT else el.text for tag, el in zip(self.tags, self.els, strict=True)]

    @cached_property
    def tails(self) -> list[str | None]:
        """The text behind each node."""
        return [el.tail for el in self.els]

    @cached_property
    def number(self) -> dict[html.HtmlElement, int]:
        """The number of each node."""
        return dict(zip(self.els, self._all, strict=True))

    @cached_property
    def parent(self) -> Sequence[int]:
        """The number of the element around each node; -1 for the root."""
        number = self.number
        return packed([number.get(el.getparent(), -1) for el in self.els])

    @cached_property
    def attributes(self) -> list[dict[str, str]]:
        """Each node's attributes; shared between elements that are alike: never write to them."""
        alike: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
        out: list[dict[str, str]] = []
        for el in self.els:
            items = tuple(el.items())
            found = alike.get(items)
            if found is None:
                found = alike[items] = dict(items)
            out.append(found)
        return out

    def with_class(self, name: str) -> list[int]:
        """Return the elements that have a class, by number."""
        found = self._with_class.get(name)
        if found is None:
            parts = self._class_values.get(name, ())
            found = parts[0] if len(parts) == 1 else sorted(chain.from_iterable(parts))
            self._with_class[name] = found
        return found

    def with_id(self, value: str) -> list[int]:
        """Return the elements that have an id, by number."""
        return self.by_value("id").get(value, _NONE)

    def with_attribute(self, name: str) -> list[int]:
        """Return the elements that have an attribute, by number."""
        return self._by_attribute.get(name, _NONE)

    def with_tag(self, tag: str | None) -> list[int]:
        """Return the elements of a tag (None: of any), by number."""
        return self._by_tag.get(tag, _NONE) if tag is not None else [i for i, one in enumerate(self.tags) if one]

    def by_value(self, name: str) -> dict[str, list[int]]:
        """Return an attribute's values with the elements that have them, by number."""
        found = self._by_value.get(name)
        if found is None:
            found = self._by_value[name] = {}
            for i in self.with_attribute(name):
                found.setdefault(self.attributes[i][name], []).append(i)
        return found

    def has_classes(self, names: frozenset[str]) -> bool:
        """Say whether each of these classes stands on the page, on whatever elements."""
        return names <= self._class_values.keys()

    @cached_property
    def _by_tag(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = defaultdict(list)
        for i, tag in zip(self._all, self.tags, strict=True):
            out[tag].append(i)
        return dict(out)

    @cached_property
    def _by_attribute(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = defaultdict(list)
        for i, given in zip(self._all, self.attributes, strict=True):
            for name in given:
                out[name].append(i)
        return dict(out)

    @cached_property
    def _class_values(self) -> dict[str, list[list[int]]]:
        """Each class with the elements of every whole value in which it stands."""
        out: dict[str, list[list[int]]] = defaultdict(list)
        for value, numbers in self.by_value("class").items():
            for name in set(value.split()):
                out[name].append(numbers)
        return dict(out)

    @cached_property
    def end(self) -> Sequence[int]:
        """Where each node's subtree ends: the number of the first node behind it."""
        parent = self.parent
        out = list(range(1, len(parent) + 1))
        for i in range(len(parent) - 1, 0, -1):
            above = parent[i]
            if out[i] > out[above]:
                out[above] = out[i]
        return packed(out)


def packed(numbers: Sequence[int]) -> Sequence[int]:
    """Return numbers as they are, or those of a very long page in a tenth of the room; a list is quicker to look up."""
    return numbers if len(numbers) < _LONG else array("i", numbers)
