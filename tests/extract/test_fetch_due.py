"""What is due tonight: where titles are found, how often they are visited, and what a second run still asks for."""

from __future__ import annotations

import gzip
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.archive import Archive
from extract.fetch import FetchSettings
from extract.fetch.site import nights_between_visits
from extract.fetch.starts import moment, read_feed, read_sitemap
from tests.extract.misbehaving import NIGHT, Fetching, Server, in_turn, reply, with_validators


@pytest.fixture
def fetching(tmp_path: Path):
    fetching = Fetching(tmp_path / "data")
    fetching.settings = replace(fetching.settings, max_tries=1)
    yield fetching
    fetching.archive.close()


def titles(number: int) -> dict:
    return {f"/t/{n}": with_validators(f"title {n}") for n in range(number)}


def test_a_listing_is_followed_to_its_titles_page_after_page(fetching: Fetching) -> None:
    routes = {
        "/list": reply("title=/t/0 title=/t/1 next=/list?2"),
        "/list?2": reply("title=/t/2 title=/t/0 next=/list"),
    }
    with Server({**titles(3), **routes}) as server:
        fetched = fetching.night(fetching.site(listings=(server.url("/list"),)))
    assert sorted(server.paths()) == ["/list", "/list?2", "/t/0", "/t/1", "/t/2"]
    assert (fetched.outcome, fetched.counts["thread/complete"]) == ("ok", 3)


def test_titles_that_left_the_listing_are_visited_until_their_own_page_is_gone(fetching: Fetching) -> None:
    with Server({**titles(3), "/list": reply("title=/t/0 title=/t/1")}) as server:
        site = fetching.site(server.url("/t/2"), listings=(server.url("/list"),))
        asked = []
        for number in range(5):
            server.asked.clear()
            fetching.night(site, night=NIGHT + timedelta(days=number), run_id=f"run-{number}")
            asked.append(sorted(set(server.paths()) - {"/list"}))
            server.routes["/list"] = reply(f"title=/t/0 {number}")
            if number == 1:
                server.routes["/t/1"] = reply("", 404)
            if number == 2:
                site = replace(site, pages=())
    assert asked == [
        ["/t/0", "/t/1", "/t/2"],
        ["/t/0", "/t/1", "/t/2"],
        ["/t/0", "/t/1", "/t/2"],
        ["/t/0"],
        ["/t/0"],
    ]


def test_a_listing_does_not_lead_to_other_hosts(fetching: Fetching) -> None:
    with Server({"/list": reply("title=http://127.0.0.2:9/t title=/t/0"), **titles(1)}) as server:
        fetched = fetching.night(fetching.site(listings=(server.url("/list"),)))
    assert fetched.counts["link/other-host"] == 1
    assert fetched.counts["thread/complete"] == 1


def test_a_listing_that_fails_makes_the_site_partial(fetching: Fetching) -> None:
    with Server({"/list": reply("", 500), **titles(1)}) as server:
        fetched = fetching.night(fetching.site(server.url("/t/0"), listings=(server.url("/list"),)))
    assert fetched.outcome == "partial"
    assert fetched.counts["thread/complete"] == 1


def sitemap(base: str, *paths: str, lastmod: str | None = None) -> bytes:
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    rows = "".join(f"<url><loc>{base}{path}</loc>{changed}</url>" for path in paths)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


def test_sitemaps_are_followed_through_their_index_gzipped_or_not(fetching: Fetching) -> None:
    with Server(titles(4)) as server:
        index = "".join(
            f"<sitemap><loc>{server.base}/{name}</loc></sitemap>" for name in ("a.xml", "b.xml.gz", "index.xml")
        )
        server.routes |= {
            "/index.xml": reply(f"<sitemapindex>{index}</sitemapindex>", content_type="application/xml"),
            "/a.xml": reply(sitemap(server.base, "/t/0", "/t/1"), content_type="text/xml"),
            "/b.xml.gz": reply(gzip.compress(sitemap(server.base, "/t/2")), content_type="application/x-gzip"),
            "/plain.txt": reply(f"{server.base}/t/3\nnot an address\n", content_type="text/plain"),
        }
        site = fetching.site(sitemaps=(server.url("/index.xml"), server.url("/plain.txt")))
        fetched = fetching.night(site)
    assert fetched.counts["thread/complete"] == 4
    assert fetched.rejects == ()


