"""Saved questions: .sql files whose first line says what they answer. `nightreel sql --list` shows them."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.errors import UnknownName
from warehouse.schema import scripts


@dataclass(frozen=True, slots=True)
class Question:
    """One saved question."""

    name: str
    says: str
    sql: str


def questions() -> list[Question]:
    """Return all saved questions, by name."""
    return [
        Question(script.name, script.sql.splitlines()[0].removeprefix("-- "), script.sql)
        for script in scripts("questions")
    ]


def question(name: str) -> Question:
    """Return one saved question; raise UnknownName that lists the others."""
    known = {q.name: q for q in questions()}
    if name not in known:
        raise UnknownName(f"there is no question {name}; there are {', '.join(known)}")
    return known[name]
