"""What servers do to a fetcher: each costs one page, with a reason, and nothing else."""

from __future__ import annotations

import gzip
import io
import shutil
import socket
import subprocess
import threading
import time
import zlib
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
import zstandard

from extract.archive import verify
from tests.extract.misbehaving import NIGHT, Asked, Behaviour, Fetching, Server, dripping, raw, reply

MIB = 1024 * 1024
VARIED = bytes(range(256)) * 9
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture
def fetching(tmp_path: Path):
    fetching = Fetching(tmp_path / "data")
    fetching.settings = replace(fetching.settings, max_body=MIB // 4, max_tries=1, whole_seconds=1.2, read_seconds=0.6)
    yield fetching
    fetching.archive.close()


def reason_for(fetching: Fetching, behaviour: Behaviour, **more) -> str | None:
    """Fetch one page that behaves so, beside a decent one, and return what the reject says."""
    with Server({"/": behaviour, "/decent": reply("<p>decent</p>")}) as server:
        fetched = fetching.night(fetching.site(server.url("/"), server.url("/decent"), **more))
    assert fetched.counts.get("page/ok", 0) >= 1, "the decent page must be had"
    threads = {thread.start_url: thread for thread in fetching.archive.ledger.threads_of_night("films", NIGHT)}
    assert threads[server.url("/decent")].ended_normally
    fetching.archive.flush()
    assert verify(fetching.archive).problems == ()
    reasons = [reject.reason for reject in fetched.rejects]
    if reasons:
        assert not threads[server.url("/")].ended_normally, "a thread with a failed page is never complete"
    assert len(reasons) <= 1
    return reasons[0] if reasons else None


def coded(body: bytes, coding: str) -> Behaviour:
    return reply(body, Content_Encoding=coding)


def zstd_bomb(size: int) -> bytes:
    out = io.BytesIO()
    with zstandard.ZstdCompressor(level=1).stream_writer(out, closefd=False) as writer:
        for _ in range(size // MIB):
            writer.write(b"\0" * MIB)
    return out.getvalue()


BOMB = b"a" * (8 * MIB)


@pytest.mark.parametrize(
    ("what", "behaviour", "reason"),
    [
        ("a gzip bomb", coded(gzip.compress(BOMB), "gzip"), "fetch/body/too-large"),
        ("gzip in gzip", coded(gzip.compress(gzip.compress(BOMB)), "gzip, gzip"), "fetch/body/too-large"),
        ("a deflate bomb", coded(zlib.compress(BOMB), "deflate"), "fetch/body/too-large"),
        ("a brotli bomb", coded(brotli.compress(BOMB, quality=1), "br"), "fetch/body/too-large"),
        ("a zstd bomb", coded(zstd_bomb(8 * MIB), "zstd"), "fetch/body/too-large"),
        ("a page without end", raw(HEAD + b"\r\n", *[b"x" * MIB] * 4), "fetch/body/too-large"),
        ("no gzip at all", coded(b"<p>plain</p>", "gzip"), "fetch/body/bad-encoding"),
        ("half a gzip", coded(gzip.compress(VARIED)[:100], "gzip"), "fetch/body/bad-encoding"),
        ("half a brotli", coded(brotli.compress(VARIED)[:100], "br"), "fetch/body/bad-encoding"),
        ("half a zstd", coded(zstandard.compress(VARIED)[:100], "zstd"), "fetch/body/bad-encoding"),
        ("no brotli", coded(b"\xff" * 50, "br"), "fetch/body/bad-encoding"),
        ("no zstd", coded(b"\xff" * 50, "zstd"), "fetch/body/bad-encoding"),
        ("an unheard-of coding", coded(b"...", "rot13"), "fetch/body/bad-encoding"),
        ("many codings", coded(b"...", ", ".join(["gzip"] * 50)), "fetch/body/bad-encoding"),
        ("too many headers", raw(HEAD + b"X-A: b\r\n" * 500 + b"\r\n"), "fetch/headers/too-many"),
        ("a huge header", raw(HEAD + b"X-A: " + b"b" * 70_000 + b"\r\n\r\n"), "fetch/headers/too-large"),
        (
            "many large headers",
            raw(HEAD + (b"X-A: " + b"b" * 2_000 + b"\r\n") * 60 + b"\r\n"),
            "fetch/headers/too-large",
        ),
        ("a short body", reply("<p>less</p>", Content_Length="500"), "fetch/timeout/read"),
        ("a short body and goodbye", raw(HEAD + b"Content-Length: 500\r\n\r\n<p>less"), "fetch/body/truncated"),
        ("broken chunks", raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<p>"), "fetch/body/truncated"),
        ("half a chunk", raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n<p>"), "fetch/body/truncated"),
        ("no last chunk", raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n"), "fetch/body/truncated"),
        ("half a head", raw(HEAD), "fetch/headers/cut"),
        ("no status", raw(b"hello there\r\n\r\n"), "fetch/http/no-status"),
        ("nothing at all", raw(b""), "fetch/connect/closed"),
        ("an image", reply(b"\x89PNG\r\n\x1a\n" + b"\0" * 99, content_type="image/png"), "fetch/content-type/unwanted"),
        ("a PDF called HTML", reply(b"%PDF-1.7\n" + b"x" * 99), "fetch/content-type/not-text"),
        ("bytes called HTML", reply(b"\x7fELF\0\1\2\3" * 20), "fetch/content-type/not-text"),
        ("bytes without a type", reply(b"\x00\x01\x02\xff\x00" * 50, content_type=None), "fetch/content-type/not-text"),
        ("an error", reply("<p>sorry</p>", 500), "fetch/http/500"),
        ("a redirect to nowhere", reply("", 302), "fetch/redirect/nowhere"),
        ("a redirect to a script", reply("", 302, Location="javascript:alert(1)"), "fetch/redirect/nowhere"),
        ("a redirect to a file", reply("", 302, Location="file:///etc/passwd"), "fetch/redirect/nowhere"),
        ("a redirect to itself", reply("", 302, Location="/"), "fetch/redirect/loop"),
        ("a drip of headers", dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", 0.2, 20), "fetch/timeout/whole"),
        ("a drip of body", dripping(HEAD + b"Content-Length: 500\r\n\r\n", b"x", 0.2, 20), "fetch/timeout/whole"),
        ("silence", dripping(b"", b"", 2.0, 1), "fetch/timeout/read"),
        ("silence after the head", dripping(HEAD + b"Content-Length: 9\r\n\r\n", b"", 2.0, 1), "fetch/timeout/read"),
    ],
    ids=lambda value: value if isinstance(value, str) and not value.startswith("fetch/") else "",
)
def test_it_costs_one_page_and_says_why(fetching: Fetching, what: str, behaviour: Behaviour, reason: str) -> None:
    began = time.monotonic()
    assert reason_for(fetching, behaviour) == reason
    assert time.monotonic() - began < 8


@pytest.mark.parametrize(
    ("what", "behaviour", "body"),
    [
        ("gzip", coded(gzip.compress(b"<p>text</p>"), "gzip"), b"<p>text</p>"),
        ("two gzip members", coded(gzip.compress(b"<p>te") + gzip.compress(b"xt</p>"), "gzip"), b"<p>text</p>"),
        ("deflate", coded(zlib.compress(b"<p>text</p>"), "deflate"), b"<p>text</p>"),
        ("raw deflate", coded(zlib.compress(b"<p>text</p>", wbits=-15), "deflate"), b"<p>text</p>"),
        ("brotli", coded(brotli.compress(b"<p>text</p>"), "br"), b"<p>text</p>"),
        ("zstd", coded(zstandard.compress(b"<p>text</p>"), "zstd"), b"<p>text</p>"),
        ("zstd, then gzip", coded(gzip.compress(zstandard.compress(b"<p>text</p>")), "zstd, gzip"), b"<p>text</p>"),
        ("identity", coded(b"<p>text</p>", "identity"), b"<p>text</p>"),
        ("no length", raw(HEAD + b"\r\n<p>text</p>"), b"<p>text</p>"),
        ("more than its length", raw(HEAD + b"Content-Length: 11\r\n\r\n<p>text</p>MORE"), b"<p>text</p>"),
        ("chunks", raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nb\r\n<p>text</p>\r\n0\r\n\r\n"), b"<p>text</p>"),
        ("no type", reply("<p>text</p>", content_type=None), b"<p>text</p>"),
        ("a nonsense type", reply("<p>text</p>", content_type="html!"), b"<p>text</p>"),
        ("UTF-16", reply("<p>text</p>".encode("utf-16")), "<p>text</p>".encode("utf-16")),
        ("UTF-16 without mark", reply("<p>text</p>".encode("utf-16-le")), "<p>text</p>".encode("utf-16-le")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_odd_but_honest_answers_are_read_and_stored(
    fetching: Fetching, what: str, behaviour: Behaviour, body: bytes
) -> None:
    assert reason_for(fetching, behaviour) is None
    bodies = [
        fetching.archive.read(entry.capture_id).body
        for entry in fetching.archive.ledger.captures_of_night("films", NIGHT)
        if entry.facts.role == "page"
    ]
    assert body in bodies


def test_a_kept_connection_that_the_server_hangs_up_is_made_anew(fetching: Fetching) -> None:
    seen: list[socket.socket] = []

    def one(line: socket.socket, asked: Asked) -> bool:
        seen.append(line)
        return reply("<p>one</p>")(line, asked)

    def two(line: socket.socket, asked: Asked) -> bool:
        return False if line in seen else reply("<p>two</p>")(line, asked)

    with Server({"/": one, "/2": two}) as server:
        fetching.night(fetching.site(server.url("/"), server.url("/2")))
        assert server.paths() == ["/", "/2", "/2"]
    assert fetching.archive.ledger.last_content("films", server.url("/2")) is not None


def test_an_answer_longer_than_it_says_does_not_leak_into_the_next(fetching: Fetching) -> None:
    lie = HEAD + b"Content-Length: 2\r\n\r\n<pHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"

    def longer(line: socket.socket, asked: object) -> bool:
        line.sendall(lie)
        return True

    with Server({"/": longer, "/2": reply("<p>two</p>")}) as server:
        fetching.night(fetching.site(server.url("/"), server.url("/2")))
    second = fetching.archive.ledger.last_content("films", server.url("/2"))
    assert second is not None
    assert fetching.archive.read(second.capture_id).body == b"<p>two</p>"


def test_headers_come_back_as_they_were_sent(fetching: Fetching) -> None:
    head = (
        "HTTP/1.1 200 Fein\r\nContent-Type: text/html\r\nX-Café: no header\r\nno colon\r\nX-Food: döner\r\n"
        "Set-Cookie: a=1\r\nset-cookie: b=2\r\n"
    )
    with Server({"/": raw(head.encode("latin-1") + b"Content-Length: 2\r\n\r\nok")}) as server:
        fetching.one(server.url("/"))
    entry = fetching.archive.ledger.last_content("films", server.url("/"))
    assert entry is not None
    headers = fetching.archive.read(entry.capture_id).headers
    assert ("X-Food", "döner") in headers
    assert [value for name, value in headers if name.lower() == "set-cookie"] == ["a=1", "b=2"]


def test_cookies_are_not_kept(fetching: Fetching) -> None:
    with Server({"/": reply("a", Set_Cookie="id=1"), "/2": reply("b")}) as server:
        fetching.night(fetching.site(server.url("/"), server.url("/2")))
    assert all("cookie" not in asked.headers for asked in server.asked)


def test_a_partial_body_is_stored_as_truncated_and_never_taken_for_the_page(fetching: Fetching) -> None:
    cut = raw(HEAD + b'ETag: "1"\r\nContent-Length: 500\r\n\r\n<p>half')
    with Server({"/": cut}) as server:
        fetching.one(server.url("/"))
        (entry,) = [
            each for each in fetching.archive.ledger.captures_of_night("films", NIGHT) if each.url.endswith("/")
        ]
        assert (entry.outcome, entry.reason, entry.facts.truncated) == ("error", "body/truncated", "disconnect")
        assert fetching.archive.record_at(entry.file, entry.offset).field("WARC-Truncated") == "disconnect"
        fetching.one(server.url("/"))
    assert "if-none-match" not in server.asked[-1].headers


def test_redirects_are_followed_five_times(fetching: Fetching) -> None:
    routes = {f"/{n}": reply("", 302, Location=f"/{n + 1}") for n in range(10)}
    with Server({**routes, "/10": reply("the end")}) as server:
        fetched = fetching.night(fetching.site(server.url("/5"), server.url("/0")))
    assert fetched.counts["page/ok"] == 1
    assert [reject.reason for reject in fetched.rejects] == ["fetch/redirect/too-many"]
    assert server.paths() == ["/5", "/6", "/7", "/8", "/9", "/10", "/0", "/1", "/2", "/3", "/4"]


def test_a_redirect_does_not_lead_to_a_private_address_that_is_not_the_sites(fetching: Fetching) -> None:
    with Server({"/": reply("secret")}) as other, Server({}) as server:
        for number, host in enumerate(["localhost", "127.0.0.2", "[::1]", "[::ffff:127.0.0.1]", "2130706433"]):
            server.routes[f"/{number}"] = reply("", 302, Location=f"http://{host}:{other.port}/")
        pages = [server.url(path) for path in server.routes]
        fetched = fetching.night(fetching.site(*pages))
    assert {reject.reason for reject in fetched.rejects} == {"fetch/address/not-public"}
    assert len(fetched.rejects) == len(pages)
    assert other.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1",
        "fd00:ec2::254",
        "::ffff:10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
    ],
)
def test_private_addresses_are_refused_behind_any_name(fetching: Fetching, address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET

    def resolve(host: str, port: int) -> list:
        return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

    fetched = fetching.night(fetching.site("http://films.example.org/", allow_private=False), resolve=resolve)
    assert fetched.outcome == "failed"
    assert fetched.counts.get("page/ok") is None
    assert all(not entry.facts.requested for entry in fetching.archive.ledger.captures_of_night("films", NIGHT))


def test_a_name_is_resolved_once_so_that_it_cannot_turn_private_in_between(fetching: Fetching) -> None:
    looked_up: list[str] = []

    def resolve(host: str, port: int) -> list:
        looked_up.append(host)
        where = "93.184.216.34" if len(looked_up) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (where, 9))]

    from extract.fetch.address import Unreachable, checked_addresses

    first = checked_addresses("films.example.org", 80, resolve, allow_private=False)
    assert [each[4][0] for each in first] == ["93.184.216.34"]
    with pytest.raises(Unreachable):
        checked_addresses("films.example.org", 80, resolve, allow_private=False)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    from extract.fetch.address import Unreachable, checked_addresses

    def resolve(host: str, port: int) -> list:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (where, port)) for where in ("93.184.216.34", "10.0.0.1")]

    with pytest.raises(Unreachable, match="address/not-public"):
        checked_addresses("films.example.org", 80, resolve, allow_private=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:  # the standard library makes no certificate, and a package for it is heavy
        pytest.skip("openssl is not here: no certificate can be made")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key", "-out", "cert"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    both = folder / "both.pem"
    both.write_bytes((folder / "key").read_bytes() + (folder / "cert").read_bytes())
    return both


def test_a_certificate_that_nobody_vouches_for_is_refused(fetching: Fetching, certificate: Path) -> None:
    with Server({"/": reply("secret")}, tls=certificate) as server:
        fetched = fetching.one(server.url("/"))
    assert fetched.outcome == "failed"
    assert fetched.reason == "tls/certificate"


def test_tls_is_spoken_where_the_certificate_is_known(fetching: Fetching, certificate: Path) -> None:
    fetching.settings = replace(fetching.settings, ca_file=certificate)
    with Server({"/": reply("<p>safe</p>")}, tls=certificate) as server:
        fetched = fetching.one(server.url("/"))
    assert (fetched.outcome, fetched.counts["page/ok"]) == ("ok", 1)


def test_what_is_no_tls_is_told(fetching: Fetching) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer_plainly() -> None:
            while True:
                try:
                    line, _ = listening.accept()
                except OSError:
                    return
                with line:
                    line.recv(4096)
                    line.sendall(b"HTTP/1.1 400 Speak plainly\r\n\r\n")

        threading.Thread(target=answer_plainly, daemon=True).start()
        fetched = fetching.one(f"https://127.0.0.1:{listening.getsockname()[1]}/")
        listening.shutdown(socket.SHUT_RDWR)
    assert (fetched.outcome, fetched.reason) == ("failed", "tls/broken")


def test_a_redirect_from_https_to_http_is_not_followed(fetching: Fetching, certificate: Path) -> None:
    fetching.settings = replace(fetching.settings, ca_file=certificate)
    with Server({"/": reply("plain")}) as plain, Server({}, tls=certificate) as server:
        server.routes["/"] = reply("", 301, Location=plain.url("/"))
        fetched = fetching.one(server.url("/"))
    assert [reject.reason for reject in fetched.rejects] == ["fetch/redirect/to-plain-http"]
    assert plain.asked == []


def test_a_host_that_is_not_there_is_given_up_soon(fetching: Fetching) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    fetched = fetching.night(fetching.site(*[f"http://127.0.0.1:{port}/{n}" for n in range(20)]))
    assert fetched.outcome == "failed"
    assert fetched.counts["request/sent"] < 10
