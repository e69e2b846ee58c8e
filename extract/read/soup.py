"""BeautifulSoup, where it reads: one element's subtree, or a page nested deeper than lxml goes.

Imported only when needed: most pages never do.
"""

from __future__ import annotations

from collections.abc import Callable

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Doctype, NavigableString, ProcessingInstruction
from lxml import etree, html

_SPECIAL = (Comment, Doctype, ProcessingInstruction)


def tag_of(element: html.HtmlElement) -> Tag:
    """Read one element's subtree into a BeautifulSoup tag of the same name."""
    text = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    soup = BeautifulSoup(text, "lxml")
    found = soup.find(element.tag) if isinstance(element.tag, str) else None
    return found if isinstance(found, Tag) else soup


def tree_from_soup(text: str) -> html.HtmlElement:
    """Read a whole page with BeautifulSoup and hand it on as an lxml tree of any depth."""
    soup = BeautifulSoup(text, "html.parser")
    maker = html.HTMLParser().makeelement
    root = maker("html")
    stack: list[tuple[Tag, html.HtmlElement]] = [(soup, root)]
    while stack:
        tag, element = stack.pop()
        last: html.HtmlElement | None = None
        for child in tag.children:
            if isinstance(child, Tag):
                if child.name == "html" and element is root:
                    stack.append((child, root))
                    for name, value in child.attrs.items():
                        _set(root, name, value)
                    continue
                made = _element(maker, child)
                if made is None:
                    made = maker("div")
                element.append(made)
                last = made
                stack.append((child, made))
            elif isinstance(child, NavigableString) and not isinstance(child, _SPECIAL):
                words = _clean(str(child))
                if last is None:
                    element.text = (element.text or "") + words
                else:
                    last.tail = (last.tail or "") + words
    if root.find("body") is None:
        body = maker("body")
        for top in list(root):
            if top.tag != "head":
                body.append(top)
        root.append(body)
    return root


def _element(maker: Callable[[str], html.HtmlElement], tag: Tag) -> html.HtmlElement | None:
    try:
        made = maker(tag.name)
    except ValueError:
        return None
    for name, value in tag.attrs.items():
        _set(made, name, value)
    return made


def _set(element: html.HtmlElement, name: str, value: object) -> None:
    words = " ".join(value) if isinstance(value, list) else str(value)
    try:
        element.set(name, _clean(words))
    except ValueError:  # a name that XML does not know; nothing reads it
        return


def _clean(words: str) -> str:
    return "".join(c if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff") else "\ufffd" for c in words)
