"""Which element of an item names its author: short texts that differ, named or linked as people. Invents no name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from lxml import html

from extract.read.remembered import remembered
from extract.read.threads import vocabulary
from extract.read.threads.days import date_span, dated_text
from extract.read.threads.outline import HEADINGS
from extract.read.threads.slots import ListView
from extract.read.threads.text import line_of
from extract.read.threads.vocabulary import Role
from transform.nobody import is_nobody
from transform.ratings import looks_like_rating

_AUTHOR = int(Role.AUTHOR)
_RANK = int(Role.RANK)
_AGAINST = int(Role.AVATAR | Role.REPLY | Role.WIDGET | Role.RATING | Role.DATE | Role.BODY | Role.HEADLINE)
_LETTER = re.compile(r"\w")
# what of a date a cheap look leaves behind: a year, a clock
_AFTER_DATE = re.compile(
    r"^[\s,]*(?:\d{4})?[\s,]*(?:at|um|à|às|a las|alle|om|kl\.?|o|в|,)?\s*"
    r"\d{1,2}[:.h]\d{2}(?::\d\d)?\s*(?:[ap]\.?m\.?|uhr)?",
    re.IGNORECASE,
)
_OF_YEAR = re.compile(r"\((?:19|20)\d\d\)$")  # a title's, no person's
_QUOTED = re.compile(r"[\"“”„«»‘].*[\"“”«»’][.…]?")  # a headline as its writer put it
_MACHINE = re.compile(r"\W*(?:ip:?\s?)?\d{1,3}(?:\.(?:\d{1,3}|[xX*]{1,3})){3}\W*", re.IGNORECASE)  # an address, no name
_ATTRIBUTES = (
    "data-author",
    "data-username",
    "data-user-name",
    "data-author-name",
    "data-name",
    "data-commenter",
    "data-display-name",
    "data-user",
)


@dataclass(frozen=True, slots=True)
class Author:
    """An author's name as found, the address of their page, and the element that carries it (None: an attribute)."""

    name: str
    url: str | None
    node: int | None


_is_rating = remembered(8192)(looks_like_rating)


def authors_of(view: ListView, dates: dict[int, int], avoid: frozenset[int]) -> dict[int, Author]:
    """Item number -> author. `dates` maps items to their date's element, `avoid` holds slots that are bodies."""
    sample = set(view.sample)
    texts = {slot: _texts(view, slot, dates, sample) for slot in view.members if _may_name(view, slot)}
    scored = sorted(
        ((_worth(view, slot, found, dates, avoid), slot) for slot, found in texts.items() if found), reverse=True
    )
    out: dict[int, Author] = {}
    best = 0.0
    for worth, slot in scored:
        if worth < 1.6 or worth < 0.55 * best:
            break
        best = best or worth
        found = texts[slot] if len(sample) == len(view.items) else _texts(view, slot, dates, None)
        for k, (i, text) in found.items():
            if k not in out and text:
                out[k] = Author(text, url_of(view, i), i)
        if worth == best:
            _add_in_place(view, slot, out)
            _add_alike(view, slot, out, avoid)
    if not out:
        out = _from_attributes(view)
    return cleaned(view, out)


def _add_in_place(view: ListView, slot: int, found: dict[int, Author]) -> None:
    """Add names that stand where the others stand in an element of another kind: no link for who has no page.

    Or of a kind whose class differs but for a number ("name" and "name2"). The words that stand beside names then
    ("Guest", "Verified") are no part of them.
    """
    (tag, name), above = view.slot_name[slot], view.slot_parent[slot]
    if above == -1:
        return
    kind = name.rstrip("0123456789")
    for i in view.members[above]:
        k = view.item_of[i]
        if k in found:
            continue
        for j in view.outline.children(i):
            text = view.line(j)
            if not text or vocabulary.is_by_word(text):
                continue
            names = view.outline.names[j]
            alike = {tag, view.outline.tags[j]} <= _PLAIN and (not name or name in names)
            numbered = view.outline.tags[j] == tag and kind and any(n.rstrip("0123456789") == kind for n in names)
            if (alike or numbered) and len(text) <= 60 and not dated_text(text) and not _is_rating(text):
                found[k] = Author(text, url_of(view, j), j)
            break


