"""Read the pages of changed threads, a few hundred a batch, in a pool of processes.

A page read under the same rules says the same, so what is staged here can be thrown away at any time.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from extract.records import Capture, Extraction, RawTitle, Reject
from extract.site import Site

if TYPE_CHECKING:
    from extract.read.profile import Profile

BATCH = 200
ALONE = 60  # pages below which starting processes costs more than it brings


@dataclass(frozen=True, slots=True)
class Batch:
    """Captures of one site to be read, and the Parquet file that takes what they say."""

    data_dir: Path
    profile: str | None
    capture_ids: tuple[str, ...]
    target: Path


Readers: TypeAlias = Callable[[Batch], int]


def batches_of(data_dir: Path, staging: Path, site: Site, capture_ids: Sequence[str]) -> list[Batch]:
    """Cut one site's captures into batches."""
    return [
        Batch(
            data_dir=data_dir,
            profile=site.profile,
            capture_ids=tuple(capture_ids[start : start + BATCH]),
            target=staging / f"extraction-{site.site_id}-{start // BATCH:05d}.parquet",
        )
        for start in range(0, len(capture_ids), BATCH)
    ]


def read_batch(batch: Batch) -> int:
    """Read the captures of one batch into its Parquet file; returns how many pages were read."""
    import pyarrow.parquet as pq

    from extract.archive import Archive, ArchiveError
    from extract.read import read
    from extract.read.profile import load_profile
    from extract.tables import to_table

    profile = load_profile(batch.profile) if batch.profile is not None else None
    with Archive(batch.data_dir) as archive:
        rows: list[tuple[str, datetime | None, Extraction]] = []
        for capture_id in batch.capture_ids:
            try:
                capture = archive.read(capture_id)
            except ArchiveError as error:
                lost = Capture(url="", body=b"", capture_id=capture_id)
                rows.append((capture_id, None, _unreadable(lost, "read/archive", str(error))))
                continue
            rows.append((capture_id, capture.fetched_at, _read_one(read, capture, profile)))
    pq.write_table(to_table(rows), batch.target, compression="zstd")
    return len(rows)


def _read_one(read: Callable[..., Extraction], capture: Capture, profile: Profile | None) -> Extraction:
    """Read one page; whatever a reader or a profile's hook raises costs that page alone."""
    try:
        return read(capture, profile=profile)
    except Exception as error:
        return _unreadable(capture, "read/error", f"{type(error).__name__}: {error}")


def _unreadable(capture: Capture, reason: str, said: str) -> Extraction:
    reject = Reject(reason, said)
    return Extraction(url=capture.url, status="unreadable", title=RawTitle(), rejects=(reject,), reason=reason)


def extractions(staging: Path, site: Site) -> dict[str, Extraction]:
    """Return what was read of one site's captures: capture id -> extraction."""
    import pyarrow.parquet as pq

    from extract.tables import from_table

    found: dict[str, Extraction] = {}
    for path in sorted(staging.glob(f"extraction-{site.site_id}-{'[0-9]' * 5}.parquet")):
        found |= {capture_id: extraction for capture_id, _, extraction in from_table(pq.read_table(path))}
    return found


@contextmanager
def readers(workers: int, pages: int) -> Iterator[Readers]:
    """Give what reads batches: processes for a big night, this process for a small one."""
    if pages <= ALONE:
        yield read_batch
        return
    pool = _Pool(workers or os.cpu_count() or 1)
    try:
        yield pool.read
    finally:
        pool.close()


class _Pool:
    """Processes that read batches; one that the system kills (no memory left) costs the page that it read alone."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool = _processes(workers)
        self._renewing, self._alone = threading.Lock(), threading.Lock()

    def read(self, batch: Batch) -> int:
        pool = self._pool
        try:
            return pool.submit(read_batch, batch).result()
        except BrokenProcessPool:  # this batch's process, or that of another batch beside it
            with self._renewing:
                if self._pool is pool:
                    self._pool = _processes(self._workers)
            with self._alone:
                return _read_apart(batch)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def _processes(count: int) -> ProcessPoolExecutor:
    # spawned, not forked: Prefect and the fetchers have threads, whose locks a fork would copy in any state
    return ProcessPoolExecutor(max_workers=count, mp_context=multiprocessing.get_context("spawn"))


def _read_apart(batch: Batch) -> int:
    """Read a batch in a process of its own, and where that is killed each half of it, down to the page that kills."""
    with _processes(1) as process:
        try:
            return process.submit(read_batch, batch).result()
        except BrokenProcessPool:
            if len(batch.capture_ids) == 1:
                return _killed(batch)
    middle = len(batch.capture_ids) // 2
    halves = [
        replace(batch, capture_ids=part, target=batch.target.with_suffix(f".{number}.parquet"))
        for number, part in enumerate((batch.capture_ids[:middle], batch.capture_ids[middle:]))
    ]
    count = sum(_read_apart(half) for half in halves)
    _join([half.target for half in halves], batch.target)
    return count


def _killed(batch: Batch) -> int:
    import pyarrow.parquet as pq

    from extract.tables import to_table

    (capture_id,) = batch.capture_ids
    page = Capture(url="", body=b"", capture_id=capture_id)
    said = _unreadable(page, "read/killed", "the process that read it was killed; was there no memory left?")
    pq.write_table(to_table([(capture_id, None, said)]), batch.target, compression="zstd")
    return 1


def _join(parts: Sequence[Path], target: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.concat_tables([pq.read_table(part) for part in parts]), target, compression="zstd")
    for part in parts:
        part.unlink()


def hits_of(read: Mapping[str, Extraction]) -> dict[tuple[str, str], tuple[int, int]]:
    """Count, by (profile, selector), the pages that were read and those on which it found something."""
    pages: dict[tuple[str, str], tuple[int, int]] = {}
    for extraction in read.values():
        for selector, hits in extraction.hits.items():
            key = (extraction.profile or "", selector)
            seen, found = pages.get(key, (0, 0))
            pages[key] = (seen + 1, found + (hits > 0))
    return pages
