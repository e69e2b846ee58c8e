"""Following pages, titles of a listing, counts that a page claims, and gates in a page's place."""

from __future__ import annotations

import pytest

from extract.read import read, read_links
from extract.records import Capture

THREAD = "https://shelf.test/film/12-sea/reviews"


def capture(markup: str, url: str = THREAD, status: int = 200) -> Capture:
    return Capture(url, f"<!doctype html><html><body>{markup}</body></html>".encode(), status=status)


@pytest.mark.parametrize(
    ("url", "link", "following"),
    [
        (THREAD, '<a href="?page=2">Next</a>', f"{THREAD}?page=2"),
        (THREAD, '<a href="?page=2">»</a>', f"{THREAD}?page=2"),
        (THREAD, '<a href="?page=2">››</a>', f"{THREAD}?page=2"),
        (THREAD, '<a class="pager-next" href="?p=1">weiter ›</a>', f"{THREAD}?p=1"),
        (THREAD, '<a href="?start=40">→</a>', f"{THREAD}?start=40"),
        (THREAD, '<a rel="next" href="/film/12-sea/reviews/page/2/">older</a>', f"{THREAD}/page/2/"),
        (
            "https://f.test/sea-door--31",
            '<a rel="next" href="/sea-door--31?p=2">»</a>',
            "https://f.test/sea-door--31?p=2",
        ),
        (THREAD, '<a href="/film/12-sea/reviews/all/2/">次へ</a>', f"{THREAD}/all/2/"),
        (THREAD, '<a href="?sorting=top&reviews=2">Next</a>', f"{THREAD}?sorting=top&reviews=2"),
        (THREAD, '<a href="?page=2">Äldre »</a>', f"{THREAD}?page=2"),
        (THREAD, '<a href="?page=2">[다음]</a>', f"{THREAD}?page=2"),
        (THREAD, '<b>1</b> <a href="?page=2">[2]</a> <a href="?page=3">[3]</a>', f"{THREAD}?page=2"),
        (THREAD, '<li><b>1</b></li><li><a href="?page=2">2</a></li>', f"{THREAD}?page=2"),
        (
            THREAD,
            '<li><a href="/film/12-sea/reviews">1</a></li><li><a href="?page=2">2</a></li>'
            '<li><a href="?page=3">3</a></li>',
            f"{THREAD}?page=2",
        ),
        (
            "https://f.test/topic/88/page",
            '<ul><li><a href="/topic/88/page">1</a></li><li><a href="/topic/88/page/2">2</a></li></ul>',
            "https://f.test/topic/88/page/2",
        ),
        ("https://shelf.test/film/show/12-sea", f'<a rel="next" href="{THREAD}?page=2">next »</a>', f"{THREAD}?page=2"),
        (
            "https://shelf.test/film/12-sea",
            f'<a class="next_page" href="{THREAD}?before=19">Next page</a>',
            f"{THREAD}?before=19",
        ),
        (
            "https://f.test/Film-d12-Reviews-Sea_Door.html",
            '<a class="next" href="/Film-d12-Reviews-or10-Sea_Door.html">Avanti</a>',
            "https://f.test/Film-d12-Reviews-or10-Sea_Door.html",
        ),
        (
            "https://f.test/Film-d12-Reviews-or10-Sea_Door.html",
            '<a class="next" href="/Film-d12-Reviews-or20-Sea_Door.html">Avanti</a>',
            "https://f.test/Film-d12-Reviews-or20-Sea_Door.html",
        ),
        (f"{THREAD}?stars=2&before=19", '<a href="?stars=2&before=9">Next</a>', f"{THREAD}?stars=2&before=9"),
        (THREAD, '<a href="?before=2000123">Next</a>', f"{THREAD}?before=2000123"),
        (f"{THREAD}?page=2", '<a href="?page=1">‹</a><a href="?page=3">次へ</a>', f"{THREAD}?page=3"),
        (f"{THREAD}/page-5", '<a href="page-6">Next ></a>', f"{THREAD}/page-6"),
        ("https://f.test/threads/sea.405700/", '<a href="page-2">Next</a>', "https://f.test/threads/sea.405700/page-2"),
        ("https://f.test/d/868/sea", '<a href="/d/868/sea/p2" class="Next">»</a>', "https://f.test/d/868/sea/p2"),
        ("https://f.test/t-93602.html", '<a href="/t-93602-2.html" rel="next">2</a>', "https://f.test/t-93602-2.html"),
        (
            "https://b.test/post/",
            '<a href="/post/comment-page-1/#comments">Older Comments</a>',
            "https://b.test/post/comment-page-1/",
        ),
        (THREAD, '<head><link rel="next" href="?page=2"></head>', f"{THREAD}?page=2"),
        (THREAD, '<a href="?seite=2">Nächste Seite</a>', f"{THREAD}?seite=2"),
        (THREAD, '<a href="?page=2">Siguiente »</a>', f"{THREAD}?page=2"),
        (THREAD, '<a href="?page=2">下一页</a>', f"{THREAD}?page=2"),
        (THREAD, '<a href="?pn=50">下一页&gt;</a>', f"{THREAD}?pn=50"),
        (
            "https://f.test/reviews/1/91234.html",
            '<a href="/reviews/2/91234.html">>></a>',
            "https://f.test/reviews/2/91234.html",
        ),
        (
            "https://f.test/thread-88123-1-1.html",
            '<strong>1</strong><a href="thread-88123-2-1.html">2</a>',
            "https://f.test/thread-88123-2-1.html",
        ),
        (THREAD, f'<a href="{THREAD}/ord/date/page/2/">»</a>', f"{THREAD}/ord/date/page/2/"),
        (THREAD, f'<a href="{THREAD}/~2" title="Следующая страница">›</a>', f"{THREAD}/~2"),
        (THREAD, '<a href="?PAGEN_1=2">2</a><a href="?PAGEN_1=2">След.</a>', f"{THREAD}?PAGEN_1=2"),
    ],
)
def test_the_following_page(url: str, link: str, following: str) -> None:
    assert read_links(capture(link, url)).next_pages == (following,)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://b.test/2024/05/soup/", '<a rel="next" href="/2024/05/bread/">Next post: Bread</a>'),
        ("https://b.test/?p=3163", '<a rel="next" href="/?p=5970">Bread</a>'),
        ("https://b.test/archives/1200.html", '<a rel="next" href="/archives/1201.html">Next</a>'),
        (THREAD, '<a class="carousel-next" href="?page=2">›</a>'),
        ("https://b.test/notes/12/comments", '<a href="/notes/13/comments">Next</a>'),
        (THREAD, '<a href="#">Next</a><a href="javascript:void(0)">Next</a>'),
        (THREAD, '<a href="https://other.test/film/12-sea/reviews?page=2">Next</a>'),
        (f"{THREAD}?page=5", '<a href="?page=4">Next</a>'),
        (THREAD, '<a rel="nofollow" href="/film/13-next-thread">Next Thread</a>'),
        ("https://f.test/chapter-1/sea-door", '<a href="/chapter-12/sea-door">Next</a>'),
        ("https://f.test/film-d12-sea", '<a class="next" href="/film-d12-3-sea">Next</a>'),
        (THREAD, '<b>1</b> <a href="/film/2-harbour/reviews">2</a>'),
        (THREAD, '<b>1</b> <a href="?stars=2">2</a>'),
        (THREAD, '<a href="/film/12-sea/photos">1</a> <a href="?page=2">2</a>'),
        ("https://f.test/series/sea", '<a href="/series/sea/season/2">Next</a>'),
        ("https://b.test/sea-door", '<a href="/harbour?before=19">Next</a>'),
        ("https://b.test/blog", '<a href="/blog?after=2024-05-03">Next</a>'),
        ("https://b.test/blog", '<a href="/blog?before=2024-05-03T10:00:00Z">Older</a>'),
        ("https://b.test/blog", '<a href="/blog?before=20240503">Older</a>'),
        (f"{THREAD}?stars=2", '<a href="?before=19">Next</a>'),
        (THREAD, '<a href="?stars=2&before=19">Next</a>'),
        ("https://b.test/day-2019-5-1.html", '<a href="/day-2019-6-1.html">Next</a>'),
        ("https://f.test/film/harbour-the-return", '<a href="/film/harbour-2-the-return">Next</a>'),
        ("https://f.test/film/harbour-reviews", '<a href="/film/harbour-2-reviews">Next</a>'),
        ("https://f.test/film/harbour", '<a href="/film/harbour-2">Next</a>'),
        ("https://f.test/film/harbour-2", '<a href="/film/harbour-3">Next</a>'),
        ("https://f.test/serie-12345-1.html", '<a rel="next" href="/serie-12345-2.html">Next</a>'),
        ("https://f.test/serie-12345-1-hd.html", '<a href="/serie-12345-2-hd.html">Next</a>'),
        ("https://f.test/season/1/91234.html", '<a href="/season/2/91234.html">Next</a>'),
        ("https://b.test/novel-88123-chapter-1-en", '<a href="/novel-88123-chapter-2-en">Next</a>'),
    ],
)
def test_what_follows_nothing(url: str, link: str) -> None:
    assert read_links(capture(link, url)).next_pages == ()


