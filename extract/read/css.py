"""CSS selectors answered from a page's tables: a class that no element has costs one look, not a walk of the tree.

Knows tags, classes, ids, attributes and the four combinators, which is what profiles are made of; `parsed` gives None
for the rest, which XPath answers. The meaning is that of cssselect's translation to XPath, whose order it keeps too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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

    def matches(self, el: html.HtmlElement) -> bool:
        """Say whether an element is it."""
        if self.tag is not None and el.tag != self.tag:
            return False
        if self.id is not None and el.get("id") != self.id:
            return False
        if self.classes and not self.classes.issubset((el.get("class") or "").split()):
            return False
        return all(_holds(el.get(name), operator, value) for name, operator, value in self.attributes)

    def is_known(self, nodes: Nodes) -> bool:
        """Say whether a page has the id and the classes at all."""
        if self.id is not None and not nodes.with_id(self.id):
            return False
        return all(nodes.with_class(name) for name in self.classes)

    def candidates(self, nodes: Nodes) -> list[int]:
        """Return the numbers of the elements that could be it, by what is rarest on pages."""
        if self.id is not None:
            return nodes.with_id(self.id)
        if self.classes:
            return min((nodes.with_class(name) for name in self.classes), key=len)
        if self.attributes:
            return nodes.with_attribute(self.attributes[0][0])
        return nodes.with_tag(self.tag)


@dataclass(frozen=True, slots=True)
class Path:
    """One branch of a selector: the element itself, then leftwards what must stand around or before it."""

    last: Compound
    before: tuple[tuple[str, Compound], ...] = ()


def parsed(css: str) -> tuple[Path, ...] | None:
    """Read a selector that compiles; None where it says more than a path can."""
    from cssselect.parser import parse

    paths = [_path(branch.parsed_tree) if branch.pseudo_element is None else None for branch in parse(css)]
    known = tuple(path for path in paths if path is not None)
    return known if len(known) == len(paths) else None


def select(paths: tuple[Path, ...], nodes: Nodes, scope: html.HtmlElement) -> list[html.HtmlElement]:
    """Return what a selector finds at and below an element, in the order of the page."""
    start, stop = (0, len(nodes.els)) if scope is nodes.els[0] else nodes.span(scope)
    found: set[int] = set()
    for path in paths:
        if not path.last.is_known(nodes) or not all(compound.is_known(nodes) for _, compound in path.before):
            continue
        for i in path.last.candidates(nodes):
            if start <= i < stop and path.last.matches(nodes.els[i]) and _stands(nodes.els[i], path.before, scope):
                found.add(i)
    return [nodes.els[i] for i in sorted(found)]


def _stands(el: html.HtmlElement, before: tuple[tuple[str, Compound], ...], scope: html.HtmlElement) -> bool:
    """Whether what a path asks for left of an element is there, not above `scope`."""
    if not before:
        return True
    (combinator, compound), rest = before[0], before[1:]
    return any(compound.matches(at) and _stands(at, rest, scope) for at in _related(el, combinator, scope))


def _related(el: html.HtmlElement, combinator: str, scope: html.HtmlElement) -> Iterator[html.HtmlElement]:
    if el is scope:
        return
    if combinator in "+~":
        for sibling in el.itersiblings(preceding=True):
            if isinstance(sibling.tag, str):
                yield sibling
                if combinator == "+":
                    return
        return
    for above in el.iterancestors():
        yield above
        if combinator == ">" or above is scope:
            return


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
    steps: list[tuple[str, Any]] = []
    while type(tree).__name__ == "CombinedSelector":
        steps.append((tree.combinator, tree.subselector))
        tree = tree.selector
    compounds = [_compound(part) for part in (*(part for _, part in steps), tree)]
    known = [compound for compound in compounds if compound is not None]
    if len(known) < len(compounds):
        return None
    combinators = [combinator for combinator, _ in steps]
    return Path(known[0], tuple(zip(combinators, known[1:], strict=True)))


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
