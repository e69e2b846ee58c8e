"""What a page says of its title: name, kind, year, synopsis, its own rating, its addresses; each with its source.

All that the sources say is gathered first, in the order of trust (profile, JSON-LD, embedded state, microdata,
OpenGraph, the page itself); the first answer is taken and a different one is kept in `otherwise`. A value that the
page does not give is None: nothing is made up from the site's habits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from lxml import html

from extract.read.document import Document
from extract.read.json_title import JsonTitle, title_of_document, title_of_states
from extract.read.links import canonical_url
from extract.read.naming import (
    first_part,
    host_names,
    letters,
    name_of_slug,
    run_of_slug,
    segments,
    split_year,
    tidy,
    without_series,
    without_site,
    year_in_brackets,
)
from extract.read.page_facts import counted_rating, microformat_rating, stated_average, visible_rating
from extract.read.selectors import paragraphs
from extract.read.state import resolve_indices
from extract.read.structured import Node, StructuredData
from extract.read.subject import Subject, find_subject, is_article, is_media, may_have_year
from extract.read.title_lines import Lines, heading_of, lines_of
from extract.read.title_words import is_heading, is_part, isbn_in, name_in_line, proper_title
from extract.read.words import tables, thread_heading
from extract.read.year_facts import headed_year, imprint_year, labelled_year, told_year
from extract.records import RawRating, RawTitle
from transform.titles import read_kind

_YEARS = ("datePublished", "startDate", "releaseDate", "copyrightYear")
_SITE_META = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "al:ios:app_name",
    "twitter:app:name:iphone",
)
_AVERAGES = ("AggregateRating", "Review-aggregate", "Rating")
_OG_MEDIA = ("video.", "book", "music.", "novel", "game", "movie", "tv_show")
_RATED_META = ("books:", "video:", "product:", "og:", "")
_FRONT = frozenset({"", "/", "./", "/index.php", "/index.html", "/index.htm", "index.php", "index.html", "index.htm"})
_TITLE_META = ("headline", "dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title")
_BRAND = re.compile(r"logo|brand|site-?_?(?:title|name)|masthead", re.IGNORECASE)
_MOST_LINKS = 400
_LONG_LINE = 45
_BAR = re.compile(r"\s[|｜]\s")
Naming = Callable[[str], tuple[str, str | None]]


@dataclass
class _Said:
    """What each source said of each field, in the order of trust."""

    texts: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    ratings: list[tuple[str, RawRating]] = field(default_factory=list)

    def add(self, name: str, source: str, text: str | None) -> None:
        if text is not None and text.strip():
            plain = paragraphs(text) if name == "synopsis" else text.strip()
            self.texts.setdefault(name, []).append((source, plain))


def _from_profile(given: Mapping[str, str], said: _Said) -> None:
    for name in ("name", "kind", "year", "synopsis", "canonical", "language", "published"):
        said.add(name, "profile", given.get(name))
    value = given.get("rating")
    if value is not None:
        plain = value if re.fullmatch(r"\s*\d{1,6}(?:[.,]\d{1,6})?\s*", value) else None
        best, worst, count = (given.get(f"rating_{part}") for part in ("best", "worst", "count"))
        said.ratings.append(("profile", RawRating(raw=value, value=plain, best=best, worst=worst, count=count)))


def subject_of(document: Document, structured: StructuredData) -> Subject:
    """Find the structured nodes that speak of what the page is about."""
    if document.kind != "html":
        return Subject()
    lines = lines_of(document, structured)
    return find_subject(structured, document.url, [t for t in (lines.element, lines.og) if t], lines.headings)


def read_title(
    document: Document,
    structured: StructuredData,
    subject: Subject,
    *,
    given: Mapping[str, str] | None = None,
    prefer: Mapping[str, str] | None = None,
) -> RawTitle:
    """Read what a page says of its title.

    `given` holds what a profile's selectors found (field -> text), `prefer` which source it wants to be believed
    first (field -> source).
    """
    said = _Said()
    _from_profile(given or {}, said)
    if document.kind == "json":
        found = title_of_document(resolve_indices(document.data))
        if found is not None:
            _from_json(found, "json", said)
        return _taken(document, said, prefer or {})
    if document.kind != "html":
        return _taken(document, said, prefer or {})
    lines = lines_of(document, structured)
    sites = _site_names(document, structured)
    sites += _home_names(document, lines, sites)
    for node in subject.nodes:
        if node.source == "json-ld":
            _from_node(node, said, sites)
    media = _about_media(subject, structured)
    if not subject.listing and (subject.main is None or media) and not _complete(said):
        state = title_of_states(structured.states, _names_to_find(subject, lines, sites))
        if state is not None:
            _from_json(state if media else replace(state, rating=None, year=None), "state", said)
    for node in subject.nodes:
        if node.source == "microdata":
            _from_node(node, said, sites)
    named = split_year if _is_article(subject, structured) else name_in_line
    _from_meta(structured, said, sites, named)
    _from_page(document, lines, said, sites, named)
    own = canonical_url(document, structured)
    if own is not None:
        said.add("canonical", own[1], own[0])
    _late_facts(document, structured, subject, said)
    _order_names(document.url, said, sites)
    return _taken(document, said, prefer or {})


def _about_media(subject: Subject, structured: StructuredData) -> bool:
    """Say whether the page itself states that it is about a film, series, book, game or record."""
    if subject.main is not None and is_media(subject.main):
        return True
    return (structured.meta_text("og:type") or "").lower().startswith(_OG_MEDIA)


def _is_article(subject: Subject, structured: StructuredData) -> bool:
    """Say whether the page is an article or a discussion: then "Review: X" is its own name, not words about X's."""
    if subject.main is not None:
        return not subject.listing and is_article(subject.main)
    return (structured.meta_text("og:type") or "").lower().startswith("article")


