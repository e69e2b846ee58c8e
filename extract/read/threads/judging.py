"""What speaks for and against a list of elements being a thread: counted in each item's own part, weighed by hand.

Judges one list at a time, by the weights in `weights.toml`. Never looks at a host's name.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from functools import cache, lru_cache
from importlib.resources import files

from extract.read.threads import vocabulary
from extract.read.threads.days import date_span, dated_text
from extract.read.threads.lists import Candidate, Item, id_shape, own_count, own_counts
from extract.read.threads.outline import AUTHORED, DATED, HEADED, HEADINGS, IMAGED, NAMED, RATED, REPLIED, Outline
from extract.read.threads.vocabulary import Role


@cache
def weights() -> dict[str, dict[str, float]]:
    """The weights by hand."""
    return tomllib.loads(files(__package__).joinpath("weights.toml").read_text(encoding="utf-8"))


def judge(outline: Outline, candidate: Candidate) -> Candidate:
    """Count a candidate's evidence and give it its score."""
    w, against, limits = weights()["evidence"], weights()["against"], weights()["limits"]
    items = candidate.items
    if len(items) > 2000:  # a part of a long list says what all of it is
        items = items[:: len(items) // 1000]
    n = len(items)
    dated = authored = replied = rated = prose = pictured = many = headed = worded = 0
    own_text = own_link = figures = 0
    good = 0.0
    wordy = whole = 0.0
    kinds = (DATED, AUTHORED, REPLIED, RATED, IMAGED, HEADED, NAMED)
    rows = (outline.text_cum, outline.link_cum, *(outline.cum[kind] for kind in kinds))
    for item in items:
        text, link, d, a, r, s, pictures, headings, names = own_counts(rows, item)
        if link > 0.9 * text and outline.tags[item.roots[0]] == "a":
            link = 0
        dates = 14 * min(d, 2)
        words = int((text - link - (dates if link < 14 else 0)) * outline.density)
        own_text += text
        own_link += link
        dated += d > 0
        many += d > 4
        authored += a > 0
        replied += r > 0
        rated += s > 0
        pictured += pictures > 0
        enough = words >= 12 or (words >= 3 and d > 0 and a > 0)
        prose += enough
        w70 = max(0, min(words, 70)) / 70
        wordy += w70
        whole += 0.4 * (d > 0) + 0.3 * (a > 0) + 0.3 * w70
        good += enough and (d > 0 or a > 0 or r > 0 or s > 0)
        headed += headings > 0 and link > 10 and d <= 1
        figures += text < 25
        worded += names > 0
    part = {
        "dated": dated / n,
        "authored": authored / n,
        "replied": replied / n,
        "rated": rated / n,
        "prose": prose / n,
        "wordy": wordy / n,
        "pictured": pictured / n,
    }
    part |= _names_for(outline, items)
    minus = _names_against(outline, items)
    if minus["headed_links"] > 0.5 and part["item_name"] < 0.75 and part["replied"] < 0.5:
        part["item_name"] = part["list_name"] = 0.0  # posts led by links to themselves are articles
        part["heading"] *= minus["commented"] < 0.5
    if max(minus["cards"], minus["works"]) > 0.7 and part["replied"] < 0.5:
        part["item_name"] = part["list_name"] = part["heading"] = 0.0  # "latest reviews" of several titles
    hinted = part["heading"] + part["item_name"] + part["list_name"] + part["replied"] > 0.7
    if (
        part["authored"] < 0.5
        and part["prose"] > 0.7
        and (n > 2 or part["list_name"] > 0.9)
        and (hinted or part["dated"] > 0.7)
    ):
        part["authored"] = max(part["authored"], 0.8 * _speakers(outline, items))
        if hinted and part["dated"] < 0.3:
            good = max(good, part["authored"] * n)
    part["many"] = min(n, 12) / 12
    score = sum(w[name] * value for name, value in part.items() if name in w)
    minus["page_item"] *= 1 - 0.7 * max(0.0, (part["item_name"] - 0.7) / 0.3)
    # review titles may link; a post that is led by a linked heading is an article
    minus["headed_links"] *= 1 - 0.6 * max(
        0.0,
        (part["item_name"] - 0.7) / 0.3,
        part["replied"] * (part["item_name"] > 0),
        part["rated"] * part["authored"] * part["heading"] * (part["pictured"] < 0.5),
    )
    minus["many_dates"] = many / n
    minus["links"] = max(0.0, own_link / max(own_text, 1) - limits["links_free"]) / (1 - limits["links_free"])
    minus["figures"] = figures / n
    kind = (
        0.5 * worded / n,
        part["item_name"],
        part["list_name"],
        part["heading"],
        part["replied"],
        0.5 * part["id_shape"],
    )
    if (
        max(kind) < _HARDLY_KIND
        and part["dated"] > 0.8
        and minus["headed_links"] < 0.3
        and own_text < _LONGEST_SIGNED * n
        and _takes_comments(outline)
    ):
        part["signed"] = _signed(outline, items)
    minus["nameless"] = (1.0 - max(*kind, part.get("signed", 0.0))) * (2.0 if n < 4 else 1.0)
    if part["dated"] < 0.3 and part["authored"] < 0.5:
        # nobody and no day: only named, rated prose can still be people's
        minus["anonymous"] = 1.0 - min(part["rated"], part["wordy"], part["item_name"])
    if max(minus["not_thread"], minus["other_heading"]) and _is_of_this_page(outline, items, part):
        minus["not_thread"] *= 0.3
        minus["other_heading"] *= 0.3
    if minus["form"] and part["dated"] > 0.9 and not any(_is_filled_in(outline, item) for item in items[:8]):
        minus["form"] *= 0.3  # a form around a thread, as for its moderators, says little of what is not filled in
    score -= sum(against[name] * value for name, value in minus.items())
    candidate.good = good / n
    candidate.whole = whole * len(candidate.items) / n
    candidate.score = score * (0.4 + 0.6 * candidate.good)
    candidate.parts = part | {"-" + k: v for k, v in minus.items() if v}
    return candidate


_HARDLY_KIND = 0.6
_MOST_SIGNED = 30
_LONGEST_SIGNED = 600  # letters of an item on average: articles are longer
_NEAR = 60  # elements of an item in which its byline stands


def _takes_comments(outline: Outline) -> bool:
    """Whether a page leads to a form or list of comments of its own: "#comments-form"."""
    return any(_TO_COMMENTS.match(el.get("href") or "") for el in outline.els if el.tag == "a")


_TO_COMMENTS = re.compile(r"#[\w-]*(?:comment|review|respond|kommentar|avis|opini|recen[sz])", re.IGNORECASE)


def _signed(outline: Outline, items: list[Item]) -> float:
    """The share of items with a line that begins "posted by" or the like, and no link that leads to their own page."""
    sample = items if len(items) <= _MOST_SIGNED else items[:: len(items) // _MOST_SIGNED + 1]
    told = 0
    for item in sample:
        near = outline.els[item.start : min(item.stop, item.start + _NEAR)]
        told += any(vocabulary.begins_byline(el.text) for el in near) and not _leads_away(outline, item)
    return told / len(sample)


def _is_of_this_page(outline: Outline, items: list[Item], part: dict[str, float]) -> bool:
    """Whether "latest comments" are this page's: whole, each to be answered or reported here, and leading nowhere."""
    told = min(part[name] for name in ("dated", "authored", "replied", "prose", "item_name"))
    if len(items) < 2 or told < 1 or part["wordy"] < 0.7:
        return False
    return sum(_leads_away(outline, item) for item in items) < 0.3 * len(items)


def _leads_away(outline: Outline, item: Item) -> bool:
    """Whether an item links to something that is neither a person nor what is done with the item itself."""
    for i in range(item.start, item.stop):
        if outline.tags[i] == "a" and not outline.count(REPLIED, i, outline.end[i]):
            href = outline.els[i].get("href") or ""
            here = not href or href.startswith(("#", "javascript:")) or vocabulary.is_author_href(href)
            if not here and not outline.roles[i] & _OF_ITEM:
                return True
    return False


_OF_ITEM = int(Role.AUTHOR | Role.AVATAR | Role.WIDGET | Role.REPLY)
_TO_FILL = frozenset(("input", "textarea", "label", "button"))


def _is_filled_in(outline: Outline, item: Item) -> bool:
    """Whether an item has something to fill in or to press."""
    return not _TO_FILL.isdisjoint(outline.tags[item.start : item.stop])


_VERSION = re.compile(r"\W*(?:v|ver\.?|version|r|release|build|№|#)?\s?\d+(?:\.\w+)*\W*", re.IGNORECASE)
_INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.$")  # "Regina K."


def _speakers(outline: Outline, items: list[Item]) -> float:
    """The share of items that begin with a short text of their own before longer words, as with a name."""
    firsts: list[str] = []
    for item in items:
        i, text = _first_text(outline, item)
        if text[-1:] in ":：" and dated_text(text):
            text = _behind_day(text)
        rest = own_count(outline.text_cum, item) - len(text)
        linked = outline.link_cum[i + 1] > outline.link_cum[i] if i < item.stop else False
        if (
            1 < len(text) <= (25 if linked else 40)
            and (text[-1] not in ".!?…:" or _INITIAL.search(text) is not None)
            and text.count(" ") < 5
            and _VERSION.fullmatch(text) is None
            and rest > len(text)
        ):
            firsts.append(text)
    return len(set(firsts)) / len(items) if len(set(firsts)) > 0.7 * len(firsts) else 0.0


def _behind_day(text: str) -> str:
    """The name in a line of a day and who speaks then: "3 March 2024, 11:06 | Ann:"."""
    span = date_span(text)
    if span is None or any(map(str.isalnum, text[: span[0]])):
        return text
    name = text[span[1] :].rstrip(" :：").lstrip(" ,;:|·•–—-/")
    return name if any(map(str.isalpha, name)) else text


def _first_text(outline: Outline, item: Item) -> tuple[int, str]:
    """The first words in an item, and the element that has them."""
    for i in range(item.start, item.stop):
        if not outline.text_length(i, i + 1) and outline.end[i] > i + 1:
            continue
        text = (outline.els[i].text or "").strip()
        if text and outline.text_length(i, i + 1):
            return i, text
        tail = (outline.els[i].tail or "").strip() if outline.end[i] == i + 1 and i > item.start else ""
        if tail:
            return outline.parent[i], tail
    return item.stop, ""


def _names_for(outline: Outline, items: list[Item]) -> dict[str, float]:
    named = 0.0
    shapes = praise = 0
    item_bit, post_bit, list_bit = int(Role.ITEM), int(Role.POST), int(Role.ITEM | Role.POST | Role.LIST)
    around = 0
    sample = items if len(items) <= 60 else items[:: len(items) // 60 + 1]
    for item in sample:
        root = item.roots[0]
        if outline.roles[root] & item_bit:
            named += 1
        elif outline.roles[root] & post_bit:
            named += 0.7
        praise += any("testimonial" in name for name in (*outline.names[root], *outline.names[outline.parent[root]]))
        el = outline.els[root]
        shapes += id_shape(el.get("id")) is not None or any(
            k in el.attrib for k in ("data-id", "data-comment-id", "data-review-id", "data-post-id", "data-message-id")
        )
        at, steps = outline.parent[root], 0
        while at > 0 and steps < 4:
            if outline.roles[at] & list_bit:
                around += 1
                break
            at = outline.parent[at]
            steps += 1
    n = len(sample)
    return {
        "item_name": named / n,
        "id_shape": shapes / n,
        "list_name": around / n,
        "praise": praise / n,
        "heading": max(0.0, heading_before(outline, items[0])),
    }


def heading_before(outline: Outline, item: Item) -> float:
    """1 where the nearest heading before a list names comments, -1 where it names other things, else 0."""
    return heading_at(outline, item)[0]


def heading_at(outline: Outline, item: Item) -> tuple[float, int]:
    """What the nearest heading before a list says of it (as `heading_before`), and where to look for another's."""
    k = bisect_left(outline.headings, item.start)
    nearest = max(0, item.start - 60)
    while k > 0:
        k -= 1
        at = outline.headings[k]
        if at < nearest:
            break
        if outline.end[at] <= item.start:
            text = " ".join(outline.els[at].itertext()).strip()[:200]
            if text and (said := _heading_says(text)):
                return said, at
            if text:
                nearest = at
    for at in range(item.start - 1, nearest, -1):  # old pages set their headings in bold letters
        if outline.tags[at] in _BOLD and _heading_says((outline.els[at].text or "").strip()[:200]) > 0:
            return (1.0, at) if _stands_alone(outline, at) else (0.0, nearest)
    return 0.0, nearest


_BOLD = frozenset(("b", "strong", "big"))
_AROUND_BOLD = frozenset(("font", "big", "b", "strong", "span", "u"))
_IN_MENUS = frozenset(("a", "li", "nav", "th", "td", "dt", "option", "label"))


def _stands_alone(outline: Outline, at: int) -> bool:
    """Whether bold words have a line of their own, or begin one that counts ("Reviews: 1 to 10"), in no menu."""
    before, behind = [], []
    while True:
        el, above = outline.els[at], outline.parent[at]
        before.append("".join(el.getparent().text or "" if el.getprevious() is None else el.getprevious().tail or ""))
        behind.append(el.tail or "")
        if el.getprevious() is not None and el.getprevious().tag == "a":
            return False
        following = el.getnext()
        if not behind[-1].strip() and following is not None and following.tag == "a":
            return False
        if outline.tags[above] not in _AROUND_BOLD or above <= 0:
            break
        at = above
    goes_on = "".join(behind).strip()
    return (
        outline.tags[above] not in _IN_MENUS - {"td"}
        and not "".join(before).strip()
        and (not goes_on or goes_on[0].isdecimal() or goes_on[0] in ":(" or goes_on[0].isupper())
    )


@lru_cache(maxsize=4096)
def _heading_says(text: str) -> float:
    if vocabulary.is_other_heading(text.lower()):
        return -1.0
    return 1.0 if len(text) < 120 and vocabulary.is_thread_heading(text) else 0.0


def _names_against(outline: Outline, items: list[Item]) -> dict[str, float]:
    bits = {
        "not_thread": int(Role.NOT_THREAD),
        "page_item": int(Role.PAGE_ITEM),
        "form": int(Role.FORM),
        "aggregate": int(Role.SUMMARY),
    }
    hits = dict.fromkeys(bits, 0.0)
    sample = items if len(items) <= 30 else items[:: len(items) // 30 + 1]
    headed_links = cards = works = commented = 0
    for item in sample:
        root = item.roots[0]
        roles = 0
        at = root
        steps = 0
        far = False
        while at > 0:
            if steps < 5:
                roles |= outline.roles[at]
            elif outline.roles[at] & bits["not_thread"]:
                far = True
            at = outline.parent[at]
            steps += 1
        for name, bit in bits.items():
            hits[name] += bool(roles & bit)
        if far and not roles & bits["not_thread"]:
            hits["not_thread"] += 0.4
        leads_to = _heading_link(outline, item)
        headed_links += leads_to is not None
        cards += leads_to is not None and _pictures_link(outline, item, leads_to)
        commented += leads_to is not None and _links_its_comments(outline, item, leads_to)
        works += _is_of_a_work(outline, item)
    n = len(sample)
    out = {name: count / n for name, count in hits.items()}
    out["headed_links"] = headed_links / n
    out["cards"] = 0.0 if outline.of_person else cards / n  # a person's page shows what they wrote of many titles
    out["works"] = works / n
    out["commented"] = commented / n
    heading = heading_before(outline, items[0])
    out["other_heading"] = 1.0 if heading < 0 else 0.0
    return out


def _heading_link(outline: Outline, item: Item) -> str | None:
    """Where the heading that leads an item links to, if not to a person; None where none leads it."""
    for i in range(item.start, min(item.stop, item.start + 25)):
        if outline.tags[i] in HEADINGS:
            for k in range(i, min(outline.end[i] + 1, item.stop)):
                if outline.tags[k] == "a":
                    href = outline.els[k].get("href") or ""
                    own = vocabulary.is_author_href(href) or outline.roles[k] & int(Role.AUTHOR) or "#" in href
                    return href if href and not own else None
            above = outline.parent[i]
            if outline.tags[above] == "a" and above > item.start:
                href = outline.els[above].get("href") or ""
                return None if vocabulary.is_author_href(href) else href
            return None
    return None


def _pictures_link(outline: Outline, item: Item, href: str) -> bool:
    """Whether an item shows a picture that leads where its heading does: the card of an article or a title."""
    for i in range(item.start, min(item.stop, item.start + 60)):
        if outline.tags[i] == "img":
            at = outline.parent[i]
            for _ in range(3):
                if at < item.start:
                    break
                if outline.tags[at] == "a" and outline.els[at].get("href") == href:
                    return True
                at = outline.parent[at]
    return False


def _links_its_comments(outline: Outline, item: Item, href: str) -> bool:
    """Whether an item links to comments on the page that its heading leads to: it is that page's article."""
    for i in range(item.start, min(item.stop, item.start + 120)):
        if outline.tags[i] == "a":
            other = outline.els[i].get("href") or ""
            if other.startswith(href + "#") and len(other) > len(href) + 1:
                return True
    return False


_WORKS = frozenset(
    ("TVEpisode", "Episode", "TVSeason", "Movie", "TVSeries", "Book", "VideoGame", "Product", "Recipe", "NewsArticle")
)


def _is_of_a_work(outline: Outline, item: Item) -> bool:
    """Whether an item is marked up as an episode, a film or an article, and not as what is said of one."""
    for i in range(item.start, min(item.stop, item.start + 15)):
        if not _WORKS.isdisjoint(outline.names[i]) and outline.els[i].get("itemprop") != "itemReviewed":
            return True
    return False
