"""Who answers whom: keys, parents and depths from a page's nesting and from what it says of it. Judges no text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import html

from extract.read.threads import vocabulary
from extract.read.threads.slots import ListView
from extract.read.threads.vocabulary import Role

_ID = re.compile(r"\d[\w-]*$|[A-Z0-9]{8,}$")
_ID_ATTRIBUTES = (
    "data-comment-id",
    "data-commentid",
    "data-review-id",
    "data-reviewid",
    "data-post-id",
    "data-postid",
    "data-message-id",
    "data-id",
    "data-cid",
    "data-pid",
    "comment-id",
)
_PARENT_ATTRIBUTES = (
    "data-parent-id",
    "data-parent",
    "data-parentid",
    "data-reply-to",
    "data-in-reply-to",
    "data-parent-comment-id",
)
_DEPTH_ATTRIBUTES = ("data-depth", "data-level", "data-nesting-level", "depth", "data-indent", "indent", "aria-level")
_DEPTH_NAME = re.compile(
    r"^(?:depth|level|indent|lvl|nivel|niveau|ebene|comment-?depth|comment-?level|comment-?indent|reply-?level)[-_]?(\d{1,2})$",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(r"#([\w-]*\d[\w-]*)$")
_INDENT = re.compile(r"(?:margin|padding)-left\s*:\s*(\d+(?:\.\d+)?)\s*(px|em|rem|%)", re.IGNORECASE)


NOBODY: Mapping[int, str] = {}
NOTHING: Mapping[int, tuple[str, str]] = {}


@dataclass(slots=True)
class Place:
    """An item's key, where the key is from, its parent's item number, its depth, and its permalink."""

    key: str
    from_site: bool
    parent: int | None
    depth: int
    permalink: str | None


def places_of(
    view: ListView,
    dates: dict[int, int],
    names: Mapping[int, str] = NOBODY,
    answers: Mapping[int, tuple[str, str]] = NOTHING,
) -> list[Place]:
    """The place of every item in its thread, in the items' order.

    `names` are the items' authors, `answers` whom an item says that it answers: a name, and an address or "".
    """
    keys = [_key(view, k, dates.get(k)) for k in range(len(view.items))]
    seen: dict[str, int] = {}
    for k, (key, _) in enumerate(keys):
        if key is not None and key in seen:
            keys[k] = (None, keys[k][1])
        elif key is not None:
            seen[key] = k
    parents = _parents(view, keys)
    if answers and not any(parent is not None for parent in parents):
        parents = _answered(keys, names, answers)
    depths: list[int] = []
    for parent in parents:
        depths.append(0 if parent is None else depths[parent] + 1)
    out: list[Place] = []
    for k, (key, link) in enumerate(keys):
        out.append(Place(key or f"#{k + 1}", key is not None, parents[k], depths[k], link))
    return out


def _key(view: ListView, k: int, date: int | None) -> tuple[str | None, str | None]:
    """The site's own id of an item and its permalink."""
    outline = view.outline
    item = view.items[k]
    els = outline.els
    link = None
    if date is not None:
        at = date
        while at >= item.start:
            if outline.tags[at] == "a":
                link = els[at].get("href")
                break
            at = outline.parent[at]
        if link is None:
            for j in range(date, min(outline.end[date], date + 4)):
                if outline.tags[j] == "a":
                    link = els[j].get("href")
    if link is None:
        for i in view.own[k][:200]:
            if outline.tags[i] == "a":
                href = els[i].get("href") or ""
                if (
                    _FRAGMENT.search(href)
                    and not vocabulary.is_reply_href(href)
                    and (els[i].get("rel") != "nofollow" or "comment" in href)
                    and not href.endswith("#respond")
                ):
                    fragment = _FRAGMENT.search(href)
                    if fragment is not None and (els[item.roots[0]].get("id") or "").endswith(fragment.group(1)[-6:]):
                        link = href
                        break
    if link is not None and (link.startswith("javascript:") or link == "#"):
        link = None
    for i in [*item.roots, *view.own[k][:6]]:
        value = els[i].get("id")
        if value and _ID.search(value):
            return value, link
        for name in _ID_ATTRIBUTES:
            value = els[i].get(name)
            if value and len(value) <= 80:
                return value, link
    if link is not None:
        found = _FRAGMENT.search(link)
        if found:
            return found.group(1), link
    for i in view.own[k][:12]:
        if outline.tags[i] == "a" and not els[i].get("href"):
            value = els[i].get("name") or els[i].get("id")
            if value and _ID.search(value):
                return value, link
    return None, link


