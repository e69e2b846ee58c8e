"""WARC 1.1 records: made from captures, and read back, one gzip member each.

Records are built by warcio. What nightreel knows beside the answer stands as JSON in the record's WARC-JSON-Metadata
field (responses) or as a metadata record (failures, ends of threads, pauses), so that the ledger can be made again
from the files alone. Nothing here opens a file.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from warcio.bufferedreaders import ChunkedDataReader
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser
from warcio.warcwriter import WARCWriter

from extract.archive.encodings import DecodeError, TooLarge, decoded
from extract.archive.entry import Facts, capture_id_of, parse_warc_date, warc_date
from extract.records import Capture

WARC_VERSION = "WARC/1.1"
GZIP_LEVEL = 3  # on pages 40 % cheaper than 9, and 5 % larger; most bodies come compressed anyway
SMALL = 2048
SAME_BYTES = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
TOLD = "WARC-JSON-Metadata"
MAX_RECORD = 256 * 1024 * 1024
_HEAD_END = re.compile(rb"\r?\n\r?\n")
MOVED_ASIDE = "X-Archive-Orig-"  # for headers that no longer describe the stored bytes


class BadRecord(Exception):
    """Bytes that are no complete WARC record."""


@dataclass(frozen=True, slots=True)
class Original:
    """The capture whose bytes a revisit record stands for; `validators` are its ETag and Last-Modified."""

    record_id: str
    url: str
    fetched_at: datetime
    payload_digest: str
    validators: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record, read: its fields, and its block as bytes."""

    kind: str
    fields: tuple[tuple[str, str], ...]
    block: bytes

    def field(self, name: str) -> str | None:
        """Return the first field of that name, in any case, or None."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key.lower() == wanted), None)

    @property
    def record_id(self) -> str:
        """Return the WARC-Record-ID without its brackets."""
        return (self.field("WARC-Record-ID") or "").strip().strip("<>")

    @property
    def capture_id(self) -> str:
        """Return the id that the capture in this record has at every indexing; BadRecord without a date."""
        return capture_id_of(self.record_id, self.field("WARC-Date") or "")

    @property
    def date(self) -> datetime:
        """Return its WARC-Date in UTC; BadRecord where it has none."""
        try:
            return parse_warc_date(self.field("WARC-Date") or "")
        except ValueError as error:
            raise BadRecord("no WARC-Date") from error

    @property
    def url(self) -> str:
        """Return the target's URL, without the brackets that some tools write around it."""
        return (self.field("WARC-Target-URI") or "").strip().strip("<>")

    @property
    def told(self) -> Mapping[str, Any] | None:
        """Return what nightreel wrote into the record, None in records of others."""
        text = self.field(TOLD)
        if text is None:
            return None
        try:
            told = json.loads(text)
        except ValueError:
            return None
        return told if isinstance(told, dict) else None

    @property
    def content_capture_id(self) -> str | None:
        """Return the capture that a revisit record refers to by its record id, None where it names none."""
        refers, when = self.field("WARC-Refers-To"), self.field("WARC-Refers-To-Date")
        return capture_id_of(refers, when) if refers and when else None

    @property
    def is_http(self) -> bool:
        """Return whether the block is an HTTP answer with its head."""
        return "msgtype=response" in (self.field("Content-Type") or "").replace(" ", "").lower()

    def stored_payload(self) -> bytes:
        """Return the bytes after the HTTP head, as they stand in the file."""
        if not (self.field("Content-Type") or "").lower().startswith("application/http"):
            return self.block
        end = _HEAD_END.search(self.block)
        return self.block[end.end() :] if end else b""

    def answer(self) -> tuple[int | None, tuple[tuple[str, str], ...], bytes]:
        """Return status, headers and payload bytes as stored (content codings still on, chunking undone)."""
        if not self.is_http:
            content_type = self.field("Content-Type")
            return 200, (("Content-Type", content_type),) if content_type else (), self.block
        stream = io.BytesIO(self.block)
        try:
            head = _HttpHead(["HTTP/"], verify=False).parse(stream)
        except EOFError:
            return None, (), b""
        code = head.statusline.split(" ", 1)[0]
        payload = stream.read()
        headers = tuple((key.removeprefix(MOVED_ASIDE), value) for key, value in head.headers)
        if "chunked" in (head.get_header("Transfer-Encoding") or "").lower():
            payload = ChunkedDataReader(io.BytesIO(payload), decomp_type=None).read(MAX_RECORD)
        return (int(code) if code.isdigit() else None), headers, payload


