"""One capture, decoded once and parsed once: what every reader of a page works on.

Never interprets what the page says, and never touches network, clock or files.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from extract.read.decoding import EncodingFrom, decode
from extract.read.lenient_json import without_halves
from extract.read.limits import Deadline, LimitBroken, Limits
from extract.read.nodes import Nodes
from extract.records import Capture, Reject

if TYPE_CHECKING:
    from bs4 import Tag

Kind = Literal["html", "text", "json", "xml"]

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|div|p|br|span|table|ul|ol|li|script|article|section|h[1-6]|a\s)\b",
    re.IGNORECASE,
)
_XML = re.compile(r"\s*(?:<\?xml\b|<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b)", re.IGNORECASE)
_HTML_ROOT = re.compile(r"<html\b|<!doctype\s+html", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>")
_VOID = frozenset(
    {"area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p"}
    | {"param", "source", "td", "th", "tr", "track", "wbr"}
)
# one class for all elements: lxml.html's own lookup asks Python for each of them
_CLASSES = etree.ElementDefaultClassLookup(
    element=html.HtmlElement, comment=html.HtmlComment, pi=html.HtmlProcessingInstruction, entity=html.HtmlEntity
)
_BASE = etree.XPath("/html/head/base/@href")
_BODY_LANGUAGE = etree.XPath("/html/body/@lang")
_META_LANGUAGE = etree.XPath(
    "/html/head/meta[@http-equiv='content-language' or @http-equiv='Content-Language']/@content"
)
_BLANK_LANGUAGES = frozenset({"", "x-default", "und", "xx", "none"})


class Document:
    """A capture's text and, made when first asked for, its tree.

    `url` is the capture's address, "" where there is none; `text` the decoded text; `encoding` a Python codec name
    and `encoding_from` what chose it; `kind` what the text is. `errors` grows while the document is read: limits that
    the page broke. Nothing else changes after construction.
    """

    def __init__(self, capture: Capture, limits: Limits) -> None:
        self.status = capture.status
        self.limits = limits
        self.deadline = Deadline(limits.seconds)
        self.errors: list[Reject] = []
        self.url = capture.url
        if not _is_address(capture.url):
            self.errors.append(Reject("read/no-address", f"{capture.url[:200]!r} is no address; read without one"))
            self.url = ""
        self.content_type = (capture.header("content-type") or "").strip()
        self._content_language = capture.header("content-language")
        body = capture.body
        if len(body) > limits.bytes:
            self.errors.append(Reject("read/too-big", f"{len(body)} bytes, the limit is {limits.bytes}"))
            body = body[: limits.bytes]
        decoded = decode(body, self.content_type)
        self.text: str = decoded.text.replace("\x00", "\ufffd")
        self.encoding: str = decoded.encoding
        self.encoding_from: EncodingFrom = decoded.encoding_from
        self.lost_characters: int = decoded.lost
        self.kind: Kind = _kind_of(self.text, self.content_type, self.url)

    @cached_property
    def root(self) -> html.HtmlElement:
        """The page's tree; an empty page where there is no markup. Check `errors` for what was cut."""
        if self.kind == "xml":
            tree = _parse_xml(self.text)
        elif self.kind == "html":
            tree = self._parse_html()
        else:
            tree = None
        return html.document_fromstring("<html><body></body></html>") if tree is None else tree

    @cached_property
    def nodes(self) -> Nodes:
        """The tree as tables that all readers share; to be asked for when nothing changes the tree any more."""
        return Nodes(self.root)

    def look_again(self) -> None:
        """Forget the tables of the page's nodes: its tree was changed."""
        self.__dict__.pop("nodes", None)

    @cached_property
    def data(self) -> Any:
        """The JSON value of a JSON capture, None for other kinds."""
        return json.loads(without_halves(self.text.lstrip("\ufeff"))) if self.kind == "json" else None

    @cached_property
    def base_url(self) -> str:
        """What relative links are relative to: the base element's address, else the page's own."""
        if self.kind != "html":
            return self.url
        found: Any = _BASE(self.root)
        return self.absolute_from(self.url, str(found[0])) or self.url if found else self.url

    @cached_property
    def language(self) -> str | None:
        """The language that the page claims (a BCP 47 tag as written), or None."""
        candidates: list[str] = []
        if self.kind == "html":
            root = self.root
            candidates += [root.get("lang") or "", root.get("xml:lang") or ""]
            stated: tuple[Any, Any] = (_BODY_LANGUAGE(root), _META_LANGUAGE(root))
            candidates += [*stated[0], *stated[1]]
            candidates += [m.get("content", "") for m in self.nodes.of_tags("meta") if m.get("property") == "og:locale"]
        elif self.kind == "xml":
            candidates += [str(v) for v in self.root.xpath("/*/@xml:lang | /rss/channel/language/text()")]
        candidates.append(self._content_language or "")
        for candidate in candidates:
            tag = str(candidate).split(",")[0].strip().replace("_", "-")
            if tag.lower() not in _BLANK_LANGUAGES and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag):
                return tag
        return None

    def absolute(self, href: str | None) -> str | None:
        """Make a link absolute; None where it is no http(s) address. Without a page's address it stays as written."""
        return self.absolute_from(self.base_url, href)

    @staticmethod
    def absolute_from(base: str, href: str | None) -> str | None:
        """Join `href` to `base`; None for javascript:, mailto: and other links that lead to no page."""
        if href is None:
            return None
        href = re.sub(r"[\t\r\n]", "", href).strip()
        try:
            joined = urljoin(base, href)
            scheme = urlsplit(joined).scheme
        except ValueError:
            return None
        return joined if scheme in ("http", "https", "") and joined else None

    def check_time(self) -> None:
        """Raise `LimitBroken` once the page's seconds are spent; call it in loops over a page's nodes."""
        self.deadline.check()

    def _parse_html(self) -> html.HtmlElement | None:
        root, messages = _parsed(self.text)
        if any(map(_STRAY_END.match, messages)) and (opened := _with_slashes_off(self.text)) is not None:
            root, messages = _parsed(opened)
        if root is None:
            return None
        if _TOO_DEEP in messages:
            root = self._deeper_than_lxml(root)
        return _as_html(root)

    def _deeper_than_lxml(self, cut: html.HtmlElement) -> html.HtmlElement:
        """Read a page nested deeper than lxml goes (2,048) with BeautifulSoup; `cut` stays above our own limit."""
        depth = _depth(self.text)
        if depth > self.limits.depth or len(self.text) > 8_000_000:
            self.errors.append(Reject("read/too-deep", f"{depth} levels, the limit is {self.limits.depth}"))
            return cut
        from extract.read.soup import tree_from_soup

        return tree_from_soup(self.text)


