"""Tables and views of a release to files: Parquet, CSV and XLSX; and one answer as text for the terminal.

CSV and XLSX are made for spreadsheets (`warehouse.spreadsheet`); Parquet and the terminal's answers keep everything
as it is.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.errors import UnknownName
from warehouse.query import Release
from warehouse.spreadsheet import Workbook, write_csv

EXPORTED = (
    "title_summary",
    "comment_feed",
    "rating_by_night",
    "rating_distribution",
    "site_health",
    "last_night",
    "copied_text",
    "syndicated",
    "boilerplate",
    "change",
    "title",
    "comment",
)


def export(release: Release, folder: Path, form: str, *, names: Iterable[str] = EXPORTED) -> list[Path]:
    """Write tables or views to `folder` in one form (parquet, csv, xlsx) and return the files.

    Parquet and CSV are one file a table, XLSX one workbook `nightreel.xlsx` with a sheet each. Raises UnknownName for
    a form or table that does not exist; files appear whole or not at all.
    """
    writers: dict[str, Callable[[Release, Path, list[str]], list[Path]]] = {
        "parquet": _export_parquet,
        "csv": _export_csv,
        "xlsx": _export_xlsx,
    }
    if form not in writers:
        raise UnknownName(f"there is no export to {form}; there are {', '.join(writers)}")
    wanted = list(names)
    for name in wanted:
        if not release.columns(name):
            raise UnknownName(f"{release.path.name} has no table or view {name}; nothing was written")
    folder.mkdir(parents=True, exist_ok=True)
    return writers[form](release, folder, wanted)


def as_csv(table: pa.Table) -> str:
    """A table as CSV (RFC 4180, one line feed a row), exactly as it is."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.schema.names)
    for row in _rows(table):
        writer.writerow(["" if value is None else _text(value) for value in row])
    return out.getvalue()


def as_json(table: pa.Table) -> str:
    """A table as a JSON list of objects, one a line; instants in ISO 8601, numbers that JSON lacks as null."""
    names = table.schema.names
    rows = [json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False) for row in _rows(table)]
    return "[" + ",\n ".join(rows) + "]\n"


def as_markdown(table: pa.Table) -> str:
    """A table as a GitHub table; line feeds and bars in cells are kept from breaking it."""
    names = table.schema.names
    lines = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    for row in _rows(table):
        cells = ["" if value is None else _text(value) for value in row]
        lines.append("| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _export_parquet(release: Release, folder: Path, names: list[str]) -> list[Path]:
    written = []
    for name in names:
        path = folder / f"{name}.parquet"
        beside = _beside(path)
        pq.write_table(release.view(name), beside, compression="zstd")
        written.append(beside.replace(path))
    return written


def _export_csv(release: Release, folder: Path, names: list[str]) -> list[Path]:
    written = []
    for name in names:
        path = folder / f"{name}.csv"
        beside = _beside(path)
        write_csv(beside, [release.view(name)])
        written.append(beside.replace(path))
    return written


def _export_xlsx(release: Release, folder: Path, names: list[str]) -> list[Path]:
    path = folder / "nightreel.xlsx"
    beside = _beside(path)
    with Workbook(beside) as book:
        for name in names:
            book.add(name, release.view(name))
    return [beside.replace(path)]


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches(max_chunksize=10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    return _text(value)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".new")
