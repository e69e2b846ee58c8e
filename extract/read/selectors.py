"""Selectors of a profile, compiled when it loads: CSS and XPath on trees, JMESPath on JSON, with fallbacks and a regex.

A selector that cannot be compiled fails then, never on a page; on a page a selector finds something or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree, html

from extract.read.css import Path, parsed, select
from extract.read.nodes import Nodes

Format = Literal["html", "json", "xml"]

_MARKUP = re.compile(
    r"<(?:p|br|div|span|a|i|b|em|strong|blockquote|ul|ol|li|h\d|img|code|pre)\b[^<>]*>|&(?:#\d+|\w+);", re.IGNORECASE
)
_PART = re.compile(r"::(?:text|attr\(\s*([\w:.-]+)\s*\))\s*$")
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figure",
        "footer",
        "h1",
        "h2",
    }
    | {
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    }
)
_SILENT = frozenset({"script", "style", "noscript", "template"})


class SelectorError(ValueError):
    """A selector or regular expression that does not compile; the text says why."""


@dataclass(frozen=True, slots=True)
class Selector:
    """One compiled selector.

    `key` is its place in the profile ("comment.author[1]"), under which its hits are counted; `written` is how the
    profile wrote it. `regex` narrows each text to its first group (or the whole match). `paths` is the CSS in it as
    the tables of a page answer it, `attribute` the one whose values it asks for.
    """

    key: str
    written: str
    expression: Any
    format: Format
    regex: re.Pattern[str] | None = None
    paths: tuple[Path, ...] | None = None
    attribute: str | None = None

    def values(self, node: Any, nodes: Nodes | None = None) -> list[Any]:
        """Return what it finds below (or at) a node: elements, strings, or JSON values.

        `nodes` are the tables of the node's page: most CSS is answered from them, much quicker.
        """
        if nodes is not None and self.paths is not None:
            found = select(self.paths, nodes, node)
            if not found or _PART.search(self.written) is None:
                return found
        if self.format == "json":
            found = self.expression.search(node)
            return [] if found is None else found if isinstance(found, list) else [found]
        found = self.expression(node)
        return found if isinstance(found, list) else [str(found)]

    def placed(self, node: html.HtmlElement, nodes: Nodes | None = None) -> list[tuple[Any, html.HtmlElement | None]]:
        """Return what it finds, as `values` does, each with the element that it is or stands in."""
        if self.attribute is not None and self.written.startswith("::"):
            found = [node]
        elif self.attribute is not None and self.paths is not None and nodes is not None:
            found = select(self.paths, nodes, node)
        else:
            return [(value, _element_of(value)) for value in self.values(node, nodes)]
        return [(value, el) for el in found if (value := el.get(self.attribute)) is not None]

    def texts(self, node: Any) -> list[str]:
        """Return the texts it finds, without the empty ones; the regex must match where there is one."""
        out: list[str] = []
        for value in self.values(node):
            text = text_of(value)
            if text and self.regex is not None:
                match = self.regex.search(text[:100_000])
                text = None if match is None else (match[1] if self.regex.groups else match[0])
            if text and text.strip():
                out.append(text.strip())
        return out


@dataclass(frozen=True, slots=True)
class Field:
    """Selectors of one thing in the order in which they are tried: the first that finds something answers."""

    selectors: tuple[Selector, ...] = ()

    def values(self, node: Any, hits: MutableMapping[str, int] | None = None, nodes: Nodes | None = None) -> list[Any]:
        """Return what the first successful selector finds: elements, strings or JSON values."""
        for selector in self.selectors:
            found = selector.values(node, nodes)
            if found:
                _count(hits, selector)
                return found
        return []

    def elements(
        self, node: Any, hits: MutableMapping[str, int] | None = None, nodes: Nodes | None = None
    ) -> list[html.HtmlElement]:
        """Return the elements that the first selector that finds elements finds."""
        for selector in self.selectors:
            found = [v for v in selector.values(node, nodes) if isinstance(v, etree._Element)]
            if found:
                _count(hits, selector)
                return found
        return []

    def texts(self, node: Any, hits: MutableMapping[str, int] | None = None) -> list[str]:
        """Return the texts that the first successful selector finds."""
        for selector in self.selectors:
            found = selector.texts(node)
            if found:
                _count(hits, selector)
                return found
        return []

    def text(self, node: Any, hits: MutableMapping[str, int] | None = None) -> str | None:
        """Return the first text found, or None."""
        found = self.texts(node, hits)
        return found[0] if found else None


def compile_selector(
    written: str, key: str, format: Format, regex: str | None = None, namespaces: Mapping[str, str] | None = None
) -> Selector:
    """Compile one selector; raises `SelectorError`.

    In HTML profiles a selector is CSS, with `::text` or `::attr(name)` at its end for strings, or XPath after
    "xpath:"; a lone `::attr(name)` reads the item itself. XML profiles take XPath, JSON profiles JMESPath.
    """
    try:
        pattern = None if regex is None else re.compile(regex)
    except re.error as error:
        raise SelectorError(f"bad regular expression {regex!r}: {error}") from None
    if format == "json":
        return Selector(key, written, _jmespath(written), format, pattern)
    paths = attribute = None
    if format == "xml" or written.startswith("xpath:"):
        xpath = written.removeprefix("xpath:").strip()
    else:
        xpath = _css(written)
        plain = _PART.sub("", written).strip()
        paths = parsed(plain) if plain else None
        part = _PART.search(written)
        attribute = None if part is None else part[1]
    try:
        compiled = etree.XPath(xpath, namespaces=dict(namespaces or {}))
    except etree.XPathError as error:
        raise SelectorError(f"bad XPath {xpath!r}: {error}") from None
    return Selector(key, written, compiled, format, pattern, paths, attribute)


def _element_of(value: Any) -> html.HtmlElement | None:
    """The element that a found value is, or that a found text stands in."""
    if isinstance(value, html.HtmlElement):
        return value
    above = getattr(value, "getparent", None)
    return None if above is None else above()


def text_of(value: Any) -> str | None:
    """Read a found value as text: an element's visible text, blocks on lines of their own; a JSON scalar as written."""
    if value is None or isinstance(value, dict | list):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, etree._Element):
        return block_text(value)
    return str(value)


