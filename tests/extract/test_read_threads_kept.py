"""Words of a comment that look like a page's own, or like another person's, and stay where they were written."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

import pytest

from extract.read import read
from extract.read.threads.rated import reading_of
from extract.records import Capture, Extraction
from tests.extract.people import LONG, PEOPLE, WORDS, each

AFTER = "After that the refund took a week, and nobody told us why."


def page(extra: str, who: str = "Tom Brink") -> Extraction:
    def row(name: str, words: str, day: str, shown: str) -> str:
        more = extra if name == who else ""
        return f'<div class="review"><a class="author" href="/user/{len(name)}">{name}</a> <i class="date">{shown}</i><div class="text"><p>{words}</p>{more}</div></div>'

    return read(
        Capture("https://halls.example/3", f"<h1>Harbour</h1><h2>6 reviews</h2><div>{each(row)}</div>".encode())
    )


@pytest.mark.parametrize(
    ("extra", "kept"),
    [
        (f"<p>I wrote to them and they responded on 3 May 2024.</p><p>{AFTER}</p>", AFTER),
        (f"<p>Hotel odpowiedział 3 maja 2024</p><p>{AFTER}</p>", AFTER),
        (f"<p>Ответ пришёл 3 мая 2024</p><p>{AFTER}</p>", AFTER),
        (f"<p>Antwort: keine, Stand 4. Mai 2024</p><p>{AFTER}</p>", AFTER),
        (f"<p>They responded on 3 May 2024.<br>{AFTER}</p>", AFTER),
        (f'<div class="table-responsive"><table><tr><td>4 May 2024</td><td>{AFTER}</td></tr></table></div>', AFTER),
        (f'<div class="embed-responsive">Filmed on 4 May 2024. {AFTER}</div>', AFTER),
        (f'<div class="question-answer">Recommend it? Yes, since 4 May 2024. {AFTER}</div>', AFTER),
        (f'<p>{AFTER} <span class="tag">#drama</span></p>', AFTER),
        ('<p>Pros: <span class="pill">clean rooms</span></p>', "clean rooms"),
        (f"<p>____________</p><p>{AFTER}</p>", AFTER),
        (
            '<p class="h5">Ann came to the house by night.</p><p>So it begins, and so it ends.</p>',
            "Ann came to the house",
        ),
    ],
)
def test_words_that_stay_in_their_comment(extra: str, kept: str) -> None:
    found = page(extra).comments
    assert [c.author for c in found] == list(PEOPLE)
    assert [kept in c.body for c in found] == [name == "Tom Brink" for name in PEOPLE]


def test_numbers_that_begin_sentences_stay() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        return f'<div class="comment"><b class="author">{name}</b><i class="date">{shown}</i><p>{2019 + PEOPLE.index(name)} was when {name} came to the harbour.</p></div>'

    found = read(Capture("https://halls.example/3", f"<h2>Comments</h2>{each(row)}".encode())).comments
    assert [c.body[:8] for c in found] == [f"{2019 + n} was" for n in range(6)]


def test_stars_that_a_label_says_count_beside_a_members_level() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        return f'<div class="review"><span class="author">{name}</span> <span class="user-level">Level 4</span> <span class="stars" title="3 of 5 stars" aria-label="3 of 5 stars"></span><i class="date">{shown}</i><p>{words}</p></div>'

    found = read(Capture("https://halls.example/3", f"<h2>Reviews</h2>{each(row)}".encode())).comments
    assert [c.rating is not None for c in found] == [True] * 6


@pytest.mark.parametrize(
    "menu",
    [
        '<ul><li><a href="/c"><b>Reviews</b></a></li></ul>',
        "<p><b>Discussion</b> of the week</p>",
        '<p><b>Comments</b> <a href="/">Home</a></p>',
    ],
)
def test_bold_words_of_menus_and_sentences_head_no_thread(menu: str) -> None:
    rows = "".join(
        f'<div><a href="/a/{n}">{name}</a> <i>{day}</i><p>{words} {words}</p></div>'
        for n, (name, words, day) in enumerate(zip(PEOPLE, WORDS, LONG, strict=True))
    )
    assert read(Capture("https://halls.example/", f"{menu}<section>{rows}</section>".encode())).comments == ()


@pytest.mark.parametrize("part", ["<p>Answer: word</p>" * 8_000, "<div class='reply'>" * 200 + "x" + "</div>" * 200])
def test_many_heads_of_answers_cost_no_page_its_time(part: str) -> None:
    rows = "".join(
        f'<div class="review"><a class="author" href="/user/{n}">{name}</a> <i class="date">{LONG[n]}</i><p>{WORDS[n]}</p>{part}</div>'
        for n, name in enumerate(PEOPLE[:3])
    )
    found = read(Capture("https://halls.example/3", f"<h2>3 reviews</h2>{rows}".encode()))
    assert (found.rejects, len(found.comments)) == ((), 3)


def test_names_in_two_plain_elements_and_masked_addresses() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        by = "<a href='/user/1'>Ann</a> <span>Bell</span>" if name in PEOPLE[::3] else f"<a href='/user/2'>{name}</a>"
        return f'<div class="comment"><div class="author">{by}</div><i class="date">{shown}</i><p>{words}</p></div>'

    found = read(Capture("https://halls.example/3", f"<h2>Comments</h2>{each(row)}".encode())).comments
    assert [c.author for c in found] == ["Ann Bell", *PEOPLE[1:3], "Ann Bell", *PEOPLE[4:]]

    def masked(name: str, words: str, day: str, shown: str) -> str:
        return f'<div class="comment"><div class="author">10.0.{len(name)}.x</div><i class="date">{shown}</i><p>{words}</p></div>'

    found = read(Capture("https://halls.example/3", f"<h2>Comments</h2>{each(masked)}".encode())).comments
    assert [c.author for c in found] == [None] * 6


def test_words_in_a_box_that_can_be_folded_away() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        return f'<li><div class="Review"><a href="/user/{len(name)}">{name}</a>, <a title="{shown}" href="#r">{shown}</a><section class="ShowMoreCard Review-body"><div class="ShowMoreCard-contents"><div>{words}</div></div><a class="ShowMoreCard-link">Read more</a></section></div></li>'

    found = read(Capture("https://halls.example/3", f"<h2>Reviews</h2><ul>{each(row)}</ul>".encode())).comments
    assert [c.body for c in found] == list(WORDS)


def test_the_folded_rest_of_a_text_that_ends_with_a_mark() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        rest = f"{' '.join(reversed(words.split()))}. All in all, {name} is glad to have gone, whatever the weather was. Story: 4/5"
        return f"""<div class="review"><b class="who">{name}</b> <i>{shown}</i><div class="review-text">{words} And so on<span class="dots">... </span>
        <span class="morelink">more&gt;&gt;</span><span style="display:none"> {rest}<span class="morelink"> &lt;&lt;less</span></span></div></div>"""

    found = read(Capture("https://halls.example/3", f"<h2>Reviews</h2>{each(row)}".encode())).comments
    assert [c.author for c in found] == list(PEOPLE)
    assert all(c.body.startswith(words) for c, words in zip(found, WORDS, strict=True))
    assert all("is glad to have gone, whatever the weather was." in c.body for c in found)


def test_a_linked_title_inside_a_sentence_is_no_headline() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        linked = (
            'I had to see <a class="titre1" href="/film/1">The Sea Door</a>, they said. ' if name in PEOPLE[:3] else ""
        )
        return (
            f'<div class="review"><b class="who">{name}</b> <i>{shown}</i><div class="text">{linked}{words}</div></div>'
        )

    found = read(Capture("https://halls.example/3", f"<h2>Reviews</h2>{each(row)}".encode())).comments
    assert [(c.headline, c.body) for c in found] == [
        (None, f"I had to see The Sea Door, they said. {words}" if n < 3 else words) for n, words in enumerate(WORDS)
    ]


def test_a_name_behind_by_in_the_line_of_the_day_and_counts_on_buttons() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        return f'<div class="review"><h3>{words[:14]} and all</h3><p class="time">17 May 2024 by <a href="#"> {name}</a></p><p>{words}</p><div class="rate"><button>{len(words)}</button><button>{len(name)}</button></div></div>'

    found = read(Capture("https://halls.example/3", f"<h2>Reviews</h2>{each(row)}".encode())).comments
    assert [(c.author, c.rating, c.body.split("\n")[-1]) for c in found] == [
        (name, None, words) for name, words in zip(PEOPLE, WORDS, strict=True)
    ]


def test_a_stated_mark_in_a_line_called_login_and_a_toggle_known_for_repeats() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        stated = '<span itemprop="reviewRating" itemscope itemtype="http://schema.org/Rating"><meta itemprop="ratingValue" content="4"><meta itemprop="bestRating" content="5"></span>'
        return f'<div class="review"><div class="head_login"><a href="/user/{len(name)}">{name}</a> {stated}</div><i>{shown}</i><div class="text">{words}<br><a href="#">Развернуть</a></div></div>'

    found = read(Capture("https://halls.example/3", f"<h2>Reviews</h2>{each(row)}".encode())).comments
    assert [(c.author, c.rating.value if c.rating else None, c.body) for c in found] == [
        (name, "4", words) for name, words in zip(PEOPLE, WORDS, strict=True)
    ]


def test_a_folded_rest_of_few_words_is_read_though_its_control_lies_in_it() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        rest = '<span class="dots">... </span><span class="morelink" onclick="more(this)">more&gt;&gt;</span><span style="display:none"> once more. Quality: 4/5<span class="morelink" onclick="less(this)"> &lt;&lt;less</span></span>'
        return f'<div class="review"><div class="who"><a class="author" href="/user/{day}">{name}</a></div> <i class="date">{shown}</i><div class="text">{words} I would go{rest if name == "Oksana" else ""}</div></div>'

    found = read(Capture("https://halls.example/3", f"<h2>Reviews</h2>{each(row)}".encode())).comments
    assert found[4].body == f"{WORDS[4]} I would go once more. Quality: 4/5"
    assert [c.body for c in found[:4]] == [f"{words} I would go" for words in WORDS[:4]]


REPLIES = (
    '<div class="reply" id="post_{n}"><small><a href="#post_{n}">#{n}</a> - 2024-5-{n} 10:50</small><div class="inner"><span class="userInfo"><a href="/user/{n}">{name}</a> <a href="#">回复</a> <span class="tip">({motto})</span></span><div class="reply_content"><div class="message">{words}{inner}</div></div></div></div>',
    '<div class="sub_reply" id="post_{n}"><small><a href="#post_{n}">#{n}</a> - 2024-5-{n} 11:05</small><div class="inner"><strong class="userName"><a href="/user/{n}">{name}</a></strong> <a href="#">回复</a> <div class="cmt_sub_content">{words}</div></div></div>',
)


def test_a_thread_of_three_builds_is_read_whole_but_for_what_opened_it() -> None:
    """Short words in a box named for them count more than a longer motto beside the name."""
    under = "".join(
        REPLIES[1].format(n=n, name=name, words=words)
        for n, name, words in (
            (13, "咔鸟", "小圣杯"),
            (14, "brad", "新手表啊"),
            (15, "伯爵", "小手"),
            (16, "太空人", "新设备"),
        )
    )
    first = REPLIES[0].format(n=12, name="valar", motto="多言数穷不如守中的暗红尘霎时雪亮", words="这是啥", inner=under)
    later = "".join(
        REPLIES[0].format(n=n, name=name, motto=motto, words=words, inner="")
        for n, name, motto, words in (
            (17, "加藤", "春光一阵冰凉的暗红尘霎时雪亮", "清心寡欲"),
            (18, "氏", "多言数穷不如守中吧春光一阵", "顶一下"),
        )
    )
    opening = '<div class="postTopic" id="post_11"><small>#1 - 2024-5-11 04:27</small> <a class="avatar" href="/user/11"></a><div class="topic_content">最近因为工作原因挺需要群聊天的，没有啥要求，最好有同一个手游，没有也无所谓！</div></div>'
    page = f'<html lang="zh"><h1>来推群啦</h1>{opening}<div id="comment_list">{first}{later}</div></html>'
    found = read(Capture("https://halls.example/topic/3", page.encode())).comments
    assert [(c.author, c.body, c.depth) for c in found] == [
        ("valar", "这是啥", 0), ("咔鸟", "小圣杯", 1), ("brad", "新手表啊", 1), ("伯爵", "小手", 1), ("太空人", "新设备", 1), ("加藤", "清心寡欲", 0), ("氏", "顶一下", 0),
    ]  # fmt: skip


def test_what_a_link_says_of_reporting_is_no_author() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        return f'<div class="post"><div class="head"><a href="/monprofil.php?id_user={day}"><img alt="" src="/u.jpg"></a><div><a href="/monprofil.php?id_user={day}" class="lien">{name}</a></div><span class="gris">{shown}</span><div class="menu"><a href="/signaler_abus.php?id={day}">Signaler ce contenu</a></div></div><div class="text">{words}</div></div>'

    found = read(Capture("https://halls.example/3", f"<h2>Citations</h2>{each(row, 2)}".encode())).comments
    assert [c.author for c in found] == list(PEOPLE[:2])


def test_an_image_that_waits_for_a_portrait_is_no_indent() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        side = 35 if len(name) % 2 else 16
        return f'<dt class="comment-author" id="c{day}"><a href="/user/{day}"><img src="/img/blank.gif" width="{side}" height="{side}" alt=""></a> <a href="/user/{day}">{name}</a> said...</dt><dd class="comment-body"><p>{words}</p></dd><dd class="comment-footer"><a href="#c{day}">{shown}</a></dd>'

    found = read(Capture("https://halls.example/3", f"<h2>Comments</h2><dl>{each(row)}</dl>".encode())).comments
    assert [(c.author, c.depth) for c in found] == [(name, 0) for name in PEOPLE]


def test_who_liked_a_page_wrote_nothing() -> None:
    likes = "".join(
        f'<li class="p-like h-cite"><a href="/u/{n}#liked-by-{n}" class="u-url"><span class="p-author h-card"><img class="u-photo" src="/{n}.jpg"><a class="p-name u-url" href="https://photos.example/{n}">{name}</a></span></a></li>'
        for n, name in enumerate(PEOPLE)
    )
    page = f'<li class="h-entry post-entry"><div class="content-area has-responses"><div class="e-content">Harbour, evening.</div><time class="dt-published" datetime="2024-03-05">5 March</time><span><i class="star empty icon"></i> 6 likes</span></div><div class="responses" id="responses"><ul class="facepile"><li><i class="star empty icon"></i></li>{likes}</ul></div></li>'
    assert read(Capture("https://halls.example/2024/3", f"<ul>{page}</ul>".encode())).comments == ()


def test_a_nameless_list_whose_items_say_who_posted_them_is_a_thread() -> None:
    """The same lines under linked headings are a list of articles."""

    def row(name: str, words: str, day: str, shown: str) -> str:
        return f'<div class="c{int(day[8:]) % 2 or ""}"><b>{words[4:16].title()}</b><p>posted by {name} @ 03:54PM, {day[5:7]}/{day[8:]}/06</p><div>{words}</div></div>'

    def teaser(name: str, words: str, day: str, shown: str) -> str:
        return row(name, words, day, shown).replace("<b>", f'<b><a href="/article/{day}">').replace("</b>", "</a></b>")

    form = '<a href="#comments-form">Comment on this drink</a>'
    found = read(
        Capture("https://halls.example/drink3.html", f"<h1>Harbour</h1>{form}<div>{each(row)}</div>".encode())
    ).comments
    assert [(c.author, c.body) for c in found] == list(zip(PEOPLE, WORDS, strict=True))
    assert found[0].posted == "03:54PM, 03/05/06"
    assert (
        read(Capture("https://halls.example/", f"<h1>Harbour</h1>{form}<div>{each(teaser)}</div>".encode())).comments
        == ()
    )


def test_a_clock_before_its_day_and_a_name_between_byline_and_date() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        likes = (
            f' [<a href="/likes/{day}" title="{day[9:]} users marked this">{day[9:]} favorites</a>]'
            if name == "Oksana"
            else ""
        )
        return f'<div class="comments">{words}<br><span class="smallcopy">posted by <a href="/user/{day}">{name}</a> at <a href="#c{day[5:]}">7:10 PM</a> on May {int(day[8:])}, 2013{likes}</span></div>'

    last = (
        '<div class="comments">You are not currently logged in. Log in or create a new account to post comments.</div>'
    )
    found = read(Capture("https://halls.example/3", f"<h2>Comments</h2>{each(row)}{last}".encode())).comments
    assert [c.author for c in found] == list(PEOPLE)
    assert {(c.posted or "").removeprefix("at ")[:14] for c in found} == {"7:10 PM on May"}


def test_a_first_item_whose_head_is_called_something_else_has_its_name_all_the_same() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        first = "first_comment" if name == "Mara" else "comment"
        return f'<div id="c{day}" class="comment"><div class="{first}_head"><span class="vcard"><span class="fn">{name}</span></span> <span class="time">{shown}</span></div><div class="comment_text">{words}</div></div>'

    found = read(Capture("https://halls.example/3", f"<h2>Comments</h2>{each(row)}".encode())).comments
    assert [(c.author, c.body) for c in found] == list(zip(PEOPLE, WORDS, strict=True))


def test_two_posts_whose_rows_are_dressed_differently() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        dress = "seen2" if name == "Mara" else "altcolor1"
        return f'<table class="post" id="post{day}"><tr class="{dress}"><td class="userinfo"><dl><dt class="author">{name}</dt></dl></td><td class="postbody">{words}<br>{words}</td></tr><tr class="{dress}"><td class="postdate">{shown}</td></tr></table>'

    found = read(
        Capture("https://halls.example/3", f"<h1>Harbour</h1><div id='thread'>{each(row, 2)}</div>".encode())
    ).comments
    assert [(c.author, c.body) for c in found] == [(n, f"{w}\n{w}") for n, w in zip(PEOPLE[:2], WORDS[:2], strict=True)]


def test_where_somebody_lives_is_no_part_of_a_name() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        return f'<div class="comment" id="comment{day}"><div><div>{shown}</div><div>{name}&nbsp;({words[:3]} Harbour)&nbsp;says:</div></div><div class="words">{words}</div></div>'

    found = read(Capture("https://halls.example/3", f"<h2>Reviews</h2>{each(row)}".encode())).comments
    assert [c.author for c in found] == list(PEOPLE)


def test_a_cell_of_nothing_but_a_share_is_a_rating() -> None:
    def row(name: str, words: str, day: str, shown: str) -> str:
        return f'<tr><td><a href="/reviews/{day}">Read</a></td><td>{words}</td><td align="right">{int(day[8:]) + 80}%</td><td><a href="/users/{day}" class="profileMenu">{name}</a></td><td>{shown}</td></tr>'

    page = f'<h2>Reviews</h2><table id="review_list">{each(row)}</table>'
    found = read(Capture("https://halls.example/3", page.encode())).comments
    assert [r and r.percent for r in (reading_of(c.rating) for c in found)] == [85, 86, 89, 81, 82, 91]
