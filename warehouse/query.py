"""Read-only questions to a published warehouse, at any hour: what reports, exports and `nightreel sql` stand on.

A release is opened read-only in a database of its own, with no way to files or the network, a locked configuration, and
limits on time and rows. Nothing here writes, and a reader never holds up the nightly run.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.errors import (
    CorruptWarehouse,
    NotAQuery,
    NoWarehouse,
    QueryFailed,
    QueryTooLong,
    UnknownName,
)
from warehouse.schema import check_migrations, opening_error, quoted

Params = Sequence[object] | Mapping[str, object] | None
BATCH = 20_000
SPILL = "nightreel-query-"  # folder of what does not fit into memory, one for each release that is open


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a question may run, how many rows it may bring (None: all), and how much memory it may take."""

    seconds: float = 60.0
    rows: int | None = None
    memory: str = "2GB"


class Release:
    """One opened release; a context manager. Made by `open_release`."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection, limits: Limits) -> None:
        self.path = path
        self.limits = limits
        self._connection = connection

    def __enter__(self) -> Release:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def table(self, sql: str, params: Params = None) -> pa.Table:
        """Answer one SELECT as an Arrow table, cut at the row limit (then its metadata holds `cut`).

        `params` fill ? or $name. Raises NotAQuery, QueryFailed, QueryTooLong.
        """
        wanted = self.limits.rows
        batches: list[pa.RecordBatch] = []
        count = 0
        with self._asked(sql):
            reader = self._connection.sql(sql, params=params).to_arrow_reader(BATCH)
            schema = reader.schema
            for batch in reader:
                batches.append(batch)
                count += batch.num_rows
                if wanted is not None and count > wanted:
                    break
            reader.close()
        table = pa.Table.from_batches(batches, schema)
        if wanted is not None and count > wanted:
            table = table.slice(0, wanted).replace_schema_metadata({"cut": str(wanted)})
        return table

    def rows(self, sql: str, params: Params = None) -> list[dict[str, Any]]:
        """Answer one SELECT as a list of dicts by column name, cut at the row limit."""
        return self._rows(sql, params, self.limits.rows)

    def value(self, sql: str, params: Params = None) -> Any:
        """Answer one SELECT of one cell; None where it brings no row."""
        with self._asked(sql):
            found = self._connection.execute(sql, params).fetchmany(1)
        return found[0][0] if found else None

    def view(self, name: str, params: Mapping[str, object] | None = None) -> pa.Table:
        """A table or view by name, whole, or where each column of `params` has that value. Raises UnknownName."""
        columns = {row["column_name"] for row in self.columns(name)}
        if not columns or set(params or {}) - columns:
            raise UnknownName(f"{self.path} has no table or view {name} with columns {sorted(params or {})}")
        where = " and ".join(f'"{column}" = ${column}' for column in params or {})
        return self.table(f"select * from {name}" + (f" where {where}" if where else ""), params)

    def columns(self, name: str) -> list[dict[str, Any]]:
        """Columns of one table or view (`comment`, `meta.run`): column_name, data_type, comment. Empty if unknown."""
        schema, _, bare = name.rpartition(".")
        return self._rows(
            "select column_name, data_type, comment from duckdb_columns() "
            "where database_name = current_database() and schema_name = ? and table_name = ? order by column_index",
            [schema or "main", bare],
        )

    def dictionary(self) -> list[dict[str, Any]]:
        """The data dictionary: every table's and view's schema, name, kind, comment, SQL (of views) and columns."""
        objects = self._rows(
            "select schema_name, table_name as name, 'table' as kind, comment, null as sql from duckdb_tables() "
            "where not internal and database_name = current_database() union all "
            "select schema_name, view_name, 'view', comment, sql from duckdb_views() "
            "where not internal and database_name = current_database() order by 1, 2"
        )
        columns: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in self._rows(
            "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() "
            "where not internal and database_name = current_database() order by 1, 2, column_index"
        ):
            columns.setdefault((row.pop("schema_name"), row.pop("table_name")), []).append(row)
        return [entry | {"columns": columns.get((entry["schema_name"], entry["name"]), [])} for entry in objects]

    @property
    def run_id(self) -> str | None:
        """The newest run whose rows are in this release."""
        found: str | None = self.value("select max(run_id) from meta.run where loaded")
        return found

    def _rows(self, sql: str, params: Params = None, limit: int | None = None) -> list[dict[str, Any]]:
        with self._asked(sql):
            answer = self._connection.execute(sql, params)
            names = [column[0] for column in answer.description or []]
            found = answer.fetchall() if limit is None else answer.fetchmany(limit)
        return [dict(zip(names, row, strict=True)) for row in found]

    @contextmanager
    def _asked(self, sql: str) -> Iterator[None]:
        check_select(sql)
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._connection.interrupt()

        timer = threading.Timer(self.limits.seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            yield
        except duckdb.Error as error:
            if late.is_set():
                raise QueryTooLong(
                    f"the query ran past {self.limits.seconds:g} s and was stopped: narrow it, or raise the limit"
                ) from None
            if SPILL in str(error):
                raise QueryFailed(f"no room for what the query keeps aside: {str(error).splitlines()[0]}") from error
            if isinstance(error, duckdb.IOException | duckdb.SerializationException | duckdb.FatalException):
                raise opening_error(self.path, error) from error
            raise QueryFailed(in_one_line(error)) from error
        finally:
            timer.cancel()
            self._connection.abort()  # an answer that was not read to its end holds the connection


def open_release(path: Path, *, limits: Limits | None = None) -> Release:
    """Open a published warehouse or a kept release, read-only.

    Raises NoWarehouse, CorruptWarehouse or NewerWarehouse, each in one line. The session's zone is UTC.
    """
    limits = limits or Limits()
    if not path.is_file():
        raise NoWarehouse(f"{path} does not exist: `nightreel run` makes it, `nightreel releases` lists what is kept")
    con = duckdb.connect(":memory:")
    try:
        con.execute("set timezone = 'UTC'")
        con.execute(f"set memory_limit = {quoted(limits.memory)}")
        spill = Path(tempfile.gettempdir()) / f"{SPILL}{os.getpid()}-{id(con):x}"
        con.execute(f"set temp_directory = {quoted(str(spill))}")
        con.execute("set autoinstall_known_extensions = false; set autoload_known_extensions = false")
        # with its type told, the path is opened once: a publish in that instant cannot change the file under our hands
        con.execute(f"attach {quoted(str(path))} as nightreel (type duckdb, read_only)")
        con.execute("use nightreel")
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
        check_migrations(con)
    except duckdb.CatalogException:
        con.close()
        raise CorruptWarehouse(f"{path} is a DuckDB file but no nightreel warehouse") from None
    except duckdb.Error as error:
        con.close()
        raise opening_error(path, error) from error
    except Exception:
        con.close()
        raise
    return Release(path, con, limits)


def check_select(sql: str) -> None:
    """Raise NotAQuery where a text is not one SELECT (with, from, values, describe and explain count as such)."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise NotAQuery(in_one_line(error)) from None
    if len(statements) != 1:
        raise NotAQuery(f"one SELECT at a time: these are {len(statements)} statements")
    statement = statements[0]
    if statement.type not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
        raise NotAQuery(f"only a SELECT is answered here: this is {statement.type.name}; the warehouse is read-only")


def in_one_line(error: duckdb.Error) -> str:
    """What DuckDB says of a query, in one line: where it marks a place with a caret, as line, column and text."""
    told, _, marked = str(error).strip().partition("\n\nLINE ")
    said = " ".join(told.split())
    shown, _, carets = marked.partition("\n")
    number, colon, text = shown.partition(": ")
    if not (colon and number.isdigit() and carets.strip("^ ") == "" and "^" in carets):
        return said
    start = carets.index("^") - len(f"LINE {number}: ")
    marked_text = text[start : start + carets.count("^")]
    column = "" if text.startswith("... ") else f", column {start + 1}"  # a long line is told without its beginning
    return f"{said} (line {number}{column}: {marked_text})" if marked_text else f"{said} (line {number}{column})"
