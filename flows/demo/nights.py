"""What the bundled sites hold on each of their four nights: titles and comments, put together from data files.

`sites.toml` names the titles, `prose.toml` the sentences, `nights.toml` what happens between the nights. Everything
is derived from these with fixed seeds, so pages and the truth about them have one source. Never reads a clock.
"""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any, Literal

Habit = Literal["blog", "catalogue", "captures"]

HABITS: tuple[Habit, ...] = ("blog", "catalogue", "captures")
LAST_NIGHT = 4
DAY_BEFORE_NIGHT_ONE = date(2025, 6, 20)
PARAGRAPHS = {1: 40, 2: 25, 3: 15, 4: 10, 5: 6, 6: 4}
DEEPEST_REPLY = 4


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating as its author meant it."""

    value: float
    best: float


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment as it stands on a night.

    `key` is ours alone ("slug/7") and never shown; `number` is the site's id, None where the page shows none.
    `posted` is the wall clock of the site's zone. `tail` says that the page prints its end twice. `copy_of` is the
    comment whose text it repeats, exactly or with small edits.
    """

    key: str
    number: int | None
    author: str | None
    paragraphs: tuple[str, ...]
    posted: datetime
    parent: str | None = None
    rating: Rating | None = None
    tail: bool = False
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """One title as it stands on a night; `comments` are those shown, oldest first.

    `rating_best` is None where the page states no best; all three are None where it has no rating of its own.
    """

    habit: Habit
    slug: str
    name: str
    kind: str | None
    year: int | None
    language: str
    synopsis: tuple[str, ...]
    comments: tuple[Comment, ...]
    rating_value: float | None = None
    rating_best: float | None = None
    rating_count: int | None = None
    stars: str | None = None
    dates: str | None = None
    trouble: str | None = None
    walled: tuple[int, ...] = ()
    first_id: int = 0
    first: int = 1
    last: int = LAST_NIGHT

    @property
    def path(self) -> str:
        """Where the title stands on its site."""
        folder = {"blog": "/2025/03/{}/", "catalogue": "/titles/{}", "captures": "/captures/{}.txt"}[self.habit]
        return ("/private/{}" if self.trouble == "private" else folder).format(self.slug)

    def exists(self, night: int) -> bool:
        """Say whether the site has a page of it on that night."""
        return self.first <= night <= self.last


def served_night(night: int) -> int:
    """Return the night whose content is served: nights above the last repeat it; ValueError below 1."""
    if night < 1:
        raise ValueError(f"the bundled sites have nights 1 to {LAST_NIGHT}, not {night}")
    return min(night, LAST_NIGHT)


def night_date(night: int) -> date:
    """Return the site's own date of a night."""
    return DAY_BEFORE_NIGHT_ONE + timedelta(days=night)


def what_to_look_at(night: int) -> tuple[str, ...]:
    """Return what a night shows that is worth a look, a sentence each, for people who run the demo."""
    return tuple(table("nights.toml")["look"][str(served_night(night))])


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return a data file of this folder."""
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))


def titles(night: int) -> tuple[Title, ...]:
    """Return all titles that exist on a night, with the comments shown then; ValueError below night 1."""
    return _nights()[served_night(night) - 1]


@cache
def _nights() -> tuple[tuple[Title, ...], ...]:
    """Return the titles of each night. The sentences are drawn in one go, so that every call draws the same."""
    sentences = {language: _Stock(language, stock) for language, stock in table("prose.toml").items()}
    state = {title.slug: title for title in _base(sentences)}
    away: set[str] = set()
    nights = []
    for night in range(1, LAST_NIGHT + 1):
        for change in table("nights.toml")["change"]:
            if change["night"] == night:
                _apply(change, state, away, sentences)
        nights.append(
            tuple(
                replace(title, comments=tuple(comment for comment in title.comments if comment.key not in away))
                for title in state.values()
                if title.exists(night)
            )
        )
    return tuple(nights)


def _apply(change: Mapping[str, Any], state: dict[str, Title], away: set[str], sentences: Mapping[str, _Stock]) -> None:
    """Carry out one entry of nights.toml; KeyError or ValueError where it names what isn't there."""
    key: str | None = change.get("comment")
    slug = change["title"] if key is None else key.partition("/")[0]
    title = state[slug]
    comments = {comment.key: comment for comment in title.comments}
    match change["do"]:
        case "add":
            for _ in range(change.get("count", 1)):
                added = _added(change, state, title, len(comments), sentences[title.language])
                comments[added.key] = added
        case "edit":
            old = comments[str(key)]
            comments[old.key] = replace(old, paragraphs=_edited(old.paragraphs, change))
        case "rate" if key is not None:
            old = comments[key]
            best = old.rating.best if old.rating is not None else 10.0
            comments[key] = replace(old, rating=Rating(change["value"], best))
        case "rate":
            title = replace(title, rating_value=change["value"], rating_count=change["count"])
        case "remove":
            replies = [comment.key for comment in comments.values() if comment.parent == key]
            if key not in comments or any(reply not in away for reply in replies):
                raise ValueError(f"nights.toml: {key} is not there or has replies, so it can't be removed")
            away.add(key)
        case "restore":
            away.remove(str(key))
        case other:
            raise ValueError(f"nights.toml: unknown change {other!r}")
    state[slug] = replace(title, comments=tuple(comments.values()))


