"""Collects all that a small piece of markup says of a rating, without deciding anything.

One pass over the snippet, text in document order. Holds no rule of its own beyond what is hidden from a reader.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from transform.ratings.icons import Icon
from transform.ratings.names import NAMELESS, Name, State, colour_state, name_of, names, numbered
from transform.ratings.scan import EMPTY_STARS, FULL_STARS, HALF_STARS

_WIDTH: Final = re.compile(r"(?:^|[;\s])width\s*:\s*(\d{1,3}(?:\.\d+)?)\s*%")
_VARIABLE: Final = re.compile(r"--[\w-]*(?:rating|stars?|score)[\w-]*\s*:\s*(\d{1,3}(?:\.\d+)?)\s*(?:;|$)")
_HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SILENT: Final = frozenset({"script", "style", "template", "noscript", "title", "option", "time"})
_LABELS: Final = ("aria-label", "title", "alt", "data-original-title", "data-tooltip", "aria-valuetext")
_GLYPHS_ONLY: Final = re.compile(f"[{FULL_STARS}{EMPTY_STARS}{HALF_STARS}\\s\ufe0f]+$")
_FILE: Final = re.compile(r"([^/?#]*)/([^/?#]+?)(?:\.\w{2,5})?(?:[?#].*)?$")
_VALUE_PROPS: Final = frozenset({"ratingValue", "bestRating", "worstRating", "reviewRating"})
_COLOUR: Final = re.compile(r"(?:^|[;\s])(?:color|fill)\s*:\s*([#\w]+)")
_SIGN_TAGS: Final = frozenset({"i", "em", "s", "b", "li", "span"})
_NO_STAR_TAGS: Final = frozenset({"input", "label", "a", "ul", "ol", "button"})
_SHAPES: Final = frozenset({"path", "polygon", "polyline", "use", "circle", "rect", "g", "svg"})
_UNFILLED: Final = frozenset({"none", "transparent"})


@dataclass(slots=True)
class Evidence:
    """All that a snippet says, in document order."""

    stated: dict[str, str] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    icons: list[Icon] = field(default_factory=list)
    nameless_icons: list[Icon] = field(default_factory=list)
    widths: list[tuple[float, bool, int]] = field(default_factory=list)
    bars: set[float] = field(default_factory=set)  # widths of elements without words in a rating's box
    class_numbers: list[float] = field(default_factory=list)
    file_numbers: list[float] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)
    data_values: list[str] = field(default_factory=list)
    radios: list[tuple[str | None, bool]] = field(default_factory=list)
    choices: int = 0
    thumbs: set[float] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    speaks_of_stars: bool = False
    speaks_of_rating: bool = False


def collect(html: str) -> Evidence | None:
    """Return what a snippet says, or None where it cannot be parsed at all."""
    collector, parser = _parser(threading.get_ident())
    collector.begin()
    try:
        parsed = etree.fromstring(html.replace("\x00", ""), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        _parser.cache_clear()  # its state after a failure is not known
        return None
    return parsed if isinstance(parsed, Evidence) else None


@lru_cache(maxsize=64)
def _parser(thread: int) -> tuple[_Collector, etree.HTMLParser]:
    """Return a thread's own parser: making one costs more than most snippets do."""
    collector = _Collector()
    target: Any = collector  # lxml-stubs ask for more than lxml does
    return collector, etree.HTMLParser(target=target, recover=True, no_network=True, huge_tree=False)


def _bar(attributes: Mapping[str, str]) -> float | None:
    width = _WIDTH.search(attributes["style"]) if "style" in attributes else None
    return float(width[1]) if width is not None else None


def _coloured(attributes: Mapping[str, str], state: State) -> State:
    """Return the state of a star whose name tells none from its colour."""
    if state != "plain":
        return state
    colour = attributes.get("fill") or attributes.get("color")
    if colour is None and "style" in attributes:
        found = _COLOUR.search(attributes["style"])
        colour = found[1] if found is not None else None
    return (colour_state(colour) if colour is not None else None) or state


