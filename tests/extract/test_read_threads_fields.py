"""Single fields of comments on markup of no known software: who wrote it, and what rates it or only counts votes."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

from collections.abc import Callable

from extract.read import read
from extract.records import Capture, RawComment

PEOPLE = ("Mara", "Tom Brink", "ilse_77", "Jean-Luc", "Oksana")


def comments(row: Callable[[int, str], str]) -> list[RawComment]:
    rows = "".join(row(n, name) for n, name in enumerate(PEOPLE))
    page = f"<html lang='en'><body><h1>Harbour Cinema</h1><h2>5 comments</h2><div>{rows}</div></body></html>"
    return list(read(Capture("https://halls.example/12", page.encode())).comments)


def words(name: str) -> str:
    return f"<p class='said'>The hall of {name} was cold, but the film was worth each minute of it.</p>"


def test_numbers_with_a_sign_are_votes_and_no_ratings() -> None:
    found = comments(
        lambda n, name: (
            f"""<div class="comment"><div class="grade score{n}"><a title="Grade: {n - 1}">{n - 1:+}</a></div><a class="user" href="/user/{n}">{name}</a>
            <a class="date" href="#c{n}">{n + 1} March 2024</a>{words(name)}</div>""".replace("+0", "0")
        )
    )
    assert [(c.author, c.rating) for c in found] == [(name, None) for name in PEOPLE]
    assert all(c.body.startswith("The hall of") for c in found)


def test_half_a_star_is_a_label_of_a_rating() -> None:
    labels = ("4 Stars", "½ Star", "5 Stars", "2½ Stars", "½ Star")
    found = comments(
        lambda n, name: (
            f"""<li class="userReview"><span class="mark mark_{n}" title="{labels[n]}"><img class="stars stars_{n}0" alt="{labels[n]}" src="clear.gif"></span>
            <a class="userName" href="/user/{n}">{name}</a>{words(name)}</li>"""
        )
    )
    assert [c.rating.raw for c in found if c.rating is not None] == list(labels)


def test_a_badge_behind_a_linked_name_is_no_part_of_it() -> None:
    found = comments(
        lambda n, name: (
            f"""<div class="comment"><span class="author"><a href="https://{n}.example">{name}</a>{' <span class="mark">House manager</span>' if n in (1, 3) else ""}</span>
            <span class="date">{n + 1} March 2024</span>{words(name)}</div>"""
        )
    )
    assert [c.author for c in found] == list(PEOPLE)


def test_undated_notes_of_two_builds_begin_with_names_that_no_markup_tells() -> None:
    def note(n: int, name: str) -> str:
        who = f'<a rel="nofollow" href="https://{n}.example/">{name}</a>'
        said = f"the hall of {name} was cold, but the film was worth it"
        if n in (1, 3):
            return f'<li class="note passed with_words"><span class="act">{who} passed this on and added:</span><blockquote class="own"><a href="/p/{n}">{said}</a></blockquote></li>'
        return f'<li class="note reply with_words"><span class="act">{who} said: <span class="said_content">{said}</span></span></li>'

    liked = '<li class="note like"><span class="act"><a href="https://other.example/">Bo</a> liked this</span></li>'
    found = comments(lambda n, name: note(n, name) + liked * (n % 3))
    assert [(c.author, c.body) for c in found] == [
        (name, f"the hall of {name} was cold, but the film was worth it") for name in PEOPLE
    ]


def test_a_control_is_no_headline() -> None:
    found = comments(
        lambda n, name: (
            f"""<div class="comment"><a class="user" href="/user/{n}">{name}</a> <span class="date">{n + 1} March 2024</span>
            {words(name)}<div class="act"><b class="headline">Reply</b></div></div>"""
        )
    )
    assert [(c.author, c.headline) for c in found] == [(name, None) for name in PEOPLE]


def test_short_words_in_a_box_of_a_reply_are_no_control() -> None:
    found = comments(
        lambda n, name: (
            f"""<div id="r_{n}" class="cell"><a href="#" onclick="answer({n})"><img src="reply.png" alt="Reply"></a><strong><a href="/member/{n}">{name}</a></strong>
            <span class="ago" title="2024-03-0{n + 1} 10:11:12">{n + 1} hours ago</span>{" <small>2 hearts</small>" if n % 2 else ""}<div class="reply_content">The hall was cold {n}.</div></div>"""
        )
    )
    assert [(c.author, c.body) for c in found] == [(name, f"The hall was cold {n}.") for n, name in enumerate(PEOPLE)]


def test_a_line_that_counts_replies_in_a_box_like_theirs_is_none() -> None:
    head = '<div class="cell"><a href="/tag/halls">halls</a> <span class="gray">5 replies, the last of them by nobody we know • 2024-03-09 10:11:12</span></div>'
    found = comments(
        lambda n, name: (
            f"""{head if n == 0 else ""}<div id="r_{n}" class="cell"><strong><a href="/member/{n}">{name}</a></strong> <span class="ago">2024-03-0{n + 1} 10:11:12</span>{words(name)}<a href="#">Reply</a></div>"""
        )
    )
    assert [c.author for c in found] == list(PEOPLE)


def drawn(lit: int) -> str:
    return "".join(f'<img src="/images/star{int(k < lit)}.gif" width="11">' for k in range(5))


def test_a_question_after_each_review_and_drawn_stars_tell_undated_reviews_of_no_name() -> None:
    rows = "".join(
        f"""<table class="audience"><tr><td><a href="/said/{n}"><b>in short {n}</b></a></td><td>{drawn(n + 1)}</td></tr>
        <tr><td colspan="2"><font>by <a href="/library/user.asp?u={n}"><b>{name}</b></a></font><br><div class="told">The hall of {name} was cold, but the film was worth each minute of it.</div></td></tr>
        <tr><td colspan="2"><a href="#">Was this review by {name} useful to you?</a> <a href="#">Yes</a> | <a href="#">No</a> <b>11%</b></td></tr></table><br>"""
        for n, name in enumerate(PEOPLE)
    )
    page = f"<html lang='en'><body><h1>Harbour Cinema</h1><h2>The audience</h2>{rows}</body></html>"
    found = read(Capture("https://halls.example/12", page.encode())).comments
    assert [(c.author, c.body) for c in found] == [
        (name, f"The hall of {name} was cold, but the film was worth each minute of it.") for name in PEOPLE
    ]
    assert [(c.rating.markup or "").count("star1") for c in found if c.rating is not None] == [1, 2, 3, 4, 5]


def test_the_parts_of_reviews_that_stand_side_by_side_are_no_reviews_of_their_own() -> None:
    rows = "".join(
        f"""<hr><div><small>{n + 3} out of 52 people found the following review useful:</small><br><a href="/user/{n}/"><img src="p.png"></a><h2>Cold {n}</h2>
        <b>Author:</b> <a href="/user/{n}/">{name}</a> <small>from Bergen</small><br><small>{n + 1} March 2024</small></div>{words(name)}
        <div class="yn" id="ynd_{n}"><small>Was the above review useful to you?</small> <a href="/user/login"><img src="/yes.gif" alt="Yes"></a></div>"""
        for n, name in enumerate(PEOPLE)
    )
    page = (
        f"<html lang='en'><body><h1>Harbour Cinema</h1><h2>Reviews</h2><div class='reviews'>{rows}</div></body></html>"
    )
    found = read(Capture("https://halls.example/12", page.encode())).comments
    assert [c.author for c in found] == list(PEOPLE)
    assert [
        c.body.endswith(f"The hall of {name} was cold, but the film was worth each minute of it.")
        for c, name in zip(found, PEOPLE, strict=True)
    ] == [True] * 5


def test_words_in_a_link_to_the_comments_own_page_are_words() -> None:
    rows = "".join(
        f"""<div class="x-b4w"><a title="{name}" class="x-1f9" href="/people/{n}"><div class="x-eld">{name}</div></a><div class="x-31o"><img src="data:," alt="star"><span>{n}.5</span></div>
        <div class="x-4tk"><a class="x-1f9" href="/ko/comments/k{n}x"><div class="x-2oc"><div class="x-yb0">The hall of {name} was cold, but the film was worth it.</div></div></a></div><em>{n * 31}</em></div>"""
        for n, name in enumerate(PEOPLE)
    )
    page = f"<html lang='ko'><body><h1>Harbour Cinema</h1><h2>코멘트 <span>812</span></h2><div class='x-13j'>{rows}</div></body></html>"
    found = read(Capture("https://halls.example/12", page.encode())).comments
    assert [(c.author, c.body) for c in found] == [
        (name, f"The hall of {name} was cold, but the film was worth it.") for name in PEOPLE
    ]


def test_links_to_reviews_of_other_titles_by_their_headlines_are_no_comments() -> None:
    rows = "".join(
        f"""<div class="x-b4w"><a title="{name}" class="x-1f9" href="/people/{n}"><div>{name}</div></a><div class="x-4tk"><a href="/reviews/the-cold-hall-of-{n}"><div class="x-2oc">The hall of {name} was cold, but the film was worth it.</div></a></div></div>"""
        for n, name in enumerate(PEOPLE)
    )
    page = f"<html lang='en'><body><h1>Harbour Cinema</h1><div class='x-13j'>{rows}</div></body></html>"
    assert not read(Capture("https://halls.example/12", page.encode())).comments


def test_the_subject_in_an_opening_post_is_its_headline_and_not_its_words() -> None:
    def subject(n: int) -> str:
        return '<div class="subject"><h2 class="message-subject">Cold halls</h2></div>' if n == 0 else ""

    found = comments(
        lambda n, name: (
            f"""<div class="comment" id="m{n}"><a class="user" href="/user/{n}">{name}</a> <span class="date">{n + 1} March 2024</span>
            <div class="row">{subject(n)}<div class="message-body" itemprop="text">{words(name)}</div></div><a href="#">Reply</a></div>"""
        )
    )
    assert [c.headline for c in found] == ["Cold halls", None, None, None, None]
    assert all(c.body.startswith("The hall of") for c in found)
