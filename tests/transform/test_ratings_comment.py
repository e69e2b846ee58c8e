"""One comment's rating from all its parts, and the lines of its body that are nothing but a rating."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.ratings import rating_lines, read_comment_rating


def lines_of(body: str) -> list[str]:
    return [body[line.start : line.end] for line in rating_lines(body)]


def test_whole_lines_are_found_with_their_spans() -> None:
    body = "Great film.\nRating: 9/10\n\nI gave it 7/10 once.\n★★★★☆\nNote : 8/10\nB+\nSeason 2\n12 comments"
    assert lines_of(body) == ["Rating: 9/10", "★★★★☆", "Note : 8/10", "B+"]


@pytest.mark.parametrize(
    "line",
    ["Loved it 10/10", "Highly recommended!", "👍", "85%", "8", "A", "I give it 8/10", "Season 2 of 5", "8½ is a film"],
)
def test_a_persons_own_sentence_is_no_rating_line(line: str) -> None:
    assert lines_of(f"Hello there.\n{line}\nBye now.") == []


def test_lines_of_parts_stand_together() -> None:
    assert lines_of("Story 8/10\nArt 9/10\nSo much for that.") == ["Story 8/10", "Art 9/10"]
    assert lines_of("Well.\nStory: 8\nArt: 9\nOverall: 8\nYear: 1999") == ["Story: 8", "Art: 9", "Overall: 8"]
    assert lines_of("Story: 8\nArt: 9") == []


def test_the_title_is_no_rating_line() -> None:
    assert rating_lines("9/10\nA fine film.", title="9/10") == []


def test_a_rating_found_twice_counts_once() -> None:
    read = read_comment_rating(value="4.5", best="5", raw="4.5 stars", body="Rating: 9/10\nLovely.")
    assert read.overall is not None
    assert (read.overall.value, read.overall.best, read.overall.percent) == (4.5, 5, 90)
    assert read.aspects == ()
    assert read.spans == ((0, 12),)


def test_two_different_ones_are_overall_and_aspects() -> None:
    read = read_comment_rating(raw="★★★★", body="Story: 9/10\nSound: 8/10\nA film for the evening.")
    assert read.overall is not None and read.overall.percent == 80
    assert [(name, reading.value) for name, reading in read.aspects] == [("story", 9), ("sound", 8)]


def test_the_overall_line_wins_over_its_parts() -> None:
    read = read_comment_rating(body="Plot: 7/10\nMusic: 10/10\nOverall: 8/10")
    assert read.overall is not None and read.overall.value == 8
    assert [(name, reading.value) for name, reading in read.aspects] == [("plot", 7), ("music", 10)]


def test_parts_alone_make_no_overall() -> None:
    read = read_comment_rating(body="Plot: 7/10\nMusic: 10/10")
    assert read.overall is None
    assert len(read.aspects) == 2


@pytest.mark.parametrize(
    ("body", "value", "cut"),
    [
        ("A slow start, a fine end ★★★★☆", 4, " ★★★★☆"),
        ("Well done.\nI would see it again!  ★★★", 3, "  ★★★"),
    ],
)
def test_stars_drawn_behind_the_last_sentence_are_cut(body: str, value: float, cut: str) -> None:
    read = read_comment_rating(body=body)
    assert read.overall is not None and read.overall.value == value
    assert [body[start:end] for start, end in read.spans] == [cut]


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("Loved every minute. 7/10", 7),
        ("Schön war das! 7 von 10", 7),
        ("とても良い。10点満点中7点。", 7),
        ("Fine.\nNo, really.  Overall: 7/10 ", 7),
        ("I give it a 7/10 because the music is dull.", 7),
        ("It was fun, overall I would say 7/10.", 7),
        ("Definitely a 7/10!", 7),
        ("Loved it 7/10", 7),
        ("7/10 would watch again\nSeriously.", 7),
        ("A solid 7/10 movie, nothing more.", 7),
        ("Ich gebe dem Film 7 von 10 Punkten, mehr nicht.", 7),
        ("Je mets 7/10 à ce film", 7),
        ("The acting is 9/10 but the story is 3/10. Overall 7/10, because of the end.", 7),
    ],
)
def test_prose_that_hands_a_rating_to_the_work(body: str, value: float) -> None:
    read = read_comment_rating(body=body)
    assert read.overall is not None and read.overall.value == value
    assert read.spans == ()


@pytest.mark.parametrize(
    "body",
    [
        "I'd give season 2 a 9/10 for effort, the rest is weak.",
        "I'd rate it 9 out of 10 if the ending were better",
        "Season 1 is 10/10, season 2 is 6/10.",
        "7/10 for me, but my wife gave it 9/10.",
        "The acting is 9/10.",
        "9 of 10 people will hate it",
        "I watched 5/10 episodes",
        "It costs 5/10 of my wage",
        "The hotel in it has 5 stars.",
        "Kami menginap di hotel bintang 5",
        "It could have been a 9/10.",
        "On 9/10 it was shown in Rome.",
    ],
)
def test_prose_that_does_not(body: str) -> None:
    read = read_comment_rating(body=body)
    assert (read.overall, read.aspects, read.spans) == (None, (), ())


def test_a_settled_scale_serves_bare_values() -> None:
    bare = read_comment_rating(value="4").overall
    settled = read_comment_rating(value="4", settled_best=10).overall
    assert bare is not None and (bare.best, bare.rule) == (5, "schema-org-best-5")
    assert settled is not None and (settled.best, settled.rule) == (10, "schema-org+site-scale")


def test_what_knows_its_scale_speaks() -> None:
    read = read_comment_rating(value="8", raw="8/10").overall
    assert read is not None and (read.value, read.best, read.raw) == (8, 10, "8/10")
    read = read_comment_rating(value="9", body="Rating: 9/10\nFine.").overall
    assert read is not None and (read.value, read.best, read.raw) == (9, 10, "9")
    read = read_comment_rating(raw="Good", markup='<i class="stars" style="width:60%"></i>').overall
    assert read is not None and (read.value, read.best, read.raw) == (3, 5, "Good")


@pytest.mark.parametrize(
    ("markup", "quoted"),
    [
        ('<b class="rating">4 <small>/ 5</small></b>', "4 / 5"),
        ('<i class="stars" title="4 of 5"></i>', "4 of 5"),
        ('<i class="stars-4"></i>', '<i class="stars-4"></i>'),
    ],
)
def test_markup_is_quoted_as_a_person_would(markup: str, quoted: str) -> None:
    read = read_comment_rating(markup=markup).overall
    assert read is not None and (read.percent, read.raw) == (80, quoted)


def test_nothing_said_is_nothing_read() -> None:
    assert read_comment_rating().overall is None
    assert read_comment_rating(raw="", value="", markup="", body="").overall is None
    assert read_comment_rating(raw="12 reviews", body="Nice.").overall is None


@given(st.text(alphabet="ab 8/10.★\nRating:Overal9%", max_size=150))
def test_spans_stand_in_the_body_in_order(body: str) -> None:
    spans = read_comment_rating(body=body).spans
    assert all(0 <= start < end <= len(body) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "body", ["8/10 " * 40_000, "8/10\n" * 2_000, "a. " * 60_000, "★ " * 50_000, "Rating: " * 20_000]
)
def test_hostile_bodies_end_quickly(body: str) -> None:
    read_comment_rating(body=body)
