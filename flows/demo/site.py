"""The bundled sites as real HTTP servers on loopback: one per habit, each on a port of its own.

They do what sites do: robots.txt, validators and 304, a page that is busy once a night, one that never ends, one
that is broken, one behind a login. They serve invented content only, to this machine only.
"""

from __future__ import annotations

import hashlib
import socketserver
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from extract.site import Site
from flows.demo.nights import HABITS, Habit, served_night, table, titles
from flows.demo.pages import Page, capture_text, page

LARGE_PAGE_BYTES = 24 * 1024 * 1024  # above the fetcher's own limit
BUSY_SECONDS = 1
DEMO_DELAY = 0.02  # seconds between two requests; short, so that the demo is quick
HEADERS_OF_INTEREST = ("User-Agent", "If-None-Match", "If-Modified-Since", "Accept-Encoding", "Host")


@dataclass(frozen=True, slots=True)
class Request:
    """One request that a site answered; `path` has its query, `headers` are those of interest that were sent."""

    habit: Habit
    night: int
    method: str
    path: str
    status: int
    headers: Mapping[str, str]
    answered_at: datetime


class DemoSite:
    """The three bundled sites, serving one night; a context manager.

    `ports` keeps addresses the same from one process to the next (0: any free port): pass the `ports` of the
    first night again, since a title is known by its address. `night` may be set while it serves.
    """

    def __init__(self, night: int = 1, ports: Mapping[Habit, int] | None = None) -> None:
        served_night(night)
        self.night = night
        self.requests: list[Request] = []
        self._busy_answered: set[tuple[int, str]] = set()
        self._lock = threading.Lock()
        wanted = ports or {}
        self._servers: dict[Habit, _Server] = {}
        try:
            for habit in HABITS:
                self._servers[habit] = _Server(self, habit, wanted.get(habit, 0))
        except OSError:
            self._close_sockets()
            raise
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True, name=f"demo {habit}")
            for habit, server in self._servers.items()
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers.values():
            server.shutdown()
        for thread in self._threads:
            thread.join()
        self._close_sockets()

    @property
    def ports(self) -> dict[Habit, int]:
        """The port of each site."""
        return {habit: server.server_address[1] for habit, server in self._servers.items()}

    def base_url(self, habit: Habit) -> str:
        """Return a site's address, without a slash at its end."""
        return f"http://127.0.0.1:{self.ports[habit]}"

    def is_busy(self, path: str) -> bool:
        """Say whether to answer that the page is busy: true once a night for each path."""
        with self._lock:
            seen = (served_night(self.night), path) in self._busy_answered
            self._busy_answered.add((served_night(self.night), path))
            return not seen

    def record(self, request: Request) -> None:
        """Keep a request for those who want to know what was asked."""
        with self._lock:
            self.requests.append(request)

    def _close_sockets(self) -> None:
        for server in self._servers.values():
            server.server_close()


def demo_sites(server: DemoSite) -> list[Site]:
    """Return the bundled sites as an operator would write them into the settings."""
    starts = {
        "blog": {"listings": ("/",)},
        "catalogue": {"listings": ("/titles",), "sitemaps": ("/sitemap.xml",)},
        "captures": {"listings": ("/",)},
    }
    sites = []
    for habit in HABITS:
        known, base = table("sites.toml")[habit], server.base_url(habit)
        sites.append(
            Site(
                site_id=habit,
                listings=tuple(f"{base}{path}" for path in starts[habit].get("listings", ())),
                sitemaps=tuple(f"{base}{path}" for path in starts[habit].get("sitemaps", ())),
                delay=DEMO_DELAY,
                allow_private=True,
                zone=known["zone"],
                language=known.get("language"),
            )
        )
    return sites


def folder(night: int, target: Path) -> list[Path]:
    """Write the third site's captures of a night as files into a folder, made if need be; return their paths."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for title in titles(night):
        if title.habit == "captures":
            path = target / f"{title.slug}.txt"
            path.write_bytes(capture_text(title).encode())
            written.append(path)
    return written


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, owner: DemoSite, habit: Habit, port: int) -> None:
        self.owner = owner
        self.habit = habit
        super().__init__(("127.0.0.1", port), _Handler)

    def server_bind(self) -> None:
        # HTTPServer asks the resolver for its own name here, which takes seconds on machines without one.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that leaves a page that is too large is what that page is for.
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65536
    timeout = 30

    def do_GET(self) -> None:
        owner, habit = self.server.owner, self.server.habit
        found = page(habit, owner.night, owner.base_url(habit), self.path)
        if found is None:
            self._answer(404, b"<!DOCTYPE html><title>Not found</title><p>Nothing stands here.", {})
        elif found.trouble == "busy" and "?" not in self.path and owner.is_busy(self.path):
            self._answer(503, b"<!DOCTYPE html><title>Busy</title><p>Come back.", {"Retry-After": str(BUSY_SECONDS)})
        elif found.trouble == "large":
            self._pour(found)
        else:
            self._answer_page(found)

    do_HEAD = do_GET

    def version_string(self) -> str:
        """Name the server."""
        return "nightreel-demo"

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet: `requests` is the log."""

    def _answer_page(self, found: Page) -> None:
        etag = f'"{hashlib.sha256(found.body).hexdigest()[:32]}"'
        changed = datetime.combine(found.changed, time(1), UTC)
        headers = {"ETag": etag, "Last-Modified": format_datetime(changed, usegmt=True)}
        if self._is_known(etag, changed):
            self._answer(304, b"", headers)
        else:
            self._answer(200, found.body, {**headers, "Content-Type": found.content_type})

    def _is_known(self, etag: str, changed: datetime) -> bool:
        """Compare the validators sent; If-None-Match rules If-Modified-Since out (RFC 9110, section 13.2.2)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and changed <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def _answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self._note(status)
        self.send_response(status)
        kind = {"Content-Type": "text/html; charset=utf-8"} if body else {}
        for name, value in {**kind, **headers}.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _pour(self, found: Page) -> None:
        """Send a page that is too large in chunks, making it on the way; stop as soon as nobody listens."""
        self._note(200)
        self.send_response(200)
        self.send_header("Content-Type", found.content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if self.command == "HEAD":
            return
        try:
            for piece in _pieces(found.body):
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            self.close_connection = True

    def _note(self, status: int) -> None:
        sent = {name: self.headers[name] for name in HEADERS_OF_INTEREST if name in self.headers}
        owner, habit = self.server.owner, self.server.habit
        owner.record(Request(habit, owner.night, self.command, self.path, status, sent, datetime.now(UTC)))


def _pieces(body: bytes) -> Iterator[bytes]:
    start, end = body.split(b"</main>", 1)
    yield start
    entry = b"<p class=entry>See also: See also, see also.</p>\n" * 1000
    for _ in range(LARGE_PAGE_BYTES // len(entry) + 1):
        yield entry
    yield b"</main>" + end
