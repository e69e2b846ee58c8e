"""A rebuild from the same staged nights gives the same rows, and a suppressed author leaves no trace."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from warehouse.errors import NoWarehouse
from warehouse.load import load_into
from warehouse.publish import building_path, copy_published, publish
from warehouse.rebuild import start_from_nothing, start_from_release, start_without_site
from warehouse.releases import diff

NIGHTS = (
    {"c1": {"text": "one"}, "c2": {"text": "two", "rating_percent": 40.0}, "c3": {"text": "three", "author": "Bob"}},
    {"c1": {"text": "one, edited"}, "c2": {"text": "two", "rating_percent": 60.0, "rating_raw": "6"}},
    {
        "c1": {"text": "one, edited"},
        "c4": {"text": "four", "author": "Bob"},
        "c5": {"text": "one", "parent_comment_id": "c4"},
    },
)


@pytest.fixture(scope="module")
def loaded_once(new_house: Any) -> Any:
    house = new_house()
    for night, comments in enumerate(NIGHTS, start=1):
        house.load(house.thread(night, comments))
    return house


@pytest.fixture
def three_nights(loaded_once: Any, house: Any) -> Any:
    """Three published nights, a copy for each test."""
    shutil.copytree(loaded_once.data_dir, house.data_dir)
    return house


def runs(house: Any) -> list[str]:
    return [f"{house.at(night).date()}.01" for night in range(1, len(NIGHTS) + 1)]


def test_nights_loaded_again_give_the_same_rows(three_nights: Any) -> None:
    target = start_from_nothing(three_nights.data_dir, "again")
    for run_id in runs(three_nights):
        load_into(target, three_nights.data_dir, run_id)
    assert [table.name for table in diff(three_nights.published, target) if not table.same] == []


def test_a_release_and_the_nights_after_it_give_the_same_rows(three_nights: Any) -> None:
    first = three_nights.data_dir / "releases" / "2026-01-01.01.duckdb"
    target = start_from_release(three_nights.data_dir, first, "again")
    for run_id in runs(three_nights)[1:]:
        load_into(target, three_nights.data_dir, run_id)
    assert [table.name for table in diff(three_nights.published, target) if not table.same] == []


def test_one_site_is_made_again(three_nights: Any) -> None:
    target, again = start_without_site(three_nights.data_dir, three_nights.published, "s", "again")
    assert again == runs(three_nights)
    gone = {table.name: table.removed for table in diff(three_nights.published, target)}
    assert gone["comment"] == 5
    for run_id in again:
        load_into(target, three_nights.data_dir, run_id)
    assert [table.name for table in diff(three_nights.published, target) if not table.same] == []


def test_an_unknown_site_is_named(three_nights: Any) -> None:
    with pytest.raises(NoWarehouse, match="nowhere"):
        start_without_site(three_nights.data_dir, three_nights.published, "nowhere", "again")
    assert not building_path(three_nights.data_dir, "again").exists()


def test_a_rebuild_is_published_under_its_own_run(three_nights: Any) -> None:
    run_id = three_nights.run(4)
    target = start_from_nothing(three_nights.data_dir, run_id)
    for one in runs(three_nights):
        load_into(target, three_nights.data_dir, one)
    release = publish(three_nights.data_dir, target, run_id)
    assert release.samefile(three_nights.published)
    assert release.name == f"{run_id}.duckdb"


def test_a_suppressed_author_leaves_warehouse_and_file(three_nights: Any) -> None:
    three_nights.load(three_nights.thread(4, dict(NIGHTS[2])), suppress=["Bob"])
    assert three_nights.rows("select count(*) as n from comment_revision where author = 'Bob'") == [{"n": 0}]
    assert three_nights.rows("select comment_id from comment order by 1") == [
        {"comment_id": "c1"},
        {"comment_id": "c2"},
        {"comment_id": "c5"},
    ]
    assert three_nights.rows("select count(*) as n from change where entity_id in ('c3', 'c4')") == [{"n": 0}]
    assert {row["cleaned"] for row in three_nights.rows("select cleaned from body")} == {"one", "one, edited", "two"}
    bytes_of_file = three_nights.published.read_bytes()
    assert b"three" not in bytes_of_file
    assert b"Bob" not in bytes_of_file


def test_a_suppressed_author_is_never_taken_in(house: Any) -> None:
    house.load(house.thread(1, NIGHTS[0]), suppress=["Bob"])
    house.load(house.thread(2, NIGHTS[0]), suppress=["Bob"])
    assert house.rows("select comment_id from comment_revision order by 1") == [
        {"comment_id": "c1"},
        {"comment_id": "c2"},
    ]
    target = copy_published(house.data_dir, "look")
    assert b"three" not in target.read_bytes()
