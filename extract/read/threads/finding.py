"""`find_comments`: the choice between sources and between lists, and the joining of lists into one thread."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extract.read.document import Document
from extract.read.gates import asks_to_log_in
from extract.read.profile import Profile
from extract.read.threads import vocabulary
from extract.read.threads.answered import answerers, answers_behind, answers_within, names_nobody, roles_of
from extract.read.threads.choosing import chosen_lists
from extract.read.threads.lists import Candidate, Item, cut_out
from extract.read.threads.outline import Outline, outline_of
from extract.read.threads.parted import wrap_parted
from extract.read.threads.profiled import known_engines, read_by_profile, recognised
from extract.read.threads.reading import Given, comments_of, read_list
from extract.read.threads.slots import ListView
from extract.read.threads.structured import filled, shown, stated_comments
from extract.records import RawComment, RawTitle, ReadBy, Reject

if TYPE_CHECKING:
    from extract.read.structured import StructuredData


@dataclass(frozen=True, slots=True)
class ThreadResult:
    """A page's thread as read. `reason` says why there is nothing; `hits` counts what each reader found."""

    comments: tuple[RawComment, ...] = ()
    claimed: str | None = None
    rejects: tuple[Reject, ...] = ()
    read_by: ReadBy | None = None
    hits: Mapping[str, int] = field(default_factory=dict)
    reason: str | None = None


def find_comments(
    document: Document,
    title: RawTitle,
    *,
    structured: StructuredData | None,
    profile: Profile | None = None,
    engines: tuple[Profile, ...] | None = None,
) -> ThreadResult:
    """Read the comments under a page's title, in the order of the page.

    A profile is asked first, then engines that recognise the page (`engines`: which may, None for all that ship),
    structured data, and the generic finder. Gives no comments, and the reason, where no list of the page stands above
    the limit of confidence.
    """
    outline = outline_of(document.nodes, document.check_time) if document.kind == "html" else None
    hits: dict[str, int] = {}
    if profile is not None:
        version = profile.at(None)
        found = _by_profile(document, outline, profile, "profile", hits)
        if found.comments or version.thread_prefer == "profile":
            claimed = _claimed(document, profile)
            return replace(found, claimed=claimed, reason=None if found.comments else "threads/profile-found-nothing")
    for engine in recognised(document, known_engines() if engines is None else engines):
        own: dict[str, int] = {}
        found = _by_profile(document, outline, engine, "engine", own)
        # an engine's rules have the names of a profile's: a fall of those must not hide behind them
        hits |= {f"{engine.name}/{key}": count for key, count in own.items()}
        if found.comments:
            found = replace(found, claimed=_claimed(document, engine), hits=hits)
            return _completed(found, document, title, structured)
    if outline is None:
        return ThreadResult(reason="threads/empty-page", hits=hits)
    empty = ThreadResult(reason="threads/empty-page")
    found = empty if len(outline.els) < 4 else _find(outline, document)
    if not found.comments and wrap_parted(document.root, document.check_time):
        document.look_again()
        found = _find(outline_of(document.nodes, document.check_time), document)
    return _completed(replace(found, hits={**hits, **found.hits}), document, title, structured)


def _by_profile(
    document: Document, outline: Outline | None, profile: Profile, read_by: ReadBy, hits: dict[str, int]
) -> ThreadResult:
    version = profile.at(None)
    found = [_Found(*part) for part in read_by_profile(document, outline, profile, version, read_by, hits)]
    if outline is None:
        comments: tuple[RawComment, ...] = tuple(f.comment for f in found)
    else:
        comments = _joined(found)
    if not _credible(list(comments), first=True):
        return ThreadResult(reason="threads/no-list", hits=hits)
    return ThreadResult(comments, read_by=read_by, hits=hits)


def _claimed(document: Document, profile: Profile) -> str | None:
    field = profile.at(None).thread.get("claimed")
    if field is None:
        return None
    return field.text(document.data if profile.format == "json" else document.root)


def _completed(
    found: ThreadResult, document: Document, title: RawTitle, structured: StructuredData | None
) -> ThreadResult:
    """A thread beside what the page states for machines: the fuller of both, the shown one with its gaps filled."""
    stated = stated_comments(structured, title.name) if structured is not None else []
    if stated and (len(found.comments) < 2 or len(stated) > 2 * len(found.comments)):
        visible = shown(stated, document.root)
        if len(visible) > len(found.comments) or (
            len(visible) == 1 == len(found.comments) and found.read_by == "finder"
        ):
            return ThreadResult(tuple(visible), read_by="structured", hits={**found.hits, "json-ld": len(visible)})
    if stated and found.comments:
        return replace(found, comments=tuple(filled(found.comments, stated)))
    return _of_one_person(found, document.url, title)


def _of_one_person(found: ThreadResult, url: str, title: RawTitle) -> ThreadResult:
    """A person's own page with what they wrote of many titles: the page names the author, each item its title."""
    name = title.name or ""
    if found.read_by != "finder" or not vocabulary.is_author_href(url) or not 1 < len(name) <= 40:
        return found
    linked = sum(vocabulary.is_author_href(c.author_url or "") for c in found.comments)
    if linked or _letters(name) not in _letters(url.rpartition("//")[2].partition("/")[2]):
        return found
    own = (replace(c, author=name, author_url=None, headline=c.headline or c.author) for c in found.comments)
    return replace(found, comments=tuple(own))