class Scribe:
    """Turns captures into the bytes of WARC records. Holds no state; safe from many threads."""

    def response(
        self,
        capture: Capture,
        payload: bytes,
        digest: str,
        facts: Facts,
        record_id: str,
        head: str,
        *,
        original: Original | None,
    ) -> bytes:
        """Return the member of one answer: response, or revisit where `original` holds the bytes.

        `payload` are the bytes as sent, with their content coding, and `digest` theirs; `head` is the status line
        after the protocol.
        """
        assert capture.fetched_at is not None
        fields = self._fields(record_id, capture.fetched_at, facts.as_json())
        fields["WARC-Target-URI"] = capture.url
        fields["WARC-Payload-Digest"] = digest
        if facts.truncated:
            fields["WARC-Truncated"] = facts.truncated
        kind = "response"
        if original is not None:
            kind = "revisit"
            fields |= _referring(original, NOT_MODIFIED if capture.status == 304 else SAME_BYTES)
            payload = b""
        http = _WireHeaders(head, [_storable(*header) for header in capture.headers], protocol="HTTP/1.1")
        return self._member(kind, fields, payload, "application/http; msgtype=response", http)

    def resource(
        self, capture: Capture, facts: Facts, record_id: str, content_type: str, *, original: Original | None
    ) -> bytes:
        """Return the member of a local file: resource, or revisit where `original` holds the bytes."""
        assert capture.fetched_at is not None
        fields = self._fields(record_id, capture.fetched_at, facts.as_json())
        fields["WARC-Target-URI"] = capture.url
        if original is not None:
            return self._member("revisit", fields | _referring(original, SAME_BYTES), b"", content_type, None)
        fields["WARC-Payload-Digest"] = payload_digest(capture.body)
        return self._member("resource", fields, capture.body, content_type, None)

    def request(self, url: str, at: datetime, headers: Mapping[str, str], target: str, answered_by: str) -> bytes:
        """Return the member of the request that a response answers."""
        fields = {
            "WARC-Record-ID": f"<{new_record_id()}>",
            "WARC-Date": warc_date(at),
            "WARC-Target-URI": url,
            "WARC-Concurrent-To": f"<{answered_by}>",
        }
        http = _WireHeaders(f"{target} HTTP/1.1", list(headers.items()), protocol="GET")
        return self._member("request", fields, b"", "application/http; msgtype=request", http)

    def note(self, url: str, at: datetime, told: Mapping[str, Any], record_id: str) -> bytes:
        """Return a metadata member: something that happened and that no answer tells."""
        block = json.dumps(told, ensure_ascii=True, sort_keys=True).encode("ascii")
        fields = {"WARC-Record-ID": f"<{record_id}>", "WARC-Date": warc_date(at), "WARC-Target-URI": url}
        return self._member("metadata", fields, block, "application/json", None)

    def info(self, at: datetime, name: str, software: str) -> bytes:
        """Return the warcinfo member that opens a file."""
        block = f"software: {software}\r\nformat: WARC File Format 1.1\r\n".encode()
        fields = {"WARC-Record-ID": f"<{new_record_id()}>", "WARC-Date": warc_date(at), "WARC-Filename": name}
        return self._member("warcinfo", fields, block, "application/warc-fields", None)

    def copy(self, record: Record, facts: Facts) -> bytes:
        """Return the member of another tool's record, block for block, with what nightreel knows of it added."""
        dropped = {"content-length", "warc-block-digest", "warc-type", "content-type", TOLD.lower()}
        fields = {key: value for key, value in record.fields if key.lower() not in dropped}
        fields["WARC-Target-URI"] = record.url
        fields["WARC-Date"] = warc_date(record.date)
        if record.kind != "revisit":
            fields["WARC-Payload-Digest"] = payload_digest(record.stored_payload())
        fields[TOLD] = json.dumps(facts.as_json(), ensure_ascii=True)
        content_type = record.field("Content-Type") or ""
        if record.kind == "revisit":  # warcio takes its block for headers only
            return self._member("revisit", fields, b"", content_type, _StoredHead(record.block))
        return self._member(record.kind, fields, record.block, content_type, None)

    def _fields(self, record_id: str, at: datetime, told: Mapping[str, Any]) -> dict[str, str]:
        return {
            "WARC-Record-ID": f"<{record_id}>",
            "WARC-Date": warc_date(at),
            TOLD: json.dumps(told, ensure_ascii=True),
        }

    def _member(
        self,
        kind: str,
        fields: Mapping[str, str],
        payload: bytes,
        content_type: str,
        http: StatusAndHeaders | None,
    ) -> bytes:
        headers = StatusAndHeaders("", [("WARC-Type", kind), *fields.items()], protocol=WARC_VERSION)
        record = ArcWarcRecord("warc", kind, headers, io.BytesIO(payload), http, content_type, len(payload))
        record.payload_length = len(payload)
        out = io.BytesIO()
        WARCWriter(out, gzip=False, warc_version=WARC_VERSION).write_record(record)
        return gzipped(out.getvalue())


