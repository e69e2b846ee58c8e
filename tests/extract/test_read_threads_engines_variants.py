"""Older and newer markup of forum and blog software: one engine has had several in its life."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.extract.engine_pages import COUNTS, POSTS, Post, Sample, as_read, document, inside_first, read


def drupal6(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        del inside
        return f"""<a id="comment-{p.number}"></a><div class="comment comment-published odd clear-block"><h3><a href="/node/1#comment-{p.number}" class="active">In short</a></h3><div class="submitted">Tue, 03/0{p.day}/2024 - 10:11 &mdash; <a href="/user/{p.number}" title="View user profile.">{p.name}</a></div><div class="content"><p>{p.text}</p><div class="user-signature clear-block"><p>Popcorn is a food group</p></div></div><ul class="links"><li class="comment_reply first last"><a href="/comment/reply/1/{p.number}">reply</a></li></ul></div>"""

    rows = item(posts[0], "")
    if len(posts) > 1:
        rows += f'<div class="indented">{item(posts[1], "")}</div>'
    return f"""<script src="/misc/drupal.js"></script><div id="comments">{rows}{"".join(item(p, "") for p in posts[2:])}</div>"""


def drupal7(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<a id="comment-{p.number}"></a><div class="comment comment-by-anonymous clearfix" about="/comment/{p.number}#comment-{p.number}" typeof="sioc:Post sioct:Comment"><h3 property="dc:title" datatype=""><a href="/comment/{p.number}#comment-{p.number}" class="permalink" rel="bookmark">In short</a></h3><div class="submitted"><a href="/comment/{p.number}#comment-{p.number}" class="permalink" rel="bookmark">Permalink</a><span property="dc:date dc:created" content="2024-03-0{p.day}T10:11:12+01:00" datatype="xsd:dateTime" rel="sioc:has_creator">Submitted by <span class="username" typeof="sioc:UserAccount" property="foaf:name">{p.name}</span> on Tue, 03/0{p.day}/2024 - 10:11</span></div>
          <div class="content"><span rel="sioc:reply_of" resource="/node/1" class="rdf-meta element-hidden"></span><div class="field field-name-comment-body field-type-text-long field-label-hidden"><div class="field-items"><div class="field-item even" property="content:encoded"><p>{p.text}</p></div></div></div></div><ul class="links inline"><li class="comment-reply first last"><a href="/comment/reply/1/{p.number}">reply</a></li></ul></div>"""

    rows = item(posts[0])
    if len(posts) > 1:
        rows += f'<div class="indented">{item(posts[1])}</div>'
    return f"""<script src="/misc/drupal.js"></script><div id="comments" class="comment-wrapper"><h2 class="title">Comments</h2>{rows}{"".join(map(item, posts[2:]))}<h2 class="title comment-form">Add new comment</h2><form class="comment-form"><textarea></textarea></form></div>"""


