"""What a page says in markup made for machines: JSON-LD, microdata and RDFa Lite, meta elements, embedded state.

Made lazily, each kind on its own, because most questions need one of them. Values stay strings as written
(entities read); nothing is interpreted, and one broken script costs that script.
"""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from lxml import html

from extract.read.document import Document
from extract.read.lenient_json import parse_lenient
from extract.read.state import embedded_states
from extract.records import Reject

NodeSource = Literal["json-ld", "microdata"]

_SPACE = re.compile(r"\s+")
_SCOPE_WORDS = ("itemscope", "typeof=", "itemprop", "ITEMSCOPE")
_LINKS = frozenset({"a", "area", "link"})
_SOURCES = frozenset({"audio", "embed", "iframe", "img", "source", "track", "video"})
_MAX_LD_NODES = 200_000


@dataclass(eq=False, slots=True)
class Node:
    """One typed thing of a page.

    `types` are the schema's short names ("Movie", "Review"); `properties` hold every value of a property in the
    order of the page: strings, nodes, or (microdata) elements, whose value `text` reads. `element` is the
    scope's element in microdata, the script in JSON-LD. References by `@id` and `itemref` are followed, so nodes
    may form rings: walk them with `walk` only.
    """

    types: tuple[str, ...]
    source: NodeSource
    element: html.HtmlElement | None = None
    node_id: str | None = None
    properties: dict[str, list[Any]] = field(default_factory=dict)

    def is_a(self, *types: str) -> bool:
        """Say whether one of the node's types is one of these, letter case aside."""
        wanted = {t.lower() for t in types}
        return any(t.lower() in wanted for t in self.types)

    def values(self, name: str) -> list[Any]:
        """Return all values of a property, as kept."""
        return self.properties.get(name, [])

    def node(self, name: str) -> Node | None:
        """Return the first value of a property that is a node."""
        return next((v for v in self.values(name) if isinstance(v, Node)), None)

    def nodes(self, name: str) -> list[Node]:
        """Return the values of a property that are nodes."""
        return [v for v in self.values(name) if isinstance(v, Node)]

    def texts(self, name: str) -> list[str]:
        """Return a property's values as texts: a node's is its name (or its `@value`), an element's what it shows."""
        found = (_text_of(value) for value in self.values(name))
        return [text for text in found if text]

    def text(self, *names: str) -> str | None:
        """Return the first text that one of these properties has, in the order of the names."""
        for name in names:
            texts = self.texts(name)
            if texts:
                return texts[0]
        return None

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, each once."""
        seen: set[int] = set()
        stack = [self]
        while stack:
            node = stack.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            yield node
            below = [v for values in node.properties.values() for v in values if isinstance(v, Node)]
            stack.extend(reversed(below))


class StructuredData:
    """The machine-readable parts of one document, each made when first asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.rejects: list[Reject] = []

    @cached_property
    def json_ld(self) -> tuple[Node, ...]:
        """Top-level JSON-LD nodes (members of lists and of `@graph`), in the order of the page."""
        if self._document.kind != "html":
            return ()
        builder = _LinkedData()
        for script in self._document.nodes.of_tags("script"):
            if "ld+json" not in (script.get("type") or "").lower():
                continue
            self._document.check_time()
            words = script.text or ""
            if not words.strip():
                continue
            value = parse_lenient(words)
            if value is None:
                self.rejects.append(Reject("structured/bad-json-ld", words.strip()[:300]))
                continue
            builder.add(value, script)
        return builder.finish()

    @cached_property
    def microdata(self) -> tuple[Node, ...]:
        """Top-level items of microdata and RDFa Lite, in the order of the page."""
        return tuple(n for n in self._microdata_nodes if not self._is_inner(n))

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes of the page, inner ones too, JSON-LD before microdata, each once."""
        seen: set[int] = set()
        out: list[Node] = []
        for top in self.json_ld:
            for node in top.walk():
                if id(node) not in seen:
                    seen.add(id(node))
                    out.append(node)
        return (*out, *self._microdata_nodes)

    def of_type(self, *types: str) -> list[Node]:
        """Return all nodes of these types (schema.org short names)."""
        return [node for node in self.nodes if node.is_a(*types)]

    @cached_property
    def meta(self) -> Mapping[str, tuple[str, ...]]:
        """Meta elements: lower-case name or property -> contents, in the order of the page."""
        found: dict[str, list[str]] = {}
        if self._document.kind == "html":
            for element in self._document.nodes.of_tags("meta"):
                content = element.get("content")
                if content is None:
                    continue
                for attribute in ("property", "name", "itemprop", "http-equiv"):
                    for key in (element.get(attribute) or "").lower().split():
                        found.setdefault(key, []).append(clean(content))
        return {key: tuple(values) for key, values in found.items()}

    def meta_text(self, *names: str) -> str | None:
        """Return the first meta content, that is not empty, of these names in their order."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), None)

    @cached_property
    def states(self) -> tuple[tuple[str, Any], ...]:
        """Return data that scripts carry for the page's own program: (name, JSON value), in the order of the page."""
        if self._document.kind != "html":
            return ()
        return tuple(embedded_states(self._document))

    @cached_property
    def _microdata_nodes(self) -> tuple[Node, ...]:
        return _microdata(self._document) if self._document.kind == "html" else ()

    def _is_inner(self, node: Node) -> bool:
        element = node.element
        return element is not None and (any(element.get(a) is not None for a in ("itemprop", "property", "rel")))


