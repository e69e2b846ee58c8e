"""Where a page leads: the following page of its own list, its canonical address.

A link follows a page only if its address is the page's own with a later page number in it, or goes on from one of its
items. "Next" alone proves nothing: on a blog it leads to another article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import html

from extract.read.document import Document
from extract.read.structured import StructuredData
from extract.read.words import tables, thread_heading

_DIGIT = re.compile(r"\d")
_ARROWS = re.compile(r"[\s»›→>≫⇒▶►▸⟩❯«‹←<≪·|.…–—\[\]()（）【】-]+|&gt;|&raquo;")
_NEXT_MARK = re.compile(r"^\s*(?:»|››?|→|>|>>|≫|⇒|▶|►|▸|⟩|❯)\s*$")
_NEXT_NAME = re.compile(
    r"(?<![a-z])(?:next|nxt|weiter|suivant|siguiente|following|volgende|older)(?![a-z]*-?(?:post|article|story|topic|thread|title|episode))",
    re.IGNORECASE,
)
_OTHER_NAME = re.compile(
    r"carousel|slide|swiper|slick|gallery|calendar|month|week|photo|image|trailer|video", re.IGNORECASE
)
_COMMENT_PAGE = re.compile(r"comment-page-\d+|[?&](?:cpage|commentpage|comments_page)=\d+", re.IGNORECASE)
_NAMES_A_THREAD = re.compile(
    r"/(?:[a-z-]*review|comment|opini|recen|critic|critiqu|kritik|avis|otzyv)[a-z]*/?$", re.IGNORECASE
)
# the same as a word anywhere in an address: "/thread-88123-1-1.html"
_ON_A_THREAD = re.compile(
    r"(?:(?<![a-z])|(?-i:(?=[A-Z])))(?:(?:show|view|user)?(?:thread|topic|forum|review|comment)|discussion|kommentar"
    r"|(?:boards?|bbs|foros?|temat?)(?![a-z])|opini|recen[sz]|critic|critiqu|kritik|avis|otzyv|thema|sujet|bewertung)",
    re.IGNORECASE,
)
_ONE_COMMENT = re.compile(r"(?:[a-z-]*comment|c)-?\d+", re.IGNORECASE)
_NUMBER = re.compile(r"[\s\[(]*(\d{1,5})[\s\])]*")
_PUT_IN = re.compile(r"[-_/.](?:p|page|o|or|start|offset)-?(\d{1,4})", re.IGNORECASE)
_NAMED = re.compile(r"[-_/.](?:p|page|o|or|start|offset)-?(\d{1,4})(?=[-_/.])", re.IGNORECASE)
_A_DAY = re.compile(
    r"(?:(?:19|20)\d\d(?:(?:[-/.]\d{1,2}){0,2}|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?)(?:[T\s].*)?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d)\Z"
)
_LONGEST_PUT_IN = 12
_MARKED = frozenset({"b", "strong", "span", "em", "i", "u", "font", "li", "div"})
_LATEST_STEP = 1000
_STEPS = frozenset({10, 15, 20, 25, 30, 40, 50, 60, 100})
MOST_LINKS = 20_000


@dataclass(frozen=True, slots=True)
class _Place:
    """An address taken apart: what stays over all pages of a list, and the number that says which page it is."""

    host: str
    path: str
    others: frozenset[tuple[str, str]]
    number: int | None
    key: str | None
    whole: str = ""  # the path with the number in it


def next_pages(document: Document, structured: StructuredData) -> tuple[str, ...]:
    """Return the addresses of the pages that follow this one in its own list, absolute, in the order of the page.

    Mostly one. Pages of comments that a blog splits off ("comment-page-2") are all given, because the newest may
    be the one without a number.
    """
    if document.kind != "html":
        return ()
    own = document.url or structured.meta_text("og:url") or ""
    here = _place(own) if own else None
    found: dict[str, None] = {}
    rel: list[str] = []
    worded: list[tuple[str, html.HtmlElement]] = []
    numbered: list[str] = []
    for element in document.nodes.of_tags("a", "link")[:MOST_LINKS]:
        href = element.get("href")
        if not href or href.startswith(("#", "javascript:", "mailto:", "data:")) or not _DIGIT.search(href):
            continue  # an address of a later page has its number in it
        if "next" in (element.get("rel") or "").lower().split():
            rel.append(href)
            if element.tag == "a" and _says_next(element):
                worded.append((href, element))
        elif element.tag == "link":
            continue
        elif here is not None and _COMMENT_PAGE.search(href):
            numbered.append(href)
        elif _says_next(element) or _is_number_behind(document, own, element):
            worded.append((href, element))
    for href in rel:
        url = document.absolute(href)
        if url is not None and _follows(here, _place(url), surely=False):
            found.setdefault(url)
    for href, _ in worded:
        url = document.absolute(href)
        if url is not None and (
            _follows(here, _place(url), surely=True)
            or _counts_on(own, url)
            or _has_put_in(own, url)
            or _goes_on_from(own, url)
        ):
            found.setdefault(url)
    if here is not None:  # what else follows may belong to another list, such as a table's
        found = dict.fromkeys(_comment_pages(document, here, numbered)) | found
    return tuple(_distinct(found, own))


def page_number(url: str) -> int | None:
    """Return the number by which an address says which page of a list it is; None for offsets and plain addresses."""
    place = _place(url)
    return place.number if place.key is not None and not place.key.startswith("offset:") else None


def canonical_url(document: Document, structured: StructuredData) -> tuple[str, str] | None:
    """Return the address that a page calls its own, absolute, and the source that says so; None where none does."""
    if document.kind != "html":
        return None
    for link in document.nodes.of_tags("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            url = document.absolute(link.get("href"))
            if url is not None and urlsplit(url).netloc:
                return url, "link"
    url = document.absolute(structured.meta_text("og:url"))
    return (url, "opengraph") if url is not None and urlsplit(url).netloc else None


def asks_noindex(structured: StructuredData, robots_header: str | None) -> bool:
    """Say whether a page asks not to be kept: robots meta element or X-Robots-Tag header with noindex or none."""
    said = [*structured.meta.get("robots", ()), robots_header or ""]
    return any(re.search(r"(?:^|[,:\s])(?:noindex|none)(?:$|[,\s])", text, re.IGNORECASE) for text in said)


@cache
def _next_words() -> frozenset[str]:
    return frozenset(tables()["pager"]["next"])


@cache
def _unnumbered() -> re.Pattern[str]:
    """Finds the end of a first page's path that has no number behind its word: "/topic/56/page"."""
    segments = "|".join(re.escape(s) for s in tables()["pager"]["segments"] if len(s) >= _LEAST_TELLING)
    return re.compile(rf"(?<=[^/])/(?:{segments})/?$", re.IGNORECASE)


