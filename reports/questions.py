"""The questions that reports ask a release: one .sql file each in `queries/`, read-only selects.

Answers are rows in a stated order, so that a report made twice is the same.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from warehouse.query import Release

Row = dict[str, Any]


def ask(release: Release, name: str, **params: object) -> list[Row]:
    """Answer `queries/<name>.sql`; every $name in it must be given."""
    return release.rows(question(name), params or None)


@cache
def question(name: str) -> str:
    """The text of one question."""
    return files("reports").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")
