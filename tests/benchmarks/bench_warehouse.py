"""Comments per second into the warehouse beside a bare Parquet insert and dlt, and what a night of changes costs.

    python tests/benchmarks/bench_warehouse.py [--quick] [--sizes 100000,1000000] [--peer-python PATH]

The peer (dlt, merge into DuckDB) runs in the interpreter named, this one by default; where it is not installed it is
named as missing. Figures of one run belong together: compare them with each other, not with those of another day.

A night must copy the published file and bring the copy to the disk; all else should follow what changed. So nights of
the same changes run on stores of several sizes. What they cost on the smallest, less its copy, is the changes' own
part; what a larger store adds to it is told in times of its own copy and fsync.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.checking import CheckResult, run_checks
from warehouse.load import load_into, load_run
from warehouse.publish import building_path, copy_published, publish
from warehouse.staging import STAGED

NIGHTS = 3  # of each number of changes
PER_THREAD = 100
SITES = 20
FIRST = "2026-01-01.01"

DLT = """
import sys, time
import dlt, duckdb
import pyarrow.parquet as pq
folder, work = sys.argv[1:]
def rows():
    for batch in pq.ParquetFile(folder + "/peer.parquet").iter_batches(50_000):
        yield batch
pipeline = dlt.pipeline("bench", pipelines_dir=work, destination=dlt.destinations.duckdb(work + "/dlt.duckdb"))
began = time.perf_counter()
pipeline.run(dlt.resource(rows, name="comment", write_disposition="merge", primary_key="comment_id"))
print(time.perf_counter() - began)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of wall clock and of CPU."""

    wall: float
    cpu: float

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.wall - other.wall, self.cpu - other.cpu)

    def __str__(self) -> str:
        return f"{self.wall:7.2f} ({self.cpu:5.2f})"


@dataclass(frozen=True, slots=True)
class Night:
    """What one night cost: a bare copy and fsync of the file before it, then its parts."""

    bare_copy: Cost
    copy: Cost
    load: Cost
    checks: Cost
    publish: Cost
    whole: Cost


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="sizes that take a minute")
    parser.add_argument("--sizes", help="stored comments, comma-separated, the smallest first")
    parser.add_argument("--changes", help="changed comments in a night, comma-separated")
    parser.add_argument("--peer-python", default=sys.executable, help="interpreter that has dlt")
    options = parser.parse_args()
    sizes = numbers(options.sizes or ("20000,60000" if options.quick else "100000,1000000,3000000"))
    changes = numbers(options.changes or ("250,500" if options.quick else "2500,10000"))
    nights: dict[tuple[int, int], Night] = {}
    with tempfile.TemporaryDirectory(prefix="bench-warehouse-") as work:
        for number, size in enumerate(sizes):
            found = bench(Path(work) / str(size), size, changes, options.peer_python if number == 0 else None)
            nights |= {(size, changed): night for changed, night in found.items()}
    print_nights(nights, sizes[0])


def numbers(text: str) -> list[int]:
    """Whole numbers, comma-separated."""
    return [int(number) for number in text.split(",")]


def bench(data_dir: Path, size: int, changes: list[int], peer_python: str | None) -> dict[int, Night]:
    """One size: the first load beside the peers, then nights of changes; returns the middle night of each number."""
    staged = stage_first(data_dir, size)
    bare = measured(lambda: bare_insert(staged, data_dir / "bare.duckdb")).wall
    (data_dir / "bare.duckdb").unlink()
    ours = measured(lambda: checked(load_run(data_dir, FIRST, keep_releases=1).checks)).wall
    stored = (data_dir / "nightreel.duckdb").stat().st_size / 2**20
    print(f"\n{size:,} comments, first night ({stored:,.0f} MiB)".ljust(50) + "seconds  comments/s  of the bare insert")
    print(f"  bare insert from Parquet (comment, body)       {bare:7.2f}  {size / bare:10,.0f}  1.00")
    print(f"  nightreel: all tables, checks, published       {ours:7.2f}  {size / ours:10,.0f}  {bare / ours:.2f}")
    if peer_python is not None:
        print_peer(peer_python, staged, data_dir, size, bare)
    found = {}
    day = 1
    for changed in changes:
        several = []
        for _ in range(NIGHTS):
            day += 1
            several.append(night_of(data_dir, stage_changes(data_dir, staged, size, changed, day)))
        found[changed] = sorted(several, key=lambda night: night.whole.cpu)[NIGHTS // 2]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory so far {peak:,.0f} MiB", flush=True)
    shutil.rmtree(data_dir)
    return found


def night_of(data_dir: Path, run_id: str) -> Night:
    """Copy, load, check and publish one night, as `load_run` does, and time each part."""
    bare_copy = measured(lambda: copy_and_sync(data_dir))
    checks: list[Cost] = []

    def timed_checks(*given: Any) -> Any:
        kept: list[Any] = []
        checks.append(measured(lambda: kept.append(run_checks(*given))))
        return kept[0]

    with patch("warehouse.load.run_checks", timed_checks):
        copy = measured(lambda: copy_published(data_dir, run_id))
        load = measured(lambda: checked(load_into(building_path(data_dir, run_id), data_dir, run_id).checks))
    publishing = measured(lambda: publish(data_dir, building_path(data_dir, run_id), run_id, keep=1))
    whole = Cost(copy.wall + load.wall + publishing.wall, copy.cpu + load.cpu + publishing.cpu)
    return Night(bare_copy, copy, load - checks[0], checks[0], publishing, whole)


def print_nights(nights: dict[tuple[int, int], Night], smallest: int) -> None:
    """The nights' parts, and what the stored size adds to them in times of a bare copy and fsync."""
    print("\nnights of changes: seconds (of CPU), the middle one of", NIGHTS)
    print(
        "   stored  changes    copy + fsync      whole night =    copy           load           checks         publish"
    )
    for (size, changed), night in nights.items():
        parts = " ".join(map(str, (night.bare_copy, night.whole, night.copy, night.load, night.checks, night.publish)))
        print(f"{size:9,}  {changed:7,}  {parts}")
    print("\n   stored  changes   the changes' part    the rest   times copy + fsync (by CPU)")
    for (size, changed), night in nights.items():
        small = nights[smallest, changed]
        own = small.whole - small.bare_copy
        rest = night.whole - own
        times = rest.wall / night.bare_copy.wall, rest.cpu / night.bare_copy.cpu
        print(f"{size:9,}  {changed:7,}     {own}  {rest}   {times[0]:.2f} ({times[1]:.2f})")