def _added(change: Mapping[str, Any], state: Mapping[str, Title], title: Title, there: int, stock: _Stock) -> Comment:
    number = there + 1
    key = f"{title.slug}/{number}"
    rng = random.Random(key)
    paragraphs = tuple(change["text"]) if "text" in change else ()
    if "copy_of" in change:
        source = next(
            comment
            for comment in state[change["copy_of"].partition("/")[0]].comments
            if comment.key == change["copy_of"]
        )
        paragraphs = _edited(source.paragraphs, change)
    evening = datetime.combine(night_date(change["night"]), datetime.min.time()) - timedelta(hours=4)
    return Comment(
        key=key,
        number=_site_number(title, number),
        author=None if title.habit == "captures" else stock.author(rng, {item.author for item in title.comments}),
        paragraphs=paragraphs or stock.paragraphs(rng),
        posted=evening + timedelta(minutes=7 * (number % 30)),
        parent=change.get("reply_to"),
        rating=Rating(change["value"], _best(title)) if "value" in change else None,
        copy_of=change.get("copy_of"),
    )


def _edited(paragraphs: tuple[str, ...], change: Mapping[str, Any]) -> tuple[str, ...]:
    text = "\n".join(paragraphs)
    for old, new in change.get("replace", ()):
        if old not in text:
            raise ValueError(f"nights.toml: {old!r} does not stand in {text!r}")
        text = text.replace(old, new)
    return tuple(f"{text}{change.get('append', '')}".split("\n"))


def _base(sentences: Mapping[str, _Stock]) -> Iterator[Title]:
    for habit in HABITS:
        site = table("sites.toml")[habit]
        for order, entry in enumerate(site["title"]):
            title = _title(habit, site, entry, 10_000 + 100 * order)
            yield replace(title, comments=_comments(title, entry["comments"], sentences[title.language]))


def _title(habit: Habit, site: Mapping[str, Any], entry: Mapping[str, Any], first_id: int) -> Title:
    value, best, count = entry.get("rating", (None, None, None))
    return Title(
        habit=habit,
        slug=entry["slug"],
        name=entry.get("name", entry["slug"].replace("-", " ").capitalize()),
        kind=entry.get("type"),
        year=entry.get("year"),
        language=entry.get("language", site.get("language")),
        synopsis=tuple(entry["synopsis"]),
        comments=(),
        rating_value=value,
        rating_best=best or None,
        rating_count=count,
        stars=entry.get("stars"),
        dates=entry.get("dates"),
        trouble=entry.get("trouble"),
        walled=tuple(entry.get("walled", ())),
        first_id=first_id,
        first=entry.get("first", 1),
        last=entry.get("last", LAST_NIGHT),
    )


def _comments(title: Title, wanted: int, stock: _Stock) -> tuple[Comment, ...]:
    rng = random.Random(title.slug)
    comments: list[Comment] = []
    depth: dict[str | None, int] = {None: -1}
    for number, posted in enumerate(_times(title, wanted, rng), 1):
        parent = None
        if title.habit == "blog" and number > 2 and rng.random() < 0.5:
            parent = rng.choice([c.key for c in comments[-5:] if depth[c.key] < DEEPEST_REPLY])
        paragraphs = stock.reply(rng) if parent is not None else stock.paragraphs(rng)
        comment = Comment(
            key=f"{title.slug}/{number}",
            number=_site_number(title, number),
            author=None if title.habit == "captures" else stock.author(rng, {item.author for item in comments}),
            paragraphs=paragraphs,
            posted=posted,
            parent=parent,
            rating=_rating(title, rng) if parent is None else None,
            tail=title.habit == "captures" and len(paragraphs) > 2 and number % 2 == 1,
        )
        depth[comment.key] = depth[parent] + 1
        comments.append(comment)
    return tuple(comments)


