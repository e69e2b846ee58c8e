"""Which element of an item is its author's rating, with what markup says of it. Reads no value, and invents none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html

from extract.read.threads.days import dated_text
from extract.read.threads.marks import is_star_file, score_in
from extract.read.threads.outline import INLINE, RATED, REPLIED
from extract.read.threads.slots import ListView
from extract.read.threads.vocabulary import Role
from extract.records import RawRating
from transform.ratings import RatingReading, read_comment_rating

_RATING = int(Role.RATING)
_AGAINST = int(Role.ASPECT | Role.SUMMARY | Role.WIDGET)
_VALUE_ATTRIBUTES = (
    "data-rating",
    "data-score",
    "data-stars",
    "data-value",
    "data-rate",
    "data-note",
    "data-rating-value",
    "data-average-rating",
    "rating",
    "data-rateit-value",
    "value-star",
    "data-star",
    "data-grade",
)
_BEST_ATTRIBUTES = (
    "data-max",
    "data-best",
    "data-max-rating",
    "data-rating-max",
    "max",
    "aria-valuemax",
    "data-rateit-max",
)
_LABELS = ("aria-label", "title", "alt", "data-title", "data-tooltip", "data-original-title")
_MAX_MARKUP = 6000
_DRAWING = re.compile(r"""\s(?:d|points)="[^"]{12,}\"""")


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating as the page has it and the element that carries it."""

    rating: RawRating
    node: int


def ratings_of(view: ListView, avoid: set[int]) -> tuple[dict[int, Rated], set[int]]:
    """Item number -> rating, and every element that shows a rating. `avoid` holds elements of other fields."""
    holders = _holders(view, avoid)
    rows = _rows_of_stars(view, holders)
    in_rows = {i for row in rows.values() for i in row}
    by_slot: dict[int, list[int]] = {}
    for i in {i for i in holders if not _is_inside(view, i, in_rows)} | set(rows):
        by_slot.setdefault(view.slot[i], []).append(i)
    worth = {slot: _worth(view, slot, found, rows) for slot, found in by_slot.items()}
    out: dict[int, Rated] = {}
    for slot in sorted(by_slot, key=lambda s: -worth[s]):
        if worth[slot] <= 0:
            break
        for i in by_slot[slot]:
            k = view.item_of[i]
            if k not in out:
                rating = _rating_at(view, i, rows)
                if rating is not None:
                    out[k] = Rated(rating, i)
    if not out:
        out = _in_bylines(view, avoid)
    return out, {i for i in holders | in_rows if _is_apart(view, i)}


_MOST_STARS = 10


def _rows_of_stars(view: ListView, holders: set[int]) -> dict[int, list[int]]:
    """Stars that stand in no box of their own, each in its wrapper: the first of a row -> all of it."""
    outline = view.outline
    rows: dict[int, list[int]] = {}
    for i in sorted(holders):
        at = i
        while at not in view.items[view.item_of[i]].roots and _is_only_child(view, at):
            at = outline.parent[at]
        if outline.text_length(at, outline.end[at]) == 0:
            rows.setdefault(outline.parent[at], []).append(at)
    out: dict[int, list[int]] = {}
    for row in rows.values():
        adjacent = all(a_end == b for a_end, b in zip((outline.end[a] for a in row), row[1:], strict=False))
        if 3 <= len(row) <= _MOST_STARS and adjacent and not any((outline.els[i].tail or "").strip() for i in row[:-1]):
            out[row[0]] = row
    return out


def _is_inside(view: ListView, i: int, around: set[int]) -> bool:
    """Whether an element is one of some others, or the only thing in one."""
    while i not in around and i in view.item_of and _is_only_child(view, i):
        i = view.outline.parent[i]
    return i in around


def _is_only_child(view: ListView, i: int) -> bool:
    outline, above = view.outline, view.outline.parent[i]
    return (
        above in view.item_of
        and outline.end[above] == outline.end[i]
        and above == i - 1
        and outline.text_length(above, above + 1) == 0
    )


def _rating_at(view: ListView, i: int, rows: dict[int, list[int]]) -> RawRating | None:
    if i not in rows:
        return rating_of(view, i)
    markup = [markup_of(view.outline.els[star]) for star in rows[i]]
    whole = "".join(star for star in markup if star is not None)
    return RawRating(markup=whole) if None not in markup and len(whole) <= _MAX_MARKUP else None


_IN_BYLINE = re.compile(
    r"(?<![\d/.,])(?<!\bon )(?<!\bam )(?<!\ble )(?<!\bel )(?<!\bil )(?<!\bem )(?<!\bop )"  # days
    r"(?P<value>\d{1,2}(?:[.,]\d)?)\s?/\s?(?P<best>5|10|20|100)(?![\d/.,]*\d)",
    re.IGNORECASE,
)