_LEAST_TELLING = 4  # letters of a word that tells a page's number without one


@cache
def _numbering() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    pager = tables()["pager"]
    segments = "|".join(re.escape(s) for s in sorted(pager["segments"], key=len, reverse=True))
    pattern = re.compile(rf"(?:^|[/_.-])(?:{segments})[-_/.=]?(\d{{1,5}})(?=/?$|\.\w{{3,5}}$|/)", re.IGNORECASE)
    return frozenset(pager["keys"]), frozenset(pager["offsets"]), pattern


def _says_next(element: html.HtmlElement) -> bool:
    text = ""
    for part in element.itertext():
        text += part
        if len(text) > 60:
            return False
    text = text.strip()
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    said = (text, element.get("aria-label"), element.get("title"))
    if not (
        _NEXT_MARK.match(text)
        or any(words and _ARROWS.sub(" ", words).strip().lower() in _next_words() for words in said)
        or (len(text) < 40 and len(names) > 1 and _NEXT_NAME.search(names))
    ):
        return False
    parent = element.getparent()
    around = names if parent is None else f"{names} {parent.get('class') or ''}"
    return not _OTHER_NAME.search(around)


def _place(url: str) -> _Place:
    try:
        parts = urlsplit(url)
    except ValueError:
        return _Place("", url, frozenset(), None, None)
    keys, offsets, in_path = _numbering()
    others: set[tuple[str, str]] = set()
    number: int | None = None
    key: str | None = None
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        plain = name.lower().rstrip("0123456789").rstrip("_")
        if value.isdecimal() and len(value) < 7 and (plain in keys or plain in offsets) and key is None:
            number, key = int(value), ("offset:" if plain in offsets else "page:") + name
        else:
            others.add((name, value))
    path = unquote(parts.path)
    if key is None:
        matches = list(in_path.finditer(path))
        if matches:
            match = matches[-1]
            number, key = int(match[1]), "path"
            path = path[: match.start()] + path[match.end() :]
        else:
            tail = re.search(r"[-_/~](\d{1,4})(/?|\.\w{3,5})$", path)
            if tail is not None:
                number, key = int(tail[1]), "tail"
                path = path[: tail.start()] + tail[2].lstrip("/")
            else:
                path = _unnumbered().sub("", path)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return _Place(host, path.rstrip("/"), frozenset(others), number, key, unquote(parts.path).rstrip("/"))


