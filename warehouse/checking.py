"""The checks that every new warehouse passes before it is published: one .sql file each.

A file's first two lines are `-- severity: info|warn|error|block` and `-- says: <a sentence>`; its query returns the
offending rows. They look at what the run brought, not at all that is stored. Only `block` stops a publish.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal, cast

import duckdb
import pyarrow as pa

from warehouse.schema import Script, quoted, scripts

Severity = Literal["info", "warn", "error", "block"]
SAMPLE = 5


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found; `sample` is a JSON list of the first offending rows."""

    name: str
    severity: Severity
    says: str
    offending: int
    sample: str


def run_checks(con: duckdb.DuckDBPyConnection, run_id: str) -> tuple[CheckResult, ...]:
    """Run all checks over the run's rows, store their results in meta.check_result, and return them."""
    results = find_offending(con, run_id)
    con.execute("begin")
    con.execute("delete from meta.check_result where run_id = ?", [run_id])
    con.register("found", pa.Table.from_pylist([{"run_id": run_id, **asdict(result)} for result in results]))
    con.execute("insert into meta.check_result by name select * from found")
    con.execute("commit")
    con.unregister("found")
    return results


def find_offending(con: duckdb.DuckDBPyConnection, run_id: str) -> tuple[CheckResult, ...]:
    """Run all checks over the run's rows, and return what they find."""
    con.execute(f"set variable run_id = {quoted(run_id)}")
    for script in scripts("brought"):
        con.execute(script.sql)
    return tuple(_run(con, script) for script in scripts("checks"))


def severity_of(script: Script) -> Severity:
    """The severity that a check's first line states."""
    return cast(Severity, _header(script, 0, "-- severity: "))


def says_of(script: Script) -> str:
    """The sentence that a check's second line states."""
    return _header(script, 1, "-- says: ")


def _run(con: duckdb.DuckDBPyConnection, script: Script) -> CheckResult:
    result = con.execute(script.sql)
    names = [column[0] for column in result.description or []]
    first = result.fetchmany(SAMPLE)
    offending = len(first)
    while rest := result.fetchmany(10_000):
        offending += len(rest)
    sample = json.dumps([dict(zip(names, row, strict=True)) for row in first], default=str, ensure_ascii=False)
    return CheckResult(script.name, severity_of(script), says_of(script), offending, sample)


def _header(script: Script, line: int, start: str) -> str:
    text = script.sql.splitlines()[line]
    if not text.startswith(start):
        raise ValueError(f"{script.name}.sql: line {line + 1} must start with {start!r}")
    return text.removeprefix(start)
