"""Makes the ledger from the WARC files: all of it, or what a crash left unknown.

The same functions serve the living archive, so that a ledger made again says the same.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote

from extract.archive.entry import Entry, Facts, Pause
from extract.archive.ledger import Ledger
from extract.archive.record import MAX_RECORD, BadRecord, Record, body_of, members, parse_record

_GZIP_START = b"\x1f\x8b\x08"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the last start found: records that the ledger did not know, torn tails cut, damage in the middle."""

    records: int = 0
    cut: tuple[tuple[str, int], ...] = ()
    damaged: tuple[tuple[str, int], ...] = ()


def index_files(folder: Path, ledger: Ledger, batch: int) -> Recovery:
    """Index what the ledger does not know yet, cut torn tails, and forget files that are no longer there.

    Damage with whole records behind it is left in its place and told; the records behind it are indexed.
    """
    indexed = ledger.files()
    records, cut, damaged = 0, [], []
    present = {path.relative_to(folder).as_posix(): path for path in sorted(folder.glob("*/*.warc.gz"))}
    for file in indexed.keys() - present.keys():
        ledger.forget_file(file)
    for file, path in present.items():
        start, size = indexed.get(file, 0), path.stat().st_size
        if size < start or (size > start > 0 and not _last_is_whole(path, ledger, file)):
            ledger.forget_file(file)  # an older copy was put back, or synced bytes were lost
            start = 0
        site_id = unquote(path.parent.name)
        with path.open("rb+") as stream:
            while start < size:
                try:
                    for offset, length, plain in members(stream, start):
                        _index_record(ledger, parse_record(plain), site_id, file, offset, length)
                        start = offset + length
                        records += 1
                        if records % batch == 0:
                            ledger.put_file(file, site_id, start)
                            ledger.commit()
                except BadRecord:
                    after = _next_record(stream, start)
                    if after is None:
                        stream.truncate(start)
                        os.fsync(stream.fileno())
                        cut.append((file, size - start))
                        size = start
                    else:
                        damaged.append((file, start))
                        start = after
        if start != indexed.get(file):
            ledger.put_file(file, site_id, start)
    ledger.settle_digests()
    ledger.commit()
    return Recovery(records, tuple(cut), tuple(damaged))


def _index_record(ledger: Ledger, record: Record, site_id: str, file: str, offset: int, length: int) -> None:
    if record.kind in {"response", "revisit", "resource"}:
        ledger.put_capture(entry_of(record, ledger, site_id, file, offset, length), record.record_id)
    elif record.kind == "metadata":
        told = _note_of(record)
        if told.get("nightreel") == "failure":
            facts = Facts.from_json({key: value for key, value in told.items() if key != "nightreel"})
            entry = Entry(
                record.capture_id, site_id, record.url, record.date, None, None, None, None, file, offset, length, None,
                None, facts,
            )  # fmt: skip
            ledger.put_capture(entry, record.record_id)
        else:
            take_note(ledger, site_id, record.url, record.date, told, file, offset)


def take_note(
    ledger: Ledger, site_id: str, url: str, at: datetime, told: Mapping[str, Any], file: str, offset: int
) -> None:
    """Put into the ledger what a metadata record of ours tells; those of other tools are left aside."""
    match told.get("nightreel"):
        case "thread":
            ledger.put_thread(
                site_id=site_id,
                start_url=url,
                night=date.fromisoformat(told["night"]),
                run_id=told["run_id"],
                read_at=at,
                pages=told["pages"],
                ended_normally=told["ended_normally"],
                gone=told["gone"],
                reason=told["reason"],
                found=told.get("found", False),
                file=file,
                offset=offset,
            )
        case "pause":
            ledger.put_pause(Pause(told["host"], at, told["seconds"], told["reason"]), file, offset)
        case "import":
            ledger.put_import(site_id, told["sha256"], told["name"], told["captures"], file, offset)
        case "amend":
            ledger.amend(told["capture_id"], told["outcome"], told["reason"])
        case _:
            pass  # a metadata record of another tool


def entry_of(record: Record, ledger: Ledger, site_id: str, file: str, offset: int, length: int) -> Entry:
    """Derive a capture's row from its record alone (and the row of the capture that it refers to)."""
    facts = Facts.from_json(record.told or {})
    status, headers, body = body_of(record, MAX_RECORD)
    named = {key.lower(): value for key, value in reversed(headers)}
    known = None
    if record.kind == "revisit":
        content_id = record.content_capture_id
        known = ledger.entry(content_id) if content_id else None
        digest = known.digest if known else None
        if not record.is_http:
            status = 200
    else:
        digest = None if body is None or facts.outcome == "error" or not facts.whole else body_digest(body)
        content_id = content_id_of(record.capture_id, False, None, status, digest, facts)
    # RFC 9110, 15.4.5: a 304 may leave out what has not changed
    kept = (known.etag, known.last_modified) if known is not None and status == 304 else (None, None)
    return Entry(
        capture_id=record.capture_id,
        site_id=site_id,
        url=record.url,
        fetched_at=record.date,
        status=status,
        digest=digest,
        payload_digest=record.field("WARC-Payload-Digest"),
        content_capture_id=content_id,
        file=file,
        offset=offset,
        length=length,
        etag=named.get("etag") or kept[0],
        last_modified=named.get("last-modified") or kept[1],
        facts=replace(facts, same_as=None),
    )


def content_id_of(
    capture_id: str, revisits: bool, known: Entry | None, status: int | None, digest: str | None, facts: Facts
) -> str | None:
    """Return the capture that holds an answer's bytes: an earlier one, itself, or None where there are none."""
    if revisits and known is not None:
        return known.content_capture_id
    if facts.same_as is not None:
        return facts.same_as
    return capture_id if status == 200 and digest is not None else None


def _note_of(record: Record) -> Mapping[str, Any]:
    try:
        told = json.loads(record.block)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _next_record(stream: BinaryIO, after: int) -> int | None:
    """Return where the next whole record begins behind damage, None where only a torn tail follows."""
    position, window = after + 1, b""
    while True:
        stream.seek(position + len(window))
        part = stream.read(1 << 20)
        window += part
        found = window.find(_GZIP_START)
        while found >= 0:
            if _is_record(stream, position + found):
                return position + found
            found = window.find(_GZIP_START, found + 1)
        if not part:
            return None
        kept = len(window) - len(_GZIP_START) + 1
        position, window = position + kept, window[kept:]


def _last_is_whole(path: Path, ledger: Ledger, file: str) -> bool:
    """Say whether the last capture that the ledger knows of a file still stands there."""
    last = ledger.last_offset(file)
    if last is None:
        return False
    with path.open("rb") as stream:
        return _is_record(stream, last)


def _is_record(stream: BinaryIO, offset: int) -> bool:
    try:
        _, _, plain = next(members(stream, offset))
        parse_record(plain)
    except (BadRecord, StopIteration):
        return False
    return True


def body_digest(body: bytes) -> str:
    """Return the digest by which the ledger compares decoded bodies."""
    return "sha256:" + hashlib.sha256(body).hexdigest()
