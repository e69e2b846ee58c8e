"""What stands beside a comment's own fields: edit notes, helpful votes, marks for single aspects, whom it answers.

Explicit evidence only: the page's own phrases, or elements named for it. Never takes a person's words for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from extract.read.remembered import remembered
from extract.read.threads import vocabulary
from extract.read.threads.days import date_span
from extract.read.threads.outline import INLINE
from extract.read.threads.posted import machine_of
from extract.read.threads.rated import Rated, rating_of
from extract.read.threads.slots import ListView
from extract.read.words import out_of
from extract.records import RawRating

_EDITED, _VOTES, _ASPECT, _ANSWERS = 1, 2, 4, 8
_NAMED = (
    (
        _EDITED,
        re.compile(
            r"last-?_?edit|edited|edit-?_?(?:note|date|time|info|mark)|post_?-?edit$|date-?(?:modified|updated)|^modified$"
        ),
    ),
    (
        _VOTES,
        re.compile(
            r"helpful|useful|up-?_?vote|likes?-?_?count|count-?_?likes?|votes?-?_?(?:count|result)|thumbs?-?_?up|^likes?$"
        ),
    ),
    (_ASPECT, re.compile(r"review-?_?aspect|sub-?_?(?:rating|score)|criteri(?:a|on)")),
)
_COUNT = re.compile(r"[\s(+]*\d[\d.,\u00a0 ]{0,8}[kKmM万]?[\s)]*")
_DIGIT = re.compile(r"\d")
_MARK = re.compile(rf"\s*(\d{{1,3}}(?:[.,]\d{{1,2}})?(?:\s*{out_of()}\s*\d{{1,3}})?|[★☆⭐✩✪✭✮½]+)\s*%?\s*")
_EDGES = " \t\n\r«»()[]*·•–—-:.,;|\u00a0"
_YES = r"(?:yes|ja|oui|sí|si|sì|sim|tak|ano|да|так|igen|evet|はい)"
_NO = r"(?:no|nein|non|nee|não|nie|ne|нет|ні|nem|hayır|いいえ)"
_LONGEST = 160
_LONGEST_VOTES = 90
_MOST_LEFT = 60
_MOST_WORDS = 12
_LEAST_ASPECTS = 2


@dataclass(slots=True)
class Notes:
    """By item: edit notes and helpful votes as written, aspects with their marks, an overall mark, who is answered.

    `nodes` are the elements that hold them: no one's words.
    """

    edited: dict[int, str] = field(default_factory=dict)
    helpful: dict[int, str] = field(default_factory=dict)
    aspects: dict[int, tuple[tuple[str, RawRating], ...]] = field(default_factory=dict)
    overall: dict[int, Rated] = field(default_factory=dict)
    answers: dict[int, tuple[str, str]] = field(default_factory=dict)  # name as shown, address or ""
    nodes: set[int] = field(default_factory=set)


def notes_of(view: ListView, core: frozenset[int]) -> Notes:
    """Find the notes of a list's items. `core` holds the slots of the bodies: plain counts in there are prose."""
    notes = Notes()
    labelled: dict[int, list[tuple[str, int, int]]] = {}
    for k, i, said in _looked_at(view):
        if said & _EDITED and k not in notes.edited:
            note = _edit_note(view, i)
            if note is not None:
                at, notes.edited[k] = note
                notes.nodes.add(at)
        if said & _VOTES and k not in notes.helpful and not any(view.is_under(view.slot[i], s) for s in core):
            votes = _votes(view, i)
            if votes is not None:
                at, notes.helpful[k] = votes
                notes.nodes.add(at)
        if said & _ANSWERS and k not in notes.answers:
            answered = _answered(view, i)
            if answered is not None:
                at, name, href = answered
                notes.answers[k] = (name, href)
                notes.nodes.add(at)
        if said & _ASPECT:
            found = _aspect(view, k, i)
            if found is not None:
                labelled.setdefault(k, []).append(found)
    _take_aspects(view, labelled, notes)
    return notes


