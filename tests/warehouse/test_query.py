"""Questions at any hour: one SELECT, read-only, no way out, within limits, with errors in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from warehouse.errors import CorruptWarehouse, NotAQuery, NoWarehouse, QueryFailed, QueryTooLong, UnknownName
from warehouse.query import open_release
from warehouse.questions import question, questions
from warehouse.schema import scripts


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Any:
    house = request.getfixturevalue("new_house")()
    house.load(house.thread(1, {f"c{i}": {"rating_percent": i * 10.0, "text": f"text {i}"} for i in range(10)}))
    house.load(
        house.thread(2, {f"c{i}": {"rating_percent": i * 10.0, "text": f"text {i + i // 9}"} for i in range(1, 10)})
    )
    house.load(
        house.thread(3, {f"c{i}": {"rating_percent": i * 10.0, "text": f"text {i + i // 9}"} for i in range(1, 10)})
    )
    return house


def test_answers_come_as_arrow_rows_and_values(stored: Any) -> None:
    with stored.release() as release:
        table = release.table("select comment_id, rating_percent from comment where comment_id = $c", {"c": "c1"})
        assert table.to_pylist() == [{"comment_id": "c1", "rating_percent": 10.0}]
        assert release.rows("select state, count(*) as n from comment group by all order by all") == [
            {"state": "gone", "n": 1},
            {"state": "live", "n": 9},
        ]
        assert release.value("select count(*) from comment where rating_percent > ?", [40]) == 5
        assert release.value("select 1 where false") is None
        assert release.run_id == "2026-01-03.01"


@pytest.mark.parametrize(
    "sql",
    [
        "drop table body",
        "insert into body values ('a', 'b', 'c', 1)",
        "select 1; select 2",
        "attach 'other.duckdb'",
        "copy body to 'body.csv'",
        "set threads = 1",
        "install httpfs",
        "pragma database_list",
        "create temp table mine as select 1",
        "call pragma_version()",
        "",
        "selekt",
    ],
)
def test_only_one_select_is_answered(stored: Any, sql: str) -> None:
    with stored.release() as release, pytest.raises(NotAQuery):
        release.table(sql)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("selec name\nfrom title", "(line 1, column 1: selec)"),
        ("select name,\n  nam\nfrom title", "(line 2, column 3: nam)"),
        ("from titel", "(line 1, column 6: titel)"),
        (f"select name from title where {'1 = 1 and ' * 30} nam = 1", "(line 1: nam)"),
    ],
)
def test_what_is_wrong_with_a_query_is_one_line_with_its_place(stored: Any, sql: str, said: str) -> None:
    with stored.release() as release, pytest.raises((NotAQuery, QueryFailed)) as refused:
        release.rows(sql)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value) and "^" not in str(refused.value)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('/etc/hostname')",
        "select * from '/etc/hostname'",
        "from read_csv('https://films.example/x.csv')",
        "from glob('/*')",
        "select * from nowhere",
        "select 1 / 'x'",
        "explain analyze insert into body values ('a', 'b', 'c', 1)",
    ],
)
def test_a_query_finds_no_way_out(stored: Any, sql: str) -> None:
    with stored.release() as release, pytest.raises(QueryFailed):
        release.rows(sql)


def test_a_query_is_stopped_at_its_time(stored: Any) -> None:
    endless = "select count(*) from range(1000000000) a, range(1000000000) b"
    with stored.release(seconds=0.2) as release:
        with pytest.raises(QueryTooLong):
            release.table(endless)
        with pytest.raises(QueryTooLong):
            release.rows(endless)
        assert release.value("select 1") == 1


def test_rows_are_cut_at_the_limit_and_say_so(stored: Any) -> None:
    with stored.release(rows=5) as release:
        table = release.table("from range(1000000)")
        assert table.num_rows == 5
        assert table.schema.metadata == {b"cut": b"5"}
        assert len(release.rows("from range(1000000)")) == 5
        whole = release.table("from range(5)")
        assert (whole.num_rows, whole.schema.metadata) == (5, None)


def test_views_by_name(stored: Any) -> None:
    with stored.release(rows=3) as release:
        assert release.view("title_summary", {"title_id": "t1"}).column("comments").to_pylist() == [9]
        assert release.view("meta.run").num_rows == 3
        for name in ("nowhere", "body; drop table body", "meta.nowhere"):
            with pytest.raises(UnknownName):
                release.view(name)
        with pytest.raises(UnknownName):
            release.view("title_summary", {"no_column": 1})


def test_the_dictionary_names_every_table_and_view(stored: Any) -> None:
    with stored.release() as release:
        entries = {f"{entry['schema_name']}.{entry['name']}": entry for entry in release.dictionary()}
    assert {"main.comment", "main.title_summary", "meta.run", "main.copied_text"} <= set(entries)
    assert "create view" in entries["main.comment"]["sql"].lower()
    assert all(column["comment"] for entry in entries.values() for column in entry["columns"])
    assert len([e for e in entries.values() if e["kind"] == "view"]) == len(scripts("views"))


def test_what_is_no_warehouse_says_so(tmp_path: Path) -> None:
    import duckdb

    with pytest.raises(NoWarehouse, match="does not exist"):
        open_release(tmp_path / "missing.duckdb")
    (tmp_path / "text.duckdb").write_text("not a database at all " * 1000)
    with pytest.raises(CorruptWarehouse):
        open_release(tmp_path / "text.duckdb")
    (tmp_path / "empty.duckdb").touch()
    with pytest.raises(CorruptWarehouse):
        open_release(tmp_path / "empty.duckdb")
    duckdb.connect(str(tmp_path / "other.duckdb")).execute("create table x (y integer)").close()
    with pytest.raises(CorruptWarehouse, match="no nightreel warehouse"):
        open_release(tmp_path / "other.duckdb")


def test_two_releases_can_be_open_at_once(stored: Any) -> None:
    older = stored.data_dir / "releases" / "2026-01-01.01.duckdb"
    with stored.release() as new, open_release(older) as old, stored.release() as again:
        assert (old.run_id, new.run_id, again.run_id) == ("2026-01-01.01", "2026-01-03.01", "2026-01-03.01")


@pytest.mark.parametrize("saved", questions(), ids=lambda q: q.name)
def test_saved_questions_are_answered(stored: Any, saved: Any) -> None:
    assert saved.says.endswith("?")
    with stored.release() as release:
        assert release.table(saved.sql).num_columns > 2


def test_an_unknown_question_lists_the_others() -> None:
    assert len(questions()) >= 12
    assert question("gone_comments").name == "gone_comments"
    with pytest.raises(UnknownName, match="gone_comments"):
        question("nothing")


def test_a_result_that_is_not_read_to_its_end_stands_in_no_others_way(stored: Any) -> None:
    with stored.release() as release:
        assert release.value("select * from range(100000)") == 0
        assert release.table("select 1 as one").num_rows == 1
