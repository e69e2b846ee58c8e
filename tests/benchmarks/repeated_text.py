"""Comments made up for measuring repeated text: repeats as pages make them, and what people repeat on purpose.

Same seed, same comments. `Sample.expected` is the body without the repeat; for kinds of `STAYING` it is the whole text.
"""

from __future__ import annotations

import html
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

FUNCTION = (
    "the",
    "a",
    "of",
    "and",
    "to",
    "in",
    "is",
    "it",
    "that",
    "was",
    "for",
    "on",
    "with",
    "as",
    "but",
    "not",
    "be",
)
CONTENT = (
    *("captain", "station", "winter", "letter", "garden", "actor", "scene", "ending", "music", "director", "story"),
    *("village", "brother", "secret", "engine", "colour", "camera", "dialogue", "season", "chapter", "writer", "river"),
    *("window", "silence", "hunger", "promise", "machine", "friend", "orchard", "teacher", "harbour", "slow", "clever"),
    *("bright", "tired", "honest", "broken", "early", "heavy", "gentle", "strange", "quiet", "careful", "simple"),
    *("famous", "empty", "brave", "watch", "follow", "forget", "believe", "wander", "carry", "answer", "remember"),
    *("ruin", "save", "finish", "begin", "laugh", "notice", "deserve"),
)
SIGNS = (
    "这部电影的画面非常漂亮音乐也很好听可惜结局太仓促让人觉得导演没有时间把故事讲完"
    "演员表现不错但是剧本写得一般我还推荐大家去看"
)
TOGGLES = (
    *("Read more", "read more", "Show more", "Mehr lesen", "Lire la suite", "Leer más"),
    *("続きを読む", "Читать далее", "more"),
)
RATINGS = ("Rating: 8/10", "9/10", "Score: 3 of 5", "★★★★☆", "Note : 4/5")


@dataclass(frozen=True, slots=True)
class Sample:
    """A raw text, what remains of it, and what the page gives beside it."""

    kind: str
    raw: str
    expected: str
    preview: str | None = None
    headline: str | None = None
    quotes: tuple[str, ...] = ()
    rating_spans: tuple[tuple[int, int], ...] = ()


