"""The page's own rating where it shows it to people only: in words, or in older markup.

Reads short texts in elements named for an average; a number that stands in prose says nothing.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml import html

from extract.read.document import Document
from extract.read.remembered import remembered
from extract.records import RawRating

# in lower case, without which no name is that of an average: cheaper to look for
_RATED = re.compile(r"rating|star|score|note|bewertung|valoracion|voto")
_AVERAGE = re.compile(
    r"(?:average|avg|overall|aggregate|global|mean|summary|gesamt|moyenne|media|durchschnitt)[a-z]{0,60}"
    r"(?:[-_ ](?:[a-z]{1,60}[-_ ]?)?)?(?:rating|star|score|note|bewertung|valoracion|voto)"
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


def visible_rating(document: Document) -> RawRating | None:
    """Return the page's own rating where an element named for an average shows "n of m"; None unless all agree."""
    found: dict[tuple[str, str], str] = {}
    nodes = document.nodes
    named = {
        i
        for attribute in ("class", "id", "data-hook")
        for name, numbers in nodes.by_value(attribute).items()
        if _is_average(name)
        for i in numbers
    }
    for i in sorted(named):
        text = short_text(nodes.els[i])
        match = _OF.search(text) if text else None
        if match is not None and 0 <= float(match[1].replace(",", ".")) <= float(match[2]):
            found.setdefault((match[1], match[2]), text or "")
    if len(found) != 1:
        return None
    ((value, best), text) = next(iter(found.items()))
    return RawRating(raw=text, value=value, best=best)


@remembered(16384)
def _is_average(name: str) -> bool:
    return _RATED.search(name.lower()) is not None and _AVERAGE.search(name) is not None


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
            text = element.get("title") or element.get("value") or short_text(element)
            if text and (name != "rating" or len(_NUMBER.findall(text)) == 1):
                return text
    return None


def short_text(element: html.HtmlElement) -> str | None:
    """Return an element's text in one line where it is short; None where it is long, or nothing."""
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
