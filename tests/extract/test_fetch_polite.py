"""One queue per host, one request at a time, a rest between two, pauses that hold for everyone."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from extract.fetch import contact_problem, fetch_night, user_agent
from extract.site import Site
from tests.extract.misbehaving import BEGINNING, NIGHT, Fetching, Server, in_turn, reply


@pytest.fixture
def fetching(tmp_path: Path):
    fetching = Fetching(tmp_path / "data")
    yield fetching
    fetching.archive.close()


def pages(server: Server, number: int, body: str = "page") -> list[str]:
    server.routes |= {f"/{n}": reply(f"{body} {n}") for n in range(number)}
    return [server.url(f"/{n}") for n in range(number)]


def test_a_host_rests_for_the_sites_delay(fetching: Fetching) -> None:
    with Server() as server:
        fetching.night(fetching.site(*pages(server, 4), delay=2.5))
        facts = fetching.archive.ledger.host_facts(f"127.0.0.1:{server.port}", NIGHT)
    assert facts.requests == 5, "robots.txt and four pages"
    assert facts.least_gap is not None
    assert facts.least_gap >= 2.5


def test_the_server_sees_the_rests_too(fetching: Fetching) -> None:
    with Server() as server:
        fetching.night(fetching.site(*pages(server, 4), delay=0.1), sleep=None, clock=lambda: datetime.now(UTC))
        assert len(server.gaps()) == 4
        assert min(server.gaps()) >= 0.1


def test_a_slow_host_rests_longer(fetching: Fetching) -> None:
    fetching.settings = replace(fetching.settings, latency_factor=3.0)

    def slowly(line, asked) -> bool:
        fetching.clock.now += timedelta(seconds=4)
        return reply("slow")(line, asked)

    with Server({"/a": slowly, "/b": reply("quick")}) as server:
        fetching.night(fetching.site(server.url("/a"), server.url("/b"), delay=1.0))
    assert max(fetching.clock.slept) == pytest.approx(12, abs=0.2)


@pytest.mark.parametrize(("asked", "taken"), [("7", 7), ("0.5", 1), ("9999", 60), ("soon", 1), ("-3", 1), ("1e400", 1)])
def test_crawl_delay_is_heeded_and_capped(fetching: Fetching, asked: str, taken: float) -> None:
    with Server({"/robots.txt": reply(f"User-agent: *\nCrawl-delay: {asked}\n", content_type="text/plain")}) as server:
        fetched = fetching.night(fetching.site(*pages(server, 3), delay=1.0))
    assert fetching.clock.slept == pytest.approx([taken] * 3, abs=0.1)
    assert fetched.counts.get("robots/crawl-delay-capped", 0) == (asked == "9999")
    assert ("robots/crawl-delay-capped" in {event.what for event in fetching.events}) == (asked == "9999")


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("retry_after", "least", "most"),
    [
        ("120", 119, 121),
        (format_datetime(BEGINNING + timedelta(seconds=300), usegmt=True), 290, 301),
        ("999999999", 3599, 3601),
        ("never", 0.7, 1.3),
        (None, 0.7, 1.3),
    ],
)
def test_not_now_pauses_the_whole_host(
    fetching: Fetching, status: int, retry_after: str | None, least: float, most: float
) -> None:
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    with Server({"/a": in_turn(reply("not now", status, **headers), reply("<p>now</p>"))}) as server:
        fetched = fetching.night(fetching.site(server.url("/a"), *pages(server, 2)))
        facts = fetching.archive.ledger.host_facts(f"127.0.0.1:{server.port}")
    assert fetched.counts["page/ok"] == 3
    assert fetched.rejects == ()
    (pause,) = facts.pauses
    assert least <= pause.seconds <= most
    assert pause.honoured
    assert pause.next_request_at is not None


def test_a_pause_grows_while_nothing_else_is_answered(fetching: Fetching) -> None:
    fetching.settings = replace(fetching.settings, max_tries=5, retry_seconds=10.0)
    with Server({"/a": reply("not now", 503)}) as server:
        fetched = fetching.one(server.url("/a"))
    pauses = [pause.seconds for pause in fetching.archive.ledger.pauses(f"127.0.0.1:{server.port}")]
    assert len(pauses) == 5
    for number, seconds in enumerate(pauses):
        assert 7.4 <= seconds / 2**number <= 12.6
    assert fetched.outcome == "failed"


def test_a_pause_outlives_the_run_that_was_told_of_it(fetching: Fetching) -> None:
    fetching.settings = replace(fetching.settings, max_tries=1)
    with Server({"/a": in_turn(reply("later", 503, Retry_After="1800"), reply("now"))}) as server:
        fetching.one(server.url("/a"))
        fetching.clock.slept.clear()
        fetched = fetching.one(server.url("/a"), run_id="run-2")
    assert fetched.counts["page/ok"] == 1
    assert max(fetching.clock.slept) == pytest.approx(1800, abs=2)


def test_a_pause_is_waited_for_once_even_where_the_clock_stands_still(fetching: Fetching) -> None:
    slept: list[float] = []
    with Server({"/a": in_turn(reply("later", 503, Retry_After="30"), reply("now"))}) as server:
        site = fetching.site(server.url("/a"), *pages(server, 3))
        fetched = fetching.night(site, clock=lambda: BEGINNING, sleep=slept.append)
    assert fetched.counts["page/ok"] == 4
    assert slept == [30]


def test_a_fault_of_ours_costs_one_site(fetching: Fetching, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("extract.fetch.site.follow", broken)
    with Server() as server:
        fetched = fetching.night(fetching.site(*pages(server, 2)))
    assert (fetched.outcome, fetched.reason) == ("failed", "fault: RuntimeError: a fault")


def test_the_last_request_of_the_run_before_counts_too(fetching: Fetching) -> None:
    with Server() as server:
        first, second = pages(server, 2)
        fetching.night(fetching.site(first, delay=5.0))
        fetching.night(fetching.site(second, delay=5.0), run_id="run-2")
        facts = fetching.archive.ledger.host_facts(f"127.0.0.1:{server.port}")
    assert facts.least_gap is not None
    assert facts.least_gap >= 5.0


def test_a_host_is_asked_one_thing_at_a_time_while_hosts_go_on_in_parallel(fetching: Fetching) -> None:
    def slowly(line, asked) -> bool:
        time.sleep(0.05)
        return reply("slow")(line, asked)

    with Server() as one, Server() as two:
        sites = [
            fetching.site(*[one.url(f"/{name}/{n}") for n in range(3)], site_id=name)
            for name in ("films", "series", "games")
        ] + [fetching.site(*[two.url(f"/{n}") for n in range(9)], site_id="books")]
        for server in (one, two):
            server.routes |= {each.removeprefix(server.base): slowly for site in sites for each in site.pages}
        fetched = fetch_night(
            sites,
            archive=fetching.archive,
            night=NIGHT,
            clock=fetching.clock,
            run_id="run-1",
            user_agent="nightreel/test",
            deadline=None,
            stop=threading.Event(),
            progress=fetching.events.append,
            links=fetching._links,
            settings=fetching.settings,
        )
        assert (one.most_at_once, two.most_at_once) == (1, 1)
        first, last = one.asked[0].at, one.asked[-1].at
        assert any(first < each.at < last for each in two.asked), "the other host waits for nobody"
        assert [each.path for each in one.asked].count("/robots.txt") == 1, "three sites share one robots.txt"
    assert {site: each.counts["page/ok"] for site, each in fetched.items()} == {
        "films": 3,
        "series": 3,
        "games": 3,
        "books": 9,
    }


def test_pages_on_several_hosts_are_asked_in_parallel(fetching: Fetching) -> None:
    with Server() as one, Server() as two:
        fetched = fetching.night(fetching.site(*pages(one, 3), *pages(two, 3)))
    assert fetched.counts["page/ok"] == 6
    assert len(fetching.archive.ledger.hosts("films")) == 2


def test_a_stop_ends_the_wait_at_once(fetching: Fetching) -> None:
    stop = threading.Event()
    with Server() as server:
        site = fetching.site(*pages(server, 3), delay=60.0)
        threading.Timer(0.3, stop.set).start()
        began = time.monotonic()
        fetched = fetching.night(site, stop=stop, sleep=None)
    assert time.monotonic() - began < 5
    assert (fetched.outcome, fetched.reason) == ("partial", "stopped")


def test_what_lies_beyond_the_deadline_is_left_for_tomorrow(fetching: Fetching) -> None:
    with Server() as server:
        site = fetching.site(*pages(server, 10), delay=60.0)
        fetched = fetching.night(site, deadline=BEGINNING + timedelta(seconds=200))
        assert (fetched.outcome, fetched.reason) == ("partial", "deadline")
        assert fetched.counts["page/ok"] == 3
        assert fetched.counts["thread/not-reached"] == 7
        again = fetching.night(site, run_id="run-2")
    assert (again.outcome, again.counts["page/ok"]) == ("ok", 7)


def test_everybody_is_told_who_asks(fetching: Fetching) -> None:
    with Server() as server:
        fetching.night(fetching.site(*pages(server, 1)), user_agent=user_agent("1.2", "mailto:ann@example.org"))
    assert {each.headers["user-agent"] for each in server.asked} == {"nightreel/1.2 (+mailto:ann@example.org)"}


@pytest.mark.parametrize("contact", ["a\r\nX-Evil: 1", "ann (at) example\\", "  ", None, "é@example.org"])
def test_a_contact_cannot_break_the_header(contact: str | None) -> None:
    told = user_agent("1", contact)
    assert told.isascii()
    assert "\r" not in told
    assert "\n" not in told
    assert told.count("(") <= 1


@pytest.mark.parametrize(
    ("url", "contact", "refused"),
    [
        ("https://films.example.org/t/1", None, True),
        ("https://films.example.org/t/1", "   ", True),
        ("https://films.example.org/t/1", "mailto:ann@example.org", False),
        ("http://127.0.0.1:8000/", None, False),
        ("http://[::1]/", None, False),
        ("http://localhost/", None, False),
        ("http://localhost.evil.example/", None, True),
        ("http://127.0.0.1.evil.example/", None, True),
        ("http://10.0.0.1/", None, True),
    ],
)
def test_nobody_is_asked_by_somebody_without_a_contact(url: str, contact: str | None, refused: bool) -> None:
    for kind in ("pages", "listings", "sitemaps", "feeds"):
        problem = contact_problem([Site(site_id="films", **{kind: (url,)})], contact)
        assert (problem is not None) == refused
        if problem is not None:
            assert "films" in problem
            assert "contact" in problem


def test_a_refusing_host_is_left_alone_longer_each_time_and_then_given_up(fetching: Fetching) -> None:
    with Server({f"/{n}": reply("go away", 403) for n in range(10)}) as server:
        fetched = fetching.night(fetching.site(*[server.url(f"/{n}") for n in range(10)]))
        seconds = [pause.seconds for pause in fetching.archive.ledger.pauses(f"127.0.0.1:{server.port}")]
    assert fetched.outcome == "blocked"
    assert server.paths() == ["/0", "/1", "/2"]
    assert seconds == [60, 120, 240]


def test_a_challenge_is_reported_as_blocked_and_backs_the_host_off(fetching: Fetching) -> None:
    challenge = in_turn(reply("<p>ARE YOU HUMAN?</p>"), reply("<p>welcome</p>"))
    with Server({"/a": challenge, "/b": reply("<p>fine</p>")}) as server:
        site = fetching.site(server.url("/a"), server.url("/b"))
        fetched = fetching.night(site)
        first = {thread.start_url: thread for thread in fetching.archive.ledger.threads_of_night("films", NIGHT)}
        again = fetching.night(site, run_id="run-2")
        second = {thread.start_url: thread for thread in fetching.archive.ledger.threads_of_night("films", NIGHT)}
    assert [reject.reason for reject in fetched.rejects] == ["fetch/blocked/challenge"]
    assert [entry.outcome for entry in first[server.url("/a")].captures] == ["blocked"]
    assert not first[server.url("/a")].ended_normally
    assert first[server.url("/b")].ended_normally
    assert 60 in [round(each) for each in fetching.clock.slept]
    assert again.counts["page/ok"] == 1, "the blocked page is asked for again, the other is not"
    assert second[server.url("/a")].ended_normally


def test_transient_failures_are_tried_again_after_a_rest(fetching: Fetching) -> None:
    with Server({"/a": in_turn(reply("oops", 502), reply("oops", 500), reply("<p>there</p>"))}) as server:
        fetched = fetching.one(server.url("/a"))
    assert (fetched.outcome, fetched.counts["page/ok"], fetched.counts["request/sent"]) == ("ok", 1, 4)
    assert all(gap > 0 for gap in fetching.clock.slept)
