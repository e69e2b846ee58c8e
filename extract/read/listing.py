"""The titles that a listing names: its stated list, else the largest list of links of one shape in one place."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from urllib.parse import urlsplit

from lxml import html

from extract.read.document import Document
from extract.read.links import MOST_LINKS
from extract.read.remembered import remembered
from extract.read.structured import Node, StructuredData


def title_links(document: Document, structured: StructuredData) -> tuple[str, ...]:
    """Return the addresses of the titles that a listing names, absolute: its ItemList, else its largest list of links.

    Links of menus, footers and pagers do not count; a page without such a list gives none.
    """
    if document.kind != "html":
        return ()
    stated = [
        url
        for node in structured.of_type("ItemList")
        if not node.is_a("BreadcrumbList")
        for member in node.nodes("itemListElement")
        if (url := _address_of_member(member)) is not None
    ]
    if len(stated) > 1:
        return tuple(dict.fromkeys(u for s in stated if (u := document.absolute(s)) is not None))
    return tuple(_largest_list(document))


def _address_of_member(member: Node) -> str | None:
    inner = member.node("item")
    for node in (inner, member):
        if node is not None:
            url = node.text("url") or node.node_id
            if url:
                return url
    return member.text("item")  # a bare reference


_AWAY = re.compile(
    r"(?<![a-z])(?:nav|menu|footer|header|sidebar|breadcrumb|pagination|pager|social|share|tags?|login|cookie)(?![a-z])",
    re.IGNORECASE,
)


def _largest_list(document: Document) -> list[str]:
    """The links of the list that most of the page's named links share: one shape of address, one place in the tree."""
    groups: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    try:
        host = urlsplit(document.base_url).hostname or ""
    except ValueError:
        host = ""
    for link in document.nodes.of_tags("a")[:MOST_LINKS]:
        text = (" ".join(islice(link.itertext(), 20)) if len(link) else link.text or "").strip()
        if len(text) < 2 or text.isdecimal() or _in_frame(link):
            continue
        href = document.absolute(link.get("href"))
        if href is None:
            continue
        try:
            parts = urlsplit(href.partition("#")[0])
        except ValueError:
            continue
        if host and parts.hostname and parts.hostname.removeprefix("www.") != host.removeprefix("www."):
            continue
        shape = (_shape(parts.path), _where(link))
        url = href.partition("#")[0]
        groups[shape][url] = max(groups[shape].get(url, 0), len(text))
    best: list[str] = []
    best_score = 0.0
    for urls in groups.values():
        if len(urls) >= 4:
            score = len(urls) * min(40.0, sum(urls.values()) / len(urls))
            if score > best_score:
                best, best_score = list(urls), score
    return best


def _shape(path: str) -> str:
    parts = [p for p in path.split("/") if p]
    return "/".join(
        "#" if any(c.isdigit() for c in p) else "*" if i == len(parts) - 1 else p for i, p in enumerate(parts)
    )


def _where(link: html.HtmlElement) -> str:
    names: list[str] = []
    at: html.HtmlElement | None = link
    for _ in range(3):
        if at is None:
            break
        names.append(f"{at.tag}.{(at.get('class') or '').split(' ')[0]}")
        at = at.getparent()
    return ">".join(names)


@remembered(8192)
def _is_away(names: str) -> bool:
    return _AWAY.search(names) is not None


def _in_frame(link: html.HtmlElement) -> bool:
    at: html.HtmlElement | None = link
    while at is not None and at.tag not in ("body", "html", "main", "article"):
        if at.tag in ("nav", "footer", "header", "aside") or _is_away(f"{at.get('class') or ''} {at.get('id') or ''}"):
            return True
        at = at.getparent()
    return False
