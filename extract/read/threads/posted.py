"""Which element of an item is its date: the slot that holds one in nearly every item. Reads no date's value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import html

from extract.read.threads import vocabulary
from extract.read.threads.days import date_span, dated_text, in_pieces
from extract.read.threads.marks import HINTS
from extract.read.threads.outline import DATED
from extract.read.threads.slots import ListView
from extract.read.threads.text import line_of
from extract.read.threads.vocabulary import Role
from transform.dates import looks_like_date

_MACHINE = (
    "datetime",
    "data-datetime",
    "data-time",
    "data-timestamp",
    "data-utime",
    "pubdate",
    "utime",
    "data-created-at",
    "data-creation-date",
    "data-epoch",
    "data-unix-time",
    "data-livestamp",
    "data-date",
    "data-published",
    "data-created",
    "data-original-time",
    "data-comment-date",
    "data-shortdate",
    "data-utc",
    "created",
    "ts",
    "data-ts",
)
_EPOCH_IN_LINK = re.compile(r"(?:showComment=|[?&#](?:t|time|timestamp)=)(\d{13}|\d{10})\b")
_MACHINE_VALUE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|^\d{10}(?:\d{3})?(?:\.\d+)?$|\d{8}T\d{4}")


@dataclass(frozen=True, slots=True)
class Posted:
    """A comment's date as the page has it: what is seen, and the machine twin; `node` carries it."""

    seen: str | None
    machine: str | None
    node: int


_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?")


def machine_of(el: html.HtmlElement) -> str | None:
    """A date that an element's attributes carry for machines, as written; a title counts where it is a date."""
    value = _machine_of(el)
    if value is not None and len(value) > 26:
        stamp = _STAMP.search(value)  # "2014-02-07 10:53:03Z, License: CC BY-SA 3.0"
        return stamp.group().strip() if stamp else value
    return value


def _machine_of(el: html.HtmlElement) -> str | None:
    attributes: dict[str, str] = dict(el.attrib)
    for key in _MACHINE:
        value = attributes.get(key)
        if value and (_MACHINE_VALUE.search(value) or dated_text(value)):
            return value.strip()
    content = attributes.get("content")
    if content and _MACHINE_VALUE.search(content) and len(content) < 40:
        return content.strip()
    for key in ("title", *HINTS):
        title = attributes.get(key)
        if title and 6 < len(title) < 70 and (_MACHINE_VALUE.search(title) or dated_text(title)):
            return title.strip()
    href = attributes.get("href")
    if href:
        epoch = _EPOCH_IN_LINK.search(href)
        if epoch:
            return epoch.group(1)
    return None


def posted_of(view: ListView, avoid: frozenset[int]) -> dict[int, Posted]:
    """Item number -> its date. `avoid` holds slots that are bodies."""
    slots = _date_slots(view)
    worths = {slot: _worth(view, slot, found, avoid) for slot, found in slots.items()}
    out: dict[int, Posted] = {}
    best_worth = 0.0
    for slot in sorted(slots, key=lambda s: -worths[s]):
        worth = worths[slot]
        if worth <= 0 or (best_worth and worth < 0.35 * best_worth and not _named(view, slot)):
            break
        best_worth = best_worth or worth
        for i in slots[slot]:
            k = view.item_of[i]
            if k not in out:
                out[k] = _read(view, i)
    return _with_machine_twins(view, out)


def _date_slots(view: ListView) -> dict[int, list[int]]:
    marked = view.outline.cum[DATED]
    slots: dict[int, list[int]] = {}
    for own in view.own:
        for i in own:
            if marked[i + 1] > marked[i]:
                slots.setdefault(view.slot[i], []).append(i)
    return slots


def _named(view: ListView, slot: int) -> bool:
    i = view.members[slot][0]
    roles = view.outline.roles[i]
    return bool(roles & int(Role.DATE)) and not roles & int(Role.OTHER_DATE)