def _looked_at(view: ListView) -> Iterator[tuple[int, int, int]]:
    """Yield (item, element, what it may be) for elements whose name or first word says that a look is worth it."""
    els, names = view.outline.els, view.outline.names
    firsts = _first_words()
    for k, own in enumerate(view.own):
        start = view.items[k].start
        for i in own:
            if i == start:
                continue
            said = _named(names[i]) if names[i] else 0
            text = els[i].text
            if text:
                head = text[:48].lstrip(_EDGES).lower()
                if head:
                    word = head.split(None, 1)[0].rstrip(_EDGES)
                    said |= firsts.get(word, 0) or (firsts.get(head[0], 0) if head[0] > "\u2e7f" else 0)
                    if head[0].isdecimal():
                        said |= _VOTES
            if said:
                yield k, i, said


def _named(names: tuple[str, ...]) -> int:
    found = 0
    for name in names:
        found |= _kinds_of(name)
    return found


@remembered(16384)
def _kinds_of(name: str) -> int:
    lower = name.lower()
    found = 0
    for kind, pattern in _NAMED:
        if pattern.search(lower):
            found |= kind
    return found


@cache
def _first_words() -> dict[str, int]:
    """The first words of notes and of aspects, and the first signs of those in scripts without spaces."""
    texts = vocabulary.tables()["texts"]
    out: dict[str, int] = {}
    for kind, phrases in (
        (_EDITED, (*texts["edited"]["start"], *texts["edited"]["what"])),
        (_VOTES, (*texts["helpful"]["start"], *texts["helpful"]["likes"])),
        (_ANSWERS, texts["answers"]["start"]),
        (_ASPECT, (*texts["aspect"]["labels"], *texts["aspect"]["overall"])),
    ):
        for phrase in phrases:
            word = phrase.split(None, 1)[0]
            for first in {word, word.rstrip(_EDGES), *(word[:1] if word[0] > "\u2e7f" else ())}:
                out[first] = out.get(first, 0) | kind
    return out


def _edit_note(view: ListView, i: int) -> tuple[int, str] | None:
    """The element and the text of an edit note at or around an element; None where it is none."""
    outline = view.outline
    at = i
    while (
        outline.tags[at] in INLINE
        and outline.parent[at] in view.item_of
        and outline.text_length(outline.parent[at], outline.end[outline.parent[at]]) <= _LONGEST
        and is_edit_note(view.line(outline.parent[at]))
    ):
        at = outline.parent[at]
    line = view.line(at)
    if is_edit_note(line):
        return at, line
    el = outline.els[i]
    title = el.get("title") or ""
    if is_edit_note(title) and len(line) <= _MOST_LEFT:
        return i, title.strip()
    if not outline.names[i] or not _named(outline.names[i]) & _EDITED or len(line) > _LONGEST:
        return None
    stamp = el.get("content") or machine_of(el)
    if date_span(line) is not None or stamp is not None:
        return i, line or (stamp or "")
    return None


@remembered(8192)
def is_edit_note(line: str) -> bool:
    """Whether a line is a page's note of an edit: "Last edited by Ann on 3 May 2019", "(bearbeitet)"."""
    text = line.strip(_EDGES).lower()
    if not text or len(text) > _LONGEST:
        return False
    start = _edit_start().match(text)
    if start is None:
        return _ends_edited(text)
    rest = text[start.end() :].strip(_EDGES)
    if not rest:
        return True
    span = date_span(rest)
    left = rest if span is None else (rest[: span[0]] + " " + rest[span[1] :]).strip(_EDGES)
    if len(left) > _MOST_LEFT or len(left.split()) > _MOST_WORDS:
        return False
    return (span is not None and not left.startswith("to ")) or _by_whom().match(left) is not None


def _ends_edited(text: str) -> bool:
    """Whether a text in lower case says what was edited, by whom and when, and last that it was: "[Beitrag von …]"."""
    edited = vocabulary.tables()["texts"]["edited"]
    what = next((word for word in edited["what"] if text.startswith(word + " ")), None)
    end = next((word for word in edited["end"] if text.endswith(" " + word)), None)
    span = date_span(text)
    if what is None or end is None or span is None:
        return False
    left = f"{text[len(what) : span[0]]} {text[span[1] : len(text) - len(end)]}".split()
    return 0 < len(left) <= _MOST_AROUND and _by_whom().match(" ".join(left)) is not None


