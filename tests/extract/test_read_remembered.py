"""Answers about long texts of a page are given, but not kept."""

from __future__ import annotations

from extract.read.remembered import remembered


def test_only_short_texts_are_kept() -> None:
    asked: list[int] = []

    @remembered(8)
    def length(text: str) -> int:
        asked.append(len(text))
        return len(text)

    assert [length("x" * n) for n in (5, 5, 200, 200, 20_000, 20_000)] == [5, 5, 200, 200, 20_000, 20_000]
    assert asked == [5, 200, 20_000, 20_000]


def test_no_more_answers_are_kept_than_said() -> None:
    asked: list[str] = []

    @remembered(3)
    def upper(text: str) -> str:
        asked.append(text)
        return text.upper()

    assert [upper(text) for text in "abcabcdda"] == list("ABCABCDDA")
    assert asked == list("abcda")
