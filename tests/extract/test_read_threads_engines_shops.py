"""Reviews of shop software and of what shops plug in: words, marks of five, and what the shop answers."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.extract.engine_pages import COUNTS, POSTS, Post, Sample, as_read, document, inside_first, read

ANSWERED = Post(1009, "Ada", 4, "Bought it twice, for the map at the back.", 5)


def times(count: int, markup: str) -> str:
    return markup * count


def woocommerce(posts: Sequence[Post]) -> str:
    def item(p: Post, inside: str) -> str:
        stars = f"""<div class="star-rating" role="img" aria-label="Rated {p.stars} out of 5"><span style="width:{p.stars * 20}%">Rated <strong class="rating">{p.stars}</strong> out of 5</span></div>"""
        kind, shown = ("comment byuser", "") if p.number == 1002 else ("review", stars)
        return f"""<li class="{kind} even thread-even depth-1" id="li-comment-{p.number}"><div id="comment-{p.number}" class="comment_container"><img alt="" src="a.png" class="avatar"><div class="comment-text">{shown}
          <p class="meta"><strong class="woocommerce-review__author">{p.name}</strong> <em class="woocommerce-review__verified verified">(verified owner)</em> <span class="woocommerce-review__dash">&ndash;</span> <time class="woocommerce-review__published-date" datetime="2024-03-0{p.day}T12:00:00+00:00">March {p.day}, 2024</time></p>
          <div class="description"><p>{p.text}</p></div></div></div>{inside}</li>"""

    rows = inside_first(posts, item, '<ul class="children">{}</ul>')
    return f"""<div id="reviews" class="woocommerce-Reviews"><div id="comments"><h2 class="woocommerce-Reviews-title">{len(posts)} reviews</h2><ol class="commentlist">{rows}</ol></div>
      <div id="review_form_wrapper"><form class="comment-form"><select name="rating"><option value="5">Perfect</option></select><textarea></textarea></form></div></div>"""


def prestashop(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div class="product-comment-list-item row" data-product-comment-id="{p.number}" data-product-id="3"><div class="col-sm-3 comment-infos"><div class="grade-stars" data-grade="{p.stars}"></div>
          <div class="comment-date">03/0{p.day}/2024</div><div class="comment-author">By {p.name}</div></div><div class="col-sm-9 comment-content"><p class="h4">In short</p><p>{p.text}</p>
          <div class="comment-buttons btn-group"><a class="useful-review"><i class="material-icons thumb_up">thumb_up</i> <span class="useful-review-value">0</span></a><a class="not-useful-review"><i class="material-icons thumb_down">thumb_down</i> <span class="not-useful-review-value">0</span></a><a class="report-abuse" title="Report abuse"><i class="material-icons outlined_flag">flag</i></a></div></div></div>"""

    return f"""<div class="row"><div class="col-md-12 col-sm-12" id="product-comments-list-header"><div class="comments-nb"><i class="material-icons shopping-cart">chat</i> Comments ({len(posts)})</div></div></div><div class="row"><div class="col-md-12 col-sm-12" id="product-comments-list" data-total-pages="1">{"".join(map(item, posts))}</div></div>"""