def _parents(view: ListView, keys: list[tuple[str | None, str | None]]) -> list[int | None]:
    levels = _levels(view)
    nested = [item.above for item in view.items]
    if any(p is not None for p in nested):
        # unclosed tags nest what the site wrote side by side: its own word for the level counts more
        if levels is not None and _stated_by_all(view):
            return parents_from_levels(levels)
        return [None] * len(nested) if _is_unclosed_chain(view, nested) else nested
    said = _said_parents(view, keys)
    if said is not None:
        return said
    if levels is None:
        levels = _sibling_levels(view)
    if levels is None:
        return [None] * len(view.items)
    return parents_from_levels(levels)


def _answered(
    keys: list[tuple[str | None, str | None]], names: Mapping[int, str], answers: Mapping[int, tuple[str, str]]
) -> list[int | None]:
    """Parents of items that say in words whom they answer: by a link to a comment, else the last one of that name."""
    by_digits = _by_digits({key: k for k, (key, _) in enumerate(keys) if key is not None})
    last: dict[str, int] = {}
    out: list[int | None] = []
    for k in range(len(keys)):
        name, href = answers.get(k, ("", ""))
        linked = by_digits.get(_digits(href.rpartition("#")[2]))
        parent = linked if linked is not None else last.get(name.casefold())
        out.append(parent if parent is not None and parent < k else None)
        if k in names:
            last[names[k].casefold()] = k
    return out


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _by_digits(by_key: Mapping[str, int]) -> dict[str, int]:
    """Items by the digits of their keys; a key without any says nothing."""
    return {digits: k for key, k in by_key.items() if (digits := _digits(key))}


def _stated_by_all(view: ListView) -> bool:
    els = view.outline.els
    return all(
        any(_DEPTH_NAME.match(name) for name in (els[item.roots[0]].get("class") or "").split()) for item in view.items
    )


def _is_unclosed_chain(view: ListView, above: list[int | None]) -> bool:
    """Whether every item lies in the one before with no list or wrapper of answers between: tags left open."""
    n = len(above)
    if n < 4 or any(parent != k - 1 for k, parent in enumerate(above) if k):
        return False
    outline = view.outline
    wanted = int(Role.REPLY | Role.LIST | Role.ITEM)
    for k in range(1, n):
        at, stop = outline.parent[view.items[k].start], view.items[k - 1].start
        while at > stop:
            if outline.tags[at] in ("ul", "ol", "dl") or outline.roles[at] & wanted:
                return False
            at = outline.parent[at]
    return True


def parents_from_levels(levels: list[int]) -> list[int | None]:
    """Parents of items in document order from their levels: the last item before with a smaller level."""
    out: list[int | None] = []
    stack: list[int] = []
    for k, level in enumerate(levels):
        while stack and levels[stack[-1]] >= level:
            stack.pop()
        out.append(stack[-1] if stack else None)
        stack.append(k)
    return out


