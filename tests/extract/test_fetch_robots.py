"""robots.txt by RFC 9309."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.fetch.robots import parse_rules, rules_without_file
from tests.extract.misbehaving import NIGHT, Fetching, Server, in_turn, raw, reply


@pytest.fixture
def fetching(tmp_path: Path):
    fetching = Fetching(tmp_path / "data")
    fetching.settings = replace(fetching.settings, robots_retry_seconds=30.0, max_tries=1)
    yield fetching
    fetching.archive.close()


def text(body: str, **headers: str):
    return reply(body, content_type="text/plain", **headers)


@pytest.mark.parametrize(
    ("robots", "had"),
    [
        ("User-agent: *\nDisallow: /no", ["/yes", "/yes/no"]),
        ("User-agent: nightreel\nDisallow: /\n\nUser-agent: *\nAllow: /", []),
        ("User-agent: NightReel\nDisallow: /yes\n\nUser-agent: *\nDisallow: /", ["/no", "/no/but"]),
        ("User-agent: otherbot\nDisallow: /", ["/yes", "/yes/no", "/no", "/no/but"]),
        ("User-agent: *\nDisallow: /no\nAllow: /no/but", ["/yes", "/yes/no", "/no/but"]),
        ("User-agent: *\nDisallow: /*no$", ["/yes", "/no/but"]),
        ("\ufeffUser-agent: *\r\nDisallow: /no # not this\r\n", ["/yes", "/yes/no"]),
        ("", ["/yes", "/yes/no", "/no", "/no/but"]),
        ("<html>not robots at all</html>", ["/yes", "/yes/no", "/no", "/no/but"]),
    ],
)
def test_rules_are_kept(fetching: Fetching, robots: str, had: list[str]) -> None:
    paths = ["/yes", "/yes/no", "/no", "/no/but"]
    with Server({"/robots.txt": text(robots), **{path: reply(path) for path in paths}}) as server:
        fetched = fetching.night(fetching.site(*[server.url(path) for path in paths]))
        verdicts = fetching.archive.ledger.host_facts(f"127.0.0.1:{server.port}").robots
    assert sorted(server.paths()) == sorted(had)
    assert fetched.counts.get("reject/robots/disallowed", 0) == len(paths) - len(had)
    assert verdicts.get("disallowed", 0) == len(paths) - len(had)
    assert verdicts.get("allowed", 0) == len(had)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_no_robots_txt_allows_everything(fetching: Fetching, status: int) -> None:
    with Server({"/robots.txt": reply("x", status), "/a": reply("a")}) as server:
        fetched = fetching.one(server.url("/a"))
        verdicts = fetching.archive.ledger.host_facts(f"127.0.0.1:{server.port}").robots
    assert fetched.counts["page/ok"] == 1
    assert fetched.rejects == ()
    assert verdicts[f"allowed: robots.txt gives {status}"] == 1


@pytest.mark.parametrize(
    "trouble", [reply("x", 500), reply("x", 503), reply("x", 429), raw(b""), raw(b"nonsense\r\n\r\n")]
)
def test_a_robots_txt_that_cannot_be_had_forbids_for_now_and_is_tried_again(fetching: Fetching, trouble) -> None:
    robots = in_turn(trouble, trouble, text("User-agent: *\nDisallow: /no"))
    with Server({"/robots.txt": robots, "/a": reply("a")}) as server:
        fetched = fetching.night(fetching.site(server.url("/a"), server.url("/no")))
    assert [each.path for each in server.asked] == ["/robots.txt"] * 3 + ["/a"]
    assert fetched.counts["page/ok"] == 1


def test_a_robots_txt_that_never_comes_forbids_the_night(fetching: Fetching) -> None:
    with Server({"/robots.txt": reply("x", 500), **{f"/{n}": reply("a") for n in range(9)}}) as server:
        fetched = fetching.night(fetching.site(*[server.url(f"/{n}") for n in range(9)]))
        assert server.paths() == []
        assert (fetched.outcome, fetched.reason) == ("failed", "robots/unavailable")
        server.routes["/robots.txt"] = reply("", 404)
        again = fetching.night(fetching.site(server.url("/0")), run_id="run-2")
    assert again.counts["page/ok"] == 1


def test_redirects_of_robots_txt_are_followed(fetching: Fetching) -> None:
    routes = {
        "/robots.txt": reply("", 301, Location="/r1"),
        "/r1": reply("", 302, Location="/r2"),
        "/r2": text("User-agent: *\nDisallow: /no"),
        "/a": reply("a"),
        "/no": reply("no"),
    }
    with Server(routes) as server:
        fetching.night(fetching.site(server.url("/a"), server.url("/no")))
        assert "/no" not in server.paths()
        assert "/a" in server.paths()
        fetching.night(fetching.site(server.url("/a")), run_id="run-2", everything=True)
        assert [each.path for each in server.asked].count("/robots.txt") == 1


def test_too_many_redirects_of_robots_txt_count_as_none(fetching: Fetching) -> None:
    routes = {f"/r{n}": reply("", 302, Location=f"/r{n + 1}") for n in range(20)}
    with Server({"/robots.txt": reply("", 302, Location="/r0"), **routes, "/a": reply("a")}) as server:
        fetched = fetching.one(server.url("/a"))
    assert fetched.counts["page/ok"] == 1


def test_500_kib_are_read(fetching: Fetching) -> None:
    body = "User-agent: *\nDisallow: /no\n" + "# filler\n" * 60_000 + "User-agent: *\nDisallow: /late\n"
    for number, robots in enumerate([text(body), text(body * 50), reply(body, content_type="image/png")]):
        with Server({"/robots.txt": robots, "/late": reply("a"), "/no": reply("b")}) as server:
            fetching.night(fetching.site(server.url("/late"), server.url("/no"), site_id=f"films{number}"))
        assert server.paths() == ["/late"]


def test_robots_txt_holds_for_a_day(fetching: Fetching) -> None:
    with Server({"/robots.txt": text("User-agent: *\nDisallow: /no"), "/a": reply("a")}) as server:
        for number in range(4):
            fetching.night(
                fetching.site(server.url("/a")), night=NIGHT + timedelta(days=number), run_id=f"run-{number}"
            )
            fetching.clock.now += timedelta(hours=12)
        assert [each.path for each in server.asked].count("/robots.txt") == 2


@pytest.mark.parametrize(
    ("value", "outcome", "reason"),
    [
        ("noindex", "blocked", "robots/noindex"),
        ("none", "blocked", "robots/noindex"),
        ("nightreel: noindex, nofollow", "blocked", "robots/noindex"),
        ("NOARCHIVE", "blocked", "robots/noarchive"),
        ("otherbot: noindex", "ok", None),
        ("nofollow, unavailable_after: 25 Jun 2030 15:00:00 PST", "ok", None),
        ("max-snippet: 20, index", "ok", None),
    ],
)
def test_x_robots_tag_is_respected(fetching: Fetching, value: str, outcome: str, reason: str | None) -> None:
    with Server({"/a": reply("<p>text</p>", X_Robots_Tag=value)}) as server:
        fetching.one(server.url("/a"))
        (entry,) = [
            each for each in fetching.archive.ledger.captures_of_night("films", NIGHT) if each.url.endswith("/a")
        ]
        assert (entry.outcome, entry.reason) == (outcome, reason)
        body = fetching.archive.read(entry.capture_id).body
        assert body == (b"" if reason == "robots/noarchive" else b"<p>text</p>")
        (thread,) = fetching.archive.ledger.threads_of_night("films", NIGHT)
        assert thread.ended_normally == (outcome == "ok")
        fetching.settings = replace(fetching.settings, respect_noindex=False, respect_noarchive=False)
        again = fetching.one(server.url("/a"), run_id="run-2", everything=True)
    assert again.counts.get("page/ok", 0) + again.counts.get("page/unchanged", 0) == 1


def test_a_meta_tag_counts_like_the_header(fetching: Fetching) -> None:
    with Server({"/a": reply("<p>NOINDEX</p>")}) as server:
        fetching.one(server.url("/a"))
    (thread,) = fetching.archive.ledger.threads_of_night("films", NIGHT)
    assert (thread.ended_normally, thread.reason) == (False, "robots/noindex")
    assert [entry.outcome for entry in thread.captures] == ["blocked"]


@given(st.binary(max_size=2000))
def test_no_bytes_break_the_parser(body: bytes) -> None:
    rules = parse_rules(body, 1000)
    assert rules.verdict("http://films.example.org/a") in {"allowed", "disallowed"}
    assert rules.crawl_delay is None or rules.crawl_delay >= 0
    assert isinstance(rules.sitemaps, tuple)


LINES = ["User-agent: *", "User-agent: nightreel", "Disallow: /", "Allow: /a", "Crawl-delay: 3", "Disallow: /*?*&"]
LINES += ["Disallow:", "Sitemap: x", "\0", "Disallow: /%zz", "Crawl-delay: nan"]


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_no_rules_break_the_parser(lines: list[str]) -> None:
    rules = parse_rules("\n".join(lines).encode(), 10_000)
    assert rules.verdict("http://films.example.org/a?b=c&d") in {"allowed", "disallowed"}
    assert rules.crawl_delay is None or rules.crawl_delay >= 0


@given(st.integers(100, 599))
def test_every_status_has_a_verdict(status: int) -> None:
    rules = rules_without_file(status, f"http/{status}")
    assert rules.unavailable == (not 400 <= status < 500 or status == 429)
