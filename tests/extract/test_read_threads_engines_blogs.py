"""Comments of blog and news software: each engine's own markup, with one, two or five of them."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.extract.engine_pages import COUNTS, Post, Sample, as_read, inside_first


def blogger_list(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        name = (
            p.name
            if p.number == 1003
            else f"<a href='http://www.blogger.com/profile/{p.number}' rel='nofollow'>{p.name}</a>"
        )
        return f"""<dt class='comment-author ' id='c{p.number}'><a name='c{p.number}'></a><div class="avatar-image-container vcard"><span dir="ltr"><a href="http://www.blogger.com/profile/{p.number}" rel="nofollow"><img src="b.jpg" alt="" title="{p.name}"></a></span></div>
          {name} said...</dt><dd class='comment-body' id='Blog1_cmt-{p.number}'><p>{p.text}</p></dd>
          <dd class='comment-footer'><span class='comment-timestamp'><a href='/2024/03/keeper.html?showComment=170968{p.number}000#c{p.number}' title='comment permalink'>March {p.day}, 2024 at 10:11 AM</a>
          <span class='item-control blog-admin pid-1'><a class='comment-delete' href='https://www.blogger.com/delete-comment.g?postID={p.number}' title='Delete Comment'><img src='icon_delete13.gif'></a></span></span></dd>"""

    return f"""<div class='post hentry'><div class='post-body entry-content'><p>The lighthouse keeper opens in fog, and stays there.</p></div></div>
      <div class='comments' id='comments'><a name='comments'></a><h4>{len(posts)} comments:</h4><div id='Blog1_comments-block-wrapper'><dl class='avatar-comment-indent' id='comments-block'>{"".join(map(item, posts))}</dl></div>
      <p class='comment-footer'><a href='https://www.blogger.com/comment.g?blogID=1'>Post a Comment</a></p></div>"""


def blogger_classic(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<dt class="comment-poster" id="c{p.number}"><a name="c{p.number}"></a><span style="line-height:16px" class="comment-icon blogger-comment-icon"><img src="b16.gif" alt="Blogger"></span>&nbsp;<a href="http://www.blogger.com/profile/{p.number}" rel="nofollow">{p.name}</a> said...</dt>
          <dd class="comment-body"><p>{p.text}</p></dd><dd class="comment-timestamp"><a href="#c{p.number}" title="comment permalink">March {p.day}, 2024 10:11 AM</a>
          <span class="item-control admin-1 pid-2"><a style="border:none;" href="http://www.blogger.com/delete-comment.g" title="Delete Comment"><span class="delete-comment-icon">&nbsp;</span></a></span></dd>"""

    return f"""<div id="comments"><a name="comments"></a><h4>{len(posts)} Comments:</h4><dl id="comments-block">{"".join(map(item, posts))}</dl><p class="comment-timestamp"><a class="comment-link" href="http://www.blogger.com/comment.g?blogID=1">Post a Comment</a></p>
      <p class="comment-timestamp"><a href="http://films.example/">&lt;&lt; Home</a></p></div>"""


