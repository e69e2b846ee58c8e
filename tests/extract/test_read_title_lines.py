"""The name and the year out of title lines as sites write them, where no data for machines states them."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.read import read
from extract.read.title_words import bare_name, is_heading, is_part, isbn_in, proper_title
from extract.records import Capture, RawRating, RawTitle

SITE = "https://www.filmhall.test"


def title_of(element: str, *headings: str, og: str | None = None, path: str = "/x", body: str = "") -> RawTitle:
    meta = f'<meta property="og:title" content="{escape(og)}">' if og else ""
    heads = "".join(f"<h1>{escape(h)}</h1>" for h in headings)
    markup = f"<!doctype html><html lang=en><head><title>{escape(element)}</title>{meta}</head><body>{heads}{body}"
    return read(Capture(SITE + path, markup.encode())).title


@pytest.mark.parametrize(
    ("element", "headings"),
    [
        ("The Sea Door (2019) - User reviews - FilmHall", ["User reviews"]),
        ("The Sea Door (2019) - Opinie o filmie - FilmHall", ["Opinie o filmie The Sea Door"]),
        ("The Sea Door (фильм, 2019): отзывы — FilmHall", ["Отзывы о фильме The Sea Door"]),
        ("Reviews of The Sea Door (2019) • FilmHall", []),
        ("Críticas de The Sea Door (2019) - FilmHall", ["Críticas de The Sea Door"]),
        ("The Sea Door (2019) Reviews - FilmHall", ["The Sea Door (2019)"]),
        ("The Sea Door | Film 2019 | FilmHall.test", ["The Sea Door"]),
        ("Recensioni di The Sea Door (2019) - FilmHall", ["Recensioni del pubblico"]),
        ("The Sea Door (2019) | Recenze | FilmHall.test", ["The Sea Door"]),
        ("Watch The Sea Door (2019) Online Free - FilmHall", ["The Sea Door"]),
        ("Film review: The Sea Door (2019) – FilmHall", ["Film review: The Sea Door (2019)"]),
        ("The Sea Door [2019] | FilmHall", ["The Sea Door"]),
        ("The Sea Door (TV Mini Series 2019) - FilmHall", ["The Sea Door"]),
        ("The Sea Door (2019–2021) | FilmHall", ["The Sea Door (2019–2021)"]),
        ("The Sea Door (2019 film) - FilmHall", ["The Sea Door (2019 film)"]),
        ("The Sea Door - FilmHall", ["The Sea Door 2019"]),
        ("The Sea Door (2019) - Comments - FilmHall", ["The Sea Door 2019"]),
        ("The Sea Door (Moviegoers)", ["The Sea Door (2019)"]),
        ("The Sea Door (٢٠١٩) - FilmHall", []),
        ("The Sea Door (فیلم ۲۰۱۹) - FilmHall", []),
        ("نقد فيلم: The Sea Door (2019) - FilmHall", ["فيلم - The Sea Door - 2019"]),
    ],
)
def test_name_and_year(element: str, headings: list[str]) -> None:
    title = title_of(element, *headings)
    assert (title.name, title.year) == ("The Sea Door", "2019")


@pytest.mark.parametrize(
    ("element", "headings"),
    [
        ("The Sea Door - Movie Reviews | FilmHall", ["The Sea Door Reviews"]),
        ("The Sea Door user reviews - FilmHall", []),
        ("FilmHall :: View topic - The Sea Door", []),
        ("Avis The Sea Door sur FilmHall", ["Avis de spectateurs : The Sea Door"]),
        ("Opinie użytkowników o The Sea Door", []),
        ("FilmHall • Thema anzeigen - The Sea Door", []),
        ("‘The Sea Door’ review by ann • FilmHall", []),
        ("The Sea Door on FilmHall", []),
        ("Critiques du film The Sea Door - FilmHall", ["Critiques spectateurs"]),
        ("Críticas de la película The Sea Door - FilmHall.test", ["Críticas de la película"]),
        ("Отзывы о фильме The Sea Door - FilmHall", ["Отзывы о фильме «The Sea Door»"]),
        ("The Sea Door 短评", ["The Sea Door 短评"]),
        ("The Sea Doorのレビュー・感想・評価 - FilmHall", ["The Sea Doorのレビュー・感想・評価"]),
        ("The Sea Door 리뷰 - FilmHall", []),
        ("Kritik zu The Sea Door | FilmHall", ["Kritik zu The Sea Door"]),
        ("Kommentare zu: The Sea Door | FilmHall", []),
        ("The Sea Door yorumları - FilmHall", ["The Sea Door yorumları"]),
        ("The Sea Door: Kritik, Trailer, Cast | FilmHall", ["The Sea Door"]),
        ("The Sea Door (Film) – FilmHall", ["The Sea Door (Film)"]),
        ("Watch The Sea Door Online | FilmHall", []),
        ("FilmHall 上的 The Sea Door", []),
        ("The Sea Door смотреть онлайн бесплатно", []),
        ("The Sea Door watch online, free", []),
        ("Фильм «The Sea Door» - FilmHall", []),
        ("FilmHall :: Zobacz forum - The Sea Door", []),
        ("Community reviews of The Sea Door | FilmHall", []),
        ("The Sea Door - Ceny i opinie", []),
        ("The Sea Door | Cast, Trailer & Reviews | FilmHall", []),
        ("نقد و بررسی فیلم The Sea Door - FilmHall", []),
        ("Θέμα: The Sea Door (1/3) - FilmHall", ["ΘΕΜΑ: The Sea Door"]),
        ("The Sea Door (Harbour #2) | FilmHall", ["The Sea Door (Harbour, #2)"]),
    ],
)
def test_name_alone(element: str, headings: list[str]) -> None:
    title = title_of(element, *headings)
    assert (title.name, title.year) == ("The Sea Door", None)


@pytest.mark.parametrize(
    "name",
    [
        *("The Review", "Answers", "Second Thoughts", "Year in Review", "Review of a Life", "2046", "Watch the Night"),
        *("Blade Harbour 2049", "Harbour Lights: The Return", "Reviews", "User Reviews", "The Critics", "Salt (Live)"),
        *("The Fellowship of the Door: A Tale of Three Old Seas", "Season of Salt", "Book", "Part of It"),
        *("کتاب دریا", "بازی تاج و تخت", "Essays and Reviews", "Salt and Critics", "Theme of the Sea"),
        *("Night Watch", "The Watch in the Harbour", "Film", 'Book "One" and Two'),
        *("Don't Watch Online", "You Must Watch Online", "Watch Salt Online"),
    ],
)
def test_names_that_are_left_alone(name: str) -> None:
    assert bare_name(name) == name


def test_a_comparison_of_two_films_stays_whole() -> None:
    line = "The Sea Door (2019) vs. The Sea Door (1971)"
    assert title_of(f"{line} | FilmHall", line).name == line


def test_a_part_names_nothing_by_itself() -> None:
    assert title_of("The Sea Door - Season 3 - FilmHall", "Season 3").name == "The Sea Door - Season 3"
    assert all(is_part(line) for line in ("Season 3", "S2 E4", "Staffel 1", "第3季", "3. évad"))
    assert not any(is_part(line) for line in ("2046", "Season of Salt", "Part of It", "Book"))


def test_headings_of_threads_name_nothing() -> None:
    assert all(is_heading(line) for line in ("User reviews", "Críticas de la película", "Kommentare (3)", "Отзывы"))
    assert not is_heading("Reviews of The Sea Door")


def test_an_article_keeps_its_headline() -> None:
    meta = "<meta property='og:type' content='article'>"
    markup = f"<title>Book Review: The Sea Door</title>{meta}<h1>Book Review: The Sea Door</h1>"
    assert read(Capture(SITE + "/blog/1", markup.encode())).title.name == "Book Review: The Sea Door"


def test_a_books_title_proper() -> None:
    line = "Doors of the Sea: A Keeper's Guide to Hinges, Locks and Every Kind of Knocker"
    assert title_of(f"{line} | FilmHall", path="/books/0-306-40615-2/reviews").name == "Doors of the Sea"
    assert title_of(f"{line} | FilmHall", path="/posts/12").name == line
    assert proper_title("The Door Rings: The Fellowship of Doors") == "The Door Rings: The Fellowship of Doors"


def test_numbers_of_books() -> None:
    assert isbn_in("/dp/0306406152") and isbn_in("/b/978-0-306-40615-7?x=1") and isbn_in("/dp/097522980X")
    assert not isbn_in("/dp/0306406153") and not isbn_in("/b/9780306406158") and not isbn_in("/t/1700000000")


@pytest.mark.parametrize(
    "body",
    [
        "<a href='/films/year/2019/'>2019</a>",
        "<p>2019 ‧ Drama ‧ 2h 3m</p>",
        "<div><span>Film</span>, <span>2019</span></div>",
        "<ul><li>2019</li><li>PG</li><li>2h</li></ul>",
        "<div>Großbritannien 2019, 93 Min.</div>",
        "<p>TV series, 2019–2021</p>",
        "<table><tr><td>Country / Year</td><td>UK, 2019</td></tr></table>",
        "<h2>Facts</h2><dl><dt>Regie</dt><dd>Ann</dd><dt>Laufzeit</dt><dd>90 min</dd><dt>Jahr</dt><dd>2019</dd></dl>",
        "<h2>Facts</h2><p>First published 3 May 2019</p>",
        "<p>درام، ۲۰۱۹</p>",
        "<h2>Facts</h2><p>سال تولید: ۲۰۱۹</p>",
        "<h2>Facts</h2><p>2019年製作／103分／日本</p>",
    ],
)
def test_a_year_that_stands_under_the_name(body: str) -> None:
    year = title_of("The Sea Door | FilmHall", "The Sea Door", body=body, path="/film/1").year
    assert year is not None
    assert "2019" in year


@pytest.mark.parametrize(
    "link",
    [
        "<h1><a href='/'>Морской зал</a></h1>",
        "<div class='site-title'><a href='https://filmhall.test/'>Морской зал</a></div>",
        "<span class=navbar><a href='index.php'>Морской зал</a></span>",
    ],
)
def test_what_leads_home_is_the_sites_name(link: str) -> None:
    markup = f"<title>The Sea Door - Морской зал</title>{link}<p>Welcome.</p>"
    assert read(Capture(SITE + "/film/1", markup.encode())).title.name == "The Sea Door"


def test_a_heading_in_the_logos_place_is_the_sites_name() -> None:
    markup = "<title>The Sea Door - Moving Pictures</title><h1 class=top__logo>Moving Pictures</h1><p>Words."
    assert read(Capture(SITE + "/x", markup.encode())).title.name == "The Sea Door"


def test_a_page_states_its_headline_for_machines() -> None:
    markup = "<title>HALL NEWS | Talk | The Sea Door</title><meta name=Headline content='The Sea Door'><p>Words."
    title = read(Capture(SITE + "/x", markup.encode())).title
    assert (title.name, title.sources["name"]) == ("The Sea Door", "meta")


def test_a_link_home_names_no_site_where_nothing_else_is_named() -> None:
    for line in ("Морская дверь - Отзывы", "Морская дверь"):
        markup = f"<title>{line}</title><h1><a href='/'>Морская дверь</a></h1>"
        assert read(Capture(SITE + "/reviews", markup.encode())).title.name == "Морская дверь"


def test_a_colon_ends_no_name_where_a_bar_does() -> None:
    line = "Ask the Hall: a very long question about the doors of the sea"
    assert title_of(f"{line} | All Things Maritime").name == line


@pytest.mark.parametrize(
    "body",
    [
        "<p>A picture book about light. Published in 2019.</p>",
        "<div class=row>Published May 3rd 2022 <nobr>(first published 2019)</nobr></div>",
        "<div>Erschienen 2019, 340 Seiten.</div>",
        "<h2>Facts</h2><table><tr><td>Original publication date</td><td>2019</td></tr></table>",
    ],
)
def test_a_year_that_a_blurb_tells(body: str) -> None:
    node = '<script type="application/ld+json">{"@type":"Product","name":"The Sea Door"}</script>'
    year = title_of("The Sea Door | FilmHall", "The Sea Door", body=node + body, path="/product/1").year
    assert year is not None
    assert "2019" in year


@pytest.mark.parametrize(
    "body",
    [
        "<div class=comment><p>I read it when it was published in 2019.</p></div>",
        "<p>A picture book about doors, first published in 2018. The large edition was published in 2019.</p>",
        "<p>A picture book about doors and the sea behind them, published in 2019 copies.</p>",
        "<p>From the author of Harbour Lights, first published in 1998.</p>",
        "<p>From the author of Harbour Lights (published in 1998).</p>",
        "<p>Our shop was first released in 2004.</p>",
        "<p>Published in 2019. From the author of Harbour Lights, first published in 1998.</p>",
        "<p>A new edition of vol. 2, ed. published in 1998.</p>",
    ],
)
def test_a_blurb_that_tells_no_year(body: str) -> None:
    node = '<script type="application/ld+json">{"@type":"Product","name":"The Sea Door"}</script>'
    assert title_of("The Sea Door | FilmHall", "The Sea Door", body=node + body, path="/product/1").year is None


def test_a_year_under_a_heading_of_reviews() -> None:
    body = "<h2><a href=/film/1>The Sea Door</a> Reviews</h2><ul><li>2019</li><li>Drama</li></ul>"
    assert title_of("The Sea Door - Movie Reviews | FilmHall", body=body).year == "2019"


def test_a_labelled_date_that_is_shown_as_an_age() -> None:
    rows = (
        "<tr><td>Director<td>Ann<tr><td>Runtime<td>90 min<tr><td>Published<td><abbr title='4 May 2019'>long ago</abbr>"
    )
    assert title_of("The Sea Door | FilmHall", "The Sea Door", body=f"<table>{rows}</table>").year == "4 May 2019"


@pytest.mark.parametrize(
    "body",
    [
        "<p>May 3, 2019</p>",
        "<p>by Ann, 3.5.2019</p>",
        "<p>Published May 3, 2019</p>",
        "<p>Films of 2017, 2018 and 2019</p><p>2018</p><p>2019</p>",
        "<p>A long line of prose that goes on about the doors of the winter of 2019 and of other winters.</p>",
        "<h2>Others</h2><p>2019</p>",
        "<time>2019</time>",
        "<p>Power</p><p>2000 W</p>",
        "<p>1999 €</p>",
    ],
)
def test_a_year_that_is_not_the_titles(body: str) -> None:
    assert title_of("The Sea Door | FilmHall", "The Sea Door", body=body, path="/posts/1").year is None


PIECES = ("Reviews", "of", "film", "X", "«", "»", ":", "-", "(", ")", "2019", "レビュー", "・", "watch", "online", "by")


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_line_gives_a_part_of_itself(pieces: list[str]) -> None:
    line = " ".join(pieces)
    name = bare_name(line)
    assert name in line
    assert name.strip() or not line.strip()


def test_the_part_of_a_line_that_is_most_like_the_address_names_the_title() -> None:
    title = title_of("Official Talk - The Sea Door [SPOILERS] : films", path="/r/official_talk_the_sea_door")
    assert title.name == "Official Talk - The Sea Door [SPOILERS]"


@pytest.mark.parametrize(
    ("body", "raw", "best", "count"),
    [
        ('<div class="rate"><span class="rate-num">8.7</span>/10 from 231 votes</div>', "8.7/10", "10", "231"),
        ("<h5>Rating <span>(3.9 / 5.0, 231 votes)</span></h5>", "3.9 / 5.0", "5", "231"),
        ('<div class="score"><b>7,1</b></div><p>12.345 votos</p>', None, None, None),
        (
            '<div class="rating-box"><div id="avg">7,1</div><div id="count">12.345 votos</div></div>',
            "7,1",
            None,
            "12.345",
        ),
        (
            '<ul class="ratings"><li><div class="number"><div class="rating">78%</div> 1.2k votes</div></li></ul>',
            None,
            None,
            None,
        ),
        (
            '<div class="ratings"><div class="rating">78%</div><div class="votes">1.2k votes</div></div>',
            "78%",
            "100",
            "1.2k",
        ),
        ('<div class="related"><div class="rating"><b>7.1</b> 12 votes</div></div>', None, None, None),
        ('<div class="rating"><b>7.1</b> 12 votes</div><div class="rating"><b>6.4</b> 9 votes</div>', None, None, None),
        ('<div class="version"><b>7.1</b> 12 votes</div>', None, None, None),
        ('<div class="rate"><b>7.1</b><div>معدل التقييم من 10 (143 صوت)</div></div>', "7.1/10", "10", "143"),
        ('<div class="rate"><b>۷٫۲ از ۱۰</b><i>۱۴۳ رأی</i></div>', "۷٫۲ از ۱۰", "10", "۱۴۳"),
        ("<div><b>3.9</b><i>/5</i> (210 notes)</div>", "3.9/5", "5", "210"),
        ('<div class="score"><b>4.6</b> / 5.0</div><p>312 ratings</p>', None, None, None),
        ('<p class="r"><b class="score">4.6</b> / 5.0 <i>312 ratings</i></p>', "4.6/5", "5", "312"),
        ("<div>Page <b>1 of 10</b> (95 reviews)</div>", None, None, None),
        ("<p><b>1 of 20</b>, 231 reviews</p>", None, None, None),
        ("<div><span>1 de 5</span> <span>12 avis</span></div>", None, None, None),
        ("<p><em>2 of 5</em> people rated this; 12 votes</p>", None, None, None),
        ('<div class="rating">Page <b>1/10</b> (95 reviews)</div>', None, None, None),
        ('<div class="rating"><b>1 / 10</b> pages (95 reviews)</div>', None, None, None),
        ('<div class="ratings"><div class="pager"><b>1 of 10</b> (95 reviews)</div></div>', None, None, None),
        ('<div class="operation"><b>7.1</b> 12 votes</div>', None, None, None),
        ('<div class="start-page"><b>7.1</b> 12 votes</div>', None, None, None),
        ('<div class="userRating"><b>8 of 10</b> (95 reviews)</div>', "8 of 10", "10", "95"),
        (
            '<p class="rating"><b>6.8</b> 241 votes</p><p class="rating"><b>7.3</b> Critics</p>',
            "6.8",
            None,
            "241",
        ),
    ],
)
def test_a_number_beside_its_votes_is_the_pages_average(
    body: str, raw: str | None, best: str | None, count: str | None
) -> None:
    rating = title_of("The Sea Door - FilmHall", "The Sea Door", body=body).rating
    assert (rating and rating.raw, rating and rating.best, rating and rating.count) == (raw, best, count)


def test_a_second_heading_names_the_title_where_the_first_is_the_sites() -> None:
    body = "<h2>The Sea Door</h2><h3>ann</h3>"
    assert title_of("The Sea Door - ann - Sea Tales [FilmHall]", "FilmHall", body=body).name == "The Sea Door"
    assert title_of("The Sea Door - FilmHall", "The Sea Door", body="<h2>Reviews</h2>").name == "The Sea Door"


@pytest.mark.parametrize(
    ("element", "headings"),
    [
        (
            "The lost door, why? - Help - FilmHall",
            "<h1><a href='/help'>[Help]</a> <b>The lost door, why?</b>",
        ),
        (
            "The lost door, why? · Topic #12 · sea/hall",
            "<h1>sea/hall</h1><h1><b>The lost door, why?</b> #12",
        ),
    ],
)
def test_what_leads_the_line_in_a_part_of_a_heading_names_the_page(element: str, headings: str) -> None:
    assert title_of(element, body=f"{headings}</h1>").name == "The lost door, why?"


@pytest.mark.parametrize(
    ("element", "heading", "name"),
    [
        (
            "Harbour Lights – The Return | FilmHall",
            "<h1><span>Harbour Lights</span> – The Return</h1>",
            "Harbour Lights – The Return",
        ),
        (
            "Harbour-Man - Far From Home | FilmHall",
            "<h1><a>Harbour-Man</a>: Far From Home</h1>",
            "Harbour-Man: Far From Home",
        ),
    ],
)
def test_a_heading_that_the_line_has_as_a_whole_is_not_parted(element: str, heading: str, name: str) -> None:
    assert title_of(element, body=heading).name == name


def test_the_averages_own_markup_goes_along_where_no_scale_is_stated() -> None:
    body = '<div><b class="average-star-rating">3.82</b><p>based on 640 reviews</p></div>'
    rating = title_of("The Sea Door - FilmHall", "The Sea Door", body=body).rating
    assert rating is not None
    assert (rating.raw, rating.best, rating.markup) == ("3.82", None, '<b class="average-star-rating">3.82</b>')


def test_an_average_that_an_attribute_states() -> None:
    box = '<div data-average-rating="3.60" data-number-of-reviews="10"><i aria-label="3.60 stars"></i></div>'
    other = '<div class="related"><div data-average-rating="4.10"></div></div>'
    rating = title_of("The Sea Door - FilmHall", "The Sea Door", body=box + other).rating
    assert rating is not None
    assert (rating.raw, rating.count, rating.markup) == ("3.60", "10", box)
    again = '<div data-average-rating="2.20"></div>'
    assert title_of("The Sea Door - FilmHall", "The Sea Door", body=box + again).rating is None


def test_an_average_that_meta_elements_state() -> None:
    parts = {"books:rating:value": "4.48", "books:rating:scale": "5", "books:rating:count": "12"}
    meta = "".join(f'<meta property="{name}" content="{value}">' for name, value in parts.items())
    rating = title_of("The Sea Door - FilmHall", "The Sea Door", body=meta).rating
    assert rating == RawRating(raw="4.48", value="4.48", best="5", count="12")


@pytest.mark.parametrize(
    ("element", "body"),
    [
        ("The Sea Door [FilmHall]", ""),
        ("The Sea Door @ FilmHall :: FilmHall.test", ""),
        ("【The Sea Door】phone_address_price - Food - FilmHall", "<h1>The Sea Door <a>Add a branch</a></h1>"),
        ("", "<h2>Search</h2><div><h2 class='post-title'>The Sea Door</h2><p>A film.</p><h2>Cast</h2></div>"),
        ("", "<h1>FilmHall</h1><div><h1 class='entry-title'>The Sea Door</h1><p>A film.</p><h1>Cast</h1></div>"),
    ],
)
def test_a_name_beside_its_site_or_without_a_title_line(element: str, body: str) -> None:
    assert title_of(element, body=body).name == "The Sea Door"


def test_a_hint_for_editors_is_no_year() -> None:
    facts = "<h5>Year</h5><span>Example: 2012</span><div>2014</div><h5>Director</h5><div>Ann</div>"
    title = title_of("The Sea Door - FilmHall", "The Sea Door", body=f"{facts}<h5>Runtime</h5><div>90 min</div>")
    assert title.year == "2014"


@pytest.mark.parametrize(
    ("imprint", "year"),
    [
        ("9782226244338 <br> 400 pages <br> 02/11/2012 <br><a>Harbour Press</a>", "2012"),
        ("Harbour Press, 2012, 400 Seiten", "2012"),
        ("Harbour Press, 400 pages, reprinted 2012 and 2019", None),
    ],
)
def test_the_year_in_a_books_imprint(imprint: str, year: str | None) -> None:
    title = title_of(
        "The Sea Door - FilmHall", "The Sea Door", path="/books/the-sea-door", body=f"<div>{imprint}</div>"
    )
    assert title.year == year