def _said_parents(view: ListView, keys: list[tuple[str | None, str | None]]) -> list[int | None] | None:
    """Parents from attributes that name them."""
    by_key = {key: k for k, (key, _) in enumerate(keys) if key is not None}
    by_digits = _by_digits(by_key)
    out: list[int | None] = []
    hits = 0
    for k, item in enumerate(view.items):
        parent = None
        for i in [*item.roots, *view.own[k][:4]]:
            for name in _PARENT_ATTRIBUTES:
                value = view.outline.els[i].get(name)
                if value and value not in ("0", "null"):
                    parent = by_key.get(value, by_digits.get(_digits(value)))
                    break
            if parent is not None:
                break
        if parent is not None and parent >= k:
            parent = None
        hits += parent is not None
        out.append(parent)
    return out if hits else None


def _levels(view: ListView) -> list[int] | None:
    """Levels that the markup or the text states, where they differ."""
    outline = view.outline
    pattern = vocabulary.level_pattern()
    found: list[int | None] = []
    for k, item in enumerate(view.items):
        level: int | None = None
        nearby = [*item.roots, *(i for i in view.own[k][:9])]
        above = outline.parent[item.roots[0]]
        if above > 0 and outline.end[above] == outline.end[item.roots[-1]]:
            nearby.append(above)
        for i in nearby:
            attributes = outline.els[i].attrib
            for name in _DEPTH_ATTRIBUTES:
                value = attributes.get(name)
                if value and value.isdigit() and len(value) < 3:
                    level = int(value)
                    break
            if level is None:
                for name in (attributes.get("class") or "").split():
                    match = _DEPTH_NAME.match(name)
                    if match:
                        level = int(match.group(1))
                        break
            if level is None:
                match = _INDENT.search(attributes.get("style") or "") or _spacer(outline.els[i])
                if match:
                    level = round(float(match.group(1)) * (1 if match.group(2) == "px" else 10))
            if level is not None:
                break
        if level is None:
            for i in view.own[k][:25]:
                text = outline.els[i].text
                if text and len(text) < 14:
                    match = pattern.match(text.strip())
                    if match:
                        level = int(match.group(1))
                        break
        found.append(level)
    stated = [level for level in found if level is not None]
    if len(set(stated)) < 2 and not (stated and len(stated) < len(found)):
        return None
    return [0 if level is None else level for level in found]


_SPACER = re.compile(r"(?:^|/)(?:s|spacer|blank|clear|pixel|transparent|dot|shim)\.(?:gif|png)$", re.IGNORECASE)
_WIDE = re.compile(r"(\d+)(px)")


def _spacer(el: html.HtmlElement) -> re.Match[str] | None:
    """The width of an invisible image that pushes an answer to the right, in px; a linked one waits for a portrait."""
    above = el.getparent()
    if el.tag != "img" or not _SPACER.search(el.get("src") or "") or (above is not None and above.tag == "a"):
        return None
    return _WIDE.match((el.get("width") or "").removesuffix("px") + "px")


def _sibling_levels(view: ListView) -> list[int] | None:
    """Levels from how deep an item's list lies inside another item's wrapper or beside it."""
    outline = view.outline
    depths = [outline.depth[item.roots[0]] for item in view.items]
    if len(set(depths)) < 2:
        return None
    first_at: dict[int, int] = {}
    for depth in depths:
        first_at.setdefault(depth, len(first_at))
    least = min(depths)
    if depths[0] != least or len(first_at) > 12:
        return None
    ranks = {depth: rank for rank, depth in enumerate(sorted(first_at))}
    # a deeper item answers only where its list hangs on the shallower item's own branch
    out = []
    for k, item in enumerate(view.items):
        level = ranks[depths[k]]
        if level and not _hangs_on_earlier(view, k, depths):
            level = 0
        out.append(level)
        del item
    return out if any(out) else None


def _hangs_on_earlier(view: ListView, k: int, depths: list[int]) -> bool:
    outline = view.outline
    j = k - 1
    while j >= 0 and depths[j] >= depths[k]:
        j -= 1
    if j < 0:
        return False
    shallow = view.items[j].roots[0]
    above = outline.parent[shallow]
    here = view.items[k].roots[0]
    # both below the same parent element, the shallower one a child of it
    return above < here < outline.end[above]