def _add_alike(view: ListView, slot: int, found: dict[int, Author], avoid: frozenset[int]) -> None:
    """Add names that stand in elements called as the others are, in parts that some items call something else.

    Not what is mentioned in words or quotes.
    """
    outline = view.outline
    for k in range(len(view.items)):
        i = view.alike(k, slot) if k not in found else None
        if i is None or any(view.is_under(view.slot[i], body) for body in avoid):
            continue
        text = view.line(i)
        if outline.role_near(i, view.items[k].start, _NEAR) & _WORDS or _is_led_in_by_words(outline.els[i]):
            continue
        if not text or len(text) > 60:
            continue
        if not dated_text(text) and not _is_rating(text):
            found[k] = Author(text, url_of(view, i), i)


def _is_led_in_by_words(el: html.HtmlElement) -> bool:
    """Whether words stand right before an element: "Liked by Ann", "In reply to Ann"."""
    before, above = el.getprevious(), el.getparent()
    lead = before.tail if before is not None else above.text if above is not None else None
    return lead is not None and any(map(str.isalpha, lead))


_NEAR = 4  # elements around a name
_WORDS = int(Role.BODY | Role.QUOTE)
_PLAIN = frozenset(("a", "span", "b", "strong", "cite", "em", "i"))
_NO_NAMES = frozenset(
    ("button", "form", "ul", "ol", "table", "tbody", "blockquote", "img", "br", "input", "hr", "pre", "code", "time")
)


