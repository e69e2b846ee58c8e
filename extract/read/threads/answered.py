"""Answers inside the items of a list: a manager's response in the box of a review, in markup of its own.

Finds where they lie, and who gives them by the words that head them; reads nothing else. A control, a form or a quote
is no answer.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from extract.read.remembered import remembered
from extract.read.threads import vocabulary
from extract.read.threads.author import Author
from extract.read.threads.days import date_span
from extract.read.threads.lists import Item, own_count
from extract.read.threads.outline import AUTHORED, DATED, REPLIED, Outline
from extract.read.threads.text import line_of
from extract.read.threads.vocabulary import Role

_LEAST_WORDS = 25  # letters, of an alphabet
_LONGEST_HEAD = 120
_LONGEST_NAME = 60
_MOST_WORDS = 5
_HIGHEST = 5  # levels from what heads an answer to its box
_TO_FILL = frozenset(("form", "textarea", "input", "button"))
_NOT_HERE = int(Role.QUOTE | Role.FORM)


def answers_within(outline: Outline, items: list[Item]) -> list[Item]:
    """Return the answers that lie inside items of a list, in the order of the page.

    An answer stands behind words and a day or a name of its item's own, and has words beside what heads it.
    """
    out: list[Item] = []
    for item in items:
        if len(item.roots) > 1:
            continue
        holes = iter(item.holes)
        hole = next(holes, None)
        at = item.start + 1
        while at < item.stop:
            if hole is not None and at >= hole[0]:
                at = hole[1]
                hole = next(holes, None)
                continue
            box = _answer_at(outline, item, at)
            found = _run_at(outline, item, at) if box is None else _parted(outline, box)
            out += found
            at = found[-1].stop if found else at + 1
    return out if _all_alike(outline, items, out) else []


def answers_behind(outline: Outline, items: list[Item], others: list[int]) -> dict[int, Item]:
    """Return the answers that stand right behind items of a list as their siblings: the item's start -> its answer.

    Such a box is named for an answer, has a day or a name, and most items have none. `others` are where the items of
    further lists begin, which are read as those.
    """
    out: dict[int, Item] = {}
    starts = sorted((*others, *(item.start for item in items)))
    for item in items:
        box = outline.end[item.roots[-1]]
        if box >= len(outline.tags) or outline.parent[box] != outline.parent[item.roots[0]]:
            continue
        stop = outline.end[box]
        if bisect_left(starts, box) < bisect_left(starts, stop):
            continue
        known = outline.count(DATED, box, stop) or outline.count(AUTHORED, box, stop)
        if (
            known
            and _names_answer(outline.names[box])
            and _can_answer(outline, box)
            and not _is_too_short(outline, box)
        ):
            out[item.start] = Item(box, stop, (box,))
    return out if len(out) < 0.7 * len(items) else {}


def _can_answer(outline: Outline, at: int) -> bool:
    """Whether an element is no quote and nothing to fill in."""
    tag = outline.tags[at]
    return not outline.roles[at] & _NOT_HERE and tag not in _TO_FILL and tag != "blockquote"


def answerers(outline: Outline, answers: list[Item]) -> dict[int, Author]:
    """Who gives answers, by their number, where the words that head them say it: "Response from Ann", "Ann replied"."""
    out: dict[int, Author] = {}
    for k, answer in enumerate(answers):
        owner = _owner_at(outline, answer.start, answer.stop)
        if owner is not None:
            out[k] = Author(owner[0], None, owner[1])
            continue
        foot = _foot_at(outline, answer.start)
        if foot is not None:
            out[k] = Author(foot[0], None, foot[1])
            continue
        head, node = _head_of(outline, answer.start)
        match = _heads().search(head)
        if match is None:
            continue
        before, behind = head[: match.start()].partition(",")[0], head[match.end() :]
        name = vocabulary.strip_byline(before if any(map(str.isalpha, before)) else _without_date(behind))
        if name and len(name) <= _LONGEST_NAME and any(map(str.isalpha, name)) and name.lower() not in _roles():
            out[k] = Author(name, None, node)
    return out


def roles_of(outline: Outline, answers: list[Item]) -> set[int]:
    """The elements that say for what answers' authors speak, behind their names, or who answered when, at the end.

    They are no one's words.
    """
    roles = {owner[2] for answer in answers if (owner := _owner_at(outline, answer.start, answer.stop)) is not None}
    return roles | {foot[1] for answer in answers if (foot := _foot_at(outline, answer.start)) is not None}


def names_nobody(text: str) -> bool:
    """Whether a text but heads an answer: "Developer response" or "Response from seller" is no one's name."""
    match = _heads().match(text.strip())
    behind = text.strip()[match.end() :].strip(" :：") if match is not None else text
    return match is not None and (not any(map(str.isalnum, behind)) or behind.lower() in _roles())


