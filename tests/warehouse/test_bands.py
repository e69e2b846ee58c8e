"""The index of texts: what it answers, and that it stays whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from warehouse import bands as module
from warehouse.bands import BLOCK, BODY, KEY, Bands, BandsInUse, BandsUnreadable


def ids(*body_ids: str) -> pa.Table:
    return pa.table({"body_id": pa.array(body_ids, pa.string())})


def keys(*numbers: int) -> pa.Table:
    return pa.table({"key": pa.array(numbers, pa.uint64())})


def put(bands: Bands, bodies: dict[str, list[int]], *, blocks: dict[str, list[int]] | None = None) -> None:
    """Add texts with the given keys: as bands, and as fingerprints too."""
    rows = {body_id: row for row, body_id in enumerate(bodies)}
    body = [{"row": rows[b], "body_id": b, "words": 30, "marks": len(k), "digest": rows[b]} for b, k in bodies.items()]
    keys = [{"row": rows[b], "key": key} for b, k in bodies.items() for key in k]
    lines = [{"row": rows[b], "key": key, "words": 9} for b, k in (blocks or {}).items() for key in k]
    bands.add(
        pa.Table.from_pylist(body, BODY),
        pa.Table.from_pylist(keys, KEY),
        pa.Table.from_pylist(keys, KEY),
        pa.Table.from_pylist(lines, BLOCK),
    )


def pairs(bands: Bands, *body_ids: str) -> list[tuple[str, str]]:
    table = bands.candidates(ids(*body_ids))
    return list(zip(table["body_id_a"].to_pylist(), table["body_id_b"].to_pylist(), strict=True))


def test_texts_that_share_a_key_are_a_pair_once() -> None:
    with Bands(":memory:") as bands:
        put(bands, {"a": [1, 2], "b": [2, 1], "c": [3], "d": [3, 9]})
        assert pairs(bands, "a", "b", "c", "d") == [("a", "b"), ("c", "d")]
        assert pairs(bands, "b") == [("a", "b")]
        assert pairs(bands, "x") == []


def test_new_texts_meet_stored_ones() -> None:
    with Bands(":memory:") as bands:
        put(bands, {"b": [1]})
        put(bands, {"a": [1], "c": [2]})
        assert pairs(bands, "a", "c") == [("a", "b")]


def test_texts_are_taken_in_once() -> None:
    with Bands(":memory:") as bands:
        put(bands, {"a": [1], "b": [1]})
        put(bands, {"b": [1], "c": [1]})
        assert pairs(bands, "c") == [("a", "c"), ("b", "c")]
        assert bands.missing(ids("a", "b", "c", "d"))["body_id"].to_pylist() == ["d"]


def test_what_was_added_stays(tmp_path: Path) -> None:
    path = tmp_path / "bands.duckdb"
    with Bands(path) as bands:
        put(bands, {"a": [1]})
    with Bands(path) as bands:
        put(bands, {"b": [1]})
        assert pairs(bands, "b") == [("a", "b")]


def test_a_batch_that_fails_leaves_nothing() -> None:
    with Bands(":memory:") as bands:
        with pytest.raises(duckdb.Error):
            bands.add(
                pa.Table.from_pylist([{"row": 0, "body_id": "a", "words": 1, "marks": 0, "digest": None}], BODY),
                KEY.empty_table(),
                KEY.empty_table(),
                BLOCK.empty_table(),
            )
        put(bands, {"b": [1]})
        assert bands.missing(ids("a", "b"))["body_id"].to_pylist() == ["a"]


def test_a_crowd_is_held_against_its_least_members_in_any_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CROWDS", {"crowd": 10, "small_crowd": 10, "leaders": 3})
    crowd = {f"t{number:02d}": [7] for number in range(40)}
    answers = []
    for order in (list(crowd), list(crowd)[::-1]):
        with Bands(":memory:") as bands:
            put(bands, {body_id: crowd[body_id] for body_id in order})
            answers.append(pairs(bands, *crowd))
    assert answers[0] == answers[1]
    assert {b for _, b in answers[0]} == set(crowd) - {"t00"}
    assert len(answers[0]) < 200


@pytest.mark.parametrize("content", [b"no database at all" * 1000, b""])
def test_a_file_that_is_no_index_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bands.duckdb"
    path.write_bytes(content)
    with pytest.raises(BandsUnreadable, match="delete it"):
        Bands(path)


def test_an_index_that_is_held_is_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "bands.duckdb"
    hold = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None and holder.stdin is not None
        holder.stdout.readline()
        with pytest.raises(BandsInUse, match="run again"):
            Bands(path)
        holder.stdin.close()


def test_another_layout_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bands.duckdb"
    Bands(path).close()
    monkeypatch.setattr(module, "LAYOUT", module.LAYOUT + 1)
    with pytest.raises(BandsUnreadable, match="layout"):
        Bands(path)


def test_a_line_in_many_unlike_texts_is_boilerplate() -> None:
    with Bands(":memory:") as bands:
        put(
            bands,
            {b: [1] for b in "abcdefg"},
            blocks={b: [99, number] for number, b in enumerate("abcdef")} | {"g": [5]},
        )
        everyone = [{"key": 99, "body_id": b, "words": 9, "body_words": 30} for b in "abcdef"]
        assert bands.boilerplate(ids("a", "g"), keys()).to_pylist() == everyone
        assert bands.boilerplate(ids("g"), keys(99)).to_pylist() == everyone
        assert bands.boilerplate(ids("g"), keys(5)).to_pylist() == []


def test_a_line_in_copies_of_one_text_is_none() -> None:
    with Bands(":memory:") as bands:
        put(bands, {b: [1] for b in "abcdef"}, blocks={b: [99, 98, 97, number] for number, b in enumerate("abcdef")})
        assert bands.boilerplate(ids("a"), keys()).num_rows == 0