_MOST_AROUND = 5  # words for a name, and those that lead it and its day in


@cache
def _edit_start() -> re.Pattern[str]:
    starts = sorted(vocabulary.tables()["texts"]["edited"]["start"], key=len, reverse=True)
    spaced = "|".join(re.escape(s) for s in starts if s[0] < "\u2e7f")
    unspaced = "|".join(re.escape(s) for s in starts if s[0] > "\u2e7f")
    return re.compile(rf"(?:{spaced})(?!\w)|(?:{unspaced})")


@cache
def _by_whom() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in vocabulary.tables()["texts"]["edited"]["by"])
    return re.compile(
        rf"(?:{words})\s+\S+(?:\s\S+){{0,2}}$|\d+\s*(?:times?|mal|fois|veces|vezes|volte|keer|x|раза?|razy|krát)\b"
    )


def _answered(view: ListView, i: int) -> tuple[int, str, str] | None:
    """The element that says whom a comment answers, the name in it, and where its link leads ("" for nowhere)."""
    outline, k = view.outline, view.item_of[i]
    at = i
    for _ in range(2):
        above = outline.parent[at]
        beyond = view.item_of.get(above) != k or above == view.items[k].start
        if outline.tags[at] not in INLINE or beyond or outline.text_length(above, outline.end[above]) > _MOST_LEFT:
            break
        at = above
    name = answered_name(view.line(at))
    if name is None:
        return None
    links = (outline.els[j].get("href") for j in range(at, outline.end[at]) if outline.tags[j] == "a")
    return at, name, next((href for href in links if href and "#" in href), "")


def answered_name(line: str) -> str | None:
    """Return whom a line says that a comment answers ("In reply to Ann"), "" for nobody, None where it says none."""
    text = line.strip(_EDGES)
    match = _answer_start().match(text) if len(text) <= _MOST_LEFT + 30 else None
    return text[match.end() :].strip(_EDGES + "@#") if match is not None else None


@cache
def _answer_start() -> re.Pattern[str]:
    starts = sorted(vocabulary.tables()["texts"]["answers"]["start"], key=len, reverse=True)
    return re.compile(
        "(?:" + "|".join(re.escape(s) for s in starts) + r")(?![^\W\d_](?<![\u3000-\ud7ff]))", re.IGNORECASE
    )


def _votes(view: ListView, i: int) -> tuple[int, str] | None:
    """The element and the text of helpful votes at or around an element; None where it is none."""
    outline, k = view.outline, view.item_of[i]
    at = i
    for _ in range(3):
        length = outline.text_length(at, outline.end[at])
        if length > _LONGEST_VOTES:
            return None
        line = view.line(at)
        if is_helpful_note(line):
            return at, line
        if outline.names[at] and _named(outline.names[at]) & _VOTES and _COUNT.fullmatch(line):
            return at, line.strip(" ()+")
        above = outline.parent[at]
        if view.item_of.get(above) != k or above == view.items[k].start:
            break
        at = above
    el = outline.els[i]
    for name in ("aria-label", "title"):
        label = el.get(name)
        if label and is_helpful_note(label):
            return i, label.strip()
    return None


@remembered(8192)
def is_helpful_note(line: str) -> bool:
    """Whether a line counts votes: "12 of 15 people found this helpful", "Hilfreich (3)", "Like 4"."""
    if not line or len(line) > _LONGEST_VOTES or not (_DIGIT.search(line) or line[:4].lower() in ("one ", "a pe")):
        return False
    return _counted().fullmatch(line.strip(_EDGES).lower()) is not None


@cache
def _counted() -> re.Pattern[str]:
    table = vocabulary.tables()["texts"]["helpful"]
    stems, likes = (
        "|".join(re.escape(w) for w in sorted(table[key], key=len, reverse=True)) for key in ("stems", "likes")
    )
    number = r"(?:\d[\d.,]{0,8}[km]?|one|a)"
    return re.compile(
        rf"{number}(?:人|名|명|位)?\W.{{0,60}}(?:{stems})\w*(?:\W.{{0,25}})?|{number}(?:人|名|명|位)[^\d]{{0,30}}(?:{stems}).{{0,10}}"
        rf"|(?:[^\d?]{{0,40}}\s)?(?:{stems})\w*\W{{0,4}}(?:{_YES}\W{{1,3}})?\d[\d.,]{{0,8}}(?:\W{{1,4}}{_NO}\W{{1,3}}\d[\d.,]{{0,8}})?"
        rf"|(?:{likes})\W{{0,4}}\d[\d.,]{{0,8}}[km]?|\d[\d.,]{{0,8}}[km]?\W{{0,3}}(?:{likes})"
    )


