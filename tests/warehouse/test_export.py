"""Exports are whole, readable by others, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse.errors import UnknownName
from warehouse.export import EXPORTED, as_csv, as_json, as_markdown, export
from warehouse.spreadsheet import harmless

HOSTILE = '=HYPERLINK("https://films.example","win")'


@pytest.fixture
def exported(house: Any) -> Any:
    house.load(
        house.thread(
            1, {"c1": {"text": HOSTILE, "author": "+1", "rating_percent": 50.0}, "c2": {"text": 'a "b",\nc | d'}}
        )
    )
    return house


def test_parquet_keeps_everything_as_it_is(exported: Any, tmp_path: Path) -> None:
    with exported.release() as release:
        written = export(release, tmp_path / "out", "parquet")
    assert [path.name for path in written] == [f"{name}.parquet" for name in EXPORTED]
    rows = pq.read_table(tmp_path / "out" / "comment.parquet").to_pylist()
    assert {row["body"] for row in rows} == {HOSTILE, 'a "b",\nc | d'}


def test_csv_has_no_formulas(exported: Any, tmp_path: Path) -> None:
    with exported.release() as release:
        (path,) = export(release, tmp_path, "csv", names=["comment"])
    with path.open(encoding="utf-8", newline="") as lines:
        rows = {row["comment_id"]: row for row in csv.DictReader(lines)}
    assert rows["c1"]["body"] == "'" + HOSTILE
    assert rows["c1"]["author"] == "'+1"
    assert rows["c2"]["body"] == 'a "b",\nc | d'
    assert rows["c1"]["rating_percent"] == "50"


def test_xlsx_has_no_formulas_and_no_links(exported: Any, tmp_path: Path) -> None:
    with exported.release() as release:
        (path,) = export(release, tmp_path, "xlsx")
    with zipfile.ZipFile(path) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == len(EXPORTED)
        for name in sheets:
            text = book.read(name).decode()
            assert "<f>" not in text
            assert "<hyperlink" not in text
        assert any("HYPERLINK" in book.read(name).decode() for name in book.namelist())


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-2", "'-2"),
        ("@sum(a1)", "'@sum(a1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("\r\n=cmd", "'\r\n=cmd"),
        ("a=1", "a=1"),
        ("", ""),
        (None, None),
    ],
)
def test_no_cell_is_taken_for_a_formula(cell: str | None, shown: str | None) -> None:
    table = pa.table({"text": pa.array([cell], pa.string()), "number": [-1], "list": pa.array([["=a", "b"]])})
    assert harmless(table).to_pylist() == [{"text": shown, "number": -1, "list": "'=a; b"}]


def test_unknown_names_write_nothing(exported: Any, tmp_path: Path) -> None:
    with exported.release() as release:
        with pytest.raises(UnknownName):
            export(release, tmp_path / "out", "csv", names=["nowhere"])
        with pytest.raises(UnknownName, match="parquet"):
            export(release, tmp_path / "out", "docx")
    assert not (tmp_path / "out").exists()


TABLE = pa.table(
    {
        "n": pa.array([1, None], pa.int64()),
        "x": pa.array([float("nan"), 0.5]),
        "t": ["a|b\nc", '="x"'],
        "at": pa.array([datetime(2026, 1, 1, 2, tzinfo=UTC), None], pa.timestamp("us", tz="UTC")),
        "d": pa.array([date(2026, 1, 1), None]),
        "l": pa.array([["a"], None], pa.list_(pa.string())),
        "b": [True, False],
    }
)


def test_answers_as_csv_are_exact() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(TABLE))))
    assert rows[0] == ["n", "x", "t", "at", "d", "l", "b"]
    assert rows[1] == ["1", "nan", "a|b\nc", "2026-01-01T02:00:00+00:00", "2026-01-01", '["a"]', "True"]
    assert rows[2] == ["", "0.5", '="x"', "", "", "", "False"]


def test_answers_as_json_can_be_read() -> None:
    first, second = json.loads(as_json(TABLE))
    assert first == {
        "n": 1,
        "x": None,
        "t": "a|b\nc",
        "at": "2026-01-01T02:00:00+00:00",
        "d": "2026-01-01",
        "l": ["a"],
        "b": True,
    }
    assert second["t"] == '="x"'


def test_answers_as_markdown_keep_one_line_a_row() -> None:
    lines = as_markdown(TABLE).splitlines()
    assert len(lines) == 4
    assert "a\\|b c" in lines[2]
    assert as_json(TABLE.slice(0, 0)) == "[]\n"
