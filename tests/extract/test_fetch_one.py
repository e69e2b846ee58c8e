"""One page for a person at the keyboard."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.fetch import FetchFailed, FetchSettings, fetch_one
from tests.extract.misbehaving import BEGINNING, Server, raw, reply

QUICK = FetchSettings(read_seconds=0.3, whole_seconds=1.0)


def test_a_page_is_had_with_its_time_and_its_last_address() -> None:
    with Server({"/a": reply("", 302, Location="/b"), "/b": reply("<p>text</p>")}) as server:
        capture = fetch_one(server.url("/a"), now=BEGINNING)
    assert (capture.url, capture.body, capture.fetched_at) == (server.url("/b"), b"<p>text</p>", BEGINNING)
    assert capture.header("content-type") == "text/html; charset=utf-8"


@pytest.mark.parametrize("body", [b"\0", b"no gzip", b"x" * 20_000_000])
def test_what_a_redirect_says_beside_its_address_is_no_trouble(body: bytes) -> None:
    there = reply(body, 302, Location="/b", Content_Encoding="gzip")
    with Server({"/a": there, "/b": reply("<p>text</p>")}) as server:
        assert fetch_one(server.url("/a"), now=BEGINNING).body == b"<p>text</p>"


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


@settings(max_examples=60, deadline=None)
@given(
    status=st.sampled_from(
        [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 200\r\n", b"HTTP/1.1 302 x\r\n", b"HTTP/9 abc\r\n", b""]
    ),
    lines=st.lists(
        st.sampled_from(
            [b"Content-Length: 5", b"Content-Length: -1", b"Content-Length: x", b"Transfer-Encoding: chunked"]
        )
        | st.sampled_from(
            [b"Content-Encoding: gzip", b"Content-Encoding: br", b"Location: /b", b"Location: http://[::"]
        )
        | st.binary(max_size=30),
        max_size=5,
    ),
    body=st.sampled_from([b"5\r\nabcde\r\n0\r\n\r\n", b"ffffffff\r\nab", b"-5\r\n"]) | st.binary(max_size=100),
)
def test_no_answer_breaks_the_client(status: bytes, lines: list[bytes], body: bytes) -> None:
    answer = raw(status + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body)
    with Server({"/a": answer, "/b": answer}) as server:
        try:
            assert isinstance(fetch_one(server.url("/a"), now=BEGINNING, settings=QUICK).body, bytes)
        except FetchFailed as failed:
            assert "\n" not in str(failed)


def test_a_host_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(FetchFailed, match="unavailable: connect/refused"):
        fetch_one(f"http://127.0.0.1:{port}/", now=BEGINNING)