def new_record_id() -> str:
    """Return a fresh urn:uuid without brackets."""
    made: str = StatusAndHeadersParser.make_warc_id()
    return made.strip("<>")


def payload_digest(payload: bytes) -> str:
    """Return a WARC-Payload-Digest in the form that all web-archive tools compare: SHA-1, base 32."""
    return "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode("ascii")


def gzipped(plain: bytes) -> bytes:
    """Return one gzip member (RFC 1952)."""
    if len(plain) < SMALL:  # setting up a large window would cost more than the compression
        squeeze = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 16 + 11, 4)
    else:
        squeeze = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 31)
    return squeeze.compress(plain) + squeeze.flush()


def members(stream: BinaryIO, start: int = 0) -> Iterator[tuple[int, int, bytes]]:
    """Yield offset, length and plain bytes of each gzip member from `start`; BadRecord at the first that is not whole.

    A member counts as whole when its checksum holds. Memory stays at one member.
    """
    stream.seek(start)
    offset, waiting = start, b""
    while True:
        inflate, parts, used, plain = zlib.decompressobj(31), [], 0, 0
        while not inflate.eof:
            waiting = waiting or stream.read(65536)
            if not waiting:
                if used == 0:
                    return
                raise BadRecord(f"the record at byte {offset} is not whole")
            try:
                part = inflate.decompress(waiting, MAX_RECORD - plain + 1)
            except zlib.error as error:
                raise BadRecord(f"the record at byte {offset} is damaged: {error}") from error
            plain += len(part)
            if plain > MAX_RECORD:
                raise BadRecord(f"the record at byte {offset} is larger than {MAX_RECORD} bytes")
            parts.append(part)
            rest = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
            used += len(waiting) - len(rest)
            waiting = rest
        yield offset, used, b"".join(parts)
        offset += used


def parse_record(plain: bytes) -> Record:
    """Read one uncompressed WARC record; BadRecord where it is none or its length is wrong."""
    stream = io.BytesIO(plain)
    try:
        head = StatusAndHeadersParser(["WARC/1.0", "WARC/1.1"]).parse(stream)
        length = int(head.get_header("Content-Length") or "")
    except Exception as error:
        raise BadRecord(f"no WARC record: {error}") from error
    block = stream.read(length)
    if len(block) != length:
        raise BadRecord("the record is shorter than its length says")
    return Record(head.get_header("WARC-Type") or "", tuple(head.headers), block)


def body_of(record: Record, limit: int) -> tuple[int | None, tuple[tuple[str, str], ...], bytes | None]:
    """Return status, headers and decoded body of a record's answer; None as body where it cannot be decoded."""
    status, headers, payload = record.answer()
    coding = next((value for key, value in headers if key.lower() == "content-encoding"), None)
    try:
        return status, headers, decoded(payload, coding, limit)
    except (DecodeError, TooLarge):
        return status, headers, None


def _referring(original: Original, profile: str) -> dict[str, str]:
    return {
        "WARC-Profile": profile,
        "WARC-Refers-To": f"<{original.record_id}>",
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": warc_date(original.fetched_at),
        "WARC-Payload-Digest": original.payload_digest,
    }


def _storable(name: str, value: str) -> tuple[str, str]:
    # a folded header would end the block; a chunked length no longer describes the stored bytes
    value = " ".join(value.split("\n")).replace("\r", " ").strip()
    if name.lower() == "transfer-encoding":
        return MOVED_ASIDE + name, value
    return name, value


class _WireHeaders(StatusAndHeaders):
    """HTTP headers written as the server sent them; warcio would percent-encode what is not ASCII."""

    def compute_headers_buffer(self, header_filter: Any = None) -> None:
        text = self.to_str(header_filter) + "\r\n"
        try:
            self.headers_buff = text.encode("latin-1")
        except UnicodeEncodeError:
            self.headers_buff = text.encode("utf-8", "surrogateescape")


class _StoredHead(StatusAndHeaders):
    """A head that is written as it stands in another record."""

    def __init__(self, block: bytes) -> None:
        super().__init__("200", [], protocol="HTTP/1.1")
        self._block = block

    def compute_headers_buffer(self, header_filter: Any = None) -> None:
        self.headers_buff = self._block


class _HttpHead(StatusAndHeadersParser):
    """HTTP headers read byte for byte, as the client that received them did."""

    @staticmethod
    def decode_header(line: bytes | str) -> str:
        return line if isinstance(line, str) else line.decode("latin-1")
