"""Which comment is which: one id for a comment, however often and wherever its site shows it.

A site's own id decides where there is one. Without, a comment is found again by author, parent and likeness of text;
position, relative dates and "edited" notes never count. Two comments that a site tells apart are never made one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from heapq import nsmallest
from itertools import chain
from typing import Literal

SITE_WIDE_ID = re.compile(r"\d{5}|(?=[a-zA-Z]*\d)[a-zA-Z0-9]{8}")
LIKE = 0.5  # least likeness of text at which one author's comment counts as edited, not new
_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_DOTS = re.compile(r"\s*(?:…|\.\.\.)\s*$")


@dataclass(frozen=True, slots=True)
class Seen:
    """A comment as one page shows it.

    `key` is the site's own id (`id_from` "site") or holds on its page only ("position"); `parent` is a key of the same
    page. `posted` is an absolute date in one form for all comments, or None: never a relative one.
    """

    key: str
    id_from: Literal["site", "position"]
    author: str | None
    text: str
    parent: str | None = None
    posted: str | None = None
    list_name: str | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Known:
    """A comment of the same thread that the warehouse holds, in its newest revision; gone ones too."""

    comment_id: str
    author: str | None
    text: str
    parent_id: str | None = None
    posted: str | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """One comment and the places it was seen at.

    `seen` is its fullest showing; its key and parent hold over all pages. `members` are indices into what was given,
    that showing first; `places` are (list name, page) in order of the pages.
    """

    seen: Seen
    members: tuple[int, ...]
    places: tuple[tuple[str | None, int], ...]


def merge_same(comments: Sequence[Seen]) -> list[Merged]:
    """Make one of the comments that one read of a thread shows twice ("top reviews", pages that overlap).

    Same means the same id of the site; where one has none, the same author, text and date in another list or on another
    page. A missing date, or a text cut with dots, is no difference where a named author wrote eight words or more.
    Different ids stay two; so do twins within one list of one page. Order: by page, then as given.
    """
    order = sorted(range(len(comments)), key=lambda index: (comments[index].page, index))
    groups: list[list[int]] = []
    by_id: dict[str, int] = {}
    for index in order:
        comment = comments[index]
        if comment.id_from == "site":
            if comment.key not in by_id:
                by_id[comment.key] = len(groups)
                groups.append([])
            groups[by_id[comment.key]].append(index)
    by_text: dict[Hashable, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for mark in _marks(comments[group[0]]):
            by_text[mark].append(number)
    for index in sorted(
        (i for i in order if comments[i].id_from == "position"),
        key=lambda i: (_DOTS.search(comments[i].text) is not None, comments[i].posted is None, comments[i].page, i),
    ):
        target = _group_for(comments, groups, by_text, index)
        if target is None:
            target = len(groups)
            groups.append([])
            for mark in _marks(comments[index]):
                by_text[mark].append(target)
        groups[target].append(index)
    return _merged(comments, groups, {index: place for place, index in enumerate(order)})


def assign_ids(new: Sequence[Seen], stored: Sequence[Known], *, site_id: str, title_id: str) -> list[str]:
    """Return the comment id of each of a thread's comments, in the order given.

    A site's own id gives the digest of (site, id), or of (title, id) where it looks numbered within its thread. The
    others are matched to `stored` one to one, best first; what remains gets the digest of (title, author, text,
    ordinal), so that a rebuild finds the same. Keys must be unique, as `merge_same` leaves them.
    """
    ids: dict[int, str] = {}
    for index, comment in enumerate(new):
        if comment.id_from == "site":
            scope = site_id if SITE_WIDE_ID.search(comment.key) else title_id
            ids[index] = _digest("own", scope, comment.key)
    taken = set(ids.values())
    free = [known for known in stored if known.comment_id not in taken]
    known_ids = {known.comment_id for known in stored} | taken
    by_key = {comment.key: index for index, comment in enumerate(new)}
    for level in _by_depth(new, by_key):
        waiting = [index for index in level if index not in ids]
        parents = {i: ids.get(by_key.get(new[i].parent or "", -1)) for i in waiting}
        for index, known in _match(new, waiting, parents, free):
            ids[index] = known.comment_id
        matched = {ids[index] for index in waiting if index in ids}
        free = [known for known in free if known.comment_id not in matched]
    for index in sorted((i for i in range(len(new)) if i not in ids), key=lambda i: (new[i].page, i)):
        ordinal = 0
        while (fresh := _derived(title_id, new[index], ordinal)) in known_ids:
            ordinal += 1
        ids[index] = fresh
        known_ids.add(fresh)
    return [ids[index] for index in range(len(new))]


def _digest(*parts: str) -> str:
    """Return 24 hex digits; each part carries its length, so that no two lists of parts read alike."""
    state = blake2b(digest_size=12)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "big") + data)
    return state.hexdigest()


def _derived(title_id: str, comment: Seen, ordinal: int) -> str:
    author = "-" if comment.author is None else "+" + _plain(comment.author)
    return _digest("text", title_id, author, _plain(comment.text), str(ordinal))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _by_depth(new: Sequence[Seen], by_key: dict[str, int]) -> list[list[int]]:
    """Return indices level by level, parents before replies; a circle of parents counts as top."""
    depth: dict[int, int] = {}
    for start in range(len(new)):
        path: list[int] = []
        index: int | None = start
        while index is not None and index not in depth and index not in path[-64:]:
            path.append(index)
            parent = new[index].parent
            index = None if parent is None else by_key.get(parent)
        base = depth.get(index, -1) if index is not None else -1
        for step, member in enumerate(reversed(path)):
            depth[member] = base + 1 + step
    levels: dict[int, list[int]] = defaultdict(list)
    for index in range(len(new)):
        levels[depth[index]].append(index)
    return [levels[level] for level in sorted(levels)]


def _match(
    new: Sequence[Seen], waiting: list[int], parents: dict[int, str | None], free: Sequence[Known]
) -> list[tuple[int, Known]]:
    """Pair comments with stored ones: equal texts first, then like ones, then a named author's one of that date."""
    pairs: list[tuple[int, Known]] = []
    left_new = sorted(waiting, key=lambda i: (new[i].page, i))
    left_old = sorted(free, key=lambda known: known.comment_id)

    def drop(found: list[tuple[int, Known]]) -> None:
        pairs.extend(found)
        used = {index for index, _ in found}
        gone = {known.comment_id for _, known in found}
        left_new[:] = [index for index in left_new if index not in used]
        left_old[:] = [known for known in left_old if known.comment_id not in gone]

    texts = {index: _plain(new[index].text) for index in waiting}
    old_texts = {known.comment_id: _plain(known.text) for known in free}
    for with_parent, with_date in ((True, True), (True, False), (False, True), (False, False)):
        found = []
        shelf: dict[Hashable, list[Known]] = defaultdict(list)
        for known in reversed(left_old):
            parent, posted = known.parent_id if with_parent else None, known.posted if with_date else None
            shelf[_author(known.author), old_texts[known.comment_id], parent, posted].append(known)
        for index in left_new:
            parent = parents[index] if with_parent else None
            same = shelf[_author(new[index].author), texts[index], parent, new[index].posted if with_date else None]
            if same:
                found.append((index, same.pop()))
        drop(found)
    drop(_match_like(new, left_new, parents, left_old))
    drop(_match_date(new, left_new, parents, left_old))
    return pairs


