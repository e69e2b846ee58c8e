"""Proposes a profile for an unknown page: reads it as any page, then finds selectors that would read the same.

Writes nothing and asks nobody; what it is unsure of it says. A proposal is a start for a person, not a result.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from lxml import html

from extract.read.document import Document, open_document
from extract.read.limits import Limits
from extract.read.naming import host_names, letters
from extract.read.nodes import Nodes
from extract.read.probe_check import without_what_reads_worse
from extract.read.probe_data import propose_for_data
from extract.read.reading import read
from extract.read.threads.rated import markup_of
from extract.records import Capture, Extraction, RawComment, RawRating
from transform.dates import read_date

_PREVIEW = 3
_BESIDE = 400  # characters of white space and points around a text's letters
_ITEM = 20_000  # characters of an item, in which its author and date stand; its answers may lie in it too
_PARTS = 400  # elements of an item in which its fields stand; behind them come its answers
_LOOKED_AT = 40  # comments, for the selectors of their fields
Shown = Callable[[html.HtmlElement], bool]  # whether an element is the one that shows what is wanted
_SIMPLE_NAME = re.compile(r"-?[A-Za-z_][\w-]*")
_CHANGING = re.compile(
    r"\d{2,}|^(?:odd|even|alt|first|last|active|depth-?\d|level-?\d|post-?\d+|comment-?\d+|byuser|css-\w+|sc-\w+)"
)


@dataclass(frozen=True, slots=True)
class ProposedProfile:
    """A proposal: TOML that loads, the first comments as read, how the fields came out, and what is doubtful.

    `found` maps a field to (items in which its selector finds what was read, items), of the first forty; `read` and
    `claimed` are the page's comments as counted and as the page says.
    """

    toml: str
    comments: tuple[RawComment, ...]
    doubts: tuple[str, ...]
    found: dict[str, tuple[int, int]]
    read: int
    claimed: str | None


def propose(capture: Capture, *, limits: Limits | None = None) -> ProposedProfile:
    """Propose a profile for the site of one page; never raises for what the page holds."""
    extraction = read(capture, limits=limits)
    document = open_document(capture, limits)
    lines = [f'name = "{_site_name(capture.url or extraction.title.canonical_url or "")}"']
    doubts = _doubts(extraction)
    found: dict[str, tuple[int, int]] = {}
    if document.kind == "json":
        proposed, unsure, found = propose_for_data(document.data)
        lines += proposed
        doubts += unsure
    elif document.kind == "html" and extraction.comments:
        proposed, unsure, found = _propose_thread(document, extraction)
        lines += _order(extraction) + _title(document, extraction) + proposed
        doubts += unsure
    elif document.kind == "html":
        lines += _title(document, extraction)
    lines, wrong = without_what_reads_worse(lines, capture, extraction, limits)
    return ProposedProfile(
        toml="\n".join(lines) + "\n",
        comments=extraction.comments[:_PREVIEW],
        doubts=(*doubts, *wrong),
        found=found,
        read=len(extraction.comments),
        claimed=extraction.claimed_comments,
    )


def _doubts(extraction: Extraction) -> list[str]:
    doubts: list[str] = []
    comments = extraction.comments
    if extraction.status != "ok":
        doubts.append(f"the page is {extraction.status}: {extraction.reason}")
    if not comments:
        doubts.append(f"no comments were read ({extraction.reason}); give thread.item by hand if there are any")
        return doubts
    claimed = "".join(c for c in extraction.claimed_comments or "" if c.isdigit())
    if claimed and int(claimed) != len(comments):
        more = f"; the next page is {extraction.next_pages[0]}" if extraction.next_pages else ""
        doubts.append(f"{len(comments)} comments were read, the page claims {extraction.claimed_comments}{more}")
    lowest = min(c.confidence for c in comments)
    if lowest < 0.6:
        doubts.append(f"the finder is not sure that this is the thread (confidence {lowest:.2f})")
    dates = [c.posted or c.posted_machine for c in comments]
    for name, values in (("author", [c.author for c in comments]), ("date", dates)):
        missing = sum(v is None for v in values)
        if missing:
            doubts.append(f"{missing} of {len(comments)} comments have no {name}")
    if len({c.body for c in comments}) < 0.8 * len(comments):
        doubts.append("several comments have the same text: the items may be wrong")
    if len(comments) < 3:
        doubts.append("few comments to go by: probe a page with more of them")
    return doubts


def _order(extraction: Extraction) -> list[str]:
    """A line for the date order where the page leaves it open."""
    open_dates = [c.posted for c in extraction.comments if c.posted and not c.posted_machine]
    ambiguous = [t for t in open_dates if len(read_date(t).alternatives) > 1]
    if not ambiguous or len(ambiguous) < len(open_dates):
        return []
    return [
        "",
        f'# every date of this page reads two ways ("{_plain(ambiguous[0])}"); if you know the order, say so:',
        '# date_order = "dmy"',
    ]


def _title(document: Document, extraction: Extraction) -> list[str]:
    title = extraction.title
    source = title.sources.get("name")
    if title.name is None:
        return ["", "[title]", '# name = ["h1"]  # none was found']
    if source in ("json-ld", "state", "microdata", "opengraph"):
        return ["", f'# title: "{_plain(title.name)}", from {source}; nothing to say here while that is right']
    wanted = letters(title.name)
    elements = [e for e in document.root.iter("h1", "h2") if letters(e.text_content()) == wanted]
    selector = _selector_on_page(elements[:1], document) if elements else None
    return ["", "[title]", f'name = "{selector}"'] if selector else ["", "# title: found in the title element"]


def _propose_thread(
    document: Document, extraction: Extraction
) -> tuple[list[str], list[str], dict[str, tuple[int, int]]]:
    comments = extraction.comments
    bodies = _body_elements(document, comments)
    pairs = [(c, b) for c, b in zip(comments, bodies, strict=True) if b is not None]
    if len(pairs) < 2:
        return [], ["the comments' place in the page could not be told from so few; give thread.item by hand"], {}
    chosen = _items(document, [b for _, b in pairs], [c for c, _ in pairs])
    if chosen is None:
        return [], ["no selector finds the comments and nothing else; give thread.item by hand"], {}
    item, items = chosen
    lines = ["", "[thread]", f'item = "{item}"']
    following = _next(document, extraction)
    if following is not None:
        lines.append(f'next_page = "{following}"')
    lines += ["", "[comment]"]
    doubts: list[str] = []
    found: dict[str, tuple[int, int]] = {}
    held = [(c, i) for (c, _), i in zip(pairs, items, strict=True)][:_LOOKED_AT]
    wanted: tuple[tuple[str, Callable[[RawComment], Shown | None]], ...] = (
        ("author", lambda c: _showing(c.author)),
        ("posted", lambda c: _showing(c.posted)),
        ("rating", lambda c: _rated(c.rating)),
        ("body", lambda c: _showing(c.body)),
    )
    for name, value in wanted:
        with_value = [(i, shows) for c, i in held if (shows := value(c)) is not None]
        if not with_value:
            continue
        selector, right = _selector_in_items(document.nodes, with_value)
        found[name] = (right, len(with_value))
        if selector is None or right < 0.5 * len(with_value):
            doubts.append(f"no selector for {name}: it is found without one, or give it by hand")
            lines.append(f'# {name} = "…"')
            continue
        lines.append(f'{name} = "{selector}"')
        if right < len(with_value):
            doubts.append(f"{name}: {selector} finds it in {right} of {len(with_value)} comments")
    machine = _machine_date([(i, c.posted_machine) for c, i in held if c.posted_machine])
    if machine is not None:
        lines.append(f'posted_machine = "{machine}"')
    ids = [i.get("id") for i in items]
    if all(ids) and len(set(ids)) == len(ids):
        lines.append('id = "::attr(id)"')
    return lines, doubts, found


def _machine_date(stated: Sequence[tuple[html.HtmlElement, str]]) -> str | None:
    """The selector of the attribute that states every item's date; None where no one attribute does."""
    options: Counter[str] = Counter()
    for item, date in stated:
        first: dict[str, str] = {}
        for element in islice(item.iter(), _PARTS):
            if not isinstance(element.tag, str):
                continue
            for attribute, value in element.items():
                names = {"time"} if element.tag == "time" else _names_of(element)
                for option in (f"{name}::attr({attribute})" for name in names if name):
                    first.setdefault(option, value)
        options.update(option for option, value in first.items() if value == date)
    best = min(options, key=lambda option: (-options[option], len(option), option), default=None)
    return best if best is not None and options[best] == len(stated) else None