def _find(outline: Outline, document: Document) -> ThreadResult:
    """The generic finder alone."""
    chosen = chosen_lists(outline, document)
    if not chosen:
        return ThreadResult(reason="threads/no-list")
    found: list[_Found] = []
    seen: set[str] = set()
    for n, candidate in enumerate(chosen):
        answers = answers_within(outline, candidate.items)
        if answers:
            candidate = replace(candidate, items=cut_out(candidate.items, answers))
        comments = _read_candidate(outline, candidate)
        found_here = [comment for _, comment in comments]
        placed = candidate.key[0] in "stp" and candidate.parts["item_name"] < 0.9
        if not _credible(found_here, first=n == 0) or (placed and _is_sections(found_here)):
            continue
        told = {start for start, _ in comments}
        others = [item.start for other in chosen if other.key != candidate.key for item in other.items]
        behind = answers_behind(outline, [item for item in candidate.items if item.start in told], others)
        comments += _read_answers(outline, candidate, answers)
        comments += _read_answers(outline, candidate, list(behind.values()))
        words = {_letters(comment.body) for _, comment in comments}
        if len(words & seen) > 0.5 * len(words):
            continue  # the same comments in another dress
        seen |= words
        found += [
            _Found(start, behind[start].stop if start in behind else outline.end[start], comment)
            for start, comment in comments
        ]
    out = _joined(found)
    if not out:
        return ThreadResult(reason="threads/no-words")
    return ThreadResult(out, read_by="finder", hits={c.key: len(c.items) for c in chosen})


def _is_sections(comments: list[RawComment]) -> bool:
    """Whether a handful of elements that only share a place are parts of a page: not each has someone and a day."""
    if len(comments) > 5:
        return False
    whole = sum(c.author is not None and (c.posted or c.posted_machine or c.rating) is not None for c in comments)
    return whole < 0.7 * len(comments)


_NO_LETTERS = re.compile(r"[\W_]+")


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text[:200].casefold())[:60]


def _credible(comments: list[RawComment], *, first: bool) -> bool:
    """Whether what was read looks like people's words: somebody, or at least days, or ratings."""
    if not comments:
        return False
    n = len(comments)
    authored = sum(c.author is not None for c in comments) / n
    dated = sum(c.posted is not None or c.posted_machine is not None for c in comments) / n
    rated = sum(c.rating is not None for c in comments) / n
    if n > 1 and len({c.body for c in comments}) < 0.6 * n and len({(c.author, c.body) for c in comments}) < 0.8 * n:
        return False
    if first:
        return max(authored, dated, rated) >= 0.3
    return authored >= 0.5 or rated >= 0.5


def _confidence(score: float) -> float:
    return round(max(0.05, min(0.99, score / 12)), 2)


def _read_candidate(outline: Outline, candidate: Candidate) -> list[tuple[int, RawComment]]:
    read = read_list(ListView(outline, candidate.items))
    return _without_call_to_log_in(comments_of(read, "finder", _confidence(candidate.score), candidate.key))


def _without_call_to_log_in(comments: list[tuple[int, RawComment]]) -> list[tuple[int, RawComment]]:
    """A list without a last item of nobody and no day that asks to log in, where all others have both."""
    told = [(c.author is not None) + (c.posted is not None or c.posted_machine is not None) for _, c in comments]
    if len(told) < _FEWEST_TOLD or told[-1] or min(told[:-1]) < _BOTH:
        return comments
    return comments[:-1] if asks_to_log_in(comments[-1][1].body) else comments


_FEWEST_TOLD, _BOTH = 5, 2


def _read_answers(outline: Outline, candidate: Candidate, answers: list[Item]) -> list[tuple[int, RawComment]]:
    if not answers:
        return []
    read = read_list(
        ListView(outline, answers), Given(authors=answerers(outline, answers), dropped=roles_of(outline, answers))
    )
    read.authors = {k: author for k, author in read.authors.items() if not names_nobody(author.name)}
    return comments_of(read, "finder", _confidence(candidate.score), f"answers {candidate.key}")


@dataclass(slots=True)
class _Found:
    start: int
    stop: int
    comment: RawComment


def _joined(found: list[_Found]) -> tuple[RawComment, ...]:
    """All lists in the order of the page: keys made distinct, and a list inside another's item made its answers."""
    found.sort(key=lambda f: f.start)
    out: list[RawComment] = []
    open_: list[_Found] = []
    keys: set[str] = set()
    depths: dict[str, int] = {}
    for position, f in enumerate(found):
        comment = f.comment
        while open_ and open_[-1].stop <= f.start:
            open_.pop()
        outer = next((o for o in reversed(open_) if o.comment.list_name != comment.list_name), None)
        key, id_from, parent, depth = comment.key, comment.id_from, comment.parent, comment.depth
        if id_from == "position":
            key, parent = f"{comment.list_name}{key}", _in_list(comment)
        if key in keys:
            key, id_from = f"{key}~{position}", "position"
        if parent is None and outer is not None:
            parent = outer.comment.key
        if parent is not None and parent in depths:
            depth = depths[parent] + 1
        elif parent is not None and parent not in keys:
            parent = None
        keys.add(key)
        depths[key] = depth
        joined = (key, id_from, parent, depth, position)
        if joined != (comment.key, comment.id_from, comment.parent, comment.depth, comment.position):
            comment = replace(comment, key=key, id_from=id_from, parent=parent, depth=depth, position=position)
        f.comment = comment
        open_.append(f)
        out.append(comment)
    return tuple(out)


def _in_list(comment: RawComment) -> str | None:
    parent = comment.parent
    return f"{comment.list_name}{parent}" if parent is not None and parent.startswith("#") else parent
