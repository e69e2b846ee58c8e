"""The index of texts for near duplicates: which texts may be like which.

It stands beside the published file (`data/bands.duckdb`), holds numbers and hashes only, and can be rebuilt from the
bodies. It may hold texts that the warehouse does not: whoever asks drops those. It never decides that texts are alike.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from types import TracebackType

import duckdb
import numpy as np
import pyarrow as pa

from warehouse.errors import WarehouseError
from warehouse.staging import schema_of

LAYOUT = 3  # another number makes the old file unreadable: it is then made anew
# more texts than this under one band, one mark, are not all compared, but each with the shortest and longest of them
CROWDS = {"crowd": 300, "small_crowd": 32, "leaders": 2}
SHARED = {"shared": 0.4}  # of the fewer marks: texts that share less of them are not compared
# more memory than this goes to a folder beside the index, for as long as it is needed; each thread needs some of it
LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "128MB",
    "threads": str(min(4, os.cpu_count() or 1)),
}
BOILERPLATE = {"carriers": 5, "longest": 60}  # texts that hold such a line, and its words at most

BODY = schema_of(
    [
        ("row", pa.int64()),
        ("body_id", pa.string()),
        ("words", pa.uint32()),
        ("marks", pa.uint32()),
        ("digest", pa.uint64()),
    ]
)
KEY = schema_of([("row", pa.int64()), ("key", pa.uint32())])
BLOCK = schema_of([("row", pa.int64()), ("key", pa.uint64()), ("words", pa.uint32())])


class BandsUnreadable(WarehouseError):
    """The index is damaged or of another layout: delete it, and it is made anew from the bodies."""


class BandsInUse(WarehouseError):
    """Another process has the index open, or the folder does not let us."""


class Bands:
    """An open index; `path` may be ":memory:". One process writes at a time (the run's lock sees to that)."""

    def __init__(self, path: Path | str) -> None:
        try:
            self._connection = duckdb.connect(str(path), config=LIMITS)
            self._connection.execute(_sql("schema"))
            layouts = self._connection.execute("select version from layout").fetchall()
        except duckdb.Error as error:
            if "lock" in str(error) or "ermission" in str(error):
                raise BandsInUse(f"cannot open the index {path}: {error}; end what holds it, then run again") from error
            raise BandsUnreadable(f"cannot use the index {path}: {error}; delete it, it is made anew") from error
        if not layouts:
            self._connection.execute("insert into layout values ($layout)", {"layout": LAYOUT})
        elif layouts != [(LAYOUT,)]:
            self._connection.close()
            raise BandsUnreadable(f"the index {path} has another layout: delete it, it is made anew")

    def __enter__(self) -> Bands:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was added stays."""
        self._connection.close()

    def missing(self, body_ids: pa.Table) -> pa.Table:
        """Return which of the texts (column body_id) are not in the index."""
        return self._ask("select distinct body_id from asked_id anti join body using (body_id) order by all", body_ids)

    def add(self, body: pa.Table, band: pa.Table, mark: pa.Table, block: pa.Table) -> None:
        """Take texts in, all or none of them; those that are there already stay as they are.

        `body` has the schema BODY, `band` and `mark` have KEY, `block` has BLOCK; `row` ties them together.
        """
        tables = {"new_body": body, "new_band": band, "new_mark": mark, "new_block": block}
        for name, table in tables.items():
            self._connection.register(name, table)
        self._connection.begin()
        try:
            self._connection.execute(_sql("add"))
            self._connection.commit()
        except BaseException:
            with suppress(duckdb.Error):
                self._connection.rollback()
            raise
        finally:
            for name in tables:
                self._connection.unregister(name)

    def candidates(self, body_ids: pa.Table) -> pa.Table:
        """Return the pairs that may be alike, of those texts with all that the index holds.

        Columns: body_id_a < body_id_b; those of like texts come together. Which pairs come depends on all texts that
        the index holds, not on when they came.
        """
        self._connection.register("asked_id", body_ids.select(["body_id"]))
        try:
            self._run("asked", {})
            for kind in ("band", "mark"):
                keys = self._connection.sql(f"select key from own_{kind}").to_arrow_table()
                self._connection.register(f"twice_{kind}", _twice(keys))
            self._run("candidates", CROWDS | SHARED)
            pairs: pa.Table = self._connection.sql(_sql("pairs")).to_arrow_table()
            return pairs
        finally:
            for name in ("asked_id", "twice_band", "twice_mark"):
                self._connection.unregister(name)

    def in_force(self, edges: pa.Table, body_ids: pa.Table) -> pa.Table:
        """Return the rows of `edges` (body_id_a < body_id_b) that `candidates` of all texts would bring.

        All but some of crowds: two of them were compared while they were few, or before the shortest and longest of
        them came. Only what the texts in `body_ids` have changed is looked at: those that came since the last time.
        """
        self._connection.register("edge", edges)
        try:
            question = self._ask(_sql("in_question"), body_ids)
            if question.num_rows == 0:
                return edges
            ids = pa.concat_arrays([*question["body_id_a"].chunks, *question["body_id_b"].chunks]).unique()
            self._connection.register("question", question)
            self._connection.register("pair", self.candidates(pa.table({"body_id": ids})))
            kept: pa.Table = self._connection.sql(
                """
                from edge anti join (
                    from question anti join pair using (body_id_a, body_id_b)
                ) using (body_id_a, body_id_b)
                """
            ).to_arrow_table()
            return kept
        finally:
            for name in ("edge", "question", "pair"):
                self._connection.unregister(name)

    def note_crowds(self) -> None:
        """Find all crowds, as after very many texts were added and none was asked for."""
        self._run("crowds", CROWDS)

    def boilerplate(self, body_ids: pa.Table, keys: pa.Table) -> pa.Table:
        """Return the boilerplate (key, body_id, words, body_words) among those keys and the lines of those texts.

        That is a line that stands in five texts or more of the index that are otherwise unlike each other. All texts
        that hold one come, with its words in them and all their words. Only a text that holds a line can change whether
        it is one, so that the lines of new texts and what was boilerplate before are all that need be asked.
        """
        self._connection.register("asked_key", keys.select(["key"]))
        try:
            return self._ask(_sql("boilerplate"), body_ids, BOILERPLATE)
        finally:
            self._connection.unregister("asked_key")

    def _run(self, script: str, parameters: Mapping[str, float]) -> None:
        for statement in duckdb.extract_statements(_sql(script)):
            used = {name: value for name, value in parameters.items() if f"${name}" in statement.query}
            self._connection.execute(statement, used)

    def _ask(self, query: str, body_ids: pa.Table, parameters: dict[str, int] | None = None) -> pa.Table:
        self._connection.register("asked_id", body_ids.select(["body_id"]))
        try:
            answer: pa.Table = self._connection.sql(query, params=parameters).to_arrow_table()
            return answer
        finally:
            self._connection.unregister("asked_id")


def _twice(keys: pa.Table) -> pa.Table:
    """Return the keys that come twice or more, each once: to sort them is cheaper than a group for each."""
    ordered = np.sort(np.concatenate([np.zeros(0, np.uint32), *(chunk.to_numpy() for chunk in keys["key"].chunks)]))
    return pa.table({"key": pa.array(np.unique(ordered[1:][ordered[1:] == ordered[:-1]]))})


def _sql(name: str) -> str:
    return (files("warehouse") / "bands" / f"{name}.sql").read_text(encoding="utf-8")
