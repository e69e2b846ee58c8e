"""The year of a title where its page shows it to people only: behind a label, or under the name.

Reads short, labelled texts; a year that stands in prose, in a date or in a list of other titles says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from lxml import html

from extract.read.document import Document
from extract.read.naming import letters, plain_digits, tidy
from extract.read.page_facts import is_written_by_people, short_text
from extract.read.threads.days import dated_text
from extract.read.title_words import bare_name
from extract.read.words import any_of, title_tables

_YEAR = re.compile(
    r"(?<![\d/.,-])(?:1[89]\d\d|20\d\d|21[0-4]\d)(?!\d|[.,]\d)|\d{1,2}[./-]\d{1,2}[./-](?:1[89]|20)\d\d(?!\d)"
)
_LONE_YEAR = re.compile(r"(?<![\w/.:#-])((?:18[89]|19\d|20\d|21[0-4])\d)(?![\w/.:]|-\d)")
_SKIP = frozenset({"script", "style", "option", "template", "svg", "textarea", "noscript", "head"})
_NOT_UNDER = frozenset({"nav", "form", "button", "select", "time", "footer", "blockquote", "pre"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = re.compile(r"^\s*([^:：\d]{2,32}?)\s*[:：]\s*(\S.{3,60})$", re.DOTALL)
# "2019年製作／103分"
_MADE = re.compile(
    r"\s*(?:19|20)\d\d\s*(?:年\s*(?:製作|制作|公開|上映|放送|出版|発売|刊行)|년\s*(?:개봉|제작|방영|출간|출시))"
)
_AND = re.compile(r"\s*[/,&|+]\s*")
_BLURBS = frozenset({"p", "div", "span", "li", "td", "dd", "h2", "h3"})
_SENTENCE_ENDS = frozenset(".!?…。！？")
_LONGEST_BLURB = 240
_LONGEST = 80
_MOST_LABELS = 20_000
_MOST_YEARS = 3
_LEAST_CREDITS = 2
_MOST_UNDER = 14
_LONGEST_UNDER = 48
_MOST_ELEMENTS = 60


def labelled_year(document: Document, *, media: bool) -> str | None:
    """Return the text behind the first label that gives a release, with a year in it; None where there is none.

    `media` says that the page is known to be about a film, series, book, game or record: then plain labels
    ("Year", "Published") count too. So they do where the page credits such a work: director, cast, publisher.
    """
    sure: list[str] = []
    plain: list[str] = []
    credited: set[str] = set()
    table = _labels()
    for label, shown in islice(_labelled(document), _MOST_LABELS):
        value = plain_digits(shown)
        kinds = {table[part] for part in (label, *_AND.split(label)) if part in table}
        if "credits" in kinds:
            credited.add(label)
        elif kinds and _YEAR.search(value):
            plain.append(value)
            if "sure" in kinds:
                sure.append(value)
    found = plain if media or len(credited) >= _LEAST_CREDITS else sure
    years = [match[0][-4:] for value in found if (match := _YEAR.search(value)) is not None]
    # a list of titles has a release for each of them
    return next(iter(found), None) if len(years) <= _MOST_YEARS or len(set(years)) == 1 else None


def headed_year(document: Document, names: set[str]) -> str | None:
    """Return the year that stands under the heading that names the title ("2019 · Drama"), or None.

    `names` are the title's names as `letters`. Only short texts before the next heading count, and no dates: those
    are days on which somebody wrote something.
    """
    for heading in document.nodes.of_tags("h1", "h2")[:8]:
        line = tidy(heading.text_content())[:_LONGEST]
        if letters(line) in names or letters(bare_name(line)) in names:
            years = {year for text in _under(heading) for year in _lone_years(text)}
            if len(years) == 1:
                return years.pop()
    return None


def told_year(document: Document) -> str | None:
    """Return the year that a blurb gives ("… Published in 2018."), or None; None where two are given.

    It begins its sentence: within one it may be of anything ("from the author of X, published in 1998"). What people
    wrote about the title tells of many years: texts inside of comments do not count.
    """
    found: set[str] = set()
    for element, tag, text in zip(document.nodes.els, document.nodes.tags, document.nodes.texts, strict=True):
        if tag in _BLURBS and text and 8 < len(text) <= _LONGEST_BLURB and any(c.isdigit() for c in text):
            told = list(_told().finditer(text))
            if any(_begins(text, match.start()) for match in told) and not is_written_by_people(element):
                found |= {match["year"] for match in told}
    return found.pop() if len(found) == 1 else None


def imprint_year(document: Document) -> str | None:
    """Return the year in a book's imprint, a few words and numbers with its length or ISBN among them; None without.

    "Harbour Press, 2012, 400 pages", or the same in lines of their own. The year stands alone or in a date of numbers.
    """
    found = [year for box in _imprints(document) if (year := _lone_year(box)) and not is_written_by_people(box)]
    return found[0] if len(found) == 1 else None  # several are those of a list of books


def _imprints(document: Document) -> Iterator[html.HtmlElement]:
    """Yield the elements, of few parts, in whose own texts a length or an ISBN stands, each once."""
    nodes, seen = document.nodes, set()
    for element, text, tail in zip(nodes.els, nodes.texts, nodes.tails, strict=True):
        for box, told in ((element, text), (element.getparent(), tail)):
            if not told or len(told) > _LONGEST_BLURB or box is None or box in seen or len(box) > _MOST_PIECES:
                continue
            if _imprint().search(told):
                seen.add(box)
                yield box


def _lone_year(box: html.HtmlElement) -> str | None:
    """The one year that stands alone between an element's own commas and lines, if all of them are short."""
    lines = [box.text or "", *(child.tail or "" for child in box)]
    pieces = [piece for line in lines for part in _PARTS.split(line) if (piece := part.strip())]
    if len(pieces) > _MOST_PIECES or any(len(piece.split()) > _MOST_WORDS for piece in pieces):
        return None
    years = {match[1] for piece in pieces if (match := _ALONE.fullmatch(plain_digits(piece))) is not None}
    return years.pop() if len(years) == 1 else None