def test_titles_of_a_listing() -> None:
    rows = "".join(f'<li class="film"><a href="/film/{i}-name-{i}">The name of film {i}</a></li>' for i in range(8))
    menu = "".join(f'<a href="/{w}">{w} section</a>' for w in ("news", "forum", "shop", "help", "about"))
    links = read_links(capture(f"<nav>{menu}</nav><ul>{rows}</ul>", "https://shelf.test/top")).title_links
    assert links == tuple(f"https://shelf.test/film/{i}-name-{i}" for i in range(8))


def test_a_listing_that_states_its_items() -> None:
    markup = """<script type="application/ld+json">{"@type": "ItemList", "itemListElement": [
      {"@type": "ListItem", "url": "/film/1"}, {"@type": "ListItem", "item": {"@id": "https://shelf.test/film/2"}}]}</script>"""
    assert read_links(capture(markup)).title_links == ("https://shelf.test/film/1", "https://shelf.test/film/2")


def test_noindex_and_canonical() -> None:
    links = read_links(capture("<meta name=robots content='NOINDEX, follow'><link rel=canonical href=/film/12>"))
    assert links.noindex
    assert links.canonical == "https://shelf.test/film/12"
    header = Capture(THREAD, b"<html><p>x</html>", headers=(("X-Robots-Tag", "noindex"),))
    assert read_links(header).noindex
    assert not read_links(capture("<meta name=robots content='index, follow'>")).noindex


