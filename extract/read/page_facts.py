"""The page's own rating where it shows it to people only: in words, or in older markup.

Reads short texts in elements named for an average; a number that stands in prose says nothing.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from lxml import html

from extract.read.document import Document
from extract.read.remembered import remembered
from extract.read.words import title_tables
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


def counted_rating(document: Document) -> RawRating | None:
    """Return the page's own rating where a number stands beside how many gave it: "7,1 · 12.345 votos".

    The number must be in an element named for a rating, or state its scale; None unless all such places agree.
    """
    found: dict[tuple[str, str], RawRating] = {}
    nodes = document.nodes
    for element, text in zip(nodes.els, nodes.texts, strict=True):
        if not text or len(text) > _LONGEST:
            continue
        match = None if text[-1:].strip(" \n\t)%/0123456789") else _ALONE.fullmatch(text)
        if match is None and "/" in text:
            match = _SAID.match(text)
        rating = _counted(element, match) if match is not None else None
        if rating is not None:
            found.setdefault((rating.raw or "", rating.count or ""), rating)
            if len({raw for raw, _ in found}) > 1:
                return None
    return next(iter(found.values()), None)


# an average of decimals, a percentage, or a number of a scale
_ALONE = re.compile(r"\s*\(?(\d{1,2}[.,]\d{1,2}|\d{1,3}\s?%|\d{1,3}(?:[.,]\d{1,2})?\s?/\s?(?:5|10|20|100))\)?\s*")
# the same with its count behind it: "(3.9 / 5.0, 231 votes)"
_SAID = re.compile(r"\s*\(?(\d{1,3}(?:[.,]\d{1,2})?\s?/\s?(?:5|10|20|100)(?:[.,]0)?)(?=[\s,;(·|–-])")
_SCORED = re.compile(
    r"rat|star|score|note|bewertung|valoracion|voto|punt|grade|ocena|оцен|average|avg|评分|評価|평점", re.IGNORECASE
)
_OTHERS = re.compile(
    r"related|similar|recommend|sidebar|carousel|footer|review-?_?(?:item|card|body|content|data|row)|user-?_?review(?!s)|comment|critic-?_?review|histogram|breakdown|listing"
    r"|teaser|\bcard\b|product-?_?card|search|chart|episode",
    re.IGNORECASE,
)
_HIGHEST = 5
_LONGEST_BOX = 160


def _counted(element: html.HtmlElement, match: re.Match[str]) -> RawRating | None:
    """Climb from a number to the box that holds its count too; None where it is of one comment or another title."""
    at: html.HtmlElement | None = element
    named = False
    rating: RawRating | None = None
    for level in range(8):
        if at is None or at.tag in ("body", "html"):
            break
        names = f"{at.get('class') or ''} {at.get('id') or ''} {at.get('itemprop') or ''} {at.get('data-testid') or ''}"
        if _OTHERS.search(names) or at.tag in ("li", "article", "aside", "nav", "footer", "tr"):
            return None
        if level < _HIGHEST and rating is None:
            named = named or _SCORED.search(names) is not None
            text = short_text(at, _LONGEST_BOX)
            if text is None:
                return None
            count = _count_in(text)
            if count is not None and (named or "/" in match[1]):
                best = "100" if "%" in match[1] else _best_in(text, match[1])
                value = match[1].partition("/")[0].rstrip(" %")
                raw = match[1] if best is None or "/" in match[1] or "%" in match[1] else f"{value}/{best}"
                rating = RawRating(raw=raw, value=value if best is not None else None, best=best, count=count)
        at = at.getparent()
    return rating


def _best_in(text: str, number: str) -> str | None:
    match = re.search(
        re.escape(number.partition("/")[0].strip())
        + r"\s*(?:/|out of|von|sur|de|su|van|av|z|из)\s*(5|10|20|100)(?!\d)",
        text,
    )
    return match[1] if match is not None else None


def _count_in(text: str) -> str | None:
    match = _votes().search(text.lower())
    return (match["before"] or match["after"]).strip() if match is not None else None


@cache
def _votes() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(title_tables()["votes"]["words"], key=len, reverse=True))
    number = r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d+(?:[.,]\d)?\s?[km]\b|\d+"
    return re.compile(
        rf"(?<![\d.,/])(?P<before>{number})\s*(?:{words})(?![^\W\d_])|(?<!\w)(?:{words})\s*[:：(]\s*(?P<after>{number})(?![\d.,]*\s?[%/])"
    )


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


def short_text(element: html.HtmlElement, longest: int = _LONGEST) -> str | None:
    """Return an element's text in one line where it is short; None where it is long, or nothing."""
    parts: list[str] = []
    length = 0
    for part in islice(element.itertext(), 40):
        part = part.strip()
        if part:
            parts.append(part)
            length += len(part) + 1
            if length > longest:
                return None
    return " ".join(" ".join(parts).split()) or None