def prestashop16(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div class="comment row" itemprop="review" itemscope itemtype="https://schema.org/Review"><div class="comment_author col-sm-2"><span>Grade&nbsp;</span><div class="star_content clearfix" itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating">{times(p.stars, '<div class="star star_on"></div>')}{times(5 - p.stars, '<div class="star"></div>')}<meta itemprop="worstRating" content="0"><meta itemprop="ratingValue" content="{p.stars}"><meta itemprop="bestRating" content="5"></div>
          <div class="comment_author_infos"><strong itemprop="author">{p.name}</strong><meta itemprop="datePublished" content="2024-03-0{p.day}"><em>03/0{p.day}/2024</em></div></div>
          <div class="comment_details col-sm-10"><p itemprop="name" class="title_block"><strong>In short</strong></p><p itemprop="reviewBody">{p.text}</p><ul><li>2 out of 3 people found this review useful.</li><li>Was this comment useful to you? <button class="usefulness_btn">Yes</button></li><li><span class="report_btn">Report abuse</span></li></ul></div></div>"""

    return f"""<section><h3 id="idTab5" class="page-product-heading">Reviews</h3><div id="idTab5"><div id="product_comments_block_tab">{"".join(map(item, posts))}<p class="align_center"><a id="new_comment_tab_btn" href="#new_comment_form">Write your review!</a></p></div></div></section>"""


def opencart(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        on = '<span class="fa fa-stack"><i class="fa fa-star fa-stack-2x"></i><i class="fa fa-star-o fa-stack-2x"></i></span>'
        off = '<span class="fa fa-stack"><i class="fa fa-star-o fa-stack-2x"></i></span>'
        return f"""<table class="table table-striped table-bordered"><tr><td style="width: 50%;"><strong>{p.name}</strong></td><td class="text-right">0{p.day}/03/2024</td></tr><tr><td colspan="2"><p>{p.text}</p>{times(p.stars, on)}{times(5 - p.stars, off)}</td></tr></table>"""

    return f"""<div class="tab-content"><div class="tab-pane" id="tab-review"><form class="form-horizontal" id="form-review"><div id="review">{"".join(map(item, posts))}<div class="text-right"></div></div><h2>Write a review</h2><textarea name="text"></textarea></form></div></div>"""


def opencart4(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        on = '<span class="fa-stack"><i class="fa-solid fa-star fa-stack-1x"></i><i class="fa-regular fa-star fa-stack-1x"></i></span>'
        off = '<span class="fa-stack"><i class="fa-regular fa-star fa-stack-1x"></i></span>'
        return f"""<table class="table table-bordered table-striped"><tr><td style="width: 50%;"><strong>{p.name}</strong></td><td class="text-end">0{p.day}/03/2024</td></tr><tr><td colspan="2"><p>{p.text}</p><div class="rating">{times(p.stars, on)}{times(5 - p.stars, off)}</div></td></tr></table>"""

    return f"""<div class="tab-content"><div id="tab-review" class="tab-pane fade"><form id="form-review"><div id="review">{"".join(map(item, posts))}</div></form></div></div>"""


def opencart15(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div class="review-list"><div class="author"><b>{p.name}</b> on 0{p.day}/03/2024</div><div class="rating"><img src="catalog/view/theme/default/image/stars-{p.stars}.png" alt="9 reviews"></div><div class="text">{p.text}</div></div>"""

    return f"""<div id="tab-review" class="tab-content"><div id="review">{"".join(map(item, posts))}<div class="pagination"><div class="results">Showing 1 to {len(posts)}</div></div></div><h2 id="review-title">Write a review</h2></div>"""


def magento1(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<dt><a href="/review/product/view/id/{p.number}/">In short</a> Review by <span>{p.name}</span></dt><dd><table class="ratings-table"><col width="1"><col><tbody><tr><th>Price</th><td><div class="rating-box"><div class="rating" style="width:{p.stars * 20}%;"></div></div></td></tr></tbody></table>
          {p.text} <small class="date">(Posted on 3/{p.day}/2024)</small></dd>"""

    return f"""<div class="box-collateral box-reviews" id="customer-reviews"><h2>Customer Reviews</h2><dl>{"".join(map(item, posts))}</dl></div>"""


def magento2(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<li class="item review-item" itemscope itemprop="review" itemtype="http://schema.org/Review"><div class="review-title" itemprop="name">In short</div><div class="review-ratings"><div class="rating-summary item" itemprop="reviewRating" itemscope itemtype="http://schema.org/Rating"><span class="label rating-label"><span>Rating</span></span>
          <div class="rating-result" id="review_{p.number}_rating_4" title="{p.stars * 20}%"><meta itemprop="worstRating" content="1"><meta itemprop="bestRating" content="100"><span style="width:{p.stars * 20}%"><span itemprop="ratingValue">{p.stars * 20}%</span></span></div></div></div><div class="review-content" itemprop="description">{p.text}</div>
          <div class="review-details"><p class="review-author"><span class="review-details-label">Review by</span> <strong class="review-details-value" itemprop="author">{p.name}</strong></p><p class="review-date"><span class="review-details-label">Posted on</span> <time class="review-details-value" itemprop="datePublished" datetime="3/{p.day}/24">3/{p.day}/24</time></p></div></li>"""

    return f"""<div class="block review-list" id="customer-reviews"><div class="block-title"><strong>Customer Reviews</strong></div><div class="block-content"><ol class="items review-items">{"".join(map(item, posts))}</ol></div></div>"""


def judgeme(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        answer = "<div class='jdgm-rev__replier-wrapper'>&gt;&gt; <b class='jdgm-rev__replier'>The Pier Shop</b> replied:</div><div class='jdgm-rev__reply-content'><p>Thank you for the kind words.</p></div>"
        return f"""<div class='jdgm-rev jdgm-divider-top' data-verified-buyer='true' data-review-id='{p.number}' data-thumb-up-count='3'><div class='jdgm-rev__header'><div class='jdgm-rev__icon'>M</div><span class='jdgm-rev__rating' data-score='{p.stars}' tabindex='0' aria-label='{p.stars} star review' role='img'>{times(p.stars, "<span class='jdgm-star jdgm--on'></span>")}{times(5 - p.stars, "<span class='jdgm-star jdgm--off'></span>")}</span><span class='jdgm-rev__timestamp jdgm-spinner' data-content='2024-03-0{p.day} 10:11:12 UTC'></span>
          <div class='jdgm-rev__br'></div><span class='jdgm-rev__buyer-badge-wrapper'><span class='jdgm-rev__buyer-badge'>Verified</span></span><span class='jdgm-rev__author-wrapper'><span class='jdgm-rev__author'>{p.name}</span><span class='jdgm-rev__location'></span></span></div>
          <div class='jdgm-rev__content'><div class='jdgm-rev__custom-form'></div><b class='jdgm-rev__title'>In short</b><div class='jdgm-rev__body'><p>{p.text}</p></div><div class='jdgm-rev__pics'></div></div><div class='jdgm-rev__actions'><div class='jdgm-rev__social'></div><div class='jdgm-rev__votes'></div></div><div class='jdgm-rev__reply'>{answer if p is ANSWERED else ""}</div></div>"""

    return f"""<div class='jdgm-widget jdgm-review-widget'><div class='jdgm-rev-widg' data-number-of-reviews='{len(posts)}'><h2 class='jdgm-rev-widg__title'>Customer Reviews</h2><div class='jdgm-rev-widg__body'><div class='jdgm-rev-widg__reviews'>{"".join(map(item, posts))}</div></div></div></div>"""


def yotpo(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div class="yotpo-review yotpo-regular-box" data-review-id="{p.number}"><div class="yotpo-header yotpo-verified-buyer"><span class="yotpo-icon-profile yotpo-header-element pull-left"><span class="yotpo-user-letter">M</span></span><div class="yotpo-header-element"><span class="y-label yotpo-user-name yotpo-font-bold pull-left">{p.name}</span><span class="y-label yotpo-user-title pull-left">Verified Buyer</span>
          <div class="yotpo-review-stars">{times(p.stars, '<span class="yotpo-icon yotpo-icon-star rating-star pull-left"></span>')}{times(5 - p.stars, '<span class="yotpo-icon yotpo-icon-empty-star pull-left"></span>')}<span class="sr-only">{p.stars}.0 star rating</span></div></div><div class="yotpo-header-element yotpo-header-actions"><span class="y-label yotpo-review-date">03/0{p.day}/24</span></div></div>
          <div class="yotpo-main"><div class="content-title yotpo-font-bold">In short</div><div class="yotpo-review-wrapper"><div class="content-review">{p.text}</div></div></div><div class="yotpo-footer"><div class="yotpo-helpful"><span class="y-label">Was this review helpful?</span> <span class="vote-sum">0</span></div></div></div>"""

    return f"""<div class="yotpo yotpo-main-widget"><div class="yotpo-reviews yotpo-active">{"".join(map(item, posts))}</div></div>"""


def stamped(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div class="stamped-review" id="stamped-review-{p.number}" data-product-id="3"><div class="stamped-review-header"><div class="stamped-review-avatar"><div class="stamped-review-avatar-content">M</div></div><div class="created">03/0{p.day}/2024</div><strong class="author">{p.name}</strong><div class="review-location"></div></div>
          <div class="stamped-review-content"><div class="stamped-review-body"><div class="stamped-starratings stamped-review-header-starratings" data-rating="{p.stars}">{times(p.stars, '<i class="stamped-fa stamped-fa-star"></i>')}{times(5 - p.stars, '<i class="stamped-fa stamped-fa-star-o"></i>')}</div><h3 class="stamped-review-header-title">In short</h3><p class="stamped-review-content-body">{p.text}</p></div>
          <div class="stamped-review-footer"><div class="stamped-share-links"><a>Share</a></div><div class="stamped-rating-holder">Was this helpful? <a class="stamped-thumbs-up">0</a></div></div></div></div>"""

    return f"""<div id="stamped-main-widget"><div class="stamped-container"><div class="stamped-reviews">{"".join(map(item, posts))}</div></div></div>"""


def spr(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        answer = """<div class="spr-review-reply"><p class="spr-review-reply-body">Thank you for the kind words.</p><span class="spr-review-reply-shop">The Pier Shop</span></div>"""
        return f"""<div class="spr-review" id="spr-review-{p.number}"><div class="spr-review-header"><span class="spr-starratings spr-review-header-starratings" aria-label="{p.stars} of 5 stars" role="img">{times(p.stars, '<i class="spr-icon spr-icon-star" aria-hidden="true"></i>')}{times(5 - p.stars, '<i class="spr-icon spr-icon-star-empty" aria-hidden="true"></i>')}</span>
          <h3 class="spr-review-header-title">In short</h3><span class="spr-review-header-byline"><strong>{p.name}</strong> on <strong>Mar 0{p.day}, 2024</strong></span></div><div class="spr-review-content"><p class="spr-review-content-body">{p.text}</p></div>{answer if p is ANSWERED else ""}
          <div class="spr-review-footer"><a href="#" class="spr-review-reportreview" id="report_{p.number}">Report as Inappropriate</a></div></div>"""

    return f"""<div id="shopify-product-reviews"><div class="spr-container"><div class="spr-header"><h2 class="spr-header-title">Customer Reviews</h2></div><div class="spr-content"><div class="spr-reviews">{"".join(map(item, posts))}</div></div></div></div>"""


def bazaarvoice(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<li class="bv-content-item bv-content-top-review bv-content-review" data-content-id="{p.number}"><div class="bv-author-profile"><div class="bv-content-author-name"><span class="bv-author"><span>{p.name}</span></span></div><div class="bv-author-userstats"><ul><li><span>Reviews</span> <span>12</span></li></ul></div></div>
          <div class="bv-content-container"><div class="bv-content-core"><div class="bv-content-summary"><div class="bv-content-summary-body"><div class="bv-content-header"><div class="bv-content-header-meta"><span class="bv-content-rating bv-rating-ratio"><span class="bv-rating bv-rating-stars"><abbr title="{p.stars} out of 5 stars."><span class="bv-rating-stars-on" style="width:{p.stars * 20}%">&#9733;&#9733;&#9733;&#9733;&#9733;</span></abbr></span><span class="bv-off-screen">{p.stars} out of 5 stars.</span></span><div class="bv-content-datetime"><span class="bv-content-datetime-dot">&middot;</span><span class="bv-content-datetime-stamp">March {p.day}, 2024</span></div></div><h3 class="bv-content-title">In short</h3></div>
          <div class="bv-content-summary-body-text"><p>{p.text}</p></div></div></div><div class="bv-secondary-content"><dl class="bv-secondary-rating"><dt>Quality of print</dt><dd><abbr title="3 out of 5">3</abbr></dd></dl></div><div class="bv-content-actions"><div class="bv-content-feedback-vote"><button>Yes &middot; 2</button></div></div></div></div></li>"""

    return f"""<div id="BVRRContainer"><div class="bv-cv2-cleanslate"><div class="bv-shared"><div class="bv-content-list-container"><ol class="bv-content-list bv-content-list-reviews">{"".join(map(item, posts))}</ol></div></div></div></div>"""


def bazaarvoice1(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        return f"""<div id="BVRRDisplayContentReviewID_{p.number}" class="BVRRContentReview BVRRDisplayContentReview"><div class="BVRRReviewDisplayStyle5Header"><div class="BVRRRatingNormalOutOf5"><div class="BVRRRatingNormalImage"><img src="rating-{p.stars}_0.gif" class="BVImgOrSprite" alt="{p.stars} out of 5" title="{p.stars} out of 5"></div></div><div class="BVRRReviewTitleContainer"><span class="BVRRValue BVRRReviewTitle">In short</span></div><div class="BVRRReviewDateContainer"><span class="BVRRLabel BVRRReviewDatePrefix"></span><span class="BVRRValue BVRRReviewDate">March {p.day}, 2024</span></div></div>
          <div class="BVRRUserNicknameContainer"><span class="BVRRLabel BVRRUserNicknamePrefix">By </span><span class="BVRRUserNickname"><span class="BVRRNickname">{p.name}</span></span></div><div class="BVRRContextDataContainer"><span class="BVRRLabel">Age: </span><span class="BVRRValue BVRRContextDataValueAge">35 to 44</span></div><div class="BVRRReviewTextContainer"><div class="BVRRReviewTextParagraph"><span class="BVRRReviewText">{p.text}</span></div></div><div class="BVDI_FV"><span>2 of 3 people found this helpful.</span></div></div>"""

    return f"""<div id="BVRRContainer"><div class="BVRRWidget"><div id="BVRRDisplayContentID" class="BVRRDisplayContent"><div class="BVRRDisplayContentBody">{"".join(map(item, posts))}</div></div></div></div>"""


def shopware6(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        point = '<div class="point-container"><div class="point-rating point-full"><span class="icon icon-star icon-xs icon-review"></span></div></div>'
        blank = '<div class="point-container"><div class="point-rating point-blank"><span class="icon icon-star icon-xs icon-review"></span></div></div>'
        answer = (
            '<blockquote class="blockquote mb-0">Our feedback:<hr><p>Thank you for the kind words.</p></blockquote>'
        )
        return f"""<div class="product-detail-review-list-content"><div class="product-detail-review-item" itemprop="review" itemscope itemtype="https://schema.org/Review"><div class="row product-detail-review-item-info"><div class="col-12 col-md-auto product-detail-review-item-points" itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating"><meta itemprop="ratingValue" content="{p.stars}"><div class="product-review-rating">{times(p.stars, point)}{times(5 - p.stars, blank)}</div></div><div class="col-12 col-md product-detail-review-item-title"><p class="h5" itemprop="name">In short</p></div></div>
          <div class="product-detail-review-item-date"><p><meta itemprop="datePublished" content="2024-03-0{p.day}"><small>{p.day} March 2024 10:11</small></p></div><div class="product-detail-review-item-verify"><p class="badge">Verified purchase</p></div><p class="product-detail-review-item-content" itemprop="description">{p.text}</p>{answer if p.number == 1001 else ""}</div></div>"""

    return f"""<div class="product-detail-review"><div class="product-detail-review-list" id="review-list">{"".join(map(item, posts))}</div></div>"""


def shopware5(posts: Sequence[Post]) -> str:
    def item(p: Post) -> str:
        answer = """<div class="review--entry is--answer"><div class="entry--header"><strong class="content--label">On:</strong> <span class="content--field">9 Mar 2024</span></div><div class="entry--content"><p class="content--box">Thank you for the kind words.</p></div></div>"""
        return f"""<div class="review--entry{"" if p.number > 1001 else " has--answer"}" itemprop="review" itemscope itemtype="http://schema.org/Review"><div class="entry--header"><div class="entry--rating"><span class="product--rating" itemprop="reviewRating" itemscope><meta itemprop="ratingValue" content="{p.stars}"><meta itemprop="worstRating" content="0.5"><meta itemprop="bestRating" content="5">{times(p.stars, '<i class="icon--star"></i>')}{times(5 - p.stars, '<i class="icon--star-empty"></i>')}</span></div><strong class="content--label">From:</strong> <span class="content--field" itemprop="author">{p.name}</span> <strong class="content--label">On:</strong> <meta itemprop="datePublished" content="2024-03-0{p.day}"><span class="content--field">{p.day} Mar 2024</span></div>
          <div class="entry--content"><h4 class="content--title" itemprop="name">In short</h4><p class="content--box review--content" itemprop="reviewBody">{p.text}</p></div></div>{answer if p.number == 1001 else ""}"""

    return f"""<div class="content--product-reviews" id="detail--product-reviews"><div class="content--title">Customer evaluation</div><div class="product--rating-container"></div>{"".join(map(item, posts))}</div>"""


SHORT = "In short"
SAMPLES = [
    Sample("prestashop", prestashop, "03/0{d}/2024", None, "{n}", rated=True, headline=SHORT),
    Sample(
        "prestashop", prestashop16, "03/0{d}/2024", "2024-03-0{d}", rated=True, headline=SHORT, label="prestashop-1.6"
    ),
    Sample("opencart", opencart, "0{d}/03/2024", rated=True),
    Sample("opencart", opencart4, "0{d}/03/2024", rated=True, label="opencart-4"),
    Sample("opencart", opencart15, "0{d}/03/2024", rated=True, label="opencart-1.5"),
    Sample("magento1", magento1, "3/{d}/2024", None, "{n}", rated=True, headline=SHORT),
    Sample("magento2", magento2, "3/{d}/24", "3/{d}/24", "{n}", rated=True, headline=SHORT),
    Sample("judgeme", judgeme, None, "2024-03-0{d} 10:11:12 UTC", "{n}", rated=True, headline=SHORT),
    Sample("yotpo", yotpo, "03/0{d}/24", None, "{n}", rated=True, headline=SHORT),
    Sample("stamped", stamped, "03/0{d}/2024", None, "stamped-review-{n}", rated=True, headline=SHORT),
    Sample("shopify_reviews", spr, "Mar 0{d}, 2024", None, "spr-review-{n}", rated=True, headline=SHORT),
    Sample("bazaarvoice", bazaarvoice, "March {d}, 2024", None, "{n}", rated=True, headline=SHORT),
    Sample(
        "bazaarvoice1",
        bazaarvoice1,
        "March {d}, 2024",
        None,
        "BVRRDisplayContentReviewID_{n}",
        rated=True,
        headline=SHORT,
    ),
    Sample("shopware6", shopware6, "{d} March 2024 10:11", "2024-03-0{d}", rated=True, headline=SHORT, authors=False),
    Sample("shopware5", shopware5, "{d} Mar 2024", "2024-03-0{d}", rated=True, headline=SHORT),
]


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_an_engine_reads_its_own_page(sample: Sample, count: int) -> None:
    assert as_read(sample, count) == (sample.engine, "engine", sample.expected(count))


@pytest.mark.parametrize("page", [judgeme, spr])
def test_what_a_shop_answers_in_an_app_is_an_item_under_the_review(page: Callable[[Sequence[Post]], str]) -> None:
    found = read(document(page((ANSWERED, *POSTS[:2])))).comments
    assert [(c.author, c.body, c.depth) for c in found] == [
        ("Ada", ANSWERED.text, 0),
        ("The Pier Shop", "Thank you for the kind words.", 1),
        ("Mara", POSTS[0].text, 0),
        ("Tom Brink", POSTS[1].text, 0),
    ]
    assert [c.parent for c in found] == [None, found[0].key, None, None]
    assert [c.rating is None for c in found] == [False, True, False, False]
    assert found[1].posted is found[1].posted_machine is found[1].headline is None


@pytest.mark.parametrize("count", COUNTS)
def test_what_a_shop_answers_is_no_part_of_the_review(count: int) -> None:
    found = read(document(woocommerce(POSTS[:count]))).comments
    assert [c.body for c in found] == [p.text for p in POSTS[:count]]
    assert [c.depth for c in found] == [int(k == 1) for k in range(count)]
    assert [c.rating is None for c in found] == [k == 1 for k in range(count)]
    assert [(c.author, c.key) for c in found] == [(p.name, f"li-comment-{p.number}") for p in POSTS[:count]]