def _times(title: Title, wanted: int, rng: random.Random) -> Iterator[datetime]:
    """Yield growing times of day between early March and the eve of the first night."""
    if title.dates in ("ambiguous", "dashed"):
        # both readings lie before the first night: one that lies after it would rule itself out
        fitting = [(month, day) for month in range(3, 7) for day in range(1, 7) if day != month]
        for month, day in sorted(rng.sample(fitting, wanted)):
            yield datetime(2025, month, day, rng.randrange(24), rng.randrange(60))
        return
    posted = datetime(2025, 3, 3) + timedelta(minutes=rng.randrange(20 * 24 * 60))
    step = (datetime(2025, 6, 17) - posted) / max(wanted, 1)
    for _ in range(wanted):
        yield posted
        posted += timedelta(minutes=int(step.total_seconds() / 60 * rng.uniform(0.4, 1)))


def _best(title: Title) -> float:
    return 10 if title.stars in (None, "visible") else 5


def _rating(title: Title, rng: random.Random) -> Rating | None:
    often = {"blog": 0.4, "catalogue": 0.85, "captures": 0.6}[title.habit]
    if rng.random() >= often:
        return None
    if title.stars == "width":
        return Rating(rng.randrange(2, 11) / 2, 5)
    best = _best(title)
    return Rating(rng.randint(1, int(best)), best)


def _site_number(title: Title, number: int) -> int | None:
    if title.habit == "captures" or (title.habit == "catalogue" and number % 7 == 0):
        return None
    return title.first_id + number


class _Stock:
    """The sentences of one language; hands out no sentence twice."""

    def __init__(self, language: str, stock: Mapping[str, Any]) -> None:
        self._stock = stock
        self._rng = random.Random(language)
        self._used: set[str] = set()
        self._left: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._turns: dict[str, Iterator[str]] = {kind: self._templates(kind) for kind in ("lines", "replies")}
        self._gap = "" if language == "ja" else " "

    def author(self, rng: random.Random, taken: set[str | None]) -> str:
        """Return a name that nobody in the thread has."""
        while True:
            name = f"{rng.choice(self._stock['firsts'])}{self._gap}{rng.choice(self._stock['lasts'])}"
            if name not in taken:
                return name

    def paragraphs(self, rng: random.Random) -> tuple[str, ...]:
        """Return a comment of one to six paragraphs."""
        wanted = rng.choices(list(PARAGRAPHS), list(PARAGRAPHS.values()))[0]
        # A lone sentence would stand nearly whole in some longer comment, as if it were quoted.
        lengths = [rng.randint(2 if wanted == 1 else 1, 3) for _ in range(wanted)]
        return tuple(self._gap.join(self._sentence("lines") for _ in range(length)) for length in lengths)

    def reply(self, rng: random.Random) -> tuple[str, ...]:
        """Return a reply: a sentence of that kind, sometimes with one more."""
        first = self._sentence("replies")
        return (first,) if rng.random() < 0.5 else (self._gap.join((first, self._sentence("lines"))),)

    def _templates(self, kind: str) -> Iterator[str]:
        templates: Sequence[str] = self._stock[kind]
        while True:
            yield from self._rng.sample(templates, len(templates))

    def _sentence(self, kind: str) -> str:
        while True:
            template = next(self._turns[kind])
            named = [name for name in self._stock if f"{{{name}}}" in template]
            sentence = template.format(**{name: self._phrase(template, name) for name in named})
            if sentence not in self._used:
                self._used.add(sentence)
                return sentence[0].upper() + sentence[1:]

    def _phrase(self, template: str, slot: str) -> str:
        """Return a phrase that the template has had least often."""
        if not self._left[template, slot]:
            phrases = self._stock[slot]
            self._left[template, slot] = self._rng.sample(phrases, len(phrases))
        return self._left[template, slot].pop()
