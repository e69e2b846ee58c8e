"""From a value back to its page: the warehouse's lineage joined with the archive's bytes. Offline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extract.archive import Archive
from flows.runs import RunError
from warehouse.lineage import lineage
from warehouse.query import open_release


@dataclass(frozen=True, slots=True)
class Trace:
    """What stands behind one comment or title; `body` gives the stored page's bytes."""

    facts: dict[str, Any]
    body: Callable[[], bytes]


def trace(data_dir: Path, release_path: Path, wanted: str) -> Trace:
    """Find a comment or title by id, site id or address. Raises a WarehouseError, or RunError for a lost page."""
    with open_release(release_path) as release:
        found = lineage(release, wanted)
    facts = asdict(found)
    last = found.revisions[-1] if found.revisions else None

    def body() -> bytes:
        if last is None:
            raise RunError(f"{wanted} has no capture in this release")
        with Archive(data_dir) as archive:
            return archive.read(last["capture_id"]).body

    return Trace(facts, body)
