"""What nightreel must have found after each night of the bundled sites: the expectation of the end-to-end tests.

Derived from the same nights as the pages, by reading every page that can be read and following the design's rules;
never from what nightreel reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from flows.demo.nights import Comment, Habit, Rating, Title, served_night, table, titles
from flows.demo.pages import has_hint

Place = tuple[Habit, str]
Shape = tuple[Habit, str]

READS_TILL_GONE = 2
UNREAD = ("broken", "large", "private")
KINDS = MappingProxyType({"Movie": "film", "TVSeries": "series", "Book": "book", "VideoGame": "game"})


@dataclass(frozen=True, slots=True)
class ExpectedTitle:
    """A title as the warehouse should hold it.

    `rating_best` is 5 where the page states none, as schema.org has it, and None where the value refutes that.
    """

    habit: Habit
    path: str
    name: str | None
    kind: str | None
    year: int | None
    synopsis: str | None
    rating_value: float | None
    rating_best: float | None
    rating_count: int | None
    state: str


@dataclass(frozen=True, slots=True)
class ExpectedComment:
    """A comment as the warehouse should hold it, in its newest seen state.

    `body` has neither rating lines nor repeats. `posted` is ISO 8601, the site's wall clock (with its offset on the
    blog); None while more than one reading remains, or where the page only says how long ago. `readings` are
    what its own text allows, before other dates of the site are looked at: two where it is ambiguous, the meant
    one first; `shape` groups dates that share an order.
    `site_comment_id` is None where the page shows none, `author` where it names none.
    """

    key: str
    habit: Habit
    path: str
    site_comment_id: int | None
    author: str | None
    body: str
    rating: Rating | None
    posted: str | None
    readings: tuple[str, ...]
    shape: Shape | None
    parent: str | None
    has_tail: bool
    copy_of: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a night must show as changed: keys of comments, paths of titles as (habit, path)."""

    added: frozenset[str] = frozenset()
    edited: frozenset[str] = frozenset()
    rerated: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    returned: frozenset[str] = frozenset()
    titles_added: frozenset[Place] = frozenset()
    titles_gone: frozenset[Place] = frozenset()
    titles_rerated: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Expected:
    """All that stands after a night, by key and by (habit, path); `unread` names titles whose page can't be read.

    `absences` counts the complete reads in a row that lacked a comment. Comments of a title that is gone stay as
    they were last seen: a 404 is no complete read of a thread.
    """

    titles: dict[Place, ExpectedTitle] = field(default_factory=dict)
    comments: dict[str, ExpectedComment] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)
    unread: dict[Place, str] = field(default_factory=dict)
    absences: dict[str, int] = field(default_factory=dict)


@cache
def expected(night: int) -> Expected:
    """Return what must stand after nights 1 to `night` were run in order; ValueError below 1.

    A night above the last shows its content again: what is absent once more is gone then, and relative dates age.
    """
    before = expected(night - 1) if night > 1 else Expected()
    shown = {(title.habit, title.path): title for title in titles(night)}
    unread = {place: why for place, title in shown.items() if (why := _unread(title, night)) is not None}
    read = {place: title for place, title in shown.items() if place not in unread}
    settled = _settled_shapes(night)
    standing = {comment.key: _comment(title, comment, settled) for title in read.values() for comment in title.comments}
    missing = {
        key: before.absences.get(key, 0) + ((old.habit, old.path) in read)
        for key, old in before.comments.items()
        if key not in standing
    }
    kept = {
        key: replace(_with_order(before.comments[key], settled), state=_state(absences))
        for key, absences in missing.items()
    }
    lost = {place: replace(old, state="gone") for place, old in before.titles.items() if place not in shown}
    now = {place: _title(title) for place, title in read.items()}
    return Expected(
        titles=before.titles | lost | now,
        comments=kept | standing,
        changes=_changes(before, now, lost, standing, kept),
        unread=unread,
        absences=missing,
    )


