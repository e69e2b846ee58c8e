"""The finder on habits of title sites: elements of their own, dates in pieces, marks beside names, badges."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.read.document import Document
from extract.read.limits import Limits
from extract.read.structured import StructuredData
from extract.read.threads import ThreadResult, find_comments
from extract.read.threads.days import dated_text
from extract.records import Capture, RawTitle
from transform.ratings import read_comment_rating

PEOPLE = ("Mara", "Tom Brink", "ilse_77", "Jean-Luc", "Oksana")
WORDS = (
    "The second act drags, but the storm scene alone is worth the ticket.",
    "I disagree: the second act is where the two sisters finally talk. Give it time.",
    "Saw it last night with my father. We both liked the ending.",
    "Too long by half an hour, though the music saves it.",
    "Best thing I have seen this year, and I have seen a lot.",
)


def read(body: str, language: str = "en") -> ThreadResult:
    text = f"<html lang='{language}'><head><title>The Lighthouse Keeper</title></head><body><h1>The Lighthouse Keeper</h1>{body}</body></html>"
    page = Document(Capture(url="https://films.example/t/1", body=text.encode()), Limits())
    return find_comments(page, RawTitle(name="The Lighthouse Keeper"), structured=StructuredData(page))


def each(row: Callable[[int, str, str], str], count: int = 5) -> str:
    return "".join(row(*parts) for parts in zip(range(1, count + 1), PEOPLE, WORDS, strict=False))


def whole(found: ThreadResult) -> bool:
    return [c.author for c in found.comments] == list(PEOPLE) and [c.body for c in found.comments] == list(WORDS)


def test_elements_of_a_pages_own_are_items_by_their_name() -> None:
    def comment(number: int, inside: str = "") -> str:
        return f"""<x-comment depth="{number}"><div slot="meta"><a href="/user/{PEOPLE[number]}/">{PEOPLE[number]}</a><time datetime="2024-03-0{number + 1}T10:00:00Z">3y ago</time></div>
          <div slot="comment"><p>{WORDS[number]}</p></div><x-action-row><button>Upvote</button><button>Reply</button></x-action-row>{inside}</x-comment>"""

    found = read(f"<x-comment-tree>{comment(0, comment(1, comment(2)))}{comment(3)}</x-comment-tree>")
    assert [(c.author, c.depth) for c in found.comments] == [
        ("Mara", 0),
        ("Tom Brink", 1),
        ("ilse_77", 2),
        ("Jean-Luc", 0),
    ]
    assert all(c.posted_machine for c in found.comments)


def test_a_date_whose_parts_have_elements_of_their_own() -> None:
    found = read(
        '<ol id="comments">'
        + each(
            lambda n, name, words: (
                f"""<li class="comment"><h4><a href="/users/{name}">{name}</a> <span class="posted datetime"><abbr class="day" title="Friday">Fri</abbr>
              <span class="date">{n}</span> <abbr class="month" title="March">Mar</abbr> <span class="year">2024</span></span></h4><blockquote><p>{words}</p></blockquote></li>"""
            )
        )
        + "</ol>"
    )
    assert whole(found)
    assert [c.posted for c in found.comments] == [f"Fri {n} Mar 2024" for n in range(1, 6)]


def test_what_a_page_puts_behind_a_name_is_not_part_of_it() -> None:
    row = '<div class="mark"><h4><a href="/users/{0}">{1}の感想・評価</a></h4><time datetime="2024-03-0{0}">2024/03/0{0}</time><div class="mark__review"><span>{2}</span></div></div>'
    found = read("<h2>感想</h2>" + each(lambda n, name, words: row.format(n, name, words)), "ja")
    assert [c.author for c in found.comments] == list(PEOPLE)


def test_a_mark_beside_a_linked_name_is_the_mark_alone() -> None:
    row = """<div class="review"><div class="rating_wrapper"><h3><a href="/review/{0}">A review by {1}</a></h3><div class="rounded rating"><span class="icon star"></span>{0}0<span class="percent">%</span></div></div>
      <h5>Written by <a href="/u/{1}">{1}</a> on March {0}, 2024</h5><div class="teaser"><p>{2}</p></div></div>"""
    found = read('<section class="reviews">' + each(lambda n, name, words: row.format(n, name, words)) + "</section>")
    assert whole(found)
    assert [c.rating.raw for c in found.comments if c.rating] == ["10%", "20%", "30%", "40%", "50%"]


def test_badges_before_the_words_are_the_pages() -> None:
    row = '<li class="review"><em>{0}</em><p><span class="ico_viewer">Verified</span><span>{2}</span></p><dl><dt><a href="/user/{0}">{1}</a></dt><dd>2024.03.0{0} 14:22</dd></dl></li>'
    assert whole(read('<ul id="reviews">' + each(lambda n, name, words: row.format(n, name, words)) + "</ul>"))


def test_rows_of_buttons_between_those_of_posts() -> None:
    row = """<tr><td><b>{1}</b><br>Posts: 5{0}</td><td><span>Posted: 2024-03-0{0} 22:10</span> <a href="posting.php?mode=quote&amp;p={0}"><img src="quote.gif" alt="Quote"></a><hr><span>{2}</span></td></tr>
      <tr><td><a href="#top">Top</a></td><td><a href="profile.php?u={0}"><img src="p.gif" alt="Profile"></a></td></tr><tr><td colspan="2"><img src="spacer.gif" alt=""></td></tr>"""
    found = read("<table>" + each(lambda n, name, words: row.format(n, name, words)) + "</table>")
    assert whole(found)


def test_answers_beside_comments_and_a_box_around_all() -> None:
    def comment(number: int, name: str) -> str:
        return f"""<div class="{name}" id="comment-{number}"><div class="who"><a href="/users/{PEOPLE[number]}">{PEOPLE[number]}</a> <span data-date="2024-03-0{number + 1}T08:00:00Z"></span></div>
          <div class="comment"><p>{WORDS[number]}</p></div><a class="reply-link">Reply</a></div>"""

    box = f'<div class="row">{comment(0, "comment-wrapper")}</div><div class="row">{comment(1, "comment-wrapper")}<div class="replies">{comment(2, "reply")}</div></div>'
    found = read(f'<section class="comments"><div class="container"><h2>3 comments</h2>{box}</div></section>')
    assert [(c.author, c.depth) for c in found.comments] == [("Mara", 0), ("Tom Brink", 0), ("ilse_77", 1)]


def test_what_stands_for_a_name_is_kept_where_nobody_signs() -> None:
    row = '<dt><a name="{0}"></a>{0} ：<b>名無しさん</b>：2024/03/0{0}(金) 14:20:10.55 ID:AbC{0}xyZ0</dt><dd> {2} <br><br></dd>'
    found = read('<dl class="thread">' + each(lambda n, name, words: row.format(n, name, words)) + "</dl>", "ja")
    assert [c.author for c in found.comments] == ["名無しさん"] * 5
    assert [c.body for c in found.comments] == list(WORDS)
    assert found.comments[0].posted == "2024/03/01(金) 14:20:10.55"


def test_a_count_of_votes_is_no_mark() -> None:
    row = '<div class="comment"><b class="author">{1}</b> <time datetime="2024-03-0{0}">2024</time><p>{2}</p><span class="emotion-vote-score">12</span></div>'
    found = read('<div id="comments">' + each(lambda n, name, words: row.format(n, name, words)) + "</div>")
    assert whole(found)
    assert not any(c.rating for c in found.comments)


def test_a_mark_in_the_line_of_a_date() -> None:
    row = '<div class="review-row"><a class="display-name" href="/critics/{0}">{1}</a><p class="review-text">{2}</p><p class="score-and-url"><a href="/r/{0}">Full Review</a> | Original Score: {0}/5 <span>| Mar {0}, 2024</span></p></div>'
    found = read('<div class="reviews">' + each(lambda n, name, words: row.format(n, name, words)) + "</div>")
    assert whole(found)
    assert [c.rating.raw for c in found.comments if c.rating] == [f"Original Score: {n}/5" for n in range(1, 6)]


@pytest.mark.parametrize(
    "text",
    [
        "3 فبراير 2021",
        "۲۸ دی ۱۳۹۹",
        "12 במרץ 2021",
        "12 มี.ค. 2564",
        "12 मार्च 2021",
        "час назад",
        "3년 전",
        "1 घंटे पहले",
        "prije 3 tjedana",
        *("vor etwa 23 Stunden", "منذ يومين", "اليوم", "2w", "5 h", "anteayer", "2 giờ", "Fri 12 Mar 2021"),
        *(
            "вчора о 10:15",
            "сьогодні",
            "juče",
            "täna kell 9",
            "vor eineinhalb Jahren",
            "há umas horas",
            "í gær",
            "šodien",
            "9 de marzo de 2024",
            "hace unos días",
        ),
    ],
)
def test_what_looks_like_a_date(text: str) -> None:
    assert dated_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "12 of 15 people",
        "for 12 people",
        "Part 2",
        "1h 52m",
        "12k",
        "Chapter 12",
        "vor allem",
        "8/10",
        "pre-war",
        "7 av 10",
        "5 din 5",
        "8 uit 10",
    ],
)
def test_what_looks_like_none(text: str) -> None:
    assert not dated_text(text)


def card(n: int, name: str, words: str) -> str:
    return f"""<article class="review-card"><a href="/review/{n}"><img alt="Film {n}"></a><h3><a href="/review/{n}">Film {n} review</a></h3><p>{words}</p>
      <p class="meta"><a class="author" href="/author/a{n}">{name}</a> <time datetime="2024-03-0{n}">{n} Mar 2024</time> <a href="/review/{n}#comments">{n} comments</a></p></article>"""


def episode(n: int, name: str, words: str) -> str:
    return f"""<div class="list_item"><div class="info" itemprop="episodes" itemscope itemtype="http://schema.org/TVEpisode"><div class="airdate">{n} Mar. 2019</div>
      <strong><a href="/title/{n}">{name}</a></strong><div class="rating"><span>7.{n}</span> (12{n})</div><div class="item_description">{words}</div></div></div>"""


def announced(n: int, name: str, words: str) -> str:
    return f'<div class="post_announce"><div class="headline">Update 1.{n}</div><div class="date">{n} Mar, 2024</div><div class="author">Brine</div><div class="body">{words}</div></div>'


def posted(n: int, name: str, words: str) -> str:
    return f"""<div class="post" id="post-{n}"><h2><a href="/2024/0{n}/x/" rel="bookmark">{name}</a></h2><p class="postmetadata">Posted by <a href="/author/jo/">Jo</a> on March {n}, 2024</p>
      <div class="entry"><p>{words}</p></div><p class="postmetadata">Filed under <a href="/c/film">Film</a> | <a href="/2024/0{n}/x/#comments">{n} Comments</a></p></div>"""


def ranked(n: int, name: str, words: str) -> str:
    return f'<div class="list-item"><h2>{n}. {name} (201{n})</h2><p><strong>Director:</strong> Ida Holm</p><p>{words}</p><p class="rating">Our rating: 7.{n}/10</p></div>'


def chapter(n: int, name: str, words: str) -> str:
    return f'<div class="chapter-item"><a class="title" href="/f/1/{n}">Chapter {n}: {name}</a><span class="date">Mar 1{n}, 2021</span><p class="note">{words}</p><span class="comments">{n} comments</span></div>'


@pytest.mark.parametrize(
    ("row", "heading"),
    [
        (chapter, "Chapters"),
        (card, "Latest reviews"),
        (posted, "Reviews"),
        (episode, "Reviews"),
        (announced, "News"),
        (ranked, "The best"),
    ],
)
def test_lists_of_titles_articles_and_news_are_refused(row: Callable[[int, str, str], str], heading: str) -> None:
    found = read(f"<section><h2>{heading}</h2>{each(row)}</section>")
    assert found.comments == ()
    assert found.reason


def test_a_persons_page_may_show_the_cards_of_what_they_reviewed() -> None:
    text = f"<html><head><title>Mara</title></head><body><h1>Mara</h1><h2>Reviews</h2>{each(card)}</body></html>"
    page = Document(Capture(url="https://films.example/user/mara/reviews", body=text.encode()), Limits())
    assert len(find_comments(page, RawTitle(name="Mara"), structured=StructuredData(page)).comments) == 5


def test_a_date_that_only_a_pointer_shows() -> None:
    row = '<li class="comment"><a class="person" href="/u/{1}">{1}</a> <span class="moment" data-tippy-content="Friday, March {0}th, 2024 at 2:22:10 PM">3 years</span><p>{2}</p><button>reply</button></li>'
    found = read('<ul class="comments">' + each(lambda n, name, words: row.format(n, name, words)) + "</ul>")
    assert whole(found)
    assert found.comments[0].posted_machine == "Friday, March 1th, 2024 at 2:22:10 PM"


def test_items_of_a_widget_whose_names_are_cut_short() -> None:
    row = """<div class="w-rev" data-review-id="{0}"><div class="w-rev__header"><span class="w-rev__rating" data-score="{0}" aria-label="{0} star review" role="img"></span><span class="w-rev__timestamp" data-content="2024-03-0{0} 14:22:10 UTC">03/1{0}/2024</span>
      <span class="w-rev__badge">Verified</span><span class="w-rev__author">{1}</span></div><div class="w-rev__content"><b class="w-rev__title">Fine</b><div class="w-rev__body"><p>{2}</p></div></div></div>"""
    rows = "".join(row.format(n, PEOPLE[n - 1], WORDS[n - 1]) for n in (1, 2, 3))
    found = read(f'<div class="w-widget"><h2>Customer Reviews</h2><div class="w-widget__reviews">{rows}</div></div>')
    assert [(c.author, c.body) for c in found.comments] == list(zip(PEOPLE[:3], WORDS[:3], strict=True))


def test_points_under_a_heading_are_found_by_their_speakers_alone() -> None:
    people = (*PEOPLE, "Kay R.", "Nils")
    said = (*WORDS, WORDS[0] + " Twice.", WORDS[1] + " Please.")
    rows = "".join(f"<li><h4>{name}</h4><p>{words} {words}</p></li>" for name, words in zip(people, said, strict=True))
    found = read(f"<p>A film.</p><h2>Leserbriefe (7)</h2><ol>{rows}</ol>", "de")
    assert [c.author for c in found.comments] == list(people)


def test_a_label_says_the_mark_of_a_box_that_holds_the_date_too() -> None:
    row = '<div class="feedback-item"><a href="/cook/{0}/"><span class="name">{1}</span></a><div class="stars" aria-label="{0} stars"><svg></svg><svg></svg><span class="date">03/1{0}/2024</span></div><div class="feedback__text">{2}</div></div>'
    found = read(
        '<div id="reviews"><h2>Reviews</h2>' + each(lambda n, name, words: row.format(n, name, words)) + "</div>"
    )
    assert whole(found)
    assert [c.rating.raw for c in found.comments if c.rating] == [f"{n} stars" for n in range(1, 6)]


def test_a_label_without_digits_for_its_scale() -> None:
    row = '<div class="qx"><div class="ab">{1}</div><div class="cd" aria-label="Avaliado com {0} de cinco estrelas" role="img"><span></span></div><span class="ef">1{0} de março de 2024</span><div class="gh">{2}</div><button>Responder</button></div>'
    found = read("<h2>Resenhas</h2><div>" + each(lambda n, name, words: row.format(n, name, words)) + "</div>", "pt")
    assert whole(found)
    assert all(c.rating for c in found.comments)


def test_labelled_lines_of_a_head_are_no_words() -> None:
    rows = "<hr>".join(
        f"<p><b>From:</b> {name} &lt;x{n}@home.example&gt;<br><b>Date:</b> {n + 1} Mar 1998<p>{words}</p>"
        for n, (name, words) in enumerate(zip(PEOPLE, WORDS, strict=True))
    )
    assert [c.body for c in read(f"<h2>Your comments</h2><hr>{rows}<hr>").comments] == list(WORDS)


@pytest.mark.parametrize(
    "mark",
    [
        lambda n: (
            '<div class="stars">'
            + '<i class="material-icons">star</i>' * n
            + '<i class="material-icons">star_border</i>' * (5 - n)
            + "</div>"
        ),
        lambda n: (
            '<div class="star-rating">'
            + '<svg class="star filled"></svg>' * n
            + '<svg class="star"></svg>' * (5 - n)
            + "</div>"
        ),
        lambda n: '<ul class="vote-stars">' + '<li class="active"></li>' * n + "<li></li>" * (5 - n) + "</ul>",
        lambda n: f'<div class="rating"><progress value="{n}" max="5"></progress></div>',
        lambda n: f'<div class="rateit" data-rateit-value="{n}" data-rateit-readonly="true"></div>',
        lambda n: f"<p>Rating: {n}/5</p>",
    ],
    ids=["ligatures", "svg", "points", "progress", "rateit", "said"],
)
def test_marks_are_read_however_they_are_drawn(mark: Callable[[int], str]) -> None:
    row = '<div class="review"><a class="author" href="/user/{0}">{1}</a> <span class="date">March 1{0}, 2024</span>{3}<div class="text">{2}</div></div>'
    found = read('<div id="reviews">' + each(lambda n, name, words: row.format(n, name, words, mark(n))) + "</div>")
    assert whole(found)
    said = [c.rating for c in found.comments]
    read_marks = [
        read_comment_rating(raw=r.raw, value=r.value, best=r.best, markup=r.markup).overall for r in said if r
    ]
    assert [mark and mark.percent for mark in read_marks] == [20, 40, 60, 80, 100]
