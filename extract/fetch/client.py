"""One request, one answer, within limits that hold while the bytes come in.

A server may lie, drip, bomb or hang up: the answer then carries a `failure` with a stable reason; nothing is raised.
It never follows a redirect, keeps no cookie, uses no proxy, and reads no name twice.
"""

from __future__ import annotations

import http.client
import itertools
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Literal

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from extract.archive.encodings import CHUNK, DecodeError, TooLarge, decoding, read_limited
from extract.fetch.address import Resolve, Unreachable, checked_addresses, resolve
from extract.fetch.headers import content_type
from extract.fetch.settings import FetchSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

Expects = Literal["page", "packed", "robots"]
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.8,text/plain;q=0.8,*/*;q=0.1"
ACCEPT_ENCODING = "gzip, deflate, br, zstd"
_READABLE = ("text/", "application/xhtml", "application/xml", "application/json", "application/ld+json")
_READABLE_ENDS = ("+xml", "+json")
_PACKED = frozenset({"application/gzip", "application/x-gzip", "application/octet-stream", "binary/octet-stream"})
_MAGIC = (b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"RIFF", b"\x7fELF", b"OggS", b"\x1f\x8b")
_FIELD = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*:|[ \t]+\S")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `failure` is None where the whole body was had; `status` is None where no head came.

    `payload` are the bytes as sent, `body` the same with content codings undone. `truncated` is the WARC word for why
    payload is not whole.
    """

    url: str
    began_at: datetime
    seconds: float
    status: int | None = None
    reason_phrase: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    payload: bytes = b""
    body: bytes = b""
    failure: str | None = None
    detail: str = ""
    truncated: str | None = None
    request_headers: Mapping[str, str] | None = None

    def all(self, name: str) -> list[str]:
        """Return every header of that name, in any case."""
        wanted = name.lower()
        return [value for key, value in self.headers if key.lower() == wanted]

    def header(self, name: str) -> str | None:
        """Return the first header of that name, None where there is none."""
        return next(iter(self.all(name)), None)


class Watch:
    """Ends what takes too long: shuts sockets down when their time is over, however slowly they drip.

    One thread for a whole night; it only looks at what was handed to it.
    """

    def __init__(self, tick: float = 0.2) -> None:
        self._tick = tick
        self._numbers = itertools.count()
        self._watched: dict[int, tuple[float, _Line, list[bool]]] = {}
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="fetch-watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._closed.set()
        self._thread.join(5)

    @contextmanager
    def limit(self, seconds: float, line: _Line) -> Iterator[list[bool]]:
        """Give a line so many seconds; the list that is yielded becomes [True] when they were over."""
        number, fired = next(self._numbers), [False]
        self._watched[number] = (time.monotonic() + seconds, line, fired)
        try:
            yield fired
        finally:
            self._watched.pop(number, None)

    def _run(self) -> None:
        while not self._closed.wait(self._tick):
            now = time.monotonic()
            for number, (until, line, fired) in list(self._watched.items()):
                if now >= until and number in self._watched:
                    fired[0] = True
                    line.cut()


class _Line:
    """The one connection of a client: where it goes, and a handle of our own to end it by."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._handle: socket.socket | None = None
        self._lock = threading.Lock()
        self.allow_private = False

    def connect(self, host: str, port: int, timeout: Any) -> socket.socket:
        refused: OSError | None = None
        for family, kind, proto, _, where in checked_addresses(
            host, port, self._resolve, allow_private=self.allow_private
        ):
            line = socket.socket(family, kind, proto)
            try:
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if isinstance(timeout, int | float):
                    line.settimeout(timeout)
                self._hold(line.dup())
                line.connect(where)
                return line
            except OSError as error:
                refused = error
                line.close()
        self.drop()
        if isinstance(refused, TimeoutError):
            raise Unreachable("connect/timeout", host) from refused
        raise Unreachable("connect/refused", f"{host}: {refused.strerror if refused else 'no address'}") from refused

    def cut(self) -> None:
        with self._lock:
            if self._handle is not None:
                with suppress(OSError):
                    self._handle.shutdown(socket.SHUT_RDWR)

    def drop(self) -> None:
        self._hold(None)

    def _hold(self, handle: socket.socket | None) -> None:
        with self._lock:
            if self._handle is not None:
                self._handle.close()
            self._handle = handle


class Client:
    """A requests.Session with guarded connections. One at a time: the queue of a host holds it."""

    def __init__(
        self,
        *,
        user_agent: str,
        settings: FetchSettings,
        clock: Callable[[], datetime],
        watch: Watch,
        resolve: Resolve = resolve,
    ) -> None:
        self._settings, self._clock, self._watch = settings, clock, watch
        self._line = _Line(resolve)
        self._session = requests.Session()
        self._session.trust_env = False
        told = {"User-Agent": user_agent, "Accept": ACCEPT, "Accept-Encoding": ACCEPT_ENCODING}
        self._template = requests.Request("GET", "http://localhost/", headers=told).prepare()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._verify = str(settings.ca_file) if settings.ca_file is not None else True
        adapter = _GuardedAdapter(self._line, settings.max_headers)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        self._kept = False  # whether a connection was given back that may be used again

    def close(self) -> None:
        """Hang up."""
        self._session.close()
        self._line.drop()

    def get(
        self, url: str, headers: Mapping[str, str], *, allow_private: bool, max_bytes: int, expects: Expects = "page"
    ) -> Answer:
        """Ask for a URL; never raises for what a server does.

        What is not of the type that is expected is not read: a page is text, a packed file (a sitemap) may be gzip
        too. A robots.txt may call itself anything, and is cut where it is too long.
        """
        self._line.allow_private = allow_private
        began_at, began = self._clock(), time.monotonic()
        with self._watch.limit(self._settings.whole_seconds, self._line) as fired:
            answer = self._get(url, headers, began_at, max_bytes, expects)
        if fired[0]:  # what looks like an end may be ours
            answer = _with(answer, failure="timeout/whole", truncated="time" if answer.payload else None)
        return _with(answer, seconds=time.monotonic() - began)

    def _get(self, url: str, headers: Mapping[str, str], at: datetime, max_bytes: int, expects: Expects) -> Answer:
        try:
            request = self._template.copy()
            request.prepare_url(url, None)
            request.headers.update(headers)
            response = self._sent(request)
        except Unreachable as error:
            return Answer(url, at, 0, failure=error.reason, detail=error.detail)
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema):
            return Answer(url, at, 0, failure="url/invalid")
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            return Answer(url, at, 0, failure=_reason(error), detail=_words(error))
        try:
            return self._received(url, response, at, max_bytes, expects)
        finally:
            response.close()

    def _sent(self, request: requests.PreparedRequest) -> requests.Response:
        """Send a request; once more where the server hung up on the connection that it kept (RFC 9112, 9.3.1)."""
        kept, self._kept = self._kept, False
        began = time.monotonic()
        try:
            return self._sent_once(request)
        except requests.ConnectionError as error:
            at_once = time.monotonic() - began < self._settings.whole_seconds / 2
            if not (kept and at_once and _reason(error) in ("connect/reset", "connect/closed")):
                raise
        self._session.close()
        return self._sent_once(request)

    def _sent_once(self, request: requests.PreparedRequest) -> requests.Response:
        settings = self._settings
        # a session reads the whole body of a redirect, however long and packed; its adapter leaves it to us
        return self._session.get_adapter(request.url or "").send(
            request,
            stream=True,
            timeout=(settings.connect_seconds, settings.read_seconds),
            verify=self._verify,
            proxies={},
        )

    def _received(
        self, url: str, response: requests.Response, at: datetime, max_bytes: int, expects: Expects
    ) -> Answer:
        raw: Any = response.raw
        wire = raw._original_response
        heads = tuple((str(key), str(value)) for key, value in wire.msg.items())
        host = {"Host": response.request.url.split("/")[2] if response.request.url else ""}
        sent = {**host, **{str(key): _text(value) for key, value in response.request.headers.items()}}
        answer = Answer(url, at, 0, response.status_code, response.reason or "", heads, request_headers=sent)
        if response.status_code == 200 and not _wanted(answer.header("Content-Type"), expects):
            return _with(answer, failure="content-type/unwanted", detail=answer.header("Content-Type") or "")
        received = _Received(raw, max_bytes)
        # nobody reads what a redirect says beside its address
        coding = None if response.is_redirect else ",".join(answer.all("Content-Encoding")) or None
        try:
            body = read_limited(decoding(received, coding), max_bytes)
            received.drain()
        except TooLarge:
            if response.is_redirect or (expects == "robots" and coding is None):
                head = received.payload[:max_bytes]
                return _with(answer, payload=head, body=head, truncated="length")
            return _with(answer, failure="body/too-large", truncated="length")
        except DecodeError as error:
            return _with(answer, payload=received.payload, failure="body/bad-encoding", detail=str(error))
        except (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
            return _with(
                answer, payload=received.payload, failure=_reason(error), detail=_words(error), truncated="disconnect"
            )
        raw.release_conn()
        self._kept = True
        answer = _with(answer, payload=received.payload, body=body)
        if response.status_code == 200 and expects == "page" and _binary(body):
            return _with(answer, failure="content-type/not-text", detail=answer.header("Content-Type") or "none")
        return answer


class _Received:
    """Reads from the wire and keeps what came, up to a limit."""

    def __init__(self, raw: Any, limit: int) -> None:
        self._raw, self._limit = raw, limit
        self._parts: list[bytes] = []
        self._total = 0

    def read(self, size: int = CHUNK) -> bytes:
        part: bytes = self._raw.read1(size, decode_content=False) or b""
        self._total += len(part)
        if part:
            self._parts.append(part)
        if self._total > self._limit:
            raise TooLarge
        return part

    def drain(self) -> None:
        while self.read():
            pass

    @property
    def payload(self) -> bytes:
        return b"".join(self._parts)


class HeadTooLarge(http.client.HTTPException):
    """The status line and headers pass the limit."""


class HeadCut(http.client.HTTPException):
    """The connection ended within the headers."""


class _CarefulResponse(http.client.HTTPResponse):
    """Reads the head within a limit, and drops lines that are no headers: one of them would swallow all that follow."""

    max_head = 0

    def begin(self) -> None:
        wire: Any = self.fp
        head: Any = _Head(wire, self.max_head)
        self.fp = head
        try:
            super().begin()
        finally:
            if self.fp is head:
                self.fp = wire


class _Head:
    """The lines of a head, counted and cleaned, until the blank one."""

    def __init__(self, wire: Any, limit: int) -> None:
        self._wire, self._left = wire, limit
        self._in_fields = False

    def readline(self, limit: int) -> bytes:
        while True:
            line: bytes = self._wire.readline(limit)
            self._left -= len(line)
            if self._left < 0:
                raise HeadTooLarge
            if not self._in_fields:
                self._in_fields = True
                return line
            if not line:
                raise HeadCut
            if line in (b"\r\n", b"\n"):
                self._in_fields = False
                return line
            if _FIELD.match(line):
                return line

    def close(self) -> None:
        self._wire.close()

    def flush(self) -> None:
        self._wire.flush()


class _GuardedAdapter(HTTPAdapter):
    """An adapter whose connections go where the line allows."""

    def __init__(self, line: _Line, max_head: int) -> None:
        self._line, self._max_head = line, max_head
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        line = self._line

        class Response(_CarefulResponse):
            max_head = self._max_head

        class Plain(HTTPConnection):
            response_class = Response

            def _new_conn(self) -> socket.socket:
                return line.connect(self._dns_host, self.port, self.timeout)

            def close(self) -> None:
                super().close()
                line.drop()

        class Secure(HTTPSConnection):
            response_class = Response

            def _new_conn(self) -> socket.socket:
                return line.connect(self._dns_host, self.port, self.timeout)

            def close(self) -> None:
                super().close()
                line.drop()

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


def _with(answer: Answer, **changes: Any) -> Answer:
    from dataclasses import replace

    return replace(answer, **changes)


def _wanted(value: str | None, expects: Expects) -> bool:
    media = content_type(value).media
    if not media or expects == "robots":
        return True  # what has no type is told apart by its bytes
    return media.startswith(_READABLE) or media.endswith(_READABLE_ENDS) or (expects == "packed" and media in _PACKED)


def _binary(body: bytes) -> bool:
    if body.startswith(_WIDE):
        return False
    head = body[:1024]
    # UTF-16 without its mark has NULs in every other place; other text has none
    return head.startswith(_MAGIC) or (b"\x00" in head and not any(0 not in head[n::2] for n in (0, 1)))


def _reason(error: BaseException) -> str:
    """Name what went wrong on the wire, from the innermost cause that says."""
    for cause in _causes(error):
        match cause:
            case Unreachable():
                return cause.reason
            case ssl.SSLCertVerificationError():
                return "tls/certificate"
            case ssl.SSLError() | requests.exceptions.SSLError() | urllib3.exceptions.SSLError():
                return "tls/broken"
            case urllib3.exceptions.InvalidChunkLength():
                return "body/broken-chunks"
            case urllib3.exceptions.IncompleteRead() | http.client.IncompleteRead():
                return "body/truncated"
            case HeadCut():
                return "headers/cut"
            case HeadTooLarge() | http.client.LineTooLong():
                return "headers/too-large"
            case http.client.BadStatusLine():
                return "connect/closed" if isinstance(cause, http.client.RemoteDisconnected) else "http/no-status"
            case TimeoutError() | urllib3.exceptions.ReadTimeoutError():
                return "timeout/read"
            case ConnectionResetError() | BrokenPipeError() | ConnectionAbortedError():
                return "connect/reset"
            case http.client.HTTPException() if "headers" in str(cause):
                return "headers/too-many"
            case http.client.HTTPException():
                return "http/broken"
            case _:
                pass
    return "connect/broken"


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    waiting: list[Any] = [error]
    while waiting and len(found) < 20:
        cause = waiting.pop(0)
        if not isinstance(cause, BaseException) or cause in found:
            continue
        found.append(cause)
        waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
    return found[::-1]


def _words(error: BaseException) -> str:
    return str(error).replace("\n", " ")[:200]


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
