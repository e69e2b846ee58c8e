"""Content codings (gzip, deflate, br, zstd), undone within a limit: a bomb costs no more memory than a page.

Every decoder is pulled: it reads from the one below only what it needs for the bytes asked of it.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any, Protocol

import brotli
import zstandard

CHUNK = 65536
ZSTD_WINDOW = 8 * 1024 * 1024  # RFC 9659: the largest window a zstd response may ask of us
MAX_CODINGS = 3


class DecodeError(Exception):
    """The bytes are not what their coding says; the message names the coding."""


class TooLarge(Exception):
    """The decoded bytes pass the limit."""


class Readable(Protocol):
    """Anything with a `read(size)` that returns b"" at its end only."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes."""
        ...


def codings_of(content_encoding: str | None) -> tuple[str, ...]:
    """Return the codings of a Content-Encoding header in the order they were applied (RFC 9110, 8.4)."""
    names = (name.strip().lower() for name in (content_encoding or "").split(","))
    return tuple(name for name in names if name and name not in {"identity", "none"})


def decoded(body: bytes, content_encoding: str | None, limit: int) -> bytes:
    """Undo the codings of a whole body; DecodeError or TooLarge where that fails."""
    if not codings_of(content_encoding):
        if len(body) > limit:
            raise TooLarge
        return body
    return read_limited(decoding(io.BytesIO(body), content_encoding), limit)


def read_limited(source: Readable, limit: int) -> bytes:
    """Read a source to its end; TooLarge as soon as it has given more than `limit` bytes."""
    parts: list[bytes] = []
    total = 0
    while part := source.read(CHUNK):
        total += len(part)
        if total > limit:
            raise TooLarge
        parts.append(part)
    return b"".join(parts)


def decoding(source: Readable, content_encoding: str | None) -> Readable:
    """Wrap a source so that reading it gives decoded bytes; DecodeError for a coding that we do not know."""
    names = codings_of(content_encoding)
    if len(names) > MAX_CODINGS:
        raise DecodeError("too many content codings")
    for name in reversed(names):
        if name not in _DECODERS:
            raise DecodeError(f"unknown content coding {name[:40]!r}")
        source = _DECODERS[name](source)
    return source


class _Inflating:
    """gzip (several members too) and deflate, with or without its zlib header."""

    def __init__(self, source: Readable, bits: int, name: str) -> None:
        self._source, self._bits, self._name = source, bits, name
        self._inflate = zlib.decompressobj(bits)
        self._waiting = b""
        self._started = False

    def read(self, size: int = -1) -> bytes:
        while True:
            if not self._waiting:
                self._waiting = self._source.read(CHUNK)
                if not self._waiting:
                    return self._at_the_end(size)
            if self._inflate.eof:
                if self._bits != 31 or not self._waiting.startswith(b"\x1f"):
                    self._waiting = b""  # padding after the last member
                    continue
                self._inflate = zlib.decompressobj(self._bits)
            part = self._inflated(size)
            if part:
                return part

    def _inflated(self, size: int) -> bytes:
        data, first = self._waiting, not self._started
        self._started = True
        try:
            part = self._inflate.decompress(data, size)
        except zlib.error as error:
            if not (first and self._bits == zlib.MAX_WBITS):
                raise DecodeError(f"broken {self._name}") from error
            self._bits = -zlib.MAX_WBITS  # some servers send raw deflate
            self._inflate = zlib.decompressobj(self._bits)
            return self._inflated(size)
        self._waiting = self._inflate.unconsumed_tail or self._inflate.unused_data
        return part

    def _at_the_end(self, size: int) -> bytes:
        if not self._started or self._inflate.eof:
            return b""
        part = self._inflate.decompress(b"", size)  # what the last piece had no room for
        if not part and not self._inflate.eof:
            raise DecodeError(f"{self._name} ends too early")
        return part


class _Unbrotling:
    def __init__(self, source: Readable) -> None:
        self._source = source
        self._brotli: Any = brotli.Decompressor()

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._brotli.is_finished():
                data = self._source.read(CHUNK) if self._brotli.can_accept_more_data() else b""
                part: bytes = self._brotli.process(data, output_buffer_limit=size)
                if part:
                    return part
                if not data and self._brotli.can_accept_more_data() and not self._brotli.is_finished():
                    raise DecodeError("br ends too early")
        except brotli.error as error:
            raise DecodeError("broken br") from error
        return b""


class _Unzstding:
    """zstd, frame after frame; fed in slices, for the library gives out all that a slice holds."""

    _SLICE = 256  # holds at most 64 blocks of 128 KiB

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._opener = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
        self._frame = self._opener.decompressobj()
        self._waiting = b""
        self._inside = False

    def read(self, size: int = -1) -> bytes:
        while True:
            if not self._waiting:
                self._waiting = self._source.read(CHUNK)
                if not self._waiting:
                    if self._inside:
                        raise DecodeError("zstd ends too early")
                    return b""
            part = self._next_slice()
            if part:
                return part

    def _next_slice(self) -> bytes:
        data, self._waiting = self._waiting[: self._SLICE], self._waiting[self._SLICE :]
        try:
            part = self._frame.decompress(data)
        except zstandard.ZstdError as error:
            raise DecodeError("broken zstd") from error
        self._inside = not self._frame.eof
        if self._frame.eof:
            self._waiting = self._frame.unused_data + self._waiting
            self._frame = self._opener.decompressobj()
        return part


_DECODERS: dict[str, Callable[[Readable], Readable]] = {
    "gzip": lambda source: _Inflating(source, 31, "gzip"),
    "x-gzip": lambda source: _Inflating(source, 31, "gzip"),
    "deflate": lambda source: _Inflating(source, zlib.MAX_WBITS, "deflate"),
    "br": _Unbrotling,
    "zstd": _Unzstding,
}