def paragraphs(text: str) -> str:
    """Return a long text's paragraphs, one line feed between them; markup that data carries as text is read."""
    if _MARKUP.search(text):
        try:
            return block_text(html.fragment_fromstring(text, create_parent="div"))
        except (ValueError, etree.ParserError):
            pass  # no markup after all
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def block_text(element: etree._Element) -> str:
    """Return an element's text: blocks and line breaks become one line feed, other white space one space."""
    parts: list[str] = []
    silent = 0
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if node is not element and silent == 0 and node.tail:
                parts.append(node.tail)
            continue
        tag = node.tag
        if event == "start":
            silent += tag in _SILENT
            if tag in _BLOCKS:
                parts.append("\n")
            if silent == 0 and node.text:
                parts.append(re.sub(r"\s+", " ", node.text))
        else:
            silent -= tag in _SILENT
            if tag in _BLOCKS and tag != "br":
                parts.append("\n")
            if node is not element and silent == 0 and node.tail:
                parts.append(re.sub(r"\s+", " ", node.tail))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _count(hits: MutableMapping[str, int] | None, selector: Selector) -> None:
    if hits is not None:
        hits[selector.key] = hits.get(selector.key, 0) + 1


def _css(written: str) -> str:
    from cssselect import HTMLTranslator
    from cssselect import SelectorError as CssError

    part = _PART.search(written)
    css = written[: part.start()].strip() if part else written.strip()
    suffix = "" if part is None else f"/@{part[1]}" if part[1] else "//text()"
    if not css:
        if not suffix:
            raise SelectorError("an empty selector")
        return "." + suffix
    try:
        xpath = HTMLTranslator().css_to_xpath(css)
    except (CssError, ValueError) as error:
        raise SelectorError(f"bad CSS selector {css!r}: {error}") from None
    return " | ".join(f"{branch}{suffix}" for branch in xpath.split(" | ")) if suffix else xpath


def _jmespath(written: str) -> Any:
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        return jmespath.compile(written)
    except JMESPathError as error:
        raise SelectorError(f"bad JMESPath {written!r}: {error}") from None
