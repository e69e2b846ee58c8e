"""Ratings whose values markup states, and the scale of a site's bare numbers."""

from __future__ import annotations

import json

import pytest

from transform.ratings import ScaleVotes, read_stated, scale_votes, settle_scale


@pytest.mark.parametrize(
    ("value", "best", "expected"),
    [
        ("8.7", "10", (8.7, 10, 87, "schema-org")),
        ("4,5", "5", (4.5, 5, 90, "schema-org")),
        (4.5, 5, (4.5, 5, 90, "schema-org")),
        ("3.5", None, (3.5, 5, 70, "schema-org-best-5")),
        ("8.5", None, (8.5, None, None, "schema-org")),
        ("8.5", "5", (8.5, None, None, "schema-org")),
        ("8.5", "0", (8.5, None, None, "schema-org")),
        ("8.5", "n/a", (8.5, None, None, "schema-org")),
        ("90%", None, (90, 100, 90, "schema-org")),
        ("8/10", None, (8, 10, 80, "n-of-m")),
        ("B+", None, (83, 100, 83, "letters-metacritic")),
        ("0", "5", (0, 5, 0, "schema-org")),
        ("90.7565749342071", "100", (90.7565749342071, 100, 90.7566, "schema-org")),
    ],
)
def test_stated(value: str | float, best: str | float | None, expected: tuple[object, ...]) -> None:
    read = read_stated(value, best=best)
    assert (read.value, read.best, read.percent, read.rule) == expected


def test_worst_is_kept_as_stated() -> None:
    assert read_stated("3", best="5", worst="1").worst == 1
    assert read_stated("3", best="5").worst is None


def test_a_value_under_its_worst_is_no_rating() -> None:
    assert read_stated("0", best="5", worst="1").rejected_by == "under-worst"
    assert read_stated("0", best="5", worst="0").percent == 0


def test_words_are_read_where_a_number_is_missing() -> None:
    assert read_stated("4 out of 5 stars").percent == 80
    assert read_stated("★★★☆☆").percent == 60


def test_other_attributes_have_no_scale_by_convention() -> None:
    assert read_stated("3.5", schema_org=False).best is None


@pytest.mark.parametrize(
    ("value", "veto"),
    [(None, "empty"), ("", "empty"), ("good", "no-number"), ("-1", "no-number"), ("1e999", "no-number"),
     ("9" * 100, "no-number"),
     (float("nan"), "no-number"), (float("inf"), "no-number")],
)  # fmt: skip
def test_not_stated(value: str | float | None, veto: str) -> None:
    read = read_stated(value)
    assert (read.value, read.percent, read.rejected_by) == (None, None, veto)


def test_a_best_stated_on_the_page_settles_its_bare_numbers() -> None:
    assert settle_scale(scale_votes(["8", "9"], stated_best=10)) == 10


def test_values_above_a_stated_best_refute_it() -> None:
    assert settle_scale(scale_votes(["7", "3"], stated_best=5)) is None
    assert settle_scale(scale_votes(["7.2", "3.1", "10", "6.6"], stated_best=5)) == 10


def test_values_that_fill_a_scale_settle_it() -> None:
    assert settle_scale(scale_votes([10, 8, 7, 9, 3, 6, 10, 5, 8, 9, 7, 4])) == 10
    assert settle_scale(scale_votes([8, 6.5, 9, 10])) == 10  # scales of 20 are rare
    assert settle_scale(scale_votes([14, 12, 16, 9])) == 20
    assert settle_scale(scale_votes([100, 80, 72, 91, 35, 64, 88, 50, 81, 90, 77, 41])) == 100
    assert settle_scale(scale_votes([5, 4.5, 3.5, 2, 0.5, 4, 4.5, 5, 3, 1.5, 2.5, 4])) == 5


def test_few_values_settle_nothing() -> None:
    assert settle_scale(scale_votes(["8"])) is None
    assert settle_scale(scale_votes(["8", "9", "10"])) is None
    assert settle_scale(scale_votes([])) is None
    # whole numbers up to 5 may be the lower half of ten
    assert settle_scale(scale_votes([1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 4, 5])) is None


def test_a_little_dirt_does_not_unsettle() -> None:
    many = [10, 8, 7, 9, 3, 6, 10, 5, 8, 9, 7, 4] * 10
    assert settle_scale(scale_votes([*many, 55])) == 10
    assert settle_scale(scale_votes([*many, *[55] * 20])) is None


def test_votes_add_up_over_pages_and_survive_storage() -> None:
    pages = [scale_votes([10, 8, 7]), scale_votes([9, 3, 6, 10]), scale_votes([5, 8, 9, 7, 4])]
    assert settle_scale(pages[0]) is None
    assert settle_scale(pages) == 10
    pooled = sum(pages, ScaleVotes())
    assert settle_scale(ScaleVotes.from_dict(json.loads(json.dumps(pooled.as_dict())))) == 10
