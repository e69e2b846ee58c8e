"""Where in each item the words are: the same relative place over all items, kept nearly whole.

Inside that place only controls and template words go; outside it nothing comes in. Never shortens a text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import html

from extract.read.threads import vocabulary
from extract.read.threads.controls import are_chips, controls_in, is_folded, is_toggle, previews_in, without_toggle
from extract.read.threads.lists import own_count
from extract.read.threads.marked import code_text, distinct, names_spoiler, spoiler_text
from extract.read.threads.outline import HEADINGS, INLINE, Outline
from extract.read.threads.slots import ListView
from extract.read.threads.text import line_of, piece, render, settle, stands_in_prose
from extract.read.threads.vocabulary import Role

_PROSE_TAGS = frozenset(
    ("p", "blockquote", "ul", "ol", "pre", "table", "br", "dl", "figure", "hr", "h2", "h3", "h4", "h5", "h6", "center")
)
_NOT_BODY_TAGS = frozenset(("form", "button", "input", "label", "nav", "header", "footer"))
_FURNITURE = int(Role.REPLY | Role.FORM | Role.RANK | Role.AVATAR)
_NOT_BODY = int(
    Role.AUTHOR | Role.AVATAR | Role.REPLY | Role.FORM | Role.DATE | Role.OTHER_DATE | Role.WIDGET | Role.RATING
)
_BODY = int(Role.BODY)
_QUOTE = int(Role.QUOTE)


@dataclass(slots=True)
class Body:
    """A comment's words, the element that holds them, whether the page shows a part only, and its marked parts."""

    text: str
    quotes: tuple[str, ...]
    holder: int | None
    truncated: bool
    preview: str | None = None
    spoilers: tuple[str, ...] = ()
    code: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyPlace:
    """Where bodies lie: the slot that holds them; `mixed` where that slot holds other fields too."""

    slot: int
    mixed: bool
    core: int


def body_place(view: ListView, furniture: set[int]) -> BodyPlace | None:
    """Find the slot of the bodies. `furniture` holds elements that are dates, names, ratings and controls."""
    gains = gains_of(view, furniture)
    if not gains:
        return None
    core = max(gains, key=lambda s: gains[s])
    if gains[core] <= 0:
        return None
    slot = core
    carried = _carried(view, furniture)
    while True:
        above = view.slot_parent[slot]
        if above == -1 or carried.get(above, 0) > 0.15 * len(view.members[above]) or _adds_fields(view, above, slot):
            break
        slot = above
    above = view.slot_parent[slot]
    several = len(view.members[slot]) > 1.15 * len({view.item_of[i] for i in view.members[slot]})
    plain = view.slot_name[slot][0] in _PROSE_TAGS and not view.outline.roles[view.members[slot][0]] & _BODY
    if above != -1 and (several or plain):
        return BodyPlace(above, True, slot)
    return BodyPlace(slot, carried.get(slot, 0) > 0, core)


def _adds_fields(view: ListView, above: int, slot: int) -> bool:
    """Whether the slot above holds more than the words: named places beside them, such as signatures."""
    outline = view.outline
    lengths: Counter[int] = Counter()
    for holder in view.members[above]:
        for i in outline.children(holder):
            other = view.slot.get(i)
            if other is None or other == slot:
                continue
            tag, name = view.slot_name[other]
            if name and tag not in _PROSE_TAGS:
                lengths[other] += outline.text_length(i, outline.end[i]) > 0
    return any(n > 0.08 * len(view.items) for n in lengths.values())


