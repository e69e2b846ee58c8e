"""Reads the whole archive back against its hashes, and the ledger against the archive. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from extract.archive.entry import Entry
from extract.archive.indexing import body_digest
from extract.archive.record import MAX_RECORD, BadRecord, Record, body_of, members, parse_record, payload_digest
from extract.archive.store import Archive


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold: in which file, at which byte, and what."""

    file: str
    offset: int
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was read: files, records, captures whose bytes agree with the ledger, and every problem."""

    files: int
    records: int
    captures: int
    problems: tuple[Problem, ...]


def verify(archive: Archive) -> Verified:
    """Read every record, compare its digests, and compare what the ledger says of it."""
    problems: list[Problem] = []
    records = captures = 0
    files = archive.warcs()
    for path in files:
        name = path.relative_to(archive.folder).as_posix()
        told = {entry.offset: entry for entry in archive.ledger.captures_at(name)}
        offset = 0
        try:
            with path.open("rb") as stream:
                for offset, length, plain in members(stream):
                    records += 1
                    record = parse_record(plain)
                    entry = told.pop(offset, None)
                    problems += [Problem(name, offset, what) for what in _problems(record, entry, archive)]
                    captures += entry is not None
                    offset += length
        except BadRecord as error:
            problems.append(Problem(name, offset, str(error)))
        problems += [Problem(name, each, "the ledger names a record that is not there") for each in told]
    present = {path.relative_to(archive.folder).as_posix() for path in files}
    missing = [name for name in archive.ledger.files() if name not in present]
    problems += [Problem(name, 0, "the ledger names a file that is not there") for name in missing]
    return Verified(len(files), records, captures, tuple(problems))


def _problems(record: Record, entry: Entry | None, archive: Archive) -> list[str]:
    found = []
    block = record.field("WARC-Block-Digest")
    if block is not None and block.startswith("sha1:") and block != payload_digest(record.block):
        found.append("the block does not agree with its digest")
    payload = record.field("WARC-Payload-Digest")
    own = record.kind != "revisit" and payload is not None and payload.startswith("sha1:")
    if own and payload != payload_digest(record.stored_payload()):
        found.append("the payload does not agree with its digest")
    if record.kind not in {"response", "revisit", "resource"}:
        return found
    if entry is None:
        return [*found, "the ledger does not know this capture"]
    if entry.capture_id != record.capture_id or entry.url != record.url:
        found.append("the ledger has another capture here")
    if record.kind == "revisit":
        if entry.content_capture_id is None or archive.ledger.entry(entry.content_capture_id) is None:
            found.append("the capture that holds its bytes is missing")
        return found
    if entry.digest is not None:
        _, _, body = body_of(record, MAX_RECORD)
        if body is None or body_digest(body) != entry.digest:
            found.append("the body does not agree with the ledger")
    return found