_PARTS = re.compile(r"[,;|/·•–—\n]\s|\s[|/·•–—-]\s|\n")
_ALONE = re.compile(r"\(?(?:\d{1,2}[./-]\d{1,2}[./-])?((?:1[89]|20)\d\d)\)?\.?")
_MOST_PIECES, _MOST_WORDS = 12, 4


@cache
def _imprint() -> re.Pattern[str]:
    """Finds "400 pages" or an ISBN."""
    return re.compile(
        rf"(?<![\d.,])\d{{2,4}}\s?{any_of(title_tables()['labels']['pages'])}(?![^\W\d_])"
        r"|(?<!\d)97[89][- ]?\d{1,5}[- ]?\d{2,7}[- ]?\d{1,6}[- ]?[\dX](?![\dX])",
        re.IGNORECASE,
    )


@cache
def _told() -> re.Pattern[str]:
    table = title_tables()["labels"]
    told, between = (
        "|".join(re.escape(w) for w in sorted(table[k], key=len, reverse=True)) for k in ("told", "between")
    )
    return re.compile(
        rf"(?<!\w)(?:{told})\s*(?:(?:{between})\s+)?(?P<year>(?:19|20)\d\d)(?=\s*(?:[.,;)]|\Z))", re.IGNORECASE
    )


def _begins(text: str, at: int) -> bool:
    """Say whether a text's sentence begins at a place; in lower case only where the text itself does."""
    before = text[:at].rstrip()
    return before in ("", "(", "[") or (before[-1] in _SENTENCE_ENDS and not text[at].islower())


def _lone_years(text: str) -> list[str]:
    """The years of a text of few words that gives no day; the first of a range."""
    if len(text) > _LONGEST_UNDER or len(text.split()) > 8 or dated_text(text):
        return []
    years = re.sub(r"(?<=\d{4})\s*[-–—]\s*(?:\d{4}|\d\d)?(?!\d)", " ", plain_digits(text))
    return [match[1] for match in _LONE_YEAR.finditer(years) if not _measured().match(years, match.end())]


