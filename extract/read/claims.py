"""How many comments a page claims to have, as it writes the number. Never counts anything itself.

Every counted noun of the page ("25 comments", "Recenze (2 044)") is a witness; what it stands in says how far to
trust it. Counts that repeat over a list (teasers of other pages, statistics of users) speak of other things.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import html

from extract.read.document import Document
from extract.read.naming import letters
from extract.read.subject import Subject
from extract.read.words import counted_nouns, may_count, out_of, tables, thread_heading, thread_nouns

_SKIP = frozenset(
    {"script", "style", "option", "time", "template", "svg", "textarea", "noscript", "select", "head", "code", "pre"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary", "caption"})
_DIGIT = re.compile(r"\d")
_ONLY_NUMBER = re.compile(
    r"[(\[（]?\s*(\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+|\d{1,9}(?:[.,]\d)?\s?[kKmM万]?)\s*(?:件|条|則|개)?\s*[)\]）]?"
)
_NAMES_COUNT = re.compile(
    r"(?:comment|review|respons|repl|answer|kommentar|comentario|recens|reactie|koment|avis|opini|disqus)\w*?[-_]?\w*?(?:count|number|num|total|nb|anzahl|qty)"
    r"|(?:count|number|num|total|nb|anzahl)[-_]?(?:of[-_]?)?\w*?(?:comment|review|respons|repl|answer|kommentar|comentario|recens|reactie|koment|avis|opini)",
    re.IGNORECASE,
)
_NAMES_THREAD = re.compile(
    r"comment|review|respon|kommentar|comentario|recens|reactie|koment|discuss|disqus|avis|opini|repl(?:y|ies)|answer|critique",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"sidebar|widget(?!.*comment)|related|recent|popular|trending|footer|(?<![a-z])nav|menu|teaser|archive|blogroll|similar|recommend|breadcrumb|carousel|user-?(?:stat|info)|poster-?_?info|profile|author|reviewer(?!s)|badge",
    re.IGNORECASE,
)
_LINK_TO_THREAD = re.compile(
    r"#(?:.*(?:comment|respond|review|kommentar|disqus|comentario|avis|discussion|critique|recen[sz]|opini))"
    r"|(?:comments|reviews?|recenze|recensioni|opiniones|avis|critiques)(?:\.\w{3,4})?/?(?:[?#].*)?$",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"\b(?:more|show|view|load|older|newer|previous|hide|weitere|mehr|plus|más|mais|altri|meer|ещё|еще|więcej|další|top|latest)\b|さらに|もっと|더보기|更多",
    re.IGNORECASE,
)
_OTHER_KINDS = re.compile(
    r"\b(?:ratings?|notes|votes|likes|views|members|critic|critics|presse|press|questions?|hodnocení|fanklub)\b",
    re.IGNORECASE,
)
_SHOWS_ALL = re.compile(r"\b(?:show|view|hide|all)\b", re.IGNORECASE)  # "Hide comments (26)" hides all of them
_OF_ALL = re.compile(r"\ball\s*$", re.IGNORECASE)  # "View all 8 comments"
_MAY_BE_ONE = re.compile(r"\((?:s|es|e|n|en)\)", re.IGNORECASE)  # "3 review(s)"
_TABS = re.compile(
    r"(?<![a-z])(?:nav-?)?(?:tabs?|pills)(?![a-z])|(?:forum|thread|topic|comments?|page|post)-?_?nav", re.IGNORECASE
)
_RANGE = re.compile(
    rf"\d+\s*(?:[-–—]|to|bis|à|al?|do|tot|до)\s*\d+\s*{out_of()}\s*"
    r"(\d[\d.,'’\u00a0\u202f ]*)(?!\d)",
    re.IGNORECASE,
)
_SHOWING = re.compile(r"\s*showing\s+\d+\s+of\s+(\d[\d.,'’\u00a0\u202f ]*)(?!\d)", re.IGNORECASE)
_FRACTION = re.compile(r"\d+[.,]\d{1,2}")
_ONE = frozenset({"reply", "comment", "review", "response", "answer"})
_LONGEST = 90
_MOST_NUMBERS = 6_000
_LEAST = 2.5
_SURE = 5.0
_LEAST_ALONE = 3.5
_LONGEST_HEADING = 300


@dataclass(slots=True)
class _Witness:
    raw: str
    element: html.HtmlElement
    text: str
    score: float
    order: int
    answers: bool = False  # it counts answers, and they have something to answer


def claimed_count(document: Document, subject: Subject, read: int, answers: int = 0) -> str | None:
    """Return the count as written ("2 044"; "1" for "One comment"), or None; `read`: comments read on this page.

    `answers` of these answer others: reviews are mostly counted without them.

    Data made for machines counts as a witness too: commentCount and answerCount, and a reviewCount that is not
    merely another name for the number of ratings.
    """
    stated = list(_stated(subject))
    for raw, score in stated:
        if score >= _SURE and raw.isdecimal() and int(raw) >= read and (int(raw) or not read):
            return raw
    witnesses = [*_visible(document), *(_alone(document) if read == 1 else ()), *_heading_threads(document)]
    _mark_repeats(witnesses)
    for raw, score in stated:
        witnesses.append(_Witness(raw, document.root, "", score, -1))
    if not witnesses:
        return None
    votes: dict[str, list[float]] = defaultdict(list)
    for witness in witnesses:
        votes[letters(witness.raw)].append(witness.score)
    for witness in witnesses:
        value = letters(witness.raw)
        witness.score += 0.8 * min(2, max(0, sum(score >= _LEAST for score in votes[value]) - 1))
        if value.isdecimal() and len(value) < 12:
            count = int(value) + (witness.answers and int(value) == read - 1)  # a forum does not count what opened it
            all_read = count == read > 0 or (answers > 0 and count == read - answers)
            witness.score += 1.5 * all_read - 3.0 * (count < read and not all_read)
    best = max(
        (w for w in witnesses if not read or letters(w.raw) != "0"), key=lambda w: (w.score, -w.order), default=None
    )
    return best.raw if best is not None and best.score >= (_LEAST if read else _LEAST_ALONE) else None


def _visible(document: Document) -> Iterator[_Witness]:
    pattern = counted_nouns()
    seen: set[html.HtmlElement] = set()
    texts: dict[html.HtmlElement, str | None] = {}
    for order, owner in enumerate(islice(_numbered(document), _MOST_NUMBERS)):
        if order % 500 == 0:
            document.check_time()
        element: html.HtmlElement | None = owner
        told = False
        for _ in range(3):
            if element is None or element.tag in ("body", "html"):
                break
            known = element in texts
            if not known:
                texts[element] = _short_text(element, _LONGEST_HEADING if element.tag in _HEADINGS else _LONGEST)
            text = texts[element]
            if text is None:
                break
            if known and element is not owner:
                told = element in seen
                break  # another number of this element was followed up from here already
            match = pattern.search(text) if may_count(text) else None
            raw = (match["before"] or match["after"] or match["far"]).strip() if match is not None else ""
            if match is not None and not _FRACTION.fullmatch(raw):
                told = True
                if element not in seen:
                    seen.add(element)
                    shown = _RANGE.search(text)  # "comments 1 to 40 of 242"
                    if shown is not None and not _FRACTION.fullmatch(shown[1].strip()):
                        raw = shown[1].strip()
                    trust = _trust(element, text, match) - 4.0 * _is_of_another(element, document)
                    trust += 3.0 * _is_of_this(element, document) + 4.0 * (shown is not None)
                    yield _Witness(raw, element, text, trust, order, _noun(match) in _answers())
                break
            element = element.getparent()
        if not told and owner not in seen:
            total = _total(owner)
            if total is not None:
                seen.add(owner)
                yield _Witness(total, owner, total, 0.5 + _place(owner) + _headed(owner) + _under_heading(owner), order)
                continue
            lone = _lone_number(owner, texts.get(owner))
            if lone is not None:
                seen.add(owner)
                yield _Witness(lone, owner, lone, 1.5 + _place(owner) + _headed(owner), order)


def _alone(document: Document) -> Iterator[_Witness]:
    """Yield a heading that says "One comment", "Jedna odpověď na „X“"."""
    words = "|".join(re.escape(w) for w in tables()["thread"]["one"])
    pattern = re.compile(rf"\W*(?:{words})\s+{thread_nouns()}(?![^\W\d_])", re.IGNORECASE)
    for heading in document.nodes.of_tags("h2", "h3", "h4", "h5")[:60]:
        text = _short_text(heading)
        if text is not None and pattern.match(text):
            yield _Witness("1", heading, text, 3.5 + _place(heading), -1)


def _heading_threads(document: Document) -> Iterator[_Witness]:
    """Yield the number that begins the heading of a box of comments, or ends it in brackets: "48 kind words".

    What the page's own title says is no count: "12 Angry Men".
    """
    nodes = document.nodes
    titles = letters(" ".join(e.text_content()[:_LONGEST_HEADING] for e in nodes.of_tags("title", "h1")[:8]))
    for box in (nodes.els[i] for name in ("comments", "reviews") for i in nodes.with_id(name)):
        heading = next((e for e in islice(box, 3) if e.tag in _HEADINGS), None)
        text = None if heading is None else _short_text(heading)
        match = None if text is None else _NUMBERED_HEADING.fullmatch(text)
        if heading is not None and text and match is not None and letters(text) not in titles:
            yield _Witness((match["before"] or match["behind"]).strip(), heading, text, _HEADS, -1)


_NUMBERED_HEADING = re.compile(
    r"(?P<before>\d+(?:[.,'’\u00a0]\d{3})*)\s+[^\W\d_][^\d]{1,50}|[^\W\d_][^\d(]{1,50}\s?\((?P<behind>\d+(?:[.,'’\u00a0]\d{3})*)\)"
)
_HEADS = 3.0


def _noun(match: re.Match[str]) -> str:
    return (match["noun"] or match["noun2"] or "").lower()


@cache
def _answers() -> frozenset[str]:
    return frozenset(tables()["thread"]["answers"])


def _is_of_another(element: html.HtmlElement, document: Document) -> bool:
    """Say whether a count leads to the comments of another page, as teasers do: "/film/12#comments" on "/film/"."""
    link = element if element.tag == "a" else element.getparent()
    address, mark, fragment = (link.get("href") or "" if link is not None else "").partition("#")
    if not (address and mark and _LINK_TO_THREAD.search("#" + fragment) and document.url):
        return False
    there, here = urlsplit(document.absolute(address) or ""), urlsplit(document.url)
    one, other = (unquote(parts.path).rstrip("/").lower() for parts in (there, here))
    return one != other and there.query == here.query == ""


def _is_of_this(element: html.HtmlElement, document: Document) -> bool:
    """Say whether a count links to the page that it stands on, or to one under it, whose address names a thread."""
    address = element.get("href") or "" if element.tag == "a" else ""
    if not address or not document.url or "#" in address or not _LINK_TO_THREAD.search(address):
        return False
    there, here = urlsplit(document.absolute(address) or ""), urlsplit(document.url)
    one, other = (f"{parts.hostname}{unquote(parts.path).rstrip('/')}" for parts in (there, here))
    return one == other or (
        other.count("/") > 1 and one.startswith(f"{other}/") and one.count("/") == other.count("/") + 1
    )


def _total(owner: html.HtmlElement) -> str | None:
    """Return the number that a short text calls a total, or of which it shows a part: "全部共 25 条", "1-10 of 25"."""
    text = _short_text(owner)
    if text is None:
        return None
    match = _total_words().fullmatch(text)
    found = (match["count"] or match["behind"]) if match is not None else None
    if found is None and (match := _RANGE.search(text) or _SHOWING.match(text)) is not None:
        found = match[1]
    return found.strip() if found is not None and not _FRACTION.fullmatch(found.strip()) else None


@cache
def _total_words() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(tables()["thread"]["total"], key=len, reverse=True))
    number = r"\d[\d.,'’\u00a0\u202f ]*"
    of_things = r"(?:件|条|條|则|則|篇|个|個|건|개)?"
    return re.compile(
        rf"\W*(?:(?:{words})\s*[:：]?\s*(?P<count>{number})\s*{of_things}|(?P<behind>{number})\s*(?:{words}))\W*",
        re.IGNORECASE,
    )


def _under_heading(element: html.HtmlElement) -> float:
    """How far a heading of comments right before an element says what is counted in it."""
    for before in islice(element.itersiblings(preceding=True), 3):
        if before.tag in _HEADINGS:
            return 1.5 * (thread_heading().fullmatch(" ".join(before.text_content()[:_LONGEST].split())) is not None)
    return 0.0


def _numbered(document: Document) -> Iterator[html.HtmlElement]:
    """Yield the elements that hold a short text with a digit, outside of scripts, dates and choices."""
    search = _DIGIT.search
    nodes = document.nodes
    for element, tag, text, tail in zip(nodes.els, nodes.tags, nodes.texts, nodes.tails, strict=True):
        if text and len(text) < 200 and search(text) and tag not in _SKIP:
            yield element
        if tail and len(tail) < 200 and search(tail):
            parent = element.getparent()
            if parent is not None and parent.tag not in _SKIP:
                yield parent


def _short_text(element: html.HtmlElement, longest: int = _LONGEST) -> str | None:
    """An element's text if it is short: parts joined by a space, so that "45" and "User reviews" stay apart."""
    if not len(element):  # most of them: quicker without a walk
        text = (element.text or "").strip()
        return " ".join(text.split()) if len(text) < longest else None
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        part = part.strip()
        if part:
            parts.append(part)
            length += len(part) + 1
            if length > longest:
                return None
    return " ".join(" ".join(parts).split())


