"""A page as flat tables in document order: what the finder counts its evidence in.

One pass over the tree; every element gets a number, its subtree is the range `i .. end[i]`, and evidence is summed
along the page so that a count inside any range is one subtraction. Marks dates, names and controls; judges nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate

from lxml import html

from extract.read.threads import vocabulary
from extract.read.threads.marks import TELLING_ATTRIBUTES, attribute_marks, dated_text, is_score
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
)

_TELLING = frozenset((*NAME_ATTRIBUTES, *TELLING_ATTRIBUTES, "itemtype"))

DATED, AUTHORED, REPLIED, RATED, NAMED, IMAGED, HEADED = range(7)


# a link longer than this is a text that is linked as a whole
_PROSE_LINK = 100


@dataclass(slots=True)
class Outline:
    """The tables, in document order; `cum[k][i]` counts marks of kind k before element i."""

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
                if n < 90 and n > 3 and not marks[above] & 1 and dated_text(tail.strip()):
                    marks[above] |= 1
                elif n < 24 and is_score(tail.strip()):
                    marks[above] |= 8
        if tag.__class__ is not str or (tag in SKIPPED and not (tag == "noscript" and _is_page_of_its_own(el))):
            continue
        attributes = dict(el.items())
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
            if not _TELLING.isdisjoint(attributes):
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
                mark = attribute_marks(tag, attributes)
        n = 0
        if text:
            stripped = text.strip()
            n = len(stripped)
            if 0 < n < 90:
                if n > 3 and dated_text(stripped):
                    mark |= 1
                if n < 24:
                    if is_score(stripped):
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