def _worth(view: ListView, slot: int, nodes: list[int], avoid: frozenset[int]) -> float:
    outline = view.outline
    n = len(view.items)
    items = {view.item_of[i] for i in nodes}
    coverage = len(items) / n
    first = nodes[0]
    el = outline.els[first]
    tag = outline.tags[first]
    roles = outline.roles[first]
    near = outline.role_near(first, view.items[view.item_of[first]].start - 1, 2)
    prop = (el.get("itemprop") or "").lower()
    worth = 3.0 * coverage
    if any(view.is_under(slot, s) for s in avoid):
        worth -= 2.0
    if tag == "time":
        worth += 0.5
    if machine_of(el):
        worth += 0.6
    if near & int(Role.DATE):
        worth += 0.6
    if roles & int(Role.OTHER_DATE) or prop in ("datemodified", "dateupdated"):
        worth -= 1.6
    elif near & int(Role.OTHER_DATE):
        worth -= 0.8
    if sum(vocabulary.heads_other_day(_label(view, i)) for i in nodes[:8]) > 0.5 * len(nodes[:8]):
        worth -= 1.6
    if prop in ("datepublished", "datecreated", "commenttime", "published", "dtreviewed"):
        worth += 1.5
    if roles & int(Role.RATING | Role.WIDGET) and not roles & int(Role.DATE):
        worth -= 0.3
    lengths = [outline.text_length(i, outline.end[i]) for i in nodes[:20]]
    typical = sorted(lengths)[len(lengths) // 2]
    if typical > 60:
        worth -= 0.8
    texts = [view.line(i) for i in nodes[:8]]
    whole = sum(looks_like_date(t) for t in texts if t)
    if whole:
        worth += 0.6 * whole / len(texts)
    if len(nodes) > 1.4 * len(items):
        worth -= 0.6
    return worth


def _label(view: ListView, i: int) -> str:
    """What could say of what a day is: a short element right before it ("Joined"), else its own first words."""
    el = view.outline.els[i]
    before = el.getprevious()
    if before is None or (before.tail or "").strip():
        return view.line(i)
    at = view.outline.number.get(before)
    text = view.line(at) if at is not None and at in view.item_of else ""
    return text if 1 < len(text) <= 40 and not dated_text(text) else view.line(i)


def _read(view: ListView, i: int) -> Posted:
    el = view.outline.els[i]
    machine = machine_of(el)
    seen: str | None = date_line(view, i) or None
    if seen and len(el) > 1 and len(seen) < 70 and not dated_text(seen):
        seen = in_pieces(el) or seen
    if seen and len(seen) > 70:
        span = date_span(seen[:120])
        seen = seen[span[0] : span[1]] if span is not None and machine is None else None
    if seen is not None:
        seen = _date_part(seen)
    return Posted(seen, machine, i)


def date_line(view: ListView, i: int) -> str:
    """Return a date's line without the parts of it that are other dates by their names: "(edited on 3 May)"."""
    outline = view.outline
    others = {outline.els[j] for j in range(i + 1, outline.end[i]) if outline.roles[j] & int(Role.OTHER_DATE)}
    if not others:
        return view.line(i)
    return line_of(outline.els[i], others | view.own_holes(view.item_of[i])) or view.line(i)


_SEPARATORS = re.compile(r"\s+[|•·–—]\s+|\s*[|•·]\s*|\s{2,}|\s+[-–—]\s+")


@lru_cache(maxsize=4096)
def _date_part(text: str) -> str:
    """The part of a line that is the date, where the line holds more; the whole line where in doubt."""
    text = text.strip(" \n|•·–—,;()@")
    if looks_like_date(text):
        return text
    span = date_span(text)
    if span is not None and span[0] and looks_like_date(text[span[0] :]):
        return text[span[0] :]
    parts = [p.strip(" ,;()") for p in _SEPARATORS.split(text)]
    if len(parts) > 1:
        dated = [p for p in parts if dated_text(p)]
        if len(dated) == 1:
            return dated[0]
    if span is not None and looks_like_date(text[span[0] : span[1]]):
        return text[span[0] : span[1]]
    return text


def _with_machine_twins(view: ListView, found: dict[int, Posted]) -> dict[int, Posted]:
    """Add the machine date that stands around or inside a visible one."""
    out: dict[int, Posted] = {}
    outline = view.outline
    for k, posted in found.items():
        machine = posted.machine
        seen = posted.seen
        if machine is None:
            i = posted.node
            around = [i + d for d in range(1, 5) if i + d < outline.end[i]]
            at = outline.parent[i]
            for _ in range(2):
                if at > view.items[k].start and outline.text_length(at, outline.end[at]) < 120:
                    around.append(at)
                    at = outline.parent[at]
            for j in around:
                machine = machine_of(outline.els[j])
                if machine is not None:
                    break
        if seen is not None and date_span(seen) is None and machine is None and not looks_like_date(seen):
            continue
        out[k] = Posted(seen, machine, posted.node)
    return out