def _body_elements(document: Document, comments: Sequence[RawComment]) -> list[html.HtmlElement | None]:
    """The deepest element that shows each comment's whole text, each element once, in the order of the page."""
    longest = 3 * max(len(comment.body) for comment in comments) + _BESIDE
    texts = ((e, e.text_content()) for e in document.root.iter() if isinstance(e.tag, str) and len(e) < 400)
    shown = [(e, letters(text)) for e, text in texts if len(text) <= longest]
    taken: set[html.HtmlElement] = set()
    out: list[html.HtmlElement | None] = []
    for comment in comments:
        wanted = letters(comment.body)
        best: html.HtmlElement | None = None
        best_length = 0
        for element, text in shown:
            if not wanted or wanted not in text or len(text) > 2 * len(wanted) + 60 or element in taken:
                continue
            inside = best is not None and best in element.iterancestors()
            if best is None or len(text) < best_length or (len(text) == best_length and inside):
                best, best_length = element, len(text)
        if best is not None:
            taken.add(best)
        out.append(best)
    return out


def _items(
    document: Document, bodies: Sequence[html.HtmlElement], comments: Sequence[RawComment]
) -> tuple[str, list[html.HtmlElement]] | None:
    """The selector of the comments, and for each body the nearest element around it that it selects.

    A good one stands once around each body, holds the author and the date too, and nothing else on the page.
    """
    around: dict[str, dict[int, html.HtmlElement]] = {}
    for index, body in enumerate(bodies):
        for element in (body, *body.iterancestors()):
            for option in _names_of(element):
                around.setdefault(option, {}).setdefault(index, element)
    best: tuple[float, str] | None = None
    for option, nearest in around.items():
        if len(nearest) < 0.9 * len(bodies) or len(set(nearest.values())) < 0.9 * len(nearest):
            continue
        signed = sum(_holds(nearest[i], (comments[i].author, comments[i].posted)) for i in nearest) / len(bodies)
        precision = len(nearest) / max(1, len(document.root.cssselect(option)))
        score = signed + precision + len(nearest) / len(bodies) - 0.003 * len(option)
        if precision >= 0.6 and (best is None or score > best[0]):
            best = (score, option)
    if best is None:
        return None
    return best[1], [around[best[1]].get(i, bodies[i]) for i in range(len(bodies))]


