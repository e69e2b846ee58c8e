"""Takes WARC files of other tools into the archive, record for record, with their own dates and ids.

Only what can be a page is taken: images, scripts and a tool's own notes are counted and left. A file is taken
once, known by the hash of its bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from extract.archive.entry import Entry, Facts
from extract.archive.record import BadRecord, Record
from extract.archive.store import Archive

MAX_BODY = 64 * 1024 * 1024
_PAGE_TYPES = ("text/html", "application/xhtml", "text/plain", "application/json", "application/xml", "text/xml", "")


@dataclass(slots=True)
class Imported:
    """What came of a file: captures taken, how many records were left aside, (reason, url) of what was not readable."""

    captures: list[Entry] = field(default_factory=list)
    left_aside: int = 0
    rejects: list[tuple[str, str]] = field(default_factory=list)
    known: bool = False


@dataclass(slots=True)
class _Originals:
    """Where the bytes of a foreign revisit may lie: by digest, and by address and date."""

    by_digest: dict[str, Record] = field(default_factory=dict)
    by_place: dict[tuple[str, str], Record] = field(default_factory=dict)


def import_warc(archive: Archive, path: Path, site_id: str, facts: Facts, at: datetime) -> Imported:
    """Copy a WARC's pages into a site's archive; damage costs what lies behind it, and is told."""
    taken = Imported()
    digest = _sha256(path)
    archive.start_writing()
    if archive.ledger.imported(site_id, digest):
        taken.known = True
        return taken
    originals = _Originals()
    try:
        with path.open("rb") as stream:
            for found in ArchiveIterator(stream, no_record_parse=True):
                if found.format != "warc":
                    taken.rejects.append(("not-a-warc", path.name))
                    return taken
                if found.rec_type not in {"response", "resource", "revisit"}:
                    continue
                block = found.raw_stream.read(MAX_BODY + 1)
                record = Record(found.rec_type, tuple(found.rec_headers.headers), _whole(found.raw_stream, block))
                _take(archive, record, site_id, facts, originals, taken)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        why = next(iter(str(error).strip().splitlines()), "it ends too early")
        taken.rejects.append((f"damaged: {why[:120]}", path.name))
    if taken.captures or not taken.rejects:
        archive.add_import(site_id, path.name, digest, len(taken.captures), at)
    return taken


def _whole(stream: IO[bytes], block: bytes) -> bytes:
    # warcio's readers give what they have; a record is read until it is empty
    parts, total = [block], len(block)
    while total <= MAX_BODY:
        part = stream.read(MAX_BODY + 1 - total)
        if not part:
            break
        parts.append(part)
        total += len(part)
    return b"".join(parts)


def _take(archive: Archive, record: Record, site_id: str, facts: Facts, originals: _Originals, taken: Imported) -> None:
    if not record.url.startswith(("http://", "https://", "file:")):
        taken.left_aside += 1
        return
    if len(record.block) > MAX_BODY:
        taken.rejects.append(("too-large", record.url))
        return
    try:
        record.date, record.capture_id  # noqa: B018 - both must be readable
        record = _pointed(record, originals) if record.kind == "revisit" else record
        judged = _judged(record, facts)
    except (BadRecord, ValueError) as error:
        taken.rejects.append((f"bad-record: {error}"[:120], record.url))
        return
    if judged is None:
        taken.left_aside += 1
        return
    if record.kind != "revisit":
        originals.by_digest.setdefault(record.field("WARC-Payload-Digest") or record.record_id, record)
        originals.by_place.setdefault((record.url, record.field("WARC-Date") or ""), record)
    entry = archive.add_copy(site_id, record, judged)
    if entry is not None:
        taken.captures.append(entry)


def _pointed(record: Record, originals: _Originals) -> Record:
    """Give a revisit the id and date of its original, which many tools leave out."""
    if record.content_capture_id is not None:
        return record
    place = ((record.field("WARC-Refers-To-Target-URI") or "").strip("<>"), record.field("WARC-Refers-To-Date") or "")
    original = originals.by_place.get(place) or originals.by_digest.get(record.field("WARC-Payload-Digest") or "")
    if original is None:
        raise BadRecord("a revisit without its original")
    kept = [(key, value) for key, value in record.fields if not key.lower().startswith("warc-refers-to")]
    refers = [
        ("WARC-Refers-To", f"<{original.record_id}>"),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.field("WARC-Date") or ""),
    ]
    return replace(record, fields=(*kept, *refers))


def _judged(record: Record, facts: Facts) -> Facts | None:
    """Say what a foreign answer is worth to us; None where it can be no page."""
    status, headers, _ = record.answer()
    told = Facts.from_json(record.told or {})
    role = "robots" if record.url.endswith("/robots.txt") else told.role
    facts = replace(facts, role=role, outcome="ok", reason=None)
    if record.kind == "revisit":
        return replace(facts, outcome="unchanged")
    media = next((value for key, value in headers if key.lower() == "content-type"), "")
    if not media.strip().lower().startswith(_PAGE_TYPES[:-1]) and media.strip():
        return None
    if status is None or status == 200:
        return facts if status == 200 else replace(facts, outcome="error", reason="http/no-status")
    if 300 <= status < 400:
        return replace(facts, role="redirect")
    if status in {404, 410}:
        return replace(facts, outcome="gone", reason=f"http/{status}")
    return replace(facts, outcome="error", reason=f"http/{status}")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
