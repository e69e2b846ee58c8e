"""The views answer what their names ask, by numbers worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest


@pytest.fixture(scope="module")
def three_nights(new_house: Any) -> Any:
    """Night 1: 20, 40 and a copy of 90 in the sum; night 2: 40 becomes 60, one more; night 3: the first is gone."""
    house = new_house()

    def said(author: str, percent: float | None, text: str) -> dict[str, Any]:
        return {"author": author, "rating_percent": percent, "rating_raw": str(percent), "text": text}

    ann, bob, copy = said("Ann", 20.0, "a text"), said("Bob", 40.0, "b text"), said("Cid", 90.0, "a text")
    duplicate = {
        "comment_id": "c3",
        "cluster_id": "c1",
        "canonical_comment_id": "c1",
        "similarity": 1.0,
        "rule": "exact",
    }
    page = {"rating_raw": "7/10", "rating_percent": 70.0, "rating_value": 7.0, "rating_best": 10.0, "rating_count": 5}
    run_id = house.thread(1, {"c1": ann, "c2": bob, "c3": copy}, title_row=page)
    house.stage(run_id, "duplicate", [duplicate])
    house.load(run_id)
    more = {"c2": bob | {"rating_percent": 60.0, "rating_raw": "6"}, "c3": copy, "c4": said("Dan", None, "d text")}
    house.load(house.thread(2, more, title_row=page | {"rating_percent": 80.0, "rating_raw": "8/10"}))
    run_id = house.thread(3, more, title_row=page | {"rating_percent": 80.0, "rating_raw": "8/10"})
    other = {"title_id": "t2", "site_id": "s", "capture_id": "t1-3", "observed_at": house.at(3)}
    house.stage(run_id, "title", [other | {"name": "Other", "state": "live"}], part=1)
    house.stage(run_id, "comment", [other | {"comment_id": "c5", "author": "Ann", "body_id": "b-a text"}], part=1)
    house.stage(run_id, "duplicate", [duplicate, duplicate | {"comment_id": "c5"}])
    house.load(run_id)
    return house


def test_title_summary_leaves_out_duplicates_and_gone_ones(three_nights: Any) -> None:
    assert three_nights.rows(
        "select page_percent, comments, rated_comments, comments_percent, gone_comments, duplicate_comments, authors "
        "from title_summary where title_id = 't1'"
    ) == [
        {
            "page_percent": 80.0,
            "comments": 2,
            "rated_comments": 1,
            "comments_percent": 60.0,
            "gone_comments": 1,
            "duplicate_comments": 1,
            "authors": 2,
        }
    ]


def test_rating_by_night_is_filled_between_revisions(three_nights: Any) -> None:
    found = three_nights.rows(
        "select night, page_percent, comments, rated_comments, comments_percent from rating_by_night "
        "where title_id = 't1' order by night"
    )
    assert [tuple(row.values()) for row in found] == [
        (date(2026, 1, 1), 70.0, 2, 2, 30.0),
        (date(2026, 1, 2), 80.0, 3, 2, 40.0),
        (date(2026, 1, 3), 80.0, 2, 1, 60.0),
    ]


def test_rating_by_night_ends_where_title_summary_stands(three_nights: Any) -> None:
    assert (
        three_nights.rows(
            "select title_id from title_summary join rating_by_night using (title_id) "
            "where night = date '2026-01-03' and (title_summary.comments <> rating_by_night.comments "
            "or title_summary.comments_percent is distinct from rating_by_night.comments_percent)"
        )
        == []
    )


def test_rating_distribution_counts_live_ones(three_nights: Any) -> None:
    assert three_nights.rows("select title_id, percent_from, percent_to, comments from rating_distribution") == [
        {"title_id": "t1", "percent_from": 60, "percent_to": 70, "comments": 1}
    ]


def test_comment_feed_is_newest_first(three_nights: Any) -> None:
    found = three_nights.rows("select comment_id, title_name, is_duplicate from comment_feed")
    assert [(row["comment_id"], row["is_duplicate"]) for row in found] == [
        ("c5", True),
        ("c4", False),
        ("c2", False),
        ("c3", True),
    ]


def test_last_night_counts_its_changes(three_nights: Any) -> None:
    found = three_nights.rows("select title_id, added, gone, is_new_title from last_night order by title_id")
    assert [tuple(row.values()) for row in found] == [("t1", 0, 1, False), ("t2", 1, 0, True)]


def test_site_and_its_health(three_nights: Any) -> None:
    assert three_nights.rows("select site_id, health, threads, complete_threads, last_run_id from site") == [
        {"site_id": "s", "health": "ok", "threads": 1, "complete_threads": 1, "last_run_id": "2026-01-03.01"}
    ]
    found = three_nights.rows("select read, added, rerated, gone from site_health order by run_id")
    assert [tuple(row.values()) for row in found] == [(3, 3, 0, 0), (3, 1, 1, 0), (3, 1, 0, 1)]


def test_copied_and_syndicated_texts(three_nights: Any) -> None:
    assert three_nights.rows("select comments, authors, titles, canonical_comment_id, text from copied_text") == [
        {"comments": 3, "authors": 2, "titles": 2, "canonical_comment_id": "c1", "text": "a text"}
    ]
    assert three_nights.rows("select author, comments, titles, first_comment_id from syndicated") == [
        {"author": "Ann", "comments": 2, "titles": 2, "first_comment_id": "c1"}
    ]
