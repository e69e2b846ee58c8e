"""Read the pages of changed threads, a few hundred a batch, in a pool of processes.

A page read under the same rules says the same, so what is staged here can be thrown away at any time.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
def readers(workers: int, pages: int) -> Iterator[Executor]:
    """Give an executor for `read_batch`: processes for a big night, this process for a small one."""
    if pages <= ALONE:
        yield _Here()
        return
    count = workers or os.cpu_count() or 1
    # spawned, not forked: Prefect and the fetchers have threads, whose locks a fork would copy in any state
    pool = ProcessPoolExecutor(max_workers=count, mp_context=multiprocessing.get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _Here(Executor):
    """Runs what it is given at once, in the caller."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def hits_of(read: Mapping[str, Extraction]) -> dict[tuple[str, str], tuple[int, int]]:
    """Count, by (profile, selector), the pages that were read and those on which it found something."""
    pages: dict[tuple[str, str], tuple[int, int]] = {}
    for extraction in read.values():
        for selector, hits in extraction.hits.items():
            key = (extraction.profile or "", selector)
            seen, found = pages.get(key, (0, 0))
            pages[key] = (seen + 1, found + (hits > 0))
    return pages
