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
from extract.read.words import out_of, title_tables
from extract.records import RawRating

# in lower case, without which no name is that of an average: cheaper to look for
_RATED = re.compile(r"rating|star|score|note|bewertung|valoracion|voto")
_AVERAGE = re.compile(
    r"(?:average|avg|overall|aggregate|global|mean|summary|gesamt|moyenne|media|durchschnitt)[a-z]{0,60}"
    r"(?:[-_ ](?:[a-z]{1,60}[-_ ]?)?)?(?:rating|star|score|note|bewertung|valoracion|voto)"
    r"|(?:rating|star|score|note|bewertung)s?[-_ ]?(?:average|avg|overall|aggregate|mean|summary|out-of)",
    re.IGNORECASE,
)
_OUT_OF = out_of()
_OF = re.compile(
    rf"(?<![\d.,٫/])(\d{{1,3}}(?:[.,٫]\d{{1,4}})?)\s*{_OUT_OF}\s*(\d{{1,3}})(?![\d/]|[.,٫]\d)", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:[.,٫]\d+)?")
# a scale that stands apart from the number: "average of 10 (143 votes)"
_SCALE = re.compile(rf"(?<![\w.,٫/]){_OUT_OF}\s*(5|10|20|100|۵|۱۰|٥|١٠)(?=\s*(?:[(（,;·|]|\Z))", re.IGNORECASE)
_BEST = re.compile(rf"{_OUT_OF}\s*\d{{1,3}}(?:[.,٫]0)?(?![\d.,٫])", re.IGNORECASE)
_BEST_AND_COUNT = re.compile(rf"({_OUT_OF}\s*(?:5|10|20|100|۵|۱۰|٥|١٠))\s(?=\d)", re.IGNORECASE)
_DECIMAL = re.compile(r"(?<![\d.,٫/])\d{1,2}[.,٫]\d{1,2}(?![\d.,٫]|\s*[km]\b)", re.IGNORECASE)
_STATED_AVERAGES = (
    "data-average-rating",
    "data-avg-rating",
    "data-rating-average",
    "data-rating-avg",
    "data-averagerating",
)
_STATED_COUNTS = (
    "data-number-of-reviews",
    "data-number-of-ratings",
    "data-review-count",
    "data-reviews-count",
    "data-rating-count",
)
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
        if match is not None and 0 <= _value(match[1]) <= float(match[2]):
            found.setdefault((match[1], match[2]), text or "")
    if len(found) != 1:
        return None
    ((value, best), text) = next(iter(found.items()))
    return RawRating(raw=text, value=value, best=best)


def stated_average(document: Document) -> RawRating | None:
    """Return the average that an attribute states for the page's own program; None unless all such places agree."""
    found: dict[float, RawRating] = {}
    for attribute in _STATED_AVERAGES:
        for i in document.nodes.with_attribute(attribute):
            element = document.nodes.els[i]
            value = (element.get(attribute) or "").strip()
            count = next((element.get(name) for name in _STATED_COUNTS if element.get(name)), None)
            if _NUMBER.fullmatch(value) is None or count == "0" or _is_of_another(element):
                continue
            rating = RawRating(raw=value, markup=_short_markup(element), count=count)
            known = found.setdefault(_value(value), rating)
            if len(known.markup or "") < len(rating.markup or ""):
                found[_value(value)] = rating  # the one with a drawing tells its scale
    return next(iter(found.values())) if len(found) == 1 and 0 not in found else None


def _is_of_another(element: html.HtmlElement) -> bool:
    at: html.HtmlElement | None = element
    while at is not None and at.tag not in ("body", "html"):
        if _OTHERS.search(f"{at.get('class') or ''} {at.get('id') or ''}") or at.tag in (
            "li",
            "aside",
            "nav",
            "footer",
        ):
            return True
        at = at.getparent()
    return False


def _short_markup(element: html.HtmlElement) -> str | None:
    """An element's markup where it is short, else None: a part of a row of stars is another rating."""
    whole = html.tostring(element, encoding="unicode", with_tail=False)
    return whole if len(whole) <= _LONGEST_MARKUP else None