COMMENTS = "".join(
    f"<li class=comment><b class=author>Ada{i}</b> <time datetime=2024-01-0{i + 1}>day {i + 1}</time>"
    f"<p class=text>Words of comment {i}, which are these and no others at all.</p></li>"
    for i in range(4)
)


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("<h3>25 Comments</h3>", "25"),
        ("<h3>25 Responses to “The Sea Door”</h3>", "25"),
        ("<h2>Comments (25)</h2>", "25"),
        ("<h2>Recenze <span>(2 044)</span></h2>", "2 044"),
        ("<h2>25 thoughts on “The Sea Door”</h2>", "25"),
        ("<h2>Kommentare: 25</h2>", "25"),
        ("<h2>25 commentaires</h2>", "25"),
        ("<h2>25 комментариев</h2>", "25"),
        ("<h2>コメント (25件)</h2>", "25"),
        ("<h2>共25条评论</h2>", "25"),
        ("<h2>1,234 reviews</h2>", "1,234"),
        ("<h2>Reviews</h2><span class=total-reviews>25</span>", "25"),
        ("<h2>Comments</h2>", None),
        ("<h2>Comments</h2><p>Show 25 more comments</p>", None),
        ("<h2>Comments</h2><aside class=sidebar><a href=/other>25 comments</a></aside>", None),
        ("<h3>نظرات کاربران (۴)</h3>", "۴"),
        ('<div class="shop-widget review-widget"><span>Based on 31 reviews</span></div>', "31"),
        ("<h3>Opinie czytelników (3)</h3>", "3"),
        ("<h3>Comentarios de usuarios (12)</h3>", "12"),
        ("<a id=show_comments>Hide Comments (26)</a>", "26"),
        ("<a href='/film/12-SEA/reviews#comments'>25 comments</a>", "25"),
        ("<div class='fb-comments iframe_widget'><span>25 comments</span></div>", "25"),
        ("<p class=amount><a href='#customer-reviews'>25 Review(s)</a></p>", "25"),
        ("<ul class='nav nav-tabs'><li><a href='#tab-review'>Reviews (25)</a></li></ul>", "25"),
        ("<div class=forum-nav><span>Insgesamt 25 Beiträge</span> Seite 1 von 3</div>", "25"),
        ("<h2>全部共 25 条</h2>", "25"),
        ("<h2>Recenzje <b>3,9</b></h2><p>25 łącznie</p>", "25"),
        ("<h3>Member reviews</h3><p>Showing 4 of 25</p>", "25"),
        ("<h3>Kommentare</h3><p>1–4 von 25</p>", "25"),
        ("<p>Viewing comments <b>1</b> to <b>4</b> of 25</p>", "25"),
        ("<a>View all 25 comments</a>", "25"),
        ("<div class=sub-footer>Total user opinions: <b>25</b></div>", "25"),
        ("<a>全部评价<em>(25+)</em></a>", "25"),
        ("<div class=comment><i class='icon icon-comments'></i> 25</div>", "25"),
        ("<div>Views: 1873 | Replies: 3</div>", "3"),
        ("<div>Views: 1873 | Comments: 3</div>", None),
        ("<h3>Comments</h3></div><div class=cart>4 items</div><div>", None),
        ("<a>Show replies (25)</a>", None),
        ("<dl><dt>Words:</dt><dd>12,345</dd><dt>Comments:</dt><dd>5</dd></dl>", "5"),
    ],
)
def test_how_many_comments_a_page_claims(heading: str, count: str | None) -> None:
    page = read(capture(f"<h1>The Sea Door</h1><div id=comments>{heading}<ol>{COMMENTS}</ol></div>"))
    assert page.claimed_comments == count


