"""One page for a person at the keyboard."""

from __future__ import annotations

import socket

import pytest

from extract.fetch import FetchFailed, fetch_one
from tests.extract.misbehaving import BEGINNING, Server, raw, reply


def test_a_page_is_had_with_its_time_and_its_last_address() -> None:
    with Server({"/a": reply("", 302, Location="/b"), "/b": reply("<p>text</p>")}) as server:
        capture = fetch_one(server.url("/a"), now=BEGINNING)
    assert (capture.url, capture.body, capture.fetched_at) == (server.url("/b"), b"<p>text</p>", BEGINNING)
    assert capture.header("content-type") == "text/html; charset=utf-8"


def test_an_answer_that_is_no_page_is_shown_as_it_is() -> None:
    with Server({"/a": reply("go away", 403)}) as server:
        assert fetch_one(server.url("/a"), now=BEGINNING).status == 403


@pytest.mark.parametrize(
    ("routes", "says"),
    [
        ({"/robots.txt": reply("User-agent: *\nDisallow: /", content_type="text/plain")}, "robots.txt says disallowed"),
        ({"/robots.txt": reply("", 500)}, "robots.txt says unavailable"),
        ({"/a": reply("", 302, Location="/a")}, "redirects do not end"),
        ({"/a": reply("", 302, Location="mailto:a@b")}, "leads nowhere"),
        ({"/a": reply("", 302, Location="http://127.0.0.2:1/")}, "address/not-public"),
        ({"/a": raw(b"nonsense\r\n\r\n")}, "http/no-status"),
    ],
)
def test_what_cannot_be_had_is_told_in_one_sentence(routes: dict, says: str) -> None:
    with Server({"/a": reply("<p>text</p>"), **routes}) as server, pytest.raises(FetchFailed, match=says) as failed:
        fetch_one(server.url("/a"), now=BEGINNING)
    assert "\n" not in str(failed.value)


def test_a_host_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(FetchFailed, match="unavailable: connect/refused"):
        fetch_one(f"http://127.0.0.1:{port}/", now=BEGINNING)
