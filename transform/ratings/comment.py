"""Reads one comment's rating from all its parts: what markup states, the visible text, the lines of its body.

A rating found twice counts once; two different ones are the overall and its aspects. A number in prose is a rating
only where the sentence hands it to the work itself ("I give it a 7/10"), never where it rates a part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from transform.ratings.context import is_given
from transform.ratings.fold import fold
from transform.ratings.lines import RatingLine, rating_lines
from transform.ratings.rating import read_rating
from transform.ratings.reading import RatingReading
from transform.ratings.stated import read_stated
from transform.ratings.text import choose, find, finish, whole_line
from transform.ratings.vocabulary import Vocabulary, vocabulary

Span = tuple[int, int]
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…。！？])\s+|(?<=[。！？])(?=\S)")
_PART_AFTER: Final = re.compile(r"\s*(?:for|für|pour|por|per|voor|för|за|on|in terms of)\s+(?!me\b|mich\b|moi\b|mí\b)")
_ENDING: Final = 200
_DRAWN_ENDING: Final = re.compile(r"\s+([★⭐🌟☆½](?:[ \ufe0f]?[★⭐🌟☆½])*\ufe0f?)$")
_SHORT: Final = 8
_MOST_PROSE: Final = 20_000
_DIGIT_OR_SIGN: Final = re.compile(r"[\d★⭐]|\b[A-DF][+-]")


@dataclass(frozen=True, slots=True)
class CommentRating:
    """A comment's rating: the whole, its named parts, and the spans of `body` that are rating lines.

    The spans are whole lines, and stars drawn behind the last sentence with the space before them; in order, without
    overlap. A rating that ends a sentence of the person's own is read but stays in the body.
    """

    overall: RatingReading | None
    aspects: tuple[tuple[str, RatingReading], ...] = ()
    spans: tuple[Span, ...] = ()


def read_comment_rating(
    *,
    raw: str | None = None,
    value: str | float | None = None,
    best: str | float | None = None,
    worst: str | float | None = None,
    markup: str | None = None,
    body: str = "",
    title: str | None = None,
    language: str | None = None,
    settled_best: float | None = None,
) -> CommentRating:
    """Read one comment's rating from all its parts.

    `value`, `best` and `worst` are what markup states as such, `raw` the visible text, `markup` the smallest HTML
    that carries the rating, `body` the comment's own text. `title` is the page's title name, `settled_best` the
    scale that the site's evidence settled for bare numbers.
    """
    beside = _beside(raw, value, best, worst, markup, title, language, settled_best)
    lines = rating_lines(body, title=title, language=language) if body else []
    drawn = _drawn_ending(body, lines, language)
    lines = lines if drawn is None else [*lines, drawn]
    spans = tuple((line.start, line.end) for line in lines)
    said = _said_ending(body, lines, title, language)
    lines = lines if said is None else [*lines, said]
    if beside is None and not lines:
        return CommentRating(_prose(body, title, language))
    overall, rest = _overall(beside, lines)
    if overall is not None and overall.percent is None:
        scaled = next(
            (line.reading for line in lines if line.reading.percent is not None and same(overall, line.reading)), None
        )
        overall = overall if scaled is None else replace(scaled, raw=overall.raw)
    aspects = [
        (line.label, line.reading) for line in rest if line.label or overall is None or not same(overall, line.reading)
    ]
    return CommentRating(overall, tuple(dict.fromkeys(aspects)), spans)


def same(one: RatingReading, other: RatingReading) -> bool:
    """Say whether two readings are one rating: the same share of their scales, or the same number."""
    if one.percent is not None and other.percent is not None:
        return abs(one.percent - other.percent) <= 0.5
    return one.value == other.value


def _beside(
    raw: str | None,
    value: str | float | None,
    best: str | float | None,
    worst: str | float | None,
    markup: str | None,
    title: str | None,
    language: str | None,
    settled_best: float | None,
) -> RatingReading | None:
    """Return the rating that stands beside the body: of all that say one, the one that knows its scale best."""
    read: list[RatingReading] = []
    if raw is not None and raw.strip():
        read.append(read_rating(raw, language=language, title=title, best=settled_best))
    if markup is not None and markup.strip():
        read.append(read_rating(markup, language=language, title=title, best=settled_best))
    if value is not None:
        stated = read_stated(value, best=best, worst=worst, raw=raw, settled_best=settled_best)
        read.insert(0 if best is not None else len(read), stated)
    known = [r for r in read if r.value is not None]
    if not known:
        return None
    chosen = next((r for r in known if r.percent is not None and r.rule != "schema-org-best-5"), None)
    chosen = chosen or next((r for r in known if r.percent is not None), known[0])
    quoted = raw if raw is not None and raw.strip() else chosen.raw
    if quoted == markup:
        from transform.ratings.markup import quotable

        quoted = quotable(markup)
    return replace(chosen, raw=quoted)


def _overall(beside: RatingReading | None, lines: list[RatingLine]) -> tuple[RatingReading | None, list[RatingLine]]:
    """Return the rating of the whole, and the lines that are left as its parts."""
    if beside is not None:
        return beside, lines
    named = [line for line in lines if line.overall]
    if named:
        return named[-1].reading, [line for line in lines if line is not named[-1]]
    unnamed = [line for line in lines if not line.label]
    if unnamed and all(same(unnamed[0].reading, line.reading) for line in unnamed):
        return unnamed[0].reading, [line for line in lines if line.label]
    if not unnamed and len(lines) == 1:
        return lines[0].reading, []
    return None, lines


def _drawn_ending(body: str, lines: list[RatingLine], language: str | None) -> RatingLine | None:
    """Return the stars that a page draws behind the last sentence."""
    end = _open_end(body, lines)
    drawn = _DRAWN_ENDING.search(body, max(0, end - _ENDING), end) if end else None
    if drawn is None:
        return None
    read = read_rating(drawn[1], language=language)
    return RatingLine(drawn.start(), end, read) if read.value is not None else None


def _open_end(body: str, lines: list[RatingLine]) -> int:
    """Return where the body's text ends, 0 where its last line is a rating already."""
    end = len(body.rstrip())
    return 0 if any(line.start <= end <= line.end + 1 for line in lines) else end


