"""A thread read by a profile: its selectors say where items and fields are, the finder reads what it leaves out.

Known engines are profiles that recognise themselves. Reads strings; a selector that finds nothing leaves its field to
the list's own places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from extract.read.nodes import Nodes
from extract.read.profile import Profile, ProfileVersion, Recognise, builtin_names, load_profile
from extract.read.selectors import Field, Selector, text_of
from extract.read.threads.author import Author, url_of
from extract.read.threads.days import date_span
from extract.read.threads.lists import items_of
from extract.read.threads.outline import Outline
from extract.read.threads.posted import Posted, date_line, machine_of
from extract.read.threads.rated import Rated, rating_of
from extract.read.threads.reading import Given, ReadList, comments_of, read_list
from extract.read.threads.slots import ListView
from extract.records import RawComment, RawRating, ReadBy
from transform.dates import looks_like_date

if TYPE_CHECKING:
    from extract.read.document import Document

Hits = MutableMapping[str, int]


_GENERATOR = etree.XPath("/html/head/meta[@name='generator' or @name='Generator']/@content")


@cache
def known_engines() -> tuple[Profile, ...]:
    """The built-in profiles that recognise themselves, in alphabetical order."""
    loaded = [load_profile(name) for name in builtin_names() if name.startswith("engines/")]
    return tuple(profile for profile in loaded if profile.recognise is not None)


def recognised(document: Document, engines: tuple[Profile, ...]) -> list[Profile]:
    """The engines that made a page, by its generator or its marks; cheap looks come first."""
    generator = ""
    out = []
    if document.kind == "html":
        found: Any = _GENERATOR(document.root)
        generator = " ".join(str(g) for g in found)
    for engine in engines:
        marks = engine.recognise
        if marks is None or engine.format != document.kind:
            continue
        named = marks.generator is not None and generator and marks.generator.search(generator)
        # the source last: a look through all of it costs more than the tables of names
        if (named or _is_marked(document, marks)) and (
            not marks.text or any(text in document.text for text in marks.text)
        ):
            out.append(engine)
    return out


def _is_marked(document: Document, marks: Recognise) -> bool:
    node = document.data if document.kind == "json" else document.root
    nodes = document.nodes if document.kind == "html" else None
    return (
        (any(f.values(node, None, nodes) for f in marks.any) if marks.any else bool(marks.all))
        and all(f.values(node, None, nodes) for f in marks.all)
        and not any(f.values(node, None, nodes) for f in marks.none)
    )


def read_by_profile(
    document: Document, outline: Outline | None, profile: Profile, version: ProfileVersion, read_by: ReadBy, hits: Hits
) -> list[tuple[int, int, RawComment]]:
    """The comments that a profile's rules find, each with the elements that it spans (0, 0 in JSON and XML)."""
    item = version.thread.get("item")
    if item is None:
        return []
    if profile.format != "html" or outline is None:
        node = document.data if profile.format == "json" else document.root
        return [(0, 0, c) for c in _from_records(node, item, version, read_by, hits)]
    page, root, number = document.nodes, document.root, outline.number
    scopes = version.thread["scope"].elements(root, hits, page) if "scope" in version.thread else [root]
    numbers = [number[el] for scope in scopes for el in item.elements(scope, hits, page) if el in number]
    if not numbers:
        return []
    dropped = _numbers(outline, version.thread.get("drop"), scopes, page)
    numbers = [n for n in numbers if not any(n == d or d <= n < outline.end[d] for d in dropped)]
    if not numbers:
        return []
    items = items_of(outline, numbers, _numbers(outline, version.thread.get("rest"), scopes, page))
    view = ListView(outline, items)
    given, plain = _given(view, page, version.comment, dropped, hits)
    read = read_list(view, given)
    name = version.list_name or profile.name
    comments = comments_of(read, read_by, version.confidence, name)
    return [(start, outline.end[start], _with_plain(read, c, plain, profile, version)) for start, c in comments]


def _numbers(outline: Outline, field: Field | None, scopes: list[html.HtmlElement], page: Nodes) -> set[int]:
    if field is None:
        return set()
    found: set[int] = set()
    for selector in field.selectors:  # every selector of a drop list counts, not the first that finds something
        for scope in scopes:
            found |= {outline.number[v] for v in selector.values(scope, page) if v in outline.number}
    return found


Found = dict[int, list[Any]]


