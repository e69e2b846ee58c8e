"""The title of a page: what is taken, from which source, and what is not made up."""

from __future__ import annotations

import json

import pytest

from extract.read import read
from extract.records import Capture, RawRating, RawTitle

URL = "https://shelf.test/film/12-the-sea-door"


def title_of(markup: str, url: str = URL) -> RawTitle:
    return read(Capture(url, f"<!doctype html><html lang=en>{markup}</html>".encode())).title


def linked(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


MOVIE = {
    "@type": "Movie",
    "name": "The Sea Door",
    "datePublished": "2019-05-01",
    "description": "A keeper finds a door.<br>He goes through.",
    "aggregateRating": {"ratingValue": "8.1", "bestRating": 10, "worstRating": "1", "ratingCount": 1234},
}


def test_structured_data_says_it_all() -> None:
    title = title_of(
        f"<head><title>The Sea Door (2019) | Shelf</title>{linked(MOVIE)}</head><body><h1>The Sea Door</h1>"
    )
    assert (title.name, title.kind, title.year) == ("The Sea Door", "Movie", "2019-05-01")
    assert title.synopsis == "A keeper finds a door.\nHe goes through."
    assert title.rating == RawRating(raw="8.1", value="8.1", best="10", worst="1", count="1234")
    assert title.sources["name"] == title.sources["rating"] == "json-ld"
    assert title.language == "en"


@pytest.mark.parametrize(
    "head",
    [
        "<title>The Sea Door | Shelf</title><meta property='og:site_name' content='Shelf'>",
        "<title>The Sea Door - Reviews - Shelf</title>",
        "<title>Shelf: The Sea Door</title>",
        "<title>The Sea Door (2019) - Shelf.test</title>",
        "<meta property='og:title' content='The Sea Door (2019)'><title>The Sea Door (2019) watch online free</title>",
        "<title>Shelf - films for the night</title><meta property='og:title' content='The Sea Door — Shelf'>",
        "<title>The Sea Door - Page 3 | Shelf</title>",
        "<title>\u200eThe Sea Door • Shelf</title>",
        "<title>Shelf</title></head><body><h1>The Sea Door</h1>",
        "<title>Drama - The Sea Door - Shelf</title><meta property='og:site_name' content='Shelf'>",
        "<title>Customer reviews: The Sea Door</title></head><body><h1>Customer reviews</h1>",
        f"<title>x</title>{linked({'@graph': [{'@type': 'WebSite', 'name': 'Shelf'}, MOVIE]})}",
        f"<title>x</title>{linked({'@type': 'Review', 'itemReviewed': MOVIE, 'reviewBody': 'Good.'})}",
        "<body><div itemscope itemtype='http://schema.org/TVSeries'><b itemprop=name>The Sea Door</b></div>",
    ],
)
def test_the_name_without_its_decoration(head: str) -> None:
    assert title_of(f"<head>{head}").name == "The Sea Door"


@pytest.mark.parametrize(
    "markup",
    [
        "<title>The Sea Door (2019)</title>",
        "<title>The Sea Door (TV Series 2019–2021) - Shelf</title>",
        "<title>The Sea Door - Film 2019 - Shelf</title>",
        "<meta property='og:type' content='video.movie'><title>The Sea Door</title><p><b>Year:</b> 2019</p>",
        "<title>The Sea Door</title><dl><dt>Release date</dt><dd>1 May 2019</dd></dl>",
        "<title>The Sea Door</title><table><tr><th>Aired:</th><td>May 1, 2019 to Jul 1, 2019</td></tr></table>",
        "<title>The Sea Door</title><ul><li><span>Erscheinungsjahr:</span> <span>2019</span></li></ul>",
        "<title>海门</title><div><div>发行日期:</div><div>2019 年 4 月 18 日</div></div>",
        "<title>The Sea Door</title><p>Дата выхода: 1 мая 2019</p>",
        f"{linked({**MOVIE, 'datePublished': None, 'startDate': '2019-01-01'})}",
        f"<title>The Sea Door (2019)</title>{linked({**MOVIE, 'datePublished': None, 'dateCreated': '2017-01-01'})}",
    ],
)
def test_the_year(markup: str) -> None:
    year = title_of(markup).year
    assert year is not None
    assert "2019" in year


@pytest.mark.parametrize(
    "markup",
    [
        f"<title>Pea soup</title>{linked({'@type': 'Recipe', 'name': 'Pea soup', 'datePublished': '2019-05-01'})}",
        "<title>News</title>" + "".join(f"<p>Release date: 1 May 20{y}</p>" for y in range(10, 20)),
        "<title>The Sea Door</title><p>I saw it in 2019, in the rain.</p>",
    ],
)
def test_no_year_where_none_is_the_titles(markup: str) -> None:
    assert title_of(markup).year is None


def test_a_list_of_titles_has_no_rating_of_its_own() -> None:
    items = [
        {"@type": "ListItem", "item": {"@type": "Movie", "name": f"Film {i}", "aggregateRating": {"ratingValue": i}}}
        for i in range(5)
    ]
    markup = f"<head><title>Search - Shelf</title>{linked({'@type': 'ItemList', 'itemListElement': items})}"
    assert title_of(markup).rating is None


def test_several_equal_things_are_no_subject() -> None:
    both = [{**MOVIE, "name": "One"}, {**MOVIE, "name": "Two"}]
    title = title_of(f"<head><title>Tonight</title>{linked(both)}", url="https://shelf.test/tonight")
    assert title.rating is None
    assert title.name == "Tonight"


def test_nobody_rated_is_no_rating() -> None:
    data = {**MOVIE, "aggregateRating": {"ratingValue": "0", "ratingCount": "0"}}
    assert title_of(linked(data)).rating is None


def test_what_other_sources_say_is_kept() -> None:
    markup = f"<head><meta property='og:title' content='La porte de la mer'>{linked(MOVIE)}"
    title = title_of(markup)
    assert title.otherwise["name"] == (("opengraph", "La porte de la mer"),)


def test_a_rating_in_words() -> None:
    title = title_of("<title>The Sea Door</title><span class='averageStarRating'>4.2 out of 5 stars</span>")
    assert title.rating == RawRating(raw="4.2 out of 5 stars", value="4.2", best="5")
    assert title.sources["rating"] == "page"


def test_a_readers_rating_is_not_the_pages() -> None:
    title = title_of("<title>The Sea Door</title><div class='comment'><span class='rating'>9/10</span> Good.</div>")
    assert title.rating is None


def test_embedded_state_fills_in_where_its_name_agrees() -> None:
    state = {
        "films": [{"title": "Other", "releaseYear": 1990}, {"title": "The Sea Door", "releaseYear": {"year": 2019}}]
    }
    markup = (
        "<head><title>The Sea Door - Shelf</title><meta property='og:type' content='video.movie'>"
        f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps({'pad': 'x' * 90, 'props': state})}</script>"
    )
    title = title_of(markup)
    assert (title.year, title.sources["year"]) == ("2019", "state")