def _complete(said: _Said) -> bool:
    return "name" in said.texts and "year" in said.texts and bool(said.ratings)


def _site_names(document: Document, structured: StructuredData) -> list[str]:
    names = [v for key in _SITE_META for v in structured.meta.get(key, ())]
    for node in (*structured.json_ld, *structured.microdata):
        if node.is_a(
            "WebSite", "Organization", "NewsMediaOrganization", "Corporation", "OnlineStore", "Blog", "WPHeader"
        ):
            names += node.texts("name")[:1] + node.texts("alternateName")[:2] + node.texts("headline")[:1]
        names += [n for publisher in node.nodes("publisher") for n in publisher.texts("name")[:1]]
    url = document.url or structured.meta_text("og:url") or ""
    return [n for n in names if n] + host_names(url)


def _home_names(document: Document, lines: Lines, sites: list[str]) -> list[str]:
    """Return what links to the front page, or a heading in the logo's place, call the site: it ends the title line."""
    parts = [letters(part) for part in segments(lines.element)]
    known = {letters(site) for site in sites}
    if len(parts) < 2 or not urlsplit(document.url).path.strip("/"):
        return []
    for heading in document.nodes.of_tags("h1")[:2]:
        if letters(heading.text_content()) == parts[-1] and _BRAND.search(heading.get("class") or ""):
            return [tidy(heading.text_content())]
    for link in document.nodes.of_tags("a")[:_MOST_LINKS]:
        name = tidy(link.text_content()) if _leads_home(link.get("href") or "", document.url) else ""
        word = letters(name)
        if not word or word not in parts or word in known or is_heading(name):
            continue
        others = [part for part in segments(lines.element) if letters(part) not in (*known, word)]
        if any(not is_heading(part) for part in others) and (word == parts[-1] or _is_brand(link)):
            return [name]
    return []


def _leads_home(href: str, own: str) -> bool:
    try:
        there, here = urlsplit(href), urlsplit(own)
    except ValueError:
        return False
    same = not there.netloc or there.netloc.removeprefix("www.") == here.netloc.removeprefix("www.")
    return bool(href) and same and not there.query and not there.fragment and there.path in _FRONT


