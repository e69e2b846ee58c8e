"""What looks like the marks of a rule and is none: words, names, days and counts that stay what they are."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

import pytest

from extract.read import read, read_links
from extract.records import Capture, Extraction

NAMES = ("Mara", "Tom Brink", "ilse_77", "Jean-Luc", "Oksana", "film nerd", "Ann Lee", "Bo")
SAID = (
    "The second act drags, but the storm scene alone is worth the ticket.",
    "I disagree: the second act is where the two sisters finally talk.",
    "Saw it last night with my father. We both liked the ending.",
    "Too long by half an hour, though the music saves it.",
    "Best thing I have seen this year, and I have seen a lot.",
    "The dubbing is awful. Watch it with subtitles or not at all!",
    "Nobody in it behaves as people do, and still it rings true.",
    "We left before the end, and heard the rest from our neighbours.",
)


def row(n: int, body: str | None = None, name: str | None = None, kind: str = "comment") -> str:
    body = f'<div class="text">{SAID[n]}</div>' if body is None else body
    return f'<div class="{kind}" id="c{n}"><b class="author">{name or NAMES[n]}</b> <i class="date">{n + 1} May 2024</i>{body}</div>'


def page(markup: str, url: str = "https://x.test/film/3", heading: str = "<h2>Comments</h2>") -> Extraction:
    return read(Capture(url, f"<html><body>{heading}{markup}</body></html>".encode()))


@pytest.mark.parametrize("box", ['<div class="text"><div class="ellipsis">{}</div></div>', '<p class="dots">{}</p>'])
def test_words_in_a_box_called_ellipsis(box: str) -> None:
    assert [c.body for c in page("".join(row(n, box.format(SAID[n])) for n in range(3))).comments] == list(SAID[:3])


def test_words_in_a_box_called_after_their_writer() -> None:
    rows = "".join(
        f'<div class="item"><div class="user-post"><b>{NAMES[n]}</b> <i>{n + 1} May 2024</i><p>{SAID[n]}</p></div><div class="about">Was this of any use to you, dear reader {n}?</div></div>'
        for n in range(4)
    )
    assert [c.body for c in page(rows).comments] == list(SAID[:4])


@pytest.mark.parametrize("around", ["with-comments", "has-reviews", "no-js-comments", "has-comment"])
def test_a_thread_in_a_box_that_is_said_to_have_comments(around: str) -> None:
    rows = "".join(f"<div><b>{NAMES[n]}</b> <i>{n + 1} May 2024</i><p>{SAID[n]}</p></div>" for n in range(5))
    assert len(page(f'<div class="{around}">{rows}</div>', heading="<h1>F</h1>").comments) == 5


def test_a_last_comment_of_nobody() -> None:
    rows = "".join(row(n) for n in range(5))
    last = f'<div class="comment" id="c9"><div class="text">{SAID[5]}</div></div>'
    assert len(page(rows + last).comments) == 6


def test_a_first_comment_in_a_wrapper_of_its_own() -> None:
    first = row(0, f'<div class="tr"><section><div class="text">{SAID[0]}</div></section></div>')
    fourth = row(3, f'<div class="long"><p class="warning">Long.</p><div class="text">{SAID[3]}</div></div>')
    rows = [first, row(1), row(2), fourth, *(row(n) for n in range(4, 8))]
    assert len(page("".join(rows)).comments) == 8


@pytest.mark.parametrize("url", ["https://x.test/people/ann-lee", "https://x.test/user/mara/guestbook/"])
def test_authors_with_pages_of_their_own_under_a_persons_page(url: str) -> None:
    rows = "".join(
        f'<div class="comment"><a class="author" href="/~{n}">{NAMES[n]}</a> <i class="date">{n + 1} May 2024</i><p>{SAID[n]}</p></div>'
        for n in range(6)
    )
    assert [c.author for c in page(rows, url, "<h1>About her</h1><h2>Comments</h2>").comments] == list(NAMES[:6])


def test_who_is_mentioned_wrote_nothing() -> None:
    head = '<div class="comment"><div class="head">{}<span class="time">{} May 2024</span></div><div class="text">{}</div></div>'
    rows = "".join(head.format(f'<span class="user">{NAMES[n]}</span> ', n + 1, SAID[n]) for n in range(5))
    last = head.format("", 6, 'Agree with <span class="user">@Mara</span>, the lamp in the last shot is from the pier.')
    found = page(rows + last).comments
    assert (found[5].author, found[5].body) == (None, "Agree with @Mara, the lamp in the last shot is from the pier.")


def test_an_advert_beside_words_in_a_place_of_their_own() -> None:
    rows = "".join(row(n) for n in range(5))
    advert = f'<div class="mybody"><p>{SAID[5]} {SAID[6]} {SAID[7]}</p></div><aside><div class="text">Shop here now.</div></aside>'
    assert "Shop here now." not in [c.body for c in page(rows + row(5, advert)).comments]


@pytest.mark.parametrize(
    "heading",
    [
        "Comments on Apollo 13",
        "Comments on Blade Runner 2049",
        "Comments (page 7)",
        "Discussion of episode 12",
        "12 Angry Men",
        "Comments since 2019",
        "Post #12345",
    ],
)
def test_numbers_in_a_heading_that_count_no_comments(heading: str) -> None:
    rows = "".join(row(n) for n in range(5))
    found = page(f'<div id="comments"><h3>{heading}</h3>{rows}</div>', heading="<h1>12 Angry Men</h1>")
    assert (len(found.comments), found.claimed_comments) == (5, None)


@pytest.mark.parametrize(
    "said", ["Seen: <b>15%</b>", "Found helpful by <span>15%</span>", '<span class="progress">50%</span>']
)
def test_shares_that_are_no_ratings(said: str) -> None:
    rows = "".join(row(n, f'<div class="text">{SAID[n]}</div><div>{said}</div>') for n in range(4))
    assert [c.rating for c in page(rows).comments] == [None] * 4


@pytest.mark.parametrize(
    "heading", ["<h2>Search</h2>", "<h2>Menu</h2><h3>The Sea Door</h3>", "<h3 class='reply-title'>Leave a reply</h3>"]
)
def test_headings_of_a_page_without_a_title_line_that_are_no_names(heading: str) -> None:
    assert page("<p>Words.</p>", heading=heading).title.name is None


@pytest.mark.parametrize(
    "said",
    [
        "Founded 1987. Read 400 pages of it in 2 days",
        "The Sea Door, 300 pages. Set in 1850.",
        "My blog has 400 pages and started in 2009",
        "Last updated 3 May 2021 · 400 pages",
        "Bought 03/05/2021, 400 pages read",
    ],
)
def test_years_beside_pages_that_are_of_something_else(said: str) -> None:
    markup = f"<p>{said}</p>"
    assert (
        page(markup, "https://x.test/books/the-sea-door", "<title>The Sea Door</title><h1>The Sea Door</h1>").title.year
        is None
    )


def test_a_price_before_a_day_is_no_clock() -> None:
    rows = "".join(
        f'<div class="comment"><b class="author">{NAMES[n]}</b><i class="date">99.99, {n + 1} May 2024</i><p>{SAID[n]}</p></div>'
        for n in range(4)
    )
    assert [c.posted for c in page(rows).comments] == [f"{n + 1} May 2024" for n in range(4)]


def test_names_whose_brackets_hold_a_handle_or_all_there_is() -> None:
    handles = "".join(row(n, name=f"{NAMES[n]} (@reader{n}x)") for n in range(4))
    guests = "".join(row(n, name=f"Guest ({NAMES[n]})") for n in range(4))
    assert [c.author for c in page(handles).comments] == [f"{NAMES[n]} (@reader{n}x)" for n in range(4)]
    assert "Guest" not in {c.author for c in page(guests).comments}


@pytest.mark.parametrize(
    "said",
    [
        "Message on 9 May 2024 was badly edited",
        "Post your theories: the cut of 12 March 2024 was poorly edited.",
        "Beitrag zum Film vom 3. Mai 2024, schlecht editiert.",
    ],
)
def test_prose_that_ends_in_edited(said: str) -> None:
    rows = "".join(
        row(n, f'<div class="text"><p>{SAID[n]}</p><p>{said if n == 1 else "So it goes."}</p></div>') for n in range(4)
    )
    assert page(rows).comments[1].body == f"{SAID[1]}\n{said}"


def test_the_pager_of_a_page_beside_that_of_its_comments() -> None:
    markup = '<a rel="next" href="?page=2">Next</a><a href="/film/sea/?cpage=2#comments">Older comments</a>'
    found = read_links(Capture("https://x.test/film/sea/", f"<html><body>{markup}".encode())).next_pages
    assert found == ("https://x.test/film/sea/?cpage=2", "https://x.test/film/sea/?page=2")


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (f"<p>Please log in to reply.</p>{row(0)}", None),
        ("<p>No comments yet. You must be logged in to view this page.</p>", "blocked/login"),
        (
            f"<p>Please log in to see this page.</p><ul>{'<li>A page of the menu, and another one</li>' * 20}</ul>",
            "blocked/login",
        ),
    ],
)
def test_what_a_page_asks_to_log_in_for(markup: str, reason: str | None) -> None:
    form = "<form><input name=u><input type=password></form>"
    assert page(form + markup, heading="<h1>The Sea Door</h1>").reason == reason


def test_a_best_mark_inside_a_rating_is_not_its_value() -> None:
    stated = "<span class='rating'>8.1 <span class='best'><b class='value-title' title='10'></b></span></span> <span class='votes'>12</span>"
    rating = page(f"<p class='hreview-aggregate'>{stated}</p>", heading="<title>The Sea Door</title>").title.rating
    assert rating is not None
    assert (rating.value, rating.count) == ("8.1", "12")


def test_square_spacers_are_indents() -> None:
    rows = "".join(
        f'<table class="comment" id="c{n}"><tr><td><img src="/s.gif" width="{w}" height="{w}"></td><td><b class="author">{NAMES[n]}</b> <i class="date">{n + 1} May 2024</i><p>{SAID[n]}</p></td></tr></table>'
        for n, w in enumerate((0, 20, 40, 0))
    )
    assert [c.depth for c in page(rows).comments] == [0, 1, 2, 0]
