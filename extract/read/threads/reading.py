"""One candidate list read into comments: fields from slots, then checked against each other and repaired.

The only place where fields meet. Stores strings as the page has them; a field that the checks cannot trust is null.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from lxml import html

from extract.read.threads import vocabulary
from extract.read.threads.author import Author, authors_of, cleaned
from extract.read.threads.body import (
    Body,
    body_of_elements,
    body_place,
    read_body,
    read_body_elsewhere,
)
from extract.read.threads.edges import (
    are_numbered,
    are_signed_off,
    edge_label,
    edge_lines,
    is_headed,
    without_byline,
    without_number,
    without_signature,
)
from extract.read.threads.headlines import headlines_of
from extract.read.threads.lists import Item, cut_out, own_count
from extract.read.threads.marked import names_spoiler
from extract.read.threads.nesting import Place, places_of
from extract.read.threads.noted import Notes, notes_of
from extract.read.threads.outline import DATED, INLINE, REPLIED, Outline
from extract.read.threads.poles import parts_of
from extract.read.threads.posted import Posted, posted_of
from extract.read.threads.rated import Rated, ratings_of
from extract.read.threads.slots import ListView
from extract.read.threads.vocabulary import Role
from extract.records import RawComment, ReadBy

T = TypeVar("T")


@dataclass(slots=True)
class ReadList:
    """A list after reading: one entry an item, in the order of the page.

    `builds` number the items by where their words were found: 0 in the list's own place, 1 and on in places that only
    some have, below 0 in elements of the same name elsewhere.
    """

    view: ListView
    bodies: list[Body]
    authors: dict[int, Author]
    posted: dict[int, Posted]
    rated: dict[int, Rated]
    places: list[Place]
    headlines: dict[int, str] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)
    builds: list[int] = field(default_factory=list)
    opened: bool = False  # the first item is what the others answer


@dataclass(slots=True)
class Given:
    """What a profile says of a list's items: elements and values by item, and elements that are no one's words."""

    bodies: dict[int, list[int]] = field(default_factory=dict)
    authors: dict[int, Author] = field(default_factory=dict)
    posted: dict[int, Posted] = field(default_factory=dict)
    rated: dict[int, Rated] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)


def read_list(view: ListView, given: Given | None = None) -> ReadList:
    """Read every field of a list's items; what is given is taken, the rest found.

    A first item that is built as no other, and called a topic, a question or an article, opened the thread: it is no
    comment.
    """
    read = _read_by_build(view, given or Given())
    builds = [build for build, body in zip(read.builds, read.bodies, strict=True) if body.text]
    alone = len(builds) > _FEWEST_BEHIND and read.bodies[0].text != "" and builds.count(builds[0]) == 1
    read.opened = alone and _is_called_opening(view)
    return read


_FEWEST_BEHIND = 3


def _is_called_opening(view: ListView) -> bool:
    """Whether the first item is called what no other one is: a topic, a question, an article."""
    names = view.outline.names
    others = {name for item in view.items[1:] for name in names[item.start]}
    return any(_OPENS.search(name) for name in names[view.items[0].start] if name not in others)


_OPENS = re.compile(r"topic|question|opening|original|article|entry|story|issue", re.IGNORECASE)


def _read_by_build(view: ListView, given: Given, most: int = 3) -> ReadList:
    """Read a list; items of another build, in which none of its places holds words, are laid over each other alone.

    `most`: so many builds more.
    """
    outline, items = view.outline, view.items
    read = _read_alike(view, given)
    rest = [
        k
        for k, item in enumerate(items)
        if not read.bodies[k].text
        and k not in given.bodies
        and own_count(outline.text_cum, item) * outline.density > 30
        and (own_count(outline.cum[DATED], item) or (not read.posted and k in read.authors))
    ]
    following = items[rest[0] + 1 :] if len(rest) == 1 else []
    answered = bool(following) and following[0].start < items[rest[0]].stop
    if most and (answered or _few(items) < len(rest) < len(items)):
        alone = cut_out([replace(items[k], above=None) for k in rest], items)
        _take(read, _read_by_build(ListView(outline, alone), Given(dropped=given.dropped), most - 1), rest, given)
    return read


def _few(items: list[Item]) -> int:
    """How many items of a list are too few to be laid over each other on their own."""
    return max(1, len(items) // 10)


def _take(read: ReadList, alone: ReadList, rest: list[int], given: Given) -> None:
    """Put what was read of some items alone in the place of what the whole list says of them."""
    for j, k in enumerate(rest):
        read.bodies[k] = alone.bodies[j]
        read.builds[k] = alone.builds[j] + (1 if alone.builds[j] >= 0 else -1)
    _replace(read.authors, alone.authors, rest, given.authors)
    _replace(read.posted, alone.posted, rest, given.posted)
    _replace(read.rated, alone.rated, rest, given.rated)
    _replace(read.headlines, alone.headlines, rest, {})
    _replace(read.notes.edited, alone.notes.edited, rest, {})
    _replace(read.notes.helpful, alone.notes.helpful, rest, {})
    _replace(read.notes.aspects, alone.notes.aspects, rest, {})


def _replace(whole: dict[int, T], part: dict[int, T], rest: list[int], kept: Mapping[int, object]) -> None:
    for j, k in enumerate(rest):
        if k in kept:
            continue
        if j in part:
            whole[k] = part[j]
        else:
            whole.pop(k, None)


def _read_alike(view: ListView, given: Given) -> ReadList:
    items = view.items
    # bodies first, roughly, so that dates and names inside prose count less; then again with the fields known
    rough = body_place(view, _controls(view))
    # a body that is the item itself, or all that it says, holds the other fields too: nothing to avoid then
    apart = (
        rough is not None
        and view.slot_parent[rough.core] != -1
        and not (rough.core == rough.slot and rough.mixed)
        and not _says_all(view, rough.core)
    )
    avoid = frozenset((rough.core,)) if rough is not None and apart else frozenset()
    posted = _laid_over(given.posted, items, lambda: posted_of(view, avoid))
    date_nodes = {k: p.node for k, p in posted.items()}
    authors = _laid_over(cleaned(view, given.authors), items, lambda: authors_of(view, date_nodes, avoid))
    for k, p in posted.items():  # "Ann  May 28, 2023"
        name = authors[k].name if k in authors else None
        seen = (p.seen or "").lstrip(" -–—|·•")
        if name and seen.startswith((name + " ", name + ",")):
            posted[k] = replace(p, seen=seen[len(name) :].strip(" ,|·•–—-"))
        elif name and (day := seen.rstrip(" :：")).endswith(name) and day[: -len(name)].rstrip()[-1:] in _BETWEEN:
            posted[k] = replace(p, seen=day[: -len(name)].rstrip(" ,|·•–—-"))  # "3 March 2023 | Ann:"
        elif name and (at := seen.find(f" {name} ")) > 0 and vocabulary.is_by_word(seen[:at]):
            posted[k] = replace(p, seen=seen[at + len(name) + 2 :].lstrip("@ "))  # "posted by Ann at 7:10 PM on 2 May"
    # a date in the midst of an item's own words leaves the words the body's
    apart_dates = _apart(view, posted)
    fields = apart_dates | {a.node for a in authors.values() if a.node is not None}
    rated, rating_nodes = ratings_of(view, fields)
    notes = notes_of(view, avoid)
    rated = given.rated or {**rated, **notes.overall}
    headlines = headlines_of(view, fields, given.dropped)
    furniture = _controls(view) | _all_of(view, fields) | rating_nodes | notes.nodes | set(headlines.values())
    furniture |= _stamps(view)
    if headlines and not given.bodies and body_place(view, furniture | given.dropped) is None:
        furniture -= set(headlines.values())  # where no other words are left they are no headlines
        headlines = {}
    elsewhere: dict[int, Body] = {}
    if given.bodies:
        dropped = given.dropped | notes.nodes
        bodies = [body_of_elements(view, k, given.bodies.get(k, []), dropped) for k in range(len(items))]
    elif parts := parts_of(view, furniture | given.dropped):
        dropped = furniture | given.dropped
        bodies = [body_of_elements(view, k, parts.get(k, []), dropped) for k in range(len(items))]
    elif (place := body_place(view, furniture := furniture | given.dropped)) is None:
        bodies = [Body("", (), None, False) for _ in items]
    else:
        bodies = [read_body(view, k, place, furniture) for k in range(len(items))]
        empty = [k for k, body in enumerate(bodies) if not body.text]
        if len(empty) <= _few(items):  # several are read again, on their own
            elsewhere = {k: body for k in empty if (body := read_body_elsewhere(view, k, place, furniture)) is not None}
    bodies = [elsewhere.get(k, body) for k, body in enumerate(bodies)]
    for k, p in posted.items():
        if p.seen:
            bodies[k].text = _without_start(bodies[k].text, p.seen)
    texts = {k: view.line(i) for k, i in headlines.items()}
    return ReadList(
        view,
        bodies,
        authors,
        posted,
        rated,
        places_of(view, date_nodes, {k: a.name for k, a in authors.items()}, notes.answers),
        texts,
        notes,
        [_OTHER_PLACE if k in elsewhere else 0 for k in range(len(items))],
    )


_OTHER_PLACE = -1  # the build of items whose words lie in another place than the list's, of the same name


_BETWEEN = ("|", "·", "•", "–", "—", "-")  # what parts a day from the name behind it


def _says_all(view: ListView, slot: int) -> bool:
    """Whether the items that have a place say nothing beside it."""
    outline, members = view.outline, view.members[slot]
    inside = sum(outline.text_length(i, outline.end[i]) for i in members)
    return inside == sum(own_count(outline.text_cum, view.items[k]) for k in {view.item_of[i] for i in members})


def _apart(view: ListView, posted: dict[int, Posted]) -> set[int]:
    """The dates' elements that hold no words beside: few words are words too where most dates of a place have some."""
    wordy: Counter[int] = Counter()
    for p in posted.values():
        wordy[view.slot[p.node]] += 1 if _has_words(view, p) else -1
    return {p.node for p in posted.values() if not _has_words(view, p) and wordy[view.slot[p.node]] <= 0}