def clean(text: str) -> str:
    """Read a text's entities and collapse its white space."""
    if "&" in text:
        text = html_text.unescape(text)
    return _SPACE.sub(" ", text).strip()


def _text_of(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, Node):
        named = value.properties.get("name") or value.properties.get("@value") or value.properties.get("url")
        return _text_of(named[0]) if named and not isinstance(named[0], Node) else None
    if isinstance(value, html.HtmlElement):
        return _value_of_element(value)
    return None


def _value_of_element(element: html.HtmlElement) -> str:
    """Read a microdata property's value (HTML standard, "Values"); a content attribute counts on any element."""
    content = element.get("content")
    if content is not None:
        return clean(content)
    tag = element.tag
    if tag == "time" and element.get("datetime"):
        return clean(element.get("datetime", ""))
    if tag in _LINKS:
        shown = clean(element.text_content())
        return shown or str(element.get("href") or "")
    if tag in _SOURCES:
        return str(element.get("src") or "")
    if tag in ("data", "meter") and element.get("value") is not None:
        return clean(element.get("value", ""))
    return clean(element.text_content())


def short_name(name: str) -> str:
    """Return a type's or property's short name: what follows the last slash, hash or prefix."""
    return re.split(r"[/#:]", name.strip().rstrip("/"))[-1]