def olivero(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<article data-comment-user-id="0" id="comment-{p.number}" class="js-comment comment"><div class="comment__picture-wrapper"><div class="comment__picture"></div></div><div class="comment__text-wrapper"><footer class="comment__meta"><p class="comment__author"><span>{p.name}</span></p><p class="comment__time">{p.day} March, 2024</p><p class="parent visually-hidden"></p></footer>
          <div class="comment__content"><div class="comment__title"><a href="/comment/{p.number}#comment-{p.number}" class="permalink" rel="bookmark">In short</a></div><div class="text-content clearfix field field--name-comment-body field--type-text-long field--label-hidden field__item"><p>{p.text}</p></div><ul class="links inline comment__links"><li><a href="/comment/reply/node/1/comment/{p.number}">Reply</a></li></ul></div></div></article>"""

    rows = item(posts[0])
    if len(posts) > 1:
        rows += f'<div class="indented">{item(posts[1])}</div>'
    return f"""<script src="/core/misc/drupal.js"></script><section data-drupal-selector="comments" class="comments"><h2 class="comments__title">Comments <span class="comments__count">{len(posts)}</span></h2>{rows}{"".join(map(item, posts[2:]))}</section>"""


def subsilver2(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        sign = (
            '<div class="postbody"><br>_________________<br>Popcorn is a food group</div>' if p.number != 1003 else ""
        )
        note = (
            f'<span class="gensmall">Last edited by {p.name} on Wed Mar 20, 2024 9:00 am, edited 1 time in total.</span>'
            if p.number == 1001
            else ""
        )
        return f"""<table class="tablebg" width="100%" cellspacing="1"><tr class="row1"><td align="center" valign="middle"><a name="p{p.number}"></a><b class="postauthor">{p.name}</b></td><td width="100%" height="25"><table width="100%" cellspacing="0"><tr><td class="gensmall" width="100%"><div style="float: left;">&nbsp;<b>Post subject:</b> Re: The Lighthouse Keeper</div><div style="float: right;"><a href="./viewtopic.php?p={p.number}#p{p.number}"><img src="icon_post_target.gif" alt="Post" title="Post"></a><b>Posted:</b> Tue Mar 0{p.day}, 2024 10:11 am&nbsp;</div></td></tr></table></td></tr>
          <tr class="row1"><td valign="top" class="profile"><table cellspacing="4" align="center" width="150"><tr><td class="postdetails">Member</td></tr></table><span class="postdetails"><br><b>Joined:</b> Sun Jan 03, 2010 9:00 am<br><b>Posts:</b> 211</span></td><td valign="top"><table width="100%" cellspacing="5"><tr><td><div class="postbody">{p.text}</div>{sign}<br clear="all"><br>{note}<table width="100%" cellspacing="0"><tr valign="middle"><td class="gensmall" align="right"></td></tr></table></td></tr></table></td></tr>
          <tr class="row1"><td class="profile"><strong><a href="#wrapheader">Top</a></strong></td><td><div class="gensmall" style="float: left;">&nbsp;<a href="./memberlist.php?mode=viewprofile&amp;u={p.number}"><img src="icon_user_profile.gif" alt="Profile" title="Profile"></a></div></td></tr><tr><td class="spacer" colspan="2" height="1"><img src="spacer.gif" alt="" width="1" height="1"></td></tr></table>"""

    return f"""<div id="pagecontent"><table class="tablebg" width="100%" cellspacing="1"><tr><td class="cat"><table width="100%"><tr><td class="nav"><a href="#">Print view</a></td></tr></table></td></tr><tr><th>Author</th><th>Message</th></tr></table>{"".join(map(item, posts))}</div>"""


def bbpress(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div id="post-{p.number}" class="bbp-reply-header"><div class="bbp-meta"><span class="bbp-reply-post-date">March {p.day}, 2024 at 10:11 am</span><a href="/topic/1/#post-{p.number}" class="bbp-reply-permalink">#{p.number}</a><span class="bbp-admin-links"></span></div></div>
          <div class="odd bbp-parent-forum-1 post-{p.number} reply type-reply status-publish hentry"><div class="bbp-reply-author"><a href="/users/x/" title="View profile" class="bbp-author-link"><span class="bbp-author-avatar"><img src="a.png" class="avatar"></span><span class="bbp-author-name">{p.name}</span></a><div class="bbp-author-role">Participant</div></div><div class="bbp-reply-content"><p>{p.text}</p></div></div>"""

    return f"""<div id="bbpress-forums"><ul id="topic-1-replies" class="forums bbp-replies"><li class="bbp-header"><div class="bbp-reply-author">Author</div><div class="bbp-reply-content">Posts</div></li><li class="bbp-body">{"".join(map(item, posts))}</li><li class="bbp-footer"><div class="bbp-reply-author">Author</div><div class="bbp-reply-content">Posts</div></li></ul></div>"""


def vbulletin3(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div id="edit{p.number}" style="padding:0px 0px 6px 0px"><table class="tborder" id="post{p.number}" cellpadding="6" cellspacing="1" border="0" width="100%" align="center"><tr><td class="thead"><div class="normal" style="float:right">&nbsp;#<a href="showpost.php?p={p.number}" id="postcount{p.number}" name="1"><strong>{p.number - 1000}</strong></a>&nbsp;</div><div class="normal"><a name="post{p.number}"><img class="inlineimg" src="post_old.gif" alt="Old"></a> 03-0{p.day}-2024, 10:11 AM</div></td></tr>
          <tr><td class="alt2" style="padding:0px"><table cellpadding="0" cellspacing="6" border="0" width="100%"><tr><td nowrap="nowrap"><div id="postmenu_{p.number}"><a class="bigusername" href="member.php?u={p.number}">{p.name}</a></div><div class="smallfont">Member</div></td><td width="100%">&nbsp;</td><td valign="top" nowrap="nowrap"><div class="smallfont"><div>Join Date: Jan 2010</div><div>Posts: 211</div></div></td></tr></table></td></tr>
          <tr><td class="alt1" id="td_post_{p.number}"><div class="smallfont"><img class="inlineimg" src="icon1.gif" alt="Default"><strong>Re: The Lighthouse Keeper</strong></div><hr size="1"><div id="post_message_{p.number}">{p.text}</div><div>__________________<br>Popcorn is a food group, and so is patience</div><div class="smallfont"><hr size="1"><em>Last edited by {p.name}; 03-20-2024 at <span class="time">09:00 AM</span>.</em></div><div align="right"><a href="newreply.php?p={p.number}" rel="nofollow"><img src="quote.gif" alt="Reply With Quote"></a></div></td></tr></table></div>"""

    return f"""<div id="posts">{"".join(map(item, posts))}<div id="lastpost"></div></div>"""


def vbulletin5(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<li data-node-id="{p.number}" data-node-publishdate="1709629872" data-node-userid="5" class="b-post js-post js-comment-entry__parent h-restore--on-preview h-clearfix"><hr class="b-divider--section"><a id="post{p.number}" class="b-post__hide"></a><div class="l-row__fixed--left"><div class="b-userinfo b-post__grid-table-cell"><div class="b-userinfo__details"><div class="author h-text-size--14"><strong><a href="/member/5" class="js-username">{p.name}</a></strong></div><div class="usertitle">Member</div></div><ul class="b-userinfo__additional-info-block"><li class="b-userinfo__additional-info"><label class="b-userinfo__additional-info-label">Join Date:</label><span class="b-userinfo__additional-info-value">Jan 2010</span></li></ul></div></div>
          <div class="b-post__body h-wordwrap"><div class="b-post__arrow"></div><div class="b-post__content js-post__content"><div class="h-flex-spacer h-margin-top-16"><div class="b-post__timestamp"><time datetime='2024-03-0{p.day}T10:11:12'>03-0{p.day}-2024, 10:11 AM</time></div><div><a href="#post{p.number}" class="b-post__count js-show-post-link">#{p.number - 1000}</a></div></div><h2 class="b-post__title js-post-title b-post-hide-title-after">The Lighthouse Keeper</h2><div class="js-post__content-text OLD__post-content-text restore h-wordwrap">{p.text}</div></div><div class="post-signature restore"><em>Popcorn is a food group, and so is patience</em></div><div class="b-post__footer h-hide-on-preview"><ul class="h-left"><li class="b-post-control">Tags: None</li></ul></div></div></li>"""

    return f"""<div class="conversation-content"><ul class="conversation-list list-container h-clearfix thread-view">{"".join(map(item, posts))}</ul></div>"""


def xenforo1(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<li id="post-{p.number}" class="message" data-author="{p.name}"><div class="messageUserInfo" itemscope itemtype="http://data-vocabulary.org/Person"><div class="messageUserBlock"><div class="avatarHolder"><a href="members/x.{p.number}/" class="avatar"><img src="a.png" alt="{p.name}"></a></div><h3 class="userText"><a href="members/x.{p.number}/" class="username" itemprop="name">{p.name}</a><em class="userTitle">Well-Known Member</em></h3><div class="extraUserInfo"><dl class="pairsJustified"><dt>Joined:</dt><dd>Jan 3, 2010</dd></dl></div></div></div>
          <div class="messageInfo primaryContent"><div class="messageContent"><article><blockquote class="messageText SelectQuoteContainer ugc baseHtml">{p.text}<div class="messageTextEndMarker">&nbsp;</div></blockquote></article></div><div class="editDate">Last edited: <span class="DateTime" title="Mar 20, 2024 at 9:00 AM">Mar 20, 2024</span></div><div class="baseHtml signature messageText ugc"><aside>Popcorn is a food group, and so is patience</aside></div>
          <div class="messageMeta ToggleTriggerAnchor"><div class="privateControls"><span class="item muted"><span class="authorEnd"><a href="members/x.{p.number}/" class="username author">{p.name}</a>,</span> <a href="threads/1/#post-{p.number}" title="Permalink" class="datePermalink"><span class="DateTime" title="Mar {p.day}, 2024 at 10:11 AM">Mar {p.day}, 2024</span></a></span></div><div class="publicControls"><a href="#" class="item muted postNumber hashPermalink">#{p.number - 1000}</a></div></div></div></li>"""

    return f"""<form class="InlineModForm section"><ol class="messageList" id="messageList">{"".join(map(item, posts))}</ol></form>"""


def wpdiscuz(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        return f"""<div id="wpd-comm-{p.number}_0" class="comment even thread-even depth-1 wpd-comment wpd_comment_level-1"><div class="wpd-comment-wrap wpd-blog-guest"><div class="wpd-comment-left"><div class="wpd-avatar"><img src="a.png" alt="{p.name}"></div></div><div id="comment-{p.number}" class="wpd-comment-right"><div class="wpd-comment-header"><div class="wpd-comment-author">{p.name}</div><div class="wpd-comment-date" title="March {p.day}, 2024 10:11 am"><i class="far fa-clock"></i> 3 weeks ago</div><div class="wpd-comment-share wpd-hidden"></div></div>
          <div class="wpd-comment-text"><p>{p.text}</p></div><div class="wpd-comment-footer"><div class="wpd-vote"><div class="wpd-vote-up wpd_not_clicked"></div><div class="wpd-vote-result" title="0">0</div></div><div class="wpd-reply-button"><span>Reply</span></div></div></div></div><div id="wpdiscuz_form_anchor-{p.number}_0"></div>{inside}</div>"""

    return f"""<link href="/wp-content/x.css"><div id="wpdcom" class="wpdiscuz_unauth wpd-default wpd-layout-1"><div id="wpd-threads" class="wpd-thread-wrapper"><div class="wpd-thread-list">{inside_first(posts, item, "{}")}</div></div></div>"""


def flarum(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div class="PostStream-item" data-index="{p.number - 1001}" data-time="2024-03-0{p.day}T10:11:12.000Z" data-number="{p.number}" data-id="{p.number}" data-type="comment"><article class="CommentPost Post"><div><header class="Post-header"><ul><li class="item-user"><div class="PostUser"><h3><a href="/u/x"><span class="Avatar PostUser-avatar">M</span> <span class="username">{p.name}</span></a></h3></div></li><li class="item-meta"><div class="Dropdown PostMeta"><a class="Dropdown-toggle"><time pubdate datetime="2024-03-0{p.day}T10:11:12.000Z" title="Tuesday, March {p.day}, 2024 10:11 AM" data-humantime>Mar {p.day}</time></a><div class="Dropdown-menu dropdown-menu"><span class="PostMeta-number">Post #{p.number - 1000}</span> <span class="PostMeta-time"><time pubdate datetime="2024-03-0{p.day}T10:11:12.000Z">Tuesday, March {p.day}, 2024 10:11 AM</time></span></div></div></li></ul></header>
          <div class="Post-body"><p>{p.text}</p></div><aside class="Post-actions"><ul><li class="item-reply"><button class="Button Button--link">Reply</button></li></ul></aside><footer class="Post-footer"><ul></ul></footer></div></article></div>"""

    return f"""<div class="DiscussionPage-stream"><div class="PostStream">{"".join(map(item, posts))}</div></div>"""


def disqus(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        return f"""<li class="post" id="post-{p.number}"><div role="alert"></div><div data-role="post-content" class="post-content"><div class="indicator"></div><div class="avatar hovercard"><a class="user"><img src="a.png" alt="Avatar"></a></div><div class="post-body"><header class="comment__header"><span class="post-byline"><span class="author publisher-anchor-color"><a href="https://x.example/by/{p.number}">{p.name}</a></span></span><span class="post-meta"><span class="bullet time-ago-bullet">&bull;</span> <a href="#comment-{p.number}" class="time-ago" title="Tuesday, March {p.day}, 2024 10:11 AM">3 weeks ago</a></span></header>
          <div class="post-body-inner"><div class="post-message-container"><div class="publisher-anchor-color"><div class="post-message"><p>{p.text}</p></div></div></div></div><footer class="comment__footer"><menu class="comment-footer__menu"><li class="voting"><a class="vote-up"><span class="updatable count">3</span></a></li><li class="reply"><a class="reply"><span class="text">Reply</span></a></li></menu></footer></div></div><ul class="children">{inside}</ul></li>"""

    return f"""<div id="disqus_thread"><div id="posts"><ul id="post-list" class="post-list">{inside_first(posts, item, "{}")}</ul></div></div>"""


def arc(posts: Sequence[Post]) -> str:
    def item(k: int, p: Post) -> str:
        return f"""<tr class="athing comtr" id="{p.number}"><td><table border="0"><tr><td class="ind" indent="{int(k == 1)}"><img src="s.gif" height="1" width="{40 * (k == 1)}"></td><td valign="top" class="votelinks"><center><a id="up_{p.number}" href="vote?id={p.number}"><div class="votearrow" title="upvote"></div></a></center></td><td class="default"><div style="margin-top:2px; margin-bottom:-10px;"><span class="comhead"><a href="user?id=x{p.number}" class="hnuser">{p.name}</a> <span class="age" title="2024-03-0{p.day}T10:11:12"><a href="item?id={p.number}">23 days ago</a></span> <span id="unv_{p.number}"></span><span class="navs"> | <a href="#1" class="clicky">next</a> <a class="togg clicky" id="{p.number}" n="1" href="javascript:void(0)">[&ndash;]</a></span></span></div><br>
          <div class="comment"><div class="commtext c00">{p.text}</div><div class="reply"><p><font size="1"><u><a href="reply?id={p.number}" rel="nofollow">reply</a></u></font></p></div></div></td></tr></table></td></tr>"""

    return f"""<table border="0" class="fatitem"><tr class="athing" id="1"><td class="title"><span class="titleline"><a href="https://x.example">The Lighthouse Keeper</a></span></td></tr><tr><td class="subtext"><span class="subline"><span class="score">97 points</span> by <a href="user?id=kay" class="hnuser">kay</a> <span class="age" title="2024-03-02T09:00:00"><a href="item?id=1">26 days ago</a></span> | <a href="item?id=1">{len(posts)} comments</a></span></td></tr></table><table border="0" class="comment-tree">{"".join(item(k, p) for k, p in enumerate(posts))}</table>"""


def remark42(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        return f"""<div class="thread thread_theme_light root__thread"><div class="thread__comment"><article class="comment comment_theme_light" id="remark42__comment-{p.number}"><div class="comment__body"><div class="comment__info"><span class="comment__avatar"></span><button class="comment__username" type="button">{p.name}</button><a href="#remark42__comment-{p.number}" class="comment__time">0{p.day}/03/2024 at 10:11</a></div><div class="comment__text raw-content"><p>{p.text}</p></div><div class="comment__actions"><button class="comment__action">Reply</button></div></div></article></div>{inside}</div>"""

    return f"""<div id="remark42"><div class="root"><div class="root__threads" role="list">{inside_first(posts, item, "{}")}</div></div></div>"""


def mybb16(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        note = (
            f'<p><em class="smalltext">(This post was last modified: 03-20-2024 09:00 AM by <a href="member.php?uid={p.number}">{p.name}</a>.)</em></p>'
            if p.number == 1001
            else ""
        )
        return f"""<a name="pid{p.number}" id="pid{p.number}"></a><table border="0" cellspacing="1" cellpadding="4" class="tborder" style="border-top-width: 0;" id="post_{p.number}"><tbody><tr><td class="trow1" width="15%" valign="top" rowspan="2"><strong><span class="largetext"><a href="member.php?action=profile&amp;uid={p.number}">{p.name}</a></span></strong><br><span class="smalltext">Junior Member<br><br>Posts: 211<br>Joined: Jan 2010<br>Reputation: <strong>0</strong></span></td>
          <td class="trow1" valign="top"><table width="100%"><tr><td><span class="smalltext"><strong>RE: The Lighthouse Keeper</strong></span></td><td align="right"><strong>Post: <a href="showthread.php?pid={p.number}#pid{p.number}">#{p.number - 1000}</a></strong></td></tr></table><hr size="1"><div id="pid_{p.number}" class="post_body">{p.text}</div>{note}<div class="signature"><hr size="1" width="25%" align="left">Popcorn is a food group</div></td></tr>
          <tr><td class="trow1"><table width="100%"><tr valign="bottom"><td align="left"><span class="smalltext">03-0{p.day}-2024 10:11 AM</span></td><td align="right"><a href="newreply.php?pid={p.number}"><img src="postbit_quote.gif" alt="Quote this message in a reply"></a></td></tr></table></td></tr></tbody></table>"""

    return f"""<div id="posts_container"><div id="posts">{"".join(map(item, posts))}</div></div>"""


def smf21(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div class="windowbg" id="msg{p.number}"><div class="post_wrapper"><div class="poster"><h4><span class="off" title="Offline"></span> <a href="index.php?action=profile;u={p.number}" title="View the profile of {p.name}">{p.name}</a></h4><ul class="user_info"><li class="postgroup">Newbie</li><li class="postcount">Posts: 211</li></ul></div>
          <div class="postarea"><div class="keyinfo"><div id="subject_{p.number}" class="subject_title subject_hidden"><a href="index.php?msg={p.number}" rel="nofollow">Re: The Lighthouse Keeper</a></div><div class="postinfo"><span class="messageicon"></span><a href="index.php?msg={p.number}" rel="nofollow" title="Reply #{p.number - 1001} - Re: The Lighthouse Keeper" class="smalltext">March 0{p.day}, 2024, 10:11:12 AM</a><span class="page_number floatright">#{p.number - 1001}</span><span class="spacer"></span><span class="smalltext modified floatright mvisible" id="modified_{p.number}"><span class="lastedit">Last Edit</span>: March 20, 2024, 09:00:00 AM by {p.name}</span></div><div id="msg_{p.number}_quick_mod"></div></div>
          <div class="post"><div class="inner" data-msgid="{p.number}" id="msg_{p.number}">{p.text}</div></div><div class="under_message"><ul class="quickbuttons"><li><a href="#">Quote</a></li></ul></div></div><div class="moderatorbar"><div class="signature" id="msg_{p.number}_signature">Popcorn is a food group</div></div></div></div>"""

    return f"""<div id="forumposts"><form>{"".join(map(item, posts))}</form></div>"""


def prosilver30(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        note = (
            f'<div class="notice">Last edited by <a href="./memberlist.php">{p.name}</a> on Wed Mar 20, 2024 9:00 am, edited 1 time in total.</div>'
            if p.number == 1001
            else ""
        )
        return f"""<div id="p{p.number}" class="post bg2"><div class="inner"><span class="corners-top"><span></span></span><div class="postbody"><ul class="profile-icons"><li class="quote-icon"><a href="./posting.php?p={p.number}" title="Reply with quote"><span>Reply with quote</span></a></li></ul><h3 class="first"><a href="#p{p.number}">Re: The Lighthouse Keeper</a></h3><p class="author"><a href="./viewtopic.php?p={p.number}#p{p.number}"><img src="icon_post_target.gif" alt="Post" title="Post"></a>by <strong><a href="./memberlist.php?u={p.number}">{p.name}</a></strong> &raquo; Tue Mar 0{p.day}, 2024 10:11 am </p>
          <div class="content">{p.text}</div>{note}<div id="sig{p.number}" class="signature">Popcorn is a food group</div></div><dl class="postprofile" id="profile{p.number}"><dt><a href="./memberlist.php?u={p.number}">{p.name}</a></dt><dd>Member</dd><dd><strong>Posts:</strong> 211</dd><dd><strong>Joined:</strong> Sun Jan 03, 2010 9:00 am</dd></dl><div class="back2top"><a href="#wrap" class="top" title="Top">Top</a></div><span class="corners-bottom"><span></span></span></div></div>"""

    return f"""<div id="page-body"><h2>The Lighthouse Keeper</h2>{"".join(map(item, posts))}</div>"""


def wikidot(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        who = f"""<span class="printuser avatarhover"><a href="http://www.wikidot.com/user:info/x{p.number}"><img class="small" src="a.png" alt="{p.name}"></a><a href="http://www.wikidot.com/user:info/x{p.number}">{p.name}</a></span> <span class="odate time_1709629872 format_%25e%20%25b">0{p.day} Mar 2024 10:11</span>"""
        note = (
            f"""<div class="changes">Last edited on <span class="odate time_1710921600">20 Mar 2024 09:00</span> by {p.name} <a href="javascript:;">Show more</a></div>"""
            if p.number == 1001
            else ""
        )
        return f"""<div class="post-container" id="fpc-{p.number}"><div class="post" id="post-{p.number}"><div class="long"><div class="head"><div class="options"><a href="javascript:;" class="fold">Fold</a></div><div class="title" id="post-title-{p.number}">In short</div><div class="info">{who}</div></div><div class="content" id="post-content-{p.number}"><p>{p.text}</p></div>{note}<div class="options"><a href="javascript:;">Reply</a> <a href="javascript:;">Options</a></div></div>
          <div class="short"><a class="options" href="javascript:;">Unfold</a> <a class="title" href="javascript:;">In short</a> by {who}</div></div>{inside}</div>"""

    return f"""<div class="thread-container" id="thread-container"><div id="thread-container-posts">{inside_first(posts, item, "{}")}</div></div>"""


def proboards(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<tr id="post-{p.number}" class="odd item post"><td><table><tr><td class="left-panel"><div class="mini-profile"><a href="/user/{p.number}" class="user-link o-user-link js-user-link" title="@x"><span itemprop="name">{p.name}</span></a><div class="info">Posts: 211</div><div>Joined: <span class="date">January 2010</span></div></div></td><td class="content"><article><div class="content-head"><div class="info"><span class="date"><abbr class="o-timestamp time" data-timestamp="17096298{p.number}00" title="Mar {p.day}, 2024 10:11:12 GMT">Mar {p.day}, 2024 at 10:11am</abbr></span></div><div class="controls"><a class="button">Quote</a></div></div><div class="message">{p.text}</div></article></td></tr>
          <tr><td class="left-panel"></td><td class="foot"><div class="edited_by">Last Edit: <abbr class="o-timestamp time" title="Mar 20, 2024 09:00:00 GMT">Mar 20, 2024 at 9:00am</abbr> by {p.name}</div><div class="signature">Popcorn is a food group, and so is patience</div></td></tr></table></td></tr>"""

    return (
        f"""<div class="container posts"><table class="list"><tbody>{"".join(map(item, posts))}</tbody></table></div>"""
    )


def question2answer(posts: Sequence[Post]) -> str:
    def item(p: Post, kind: str, inside: str) -> str:
        form = (
            '<form method="post"><div class="qa-voting"><div class="qa-vote-count"><span class="qa-netvote-count-data">+3</span> votes</div></div></form>'
            if kind == "a"
            else ""
        )
        return f"""<div class="qa-{kind}-list-item hentry" id="{kind}{p.number}">{form}<div class="qa-{kind}-item-main"><form method="post"><div class="qa-{kind}-item-content"><a name="{p.number}"></a><div class="entry-content"><p>{p.text}</p></div></div><span class="qa-{kind}-item-avatar-meta"><span class="qa-{kind}-item-meta"><a rel="nofollow" href="/1/x?show={p.number}#{kind}{p.number}" class="qa-{kind}-item-what">said</a> <span class="qa-{kind}-item-when"><span class="qa-{kind}-item-when-data"><time class="published" datetime="2024-03-0{p.day}T10:11:12+0000" title="Mar {p.day}, 2024">Mar {p.day}, 2024</time></span></span> <span class="qa-{kind}-item-who"><span class="qa-{kind}-item-who-pad">by </span><span class="qa-{kind}-item-who-data"><a href="/user/x" class="qa-user-link">{p.name}</a></span> <span class="qa-{kind}-item-who-points"><span class="qa-{kind}-item-who-points-pad">(</span><span>1,240</span> points)</span></span></span></span></form>
          <div class="qa-a-item-c-list" id="c{p.number}_list">{inside}</div></div></div>"""

    first = item(posts[0], "a", item(posts[1], "c", "") if len(posts) > 1 else "")
    return f"""<div class="qa-part-a-list"><h2>{len(posts)} Answers</h2><div class="qa-a-list" id="a_list">{first}{"".join(item(p, "a", "") for p in posts[2:])}</div></div>"""


def wpforo(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div id="post-{p.number}" class="post-wrap wpfn-1"><div class="wpforo-post wpfcl-1"><div class="wpf-left"><div class="author-avatar"><img src="a.png" class="avatar"></div><div class="author-data"><div class="author-name"><span><a href="/profile/x">{p.name}</a></span></div><div class="author-title">Member</div><div class="author-joined">Joined: 14 years ago</div><div class="author-posts">Posts: 211</div></div></div>
          <div class="wpf-right"><div class="wpforo-post-content-top"><div class="wpf-post-link wpf-post-link-top"><a href="#post-{p.number}">#{p.number}</a></div></div><div class="wpforo-post-content"><p>{p.text}</p></div><div class="wpforo-post-content-bottom"><div class="cbleft wpfcl-0">Posted : 0{p.day}/03/2024 10:11 am</div><div class="cbright"></div><div class="wpforo-post-signature">Popcorn is a food group, and so is patience</div></div></div></div></div>"""

    return f"""<div id="wpforo"><div id="wpforo-wrap">{"".join(map(item, posts))}</div></div>"""


STAMP = "2024-03-0{d}T10:11:12"
SHORT = "In short"
SAMPLES = [
    Sample(
        "drupal",
        drupal6,
        "Tue, 03/0{d}/2024 - 10:11",
        None,
        "comment-{n}",
        nested=True,
        headline=SHORT,
        label="drupal-6",
    ),
    Sample(
        "drupal",
        drupal7,
        "Tue, 03/0{d}/2024 - 10:11",
        STAMP + "+01:00",
        "comment-{n}",
        nested=True,
        headline=SHORT,
        label="drupal-7",
    ),
    Sample(
        "drupal", olivero, "{d} March, 2024", None, "comment-{n}", nested=True, headline=SHORT, label="drupal-olivero"
    ),
    Sample("phpbb3_subsilver2", subsilver2, "Tue Mar 0{d}, 2024 10:11 am", None, "p{n}"),
    Sample("mybb", mybb16, "03-0{d}-2024 10:11 AM", None, "post_{n}", label="mybb-1.6"),
    Sample("smf", smf21, "March 0{d}, 2024, 10:11:12 AM", None, "msg_{n}", label="smf-2.1"),
    Sample("phpbb", prosilver30, "Tue Mar 0{d}, 2024 10:11 am", None, "p{n}", label="phpbb-3.0"),
    Sample("bbpress", bbpress, "March {d}, 2024 at 10:11 am", None, "post-{n}"),
    Sample("vbulletin3", vbulletin3, "03-0{d}-2024, 10:11 AM", None, "post{n}"),
    Sample("vbulletin5", vbulletin5, "03-0{d}-2024, 10:11 AM", STAMP, "{n}"),
    Sample("xenforo1", xenforo1, "Mar {d}, 2024", "Mar {d}, 2024 at 10:11 AM", "post-{n}"),
    Sample("wpdiscuz", wpdiscuz, "3 weeks ago", "March {d}, 2024 10:11 am", "comment-{n}", nested=True),
    Sample("flarum", flarum, "Mar {d}", STAMP + ".000Z", "{n}"),
    Sample("disqus", disqus, "3 weeks ago", "Tuesday, March {d}, 2024 10:11 AM", "post-{n}", nested=True),
    Sample("arc", arc, "23 days ago", STAMP, "{n}", nested=True),
    Sample("wikidot", wikidot, "0{d} Mar 2024 10:11", None, "post-{n}", nested=True, headline=SHORT),
    Sample("proboards", proboards, "Mar {d}, 2024 at 10:11am", "17096298{n}00", "post-{n}"),
    Sample("question2answer", question2answer, "Mar {d}, 2024", STAMP + "+0000", nested=True),
    Sample("wpforo", wpforo, "0{d}/03/2024 10:11 am", None, "post-{n}"),
    Sample("remark42", remark42, "0{d}/03/2024 at 10:11", None, "remark42__comment-{n}", nested=True),
]


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_an_engine_reads_its_own_page(sample: Sample, count: int) -> None:
    assert as_read(sample, count) == (sample.engine, "engine", sample.expected(count))


def test_quotes_and_code_of_phpbb2_stay_in_the_post_that_they_part() -> None:
    def post(number: int, name: str, inside: str) -> str:
        return f"""<tr><td class="row1"><span class="name"><a name="{number}"></a><b>{name}</b></span><br><span class="postdetails">Posts: 512</span></td><td class="row1"><table>
          <tr><td><span class="postdetails">Posted: 2004-03-0{number} 10:11 pm&nbsp; Post subject:</span></td></tr><tr><td colspan="2"><span class="postbody">{inside}</span><span class="gensmall"><br>Last edited by {name} on 2004-03-09 8:00 am</span></td></tr></table></td></tr>"""

    def parted(head: str, kind: str, words: str) -> str:
        return f"""</span><table align="center"><tr><td><span class="genmed"><b>{head}</b></span></td></tr><tr><td class="{kind}">{words}</td></tr></table><span class="postbody">"""

    page = document(
        f"""<table class="forumline"><tr><th>Author</th><th>Message</th></tr>{post(1, "Mara", "The lamp went out twice.")}
        {post(2, "Tom", parted("Mara wrote:", "quote", "twice") + "<br>Three times, I counted.")}
        {post(3, "Ilse", "Try this:" + parted("Code:", "code", "lamp --on") + "It helped me.")}</table>"""
    )
    found = read(page)
    assert found.read_by == "engine"
    assert [c.body for c in found.comments] == [
        "The lamp went out twice.",
        "Mara wrote:\ntwice\nThree times, I counted.",
        "Try this:\nCode:\nlamp --on\nIt helped me.",
    ]
    assert [c.quotes for c in found.comments] == [(), ("twice",), ()]


def test_posts_of_nothing_but_a_picture_have_no_words_of_their_heads() -> None:
    pictured = (POSTS[1], POSTS[2])
    markup = subsilver2(POSTS)
    for post in pictured:
        markup = markup.replace(post.text, '<img src="/lamp.jpg" alt="">')
    assert [c.author for c in read(document(markup)).comments] == [p.name for p in POSTS if p not in pictured]