def _said_ending(body: str, lines: list[RatingLine], title: str | None, language: str | None) -> RatingLine | None:
    """Return the last sentence of the body where it is nothing but a rating: "Loved every minute. 8/10"."""
    end = _open_end(body, lines)
    line_start = body.rfind("\n", 0, end) + 1
    start = max(line_start, end - _ENDING)
    ends = list(_SENTENCE_END.finditer(body, start, end))
    for found in reversed(ends[-2:]):
        piece = body[found.end() : end]
        if 0 < len(piece) <= 60 and _DIGIT_OR_SIGN.search(piece):
            read = whole_line(piece, language=language, title=title)
            if read is not None and read.reading.kind not in ("verdict", "thumb", "percent"):
                return RatingLine(found.start(), end, read.reading, "", read.label_kind == "overall")
    return None


def _prose(body: str, title: str | None, language: str | None) -> RatingReading | None:
    """Return the one rating that sentences hand to the work itself, or None."""
    if not body or len(body) > _MOST_PROSE or _DIGIT_OR_SIGN.search(body) is None:
        return None
    vocab = vocabulary(language)
    handed: list[RatingReading] = []
    for line in body.split("\n"):
        for sentence in _SENTENCE_END.split(line):
            if len(sentence) <= 300 and _DIGIT_OR_SIGN.search(sentence):
                read = _handed(sentence, title, language, vocab)
                if read is not None:
                    handed.append(read)
    if handed and all(same(handed[0], read) for read in handed):
        return handed[0]
    return None


def _handed(sentence: str, title: str | None, language: str | None, vocab: Vocabulary) -> RatingReading | None:
    if read_rating(sentence, language=language, title=title).value is None:
        return None
    folded = fold(sentence)
    lowered = folded.lower()
    if len(lowered) != len(folded):
        folded = lowered
    found, _ = find(folded, lowered, language, vocab)
    chosen, _ = choose(found)
    if chosen is None or chosen.candidate.form not in ("ratio", "stars", "glyphs", "letter"):
        return None
    around = chosen.around
    if _PART_AFTER.match(around.after) or vocab.condition.match(around.after):
        return None
    form, words = chosen.candidate.form, around.before.split()
    opens = not words and (form != "stars" or not around.following or around.following in vocab.after_rating)
    ends = not any(c.isalnum() for c in around.after)
    whole = _speaks_of_the_whole(words, vocab) and (form in ("ratio", "glyphs") or words[0] in vocab.whole_subjects)
    closes = ends and form != "letter" and whole
    explicit = around.label_kind in ("rating", "overall") or is_given(around.before, vocab) or opens or closes
    return finish(sentence.strip(), chosen.candidate, None) if explicit else None


def _speaks_of_the_whole(words: list[str], vocab: Vocabulary) -> bool:
    """Say whether a few words before a rating that ends a sentence leave it to the work: "Loved it 8/10"."""
    if not 0 < len(words) <= _SHORT or any(c.isdigit() for word in words for c in word):
        return False
    return words[0] in vocab.whole_subjects or not any(word in vocab.copulas for word in words)
