"""Reads the rating that a small piece of markup carries: stated values, labels, text, stars, widths, names.

Collects all evidence first, then lets the plainest speak; where evidence of one kind contradicts itself, nothing
is read. Never raises on markup, whatever it holds, and never looks at more than LONGEST characters of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from transform.ratings.convention import reading, rejected, stars
from transform.ratings.fold import fold
from transform.ratings.icons import Icon, count_icons
from transform.ratings.names import Family, Name, name_of, names, numbered
from transform.ratings.reading import RatingReading
from transform.ratings.scan import EMPTY_STARS, FULL_STARS, HALF_STARS, Candidate
from transform.ratings.stated import stated_number
from transform.ratings.text import Found, choose, find, read_rating
from transform.ratings.vocabulary import Vocabulary, vocabulary

LONGEST: Final = 20_000
_WIDTH: Final = re.compile(r"(?:^|[;\s])width\s*:\s*(\d{1,3}(?:\.\d+)?)\s*%")
_HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SILENT: Final = frozenset({"script", "style", "template", "noscript", "title", "option"})
_LABELS: Final = ("aria-label", "title", "alt", "data-original-title", "data-tooltip", "aria-valuetext")
_GLYPHS_ONLY: Final = re.compile(f"[{FULL_STARS}{EMPTY_STARS}{HALF_STARS}\\s\ufe0f]+$")
_PLAIN: Final = re.compile(r"(?<![\w.,:/#$€£(%+-])(?<!\( )(\d{1,3}(?:[.,]\d{1,3})?)(?![\d%+:/]|[.,]\d| ?%| ?/ ?\d)")
_BARS: Final = (("bar-value", "bar-max", "bar"), ("aria-valuenow", "aria-valuemax", "aria-value"))
_SAYING: Final = ("ratio", "stars", "number")
_TWO_NUMBERS: Final = re.compile(r"\d\D+\d")
_FILE: Final = re.compile(r"([^/?#]*)/([^/?#]+?)(?:\.\w{2,5})?(?:[?#].*)?$")


@dataclass(slots=True)
class Evidence:
    """All that a snippet says, in document order."""

    stated: dict[str, str] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    icons: list[Icon] = field(default_factory=list)
    widths: list[tuple[float, bool, int]] = field(default_factory=list)
    class_numbers: list[float] = field(default_factory=list)
    file_numbers: list[float] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)
    radios: list[tuple[str | None, bool]] = field(default_factory=list)
    choices: int = 0
    thumbs: set[float] = field(default_factory=set)
    speaks_of_stars: bool = False
    speaks_of_rating: bool = False


def read_rating_markup(
    html: str,
    *,
    language: str | None = None,
    title: str | None = None,
    best: float | None = None,
) -> RatingReading:
    """Read the rating that a piece of markup carries; arguments as for `read_rating`."""
    evidence = _collect(html[:LONGEST])
    if evidence is None:
        return rejected(html, "unreadable-markup")
    vocab = vocabulary(language)
    read = (
        _own_vote(html, evidence, vocab)
        or _checked(html, evidence)
        or _stated(html, evidence, language, vocab)
        or _measured(html, evidence)
        or _said(html, evidence, language, title, vocab)
        or _drawn(html, evidence)
        or _named(html, evidence)
        or _phrased(html, evidence, language, title)
    )
    if read is None:
        return rejected(html, "no-rating")
    if read.value is not None and read.best is None and best is not None and read.value <= best and read.kind:
        return reading(html, value=read.value, best=best, kind=read.kind, rule=f"{read.rule}+site-scale")
    return read


# -- evidence ---------------------------------------------------------------------------------------------------------


class _Collector:
    """A parser target: lxml calls it for each start tag, text and end tag."""

    def __init__(self) -> None:
        self.evidence = Evidence()
        self._stack: list[tuple[str, Name, bool, str | None]] = []
        self._serial = 0
        self._parents: list[int] = [0]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        found = self.evidence
        name = name_of(attributes.get("class", "")) if "class" in attributes else _NAMELESS
        silent = bool(self._stack) and self._stack[-1][2]
        hidden = tag in _SILENT or silent or _HIDDEN_STYLE.search(attributes.get("style", "")) is not None
        prop = attributes.get("itemprop")
        if name is not _NAMELESS:
            found.parts |= name.parts
            found.speaks_of_rating = found.speaks_of_rating or name.is_rating
            if name.is_rating and any("star" in part for part in name.parts):
                found.speaks_of_stars = True
        elif "id" in attributes:
            found.speaks_of_rating = found.speaks_of_rating or name_of(attributes["id"]).is_rating
        if len(attributes) > ("class" in attributes):
            self._attributes(tag, attributes, name)
        if name.star is not None and tag not in ("input", "label", "a", "ul", "ol"):
            found.icons.append(Icon(name.star, name.parts, self._parents[-1], len(self._stack), self._serial + 1))
        if name.number is not None:
            found.class_numbers.append(name.number)
        self._thumb(name.parts)
        self._serial += 1
        self._parents.append(self._serial)
        self._stack.append((tag, name, hidden, prop))

    def end(self, tag: str) -> None:
        if self._stack:
            self._stack.pop()
            self._parents.pop()

    def data(self, text: str) -> None:
        if not text or text.isspace() or not self._stack:
            return
        _tag, name, hidden, prop = self._stack[-1]
        if hidden:
            return
        found = self.evidence
        if prop is not None and prop not in found.stated:
            found.stated[prop] = text.strip()
        if not text.isascii() and _GLYPHS_ONLY.match(text):
            found.speaks_of_stars = True
            self._glyphs(text, name)
        found.texts.append(text)
        if not any(entry[1].hidden for entry in self._stack):
            found.seen.append(text)

    def close(self) -> Evidence:
        return self.evidence

    def _attributes(self, tag: str, attributes: Mapping[str, str], name: Name) -> None:
        found, tables = self.evidence, names()
        for key, value in attributes.items():
            if key in _LABELS:
                if value and len(value) <= 120:
                    found.labels.append(value)
                    found.speaks_of_stars = found.speaks_of_stars or name_of(value).star is not None
            elif key == "style":
                width = _WIDTH.search(value)
                if width is not None:
                    found.widths.append((float(width[1]), name.filled_layer, len(self._stack)))
            elif key == "itemprop":
                content = attributes.get("content")
                if content is not None:
                    found.stated[value] = content
            elif key in ("src", "href", "xlink:href") and tag in ("img", "use", "image", "source"):
                self._file(value)
            elif key in tables.data_value:
                if key not in tables.data_vague or name.is_rating:
                    found.stated.setdefault("data-value", value)
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
        elif tag == "option":
            found.choices += 1
        elif attributes.get("role") == "radio":
            found.radios.append((None, attributes.get("aria-checked") == "true"))

    def _file(self, url: str) -> None:
        if url.startswith("data:") or len(url) > 500:
            return
        found = self.evidence
        match = _FILE.search("/" + url)
        folder, stem = (match[1], match[2]) if match else ("", url.lstrip("#"))
        name = name_of(stem)
        within = name.is_rating or name_of(folder).is_rating
        self._thumb(name.parts)
        if not within:
            return
        found.speaks_of_rating = True
        found.speaks_of_stars = found.speaks_of_stars or "star" in url
        number = numbered(stem, within_rating=True)
        if number is not None:
            found.file_numbers.append(number)
        elif name.star is not None:
            found.icons.append(Icon(name.star, name.parts, self._parents[-1], len(self._stack), self._serial + 1))

    def _glyphs(self, text: str, name: Name) -> None:
        empty = bool(name.parts) and name_of(" ".join(sorted(name.parts | {"star"}))).star == "empty"
        for sign in text:
            if sign in FULL_STARS:
                state = "empty" if empty else "full"
            elif sign in EMPTY_STARS:
                state = "empty"
            elif sign in HALF_STARS:
                state = "half"
            else:
                continue
            self.evidence.icons.append(Icon(state, name.parts, -1, len(self._stack), -1))  # type: ignore[arg-type]

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


_NAMELESS: Final = Name(frozenset(), False, None, None, False, False)


def _collect(html: str) -> Evidence | None:
    target: Any = _Collector()  # lxml-stubs ask for more than lxml does
    parser = etree.HTMLParser(target=target, recover=True, no_network=True, huge_tree=False)
    try:
        parsed = etree.fromstring(html.replace("\x00", ""), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return parsed if isinstance(parsed, Evidence) else None


# -- what the evidence says, plainest first ---------------------------------------------------------------------------


def _own_vote(html: str, evidence: Evidence, vocab: Vocabulary) -> RatingReading | None:
    checked = [r for r in evidence.radios if r[1]]
    asks = any(vocab.own_vote.match(fold(t).lower()) for t in (*evidence.labels, *evidence.texts[:3]))
    if asks or (len(evidence.radios) >= 3 and not checked) or evidence.choices >= 3:
        return rejected(html, "own-vote-widget") if not _has_stated_value(evidence) else None
    return None


def _has_stated_value(evidence: Evidence) -> bool:
    return "ratingValue" in evidence.stated


def _checked(html: str, evidence: Evidence) -> RatingReading | None:
    checked = [value for value, on in evidence.radios if on and value is not None]
    if len(checked) != 1:
        return None
    value = stated_number(checked[0])
    if value is None:
        return None
    offered = [n for v, _ in evidence.radios if v is not None and (n := stated_number(v)) is not None]
    if len(offered) >= 3:
        return reading(html, value=value, best=max(offered), kind="stars", rule="radio-group")
    best, rule = stars(value)
    return reading(html, value=value, best=best, kind="stars", rule=rule)


def _stated(html: str, evidence: Evidence, language: str | None, vocab: Vocabulary) -> RatingReading | None:
    stated = evidence.stated
    for key in ("ratingValue", "reviewRating", "average", "rating"):
        value = stated_number(stated.get(key))
        if value is not None:
            break
    else:
        return None
    best, worst = stated_number(stated.get("bestRating")), stated_number(stated.get("worstRating"))
    if best is not None and best > 0:
        return reading(html, value=value, best=best, worst=worst, kind="numeric", rule="schema-org")
    said = _candidate([" ".join(evidence.texts)], language, vocab) or _candidate(evidence.labels, language, vocab)
    if said is not None and said.best is not None and abs(said.value - value) < 0.051:
        return reading(html, value=value, best=said.best, worst=worst, kind="numeric", rule=said.rule)
    if value <= 5:
        return reading(html, value=value, best=5.0, worst=worst, kind="numeric", rule="schema-org-best-5")
    return reading(html, value=value, worst=worst, kind="numeric", rule="schema-org")


def _measured(html: str, evidence: Evidence) -> RatingReading | None:
    stated = evidence.stated
    for value_key, best_key, rule in (
        ("bar-value", "bar-max", "bar"),
        ("aria-valuenow", "aria-valuemax", "aria-value"),
    ):
        value, best = stated_number(stated.get(value_key)), stated_number(stated.get(best_key))
        if value is not None and best is not None and best > 0:
            return reading(html, value=value, best=best, kind="numeric", rule=rule)
    return None


def _said(
    html: str, evidence: Evidence, language: str | None, title: str | None, vocab: Vocabulary
) -> RatingReading | None:
    """Read what labels and text say in words, and the plain number that stands beside it."""
    whole = fold(" ".join(evidence.texts))
    if title and whole and read_rating(whole, language=language, title=title).rejected_by == "title":
        return rejected(html, "title")
    if vocab.average_of.search(whole.lower()):
        return rejected(html, "author-average")
    said = _candidate([*evidence.labels, *filter(_TWO_NUMBERS.search, evidence.texts), whole], language, vocab)
    plain = _plain_number(fold(" ".join(evidence.seen)).lower(), vocab)
    if plain is None and evidence.speaks_of_stars:
        plain = next((n for label in evidence.labels if (n := stated_number(label)) is not None and n <= 5), None)
    if said is not None:
        value = plain if plain is not None and abs(plain - said.value) < 0.051 else said.value
        return reading(html, value=value, best=said.best, kind=said.kind, rule=said.rule)
    data = stated_number(evidence.stated.get("data-value"))
    if plain is None and data is None:
        return None
    value = plain if plain is not None else data or 0.0
    family = _family(evidence)
    best = stated_number(evidence.stated.get("data-best"))
    if best is not None and best >= value:
        return reading(html, value=value, best=best, kind="numeric", rule="data-attribute")
    if family is not None and value <= family.best:
        return reading(html, value=value, best=family.best, kind="numeric", rule=family.rule)
    if evidence.speaks_of_stars and value <= 5:
        return reading(html, value=value, best=5.0, kind="stars", rule="stars-of-5")
    if plain is None and not evidence.speaks_of_rating:
        return None
    return reading(html, value=value, kind="numeric", rule="number" if plain is not None else "data-attribute")


def _candidate(texts: list[str], language: str | None, vocab: Vocabulary) -> Candidate | None:
    """Return the one rating with a scale or a star word that the texts hold."""
    for text in texts:
        if not any(c.isdigit() for c in text):
            continue
        folded = fold(text[:400])
        lowered = folded.lower()
        if len(lowered) != len(folded):
            folded = lowered
        found, _ = find(folded, lowered, language, vocab)
        named = [
            f for f in found if f.candidate.form in ("ratio", "stars") or f.around.label_kind in ("rating", "overall")
        ]
        chosen, reason = choose([f for f in named if f.candidate.form not in ("glyphs", "letter", "percent")])
        if chosen is not None:
            return chosen.candidate
        if reason is not None and named:
            return named[0].candidate
    return None


def _is_named(found: Found) -> bool:
    return found.around.label_kind in ("rating", "overall")


def _plain_number(text: str, vocab: Vocabulary) -> float | None:
    """Return the first number of a short text that counts nothing, or None."""
    if len(text) > 160:
        return None
    for found in _PLAIN.finditer(text):
        following = text[found.end() :].lstrip(" )")
        word = following.split(maxsplit=1)[0].strip(".,:;()") if following else ""
        before = text[: found.start()].rstrip(" #.:").rsplit(maxsplit=1)
        if vocab.after.get(word) is not None or (before and before[-1] in vocab.before):
            continue
        value = stated_number(found[1])
        if value is not None and value <= 100:
            return value
    return None


def _family(evidence: Evidence) -> Family | None:
    return next((f for f in names().families if f.words <= evidence.parts), None)


def _drawn(html: str, evidence: Evidence) -> RatingReading | None:
    """Read stars that are drawn: the width of a filled layer, or icons counted."""
    if evidence.widths and (evidence.speaks_of_rating or evidence.icons):
        layers = [w for w in evidence.widths if w[1]] or evidence.widths
        deepest = max(layers, key=lambda w: w[2])
        if 0 <= deepest[0] <= 100:
            return reading(html, value=round(deepest[0] / 20, 4), best=5.0, kind="stars", rule="width-percent")
    counted = count_icons(evidence.icons)
    if counted is None:
        return None
    if counted.rejected_by is not None:
        return rejected(html, counted.rejected_by)
    if len(evidence.icons) == 1 and evidence.class_numbers:
        return None
    return reading(html, value=counted.value, best=counted.best, kind="stars", rule=counted.rule)


def _named(html: str, evidence: Evidence) -> RatingReading | None:
    """Read the number that a class or a file name carries."""
    for numbers, rule in ((evidence.class_numbers, "class-n"), (evidence.file_numbers, "file-name-n")):
        values = set(numbers)
        if not values:
            continue
        family = _family(evidence)
        if family is not None:
            value = max(values) / family.divisor
            if value <= family.best:
                return reading(html, value=value, best=family.best, kind="stars", rule=family.rule)
        read = {_scaled(n) for n in values} - {None}
        if len(read) == 1:
            value_best = read.pop()
            assert value_best is not None
            value, best, suffix = value_best
            return reading(html, value=value, best=best, kind="stars", rule=rule + suffix)
        return rejected(html, "class-ambiguous")
    return None


def _scaled(number: float) -> tuple[float, float, str] | None:
    """Return value, best and what is added to the rule's name for a number in a name, or None where it says nothing."""
    if number <= 5:
        return number, 5.0, ""
    if number < 10 and number == int(number):
        return number, 10.0, "-of-10"
    if 10 < number <= 50 and number % 5 == 0:
        return number / 10, 5.0, "-tens"
    if 50 < number <= 100:
        return round(number / 20, 4), 5.0, "-percent"
    return None


def _phrased(html: str, evidence: Evidence, language: str | None, title: str | None) -> RatingReading | None:
    """Read a verdict, letter, percentage or thumb from the visible text, then from the labels."""
    vetoed: str | None = None
    whole = " ".join(evidence.texts).strip()
    for text in (whole, *evidence.labels):
        if not text or text.lstrip().startswith("<"):
            continue
        read = read_rating(text, language=language, title=title)
        if read.value is not None and read.kind is not None and read.rule is not None:
            return reading(html, value=read.value, best=read.best, kind=read.kind, rule=read.rule)
        if vetoed is None and read.rejected_by not in ("no-rating", "empty"):
            vetoed = read.rejected_by
    if len(evidence.thumbs) == 1 and not any(c.isdigit() for c in whole):
        return reading(html, value=evidence.thumbs.pop(), best=1.0, kind="thumb", rule="thumb-two-way")
    return rejected(html, vetoed) if vetoed is not None else None