def print_peer(python: str, staged: Path, data_dir: Path, size: int, bare: float) -> None:
    """Time dlt's merge of the same comments and texts, in an interpreter of its own."""
    duckdb.sql(
        f"copy (select c.comment_id, c.title_id, c.site_id, c.author, c.posted_raw, c.posted_local, c.rating_raw, "
        f"c.rating_percent, b.raw, b.cleaned from '{staged}/comment-000.parquet' c "
        f"join '{staged}/body-000.parquet' b using (body_id)) to '{staged}/peer.parquet'"
    )
    work = data_dir / "dlt"
    work.mkdir()
    environment = os.environ | {"RUNTIME__DLTHUB_TELEMETRY": "false", "DO_NOT_TRACK": "1"}
    answer = subprocess.run(
        [python, "-c", DLT, str(staged), str(work)], capture_output=True, text=True, env=environment, check=False
    )
    if answer.returncode == 0:
        seconds = float(answer.stdout.split()[-1])
        print(
            "  dlt, merge (one table of ten columns)          "
            f"{seconds:7.2f}  {size / seconds:10,.0f}  {bare / seconds:.2f}"
        )
    elif "No module named 'dlt'" in answer.stderr:
        print("  dlt                                            missing: not installed in the peer's interpreter")
    else:
        print(f"  dlt                                            failed: {answer.stderr.strip().splitlines()[-1]}")
    shutil.rmtree(work)
    (staged / "peer.parquet").unlink()


