"""A web server on loopback that does, on purpose, what servers do to a fetcher.

Every path answers with a function that gets the connection itself, so that it may lie about lengths, drip, hang up
or bomb. What was asked, and when, is kept. Pages and links of an ordinary site are here too.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from extract.archive import Archive
from extract.fetch import FetchEvent, FetchSettings, SiteFetch, fetch_site
from extract.records import Capture
from extract.site import Site

NIGHT = date(2026, 3, 2)
BEGINNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    at: float


Behaviour = Callable[[socket.socket, Asked], bool]


def reply(
    body: bytes | str = b"", status: int = 200, content_type: str | None = "text/html; charset=utf-8", **headers: str
) -> Behaviour:
    """Answer decently; underscores in names of headers stand for hyphens."""
    payload = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Said"]
    if content_type is not None:
        lines.append(f"Content-Type: {content_type}")
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    if status not in {304, 204} and "Content-Length" not in told:
        told["Content-Length"] = str(len(payload))
    lines += [f"{name}: {value}" for name, value in told.items()]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def behave(line: socket.socket, asked: Asked) -> bool:
        line.sendall(head + payload)
        return True

    return behave


def raw(*parts: bytes, pause: float = 0.0) -> Behaviour:
    """Send these bytes as they are, a pause between the parts, and hang up."""

    def behave(line: socket.socket, asked: Asked) -> bool:
        for part in parts:
            line.sendall(part)
            if pause:
                time.sleep(pause)
        return False

    return behave


def dripping(head: bytes, piece: bytes, pause: float, pieces: int) -> Behaviour:
    """Send a piece every now and then, far too long."""
    return raw(head, *[piece] * pieces, pause=pause)


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """Do one thing after the other, and the last one for ever."""
    waiting = list(behaviours)

    def behave(line: socket.socket, asked: Asked) -> bool:
        return (waiting.pop(0) if len(waiting) > 1 else waiting[0])(line, asked)

    return behave


def with_validators(body: str, etag: str = '"1"') -> Behaviour:
    """Answer 304 to whoever knows the etag."""
    plain, same = reply(body, ETag=etag), reply(b"", 304, None, ETag=etag)

    def behave(line: socket.socket, asked: Asked) -> bool:
        return (same if asked.headers.get("if-none-match") == etag else plain)(line, asked)

    return behave


class Server:
    """The server: `routes` by path (with query); what has no route is 404, robots.txt too."""

    def __init__(self, routes: Mapping[str, Behaviour] | None = None, tls: Path | None = None) -> None:
        self.routes = dict(routes or {})
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._context: ssl.SSLContext | None = None
        if tls is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(tls)
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listening.getsockname()[1]
        self.base = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()

    def url(self, path: str) -> str:
        """Return a path's address."""
        return self.base + path

    def paths(self) -> list[str]:
        """Return what was asked for, in order, without robots.txt."""
        return [each.path for each in self.asked if each.path != "/robots.txt"]

    def gaps(self) -> list[float]:
        """Return the seconds between two requests each."""
        times = [each.at for each in self.asked]
        return [later - sooner for sooner, later in pairwise(times)]

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            if self._context is not None:
                line = self._context.wrap_socket(line, server_side=True)
            stream = line.makefile("rb")
            while (asked := _read_request(stream)) is not None:
                behave = self.routes.get(asked.path, reply("nothing here", 404))
                with self._lock:
                    self.asked.append(asked)
                    self._at_once += 1
                    self.most_at_once = max(self.most_at_once, self._at_once)
                try:
                    again = behave(line, asked)
                finally:
                    with self._lock:
                        self._at_once -= 1
                if not again:
                    break
            stream.close()
        except OSError:
            pass
        finally:
            line.close()


def _read_request(stream: Any) -> Asked | None:
    first = stream.readline().decode("latin-1").split()
    if len(first) < 2:
        return None
    headers = {}
    while (text := stream.readline().decode("latin-1").strip()) != "":
        name, _, value = text.partition(":")
        headers[name.strip().lower()] = value.strip()
    return Asked(first[1], headers, time.monotonic())


# -- an ordinary site, and what reads its links ---------------------------------------------------------------


@dataclass(frozen=True)
class FoundLinks:
    """What the tests' reader of links finds."""

    next_pages: tuple[str, ...] = ()
    title_links: tuple[str, ...] = ()
    noindex: bool = False
    canonical: str | None = None
    blocked: str | None = None
    empty: bool = False
    next_is_guessed: bool = False


def read_links(capture: Capture) -> FoundLinks:
    """Read `next=`, `guess=`, `title=` links and a few marks out of a test's page."""
    text = capture.body.decode("utf-8", "replace")
    if "BROKEN READER" in text:
        raise RuntimeError("the reader broke")

    def named(kind: str) -> tuple[str, ...]:
        return tuple(urljoin(capture.url, where) for where in re.findall(rf"{kind}=(\S+)", text))

    return FoundLinks(
        next_pages=named("next") + named("guess"),
        title_links=named("title"),
        noindex="NOINDEX" in text,
        blocked="challenge" if "ARE YOU HUMAN" in text else None,
        empty="NO COMMENTS" in text,
        next_is_guessed=bool(named("guess")),
    )


@dataclass
class Clock:
    """A clock that only moves when somebody sleeps, or when told to."""

    now: datetime = BEGINNING
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@dataclass
class Fetching:
    """Fetches in one data folder, night after night, on a clock of its own."""

    data: Path
    settings: FetchSettings = FetchSettings(latency_factor=0.0, retry_seconds=1.0, whole_seconds=5.0, read_seconds=2.0)  # noqa: RUF009
    clock: Clock = field(default_factory=Clock)
    events: list[FetchEvent] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    archive: Archive = field(init=False)

    def __post_init__(self) -> None:
        self.archive = Archive(self.data)

    def site(self, *pages: str, **more: Any) -> Site:
        return Site(**{"site_id": "films", "pages": pages, "delay": 0.0, "allow_private": True, **more})

    def night(self, site: Site, night: date = NIGHT, run_id: str = "run-1", **more: Any) -> SiteFetch:
        given: dict[str, Any] = {
            "archive": self.archive,
            "night": night,
            "clock": self.clock,
            "run_id": run_id,
            "user_agent": "nightreel/test (+mailto:operator@example.org)",
            "deadline": None,
            "stop": threading.Event(),
            "progress": self.events.append,
            "links": self._links,
            "settings": self.settings,
            "sleep": self.clock.sleep,
        }
        return fetch_site(site, **{**given, **more})

    def one(self, url: str, **more: Any) -> SiteFetch:
        """Fetch one page as a site of its own."""
        return self.night(self.site(url), **more)

    def _links(self, capture: Capture) -> FoundLinks:
        self.read.append(capture.url)
        return read_links(capture)