def _is_brand(link: html.HtmlElement) -> bool:
    at: html.HtmlElement | None = link
    for _ in range(3):
        if at is None or at.tag == "body":
            return False
        if at.tag in ("h1", "h2") or _BRAND.search(f"{at.get('class') or ''} {at.get('id') or ''}"):
            return True
        at = at.getparent()
    return False


def _names_to_find(subject: Subject, lines: Lines, sites: list[str]) -> list[str]:
    names = [node.text("name", "headline") or "" for node in subject.nodes[:1]]
    for line in lines.all:
        short = without_site(line, sites)
        names += [short, split_year(short)[0]]
    return [letters(name) for name in names if name]


def _from_node(node: Node, said: _Said, sites: list[str]) -> None:
    source = node.source
    media = is_media(node)
    for name in node.texts("name")[:1] or node.texts("headline")[:1]:
        plain, year = split_year(without_site(tidy(name), sites) if not media else tidy(name))
        said.add("name", source, plain)
        if year:
            said.add("year", source, year)
    said.add("kind", source, node.types[0] if node.types else None)
    said.add("synopsis", source, node.text("description", "abstract") or None)
    said.add("language", source, node.text("inLanguage"))
    for key in _YEARS:
        if media:
            said.add("year", source, node.text(key))
    said.add("published", source, node.text("datePublished", "dateCreated", "uploadDate"))
    for rating in (*node.nodes("aggregateRating"), *(n for n in node.nodes("rating") if n.is_a(*_AVERAGES))):
        found = rating_of_node(rating)
        if found is not None and found.count != "0":  # nobody has rated: what stands there is no rating
            said.ratings.append((source, found))


def rating_of_node(node: Node) -> RawRating | None:
    """Read an AggregateRating's or Rating's parts, as written; None where it states no value."""
    value = node.text("ratingValue", "average", "rating")
    if value is None:
        inner = node.node("rating")
        value = inner.text("average", "ratingValue", "value") if inner is not None else None
    if value is None or not any(c.isdigit() for c in value):
        return None
    return RawRating(
        raw=value,
        value=value,
        best=node.text("bestRating", "best"),
        worst=node.text("worstRating", "worst"),
        count=node.text("ratingCount", "reviewCount", "votes", "count"),
    )


def _from_json(found: JsonTitle, source: str, said: _Said) -> None:
    name, year = split_year(tidy(found.name))
    said.add("name", source, name)
    said.add("year", source, found.year)
    said.add("year", source, year)
    said.add("synopsis", source, found.synopsis)
    said.add("kind", source, found.kind)
    said.add("language", source, found.language)
    if found.rating is not None:
        said.ratings.append((source, found.rating))


def _from_meta(structured: StructuredData, said: _Said, sites: list[str], named: Naming) -> None:
    og_title = structured.meta_text("og:title")
    if og_title:
        name, year = named(without_site(og_title, sites))
        said.add("name", "opengraph", name)
        said.add("year", "opengraph", year or year_in_brackets(og_title))
    said.add("synopsis", "opengraph", structured.meta_text("og:description"))
    kind = structured.meta_text("og:type")
    said.add("kind", "opengraph", kind)
    for key in ("video:release_date", "book:release_date", "music:release_date", "og:release_date"):
        said.add("year", "opengraph", structured.meta_text(key))
    value = structured.meta_text(*(f"{prefix}rating:value" for prefix in _RATED_META), "og:rating")
    if value is not None and re.fullmatch(r"\d{1,3}(?:[.,]\d{1,6})?", value):
        best = structured.meta_text(*(f"{prefix}rating:scale" for prefix in _RATED_META), "og:rating_scale")
        count = structured.meta_text(*(f"{prefix}rating:count" for prefix in _RATED_META), "og:rating_count")
        if count != "0":
            said.ratings.append(("opengraph", RawRating(raw=value, value=value, best=best, count=count)))
    said.add("name", "meta", structured.meta_text(*_TITLE_META))
    said.add("published", "opengraph", structured.meta_text("article:published_time"))
    said.add("synopsis", "meta", structured.meta_text("description"))