def test_a_count_in_words_is_believed_where_it_is_right() -> None:
    one = COMMENTS[: COMMENTS.index("</li>") + 5]
    for heading, items, count in (
        ("Jedna odpověď na „X“", one, "1"),
        ("One comment", one, "1"),
        ("One comment", COMMENTS, None),
    ):
        page = read(capture(f"<h1>X</h1><div id=comments><h3>{heading}</h3><ol class=comment-list>{items}</ol></div>"))
        assert (len(page.comments), page.claimed_comments) == (items.count("<li"), count)


def test_a_count_without_the_answers_is_believed() -> None:
    def row(n: int, within: str = "") -> str:
        return f"""<li class="comment" id="comment-{n}"><b class="author">Ann {n}</b> <time>{n} May 2024</time>
        <div class="comment-body"><p>The hall of seat {n} was cold, but the film was worth it.</p></div>{within}</li>"""

    rows = row(1, f"<ul>{row(5)}{row(6)}</ul>") + row(2) + row(3, f"<ul>{row(7)}</ul>") + row(4)
    page = read(capture(f"<h1>The sea</h1><h2>4 comments</h2><ul>{rows}</ul>"))
    assert (len(page.comments), page.claimed_comments) == (7, "4")


@pytest.mark.parametrize(("address", "count"), [("/film/12-sea/reviews", "118"), ("/film/13-hill/reviews", None)])
def test_a_count_that_leads_to_its_own_page_is_believed_anywhere(address: str, count: str | None) -> None:
    markup = f'<h1>The sea</h1><aside class="sidebar"><h2>The sea</h2><a href="{address}">118 Reviews</a></aside>'
    rows = "".join(
        f"""<div class="review"><a href="/user/{n}">Ann {n}</a> <time>{n} May 2024</time>
        <p>The hall of seat {n} was cold, but the film was worth it.</p></div>"""
        for n in range(1, 6)
    )
    assert read(capture(markup + rows)).claimed_comments == count


