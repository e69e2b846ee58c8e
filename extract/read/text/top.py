"""What a text capture says of its title, above the thread: name, year, kind, synopsis, the page's own rating."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.read.document import Document
from extract.read.naming import name_of_slug, split_year, tidy
from extract.read.text.lines import Line
from extract.read.words import labels
from extract.records import RawRating, RawTitle

_SENTENCE_END = re.compile(r"[.!?…。！？,;:]$")
_LONGEST_NAME = 90
_LONGEST_LONELY_NAME = 60
_LONGEST_RATING = 90
_YEAR = re.compile(r"[(\[]?(?:1[89]|20|21)\d\d[)\]]?")
_AGGREGATE = re.compile(
    r"(?:[^\W\d_][^\d★☆⭐]{0,30}?[\s:：]\s*)?[★☆⭐½\s]*"
    r"(?P<value>\d{1,3}(?:[.,]\d{1,2})?)\s*(?:/|out of|von|sur|de|di|su|van|av|z|из|of)\s*(?P<best>\d{1,3})(?![\d.,]\d)"
    r"[★☆⭐\s]*"
    r"(?:[^\d★☆]{0,30}?(?P<count>\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d+(?:[.,]\d)?\s?[kKmM]?)\b[^\d★☆]{0,30})?",
    re.IGNORECASE,
)


def title_of(document: Document, top: Sequence[Line]) -> RawTitle:
    """Return the title. A name only where a first line is one: short, no sentence; else what the address spells."""
    said, rest = _labelled(top)
    sources = dict.fromkeys(said, "text")
    first = rest[0] if rest else ""
    if "name" not in said and _is_name(first, alone=len(rest) == 1 and "synopsis" not in said):
        said["name"] = tidy(first.strip("#= "))
        sources["name"] = "first-line"
        rest = rest[1:]
        if rest and _YEAR.fullmatch(rest[0]) and "year" not in said:
            said["year"], sources["year"] = rest[0].strip("()[]"), "first-line"
            rest = rest[1:]
    if "name" in said:
        said["name"], year = split_year(said["name"])
        if year and "year" not in said:
            said["year"], sources["year"] = year, sources["name"]
    elif document.url and (spelt := name_of_slug(document.url)) is not None:
        said["name"], sources["name"] = spelt, "url-slug"
    rated = [(text, rating) for text in rest if (rating := _aggregate(text)) is not None]
    if len(rated) == 1:
        rest = [text for text in rest if text != rated[0][0]]
        sources["rating"] = "text"
    paragraphs = [said["synopsis"], *rest] if "synopsis" in said else rest
    if paragraphs:
        sources["synopsis"] = "text"
    return RawTitle(
        name=said.get("name"),
        kind=said.get("kind"),
        year=said.get("year"),
        synopsis="\n".join(paragraphs) or None,
        rating=rated[0][1] if len(rated) == 1 else None,
        language=document.language,
        sources=sources,
    )


def _is_name(line: str, *, alone: bool) -> bool:
    """Whether a first line is a name; one that stands alone could be all of a synopsis, and must be shorter."""
    longest = _LONGEST_LONELY_NAME if alone else _LONGEST_NAME
    return 0 < len(line) <= longest and not _SENTENCE_END.search(line) and _aggregate(line) is None


def _aggregate(line: str) -> RawRating | None:
    """The page's own rating where a whole line is one: "4.2/5 (1,234 ratings)", "Note moyenne : 4,1 sur 5"."""
    match = _AGGREGATE.fullmatch(line) if len(line) <= _LONGEST_RATING else None
    if match is None or not 0 <= float(match["value"].replace(",", ".")) <= float(match["best"]):
        return None
    return RawRating(line, match["value"], match["best"], None, (match["count"] or "").strip() or None)


def _labelled(top: Sequence[Line]) -> tuple[dict[str, str], list[str]]:
    """Split off lines that name their part ("Title: …", "Year: …") and bare labels ("Synopsis")."""
    said: dict[str, str] = {}
    rest: list[str] = []
    for line in top:
        label, colon, value = line.text.partition(":") if ":" in line.text else line.text.partition("：")
        part = labels().get(label.strip("# *=").lower())
        if part is None or (not colon and part != "synopsis") or part in said:
            rest.append(line.text)
        elif value.strip():
            said[part] = value.strip()
    return said, rest
