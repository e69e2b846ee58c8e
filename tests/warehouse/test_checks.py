"""Each check finds what it is for, and nothing on a clean night."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest

from warehouse.checking import CheckResult, find_offending
from warehouse.schema import open_to_write, scripts

CLEAN = {f"c{i}": {"rating_percent": 50.0, "rating_raw": "5"} for i in range(24)}
LATER = datetime(2027, 1, 1)


def checks_of(house: Any, run_id: str) -> dict[str, CheckResult]:
    return {check.name: check for check in house.load(run_id).checks}


@pytest.fixture(scope="module")
def nights(new_house: Any) -> dict[str, dict[str, CheckResult]]:
    """A clean night, then one with something of everything that can be wrong."""
    house = new_house()
    run_id = house.thread(1, CLEAN)
    hits = {"site_id": "s", "profile": "p", "selector": "comment"}
    house.stage(run_id, "selector_hit", [hits | {"pages": 10, "hits": 10}])
    clean = checks_of(house, run_id)
    told = {f"c{i}": {"rating_percent": None, "rating_raw": None} for i in range(10)}
    told |= {
        "late": {"posted_local": LATER, "posted_raw": "2027"},
        "late at": {"posted_local": LATER, "posted_at": LATER.replace(tzinfo=UTC), "posted_raw": "2027"},
        "over": {"rating_value": 11.0, "rating_best": 10.0, "rating_percent": 110.0, "rating_raw": "11/10"},
        "reply": {"parent_comment_id": "nobody"},
        "elsewhere": {"capture_id": "unknown"},
        "unsure": {"posted_raw": "08/03/25", "posted_shape": "N/N/N", "posted_readings": ["2025-03-08", "2025-08-03"]},
    }
    run_id = house.thread(2, told, read={"claimed": 40, "read": 10})
    house.stage(run_id, "selector_hit", [hits | {"pages": 10, "hits": 2}])
    house.stage(run_id, "site", [{"site_id": "s", "outcome": "ok"}, {"site_id": "other", "outcome": "blocked"}])
    house.stage(
        run_id, "reject", [{"site_id": "s", "stage": "read", "reason": "read/x", "raw": str(n)} for n in range(25)]
    )
    stray = {"title_id": "t9", "site_id": "s", "capture_id": "t1-2", "observed_at": house.at(2), "author": "x"}
    house.stage(
        run_id,
        "comment",
        [{"comment_id": "stray", **stray}, *({"comment_id": f"new{n}", **stray, "title_id": "t1"} for n in range(25))],
        part=1,
    )
    copy = {"cluster_id": "c0", "canonical_comment_id": "c0", "rule": "exact"}
    house.stage(run_id, "duplicate", [copy | {"comment_id": f"d{n}"} for n in range(501)])
    return {"clean": clean, "wrong": checks_of(house, run_id)}


@pytest.mark.parametrize("name", [script.name for script in scripts("checks")])
def test_a_clean_night_offends_no_check(nights: Any, name: str) -> None:
    assert (nights["clean"][name].offending, nights["clean"][name].sample) == (0, "[]")


FOUND = {
    "date_after_capture": 2,
    "rating_over_best": 1,
    "orphan_parent": 1,
    "orphan_capture": 1,
    "orphan_title": 1,
    "undecided_date": 1,
    "claimed_against_read": 1,
    "fall_comments": 1,
    "fall_rated": 1,
    "fall_rated_share": 1,
    "fall_selector": 1,
    "reject_growth": 1,
    "site_failed": 1,
    "cluster_size": 1,
}

# no night that is loaded as it should be brings these: a file is spoilt by hand, and what is found names it
SPOILT = {
    "key_body": ("insert into body from body where body_id = 'b-What c1 thinks of it'", "b-What c1 thinks of it"),
    "key_comment": (
        "insert into comment_revision select * replace (9999 as revision_id) from comment_revision "
        "where comment_id = 'c2'",
        "c2",
    ),
    "key_comment, none": (
        "insert into meta.comment_superseded (revision_id) from (select revision_id from comment_revision "
        "where comment_id = 'c3')",
        "c3",
    ),
    "key_thread_read": ("insert into thread_read from thread_read", "t1"),
    "key_title": ("insert into title_revision select * replace (9999 as revision_id) from title_revision", "t1"),
    "orphan_body": ("delete from body where body_id = 'b-What c4 thinks of it'", "c4"),
    "run_order": ("insert into meta.run select * replace ('2026-02-01.01' as run_id) from meta.run", "2026-02-01.01"),
    "fall_live": (
        "insert into change by name select '2026-01-01.01' as run_id, 'comment' as entity, 'gone' as kind "
        "from range(51)",
        "51",
    ),
}


@pytest.mark.parametrize("name", [script.name for script in scripts("checks")])
def test_a_check_finds_what_it_is_for(nights: Any, name: str) -> None:
    found = nights["wrong"][name]
    assert found.offending == FOUND.get(name, 0), found.sample
    assert len(json.loads(found.sample)) == min(found.offending, 5)


@pytest.fixture(scope="module")
def spoilable(new_house: Any) -> Iterator[duckdb.DuckDBPyConnection]:
    """A loaded file, open to write."""
    house = new_house()
    house.load(house.thread(1, CLEAN))
    house.published.chmod(0o644)
    with open_to_write(house.published, scratch=house.data_dir) as con:
        yield con


@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_file_is_found_by_one_check(spoilable: duckdb.DuckDBPyConnection, case: str) -> None:
    sql, named = SPOILT[case]
    spoilable.execute("begin")
    spoilable.execute(sql)
    found = {check.name: check for check in find_offending(spoilable, "2026-01-01.01") if check.offending}
    spoilable.execute("rollback")
    assert list(found) == [case.partition(",")[0]]
    (row,) = json.loads(found[case.partition(",")[0]].sample)
    assert named in map(str, row.values())


def test_every_check_is_shown_to_find_something() -> None:
    shown = {*FOUND, *(case.partition(",")[0] for case in SPOILT)}
    assert shown == {script.name for script in scripts("checks")}


def test_results_are_kept_in_the_warehouse(house: Any) -> None:
    house.load(house.thread(1, CLEAN))
    assert house.rows("select count(*) as n, sum(offending) as found from meta.check_result") == [
        {"n": len(scripts("checks")), "found": 0}
    ]


def test_most_comments_gone_at_once_is_an_error(house: Any) -> None:
    few = {f"c{i}": {} for i in range(20)}
    house.load(house.thread(1, few | {f"d{i}": {} for i in range(100)}))
    assert checks_of(house, house.thread(2, few))["fall_live"].offending == 0
    result = house.load(house.thread(3, few))
    assert [check.name for check in result.checks if check.name == "fall_live" and check.offending] == ["fall_live"]
    assert not result.blocked  # gone comments stay in the warehouse, and may return
