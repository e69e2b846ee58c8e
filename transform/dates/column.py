"""Dates of a whole column at once: every distinct text is read once. The only module here that loads pandas."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import cast

import pandas as pd

from transform.dates.date import read_date
from transform.dates.lexicon import language_of
from transform.dates.parse import parse
from transform.dates.reading import DateReading, Order

_FIELDS = tuple(field.name for field in fields(DateReading))


def read_date_column(
    texts: pd.Series,
    *,
    language: pd.Series | str | None = None,
    order: pd.Series | Order | None = None,
    reference: pd.Series | datetime | None = None,
) -> pd.DataFrame:
    """Read a column of visible texts; one row a text, in the same order and under the same index.

    `language`, `order` and `reference` are one value for all, or a column of their own. Columns out: the fields of
    DateReading (`at` an ISO 8601 string, `alternatives` and `wrappers` tuples), missing values None. A missing text
    gives a row of None with `rejected_by` "empty".
    """
    keys = pd.DataFrame({"text": texts.astype(object).where(texts.notna(), "")})
    keys["language"] = _column(language, texts)
    keys["order"] = _column(order, texts)
    codes, distinct = _distinct(keys)
    references = _column(reference, texts)
    needs = [_needs_reference(text, tag) for text, tag in zip(distinct["text"], distinct["language"], strict=True)]
    if reference is not None and any(needs):
        # few dates count from their capture; all others are read once, whatever the capture
        keys["reference"] = references.where(pd.Series(needs).take(codes).to_numpy(), None)
        codes, distinct = _distinct(keys)
    else:
        distinct["reference"] = None
    readings = [
        read_date(text, language=tag or None, order=cast("Order | None", way or None), reference=_moment(at))
        for text, tag, way, at in distinct[["text", "language", "order", "reference"]].itertuples(index=False)
    ]
    table = pd.DataFrame({name: _objects(readings, name) for name in _FIELDS})
    result = table.take(codes)
    result.index = texts.index
    return result


def _distinct(keys: pd.DataFrame) -> tuple[list[int], pd.DataFrame]:
    """Number the distinct rows in order of appearance."""
    code = pd.Series(0, index=keys.index)
    for name in keys.columns:
        numbers, values = pd.factorize(keys[name], use_na_sentinel=False)
        code = pd.Series(pd.factorize(code.to_numpy() * len(values) + numbers)[0], index=keys.index)
    first = ~code.duplicated()
    return cast("list[int]", code.to_numpy()), keys[first].reset_index(drop=True)


def _column(value: pd.Series | object | None, like: pd.Series) -> pd.Series:
    if isinstance(value, pd.Series):
        return value.astype(object).where(value.notna(), None)
    return pd.Series([value] * len(like), index=like.index, dtype=object)


def _objects(readings: list[DateReading], name: str) -> pd.Series:
    return pd.Series([getattr(reading, name) for reading in readings], dtype=object)


def _needs_reference(text: str, language: str | None) -> bool:
    if text.lstrip().startswith("<"):
        return True
    parsed = parse(text, language_of(language))
    return parsed.rejected_by is None and (not parsed.days or any(day.year is None for day in parsed.days))


def _moment(value: object) -> datetime | None:
    if value is None or value is pd.NaT:
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else cast("datetime", value)
