"""Headers of strangers: read right where they make sense, absent where they do not, and never an exception."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.archive.encodings import DecodeError, TooLarge, codings_of, decoded
from extract.fetch.address import host_key, is_loopback, is_public
from extract.fetch.headers import absolute, content_type, http_date, meta_robots, next_link, retry_after, robots_tags

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
BASE = "https://films.example.org/t/1"


@pytest.mark.parametrize(
    ("seconds", "values"),
    [
        (120, ["120", " 120 ", "000120", "Mon, 02 Mar 2026 01:02:00 GMT", "Monday, 02-Mar-26 01:02:00 GMT"]),
        (120, ["Mon Mar  2 01:02:00 2026", "Mon, 02 Mar 2026 03:02:00 +0200"]),
        (0, ["0", "Mon, 02 Mar 2020 01:02:00 GMT"]),
        (
            None,
            [None, "", "soon", "-5", "1.5", "12 minutes", "٣٠", "Mon, 99 Mar 2026 01:02:00 GMT", "9" * 20, "x" * 99999],
        ),
    ],
)
def test_retry_after(seconds: float | None, values: list[str | None]) -> None:
    assert [retry_after(value, NOW) for value in values] == [seconds] * len(values)


@given(st.integers(0, 10**9))
def test_retry_after_reads_its_own_forms(seconds: int) -> None:
    assert retry_after(str(seconds), NOW) == seconds
    if seconds < 10**8:
        assert retry_after(format_datetime(NOW + timedelta(seconds=seconds), usegmt=True), NOW) == seconds


@given(st.text())
def test_retry_after_is_never_negative_and_never_fails(value: str) -> None:
    asked = retry_after(value, NOW)
    assert asked is None or asked >= 0
    moment = http_date(value)
    assert moment is None or moment.tzinfo is not None


@pytest.mark.parametrize(
    ("value", "media", "charset"),
    [
        ("text/html", "text/html", None),
        ("Text/HTML; Charset=UTF-8", "text/html", "utf-8"),
        ('text/html; charset="iso-8859-1"', "text/html", "iso-8859-1"),
        ("text/html;boundary=x;charset=koi8-r", "text/html", "koi8-r"),
        ("text/html; charset=", "text/html", None),
        ("text/html; charset", "text/html", None),
        ("charset=utf-8", "", None),
        ("html", "", None),
        ("", "", None),
        (None, "", None),
    ],
)
def test_content_type(value: str | None, media: str, charset: str | None) -> None:
    read = content_type(value)
    assert (read.media, read.charset) == (media, charset)


@given(st.text())
def test_no_text_breaks_content_type(value: str) -> None:
    read = content_type(value)
    assert read.charset is None or read.charset == read.charset.strip().lower()
    content_type(f"text/html; charset={value}")
    codings_of(value)


@pytest.mark.parametrize(
    ("values", "tags"),
    [
        (["noindex"], {"noindex"}),
        (["NoIndex, NoFollow"], {"noindex", "nofollow"}),
        (["none"], {"none", "noindex", "nofollow"}),
        (["nightreel: noarchive"], {"noarchive"}),
        (["NIGHTREEL: noindex, noarchive"], {"noindex", "noarchive"}),
        (["otherbot: noindex, noarchive"], set()),
        (["otherbot: noindex, nightreel: noarchive"], {"noarchive"}),
        (["otherbot: noindex", "noarchive"], {"noarchive"}),
        (["unavailable_after: 25 Jun 2010 15:00:00 PST, noindex"], {"unavailable_after", "noindex"}),
        ([""], set()),
        ([",,:,"], set()),
    ],
)
def test_robots_tags(values: list[str], tags: set[str]) -> None:
    assert robots_tags(values, "nightreel") == tags


@given(st.lists(st.text()))
def test_no_text_breaks_robots_tags(values: list[str]) -> None:
    assert all(robots_tags(values, "nightreel"))


@pytest.mark.parametrize(
    ("values", "target"),
    [
        (["</t/1?p=2>; rel=next"], "https://films.example.org/t/1?p=2"),
        (['<2>; rel="next"'], "https://films.example.org/t/2"),
        (['<a>; rel="prev", <2>; rel="next"'], "https://films.example.org/t/2"),
        (['<2>; title="a, b; rel=no"; rel="start next"'], "https://films.example.org/t/2"),
        (["<2>; REL=NEXT"], "https://films.example.org/t/2"),
        (["<a>; rel=prev", "<2>; rel=next"], "https://films.example.org/t/2"),
        (["<javascript:x>; rel=next"], None),
        (["<2>; rel=nextish"], None),
        (["2; rel=next"], None),
        ([""], None),
        (["<" * 9000], None),
        (["<a>;" + ' x="' * 3000], None),
    ],
)
def test_next_link(values: list[str], target: str | None) -> None:
    assert next_link(values, BASE) == target


@given(st.lists(st.text(alphabet='<>;,="rel next/.:\\ \n') | st.text()))
def test_no_text_breaks_links(values: list[str]) -> None:
    target = next_link(values, BASE)
    assert target is None or target.startswith(("http://", "https://", "file:"))


@given(st.text())
def test_no_text_breaks_addresses(text: str) -> None:
    where = absolute(text, BASE)
    assert where is None or "#" not in where
    host_key(text)
    is_public(text)
    is_loopback(f"http://{text}/") if "[" not in text and "]" not in text else None


@pytest.mark.parametrize(
    ("key", "urls"),
    [
        (
            "films.example.org",
            ["http://films.example.org/", "https://FILMS.example.org:443/a", "http://films.example.org.:80"],
        ),
        (
            "xn--bcher-kva.example",
            ["http://bücher.example/", "http://BÜCHER.example/", "http://xn--bcher-kva.example/"],
        ),
        ("films.example.org:8080", ["http://films.example.org:8080/", "https://films.example.org:8080/"]),
        ("127.0.0.1:8001", ["http://127.0.0.1:8001/a"]),
        ("", ["file:///a.html", "mailto:a@b", "http://", "http://a:99999/", ""]),
    ],
)
def test_host_key(key: str, urls: list[str]) -> None:
    assert [host_key(url) for url in urls] == [key] * len(urls)


@given(st.binary(max_size=400), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", "zstd, deflate", "x"]))
def test_no_bytes_break_the_decoders(body: bytes, coding: str) -> None:
    with suppress(DecodeError, TooLarge):
        assert len(decoded(body, coding, 1000)) <= 1000


@given(st.binary(max_size=5000), st.lists(st.sampled_from(["gzip", "deflate", "br", "zstd"]), max_size=3))
def test_what_was_coded_is_decoded(body: bytes, codings: list[str]) -> None:
    import gzip
    import zlib

    import brotli
    import zstandard

    coders = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstandard.compress}
    sent = body
    for coding in codings:
        sent = coders[coding](sent)
    assert decoded(sent, ", ".join(codings), 5000) == body
    if codings and len(body) > 1:
        with pytest.raises(TooLarge):
            decoded(sent, ", ".join(codings), len(body) - 1)


@pytest.mark.parametrize(
    ("page", "tags"),
    [
        (b'<meta name="robots" content="noindex, nofollow">', {"noindex", "nofollow"}),
        (b"<META CONTENT='NoArchive' NAME='ROBOTS'>", {"noarchive"}),
        (b"<meta name=nightreel content=none>", {"none", "noindex", "nofollow"}),
        (b'<meta name="otherbot" content="noindex">', set()),
        (b'<meta name="description" content="noindex">', set()),
        (b'<meta name="robots" content="max-snippet:-1, index">', {"max-snippet -1", "index"}),
        (b"<p>noindex</p>", set()),
        (b"<meta " * 20_000, set()),
        (b'<meta name="robots" content="' + b"noindex," * 9000, set()),
        (b" " * 70_000 + b'<meta name="robots" content="noindex">', set()),
    ],
)
def test_meta_robots(page: bytes, tags: set[str]) -> None:
    assert meta_robots(page, "nightreel") == tags


@given(st.binary(max_size=300))
def test_no_bytes_break_meta_robots(body: bytes) -> None:
    meta_robots(b"<meta " + body + b">", "nightreel")
    meta_robots(b'<meta name="robots" content="' + body + b'">', "nightreel")
