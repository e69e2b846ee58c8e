"""A column of texts is read as each text alone is, each distinct one once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import pytest

import transform.dates.column as column
from transform.dates import DateReading, read_date
from transform.dates.column import read_date_column


def test_rows_keep_their_order_and_index() -> None:
    texts = pd.Series(["2024-05-17", "03/04/2024", None, "no date", "2024-05-17"], index=[7, 3, 9, 1, 7])
    table = read_date_column(texts, order="dmy")
    assert list(table.index) == [7, 3, 9, 1, 7]
    assert list(table["at"]) == ["2024-05-17", "2024-04-03", None, None, "2024-05-17"]
    assert list(table["rejected_by"]) == [None, None, "empty", "no-date", None]


def test_language_order_and_reference_may_be_columns() -> None:
    texts = pd.Series(["03/04/2024", "03/04/2024", "3 days ago", "3 days ago", "12 mai 2024"])
    table = read_date_column(
        texts,
        language=pd.Series(["en", "en", "en", "en", "fr"]),
        order=pd.Series(["dmy", "mdy", None, None, None]),
        reference=pd.Series(pd.to_datetime(["2025-01-01", "2025-01-01", "2025-01-04", "2025-01-05", None])),
    )
    assert list(table["at"]) == ["2024-04-03", "2024-03-04", "2025-01-01", "2025-01-02", "2024-05-12"]


def test_each_distinct_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def counted(text: str, **keywords: Any) -> DateReading:
        seen.append(text)
        return read_date(text, **keywords)

    monkeypatch.setattr(column, "read_date", counted)
    captures = pd.Series([datetime(2025, 1, day) for day in (1, 2, 3)] * 2)
    texts = pd.Series(["17 May 2024"] * 3 + ["yesterday"] * 3)
    read_date_column(texts, reference=captures)
    assert sorted(seen) == ["17 May 2024", "yesterday", "yesterday", "yesterday"]


def test_an_empty_column_has_all_fields() -> None:
    table = read_date_column(pd.Series([], dtype=object))
    assert len(table) == 0
    assert {"at", "precision", "rule", "alternatives", "shape", "zone", "rejected_by"} <= set(table.columns)
