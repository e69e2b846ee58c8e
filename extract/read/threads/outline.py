"""A page as flat tables in document order: what the finder counts its evidence in.

One pass over the tree; every element gets a number, its subtree is the range `i .. end[i]`, and evidence is summed
along the page so that a count inside any range is one subtraction. Reads marks (dates, names, controls); judges nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate

from lxml import etree, html

from extract.read.threads import vocabulary
from extract.read.threads.vocabulary import Role

SKIPPED = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "select",
        "option",
        "textarea",
        "iframe",
        "object",
        "math",
    )
    + ("canvas", "audio", "video", "map", "datalist", "embed", "applet")
)
INLINE = frozenset(
    (
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
    )
    + ("kbd", "label", "mark", "q", "ruby", "rp", "rt", "s", "samp", "small", "span", "strike", "strong", "sub", "sup")
    + ("time", "tt", "u", "var", "wbr", "nobr", "input", "button", "g-emoji", "picture", "source", "meta", "link")
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", "summary"))
NAME_ATTRIBUTES = (
    "itemprop",
    "data-hook",
    "data-testid",
    "data-test-id",
    "data-qa",
    "data-test",
    "data-role",
    "data-component",
    "property",
)

DATED, AUTHORED, REPLIED, RATED, NAMED, IMAGED, HEADED = range(7)

_TIME_ATTRIBUTES = (
    "datetime",
    "data-time",
    "data-timestamp",
    "data-utime",
    "data-datetime",
    "data-date",
    "data-created",
    "data-epoch",
    "data-creation-date",
    "data-shortdate",
    "data-livestamp",
    "data-unix-time",
    "data-original-time",
    "utime",
    "data-published",
    "data-comment-date",
    "data-created-at",
)
_ID_SHAPE = re.compile(r"\d[\w-]*$")


@dataclass(slots=True)
class Outline:
    """The tables. All lists run over elements in document order; `cum[k][i]` counts marks of kind k before element i."""

    els: list[html.HtmlElement] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    text_cum: list[int] = field(default_factory=list)
    link_cum: list[int] = field(default_factory=list)
    cum: list[list[int]] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    authors: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    name_count: Counter[tuple[str, str]] = field(default_factory=Counter)
    number: dict[html.HtmlElement, int] = field(default_factory=dict)
    density: float = 1.0  # how many letters of an alphabet one letter of this page's script is worth

    def count(self, kind: int, start: int, stop: int) -> int:
        """How many marks of a kind lie in a range of elements."""
        row = self.cum[kind]
        return row[stop] - row[start]

    def text_length(self, start: int, stop: int) -> int:
        """Letters of visible text in a range of elements."""
        return self.text_cum[stop] - self.text_cum[start]

    def link_length(self, start: int, stop: int) -> int:
        """Letters of visible text inside links in a range of elements."""
        return self.link_cum[stop] - self.link_cum[start]

    def marks_in(self, marks: list[int], start: int, stop: int) -> list[int]:
        """The elements of a sorted list of marks that lie in a range."""
        return marks[bisect_left(marks, start) : bisect_left(marks, stop)]

    def children(self, i: int) -> list[int]:
        """The numbered children of an element."""
        out = []
        at, stop, end = i + 1, self.end[i], self.end
        while at < stop:
            out.append(at)
            at = end[at]
        return out

    def role_near(self, i: int, stop: int, steps: int) -> int:
        """The roles of an element and of up to `steps` ancestors below `stop`."""
        roles = self.roles[i]
        at = self.parent[i]
        while steps > 0 and at > stop:
            roles |= self.roles[at]
            at = self.parent[at]
            steps -= 1
        return roles


def outline_of(root: html.HtmlElement, check_time: Callable[[], None]) -> Outline:
    """Number a page's visible elements and mark what they look like. Linear in the page's size."""
    out = Outline()
    els, tags, parent, names, roles, depth = out.els, out.tags, out.parent, out.names, out.roles, out.depth
    number = out.number
    text_own: list[int] = []
    link_own: list[int] = []
    marks: list[int] = []
    in_link: list[bool] = []
    role_of = vocabulary.role_of
    body = root.find(".//body") if root.tag == "html" else None
    top = root if body is None else body
    stop_words = vocabulary.is_reply_text
    i = 0
    for el in top.iter():
        tag = el.tag
        above = number.get(el.getparent()) if i else -1
        if above is None:
            continue
        text = el.text
        tail = el.tail
        if tail is not None and above >= 0:
            n = len(tail.strip()) if tail[:1].isspace() else len(tail.rstrip())
            if n:
                text_own[above] += n
                if in_link[above] and n < _PROSE_LINK:
                    link_own[above] += n
                if n < 90 and n > 3 and not marks[above] & 1 and _dated_text(tail.strip()):
                    marks[above] |= 1
                elif n < 24 and _is_score(tail.strip()):
                    marks[above] |= 8
        if tag.__class__ is not str or (tag in SKIPPED and not (tag == "noscript" and _is_page_of_its_own(el))):
            continue
        attributes = el.attrib
        own_names: tuple[str, ...] = ()
        role = 0
        mark = 0
        if attributes:
            cls = attributes.get("class")
            if cls:
                own_names = tuple(cls.split(None, 12)[:12])
                for name in own_names:
                    role |= role_of(name)
            eid = attributes.get("id")
            if eid:
                role |= role_of(eid.rstrip("0123456789")) & _ID_ROLES
            if len(attributes) > (cls is not None) + (eid is not None):
                for key in NAME_ATTRIBUTES:
                    value = attributes.get(key)
                    if value:
                        own_names += (value,)
                        role |= role_of(value)
                kind = attributes.get("itemtype")
                if kind:
                    kind = kind.rstrip("/").rsplit("/", 1)[-1]
                    own_names += (kind,)
                    role |= role_of(kind)
                mark = _attribute_marks(tag, attributes)
        n = 0
        if text:
            stripped = text.strip()
            n = len(stripped)
            if 0 < n < 90:
                if n > 3 and _dated_text(stripped):
                    mark |= 1
                if n < 24:
                    if _is_score(stripped):
                        mark |= 8
                    elif stop_words(stripped):
                        mark |= 4
        if tag == "time":
            mark |= 1
        elif tag == "img":
            mark |= 32
        elif tag in HEADINGS:
            mark |= 64
        linked = tag == "a" or (above >= 0 and in_link[above])
        number[el] = i
        els.append(el)
        tags.append(tag)
        parent.append(above)
        names.append(own_names)
        roles.append(role)
        depth.append(depth[above] + 1 if above >= 0 else 0)
        in_link.append(linked)
        text_own.append(n)
        link_own.append(n if linked and n < _PROSE_LINK else 0)
        if role & 4 and not role & 2048:
            mark |= 2
        if role & 64:
            mark |= 4
        if role & 128:
            mark |= 8
        if role & 1:
            mark |= 16
        marks.append(mark)
        i += 1
        if not i & 4095:
            check_time()
    _close(out, text_own, link_own, marks)
    return out


def _is_page_of_its_own(noscript: html.HtmlElement) -> bool:
    """Whether a noscript element holds the page for readers without scripts, not just an image."""
    return sum(1 for _ in noscript.iter("p", "div", "article", "li", "time", "a")) > 12


_ITEM_OR_POST = int(Role.ITEM | Role.POST)
_ID_ROLES = int(Role.ITEM | Role.POST | Role.LIST | Role.NOT_THREAD | Role.FORM | Role.BODY | Role.AUTHOR | Role.DATE)


def _close(out: Outline, text_own: list[int], link_own: list[int], marks: list[int]) -> None:
    n = len(out.els)
    end = list(range(1, n + 1))
    parent = out.parent
    for i in range(n - 1, 0, -1):
        above = parent[i]
        if end[i] > end[above]:
            end[above] = end[i]
    out.end = end
    out.text_cum = _running(text_own)
    out.link_cum = _running(link_own)
    for kind in range(7):
        out.cum.append(_running([m >> kind & 1 for m in marks]))
    out.headings = [i for i in range(n) if marks[i] & 64]
    out.dates = [i for i in range(n) if marks[i] & 1]
    out.authors = [i for i in range(n) if marks[i] & 2]
    out.density = _density(out.els)
    count = out.name_count
    for i in range(n):
        tag = out.tags[i]
        for name in out.names[i]:
            count[tag, name] += 1


def _density(els: list[html.HtmlElement]) -> float:
    """2.5 where a page is written in Chinese, Japanese or Korean, 1 where in an alphabet, between where mixed."""
    sample = "".join((el.text or "")[:80] for el in els[:: max(1, len(els) // 400)])
    letters = [c for c in sample if c.isalpha()]
    return 1.0 + 1.5 * sum(c >= "\u3000" for c in letters) / max(1, len(letters))


def _running(values: list[int]) -> list[int]:
    return list(accumulate(values, initial=0))


def _attribute_marks(tag: str, attributes: etree._Attrib) -> int:
    mark = 0
    href = attributes.get("href")
    if href is not None:
        if (vocabulary.is_author_href(href) and "/comment" not in href) or attributes.get("rel") == "author":
            mark |= 2
        if vocabulary.is_reply_href(href):
            mark |= 4
    for key in _TIME_ATTRIBUTES:
        if key in attributes:
            mark |= 1
            break
    title = attributes.get("title")
    if title and 6 < len(title) < 60 and _dated_text(title):
        mark |= 1
    content = attributes.get("content")
    if content and len(content) < 40 and _ISO.match(content):
        mark |= 1
    if "aria-label" in attributes or "alt" in attributes or title:
        for key in ("aria-label", "alt", "title"):
            value = attributes.get(key)
            if value and len(value) < 60 and _SCORE_IN.search(value):
                mark |= 8
    if "data-rating" in attributes or "data-score" in attributes or "data-stars" in attributes:
        mark |= 8
    return mark


# a link longer than this is a text that is linked as a whole
_PROSE_LINK = 100
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_SCORE_IN = re.compile(
    r"\d(?:[.,]\d+)?\s*(?:/|out of|von|sur|de|of|su|van|z|av|из)\s*\d|\bstars?\b|sterne|étoiles|estrellas|stelle|hvězd|\brat(?:ed|ing)\b",
    re.I,
)
_SCORE = re.compile(
    r"^(?:[★☆⭐✩✪✭✮½]+|\d{1,3}(?:[.,]\d{1,2})?\s*/\s*(?:5|10|20|100)|\d(?:[.,]\d)? (?:out of|von|sur|of|su|van|de) (?:5|10)\b.*)$",
    re.I,
)


def _is_score(text: str) -> bool:
    return _SCORE.match(text) is not None


_DATE = re.compile(
    r"\d{1,4}\s?[./\-年년]\s?\d{1,2}\s?[./\-月월]\s?\d{1,4}"
    r"|\d{1,2}月\d{1,2}日|\d{1,2}월\s?\d{1,2}일|\d{4}-\d\d-\d\dT"
    r"|\b(?:\d+|an?|one|een|ein(?:em|er)?|un[ae]?|um|uma|en|et|jeden|один)\+?\s?(?:\w{1,12}\.?\s){1,2}"
    r"(?:ago|geleden|fa|atrás|temu|sedan|siden|sitten|назад|тому|önce|πριν|zpět|ezelőtt|lalu|trước|yang lalu|în urmă)\b"
    r"|\b(?:il y a|vor|hace|há|před|před|πριν από|acum|cách đây|قبل|منذ|לפני|пре|преди)\s+"
    r"(?:\d+|an?|ein\w*|un\w*|um\w*|en|et|quelques|einigen|algunos|moins)\s+[^\W\d_]+"
    r"|\d+\s?[^\W\d_]{0,4}(?:前|전|ที่แล้ว)|\b\d+\s?(?:min|mins|hr|hrs|[smhdwy]|mo|yr)\.?\s(?:ago)\b"
    r"|^(?:yesterday|today|just now|gestern|heute|hier|aujourd|ayer|hoy|ontem|hoje|ieri|oggi|gisteren|vandaag|wczoraj"
    r"|dziś|dzisiaj|včera|dnes|igår|i går|idag|i dag|вчера|сегодня|dün|bugün|昨日|今日|昨天|今天|어제|오늘)\b",
    re.IGNORECASE,
)
# a day or year beside a word that may be a month: the word decides
_BY_MONTH = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th|er|º|ª|\.)?(?:\s|-|/|de\s|d')+([^\W\d_]{3,14})(?!\w)"
    r"|(?<!\w)([^\W\d_]{3,14})\.?,?[\s-]+\d{1,4}(?:st|nd|rd|th)?(?!\w)",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\s*(?:of|von|de|sur)\s*\d")


@cache
def months() -> frozenset[str]:
    """Month names and abbreviations of many languages, in lower case (Unicode CLDR)."""
    return frozenset(files(__package__).joinpath("months.txt").read_text(encoding="utf-8").split())


def _month_span(text: str) -> tuple[int, int] | None:
    for found in _BY_MONTH.finditer(text):
        word = found.group(1) or found.group(2)
        if word.lower() in months() and not _OUT_OF.match(text, found.end()):
            return found.span()
    return None


_TIME_ONLY = re.compile(r"^\d{1,2}:\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?$", re.I)
_PRICE = re.compile(r"[€$£¥]\s?\d|\d\s?[€$£¥]")
_MAYBE_DATE = re.compile(
    r"\d|ago\b|yesterday|today|now\b|stern|heute|hier\b|aujourd|ayer|hoy|ontem|hoje|ieri|oggi|gister|vandaag|wczoraj|dzi|včera|dnes|går|dag\b|вчера|сегодня|назад|dün|bugün|昨|今|어제|오늘|\b(?:vor|hace|il y a|há)\b",
    re.I,
)


@lru_cache(maxsize=32768)
def _dated_text(text: str) -> bool:
    """A cheap first look: does a short text hold something like a date? Never says what it is."""
    if len(text) > 90 or not _MAYBE_DATE.search(text) or _PRICE.search(text):
        return False
    return _DATE.search(text) is not None or _month_span(text) is not None


def dated_text(text: str) -> bool:
    """Whether a short text holds something like a date or a relative time."""
    return _dated_text(text.strip()[:91])


def date_span(text: str) -> tuple[int, int] | None:
    """Where in a text the first thing like a date lies, or None."""
    found = _DATE.search(text)
    return found.span() if found else _month_span(text)