def _without_date(text: str) -> str:
    span = date_span(text)
    return text if span is None else text[: span[0]]


def _answer_at(outline: Outline, item: Item, at: int) -> int | None:
    """The element of the answer that begins at an element, if one does."""
    if not _can_answer(outline, at):
        return None
    if outline.names[at] and _foot_at(outline, at) is not None:
        dated = outline.count(DATED, item.start, at) + outline.count(DATED, outline.end[at], item.stop)
        return at if dated and _is_apart(outline, item, at, outline.end[at]) else None
    named = bool(outline.names[at]) and _names_answer(outline.names[at])
    if not named and not (outline.els[at].text or "").strip():
        return None  # the element that has the first words is asked
    said = _says_answer(_head(outline, at))
    owner = None if said else _owner_at(outline, at, item.stop)
    if not (named or said or owner):
        return None
    box: int | None = _around(outline, item, at, at if owner is None else owner[2])
    if box is None:
        return None
    if named and not said and not _is_signed(outline, box):
        box = _with_its_head(outline, item, box)
    if not _is_signed(outline, box) and not (said and (named or _says_role(outline, at))):
        return None
    if owner is not None:
        if not outline.count(DATED, box, outline.end[box]):
            return None
    elif not said and not _names_owner(outline.names[at]) and not _is_dated_by_somebody(outline, box):
        return None
    if any(outline.tags[i] == "textarea" for i in range(box, outline.end[box])):
        return None
    return box if _has_words_before(outline, item, box, outline.end[box]) else None


def _around(outline: Outline, item: Item, at: int, head: int) -> int | None:
    """The nearest element from `at` up that holds more than what heads an answer; None where words stand before it.

    `head` is `at`, or the element of a role behind it: then the words stand behind that.
    """
    first = at
    for _ in range(_HIGHEST):
        if not _is_too_short(outline, at) and (head == first or _has_words_behind(outline, at, head)):
            return at
        above = outline.parent[at]
        if above <= item.start or outline.text_length(above, at):
            return None
        at = above
    return None


def _has_words_before(outline: Outline, item: Item, at: int, end: int) -> bool:
    """Whether an item has words before a part of it, and a day or a name beside."""
    if not _is_apart(outline, item, at, end):
        return False
    long = int(_LEAST_WORDS / outline.density)
    return any(outline.text_length(i, i + 1) >= long for i in range(item.start, at)) or (
        outline.text_length(item.start, at) >= 3 * long
    )


def _is_apart(outline: Outline, item: Item, at: int, end: int) -> bool:
    """Whether an item has a day or a name beside a part of it, and none of its holes reach in."""
    if any(start < end and stop > at for start, stop in item.holes):
        return False
    rest = Item(item.start, item.stop, item.roots, None, sorted([*item.holes, (at, end)]))
    return own_count(outline.cum[DATED], rest) + own_count(outline.cum[AUTHORED], rest) > 0


def _has_words_behind(outline: Outline, box: int, role: int) -> bool:
    """Whether a box holds words behind a role in it, beside a day."""
    start, stop = outline.end[role], outline.end[box]
    if start >= stop:
        return False
    day = _DAY if outline.count(DATED, start, stop) else 0
    return (outline.text_length(start, stop) - day) * outline.density >= _LEAST_WORDS


_DAY = 12  # letters and digits


def _parted(outline: Outline, box: int) -> list[Item]:
    """The answers in a box: several where it holds nothing but boxes that are named for answers and signed."""
    inner = [
        i
        for i in outline.children(box)
        if _names_answer(outline.names[i])
        and _can_answer(outline, i)
        and _is_signed(outline, i)
        and not _is_too_short(outline, i)
    ]
    words = sum(outline.text_length(i, outline.end[i]) for i in inner)
    if words < outline.text_length(box, outline.end[box]):
        inner = [box]
    return [Item(i, outline.end[i], (i,)) for i in inner]