def gains_of(view: ListView, furniture: set[int]) -> dict[int, float]:
    """Slot -> how much it looks like the words themselves."""
    outline = view.outline
    totals: Counter[int] = Counter()
    texts: dict[int, list[str]] = {}
    enough = 0.5 * len(view.items)
    for k in view.sample:
        for i in view.own[k]:
            if i in furniture or outline.text_length(i, i + 1) < 2:
                continue
            chunk = _own_text(outline.els[i])
            holder = i
            roots = view.items[view.item_of[i]].roots
            while outline.tags[holder] in INLINE and holder not in roots:
                slot = view.slot[holder]
                if view.slot_name[slot][1] and len(view.members[slot]) >= enough and holder not in furniture:
                    break
                if holder in furniture:
                    break
                holder = outline.parent[holder]
            if holder in furniture or outline.tags[holder] in _NOT_BODY_TAGS:
                continue
            if i != holder and outline.link_length(i, i + 1) and vocabulary.is_reply_text(chunk):
                continue
            slot = view.slot[holder]
            totals[slot] += min(len(chunk), 300)
            texts.setdefault(slot, []).append(chunk[:80])
    out: dict[int, float] = {}
    quotes = _quotes_of_some(view)
    for slot, total in totals.items():
        i = view.members[slot][0]
        roles = outline.roles[i] if i > view.items[view.item_of[i]].start else 0
        near = outline.role_near(i, view.items[view.item_of[i]].start, 2)
        seen = texts[slot]
        variety = len(set(seen)) / len(seen)
        gain = float(total) * (0.2 + 0.8 * variety)
        if roles & _BODY and not roles & int(Role.FORM):
            gain *= 2.0
        elif near & _BODY:
            gain *= 1.5
        if roles & _NOT_BODY and not roles & _BODY:
            gain *= 0.35
        if roles & int(Role.HEADLINE) or outline.tags[i] in HEADINGS:
            gain *= 0.3
        if near & (_QUOTE | int(Role.FORM)) or (
            outline.tags[i] == "blockquote" and not roles & _BODY and len(seen) < 0.7 * len(view.sample)
        ):
            gain *= 0.4
        elif _is_quoted(view, i, quotes):
            gain *= 0.2
        if near & int(Role.HIDDEN):
            gain *= 0.5
        if _is_answered(view, i):
            gain *= 0.2
        if outline.tags[i] in ("dt", "th", "label", "figcaption"):
            gain *= 0.3
        mean = sum(len(t) for t in seen) / len(seen)
        if mean < 12 and not roles & _BODY:
            gain *= 0.5
        if outline.tags[i] in INLINE and near & int(Role.AUTHOR) and not near & _BODY:
            gain *= 0.2  # what a writer says of themselves, in the line of their name
        out[slot] = gain
    return out


_ANSWERS = re.compile(
    r"repl(?:ies$|y-?_?list)|answers?-?_?list|sub-?_?comments?$|child-?_?comments?$|^children$", re.IGNORECASE
)


def _is_answered(view: ListView, i: int) -> bool:
    """Whether an element lies in what its item calls the answers to it: another person's words."""
    outline, start = view.outline, view.items[view.item_of[i]].start
    at = i
    for _ in range(4):
        if at <= start:
            return False
        if any(_ANSWERS.search(name) for name in outline.names[at]):
            return True
        at = outline.parent[at]
    return False


def _quotes_of_some(view: ListView) -> set[int]:
    """The slots of quotes that not every item has."""
    return {slot for slot, (tag, _) in view.slot_name.items() if tag == "blockquote" and view.coverage(slot) < 0.9}


def _is_quoted(view: ListView, i: int, quotes: set[int]) -> bool:
    at, start = view.outline.parent[i], view.items[view.item_of[i]].start
    for _ in range(4):
        if at <= start or not quotes:
            return False
        if view.slot.get(at) in quotes:
            return True
        at = view.outline.parent[at]
    return False


def _own_text(el: html.HtmlElement) -> str:
    parts = [el.text or ""]
    parts += [child.tail or "" for child in el]
    return " ".join("".join(parts).split())


def _carried(view: ListView, furniture: set[int]) -> dict[int, int]:
    """Slot -> how many of its elements have furniture below them."""
    out: Counter[int] = Counter()
    parent = view.outline.parent
    done: set[int] = set()
    for i in furniture:
        at = i
        k = view.item_of.get(i)
        if k is None:
            continue
        start = view.items[k].start
        while at >= start:
            if at in done:
                break
            done.add(at)
            slot = view.slot.get(at)
            if slot is not None:
                out[slot] += 1
            at = parent[at]
    return out


