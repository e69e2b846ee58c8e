"""How many comments a page claims to have, as it writes the number. Never counts anything itself.

Every counted noun of the page ("25 comments", "Recenze (2 044)") is a witness; what it stands in says how far to
trust it. Counts that repeat over a list (teasers of other pages, statistics of users) speak of other things.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import html

from extract.read.document import Document
from extract.read.naming import letters
from extract.read.subject import Subject
from extract.read.words import counted_nouns, may_count, tables

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
    r"comment|review|respon|kommentar|comentario|recens|reactie|koment|discuss|disqus|avis|opini|repl(?:y|ies)|answer",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"sidebar|widget(?!.*comment)|related|recent|popular|trending|footer|(?<![a-z])nav|menu|teaser|archive|blogroll|similar|recommend|breadcrumb|carousel|user-?(?:stat|info)|profile|author|badge",
    re.IGNORECASE,
)
_LINK_TO_THREAD = re.compile(
    r"#(?:.*(?:comment|respond|review|kommentar|disqus|comentario|avis|discussion))|(?:comments|reviews|recenze|recensioni|opiniones|avis)/?(?:[?#].*)?$",
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


def claimed_count(document: Document, subject: Subject, read: int) -> str | None:
    """Return the count as written ("2 044"), or None; `read` is how many comments were read on this page.

    Data made for machines counts as a witness too: commentCount and answerCount, and a reviewCount that is not
    merely another name for the number of ratings.
    """
    stated = list(_stated(subject))
    for raw, score in stated:
        if score >= _SURE and raw.isdecimal() and int(raw) >= read and (int(raw) or not read):
            return raw
    witnesses = list(_visible(document))
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
            witness.score += 1.5 * (int(value) == read > 0) - 3.0 * (int(value) < read)
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
            if match is not None:
                told = True
                if element not in seen:
                    seen.add(element)
                    raw = (match["before"] or match["after"] or match["far"]).strip()
                    yield _Witness(raw, element, text, _trust(element, text, match), order)
                break
            element = element.getparent()
        if not told and owner not in seen:
            lone = _lone_number(owner, texts.get(owner))
            if lone is not None:
                seen.add(owner)
                yield _Witness(lone, owner, lone, 1.5 + _place(owner) + _headed(owner), order)


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
    rest = text[: match.start()] + text[match.end() :]
    bare = (
        not any(c.isalnum() for c in rest)
        or rest.strip(" .:()").lower() in tables()["thread"]["based"]
        or (element.tag in _HEADINGS and match.start() < 3)
    )
    score += 1.5 * bare
    if _PART_OF.search(text):
        score -= 2.5
    if _OTHER_KINDS.search(match[0]):
        score -= 2
    if match["before"] is not None and match["before"].strip() != "1" and match["noun"].lower() in _ONE:
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
    return found is not None and not (found[0].lower() == "widget" and "review" in names.lower())


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
            for witness in same:
                witness.score -= 2.5 if len(same) > 4 else 1.5


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