def _in_bylines(view: ListView, fields: set[int]) -> dict[int, Rated]:
    """Marks among the words around names and dates: "Ann rated this 4/5, two days ago"; of one scale, or none."""
    outline = view.outline
    out: dict[int, Rated] = {}
    scales: set[str] = set()
    for i in sorted({outline.parent[field] for field in fields} - fields):
        k = view.item_of.get(i)
        if k is None or k in out or outline.text_length(i, outline.end[i]) > 120:
            continue
        el = outline.els[i]
        pieces = (el.text or "", *(child.tail or "" for child in el))
        labelled = next((m for piece in pieces if (m := _LABELLED.fullmatch(piece)) is not None), None)
        if labelled is not None:
            out[k] = Rated(RawRating(raw=labelled[1]), i)
            continue
        words = " ".join(pieces)
        found = _IN_BYLINE.search(words)
        if found is None or not re.search(r"[^\W\d_]{3}", words):
            continue
        if float(found["value"].replace(",", ".")) > float(found["best"]):
            return {}
        scales.add(found["best"])
        out[k] = Rated(RawRating(raw=found[0]), i)
    return out if len(scales) < 2 and len(out) >= max(2, len(view.items) // 3) else {}


# the same behind a label of its own, on whatever scale: "| Original Score: 3.5/4"
_LABELLED = re.compile(r"\W*((?:[^\W\d]+\s){0,2}[^\W\d]+[:：]\s?\d{1,3}(?:[.,]\d{1,2})?\s?/\s?(?:4|5|6|10|20|100))\W*")

# "vote-score" counts what others think of the comment
_VOTES = re.compile(
    r"(?:vote|like|karma|emotion|helpful|useful)s?[-_]*(?:score|rating|count)|score[-_]*(?:hidden|likes|dislikes)"
)


def _is_apart(view: ListView, i: int) -> bool:
    """Whether a rating stands by itself, so that a sentence around it loses nothing without it."""
    outline = view.outline
    if outline.tags[i] not in INLINE or outline.roles[i] & _RATING or outline.tags[i] == "img":
        return True
    el = outline.els[i]
    above = el.getparent()
    beside = (above.text or "") + "".join(child.tail or "" for child in above) if above is not None else ""
    return not re.search(r"\w{2}", beside)


def _holders(view: ListView, avoid: set[int]) -> set[int]:
    """The outermost element of each rating: all its stars, and nothing else."""
    outline = view.outline
    rated, replied = outline.cum[RATED], outline.cum[REPLIED]
    out: set[int] = set()
    for k, own in enumerate(view.own):
        start = view.items[k].start
        covered = -1
        for i in own:
            if i < covered or rated[i + 1] == rated[i] or i in avoid:
                continue
            at = i
            if i in view.items[k].roots and len(view.items[k].roots) == 1:
                continue
            stop = outline.end[i]
            if outline.text_length(i, stop) > 80:
                continue
            if _holds(i, stop, avoid):
                if stop - i < 30 and _own_label(outline.els[i]) is not None:
                    out.add(i)  # its label says the mark, whatever else stands in it
                continue
            if _VOTES.search(" ".join(outline.names[i])) or replied[stop] > replied[i]:
                continue  # a count beside what others may do: "1 · Report"
            if rated[stop] > rated[i + 1] and outline.link_length(i, stop) > 12:
                continue  # a line around a rating and somebody's name
            while True:
                above = outline.parent[at]
                if above <= start or above not in view.item_of or _holds(above, outline.end[above], avoid):
                    break
                only = outline.text_length(above, outline.end[above]) - outline.text_length(at, outline.end[at])
                linked = outline.link_length(above, outline.end[above]) - outline.link_length(at, outline.end[at])
                marked = outline.roles[above] & _RATING
                more = rated[outline.end[above]] - rated[above] - (rated[outline.end[at]] - rated[at])
                pressed = replied[outline.end[above]] > replied[above]
                if only > 40 or linked > 12 or pressed or _words_in(view, above):
                    break
                if not (marked or (more and only <= 12) or _is_numbered_icon(view, at, above)):
                    break
                if any(_VOTES.search(" ".join(outline.names[j])) for j in outline.children(above)):
                    break
                at = above
            if not (at == i and _is_icon_of_words(view, i)):
                out.add(at)
            covered = outline.end[at]
    return out


def _is_icon_of_words(view: ListView, i: int) -> bool:
    """Whether an element without words is but the sign before others: "★ 5 votes" is no star."""
    el = view.outline.els[i]
    return (
        not len(el)
        and not view.outline.text_length(i, view.outline.end[i])
        and any(map(str.isalpha, el.tail or ""))
        and _own_label(el) is None
        and _STAR_NAME.search(" ".join(view.outline.names[i])) is None
        and "style" not in el.attrib
    )


_ICON_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")


def _is_numbered_icon(view: ListView, icon: int, above: int) -> bool:
    """Whether an element without words is but the sign beside a number: "6 ★" is not one star."""
    outline = view.outline
    return (
        not outline.text_length(icon, outline.end[icon])
        and outline.end[above] - above < 8
        and _ICON_NUMBER.fullmatch(view.line(above)) is not None
    )


def _words_in(view: ListView, above: int) -> bool:
    """Whether a paragraph without any sign of a rating stands in an element: words, however few."""
    outline, rated = view.outline, view.outline.cum[RATED]
    return any(
        outline.tags[i] == "p" and rated[outline.end[i]] == rated[i] and any(map(str.isalpha, view.line(i)))
        for i in outline.children(above)
    )


def _holds(start: int, stop: int, avoid: set[int]) -> bool:
    if stop - start > 400:
        return True
    return any(j in avoid for j in range(start, stop))


def _worth(view: ListView, slot: int, nodes: list[int], rows: dict[int, list[int]]) -> float:
    outline = view.outline
    n = len(view.items)
    items = {view.item_of[i] for i in nodes}
    first = nodes[0]
    roles = outline.roles[first]
    near = outline.role_near(first, view.items[view.item_of[first]].start, 2)
    worth = 0.5 + len(items) / n
    if roles & _RATING:
        worth += 0.6
    if near & int(Role.ASPECT | Role.SUMMARY):
        worth -= 1.0
    if near & int(Role.WIDGET) and not roles & _RATING:
        worth -= 1.2
    if near & int(Role.AUTHOR | Role.RANK) and not roles & _RATING:
        worth -= 0.4
    if _is_of_rank(view, first):
        worth -= 3.0
    prop = outline.els[first].get("itemprop") or ""
    stated = prop in ("reviewRating", "ratingValue")
    worth += stated
    in_form = near & int(Role.FORM) and not stated  # "login" also names the line of who wrote
    if outline.tags[first] in ("button", "form", "input", "label") or in_form or _is_pressed(view, first):
        worth -= 3.0
    if len(nodes) > 1.3 * len(items):
        worth -= 0.3 if len(nodes) < 2 * len(items) else 0.8  # marks for single aspects, or for several people
    if worth <= 0:
        return worth
    if _are_votes([view.line(i) for i in nodes]):
        return 0.0
    sample = nodes[:: len(nodes) // 6 + 1]
    return worth * sum(reading_of(_rating_at(view, i, rows)) is not None for i in sample) / len(sample) - 0.2


def _is_pressed(view: ListView, i: int) -> bool:
    """Whether all words of an element stand on buttons: what others pressed, no mark of the writer's."""
    outline = view.outline
    pressed = sum(
        outline.text_length(j, outline.end[j]) for j in range(i, outline.end[i]) if outline.tags[j] == "button"
    )
    return 0 < pressed == outline.text_length(i, outline.end[i])


def _are_votes(lines: list[str]) -> bool:
    """Whether all numbers of a place have a sign, or are 0: others moved them from there, "+2", "0", "-1"."""
    told = [line for line in lines if line]
    return any(line[0] in _SIGNS for line in told) and all(_MOVED.fullmatch(line) is not None for line in told)


_SIGNS = "+-−"
_MOVED = re.compile(rf"[{_SIGNS}]\d{{1,5}}|0")


_OF_RANK = re.compile(r"post-?_?(?:group|count|er-?_?rank)|(?:user|member|profile)-?_?(?:rank|level)", re.IGNORECASE)


def _is_of_rank(view: ListView, i: int) -> bool:
    """Whether stars stand beside a writer's rank or number of posts: a forum gives them to its members."""
    outline = view.outline
    if _own_label(outline.els[i]) is not None:
        return False
    beside = [i, outline.parent[i], *outline.children(outline.parent[i])[:20]]
    return any(_OF_RANK.search(name) is not None for at in beside for name in outline.names[at])


def reading_of(rating: RawRating | None) -> RatingReading | None:
    """What a found rating says by itself; None where nothing, as in a place of something else."""
    if rating is None:
        return None
    read = read_comment_rating(
        raw=rating.raw, value=rating.value, best=rating.best, worst=rating.worst, markup=rating.markup
    ).overall
    return None if read is None or read.value is None else read


_NUMBER = re.compile(r"[\d½]")
_STAR_NAME = re.compile(
    r"(?:star|rat|score|stelle|etoile|note|hvezd|points?|bubble|rated|s|r)[a-z]*[-_]*\d", re.IGNORECASE
)
_WIDTH = re.compile(r"width\s*:\s*\d", re.IGNORECASE)


_RATIO = re.compile(r"(\d{1,5})\s*/\s*(\d{1,5})")


def _own_label(el: html.HtmlElement) -> str | None:
    """A label of the element itself that says a score: aria-label="4 stars" around stars and a date."""
    label = el.get("aria-label")
    return label.strip() if label and len(label) < 60 and _NUMBER.search(label) and score_in(label) else None


def rating_of(view: ListView, i: int) -> RawRating | None:
    """What an element says of a rating: stated values, a label, its text, and its markup; None where nothing."""
    outline = view.outline
    own = _own_label(outline.els[i])
    if own is not None and outline.text_length(i, outline.end[i]) and dated_text(view.line(i)):
        return RawRating(raw=own)
    value = best = worst = label = None
    signs = 0
    numbered: list[str] = []
    for j in range(i, min(outline.end[i], i + 120)):
        el = outline.els[j]
        attributes = el.attrib
        prop = (attributes.get("itemprop") or "").lower()
        if prop == "ratingvalue":
            value = value or _stated(el)
        elif prop == "bestrating":
            best = best or _stated(el)
        elif prop == "worstrating":
            worst = worst or _stated(el)
        for name in _VALUE_ATTRIBUTES:
            if name in attributes and re.fullmatch(r"\s*\d{1,3}(?:[.,]\d+)?\s*%?\s*", attributes[name]):
                numbered.append(attributes[name].strip())
        for name in _BEST_ATTRIBUTES:
            if best is None and name in attributes and re.fullmatch(r"\d{1,3}", attributes[name]):
                best = attributes[name]
        if label is None:
            for name in _LABELS:
                text = attributes.get(name)
                if text and len(text) < 80 and _NUMBER.search(text):
                    label = text.strip()
                    break
        if (
            any(_STAR_NAME.search(n) for n in outline.names[j])
            or _WIDTH.search(attributes.get("style") or "")
            or is_star_file(attributes.get("src") or "")
            or (outline.roles[j] & _RATING and outline.tags[j] in ("i", "span", "img", "svg", "li", "a", "em", "b"))
        ):
            signs += 1
    if value is None and len(set(numbered)) == 1 and (len(numbered) == 1 or numbered[0] != "1"):
        value = numbered[0]  # several numbers are the steps of a scale
    text = view.line(i) or None
    if text is not None and len(text) > 100:
        text = None
    if text is not None and (ratio := _RATIO.fullmatch(text)) is not None and float(ratio[1]) > float(ratio[2]):
        return None  # whom it helped, and whom not
    if value is None and label is None and not signs and (text is None or not _NUMBER.search(text)):
        drawn = _drawn(outline.els[i]) if outline.roles[i] & _RATING else None
        if drawn is not None:
            return drawn
    if value is None and label is None and text is None and not signs:
        return None
    if (
        value is None
        and label is None
        and text is not None
        and not _NUMBER.search(text)
        and not signs
        and not re.search(r"[★☆⭐✩✪✭✮½]", text)
    ):
        return None
    markup = markup_of(outline.els[i])
    raw = text if text and (_NUMBER.search(text) or re.search(r"[★☆⭐]", text)) else (label or text)
    return RawRating(raw=raw, value=value, best=best, worst=worst if value else None, markup=markup)


def _drawn(el: html.HtmlElement) -> RawRating | None:
    """What a box named for a rating draws: icons, list items, a bar, a chosen button; None where that says nothing."""
    markup = markup_of(el)
    if markup is None or len(el) > 12:
        return None
    read = read_comment_rating(markup=markup).overall
    if read is None or read.percent is None or read.rule is None or read.rule.startswith("verdict"):
        return None
    return RawRating(markup=markup)


def _stated(el: html.HtmlElement) -> str | None:
    value = el.get("content") or el.get("value") or "".join(el.itertext()).strip()
    return value.strip()[:20] or None


def markup_of(el: html.HtmlElement) -> str | None:
    """An element's markup without the outlines of its drawings, which are most of it and say nothing."""
    try:
        out = etree.tostring(el, encoding="unicode", with_tail=False, method="html")
    except (ValueError, etree.SerialisationError):
        return None
    if len(out) > 400:
        out = _DRAWING.sub("", out)
    return out if len(out) <= _MAX_MARKUP else None  # a part would show fewer stars than there are