def read_body(view: ListView, k: int, place: BodyPlace, furniture: set[int]) -> Body:
    """One item's words from the place of its list."""
    holders = [i for i in view.own[k] if view.slot[i] == place.slot]
    if not holders and place.slot == -1:
        holders = list(view.items[k].roots)
    return _words_in(view, k, holders or _nearest_above(view, k, place.slot, furniture), place, furniture)


def read_body_elsewhere(view: ListView, k: int, place: BodyPlace, furniture: set[int]) -> Body | None:
    """One item's words from the element that has the name of the list's place, where it lies in no such place."""
    other = view.alike(k, place.slot) if place.slot != -1 else None
    if other is None:
        return None
    outline, item = view.outline, view.items[k]
    inside = outline.text_length(other, outline.end[other])
    most = inside > _MOST_OF_ITEM * own_count(outline.text_cum, item)
    return _words_in(view, k, [other], place, furniture) if most else None


_MOST_OF_ITEM = 0.5  # of an item's letters, that what is no advert or quote in it holds


def _words_in(view: ListView, k: int, holders: list[int], place: BodyPlace, furniture: set[int]) -> Body:
    parts: list[str] = []
    skip = set() if place.mixed else controls_in(view, k, holders, furniture) | view.own_holes(k)
    for i in holders:
        if place.mixed:
            _render_mixed(view, i, place, furniture, parts)
        else:
            render(view.outline.els[i], skip, parts)
            parts.append("\n")
    return _finished(view, k, holders, parts)


def _nearest_above(view: ListView, k: int, slot: int, furniture: set[int]) -> list[int]:
    """An item's elements in the nearest slot around the bodies' own: short words need no "full text" box of their own.

    A slot that holds names or dates too is no body.
    """
    end = view.outline.end
    while slot != -1:
        slot = view.slot_parent[slot]
        found = [i for i in view.own[k] if view.slot[i] == slot and i > view.items[k].start]
        if found:
            return [] if any(i <= field < end[i] for i in found for field in furniture) else found
    return []


def body_of_elements(view: ListView, k: int, holders: list[int], dropped: set[int]) -> Body:
    """The words of elements that are known to be an item's body; only controls and dropped parts are left out."""
    parts: list[str] = []
    skip = controls_in(view, k, holders, dropped)
    last = -1
    for i in sorted(holders):
        if i < last:
            continue  # inside the one before
        render(view.outline.els[i], skip | view.own_holes(k), parts)
        parts.append("\n")
        last = view.outline.end[i]
    return _finished(view, k, holders, parts)


def _finished(view: ListView, k: int, holders: list[int], parts: list[str]) -> Body:
    outline = view.outline
    quotes: list[html.HtmlElement] = []
    spoilers: list[html.HtmlElement] = []
    code: list[html.HtmlElement] = []
    for i in holders:
        for j in view.inside(k, i):
            tag = outline.tags[j]
            if tag == "blockquote" or (outline.roles[j] & _QUOTE and tag not in INLINE):
                quotes.append(outline.els[j])
            if tag in ("pre", "code"):
                code.append(outline.els[j])
            elif tag == "details" or (outline.names[j] and names_spoiler(outline.names[j])):
                spoilers.append(outline.els[j])
    text, cut = without_toggle(settle(parts))
    around = holders if len(holders) == 1 else sorted({outline.parent[i] for i in holders})
    preview = next((shown for i in around for shown in previews_in(view, i).values()), None)
    return Body(
        text,
        distinct(line_of(el, view.holes) for el in quotes),
        holders[0] if holders else None,
        cut and preview is None,
        preview,
        distinct(spoiler_text(el, view.holes) for el in spoilers),
        distinct(map(code_text, code)),
    )


def _render_mixed(view: ListView, holder: int, place: BodyPlace, furniture: set[int], parts: list[str]) -> None:
    """The words among an element's children where names and dates stand beside them."""
    outline = view.outline
    el = outline.els[holder]
    core = place.core
    core_mixed = core == place.slot or view.slot_name[core][0] in INLINE
    k = view.item_of[holder]
    folded = previews_in(view, holder)
    chunks: list[tuple[str, bool]] = []  # rendered text, and whether it is part of the body for sure
    if core_mixed and el.text:
        chunks.append((piece(el.text), False))
    for child in el:
        i = outline.number.get(child)
        if i is not None and view.item_of.get(i) == k:
            state = 0 if child in folded else _child_state(view, i, place, furniture, core_mixed)
            if state:
                sub: list[str] = []
                render(child, controls_in(view, k, [i], furniture) | view.own_holes(k), sub)
                chunks.append(("".join(sub), state > 1))
            else:
                chunks.append((" " if is_toggle(child) else "\n", False))
        if child.tail and child.tail.strip():
            chunks.append((piece(child.tail), core_mixed))
    parts.append(_run_on(text for text, _ in chunks).strip(" :|,-–—•·"))
    parts.append("\n")