class _Collector:
    """A parser target: lxml calls it for each start tag, text and end tag."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Forget the snippet before."""
        self.evidence = Evidence()
        self._stack: list[tuple[str, Name, bool, str | None, State]] = []
        self._serial = 0
        self._parents: list[int] = [0]
        self._within: list[int] = []
        self._stacked: int | None = None
        self._fills: dict[int, set[bool]] = {}
        self._boxes: list[bool] = []
        self._bars: list[float | None] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        found = self.evidence
        name = name_of(attributes["class"]) if "class" in attributes else NAMELESS
        silent = bool(self._stack) and self._stack[-1][2]
        hidden = (
            tag in _SILENT
            or silent
            or ("style" in attributes and _HIDDEN_STYLE.search(attributes["style"]) is not None)
        )
        prop = attributes.get("itemprop")
        if prop is None and self._stack and self._stack[-1][3] in _VALUE_PROPS:
            prop = self._stack[-1][3]
        if name is not NAMELESS:
            found.parts |= name.parts
            found.speaks_of_rating = found.speaks_of_rating or name.is_rating
            found.speaks_of_stars = found.speaks_of_stars or name.of_stars
        elif "id" in attributes:
            found.speaks_of_rating = found.speaks_of_rating or name_of(attributes["id"]).is_rating
        if len(attributes) > ("class" in attributes):
            self._attributes(tag, attributes, name)
        within = self._within[-1] if self._within else -1
        if name.star is not None and tag not in _NO_STAR_TAGS:
            within = self._star(_coloured(attributes, name.star), name)
        elif name.number is not None:
            found.class_numbers.append(name.number)
        elif tag in _SIGN_TAGS and self._stack and self._stack[-1][1].is_rating:
            # stars that only the box around them calls so: <p class="stars"><i class="on">...
            found.nameless_icons.append(Icon(name.state, name.parts, self._parents[-1], self._serial + 1))
        if tag == "option":
            found.choices += 1
        if within >= 0 and tag in _SHAPES and "fill" in attributes:
            self._fills.setdefault(within, set()).add(attributes["fill"].strip().lower() in _UNFILLED)
        self._within.append(within)
        self._boxes.append(name.is_rating or name.of_stars or (bool(self._boxes) and self._boxes[-1]))
        self._bars.append(_bar(attributes) if self._boxes[-1] else None)
        self._thumb(name.parts)
        self._serial += 1
        self._parents.append(self._serial)
        self._stack.append((tag, name, hidden, prop, _coloured(attributes, "plain")))

    def _star(self, state: State, name: Name) -> int:
        """Keep a star's icon and return its number; icons laid over each other ("fa-stack") are one star."""
        icons = self.evidence.icons
        stacked = len(self._parents) > 1 and "stack" in self._stack[-1][1].parts
        icon = Icon(state, name.parts, self._parents[-2 if stacked else -1], self._serial + 1, name.number)
        if stacked and self._stacked == self._parents[-1]:
            if icons[-1].state == "empty":
                icons[-1] = icon
            return len(icons) - 1
        self._stacked = self._parents[-1] if stacked else None
        icons.append(icon)
        return len(icons) - 1

    def end(self, tag: str) -> None:
        if self._stack:
            self._stack.pop()
            self._parents.pop()
            self._within.pop()
            self._boxes.pop()
            width = self._bars.pop()
            if width is not None:
                self.evidence.bars.add(width)

    def data(self, text: str) -> None:
        if not text or text.isspace() or not self._stack:
            return
        _tag, name, hidden, prop, colour = self._stack[-1]
        if hidden:
            return
        if not _GLYPHS_ONLY.match(text):
            self._bars = [None] * len(self._bars)  # words stand in all that is open: none of it is a bar
        found = self.evidence
        if name.other is not None:
            found.others.add(name.other)
            return
        if name.counts and text.strip(" ()").isdecimal():
            return
        if prop is not None and prop not in found.stated:
            found.stated[prop] = text.strip()
        if not text.isascii() and _GLYPHS_ONLY.match(text):
            found.speaks_of_stars = True
            self._glyphs(text, name, colour)
        ligature = names().ligatures.get(text.strip())
        if ligature is not None:
            found.speaks_of_stars = True
            found.icons.append(Icon(ligature, frozenset({"star"}), self._parents[-1], -2))
            return
        text = " ".join(text.split())
        found.texts.append(text)
        if not any(entry[1].hidden for entry in self._stack):
            found.seen.append(text)

    def close(self) -> Evidence:
        icons = self.evidence.icons
        for index, unfilled in self._fills.items():
            if unfilled == {True}:
                icons[index] = replace(icons[index], hollow=True)
        return self.evidence

    def _attributes(self, tag: str, attributes: Mapping[str, str], name: Name) -> None:
        found, tables = self.evidence, names()
        for key, value in attributes.items():
            if key in _LABELS:
                if value and len(value) <= 120:
                    found.labels.append(value)
                    found.speaks_of_stars = found.speaks_of_stars or name_of(value).star is not None
            elif key == "style":
                variable = _VARIABLE.search(value)
                if variable is not None:
                    found.stated.setdefault("data-value", variable[1])
                    found.speaks_of_stars = found.speaks_of_stars or name.of_stars or "star" in variable[0]
                width = _WIDTH.search(value)
                if width is not None:
                    found.widths.append((float(width[1]), name.filled_layer, len(self._stack)))
            elif key == "itemprop":
                content = attributes.get("content")
                if content:
                    found.stated[value] = content
            elif key == "property":
                prop, content = value.rpartition(":")[2], attributes.get("content")
                if content and prop in _VALUE_PROPS:
                    found.stated[prop] = content
                elif content and prop in ("average", "rating"):
                    found.speaks_of_rating = True
                    found.stated.setdefault("data-value", content)
            elif key in ("src", "href", "xlink:href") and tag in ("img", "use", "image", "source"):
                self._file(value, name)
            elif key in tables.data_value:
                if key not in tables.data_vague or name.is_rating:
                    found.stated.setdefault("data-value", value)
                    found.data_values.append(value)
                    if key.endswith("percent"):
                        found.stated.setdefault("data-best", "100")
                    found.speaks_of_stars = found.speaks_of_stars or "star" in key or "rateit" in key
            elif key in tables.data_best and tag not in ("progress", "meter", "input"):
                if key not in tables.data_vague or name.is_rating:
                    found.stated.setdefault("data-best", value)
            elif key in ("aria-valuenow", "aria-valuemax"):
                found.stated.setdefault(key, value)
        if tag in ("progress", "meter") and "value" in attributes:
            found.stated["bar-value"] = attributes["value"]
            found.stated["bar-max"] = attributes.get("max", "1")
        elif tag == "input" and attributes.get("type") == "radio":
            found.radios.append((attributes.get("value"), "checked" in attributes))
        elif attributes.get("role") == "radio":
            found.radios.append((None, attributes.get("aria-checked") == "true"))

    def _file(self, url: str, around: Name) -> None:
        if url.startswith("data:") or len(url) > 500:
            return
        found = self.evidence
        match = _FILE.search("/" + url)
        folder, stem = (match[1], match[2]) if match else ("", url.lstrip("#"))
        name = name_of(stem)
        within = around.is_rating or name.is_rating or name_of(folder).is_rating
        self._thumb(name.parts)
        if not within:
            return
        found.speaks_of_rating = True
        found.speaks_of_stars = found.speaks_of_stars or "star" in url
        number = numbered(stem, within_rating=True)
        number = name.number if number is None else number
        if number is not None:
            found.file_numbers.append(number)
        elif name.star is not None:
            around_it = self._within[-1] if self._within else -1
            if around_it >= 0 and found.icons[around_it].state == "plain":  # the picture of a star that its box is
                found.icons[around_it] = replace(found.icons[around_it], state=name.star)
            else:
                found.icons.append(Icon(name.star, name.parts, self._parents[-1], self._serial + 1))

    def _glyphs(self, text: str, name: Name, colour: State) -> None:
        full: State = "empty" if name.is_off or colour == "empty" else "full"
        states: dict[str, State] = dict.fromkeys(FULL_STARS, full)
        states |= dict.fromkeys(EMPTY_STARS, "empty")
        states |= dict.fromkeys(HALF_STARS, "half")
        self.evidence.icons += [Icon(states[sign], name.parts, -1, -2) for sign in text if sign in states]

    def _thumb(self, parts: frozenset[str]) -> None:
        if "thumb" in parts or "thumbs" in parts:
            if "up" in parts:
                self.evidence.thumbs.add(1.0)
            elif "down" in parts:
                self.evidence.thumbs.add(0.0)
        elif "thumbsup" in parts or "thumbup" in parts:
            self.evidence.thumbs.add(1.0)
        elif "thumbsdown" in parts or "thumbdown" in parts:
            self.evidence.thumbs.add(0.0)
