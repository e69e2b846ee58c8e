"""Which of a page's structured nodes is the thing that the page is about, and which others speak of the same thing.

A page that lists many things is about none of them: then there is no subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from extract.read.naming import letters
from extract.read.structured import Node, StructuredData
from extract.read.words import title_tables

_WEIGHTS = {"media": 50, "thing": 40, "discussion": 30, "article": 25, "clip": 12}
_WITHIN = ("mainEntity", "mainEntityOfPage", "about", "itemReviewed", "subjectOf")
_AGREES = 30


@dataclass(frozen=True, slots=True)
class Subject:
    """The main node and the others of the same name, best first; `listing` where the page shows many titles."""

    nodes: tuple[Node, ...] = ()
    listing: bool = False

    @property
    def main(self) -> Node | None:
        """The node that the page is about."""
        return self.nodes[0] if self.nodes else None


@cache
def type_weights() -> dict[str, int]:
    """Return how surely a page that carries a node of a type (in lower case) is about it."""
    schema = title_tables()["schema"]
    return {name.lower(): weight for group, weight in _WEIGHTS.items() for name in schema[group]}


def is_media(node: Node) -> bool:
    """Say whether a node is a film, series, book, game or record: something that has a year of its own."""
    return any(type_weights().get(t.lower()) == _WEIGHTS["media"] for t in node.types)


def is_article(node: Node) -> bool:
    """Say whether a node is an article or a discussion: its name is its headline, whatever it speaks of."""
    grown = (_WEIGHTS["article"], _WEIGHTS["discussion"])
    return any(type_weights().get(t.lower()) in grown for t in node.types)


def may_have_year(node: Node) -> bool:
    """Say whether a release year could be meant: of media, and of products, which games and books are sold as."""
    return is_media(node) or node.is_a(
        "Product", "CreativeWork", "CreativeWorkSeries", "SoftwareApplication", "WebPage"
    )


def find_subject(
    structured: StructuredData, page_url: str, title_lines: Sequence[str], headings: Sequence[str]
) -> Subject:
    """Choose the subject among a page's nodes.

    `title_lines` are the page's own lines of its subject (title element, OpenGraph title): a node whose name stands in
    one of them is believed over a grander one that does not. `headings` prove less: a list has one for each member.
    """
    reachable = _reachable(structured)
    lines = [letters(line) for line in title_lines if line]
    heads = [letters(line) for line in headings if line]
    listing = any(_is_listing(node) for node in structured.json_ld + structured.microdata)
    weights = type_weights()
    scored: list[tuple[float, int, Node]] = []
    for position, (node, depth) in enumerate(reachable):
        weight = max((weights.get(t.lower(), 0) for t in node.types), default=0)
        if not weight:
            continue
        name = letters(node.text("name", "headline") or "")
        if not name:
            continue
        score = weight - 4.0 * depth
        if any(name in line for line in lines):
            score += _AGREES
        elif name in heads or (lines and any(len(line) > 2 and line in name for line in lines)):
            score += _AGREES / 2
        if _same_address(node, page_url):
            score += 15
        if node.values("aggregateRating"):
            score += 3
        scored.append((score, -position, node))
    if not scored:
        return Subject(listing=listing)
    scored.sort(key=lambda row: row[:2], reverse=True)
    best_score, _, best = scored[0]
    best_name = letters(best.text("name", "headline") or "")
    rivals = {letters(n.text("name", "headline") or "") for s, _, n in scored if s > best_score - 3} - {best_name}
    agreed = any(best_name in line for line in lines) or _same_address(best, page_url) or heads[:1] == [best_name]
    if rivals and not agreed:
        return Subject(listing=True)
    if listing and not agreed:
        return Subject(listing=True)
    same = [node for _, _, node in scored if letters(node.text("name", "headline") or "") == best_name]
    return Subject((best, *(n for n in same if n is not best)), listing=listing and not agreed)


def _reachable(structured: StructuredData) -> list[tuple[Node, int]]:
    """Top-level nodes and those that a page, a review or a discussion says it is about, with their distance."""
    out: list[tuple[Node, int]] = []
    seen: set[int] = set()
    queue: list[tuple[Node, int]] = [(n, 0) for n in structured.json_ld + structured.microdata]
    for node, depth in queue:
        if id(node) in seen or depth > 4:
            continue
        seen.add(id(node))
        out.append((node, depth))
        for name in _WITHIN:
            queue.extend((inner, depth + 1) for inner in node.nodes(name))
    return out


def _is_listing(node: Node) -> bool:
    if not node.is_a(*title_tables()["schema"]["listing"]):
        return False
    members = node.nodes("itemListElement") + node.nodes("blogPost")
    return len(members) > 1 or node.is_a("SearchResultsPage")


def _same_address(node: Node, page_url: str) -> bool:
    if not page_url:
        return False
    stated = [v for v in (*node.texts("url"), *node.texts("mainEntityOfPage"), node.node_id) if v]
    stated += [n.node_id for n in node.nodes("mainEntityOfPage") if n.node_id]
    return any(_address(v) == _address(page_url) for v in stated)


def _address(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ("", url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return host, parts.path.rstrip("/") or "/"