def _trust(element: html.HtmlElement, text: str, match: re.Match[str]) -> float:
    score = 1.5
    rest = _MAY_BE_ONE.sub("", text[: match.start()] + text[match.end() :])
    bare = (
        not any(c.isalnum() for c in rest)
        or rest.strip(" .:()+").lower() in tables()["thread"]["based"]
        or (element.tag in _HEADINGS and match.start() < 3)
    )
    score += 1.5 * bare + 3.0 * (rest.strip().partition(" ")[0].lower() in tables()["thread"]["total"])
    shows_all = (match["after"] is not None and match["noun2"].lower() not in _answers()) or bool(
        _OF_ALL.search(text[: match.start()])
    )
    if _PART_OF.search(_SHOWS_ALL.sub("", text) if shows_all else text):
        score -= 2.5
    if _OTHER_KINDS.search(match[0]):
        score -= 2
    one = match["before"] is not None and match["before"].strip() != "1" and match["noun"].lower() in _ONE
    if one and not _MAY_BE_ONE.match(text, match.end()):
        score -= 2  # "12 reply": a count of votes beside a button
    return score + _headed(element) + _place(element)


def _headed(element: html.HtmlElement) -> float:
    at: html.HtmlElement | None = element
    for _ in range(3):
        if at is None:
            return 0.0
        if at.tag in _HEADINGS:
            return 2.0
        at = at.getparent()
    return 0.0