def _author(author: str | None) -> str | None:
    return None if author is None else _plain(author)


def _match_like(
    new: Sequence[Seen], waiting: Sequence[int], parents: dict[int, str | None], free: Sequence[Known]
) -> list[tuple[int, Known]]:
    """Pair one author's comments by likeness of text, best first; another date or parent counts against."""
    scored: list[tuple[float, int, str, Known]] = []
    groups: dict[str | None, list[Known]] = defaultdict(list)
    for known in free:
        groups[_author(known.author)].append(known)
    indices = {author: _WordIndex(known.text for known in group) for author, group in groups.items()}
    for index in waiting:
        author = _author(new[index].author)
        if author not in groups:
            continue
        for number, likeness in indices[author].like(new[index].text):
            known = groups[author][number]
            score = likeness
            score -= 0.15 if known.parent_id != parents[index] else 0.0
            if known.posted is not None and new[index].posted is not None:
                score += 0.2 if known.posted == new[index].posted else -0.25
            if score >= LIKE:
                scored.append((-score, index, known.comment_id, known))
    scored.sort(key=lambda entry: entry[:3])
    return _best_first((index, known) for _, index, _, known in scored)


def _match_date(
    new: Sequence[Seen], waiting: Sequence[int], parents: dict[int, str | None], free: Sequence[Known]
) -> list[tuple[int, Known]]:
    """Pair a named author's only comment of a date and parent, its text written anew."""
    shelf: dict[Hashable, tuple[list[int], list[Known]]] = defaultdict(lambda: ([], []))
    for index in waiting:
        if new[index].author is not None and new[index].posted is not None:
            shelf[_author(new[index].author), parents[index], new[index].posted][0].append(index)
    for known in free:
        if known.author is not None and known.posted is not None:
            shelf[_author(known.author), known.parent_id, known.posted][1].append(known)
    return [(ours[0], theirs[0]) for ours, theirs in shelf.values() if len(ours) == len(theirs) == 1]


