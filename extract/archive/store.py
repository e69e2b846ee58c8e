"""The archive: one WARC file per site and month, and the ledger that is its index.

Pages are the truth. Bytes are appended, synced, and only then does the ledger speak of them; whatever a crash left
between the two is found at the next start, and a torn tail is cut at the last good record. One process writes,
any number read. Nothing here reads a page or touches the network.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, unquote

from extract.archive.entry import Entry, Facts, Outcome, Pause, capture_id_of, warc_date
from extract.archive.indexing import Recovery, body_digest, content_id_of, entry_of, index_files, take_note
from extract.archive.ledger import Ledger
from extract.archive.record import (
    MAX_RECORD,
    BadRecord,
    Original,
    Record,
    Scribe,
    body_of,
    members,
    new_record_id,
    parse_record,
    payload_digest,
)
from extract.records import Capture

COMMIT_ROWS = 400
COMMIT_SECONDS = 2.0
OPEN_FILES = 64
SOFTWARE = "nightreel"
_REMAKE = "`nightreel archive index` remakes the ledger"


class ArchiveError(Exception):
    """What went wrong with the archive, to which file, and what to do next."""


class ArchiveInUse(ArchiveError):
    """Another process writes to this archive."""


class NoSuchCapture(ArchiveError, LookupError):
    """The archive holds no capture of that id, or none with bytes."""


@dataclass(slots=True)
class _OpenFile:
    descriptor: int
    site_id: str
    end: int
    dirty: bool = False


@dataclass(slots=True)
class _Writing:
    ledger: Ledger
    lock_descriptor: int
    files: dict[str, _OpenFile] = field(default_factory=dict)
    rows: int = 0
    committed_at: float = field(default_factory=time.monotonic)


class Archive:
    """Captures in, captures out. Opens for reading; turns to writing at the first `add` (or `start_writing`).

    Close it, or use it in a `with`. It may be used from many threads. A process pool hands over `data_dir` and a
    capture id: an Archive pickles as its path, and reading never waits for the writer.
    """

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = Path(data_dir)
        self.folder = self.data_dir / "archive"
        self.recovery = Recovery()
        self._scribe = Scribe()
        self._lock = threading.RLock()
        self._writing: _Writing | None = None
        self._reading: tuple[int, Ledger] | None = None

    def __reduce__(self) -> tuple[type[Archive], tuple[Path]]:
        return (Archive, (self.data_dir,))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def ledger_path(self) -> Path:
        """Return where the ledger lies."""
        return self.data_dir / "ledger.sqlite"

    @property
    def ledger(self) -> Ledger:
        """Return the ledger to ask; the writer sees its own rows before they are committed."""
        with self._lock:
            if self._writing is not None:
                return self._writing.ledger
            if self._reading is not None and self._reading[0] == os.getpid():
                return self._reading[1]
            if not self.ledger_path.exists():
                self._create_ledger()
            ledger = Ledger(self.ledger_path, writable=False)
            if not ledger.is_current:
                ledger.close()
                raise ArchiveError(f"the ledger is of another version of nightreel; {_REMAKE}")
            self._reading = (os.getpid(), ledger)
            return ledger

    # -- writing ----------------------------------------------------------------------------------------------

    def start_writing(self) -> Recovery:
        """Become the one writer, and mend what a crash left; ArchiveInUse where another process writes."""
        with self._lock:
            if self._writing is None:
                self.folder.mkdir(parents=True, exist_ok=True)
                lock = _locked(self.folder / ".writer")
                self._close_reading()
                self._writing = _Writing(Ledger(self.ledger_path, writable=True), lock)
                self.recovery = index_files(self.folder, self._writing.ledger, COMMIT_ROWS)
            return self.recovery

    def add(
        self,
        capture: Capture,
        facts: Facts,
        *,
        payload: bytes | None = None,
        known: Entry | None = None,
        request_headers: Mapping[str, str] | None = None,
        reason_phrase: str = "",
    ) -> Entry:
        """Store one answer and return its entry.

        `payload` are the bytes as sent where a content coding was on them (else `capture.body`). `known` is the newest
        entry with bytes of the same URL: a 304, or the same bytes again, is stored as a revisit of it, and its outcome
        becomes "unchanged". `capture.fetched_at` must be set. A `file:` URL is stored as a resource.
        """
        if capture.fetched_at is None:
            raise ValueError("a capture needs its time to be stored")
        payload = capture.body if payload is None else payload
        digest = None if facts.outcome == "error" or not facts.whole else body_digest(capture.body)
        sent = payload_digest(payload)
        original, facts = self._original(capture, sent, digest, known, facts)
        record_id = new_record_id()
        if capture.url.startswith("file:"):
            content_type = capture.header("Content-Type") or "application/octet-stream"
            block = self._scribe.resource(capture, facts, record_id, content_type, original=original)
        else:
            head = f"{capture.status} {reason_phrase}".strip()
            block = self._scribe.response(capture, payload, sent, facts, record_id, head, original=original)
        length = len(block)
        if request_headers is not None:
            target = _request_target(capture.url)
            block += self._scribe.request(capture.url, capture.fetched_at, request_headers, target, record_id)
        identity = capture_id_of(record_id, warc_date(capture.fetched_at))
        kept = original.validators if original is not None and capture.status == 304 else (None, None)
        content_id = content_id_of(identity, original is not None, known, capture.status, digest, facts)
        entry = Entry(
            capture_id=identity,
            site_id=capture.site_id,
            url=capture.url,
            fetched_at=capture.fetched_at.astimezone(UTC),
            status=capture.status,
            digest=known.digest if original is not None and known is not None else digest,
            payload_digest=original.payload_digest if original is not None else sent,
            content_capture_id=content_id,
            file="",
            offset=0,
            length=length,
            etag=capture.header("ETag") or kept[0],
            last_modified=capture.header("Last-Modified") or kept[1],
            facts=replace(facts, same_as=None),
        )
        with self._lock:
            file, offset = self._append(capture.site_id, capture.fetched_at, block)
            entry = replace(entry, file=file, offset=offset)
            self.ledger.put_capture(entry, record_id)
            self._count()
        return entry

    def add_failure(self, site_id: str, url: str, at: datetime, facts: Facts) -> Entry:
        """Store that a URL gave no answer, or was not asked for, and why (`facts.reason`)."""
        record_id = new_record_id()
        told = {"nightreel": "failure", **facts.as_json()}
        block = self._scribe.note(url, at, told, record_id)
        identity = capture_id_of(record_id, warc_date(at))
        with self._lock:
            file, offset = self._append(site_id, at, block)
            entry = Entry(
                identity, site_id, url, at.astimezone(UTC), None, None, None, None, file, offset, len(block), None,
                None, facts,
            )  # fmt: skip
            self.ledger.put_capture(entry, record_id)
            self._count()
        return entry

    def amend(self, entry: Entry, at: datetime, outcome: Outcome, reason: str | None) -> Entry:
        """Store what reading a capture showed of it (blocked, not to be read), and return the entry as it is now."""
        told = {"nightreel": "amend", "capture_id": entry.capture_id, "outcome": outcome, "reason": reason}
        block = self._scribe.note(entry.url, at, told, new_record_id())
        with self._lock:
            self._append(entry.site_id, at, block)
            self.ledger.amend(entry.capture_id, outcome, reason)
            self._count()
        return replace(entry, facts=replace(entry.facts, outcome=outcome, reason=reason))

    def add_thread(
        self,
        site_id: str,
        start_url: str,
        at: datetime,
        *,
        night: date,
        run_id: str,
        pages: tuple[str, ...],
        ended_normally: bool,
        gone: bool = False,
        reason: str | None = None,
        found: bool = False,
    ) -> None:
        """Store how the reading of a thread ended; `pages` are capture ids in the thread's order.

        `found` tells that a listing, sitemap or feed led to it, not the operator.
        """
        told = {
            "nightreel": "thread",
            "night": night.isoformat(),
            "run_id": run_id,
            "pages": list(pages),
            "ended_normally": ended_normally,
            "gone": gone,
            "reason": reason,
            "found": found,
        }
        self._add_note(site_id, start_url, at, told)

    def add_pause(self, site_id: str, url: str, pause: Pause) -> None:
        """Store that a host is left alone for a while, and which URL's answer asked for that."""
        told = {"nightreel": "pause", "host": pause.host, "seconds": pause.seconds, "reason": pause.reason}
        self._add_note(site_id, url, pause.began_at, told)

    def add_import(self, site_id: str, name: str, sha256: str, captures: int, at: datetime) -> None:
        """Store that a foreign WARC was taken in."""
        told = {"nightreel": "import", "name": name, "sha256": sha256, "captures": captures}
        self._add_note(site_id, f"urn:sha256:{sha256}", at, told)

    def put_found(self, content_id: str, rules: str, links: Mapping[str, Any]) -> None:
        """Keep in the ledger (not in the archive) what a page reader found on a capture's bytes."""
        self.start_writing()
        with self._lock:
            self.ledger.put_found(content_id, rules, links)
            self._count()

    def add_copy(self, site_id: str, record: Record, facts: Facts) -> Entry | None:
        """Take in another tool's record with its own date and id; None where the archive has it already."""
        self.start_writing()
        if self.ledger.entry(record.capture_id) is not None:
            return None
        block = self._scribe.copy(record, facts)
        with self._lock:
            file, offset = self._append(site_id, record.date, block)
            told = replace(record, fields=(*record.fields, ("WARC-JSON-Metadata", json.dumps(facts.as_json()))))
            entry = entry_of(told, self.ledger, site_id, file, offset, len(block))
            self.ledger.put_capture(entry, record.record_id)
            self._count()
        return entry

    def flush(self) -> None:
        """Sync all bytes, then make the ledger's rows visible to other processes."""
        with self._lock:
            if self._writing is None:
                return
            for name, opened in self._writing.files.items():
                if opened.dirty:
                    os.fsync(opened.descriptor)
                    opened.dirty = False
                    self._writing.ledger.put_file(name, opened.site_id, opened.end)
            self._writing.ledger.commit()
            self._writing.rows, self._writing.committed_at = 0, time.monotonic()
            if len(self._writing.files) > OPEN_FILES:
                self._close_files()

    def close(self) -> None:
        """Flush, and let another process write."""
        with self._lock:
            if self._writing is not None:
                self.flush()
                self._close_files()
                self._writing.ledger.close()
                os.close(self._writing.lock_descriptor)
                self._writing = None
            self._close_reading()

    # -- reading ----------------------------------------------------------------------------------------------

    def read(self, capture_id: str) -> Capture:
        """Return a capture with its bytes, those of an earlier one where it stands for them.

        Then status, headers and time are those of the answer that brought the bytes: what the page calls "yesterday" is
        counted from there. NoSuchCapture where there are none; ArchiveError where they cannot be read.
        """
        entry = self.ledger.entry(capture_id)
        if entry is None:
            raise NoSuchCapture(f"the archive has no capture {capture_id}; {_REMAKE}")
        if entry.content_capture_id is not None and entry.content_capture_id != capture_id:
            content = self.ledger.entry(entry.content_capture_id)
            if content is None:
                raise NoSuchCapture(f"capture {capture_id} stands for {entry.content_capture_id}, which is missing")
            return replace(self.read_at(content.file, content.offset, content.site_id), capture_id=capture_id)
        return self.read_at(entry.file, entry.offset, entry.site_id)

    def read_at(self, file: str, offset: int, site_id: str = "") -> Capture:
        """Return the capture whose record begins at a byte of a WARC, without the ledger, or raise ArchiveError."""
        record = self.record_at(file, offset)
        status, headers, body = body_of(record, MAX_RECORD)
        if body is None:
            raise ArchiveError(f"the body at {file}:{offset} cannot be decoded")
        return Capture(
            url=record.url,
            body=body,
            status=status or 0,
            headers=headers,
            fetched_at=record.date,
            capture_id=record.capture_id,
            site_id=site_id or unquote(Path(file).parent.name),
        )

    def record_at(self, file: str, offset: int) -> Record:
        """Return the record that begins at a byte of a WARC; ArchiveError where there is none."""
        try:
            with (self.folder / file).open("rb") as stream:
                for _, _, plain in members(stream, offset):
                    return parse_record(plain)
        except (BadRecord, OSError) as error:
            raise ArchiveError(
                f"reading {file}, byte {offset}: {error}; `nightreel archive verify` says more"
            ) from error
        raise ArchiveError(f"{file} ends before byte {offset}; {_REMAKE}")

    # -- the ledger again --------------------------------------------------------------------------------------

    def index(self) -> Recovery:
        """Make the ledger again from the WARC files alone, and return what was found."""
        self.start_writing()
        with self._lock:
            self.flush()
            self._close_files()
            self.ledger.clear()
            self.recovery = index_files(self.folder, self.ledger, COMMIT_ROWS)
            return self.recovery

    def warcs(self) -> list[Path]:
        """Return the WARC files, by site and month."""
        return sorted(self.folder.glob("*/*.warc.gz"))

    # -- inside ------------------------------------------------------------------------------------------------

    def _original(
        self, capture: Capture, sent: str, digest: str | None, known: Entry | None, facts: Facts
    ) -> tuple[Original | None, Facts]:
        """Say whether this answer stands for bytes that we hold, and mark it as unchanged then."""
        if known is None or known.content_capture_id is None or facts.outcome != "ok":
            return None, facts
        not_modified = capture.status == 304
        if not not_modified and (digest is None or known.digest != digest):
            return None, facts
        facts = replace(facts, outcome="unchanged")
        content = self.ledger.entry(known.content_capture_id)
        record_id = self.ledger.record_id(known.content_capture_id)
        if content is None or record_id is None or content.payload_digest is None:
            return None, facts
        if not not_modified and content.payload_digest != sent:
            return None, replace(facts, same_as=content.capture_id)  # the same page in another coding
        validators = (content.etag, content.last_modified)
        return Original(record_id, content.url, content.fetched_at, content.payload_digest, validators), facts

    def _add_note(self, site_id: str, url: str, at: datetime, told: Mapping[str, Any]) -> None:
        block = self._scribe.note(url, at, told, new_record_id())
        with self._lock:
            file, offset = self._append(site_id, at, block)
            take_note(self.ledger, site_id, url, at, told, file, offset)
            self._count()

    def _append(self, site_id: str, at: datetime, block: bytes) -> tuple[str, int]:
        self.start_writing()
        assert self._writing is not None
        file = f"{_folder_name(site_id)}/{at.astimezone(UTC):%Y-%m}.warc.gz"
        opened = self._writing.files.get(file) or self._open(file, site_id, at)
        offset = opened.end
        try:
            view = memoryview(block)
            while view:
                view = view[os.write(opened.descriptor, view) :]
        except OSError as error:
            os.ftruncate(opened.descriptor, offset)
            raise ArchiveError(f"writing {file}: {error.strerror}; nothing of this page was kept") from error
        opened.end = offset + len(block)
        opened.dirty = True
        return file, offset

    def _open(self, file: str, site_id: str, at: datetime) -> _OpenFile:
        assert self._writing is not None
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        opened = _OpenFile(descriptor, site_id, os.fstat(descriptor).st_size)
        if opened.end == 0:
            opened.end = os.write(descriptor, self._scribe.info(at, path.name, SOFTWARE))
            opened.dirty = True
            _sync_folder(path.parent)
            _sync_folder(self.folder)
        self._writing.files[file] = opened
        return opened

    def _count(self) -> None:
        assert self._writing is not None
        self._writing.rows += 1
        late = time.monotonic() - self._writing.committed_at > COMMIT_SECONDS
        if self._writing.rows >= COMMIT_ROWS or late:
            self.flush()

    def _create_ledger(self) -> None:
        Ledger(self.ledger_path, writable=True).close()

    def _close_files(self) -> None:
        assert self._writing is not None
        for opened in self._writing.files.values():
            os.close(opened.descriptor)
        self._writing.files.clear()

    def _close_reading(self) -> None:
        if self._reading is not None and self._reading[0] == os.getpid():
            self._reading[1].close()
        self._reading = None


def _locked(path: Path) -> int:
    # a POSIX record lock: workers that are forked from the writer do not keep it
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise ArchiveInUse(f"another process writes to {path.parent}; wait until it ends") from error
    return descriptor


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _folder_name(site_id: str) -> str:
    name = quote(site_id, safe=" ")
    if not name or name.strip(".") == "":
        raise ValueError(f"{site_id!r} cannot name a folder; give the site another id")
    return name


def _request_target(url: str) -> str:
    _, _, rest = url.partition("://")
    slash = rest.find("/")
    return rest[slash:] if slash >= 0 else "/"