def typepad(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<a id="comment-6a00d8341c{p.number}"></a><div class="comment comment-odd" id="comment-6a00d8341c{p.number}"><div class="comment-avatar"><a href="http://profile.example/{p.number}"><img src="a.gif" width="50"></a></div>
          <div class="comment-content font-entrybody"><span id="comment-6a00d8341c{p.number}-content"><p>{p.text}</p></span></div>
          <p class="comment-footer font-entryfooter">Posted by: <a rel="nofollow" href="http://profile.example/{p.number}">{p.name}</a> | <a rel="nofollow" href="#comment-6a00d8341c{p.number}">March 0{p.day}, 2024 at 10:11 AM</a></p></div>"""

    return f"""<div id="comments" class="comments"><h3 class="comments-header font-entryheader">Comments</h3><div class="comments-content">{"".join(map(item, posts))}</div></div>
      <div class="comments-open font-entrybody" id="comments-open"><h2 class="comments-open-header">Post a comment</h2><p>Comments are moderated, and will not appear until the author has approved them.</p></div>"""


def movabletype2(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        name = p.name if p.number == 1002 else f'<a href="http://{p.number}.example/">{p.name}</a>'
        return f"""<div class="comments-body"><p>{p.text}</p><span class="comments-post">Posted by: {name} at March {p.day}, 2004 10:11 AM</span></div>"""

    return f"""<div class="blogbody"><p>A film of fog.</p><span class="posted">Posted by Kay at March 2, 2004 09:00 AM</span></div>
      <div class="comments-head"><a name="comments"></a>Comments</div>{"".join(map(item, posts))}<div class="comments-head">Post a comment</div><form><textarea name="text"></textarea></form>"""


def movabletype3(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<a id="c{p.number}"></a><div class="comment" id="comment-{p.number}"><div class="comment-content"><p>{p.text}</p></div>
          <p class="comment-footer">Posted by: <a href="http://{p.number}.example/" rel="nofollow">{p.name}</a> | <a href="#comment-{p.number}">March {p.day}, 2024 10:11 AM</a></p></div>"""

    return f"""<div id="comments" class="comments"><h3 class="comments-header">Comments ({len(posts)})</h3><div class="comments-content">{"".join(map(item, posts))}</div></div>"""


def movabletype4(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        del inside
        return f"""<div class="comment" id="comment-{p.number}"><div class="inner"><div class="comment-header"><div class="user-pic"></div><div class="asset-meta"><span class="byline vcard author"><a href="http://{p.number}.example/">{p.name}</a></span> | <a href="#comment-{p.number}"><abbr class="published" title="2024-03-0{p.day}T10:11:12+01:00">March {p.day}, 2024 10:11 AM</abbr></a> | <a href="javascript:void(0);" title="Reply" onclick="mtReplyCommentOnClick({p.number}, 'x')">Reply</a></div></div>
          <div class="comment-content"><p>{p.text}</p></div></div></div>"""

    return f"""<div id="comments" class="comments"><h2 class="comments-header">Comments</h2><div class="comments-content">{"".join(item(p, "") for p in posts)}</div></div>"""


def kubrick(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        name = (
            p.name if p.number == 1003 else f"<a href='http://{p.number}.example/' rel='external nofollow'>{p.name}</a>"
        )
        return f"""<li class="{"alt" if p.number % 2 else ""}" id="comment-{p.number}"><cite>{name}</cite> Says:<br>
          <small class="commentmetadata"><a href="#comment-{p.number}" title="">March {p.day}th, 2024 at 10:11 am</a> </small><p>{p.text}</p></li>"""

    return f"""<link rel="stylesheet" href="/wp-content/themes/default/style.css"><div class="post"><small>March 2nd, 2024 by Kay</small><div class="entry"><p>A film of fog.</p></div></div>
      <h3 id="comments">{len(posts)} Responses to &#8220;The Lighthouse Keeper&#8221;</h3><ol class="commentlist">{"".join(map(item, posts))}</ol><h3 id="respond">Leave a Reply</h3>"""


def block_theme(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        return f"""<li id="comment-{p.number}" class="comment even thread-even depth-1"><div class="wp-block-columns"><div class="wp-block-column" style="flex-basis:40px"><div class="wp-block-avatar"><img alt="{p.name} Avatar" src="a.png"></div></div>
          <div class="wp-block-column"><div class="wp-block-comment-author-name has-small-font-size"><a rel="external nofollow ugc" href="http://{p.number}.example" target="_self">{p.name}</a></div>
          <div class="wp-block-group"><div class="wp-block-comment-date has-small-font-size"><time datetime="2024-03-0{p.day}T10:11:12+01:00"><a href="/t/1/#comment-{p.number}">March {p.day}, 2024</a></time></div></div>
          <div class="wp-block-comment-content"><p>{p.text}</p></div><div class="wp-block-comment-reply-link has-small-font-size"><a rel="nofollow" class="comment-reply-link" href="?replytocom={p.number}#respond">Reply</a></div></div></div>{inside}</li>"""

    rows = inside_first(posts, item, "<ol>{}</ol>")
    return f"""<link href="/wp-content/x.css"><div class="wp-block-comments"><h2 id="comments" class="wp-block-comments-title">{len(posts)} responses to &#8220;The Lighthouse Keeper&#8221;</h2><ol class="wp-block-comment-template">{rows}</ol></div>"""


def genesis(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        return f"""<li class="comment even thread-even depth-1" id="comment-{p.number}"><article id="article-comment-{p.number}" itemprop="comment" itemscope itemtype="https://schema.org/Comment">
          <header class="comment-header"><p class="comment-author" itemprop="author" itemscope><img alt="" class="avatar" src="a.png"><span itemprop="name"><a href="http://{p.number}.example" class="comment-author-link" rel="external nofollow" itemprop="url">{p.name}</a></span> <span class="says">says</span></p>
          <p class="comment-meta"><time class="comment-time" datetime="2024-03-0{p.day}T10:11:12+00:00" itemprop="datePublished"><a class="comment-time-link" href="/t/1/#comment-{p.number}" itemprop="url">March {p.day}, 2024 at 10:11 am</a></time></p></header>
          <div class="comment-content" itemprop="text"><p>{p.text}</p></div><div class="comment-reply"><a rel="nofollow" class="comment-reply-link" href="#comment-{p.number}">Reply</a></div></article>{inside}</li>"""

    rows = inside_first(posts, item, "<ul class='children'>{}</ul>")
    return f"""<link href="/wp-content/x.css"><div class="entry-comments" id="comments"><h3>Comments</h3><ol class="comment-list">{rows}</ol></div>"""


def thesis(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        return f"""<dt class="comment even thread-even depth-1" id="comment-{p.number}"><span class="comment_num"><a href="#comment-{p.number}" rel="nofollow">{p.number - 1000}</a></span> <span class='comment_author'><a href="http://{p.number}.example" rel="external nofollow" class="url">{p.name}</a></span> <span class="comment_time">March {p.day}, 2024 at 10:11 am</span></dt>
          <dd class="comment even thread-even depth-1"><div class="format_text" id="comment-body-{p.number}"><p>{p.text}</p><p class="reply"><a rel="nofollow" class="comment-reply-link" href="?replytocom={p.number}">Reply</a></p></div>{inside}</dd>"""

    rows = inside_first(posts, item, "<dl class='children'>{}</dl>")
    return f"""<link href="/wp-content/themes/thesis/style.css"><div id="comments"><div class="comments_intro"><p><span>{len(posts)}</span> comments</p></div><dl id="comment_list">{rows}</dl></div>"""


def divi(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        return f"""<li class="comment even thread-even depth-1" id="li-comment-{p.number}"><article id="comment-{p.number}" class="comment-body clearfix"><div class="comment_avatar"><img alt="{p.name}" class="avatar" src="a.png"></div>
          <div class="comment_postinfo"><span class="fn"><a href="http://{p.number}.example" class="url" rel="ugc external nofollow">{p.name}</a></span> <span class="comment_date">on March {p.day}, 2024 at 10:11 am</span></div>
          <div class="comment_area"><div class="comment-content clearfix"><p>{p.text}</p><span class="reply-container"><a rel="nofollow" class="comment-reply-link" href="?replytocom={p.number}">Reply</a></span></div></div></article>{inside}</li>"""

    rows = inside_first(posts, item, "<ul class='children'>{}</ul>")
    return f"""<link href="/wp-content/themes/Divi/style.css"><section id="comment-wrap"><h1 id="comments" class="page_title">{len(posts)} Comments</h1><ol class="commentlist clearfix">{rows}</ol></section>"""


def avada(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        return f"""<li class="comment even thread-even depth-1" id="comment-{p.number}"><div class="the-comment"><div class="avatar"><img alt="" class="avatar" src="a.png"></div><div class="comment-box">
          <div class="comment-author meta"><strong><a href="http://{p.number}.example" class="url" rel="ugc external nofollow">{p.name}</a></strong><span class="comment-date">March {p.day}, 2024 at 10:11 am</span><a rel="nofollow" class="comment-reply-link" href="?replytocom={p.number}"> - Reply</a></div>
          <div class="comment-text"><p>{p.text}</p></div></div></div>{inside}</li>"""

    rows = inside_first(posts, item, "<ul class='children'>{}</ul>")
    return f"""<link href="/wp-content/themes/Avada/style.css"><div id="comments" class="comments-container"><div class="fusion-title"><h2>{len(posts)} Comments</h2></div><ol class="comment-list commentlist">{rows}</ol></div>"""


def dotclear(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<dt id="c{p.number}" class="odd first"><a href="#c{p.number}" class="comment-number">{p.number - 1000}.</a> Le {p.day} mars 2024, 10:11 par <a href="http://{p.number}.example" rel="ugc nofollow">{p.name}</a></dt><dd class="odd first"><p>{p.text}</p></dd>"""

    return f"""<div class="post"><p class="post-info">Par Kay le 2 mars 2024, 09:00</p><p>Un film de brume.</p></div><div id="comments"><h3>Commentaires</h3><dl>{"".join(map(item, posts))}</dl></div>"""


def serendipity(posts: Sequence[Post]) -> str:
    def item(k: int, p: Post) -> str:
        return f"""<a id="c{p.number}"></a><div id="comment_{p.number}" class="serendipity_comment serendipity_comment_author_x comment_oddbox" style="padding-left: {20 if k == 1 else 0}px"><div class="serendipity_commentBody">{p.text}</div>
          <div class="serendipity_comment_source"><a class="comment_source_trace" href="#c{p.number}">#{p.number - 1000}</a> <span class="comment_source_author"><a class="comment_source_url" href="http://{p.number}.example">{p.name}</a></span> <span class="comment_source_ctime">0{p.day}.03.2024 10:11</span> (<a class="comment_reply" href="#serendipity_CommentForm" id="serendipity_reply_{p.number}">Reply</a>)</div></div>"""

    return f"""<div class="serendipity_comments"><a id="comments"></a><div class="serendipity_commentsTitle">Comments</div>{"".join(item(k, p) for k, p in enumerate(posts))}</div>"""


def spip(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        return f"""<li class="forum-fil"><div class="forum-message"><div class="forum-chapo"><strong class="forum-titre"><a href="#forum{p.number}" name="forum{p.number}" id="forum{p.number}">The Lighthouse Keeper</a></strong><small>{p.day} mars 2024 10:11, par <span class="vcard author">{p.name}</span></small></div>
          <div class="forum-texte"><p>{p.text}</p><p class="forum-repondre-message"><a href="spip.php?page=forum&amp;id_forum={p.number}" rel="noindex nofollow">R&eacute;pondre &agrave; ce message</a></p></div></div>{inside}</li>"""

    return f"""<h2 class="forum-titre">Vos commentaires</h2><ul class="forum">{inside_first(posts, item, "<ul>{}</ul>")}</ul>"""


def commento(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        return f"""<div id="commento-comment-card-{p.number}" class="commento-card" style="border-left: 2px solid #396ab1"><div class="commento-header"><div id="commento-comment-avatar-{p.number}" class="commento-avatar">M</div><a id="commento-comment-name-{p.number}" class="commento-name">{p.name}</a>
          <div id="commento-comment-subtitle-{p.number}" class="commento-subtitle"><div id="commento-comment-score-{p.number}" class="commento-score">2 points</div><div id="commento-comment-timeago-{p.number}" class="commento-timeago" title="Tue Mar 0{p.day} 2024 10:11:12 GMT+0100">3 days ago</div></div></div>
          <div id="commento-comment-contents-{p.number}"><div class="commento-body" id="commento-comment-body-{p.number}"><div id="commento-comment-text-{p.number}"><p>{p.text}</p></div></div><div id="commento-comment-children-{p.number}" class="commento-body">{inside}</div></div></div>"""

    return f"""<div id="commento" class="commento-root"><div id="commento-main-area"><div id="commento-comments">{inside_first(posts, item, "{}")}</div></div></div>"""


def plone(posts: Sequence[Post]) -> str:
    def item(k: int, p: Post) -> str:
        level = int(k == 1)
        return f"""<div class="comment replyTreeLevel{level} state-published" style="margin-left:{level}em" id="17096{p.number}"><div class="commentImage"><img src="defaultUser.png" alt=""></div><div class="documentByLine">{p.name} says: <div class="commentDate">Mar 0{p.day}, 2024 10:11 AM</div></div>
          <div class="commentBody"><p>{p.text}</p><div class="commentActions"></div></div><button class="context reply-to-comment-button hide allowMultiSubmit">Reply</button></div>"""

    return f"""<div class="discussion">{"".join(item(k, p) for k, p in enumerate(posts))}</div>"""


def k2(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<li class="odd"><span class="commentLink"><a href="/t/1#comment{p.number}" name="comment{p.number}" id="comment{p.number}">Comment Link</a></span><img src="a.png" alt="{p.name}" width="48"><span class="commentDate">0{p.day} March 2024 10:11</span>
          <span class="commentAuthorName">posted by <a href="http://{p.number}.example" title="{p.name}" target="_blank" rel="nofollow">{p.name}</a></span><p>{p.text}</p><br class="clr"></li>"""

    return f"""<div class="itemComments"><h3 class="itemCommentsCounter"><span>{len(posts)}</span> comments</h3><ul class="itemCommentsList">{"".join(map(item, posts))}</ul><div class="itemCommentsPagination"></div></div>"""


def jcomments(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        return f"""<div class="even" id="comment-item-{p.number}"><div class="rbox"><div class="rbox_m"><div class="comment-box usertype-guest"><span class="comments-vote"><span id="comment-vote-holder-{p.number}"><a href="#" class="vote-good" title="Good comment!"></a><a href="#" class="vote-poor" title="Poor comment!"></a><span class="vote-good">+1</span></span></span><a class="comment-anchor" href="#comment-{p.number}" id="comment-{p.number}">#{p.number - 1000}</a>
          <span class="comment-author">{p.name}</span> <span class="comment-date">2024-03-0{p.day} 10:11</span><div class="comment-body" id="comment-body-{p.number}">{p.text}</div><span class="comments-buttons"><a href="#" onclick="jcomments.showReply({p.number}); return false;">Reply</a> | <a href="#">Quote</a></span></div></div></div>{inside}</div>"""

    rows = inside_first(posts, item, '<div class="comments-list" id="comments-list-1001">{}</div>')
    return f"""<div id="jc"><div id="comments"><h4>Comments</h4><div class="comments-list" id="comments-list-0">{rows}</div></div></div>"""


def lobsters(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        return f"""<li class="comments_subtree"><input id="comment_folder_x{p.number}" class="comment_folder_button" type="checkbox"><div class="comment" id="c_x{p.number}" data-shortid="x{p.number}"><label for="comment_folder_x{p.number}" class="comment_folder"></label><div class="voters"><a class="upvoter" href="/login">3</a></div>
          <div class="details"><div class="byline"><a name="c_x{p.number}"></a><a href="/~{p.name}"><img class="avatar" alt="" src="a.png"></a> <a href="/~{p.name}">{p.name}</a> <span title="2024-03-0{p.day} 10:11:12 -0600">3 days ago</span> | <a href="/s/1#c_x{p.number}">link</a></div><div class="comment_text"><p>{p.text}</p></div></div></div><ol class="comments">{inside}</ol></li>"""

    return f"""<ol class="comments comments1"><li class="comments_subtree"><ol class="comments">{inside_first(posts, item, "{}")}</ol></li></ol>"""


def otwarchive(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<li class="odd comment group" id="comment_{p.number}" role="article"><h4 class="heading byline"><a href="/users/{p.number}">{p.name}</a> <span class="parent">on Chapter 2</span> <span class="posted datetime"><abbr class="day" title="Tuesday">Tue</abbr> <span class="date">0{p.day}</span> <abbr class="month" title="March">Mar</abbr> <span class="year">2024</span> <span class="time">10:11AM</span> <abbr class="timezone" title="Coordinated Universal Time">UTC</abbr></span></h4>
          <div class="icon"><a href="/users/{p.number}"><img alt="" class="icon" src="i.png"></a></div><blockquote class="userstuff"><p>{p.text}</p></blockquote><h5 class="landmark heading">Comment Actions</h5><ul class="actions" id="navigation_for_comment_{p.number}"><li><a href="/comments/{p.number}">Thread</a></li></ul><div class="clear"></div></li>"""

    rows = item(posts[0])
    if len(posts) > 1:
        rows += f'<li><ol class="thread">{item(posts[1])}</ol></li>'
    rows += "".join(map(item, posts[2:]))
    return f"""<div id="comments_placeholder"><ol class="pagination actions"><li class="next">Next</li></ol><ol class="thread">{rows}</ol></div>"""


def dreamwidth(posts: Sequence[Post]) -> str:
    def item(k: int, p: Post) -> str:
        return f"""<div id='cmt{p.number}' class='dwexpcomment' style='margin-left: {25 * (k == 1)}px; margin-top: 5px'><div class="comment-thread comment-depth-odd comment-depth-{1 + (k == 1)} full"><div class="comment-wrapper"><div class="comment"><div class="inner"><div class="header"><div class="inner"><h4 class="comment-title">&nbsp;</h4><span class="comment-date-text"></span><span class="datetime"><span class="comment-date-text">Date:</span> <span title="3 weeks after journal entry">2024-03-0{p.day} 10:11 am (UTC)</span></span></div></div>
          <div class="contents"><div class="inner"><div class="userpic"><img src="u.png" alt="a cat"></div><span class="poster comment-poster"><span class="comment-from-text">From:</span> <span class='ljuser' style='white-space: nowrap;'><a href='http://{p.number}.example/profile'><img src='user.png' alt='[personal profile] '></a><a href='http://{p.number}.example/'><b>{p.name}</b></a></span></span><div class="comment-content">{p.text}</div></div></div>
          <div class="footer"><div class="inner"><ul class="link reply"><li><a href="?replyto={p.number}">Reply</a></li></ul></div></div></div></div></div></div></div>"""

    return f"""<div id="comments"><div class="inner"><div class="bottomcomment"></div>{"".join(item(k, p) for k, p in enumerate(posts))}</div></div>"""


AT = "March {d}, 2024 at 10:11 AM"
LOW = "March {d}, 2024 at 10:11 am"
STAMP = "2024-03-0{d}T10:11:12"
SAMPLES = [
    Sample("blogger", blogger_list, AT, "170968{n}000", "c{n}", label="blogger-list"),
    Sample("blogger", blogger_classic, "March {d}, 2024 10:11 AM", None, "c{n}", label="blogger-classic"),
    Sample("movabletype", typepad, "March 0{d}, 2024 at 10:11 AM", None, "comment-6a00d8341c{n}", label="typepad"),
    Sample("movabletype", movabletype2, "March {d}, 2004 10:11 AM", label="movabletype-2"),
    Sample("movabletype", movabletype3, "March {d}, 2024 10:11 AM", None, "comment-{n}", label="movabletype-3"),
    Sample(
        "movabletype", movabletype4, "March {d}, 2024 10:11 AM", STAMP + "+01:00", "comment-{n}", label="movabletype-4"
    ),
    Sample("wordpress", kubrick, "March {d}th, 2024 at 10:11 am", None, "comment-{n}", label="kubrick"),
    Sample(
        "wordpress", block_theme, "March {d}, 2024", STAMP + "+01:00", "comment-{n}", nested=True, label="block-theme"
    ),
    Sample("wordpress", genesis, LOW, STAMP + "+00:00", "comment-{n}", nested=True, label="genesis"),
    Sample("thesis", thesis, LOW, None, "comment-{n}", nested=True),
    Sample("wordpress", divi, "on " + LOW, None, "li-comment-{n}", nested=True, label="divi"),
    Sample("wordpress", avada, LOW, None, "comment-{n}", nested=True, label="avada"),
    Sample("dotclear", dotclear, "{d} mars 2024, 10:11", None, "c{n}"),
    Sample("serendipity", serendipity, "0{d}.03.2024 10:11", None, "comment_{n}", nested=True),
    Sample("spip", spip, "{d} mars 2024 10:11", None, "forum{n}", nested=True, headline="The Lighthouse Keeper"),
    Sample(
        "commento",
        commento,
        "3 days ago",
        "Tue Mar 0{d} 2024 10:11:12 GMT+0100",
        "commento-comment-card-{n}",
        nested=True,
    ),
    Sample("plone", plone, "Mar 0{d}, 2024 10:11 AM", None, "17096{n}", nested=True),
    Sample("k2", k2, "0{d} March 2024 10:11", None, "comment{n}"),
    Sample("jcomments", jcomments, "2024-03-0{d} 10:11", None, "comment-item-{n}", nested=True),
    Sample("lobsters", lobsters, "3 days ago", "2024-03-0{d} 10:11:12 -0600", "c_x{n}", nested=True),
    Sample("otwarchive", otwarchive, "Tue 0{d} Mar 2024 10:11AM UTC", None, "comment_{n}", nested=True),
    Sample("dreamwidth", dreamwidth, "2024-03-0{d} 10:11 am (UTC)", None, "cmt{n}", nested=True),
]


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_an_engine_reads_its_own_page(sample: Sample, count: int) -> None:
    assert as_read(sample, count) == (sample.engine, "engine", sample.expected(count))
