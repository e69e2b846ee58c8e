"""Facts that a page shows to people only: the year behind a label, the page's own rating in words.

Reads short, labelled texts; a year or a number that stands in prose or in a list of other titles says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from lxml import html

from extract.read.document import Document
from extract.read.words import title_tables
from extract.records import RawRating

_YEAR = re.compile(
    r"(?<![\d/.,-])(?:1[89]\d\d|20\d\d|21[0-4]\d)(?!\d|[.,]\d)|\d{1,2}[./-]\d{1,2}[./-](?:1[89]|20)\d\d(?!\d)"
)
_SKIP = frozenset({"script", "style", "option", "template", "svg", "textarea", "noscript", "head"})
_INLINE = re.compile(r"^\s*([^:：\d]{2,32}?)\s*[:：]\s*(\S.{3,60})$", re.DOTALL)
_AVERAGE = re.compile(
    r"(?:average|avg|overall|aggregate|global|mean|summary|gesamt|moyenne|media|durchschnitt)[a-z]*[-_ ]?"
    r"(?:[a-z]+[-_ ]?)?(?:rating|star|score|note|bewertung|valoracion|voto)"
    r"|(?:rating|star|score|note|bewertung)s?[-_ ]?(?:average|avg|overall|aggregate|mean|summary|out-of)",
    re.IGNORECASE,
)
_OF = re.compile(
    r"(?<![\d.,/])(\d{1,3}(?:[.,]\d{1,4})?)\s*(?:/|out of|von|sur|de|di|su|van|av|z|из|of)\s*(\d{1,3})(?![\d/]|[.,]\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_PARTS = ("average", "rating", "value", "best", "worst", "count", "votes")
_LONGEST = 80
_MOST_LABELS = 20_000
_MOST_YEARS = 3


def labelled_year(document: Document, *, media: bool) -> str | None:
    """Return the text behind the first label that gives a release, with a year in it; None where there is none.

    `media` says that the page is known to be about a film, series, book, game or record: then plain labels
    ("Year", "Published") count too.
    """
    labels = _labels(media)
    first: str | None = None
    years: list[str] = []
    for label, value in islice(_labelled(document), _MOST_LABELS):
        match = _YEAR.search(value) if label in labels else None
        if match is not None:
            first = first or value
            years.append(match[0][-4:])
    # a list of titles has a release for each of them
    return first if len(years) <= _MOST_YEARS or len(set(years)) == 1 else None


def visible_rating(document: Document) -> RawRating | None:
    """Return the page's own rating where an element named for an average shows "n of m"; None unless all agree."""
    found: dict[tuple[str, str], str] = {}
    known: dict[str | None, bool] = {None: False}
    for element in document.root.iter():
        if not any(_is_average(element.get(attribute), known) for attribute in ("class", "id", "data-hook")):
            continue
        text = _short(element)
        match = _OF.search(text) if text else None
        if match is not None and 0 <= float(match[1].replace(",", ".")) <= float(match[2]):
            found.setdefault((match[1], match[2]), text or "")
    if len(found) != 1:
        return None
    ((value, best), text) = next(iter(found.items()))
    return RawRating(raw=text, value=value, best=best)


def _is_average(name: str | None, known: dict[str | None, bool]) -> bool:
    told = known.get(name)
    if told is None:
        told = known[name] = name is not None and _AVERAGE.search(name) is not None
    return told


def microformat_rating(document: Document) -> RawRating | None:
    """Return the average that an hReview-aggregate states (http://microformats.org/wiki/hreview-aggregate), or None."""
    if "review-aggregate" not in document.text:
        return None
    found: list[RawRating] = []
    for box in document.root.iter():
        names = (box.get("class") or "").split() if isinstance(box.tag, str) else []
        if "hreview-aggregate" not in names and "h-review-aggregate" not in names:
            continue
        parts = {
            name: _first_of(box, name) for name in ("average", "rating", "value", "best", "worst", "count", "votes")
        }
        value = parts["average"] or parts["value"] or parts["rating"]
        if value is not None and _NUMBER.search(value):
            number = _NUMBER.search(value)
            plain = number[0] if number is not None else None
            found.append(RawRating(value, plain, parts["best"], parts["worst"], parts["votes"] or parts["count"]))
    return found[0] if len({rating.value for rating in found}) == 1 else None


def _first_of(box: html.HtmlElement, name: str) -> str | None:
    """The text of the first element of a microformats class ("average", "p-average") that holds no other number."""
    for element in box.iter():
        if isinstance(element.tag, str) and {name, f"p-{name}"} & set((element.get("class") or "").split()):
            text = element.get("title") or element.get("value") or _short(element)
            if text and (name != "rating" or len(_NUMBER.findall(text)) == 1):
                return text
    return None


@cache
def _labels(media: bool) -> frozenset[str]:
    table = title_tables()["labels"]
    return frozenset(table["sure"]) | (frozenset(table["media"]) if media else frozenset())


def _labelled(document: Document) -> Iterator[tuple[str, str]]:
    """Yield (label, value) pairs: "Label: value" in one text, or a short text and what follows it in its row."""
    known = _labels(True)
    for element in document.root.iter():
        text = element.text
        if text and 2 <= len(text) <= 160 and isinstance(element.tag, str) and element.tag not in _SKIP:
            stripped = text.strip()
            label = stripped.rstrip(":： ").lower()
            if label in known:
                value = _after(element)
                if value is not None:
                    yield label, value
            elif ":" in stripped or "：" in stripped:
                yield from _inline(stripped)
        tail = element.tail
        if tail and 6 <= len(tail) <= 160 and (":" in tail or "：" in tail):
            yield from _inline(tail.strip())


def _inline(text: str) -> Iterator[tuple[str, str]]:
    match = _INLINE.match(text)
    if match is not None:
        yield match[1].strip().lower(), match[2].strip()


def _after(label: html.HtmlElement) -> str | None:
    """What stands behind a label: its tail, its next sibling, or its row's next sibling; short, or nothing."""
    at: html.HtmlElement | None = label
    for _ in range(3):
        if at is None or at.tag in ("body", "table", "ul", "ol", "dl"):
            return None
        text = " ".join((at.tail or "").split()).strip(" :：")
        if text:
            return text if len(text) <= _LONGEST else None
        following = at.getnext()
        while following is not None and not isinstance(following.tag, str):
            following = following.getnext()
        if following is not None:
            return _short(following)
        at = at.getparent()
    return None


def _short(element: html.HtmlElement) -> str | None:
    parts: list[str] = []
    length = 0
    for part in islice(element.itertext(), 40):
        part = part.strip()
        if part:
            parts.append(part)
            length += len(part) + 1
            if length > _LONGEST:
                return None
    return " ".join(" ".join(parts).split()) or None