def _run_on(texts: Iterable[str]) -> str:
    """Texts joined, with one space where something between them went that broke no line."""
    out: list[str] = []
    for text in texts:
        out.append(text.lstrip(" ") if out and out[-1] == " " else text)
        if out[-1] == "":
            out.pop()
    return "".join(out)


def _child_state(view: ListView, i: int, place: BodyPlace, furniture: set[int], core_mixed: bool) -> int:
    """0: not the body's; 1: may be; 2: is."""
    outline = view.outline
    tag, roles = outline.tags[i], outline.roles[i]
    if view.slot[i] == place.core and i not in furniture:
        return 2 if not _holds(outline, i, furniture) or _words_beside(view, i, furniture) else 0
    if i in furniture or tag in _NOT_BODY_TAGS:
        return 0
    if _holds(outline, i, furniture) and not (core_mixed and tag in INLINE and _is_mostly_words(view, i, furniture)):
        return 0
    if roles & (_NOT_BODY | _FURNITURE) and not roles & _BODY:
        return 0
    if (roles & int(Role.HEADLINE) and not stands_in_prose(outline.els[i])) or are_chips(outline, i):
        return 0
    if tag == "details" or _is_quote(outline, i) or (outline.names[i] and names_spoiler(outline.names[i])):
        return 1
    if tag in INLINE:
        return 1 if core_mixed else 0
    if tag in _PROSE_TAGS:
        return 1
    named = bool(view.slot_name[view.slot[i]][1])
    if named and not roles & _BODY:
        return 0
    if (
        not named
        and outline.text_length(i, outline.end[i])
        and not core_mixed
        and view.slot_name[place.core][0] not in _PROSE_TAGS
    ):
        return 0
    return 1


def _is_mostly_words(view: ListView, i: int, furniture: set[int]) -> bool:
    """Whether an element is prose in which a field stands: the folded rest of a text, with "4/5" at its end."""
    outline = view.outline
    if is_folded(outline.els[i]):  # the rest of a text, with what closes it again
        inside = range(i + 1, min(outline.end[i], i + 200))
        toggles = all(is_toggle(outline.els[j]) for j in inside if j in furniture)
        return toggles and _words_beside(view, i, furniture)
    fields = {outline.els[j] for j in range(i + 1, min(outline.end[i], i + 200)) if j in furniture}
    return len(line_of(outline.els[i], fields | view.own_holes(view.item_of[i]))) > _LEAST_PROSE


_LEAST_PROSE = 80


def _is_quote(outline: Outline, i: int) -> bool:
    """Whether an element is called a quote, or is a box that holds one and no more than a head before it."""
    for _ in range(_MOST_BOXES):
        if outline.roles[i] & _QUOTE or outline.tags[i] == "blockquote":
            return True
        inner = outline.children(i)
        if not inner or outline.text_length(i, inner[-1]) > _LONGEST_HEAD:
            return False
        i = inner[-1]
    return False


_MOST_BOXES = 3
_LONGEST_HEAD = 60


def _words_beside(view: ListView, i: int, furniture: set[int]) -> bool:
    """Whether an element has words of its own beside the fields inside it."""
    outline = view.outline
    fields = {outline.els[j] for j in range(i + 1, min(outline.end[i], i + 200)) if j in furniture}
    return len(line_of(outline.els[i], fields | view.own_holes(view.item_of[i])).strip(" :,|–—-•·()")) > 1


def _holds(outline: Outline, i: int, furniture: set[int]) -> bool:
    return any(j in furniture for j in range(i, min(outline.end[i], i + 200)))