@pytest.mark.parametrize(
    ("data", "rating"),
    [
        ({"title": "Salt", "release_date": "2019-05-01", "vote_average": 8.3, "vote_count": 70}, ("8.3", "10", "70")),
        (
            {
                "name": "Salt",
                "date": "2019",
                "rating": {"score": 9.1, "total": 12, "count": {str(i): 1 for i in range(1, 11)}},
            },
            ("9.1", "10", "12"),
        ),
        ({"data": {"title": "Salt", "year": 2019, "rating": {"value": "4", "max": 5}}}, ("4", "5", None)),
        ({"title": "Salt", "year": 2019, "score": 3}, None),
    ],
)
def test_plain_json(data: object, rating: tuple[str, str, str | None] | None) -> None:
    title = read(Capture("", json.dumps(data).encode())).title
    assert title.name == "Salt"
    assert "2019" in (title.year or "")
    assert (None if title.rating is None else (title.rating.value, title.rating.best, title.rating.count)) == rating


def test_the_canonical_address() -> None:
    assert title_of("<head><link rel=canonical href='/film/12'>").canonical_url == "https://shelf.test/film/12"
    assert (
        title_of("<head><meta property='og:url' content='https://shelf.test/f'>").canonical_url
        == "https://shelf.test/f"
    )