def open_document(capture: Capture, limits: Limits | None = None) -> Document:
    """Decode a capture and find out what it is; the tree is made when first asked for. Never raises."""
    return Document(capture, Limits() if limits is None else limits)


def soup_of(element: html.HtmlElement) -> Tag:
    """Read one element's subtree with BeautifulSoup (on lxml); small and forgiving, as hooks receive it."""
    from extract.read.soup import tag_of

    return tag_of(element)


def check_nodes(document: Document) -> None:
    """Raise `LimitBroken` ("read/too-many-nodes") above the page's limit."""
    if document.text.count("<") <= document.limits.nodes:
        return  # no more elements than that
    count = int(document.root.xpath("count(//*)"))
    if count > document.limits.nodes:
        raise LimitBroken("read/too-many-nodes", f"{count} elements, the limit is {document.limits.nodes}")


def _is_address(url: str) -> bool:
    try:
        urlsplit(url)
    except ValueError:  # "http://[bad"
        return False
    return True


def _kind_of(text: str, content_type: str, url: str) -> Kind:
    """Say what a text is: its own form first, the header and the address's ending where that says nothing."""
    head = text[:4096].lstrip("\ufeff \t\r\n")
    mime = content_type.split(";")[0].strip().lower()
    path = urlsplit(url).path.lower() if url else ""
    if head[:1] in ("{", "[") and _is_json(text):
        return "json"
    if _XML.match(head) and not _HTML_ROOT.search(text[:4096]):
        return "xml"
    if mime == "text/plain" or (not mime and path.endswith((".txt", ".md"))):
        return "html" if _HTML_ROOT.match(head) else "text"
    if _MARKUP.search(text):
        return "html"
    if mime.endswith(("/xml", "+xml")) and head.startswith("<"):
        return "html" if "html" in mime else "xml"
    return "text"


def _is_json(text: str) -> bool:
    try:
        json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return True


def _parse_xml(text: str) -> html.HtmlElement | None:
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).strip().encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _parsed(text: str) -> tuple[html.HtmlElement | None, list[str]]:
    """The tree of a page's text, None where there is none, and what lxml found to say of it."""
    # as UTF-8 bytes: lxml refuses text that carries an XML encoding declaration
    raw = text.encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, []
    return root, [_TOO_DEEP if e.type_name == "ERR_RESOURCE_LIMIT" else e.message for e in parser.error_log]


_TOO_DEEP = "ERR_RESOURCE_LIMIT"
_BOX = r"(div|li|span|section|article|ul|ol|dl|dd|dt|td|tr)"
_STRAY_END = re.compile(rf"Unexpected end tag : {_BOX}\s*$")
_SLASHED = re.compile(rf"<{_BOX}(?=[\s/])([^<>]*)/>", re.IGNORECASE)


def _with_slashes_off(text: str) -> str | None:
    """A page's text with the slash off tags that only look closed, "<div />", where their end tags stand further on.

    None where there are none. Browsers never heed that slash; lxml does, which is right for boxes left empty.
    """
    slashed = Counter(match[1].lower() for match in _SLASHED.finditer(text))
    meant = set()
    for tag, count in slashed.items():
        begun = len(re.findall(rf"<{tag}(?=[\s/>])", text, re.IGNORECASE)) - count
        ended = len(re.findall(rf"</{tag}(?=[\s>])", text, re.IGNORECASE))
        if ended - begun > 0.5 * count:
            meant.add(tag)
    if not meant:
        return None
    return _SLASHED.sub(lambda match: f"<{match[1]}{match[2]}>" if match[1].lower() in meant else match[0], text)


def _as_html(root: html.HtmlElement) -> html.HtmlElement:
    """Make sure that the root is `html`: fragments parse to what they hold."""
    if root.tag == "html":
        return root
    outer = html.document_fromstring("<html><body></body></html>")
    outer[0].append(root)
    return outer


def _depth(text: str) -> int:
    """Estimate from above a page's nesting, from its tags alone."""
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if match[2].lower() in _VOID or match[0].endswith("/>"):
            continue
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest
