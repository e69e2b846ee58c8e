"""A page's own lines of its subject (title element, OpenGraph title, headings), and which heading names it.

Takes the lines as they stand; what goes from them is decided by others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import html

from extract.read.document import Document
from extract.read.naming import letters, name_of_slug, run_of_slug, segments, split_year, tidy
from extract.read.page_facts import is_written_by_people
from extract.read.structured import StructuredData
from extract.read.title_words import bare_name, is_heading

_LONGEST_NAME = 300
_LONG_NAME = 80
_MOST_PARTS = 20
_SEPARATORS = frozenset("-–—|·•»")


@dataclass(frozen=True)
class Lines:
    """The page's own lines of its subject: its title element, its OpenGraph title, its first headings."""

    element: str
    og: str
    headings: tuple[str, ...]
    lesser: tuple[str, ...] = ()  # second and third headings
    called: tuple[str, ...] = ()  # headings that the markup calls the title

    @property
    def all(self) -> list[str]:
        """All but the lesser headings."""
        return [line for line in (self.element, self.og, *self.headings) if line]


def lines_of(document: Document, structured: StructuredData) -> Lines:
    """Return a page's lines as `Lines`; "" where it has none."""
    root = document.root
    element = next((tidy(t.text_content()) for t in root.iterfind("head/title")), "") or next(
        (
            tidy(t.text_content())
            for t in document.nodes.of_tags("title")
            if t.getparent() is not None and t.getparent().tag != "svg"
        ),
        "",
    )
    og = tidy(structured.meta_text("og:title", "twitter:title"))
    headings = tuple(
        t
        for h in document.nodes.of_tags("h1")[:8]
        for t in (*_led_by(h, (element, og)), tidy(h.text_content()))
        if t and len(t) <= _LONGEST_NAME
    )
    lesser = tuple(
        t
        for h in document.nodes.of_tags("h2", "h3")[:8]
        if 3 < len(t := tidy(h.text_content()[:_LONGEST_NAME])) <= _LONG_NAME
    )
    called = tuple(
        tidy(h.text_content()[:_LONGEST_NAME])
        for h in document.nodes.of_tags("h1", "h2", "h3")[:_MOST_HEADINGS]
        if any(_CALLED.fullmatch(name) for name in f"{h.get('class') or ''} {h.get('itemprop') or ''}".split())
        and not is_written_by_people(h)
    )
    return Lines(element, og, headings, lesser, called)


_MOST_HEADINGS = 16
_CALLED = re.compile(
    r"(?:(?:post|entry|article|page|topic|story|node|single|film|movie|book|game)[-_]?)?(?:title|headline|name)",
    re.IGNORECASE,
)


def _led_by(heading: html.HtmlElement, lines: tuple[str, ...]) -> Iterator[str]:
    """Yield the part of a heading, in an element of its own, that leads a title line: "[Help] <b>X</b>".

    Or its own words, where they fill the brackets that a line begins with: "X <a>Add</a>", "【X】phone, address".
    A heading that a title line has as a whole is the name as it stands: "<b>X</b> - The Return".
    """
    whole = letters(tidy(heading.text_content()))
    if any(whole in letters(line) for line in lines):
        return
    for part in islice(heading.iterdescendants("span", "strong", "b", "em", "bdi", "a"), _MOST_PARTS):
        text = tidy(part.text_content())
        if len(letters(text)) > _LEAST_PART and any(
            line.startswith(text) and line[len(text) :].lstrip()[:1] in _SEPARATORS for line in lines
        ):
            yield text
    own = tidy(heading.text)
    if own and len(heading) and any(line.startswith(f"{a}{own}{b}") for line in lines for a, b in _BRACKETS):
        yield own


_BRACKETS = (("【", "】"), ("《", "》"), ("「", "」"), ("『", "』"))  # around a name that begins a title line
_LEAST_PART = 6


def heading_of(url: str, lines: Lines, sites: list[str]) -> str | None:
    """Return the first heading that the title line or the address bears out; a lone one where nothing else names it.

    Where a page, or what was saved of one, has no title line, that is the first one that the markup calls the title.
    """
    slug = letters(name_of_slug(url) or "") if url else ""
    known = letters(lines.element) + "|" + letters(lines.og)
    site = {letters(s) for s in sites}
    borne_out = [h for h in lines.headings if (word := letters(h)) and word in known and word not in site]
    if borne_out:
        return next((h for h in borne_out[1:] if _leads_before(h, borne_out[0], lines)), borne_out[0])
    for heading in lines.headings:
        if run_of_slug(heading, slug) is not None:
            return heading
    for heading in lines.headings:
        words = {letters(bare_name(heading)), letters(split_year(heading)[0])}
        if any(len(word) > 3 and word in known and word not in site for word in words):
            return heading
    parts = {letters(part) for part in segments(lines.element)} - site
    for heading in lines.lesser:
        if len(parts) > 1 and letters(heading) in parts and not is_heading(heading):
            return heading  # the first heading is the site's own
    distinct = {letters(h) for h in lines.headings}
    if not lines.element and not lines.og and len(distinct) != 1:
        return next((h for h in lines.called if h and letters(h) not in site and not is_heading(h)), None)
    plain = letters(lines.element) in site or not lines.element
    return lines.headings[0] if len(distinct) == 1 and plain and letters(lines.headings[0]) not in site else None


def _leads_before(heading: str, other: str, lines: Lines) -> bool:
    """Say whether a heading begins a title line that a shorter one ends: "X · Site", with a heading for either."""
    word, end = letters(heading), letters(other)
    return len(word) > len(end) and any(
        line.startswith(word) and line.endswith(end) for line in (letters(lines.element), letters(lines.og))
    )
