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


@pytest.mark.parametrize(
    "row",
    [
        "<div class=comment><a href='/user/1'>{name}</a> wrote on <span class=date>{day} May 2023</span> {words}</div>",
        "<div class=comment><b>{name}</b> from London <small>{day} May 2023</small> {words}</div>",
    ],
)
def test_words_of_a_byline_are_not_the_comments(row: str) -> None:
    rows = "".join(row.format(name=NAMES[n], day=n + 1, words=SAID[n]) for n in range(6))
    assert [c.body for c in page(f"<div id=comments>{rows}</div>").comments] == list(SAID[:6])


@pytest.mark.parametrize(
    "row",
    [
        "<div class=box><h3>Server note {n}</h3><p class=small>Posted by {name} on {n} May 2023</p><p>{words}</p></div>",
        "<li><b>Tip {n}</b><br>{words}<br><i>Submitted by {name}, {n} May 2023</i></li>",
    ],
)
def test_news_and_tips_that_say_who_wrote_them_are_no_thread(row: str) -> None:
    rows = "".join(row.format(n=n + 1, name=NAMES[n], words=SAID[n]) for n in range(6))
    assert page(f"<div>{rows}</div>", heading="<h1>Guild</h1>").comments == ()


def test_words_that_only_beside_numbers_tell_a_time() -> None:
    titles = ("Un film che fa riflettere", "Bello", "Una cosa che fa paura", "Lento", "Mai visto", "Così così")
    rows = "".join(
        f"<div class=review><h4 class=title>{title}</h4><span class=author>{NAMES[n]}</span><p>{SAID[n]}</p></div>"
        for n, title in enumerate(titles)
    )
    said = ("En tiedä sitten", *SAID[1:5], "En tiedä sitten yhtään")
    finnish = "".join(f"<div class=comment><b>{NAMES[n]}</b><p>{words}</p></div>" for n, words in enumerate(said))
    assert [c.posted for c in page(rows, heading="<h2>Recensioni</h2>").comments] == [None] * 6
    assert len(page(finnish).comments) == 6


@pytest.mark.parametrize(
    "said",
    [
        "Please log in to view the reviews of this film.",
        "Please log in to post. Please log in to view this topic, it is for members.",
    ],
)
def test_a_wall_before_what_others_wrote(said: str) -> None:
    form = "<form><input name=u><input type=password></form>"
    assert page(form + f"<p>{said}</p>", heading="<h1>Film Board</h1>").reason == "blocked/login"


@pytest.mark.parametrize(
    "heading", ["<h3>4.7 average rating</h3>", "<div class=review><h4>10 years later</h4><p>A film.</p></div>"]
)
def test_numbers_at_the_head_of_reviews_that_count_none(heading: str) -> None:
    rows = "".join(row(n, kind="review") for n in range(4))
    assert page(f"<div id=reviews>{heading}{rows}</div>", heading="<h2>Reviews</h2>").claimed_comments is None


@pytest.mark.parametrize(
    "foot",
    ["<div class=likes>Liked by {}</div>", "<div class=reply-to>In reply to {}</div>", "<div>Last edited by {}</div>"],
)
def test_who_liked_edited_or_was_answered_is_not_the_author(foot: str) -> None:
    def user(name: str) -> str:
        return f'<a class=username href="/u/{len(name)}">{name}</a>'

    def item(n: int, head: str, foot: str) -> str:
        return f"<div class=comment id=c{n}><div class=head>{head} <i class=date>{n + 1} May 2024</i></div><p class=text>{SAID[n]}</p>{foot}</div>"

    rows = "".join(item(n, user(NAMES[n]), "") for n in range(5))
    found = page(rows + item(5, "<span class=guest>Guest</span>", foot.format(user("Bob")))).comments
    assert found[5].author != "Bob"


def test_other_books_imprints_say_nothing() -> None:
    books = "<ul><li><a>Low Water</a><br>Harbour Press, 2012, 400 pages</li><li><a>High Water</a><br>Harbour Press, 2015, 300 pages</li></ul>"
    head = "<meta property=og:type content=book><title>The Sea Door</title><h1>The Sea Door</h1>"
    assert (
        page(f"<h3>Other books by this author</h3>{books}", "https://x.test/books/the-sea-door", head).title.year
        is None
    )


def test_a_share_with_a_label_of_its_own_is_no_rating() -> None:
    rows = "".join(
        f"<div class=post id=p{n}><table class=user><tr><td class=author>{NAMES[n]}</td></tr><tr><td>Posts</td><td>7</td></tr><tr><td>Warning level</td><td>{n}0%</td></tr></table><i class=date>{n + 1} May 2024</i><div class=text>{SAID[n]}</div></div>"
        for n in range(5)
    )
    assert [c.rating for c in page(rows).comments] == [None] * 5


def test_a_folded_card_of_the_writer_is_no_rest_of_the_words() -> None:
    rows = "".join(
        f"<div class=comment><b class=author>{NAMES[n]}</b> <i class=date>{n + 1} May 2024</i><br>{SAID[n]} <span class=card style='display:none'><a class=author>{NAMES[n]}</a> Member since 2009, 14 reviews</span></div>"
        for n in range(5)
    )
    assert [c.body for c in page(rows).comments] == list(SAID[:5])


def test_a_mark_before_a_day_is_no_clock() -> None:
    rows = "".join(
        f"<div class=review><p class=head>{NAMES[n]} rated it 4.25 on {n + 1} May 2023</p><p>{SAID[n]}</p></div>"
        for n in range(5)
    )
    assert [c.posted for c in page(rows).comments] == [f"{n + 1} May 2023" for n in range(5)]


def test_a_comments_headline_names_no_page() -> None:
    rows = "".join(
        f"<div class=comment><h3 class=title>Great film {n}</h3><b class=author>{NAMES[n]}</b><p>{SAID[n]}</p></div>"
        for n in range(4)
    )
    assert (
        page(f"<div id=comments>{rows}</div>", heading="<h1>Site of Films</h1><h1>The Last Ferry</h1>").title.name
        is None
    )


def test_somebody_who_cannot_log_in() -> None:
    last = '<div class="comment" id="c9"><div class="text">I cannot log in any more, what happened?</div></div>'
    assert len(page("".join(row(n) for n in range(5)) + last).comments) == 6