@pytest.mark.parametrize(
    ("markup", "rating"),
    [
        (
            "<div typeof='v:Movie'><h1 property='v:name'>The Sea Door</h1><p rel='v:rating' typeof='v:Rating'>"
            "<b property='v:average'>8.1</b> of <i property='v:best'>10</i> <u property='v:votes'>12</u></p></div>",
            ("8.1", "10", "12"),
        ),
        (
            "<title>The Sea Door</title><div class='hreview-aggregate'><span class='rating'><b class='average'>8.1</b>"
            " out of <i class='best'>10</i></span> by <u class='votes'>12</u></div>",
            ("8.1", "10", "12"),
        ),
        (
            "<title>The Sea Door</title><p class='hreview-aggregate'>"
            "<span class='rating'><b class='value-title' title='8.1'></b></span><i class='best'>10</i>"
            "<span class='count'><b class='value-title' title='12'></b></span></p>",
            ("8.1", "10", "12"),
        ),
        (
            "<title>The Sea Door</title><div itemscope itemtype='http://schema.org/AggregateRating'>"
            "<b itemprop='ratingValue'>8.1</b><meta itemprop='bestRating' content='10'>"
            "<meta itemprop='ratingCount' content='12'></div>",
            ("8.1", "10", "12"),
        ),
    ],
)
def test_older_markup_for_ratings(markup: str, rating: tuple[str, str, str]) -> None:
    found = title_of(markup).rating
    assert found is not None
    assert (found.value, found.best, found.count) == rating


def test_an_average_of_no_votes_is_no_rating() -> None:
    stated = "<b class='rating'><i class='value-title' title='0'></i></b> by <span class='count'>0</span> people"
    assert title_of(f"<title>The Sea Door</title><em class='hreview-aggregate'>{stated}</em>").rating is None


@pytest.mark.parametrize(
    "markup",
    [
        "<meta property='og:title' content='Watch The Sea Door online free'><h1>The Sea Door</h1>",
        "<title>The Sea Door movie review: slow and deep</title><h1>The Sea Door</h1>",
    ],
)
def test_a_heading_is_plainer_than_a_line_around_it(markup: str) -> None:
    assert title_of(markup, url="https://shelf.test/12").name == "The Sea Door"


def test_what_an_address_says() -> None:
    title = title_of("<title>The Sea Door</title>", url="https://shelf.test/anime/the-sea-door-2019")
    assert (title.kind, title.sources["kind"]) == ("anime", "url")
    assert (title.year, title.sources["year"]) == ("2019", "url")


@pytest.mark.parametrize(
    ("stated", "heading", "name"),
    [
        ("The Sea Door | Films", "The Sea Door", "The Sea Door"),
        ("Fish | Chips", "Fish | Chips", "Fish | Chips"),
        ("Fish | Chips", "Another film", "Fish | Chips"),
    ],
)
def test_what_stands_behind_a_bar_in_stated_names(stated: str, heading: str, name: str) -> None:
    data = json.dumps({"@context": "https://schema.org", "@type": "Movie", "name": stated})
    head = f'<title>{heading}</title><script type="application/ld+json">{data}</script>'
    page = f"<html><head>{head}</head><body><h1>{heading}</h1></body></html>"
    assert read(Capture("https://hall.example/f/1", page.encode())).title.name == name
