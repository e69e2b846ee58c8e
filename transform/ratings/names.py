"""What class names, ids and file names in markup say: parts, states of a star, numbers. Tables in markup.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Literal

State = Literal["full", "half", "empty", "plain"]
STATES: Final[tuple[State, ...]] = ("full", "half", "empty", "plain")

_PARTS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_HASH: Final = re.compile(
    r"__+(?=\w*\d)\w{5,}$|__+(?=\w*[A-Z])(?=\w*[a-z])\w{5,8}$"
    r"|-(?!\w*(?:[Ss]tar|[Rr]at|[Oo]f))(?=\w*\d)(?=\w*[A-Z])(?=\w*[a-z])[A-Za-z0-9]{6,}$"
)
_HEX: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")
_OF: Final = re.compile(r"(\d(?:\.\d)?)[-_]?(?:of|outof|out[-_]of)[-_]?5(?!\d)", re.IGNORECASE)
_SHORT: Final = re.compile(r"[a-z](\d[05])$")
_NUMBERED: Final = re.compile(
    r"^(?P<head>.*?[a-z])?[-_]*(?<![vV])(?P<n>\d{1,3})(?:[._,-](?P<f>\d{1,2}))?(?P<tail>(?:[-_]?[a-zA-Z]+)*)$"
)


@dataclass(frozen=True, slots=True)
class Family:
    """Names whose numbers have a scale of their own."""

    words: frozenset[str]
    rule: str
    best: float
    divisor: float
    least: float  # smaller numbers are of another scale


@dataclass(frozen=True, slots=True)
class Names:
    """The tables of markup.toml."""

    states: dict[str, State]
    container: frozenset[str]
    filled_layer: frozenset[str]
    hidden: frozenset[str]
    counts: frozenset[str]
    rating: frozenset[str]
    star_widgets: frozenset[str]
    number_words: dict[str, float]
    ligatures: dict[str, State]
    colours: dict[str, State]
    other: dict[str, str]
    other_always: dict[str, str]
    data_value: frozenset[str]
    data_best: frozenset[str]
    data_vague: frozenset[str]
    families: tuple[Family, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """One class attribute or file name, taken apart."""

    parts: frozenset[str]
    is_rating: bool
    star: State | None
    number: float | None
    hidden: bool
    filled_layer: bool
    of_stars: bool
    is_off: bool
    state: State
    counts: bool
    other: str | None


NAMELESS: Final = Name(frozenset(), False, None, None, False, False, False, False, "plain", False, None)


@lru_cache(maxsize=1)
def names() -> Names:
    """Return the tables of markup.toml."""
    table: dict[str, Any] = tomllib.loads(files(__package__).joinpath("markup.toml").read_text(encoding="utf-8"))
    states: dict[str, State] = {}
    for state in ("full", "empty", "half"):
        states |= dict.fromkeys(table["state"][state], state)
    role = table["role"]
    return Names(
        states=states,
        container=frozenset(role["container"]),
        filled_layer=frozenset(role["filled_layer"]),
        hidden=frozenset(role["hidden"]),
        counts=frozenset(role["counts"]),
        rating=frozenset(table["rating"]["words"]),
        star_widgets=frozenset(table["rating"]["star_widgets"]),
        number_words={word: float(n) for n, word in enumerate(table["rating"]["number_words"])},
        data_value=frozenset(table["data_value"]["value"]),
        data_best=frozenset(table["data_value"]["best"]),
        data_vague=frozenset(table["data_value"]["only_with_rating_name"]),
        ligatures={word: state for state in STATES for word in table["ligature"].get(state, ())},
        colours={word: state for state in STATES for word in table["colour"].get(state, ())},
        other={word: veto for veto, words in table["other"].items() for word in words},
        other_always={word: veto for veto, words in table["other_always"].items() for word in words},
        families=tuple(
            Family(frozenset(f["words"]), f["rule"], float(f["best"]), float(f["divisor"]), float(f.get("least", 0)))
            for f in table["family"]
        ),
    )


@lru_cache(maxsize=16_384)
def name_of(text: str) -> Name:
    """Take a class attribute or a file name apart; results are kept, because sites repeat their names."""
    tables = names()
    tokens = [_HASH.sub("", token) for token in text[:400].split()]
    split = [[p.lower() for p in _PARTS.findall(token)] for token in tokens]
    parts = frozenset(part for token in split for part in token)
    number = next((n for token in tokens if (n := numbered(token)) is not None), None)
    is_rating = any(_is_rating(part, tables) for part in parts)
    if number is None and is_rating:
        number = next((float(found[1]) for token in tokens if (found := _SHORT.match(token)) is not None), None)
    if number is None and is_rating:
        number = next((tables.number_words[part] for part in parts if part in tables.number_words), None)
    return Name(
        parts=parts,
        is_rating=is_rating,
        star=_star(parts, tables),
        number=number,
        hidden=bool(parts & tables.hidden),
        filled_layer=bool(parts & tables.filled_layer),
        of_stars=bool(parts & tables.star_widgets) or any(_is_star(part) for part in parts),
        state=_state(parts, tables),
        is_off=any(tables.states.get(part) == "empty" for part in parts),
        counts=bool(parts & tables.counts),
        other=_other(parts, is_rating, tables),
    )


def _other(parts: frozenset[str], is_rating: bool, tables: Names) -> str | None:
    always = next((tables.other_always[part] for part in parts if part in tables.other_always), None)
    if always is not None or is_rating:
        return always
    return next((tables.other[part] for part in parts if part in tables.other), None)


def colour_state(colour: str) -> State | None:
    """Return what a star's colour says of it: grey is empty, gold is full, black and the unknown say nothing."""
    plain = colour.strip().lower()
    found = _HEX.fullmatch(plain)
    if found is None:
        return names().colours.get(plain)
    digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    if max(red, green, blue) - min(red, green, blue) >= 24:
        return "full"
    return "empty" if min(red, green, blue) >= 0x80 else None