def _from_page(document: Document, lines: Lines, said: _Said, sites: list[str], named: Naming) -> None:
    heading = heading_of(document.url, lines, sites)
    short = _without_thread_words(without_site(lines.element, sites)) if lines.element else ""
    if short and short == lines.element and len(letters(short)) > _LONG_LINE:
        short = first_part(short)  # a line of slogans: the name comes first
    for source, line in (("heading", heading), ("title-element", short)):
        if line:
            name, year = named(line)
            said.add("name", source, name)
            said.add("year", source, year)
    names = {letters(name) for _, name in said.texts.get("name", ())}
    for line in lines.headings:
        if len(letters(line)) > 4 and letters(line)[:-4] in names:
            said.add("year", "heading", _year_only(letters(line)[-4:]))
    said.add("year", "title-element", year_in_brackets(lines.element))
    for segment in segments(lines.element)[1:]:
        said.add("year", "title-element", _year_only(segment.split()[-1]) if len(segment.split()) <= 3 else None)


def _without_thread_words(line: str) -> str:
    """Take "Customer reviews:" off the beginning of a line, or "- Reviews" off its end."""
    parts = segments(line)
    if len(parts) > 1 and parts[0].lower() in tables()["titled"]["topic"] and parts[1] in line:
        return line[line.index(parts[1]) :]
    if len(parts) > 1 and thread_heading().fullmatch(parts[0]) and parts[1] in line:
        return line[line.index(parts[1]) :]
    if len(parts) > 1 and thread_heading().fullmatch(parts[-1]):
        return line[: line.rindex(parts[-1])].rstrip(" -–—|•·:»«›")
    return line


def _late_facts(document: Document, structured: StructuredData, subject: Subject, said: _Said) -> None:
    """Add what is believed last: dates of making, labels on the page, a rating in words."""
    for node in subject.nodes:
        if is_media(node):
            said.add("year", node.source, node.text("dateCreated"))
    if "year" not in said.texts and (subject.main is None or may_have_year(subject.main)):
        said.add("year", "url", _year_in_address(document.url, said))
        media = _about_media(subject, structured) or _kind_in_address(document.url) is not None
        said.add("year", "label", labelled_year(document, media=media))
        if not _is_article(subject, structured) and not subject.listing:
            names = {letters(name) for _, name in said.texts.get("name", ())}
            said.add("year", "heading", headed_year(document, names))
            if "year" not in said.texts and (media or subject.main is not None):
                said.add("year", "blurb", told_year(document))
            if "year" not in said.texts and media:
                said.add("year", "imprint", imprint_year(document))
    if not said.ratings and not subject.listing:
        lone = _lone_rating(structured)
        if lone is not None:
            said.ratings.append(lone)
    if not said.ratings and not subject.listing:
        rating = (
            microformat_rating(document)
            or visible_rating(document)
            or counted_rating(document)
            or stated_average(document)
        )
        if rating is not None:
            said.ratings.append(("page", rating))
    said.add("kind", "url", _kind_in_address(document.url))


def _year_in_address(url: str, said: _Said) -> str | None:
    """Return the year that an address spells behind the name: "/film/weapons-2025"."""
    slug = letters(name_of_slug(url) or "") if url else ""
    names = {letters(name) for _, name in said.texts.get("name", ())}
    return _year_only(slug[-4:]) if slug[:-4] in names else None


def _lone_rating(structured: StructuredData) -> tuple[str, RawRating] | None:
    """Return the only AggregateRating of a page, where nothing says whose it is; None where there are several."""
    found = [
        (node.source, rating)
        for node in structured.of_type("AggregateRating", "Review-aggregate")
        if (rating := rating_of_node(node)) is not None and rating.count != "0"
    ]
    return found[0] if len({rating.value for _, rating in found}) == 1 else None


def _kind_in_address(url: str) -> str | None:
    """Return the part of an address that names a kind of title ("/anime/123"), or None."""
    try:
        parts = urlsplit(url).path.lower().split("/")
    except ValueError:
        return None
    return next((part for part in parts[1:-1] if part and read_kind(part) not in (None, "other")), None)