def _may_name(view: ListView, slot: int) -> bool:
    """Whether a slot could hold names at all, by its tag and the usual length of its text."""
    if view.slot_name[slot][0] in _NO_NAMES:
        return False
    outline = view.outline
    lengths = sorted(outline.text_length(i, outline.end[i]) for i in view.members[slot][:12])
    return bool(lengths) and lengths[-1] > 0 and lengths[len(lengths) // 2] <= 90


def _texts(view: ListView, slot: int, dates: dict[int, int], sample: set[int] | None) -> dict[int, tuple[int, str]]:
    """Item -> the first element of a slot in it and its text; only of the items in `sample`, where given."""
    outline = view.outline
    found: dict[int, tuple[int, str]] = {}
    for i in view.members[slot]:
        k = view.item_of[i]
        if k in found or (sample is not None and k not in sample) or outline.text_length(i, outline.end[i]) > 140:
            continue
        text = _without_by(view, i)
        if text and dated_text(text) and _MACHINE.fullmatch(text) is None:
            text = _without_date(view, i, text, dates.get(k))
        if text and len(text) <= 80 and _LETTER.search(text):
            found[k] = (i, text)
    return found


def _without_by(view: ListView, i: int) -> str:
    """An element's line without child elements that only say "by" or "says"."""
    outline = view.outline
    if outline.end[i] == i + 1:
        return view.line(i)
    said = {
        outline.els[j]
        for j in outline.children(i)
        if outline.end[j] == j + 1
        and (vocabulary.is_by_word(view.line(j)) or _is_set_off(view, i, j) or _is_badge(view, i, j))
    }
    text = line_of(outline.els[i], said | view.own_holes(view.item_of[i])) if said else ""
    return text or view.line(i)


def _is_set_off(view: ListView, i: int, j: int) -> bool:
    """Whether a child without a link begins with what sets it off from the name before: "Ann <i>· Porto</i>"."""
    outline = view.outline
    name = (outline.els[i].text or "").strip()
    return bool(name) and outline.tags[j] != "a" and (outline.els[j].text or "").lstrip()[:1] in _SETS_OFF


_SETS_OFF = frozenset("·•|,–—")


def _is_badge(view: ListView, i: int, j: int) -> bool:
    """Whether a child without a link stands behind the linked name and most items have none: "Ann <i>Owner</i>"."""
    outline = view.outline
    first = next(iter(outline.children(i)))
    linked = outline.tags[first] == "a" and first < j and outline.text_length(first, outline.end[first]) > 0
    return bool(
        linked
        and outline.tags[j] != "a"
        and not outline.roles[j] & _AUTHOR
        and (outline.names[j] or outline.tags[j] != "span")  # a name's second half stands in a plain one
        and j in view.slot  # forms and nested items are no part
        and len(view.members[view.slot[j]]) <= 0.5 * len(view.items)
    )


def _without_date(view: ListView, i: int, text: str, date: int | None) -> str:
    """A line that holds a name and a date, without the date."""
    outline = view.outline
    if date is not None and i < date < outline.end[i]:
        at = date
        while (
            outline.parent[at] != i
            and outline.parent[at] > i
            and outline.tags[outline.parent[at]] in ("span", "small", "a", "em", "time", "abbr")
        ):
            at = outline.parent[at]
        out = line_of(outline.els[i], {outline.els[at], *view.own_holes(view.item_of[i])})
        if not dated_text(out):
            return out
        text = out
    span = date_span(text)
    if span is None:
        return text
    before, after = text[: span[0]], text[span[1] :]
    after = _AFTER_DATE.sub("", after)
    before = before.strip(" ,;:|·•–—-(")
    after = after.strip(" ,;:|·•–—-)")
    parts = [p for p in (before, after) if len(p) > 1 and _LETTER.search(p)]
    if not parts:
        return ""
    by = [p for p in parts if vocabulary.strip_weak_byline(p) != p]
    if by:
        return vocabulary.strip_weak_byline(by[0])
    return parts[0]


def _worth(
    view: ListView, slot: int, found: dict[int, tuple[int, str]], dates: dict[int, int], avoid: frozenset[int]
) -> float:
    outline = view.outline
    n = len(view.sample)
    coverage = len(found) / n
    texts = [text for _, text in found.values()]
    variety = len(set(texts)) / len(texts)
    first = next(iter(found.values()))[0]
    tag = outline.tags[first]
    start = view.items[view.item_of[first]].start
    several = len(view.items[view.item_of[first]].roots) > 1
    roles = outline.roles[first] if first > start or several else 0
    near = 0
    at = outline.parent[first]
    for _ in range(2):
        if at > start:
            near |= outline.roles[at]
            at = outline.parent[at]
    worth = 1.2 * coverage
    if roles & _AUTHOR:
        worth += 2.0
    elif near & _AUTHOR:
        worth += 1.2
    lengths = [len(t) for t in texts]
    mean = sum(lengths) / len(lengths)
    if roles & _AGAINST and not (roles & _AGAINST == int(Role.HEADLINE) and mean < 18 and not _are_phrases(texts)):
        worth -= 0.9
    if roles & _RANK or (near & _RANK and not near & _AUTHOR and _fills_its_parent(view, first)):
        worth -= 0.5
    words = set(re.split(r"[^a-z]+", " ".join(outline.names[first]).lower()))
    if words & {"author", "username", "nickname", "fn", "displayname", "name", "nick", "byline"}:
        worth += 0.5
    elif words & {"nombre", "nome", "nom", "naam", "namn", "navn", "imie", "nimi", "jmeno"}:
        worth += 0.4
    if words & {"title"} and mean > 18:
        worth -= 0.8
    if words & {"rank", "location", "avatar", "date", "time", "count", "badge", "says", "role", "meta"}:
        worth -= 0.8
    prop = (outline.els[first].get("itemprop") or "").lower()
    if prop in ("author", "creator", "name", "reviewer"):
        worth += 0.8 if prop != "name" or near & _AUTHOR else 0.2
    hrefs = [outline.els[i].get("href") for i, _ in list(found.values())[:10]]
    inner = [_first_link(view, i) for i, _ in list(found.values())[:10]]
    linked = sum(bool(h and vocabulary.is_author_href(h)) for h in hrefs) / len(hrefs)
    linked_inner = sum(bool(h and vocabulary.is_author_href(h)) for h in inner) / len(inner)
    worth += 1.5 * linked + 0.9 * (linked_inner if not linked else 0)
    if outline.els[first].get("rel") == "author":
        worth += 1.0
    if tag in ("b", "strong", "cite", "a", "h3", "h4", "h5", "h6"):
        worth += 0.25
    unnamed = is_nobody(texts[0])
    if n > 2 and not (unnamed and len(set(texts)) < 0.5 * n):
        worth += 0.6 * (variety - 0.5)
        if variety < 0.15 or len(set(texts)) == 1:
            worth -= 2.0
    elif n > 2:
        worth += 0.8
    if mean < 24 and variety > 0.7:
        worth += 0.4
    if all(
        i - view.items[k].start < 12 and not outline.text_length(view.items[k].start, i) for k, (i, _) in found.items()
    ):
        worth += 0.4
    if mean > 32:
        worth -= 0.5 + (mean - 32) / 25
    lines = [view.line(i) for i, _ in list(found.values())[:12]]
    told = sum(_is_told(line, text) for line, text in zip(lines, texts, strict=False)) / len(lines)
    led = sum(_is_led_in(view, i) for i, _ in list(found.values())[:12]) / len(lines)
    worth += max(1.2 * told, 2.4 * led)
    if (
        mean < 24
        and variety > 0.6
        and sum(len(ln) > len(t) + 5 and dated_text(ln) for ln, t in zip(lines, texts, strict=False)) > 0.6 * len(lines)
    ):
        worth += 0.5  # a line of a short text and a day alone: who, and when
    compound = sum(_parts(view, i) > 1 for i, _ in list(found.values())[:20]) / min(len(found), 20)
    worth -= 1.3 * compound * (1 - (0.1 if linked_inner > 0.5 else 0.7) * told)
    if sum(_is_rating(t) for t in texts[:20]) > 0.5 * min(len(texts), 20):
        worth -= 2.5
    if sum(_after_picture(view, i) for i, _ in list(found.values())[:20]) > 0.6 * min(len(found), 20):
        worth += 0.4
    controls = sum(vocabulary.is_reply_text(t) for t in texts) / len(texts)
    worth -= 3.0 * controls
    numbers = sum(not re.search(r"[^\W\d_]{1,}", t) for t in texts) / len(texts)
    worth -= 2.0 * numbers
    years = sum(_OF_YEAR.search(t) is not None for t in texts)
    worth -= 2.0 * (years > 0.5 * len(texts))
    machines = sum(_MACHINE.fullmatch(t) is not None for t in texts)
    worth -= 1.5 * (machines > 0.5 * len(texts))
    quoted = sum(_QUOTED.fullmatch(t) is not None for t in texts)
    worth -= 2.0 * (quoted > 0.5 * len(texts))
    sentences = sum(t.count(" ") > 5 or (t[-1:] in ".!?" and t.count(" ") > 2) for t in texts) / len(texts)
    worth -= 1.0 * sentences
    unspaced = sum(len(t) > _LONGEST_UNSPACED and _UNSPACED_SENTENCE.search(t) is not None for t in texts)
    worth -= 2.5 * (unspaced > 0.5 * len(texts))
    if any(slot == s or view.is_under(slot, s) for s in avoid):
        worth -= 2.5
    holders = [i for i, _ in found.values()]
    if dates:
        shared = sum(1 for k, (i, _) in found.items() if k in dates and abs(dates[k] - i) <= 8)
        worth += 0.4 * shared / len(holders)
    if sum(re.search(r"[/@]\s*\d|\d\s*/\s*\d|^\d+ ", t) is not None for t in texts) > 0.5 * len(texts):
        worth -= 0.6
    if tag in HEADINGS and not (linked or linked_inner or (roles | near) & _AUTHOR):
        worth -= 0.4
    position = sum(i - view.items[k].start for k, (i, _) in found.items()) / len(found)
    worth -= 0.004 * min(position, 60)
    # the innermost of several equal holders says it most plainly
    worth += 0.02 * min(outline.depth[first] - outline.depth[start], 8)
    return worth


_UNSPACED_SENTENCE = re.compile("[，。！？]")  # "亲，谢谢！" is what somebody says
_LONGEST_UNSPACED = 5


def _is_told(line: str, text: str) -> bool:
    """Whether a line says that it names somebody: "By Ann", "Ann says:", "Written on 3 May by Ann"."""
    if vocabulary.strip_byline(line) != line.strip(" |·•,;"):
        return True
    before = line[: -len(text)].split() if line.endswith(text) else []
    return len(before) > 1 and vocabulary.is_by_word(before[-1]) and dated_text(line)


def _fills_its_parent(view: ListView, i: int) -> bool:
    """Whether an element's parent has no words beside those of the element."""
    outline, above = view.outline, view.outline.parent[i]
    return above > view.items[view.item_of[i]].start and outline.text_length(
        above, outline.end[above]
    ) == outline.text_length(i, outline.end[i])


def _are_phrases(texts: list[str]) -> bool:
    """Whether most texts of several words end in small letters: "Not what I hoped" is a headline, "Ann Bell" a name."""
    lasts = [text.split()[-1] for text in texts if " " in text.strip()]
    return sum(last[0].islower() for last in lasts) > 0.5 * len(lasts)


def _is_led_in(view: ListView, i: int) -> bool:
    """Whether the words right before an element are those that lead a name in: "Review by <span>Ann</span>"."""
    el = view.outline.els[i]
    before, above = el.getprevious(), el.getparent()
    text = before.tail if before is not None else above.text if above is not None else None
    if text is None or not any(map(str.isalpha, text)):
        return False
    if len(text) < _LONGEST_LEAD and (span := date_span(text)) is not None:  # "5 May 2024 by <a>Ann</a>"
        text = text[span[1] :]
    return vocabulary.behind_byword(f"{text} .") == "."


_LONGEST_LEAD = 60


def _parts(view: ListView, i: int) -> int:
    """How many elements of a subtree have words of their own."""
    outline = view.outline
    return sum(outline.text_length(j, j + 1) > 0 for j in range(i, min(outline.end[i], i + 12)))


def _after_picture(view: ListView, i: int) -> bool:
    outline = view.outline
    avatar = int(Role.AVATAR)
    start = view.items[view.item_of[i]].start
    return any(outline.tags[j] == "img" or outline.roles[j] & avatar for j in range(max(start + 1, i - 5), i))


def _first_link(view: ListView, i: int) -> str | None:
    outline = view.outline
    href: str | None
    for j in range(i, min(outline.end[i], i + 6)):
        if outline.tags[j] == "a":
            href = outline.els[j].get("href")
            return href
    at = outline.parent[i]
    for _ in range(2):
        if at > view.items[view.item_of[i]].start and outline.tags[at] == "a":
            href = outline.els[at].get("href")
            return href
        at = outline.parent[at]
    return None


def url_of(view: ListView, i: int) -> str | None:
    """Where the link in or around an author's element leads; None without one that leads away."""
    href = _first_link(view, i)
    return href if href and not href.startswith(("#", "javascript:")) else None


def _from_attributes(view: ListView) -> dict[int, Author]:
    out: dict[int, Author] = {}
    for k, own in enumerate(view.own):
        for i in own[:40]:
            attributes = view.outline.els[i].attrib
            value = next((attributes[key] for key in _ATTRIBUTES if attributes.get(key)), None)
            if (
                value
                and len(value) <= 60
                and re.search(r"[^\W\d_]", value)
                and not value.startswith(("{", "[", "http"))
            ):
                out[k] = Author(value.strip(), None, None)
                break
    if len(out) < 0.6 * len(view.items):
        return {}
    return out


_CLOCK = re.compile(r"[\s,]+\d{1,2}:\d\d(?:\s?[ap]\.?m\.?)?\s*$", re.IGNORECASE)


def cleaned(view: ListView, found: dict[int, Author]) -> dict[int, Author]:
    """Take bylines off, and words that all authors share: those are the template's."""
    if sum(_MACHINE.fullmatch(author.name) is not None for author in found.values()) > 0.5 * len(found):
        return {}
    names = {k: vocabulary.strip_byline(_CLOCK.sub("", a.name)) for k, a in found.items()}
    weak = {k: vocabulary.strip_weak_byline(name) for k, name in names.items()}
    changed = sum(weak[k] != names[k] for k in names)
    if changed >= 2 and changed >= 0.6 * len(names):
        names = weak
    names = without_shared_words(_without_places(names))
    if len(names) > 2 and not any(any(map(str.isalpha, name)) for name in names.values()):
        return {}  # numbers of versions or chapters
    return {k: Author(names[k], a.url, a.node) for k, a in found.items() if names[k] and _LETTER.search(names[k])}


def _without_places(names: dict[int, str]) -> dict[int, str]:
    """Drop the words that all names of a list have in brackets behind them: "Kathy (California)"."""
    parted = {k: match[1] for k, name in names.items() if (match := _WITH_PLACE.fullmatch(name)) is not None}
    if len(names) < _FEWEST_PLACES or len(parted) < len(names) or len(set(parted.values())) < _FEWEST_PLACES:
        return names
    return parted


_WITH_PLACE = re.compile(r"(.*\S)\s*\((?:[^\W\d_]|[ .,'’-]){2,30}\)")
_FEWEST_PLACES = 4


def without_shared_words(names: dict[int, str]) -> dict[int, str]:
    """Drop a first or last word that nearly all names share while the rest differs."""
    out = dict(names)
    for _ in range(3):
        distinct = set(out.values())
        if len(distinct) < 3:
            break
        first = Counter(name.split(" ", 1)[0] for name in distinct if " " in name)
        last = Counter(name.rsplit(" ", 1)[1] for name in distinct if " " in name)
        head, heads = first.most_common(1)[0] if first else ("", 0)
        tail, tails = last.most_common(1)[0] if last else ("", 0)
        if heads >= 0.8 * len(distinct) and heads > 2:
            out = {k: v[len(head) + 1 :].strip() if v.startswith(head + " ") else v for k, v in out.items()}
        elif tails >= 0.8 * len(distinct) and tails > 2:
            out = {k: v[: -len(tail) - 1].strip() if v.endswith(" " + tail) else v for k, v in out.items()}
        else:
            break
    return out
