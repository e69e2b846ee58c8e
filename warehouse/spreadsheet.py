"""CSV and workbooks for spreadsheets: what a page said may look like a formula, and must stay text there.

CSV marks such cells with an apostrophe, a workbook stores every text as text. Knows Arrow tables, no database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

ROWS = 1_048_575  # of a sheet, less the header: Excel's limit
CELL_CHARACTERS = 32_767  # Excel's limit
# = + - @ and their wide forms begin a formula; spaces before them are skipped by some programs
FORMULA = r"\A(?:[\s\x00]*[=+\-@＝＋－＠]|[\t\r\n])"
UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # XML has no such characters
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
    "default_date_format": "yyyy-mm-dd hh:mm:ss",
}


def harmless(table: pa.Table) -> pa.Table:
    """The table with every text cell that a spreadsheet may take for a formula marked by an apostrophe.

    Lists of texts become texts joined by "; ", other nested values JSON.
    """
    columns: list[Any] = []
    for column, kind in zip(table.itercolumns(), table.schema.types, strict=True):
        texts: Any = column
        if pa.types.is_list(kind) and pa.types.is_string(kind.value_type):
            joined: list[Any] = [pc.binary_join(chunk, "; ") for chunk in column.chunks]
            texts = pa.chunked_array(joined, pa.string())
        elif pa.types.is_nested(kind):
            texts = pa.chunked_array([pa.array([_json(value) for value in column.to_pylist()], pa.string())])
        if pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type):
            texts = pc.replace_substring_regex(texts, FORMULA, r"'\0")
        columns.append(texts)
    return pa.Table.from_arrays(columns, names=table.schema.names)


def write_csv(path: Path, parts: Iterable[pa.Table]) -> None:
    """Write tables of one schema as one CSV file (UTF-8, header, text quoted); at least one part is needed."""
    writer: pa_csv.CSVWriter | None = None
    try:
        for part in parts:
            cells = harmless(part)
            if writer is None:
                writer = pa_csv.CSVWriter(str(path), cells.schema)
            writer.write(cells)
    finally:
        if writer is not None:
            writer.close()


class Workbook:
    """An XLSX file that is being written; closing it (the end of `with`) makes it whole."""

    def __init__(self, path: Path, created: datetime | None = None) -> None:
        import xlsxwriter

        self._book: Any = xlsxwriter.Workbook(str(path), _OPTIONS)
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._bold = self._book.add_format({"bold": True})
        properties: dict[str, Any] = {"title": "nightreel"}
        if created is not None:
            properties["created"] = created.replace(tzinfo=None, microsecond=0)
        self._book.set_properties(properties)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book.close()

    def note(self, name: str, lines: Iterable[Sequence[str]]) -> None:
        """Add a sheet of plain text."""
        sheet = self._book.add_worksheet(name[:31])
        for row, cells in enumerate(lines):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text)

    def add(self, name: str, table: pa.Table) -> None:
        """Add a table, over several sheets where one cannot hold it."""
        for part in range(max(1, -(-table.num_rows // ROWS))):
            sheet = self._book.add_worksheet(name[:28] + (f" {part + 1}" if part else ""))
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(table.schema.names):
                sheet.write_string(0, column, heading, self._bold)
            for row, values in enumerate(_rows(table.slice(part * ROWS, ROWS)), start=1):
                for column, value in enumerate(values):
                    self._cell(sheet, row, column, value)

    def _cell(self, sheet: Any, row: int, column: int, value: Any) -> None:
        """One cell by its type; instants go in as UTC, since a workbook knows no zones."""
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value)
        elif isinstance(value, date):
            if value.year < 1900:  # a workbook's calendar begins there
                sheet.write_string(row, column, value.isoformat())
            elif isinstance(value, datetime):
                sheet.write_datetime(row, column, value.replace(tzinfo=None))
            else:
                sheet.write_datetime(row, column, value, self._day)
        else:
            said = value if isinstance(value, str) else _json(value)
            sheet.write_string(row, column, UNSHOWN.sub("\ufffd", said or "")[:CELL_CHARACTERS])


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches(max_chunksize=5_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _json(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False, default=str)