class Writer:
    """Draws words, sentences, paragraphs, verses."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def words(self, least: int, most: int) -> list[str]:
        """Return words that alternate between common and telling ones."""
        count = self.rng.randint(least, most)
        return [self.rng.choice(FUNCTION if self.rng.random() < 0.45 else CONTENT) for _ in range(count)]

    def sentence(self, least: int = 5, most: int = 24) -> str:
        """Return a sentence with its full stop."""
        words = self.words(least, most)
        if len(words) > 9 and self.rng.random() < 0.5:
            words[len(words) // 2] += ","
        return " ".join(words).capitalize() + self.rng.choice(("." * 1, ".", ".", "!", "?", "...", "…"))

    def paragraph(self, least: int = 1, most: int = 5) -> str:
        """Return some sentences, now and then in a script without spaces."""
        return " ".join(self.sentence() for _ in range(self.rng.randint(least, most)))

    def text(self, least: int = 1, most: int = 6) -> list[str]:
        """Return the paragraphs of a comment, long enough to be shown cut."""
        paragraphs = [self.paragraph() for _ in range(self.rng.randint(least, most))]
        if sum(len(p.split()) for p in paragraphs) < 30:
            paragraphs.append(self.sentence(18, 24))
            paragraphs.append(self.sentence(18, 24))
        return paragraphs

    def signs(self) -> str:
        """Return a paragraph of a script without spaces."""
        return "".join(
            "".join(self.rng.choices(SIGNS, k=self.rng.randint(12, 30))) + "。" for _ in range(self.rng.randint(2, 5))
        )

    def line(self) -> str:
        """Return a line of verse."""
        return " ".join(self.words(3, 8)).capitalize() + self.rng.choice(("", "", "", ",", "!", "."))


def _tail(writer: Writer) -> Sample:
    paragraphs = writer.text(3, 7)
    first = writer.rng.randint(1, len(paragraphs) - 1)
    while sum(len(p.split()) for p in paragraphs[first:]) < 14:
        first -= 1
    tail = paragraphs[max(first, 1) :] if first else [*paragraphs[1:], writer.sentence(18, 24)]
    paragraphs = paragraphs[: len(paragraphs) - len(tail)] + tail if first else paragraphs[:1] + tail
    rating = [writer.rng.choice(RATINGS)] if writer.rng.random() < 0.6 else []
    again = rating if writer.rng.random() < 0.7 else []
    return _with_ratings("tail", [*paragraphs, *rating, *tail, *again], "\n".join(paragraphs), rating)


def _with_ratings(kind: str, lines: list[str], expected: str, ratings: list[str]) -> Sample:
    spans, start = [], 0
    for line in lines:
        if line in ratings:
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return Sample(kind, "\n".join(lines), expected, rating_spans=tuple(spans))


def _whole(writer: Writer) -> Sample:
    paragraphs = writer.text() if writer.rng.random() < 0.9 else [writer.signs()]
    rating = [writer.rng.choice(RATINGS)] if writer.rng.random() < 0.4 else []
    between = writer.rng.choice(([], [], ["Show less"]))
    return _with_ratings("whole", [*paragraphs, *rating, *between, *paragraphs, *rating], "\n".join(paragraphs), rating)


def _cut(writer: Writer, text: str, least: int = 50, most: int = 300) -> str:
    return text.replace("\n", " ")[: writer.rng.randint(least, min(most, max(least, len(text) - 20)))].rstrip(" .!?…,")


def _preview_toggle(writer: Writer) -> Sample:
    text = "\n".join(writer.text())
    cut = _cut(writer, text, 25) + writer.rng.choice(("…", "...", " …", " [...]"))
    glue = writer.rng.choice((" ", "\n"))
    return Sample(
        "preview, toggle", f"{cut}{glue}{writer.rng.choice(TOGGLES)}{writer.rng.choice((' ', chr(10)))}{text}", text
    )


def _preview_dots(writer: Writer) -> Sample:
    text = "\n".join(writer.text())
    cut = _cut(writer, text, 60)
    return Sample("preview, dots", f"{cut}{writer.rng.choice(('…', '...'))}\n{text}", text)


def _preview_known(writer: Writer) -> Sample:
    text = "\n".join(writer.text())
    cut = _cut(writer, text, 15) + writer.rng.choice(("", "…", "..."))
    return Sample("preview, known", f"{cut}\n{text}", text, preview=cut)


def _opening(writer: Writer) -> Sample:
    paragraphs = [writer.sentence(20, 24), *writer.text()]
    return Sample("opening again", "\n".join([paragraphs[0], *paragraphs]), "\n".join(paragraphs))


def _headline(writer: Writer) -> Sample:
    text = "\n".join(writer.text())
    headline = " ".join(text.split()[: writer.rng.randint(3, 7)])
    return Sample("headline", f"{headline}\n{text}", text, headline=headline)


def _markup(writer: Writer) -> Sample:
    paragraphs = writer.text()
    escaped = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs).replace(" and ", " <i>and</i> ")
    text = "\n".join(paragraphs)
    return Sample("markup", writer.rng.choice((f"{text}\n{escaped}", f"{escaped}\n{text}")), text)


def _lines_twice(writer: Writer) -> Sample:
    lines = [writer.sentence(11, 24) for _ in range(writer.rng.randint(2, 6))]
    return Sample("lines twice", "\n".join(line for line in lines for _ in range(2)), "\n".join(lines))


REPEATS: dict[str, Callable[[Writer], Sample]] = {
    "tail": _tail,
    "whole": _whole,
    "preview, toggle": _preview_toggle,
    "preview, dots": _preview_dots,
    "preview, known": _preview_known,
    "opening again": _opening,
    "headline": _headline,
    "markup": _markup,
    "lines twice": _lines_twice,
}


def _prose(writer: Writer) -> list[str]:
    lines = writer.text()
    if writer.rng.random() < 0.3:
        lines = [writer.sentence(2, 5), *lines]
        lines.append(lines[0])
    return lines


def _lyrics(writer: Writer) -> list[str]:
    rng = writer.rng
    chorus = [writer.line() for _ in range(rng.randint(2, 6))]
    verses = [[writer.line() for _ in range(rng.randint(2, 8))] for _ in range(rng.randint(1, 4))]
    parts = [part for verse in verses for part in (verse, chorus)] + [chorus] * rng.randint(0, 2)
    if rng.random() < 0.3:
        parts = [chorus, *parts]
    style = rng.random()
    if style < 0.15:
        return [" / ".join(part) for part in parts]
    lines = [line for part in parts for line in ([*part, ""] if style < 0.6 else part)]
    return [writer.sentence(), *lines] if rng.random() < 0.5 else lines


def _poem(writer: Writer) -> list[str]:
    a, b = writer.line(), writer.line()
    lines = [a, writer.line(), b]
    for number in range(writer.rng.randint(2, 5)):
        lines += ["", writer.line(), writer.line(), a if number % 2 else b]
    return [*lines, b] if writer.rng.random() < 0.5 else [*lines, a, b]


def _blues(writer: Writer) -> list[str]:
    lines = []
    for _ in range(writer.rng.randint(1, 4)):
        line = " ".join(writer.words(7, 11)).capitalize()
        lines += [line, line, " ".join(writer.words(7, 11)).capitalize()]
    return lines


def _list(writer: Writer) -> list[str]:
    phrases = [" ".join(writer.words(2, 6)) for _ in range(3)]
    start = writer.rng.choice(("Episode {}: ", "{}. ", "- ", "S1E{} - ", "Day {}: "))
    lines = [start.format(i) + writer.rng.choice(phrases) for i in range(1, writer.rng.randint(4, 16))]
    return [writer.sentence(), "Pros:", *lines, "Cons:", *lines[:2]] if writer.rng.random() < 0.4 else lines


def _exclamations(writer: Writer) -> list[str]:
    words = " ".join(writer.words(1, 4)).capitalize() + "!"
    return [" ".join([words] * writer.rng.randint(2, 9)), *([writer.paragraph()] if writer.rng.random() < 0.5 else [])]


def _joke(writer: Writer) -> list[str]:
    rng = writer.rng
    if rng.random() < 0.4:
        return [" ".join(writer.words(5, 9)).capitalize() + "."] * rng.randint(2, 12)
    if rng.random() < 0.5:
        return [" ".join([" ".join(writer.words(5, 9)).capitalize() + "."] * rng.randint(2, 12))]
    return [writer.sentence(12, 20)] * rng.randint(4, 6)


def _anaphora(writer: Writer) -> list[str]:
    opening = " ".join(writer.words(4, 7)).capitalize()
    ends = [" ".join(writer.words(2, 9)) for _ in range(writer.rng.randint(2, 7))]
    glue = writer.rng.choice((". ", "... ", "… ", ", ", "\n"))
    return [glue.join(f"{opening} {end}" for end in ends), f"{opening}... {opening} {ends[0]}."]


def _changed(writer: Writer) -> list[str]:
    paragraph = writer.paragraph(2, 4)
    words = paragraph.split()
    for number in range(3, len(words), 7):
        words[number] = "otherwise"
    return [paragraph, "EDIT: I put it better now:", " ".join(words)]


def _answers(writer: Writer) -> list[str]:
    quote = writer.sentence(8, 20)
    return [f"> {quote}", writer.sentence(), f"> {quote}", writer.sentence()]


def _unspaced(writer: Writer) -> list[str]:
    return [writer.signs() for _ in range(writer.rng.randint(1, 4))]


STAYING: dict[str, tuple[int, Callable[[Writer], list[str]]]] = {
    "prose": (50, _prose),
    "lyrics": (10, _lyrics),
    "poem": (5, _poem),
    "blues": (3, _blues),
    "list": (8, _list),
    "exclamations": (6, _exclamations),
    "joke": (6, _joke),
    "anaphora": (5, _anaphora),
    "put better": (3, _changed),
    "answers": (3, _answers),
    "unspaced": (3, _unspaced),
}


def repeats(kind: str, count: int, seed: int = 1) -> Iterator[Sample]:
    """Yield comments with one repeat of a kind."""
    writer = Writer(seed)
    for _ in range(count):
        yield REPEATS[kind](writer)


def staying(count: int, seed: int = 2) -> Iterator[Sample]:
    """Yield comments from which nothing may be taken."""
    writer = Writer(seed)
    kinds = list(STAYING)
    weights = [weight for weight, _ in STAYING.values()]
    for kind in writer.rng.choices(kinds, weights, k=count):
        raw = "\n".join(STAYING[kind][1](writer))
        yield Sample(kind, raw, "\n".join(line.strip() for line in raw.split("\n") if line.strip()))