def test_feeds_name_titles(fetching: Fetching) -> None:
    with Server(titles(3)) as server:
        items = f"<item><link>{server.base}/t/0</link></item><item><guid>{server.base}/t/1</guid></item>"
        rss = f"<rss><channel>{items}</channel></rss>"
        links = '<link rel="self" href="/x"/><link href="/t/2"/>'
        atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{links}</entry></feed>'
        server.routes |= {
            "/rss": reply(rss, content_type="application/rss+xml"),
            "/atom": reply(atom, content_type="application/atom+xml"),
        }
        fetched = fetching.night(fetching.site(feeds=(server.url("/rss"), server.url("/atom"))))
    assert fetched.counts["thread/complete"] == 3


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>no map</html>",
        "<urlset><url><loc>",
        "\x1f\x8bbroken",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><urlset>&b;</urlset>",
    ],
)
def test_a_sitemap_that_cannot_be_read_is_told(fetching: Fetching, body: str) -> None:
    with Server({"/s.xml": reply(body, content_type="application/xml"), **titles(1)}) as server:
        fetched = fetching.night(fetching.site(server.url("/t/0"), sitemaps=(server.url("/s.xml"),)))
    assert fetched.outcome == "partial"
    assert fetched.counts["thread/complete"] == 1


def test_entities_in_sitemaps_are_not_expanded() -> None:
    laughs = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 9))
    document = f"<!DOCTYPE a [<!ENTITY a0 'laugh'>{laughs}]>"
    base = "http://films.example.org/"
    mapped = read_sitemap(f"{document}<urlset><url><loc>{base}&a8;</loc></url></urlset>".encode(), base, 10_000)
    assert all("laugh" not in found.url for found in mapped.pages)
    fed = read_feed(f"{document}<rss><item><link>{base}&a8;</link></item></rss>".encode(), base)
    assert all("laugh" not in found.url for found in fed)


def test_nothing_is_loaded_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    document = f"<!DOCTYPE a [<!ENTITY x SYSTEM '{(tmp_path / 'secret').as_uri()}'>]>"
    base = "http://films.example.org/"
    fed = read_feed(f"{document}<rss><item><link>{base}&x;</link></item></rss>".encode(), base)
    mapped = read_sitemap(f"{document}<urlset><url><loc>{base}&x;</loc></url></urlset>".encode(), base, 10_000)
    assert all("secret" not in found.url for found in (*fed, *mapped.pages))


@given(st.binary(max_size=500))
def test_no_bytes_break_the_readers_of_starts(body: bytes) -> None:
    base = "http://films.example.org/"
    read_sitemap(body, base, 10_000)
    read_sitemap(b"<urlset><url><loc>" + body + b"</loc></url></urlset>", base, 10_000)
    read_feed(body, base)
    read_feed(b"<rss><item><link>" + body + b"</link></item></rss>", base)


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader_of_moments(text: str) -> None:
    read = moment(text)
    assert read is None or read.tzinfo is not None


def test_max_titles_holds_and_is_counted(fetching: Fetching) -> None:
    with Server(titles(8)) as server:
        pages = [server.url(f"/t/{n}") for n in range(8)]
        fetched = fetching.night(fetching.site(*pages, max_titles=3))
    assert (fetched.counts["page/ok"], fetched.counts["thread/above-max-titles"]) == (3, 5)


# -- how often -------------------------------------------------------------------------------------------------