def _follows(here: _Place | None, there: _Place, *, surely: bool) -> bool:
    """Say whether an address is a later page of the same list; `surely` where the link's own words say so."""
    if there.number is None or there.key is None:
        return False
    offset = there.key.startswith("offset:")
    if surely and (here is None or here.number is None) and there.number in _STEPS and there.key.startswith("page:"):
        offset = True  # a parameter that is named for pages, but counts items
    if here is None:
        return surely and there.key != "tail" and (there.number == 2 or (offset and there.number > 0))
    if here.host and there.host and here.host != there.host:
        return False
    same_path = _stem(here.path) == _stem(there.path)
    numbered = (
        here.number
        if here.key == there.key or (here.key and there.key and here.key[:4] == there.key[:4] == "page")
        else None
    )
    start = numbered if numbered is not None else 0 if offset or there.number == 1 else 1
    step = there.number - start
    of_a_thread = _ON_A_THREAD.search(here.path) is not None or (here.number is None and _ends_in_id(here))
    if there.key == "tail" and not of_a_thread:
        return False  # another title or episode: "/film/harbour-2"
    if here.key == "tail" and there.key == "tail" and start > 50:
        return False  # ids of articles, not numbers of pages
    if same_path:
        return 0 < step <= (_LATEST_STEP if offset else 1) or (step == 0 and there.number == 1 and start == 0)
    if here.key in ("tail", "path") and there.key != here.key and here.number is not None:
        # the page's own address ends in a number that is an id
        for whole in (here.whole, f"{here.path}/{here.number}"):
            if _stem(whole) == _stem(there.path) or _stem(there.path).endswith(_stem(whole)):
                return there.number in (1, 2) or offset
    if not surely:
        return False
    # the site rewrites its addresses: only an unmistakable page number, one further, on a link that says next
    if there.key == "path" and here.number is None:
        return there.number == 2 and _stem(there.path).startswith(_stem(here.path) + "/")
    if there.key == "tail" and here.number is None and _NAMES_A_THREAD.search(here.path):
        return there.number == 2 and _stem(there.path).startswith(_stem(here.path))
    return there.key.startswith("page:") and step == 1 and _shared(here.path, there.path) >= 0.5


def _ends_in_id(place: _Place) -> bool:
    return _ID.fullmatch(re.split(r"[-_/.~]", _stem(place.path))[-1]) is not None


