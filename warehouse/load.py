"""From a run's staged Parquet files to the next warehouse, beside the published one.

`load_run` is the whole: copy the published file, migrate, take the run in within one transaction, check, publish. The
caller holds the lock on the data folder and loads runs in time order. The published file is never touched before the
last rename, so whatever ends this early leaves yesterday's warehouse as it was; the next run clears what is left.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.checking import CheckResult, run_checks
from warehouse.errors import BadStaging
from warehouse.publish import (
    clear_unfinished,
    copy_published,
    publish,
    rewrite,
    settle,
    staging_dir_of,
    storage_errors,
)
from warehouse.schema import migrate, open_to_write, quoted, scripts
from warehouse.staging import STAGED, schema_of

RUN = schema_of(
    [
        ("run_id", pa.string()),
        ("night", pa.date32()),
        ("started_at", pa.timestamp("us", tz="UTC")),
        ("ended_at", pa.timestamp("us", tz="UTC")),
        ("outcome", pa.string()),
        ("partial", pa.bool_()),
        ("error", pa.string()),
        ("settings_digest", pa.string()),
        ("version", pa.string()),
    ]
)
STEP = schema_of(
    [
        ("run_id", pa.string()),
        ("ordinal", pa.int32()),
        ("name", pa.string()),
        ("started_at", pa.timestamp("us", tz="UTC")),
        ("ended_at", pa.timestamp("us", tz="UTC")),
        ("outcome", pa.string()),
        ("counts", pa.map_(pa.string(), pa.int64())),
        ("error", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one run's load did to a file: `changes` counts the rows of `change` under names such as comment/added."""

    run_id: str
    changes: Mapping[str, int]
    checks: tuple[CheckResult, ...]

    @property
    def blocked(self) -> bool:
        """Whether a check of severity block found something."""
        return any(check.severity == "block" and check.offending for check in self.checks)


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What came of a run: `release` is the published file kept for it, None where a check blocked it."""

    run_id: str
    changes: Mapping[str, int]
    checks: tuple[CheckResult, ...]
    blocked: bool
    release: Path | None


def load_run(
    data_dir: Path, run_id: str, *, suppress: Iterable[str] = (), keep_releases: int = 3, memory_limit: str = "4GB"
) -> LoadResult:
    """Load one run's staging and publish it; a blocked one leaves the published file as it was.

    `suppress` names authors (as staged) that the warehouse must not hold. A run that is already in the published file
    changes nothing. Raises a WarehouseError; the published file is then untouched.
    """
    clear_unfinished(data_dir)
    with storage_errors(data_dir):
        target = copy_published(data_dir, run_id)
        loaded = load_into(target, data_dir, run_id, suppress=suppress, memory_limit=memory_limit)
        if loaded.blocked:
            target.unlink()
            return LoadResult(run_id, loaded.changes, loaded.checks, True, None)
        release = publish(data_dir, target, run_id, keep=keep_releases)
    return LoadResult(run_id, loaded.changes, loaded.checks, False, release)


def load_into(
    target: Path, data_dir: Path, run_id: str, *, suppress: Iterable[str] = (), memory_limit: str = "4GB"
) -> Loaded:
    """Take one run into the unpublished file `target`, check it, and leave it closed with no .wal beside it.

    A rebuild calls this once per run on one file. The run's facts must stand in `data/runs/<run>.json`, its rows under
    `data/staging/<run>/`. Raises BadStaging where these are not as declared.
    """
    scratch = staging_dir_of(data_dir, "scratch")
    scratch.mkdir(parents=True, exist_ok=True)
    con = open_to_write(target, scratch=scratch, memory_limit=memory_limit)
    try:
        migrate(con)
        started_at = _store_facts(con, data_dir, run_id)
        con.execute("begin")
        if not con.execute("select 1 from meta.run where run_id = ? and loaded", [run_id]).fetchall():
            _stage(con, staging_dir_of(data_dir, run_id))
            _name_run(con, run_id, started_at, suppress)
            for script in scripts("load"):
                con.execute(script.sql)
            con.execute("update meta.run set loaded = true where run_id = ?", [run_id])
        con.execute("commit")
        # duckdb 2.0.0 can miss rows of a large insert that was committed and not yet checkpointed
        con.execute("checkpoint nightreel")
        checks = run_checks(con, run_id)
        changes = _count_changes(con, run_id)
        removed = con.execute("select coalesce(getvariable('suppressed_rows'), 0)").fetchall()[0][0]
        settle(con, target)
        if removed:
            rewrite(con, target)
    finally:
        con.close()
    return Loaded(run_id, changes, checks)


def staged_files(staging_dir: Path, table: str) -> list[Path]:
    """Return the staged files of one table, in name order; raise BadStaging where one is not as declared."""
    found = sorted(staging_dir.glob(f"{table}-*.parquet"))
    for path in found:
        try:
            schema = pq.read_schema(path)
        except (pa.ArrowInvalid, OSError) as error:
            raise BadStaging(f"{path} is damaged ({error}); nothing was changed: run the night again") from None
        wanted = STAGED[table]
        if {f.name: f.type for f in schema} != {f.name: f.type for f in wanted}:
            differing = sorted({(f.name, str(f.type)) for f in schema} ^ {(f.name, str(f.type)) for f in wanted})
            raise BadStaging(f"{path} does not have the declared columns ({differing}); nothing was changed")
    return found


def _stage(con: duckdb.DuckDBPyConnection, staging_dir: Path) -> None:
    """Show each table's staged files as the view staged_<table>; none staged is an empty one."""
    for table, schema in STAGED.items():
        paths = staged_files(staging_dir, table)
        if paths:
            listed = ", ".join(quoted(str(path)) for path in paths)
            con.execute(f"create or replace temp view staged_{table} as select * from read_parquet([{listed}])")
        else:
            con.register(f"empty_{table}", schema.empty_table())
            con.execute(f"create or replace temp view staged_{table} as select * from empty_{table}")
    for whole in ("duplicate", "boilerplate_body"):
        con.execute(f"set variable {whole}_staged = {str(bool(staged_files(staging_dir, whole))).lower()}")


