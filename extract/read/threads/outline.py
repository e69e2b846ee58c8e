"""A page as flat tables in document order: what the finder counts its evidence in.

One pass over the tree; every element gets a number, its subtree is the range `i .. end[i]`, and evidence is summed
along the page so that a count inside any range is one subtraction. Marks dates, names and controls; judges nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, compress, islice

from lxml import html

from extract.read.nodes import Nodes, packed
from extract.read.threads import vocabulary
from extract.read.threads.days import dated_text, in_pieces
from extract.read.threads.marks import TELLING_ATTRIBUTES, attribute_marks, is_score, is_share, text_marks
from extract.read.threads.vocabulary import Role

SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "head", "svg", "select", "option", "textarea")
) | frozenset(("iframe", "object", "math", "canvas", "audio", "video", "map", "datalist", "embed", "applet"))
INLINE = (
    frozenset(("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"))
    | frozenset(("em", "font", "i", "img", "ins", "kbd", "label", "mark", "q", "ruby", "rp", "rt", "s"))
    | frozenset(("samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"))
    | frozenset(("nobr", "input", "button", "g-emoji", "picture", "source", "meta", "link"))
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
    "slot",
)

_NAMING = frozenset((*NAME_ATTRIBUTES, "itemtype"))
_TELLING = frozenset(TELLING_ATTRIBUTES)

DATED, AUTHORED, REPLIED, RATED, NAMED, IMAGED, HEADED = range(7)


# a link longer than this is a text that is linked as a whole
_PROSE_LINK = 100


@dataclass
class Outline:
    """The tables, in document order; `cum[k][i]` counts marks of kind k before element i."""

    els: list[html.HtmlElement] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parent: Sequence[int] = ()
    end: Sequence[int] = ()
    names: list[tuple[str, ...]] = field(default_factory=list)
    roles: Sequence[int] = ()
    text_cum: Sequence[int] = ()
    link_cum: Sequence[int] = ()
    cum: list[Sequence[int]] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    authors: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    of_person: bool = False  # the page's address is a person's own
    density: float = 1.0  # how many letters of an alphabet one letter of this page's script is worth

    @cached_property
    def number(self) -> dict[html.HtmlElement, int]:
        """The number of each element."""
        return {el: i for i, el in enumerate(self.els)}

    @cached_property
    def depth(self) -> list[int]:
        """How many elements lie around each."""
        out: list[int] = []
        for above in self.parent:
            out.append(out[above] + 1 if above >= 0 else 0)
        return out

    @cached_property
    def name_count(self) -> Counter[tuple[str, str]]:
        """How many elements of a tag have a name."""
        out: Counter[tuple[str, str]] = Counter()
        for (tag, names), count in Counter(zip(self.tags, self.names, strict=True)).items():
            for name in names:
                out[tag, name] += count
        return out

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


def outline_of(nodes: Nodes, check_time: Callable[[], None]) -> Outline:
    """Number a page's visible elements and mark what they look like. Linear in the page's size."""
    out = Outline()
    els, tags, names = out.els, out.tags, out.names
    parent: list[int] = []
    roles: list[int] = []
    texts: list[str | None] = []
    place = [-1] * len(nodes.els)  # of each node, where it is visible
    text_own: list[int] = []
    link_own: list[int] = []
    marks = bytearray()
    told: dict[int, tuple[tuple[str, ...], int, int]] = {}  # by attributes: elements that are alike share them
    root = nodes.els[0]
    body = root.find(".//body") if root.tag == "html" else None
    first = 0 if body is None else nodes.number[body]
    rows = zip(nodes.els, nodes.tags, nodes.texts, nodes.tails, nodes.attributes, nodes.parent, strict=True)
    i = 0
    for k, (el, tag, text, tail, attributes, outer) in enumerate(islice(rows, first, nodes.end[first]), first):
        above = place[outer] if i else -1
        if above < 0 and i:
            continue
        if tail is not None and above >= 0 and (tail := tail.strip()):
            n = len(tail)
            text_own[above] += n
            if marks[above] & _LINKED and n < _PROSE_LINK:
                link_own[above] += n
            if n < 90 and n > 3 and not marks[above] & 1 and dated_text(tail):
                marks[above] |= 1
            elif n < 24 and is_score(tail):
                marks[above] |= 8
        if not tag or (tag in SKIPPED and not (tag == "noscript" and _is_page_of_its_own(el))):
            if tag == "svg" and above >= 0 and vocabulary.class_names(attributes.get("class", ""))[1] & _RATING:
                marks[above] |= 8  # a drawn star, beside a number mostly
            continue
        own_names: tuple[str, ...] = ()
        role = 0
        mark = _MARK_OF_TAG.get(tag, 0)
        if attributes:
            known = told.get(id(attributes))
            if known is None:
                known = told[id(attributes)] = _told_by(attributes)
            own_names, role, of_attributes = known
            mark |= of_attributes
            if "-" in tag:  # a page's own element is named as others are by their class
                own_names = (tag, *own_names)
                role |= vocabulary.role_of(tag)
        texts.append(text)
        n = 0
        if text and (text := text.strip()):
            n = len(text)
            if n < 90:
                mark |= text_marks(text)
                if tag == "td" and is_share(text) and len(el.getparent()) >= _FEWEST_CELLS:
                    mark |= 8
                if ":" in text[:_LONGEST_RE] and vocabulary.begins_as_answer(text):
                    headed = tag in HEADINGS or role & _HEADLINE or (above >= 0 and tags[above] in HEADINGS)
                    mark |= 4 if headed and tag != "a" else 0
        if role & _MARKING:
            if role & _DATE and not mark & 1 and 1 < len(el) < 9 and dated_text(in_pieces(el)):
                mark |= 1
            if role & _AUTHOR and not role & _AVATAR:
                mark |= 2
            if role & _REPLY and (not role & _BODY or tag in INLINE):  # "reply_content" holds the words of one
                mark |= 4
            if role & _RATING:
                mark |= 8
            if role & _ITEM:
                mark |= 16
        # a text that leads to its own page is a text all the same
        linked = (tag == "a" and not _holds_own_words(el, role)) or (above >= 0 and marks[above] & _LINKED)
        place[k] = i
        els.append(el)
        tags.append(tag)
        parent.append(above)
        names.append(own_names)
        roles.append(role)
        text_own.append(n)
        link_own.append(n if linked and n < _PROSE_LINK else 0)
        marks.append(mark | _LINKED if linked else mark)
        i += 1
        if not i & 4095:
            check_time()
    out.end = packed(_ends(parent))
    out.parent = packed(parent)
    out.roles = packed(roles)
    _close(out, text_own, link_own, marks)
    out.density = _density(texts)
    return out


def _holds_own_words(link: html.HtmlElement, role: int) -> bool:
    """Whether a link is the box of a text that leads to its own page: named so, or by its address one comment's."""
    if role & _BODY:
        return link.find("p") is not None
    return _ONE_COMMENT.search(link.get("href") or "") is not None and link.find(".//div") is not None