@cache
def _measured() -> re.Pattern[str]:
    """Finds what makes a number a measure: "2000 W" is no year."""
    units = "|".join(re.escape(w) for w in sorted(title_tables()["labels"]["units"], key=len, reverse=True))
    return re.compile(rf"\s?(?:{units})(?![^\W\d_])", re.IGNORECASE)


def _under(heading: html.HtmlElement) -> Iterator[str]:
    """Yield the texts behind a heading, until the next heading, prose, or what people act with."""
    count = 0
    for element in islice(_following(heading), _MOST_ELEMENTS):
        if element.tag in _NOT_UNDER or (element.tag in _HEADINGS and not _LONE_YEAR.search(element.text or "")):
            return
        texts = [element.text] if element.tag not in _SKIP else []
        for text in (*texts, element.tail):
            if text and text.strip():
                count += 1
                if count > _MOST_UNDER or len(text) > 4 * _LONGEST_UNDER:
                    return
                yield " ".join(text.split())


def _following(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    at: html.HtmlElement | None = element
    for _ in range(4):
        if at is None or at.tag == "body":
            return
        for sibling in at.itersiblings():
            yield from (part for part in sibling.iter() if isinstance(part.tag, str))
        at = at.getparent()


@cache
def _labels() -> dict[str, str]:
    table = title_tables()["labels"]
    return {label: kind for kind in ("credits", "media", "sure") for label in table[kind]}


def _labelled(document: Document) -> Iterator[tuple[str, str]]:
    """Yield (label, value) pairs: "Label: value" in one text, or a short text and what follows it in its row."""
    known = _labels()
    nodes = document.nodes
    for element, tag, text, tail in zip(nodes.els, nodes.tags, nodes.texts, nodes.tails, strict=True):
        if text and 2 <= len(text) <= 160 and tag not in _SKIP:
            stripped = text.strip()
            label = stripped.rstrip(":： ").lower()
            if label in known or (len(label) < 32 and any(part in known for part in _AND.split(label))):
                value = _after(element)
                if value is not None:
                    yield label, value
            elif ":" in stripped or "：" in stripped:
                yield from _inline(stripped)
            elif len(stripped) <= _LONGEST:
                yield from _led(stripped, known)
        if tail and 6 <= len(tail) <= 160 and (":" in tail or "：" in tail):
            yield from _inline(tail.strip())


def _inline(text: str) -> Iterator[tuple[str, str]]:
    match = _INLINE.match(text)
    if match is not None:
        yield match[1].strip().lower(), match[2].strip()


def _led(text: str, known: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield "First published", "1 May 2019" out of one text: labels of two words and more, and a date."""
    if _MADE.match(text) is not None:
        yield "製作年", text
        return
    words = text.strip("()[]（）").split()
    for count in (3, 2):
        label = " ".join(words[:count]).lower()
        if count < len(words) <= count + 4 and known.get(label) == "sure":
            yield label, " ".join(words[count:])
            return


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
        while following is not None and (not isinstance(following.tag, str) or _is_hint(following)):
            following = following.getnext()
        if following is not None:
            return _dated_by(following) or short_text(following)
        at = at.getparent()
    return None


def _is_hint(element: html.HtmlElement) -> bool:
    """Whether an element only tells those who edit a page how to write a value: "Example: 2012"."""
    text = (element.text or "").strip().lower()
    return len(element) == 0 and text.startswith(_hints()) and ":" in text[:_LONGEST_HINT]


@cache
def _hints() -> tuple[str, ...]:
    return tuple(title_tables()["labels"]["hints"])


_LONGEST_HINT = 20


def _dated_by(element: html.HtmlElement) -> str | None:
    """The date that an element states beside a relative one that it shows: "3 years ago"."""
    for part in islice(element.iter("abbr", "time"), 3):
        stated = part.get("datetime") or part.get("title") or ""
        if _YEAR.search(stated) and not _YEAR.search(part.text_content()):
            return stated
    return None
