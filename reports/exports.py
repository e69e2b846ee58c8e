"""The views beside the pages, for spreadsheets and scripts: Parquet with all, CSV and XLSX cut to what they bear.

Rows stand in a stated order, so that the same release makes the same files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

import pyarrow as pa
import pyarrow.parquet as pq

from reports.writing import Folder
from warehouse.query import Release
from warehouse.spreadsheet import Workbook, write_csv

WORKBOOK = "export/nightreel.xlsx"
CSV_ROWS = 50_000
SHEET_ROWS = 5_000
EXPORTED_AT_ONCE = 50_000  # comments with their texts
ORDERS = {
    "title_summary": "order by title_id",
    "last_night": "order by site_id, title_id",
    "comment_feed": "",  # in parts of its own
    "rating_by_night": "order by night desc, title_id",
    "rating_distribution": "order by title_id, percent_from",
    "site_health": "order by site_id, run_id",
    "copied_text": "order by comments desc, cluster_id",
    "syndicated": "order by comments desc, cluster_id, author",
    "boilerplate": "order by comments desc, site_id, block_id",
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
    first = next(parts)
    write_csv(folder.beside(name), chain([first], parts))
    folder.adopt(name)
    return first.slice(0, SHEET_ROWS)


def _workbook(folder: Folder, name: str, sheets: Sequence[tuple[str, pa.Table, int]], now: datetime) -> None:
    with Workbook(folder.beside(name), created=now) as book:
        book.note("read me", [(view, _held(view, table.num_rows, rows)) for view, table, rows in sheets])
        for view, table, _ in sheets:
            book.add(view, table)
    folder.adopt(name)


def _held(view: str, held: int, rows: int) -> str:
    return f"{held} of {rows} rows; all of them in {view}.parquet" if held < rows else f"{rows} rows"
