"""Kept releases: list them, put one back in the published place, and say what differs between two.

A rollback is the same single rename as a publish, so readers notice nothing. The next run builds on what is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import NoWarehouse, WarehouseError
from warehouse.publish import (
    building_path,
    is_same,
    link_or_copy,
    published_path,
    put_in_place,
    release_path,
    smoke_test,
    storage_errors,
)
from warehouse.query import open_release
from warehouse.schema import opening_error, quoted

# what makes a row of each table or view the same row in both releases; none: rows are compared as a whole
KEYS: Mapping[str, tuple[str, ...]] = {
    "site": ("site_id",),
    "title": ("title_id",),
    "comment": ("comment_id",),
    "title_revision": ("title_id", "revision"),
    "comment_revision": ("comment_id", "revision"),
    "body": ("body_id",),
    "repeat": ("comment_id", "body_id", "ordinal"),
    "duplicate": ("comment_id",),
    "thread_read": ("title_id", "run_id"),
    "date_order": ("site_id", "shape"),
    "change": (),
    "reject": (),
}

# numbers that the loads gave out in their order: they say nothing of what a row tells
NUMBERS = ("revision_id",)

BOTH = ("before", "after")


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """One kept release. `night` and `comments` are None, and `error` is set, where the file cannot be read."""

    run_id: str
    path: Path
    published: bool
    size: int
    night: date | None = None
    comments: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class RowDiff:
    """One row that differs: `key` names it; `before` and `after` hold the columns that differ (None: no such row)."""

    key: Mapping[str, Any]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class TableDiff:
    """What differs in one table: numbers of rows, of changed rows by column, and the first rows in key order."""

    name: str
    added: int
    removed: int
    changed: int
    columns: Mapping[str, int] = field(default_factory=dict)
    rows: Sequence[RowDiff] = ()

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.added or self.removed or self.changed)


def list_releases(data_dir: Path) -> list[ReleaseInfo]:
    """Return the kept releases, newest first."""
    published = published_path(data_dir)
    found = []
    for path in sorted((data_dir / "releases").glob("*.duckdb"), reverse=True):
        run_id = path.name.removesuffix(".duckdb")
        size = path.stat().st_size
        try:
            with open_release(path) as release:
                night = release.value("select max(night) from meta.run where loaded")
                comments = release.value("select count(distinct comment_id) from comment_revision")
            found.append(ReleaseInfo(run_id, path, is_same(published, path), size, night, comments))
        except WarehouseError as error:
            found.append(ReleaseInfo(run_id, path, False, size, error=str(error)))
    return found


def release_named(data_dir: Path, name: str) -> Path:
    """Return the file of a kept release by its run, by a night (its last run), or `published`; raise NoWarehouse."""
    if name == "published":
        return published_path(data_dir)
    path = release_path(data_dir, name)
    if path.exists():
        return path
    of_night = sorted((data_dir / "releases").glob(f"{name}.*.duckdb"))
    if of_night:
        return of_night[-1]
    kept = [p.name.removesuffix(".duckdb") for p in sorted((data_dir / "releases").glob("*.duckdb"))]
    raise NoWarehouse(f"there is no release {name}; nothing was changed: kept are {', '.join(kept) or 'none'}")


def rollback(data_dir: Path, name: str | None = None) -> ReleaseInfo:
    """Publish a kept release again: the named one, else the newest that reads well and is not published now.

    The caller holds the lock. Raises NoWarehouse, or what is wrong with the release; the published file is then as it
    was.
    """
    if name is None:
        kept = list_releases(data_dir)
        current = next((info.run_id for info in kept if info.published), None)
        older = [info for info in kept if info.error is None and (current is None or info.run_id < current)]
        if not older:
            raise NoWarehouse("there is no older release that can be read; nothing was changed")
        name = older[0].run_id
    source = release_named(data_dir, name)
    run_id = source.name.removesuffix(".duckdb")
    with open_release(source):
        pass  # says in one line why it cannot be used
    with storage_errors(data_dir):
        target = building_path(data_dir, run_id)
        link_or_copy(source, target)
        smoke_test(target, run_id)
        put_in_place(data_dir, target)
    return next(info for info in list_releases(data_dir) if info.run_id == run_id)


def diff(
    before: Path, after: Path, *, limit: int = 20, ignore: Sequence[str] = NUMBERS, tables: Sequence[str] = tuple(KEYS)
) -> list[TableDiff]:
    """Compare two releases table by table; each brings its first `limit` differing rows in key order.

    `ignore` names columns that do not count (run_id as well, say, where other runs brought the same). Tables that one
    of the two lacks are left out.
    """
    con = duckdb.connect(":memory:")
    try:
        con.execute("set timezone = 'UTC'")
        for alias, path in zip(BOTH, (before, after), strict=True):
            try:
                con.execute(f'attach {quoted(str(path))} as "{alias}" (type duckdb, read_only)')
            except duckdb.Error as error:
                raise opening_error(path, error) from error
        found = []
        for name in tables:
            columns = [
                c for c in _columns(con, "before", name) if c in _columns(con, "after", name) and c not in ignore
            ]
            if columns:
                found.append(_compare(con, name, [k for k in KEYS[name] if k in columns], columns, limit))
        return found
    finally:
        con.close()


def _compare(con: duckdb.DuckDBPyConnection, name: str, key: list[str], columns: list[str], limit: int) -> TableDiff:
    if not key:
        return _compare_whole(con, name, columns, limit)
    keys = ", ".join(f'"{k}"' for k in key)
    rest = [c for c in columns if c not in key]
    listed = ", ".join(f'"{c}"' for c in rest) or "1"
    _from_both(con, "digest", f'select {keys}, hash(row({listed})) as digest from "{name}"')
    con.execute(
        "create or replace temp table differing as "
        f"select {keys}, before_digest.digest is null as is_added, after_digest.digest is null as is_removed "
        f"from before_digest full join after_digest using ({keys}) "
        "where before_digest.digest is distinct from after_digest.digest"
    )
    added, removed, total = con.execute(
        "select count(*) filter (where is_added), count(*) filter (where is_removed), count(*) from differing"
    ).fetchall()[0]
    _from_both(con, "row", f'select {", ".join(_named(columns))} from "{name}" semi join differing using ({keys})')
    counts: dict[str, int] = {}
    if rest and total:
        sums = ", ".join(f'count(*) filter (where b."{c}" is distinct from a."{c}")' for c in rest)
        found = con.execute(f"select {sums} from before_row as b join after_row as a using ({keys})").fetchall()[0]
        counts = {column: count for column, count in zip(rest, found, strict=True) if count}
    rows = _sample(con, key, columns, limit)
    return TableDiff(name, added, removed, total - added - removed, counts, rows)


def _sample(con: duckdb.DuckDBPyConnection, key: list[str], columns: list[str], limit: int) -> list[RowDiff]:
    keys = ", ".join(f'"{k}"' for k in key)
    con.execute(
        f"create or replace temp table shown as select {keys} from differing order by {keys} limit {int(limit)}"
    )
    sides: list[dict[tuple[Any, ...], dict[str, Any]]] = []
    for alias in BOTH:
        rows = con.execute(
            f"select {', '.join(_named(columns))} from {alias}_row semi join shown using ({keys})"
        ).fetchall()
        named = [dict(zip(columns, row, strict=True)) for row in rows]
        sides.append({tuple(row[k] for k in key): row for row in named})
    found = []
    for values in con.execute(f"select {keys} from shown order by {keys}").fetchall():
        old, new = (side.get(tuple(values)) for side in sides)
        if old is not None and new is not None:
            differing = [c for c in columns if old[c] != new[c]]
            old, new = ({c: row[c] for c in differing} for row in (old, new))
        found.append(RowDiff(dict(zip(key, values, strict=True)), old, new))
    return found


def _from_both(con: duckdb.DuckDBPyConnection, suffix: str, sql: str) -> None:
    """Answer one SELECT in each release, into the temp tables before_<suffix> and after_<suffix>."""
    for alias in BOTH:
        con.execute(f'use "{alias}"')  # views name their tables without a catalog
        con.execute(f"create or replace temp table {alias}_{suffix} as {sql}")


def _compare_whole(con: duckdb.DuckDBPyConnection, name: str, columns: list[str], limit: int) -> TableDiff:
    _from_both(con, "row", f'select {", ".join(_named(columns))} from "{name}"')
    rows: list[RowDiff] = []
    counts = []
    for left, right in (BOTH[::-1], BOTH):
        con.execute(f"create or replace temp table only_here as from {left}_row except all from {right}_row")
        counts.append(con.execute("select count(*) from only_here").fetchall()[0][0])
        for values in con.execute(f"select * from only_here order by all limit {int(limit)}").fetchall():
            row = dict(zip(columns, values, strict=True))
            rows.append(RowDiff({}, None, row) if left == "after" else RowDiff({}, row, None))
    return TableDiff(name, counts[0], counts[1], 0, {}, rows)


def _named(columns: list[str]) -> list[str]:
    return [f'"{column}"' for column in columns]


def _columns(con: duckdb.DuckDBPyConnection, alias: str, name: str) -> list[str]:
    found = con.execute(
        "select column_name from duckdb_columns() "
        "where database_name = ? and schema_name = 'main' and table_name = ? order by column_index",
        [alias, name],
    ).fetchall()
    return [column for (column,) in found]