def _run_at(outline: Outline, item: Item, at: int) -> list[Item]:
    """An answer in no box of its own: a line that says so, a day in it or right behind, and words up to the box's end.

    What is pressed or filled in behind the words is the item's again.
    """
    above, behind = outline.parent[at], outline.end[at]
    if above < item.start or outline.text_length(at, behind) > _LONGEST_NAME or behind >= outline.end[above]:
        return []
    head = _head(outline, at)
    if not _begins_answer(head) or not _can_answer(outline, at):
        return []
    day = next((i for i in (at, behind) if outline.count(DATED, i, outline.end[i])), None)
    if day is None or outline.text_length(day, outline.end[day]) > _LONGEST_NAME:
        return []
    roots = [at]
    while roots[-1] < outline.end[above] and (following := outline.end[roots[-1]]) < outline.end[above]:
        if _is_pressed(outline, following):
            break
        roots.append(following)
    stop = outline.end[roots[-1]]
    if outline.text_length(outline.end[day], stop) * outline.density < _LEAST_WORDS:
        return []
    return [Item(at, stop, tuple(roots))] if _has_words_before(outline, item, at, stop) else []


def _begins_answer(head: str) -> bool:
    """Whether a line begins with what heads an answer: without a box, somebody's name before it says too little."""
    return _says_answer(head) and _heads().match(head) is not None


def _is_pressed(outline: Outline, i: int) -> bool:
    return outline.tags[i] in _TO_FILL or outline.count(REPLIED, i, outline.end[i]) > 0


def _is_signed(outline: Outline, box: int) -> bool:
    return outline.count(DATED, box, outline.end[box]) + outline.count(AUTHORED, box, outline.end[box]) > 0


def _is_dated_by_somebody(outline: Outline, box: int) -> bool:
    return outline.count(DATED, box, outline.end[box]) > 0 and outline.count(AUTHORED, box, outline.end[box]) > 0


def _with_its_head(outline: Outline, item: Item, words: int) -> int:
    """The element around an answer's words that holds its day or name too, in a short line before them."""
    above = words
    for _ in range(3):
        above = outline.parent[above]
        if above <= item.start or outline.text_length(above, words) > _LONGEST_HEAD:
            break
        if outline.count(DATED, above, words) + outline.count(AUTHORED, above, words):
            return above
    return words


def _is_too_short(outline: Outline, box: int) -> bool:
    """Whether an element holds no more than what heads an answer."""
    words = outline.text_length(box, outline.end[box]) - outline.link_length(box, outline.end[box])
    head = _head(outline, box)
    return (words - len(head) * _says_answer(head)) * outline.density < _LEAST_WORDS


def _head(outline: Outline, at: int) -> str:
    return _head_of(outline, at)[0]


def _head_of(outline: Outline, at: int) -> tuple[str, int]:
    """The first words in an element, if they are short, and the element that has them."""
    for i in range(at, min(outline.end[at], at + 8)):
        text = " ".join((outline.els[i].text or "").split())
        if text:
            return (text, i) if len(text) <= _LONGEST_HEAD else ("", at)
    return "", at


def _owner_at(outline: Outline, at: int, stop: int) -> tuple[str, int, int] | None:
    """Who answers for the place, and the elements of name and role, where a part begins "Ann", "Business owner"."""
    first: tuple[str, int] | None = None
    for i in range(at, min(stop, at + 12)):
        el = outline.els[i]
        text = " ".join((el.text or "").split())
        if first is not None and text:
            of_place = len(el) == 0 and outline.tags[i] != "a" and text.lower() in _roles()
            return (*first, i) if of_place else None
        if text:
            if len(text) > _LONGEST_NAME or not any(map(str.isalpha, text)) or text.lower() in _roles():
                return None
            first = (text, i)
        if (i > at or outline.end[i] < stop) and (el.tail or "").strip():
            return None
    return None


def _foot_at(outline: Outline, box: int) -> tuple[str, int] | None:
    """Who signs an answer, and the element, where its last line says who answered when: "Ann on 3 May: replied".

    The box is named for a reply or its words, and has words before that line.
    """
    if not any(_is_reply_name(name) for name in outline.names[box]):
        return None
    inner = outline.children(box)
    foot = next((i for i in reversed(inner) if outline.text_length(i, outline.end[i])), box)
    if foot == box or (outline.els[foot].tail or "").strip() or not outline.count(DATED, foot, outline.end[foot]):
        return None
    if outline.text_length(foot, outline.end[foot]) > _LONGEST_NAME or not outline.text_length(box, foot):
        return None
    if outline.count(REPLIED, foot, outline.end[foot]):
        return None  # what is pressed there answers this one
    line = line_of(outline.els[foot])
    span = date_span(line)
    match = _feet().search(line)
    if span is None or match is None:
        return None
    name = vocabulary.strip_weak_byline(line[: min(span[0], match.start())])
    return (name, foot) if _could_name(name) else None