def _has_words(view: ListView, posted: Posted) -> bool:
    length = view.outline.text_length(posted.node, view.outline.end[posted.node])
    return length > len(posted.seen or "") + 40


def _without_start(text: str, date: str) -> str:
    """A body without the date that stands before its words, where both share one element."""
    at = text.find(date, 0, 90)
    before = text[:at].strip(" ([-–—|:,") if at > 0 else ""
    if at < 0 or len(text) <= at + len(date) or not all(vocabulary.is_by_word(word) for word in before.split()):
        return text
    rest = text[at + len(date) :].lstrip(" )]-–—|:,.")
    number = _POST_NUMBER.match(rest)
    return (rest if number is None else rest[number.end() :]).lstrip(" )]-–—|:,.\n") or text


# what stands between a post's date and its words on the same line: "No.2059", "ID:5rwA No.2059"
_POST_NUMBER = re.compile(r"(?:[ ]*(?:no|nr|№|#|id)[.:：]?[ ]?[\w/+]*\d[\w/+]*)+[ ]*(?=\n)", re.IGNORECASE)


def _laid_over(given: dict[int, T], items: list[Item], found: Callable[[], dict[int, T]]) -> dict[int, T]:
    """What a profile gives, alone where it answers for most items, else over what the list's places say."""
    if len(given) >= 0.6 * len(items):
        return given
    return {**found(), **given}