def _changes(
    before: Expected,
    now: Mapping[Place, ExpectedTitle],
    lost: Mapping[Place, ExpectedTitle],
    standing: Mapping[str, ExpectedComment],
    kept: Mapping[str, ExpectedComment],
) -> Changes:
    again = {key: (before.comments[key], comment) for key, comment in standing.items() if key in before.comments}
    titles_again = {place: (before.titles[place], title) for place, title in now.items() if place in before.titles}
    return Changes(
        added=frozenset(standing.keys() - again.keys()),
        edited=frozenset(key for key, (old, new) in again.items() if old.body != new.body),
        rerated=frozenset(key for key, (old, new) in again.items() if old.rating != new.rating),
        gone=frozenset(key for key, new in kept.items() if (before.comments[key].state, new.state) == ("live", "gone")),
        returned=frozenset(key for key, (old, _) in again.items() if old.state == "gone"),
        titles_added=frozenset(now.keys() - titles_again.keys()),
        titles_gone=frozenset(place for place in lost if before.titles[place].state == "live"),
        titles_rerated=frozenset(
            place
            for place, (old, new) in titles_again.items()
            if (old.rating_value, old.rating_count) != (new.rating_value, new.rating_count)
        ),
    )


def _state(absences: int) -> str:
    return "gone" if absences >= READS_TILL_GONE else "live"


def _unread(title: Title, night: int) -> str | None:
    if served_night(night) in title.walled:
        return "walled"
    return title.trouble if title.trouble in UNREAD else None


def _title(title: Title) -> ExpectedTitle:
    return ExpectedTitle(
        habit=title.habit,
        path=title.path,
        name=None if title.habit == "captures" else title.name,
        kind=None if title.kind is None else KINDS[title.kind],
        year=title.year,
        synopsis=title.synopsis[0] if title.habit == "blog" else "\n".join(title.synopsis),
        rating_value=title.rating_value,
        rating_best=_best(title),
        rating_count=title.rating_count,
        state="live",
    )


def _best(title: Title) -> float | None:
    if title.rating_best is not None or title.rating_value is None:
        return title.rating_best
    return 5.0 if title.rating_value <= 5 else None


def _comment(title: Title, comment: Comment, settled: frozenset[Shape]) -> ExpectedComment:
    shape = _shape(title, comment)
    return _with_order(
        ExpectedComment(
            key=comment.key,
            habit=title.habit,
            path=title.path,
            site_comment_id=comment.number,
            author=comment.author,
            body="\n".join(comment.paragraphs),
            rating=comment.rating,
            posted=None,
            readings=_readings(title, comment),
            shape=shape,
            parent=comment.parent,
            has_tail=comment.tail,
            copy_of=comment.copy_of,
            state="live",
        ),
        settled,
    )


def _with_order(comment: ExpectedComment, settled: frozenset[Shape]) -> ExpectedComment:
    """Fill `posted` where one reading is left, or where the site's other dates have settled the order."""
    known = len(comment.readings) == 1 or (comment.shape in settled and comment.readings)
    return replace(comment, posted=comment.readings[0] if known else None)


def _readings(title: Title, comment: Comment) -> tuple[str, ...]:
    """Return what the date may mean, the meaning intended first; none where the page says only how long ago."""
    posted = comment.posted.replace(second=0)
    if title.habit == "blog":
        return (posted.replace(tzinfo=ZoneInfo(table("sites.toml")["blog"]["zone"])).isoformat(),)
    if title.dates == "relative" and not has_hint(title, comment):
        return ()
    meant = [posted]
    if posted.day <= 12 and posted.day != posted.month:
        meant.append(posted.replace(day=posted.month, month=posted.day))
    return tuple(each.isoformat() if title.habit == "captures" else each.date().isoformat() for each in meant)


def _shape(title: Title, comment: Comment) -> Shape | None:
    """Return what groups dates that share an order; None where the order is in no question."""
    if title.habit == "blog" or (title.dates == "relative" and not has_hint(title, comment)):
        return None
    return title.habit, "dashed" if title.dates == "dashed" else "usual"


@cache
def _settled_shapes(night: int) -> frozenset[Shape]:
    """Return the shapes in which a date that fits one order only was shown up to a night."""
    seen = {
        shape
        for title in titles(night)
        if _unread(title, night) is None
        for comment in title.comments
        if (shape := _shape(title, comment)) is not None and comment.posted.day > 12
    }
    return frozenset(seen) | (_settled_shapes(night - 1) if night > 1 else frozenset())