def test_titles_that_never_change_are_visited_less_and_less(fetching: Fetching) -> None:
    fetching.settings = replace(fetching.settings, patience=3, max_gap_nights=7)
    visited = []
    with Server(titles(1)) as server:
        site = fetching.site(server.url("/t/0"))
        for number in range(40):
            before = len(server.paths())
            fetching.night(site, night=NIGHT + timedelta(days=number), run_id=f"run-{number}")
            if len(server.paths()) > before:
                visited.append(number)
        assert visited == [0, 1, 2, 3, 5, 9, 16, 23, 30, 37]
        everything = fetching.night(site, night=NIGHT + timedelta(days=40), run_id="all", everything=True)
        assert everything.counts["page/unchanged"] == 1
        server.routes["/t/0"] = reply("title 0, and a comment")
        fetching.night(site, night=NIGHT + timedelta(days=47), run_id="changed")
        nightly = fetching.night(site, night=NIGHT + timedelta(days=48), run_id="nightly again")
    assert nightly.counts["page/unchanged"] == 1


@given(st.integers(0, 10_000), st.integers(0, 30), st.integers(1, 60))
def test_the_gap_grows_up_to_its_maximum(streak: int, patience: int, most: int) -> None:
    settings = FetchSettings(patience=patience, max_gap_nights=most)
    gap = nights_between_visits(streak, settings)
    assert 1 <= gap <= most
    assert gap == 1 or streak >= patience
    assert nights_between_visits(streak + 1, settings) >= gap


def test_a_newer_lastmod_makes_a_title_due(fetching: Fetching) -> None:
    fetching.settings = replace(fetching.settings, patience=0, max_gap_nights=30)
    with Server(titles(2)) as server:
        site = fetching.site(sitemaps=(server.url("/s.xml"),))
        for number, lastmod in enumerate(["2026-01-01", "2026-01-01", (NIGHT + timedelta(days=2)).isoformat()]):
            server.routes["/s.xml"] = reply(
                sitemap(server.base, "/t/0", "/t/1", lastmod=lastmod), content_type="text/xml"
            )
            fetched = fetching.night(site, night=NIGHT + timedelta(days=number), run_id=f"run-{number}")
            if number == 1:
                assert fetched.counts["thread/not-due"] == 2
    assert fetched.counts["page/unchanged"] == 2


def test_what_was_never_seen_comes_first(fetching: Fetching) -> None:
    with Server(titles(3)) as server:
        fetching.night(fetching.site(server.url("/t/0"), server.url("/t/1")))
        server.asked.clear()
        pages = [server.url(f"/t/{n}") for n in range(3)]
        fetching.night(fetching.site(*pages), night=NIGHT + timedelta(days=1), run_id="run-2")
    assert server.paths() == ["/t/2", "/t/0", "/t/1"]


# -- again in one night ------------------------------------------------------------------------------------------


def test_a_second_run_of_the_night_asks_only_for_what_is_missing(fetching: Fetching) -> None:
    routes = {**titles(2), "/list": reply("title=/t/0 title=/t/1 title=/t/2")}
    routes["/t/2"] = in_turn(reply("", 500), reply("there now"))
    with Server(routes) as server:
        site = fetching.site(listings=(server.url("/list"),))
        fetching.night(site)
        server.asked.clear()
        second = fetching.night(site, run_id="run-2")
        assert server.paths() == ["/t/2"]
        assert second.counts["thread/already-had"] == 2
        server.asked.clear()
        third = fetching.night(site, run_id="run-3")
        assert server.asked == []
        assert third.outcome == "ok"
        fetching.night(site, run_id="run-4", everything=True)
        assert sorted(server.paths()) == ["/list", "/t/0", "/t/1", "/t/2"]


def test_an_interrupted_thread_goes_on_where_it_was(fetching: Fetching) -> None:
    stop = threading.Event()

    def stopping(line, asked) -> bool:
        stop.set()
        return reply("b next=/3")(line, asked)

    with Server({"/t": reply("a next=/2"), "/2": stopping, "/3": reply("c")}) as server:
        site = fetching.site(server.url("/t"))
        first = fetching.night(site, stop=stop)
        assert (first.outcome, first.reason) == ("partial", "stopped")
        fetching.archive.close()
        fetching.archive = Archive(fetching.data)
        second = fetching.night(site, run_id="run-2")
    assert server.paths() == ["/t", "/2", "/3"]
    assert second.outcome == "ok"
    (thread,) = fetching.archive.ledger.threads_of_night("films", NIGHT)
    assert (len(thread.captures), thread.ended_normally) == (3, True)