def _name_run(con: duckdb.DuckDBPyConnection, run_id: str, started_at: datetime, suppress: Iterable[str]) -> None:
    con.execute(f"set variable run_id = {quoted(run_id)}")
    con.execute(f"set variable run_started_at = timestamptz {quoted(started_at.isoformat())}")
    con.register("suppressed_names", pa.table({"author": pa.array(sorted(set(suppress)), pa.string())}))
    con.execute("create or replace temp table suppressed as select author from suppressed_names")


def _store_facts(con: duckdb.DuckDBPyConnection, data_dir: Path, run_id: str) -> datetime:
    """Bring meta.run and meta.step in line with `data/runs/*.json`, and return when this run started."""
    runs: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    started_at: datetime | None = None
    for path in sorted((data_dir / "runs").glob("*.json")):
        try:
            facts = json.loads(path.read_text(encoding="utf-8"))
            run = _run_row(facts)
            run_steps = _step_rows(facts)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # facts that cannot be read are the doctor's business, not a reason to load nothing
        runs.append(run)
        steps.extend(run_steps)
        if run["run_id"] == run_id:
            started_at = run["started_at"]
    if started_at is None:
        raise BadStaging(f"{data_dir / 'runs' / (run_id + '.json')} is missing or damaged; nothing was changed")
    con.register("fact_run", pa.Table.from_pylist(runs, RUN))
    con.register("fact_step", pa.Table.from_pylist(steps, STEP))
    con.execute("begin")
    for script in scripts("facts"):
        con.execute(script.sql)
    con.execute("commit")
    return started_at


def _run_row(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "run_id": str(facts["run_id"]),
        "night": date.fromisoformat(facts["night"]),
        "started_at": datetime.fromisoformat(facts["started_at"]),
        "ended_at": _moment(facts.get("ended_at")),
        "outcome": facts.get("outcome"),
        "partial": bool(facts.get("partial")),
        "error": facts.get("error"),
        "settings_digest": facts.get("settings_digest") or None,
        "version": facts.get("version") or None,
    }


def _step_rows(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "run_id": str(facts["run_id"]),
            "ordinal": ordinal,
            "name": step["name"],
            "started_at": _moment(step.get("started_at")),
            "ended_at": _moment(step.get("ended_at")),
            "outcome": step.get("outcome"),
            "counts": sorted((str(name), int(count)) for name, count in (step.get("counts") or {}).items()),
            "error": step.get("error"),
        }
        for ordinal, step in enumerate(facts.get("steps") or [], start=1)
    ]


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _count_changes(con: duckdb.DuckDBPyConnection, run_id: str) -> dict[str, int]:
    rows = con.execute(
        "select entity || '/' || kind, count(*) from change where run_id = ? group by 1 order by 1", [run_id]
    ).fetchall()
    return dict(rows)