def _found_by(view: ListView, page: Nodes, selector: Selector) -> Found:
    """Item -> what one selector finds in its own part: elements, and texts that have an element.

    A CSS selector is asked once for the whole page and its answers dealt out: asking every item would read nested
    replies again for each item around them. What starts at the item itself (attributes, XPath) is asked there.
    """
    out: Found = {}
    if selector.written.startswith(("::", "xpath:")):
        for k, item in enumerate(view.items):
            root = view.outline.els[item.start]
            for value, el in selector.placed(root):
                if el is None or el is root or _owner(view, el) == k:
                    out.setdefault(k, []).append(value)
    else:
        for value, el in selector.placed(view.outline.els[0], page):
            owner = None if el is None else _owner(view, el)
            if owner is not None:
                out.setdefault(owner, []).append(value)
    if selector.regex is None:
        return out
    kept: Found = {}
    for k, values in out.items():
        matches = [m for m in (selector.regex.search(text_of(v) or "") for v in values) if m is not None]
        if matches:
            kept[k] = [m[1] if selector.regex.groups else m[0] for m in matches]
    return kept


def _owner(view: ListView, el: html.HtmlElement) -> int | None:
    """The item in whose own part an element lies; scripts and the like count with what is around them."""
    at: html.HtmlElement | None = el
    while at is not None:
        i = view.outline.number.get(at)
        if i is not None:
            return view.item_of.get(i)
        at = at.getparent()
    return None


def _given(
    view: ListView, page: Nodes, fields: Mapping[str, Field], dropped: set[int], hits: Hits
) -> tuple[Given, dict[int, dict[str, str]]]:
    """The fields that a profile's selectors find, by item."""
    given = Given(dropped=set(dropped))
    plain: dict[int, dict[str, str]] = {}
    number = view.outline.number
    answers = {name: [(s, _found_by(view, page, s)) for s in field.selectors] for name, field in fields.items()}
    for k in range(len(view.items)):
        texts: dict[str, str] = {}
        for name, asked in answers.items():
            here = [(s, by[k]) for s, by in asked if k in by]
            if name == "posted":
                here = _dated(here)
            selector, found = here[0] if here else (None, [])
            if selector is None:
                continue
            hits[selector.key] = hits.get(selector.key, 0) + 1
            nodes = [number[v] for v in found if isinstance(v, html.HtmlElement) and v in number]
            text = next((t for t in (text_of(v) for v in found) if t), None)
            if name == "body" and nodes:
                given.bodies[k] = nodes
            elif name == "drop":
                given.dropped.update(nodes)
            elif name == "author" and text:
                url = url_of(view, nodes[0]) if nodes else None
                given.authors[k] = Author(text.replace("\n", " ").strip(), url, nodes[0] if nodes else None)
            elif name in ("posted", "posted_machine"):
                _give_date(view, given, k, name, nodes, text)
            elif name == "rating":
                rating = rating_of(view, nodes[0]) if nodes else RawRating(raw=text)
                if rating is not None:
                    given.rated[k] = Rated(rating, nodes[0] if nodes else view.items[k].start)
            elif text is not None:
                texts[name] = text
        if texts:
            plain[k] = texts
    return given, plain


def _dated(found: list[tuple[Selector, list[Any]]]) -> list[tuple[Selector, list[Any]]]:
    """Selectors that find something like a date first; those whose text has no digit either ("Reply") are left out."""
    like: list[tuple[Selector, list[Any]]] = []
    other: list[tuple[Selector, list[Any]]] = []
    for selector, values in found:
        text = next((t for t in (text_of(v) for v in values) if t), "")
        stamped = any(isinstance(v, html.HtmlElement) and machine_of(v) for v in values)
        if stamped or date_span(text[:120]) is not None or looks_like_date(text):
            like.append((selector, values))
        elif any(c.isdigit() for c in text):
            other.append((selector, values))
    return like or other


def _give_date(view: ListView, given: Given, k: int, name: str, nodes: list[int], text: str | None) -> None:
    before = given.posted.get(k, Posted(None, None, view.items[k].start))
    if name == "posted":
        node = nodes[0] if nodes else before.node
        if nodes and text == view.line(node):
            text = date_line(view, node)
        machine = before.machine or (machine_of(view.outline.els[node]) if nodes else None)
        given.posted[k] = Posted(text.replace("\n", " ") if text else before.seen, machine, node)
    elif text:
        given.posted[k] = Posted(before.seen, text, before.node)
    elif nodes:
        given.posted[k] = Posted(before.seen, machine_of(view.outline.els[nodes[0]]), before.node)


