"""What stands inside a body and is none of its words: forms, buttons, toggles, ticked words, shortened copies.

Tells single elements; where a body lies is told by others.
"""

from __future__ import annotations

import re

from lxml import html

from extract.read.threads import vocabulary
from extract.read.threads.outline import INLINE, Outline
from extract.read.threads.slots import ListView
from extract.read.threads.text import line_of
from extract.read.threads.vocabulary import Role

_BODY, _QUOTE = int(Role.BODY), int(Role.QUOTE)


def previews_in(view: ListView, holder: int) -> dict[html.HtmlElement, str]:
    """Shortened copies of a text that stands in full, folded away, beside them."""
    outline = view.outline
    out: dict[html.HtmlElement, str] = {}
    k = view.item_of.get(holder)
    for i in [] if k is None else view.inside(k, holder):
        el = outline.els[i]
        if not is_folded(el) or outline.text_length(i, outline.end[i]) < 20:
            continue
        full = view.line(i)
        at = outline.parent[i] + 1
        while at < i:
            shown = view.line(at).rstrip(" .…")
            if len(shown) >= 20 and len(shown) <= len(full) and full.startswith(shown[: max(20, len(shown) - 8)]):
                out[outline.els[at]] = shown
            at = outline.end[at]
    return out


def controls_in(view: ListView, k: int, holders: list[int], furniture: set[int]) -> set[html.HtmlElement]:
    """What goes inside a body: forms, buttons, fields found elsewhere, controls, and widgets at its edges."""
    outline = view.outline
    out: set[html.HtmlElement] = set()
    for holder in holders:
        out.update(previews_in(view, holder if len(holders) == 1 else outline.parent[holder]))
        done = holder
        for i in view.inside(k, holder):
            if i < done:
                continue
            if outline.tags[i] == "blockquote" or (outline.roles[i] & _QUOTE and i not in furniture):
                done = outline.end[i]  # a quote is kept whole, its "Ann wrote:" too
            elif _is_control(outline, i, furniture):
                out.add(outline.els[i])
                done = outline.end[i]
    return out


def is_folded(el: html.HtmlElement) -> bool:
    """Whether an element is hidden until a reader asks for it."""
    style = el.get("style")
    return el.get("hidden") is not None or (style is not None and _FOLDED.search(style) is not None)


_FOLDED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_WIDGET = int(Role.WIDGET)
_STRONG_WIDGET = re.compile(
    r"sharedaddy|jp-like|signature|readmore|read-more|read_more|showmore|show-more|see-more|lastedit|last-edit|edited|editnote|edit-note|helpful|reply|report|attribution|sr-only|screen-reader|visually-?hidden|adsbygoogle|toolbar|vote",
    re.IGNORECASE,
)


_MORE = re.compile(r"(?:read|show|see)[-_]?more", re.IGNORECASE)


def _is_control(outline: Outline, i: int, furniture: set[int]) -> bool:
    tag = outline.tags[i]
    if i in furniture or tag in ("button", "form", "input", "nav"):
        return True
    roles = outline.roles[i]
    if roles & _WIDGET and not roles & _BODY and any(_STRONG_WIDGET.search(n) for n in outline.names[i]):
        # a box around words that can be folded away is named for its toggle too
        more = any(_MORE.search(name) for name in outline.names[i])
        return outline.text_length(i, outline.end[i]) < (60 if more else 400)
    if are_chips(outline, i) or (not _DOTS.isdisjoint(outline.names[i]) and not _is_said(line_of(outline.els[i]))):
        return True
    if (
        tag in ("a", "span", "label", "div", "p")
        and outline.text_length(i, outline.end[i]) <= 30
        and outline.end[i] - i <= 3
    ):
        text = line_of(outline.els[i]).lower().strip(_AROUND_TOGGLE)
        el = outline.els[i]
        if text in vocabulary.toggle_texts() and (
            tag == "a" or roles & _WIDGET or el.get("role") == "button" or el.get("onclick")
        ):
            return True
    return False


_AROUND_TOGGLE = " .…»›>«‹<()[]"
_DOTS = frozenset(("dots", "ellipsis"))  # before a rest that is folded away


def _is_said(text: str) -> bool:
    return any(map(str.isalnum, text))


def is_toggle(el: html.HtmlElement) -> bool:
    """Whether an inline element only opens or closes the rest of a text, or stands for it: the text runs on behind."""
    if el.tag not in INLINE or len(el) > 1:
        return False
    text = line_of(el).lower().strip(_AROUND_TOGGLE)
    return not text or text in vocabulary.toggle_texts()


_CHIP = re.compile(r"(?:^|[-_])(?:tag|chip|pill|badge)s?(?:$|[-_])", re.IGNORECASE)


def are_chips(outline: Outline, i: int) -> bool:
    """Whether an element holds but short words in boxes of their own: what a reader ticked, not what they wrote."""
    if outline.tags[i] not in ("p", "div", "ul") or not 0 < outline.text_length(i, outline.end[i]) < 200:
        return False
    children = outline.children(i)
    return (
        len(children) > 1
        and not (outline.els[i].text or "").strip()
        and all(
            outline.tags[j] in ("span", "li")
            and any(_CHIP.search(name) for name in outline.names[j])
            and outline.text_length(j, outline.end[j]) <= 30
            and not (outline.els[j].tail or "").strip()
            for j in children
        )
    )


def without_toggle(text: str) -> tuple[str, bool]:
    """Take a last "Read more" line off a text; says whether it stood there or the text ends in dots."""
    lines = text.split("\n")
    cut = False
    while lines and lines[-1].lower().strip(_AROUND_TOGGLE) in vocabulary.toggle_texts():
        lines.pop()
        cut = True
    out = "\n".join(lines)
    return out, cut or (out.endswith(("...", "…")) and cut)
