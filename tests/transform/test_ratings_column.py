"""Ratings of a whole column: same answers as one by one, each distinct text read once."""

from __future__ import annotations

import pandas as pd
import pytest

from transform.ratings import column, read_rating


def test_column_agrees_with_the_scalar_reader() -> None:
    texts = pd.Series(["8/10", "4 stars", None, "8", "Season 2", "8/10"], index=[3, 3, 5, 6, 7, 9])
    read = column.read_rating_column(texts, language="en", best=10.0)
    assert list(read.index) == list(texts.index)
    for text, row in zip(texts.where(texts.notna(), ""), read.itertuples(index=False), strict=True):
        one = read_rating(str(text), language="en", best=10.0)
        assert (one.value is None and pd.isna(row.value)) or one.value == row.value
        assert (one.percent is None and pd.isna(row.percent)) or one.percent == row.percent
        assert (one.rejected_by is None and pd.isna(row.rejected_by)) or one.rejected_by == row.rejected_by


def test_each_distinct_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str | None]] = []

    def counting(text: str, *, language: str | None = None, best: float | None = None) -> object:
        asked.append((text, language))
        return read_rating(text, language=language, best=best)

    monkeypatch.setattr(column, "read_rating", counting)
    texts = pd.Series(["10/8", "10/8", "8/10", "10/8"] * 50)
    languages = pd.Series(["hu", "hu", "hu", "en"] * 50)
    read = column.read_rating_column(texts, language=languages)
    assert sorted(asked) == [("10/8", "en"), ("10/8", "hu"), ("8/10", "hu")]
    assert read["value"].tolist()[:3] == [8, 8, 8]


def test_an_empty_column_gives_an_empty_table() -> None:
    read = column.read_rating_column(pd.Series([], dtype=object))
    assert len(read) == 0
    assert "percent" in read.columns
