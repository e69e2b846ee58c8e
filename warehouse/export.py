"""Tables and views of a release to files: Parquet, CSV and XLSX; and one answer as text for the terminal.

What a page said may look like a formula; in a spreadsheet's hands it must stay text. So CSV for spreadsheets marks
such cells with an apostrophe, and XLSX stores every text as text. Parquet keeps everything as it is.
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

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SHEET_ROWS = 1_048_575  # Excel's limit, less the header
CELL_CHARACTERS = 32_767  # Excel's limit
EXPORTED = (
    "title_summary",
    "comment_feed",
    "rating_by_night",
    "rating_distribution",
    "site_health",
    "last_night",
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


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before one that looks like one."""
    return "'" + text if text.startswith(FORMULA) else text


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
        table = release.view(name)
        with beside.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\r\n")
            writer.writerow(table.schema.names)
            for row in _rows(table):
                writer.writerow([harmless(v) if isinstance(v, str) else "" if v is None else _text(v) for v in row])
        written.append(beside.replace(path))
    return written


def _export_xlsx(release: Release, folder: Path, names: list[str]) -> list[Path]:
    import xlsxwriter

    path = folder / "nightreel.xlsx"
    beside = _beside(path)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
        "default_date_format": "yyyy-mm-dd hh:mm:ss",
    }
    with xlsxwriter.Workbook(str(beside), options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name in names:
            table = release.view(name)
            for part in range(max(1, math.ceil(table.num_rows / SHEET_ROWS))):
                sheet = book.add_worksheet(name[:28] + (f" {part + 1}" if part else ""))
                sheet.freeze_panes(1, 0)
                for column, heading in enumerate(table.schema.names):
                    sheet.write_string(0, column, heading)
                for line, row in enumerate(_rows(table.slice(part * SHEET_ROWS, SHEET_ROWS)), start=1):
                    for column, value in enumerate(row):
                        _write_cell(sheet, line, column, value, day)
    return [beside.replace(path)]


def _write_cell(sheet: Any, line: int, column: int, value: object, day: object) -> None:
    """One cell by its type; instants go in as UTC, since a workbook knows no zones."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(line, column, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(line, column, value.replace(tzinfo=None))
    elif isinstance(value, date):
        sheet.write_datetime(line, column, value, day)
    else:
        sheet.write_string(line, column, _text(value)[:CELL_CHARACTERS])


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