def _place(element: html.HtmlElement) -> float:
    score = 0.0
    named = linked = away = False
    at: html.HtmlElement | None = element
    for level in range(8):
        if at is None or at.tag in ("body", "html"):
            break
        names = f"{at.get('class') or ''} {at.get('id') or ''} {at.get('itemprop') or ''}"
        if level < 3 and not named and _NAMES_THREAD.search(names):
            named = True
            score += 1.5
        if level < 2 and at.get("itemprop") in ("commentCount", "answerCount", "reviewCount", "interactionCount"):
            score += 1.5
        if level < 2 and not linked and at.tag == "a" and _LINK_TO_THREAD.search(at.get("href") or ""):
            linked = True
            score += 1.0
        if not away and (at.tag in ("aside", "nav", "footer") or _is_elsewhere(names)):
            away = True
            score -= 3.0
        at = at.getparent()
    return score


def _is_elsewhere(names: str) -> bool:
    found = _ELSEWHERE.search(names)
    word = found[0].lower() if found is not None else ""
    if word.startswith("widget") and re.search("review|comment", names, re.IGNORECASE):
        return False
    return found is not None and not (word == "nav" and _TABS.search(names))


def _lone_number(owner: html.HtmlElement, text: str | None) -> str | None:
    """A number alone in an element whose name says that it counts comments."""
    if text is None:
        return None
    match = _ONLY_NUMBER.fullmatch(text)
    if match is None:
        return None
    at: html.HtmlElement | None = owner
    for _ in range(2):
        if at is None:
            break
        if _NAMES_COUNT.search(
            f"{at.get('class') or ''} {at.get('id') or ''} {at.get('itemprop') or ''} {at.get('data-testid') or ''}"
        ):
            return match[1]
        if at is owner and any(_NAMES_THREAD.search(child.get("class") or "") and not child.text for child in at):
            return match[1]  # beside a picture of a balloon
        if (
            at.tag == "a"
            and _LINK_TO_THREAD.search(at.get("href") or "")
            and _NAMES_THREAD.search(at.get("class") or "")
        ):
            return match[1]
        at = at.getparent()
    return None


