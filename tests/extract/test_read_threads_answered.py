"""Answers of owners and others inside the boxes of reviews, in markup of their own."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

import pytest

from extract.read import read
from extract.records import Capture, RawComment

PEOPLE = ("Mara", "Tom Brink", "ilse_77", "Jean-Luc", "Oksana")
SAID = "Thank you for coming; the heating in hall two is mended since."


def comments(answer: str, only: tuple[str, ...] = ("Tom Brink", "Oksana")) -> list[RawComment]:
    rows = "".join(
        f"""<div class="rv"><div class="rv-who"><a href="/user/{n}">{name}</a></div><span class="rv-when">{n + 1} March 2024</span>
        <p class="rv-said">The hall of {name} was cold, but the film was worth each minute of it.</p>
        <button>Helpful</button>{answer if name in only else ""}</div>"""
        for n, name in enumerate(PEOPLE)
    )
    page = (
        f"<html lang='en'><body><h1>Harbour Cinema</h1><h2>5 reviews</h2><div class='list'>{rows}</div></body></html>"
    )
    return list(read(Capture("https://halls.example/12", page.encode())).comments)


@pytest.mark.parametrize(
    ("answer", "author", "posted"),
    [
        (
            f'<div class="mgrRspn"><div class="head">Harbour Team, manager at Harbour Cinema, responded to this review<span class="day" title="9 April 2024">9 April 2024</span></div><div><p>{SAID}</p></div></div>',
            "Harbour Team",
            "9 April 2024",
        ),
        (
            f'<div class="x1"><svg></svg><div class="x2"><div class="replyHeader"><p class="x3">Odpowiedź: Kino Latarnia</p><time datetime="2024-04-09">9 kwi 2024</time></div><p class="x4">{SAID}</p></div></div>',
            "Kino Latarnia",
            "9 kwi 2024",
        ),
        (
            f'<div class="c1"><div class="c2"><div class="c3"><div><img src="/5.jpg" alt=""></div><div><p class="c4">Ilse Maarten</p><p class="c5">Business Owner</p></div></div><div><p class="c5">9 April 2024</p></div><div><p class="c6">{SAID}</p></div></div></div>',
            "Ilse Maarten",
            "9 April 2024",
        ),
        (
            f'<div class="c1"><div class="c2"><h6 class="c3-heading">Harbour Films</h6><span class="c4">Penjual</span><p class="c5">3 minggu lalu</p></div><p class="c6-heading">{SAID}</p></div>',
            "Harbour Films",
            "3 minggu lalu",
        ),
        (
            f'<div class="owner-response"><b>Response from Harbour Cinema</b><p>{SAID}</p></div>',
            "Harbour Cinema",
            None,
        ),
        (
            f'<div data-reply-id="r1"><div><div class="tw1">Parcelbird replied</div><div class="tw2">March 9, 2024</div></div><div><p>{SAID}</p></div></div>',
            "Parcelbird",
            "March 9, 2024",
        ),
        (
            f'<div class="c1"><button>Hide reply</button><div><div><span class="name">Harbour Cinema</span> <i>Seller</i></div><p>9 April 2024</p><p data-testid="lblSellerReply">{SAID}</p></div></div>',
            "Harbour Cinema",
            "9 April 2024",
        ),
    ],
)
def test_an_owners_answer_is_an_answer_to_its_review(answer: str, author: str, posted: str | None) -> None:
    found = comments(answer)
    assert [c.author for c in found] == ["Mara", "Tom Brink", author, "ilse_77", "Jean-Luc", "Oksana", author]
    answers = [c for c in found if c.author == author]
    assert [(c.body, c.posted, c.depth) for c in answers] == [(SAID, posted, 1)] * 2
    by_key = {c.key: c for c in found}
    assert [by_key[c.parent].author for c in answers if c.parent is not None] == ["Tom Brink", "Oksana"]
    assert all("mended" not in c.body for c in found if c.author != author)


@pytest.mark.parametrize(
    "part",
    [
        '<div class="reply-form"><b>Reply to this review</b><textarea></textarea><p>Please keep to the rules of the house.</p></div>',
        '<div class="reply-link"><a href="#">Reply</a> <a href="#">Report this review</a></div>',
        '<blockquote class="reply-quote"><b>Response from the box office:</b> we have not heard of it so far.</blockquote>',
    ],
)
def test_what_is_no_answer(part: str) -> None:
    assert [c.author for c in comments(part)] == list(PEOPLE)


def test_words_of_comments_that_are_called_responses_are_the_comments() -> None:
    rows = "".join(
        f"""<div class="answer-box"><b class="who">{name}</b> <i class="when">{n + 1} March 2024</i>
        <div class="response-words"><p>The hall of {name} was cold, but the film was worth each minute.</p></div></div>"""
        for n, name in enumerate(PEOPLE)
    )
    page = f"<html><body><h1>Harbour</h1><h2>5 comments</h2><div>{rows}</div></body></html>"
    found = read(Capture("https://halls.example/12", page.encode())).comments
    assert [(c.author, c.depth) for c in found] == [(name, 0) for name in PEOPLE]
    assert all(c.body.startswith("The hall of") for c in found)


def test_an_answer_in_a_box_of_its_own_behind_its_review() -> None:
    rows = "".join(
        f"""<div class="single-review"><div class="review-head"><a class="author-name" href="/people/{n}">{name}</a> <span class="review-date">{n + 1} March 2024</span></div>
        <div class="review-words">The map of {name} is old, but it never lied to me on the road.</div></div>"""
        + (
            f'<div class="developer-reply"><div class="review-head"><span class="author-name">Wayside Ltd.</span> <span class="review-date">9 April 2024</span></div> {SAID} </div>'
            if n == 1
            else ""
        )
        for n, name in enumerate(PEOPLE)
    )
    page = f"<html lang='en'><body><h1>Wayside maps</h1><h2>Reviews</h2><div class='all'>{rows}</div></body></html>"
    found = read(Capture("https://maps.example/12", page.encode())).comments
    assert [(c.author, c.depth) for c in found] == [
        ("Mara", 0),
        ("Tom Brink", 0),
        ("Wayside Ltd.", 1),
        ("ilse_77", 0),
        ("Jean-Luc", 0),
        ("Oksana", 0),
    ]
    assert found[2].body == SAID
    assert found[2].parent == found[1].key


def test_several_answers_in_one_box() -> None:
    def each(name: str) -> str:
        return f'<div class="row reply-row"><p><b>{name}</b> <i>9 April 2024</i></p><p class="reply-said">{SAID} {name}</p></div>'

    found = comments(f'<div class="row-replies">{each("Harbour Cinema")}{each("Tom Brink")}</div>', ("Tom Brink",))
    assert [(c.author, c.depth) for c in found] == [
        ("Mara", 0),
        ("Tom Brink", 0),
        ("Harbour Cinema", 1),
        ("Tom Brink", 1),
        ("ilse_77", 0),
        ("Jean-Luc", 0),
        ("Oksana", 0),
    ]
    assert [c.body for c in found if c.depth] == [f"{SAID} Harbour Cinema", f"{SAID} Tom Brink"]


def test_an_answer_in_no_box_of_its_own_begins_with_the_line_that_says_so() -> None:
    rows = "".join(
        f"""<div class="customer-review"><div class="who"><span class="name">{name}</span>, <time datetime="2024-03-0{n + 1}">{n + 1} March 2024</time></div>
        <blockquote class="words"><p>The map of {name} is old, but it never lied to me on the road.</p></blockquote>"""
        + (
            f'<h3 class="title">Developer response</h3><time datetime="2024-04-09">9 April 2024</time><blockquote class="words"><p>{SAID}</p></blockquote>'
            if n in (1, 3)
            else ""
        )
        + "<button>Helpful</button></div>"
        for n, name in enumerate(PEOPLE)
    )
    page = f"<html lang='en'><body><h1>Wayside maps</h1><h2>Reviews</h2><div class='all'>{rows}</div></body></html>"
    found = read(Capture("https://maps.example/12", page.encode())).comments
    answers = [c for c in found if c.depth]
    assert [c.author for c in found if not c.depth] == list(PEOPLE)
    assert [(c.author, c.body, c.posted) for c in answers] == [(None, SAID, "9 April 2024")] * 2
    by_key = {c.key: c for c in found}
    assert [by_key[c.parent].author for c in answers if c.parent is not None] == ["Tom Brink", "Jean-Luc"]
    assert all(SAID not in c.body for c in found if not c.depth)


def test_a_badge_of_who_wrote_a_comment_begins_no_answer() -> None:
    mark = "<div class='c1'><div><span>Ilse Maarten</span><i>Owner</i></div></div>"
    found = comments(mark)
    assert [(c.author, c.depth) for c in found] == [(name, 0) for name in PEOPLE]


def signed(line: str, words: str = SAID) -> str:
    return f'<div class="reply-words">{words}<br><p>{line}</p></div>'


@pytest.mark.parametrize("only", [("Tom Brink", "Oksana"), PEOPLE])
@pytest.mark.parametrize(
    ("line", "author"),
    [
        ('<a href="/house">海港電影院</a> 於 2024/04/09 14:25 回覆', "海港電影院"),
        ("Harbour Cinema replied on 9 April 2024", "Harbour Cinema"),
    ],
)
def test_an_answer_whose_last_line_says_who_answered_when(line: str, author: str, only: tuple[str, ...]) -> None:
    found = comments(signed(line), only)
    assert [(c.author, c.depth, c.body) for c in found if c.depth] == [(author, 1, SAID)] * len(only)
    assert [c.author for c in found if not c.depth] == list(PEOPLE)
    assert all("mended" not in c.body for c in found if not c.depth)


def test_a_last_line_under_a_comments_own_words_is_no_answers() -> None:
    rows = "".join(
        f"""<div class="rv"><a class="user" href="/user/{n}">{name}</a><div class="reply-words">The hall of {name} was cold, but the film was worth each minute.
        <p>{name} on {n + 1} March 2024 <a href="?answer={n}">Reply</a></p></div></div>"""
        for n, name in enumerate(PEOPLE)
    )
    page = f"<html lang='en'><body><h1>Harbour</h1><h2>5 comments</h2><div>{rows}</div></body></html>"
    found = read(Capture("https://halls.example/12", page.encode())).comments
    assert [(c.author, c.depth) for c in found] == [(name, 0) for name in PEOPLE]
    assert all(c.body.startswith("The hall of") for c in found)


@pytest.mark.parametrize(
    ("foot", "posted"),
    [
        ('<a href="/user/9">Harbour Cinema</a> on 9 April 2024 replied', "9 April 2024"),
        ("Harbour Cinema, Antwort am 9.4.2024", "9.4.2024"),
        ('<a href="/user/9">Harbour Cinema</a> 於 2024/04/09 14:25 回覆', "2024/04/09 14:25"),
    ],
)
def test_a_short_answer_whose_last_line_says_who_answered_when(foot: str, posted: str) -> None:
    found = comments(f'<div class="rv-reply-text">Thank you!<br><p>{foot}</p></div>')
    answers = [c for c in found if c.depth]
    assert [(c.author, c.body) for c in answers] == [("Harbour Cinema", "Thank you!")] * 2
    assert all(c.posted is not None and posted in c.posted for c in answers)
    assert [c.author for c in found if not c.depth] == list(PEOPLE)
    assert all("Thank you!" not in c.body for c in found if not c.depth)


def test_a_box_of_a_comments_own_words_that_ends_in_a_day_is_no_answer() -> None:
    found = comments('<div class="rv-reply-text">Thank you!<br><p>Seen on 9 April 2024</p></div>')
    assert [(c.author, c.depth) for c in found] == [(name, 0) for name in PEOPLE]


def test_an_undated_answer_of_a_role_is_nobodys_by_name_and_its_controls_are_no_rating() -> None:
    head = '<div class="q1">phản hồi của Người bán</div>'
    likes = '<div class="rv-rating__like-button"><svg></svg></div><div class="rv-rating__like-count">1</div>'
    rows = "".join(
        f"""<div class="review"><div class="author">{name}</div><time>{n + 1} March 2024</time><p>The hall of {name} was cold.</p>
        <div class="q0">{head}<div class="q2">{SAID}</div></div><div class="rv-rating__actions"><div>{likes}</div><div><u>Report</u></div></div></div>"""
        for n, name in enumerate(PEOPLE)
    )
    page = f"<html><body><h1>Harbour</h1><h2>5 reviews</h2><div>{rows}</div></body></html>"
    found = read(Capture("https://halls.example/12", page.encode())).comments
    assert [(c.author, c.depth, c.rating) for c in found] == [
        part for name in PEOPLE for part in ((name, 0, None), (None, 1, None))
    ]
    assert [c.body for c in found[1::2]] == [SAID] * len(PEOPLE)


def test_a_shops_answer_whose_head_is_a_link_and_a_day() -> None:
    """What the head holds besides is its day, and no words; what the shop says is no name."""
    said = ("亲！谢谢！期待您的下次光临！", "我们会继续努力，做到最好！", "亲，谢谢！可能是个人口味吧。")
    rows = "".join(
        f'<li class="comment-item"><a class="name" href="/member/{n}">读者{n}</a><div class="content"><p class="desc">这家店的火锅很好吃，服务也不错，下次还会再来的，推荐给大家第{n}次。</p><span class="time">2024-07-2{n} 19:13</span>'
        f'<div class="follows"><p class="follows-title"><a class="unfold">商家回应</a> <span class="date">2024-07-30 21:13:0{n}</span></p><p class="desc Hide">{words}</p></div></div></li>'
        for n, words in enumerate(said)
    )
    page = f'<html lang="zh"><h1>麓苑轩</h1><h2>评论 (3)</h2><ul class="comment-list">{rows}</ul></html>'
    found = read(Capture("https://shop.example/3", page.encode())).comments
    assert [(c.author, c.depth) for c in found] == [
        (f"读者{n}" if not depth else None, depth) for n in range(3) for depth in (0, 1)
    ]
    assert [c.body for c in found if c.depth] == list(said)
