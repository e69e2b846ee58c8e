"""Ratings and places of comments in pages as strangers build them: drawn stars, bylines with marks, broken forms."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extract.read import read
from extract.records import Capture, Extraction
from transform.ratings import read_comment_rating

PEOPLE = ("Mara", "Tom Brink", "ilse_77", "Oksana", "J. Petty")
NAMES = ("first", "second", "third", "fourth", "fifth")
WORDS = (
    "The second act drags, but the storm scene alone is worth the ticket.",
    "I disagree: the second act is where the two sisters finally talk.",
    "Saw it last night with my father. We both liked the ending.",
    "Too long by half an hour, though the music saves it.",
    "Nobody talks about the lamp room! The best set I saw this year.",
)


def page_of(thread: str, title: str = "The Lighthouse Keeper") -> Extraction:
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{thread}</body></html>"
    return read(Capture("https://films.example/t/1", page.encode()))


def values(extraction: Extraction) -> list[tuple[float | None, float | None]]:
    out: list[tuple[float | None, float | None]] = []
    for comment in extraction.comments:
        raw = comment.rating
        if raw is None:
            out.append((None, None))
            continue
        read_as = read_comment_rating(raw=raw.raw, value=raw.value, best=raw.best, worst=raw.worst, markup=raw.markup)
        out.append((read_as.overall.value, read_as.overall.best) if read_as.overall else (None, None))
    return out


FILLED = f'<path fill="#343434" stroke="#343434" d="M11.99,1.94{"c-.35,0-.67.19-.83.51l-2.56,5.2" * 20}Z"/>'
OUTLINE = f'<g transform="translate(0, 0)"><polygon fill="none" stroke="#343434" points="12,2.6 15,9 {"21.4,9 16.7,13.9 " * 20}"/></g>'


def star(drawing: str, name: str) -> str:
    return f'<span class="rt-star{name}"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{drawing}</svg></span>'


@pytest.mark.parametrize(
    ("full", "empty"),
    [
        (star(FILLED, " rt-star-full"), star(OUTLINE, " rt-star-empty")),
        (star(FILLED, ""), star(OUTLINE, "")),
    ],
)
def test_long_drawings_of_stars_are_counted_whole(full: str, empty: str) -> None:
    marks = (5, 3, 1, 4, 5)
    items = "".join(
        f'<li class="comment" id="c{k}"><b class="author">{PEOPLE[k]}</b> <time datetime="2024-03-0{k + 1}">March {k + 1}, 2024</time>'
        f'<div class="comment-rating"><span class="stars">{full * mark}{empty * (5 - mark)}</span></div><p>{WORDS[k]}</p></li>'
        for k, mark in enumerate(marks)
    )
    assert values(page_of(f"<h2>Comments</h2><ol>{items}</ol>")) == [(mark, 5) for mark in marks]


def wordpress(items: Sequence[str]) -> str:
    rows = "".join(
        f'<li id="comment-{k + 7}" class="comment depth-1"><article id="div-comment-{k + 7}" class="comment-body"><footer class="comment-meta">'
        f'<div class="comment-author vcard"><b class="fn">{PEOPLE[k]}</b> <span class="says">says:</span></div>'
        f'<div class="comment-metadata"><a href="/t/1#comment-{k + 7}"><time datetime="2024-03-0{k + 1}T10:00:00">March {k + 1}, 2024 at 10:00 am</time></a></div></footer>'
        f'<div class="comment-content"><p>{words}</p></div><div class="reply"><a class="comment-reply-link" href="#comment-{k + 7}">Reply</a></div></article></li>'
        for k, words in enumerate(items)
    )
    return f'<link rel="stylesheet" href="/wp-content/a.css"><div id="comments"><div id="respond" class="comment-respond"><form><textarea></textarea>{{}}<h2>Comments</h2><ol class="comment-list">{rows}</ol></div>'


@pytest.mark.parametrize("closed", ["</form></div>", ""])
def test_a_thread_within_an_unclosed_form_is_still_the_thread(closed: str) -> None:
    found = page_of(wordpress(WORDS[:2]).format(closed)).comments
    assert [(c.key, c.read_by, c.author, c.body) for c in found] == [
        ("comment-7", "engine", PEOPLE[0], WORDS[0]),
        ("comment-8", "engine", PEOPLE[1], WORDS[1]),
    ]


def note(k: int, words: str, answers: str = "") -> str:
    return (
        f'<li><article id="comment-{k}"><header><p><span class="who">{PEOPLE[k]}</span></p>'
        f'<p><time><a href="#comment-{k}">March {k + 1}, 2024 at 10:0{k} am</a></time></p></header>'
        f'<div class="words"><p>{words}</p></div><div class="comment-reply"><a href="#r">Reply</a></div></article>{answers}</li>'
    )


@pytest.mark.parametrize("words", [WORDS[0], "A film like a meal!"])
def test_one_comment_and_its_answer(words: str) -> None:
    inner = f'<ul class="children">{note(1, "Glad that you liked it!")}</ul>'
    found = page_of(
        f'<div class="comments"><h2>Comments</h2><ol class="comment-list">{note(0, words, inner)}</ol></div>'
    )
    assert [(c.author, c.body, c.parent, c.depth) for c in found.comments] == [
        (PEOPLE[0], words, None, 0),
        (PEOPLE[1], "Glad that you liked it!", found.comments[0].key, 1),
    ]


def test_answered_items_of_another_build_keep_their_places() -> None:
    def row(k: int, answers: str = "") -> str:
        fields = f'<b class="author">{PEOPLE[k]}</b> <time datetime="2024-03-0{k + 1}">March {k + 1}, 2024</time><p>{WORDS[k]}</p>'
        if answers:  # wrapped twice where there are answers
            return f'<div class="comment"><div><div>{fields}</div></div><div class="answers">{answers}</div></div>'
        return f'<div class="comment">{fields}</div>'

    found = page_of(f"<h2>Comments</h2>{row(0, row(1))}{row(2)}{row(3, row(4))}").comments
    assert [(c.author, c.body, c.depth) for c in found] == [
        (PEOPLE[k], WORDS[k], depth) for k, depth in enumerate((0, 1, 0, 0, 1))
    ]
    assert [c.parent for c in found] == [None, found[0].key, None, None, found[3].key]


def test_marks_in_the_line_that_says_who_wrote_and_when() -> None:
    items = "".join(
        f'<li id="activity-{k}"><img class="avatar" src="a.png"><div class="head"><p><span class="u{k}">{PEOPLE[k]}</span> a noté {mark}/5 ce film, <span>il y a {k + 1} ans</span></p></div><div class="inner"><p>{WORDS[k]}</p></div></li>'
        for k, mark in enumerate((5, 4, 5, 3, 2))
    )
    found = page_of(f"<h2>Avis</h2><ul>{items}</ul>")
    assert [c.author for c in found.comments] == list(PEOPLE)
    assert values(found) == [(5, 5), (4, 5), (5, 5), (3, 5), (2, 5)]


def test_days_in_such_a_line_are_no_marks() -> None:
    items = "".join(
        f'<li class="comment"><p><b class="author">{PEOPLE[k]}</b> wrote on {k + 1}/5 and <time>March {k + 1}, 2024</time></p><div><p>{WORDS[k]}</p></div></li>'
        for k in (1, 2, 4, 0)
    )
    assert values(page_of(f"<h2>Comments</h2><ul>{items}</ul>")) == [(None, None)] * 4


def test_a_short_question_is_not_its_long_answer() -> None:
    def block(k: int, answer: str) -> str:
        inner = (
            f'<div><img src="b.png"><b><a href="/user/staff">Staff</a></b></div><div class="noteReplies">{answer}</div>'
            * bool(answer)
        )
        return (
            f'<div class="review-block"><div id="review{k}a"><div class="author-name"><img src="a.png" alt="{PEOPLE[k]}"><a href="/user/p{k}">{PEOPLE[k]}</a></div>'
            f'<div class="comment"><span>{WORDS[k][:40]}</span></div></div><div class="reply-list">{inner}<a href="#">Reply</a></div></div>'
        )

    long = (
        "Thank you for the question! We asked the people who made the lamp room, and it was built of real glass, as in the book. "
        * 3
    )
    rows = "".join(block(k, f"Hi {PEOPLE[k]}! {long}" if k % 2 else "") for k in range(5))
    found = page_of(f'<h2>Reviews</h2><div class="reviews">{rows}</div>').comments
    asked = [(c.author, c.body) for c in found if not c.depth]
    assert asked == [(PEOPLE[k], WORDS[k][:40].strip()) for k in range(5)]
    answers = [(c.author, c.body.split("!")[0], c.depth) for c in found if c.depth]
    assert answers == [("Staff", f"Hi {PEOPLE[k]}", 1) for k in (1, 3)]


def test_a_box_that_shares_the_items_name_is_no_comment_and_parent_of_none() -> None:
    def row(k: int, level: int, name: str, words: str, kind: str = "") -> str:
        return (
            f'<li class="{kind or NAMES[k]} depth-{level}"><div class="comments"><strong class="comment-author">{name}</strong>'
            f'<a class="date" href="#comment-{k}">March {k + 1}, 2024 at 4:41PM</a><div class="comment-body"><p>{words}</p></div></div></li>'
        )

    rows = (
        row(8, 1, "A list of films", "[…] and the sea film: The Lighthouse Keeper […]", "pingback")
        + row(0, 1, PEOPLE[0], WORDS[0])
        + f'<ul class="children">{row(1, 2, PEOPLE[1], WORDS[1])}</ul>'
        + row(2, 1, PEOPLE[2], WORDS[2])
        + f'<ul class="children">{row(3, 2, PEOPLE[3], WORDS[3])}</ul>'
    )
    found = page_of(f'<div class="comments"><h2>5 Comments</h2><ol>{rows}</ol></div>').comments
    assert [(c.key, c.author, c.parent, c.depth) for c in found] == [
        ("comment-0", PEOPLE[0], None, 0),
        ("comment-1", PEOPLE[1], "comment-0", 1),
        ("comment-2", PEOPLE[2], None, 0),
        ("comment-3", PEOPLE[3], "comment-2", 1),
    ]


def test_an_engine_keeps_where_an_authors_name_leads() -> None:
    page = (
        wordpress(WORDS[:2])
        .format("</form></div>")
        .replace(PEOPLE[0], f'<a href="https://mara.example/">{PEOPLE[0]}</a>', 1)
    )
    assert [(c.author, c.author_url, c.read_by) for c in page_of(page).comments] == [
        (PEOPLE[0], "https://mara.example/", "engine"),
        (PEOPLE[1], None, "engine"),
    ]


def test_words_under_long_quotes_are_the_bodies() -> None:
    long = (
        "The storm was filmed in a tank in the north, and the lamp was a real one that they had carried up the stairs. "
        * 2
    )

    def post(k: int) -> str:
        quote = (
            f'<div class="qa"><div class="qb">{PEOPLE[k - 1]} said:</div><blockquote><div>{k}: {long}</div></blockquote></div>'
            if k
            else ""
        )
        return (
            f'<li class="row"><div class="side"><a href="/members/{k}">{PEOPLE[k]}</a></div><div class="main"><a href="/t/1#p{k}">Mar {k + 1}, 2024</a>'
            f'<div class="zz">{quote}{WORDS[k]}</div><a href="#r">Reply</a></div></li>'
        )

    found = page_of(f"<h2>Replies</h2><ul>{''.join(post(k) for k in range(5))}</ul>").comments
    assert [c.author for c in found] == list(PEOPLE)
    assert [c.body.rpartition("\n")[2] for c in found] == list(WORDS)


def test_a_clock_behind_a_name_is_not_the_names() -> None:
    rows = "".join(
        f'<li class="comment"><b class="author">{PEOPLE[k]}, 1{k}:0{k}</b><p>{WORDS[k]}</p></li>' for k in range(4)
    )
    assert [c.author for c in page_of(f"<h2>Comments</h2><ul>{rows}</ul>").comments] == list(PEOPLE[:4])


def two(control: str) -> str:
    rows = "".join(
        f'<li class="qx{k}"><article class="zz"><footer class="yy"><div class="ww"><b class="vv">{PEOPLE[k]}</b></div><div><a href="#x{k}">March {k + 1}, 2024</a></div></footer>'
        f'<div class="uu"><p>{WORDS[k]} {WORDS[k + 2]}</p></div>{control}</article></li>'
        for k in range(2)
    )
    return f"<p>Seen in the north.</p><h3>2 Comments</h3><ol>{rows}</ol>"


def test_two_nameless_items_that_can_be_answered_under_a_heading_for_comments() -> None:
    found = page_of(two('<div><a href="#r">Reply</a></div>')).comments
    assert [(c.author, c.posted) for c in found] == [(PEOPLE[0], "March 1, 2024"), (PEOPLE[1], "March 2, 2024")]


def test_two_nameless_items_without_such_controls_are_left() -> None:
    assert page_of(two("")).comments == ()


@pytest.mark.parametrize("between", [", ", ", le ", " – "])
def test_a_line_of_a_name_and_a_day_under_each_text(between: str) -> None:
    rows = "".join(
        f'<div class="bloc"><p>« {WORDS[k]} »</p><p class="sig">{PEOPLE[k]}{between}{k + 1} mars 2024</p></div>'
        for k in range(5)
    )
    found = page_of(f"<h2>Avis des spectateurs</h2>{rows}").comments
    assert [c.author for c in found] == list(PEOPLE)
    assert [(c.posted or "").removeprefix("le ") for c in found] == [f"{k + 1} mars 2024" for k in range(5)]


@pytest.mark.parametrize(
    ("heading", "control", "read_as"),
    [
        ("1 Comment", '<a href="#r">Reply</a>', [PEOPLE[0]]),
        ("1 Comment", "", []),
        ("Recent comments", '<a href="#r">Reply</a>', []),
    ],
)
def test_a_lone_comment_whose_author_no_name_marks(heading: str, control: str, read_as: list[str]) -> None:
    row = f'<div class="comment"><b>{PEOPLE[0]}</b> <i>March 3, 2024</i><p>{WORDS[0]}</p>{control}</div>'
    assert [c.author for c in page_of(f"<p>Seen in the north.</p><h2>{heading}</h2>{row}").comments] == read_as


def test_one_star_beside_a_number_is_no_rating_of_one_star() -> None:
    def page(mark: str) -> str:
        rows = "".join(
            f'<div class="review-item"><a href="/user/{k}">{name}</a><i class="date">3 March 2024</i><div class="right">{mark.format(k + 5)}</div><p>{WORDS[k]}</p></div>'
            for k, name in enumerate(("Mara", "Tom", "Ilse", "Jean"))
        )
        return f"<html><body><h1>Salt</h1><h2>4 reviews</h2><div>{rows}</div></body></html>"

    icon = '<span class="legend">{}</span><i class="fa fa-star"></i>'
    for mark in (icon, '{}<svg class="icon-star" viewBox="0 0 20 20"><path d="M9 2c.3-.9"></path></svg>'):
        found = read(Capture("https://films.example/1", page(mark).encode())).comments
        assert [(c.rating.raw if c.rating else None) for c in found] == ["5", "6", "7", "8"], mark


def test_a_star_before_words_is_their_sign() -> None:
    rows = "".join(
        f'<div class="forum_message" id="m{k}"><h4><a href="/user/{k}">{name}</a></h4><ul><li><i class="fa fa-star"></i>5 votes</li></ul><a class="date" href="#m{k}">12 August 2023, 10:0{k}</a><div class="content">{WORDS[k]}</div></div>'
        for k, name in enumerate(PEOPLE)
    )
    assert values(page_of(f"<h2>Comments</h2>{rows}")) == [(None, None)] * len(PEOPLE)
