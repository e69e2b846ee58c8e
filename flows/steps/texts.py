"""The texts of comments by id, some at a time: tonight's from their staged files, the others from the warehouse.

Holds ids and places only, so that a first night of any size needs little memory.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse import state
from warehouse.query import Release
from warehouse.staging import STAGED

TEXT = pa.schema([STAGED["body"].field(name) for name in ("body_id", "cleaned")])


class CommentTexts:
    """What `flows.duplicates` asks for texts."""

    def __init__(self, staging: Path, release: Release | None) -> None:
        self._release = release
        self._parts: list[tuple[Path, int]] = []
        columns: list[pa.Table] = []
        for path in sorted(staging.glob("body-*.parquet")):
            for group in range(pq.read_metadata(path).num_row_groups):
                ids = _read(path, group, ["body_id"])
                part = pa.array(np.full(ids.num_rows, len(self._parts)))
                columns.append(ids.append_column("part", part).append_column("row", pa.array(np.arange(ids.num_rows))))
                self._parts.append((path, group))
        empty = pa.table({"body_id": pa.array([], pa.string()), "part": pa.array([], pa.int64())})
        places = pa.concat_tables([empty.append_column("row", pa.array([], pa.int64())), *columns])
        self._places = places.group_by("body_id", use_threads=False).aggregate([("part", "first"), ("row", "first")])

    @property
    def staged_ids(self) -> pa.Array[Any]:
        """Return the ids of tonight's texts, each once."""
        return _whole(self._places["body_id"])

    def __call__(self, body_ids: list[str]) -> pa.Table:
        """Return body_id and cleaned of these texts; those that nobody holds bring no row."""
        asked = pa.array(body_ids, pa.string())
        # a table of the few that are asked for is made, not one of all that are staged
        found = self._places.filter(pc.is_in(self._places["body_id"], value_set=asked))
        parts, rows = (found[name].to_numpy() for name in ("part_first", "row_first"))
        texts = [TEXT.empty_table()]
        for part in np.unique(parts).tolist():
            path, group = self._parts[part]
            texts.append(_read(path, group, TEXT.names).take(pa.array(rows[parts == part])))
        staged = pc.is_in(asked, value_set=_whole(found["body_id"]))
        others = [str(body_id) for body_id in asked.filter(pc.invert(staged)).to_pylist()]
        if others:
            texts.append(state.stored_bodies(self._release, others).select(TEXT.names))
        return pa.concat_tables([table.cast(TEXT) for table in texts])


def _read(path: Path, group: int, columns: list[str]) -> pa.Table:
    with pq.ParquetFile(path) as file:
        return file.read_row_group(group, columns)


def _whole(column: pa.ChunkedArray[Any]) -> pa.Array[Any]:
    return pa.concat_arrays([pa.array([], pa.string()), *column.chunks])