def _value(text: str) -> float:
    return float(re.sub("[,٫]", ".", text))


@remembered(16384)
def _is_average(name: str) -> bool:
    return _RATED.search(name.lower()) is not None and _AVERAGE.search(name) is not None


def counted_rating(document: Document) -> RawRating | None:
    """Return the page's own rating where a number stands beside how many gave it: "7,1 · 12.345 votos".

    The number must be in an element named for a rating, or state its scale; None unless all such places agree. Where
    it states none, the element's markup is given along: its name may be one whose scale is known.
    """
    found: dict[tuple[str, str], RawRating] = {}
    nodes = document.nodes
    for element, text in zip(nodes.els, nodes.texts, strict=True):
        if not text or len(text) > _LONGEST:
            continue
        last = text[-1:]
        match = _ALONE.fullmatch(text) if last.isdigit() or last.isspace() or last in ")%/" else None
        if match is None and text.lstrip(" (\n\t")[:1].isdigit():
            match = _SAID.match(text)
        rating = _counted(element, match) if match is not None else None
        if rating is not None:
            found.setdefault((rating.raw or "", rating.count or ""), rating)
            if len({raw for raw, _ in found}) > 1:
                return None
    return next(iter(found.values()), None)


# an average of decimals, a percentage, or a number of a scale
_OF_SCALE = rf"\d{{1,3}}(?:[.,٫]\d{{1,2}})?\s?{_OUT_OF}\s?(?:5|10|20|100|۵|۱۰|٥|١٠)(?!\d)"
_ALONE = re.compile(rf"\s*\(?(\d{{1,2}}[.,٫]\d{{1,2}}|\d{{1,3}}\s?%|{_OF_SCALE})\)?\s*", re.IGNORECASE)
# the same with its count behind it: "(3.9 / 5.0, 231 votes)"
_SAID = re.compile(rf"\s*\(?({_OF_SCALE}(?:[.,]0)?)(?=[\s,;(·|–-])", re.IGNORECASE)
# names that are for a rating: a word begins with it ("user-rating", "ratingValue"), so that "operation" is none
_SCORED = re.compile(
    r"(?:(?<![^\W\d_])|(?-i:(?=[A-Z])))(?:user|star|meta|film|movie|book|review|total|overall)?"
    r"(?:rat(?:e|ing)|star(?!t)|score|note(?!b)|voto|punt|grade|ocena|average|avg)"
    r"|bewertung|valoracion|оцен|评分|評価|평점",
    re.IGNORECASE,
)
# names of boxes in which a number counts pages, pictures or steps
_COUNTING = re.compile(
    r"(?<![a-z])(?:pag(?:er|ing|inat(?:ion|or)|enav|enum)|page-?_?(?:n|count|of|info|status|link|item)"
    r"|photo|picture|gallery|slide|swiper|step|wizard|progress)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"related|similar|recommend|sidebar|carousel|footer|review-?_?(?:item|card|body|content|data|row)|user-?_?review(?!s)|comment|critic-?_?review|histogram|breakdown|listing"
    r"|teaser|\bcard\b|product-?_?card|search|chart|episode",
    re.IGNORECASE,
)
_HIGHEST = 5
_LONGEST_BOX = 160
_LONGEST_MARKUP = 1500


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
            if text is None or _has_another(text, match[1]) or _counts_on(names, text, match[1]):
                return None
            count = _count_in(_BEST_AND_COUNT.sub(r"\1 · ", text))
            best = "100" if "%" in match[1] else _best_in(text, match[1])
            if count is not None and (named or (best is not None and _is_on_scale(text, match[1]))):
                value = _number_in(match[1])
                raw = match[1] if best is None or value != match[1] else f"{value}/{best}"
                markup = _short_markup(element) if best is None else None
                rating = RawRating(raw, value if best is not None else None, best, count=count, markup=markup)
        at = at.getparent()
    return rating


