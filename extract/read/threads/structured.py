"""Comments that a page states for machines: JSON-LD reviews, comments, answers and posts.

Used where the page shows no thread, and to fill what a shown thread leaves out. Strings stay as stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree, html

from extract.read.threads.text import visible_text
from extract.records import RawComment, RawRating

if TYPE_CHECKING:
    from extract.read.structured import Node, StructuredData

_TYPES = (
    "Review",
    "UserReview",
    "CriticReview",
    "Comment",
    "UserComments",
    "Answer",
    "DiscussionForumPosting",
    "SocialMediaPosting",
)
_BODY = ("reviewBody", "text", "commentText", "articleBody", "description")
_TAG = re.compile(r"<[a-zA-Z/!][^>]{0,300}>")
_MOST = 20_000


def stated_comments(structured: StructuredData, subject: str | None) -> list[RawComment]:
    """The comments that JSON-LD states with their words, in its order; those of another title are left out."""
    found = [node for node in structured.of_type(*_TYPES) if node.source == "json-ld"][:_MOST]
    inner: dict[int, Node] = {}
    for node in found:
        for name in ("comment", "suggestedAnswer", "acceptedAnswer"):
            for answer in node.nodes(name):
                inner[id(answer)] = node
    keys: dict[int, str] = {}
    out: list[RawComment] = []
    depths: dict[str, int] = {}
    seen: set[tuple[str | None, str]] = set()
    for node in found:
        body = _body_of(node)
        if not body or _of_another(node, subject):
            continue
        author = node.text("author", "creator")
        if node.is_a("Answer") and author is None:
            continue  # a page's own questions and answers
        if (author, body) in seen:
            continue
        seen.add((author, body))
        stated = node.node_id or node.text("identifier", "@id", "url")
        key = stated if stated and stated not in depths else f"ld{len(out) + 1}"
        keys[id(node)] = key
        above = inner.get(id(node))
        parent = keys.get(id(above)) if above is not None else None
        depth = depths[parent] + 1 if parent is not None else 0
        depths[key] = depth
        out.append(
            RawComment(
                key=key,
                id_from="site" if key == stated else "position",
                read_by="structured",
                confidence=0.8,
                position=len(out),
                body=body,
                parent=parent,
                depth=depth,
                author=author,
                headline=node.text("headline", "name"),
                posted_machine=node.text("datePublished", "dateCreated", "commentTime", "uploadDate"),
                edited=_changed(node),
                rating=rating_of_node(node),
                aspects=aspects_of_node(node),
                permalink=node.text("url"),
                helpful=node.text("upvoteCount"),
                list_name="json-ld",
            )
        )
    return out


def shown(stated: list[RawComment], root: html.HtmlElement) -> list[RawComment]:
    """Those of the stated comments whose words a reader sees on the page; all where the page shows hardly a word."""
    if not stated:
        return []
    body = root.find(".//body")
    seen = "".join(c for c in visible_text(root if body is None else body).casefold() if c.isalnum())
    if len(seen) < 400:
        return stated
    return [comment for comment in stated if _letters(comment.body) in seen]


def rating_of_node(node: Node) -> RawRating | None:
    """The rating that a review's node states; of several the one that is not of a single aspect."""
    ratings = node.nodes("reviewRating") or node.nodes("rating")
    rating = next((r for r in ratings if not r.text("reviewAspect")), ratings[0] if len(ratings) == 1 else None)
    if rating is None:
        value = node.text("reviewRating")
        return RawRating(raw=value, value=value) if value else None
    value = rating.text("ratingValue", "value")
    if value is None:
        return None
    return RawRating(raw=value, value=value, best=rating.text("bestRating"), worst=rating.text("worstRating"))


def aspects_of_node(node: Node) -> tuple[tuple[str, RawRating], ...]:
    """The ratings of single aspects that a review's node states (https://schema.org/reviewAspect)."""
    out: dict[str, RawRating] = {}
    for rating in node.nodes("reviewRating"):
        name, value = rating.text("reviewAspect"), rating.text("ratingValue", "value")
        if name and value:
            best, worst = rating.text("bestRating"), rating.text("worstRating")
            out.setdefault(name, RawRating(raw=value, value=value, best=best, worst=worst))
    return tuple(out.items())


def _changed(node: Node) -> str | None:
    """When a node says that it was changed, unless that is when it was published."""
    changed = node.text("dateModified")
    return None if changed is None or changed == node.text("datePublished", "dateCreated") else changed


def filled(comments: Iterable[RawComment], stated: list[RawComment]) -> list[RawComment]:
    """The comments with author, date and rating from stated ones of the same words, where the page shows none."""
    by_start: dict[str, RawComment] = {}
    for comment in stated:
        start = _letters(comment.body)
        if len(start) >= 12:
            by_start.setdefault(start, comment)
    out = []
    for comment in comments:
        twin = by_start.get(_letters(comment.body))
        if twin is not None:
            comment = replace(
                comment,
                author=comment.author or twin.author,
                posted_machine=comment.posted_machine or twin.posted_machine,
                rating=_fuller(comment.rating, twin.rating),
                aspects=comment.aspects or twin.aspects,
                edited=comment.edited or twin.edited,
                helpful=comment.helpful or twin.helpful,
            )
        out.append(comment)
    return out


def _fuller(shown: RawRating | None, stated: RawRating | None) -> RawRating | None:
    if stated is None or stated.value is None:
        return shown
    if shown is None:
        return stated
    if shown.value is None:
        return replace(shown, value=stated.value, best=stated.best, worst=stated.worst)
    return shown


def _letters(text: str) -> str:
    return "".join(c for c in text[:120].casefold() if c.isalnum())[:40]


def _body_of(node: Node) -> str | None:
    text = node.text(*_BODY)
    return None if text is None else body_text(text)


def body_text(text: str) -> str:
    """A stated body as a reader would see it: markup rendered, plain text as it is."""
    if not _TAG.search(text):
        return text.strip()
    try:
        return visible_text(html.fragment_fromstring(text, create_parent="div"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return text.strip()


def _of_another(node: Node, subject: str | None) -> bool:
    """Whether a review says that it is of something with another name than the page's."""
    reviewed = node.text("itemReviewed")
    if not reviewed or not subject:
        return False
    one, other = _letters(reviewed), _letters(subject)
    return bool(one and other) and one not in other and other not in one
