"""Local files as a site: a folder of saved pages or text captures is read like a host, without its politeness.

A file's address is `file:///` and its path inside the site's folder, so that nothing depends on where the folder lies.
WARCs among them are taken into the archive once.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from extract.archive import Entry, Facts
from extract.archive.imports import import_warc
from extract.fetch.asking import Asker
from extract.records import Capture

_TYPES = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".txt": "text/plain",
    ".text": "text/plain", ".md": "text/markdown", ".json": "application/json", ".xml": "application/xml",
    ".jsonl": "application/json", ".rss": "application/rss+xml", ".atom": "application/atom+xml",
}  # fmt: skip
_WARC_ENDS = (".warc", ".warc.gz")


def local_files(asker: Asker) -> list[tuple[str, Path]]:
    """Return address and path of every file of a site, in the order of their names; rejects what is not there."""
    found: dict[str, Path] = {}
    for given in asker.site.paths:
        path = Path(given)
        if not path.exists():
            asker.reject("file/missing", path.name)
            continue
        for inside, file in _inside(path):
            address = _address(inside)
            if address in found:
                address = _address(f"{path.name}/{inside}")
            if address in found:
                asker.reject("file/same-name", address)
                continue
            found[address] = file
    return list(found.items())


def take_file(asker: Asker, url: str, path: Path) -> Entry | None:
    """Store one local file as a capture of this night and return it; None where it cannot be read."""
    night = asker.night
    stored = None if night.everything else night.archive.ledger.tonight(asker.site.site_id, url, night.night)
    if stored is not None and stored.outcome in {"ok", "unchanged", "empty"}:
        asker.count("page/already-had")
        return stored
    media = _TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or "text/plain"
    if not media.startswith("text/") and media not in _TYPES.values():
        asker.count("file/no-page")
        return None
    try:
        if path.stat().st_size > night.settings.max_body:
            asker.reject("file/too-large", url)
            return None
        body = path.read_bytes()
    except OSError as error:
        asker.reject(f"file/unreadable: {error.strerror}", url)
        return None
    facts = Facts(night=night.night, run_id=night.run_id)
    if not body.strip():
        facts = Facts(night=night.night, run_id=night.run_id, outcome="empty", reason="body/empty")
    capture = Capture(
        url=url,
        body=body,
        headers=(("Content-Type", media),),
        fetched_at=night.pace.clock(),
        site_id=asker.site.site_id,
    )
    known = night.archive.ledger.last_content(asker.site.site_id, url)
    entry = night.archive.add(capture, facts, known=known)
    asker.count(f"page/{entry.outcome}")
    return entry


def is_warc(path: Path) -> bool:
    """Say whether a file's name is that of a WARC."""
    return path.name.lower().endswith(_WARC_ENDS)


def take_warc(asker: Asker, path: Path) -> list[Entry]:
    """Take another tool's WARC into the archive, once, and return what is new of it."""
    night = asker.night
    facts = Facts(night=night.night, run_id=night.run_id)
    taken = import_warc(night.archive, path, asker.site.site_id, facts, night.pace.clock())
    asker.count("page/imported", len(taken.captures))
    for reason, url in taken.rejects:
        asker.reject(f"import/{reason}", url)
    return taken.captures


def gone_files(asker: Asker, present: dict[str, Entry]) -> dict[str, Entry]:
    """Store that files which were there on an earlier night are gone, and return those captures."""
    night = asker.night
    gone: dict[str, Entry] = {}
    for url in night.archive.ledger.live_starts(asker.site.site_id, "file:///"):
        if url not in present and night.archive.ledger.thread_tonight(asker.site.site_id, url, night.night) is None:
            facts = Facts(night=night.night, run_id=night.run_id, outcome="gone", reason="file/gone", requested=False)
            gone[url] = night.archive.add_failure(asker.site.site_id, url, night.pace.clock(), facts)
            asker.count("page/gone")
    return gone


def _inside(path: Path) -> Iterator[tuple[str, Path]]:
    if path.is_file():
        yield path.name, path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                file = Path(folder) / name
                yield file.relative_to(path).as_posix(), file


def _address(inside: str) -> str:
    return "file:///" + quote(inside)
