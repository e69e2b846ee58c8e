"""Kept releases: listed, put back, compared."""

from __future__ import annotations

import shutil
from typing import Any

import duckdb
import pytest

from warehouse.errors import CorruptWarehouse, NoWarehouse
from warehouse.releases import diff, list_releases, release_named, rollback


@pytest.fixture(scope="module")
def loaded_once(new_house: Any) -> Any:
    house = new_house()
    house.load(house.thread(1, {"c1": {"text": "one"}, "c2": {}}))
    house.load(house.thread(2, {"c1": {"text": "one, edited"}, "c2": {}, "c3": {}}))
    house.load(house.thread(3, {"c1": {"text": "one, edited"}, "c3": {}}))
    return house


@pytest.fixture
def three_nights(loaded_once: Any, house: Any) -> Any:
    """Three published nights, a copy for each test."""
    shutil.copytree(loaded_once.data_dir, house.data_dir, copy_function=shutil.copy2)
    house.published.unlink()
    house.published.hardlink_to(house.data_dir / "releases" / "2026-01-03.01.duckdb")
    return house


def published(house: Any) -> list[str]:
    return [info.run_id for info in list_releases(house.data_dir) if info.published]


def test_releases_are_listed_newest_first(three_nights: Any) -> None:
    found = list_releases(three_nights.data_dir)
    assert [(info.run_id, info.published, info.comments, info.error) for info in found] == [
        ("2026-01-03.01", True, 3, None),
        ("2026-01-02.01", False, 3, None),
        ("2026-01-01.01", False, 2, None),
    ]
    assert [str(info.night) for info in found] == ["2026-01-03", "2026-01-02", "2026-01-01"]


def test_rollback_goes_back_and_forth(three_nights: Any) -> None:
    assert rollback(three_nights.data_dir).run_id == "2026-01-02.01"
    assert published(three_nights) == ["2026-01-02.01"]
    assert three_nights.rows("select count(*) as n from thread_read") == [{"n": 2}]
    assert rollback(three_nights.data_dir).run_id == "2026-01-01.01"
    assert rollback(three_nights.data_dir, "2026-01-03.01").published
    assert three_nights.rows("select count(*) as n from thread_read") == [{"n": 3}]


def test_a_rollback_to_what_is_published_leaves_nothing_behind(three_nights: Any) -> None:
    assert rollback(three_nights.data_dir, "2026-01-03.01").published
    assert published(three_nights) == ["2026-01-03.01"]
    assert sorted(path.name for path in three_nights.data_dir.glob("nightreel.duckdb*")) == ["nightreel.duckdb"]


def test_the_next_night_builds_on_what_was_rolled_back_to(three_nights: Any) -> None:
    rollback(three_nights.data_dir, "2026-01-01.01")
    three_nights.load(three_nights.thread(4, {"c1": {"text": "one, edited"}, "c2": {}}))
    assert three_nights.rows("select revision, body from comment where comment_id = 'c1'") == [
        {"revision": 2, "body": "one, edited"}
    ]
    assert three_nights.rows("select count(*) as n from meta.run where loaded") == [{"n": 2}]


def test_nothing_older_is_said(house: Any) -> None:
    house.load(house.thread(1, {"c1": {}}))
    with pytest.raises(NoWarehouse, match="no older release"):
        rollback(house.data_dir)
    with pytest.raises(NoWarehouse, match=r"2026-01-01\.01"):
        rollback(house.data_dir, "2025-12-31.01")
    assert published(house) == ["2026-01-01.01"]


def test_a_damaged_release_is_listed_passed_over_and_refused(three_nights: Any) -> None:
    damaged = three_nights.data_dir / "releases" / "2026-01-02.01.duckdb"
    damaged.unlink()
    damaged.write_bytes(b"damaged" * 1000)
    assert "damaged" in (list_releases(three_nights.data_dir)[1].error or "")
    with pytest.raises(CorruptWarehouse):
        rollback(three_nights.data_dir, "2026-01-02.01")
    assert published(three_nights) == ["2026-01-03.01"]
    assert rollback(three_nights.data_dir).run_id == "2026-01-01.01"


def test_a_rollback_mends_a_damaged_published_file(three_nights: Any) -> None:
    three_nights.published.unlink()
    three_nights.published.write_bytes(b"damaged" * 1000)
    assert rollback(three_nights.data_dir).run_id == "2026-01-03.01"
    assert three_nights.rows("select count(*) as n from comment") == [{"n": 3}]


def test_a_release_is_named_by_run_or_night(three_nights: Any) -> None:
    folder = three_nights.data_dir / "releases"
    assert release_named(three_nights.data_dir, "2026-01-02") == folder / "2026-01-02.01.duckdb"
    assert release_named(three_nights.data_dir, "2026-01-02.01") == folder / "2026-01-02.01.duckdb"
    assert release_named(three_nights.data_dir, "published") == three_nights.published
    with pytest.raises(NoWarehouse):
        release_named(three_nights.data_dir, "2026-01-05")


def test_diff_names_tables_rows_and_columns(three_nights: Any) -> None:
    folder = three_nights.data_dir / "releases"
    found = {t.name: t for t in diff(folder / "2026-01-01.01.duckdb", folder / "2026-01-02.01.duckdb")}
    comment = found["comment"]
    assert (comment.added, comment.removed, comment.changed) == (1, 0, 2)
    assert comment.columns["body"] == 1
    assert comment.columns["last_seen_at"] == 2
    edited, _, added = comment.rows
    assert edited.key == {"comment_id": "c1"}
    assert edited.before is not None
    assert edited.after is not None
    assert (edited.before["body"], edited.after["body"]) == ("one", "one, edited")
    assert "author" not in edited.before
    assert added.before is None
    assert added.after is not None
    assert added.after["comment_id"] == "c3"
    assert (found["body"].added, found["change"].added, found["title_revision"].same) == (2, 2, True)


def test_numbers_of_revisions_are_no_difference(three_nights: Any) -> None:
    path = three_nights.data_dir / "releases" / "2026-01-02.01.duckdb"
    other = three_nights.data_dir / "other.duckdb"
    shutil.copy(path, other)
    other.chmod(0o644)
    with duckdb.connect(str(other)) as con:
        con.execute("update comment_revision set revision_id = revision_id + 100")
        con.execute("update meta.comment_superseded set revision_id = revision_id + 100")
    assert [table.name for table in diff(path, other) if not table.same] == []


def test_diff_of_a_release_with_itself_is_empty(three_nights: Any) -> None:
    path = three_nights.data_dir / "releases" / "2026-01-02.01.duckdb"
    assert all(table.same for table in diff(path, path))


def test_diff_backwards_is_the_mirror(three_nights: Any) -> None:
    folder = three_nights.data_dir / "releases"
    old, new = folder / "2026-01-01.01.duckdb", folder / "2026-01-03.01.duckdb"
    forward, backward = diff(old, new, limit=1), diff(new, old, limit=1)
    assert [(t.name, t.added, t.removed, t.changed) for t in forward] == [
        (t.name, t.removed, t.added, t.changed) for t in backward
    ]
    assert all(len(table.rows) <= 2 for table in forward)


def test_ignored_columns_do_not_count(three_nights: Any) -> None:
    folder = three_nights.data_dir / "releases"
    found = diff(
        folder / "2026-01-01.01.duckdb", folder / "2026-01-02.01.duckdb", ignore=["last_seen_at"], tables=["comment"]
    )
    assert [(t.added, t.changed) for t in found] == [(1, 1)]
