"""Texts by id, tonight's from their staged files: each once, whatever file and group of rows holds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.steps.loading import write_staged
from flows.steps.texts import CommentTexts


def body(body_id: str) -> dict[str, object]:
    return {"body_id": body_id, "raw": f"raw {body_id}", "cleaned": f"text {body_id}", "words": 2}


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommentTexts:
    monkeypatch.setattr("flows.steps.loading.ROWS_TOGETHER", 2)
    write_staged(tmp_path, "one", {"body": [body(name) for name in ("a", "b", "a", "c", "d")]})
    write_staged(tmp_path, "two", {"body": [body(name) for name in ("d", "e", "b")]})
    return CommentTexts(tmp_path, None)


def test_each_text_of_tonight_is_named_once(texts: CommentTexts) -> None:
    assert sorted(texts.staged_ids.to_pylist()) == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize("asked", [[], ["d"], ["e", "a"], ["c", "nobody's", "b"], ["nobody's"]])
def test_texts_come_by_id(texts: CommentTexts, asked: list[str]) -> None:
    found = texts(asked)
    assert found.schema.names == ["body_id", "cleaned"]
    told = {row["body_id"]: row["cleaned"] for row in found.to_pylist()}
    assert told == {name: f"text {name}" for name in asked if name in "abcde"}
    assert found.num_rows == len(told)


def test_a_night_without_texts_holds_none(tmp_path: Path) -> None:
    texts = CommentTexts(tmp_path, None)
    assert len(texts.staged_ids) == texts(["a"]).num_rows == 0
