"""Ratings of a whole column at once: every distinct text is read once. The only module here that loads pandas."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

import pandas as pd

from transform.ratings.rating import read_rating
from transform.ratings.reading import RatingReading

_FIELDS: Final = tuple(field.name for field in fields(RatingReading))
_NUMBERS: Final = ("value", "worst", "best", "percent")


def read_rating_column(
    texts: pd.Series,
    *,
    language: pd.Series | str | None = None,
    best: pd.Series | float | None = None,
) -> pd.DataFrame:
    """Read a column of texts or markup; one row a text, in the same order and under the same index.

    `language` and `best` (a settled scale for bare numbers) are one value for all, or a column of their own. Columns
    out: the fields of RatingReading, numbers as float64; what is missing is NaN. A missing text
    gives a row of nothing with `rejected_by` "empty".
    """
    keys = pd.DataFrame(
        {
            "text": texts.astype(object).where(texts.notna(), ""),
            "language": _column(language, texts),
            "best": _column(best, texts),
        }
    )
    codes = keys.groupby(["text", "language", "best"], sort=False, dropna=False).ngroup()
    first = keys[~codes.duplicated()]
    readings = [
        read_rating(
            str(text),
            language=None if pd.isna(tag) else str(tag),
            best=None if pd.isna(scale) else float(scale),
        )
        for text, tag, scale in first.itertuples(index=False)
    ]
    table = pd.DataFrame(
        {
            name: pd.array(
                [getattr(reading, name) for reading in readings], dtype="float64" if name in _NUMBERS else object
            )
            for name in _FIELDS
        }
    )
    result = table.take(codes.to_numpy())
    result.index = texts.index
    return result


def _column(values: pd.Series | str | float | None, like: pd.Series) -> pd.Series:
    if isinstance(values, pd.Series):
        return pd.Series(values.astype(object).to_numpy(), index=like.index, dtype=object)
    return pd.Series([values] * len(like), index=like.index, dtype=object)