_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")  # alone, it is a mark on the scale that the profile knows


def _with_plain(
    read: ReadList, comment: RawComment, plain: dict[int, dict[str, str]], profile: Profile, version: ProfileVersion
) -> RawComment:
    """The remaining fields of a profile laid over a comment, then its hook's word."""
    texts = plain.get(comment.position, {})
    changes: dict[str, Any] = {
        name: texts[name]
        for name in ("author_url", "headline", "preview", "edited", "permalink", "helpful")
        if name in texts
    }
    if comment.author is not None and comment.author == texts.get("headline") and "author" not in version.comment:
        changes |= {"author": None, "author_url": None}  # the place of a headline is no place of a name
    if "id" in texts:
        changes |= {"key": texts["id"], "id_from": "site"}
    if "parent" in texts:
        changes["parent"] = texts["parent"]
    depth = texts.get("depth", "").removesuffix(".0")
    if depth.isdigit() and len(depth) < 4:
        changes["depth"] = int(depth)
        if depth == "0":
            changes["parent"] = None
    if comment.rating is not None and ("rating_best" in texts or version.best_rating):
        given = comment.rating
        best, worst = texts.get("rating_best") or given.best or version.best_rating, given.worst or version.worst_rating
        value = given.raw if given.value is None and _NUMBER.fullmatch(given.raw or "") else given.value
        changes["rating"] = replace(given, value=value, best=best, worst=worst)
    if profile.hook is not None:
        changes |= _hooked(profile, read.view.outline.els[read.view.items[comment.position].start])
    return replace(comment, **changes) if changes else comment


_HOOK_FIELDS = frozenset(
    (
        "author",
        "author_url",
        "headline",
        "preview",
        "posted",
        "posted_machine",
        "edited",
        "body",
        "permalink",
        "helpful",
    )
)


def _hooked(profile: Profile, el: html.HtmlElement) -> dict[str, Any]:
    """What a profile's Python hook says of one comment; fields of another type or name are left out."""
    from extract.read.soup import tag_of

    assert profile.hook is not None
    said = profile.hook(tag_of(el)) or {}
    out: dict[str, Any] = {k: v for k, v in said.items() if k in _HOOK_FIELDS and (v is None or isinstance(v, str))}
    if isinstance(said.get("rating"), str):
        out["rating"] = RawRating(raw=str(said["rating"]))
    return out


def _from_records(node: Any, item: Field, version: ProfileVersion, read_by: ReadBy, hits: Hits) -> list[RawComment]:
    """Comments from JSON values or XML elements, one a found item."""
    out: list[RawComment] = []
    depths: dict[str, int] = {}
    for position, record in enumerate(item.values(node, hits)):
        texts = {name: field.text(record, hits) for name, field in version.comment.items()}
        body = texts.get("body")
        if not body:
            continue
        key = texts.get("id")
        parent = texts.get("parent")
        if parent not in depths:
            parent = None
        stated = (texts.get("depth") or "").removesuffix(".0")
        depth = int(stated) if stated.isdigit() and len(stated) < 4 else depths[parent] + 1 if parent is not None else 0
        rating = texts.get("rating")
        best = texts.get("rating_best") or version.best_rating
        out.append(
            RawComment(
                key=key or f"#{position + 1}",
                id_from="site" if key else "position",
                read_by=read_by,
                confidence=version.confidence,
                position=len(out),
                body=_shown(body),
                parent=parent,
                depth=depth,
                author=texts.get("author"),
                author_url=texts.get("author_url"),
                headline=texts.get("headline"),
                preview=texts.get("preview"),
                posted=texts.get("posted"),
                posted_machine=texts.get("posted_machine"),
                edited=texts.get("edited"),
                rating=RawRating(raw=rating, value=rating, best=best, worst=version.worst_rating) if rating else None,
                permalink=texts.get("permalink"),
                helpful=texts.get("helpful"),
                list_name=version.list_name,
            )
        )
        depths[out[-1].key] = depth
    return out


def _shown(text: str) -> str:
    """A body as a reader sees it: records often carry markup."""
    from extract.read.threads.structured import body_text

    return body_text(text)
