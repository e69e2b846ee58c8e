"""The reports of a small world's five nights, and of a hostile one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.reports.attacks import ATTACKS, hostile_tables
from tests.reports.house import House, Row
from tests.reports.small_world import night_tables


@pytest.fixture(scope="session")
def house_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], House]:
    """Make an empty house."""
    return lambda: House(tmp_path_factory.mktemp("house"))


@dataclass
class World:
    """Five nights and their reports, in order."""

    house: House
    facts: list[Row]
    indexes: list[Path]

    def page(self, night: int, name: str = "index.html") -> str:
        return (self.indexes[night - 1].parent / name).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def world(house_of: Callable[[], House]) -> World:
    house = house_of()
    facts: list[Row] = []
    indexes: list[Path] = []
    for night in (1, 2, 3, 4):
        checks = (
            [{"name": "falls", "severity": "error", "says": "Nothing falls.", "offending": 1}] if night == 4 else []
        )
        told = house.load(night, night_tables(house, night), checks=checks)
        if night == 3:
            told |= {"outcome": "trouble", "troubles": ["site notes is blocked"]}
            house.write_facts(told)
        facts.append(told)
        indexes.append(house.report(told))
    failed = house.facts(
        5,
        outcome="failed",
        published=False,
        error="the disk is full; make room and run again",
        steps=[
            {
                "name": "load",
                "started_at": house.at(5).isoformat(),
                "ended_at": None,
                "outcome": "failed",
                "counts": {},
                "error": "x",
            }
        ],
    )
    house.write_facts(failed)
    facts.append(failed)
    indexes.append(house.report(failed))
    return World(house, facts, indexes)


@pytest.fixture(scope="session")
def hostile(house_of: Callable[[], Any]) -> Path:
    house = house_of()
    facts = house.load(
        1,
        hostile_tables(house),
        troubles=list(ATTACKS),
        outcome="trouble",
        checks=[{"name": attack[:50], "severity": "warn", "says": attack, "offending": 1} for attack in ATTACKS],
    )
    index: Path = house.report(facts)
    return index
