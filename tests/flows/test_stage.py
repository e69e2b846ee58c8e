"""One site's night, from what was read to the rows of the warehouse."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from extract.archive.entry import Entry, Facts, ThreadOfNight
from extract.records import Extraction, RawComment, RawTitle
from extract.site import Site
from flows.stage import stage_site

AT = datetime(2026, 1, 1, 2, tzinfo=UTC)
URL = "https://films.example/7"


class NothingStored:
    """A site of which the warehouse holds nothing."""

    def title_ids(self) -> Any:
        return {}

    def comments(self, title_ids: Any) -> Any:
        return {}

    def votes(self) -> Any:
        return ()

    def orders(self) -> Any:
        return {}

    def bare_ratings(self) -> Any:
        return ()

    def dates_of_shape(self, shape: str) -> Any:
        return ()


def entry(capture_id: str, digest: str | None) -> Entry:
    return Entry(capture_id, "s", URL, AT, 200, digest, None, capture_id, "f", 0, 1, None, None, Facts())


def staged(*captures: Entry) -> dict[str, list[dict[str, Any]]]:
    """What is staged of one thread without ids, whose pages say what their bytes are."""
    read = {}
    for one in captures:
        said = RawComment(
            key=f"{one.capture_id}-1",
            id_from="position",
            read_by="finder",
            confidence=1.0,
            position=0,
            body=f"The bytes of this page are {one.digest}.",
        )
        read[one.capture_id] = Extraction(url=URL, status="ok", title=RawTitle(name="A Film"), comments=(said,))
    thread = ThreadOfNight("s", date(2026, 1, 1), URL, "r", AT, captures, True, True, False, None, 0)
    return stage_site(Site(site_id="s"), [thread], read, NothingStored()).rows


def test_a_pager_that_goes_round_shows_no_page_twice() -> None:
    rows = staged(entry("a", "same"), entry("b", "same"), entry("c", "same"))
    assert len(rows["comment"]) == 1
    assert rows["comment"][0]["capture_id"] == "a"
    assert [(row["read"], row["ended_normally"]) for row in rows["thread_read"]] == [(1, True)]


def test_pages_of_other_bytes_are_all_taken() -> None:
    assert len(staged(entry("a", "one"), entry("b", "other"), entry("c", None))["comment"]) == 3
