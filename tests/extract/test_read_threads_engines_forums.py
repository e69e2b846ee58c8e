"""Threads of forums and boards: join dates, signatures, edit notes and buttons are nobody's words."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.extract.engine_pages import COUNTS, POSTS, Post, Sample, as_read, document, inside_first, read


def discuz(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        when = (
            f'<span title="2024-3-{p.day} 10:11:12">3&nbsp;天前</span>'
            if p.number == 1002
            else f"2024-3-{p.day} 10:11:12"
        )
        note = (
            f'<i class="pstatus"> 本帖最后由 {p.name} 于 2024-3-20 09:00 编辑 </i><br><br>' if p.number == 1001 else ""
        )
        return f"""<div id="post_{p.number}"><table id="pid{p.number}" class="plhin" summary="pid{p.number}" cellspacing="0" cellpadding="0"><tr><td class="pls" rowspan="2"><div id="favatar{p.number}" class="pls favatar"><div class="pi"><div class="authi"><a href="home.php?mod=space&amp;uid={p.number}" target="_blank" class="xw1">{p.name}</a></div></div>
          <div class="p_pop blk bui card_gender_0" id="userinfo{p.number}" style="display: none; margin-top: -11px;"><div class="m z"><div id="userinfo{p.number}_ma"></div></div><div class="i y"><div><strong><a href="home.php?mod=space&amp;uid={p.number}" class="xi2">{p.name}</a></strong> <em>当前离线</em></div><dl class="cl"><dt>注册时间</dt><dd>2010-1-3</dd><dt>最后登录</dt><dd>2024-3-28</dd></dl></div></div>
          <div class="avatar"><a href="home.php?mod=space&amp;uid={p.number}" class="avtm"><img src="a.jpg"></a></div><div class="tns xg2"><table cellspacing="0"><th><p><a class="xi2">12</a></p>主题</th><th><p><a class="xi2">211</a></p>帖子</th></table></div><p><em><a href="home.php?mod=spacecp&amp;gid=12">中级会员</a></em></p></div></td>
          <td class="plc"><div class="pi"><strong><a href="forum.php?mod=redirect&amp;goto=findpost&amp;ptid=1&amp;pid={p.number}" id="postnum{p.number}"><em>{p.number - 1000}</em><sup>#</sup></a></strong><div class="pti"><div class="pdbt"></div><div class="authi"><img class="authicn vm" id="authicon{p.number}" src="online_member.gif"> <em id="authorposton{p.number}">发表于 {when}</em> <span class="pipe">|</span> <a href="forum.php?mod=viewthread&amp;authorid={p.number}" rel="nofollow">只看该作者</a></div></div></div>
          <div class="pct"><div class="pcb"><div class="t_fsz"><table cellspacing="0" cellpadding="0"><tr><td class="t_f" id="postmessage_{p.number}">{note}{p.text}</td></tr></table></div><div id="comment_{p.number}" class="cm"></div><div id="post_rate_div_{p.number}"></div></div></div></td></tr>
          <tr><td class="plc plm"><div class="sign" style="max-height:100px;">Popcorn is a food group, and so is patience</div></td></tr><tr id="_postposition{p.number}"></tr><tr><td class="pls"></td><td class="plc" style="overflow:visible;"><div class="po hin"><div class="pob cl"><em><a class="fastre" href="forum.php?action=reply">回复</a></em><p><a href="javascript:;">举报</a></p></div></div></td></tr><tr class="ad"><td class="pls"></td><td class="plc"></td></tr></table></div>"""

    return f"""<div id="postlist" class="pl bm"><table cellspacing="0"><tr><td class="pls ptn pbn"><div class="hm ptn"><span class="xg1">查看:</span> <span class="xi1">5001</span><span class="pipe">|</span><span class="xg1">回复:</span> <span class="xi1">91</span></div></td><td class="plc ptm pbn vwthd"><h1 class="ts"><span id="thread_subject">The Lighthouse Keeper</span></h1></td></tr></table>{"".join(map(item, posts))}<div id="postlistreply" class="pl"><div id="post_new" class="viewthread_table" style="display: none"></div></div></div>"""


def discuz7(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div id="post_{p.number}"><table id="pid{p.number}" summary="pid{p.number}" cellspacing="0" cellpadding="0"><tr><td class="postauthor" rowspan="2"><div class="postinfo"><a target="_blank" href="space.php?uid={p.number}">{p.name}</a></div><div><div class="avatar"><img src="a.jpg"></div><p><em>Member</em></p></div><dl class="profile s_clear"><dt>注册时间</dt><dd>2010-1-3</dd></dl></td>
          <td class="postcontent"><div class="postinfo"><strong><a id="postnum{p.number}" href="javascript:;"><em>{p.number - 1000}</em><sup>#</sup></a></strong><div class="posterinfo"><div class="pagecontrol"></div><div class="authorinfo"><img class="authicon" src="online_member.gif"> <em id="authorposton{p.number}">发表于 2024-3-{p.day} 10:11</em> | <a href="viewthread.php?authorid={p.number}" rel="nofollow">只看该作者</a></div></div></div>
          <div class="defaultpost"><div class="postmessage"><div class="t_msgfontfix"><table cellspacing="0" cellpadding="0"><tr><td class="t_msgfont" id="postmessage_{p.number}">{p.text}</td></tr></table></div></div></div></td></tr><tr><td class="postcontent postbottom"><div class="signatures">Popcorn is a food group</div></td></tr></table></div>"""

    return f"""<div id="postlist" class="mainbox viewthread">{"".join(map(item, posts))}</div>"""


