"""CSS selectors answered from a page's tables: a class that no element has costs one look, not a walk of the tree.

Knows tags, classes, ids, attributes and the four combinators, which is what profiles are made of; `parsed` gives None
for the rest, which XPath answers. The meaning is that of cssselect's translation to XPath, whose order it keeps too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import html

from extract.read.nodes import Nodes


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be: "li.comment[id^='c']". Attributes are (name, operator, value)."""

    tag: str | None = None
    id: str | None = None
    classes: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, str, str], ...] = ()

    def numbers(self, nodes: Nodes) -> list[int]:
        """Return the elements of a page that are it, by number; kept with the page, for selectors share their parts."""
        found = nodes.answers.get(self)
        if found is None:
            found = nodes.answers[self] = [i for i in self._candidates(nodes) if self._matches(nodes, i)]
        return found

    def _candidates(self, nodes: Nodes) -> list[int]:
        """The elements that could be it, by what is rarest on pages."""
        if self.id is not None:
            return nodes.with_id(self.id)
        if self.classes:
            return min((nodes.with_class(name) for name in self.classes), key=len)
        asked = next((name for name, operator, _ in self.attributes if operator != "!="), None)
        return nodes.with_tag(self.tag) if asked is None else nodes.with_attribute(asked)

    def _matches(self, nodes: Nodes, i: int) -> bool:
        if self.tag is not None and nodes.tags[i] != self.tag:
            return False
        given = nodes.attributes[i]
        if self.id is not None and given.get("id") != self.id:
            return False
        if self.classes and not self.classes.issubset(given.get("class", "").split()):
            return False
        return all(_holds(given.get(name), operator, value) for name, operator, value in self.attributes)


@dataclass(frozen=True, slots=True)
class Path:
    """One branch of a selector, from left to right: what an element must be, with the combinator before it.

    `classes` are those of all steps: a page that lacks one of them has nothing to find.
    """

    steps: tuple[tuple[str, Compound], ...]
    classes: frozenset[str]

    def numbers(self, nodes: Nodes, start: int, stop: int) -> list[int]:
        """Return what it finds in a part of a page, by number."""
        found: list[int] = []
        if not nodes.has_classes(self.classes):
            return found
        for combinator, compound in self.steps:
            there = [i for i in compound.numbers(nodes) if start <= i < stop]
            found = _related(nodes, found, combinator, there) if combinator else there
            if not found:
                break
        return found


def parsed(css: str) -> tuple[Path, ...] | None:
    """Read a selector that compiles; None where it says more than a path can."""
    from cssselect.parser import parse

    paths = [_path(branch.parsed_tree) if branch.pseudo_element is None else None for branch in parse(css)]
    known = tuple(path for path in paths if path is not None)
    return known if len(known) == len(paths) else None


def select(paths: tuple[Path, ...], nodes: Nodes, scope: html.HtmlElement) -> list[html.HtmlElement]:
    """Return what a selector finds at and below an element, in the order of the page."""
    start = nodes.number[scope]
    found: set[int] = set()
    for path in paths:
        found.update(path.numbers(nodes, start, nodes.end[start]))
    return [nodes.els[i] for i in sorted(found)]


def _related(nodes: Nodes, left: list[int], combinator: str, right: list[int]) -> list[int]:
    """Those of the elements `right` that stand to one of `left` as the combinator says; both in the page's order."""
    if combinator == " ":
        out = []
        k, within = 0, -1  # the end of what the elements passed so far hold
        for i in right:
            while k < len(left) and left[k] < i:
                within = max(within, nodes.end[left[k]])
                k += 1
            if i < within:
                out.append(i)
        return out
    known = set(left)
    if combinator == ">":
        return [i for i in right if nodes.parent[i] in known]
    return [i for i in right if any(j in known for j in _before(nodes, i, 1 if combinator == "+" else None))]


def _before(nodes: Nodes, i: int, most: int | None) -> Iterator[int]:
    """The nearest element siblings before an element."""
    siblings = (el for el in nodes.els[i].itersiblings(preceding=True) if isinstance(el.tag, str))
    return (nodes.number[el] for el in islice(siblings, most))


def _holds(value: str | None, operator: str, wanted: str) -> bool:
    if operator == "!=":
        return value != wanted
    if value is None:
        return False
    if operator == "exists":
        return True
    if operator == "=":
        return value == wanted
    if not wanted:
        return False
    if operator == "^=":
        return value.startswith(wanted)
    if operator == "$=":
        return value.endswith(wanted)
    if operator == "*=":
        return wanted in value
    if operator == "|=":
        return value == wanted or value.startswith(wanted + "-")
    return wanted in value.split()  # ~=


def _path(tree: Any) -> Path | None:
    """One branch of cssselect's tree as a path."""
    parts: list[tuple[str, Any]] = []
    while type(tree).__name__ == "CombinedSelector":
        parts.append((tree.combinator, tree.subselector))
        tree = tree.selector
    parts.append(("", tree))
    steps: list[tuple[str, Compound]] = []
    for combinator, part in reversed(parts):
        compound = _compound(part)
        if compound is None:
            return None
        steps.append((combinator, compound))
    return Path(tuple(steps), frozenset().union(*(compound.classes for _, compound in steps)))


def _compound(tree: Any) -> Compound | None:
    """A tag with its classes, id and attributes; None where there is a pseudo-class or a namespace."""
    tag: str | None = None
    ids: set[str] = set()
    classes: set[str] = set()
    attributes: list[tuple[str, str, str]] = []
    while True:
        kind = type(tree).__name__
        if getattr(tree, "namespace", None):
            return None
        if kind == "Element":
            tag = tree.element.lower() if tree.element else None
            break
        if kind == "Class":
            classes.add(tree.class_name)
        elif kind == "Hash":
            ids.add(tree.id)
        elif kind == "Attrib":
            value = "" if tree.value is None else tree.value.value
            attributes.append((tree.attrib.lower(), tree.operator, value))
        else:
            return None
        tree = tree.selector
    return Compound(tag, ids.pop() if ids else None, frozenset(classes), tuple(attributes)) if len(ids) < 2 else None