def _controls(view: ListView) -> set[int]:
    outline = view.outline
    replied = outline.cum[REPLIED]
    out: set[int] = set()
    for own in view.own:
        for i in own:
            if (
                replied[i + 1] > replied[i]
                and outline.text_length(i, outline.end[i]) < 60
                and outline.tags[i] not in ("li", "article", "blockquote")
            ):
                out.add(i)
    return out


def _stamps(view: ListView) -> set[int]:
    """Short marks that say the same in half of the items, in elements of one name: "Verified purchase", "관람객"."""
    outline, count = view.outline, len(view.items)
    out: set[int] = set()
    if count < 3:
        return out
    for slot, (tag, name) in view.slot_name.items():
        members = view.members[slot]
        if not name or tag not in INLINE or not 0.5 * count <= len(members) <= count or len(members) < 3:
            continue
        first = members[0]
        if not 0 < outline.text_length(first, outline.end[first]) <= _LONGEST_STAMP:
            continue
        if _set_apart(view, first) or _in_sentences(view, members):
            continue
        text = view.line(first)
        if all(outline.text_length(i, outline.end[i]) <= _LONGEST_STAMP and view.line(i) == text for i in members[1:]):
            out.update(members)
    return out


def _in_sentences(view: ListView, members: list[int]) -> bool:
    """Whether words lead up to some of these elements and others, or words in small letters, go on behind them.

    A stamp begins a line or ends one: the same for all items of a list.
    """
    els = [view.outline.els[i] for i in members]
    led = any(_is_words(_before(el)) for el in els)
    rests = [el.tail for el in els if _is_words(el.tail)]
    small = sum(rest.lstrip()[:1].islower() for rest in rests if rest is not None)
    return bool(rests) and (led or small > 0.5 * len(rests))


def _before(el: html.HtmlElement) -> str | None:
    before, parent = el.getprevious(), el.getparent()
    text: str | None = before.tail if before is not None else parent.text if parent is not None else None
    return text