def _holds(item: html.HtmlElement, texts: Sequence[str | None]) -> float:
    shown = letters(item.text_content()[:_ITEM])
    wanted = [letters(text) for text in texts if text]
    return sum(text in shown for text in wanted) / len(wanted) if wanted else 1.0


def _selector_on_page(elements: Sequence[html.HtmlElement], document: Document) -> str | None:
    """The selector that finds these elements on the page and, as far as possible, nothing else."""
    options: Counter[str] = Counter()
    for element in elements:
        options.update(_names_of(element))
    best: tuple[float, str] | None = None
    wanted = set(elements)
    for option, count in options.items():
        if count < 0.8 * len(elements):
            continue
        got = set(document.root.cssselect(option))
        right = len(got & wanted)
        precision, recall = right / len(got) if got else 0.0, right / len(wanted)
        score = precision + recall - 0.002 * len(option)
        if precision >= 0.6 and recall >= 0.8 and (best is None or score > best[0]):
            best = (score, option)
    return best[1] if best else None


def _selector_in_items(nodes: Nodes, wanted: Sequence[tuple[html.HtmlElement, Shown]]) -> tuple[str | None, int]:
    """The selector whose first element in each item shows what is wanted there, and in how many items it does."""
    options: Counter[str] = Counter()
    for item, shows in wanted:
        for element in islice(item.iter(), _PARTS):
            if isinstance(element.tag, str) and element is not item and shows(element):
                options.update(_names_of(element) | _places_of(element, item))
    best: tuple[int, int, str] | None = None
    for option, _ in options.most_common(60):
        right = 0
        hits = [nodes.number[element] for element in nodes.els[0].cssselect(option)]
        for item, shows in wanted:
            start = nodes.number[item]
            at = bisect_right(hits, start)
            right += at < len(hits) and hits[at] < nodes.end[start] and shows(nodes.els[hits[at]])
        row = (right, -len(option), option)
        if best is None or row > best:
            best = row
    return (best[2], best[0]) if best else (None, 0)