def measured(deed: Callable[[], object]) -> Cost:
    """What a deed costs this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    deed()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def checked(checks: Iterable[CheckResult]) -> None:
    """Refuse figures of a night that would not be published."""
    blocked = [check for check in checks if check.severity == "block" and check.offending]
    if blocked:
        raise SystemExit(f"blocked: {blocked}")


def bare_insert(staged: Path, path: Path) -> None:
    """The least that any loader does: both tables from Parquet, and a checkpoint."""
    con = duckdb.connect()
    con.execute(f"attach '{path}' as bare (storage_version 'v1.5.0')")
    con.execute(f"create table bare.comment as from '{staged}/comment-000.parquet'")
    con.execute(f"create table bare.body as from '{staged}/body-000.parquet'")
    con.execute("checkpoint bare")
    con.close()


def copy_and_sync(data_dir: Path) -> None:
    """What every publish costs at least."""
    shutil.copyfile(data_dir / "nightreel.duckdb", data_dir / "copy")
    handle = os.open(data_dir / "copy", os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
    (data_dir / "copy").unlink()


def stage_first(data_dir: Path, size: int) -> Path:
    """Stage a first night of that many comments with texts of about 600 characters."""
    staged = new_run(data_dir, FIRST)
    at = "timestamptz '2026-01-01 02:00:00+00'"
    threads = size // PER_THREAD
    moment = "timestamp '2025-01-01' + interval (hash(i) % 500000) minute"
    stage(staged, "site", f"select 's' || i as site_id, 'ok' as outcome, 10 as pages_fetched from range({SITES}) t(i)")
    stage(
        staged,
        "capture",
        f"select 'c1-' || i as capture_id, 's' || (i % {SITES}) as site_id, 'https://films.example/' || i as url, "
        f"{at} as fetched_at, 200 as status, 'ok' as outcome from range({threads}) t(i)",
    )
    stage(
        staged,
        "title",
        f"select md5('t' || i) as title_id, 's' || (i % {SITES}) as site_id, 'c1-' || i as capture_id, "
        f"{at} as observed_at, 'Film ' || i as name, 'film' as kind, 'live' as state, '8/10' as rating_raw, "
        f"8.0 as rating_value, 10.0 as rating_best, 80.0 as rating_percent from range({threads}) t(i)",
    )
    stage(
        staged,
        "thread_read",
        f"select md5('t' || i) as title_id, 's' || (i % {SITES}) as site_id, {at} as read_at, 1 as pages, "
        f"{PER_THREAD} as claimed, {PER_THREAD} as read, false as unchanged, true as ended_normally "
        f"from range({threads}) t(i)",
    )
    stage(
        staged,
        "comment",
        f"select md5('c' || i) as comment_id, md5('t' || (i // {PER_THREAD})) as title_id, "
        f"'s' || ((i // {PER_THREAD}) % {SITES}) as site_id, 'c1-' || (i // {PER_THREAD}) as capture_id, "
        f"{at} as observed_at, 'n' || i as site_comment_id, 0 as depth, i % {PER_THREAD} as position, "
        f"'author ' || (hash(i) % {size // 5}) as author, 'https://films.example/c/' || i as permalink, "
        f"({moment})::varchar as posted_raw, {moment} as posted_local, ({moment})::date as posted_date, "
        "'minute' as posted_precision, 'iso' as posted_rule, false as posted_relative, "
        "(1 + hash(i) % 10) || '/10' as rating_raw, 1 + hash(i) % 10 as rating_value, 10 as rating_best, "
        "10 * (1 + hash(i) % 10) as rating_percent, 'numeric' as rating_kind, 'n-of-m' as rating_rule, "
        f"md5('b' || i) as body_id, 'profile' as read_by, 1.0 as confidence, false as truncated "
        f"from range({size}) t(i)",
    )
    words = "lambda j: substr(md5((i * 40 + j)::varchar), 1, (1 + (i * 7 + j * 13) % 9)::integer)"
    stage(
        staged,
        "body",
        "with text as (select i, array_to_string(list_transform(range(105), " + words + f"), ' ') as text "
        f"from range({size}) t(i)) "
        "select md5('b' || i) as body_id, text as raw, text as cleaned, 105 as words from text",
    )
    return staged


def stage_changes(data_dir: Path, first: Path, size: int, changes: int, day: int) -> str:
    """Stage a night in which every tenth comment of some threads is edited and all other threads are unchanged."""
    run_id = f"2026-01-{day:02d}.01"
    staged = new_run(data_dir, run_id)
    at = f"timestamptz '2026-01-{day:02d} 02:00:00+00'"
    touched = min(max(1, changes * 10 // PER_THREAD), size // PER_THREAD)
    step = size // PER_THREAD // touched
    read_anew = f"title_id in (select md5('t' || (i * {step})) from range({touched}) t(i))"
    edited = f"if(position % 10 = 0, md5(c.body_id || '{day}'), c.body_id)"
    stage(staged, "site", f"select 's' || i as site_id, 'ok' as outcome from range({SITES}) t(i)")
    stage(
        staged,
        "thread_read",
        f"select * replace ({at} as read_at, not ({read_anew}) as unchanged, if({read_anew}, read, null) as read) "
        f"from '{first}/thread_read-000.parquet'",
    )
    stage(
        staged,
        "capture",
        f"select * replace ('c{day}' || capture_id as capture_id, {at} as fetched_at) "
        f"from '{first}/capture-000.parquet'",
    )
    stage(staged, "title", f"select * replace ({at} as observed_at) from '{first}/title-000.parquet' where {read_anew}")
    stage(
        staged,
        "comment",
        f"select * replace ({at} as observed_at, {edited} as body_id) from '{first}/comment-000.parquet' as c "
        f"where {read_anew}",
    )
    stage(
        staged,
        "body",
        f"select {edited} as body_id, if(position % 10 = 0, 'edit {day}: ', '') || raw as raw, "
        f"if(position % 10 = 0, 'edit {day}: ', '') || cleaned as cleaned, words "
        f"from '{first}/comment-000.parquet' as c join '{first}/body-000.parquet' using (body_id) where {read_anew}",
    )
    return run_id


def new_run(data_dir: Path, run_id: str) -> Path:
    """Write a run's facts, and return its staging folder."""
    staged = data_dir / "staging" / run_id
    staged.mkdir(parents=True)
    (data_dir / "runs").mkdir(exist_ok=True)
    night = run_id[:10]
    facts = {
        "run_id": run_id,
        "night": night,
        "started_at": f"{night}T02:00:00+00:00",
        "outcome": "running",
        "steps": [],
    }
    (data_dir / "runs" / f"{run_id}.json").write_text(json.dumps(facts))
    return staged


def stage(staged: Path, table: str, sql: str) -> None:
    """Write the rows of a SELECT in the declared form; columns that it lacks are null."""
    con = duckdb.connect()
    con.execute("set timezone = 'UTC'")
    con.register("declared", STAGED[table].empty_table())
    types = con.execute("select column_name, column_type from (describe declared)").fetchall()
    given = [column[0] for column in con.sql(sql).description]
    columns = ", ".join(f"{name if name in given else 'null'}::{kind} as {name}" for name, kind in types)
    reader = con.sql(f"select {columns} from ({sql})").to_arrow_reader(100_000)
    with pq.ParquetWriter(staged / f"{table}-000.parquet", STAGED[table]) as out:
        for batch in reader:
            out.write_table(pa.Table.from_batches([batch]).cast(STAGED[table]))
    con.close()


if __name__ == "__main__":
    main()