def _order_names(url: str, said: _Said, sites: list[str]) -> None:
    """Put the name that the address spells before other visible ones, and the site's own name last.

    A book's visible lines give way to its title proper; a name that ends in the year that another leaves off, to that.
    """
    slug = letters(name_of_slug(url) or "") if url else ""
    known = {letters(site) for site in sites}
    answers = said.texts.get("name", [])
    heading = next((letters(name) for source, name in answers if source == "heading" and not is_part(name)), "")
    is_book = any(read_kind(kind) == "book" for _, kind in said.texts.get("kind", ())) or isbn_in(url)
    words = {letters(name) for _, name in answers}
    cut: list[tuple[int, str, str]] = []
    for source, given in answers:
        name = without_series(given) if source != "profile" else given
        visible = source in ("opengraph", "heading", "title-element")
        if visible and _year_only(letters(name)[-4:]) and letters(name)[:-4] in words:
            continue
        if visible and (is_book or any(read_kind(part) == "book" for part in name.split(", ")[1:])):
            name = proper_title(name)
        run = run_of_slug(name, slug) if visible else None
        rank = 0 if source in ("profile", "json-ld", "state", "microdata") else 1 if run is not None else 2
        word = letters(name)
        if source in ("opengraph", "title-element") and run is None and heading != word and _within(heading, word):
            rank = 3  # "Watch Salt online" beside the heading "Salt"
        if is_part(name):
            rank = 3  # "Season 3"
        if word in known or is_heading(name):
            rank = 4  # the site's name, or "Customer reviews"
        cut.append((rank, source, run or name))
    if cut:
        said.texts["name"] = [(source, name) for _, source, name in sorted(cut, key=lambda row: row[0])]


def _within(heading: str, line: str) -> bool:
    """Say whether a heading is the greater part of a line that says more."""
    return len(heading) >= 3 and len(heading) >= 0.3 * len(line) and heading in line


def _year_only(text: str) -> str | None:
    return text if text.isdecimal() and len(text) == 4 and "1880" <= text <= "2149" else None


def _without_tail(answers: list[tuple[str, str]]) -> None:
    """Take "| Recipes" off the first name where another source says what stands before the bar."""
    source, text = answers[0]
    head = _BAR.split(text, maxsplit=1)[0].strip()
    if source != "profile" and head != text and any(letters(other) == letters(head) for _, other in answers[1:]):
        answers[0] = (source, head)


def _taken(document: Document, said: _Said, prefer: Mapping[str, str]) -> RawTitle:
    if said.texts.get("name"):
        _without_tail(said.texts["name"])
    for name, wanted in prefer.items():
        if name == "rating":
            said.ratings.sort(key=lambda row: row[0] != wanted)
        elif name in said.texts:
            said.texts[name].sort(key=lambda row: row[0] != wanted)
    sources: dict[str, str] = {}
    otherwise: dict[str, tuple[tuple[str, str], ...]] = {}
    values: dict[str, str | None] = {}
    for name in ("name", "kind", "year", "synopsis", "canonical", "language", "published"):
        answers = said.texts.get(name, [])
        values[name] = answers[0][1] if answers else None
        if answers:
            sources[name] = answers[0][0]
            otherwise |= _differing(name, answers)
    rating = None
    if said.ratings:
        sources["rating"], rating = said.ratings[0]
        otherwise |= _differing("rating", [(s, r.raw or "") for s, r in said.ratings])
    return RawTitle(
        name=values["name"],
        kind=values["kind"],
        year=values["year"],
        synopsis=values["synopsis"],
        rating=rating,
        canonical_url=values["canonical"],
        language=values["language"] or document.language,
        published=values["published"],
        sources=sources,
        otherwise=otherwise,
    )


def _differing(name: str, answers: Iterable[tuple[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    seen: set[str] = set()
    out: list[tuple[str, str]] = []
    for source, text in answers:
        if letters(text) not in seen:
            seen.add(letters(text))
            out.append((source, text))
    return {name: tuple(out[1:])} if len(out) > 1 else {}
