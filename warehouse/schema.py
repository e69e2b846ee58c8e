"""The shape of the warehouse: numbered migrations, forward only, and the views on top.

A migration runs once, in a transaction, and its checksum is kept; a file that knows a migration we do not is refused.
Views and comments hold no data: they are made again whenever their text changed. Nothing here touches rows.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb

from warehouse.errors import ChangedMigration, CorruptWarehouse, NewerWarehouse, NoWarehouse, WarehouseError

STORAGE_VERSION = "v1.5.0"  # the previous DuckDB minor release can open it

MIGRATION_LOG = """
create schema if not exists meta;
create table if not exists meta.migration (
    number integer,
    name varchar,
    checksum varchar,
    applied_at timestamptz
);
comment on table meta.migration is 'Changes of shape that this file has had; number 0 stands for the views.';
comment on column meta.migration.number is 'position in the order in which they are applied';
comment on column meta.migration.name is 'file name of the migration';
comment on column meta.migration.checksum is 'SHA-256 of its text, in hex';
comment on column meta.migration.applied_at is 'when this file had it (UTC)';
"""


@dataclass(frozen=True, slots=True)
class Script:
    """One .sql file; `name` is its file name without the ending."""

    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, in hex."""
        return hashlib.sha256(self.sql.encode()).hexdigest()

    @property
    def number(self) -> int:
        """The number that the name starts with."""
        return int(self.name.split("_", 1)[0])


@cache
def scripts(folder: str) -> tuple[Script, ...]:
    """Return the .sql files of one folder of this room, by name."""
    found = [entry for entry in files("warehouse").joinpath(folder).iterdir() if entry.name.endswith(".sql")]
    return tuple(
        Script(entry.name.removesuffix(".sql"), entry.read_text(encoding="utf-8"))
        for entry in sorted(found, key=lambda entry: entry.name)
    )


def open_to_write(path: Path, *, scratch: Path, memory_limit: str = "4GB") -> duckdb.DuckDBPyConnection:
    """Open or make a warehouse file to write; what does not fit into memory goes to `scratch`.

    Raises CorruptWarehouse or NewerWarehouse. The session's zone is UTC.
    """
    con = duckdb.connect(":memory:")
    try:
        con.execute("set timezone = 'UTC'")
        con.execute(f"set memory_limit = {quoted(memory_limit)}")
        con.execute(f"set temp_directory = {quoted(str(scratch))}")
        con.execute("set autoinstall_known_extensions = false; set autoload_known_extensions = false")
        con.execute(f"attach {quoted(str(path))} as nightreel (storage_version {quoted(STORAGE_VERSION)})")
        con.execute("use nightreel")
    except duckdb.Error as error:
        con.close()
        raise opening_error(path, error) from error
    return con


def migrate(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Bring the attached file to the present shape and return the names of what was applied.

    Raises NewerWarehouse for a file that has had a migration unknown here, ChangedMigration where the text of an
    applied one was edited.
    """
    if not con.execute(
        "select 1 from duckdb_tables() where schema_name = 'meta' and table_name = 'migration'"
    ).fetchall():
        con.execute(MIGRATION_LOG)
    known = scripts("migrations")
    applied = check_migrations(con)
    done = []
    for script in known:
        if script.number not in applied:
            con.execute("begin")
            con.execute(script.sql)
            con.execute(
                "insert into meta.migration values (?, ?, ?, now())", [script.number, script.name, script.checksum]
            )
            con.execute("commit")
            done.append(script.name)
    done.extend(_renew_views(con))
    return done


def check_migrations(con: duckdb.DuckDBPyConnection) -> set[int]:
    """Return the numbers of the migrations that the attached file has had; raise where they are not ours."""
    known = {script.number: script for script in scripts("migrations")}
    applied: set[int] = set()
    for number, name, checksum in con.execute(
        "select number, name, checksum from meta.migration where number > 0 order by number"
    ).fetchall():
        if number not in known:
            raise NewerWarehouse(
                f"the warehouse was written by a newer nightreel (it has migration {number} {name}, this one ends at "
                f"{max(known)}); nothing was changed: upgrade nightreel, or `nightreel rollback` to an older release"
            )
        if known[number].checksum != checksum:
            raise ChangedMigration(
                f"migration {name} was edited after this warehouse had it; nothing was changed: reinstall nightreel, "
                "or `nightreel rebuild`"
            )
        applied.add(number)
    return applied


def opening_error(path: Path, error: duckdb.Error) -> WarehouseError:
    """Say in one line why a file does not open."""
    text = str(error)
    first = text.splitlines()[0] if text else type(error).__name__
    if not path.exists():
        return NoWarehouse(f"{path} does not exist: `nightreel run` makes it")
    if "newer" in text.lower() or ("version number" in text.lower() and "can only read" in text.lower()):
        return NewerWarehouse(f"{path} was written by a newer DuckDB: upgrade duckdb here ({first})")
    if "wal file" in text.lower():
        return WarehouseError(
            f"{path}.wal was left by a program that opened the warehouse to write, and does not belong to the file: "
            f"remove it, or run: the next publish does ({first})"
        )
    if "set lock" in text.lower() or "conflicting lock" in text.lower():
        return WarehouseError(f"{path} is held by another program that opened it to write: close that one ({first})")
    if "permission" in text.lower():
        return WarehouseError(f"{path} cannot be read by this user ({first})")
    return CorruptWarehouse(
        f"{path} is damaged or no DuckDB file; it was left as it is: `nightreel rollback` puts the last good release "
        f"in its place ({first})"
    )


def quoted(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def _renew_views(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Make the views again if their text changed; they are number 0 in the log. File names order them."""
    checksum = hashlib.sha256("\n".join(s.sql for s in scripts("views")).encode()).hexdigest()
    if (checksum,) in con.execute("select checksum from meta.migration where number = 0").fetchall():
        return []
    con.execute("begin")
    for schema, name in con.execute(
        "select schema_name, view_name from duckdb_views() where not internal and database_name = current_database()"
    ).fetchall():
        con.execute(f'drop view if exists {schema}."{name}"')
    for script in scripts("views"):
        con.execute(script.sql)
    con.execute("delete from meta.migration where number = 0")
    con.execute("insert into meta.migration values (0, 'views', ?, now())", [checksum])
    con.execute("commit")
    return ["views"]
