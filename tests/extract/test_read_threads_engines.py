"""Engines recognise their own pages, and read author, date, words, rating and nesting from them."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

from dataclasses import dataclass

import pytest

from extract.read.document import Document
from extract.read.limits import Limits
from extract.read.threads.profiled import known_engines, recognised
from extract.records import Capture
from tests.extract.engine_pages import read

ONE = "The second act drags, but the storm scene alone is worth the ticket."
TWO = "I disagree: the second act is where the two sisters finally talk."
THREE = "Saw it last night with my father. We both liked the ending."


@dataclass(frozen=True)
class Sample:
    engine: str
    page: str
    authors: tuple[str, ...] = ("Mara", "Tom Brink", "Ilse")
    days: tuple[str, ...] = ("2024-03-05", "2024-03-06", "2024-03-07")
    depths: tuple[int, ...] = (0, 0, 0)
    named: bool = True  # three rows of a table without telling names are too few for the finder


def document(body: str, kind: str = "text/html", head: str = "") -> Document:
    text = (
        body
        if kind != "text/html"
        else f"<html><head>{head}</head><body><h1>The Lighthouse Keeper</h1>{body}</body></html>"
    )
    capture = Capture(
        url="https://films.example/t/1", body=text.encode(), headers=(("content-type", f"{kind}; charset=utf-8"),)
    )
    return Document(capture, Limits())


def wordpress() -> str:
    def item(number: int, name: str, day: str, text: str, inside: str = "") -> str:
        return f"""<li class="comment even depth-{1 if number != 2 else 2}" id="comment-{number}">
          <article id="div-comment-{number}" class="comment-body"><footer class="comment-meta">
          <div class="comment-author vcard"><img class="avatar" alt=""><b class="fn"><a href="http://blog.example/">{name}</a></b>
          <span class="says">says:</span></div><div class="comment-metadata"><a href="/t/1/#comment-{number}">
          <time datetime="{day}T10:11:12+01:00">on {day}</time></a></div></footer>
          <div class="comment-content"><p>{text}</p></div>
          <div class="reply"><a class="comment-reply-link" href="?replytocom={number}#respond">Reply</a></div></article>{inside}</li>"""

    second = f'<ol class="children">{item(2, "Tom Brink", "2024-03-06", TWO)}</ol>'
    return f"""<div id="comments"><h2>3 thoughts on &ldquo;The Lighthouse Keeper&rdquo;</h2><ol class="comment-list">
      {item(1, "Mara", "2024-03-05", ONE, second)}{item(3, "Ilse", "2024-03-07", THREE)}
      <li class="pingback" id="comment-9"><div class="comment-body">Pingback: <a href="http://x.example">Another blog on films</a></div></li>
      </ol><div id="respond" class="comment-respond"><form><textarea></textarea></form></div></div>"""


def xenforo() -> str:
    def item(number: int, name: str, day: str, text: str) -> str:
        return f"""<article class="message message--post js-post" data-author="{name}" data-content="post-{number}" id="js-post-{number}">
          <div class="message-inner"><div class="message-cell message-cell--user"><h4 class="message-name"><a class="username">{name}</a></h4>
          <h5 class="userTitle">Well-known member</h5><dl><dt>Joined</dt><dd>Jan 3, 2011</dd></dl></div>
          <div class="message-cell message-cell--main"><header class="message-attribution"><ul class="message-attribution-main"><li>
          <a href="/threads/keeper.1/post-{number}"><time class="u-dt" datetime="{day}T20:00:00+0000">{day}</time></a></li></ul></header>
          <div class="message-content"><article class="message-body"><div class="bbWrapper">{text}</div></article></div>
          <aside class="message-signature">Be kind.</aside><footer><a class="actionBar-action">Like</a></footer></div></div></article>"""

    return (
        "<div class='block' data-template='thread_view'>"
        + item(11, "Mara", "2024-03-05", ONE)
        + item(12, "Tom Brink", "2024-03-06", TWO)
        + item(13, "Ilse", "2024-03-07", THREE)
        + "</div>"
    )


def phpbb() -> str:
    def item(number: int, name: str, day: str, text: str) -> str:
        return f"""<div id="p{number}" class="post bg2"><div class="inner"><dl class="postprofile"><dt><a href="./memberlist.php?mode=viewprofile&amp;u={number}" class="username">{name}</a></dt>
          <dd class="profile-posts"><strong>Posts:</strong> 211</dd><dd><strong>Joined:</strong> Sat Jul 12, 2008 9:00 am</dd></dl>
          <div class="postbody"><h3><a href="#p{number}">Re: The Lighthouse Keeper</a></h3>
          <p class="author"><span>by <strong><a class="username" href="./memberlist.php">{name}</a></strong> » </span><time datetime="{day}T08:30:00+00:00">{day} 8:30 am</time></p>
          <div class="content">{text}</div><div class="signature">Films before 1950 only</div></div></div></div>"""

    return (
        "<div id='page-body' class='phpbb'>"
        + item(1, "Mara", "2024-03-05", ONE)
        + item(2, "Tom Brink", "2024-03-06", TWO)
        + item(3, "Ilse", "2024-03-07", THREE)
        + "</div>"
    )


def phpbb2() -> str:
    def item(number: int, name: str, day: str, text: str) -> str:
        return f"""<tr><td width="150" class="row1"><span class="name"><a name="{number}"></a><b>{name}</b></span><br><span class="postdetails">Joined: 14 Jan 2003<br>Posts: 512</span></td>
          <td class="row1"><table><tr><td><a href="viewtopic.php?p={number}#{number}"><img src="icon_minipost.gif" alt="Post"></a><span class="postdetails">Posted: {day} 10:11 pm&nbsp; &nbsp;Post subject: The Lighthouse Keeper</span></td>
          <td><a href="posting.php?mode=quote&amp;p={number}"><img src="icon_quote.gif" alt="Reply with quote"></a></td></tr><tr><td colspan="2"><hr></td></tr>
          <tr><td colspan="2"><span class="postbody">{text}</span><span class="gensmall"></span></td></tr></table></td></tr>
          <tr><td class="row1"><a href="#top" class="nav">Back to top</a></td><td class="row1"><a href="profile.php?mode=viewprofile&amp;u={number}"><img src="icon_profile.gif" alt="View user's profile"></a></td></tr>
          <tr><td class="spaceRow" colspan="2"><img src="spacer.gif" alt=""></td></tr>"""

    posts = (
        item(1, "Mara", "2024-03-05", ONE)
        + item(2, "Tom Brink", "2024-03-06", TWO)
        + item(3, "Ilse", "2024-03-07", THREE)
    )
    return f'<table class="forumline"><tr><th>Author</th><th>Message</th></tr>{posts}</table>'


def smf1() -> str:
    def item(number: int, name: str, day: str, text: str) -> str:
        return f"""<tr><td><a name="msg{number}"></a><table><tr><td class="windowbg2"><table><tr><td rowspan="2"><b><a href="index.php?action=profile;u={number}">{name}</a></b><div class="smalltext">Full Member<br>Posts: 123</div></td>
          <td><table><tr><td><div id="subject_{number}"><a href="index.php?topic=12.msg{number}">Re: The Lighthouse Keeper</a></div><div class="smalltext">&#171; <b>Reply #{number} on:</b> {day} 10:11 &#187;</div></td></tr></table><hr><div class="post">{text}</div></td></tr>
          <tr><td class="smalltext"><a href="#">Report to moderator</a> Logged<hr><div class="signature">Sea you later</div></td></tr></table></td></tr></table></td></tr>"""

    posts = (
        item(1, "Mara", "2024-03-05", ONE)
        + item(2, "Tom Brink", "2024-03-06", TWO)
        + item(3, "Ilse", "2024-03-07", THREE)
    )
    return f'<form><table class="bordercolor">{posts}</table></form>'


def vbulletin4() -> str:
    def item(number: int, name: str, day: str, text: str) -> str:
        return f"""<li class="postbitlegacy postbitim postcontainer old" id="post_{number}"><div class="posthead"><span class="postdate old"><span class="date">{day},&nbsp;<span class="time">06:46 PM</span></span></span></div>
          <div class="postdetails"><div class="userinfo"><div class="username_container"><a class="username offline" href="/members/{number}.html"><strong>{name}</strong></a></div>
          <dl class="userinfo_extra"><dt>Join Date</dt><dd>May 2004</dd></dl></div><div class="postbody"><div class="postrow"><div class="content"><div id="post_message_{number}"><blockquote class="postcontent restore">{text}</blockquote></div></div>
          <div class="after_content"><blockquote class="signature restore"><div class="signaturecontainer">Popcorn is a food group</div></blockquote></div></div></div></div></li>"""

    return (
        "<div id='postlist'><ol id='posts' class='posts'>"
        + item(1, "Mara", "2024-03-05", ONE)
        + item(2, "Tom Brink", "2024-03-06", TWO)
        + item(3, "Ilse", "2024-03-07", THREE)
        + "</ol></div><p>Powered by vBulletin</p>"
    )


def discourse() -> str:
    def item(number: int, name: str, day: str, text: str) -> str:
        return f"""<div itemscope itemtype="http://schema.org/DiscussionForumPosting" class="topic-body crawler-post"><div class="crawler-post-meta">
          <span class="creator" itemprop="author" itemscope><a itemprop="url" href="/u/{name}"><span itemprop="name">{name}</span></a></span>
          <span class="crawler-post-infos"><time itemprop="datePublished" datetime="{day}T09:00:00Z" class="post-time">{day} 9:00am</time><span itemprop="position">{number}</span></span></div>
          <div class="post" itemprop="text"><p>{text}</p></div></div>"""

    return (
        "<noscript>"
        + item(1, "Mara", "2024-03-05", ONE)
        + item(2, "Tom Brink", "2024-03-06", TWO)
        + item(3, "Ilse", "2024-03-07", THREE)
        + "</noscript>"
    )


def blogger() -> str:
    def item(number: int, name: str, day: str, text: str, inside: str = "") -> str:
        return f"""<li class="comment" id="c{number}00{number}"><div class="avatar-image-container"><img src="a.png"></div><div class="comment-block"><div class="comment-header">
          <cite class="user"><a href="https://www.blogger.com/profile/{number}">{name}</a></cite><span class="icon user"></span><span class="datetime secondary-text"><a href="/2024/03/k.html?showComment=17096{number}0000000#c{number}00{number}">{day} 10:00</a></span></div>
          <p class="comment-content">{text}</p><span class="comment-actions"><a class="comment-reply">Reply</a><span class="item-control"><a href="/delete">Delete</a></span></span></div>
          <div class="comment-replies"><div class="comment-thread inline-thread"><ol>{inside}</ol></div></div></li>"""

    second = item(2, "Tom Brink", "2024-03-06", TWO)
    return (
        "<section id='comments'><div class='comments-content'><div class='comment-thread toplevel-thread'><ol>"
        + item(1, "Mara", "2024-03-05", ONE, second)
        + item(3, "Ilse", "2024-03-07", THREE)
        + "</ol></div></div></section><!-- blogger.com -->"
    )


def drupal() -> str:
    def item(number: int, name: str, day: str, text: str) -> str:
        return f"""<a id="comment-{number}"></a><article data-comment-user-id="{number}" class="comment js-comment"><mark class="hidden"></mark><footer class="comment__meta"><article class="profile"></article>
          <p class="comment__submitted">Submitted by <span class="username">{name}</span> on {day} 18:20</p></footer><div class="content"><h3><a href="/comment/{number}#comment-{number}" class="permalink">A view</a></h3>
          <div class="field field--name-comment-body"><p>{text}</p></div><ul class="links inline"><li class="comment-reply"><a href="/comment/reply/1">Reply</a></li></ul></div></article>"""

    return (
        "<section class='comments'><h2>Comments</h2>"
        + item(1, "Mara", "2024-03-05", ONE)
        + item(2, "Tom Brink", "2024-03-06", TWO)
        + item(3, "Ilse", "2024-03-07", THREE)
        + "</section><script src='/core/misc/drupal.js'></script>"
    )


def mybb() -> str:
    def item(number: int, name: str, day: str, text: str) -> str:
        return f"""<div class="post" id="post_{number}"><div class="post_author"><div class="author_information"><strong><span class="largetext"><a href="member.php?uid={number}">{name}</a></span></strong><br><span class="smalltext">Senior Member</span></div>
          <div class="author_statistics">Posts: 310<br>Joined: Jan 2010</div></div><div class="post_content"><div class="post_head"><span class="post_date">{day}, 07:15 PM</span></div>
          <div class="post_body scaleimages" id="pid_{number}">{text}</div><div class="signature">I only watch subtitled</div></div></div>"""

    return (
        "<div id='posts'>"
        + item(1, "Mara", "2024-03-05", ONE)
        + item(2, "Tom Brink", "2024-03-06", TWO)
        + item(3, "Ilse", "2024-03-07", THREE)
        + "</div><p>Powered By MyBB</p>"
    )


def smf() -> str:
    def item(number: int, name: str, day: str, text: str) -> str:
        return f"""<div class="windowbg{2 if number == 2 else ""}" id="msg{number}"><div class="post_wrapper"><div class="poster"><h4><a href="index.php?action=profile;u={number}">{name}</a></h4><ul><li>Posts: 12</li></ul></div>
          <div class="postarea"><div class="keyinfo"><h5 id="subject_{number}"><a href="#msg{number}">Re: Keeper</a></h5><div class="smalltext">« <strong>Reply #{number} on:</strong> {day}, 07:15:00 PM »</div></div>
          <div class="post"><div class="inner" id="msg_{number}">{text}</div></div></div></div></div>"""

    return (
        "<div id='forumposts'>"
        + item(1, "Mara", "2024-03-05", ONE)
        + item(2, "Tom Brink", "2024-03-06", TWO)
        + item(3, "Ilse", "2024-03-07", THREE)
        + "</div><p>SMF 2.0.19</p>"
    )


def invision() -> str:
    def item(number: int, name: str, day: str, text: str) -> str:
        return f"""<article id="elComment_{number}" class="cPost ipsBox ipsComment ipsClearfix"><aside class="ipsComment_author cAuthorPane"><h3 class="cAuthorPane_author"><strong><a href="/profile/{number}-x/">{name}</a></strong></h3><ul><li>Members</li><li>211 posts</li></ul></aside>
          <div class="ipsColumn"><div id="comment-{number}_wrap"><div class="ipsComment_meta"><p><a href="?do=findComment&comment={number}">Posted <time datetime="{day}T06:00:00Z" title="x">{day}</time></a></p></div>
          <div class="cPost_contentWrap"><div data-role="commentContent" class="ipsType_richText">{text}</div></div><div class="ipsItemControls"><a>Quote</a></div></div></div></article>"""

    return (
        "<div>"
        + item(1, "Mara", "2024-03-05", ONE)
        + item(2, "Tom Brink", "2024-03-06", TWO)
        + item(3, "Ilse", "2024-03-07", THREE)
        + "</div>"
    )


def vanilla() -> str:
    def item(number: int, name: str, day: str, text: str) -> str:
        return f"""<li class="Item ItemComment" id="Comment_{number}"><div class="Comment"><div class="Item-Header"><div class="AuthorWrap"><span class="Author"><a class="PhotoWrap" href="/profile/{name}"><img alt="{name}"></a><a class="Username" href="/profile/{name}">{name}</a></span><span class="AuthorInfo"><span class="MItem RoleTitle">Member</span></span></div>
          <div class="Meta CommentMeta"><span class="MItem DateCreated"><a class="Permalink"><time datetime="{day}T15:00:00+00:00" title="{day}">May 2024</time></a></span></div></div><div class="Item-BodyWrap"><div class="Message">{text}</div><div class="Signature">seen 312 films</div></div></div></li>"""

    return (
        "<div class='CommentsWrap'><ul class='MessageList DataList Comments DataList-Comments'>"
        + item(1, "Mara", "2024-03-05", ONE)
        + item(2, "Tom Brink", "2024-03-06", TWO)
        + item(3, "Ilse", "2024-03-07", THREE)
        + "</ul></div>"
    )


def woocommerce() -> str:
    def item(number: int, name: str, day: str, text: str) -> str:
        return f"""<li class="review even thread-even depth-1" id="li-comment-{number}"><div id="comment-{number}" class="comment_container"><img class="avatar"><div class="comment-text"><div class="star-rating" role="img" aria-label="Rated 4 out of 5"><span style="width:80%">Rated <strong class="rating">4</strong> out of 5</span></div>
          <p class="meta"><strong class="woocommerce-review__author">{name}</strong> <span>&ndash;</span> <time class="woocommerce-review__published-date" datetime="{day}T12:00:00+00:00">{day}</time></p><div class="description"><p>{text}</p></div></div></div></li>"""

    return (
        "<div id='reviews' class='woocommerce-Reviews'><h2>3 reviews</h2><ol class='commentlist'>"
        + item(1, "Mara", "2024-03-05", ONE)
        + item(2, "Tom Brink", "2024-03-06", TWO)
        + item(3, "Ilse", "2024-03-07", THREE)
        + "</ol></div>"
    )


SAMPLES = [
    Sample("wordpress", wordpress(), depths=(0, 1, 0)),
    Sample("xenforo", xenforo()),
    Sample("phpbb", phpbb()),
    Sample("phpbb2", phpbb2(), named=False),
    Sample("smf1", smf1(), named=False),
    Sample("vbulletin4", vbulletin4()),
    Sample("discourse", discourse()),
    Sample("blogger", blogger(), depths=(0, 1, 0)),
    Sample("drupal", drupal()),
    Sample("mybb", mybb()),
    Sample("smf", smf()),
    Sample("invision", invision()),
    Sample("vanilla", vanilla()),
    Sample("woocommerce", woocommerce()),
]


def day_of(comment: object) -> str:
    for text in (getattr(comment, "posted_machine", None), getattr(comment, "posted", None)):
        if text and "2024-03-0" in text:
            at = text.index("2024-03-0")
            return str(text[at : at + 10])
    return f"{getattr(comment, 'posted', None)} / {getattr(comment, 'posted_machine', None)}"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.engine)
def test_an_engine_recognises_and_reads_its_own_page(sample: Sample) -> None:
    page = document(sample.page)
    assert sample.engine in [engine.name for engine in recognised(page, known_engines())]
    found = read(page)
    assert found.read_by == "engine"
    assert [c.body for c in found.comments] == [ONE, TWO, THREE]
    assert tuple(c.author for c in found.comments) == sample.authors
    assert tuple(day_of(c) for c in found.comments) == sample.days
    assert tuple(c.depth for c in found.comments) == sample.depths
    assert len({c.key for c in found.comments}) == 3


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.named], ids=lambda s: s.engine)
def test_without_its_engine_the_finder_reads_the_same_words(sample: Sample) -> None:
    found = read(document(sample.page), engines=())
    assert found.read_by == "finder"
    assert [c.body for c in found.comments] == [ONE, TWO, THREE]
    assert tuple(c.author for c in found.comments) == sample.authors
    assert tuple(day_of(c) for c in found.comments) == sample.days


def test_a_review_of_a_shop_keeps_its_rating() -> None:
    ratings = [c.rating for c in read(document(woocommerce())).comments]
    assert all(r is not None and r.markup is not None and "80%" in r.markup for r in ratings)


def test_discourse_answers_in_json_too() -> None:
    posts = ",".join(
        f'{{"id": {n}, "username": "{name}", "created_at": "2024-03-0{n}T10:00:00Z", "cooked": "<p>{text}</p>"}}'
        for n, name, text in ((5, "Mara", ONE), (6, "Tom Brink", TWO))
    )
    found = read(document(f'{{"posts_count": 2, "post_stream": {{"posts": [{posts}]}}}}', "application/json"))
    assert [(c.author, c.body, c.posted_machine) for c in found.comments] == [
        ("Mara", ONE, "2024-03-05T10:00:00Z"),
        ("Tom Brink", TWO, "2024-03-06T10:00:00Z"),
    ]


@pytest.mark.parametrize("engine", [e.name for e in known_engines()])
def test_no_engine_claims_a_plain_page(engine: str) -> None:
    page = document("<p>Nothing to see.</p><div class='comment'>A remark in the text.</div>")
    assert engine not in [e.name for e in recognised(page, known_engines())]


def test_a_reply_link_where_a_theme_has_its_dates_is_none() -> None:
    def item(number: int, name: str, day: str, text: str) -> str:
        return f"""<li class="comment" id="comment-{number}"><footer><cite>{name}</cite> <a class="comment-link" href="#comment-{number}"><time>{day}</time></a></footer>
          <div class="comment-content"><p>{text}</p></div>
          <div class="comment-meta"><a class="comment-reply-link" href="#comment-{number}">Reply</a></div></li>"""

    rows = (
        item(1, "Mara", "March 5, 2024", ONE)
        + item(2, "Tom", "March 6, 2024", TWO)
        + item(3, "Ilse", "March 7, 2024", THREE)
    )
    found = read(document(f"<link href='/wp-content/a.css'><ol class='comment-list'>{rows}</ol>")).comments
    assert [c.posted for c in found] == ["March 5, 2024", "March 6, 2024", "March 7, 2024"]