def _is_words(text: str | None) -> bool:
    return text is not None and any(map(str.isalnum, text))


def _set_apart(view: ListView, at: int) -> bool:
    """Whether an element is part of a quote or a spoiler: what is the same there is the writer's all the same."""
    outline, start = view.outline, view.items[view.item_of[at]].start
    while at > start:
        tag = outline.tags[at]
        if tag in ("blockquote", "details") or outline.roles[at] & int(Role.QUOTE) or names_spoiler(outline.names[at]):
            return True
        at = outline.parent[at]
    return False


_LONGEST_STAMP = 30


def _all_of(view: ListView, nodes: set[int]) -> set[int]:
    """The elements themselves, and others in the same slots: a date shown twice is a date twice."""
    out = set(nodes)
    for slot in {view.slot[i] for i in nodes}:
        members = view.members[slot]
        if len(members) > 2.5 * len(view.items):
            continue
        if view.slot_name[slot][1]:
            out.update(members)
        else:  # elements without names share a place by chance: the words may be in it too
            lines = {(view.item_of[i], view.line(i)) for i in members if i in nodes}
            out.update(i for i in members if (view.item_of[i], view.line(i)) in lines)
    return out


def comments_of(
    read: ReadList, read_by: ReadBy, confidence: float, list_name: str | None
) -> list[tuple[int, RawComment]]:
    """The list's comments with the element where each begins; items without words are left out."""
    texts = [b.text for b in read.bodies]
    if are_numbered(texts):
        texts = [without_number(text) for text in texts]
    heads, tails = edge_lines(texts)
    label = edge_label(texts)
    authors = [read.authors[k].name if k in read.authors else None for k in range(len(texts))]
    days = [read.posted[k].seen if k in read.posted else None for k in range(len(texts))]
    headed = is_headed(texts, authors, days)
    signed_off = are_signed_off(texts)
    out: list[tuple[int, RawComment]] = []
    left_out: set[int] = set()
    for k, item in enumerate(read.view.items):
        body = read.bodies[k]
        text = _without_edges(texts[k] if label is None else texts[k].removeprefix(label).lstrip(), heads, tails)
        author = read.authors.get(k)
        posted = read.posted.get(k)
        text = without_byline(text, authors[k], days[k], headed=headed)
        text = without_signature(text) if signed_off else text
        rated = read.rated.get(k)
        place = read.places[k]
        if _is_pingback(read.view.outline, item) or _EXCERPT.match(text) or (k == 0 and read.opened):
            left_out.add(k)
            continue
        if not text or text.lower() in vocabulary.empty_texts():
            continue
        above, depth = place.parent, place.depth
        while above is not None and above in left_out:  # what no one says has no answers
            above, depth = read.places[above].parent, depth - 1
        out.append(
            (
                item.start,
                RawComment(
                    key=place.key,
                    id_from="site" if place.from_site else "position",
                    read_by=read_by,
                    confidence=confidence,
                    position=k,
                    body=text,
                    parent=read.places[above].key if above is not None else None,
                    depth=max(depth, 0),
                    author=authors[k],
                    author_url=author.url if author else None,
                    headline=read.headlines.get(k),
                    preview=body.preview,
                    posted=days[k],
                    posted_machine=posted.machine if posted else None,
                    edited=read.notes.edited.get(k),
                    rating=rated.rating if rated else None,
                    aspects=read.notes.aspects.get(k, ()),
                    permalink=place.permalink,
                    helpful=read.notes.helpful.get(k),
                    quotes=body.quotes,
                    spoilers=body.spoilers,
                    code=body.code,
                    list_name=list_name,
                    truncated=body.truncated,
                ),
            )
        )
    return out


# what a blog shows of another that links to it: "[…] as this review says […]"; or the word for that
_EXCERPT = re.compile(r"\[(?:…|\.{3})\](?s:.*)\[(?:…|\.{3})\]\s*$|(?:pingback|trackback)\s*:", re.IGNORECASE)


def _without_edges(text: str, heads: set[str], tails: set[str]) -> str:
    lines = text.split("\n")
    while len(lines) > 1 and lines[0].strip() in heads:
        lines.pop(0)
    while len(lines) > 1 and lines[-1].strip() in tails:
        lines.pop()
    return "\n".join(lines)


def _is_pingback(outline: Outline, item: Item) -> bool:
    at = item.roots[0]
    return bool((outline.roles[at] | outline.roles[outline.parent[at]]) & int(Role.PINGBACK))