def _number_in(text: str) -> str:
    match = _NUMBER.search(text)
    return match[0] if match is not None else text


def _has_another(text: str, number: str) -> bool:
    """Say whether a box shows another average besides: then its count may be that one's."""
    own = _number_in(number)
    return "%" not in number and any(found != own for found in _DECIMAL.findall(_BEST.sub(" ", text)))


def _counts_on(names: str, text: str, number: str) -> bool:
    """Say whether a whole number says where one is in a row of pages, pictures or steps: "Page 1 of 10"."""
    own = _number_in(number)
    if "%" in number or not own.isdecimal():
        return False
    return _COUNTING.search(names) is not None or any(
        own in (match["behind"], match["before"]) for match in _steps().finditer(text.lower())
    )


@cache
def _steps() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(title_tables()["votes"]["steps"], key=len, reverse=True))
    of = rf"\s*{_OUT_OF}\s*\d+"
    return re.compile(
        rf"(?<![^\W\d_])(?:{words})\W{{0,3}}(?P<behind>\d+){of}|(?<![\d.,])(?P<before>\d+){of}\s*(?:{words})(?![a-z])"
    )


def _is_on_scale(text: str, number: str) -> bool:
    """Say whether a number's scale alone tells that it rates: "of" also joins counts, "/" and "%" seldom do."""
    return "%" in number or re.search(rf"{re.escape(_number_in(number))}\s*/", text) is not None


def _best_in(text: str, number: str) -> str | None:
    """Return the scale that a text states for a number, beside it or apart."""
    own = re.escape(_number_in(number))
    match = re.search(own + rf"\s*{_OUT_OF}\s*(5|10|20|100|۵|۱۰|٥|١٠)(?!\d)", text, re.IGNORECASE) or _SCALE.search(
        text
    )
    return str(int(match[1])) if match is not None else None


def _count_in(text: str) -> str | None:
    match = _votes().search(text.lower())
    return (match["before"] or match["after"]).strip() if match is not None else None


@cache
def _votes() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(title_tables()["votes"]["words"], key=len, reverse=True))
    number = r"\d{1,3}(?:[.,٬\u00a0\u202f ]\d{3})+|\d+(?:[.,]\d)?\s?[km]\b|\d+"
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
        parts = {name: _first_of(box, name) for name in _PARTS}
        value = parts["average"] or parts["value"] or parts["rating"]
        count = parts["votes"] or parts["count"]
        number = None if value is None else _NUMBER.search(value)
        if number is not None and _NO_VOTES.fullmatch(count or "") is None:
            found.append(RawRating(value, number[0], parts["best"], parts["worst"], count))
    return found[0] if len({rating.value for rating in found}) == 1 else None


_NO_VOTES = re.compile(r"\D*0\D*")


def _first_of(box: html.HtmlElement, name: str) -> str | None:
    """The text of the first element of a microformats class ("average", "p-average") that holds no other number."""
    for element in box.iter():
        if isinstance(element.tag, str) and {name, f"p-{name}"} & set((element.get("class") or "").split()):
            titled = next((e for e in element if "value-title" in (e.get("class") or "").split()), element)
            text = titled.get("title") or element.get("value") or short_text(element)
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


def is_written_by_people(element: html.HtmlElement) -> bool:
    """Say whether an element lies among what people wrote of the title, or in what is beside it."""
    at: html.HtmlElement | None = element
    for _ in range(12):
        if at is None or at.tag == "body":
            return False
        if at.tag in ("aside", "nav", "footer", "blockquote") or _WRITTEN.search(
            f"{at.get('class') or ''} {at.get('id') or ''} {at.get('itemprop') or ''}"
        ):
            return True
        at = at.getparent()
    return True


_WRITTEN = re.compile(
    r"comment|review(?!ed)|respon|repl(?:y|ies)|opini|avis|rezension|kommentar|post-?_?(?:body|content|message)|message|related|similar|recommend|sidebar|card|author|bio",
    re.IGNORECASE,
)