def test_what_each_person_has_written_is_not_claimed() -> None:
    rows = "".join(
        f"""<div class="review"><div class="who"><b class="nick">Ann {n}</b><p class="written">{7 * n} reviews</p></div>
        <time>{n} May 2024</time><p>The hall of seat {n} was cold, but the film was worth it.</p></div>"""
        for n in range(1, 6)
    )
    assert read(capture(f"<h1>The sea</h1>{rows}")).claimed_comments is None


@pytest.mark.parametrize(("address", "count"), [("/film/1/critiques", "118"), ("/film/2-hill#critiques", None)])
def test_a_count_under_the_pages_own_address_is_its_own(address: str, count: str | None) -> None:
    assert (
        read(
            capture(
                f'<h1>The sea</h1><div class="menu"><a href="{address}">118 critiques</a></div>',
                url="https://films.example/film/1",
            )
        ).claimed_comments
        == count
    )


def test_counts_of_other_pages_in_teasers_are_not_claimed() -> None:
    rows = "".join(
        f"<h3><a href=/film/{i}>Film {i}</a></h3><a href=/film/{i}#comments>{i} comments</a>" for i in (6, 7, 9)
    )
    assert read(capture(f"<h1>Films</h1>{rows}", "https://shelf.test/film/")).claimed_comments is None


@pytest.mark.parametrize(
    ("markup", "status", "reason"),
    [
        (
            "<title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/x.js></script><p>Checking",
            503,
            "blocked/challenge",
        ),
        (
            "<title>Attention Required!</title><p>Please complete the security check to access.",
            200,
            "blocked/challenge",
        ),
        ("<script>var dd={'host':'geo.captcha-delivery.com'}</script><p>Please enable JS", 403, "blocked/denied"),
        (
            "<title>Robot Check</title><p>Sorry, we just need to make sure you are not a robot.",
            200,
            "blocked/challenge",
        ),
        ("<script>document.cookie='k=1;path=/';location.reload();</script>", 200, "blocked/challenge"),
        ("<script>var a=_0x12ab('0x1');" + "_0x12ab(_0x34cd);" * 9 + "</script>", 200, "blocked/challenge"),
        ("<div id=nc_1_n1z class=nc_iconfont></div><script src=/nc.js></script>", 200, "blocked/challenge"),
        ("<script src=/probe.js></script>", 200, "blocked/challenge"),
        ("<h1>Log in</h1><form><input name=u><input type=password></form>", 200, "blocked/login"),
        ("<h1>Anmelden</h1><p>Bitte melden Sie sich an, um fortzufahren.", 200, "blocked/login"),
        ("<p>Too many requests", 429, "blocked/denied"),
        ("<title>安全验证</title><p>请完成安全验证", 200, "blocked/challenge"),
    ],
)
def test_gates(markup: str, status: int, reason: str) -> None:
    page = read(capture(markup, status=status))
    assert (page.status, page.reason, page.comments, page.title.name) == ("blocked", reason, (), None)


@pytest.mark.parametrize(
    "markup",
    [
        "<noscript>Enable JavaScript</noscript><div id=root></div><script src=/app.js></script>",
        "<div id=app></div><script>window.__x='document.cookie'</script><script src=/app.js></script>",
        "<meta property='og:title' content='The Sea Door'><script>document.cookie='a';location.href='/b'</script>",
        "<p>" + "A long page of words. " * 9 + "<script>document.cookie='a';location.href='/b'</script>",
    ],
)
def test_what_is_no_gate(markup: str) -> None:
    assert read(capture(markup)).status != "blocked"