def numbered(token: str, *, within_rating: bool = False) -> float | None:
    """Return the number a rating's name carries: 4 of "stars-4", 4.5 of "rating-4_5", 45 of "rating-45", else None.

    `within_rating` says that the name's surroundings already speak of a rating ("/stars/35.gif").
    """
    of_five = _OF.search(token)
    found = _NUMBERED.match(token)
    if found is None and of_five is None:
        return None
    if found is None or of_five is not None:
        return float(of_five[1]) if of_five is not None and (within_rating or name_is_rating(token)) else None
    head = found["head"] or ""
    tail = found["tail"]
    if not within_rating:
        tables = names()
        if not any(_is_rating(part.lower(), tables) for part in _PARTS.findall(head + " " + tail)):
            return None
    if tail and len(tail) > 8 and not name_is_rating(tail):
        return None
    if found["f"]:
        return float(f"{found['n']}.{found['f']}")
    return float(found["n"]) + (0.5 if "half" in tail.lower() else 0.0)


def name_is_rating(text: str) -> bool:
    """Say whether a name speaks of a rating."""
    tables = names()
    return any(_is_rating(part.lower(), tables) for part in _PARTS.findall(text))


def _is_rating(part: str, tables: Names) -> bool:
    return (
        part in tables.rating or part.startswith(("rating", "starr", "stars")) or _is_star(part) or _ends_rating(part)
    )


def _is_star(part: str) -> bool:
    return part.endswith(("star", "stars"))


def _ends_rating(part: str) -> bool:
    return part.endswith("rating") and not part.endswith(("erating", "brating", "grating", "orating"))


def _star(parts: frozenset[str], tables: Names) -> State | None:
    """Return the state of the star that a name draws, or None where it draws no single star."""
    drawn = any(part.endswith("star") and part not in ("allstar", "costar", "superstar") for part in parts)
    if not drawn or parts & tables.container:
        return None
    return _state(parts, tables)


def _state(parts: frozenset[str], tables: Names) -> State:
    """Return the state that a name's parts tell."""
    found = {tables.states[part] for part in parts if part in tables.states}
    if "half" in found:
        return "half"
    if "filled" in parts or "clip" in parts:
        share = next((int(p) for p in parts if p.isdigit() and int(p) in (0, 25, 50, 75, 100)), None)
        if share is not None:
            return "full" if share == 100 else "empty" if share == 0 else "half"
    if "empty" in found:
        return "empty"
    return "full" if "full" in found else "plain"
