"""Which element of an item is its headline: the place named so, or dressed as a heading. Reads no words of it."""

from __future__ import annotations

from extract.read.threads import vocabulary
from extract.read.threads.outline import HEADINGS, Outline
from extract.read.threads.poles import is_label
from extract.read.threads.slots import ListView
from extract.read.threads.text import stands_in_prose
from extract.read.threads.vocabulary import Role

_HEADING_NAMES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))  # classes that dress a line as a heading


def _is_dressed_as_heading(outline: Outline, i: int) -> bool:
    """Whether an element has the look of a heading, and words behind it in the same box."""
    return (
        not _HEADING_NAMES.isdisjoint(outline.names[i])
        and "".join(outline.els[i].itertext()).rstrip()[-1:] not in _SENTENCE_ENDS
        and outline.text_length(outline.end[i], outline.end[outline.parent[i]]) * outline.density >= _LEAST_HEADED
    )


_LEAST_HEADED = 12
_SENTENCE_ENDS = frozenset(".!?…。！？")


def headlines_of(view: ListView, fields: set[int], dropped: set[int]) -> dict[int, int]:
    """Item number -> the element of its headline. `fields` hold names and dates, `dropped` is no one's words."""
    outline = view.outline
    out: dict[int, int] = {}
    headline = int(Role.HEADLINE)
    for k, own in enumerate(view.own):
        start = view.items[k].start
        for i in own:
            if (
                i <= start
                or i in fields
                or i in dropped
                or any(j in fields for j in range(i, min(outline.end[i], i + 6)))
            ):
                continue
            length = outline.text_length(i, outline.end[i])
            if not 0 < length < 160:
                continue
            roles = outline.roles[i]
            called = roles & headline or _is_dressed_as_heading(outline, i)
            ranked = roles & int(Role.RANK) and not roles & int(Role.ITEM)  # a user's title is none of the review's
            others = int(Role.AUTHOR) if outline.tags[i] in HEADINGS else int(Role.BODY | Role.AUTHOR)
            if not called or stands_in_prose(outline.els[i]) or is_label(view.line(i)) or _heads_the_list(view, i):
                continue
            if not ranked and not roles & others and not _is_pressed(view, i):
                out[k] = i
                break
    if out.keys() == {0} and any(
        outline.tags[i] in HEADINGS for i in range(out[0], min(outline.end[out[0]], out[0] + 3))
    ):
        return out  # a thread's subject in its opening post
    if len(out) < 0.3 * len(view.items):
        return {}
    slots = {view.slot[i] for i in out.values()}
    return out if len(slots) <= 2 else {}


def _heads_the_list(view: ListView, i: int) -> bool:
    """Whether a heading that only the first item has names comments: it came in with a column of the list."""
    return (
        view.outline.tags[i] in HEADINGS
        and len(view.items) > 1
        and len(view.members[view.slot[i]]) == 1
        and vocabulary.is_thread_heading(view.line(i))
    )


def _is_pressed(view: ListView, i: int) -> bool:
    return vocabulary.is_reply_text(view.line(i))