def _aspect(view: ListView, k: int, i: int) -> tuple[str, int, int] | None:
    """An aspect's label, the element around both, and the element of its mark; None where no mark stands beside."""
    outline = view.outline
    if outline.text_length(i, outline.end[i]) > 60:
        return None
    line = view.line(i)
    label = _label(line)
    if label is None:
        return None
    if label != line.strip(_EDGES):
        return label, i, i  # "Story: 9/10" in one element
    at = i
    for _ in range(2):
        above = outline.parent[at]
        if view.item_of.get(above) != k or above == view.items[k].start:
            return None
        beside = outline.children(above)
        if outline.text_length(above, outline.end[above]) <= 60 and len(beside) <= 8:
            tail = (outline.els[at].tail or "").strip(_EDGES)
            if _MARK.fullmatch(tail):
                return label, above, at
            place = beside.index(at) if at in beside else 0
            for j in (*beside[place + 1 : place + 3], *beside[max(0, place - 1) : place]):
                if _is_mark(view, j):
                    return label, above, j
        elif outline.tags[at] in ("dt", "th", "td"):
            after = outline.end[at]
            if after in view.item_of and outline.parent[after] == above and _is_mark(view, after):
                return label, after, after
        at = above
    return None


def _is_mark(view: ListView, j: int) -> bool:
    if view.outline.text_length(j, view.outline.end[j]) > 24 or j not in view.item_of:
        return False
    line = view.line(j).strip(_EDGES)
    return _MARK.fullmatch(line) is not None or (not line and rating_of(view, j) is not None)


def _label(line: str) -> str | None:
    """The aspect that a short line names, with or without its mark behind; None where it names none."""
    text = line.strip(_EDGES)
    known = _labels()
    if text.lower() in known:
        return text
    name = re.sub(r"[\s:=–-]*" + _MARK.pattern + r"$", "", text).strip(_EDGES)
    return name if name != text and name.lower() in known else None


@cache
def _labels() -> frozenset[str]:
    table = vocabulary.tables()["texts"]["aspect"]
    return frozenset((*table["labels"], *table["overall"]))


@cache
def _overall() -> frozenset[str]:
    return frozenset(vocabulary.tables()["texts"]["aspect"]["overall"])


def _take_aspects(view: ListView, labelled: dict[int, list[tuple[str, int, int]]], notes: Notes) -> None:
    """Keep the aspects of items that mark several: one word beside a number may be anything."""
    for k, found in labelled.items():
        if len({label.lower() for label, _, _ in found}) < _LEAST_ASPECTS:
            continue
        aspects: dict[str, RawRating] = {}
        said: dict[int, str] = {}
        for label, around, mark in found:
            rating = _mark_of(view, label, mark)
            if rating is None or label in aspects:
                continue
            said[around] = said.get(around, "") + label + (rating.raw or "")
            if label.lower() in _overall():
                notes.overall.setdefault(k, Rated(rating, mark))
            else:
                aspects[label] = rating
        if aspects:
            notes.aspects[k] = tuple(aspects.items())
        # what says more than marks is somebody's sentence, and stays
        notes.nodes.update(i for i, text in said.items() if len(_letters(view.line(i))) <= len(_letters(text)) + 4)


def _mark_of(view: ListView, label: str, mark: int) -> RawRating | None:
    line = view.line(mark).strip(_EDGES)
    rest = line.removeprefix(label).strip(_EDGES + "=") or (view.outline.els[mark].tail or "").strip(_EDGES)
    match = _MARK.fullmatch(rest)
    if match is not None:
        return RawRating(raw=rest)
    return rating_of(view, mark)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