@cache
def _feet() -> re.Pattern[str]:
    table = vocabulary.tables()["texts"]["answered"]
    words = "|".join(map(re.escape, (*table["within"], *table["foot"])))
    return re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])", re.IGNORECASE)


_OF_WORDS = frozenset(("text", "body", "content", "box"))  # what a box of words is called, be it an answer's or not


@remembered(16384)
def _is_reply_name(name: str) -> bool:
    """Whether a class or id is that of a reply, or of its words: "reply-text"."""
    words = frozenset(_WORD.findall(_CAMEL.sub("-", name).lower()))
    table = vocabulary.tables()["texts"]["answered"]
    return not words.isdisjoint(table["names"]) and words.isdisjoint({*table["controls"]} - _OF_WORDS)


@cache
def _roles() -> frozenset[str]:
    return frozenset(vocabulary.tables()["texts"]["answered"]["role"])


def _says_answer(head: str) -> bool:
    """Whether a line heads an answer: it is no sentence, and names somebody before or behind the words that say so."""
    if not head or head[-1] in ".!?。！？" or vocabulary.is_reply_text(head):
        return False
    match = _heads().search(head)
    if match is None:
        return False
    before, behind = head[: match.start()].partition(",")[0], _without_date(head[match.end() :])
    if match["within"] is not None or any(map(str.isalpha, before)):
        return _could_name(before)  # "answered on 3 May" is what a page says of any
    return not any(map(str.isalpha, behind)) or _could_name(behind)


def _says_role(outline: Outline, at: int) -> bool:
    """Whether what heads an answer names but a role, and nothing else stands in its element: "Response from seller"."""
    head, i = _head_of(outline, at)
    match = _heads().match(head)
    alone = not len(outline.els[i]) and outline.tags[i] != "a"
    return alone and match is not None and head[match.end() :].strip(" :：").lower() in _roles()


def _could_name(text: str) -> bool:
    """Whether some words could be a name: few, in no sentence, and not in small letters."""
    words = text.split()
    return (
        len(words) <= _MOST_WORDS
        and not any(c in text for c in ".,;!?")
        and any(
            word[:1] != word[:1].lower() or (not word[:1].isascii() and word[:1].lower() == word[:1].upper())
            for word in words
        )
    )


@cache
def _heads() -> re.Pattern[str]:
    table = vocabulary.tables()["texts"]["answered"]
    first = "|".join(map(re.escape, table["start"]))
    within = "|".join(map(re.escape, table["within"]))
    return re.compile(rf"^\W*(?:{first})(?![^\W\d_])|(?<![^\W\d_])(?P<within>{within})(?![^\W\d_])", re.IGNORECASE)


def _names_answer(names: tuple[str, ...]) -> bool:
    return any(_kind_of(name) != "" for name in names)


def _names_owner(names: tuple[str, ...]) -> bool:
    """Whether a name says whose answer it is, or calls it a reply: "answer" and "response" are words of surveys too."""
    return any(_kind_of(name) == "owner" for name in names)


@remembered(16384)
def _kind_of(name: str) -> str:
    """What a class or id calls: "owner" for an owner's answer or a reply, "answer" for any, "" for something else."""
    words = frozenset(_WORD.findall(_CAMEL.sub("-", name).lower()))
    table = vocabulary.tables()["texts"]["answered"]
    if words.isdisjoint(table["names"]) or not words.isdisjoint(table["controls"]):
        return ""
    return "answer" if words.isdisjoint(table["owners"]) else "owner"


_WORD = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _all_alike(outline: Outline, items: list[Item], found: list[Item]) -> bool:
    """Whether what was found is not in truth a part of each item: the words of comments named "response"."""
    return len(found) < 0.7 * len(items) or all(
        _says_answer(_head(outline, answer.start)) or _foot_at(outline, answer.start) is not None for answer in found
    )
