"""A data folder to fill with staged nights, for every test of the warehouse."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse.load import LoadResult, load_run
from warehouse.query import Limits, Release, open_release
from warehouse.staging import STAGED

FIRST = datetime(2026, 1, 1, 2, 0, tzinfo=UTC)


class House:
    """A data folder; `night(n)` makes its run's facts, `stage` writes rows, `load` publishes."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir

    @property
    def published(self) -> Path:
        return self.data_dir / "nightreel.duckdb"

    @staticmethod
    def at(night: int) -> datetime:
        return FIRST + timedelta(days=night - 1)

    def run(self, night: int, ordinal: int = 1, **facts: Any) -> str:
        """Write the facts of one run of a night, and return its id."""
        day: date = self.at(night).date()
        run_id = f"{day}.{ordinal:02d}"
        known = {
            "run_id": run_id,
            "night": day.isoformat(),
            "started_at": self.at(night).isoformat(),
            "ended_at": None,
            "outcome": "running",
            "partial": False,
            "error": None,
            "steps": [],
        }
        folder = self.data_dir / "runs"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{run_id}.json").write_text(json.dumps(known | facts))
        return run_id

    def stage(self, run_id: str, table: str, rows: Iterable[Mapping[str, Any]], part: int = 0) -> None:
        folder = self.data_dir / "staging" / run_id
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(list(rows), STAGED[table]), folder / f"{table}-{part:03d}.parquet")

    def load(self, run_id: str, **options: Any) -> LoadResult:
        return load_run(self.data_dir, run_id, **options)

    def thread(
        self,
        night: int,
        comments: Mapping[str, Mapping[str, Any]],
        *,
        title: str = "t1",
        ordinal: int = 1,
        read: Mapping[str, Any] | None = None,
        title_row: Mapping[str, Any] | None = None,
    ) -> str:
        """Stage a whole night of one thread: comments by id, each with the columns that matter; return the run."""
        run_id = self.run(night, ordinal)
        at = self.at(night)
        capture = f"{title}-{night}"
        self.stage(run_id, "site", [{"site_id": "s", "outcome": "ok", "pages_fetched": 1}])
        self.stage(
            run_id,
            "capture",
            [
                {
                    "capture_id": capture,
                    "content_capture_id": capture,
                    "site_id": "s",
                    "url": f"https://films.example/{title}",
                    "fetched_at": at,
                    "status": 200,
                    "archive_file": "s/2026-01.warc.gz",
                    "archive_offset": 1000 * night,
                    "outcome": "ok",
                }
            ],
        )
        self.stage(
            run_id,
            "title",
            [
                {
                    "title_id": title,
                    "site_id": "s",
                    "capture_id": capture,
                    "observed_at": at,
                    "name": "A Film",
                    "kind": "film",
                    "state": "live",
                }
                | dict(title_row or {})
            ],
        )
        shown = {
            "pages": 1,
            "claimed": len(comments),
            "read": len(comments),
            "unchanged": False,
            "ended_normally": True,
        }
        self.stage(
            run_id,
            "thread_read",
            [{"title_id": title, "site_id": "s", "read_at": at} | shown | dict(read or {})],
        )
        rows, bodies = [], {}
        for position, (comment_id, said) in enumerate(comments.items()):
            text = said.get("text", f"What {comment_id} thinks of it")
            columns = {name: value for name, value in said.items() if name != "text"}
            bodies[text] = {"body_id": f"b-{text}", "raw": text, "cleaned": text, "words": len(text.split())}
            rows.append(
                {
                    "comment_id": comment_id,
                    "title_id": title,
                    "site_id": "s",
                    "capture_id": capture,
                    "observed_at": at,
                    "author": f"author of {comment_id}",
                    "depth": 0,
                    "position": position,
                    "body_id": f"b-{text}",
                    "read_by": "profile",
                }
                | columns
            )
        self.stage(run_id, "comment", rows)
        self.stage(run_id, "body", bodies.values())
        return run_id

    def release(self, **limits: Any) -> Release:
        return open_release(self.published, limits=Limits(**limits))

    def rows(self, sql: str, params: Any = None) -> list[dict[str, Any]]:
        with self.release() as release:
            return release.rows(sql, params)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "data")


@pytest.fixture(scope="session")
def new_house(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Make another empty house, for tests that need many."""
    return lambda: House(tmp_path_factory.mktemp("house") / "data")