class _LinkedData:
    """Builds nodes from JSON-LD values of one page; ids hold over all its scripts."""

    def __init__(self) -> None:
        self._by_id: dict[str, Node] = {}
        self._references: list[tuple[list[Any], int, str]] = []
        self._top: list[Node] = []
        self._count = 0

    def add(self, value: Any, script: html.HtmlElement) -> None:
        """Take one script's value."""
        stack: list[Any] = [value]
        while stack:
            part = stack.pop()
            if isinstance(part, list):
                stack.extend(reversed(part))
            elif isinstance(part, dict):
                graph = part.get("@graph")
                if isinstance(graph, list | dict):
                    stack.append(graph)
                    if not part.get("@type"):
                        continue
                node = self._node(part, script, 0)
                if node is not None:
                    self._top.append(node)

    def finish(self) -> tuple[Node, ...]:
        """Follow the references and return the top-level nodes."""
        for values, index, node_id in self._references:
            values[index] = self._by_id.get(node_id, node_id)
        return tuple(self._top)

    def _node(self, part: dict[str, Any], script: html.HtmlElement, depth: int) -> Node | None:
        self._count += 1
        if depth > 60 or self._count > _MAX_LD_NODES:
            return None
        types = part.get("@type") or part.get("type") or ()
        types = types if isinstance(types, list) else [types] if isinstance(types, str) else []
        node_id = part.get("@id")
        node = Node(tuple(short_name(t) for t in types if isinstance(t, str)), "json-ld", script)
        if isinstance(node_id, str) and node_id:
            node.node_id = node_id
            known = self._by_id.get(node_id)
            if known is None:
                self._by_id[node_id] = node
            elif not known.properties or (known.types == node.types):
                node = known  # one thing described in two places
        for key, value in part.items():
            if key in ("@context", "@id", "@graph") or (key == "@type"):
                continue
            values = node.properties.setdefault(short_name(key) if key[:1] != "@" else key, [])
            self._take(values, value, script, depth)
        return node

    def _take(self, values: list[Any], value: Any, script: html.HtmlElement, depth: int) -> None:
        if isinstance(value, list):
            for member in value:
                if not isinstance(member, list):
                    self._take(values, member, script, depth)
        elif isinstance(value, dict):
            if set(value) == {"@id"} and isinstance(value["@id"], str):
                self._references.append((values, len(values), value["@id"]))
                values.append(value["@id"])
            else:
                node = self._node(value, script, depth + 1)
                if node is not None:
                    values.append(node)
        elif isinstance(value, bool):
            values.append("true" if value else "false")
        elif isinstance(value, int | float):
            values.append(repr(value))
        elif isinstance(value, str):
            values.append(html_text.unescape(value) if "&" in value else value)


def _microdata(document: Document) -> tuple[Node, ...]:
    """Return all items, outer before inner; each element's properties belong to the nearest item above it."""
    if not any(word in document.text for word in _SCOPE_WORDS):
        return ()
    page = document.nodes
    scopes = {i for name in ("itemscope", "itemprop", "typeof") for i in page.with_attribute(name)}
    scopes.update(i for i in page.with_attribute("property") if page.tags[i] != "meta")
    by_element: dict[html.HtmlElement, Node] = {}
    nodes: list[Node] = []
    borrowed: dict[str, Node] = {}
    for element in map(page.els.__getitem__, sorted(scopes)):
        opens = element.get("itemscope") is not None or element.get("typeof") is not None
        names = (element.get("itemprop") or element.get("property") or "").split()
        if not names and element.get("typeof") is not None:
            names = (element.get("rel") or "").split()
        owner = _owner(element, by_element)
        node: Node | None = None
        if opens:
            types = (element.get("itemtype") or element.get("typeof") or "").split()
            node = Node(tuple(short_name(t) for t in types), "microdata", element)
            by_element[element] = node
            nodes.append(node)
            for reference in (element.get("itemref") or "").split():
                borrowed[reference] = node
        if owner is not None:
            for name in names:
                owner.properties.setdefault(short_name(name), []).append(element if node is None else node)
    if borrowed:
        _borrow(document.root, borrowed, by_element)
    return tuple(nodes)


def _owner(element: html.HtmlElement, by_element: dict[html.HtmlElement, Node]) -> Node | None:
    above = element.getparent()
    while above is not None:
        node = by_element.get(above)
        if node is not None:
            return node
        above = above.getparent()
    return None


def _borrow(root: html.HtmlElement, borrowed: dict[str, Node], by_element: dict[html.HtmlElement, Node]) -> None:
    for element in root.xpath("//*[@id]"):
        node = borrowed.get(element.get("id", ""))
        if node is None:
            continue
        for part in element.iter():
            names = part.get("itemprop") if isinstance(part.tag, str) else None
            if names and (part is element or _owner(part, by_element) is None):
                for name in names.split():
                    node.properties.setdefault(short_name(name), []).append(by_element.get(part, part))
