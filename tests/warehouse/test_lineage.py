"""From a comment or title to its raw text, capture and place in the archive."""

from __future__ import annotations

from typing import Any

import pytest

from warehouse.errors import UnknownName
from warehouse.lineage import lineage


@pytest.fixture
def edited(house: Any) -> Any:
    dated = {"posted_raw": "08/03/25", "posted_shape": "N/N/N", "posted_readings": ["2025-03-08", "2025-08-03"]}
    said = {"text": "one one", "site_comment_id": "77", "permalink": "https://films.example/t1#77", **dated}
    run_id = house.thread(1, {"c1": said, "c2": {"text": "one"}})
    order = {
        "site_id": "s",
        "shape": "N/N/N",
        "date_order": None,
        "rule": "open",
        "votes_for": 0.0,
        "votes_against": 0.0,
    }
    house.stage(run_id, "date_order", [order])
    house.stage(
        run_id,
        "repeat",
        [
            {
                "comment_id": "c1",
                "body_id": "b-one one",
                "ordinal": 1,
                "kind": "whole",
                "rule": "copy",
                "text": "one",
                "span_start": 4,
                "span_end": 7,
                "kept_start": 0,
                "kept_end": 3,
            }
        ],
    )
    copy = {"cluster_id": "c2", "canonical_comment_id": "c2", "similarity": 1.0, "containment": 1.0, "rule": "exact"}
    house.stage(run_id, "duplicate", [{"comment_id": "c1", **copy}])
    house.load(run_id)
    house.load(
        house.thread(2, {"c1": said | {"author": "someone else"}, "c2": {"text": "one"}}, title_row={"name": "New"})
    )
    return house


@pytest.mark.parametrize("wanted", ["c1", "77", "https://films.example/t1#77"])
def test_a_comment_leads_back_to_its_page(edited: Any, wanted: str) -> None:
    with edited.release() as release:
        found = lineage(release, wanted)
    assert (found.entity, found.entity_id, found.raw) == ("comment", "c1", "one one")
    assert [(r["revision"], r["author"], r["archive_file"], r["archive_offset"]) for r in found.revisions] == [
        (1, "author of c1", "s/2026-01.warc.gz", 1000),
        (2, "someone else", "s/2026-01.warc.gz", 2000),
    ]
    assert found.revisions[0]["url"] == "https://films.example/t1"
    assert [c["kind"] for c in found.changes] == ["added", "edited"]
    assert [(r["text"], r["span_start"]) for r in found.repeats] == [("one", 4)]
    assert found.date_order is not None
    assert found.date_order["rule"] == "open"
    assert found.duplicate is not None
    assert found.duplicate["canonical_comment_id"] == "c2"


def test_a_title_leads_back_to_its_page(edited: Any) -> None:
    with edited.release() as release:
        found = lineage(release, "t1")
    assert (found.entity, found.present["name"]) == ("title", "New")
    assert [(r["name"], r["archive_offset"]) for r in found.revisions] == [("A Film", 1000), ("New", 2000)]


def test_an_unchanged_page_leads_to_the_bytes_that_it_stands_for(house: Any) -> None:
    house.load(house.thread(1, {"c1": {}}))
    run_id = house.thread(2, {"c1": {}, "c2": {}})
    house.stage(
        run_id,
        "capture",
        [
            {
                "capture_id": "t1-2",
                "content_capture_id": "t1-1",
                "site_id": "s",
                "url": "https://films.example/t1",
                "fetched_at": house.at(2),
                "status": 304,
                "outcome": "unchanged",
            }
        ],
    )
    house.load(run_id)
    with house.release() as release:
        first = lineage(release, "c2").revisions[0]
    assert (first["status"], first["archive_file"], first["archive_offset"]) == (304, "s/2026-01.warc.gz", 1000)


def test_what_is_unknown_or_ambiguous_is_said(house: Any) -> None:
    house.load(house.thread(1, {"c1": {"site_comment_id": "7"}, "c2": {"site_comment_id": "7"}}))
    with house.release() as release:
        with pytest.raises(UnknownName, match="there is no comment or title c9"):
            lineage(release, "c9")
        with pytest.raises(UnknownName, match="comment c1, comment c2"):
            lineage(release, "7")