def _best_first(pairs: Iterable[tuple[int, Known]]) -> list[tuple[int, Known]]:
    used: set[int] = set()
    gone: set[str] = set()
    found = []
    for index, known in pairs:
        if index not in used and known.comment_id not in gone:
            used.add(index)
            gone.add(known.comment_id)
            found.append((index, known))
    return found


class _WordIndex:
    """The words of stored texts, to find the like ones without comparing all with all."""

    COMMON = 40  # a word in more texts than this finds none by itself
    NEAREST = 8  # so many that share the most words are compared

    def __init__(self, texts: Iterable[str]) -> None:
        self._bags = [_bag(text) for text in texts]
        self._places: dict[str, list[int]] = defaultdict(list)
        for number, bag in enumerate(self._bags):
            for word in bag:
                self._places[word].append(number)

    def like(self, text: str) -> list[tuple[int, float]]:
        """Return the numbers of texts that share words, with their likeness (0 to 1)."""
        bag = _bag(text)
        shelves = (self._places.get(word, ()) for word in bag)
        shared = Counter(chain.from_iterable(shelf for shelf in shelves if len(shelf) <= self.COMMON))
        nearest = nsmallest(self.NEAREST, shared.items(), key=lambda entry: (-entry[1], entry[0]))
        return [(number, _likeness(bag, self._bags[number])) for number, _ in nearest]


def _bag(text: str) -> frozenset[str]:
    """Return a text's words, and below six words its pairs of letters."""
    words = _WORD.findall(text.casefold())
    if len(words) >= 6:
        return frozenset(words)
    letters = "".join(words)
    return frozenset([*words, *(letters[i : i + 2] for i in range(len(letters) - 1))])


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the shared share of two bags: of both, or of the smaller where it has something to say."""
    if not a or not b:
        return 0.0
    shared = len(a & b)
    smaller = min(len(a), len(b))
    return max(2 * shared / (len(a) + len(b)), 0.9 * shared / smaller if smaller >= 6 else 0.0)


def _marks(comment: Seen) -> list[Hashable]:
    """Return under which texts a comment is looked up: its whole text, and its beginning for cut showings."""
    text = _plain(comment.text)
    return [("whole", _author(comment.author), text), ("opening", _author(comment.author), text[:40])]


def _group_for(
    comments: Sequence[Seen], groups: list[list[int]], by_text: dict[Hashable, list[int]], index: int
) -> int | None:
    """Return the comment that a showing without an id belongs to, or None where it is one of its own."""
    comment = comments[index]
    place = (comment.list_name, comment.page)
    text = _plain(comment.text)
    cut = _DOTS.sub("", text)
    telling = comment.author is not None and len(_WORD.findall(cut)) >= 8
    marks = [("whole", _author(comment.author), text)]
    if telling and cut != text:
        marks.append(("opening", _author(comment.author), text[:40]))
    for mark in marks:
        for number in by_text.get(mark, ()):
            group = groups[number]
            if any((comments[i].list_name, comments[i].page) == place for i in group):
                continue
            other = comments[group[0]]
            same_date = comment.posted == other.posted and (comment.posted is not None or comment.author is not None)
            missing_date = telling and (comment.posted is None or other.posted is None)
            if (same_date or missing_date) and (mark[0] == "whole" or _plain(other.text).startswith(cut)):
                return number
    return None


def _merged(comments: Sequence[Seen], groups: list[list[int]], rank: dict[int, int]) -> list[Merged]:
    """Give each comment a key that holds over all pages, and its parent's such key."""
    keys: dict[tuple[int, str], str] = {}
    fullest: list[int] = []
    for group in groups:
        best = min(group, key=lambda i: (comments[i].id_from != "site", -len(comments[i].text), rank[i]))
        fullest.append(best)
        key = comments[best].key if comments[best].id_from == "site" else f"{comments[best].page}/{comments[best].key}"
        for index in group:
            keys[comments[index].page, comments[index].key] = key
    found = []
    for best, group in zip(fullest, groups, strict=True):
        members = [best, *sorted((i for i in group if i != best), key=lambda i: rank[i])]
        parents = (_key_on_page(keys, comments[i]) for i in members)
        seen = replace(
            comments[best],
            key=keys[comments[best].page, comments[best].key],
            parent=next((parent for parent in parents if parent is not None), None),
        )
        ranked = sorted(group, key=lambda i: rank[i])
        places = tuple(dict.fromkeys((comments[i].list_name, comments[i].page) for i in ranked))
        found.append((rank[ranked[0]], Merged(seen, tuple(members), places)))
    return [merged for _, merged in sorted(found, key=lambda entry: entry[0])]


def _key_on_page(keys: dict[tuple[int, str], str], comment: Seen) -> str | None:
    if comment.parent is None:
        return None
    return keys.get((comment.page, comment.parent), comment.parent)
