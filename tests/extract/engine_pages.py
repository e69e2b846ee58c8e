"""Pages as software makes them, with one, two or five comments, and what must be read from each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extract.read.document import Document
from extract.read.limits import Limits
from extract.read.profile import Profile
from extract.read.structured import StructuredData
from extract.read.threads import ThreadResult, find_comments
from extract.read.threads.profiled import known_engines, recognised
from extract.read.threads.rated import reading_of
from extract.records import Capture, RawComment, RawTitle


@dataclass(frozen=True)
class Post:
    """What one person wrote, on the `day`th of March 2024."""

    number: int
    name: str
    day: int
    text: str
    stars: int


POSTS = (
    Post(1001, "Mara", 5, "The second act drags, but the storm scene alone is worth the ticket.", 4),
    Post(1002, "Tom Brink", 6, "I disagree: the second act is where the two sisters finally talk.", 5),
    Post(1003, "Ilse", 7, "Saw it last night with my father. We both liked the ending.", 2),
    Post(1004, "kino_79", 8, "Lovely.", 3),
    Post(1005, "Jan Vermeer", 9, "The lamp in the last shot is the one from the pier. Nobody talks about it.", 1),
)
COUNTS = (1, 2, 5)


@dataclass(frozen=True)
class Sample:
    """A kind of page: how it is made, and how it writes dates and ids (None: it has none)."""

    engine: str
    page: Callable[[Sequence[Post]], str]
    posted: str | None = None
    machine: str | None = None
    key: str | None = None
    nested: bool = False  # the second post answers the first
    rated: bool = False  # of five
    headline: str | None = None
    authors: bool = True
    label: str = ""

    def __str__(self) -> str:
        return self.label or self.engine

    def expected(self, count: int) -> list[tuple[object, ...]]:
        """What must be read from a page with so many posts."""

        def shown(form: str | None, post: Post) -> str | None:
            return None if form is None else form.format(d=post.day, n=post.number)

        return [
            (
                post.name if self.authors else None,
                shown(self.posted, post),
                shown(self.machine, post),
                post.text,
                int(self.nested and k == 1),
                post.stars * 20.0 if self.rated else None,
                shown(self.key, post),
                self.headline,
            )
            for k, post in enumerate(POSTS[:count])
        ]


def said(comment: RawComment, sample: Sample) -> tuple[object, ...]:
    """What was read, in the form of `Sample.expected`."""
    rating = reading_of(comment.rating)
    return (
        comment.author,
        comment.posted,
        comment.posted_machine,
        comment.body,
        comment.depth,
        None if rating is None else rating.percent,
        comment.key if sample.key is not None else None,
        comment.headline,
    )


def document(body: str, head: str = "") -> Document:
    """A page around a thread."""
    text = f"<!DOCTYPE html><html><head>{head}</head><body><h1>The Lighthouse Keeper</h1>{body}</body></html>"
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Document(Capture(url="https://films.example/t/1", body=text.encode(), headers=headers), Limits())


def read(page: Document, engines: tuple[Profile, ...] | None = None) -> ThreadResult:
    """Read a page's thread, by all engines that ship or by those given."""
    return find_comments(page, RawTitle(name="The Lighthouse Keeper"), structured=StructuredData(page), engines=engines)


def as_read(sample: Sample, count: int) -> tuple[str, str | None, list[object]]:
    """Which engine recognises a sample's page, what read it, and what it says."""
    page = document(sample.page(POSTS[:count]))
    found = read(page)
    return recognised(page, known_engines())[0].name, found.read_by, [said(c, sample) for c in found.comments]


def inside_first(posts: Sequence[Post], item: Callable[[Post, str], str], box: str) -> str:
    """Items with the second one inside the first, in a box that has "{}" where it goes."""
    answer = box.replace("{}", item(posts[1], "")) if len(posts) > 1 else ""
    return item(posts[0], answer) + "".join(item(post, "") for post in posts[2:])