def _showing(text: str | None) -> Shown | None:
    """What tells an element that shows a text."""
    wanted = letters(text) if text else ""
    return partial(_shows, text=wanted) if wanted else None


def _rated(rating: RawRating | None) -> Shown | None:
    """What tells the element of a rating: the markup that carries it, or its text where that is all there is."""
    if rating is None or rating.markup is None:
        return None if rating is None else _showing(rating.raw)
    return lambda element: markup_of(element) == rating.markup


def _shows(element: html.HtmlElement, text: str) -> bool:
    whole = element.text_content()
    if len(whole) > 3 * len(text) + _BESIDE:
        return False
    shown = letters(whole)
    return bool(text) and (shown == text or (len(text) > 40 and text in shown and len(shown) < 1.2 * len(text) + 20))


def _names_of(element: html.HtmlElement) -> set[str]:
    """The simple selectors that an element answers to: its property, its classes, its tag."""
    plain = _SIMPLE_NAME.fullmatch(str(element.tag)) is not None  # office programs write "o:p"
    names = (
        {str(element.tag)}
        if element.tag in ("time", "article", "blockquote", "h1", "h2", "h3", "h4", "cite")
        else set()
    )
    for token in (element.get("class") or "").split():
        if _SIMPLE_NAME.fullmatch(token) and not _CHANGING.search(token):
            names |= {f".{token}", f"{element.tag}.{token}"} if plain else {f".{token}"}
    for attribute in ("itemprop", "data-testid", "data-hook", "rel"):
        value = element.get(attribute)
        if value and _SIMPLE_NAME.fullmatch(value) and not _CHANGING.search(value):
            names.add(f"[{attribute}={value}]")
    parent = element.getparent()
    if not names and parent is not None and plain:
        names = {f"{outer} > {element.tag}" for outer in _own_names(parent)}
    return names


def _places_of(element: html.HtmlElement, item: html.HtmlElement) -> set[str]:
    """Selectors by the nearest named element around one of no lasting name: ".header span:nth-of-type(2)"."""
    outer = element.getparent()
    while outer is not None and outer is not item and not _own_names(outer):
        outer = outer.getparent()
    if outer is None or outer is item or not _SIMPLE_NAME.fullmatch(str(element.tag)):
        return set()
    tag = str(element.tag)
    number = sum(1 for _ in element.itersiblings(tag, preceding=True)) + 1
    places = {tag, f"{tag}:nth-of-type({number})"}
    return {f"{name} {place}" for name in _own_names(outer) for place in places}


def _own_names(element: html.HtmlElement) -> set[str]:
    tokens = (element.get("class") or "").split()
    return {f".{token}" for token in tokens if _SIMPLE_NAME.fullmatch(token) and not _CHANGING.search(token)}


def _next(document: Document, extraction: Extraction) -> str | None:
    if not extraction.next_pages:
        return None
    links = [a for a in document.root.iter("a") if document.absolute(a.get("href")) == extraction.next_pages[0]]
    selector = _selector_on_page(links[-1:], document) if links else None
    return f"{selector}::attr(href)" if selector else None


def _site_name(url: str) -> str:
    names = host_names(url)
    return re.sub(r"[^\w-]+", "-", names[-2] if len(names) > 1 else names[0] if names else "site")


def _plain(text: str) -> str:
    return " ".join(text.split())[:60].replace('"', "'")
