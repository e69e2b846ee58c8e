"""The bundled sites serve what they promise, and their truth follows from their pages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from lxml import html

import flows
from flows.demo.nights import HABITS, LAST_NIGHT, Habit, titles, what_to_look_at
from flows.demo.pages import REVIEWS_ON_A_PAGE, capture_text, page
from flows.demo.site import LARGE_PAGE_BYTES, DemoSite, demo_sites, folder
from flows.demo.truth import expected

NIGHTS = range(1, LAST_NIGHT + 1)
BASE = "http://127.0.0.1:8000"
DIGEST = """
import hashlib
from flows.demo.nights import titles
print(hashlib.sha256(repr([titles(night) for night in (4, 2, 1, 3)]).encode()).hexdigest())
"""


@pytest.fixture
def server() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def get(server: DemoSite, habit: Habit, path: str, **headers: str) -> requests.Response:
    return requests.get(f"{server.base_url(habit)}{path}", headers=headers, timeout=30)


def path_of(slug: str) -> str:
    return next(title.path for night in NIGHTS for title in titles(night) if title.slug == slug)


def shown_texts(night: int) -> list[str]:
    return ["\n".join(comment.paragraphs) for title in titles(night) for comment in title.comments]


def test_the_first_night_holds_twenty_titles_and_three_hundred_comments_that_can_be_read() -> None:
    first = expected(1)
    assert len(first.titles) >= 20
    assert len(first.comments) >= 300
    assert {title.language for title in titles(1)} >= {"en", "de", "fr", "es", "ja"}


def test_texts_are_distinct_but_for_the_one_that_is_posted_twice() -> None:
    texts = shown_texts(LAST_NIGHT)
    doubled = {text for text in texts if texts.count(text) > 1}
    assert len(doubled) == 1
    copies = {key: comment.copy_of for key, comment in expected(LAST_NIGHT).comments.items() if comment.copy_of}
    assert copies == {
        "marrowgate-lane/13": "the-beekeepers-ninth-winter/3",
        "gravel-and-honey/11": "ninepin-station/11",
    }


def test_every_process_makes_the_same_pages() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(flows.__path__[0]).parent)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


@pytest.mark.parametrize("habit", HABITS)
def test_listings_lead_to_every_title_of_the_night(server: DemoSite, habit: Habit) -> None:
    site = next(site for site in demo_sites(server) if site.site_id == habit)
    for night in NIGHTS:
        server.night = night
        listing = html.fromstring(requests.get(site.listings[0], timeout=30).content)
        listing.make_links_absolute(site.listings[0])
        linked = {urlsplit(link).path for _, attribute, link, _ in listing.iterlinks() if attribute == "href"}
        assert {title.path for title in titles(night) if title.habit == habit} <= linked


def test_the_sitemap_names_the_titles_but_not_the_private_one(server: DemoSite) -> None:
    body = get(server, "catalogue", "/sitemap.xml").text
    assert f"{server.base_url('catalogue')}{path_of('orrin-deep')}" in body
    assert "/private/" not in body


def test_robots_txt_stands_on_every_site_and_closes_a_folder_that_is_linked(server: DemoSite) -> None:
    assert [get(server, habit, "/robots.txt").status_code for habit in HABITS] == [200, 200, 200]
    rules = get(server, "catalogue", "/robots.txt").text
    assert "Disallow: /private/" in rules
    assert "Crawl-delay: 0.1" in rules
    assert "/private/" in get(server, "catalogue", "/titles").text


def test_an_unchanged_page_answers_304_to_its_etag_and_to_its_date(server: DemoSite) -> None:
    path = path_of("neun-schlitten-im-nebel")
    first = get(server, "blog", path)
    server.night = 2
    assert get(server, "blog", path).content == first.content
    by_tag = get(server, "blog", path, **{"If-None-Match": first.headers["ETag"]})
    by_date = get(server, "blog", path, **{"If-Modified-Since": first.headers["Last-Modified"]})
    assert (by_tag.status_code, by_tag.content) == (304, b"")
    assert by_date.status_code == 304
    assert server.requests[-2].headers["If-None-Match"] == first.headers["ETag"]
    assert server.requests[-2].status == 304


def test_a_changed_page_answers_200_with_a_new_etag_and_a_later_date(server: DemoSite) -> None:
    path = path_of("low-tide-at-vessendal")
    first = get(server, "blog", path)
    server.night = 2
    both = {"If-None-Match": first.headers["ETag"], "If-Modified-Since": first.headers["Last-Modified"]}
    second = get(server, "blog", path, **both)
    assert second.status_code == 200
    assert second.headers["ETag"] != first.headers["ETag"]
    assert second.headers["Last-Modified"] != first.headers["Last-Modified"]


def test_most_pages_stay_the_same_from_night_to_night() -> None:
    for night in NIGHTS[1:]:
        both = [title for title in titles(night) if title.slug in {before.slug for before in titles(night - 1)}]
        same = [t for t in both if page(t.habit, night, BASE, t.path) == page(t.habit, night - 1, BASE, t.path)]
        assert len(both) / 2 < len(same) < len(both)


def test_a_page_is_busy_once_a_night(server: DemoSite) -> None:
    path = path_of("brine-and-bellows")
    for night in NIGHTS:
        server.night = night
        busy = get(server, "catalogue", path)
        assert (busy.status_code, busy.headers["Retry-After"]) == (503, "1")
        assert get(server, "catalogue", path).status_code == 200


def test_a_page_is_larger_than_a_fetcher_should_take(server: DemoSite) -> None:
    with requests.get(
        f"{server.base_url('catalogue')}{path_of('the-endless-appendix')}", stream=True, timeout=30
    ) as got:
        assert "Content-Length" not in got.headers
        assert sum(len(piece) for piece in got.iter_content(1 << 20)) > LARGE_PAGE_BYTES


def test_leaving_the_large_page_early_does_no_harm(server: DemoSite, capfd: pytest.CaptureFixture[str]) -> None:
    with requests.get(
        f"{server.base_url('catalogue')}{path_of('the-endless-appendix')}", stream=True, timeout=30
    ) as got:
        next(got.iter_content(1000))
    assert get(server, "catalogue", "/titles").status_code == 200
    assert capfd.readouterr().err == ""


def test_a_page_is_broken(server: DemoSite) -> None:
    body = get(server, "blog", path_of("paper-moons-over-dunmarrow")).content
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    assert b"</html>" not in body


def test_a_login_wall_answers_200_and_shows_no_comment(server: DemoSite) -> None:
    assert 'type="password"' in get(server, "blog", path_of("the-subscribers-cut")).text
    path = path_of("seven-kettles-singing")
    walled = []
    for night in NIGHTS:
        server.night = night
        answer = get(server, "blog", path)
        assert answer.status_code == 200
        walled.append('type="password"' in answer.text and "comment-list" not in answer.text)
    assert walled == [False, True, True, False]


@pytest.mark.parametrize(
    ("slug", "statuses"),
    [
        ("tin-saints-of-harrow-quay", [200, 200, 404, 404]),
        ("nineteen-doors-down", [404, 200, 200, 200]),
    ],
)
def test_titles_vanish_and_appear(server: DemoSite, slug: str, statuses: list[int]) -> None:
    answers = []
    for night in NIGHTS:
        server.night = night
        answers.append(get(server, "catalogue", path_of(slug)).status_code)
    assert answers == statuses


def test_nights_above_the_last_serve_the_last(server: DemoSite) -> None:
    path = path_of("low-tide-at-vessendal")
    server.night = LAST_NIGHT
    last = get(server, "blog", path).content
    server.night = 9
    assert get(server, "blog", path).content == last
    assert what_to_look_at(9) == what_to_look_at(LAST_NIGHT)
    with pytest.raises(ValueError, match="nights 1 to 4"):
        DemoSite(night=0)


def test_addresses_last_from_one_process_to_the_next() -> None:
    with DemoSite(night=1) as first:
        ports = first.ports
    with DemoSite(night=2, ports=ports) as second:
        assert second.ports == ports
        assert get(second, "blog", "/").status_code == 200


def test_the_blog_shows_its_threads_as_wordpress_does(server: DemoSite) -> None:
    for title in titles(1):
        if title.habit != "blog" or title.trouble or 1 in title.walled:
            continue
        tree = html.fromstring(get(server, "blog", title.path).content)
        items = tree.cssselect("ol.comment-list li.comment")
        found = {}
        for item in items:
            above = item.xpath("ancestor::li[1]/@id")
            text = "\n".join(p.text_content() for p in item.cssselect(".comment-content")[0].cssselect("p"))
            found[item.get("id")] = (item.cssselect(".fn")[0].text_content(), above[0] if above else None, text)
        ids = {comment.key: f"comment-{comment.number}" for comment in title.comments}
        for comment in title.comments:
            author, parent, text = found.pop(ids[comment.key])
            assert author == comment.author
            assert parent == ids.get(comment.parent or "")
            assert text.startswith("\n".join(comment.paragraphs))
        assert not found


def test_replies_nest_over_several_levels() -> None:
    deepest = 0
    for title in titles(1):
        parents = {comment.key: comment.parent for comment in title.comments}
        for key in parents:
            depth, above = 0, parents[key]
            while above is not None:
                depth, above = depth + 1, parents[above]
            deepest = max(deepest, depth)
    assert deepest >= 3


def test_the_catalogue_pages_its_reviews_and_previews_long_ones(server: DemoSite) -> None:
    title = next(title for title in titles(1) if title.slug == "a-ferry-made-of-glasswort")
    url: str | None = f"{server.base_url('catalogue')}{title.path}"
    texts: list[str] = []
    previews = pages = 0
    while url is not None:
        tree = html.fromstring(requests.get(url, timeout=30).content)
        for review in tree.cssselect("div.review"):
            full = review.cssselect(".review-full") or review.cssselect(".review-text")
            texts.append("\n".join(p.text_content() for p in full[0].cssselect("p")))
            previews += len(review.cssselect(".review-preview"))
        pages += 1
        url = next(iter(tree.xpath("//nav[@class='pages']//a[@rel='next']/@href")), None)
    assert pages == -(-len(title.comments) // REVIEWS_ON_A_PAGE)
    assert texts == ["\n".join(comment.paragraphs) for comment in reversed(title.comments)]
    assert 0 < previews < len(texts)
    assert get(server, "catalogue", f"{title.path}?page={pages + 1}").status_code == 404


def test_every_way_to_show_stars_is_on_some_page() -> None:
    bodies = b"".join(
        found.body
        for title in titles(1)
        if title.habit == "catalogue" and (found := page("catalogue", 1, BASE, title.path)) is not None
    ).decode()
    for pattern in (
        r'class="stars stars-\d"',
        r"width:\d+%",
        r'data-rating="\d"',
        r'aria-label="Rated \d',
        r">\d+/10<",
    ):
        assert re.search(pattern, bodies), pattern


def test_captures_are_plain_text_and_the_same_as_files(server: DemoSite, tmp_path: Path) -> None:
    for written in folder(2, tmp_path / "captures"):
        server.night = 2
        answer = get(server, "captures", f"/captures/{written.name}")
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.content == written.read_bytes()


def test_a_copied_tail_stands_twice_in_a_capture_and_once_in_the_truth() -> None:
    tailed = [comment for comment in expected(1).comments.values() if comment.has_tail]
    assert tailed
    texts = {title.path: capture_text(title) for title in titles(1) if title.habit == "captures"}
    for comment in tailed:
        last = comment.body.rpartition("\n")[2]
        assert texts[comment.path].count(last) == 2
        assert comment.body.count(last) == 1


def test_dates_stay_open_until_a_day_settles_how_the_site_writes_them() -> None:
    first, third = (expected(night).comments["hollow-almanac-year/1"] for night in (1, 3))
    assert len(first.readings) == 2
    assert first.posted is None
    assert third.posted == third.readings[0]
    assert any(len(comment.readings) == 2 and comment.posted for comment in expected(1).comments.values())


@pytest.mark.parametrize(
    ("night", "field", "keys"),
    [
        (1, "gone", set()),
        (2, "gone", set()),
        (2, "edited", {"low-tide-at-vessendal/5", "ninepin-station/4", "orrin-deep/2"}),
        (2, "rerated", {"orrin-deep/6"}),
        (2, "titles_added", {("catalogue", "/titles/nineteen-doors-down")}),
        (2, "titles_rerated", {("catalogue", "/titles/a-ferry-made-of-glasswort")}),
        (
            3,
            "gone",
            {
                "a-ferry-made-of-glasswort/11",
                "clockfoot/6",
                "gravel-and-honey/5",
                "the-orchard-signal/4",
                "the-understudys-umbrella/12",
            },
        ),
        (3, "returned", set()),
        (3, "titles_gone", {("catalogue", "/titles/tin-saints-of-harrow-quay")}),
        (4, "gone", set()),
        (4, "returned", {"clockfoot/6", "the-orchard-signal/4"}),
        (4, "edited", {"low-tide-at-vessendal/5"}),
        (5, "gone", {"slow-trains-quick-foxes/6"}),
        (5, "added", set()),
        (6, "gone", set()),
    ],
)
def test_what_changes_in_a_night(night: int, field: str, keys: set[object]) -> None:
    assert getattr(expected(night).changes, field) == keys


def test_a_login_wall_makes_nobody_gone() -> None:
    states = {
        comment.state
        for night in NIGHTS
        for key, comment in expected(night).comments.items()
        if key.startswith("seven-kettles-singing/")
    }
    assert states == {"live"}


def test_every_comment_of_the_truth_stands_on_its_page() -> None:
    for night in NIGHTS:
        shown = {title.path: title for title in titles(night)}
        absent = expected(night).absences
        for key, comment in expected(night).comments.items():
            if key in absent:
                continue
            title = shown[comment.path]
            first_line = comment.body.partition("\n")[0]
            pages = -(-len(title.comments) // REVIEWS_ON_A_PAGE) if title.habit == "catalogue" else 1
            bodies = [
                found.body.decode()
                for number in range(1, pages + 1)
                if (found := page(title.habit, night, BASE, f"{title.path}?page={number}")) is not None
            ]
            escaped = first_line.replace("&", "&amp;").replace("'", "&#39;")
            assert any((first_line if title.habit == "captures" else escaped) in body for body in bodies), key