def _mark_repeats(witnesses: list[_Witness]) -> None:
    """Lower the trust in counts that stand in one kind of place many times over."""
    places: dict[tuple[str, str, str], list[_Witness]] = defaultdict(list)
    for witness in witnesses:
        element = witness.element
        parent = element.getparent()
        key = (element.tag, _first_class(element), _first_class(parent) if parent is not None else "")
        places[key].append(witness)
    for same in places.values():
        if len(same) >= 3:
            differ = len({witness.raw for witness in same}) == len(same)
            for witness in same:
                witness.score -= 2.5 if differ or len(same) > 4 else 1.5


def _first_class(element: html.HtmlElement) -> str:
    return (element.get("class") or "").partition(" ")[0]


def _stated(subject: Subject) -> Iterator[tuple[str, float]]:
    for node in subject.nodes:
        count = node.text("answerCount", "commentCount")
        if count is not None and count.isdecimal():
            yield count, 5.0
        for statistic in node.nodes("interactionStatistic"):
            kind = statistic.text("interactionType") or ""
            inner = statistic.node("interactionType")
            if "comment" in kind.lower() or (inner is not None and inner.is_a("CommentAction")):
                count = statistic.text("userInteractionCount")
                if count is not None and count.isdecimal():
                    yield count, 5.0
        for rating in node.nodes("aggregateRating"):
            reviews, ratings = rating.text("reviewCount"), rating.text("ratingCount")
            if reviews is not None and any(c.isdigit() for c in reviews):
                yield reviews, 3.0 if ratings is not None and ratings != reviews else 2.5