def test_a_page_that_merely_has_a_captcha_and_a_login_form() -> None:
    form = "<form><input type=password></form><div class=g-recaptcha data-x=g-recaptcha-response></div><a>Log in</a>"
    page = read(
        capture(f"<title>The Sea Door</title><h1>The Sea Door</h1>{form}<ol>{COMMENTS}</ol><p>{'Words. ' * 400}")
    )
    assert page.status == "ok"
    assert page.title.name == "The Sea Door"


def test_a_blogs_newest_comments_lead_to_older_ones() -> None:
    post = "https://b.test/post/"
    comments = "".join(
        f'<li id="comment-{n}"><a href="{post}comment-page-7/#comment-{n}">May 3</a>'
        f'<a href="{post}comment-page-7/?replytocom={n}#respond">Reply</a></li>'
        for n in (71, 72)
    )
    pager = f'<a href="{post}comment-page-6/#comments">« Older Comments</a>'
    assert read_links(capture(comments + pager, post)).next_pages == (f"{post}comment-page-6/",)
    assert read_links(capture(comments, post)).next_pages == ()


def test_ids_without_quotes_tell_the_page_that_comments_stand_on() -> None:
    post = "https://b.test/2019/05/sea/"
    comment = f'<li id=comment-71><a href="{post}?cpage=2#comment-71">May 3</a></li>'
    links = f'<a href="{post}?cpage=2#comments">2</a><a href="{post}?cpage=1#comments">1</a>'
    assert read_links(capture(comment + links, post)).next_pages == (f"{post}?cpage=1",)


def test_many_links_to_single_comments() -> None:
    post = "https://b.test/2019/05/sea/"
    links = "".join(f'<li><a href="?cpage=2#comment-{n}">May 3, as seen from the pier</a></li>' for n in range(9_000))
    pager = '<a href="?cpage=1#comments">1</a>'
    assert read_links(capture(links + pager, post)).next_pages == (f"{post}?cpage=1",)


def test_pages_of_comments_come_before_pages_of_another_list() -> None:
    table = '<a href="./?pg=2">2</a><a href="./?pg=2" rel="next">→</a>'
    pager = '<a href="/film/sea/comment-page-2/#comments">2</a>'
    following = read_links(capture(table + pager, "https://b.test/film/sea/")).next_pages
    assert following == ("https://b.test/film/sea/comment-page-2/", "https://b.test/film/sea/?pg=2")


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("48\nmental poops:", "48"),
        ("7 kind words", "7"),
        ("Kind words (7)", "7"),
        ("Kind words", None),
        ("留言列表 (42)", "42"),
    ],
)
def test_a_box_of_comments_may_call_them_anything(heading: str, count: str | None) -> None:
    rows = "".join(
        f'<div class="comment" id="c{n}"><b class="author">Reader{n}</b> <i class="date">{n} May 2024</i>'
        f"<p>These are the words of reader number {n}.</p></div>"
        for n in range(1, 8)
    )
    assert read(capture(f"<div id='comments'><h4>{heading}</h4>{rows}</div>")).claimed_comments == count


def test_a_short_thread_beside_a_login_form_is_no_login_wall() -> None:
    said = "The lamp in the last shot is the one from the pier, and nobody talks about it. "
    rows = "".join(
        f"<div class=comment id=c{n}><b class=author>Reader{n}</b> <i class=date>{n} May 2024</i><p>{said}</p></div>"
        for n in range(1, 9)
    )
    form = "<form><input name=u><input type=password></form>"
    page = read(capture(f"<h1>The Sea Door</h1>{form}{rows}<p>You need to log in before you can comment."))
    assert (page.status, len(page.comments)) == ("ok", 8)
