"""Every node of a page in document order, each asked once for what all readers of the page need of it.

The tables are made in one walk and shared; nobody walks the tree again for them. Judges nothing and changes nothing.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property

from lxml import html

# elements whose text no reader wants: it is code, often most of the page
_SILENT = frozenset(("", "script", "style"))
_NO_ATTRIBUTES: dict[str, str] = {}
_NONE: list[int] = []


class Nodes:
    """The tables: node i is `els[i]`; comments and instructions have the tag "" and no text.

    `parent[i]` is -1 for the root; `texts` leaves scripts and styles out. `answers` keeps what was asked of the page by
    who asks it again. `attributes` may be shared between elements that are alike: never write to them.
    """

    def __init__(self, root: html.HtmlElement) -> None:
        self.els: list[html.HtmlElement] = list(root.iter())
        self.tags: list[str] = [tag if tag.__class__ is str else "" for tag in [el.tag for el in self.els]]
        self.texts: list[str | None] = [
            None if tag in _SILENT else el.text for tag, el in zip(self.tags, self.els, strict=True)
        ]
        self.tails: list[str | None] = [el.tail for el in self.els]
        self.number: dict[html.HtmlElement, int] = {el: i for i, el in enumerate(self.els)}
        self.parent: list[int] = [self.number.get(el.getparent(), -1) for el in self.els]
        self.answers: dict[Hashable, list[int]] = {}
        self._by_attribute: dict[str, list[int]] = {}

    @cached_property
    def attributes(self) -> list[dict[str, str]]:
        """Each node's attributes."""
        alike: dict[tuple[str, str], dict[str, str]] = {}
        out: list[dict[str, str]] = []
        for el in self.els:
            items = el.items()
            if not items:
                out.append(_NO_ATTRIBUTES)
            elif len(items) > 1:
                out.append(dict(items))
            else:
                found = alike.get(items[0])
                if found is None:
                    found = alike[items[0]] = dict(items)
                out.append(found)
        return out

    def with_class(self, name: str) -> list[int]:
        """Return the elements that have a class, by number."""
        return self._by_class.get(name, _NONE)

    def with_id(self, value: str) -> list[int]:
        """Return the elements that have an id, by number."""
        return self._by_id.get(value, _NONE)

    def with_attribute(self, name: str) -> list[int]:
        """Return the elements that have an attribute, by number."""
        if name not in self._names:
            return _NONE
        found = self._by_attribute.get(name)
        if found is None:
            found = self._by_attribute[name] = [i for i, given in enumerate(self.attributes) if name in given]
        return found

    def with_tag(self, tag: str | None) -> list[int]:
        """Return the elements of a tag (None: of any), by number."""
        return [i for i, one in enumerate(self.tags) if one and (tag is None or one == tag)]

    @cached_property
    def _names(self) -> set[str]:
        """The names of all attributes of the page."""
        return set().union(*self.attributes)

    @cached_property
    def _by_class(self) -> dict[str, list[int]]:
        whole: dict[str, list[int]] = {}
        for i, given in enumerate(self.attributes):
            if "class" in given:
                whole.setdefault(given["class"], []).append(i)
        out: dict[str, list[int]] = {}
        for value, numbers in whole.items():
            for name in set(value.split()):
                out.setdefault(name, []).extend(numbers)
        for numbers in out.values():
            numbers.sort()
        return out

    @cached_property
    def _by_id(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for i in self.with_attribute("id"):
            out.setdefault(self.attributes[i]["id"], []).append(i)
        return out

    @cached_property
    def end(self) -> list[int]:
        """Where each node's subtree ends: the number of the first node behind it."""
        parent = self.parent
        out = list(range(1, len(parent) + 1))
        for i in range(len(parent) - 1, 0, -1):
            above = parent[i]
            if out[i] > out[above]:
                out[above] = out[i]
        return out