def dle(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div id='comment-id-{p.number}'><div class="comment" id=""><div class="com_info"><div class="avatar"><span class="cover" style="background-image: url(a.png);">{p.name}</span></div><div class="com_user"><b class="name"><a onclick="ShowProfile('x', '/user/x/', '0'); return false;" href="/user/{p.number}/">{p.name}</a></b> <span class="grey">от {p.day} марта 2024 10:11</span></div><div class="meta"><ul class="left"><li>Гости</li></ul></div></div>
          <div class="com_content"><h4 class="title">The Lighthouse Keeper</h4><div class="text"><div id='comm-id-{p.number}'>{p.text}</div></div><div class="signature">--------------------<br>Popcorn is a food group</div></div><div class="com_tools"><ul><li class="reply"><a onclick="dle_reply('{p.number}')" href="#">Ответить</a></li><li><a href="#">Пожаловаться</a></li></ul></div></div></div>"""

    return f"""<div class="comments ignore-select"><div class="box"><h2 class="heading">Комментариев: {len(posts)}</h2><div class="com_list"><div id="dle-comments-list"><div id="dle-ajax-comments"></div><a name="comment"></a>{"".join(map(item, posts))}</div></div></div></div>"""


def dle_tree(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        return f"""<li id="comments-tree-item-{p.number}" class="comments-tree-item"><div id='comment-id-{p.number}'><div class="comm-item clearfix"><div class="comm-left"><div class="comm-avatar"><img src="a.png" alt="{p.name}"></div></div><div class="comm-right"><div class="comm-one"><span class="comm-author"><a href="/user/{p.number}/">{p.name}</a></span><span class="comm-date">{p.day} марта 2024 10:11</span><span class="comm-group">Гости</span></div>
          <div class="comm-two clearfix full-text"><div id='comm-id-{p.number}'>{p.text}</div></div><div class="comm-three"><ul><li><a onclick="dle_reply('{p.number}')" href="#">Ответить</a></li></ul></div></div></div></div>{inside}</li>"""

    rows = inside_first(posts, item, '<ol class="comments-tree-list">{}</ol>')
    return f"""<div class="comms"><div id="dle-comments-list"><a name="comment"></a><ol class="comments-tree-list">{rows}</ol></div></div>"""


def ucoz(posts: Sequence[Post]) -> str:
    def item(k: int, p: Post) -> str:
        answer = (
            """<div class="cAnswer"><b>Ответ</b>: Thank you for the kind words.</div>""" if p.number == 1001 else ""
        )
        return f"""<div class="comEnt" id="comEnt{p.number}" style="margin-left:{20 * (k == 1)}px;"><table border="0" cellpadding="0" cellspacing="0" width="100%" class="cBlock1"><tr><td style="padding:3px;"><div style="float:right;font-size:9px;">0 &nbsp; <a href="#" title="Спам">Спам</a></div>
          <a href="javascript:;" rel="nofollow"><b>{p.name}</b></a> &nbsp; (0{p.day}.03.2024 10:11)<div class="cMessage" style="clear:both;padding-top:2px;">{p.text}</div>{answer}<div class="ans"><a href="javascript:;">Ответить</a></div></td></tr></table></div>"""

    return f"""<div><b>Всего комментариев: {len(posts)}</b></div><div id="allEntries"><div id="newEntryT"></div>{"".join(item(k, p) for k, p in enumerate(posts))}<div id="newEntryB"></div></div>"""


def bitrix_reviews(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<table cellspacing="0" border="0" class="reviews-post-table reviews-post-odd" id="message{p.number}" bx-author-id="{p.number}" bx-author-name="{p.name}"><thead><tr><td><div class="review-avatar"><img src="a.png"></div><div><b><noindex><a rel="nofollow" href="/users/{p.number}/">{p.name}</a></noindex></b></div><span class='message-post-date'>0{p.day}.03.2024 10:11:12</span></td></tr></thead>
          <tbody><tr><td><div class="reviews-text" id="message_text_{p.number}">{p.text}</div></td></tr></tbody><tfoot><tr><td><div class="reviews-actions"><span class="reviews-action-reply"><a class="reviews-button-small" href="#postform">Имя</a></span> <span class="reviews-action-quote"><a class="reviews-button-small" href="#postform">Цитировать</a></span></div></td></tr></tfoot></table>"""

    return f"""<div class="reviews-block-container reviews-reviews-block-container"><div class="reviews-block-outer"><div class="reviews-block-inner">{"".join(map(item, posts))}</div></div></div><div class="reviews-reply-form"><form><textarea></textarea></form></div>"""


def bitrix_forum(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<table cellspacing="0" border="0" class="forum-post-table forum-post-odd" id="message{p.number}"><tbody><tr><td class="forum-cell-user"><div class="forum-user-info"><div class="forum-user-name"><noindex><a href="/users/{p.number}/"><span>{p.name}</span></a></noindex></div><div class="forum-user-guest-avatar"></div><div class="forum-user-additional"><span>Сообщений: <span>211</span></span><span>Регистрация: <span>03.01.2010</span></span></div></div></td>
          <td class="forum-cell-post"><div class="forum-post-date"><div class="forum-post-number"><noindex><a href="/forum/messages/1/#message{p.number}">#{p.number - 1000}</a></noindex></div><span>0{p.day}.03.2024 10:11:12</span></div><div class="forum-post-entry"><div class="forum-post-text" id="message_text_{p.number}">{p.text}</div><div class="forum-post-lastedit"><span>Изменено: <span>{p.name}</span> - <span>20.03.2024 09:00:00</span></span></div><div class="forum-user-signature"><div class="forum-signature-line"></div><span>Popcorn is a food group</span></div></div></td></tr>
          <tr><td class="forum-cell-contact"></td><td class="forum-cell-actions"><div class="forum-action-links"><span class="forum-action-reply"><a href="#postform">Имя</a></span></div></td></tr></tbody></table>"""

    return f"""<div class="forum-block-container"><div class="forum-block-outer"><div class="forum-block-inner">{"".join(map(item, posts))}</div></div></div>"""


def woltlab(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<li id="post{p.number}" class="anchorFixedHeader"><article class="wbbPost message messageSidebarOrientationLeft jsClipboardObject jsMessage userOnlineGroupMarking3" data-post-id="{p.number}" data-can-edit=""><meta itemprop="dateCreated" content="2024-03-0{p.day}T10:11:12+01:00"><aside role="presentation" class="messageSidebar member"><div class="messageAuthor"><div class="userAvatar"><img src="a.png"></div><div class="messageAuthorContainer"><a href="/user/{p.number}" class="username userLink"><span itemprop="name">{p.name}</span></a></div><div class="userTitle"><span class="badge userTitleBadge">Profi</span></div></div><div class="userCredits"><dl class="plain dataList"><dt>Beiträge</dt><dd>211</dd><dt>Mitglied seit</dt><dd>3. Januar 2010</dd></dl></div></aside>
          <div class="messageContent"><header class="messageHeader"><div class="messageHeaderBox"><ul class="messageHeaderMetaData"><li><a href="/thread/1/?postID={p.number}#post{p.number}" class="permalink messagePublicationTime"><time datetime="2024-03-0{p.day}T10:11:12+01:00" class="datetime" data-timestamp="1709629872">{p.day}. März 2024</time></a></li></ul><ul class="messageStatus"></ul></div><ul class="messageQuickOptions"><li><a href="#post{p.number}">#{p.number - 1000}</a></li></ul></header>
          <div class="messageBody"><div class="messageText"><p>{p.text}</p></div></div><footer class="messageFooter"><div class="messageSignature"><div><p>Popcorn is a food group, and so is patience</p></div></div><div class="messageFooterNotes"><p class="messageFooterNote">Einmal editiert, zuletzt von {p.name} (<time datetime="2024-03-20T09:00:00+01:00">20. März 2024</time>)</p></div><div class="messageFooterGroup"><ul class="messageFooterButtons buttonList"><li class="jsReportPost"><a class="button">Inhalt melden</a></li></ul></div></footer></div></article></li>"""

    return f"""<div class="section"><ul class="wbbThreadPostList messageList jsClipboardContainer">{"".join(map(item, posts))}</ul></div>"""


def burningboard3(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div id="postRow{p.number}" class="message"><div class="messageInner messageLeft container-1"><a id="post{p.number}"></a><div class="messageSidebar"><p class="skipHeader hidden"></p><div class="messageAuthor"><p class="userName"><a href="index.php?page=User&amp;userID={p.number}"><span>{p.name}</span></a></p><p class="userTitle smallFont">Profi</p></div><div class="userCredits"><p>Posts: 211</p><p>Date of registration: Jan 3rd 2010</p></div></div>
          <div class="messageContent"><div class="messageContentInner color-1"><div class="messageHeader"><p class="messageCount"><a href="index.php?page=Thread&amp;postID={p.number}#post{p.number}" class="messageNumber">{p.number - 1000}</a></p><div class="containerIcon"><img src="postM.png" alt=""></div><div class="containerContent"><p class="smallFont light">Tuesday, March {p.day}th 2024, 10:11am</p></div></div><h3 id="postTopic{p.number}"><span>The Lighthouse Keeper</span></h3>
          <div class="messageBody"><div id="postText{p.number}">{p.text}</div></div><p class="editNote smallFont light">This post has been edited 1 times, last edit by "{p.name}" (Mar 20th 2024, 9:00am)</p><div class="signature">Popcorn is a food group, and so is patience</div><div class="messageFooterRight"><div class="smallButtons"><ul><li class="extraButton"><a href="#top">Go to the top of the page</a></li></ul></div></div></div></div></div></div>"""

    return "".join(map(item, posts))


def fluxbb(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        note = (
            f'<p class="postedit"><em>Last edited by {p.name} (2024-03-20 09:00:00)</em></p>'
            if p.number == 1001
            else ""
        )
        return f"""<div id="p{p.number}" class="blockpost rowodd"><h2><span><span class="conr">#{p.number - 1000}</span> <a href="viewtopic.php?pid={p.number}#p{p.number}">2024-03-0{p.day} 10:11:12</a></span></h2><div class="box"><div class="inbox"><div class="postbody"><div class="postleft"><dl><dt><strong><a href="profile.php?id={p.number}">{p.name}</a></strong></dt><dd class="usertitle"><strong>Member</strong></dd><dd><span>Registered: 2010-01-03</span></dd><dd><span>Posts: 211</span></dd></dl></div>
          <div class="postright"><h3>Re: The Lighthouse Keeper</h3><div class="postmsg"><p>{p.text}</p>{note}</div><div class="postsignature postmsg"><hr><p>Popcorn is a food group, and so is patience</p></div></div></div></div><div class="inbox"><div class="postfoot clearb"><div class="postfootleft"><p><span>Offline</span></p></div><div class="postfootright"><ul><li class="postreport"><span><a href="misc.php?report={p.number}">Report</a></span></li></ul></div></div></div></div></div>"""

    return f"""<div id="punviewtopic" class="pun"><div class="linkst"></div>{"".join(map(item, posts))}</div>"""


def punbb(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        note = f'<p class="lastedit"><em>Edited by {p.name} (2024-03-20 09:00:00)</em></p>' if p.number == 1001 else ""
        return f"""<div class="post even replypost"><div id="p{p.number}" class="posthead"><h3 class="hn post-ident"><span class="post-num">{p.number - 1000}</span> <span class="post-byline"><span>Reply by </span><a title="Go to profile" href="profile.php?id={p.number}">{p.name}</a></span> <span class="post-link"><a class="permalink" rel="bookmark" title="Permanent link to this post" href="viewtopic.php?pid={p.number}#p{p.number}">2024-03-0{p.day} 10:11:12</a></span></h3></div>
          <div class="postbody"><div class="post-author"><ul class="author-ident"><li class="username"><a href="profile.php?id={p.number}">{p.name}</a></li><li class="usertitle"><span>Member</span></li></ul><ul class="author-info"><li><span>Registered: <strong>2010-01-03</strong></span></li></ul></div><div class="post-entry"><h4 id="pc{p.number}" class="entry-title hn">Re: The Lighthouse Keeper</h4><div class="entry-content"><p>{p.text}</p>{note}<div class="sig-content"><span class="sig-line"></span>Popcorn is a food group, and so is patience</div></div></div></div>
          <div class="postfoot"><div class="post-options"><p class="post-actions"><span class="report-post"><a href="misc.php?report={p.number}">Report</a></span></p></div></div></div>"""

    return f"""<div id="brd-main"><div class="main-content main-topic">{"".join(map(item, posts))}</div></div>"""


def ipboard3(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div class='post_block hentry clear clearfix column_view' id='post_id_{p.number}'><a id='entry{p.number}'></a><div class='post_wrap'><h3 class='row2'><span class='post_id right ipsType_small desc blend_links'><a href='/topic/1/#entry{p.number}' rel='bookmark'>#{p.number - 1000}</a></span><span class="author vcard"><a class="url fn name" href='/user/{p.number}/'><span itemprop="name">{p.name}</span></a></span></h3><div class='author_info'><div class='user_details'><ul class='basic_info'><li class='group_title'>Members</li><li class='post_count desc lighter'>211 posts</li></ul></div></div>
          <div class='post_body'><p class='posted_info desc lighter ipsType_small'>Posted <abbr class="published" title="2024-03-0{p.day}T10:11:12+00:00">0{p.day} March 2024 - 10:11 AM</abbr></p><div class='post entry-content '>{p.text}<p class='edit'><strong>Edited by {p.name}, 20 March 2024 - 09:00 AM.</strong></p></div><div class='signature' data-memberid="{p.number}">Popcorn is a food group, and so is patience</div></div><ul class='post_controls clear clearfix'><li class='top hide'><a href='#ipboard_body' class='top' title='Back to top'>Back to top</a></li></ul></div></div>"""

    return f"""<div class='topic hfeed clear clearfix'>{"".join(map(item, posts))}</div>"""


def ipboard2(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<table class='ipbtable' cellspacing="1"><tr><td valign="middle" class="row2" width="1%"><a name="entry{p.number}"></a><div id="post-member-{p.number}" class='popmenubutton'><span class="normalname"><a href="index.php?showuser={p.number}">{p.name}</a></span></div></td><td class="row2" valign="middle" width="99%"><div style="float: left;"><span class="postdetails"><img src='to_post_off.gif' alt='post'> Mar {p.day} 2024, 10:11 AM</span></div><div align="right"><span class="postdetails">Post <a title="Show the link to this post" href="#">#{p.number - 1000}</a></span></div></td></tr>
          <tr><td valign="top" class="post2"><span class="postdetails"><br>Member<br><br>Group: Members<br>Posts: 211<br>Joined: 3-January 10<br>Member No.: {p.number}<br></span></td><td width="100%" valign="top" class="post2" id="post-main-{p.number}"><div class="postcolor" id='post-{p.number}'>{p.text}</div><br><br>--------------------<br><div class="signature">Popcorn is a food group, and so is patience</div></td></tr>
          <tr><td class="formbuttonrow" nowrap="nowrap"><div style='text-align:left'></div></td><td class="formbuttonrow" nowrap="nowrap"><div style="float: left;"><a href='javascript:scroll(0,0);'><img src='p_up.gif' alt='Go to the top of the page'></a></div></td></tr></table>"""

    return f"""<div class="borderwrap"><div class="maintitle"><p></p><div><b>The Lighthouse Keeper</b></div></div>{"".join(map(item, posts))}</div>"""


def kunena(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div class="kblock"><div class="kheader"><h2><span class="kmsgtitle kicon">Re: The Lighthouse Keeper</span></h2></div><div class="kcontainer"><div class="kbody"><table class="kmsg"><thead><tr class="ksth"><th colspan="2"><span class="kmsgdate kmsgdate-left" title="3 weeks ago">0{p.day} Mar 2024 10:11</span><a name="{p.number}"></a><span class="kright"><a href="#{p.number}" rel="nofollow" title="The Lighthouse Keeper #{p.number}">#{p.number}</a></span></th></tr></thead>
          <tbody><tr><td rowspan="2" class="kprofile-left"><div class="kprofile"><ul class="kpost-profile"><li class="kpost-username"><a class="kwho-user" href="/user/{p.number}" title="View {p.name}'s Profile" rel="nofollow">{p.name}</a></li><li class="kpost-usertype"><span class="kmsgusertype">(User)</span></li><li class="kpost-userposts">Posts: 211</li></ul></div></td><td class="kmessage-left"><div class="kmsgbody"><div class="kmsgtext">{p.text}</div></div></td></tr>
          <tr><td class="kbuttonbar-left"><div class="kmsgsignature"><div>Popcorn is a food group, and so is patience</div></div><div class="kmessage-buttons-row">Please <a href="/login">Log in</a> to join the conversation.</div></td></tr></tbody></table></div></div></div>"""

    return f"""<div id="Kunena" class="layout">{"".join(map(item, posts))}</div>"""


def nodebb(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<li component="post" class="posts-row" data-index="{p.number - 1001}" data-pid="{p.number}" data-uid="{p.number}" data-timestamp="170962987{p.day}000" data-username="{p.name}" data-userslug="x"><a component="post/anchor" data-index="0" id="{p.number - 1001}"></a><meta itemprop="datePublished" content="2024-03-0{p.day}T10:11:12.000Z"><meta itemprop="dateModified" content="2024-03-20T09:00:00.000Z">
          <div class="clearfix post-header"><div class="icon pull-left"><a href="/user/x"><img component="user/picture" src="a.png"></a></div><small class="pull-left"><strong><a href="/user/x" data-username="{p.name}" data-uid="{p.number}">{p.name}</a></strong></small><small class="pull-right"><a class="permalink" href="/post/{p.number}"><span class="timeago" title="2024-03-0{p.day}T10:11:12.000Z"></span></a></small></div>
          <div class="content" component="post/content"><p>{p.text}</p></div><div class="clearfix post-footer"><div component="post/signature" data-uid="{p.number}" class="post-signature"><p>Popcorn is a food group, and so is patience</p></div><small class="pull-right"><span class="post-tools"><a component="post/reply" href="#">Reply</a> <a component="post/quote" href="#">Quote</a></span> <span class="votes"><span component="post/vote-count" data-votes="3">3</span></span></small></div></li>"""

    return f"""<div class="topic"><ul component="topic" class="posts" data-tid="1" data-cid="2">{"".join(map(item, posts))}</ul></div>"""


def textboard(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<dt>{p.number} ：<a href="mailto:sage"><b>{p.name}</b></a>：2024/03/0{p.day}(火) 10:11:12.34 ID:aBcD{p.number}0<dd> {p.text} <br><br>"""

    return f"""<dl class="thread">{"".join(map(item, posts))}</dl><form method="POST" action="../test/bbs.cgi"><input type="submit" value="書き込む"><textarea name="MESSAGE"></textarea></form>"""


def gnuboard(posts: Sequence[Post]) -> str:
    def item(k: int, p: Post) -> str:
        margin = ' style="margin-left:20px;border-top-color:#e0e0e0"' if k == 1 else ""
        return f"""<article id="c_{p.number}"{margin}><header style="z-index:2"><h2>{p.name}님의 댓글</h2><span class="sv_member">{p.name}</span> <span class="bo_vc_hdinfo">작성일 <time datetime="2024-03-0{p.day}T10:11:12+09:00">24-03-0{p.day} 10:11</time></span></header><div class="cmt_contents"><p>{p.text}</p></div>
          <span id="edit_{p.number}"></span><span id="reply_{p.number}"></span><input type="hidden" id="secret_comment_{p.number}" value=""><textarea id="save_comment_{p.number}" style="display:none">{p.text}</textarea></article>"""

    return f"""<button type="button" class="cmt_btn">댓글목록</button><section id="bo_vc"><h2>댓글목록</h2>{"".join(item(k, p) for k, p in enumerate(posts))}</section>"""


STAMP = "2024-03-0{d}T10:11:12"
SAMPLES = [
    Sample("discuz", discuz, "2024-3-{d} 10:11:12", None, "post_{n}"),
    Sample("discuz", discuz7, "2024-3-{d} 10:11", None, "post_{n}", label="discuz-7"),
    Sample("dle", dle, "от {d} марта 2024 10:11", None, "comment-id-{n}"),
    Sample("dle", dle_tree, "{d} марта 2024 10:11", None, "comment-id-{n}", nested=True, label="dle-tree"),
    Sample("ucoz", ucoz, "0{d}.03.2024 10:11", None, "comEnt{n}", nested=True),
    Sample("bitrix", bitrix_reviews, "0{d}.03.2024 10:11:12", None, "message{n}", label="bitrix-reviews"),
    Sample("bitrix", bitrix_forum, "0{d}.03.2024 10:11:12", None, "message{n}", label="bitrix-forum"),
    Sample("woltlab", woltlab, "{d}. März 2024", STAMP + "+01:00", "{n}"),
    Sample(
        "burningboard3",
        burningboard3,
        "Tuesday, March {d}th 2024, 10:11am",
        None,
        "postRow{n}",
        headline="The Lighthouse Keeper",
    ),
    Sample("fluxbb", fluxbb, "2024-03-0{d} 10:11:12", None, "p{n}", headline="Re: The Lighthouse Keeper"),
    Sample("punbb", punbb, "2024-03-0{d} 10:11:12", None, "p{n}", headline="Re: The Lighthouse Keeper"),
    Sample("ipboard3", ipboard3, "0{d} March 2024 - 10:11 AM", STAMP + "+00:00", "post_id_{n}"),
    Sample("ipboard2", ipboard2, "Mar {d} 2024, 10:11 AM", None, "entry{n}"),
    Sample("kunena", kunena, "0{d} Mar 2024 10:11", None, "{n}"),
    Sample("nodebb", nodebb, None, STAMP + ".000Z", "{n}"),
    Sample("textboard", textboard, "2024/03/0{d}(火) 10:11:12.34", None, "{n}"),
    Sample("gnuboard", gnuboard, "24-03-0{d} 10:11", STAMP + "+09:00", "c_{n}", nested=True),
]


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_an_engine_reads_its_own_page(sample: Sample, count: int) -> None:
    assert as_read(sample, count) == (sample.engine, "engine", sample.expected(count))


def test_discuz_counts_its_answers_itself() -> None:
    assert read(document(discuz(POSTS[:2]))).claimed == "91"
    assert read(document(discuz7(POSTS[:2]))).claimed is None
