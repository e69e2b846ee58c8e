"""A title out of plain JSON: an API's answer, or the state that a page carries for its own program.

Finds the object that looks most like a title by its keys, and reads only what stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from extract.read.naming import letters
from extract.read.words import title_tables
from extract.records import RawRating

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20|21)\d\d(?!\d)")
_MAX_OBJECTS = 100_000
_MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class JsonTitle:
    """What one JSON object says of a title, as texts."""

    name: str
    year: str | None = None
    synopsis: str | None = None
    rating: RawRating | None = None
    kind: str | None = None
    language: str | None = None


def title_of_document(value: Any) -> JsonTitle | None:
    """Read the title of a whole JSON capture; None where no object looks like one, or a list holds several alike."""
    found = [
        (_likeness(title), depth, in_list, title)
        for depth, in_list, part in _objects(value)
        if (title := _read(part)) is not None
    ]
    best = max(found, key=lambda row: row[0] - 0.3 * row[1] - 2.5 * row[2], default=None)
    if best is None or best[0] - 0.3 * best[1] - 2.5 * best[2] <= 1.2:
        return None
    # an outer object may only announce the page ("X: reviews"); the fullest object of that name is the title
    name = letters(best[3].name)
    same = [row for row in found if len(letters(row[3].name)) > 3 and name.startswith(letters(row[3].name))]
    return max(same or [best], key=lambda row: (row[0], -row[1]))[3]


def title_of_states(states: Iterable[tuple[str, Any]], names: Iterable[str]) -> JsonTitle | None:
    """Read the title from a page's embedded states: the fullest object whose name is one of `names` (as `letters`)."""
    wanted = {name for name in names if len(name) > 1}
    best: tuple[float, JsonTitle] | None = None
    for _, value in states:
        for _, _, part in _objects(value):
            named = _name(part)
            if named is None or letters(named) not in wanted:
                continue
            found = _read(part)
            if found is None:
                continue
            score = _likeness(found)
            if score > 1 and (best is None or score > best[0]):
                best = (score, found)
    return best[1] if best else None


def _likeness(title: JsonTitle) -> float:
    return (
        1.0
        + 1.0 * (title.year is not None)
        + 1.0 * (title.synopsis is not None)
        + 1.5 * (title.rating is not None)
        + 0.3 * (title.kind is not None)
    )


def _objects(value: Any) -> Iterator[tuple[int, bool, dict[str, Any]]]:
    """Yield every object with its depth, nearest first, and whether it is one of several in a list."""
    queue: list[tuple[int, bool, Any]] = [(0, False, value)]
    count = 0
    seen: set[int] = set()
    for depth, in_list, part in queue:
        if isinstance(part, dict):
            if id(part) in seen:
                continue
            seen.add(id(part))
            count += 1
            if count > _MAX_OBJECTS:
                return
            yield depth, in_list, part
            members: Iterable[tuple[bool, Any]] = ((in_list, v) for v in part.values())
        elif isinstance(part, list):
            members = ((in_list or len(part) > 1, v) for v in part)
        else:
            continue
        if depth < _MAX_DEPTH:
            queue.extend((depth + 1, several, v) for several, v in members if isinstance(v, dict | list) and v)


@cache
def _table(name: str) -> tuple[str, ...]:
    return tuple(title_tables()["json"][name])


def _keys(part: dict[str, Any]) -> dict[str, Any]:
    return {re.sub(r"[^a-z0-9@]", "", str(key).lower()): value for key, value in part.items()}


def _name(part: dict[str, Any]) -> str | None:
    keys = {str(key).lower().replace("_", ""): value for key, value in part.items()}
    for key in _table("name"):
        text = _text(keys.get(key))
        if text and len(text) <= 300:
            return text
    return None


def _read(part: dict[str, Any]) -> JsonTitle | None:
    name = _name(part)
    if name is None:
        return None
    keys = _keys(part)
    year = next((t for k in _table("date") if (t := _text(keys.get(k))) and _YEAR.search(t)), None)
    synopsis = next((t for k in _table("synopsis") if (t := _text(keys.get(k))) and len(t) > 20), None)
    kind = next((t for k in _table("kind") if isinstance(t := keys.get(k), str) and 0 < len(t) < 40), None)
    language = next((t for k in _table("language") if isinstance(t := keys.get(k), str) and 2 <= len(t) <= 8), None)
    return JsonTitle(name, year, synopsis, _rating(keys), kind, language)


def _rating(keys: dict[str, Any]) -> RawRating | None:
    for key in _table("rating"):
        inner = keys.get(key)
        if isinstance(inner, dict):
            found = _rating_of(_keys(inner), inner)
            if found is not None:
                return found
    vague = _table("only_inside")
    return _rating_of({k: v for k, v in keys.items() if k not in vague}, None)


def _rating_of(keys: dict[str, Any], whole: dict[str, Any] | None) -> RawRating | None:
    """Read a rating; a number that has neither a count nor a scale beside it may be anything, and is none."""
    key, value = next(((k, t) for k in _table("value") if (t := _number(keys.get(k)))), ("", None))
    if value is None or float(value.replace(",", ".")) == 0:
        return None
    count = next((t for k in _table("count") if k != key and (t := _number(keys.get(k)))), None)
    best = next((t for k in _table("best") if (t := _number(keys.get(k)))), None) or _top_of_histogram(whole)
    best = best or title_tables()["json"]["scales"].get(key)
    worst = next((t for k in _table("worst") if (t := _number(keys.get(k)))), None)
    if best is None and count is None:
        return None
    return RawRating(raw=value, value=value, best=best, worst=worst, count=count)


def _top_of_histogram(whole: dict[str, Any] | None) -> str | None:
    """Return the scale that counts per mark prove: {"1": 12, …, "10": 340} is out of ten."""
    for inner in (whole or {}).values():
        if isinstance(inner, dict) and len(inner) >= 4 and all(str(k).isdecimal() and len(str(k)) < 4 for k in inner):
            marks = sorted(int(k) for k in inner)
            if marks[0] in (0, 1) and marks == list(range(marks[0], marks[-1] + 1)):
                return str(marks[-1])
    return None


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict):
        inner = _keys(value)
        return next(
            (t for k in _table("text") if not isinstance(inner.get(k), dict) and (t := _text(inner.get(k)))), None
        )
    return None


def _number(value: Any) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,12}(?:[.,]\d{1,12})?\s*", value):
        return value.strip()
    return None