# "/comments/4f9Q": a number or key, no words of a headline
_ONE_COMMENT = re.compile(r"/(?:comment|review)s?/(?=[a-z]*\d)\w{1,24}/?$", re.IGNORECASE)


def _told_by(attributes: Mapping[str, str]) -> tuple[tuple[str, ...], int, int]:
    """The names of an element with these attributes, its roles by them, and what else they mark."""
    names: tuple[str, ...] = ()
    role = 0
    cls = attributes.get("class")
    if cls:
        names, role = vocabulary.class_names(cls)
        if len(attributes) == 1:
            return names, role, 0
    eid = attributes.get("id")
    if eid:
        role |= vocabulary.role_of(eid.rstrip("0123456789")) & _ID_ROLES
    if not _NAMING.isdisjoint(attributes):
        more = [value for key in NAME_ATTRIBUTES if (value := attributes.get(key))]
        kind = attributes.get("itemtype")
        if kind:
            more.append(kind.rstrip("/").rsplit("/", 1)[-1])
        names += tuple(more)
        for name in more:
            role |= vocabulary.role_of(name)
    return names, role, attribute_marks(attributes) if not _TELLING.isdisjoint(attributes) else 0


def _is_page_of_its_own(noscript: html.HtmlElement) -> bool:
    """Whether a noscript element holds the page for readers without scripts, not just an image."""
    return sum(1 for _ in noscript.iter("p", "div", "article", "li", "time", "a")) > 12


_FEWEST_CELLS = 3  # of a row in which a share is a mark, and not the value of a label
_LONGEST_RE = 24  # how far the colon of a subject such as "Re: The last ferry" may stand
_LINKED = 128  # a mark that is not counted: the element lies in a link, or is one
_MARK_OF_TAG = {"time": 1, "img": 32} | dict.fromkeys(HEADINGS, 64)
_ITEM, _AUTHOR, _AVATAR = int(Role.ITEM), int(Role.AUTHOR), int(Role.AVATAR)
_REPLY, _RATING = int(Role.REPLY), int(Role.RATING)
_DATE, _BODY, _HEADLINE = int(Role.DATE), int(Role.BODY), int(Role.HEADLINE)
_MARKING = _ITEM | _AUTHOR | _REPLY | _RATING | _DATE
_ID_ROLES = int(Role.ITEM | Role.POST | Role.LIST | Role.NOT_THREAD | Role.FORM | Role.BODY | Role.AUTHOR | Role.DATE)


def _ends(parent: list[int]) -> list[int]:
    end = list(range(1, len(parent) + 1))
    for i in range(len(parent) - 1, 0, -1):
        above = parent[i]
        if end[i] > end[above]:
            end[above] = end[i]
    return end


def _close(out: Outline, text_own: list[int], link_own: list[int], marks: bytearray) -> None:
    out.text_cum = _running(text_own)
    out.link_cum = _running(link_own)
    for kind in range(7):
        out.cum.append(_running(marks.translate(_IS_OF_KIND[kind])))
    out.headings = _marked(marks, HEADED)
    out.dates = _marked(marks, DATED)
    out.authors = _marked(marks, AUTHORED)


# for each kind of mark: 1 for the bytes that have it, 0 for the others
_IS_OF_KIND = [bytes(mark >> kind & 1 for mark in range(256)) for kind in range(7)]


def _marked(marks: bytearray, kind: int) -> list[int]:
    return list(compress(range(len(marks)), marks.translate(_IS_OF_KIND[kind])))


def _density(texts: list[str | None]) -> float:
    """2.5 where a page is written in Chinese, Japanese or Korean, 1 where in an alphabet, between where mixed."""
    sample = "".join([text[:80] for text in texts[:: max(1, len(texts) // 400)] if text])
    if not sample or max(sample) < "\u3000":
        return 1.0
    letters = [c for c in sample if c.isalpha()]
    return 1.0 + 1.5 * sum(c >= "\u3000" for c in letters) / max(1, len(letters))


def _running(values: Sequence[int]) -> Sequence[int]:
    return packed(list(accumulate(values, initial=0)))
