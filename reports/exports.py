"""The views beside the pages, for spreadsheets and scripts: Parquet with all, CSV and XLSX cut to what they bear.

A cell of a page may look like a formula: CSV gets an apostrophe before it, XLSX stores it as text. Rows stand in a
stated order, so that the same release makes the same files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import xlsxwriter

from reports.safe import CONTROL
from reports.writing import Folder
from warehouse.query import Release

WORKBOOK = "export/nightreel.xlsx"
CSV_ROWS = 50_000
SHEET_ROWS = 5_000
EXPORTED_AT_ONCE = 50_000  # comments with their texts
CELL_CHARACTERS = 32_767  # Excel's limit
# = + - @ and their wide forms begin a formula; spaces before them are skipped by some programs
FORMULA = r"\A(?:[\s\x00]*[=+\-@＝＋－＠]|[\t\r\n])"
ORDERS = {
    "title_summary": "order by title_id",
    "last_night": "order by site_id, title_id",
    "comment_feed": "",  # in parts of its own
    "rating_by_night": "order by night desc, title_id",
    "rating_distribution": "order by title_id, percent_from",
    "site_health": "order by site_id, run_id",
    "copied_text": "order by comments desc, cluster_id",
}


@dataclass(frozen=True, slots=True)
class Export:
    """One exported view: how many rows it has, and its files."""

    view: str
    rows: int
    csv_rows: int
    parquet: str
    csv: str


def write_exports(folder: Folder, release: Release, now: datetime, batches: Sequence[Sequence[str]]) -> list[Export]:
    """Write every view as Parquet and CSV, and one workbook; returns what was written.

    `batches` are title ids whose comments are held at once: the comments' texts never all are.
    """
    done: list[Export] = []
    sheets: list[tuple[str, pa.Table, int]] = []
    for view, order in ORDERS.items():
        rows = int(release.rows(f"select count(*) as held from {view}")[0]["held"])
        parquet, csv = f"export/{view}.parquet", f"export/{view}.csv"
        if view == "comment_feed":
            _parquet(folder, parquet, _comments_by_title(release, batches))
            top = _csv(folder, csv, _newest_comments(release))
        else:
            whole = release.table(f"select * from {view} {order}")
            _parquet(folder, parquet, iter([whole]))
            top = _csv(folder, csv, iter([whole.slice(0, CSV_ROWS)]))
        sheets.append((view, top, rows))
        done.append(Export(view, rows, min(rows, CSV_ROWS), parquet, csv))
    _workbook(folder, WORKBOOK, sheets, now)
    return done


def harmless(table: pa.Table) -> pa.Table:
    """The table with every text cell that a spreadsheet may take for a formula marked by an apostrophe."""
    columns: list[Any] = []
    for column, kind in zip(table.itercolumns(), table.schema.types, strict=True):
        texts: Any = column
        if pa.types.is_list(kind):
            joined: list[Any] = [pc.binary_join(chunk, "; ") for chunk in column.chunks]
            texts = pa.chunked_array(joined, pa.string())
        if pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type):
            texts = pc.replace_substring_regex(texts, FORMULA, r"'\0")
        columns.append(texts)
    return pa.Table.from_arrays(columns, names=table.schema.names)


def _comments_by_title(release: Release, batches: Sequence[Sequence[str]]) -> Iterator[pa.Table]:
    """The whole feed in parts, by title."""
    for titles in [*batches, []]:  # the last part is empty and says what columns there are
        yield release.table(
            "select * from comment_feed where title_id in (select unnest($titles::varchar[])) "
            "order by title_id, first_seen_at, comment_id",
            {"titles": list(titles)},
        )


def _newest_comments(release: Release) -> Iterator[pa.Table]:
    """The newest of the feed in parts, newest first; only ids are sorted as a whole, texts are long."""
    ids = [
        row["comment_id"]
        for row in release.rows(
            "select comment_id from meta.comment_now where state = 'live' "
            f"order by first_seen_at desc, comment_id limit {CSV_ROWS}"
        )
    ]
    for start in range(0, max(len(ids), 1), EXPORTED_AT_ONCE // 2):
        yield release.table(
            "select * from comment_feed where comment_id in (select unnest($ids::varchar[])) "
            "order by first_seen_at desc, comment_id",
            {"ids": ids[start : start + EXPORTED_AT_ONCE // 2]},
        )


def _parquet(folder: Folder, name: str, parts: Iterator[pa.Table]) -> None:
    writer: pq.ParquetWriter | None = None
    try:
        for part in parts:
            if writer is None:
                writer = pq.ParquetWriter(folder.beside(name), part.schema, compression="zstd")
            if part.num_rows:
                writer.write_table(part)
    finally:
        if writer is not None:
            writer.close()
    folder.adopt(name)


def _csv(folder: Folder, name: str, parts: Iterator[pa.Table]) -> pa.Table:
    """Write the parts and return the first rows of them, for the workbook."""
    first: pa.Table | None = None
    writer: pa_csv.CSVWriter | None = None
    with folder.beside(name).open("wb") as out:
        for part in parts:
            cells = harmless(part)
            if first is None or writer is None:
                first = part.slice(0, SHEET_ROWS)
                writer = pa_csv.CSVWriter(out, cells.schema)
            writer.write(cells)
        if writer is not None:
            writer.close()
    folder.adopt(name)
    assert first is not None
    return first


def _workbook(folder: Folder, name: str, sheets: Sequence[tuple[str, pa.Table, int]], now: datetime) -> None:
    options: Mapping[str, Any] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
        "default_date_format": "yyyy-mm-dd hh:mm:ss",
    }
    with xlsxwriter.Workbook(str(folder.beside(name)), options) as book:
        book.set_properties({"title": "nightreel", "created": now.replace(tzinfo=None, microsecond=0)})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        bold = book.add_format({"bold": True})
        cover = book.add_worksheet("read me")
        for row, (view, table, rows) in enumerate(sheets):
            cover.write_string(row, 0, view)
            said = (
                f"{table.num_rows} of {rows} rows; all of them in {view}.parquet"
                if table.num_rows < rows
                else f"{rows} rows"
            )
            cover.write_string(row, 1, said)
        for view, table, _ in sheets:
            sheet = book.add_worksheet(view)
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(table.schema.names):
                sheet.write_string(0, column, heading, bold)
            for row, values in enumerate(_rows(table), start=1):
                for column, value in enumerate(values):
                    _cell(sheet, row, column, value, day)
    folder.adopt(name)


def _cell(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    """One cell by its type; instants go in as UTC, since a workbook knows no zones."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime):
        _moment(sheet, row, column, value.replace(tzinfo=None), None)
    elif isinstance(value, date):
        _moment(sheet, row, column, value, day)
    else:
        said = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
        sheet.write_string(row, column, CONTROL.sub("\ufffd", said)[:CELL_CHARACTERS])


def _moment(sheet: Any, row: int, column: int, value: date, form: Any) -> None:
    if value.year < 1900:  # a workbook's calendar begins there
        sheet.write_string(row, column, value.isoformat())
    else:
        sheet.write_datetime(row, column, value, form)


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches(max_chunksize=5_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