def _counts_on(own: str, url: str) -> bool:
    """Say whether one address is the other with the next number beside the same id.

    The id stands behind it, "/reviews/2/912345.html", or right before it, "/thread-88123-2-1.html". The address names
    a thread: others count episodes so.
    """
    try:
        here, there = urlsplit(own), urlsplit(url)
    except ValueError:
        return False
    if here.hostname != there.hostname or here.query != there.query or not _ON_A_THREAD.search(here.path):
        return False
    one, other = here.path.split("/"), there.path.split("/")
    differing = [k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or len(differing) != 1:
        return False
    k = differing[0]
    if _is_next(one[k], other[k]):
        return any(sum(map(str.isdigit, part)) > 3 for part in one[k + 1 :])
    parts, later = one[k].split("-"), other[k].split("-")
    changed = [j for j, (a, b) in enumerate(zip(parts, later, strict=False)) if a != b]
    if len(parts) != len(later) or len(changed) != 1:
        return False
    j = changed[0]
    return 0 < j < len(parts) - 1 and _is_next(parts[j], later[j]) and _ID.fullmatch(parts[j - 1]) is not None


_ID = re.compile(r"(?!(?:19|20)\d\d$)\d{4,}")  # a year begins the address of a day


def _is_next(number: str, later: str) -> bool:
    return number.isdecimal() and later.isdecimal() and len(number) < 4 and int(later) == int(number) + 1


def _has_put_in(own: str, url: str) -> bool:
    """Say whether an address is the page's own with a page number put in, or the next one: "/Film-d12-or20-Sea".

    The number is named for a page or an item: a bare one may belong to another name ("/film/harbour-2-the-return").
    """
    try:
        here, there = urlsplit(own), urlsplit(url)
    except ValueError:
        return False
    one, other = here.path, there.path
    if here.hostname != there.hostname or here.query != there.query:
        return False
    start = _common(one, other)
    for at in range(max(0, start - _LONGEST_PUT_IN), start + 1):
        put = other[at : at + len(other) - len(one)]
        match = _PUT_IN.fullmatch(put)
        if match is not None and one[:at] + put + one[at:] == other and re.match(r"[-_/.][^/]*[^\W\d_]{2}", one[at:]):
            return int(match[1]) == 2 or int(match[1]) in _STEPS
    here_at, there_at = _NAMED.search(one), _NAMED.search(other)
    if here_at is None or there_at is None or _NAMED.sub("", one, count=1) != _NAMED.sub("", other, count=1):
        return False
    number, later = int(here_at[1]), int(there_at[1])
    return later - number == 1 or (later - number in _STEPS and number % (later - number) == 0)


def _common(one: str, other: str) -> int:
    return next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _goes_on_from(own: str, url: str) -> bool:
    """Say whether an address is the page's own list, or its comments', from an item on: "?before=19".

    All else that it asks for is the same; a day is no item, but leads through an archive ("?after=2024-05-03").
    """
    try:
        here, there = urlsplit(own), urlsplit(url)
    except ValueError:
        return False
    if not own or here.hostname != there.hostname:
        return False
    cursors = frozenset(tables()["pager"]["cursors"])
    asked, before = parse_qsl(there.query), parse_qsl(here.query)
    places = [pair for pair in asked if pair[0].lower() in cursors]
    rest, own_rest = ({pair for pair in pairs if pair[0].lower() not in cursors} for pairs in (asked, before))
    if len(places) != 1 or places[0] in before or _A_DAY.match(places[0][1]) or rest != own_rest:
        return False
    one, other = _stem(here.path), _stem(there.path)
    return one == other or (
        other.startswith(one + "/") and thread_heading().fullmatch(other[len(one) + 1 :]) is not None
    )


def _is_number_behind(document: Document, own: str, element: html.HtmlElement) -> bool:
    """Say whether a link is the number behind the page's own, which a pager shows without a link: "1 [2] [3]".

    Where the page's own number has one, it leads to this page.
    """
    match = _NUMBER.fullmatch("".join(islice(element.itertext(), 4)))
    if match is None or int(match[1]) < 2:
        return False
    before = element.getprevious()
    if before is None:
        parent = element.getparent()
        before = parent.getprevious() if parent is not None and parent.tag in _MARKED else None
    if before is None or (before.tag not in _MARKED and before.tag != "a"):
        return False
    link = before if before.get("href") else before.find(".//a[@href]")
    if link is not None and (not own or document.absolute(link.get("href")) != own):
        return False
    number = _NUMBER.fullmatch("".join(islice(before.itertext(), 4)))
    return number is not None and int(number[1]) == int(match[1]) - 1


def _stem(path: str) -> str:
    return re.sub(r"\.(?:html?|php|aspx?)$|/index$", "", path.rstrip("/")).rstrip("/").lower()


def _shared(one: str, other: str) -> float:
    """The share of path parts, ids above all, that two addresses have in common."""
    a, b = set(one.lower().split("/")) - {""}, set(other.lower().split("/")) - {""}
    if not a or not b:
        return 0.0
    return len(a & b) / min(len(a), len(b))


def _comment_pages(document: Document, here: _Place, hrefs: list[str]) -> Iterator[str]:
    """Yield the other pages of comments that links name; a comment's own permalink names the page that it stands on."""
    pages: list[tuple[str, int | None]] = []
    shown = {here.number}
    for href in hrefs:
        address, _, fragment = href.partition("#")
        there = _place(document.absolute(address) or "")
        if here.host != there.host or _stem(here.path) != _stem(there.path) or there.others - here.others:
            continue
        if _ONE_COMMENT.fullmatch(fragment):
            if document.nodes.with_id(fragment):
                shown.add(there.number)
        elif fragment != "respond":
            pages.append((document.absolute(address) or "", there.number))
    yield from (url for url, number in pages if number not in shown)


def _distinct(found: dict[str, None], own: str) -> Iterator[str]:
    seen: set[str] = {own.partition("#")[0]}
    for url in found:
        plain = url.partition("#")[0]
        if plain not in seen:
            seen.add(plain)
            yield url
