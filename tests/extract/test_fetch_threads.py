"""Threads are followed page after page; whether they ended normally decides what may be called gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.extract.misbehaving import NIGHT, Behaviour, Fetching, Server, raw, reply, with_validators


@pytest.fixture
def fetching(tmp_path: Path):
    fetching = Fetching(tmp_path / "data")
    fetching.settings = replace(fetching.settings, max_tries=1)
    yield fetching
    fetching.archive.close()


def template(page: int, last: int) -> Behaviour:
    return reply(f"comments of page {page} guess=/t?page={page + 1}") if page <= last else reply("gone", 404)


@pytest.mark.parametrize(
    ("what", "routes", "pages", "reason"),
    [
        ("one page", {"/t": reply("text")}, ["/t"], None),
        ("three pages", {"/t": reply("next=/2"), "/2": reply("b next=/3"), "/3": reply("c")}, ["/t", "/2", "/3"], None),
        ("all named", {"/t": reply("next=/2 next=/3"), "/2": reply("b"), "/3": reply("c")}, ["/t", "/2", "/3"], None),
        ("a loop", {"/t": reply("next=/2"), "/2": reply("b next=/t next=/2#x")}, ["/t", "/2"], None),
        ("a repeat", {"/t": reply("next=/2"), "/2": reply("b next=/3"), "/3": reply("b next=/3")}, ["/t", "/2"], None),
        ("an empty page", {"/t": reply("next=/2"), "/2": reply("NO COMMENTS next=/3")}, ["/t", "/2"], None),
        ("no bytes", {"/t": reply("next=/2"), "/2": reply("")}, ["/t"], None),
        ("past a template", {"/t": template(1, 2), "/t?page=2": template(2, 2)}, ["/t", "/t?page=2"], None),
        ("a Link header", {"/t": reply("a", Link='</2>; rel="next"'), "/2": reply("b")}, ["/t", "/2"], None),
        ("another host", {"/t": reply("next=http://127.0.0.2:1/evil")}, ["/t"], None),
        ("a missing page", {"/t": reply("next=/2"), "/2": reply("", 404)}, ["/t"], "fetch/http/404 on page 2"),
        ("a broken page", {"/t": reply("next=/2"), "/2": raw(b"x")}, ["/t", "/2"], "fetch/http/no-status"),
        ("a forbidden page", {"/t": reply("next=/no")}, ["/t", "/no"], "fetch/robots/disallowed"),
        ("a challenge", {"/t": reply("next=/2"), "/2": reply("ARE YOU HUMAN")}, ["/t", "/2"], "blocked/challenge"),
        ("a broken reader", {"/t": reply("BROKEN READER")}, ["/t"], "links-failed: RuntimeError: the reader broke"),
        ("an empty title", {"/t": reply("")}, ["/t"], "fetch/body/empty"),
        ("too many pages", {"/t": reply("next=/1"), **{f"/{n}": reply(f"{n} next=/{n + 1}") for n in range(1, 9)}},
         ["/t", "/1", "/2", "/3", "/4"], "thread/too-many-pages"),
    ],
    ids=lambda value: value if isinstance(value, str) and "/" not in value else "",
)  # fmt: skip
def test_a_thread_ends(fetching: Fetching, what: str, routes: dict, pages: list[str], reason: str | None) -> None:
    robots = reply("User-agent: *\nDisallow: /no", content_type="text/plain")
    with Server({"/robots.txt": robots, **routes}) as server:
        fetching.night(fetching.site(server.url("/t"), max_pages_per_thread=5))
    (thread,) = fetching.archive.ledger.threads_of_night("films", NIGHT)
    assert [entry.url.removeprefix(server.base) for entry in thread.captures] == pages
    assert (thread.ended_normally, thread.reason) == (reason is None, reason)
    assert not thread.gone
    asked = server.paths()
    assert len(asked) == len(set(asked)), "no page is asked for twice"


@pytest.mark.parametrize("status", [404, 410])
def test_a_title_that_is_gone_ends_normally_and_says_so(fetching: Fetching, status: int) -> None:
    with Server({"/t": reply("gone", status)}) as server:
        fetched = fetching.one(server.url("/t"))
    (thread,) = fetching.archive.ledger.threads_of_night("films", NIGHT)
    assert (thread.gone, thread.ended_normally) == (True, True)
    assert [(entry.outcome, entry.reason) for entry in thread.captures] == [("gone", f"http/{status}")]
    assert fetched.outcome == "ok"


def test_a_thread_is_found_behind_a_redirect_under_the_address_it_was_asked_by(fetching: Fetching) -> None:
    with Server(
        {"/old": reply("", 301, Location="/new"), "/new": reply("text next=/2"), "/2": reply("more")}
    ) as server:
        fetching.one(server.url("/old"))
    (thread,) = fetching.archive.ledger.threads_of_night("films", NIGHT)
    assert thread.start_url == server.url("/old")
    assert [entry.url for entry in thread.captures] == [server.url("/new"), server.url("/2")]


def test_a_night_of_which_nothing_changed_costs_one_conditional_request_a_page_and_no_reading(
    fetching: Fetching,
) -> None:
    routes = {f"/{n}": with_validators(f"page {n} next=/{n}b") for n in range(20)}
    routes |= {f"/{n}b": with_validators(f"second page {n}") for n in range(20)}
    with Server(routes) as server:
        site = fetching.site(*[server.url(f"/{n}") for n in range(20)])
        first = fetching.night(site, links_rules="1")
        server.asked.clear()
        fetching.read.clear()
        second = fetching.night(site, night=NIGHT + timedelta(days=1), run_id="run-2", links_rules="1")
        asked = [each for each in server.asked if each.path != "/robots.txt"]
    threads = fetching.archive.ledger.threads_of_night("films", NIGHT + timedelta(days=1))
    assert (first.counts["page/ok"], second.counts["page/unchanged"]) == (40, 40)
    assert len(asked) == 40
    assert all("if-none-match" in each.headers for each in asked)
    assert fetching.read == [], "no page is read again for its links"
    assert all(thread.ended_normally and not thread.changed for thread in threads)
    captures = fetching.archive.ledger.captures_of_night("films", NIGHT + timedelta(days=1))
    assert {entry.outcome for entry in captures} == {"unchanged"}
    assert all(fetching.archive.read(entry.capture_id).body.startswith((b"page", b"second")) for entry in captures)


def test_the_same_bytes_without_a_304_are_unchanged_too(fetching: Fetching) -> None:
    with Server({"/t": reply("text")}) as server:
        for number in range(2):
            fetching.night(
                fetching.site(server.url("/t")), night=NIGHT + timedelta(days=number), run_id=f"run-{number}"
            )
    (thread,) = fetching.archive.ledger.threads_of_night("films", NIGHT + timedelta(days=1))
    assert [entry.outcome for entry in thread.captures] == ["unchanged"]
    assert not thread.changed
    record = fetching.archive.record_at(thread.captures[0].file, thread.captures[0].offset)
    assert record.kind == "revisit"


def test_a_changed_page_changes_its_thread(fetching: Fetching) -> None:
    with Server({"/t": reply("a next=/2"), "/2": with_validators("b", '"1"')}) as server:
        site = fetching.site(server.url("/t"))
        changed = []
        for number in range(5):
            night = NIGHT + timedelta(days=number)
            fetching.night(site, night=night, run_id=f"run-{number}")
            (thread,) = fetching.archive.ledger.threads_of_night("films", night)
            changed.append((thread.changed, thread.ended_normally))
            if number == 1:
                server.routes["/2"] = with_validators("b, and one more comment", '"2"')
            if number == 2:
                server.routes["/2"] = raw(b"")
            if number == 3:
                server.routes["/2"] = with_validators("b, and one more comment", '"2"')
    assert changed == [(True, True), (False, True), (True, True), (True, False), (False, True)]


def test_a_304_that_nobody_asked_for_is_no_page(fetching: Fetching) -> None:
    with Server({"/t": reply("", 304, None)}) as server:
        fetched = fetching.one(server.url("/t"))
    assert [reject.reason for reject in fetched.rejects] == ["fetch/http/304-unasked"]


def test_last_modified_is_a_validator_too(fetching: Fetching) -> None:
    with Server({"/t": reply("a", Last_Modified="Mon, 02 Mar 2026 00:00:00 GMT")}) as server:
        for number in range(2):
            fetching.night(
                fetching.site(server.url("/t")), night=NIGHT + timedelta(days=number), run_id=f"run-{number}"
            )
        assert server.asked[-1].headers["if-modified-since"] == "Mon, 02 Mar 2026 00:00:00 GMT"


def test_a_304_refreshes_nothing_but_keeps_the_validators(fetching: Fetching) -> None:
    with Server({"/t": with_validators("a")}) as server:
        for number in range(4):
            fetching.night(
                fetching.site(server.url("/t")), night=NIGHT + timedelta(days=number), run_id=f"run-{number}"
            )
        assert [each.headers.get("if-none-match") for each in server.asked if each.path == "/t"] == [None] + ['"1"'] * 3


def test_a_304_that_repeats_no_validators_keeps_those_of_the_page(fetching: Fetching) -> None:
    page, same = reply("a", ETag='"1"', Last_Modified="Mon, 02 Mar 2026 00:00:00 GMT"), reply("", 304, None)
    with Server(
        {"/t": lambda line, asked: (same if "if-none-match" in asked.headers else page)(line, asked)}
    ) as server:
        for number in range(3):
            night = NIGHT + timedelta(days=number)
            fetching.night(fetching.site(server.url("/t")), night=night, run_id=f"run-{number}")
        asked = [each.headers for each in server.asked if each.path == "/t"]
    assert [each.get("if-none-match") for each in asked] == [None, '"1"', '"1"']
    assert asked[2]["if-modified-since"] == "Mon, 02 Mar 2026 00:00:00 GMT"
    before = fetching.archive.ledger.captures_of_night("films", NIGHT + timedelta(days=2))
    fetching.archive.index()
    assert fetching.archive.ledger.captures_of_night("films", NIGHT + timedelta(days=2)) == before


def test_links_are_read_again_when_the_profile_was_edited(fetching: Fetching, tmp_path: Path) -> None:
    profile = tmp_path / "films.toml"
    profile.write_text("a = 1")
    with Server({"/t": with_validators("a")}) as server:
        for number in range(4):
            site = fetching.site(server.url("/t"), profile=str(profile))
            fetching.night(site, night=NIGHT + timedelta(days=number), run_id="r", links_rules="1")
            if number == 1:
                profile.write_text("a = 2")
    assert len(fetching.read) == 2


def test_links_are_read_again_when_the_rules_change(fetching: Fetching) -> None:
    with Server({"/t": with_validators("a")}) as server:
        for number, rules in enumerate(["1", "1", "2"]):
            fetching.night(
                fetching.site(server.url("/t")), night=NIGHT + timedelta(days=number), run_id="r", links_rules=rules
            )
    assert len(fetching.read) == 2
