"""Ratings that markup carries: stated values, labels, stars, widths, names of classes and files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.ratings import RatingReading, read_rating

FULL = '<i class="fa fa-star"></i>'
EMPTY = '<i class="fa fa-star-o"></i>'
HALF = '<i class="fa fa-star-half-o"></i>'

# a full star is laid over an empty one, as with Font Awesome's stacks
STACKED = f'<span class="fa fa-stack">{FULL}{EMPTY}</span>'
STACKED_EMPTY = f'<span class="fa fa-stack">{EMPTY}</span>'

FOUR_OF_FIVE = [
    # icons
    f"<div>{STACKED * 4}{STACKED_EMPTY}</div>",
    FULL * 4 + EMPTY,
    f"<div>{FULL * 4}{EMPTY}</div>",
    '<i class="bi bi-star-fill"></i>' * 4 + '<i class="bi bi-star"></i>',
    '<span class="dashicons dashicons-star-filled"></span>' * 4
    + '<span class="dashicons dashicons-star-empty"></span>',
    '<ul><li class="star on"></li><li class="star on"></li><li class="star on"></li><li class="star on"></li>'
    '<li class="star off"></li></ul>',
    '<i class="star lit"></i>' * 4 + '<i class="star"></i>',
    '<i class="star"></i>' * 4 + '<i class="star hollow"></i>',
    '<img src="/i/star-on.png">' * 4 + '<img src="/i/star-off.png">',
    '<img src="/i/star1.gif">' * 4 + '<img src="/i/star0.gif">',
    '<svg><use xlink:href="#icon-star-full"></use></svg>' * 4 + '<svg><use xlink:href="#icon-star-empty"></use></svg>',
    '<b class="star"><svg><path fill="#222" d="M1 1"/></svg></b>' * 4
    + '<b class="star"><svg><g><polygon fill="none" stroke="#222" points="1,1 2,2"/></g></svg></b>',
    '<svg class="star star--full"><use href="#star"></use></svg>' * 4
    + '<svg class="star star--empty"><use href="#star"></use></svg>',
    '<span class="icon-star"></span>' * 4,
    '<span class="on">★★★★</span><span class="off">★</span>',
    '<b class="rating">★★★★<b class="empty">★</b></b>',
    '<p class="rating">' + '<i class="on"></i>' * 4 + "<i></i></p>",
    '<ul class="stars"><li class="filled"></li><li class="filled"></li><li class="filled"></li><li class="filled"></li>'
    "<li></li></ul>",
    "<p>★★★★☆</p>",
    # widths
    '<div class="stars"><span style="width: 80%;"></span></div>',
    '<div class="star-rating" style="width:80%"></div>',
    f'<div><p class="fill-ratings" style="width:80%">{FULL * 5}</p><p class="empty-ratings">{EMPTY * 5}</p></div>',
    # names
    '<span class="stars stars-4"></span>',
    '<i class="rating rating-40"></i>',
    '<div class="star4"></div>',
    '<div class="four-stars"></div>',
    '<p class="star-rating Four">' + '<i class="icon-star"></i>' * 5 + "</p>",
    '<span class="rate-4_0"></span>',
    '<div class="score s40 rating"></div>',
    '<img src="/img/stars/4.png">',
    '<img src="/i/4stars.gif">',
    '<img src="rating-4-0.svg" alt="">',
    # labels and text
    '<span aria-label="4 out of 5 stars" role="img"></span>',
    '<img alt="4 stars" src="x.png">',
    '<div title="Bewertung: 4 von 5 Sternen"></div>',
    '<div class="rating">4/5</div>',
    "<b>4</b> out of <b>5</b>",
    "<span>4</span><small>/5</small>",
    '<div class="stars" title="4 stars"><div style="width:79%"></div></div>',
    # attributes
    '<div class="stars" data-rating="4"></div>',
    '<div class="score" data-value="4" data-max="5"></div>',
    '<div class="stars" style="--rating: 4;"></div>',
    '<meter min="0" max="5" value="4"></meter>',
    '<span role="meter" aria-valuenow="4" aria-valuemax="5"></span>',
    '<input type="radio" name="r" value="4" checked>',
    "".join(f'<input type="radio" value="{n}"{" checked" * (n == 4)}>' for n in (5, 4, 3, 2, 1)),
    # schema.org
    '<span itemprop="ratingValue">4</span>/<span itemprop="bestRating">5</span>',
    '<meta itemprop="ratingValue" content="4"><meta itemprop="bestRating" content="5">',
    '<meta itemprop="ratingValue" content="4,0">',
]


@pytest.mark.parametrize("html", FOUR_OF_FIVE)
def test_four_of_five(html: str) -> None:
    read = read_rating(html)
    assert (read.value, read.best, read.percent) == (4, 5, 80)


@pytest.mark.parametrize(
    ("html", "value", "best", "rule"),
    [
        ('<span itemprop="ratingValue">8.7</span> of <span itemprop="bestRating">10</span>', 8.7, 10, "schema-org"),
        ('<b itemprop="ratingValue">3.5</b>', 3.5, 5, "schema-org-best-5"),
        ('<b itemprop="ratingValue">8.5</b>', 8.5, None, "schema-org"),
        ('<b itemprop="ratingValue">3.5</b> / 10', 3.5, 10, "n-of-m"),
        ('<progress value="7" max="10"></progress>', 7, 10, "bar"),
        ('<i class="stars" style="width:70%"></i>', 3.5, 5, "width-percent"),
        ('<i class="rating-8"></i>', 8, 10, "class-n-of-10"),
        ('<i class="rating-45"></i>', 4.5, 5, "class-n-tens"),
        ('<i class="rating-90"></i>', 4.5, 5, "class-n-percent"),
        ('<img src="/stars/25.gif">', 2.5, 5, "file-name-n-tens"),
        (f"<p>{FULL * 2}{HALF}{EMPTY * 2}</p>", 2.5, 5, "stars-of-n"),
        (EMPTY * 5, 0, 5, "stars-of-n"),
        (FULL * 3, 3, 5, "stars-of-5"),
        ('<b class="score">8</b>', 8, None, "number"),
        ('<b class="metascore">72</b>', 72, 100, "metascore-of-100"),
        ('<b class="metascore user">7.2</b>', 7.2, 10, "metascore-user-of-10"),
        ('<i class="allstar20"></i>', 2, 5, "allstar-tens"),
        ('<i class="stars-4OutOf5"></i>', 4, 5, "class-n"),
        ('<span class="ui_bubble_rating bubble_10"></span>', 1, 5, "bubble-tens"),
        ('<span class="ui_bubble_rating bubble_4"></span>', 4, 5, "class-n"),
        ('<span class="stars-container">4.7</span> (12)', 4.7, 5, "stars-of-5"),
        ('<div class="stars"><i style="width:40%"></i></div><em>4</em>', 4, 10, "number+width"),
        ('<div class="stars"><i style="width:80%"></i></div><em>4</em>', 4, 5, "number+width"),
        ('<div class="tag"><i class="fa fa-star"></i>Recommended</div>', 1, 1, "verdict-two-way"),
        ('<div class="tag"><i class="fa fa-star-o"></i>Not\n   recommended</div>', 0, 1, "verdict-two-way"),
        ('<i class="icon-thumbs-down"></i>', 0, 1, "thumb-two-way"),
        ('<img src="thumbs_up.png">', 1, 1, "thumb-two-way"),
        ("<p>Grade: <b>B+</b></p>", 83, 100, "letters-metacritic"),
    ],
)
def test_rule_is_named(html: str, value: float, best: float | None, rule: str) -> None:
    read = read_rating(html)
    assert (read.value, read.best, read.rule) == (value, best, rule)


@pytest.mark.parametrize(
    "html",
    [
        '<div class="rating" style="width:100%">5</div>',
        '<div class="rating" style="width:50%;float:left">5</div>',
        '<div class="rating" style="width:25%">5</div>',
        '<div class="rating"><p style="width:50%"><b>5</b></p></div>',
        '<div class="rating"><i style="width:100%"></i>5</div>',
        '<div class="rating"><i style="width:25%"></i>5</div>',
        '<div class="rating"><i style="width:5%"></i>5</div>',
        '<div style="width:50%"></div><b class="rating">5</b>',
    ],
)
def test_a_width_of_the_layout_is_no_scale(html: str) -> None:
    read = read_rating(html)
    assert (read.value, read.best) == (5, None), read


def test_what_a_person_sees_wins_over_what_was_rounded_for_the_drawing() -> None:
    html = '<div class="stars stars-4_5"></div><span class="sr-only">4.75 out of 5</span><b>4.8</b> <i>(31 reviews)</i>'
    assert read_rating(html).value == 4.8
    assert read_rating('<div class="stars" style="width:94%"></div><b>4.7</b>').value == 4.7
    assert read_rating('<img src="stars_5.gif" title="4 of 5 stars">').value == 4


@pytest.mark.parametrize(
    ("html", "veto"),
    [
        ('<input type="radio" name="s" value="1">' * 5, "own-vote-widget"),
        ("<select>" + "".join(f"<option>{n}</option>" for n in range(1, 6)) + "</select>", "own-vote-widget"),
        ("".join(f'<a title="Rate {n} stars" class="star"></a>' for n in range(1, 6)), "own-vote-widget"),
        ("".join(f'<a data-rating="{n}"></a>' for n in range(1, 6)), "own-vote-widget"),
        ("".join(f'<b class="rating-star"><i>{n / 2}</i></b>' for n in range(1, 11)), "own-vote-widget"),
        ("<div>Your rating: <b>4/5</b></div>", "own-vote-widget"),
        ('<div class="your-rating">4/5</div>', "own-vote-widget"),
        (EMPTY + FULL + FULL, "star-order"),
        ('<i class="rating-10"></i>', "class-ambiguous"),
        ('<i class="icon-thumbs-up"></i> 12', "helpful-votes"),
        ("<b>12 of 15 people found this helpful</b>", "helpful-votes"),
        ('<span class="stars n00">' + '<i class="star"></i>' * 5 + "</span><b>--</b>", "no-value"),
        ('<span class="rating">N/A</span>', "no-value"),
        ('<i class="icon-thumbs-up"></i><i class="icon-thumbs-down"></i>', "no-rating"),
        ('<div class="star-rating"></div>', "no-rating"),
        ('<div class="rating-count">12</div>', "no-rating"),
        ("<p>12 reviews</p>", "count"),
        ("<p>Season 2</p>", "season"),
        ("<div>Average rating given by this user: <b>7.2</b></div>", "author-average"),
    ],
)
def test_veto_is_named(html: str, veto: str) -> None:
    read = read_rating(html)
    assert (read.value, read.rejected_by) == (None, veto)


@pytest.mark.parametrize(
    "html",
    ['<div style="width:80%">text</div>', '<div class="col-4"></div>', '<i class="start-5"></i>',
     '<i class="generate-5"></i>',
     '<img src="poster5.jpg">', '<img src="/stars9/logo.gif">', '<img src="stars_31415.gif">', "<time>2 May</time>",
     "<p>Paris 9 Jours</p>", "<i>Fat: </i><b>29.5</b>g", "<b>8</b> <i>kg</i>", "<p>It costs 4.99 here</p>",
     '<b class="date">9/10/2024</b>', "<script>8/10</script>", "<!-- 5/5 -->", "<",
     "<<>>", "<div"],
)  # fmt: skip
def test_no_rating(html: str) -> None:
    assert read_rating(html).value is None


@pytest.mark.parametrize(
    "html",
    [
        '<b class="rating">(4.5)</b>',
        "<i>120 reviews</i> <b>4.5</b>",
        "<b>4.5</b> <i>(1,024)</i>",
        "<b>4,5</b><i>(1.024 Bewertungen)</i>",
        "<p>4.5 average based on 32 reviews</p>",
        '<p class="rating">Customers rate us 4.5</p>',
        "<div>12 reviews, 4.5 out of 5</div>",
        '<div aria-label="4.5 stars, 23 reviews"></div>',
    ],
)
def test_the_rating_among_counts(html: str) -> None:
    assert read_rating(html).value == 4.5


def test_a_settled_scale_and_the_title_reach_markup_too() -> None:
    assert read_rating('<b class="score">8</b>', best=10).percent == 80
    assert read_rating('<b itemprop="ratingValue">4</b>', best=10).percent == 40
    assert read_rating("<b>8½</b>", title="8½").rejected_by == "title"


def check(read: RatingReading) -> None:
    assert (read.value is None) == (read.rejected_by is not None)
    assert read.percent is None or 0 <= read.percent <= 100


PIECES = st.sampled_from(
    [FULL, EMPTY, HALF, "<b>", "</b>", "4", "/5", " stars", '<i class="stars-', '">', '<p style="width:', "%",
     "★", "<!--", "\x00",
     '<meta itemprop="ratingValue" content="', "&#0;", "&amp", "<svg>", "]]>", '<a title="', "\ud800"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25))
def test_any_markup_gives_a_clear_answer(pieces: list[str]) -> None:
    check(read_rating("<" + "".join(pieces)))


@pytest.mark.parametrize(
    "html",
    ["<div>" * 50_000, FULL * 20_000, '<i class="' + "star-" * 50_000 + '">', "<b>" + "1/" * 50_000 + "</b>",
     '<i style="' + "width:" * 50_000 + '">', "<" * 100_000, '<i title="' + "8 out of " * 10_000 + '">',
     '<img src="' + "/" * 100_000 + '">', "<i " + 'a="b" ' * 50_000 + ">", '<i class="' + "a1_" * 300 + '">'],
)  # fmt: skip
def test_hostile_markup_ends_quickly(html: str) -> None:
    check(read_rating(html))


@pytest.mark.parametrize("count", [1, 3, 5])
def test_pictures_inside_stars_say_which_are_full_and_a_hash_is_no_number(count: int) -> None:
    def star(state: str) -> str:
        return f'<div class="star"><svg class="Pointer-module-UefD0t2Xvg"><use href="#star-{state}"></use></svg></div>'

    stars = star("full") * count + star("empty") * (5 - count)
    read = read_rating(f'<div class="shop-RatingPointer-module-r3sfPbVL">{stars}</div>')
    assert (read.value, read.best) == (count, 5)


def test_five_images_of_a_lit_star_are_five_stars_and_one_image_of_a_number_is_it() -> None:
    assert read_rating('<img src="/i/star1.gif">' * 5).value == 5
    assert read_rating('<img src="/i/star1.gif">').value == 1


def test_unlit_stars_before_lit_ones_are_no_rating() -> None:
    assert read_rating('<img src="/i/star0.gif">' + '<img src="/i/star1.gif">' * 4).value is None
