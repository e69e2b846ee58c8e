"""Every table and column says what it is; names are what the house allows; nothing is made twice."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.checking import says_of, severity_of
from warehouse.schema import STORAGE_VERSION, migrate, open_to_write, scripts
from warehouse.staging import STAGED

WAREHOUSE = Path(__file__).parents[2] / "warehouse"
FILES = sorted(path for path in WAREHOUSE.glob("**/*.sql") if not path.parent.name.startswith("bands"))


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("schema")
    con = open_to_write(folder / "w.duckdb", scratch=folder)
    migrate(con)
    yield con
    con.close()


def test_every_table_and_view_says_what_it_is(con: Any) -> None:
    silent = con.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where comment is null "
        "and database_name = 'nightreel' "
        "union all select schema_name || '.' || view_name from duckdb_views() where comment is null and not internal "
        "and database_name = 'nightreel'"
    ).fetchall()
    assert silent == []


def test_every_column_says_what_it_is(con: Any) -> None:
    silent = con.execute(
        "select schema_name || '.' || table_name || '.' || column_name from duckdb_columns() "
        "where comment is null and not internal and database_name = 'nightreel'"
    ).fetchall()
    assert silent == []


def test_no_name_is_a_reserved_word(con: Any) -> None:
    reserved = {
        word
        for (word,) in con.execute(
            "select keyword_name from duckdb_keywords() where keyword_category = 'reserved'"
        ).fetchall()
    }
    names = {
        name
        for (name,) in con.execute(
            "select column_name from duckdb_columns() where database_name = 'nightreel' "
            "union select table_name from duckdb_columns() where database_name = 'nightreel'"
        ).fetchall()
    }
    assert names & (reserved | {"at"}) == set()
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)


def test_migrating_again_does_nothing(con: Any) -> None:
    assert migrate(con) == []


def test_changed_views_are_made_again(con: Any) -> None:
    con.execute("update meta.migration set checksum = 'old' where number = 0")
    assert migrate(con) == ["views"]


def test_files_are_written_for_the_previous_duckdb(con: Any) -> None:
    tags = con.execute(
        "select tags['storage_version'] from duckdb_databases() where database_name = 'nightreel'"
    ).fetchall()
    assert tags[0][0].startswith(STORAGE_VERSION)


def test_migrations_are_numbered_without_gaps() -> None:
    numbers = [script.number for script in scripts("migrations")]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("check", scripts("checks"), ids=lambda script: script.name)
def test_every_check_states_its_severity_and_sentence(check: Any) -> None:
    assert severity_of(check) in ("info", "warn", "error", "block")
    assert says_of(check).endswith(".")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_sql_is_lower_case_and_starts_with_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    bare = re.sub(r"--.*|'(?:[^']|'')*'", "", text)
    assert bare == bare.lower()
    assert text.startswith("-- ") or path.parent.name == "migrations"


@pytest.mark.parametrize("table", sorted(STAGED))
def test_every_staged_table_is_loaded(table: str) -> None:
    assert any(re.search(rf"\bstaged_{table}\b", script.sql) for script in scripts("load"))


def test_staged_types_fit_their_tables(con: Any) -> None:
    for table, target in {"comment": "comment_revision", "capture": "meta.capture", "reject": "reject"}.items():
        con.register("staged_shape", STAGED[table].empty_table())
        staged = dict(con.execute("select column_name, column_type from (describe staged_shape)").fetchall())
        stored = dict(con.execute(f"select column_name, column_type from (describe {target})").fetchall())
        assert {name: kind for name, kind in staged.items() if stored[name] != kind} == {}


def test_failed_migration_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from warehouse import schema

    good = schema.scripts("migrations")
    bad = schema.Script("0002_bad", "create table half (x integer); select no_such_function()")
    con = open_to_write(tmp_path / "w.duckdb", scratch=tmp_path)
    monkeypatch.setattr(schema, "scripts", lambda folder: (*good, bad) if folder == "migrations" else scripts(folder))
    with pytest.raises(duckdb.Error):
        migrate(con)
    con.execute("rollback")
    assert con.execute("select count(*) from duckdb_tables() where table_name = 'half'").fetchall() == [(0,)]
    assert con.execute("select max(number) from meta.migration").fetchall() == [(1,)]
    con.close()
