"""What the later steps ask of the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from extract.archive import Archive, ArchiveError, Entry, Facts, Pause
from extract.records import Capture

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NIGHT = date(2026, 3, 2)
START = "http://films.example.org/t/1"


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "data") as archive:
        yield archive


def add(archive: Archive, day: int, path: str = "/t/1", body: bytes = b"text", **more) -> Entry:
    url = f"http://films.example.org{path}"
    given = Facts(night=NIGHT + timedelta(days=day), run_id=f"run-{day}", host="films.example.org", **more)
    capture = Capture(url, body, 200, (), AT + timedelta(days=day), site_id="films")
    return archive.add(capture, given, known=archive.ledger.last_content("films", url))


def end(archive: Archive, day: int, *pages: Entry, ended: bool = True, gone: bool = False):
    night = NIGHT + timedelta(days=day)
    archive.add_thread(
        "films",
        START,
        AT + timedelta(days=day),
        night=night,
        run_id=f"run-{day}",
        pages=tuple(page.capture_id for page in pages),
        ended_normally=ended,
        gone=gone,
    )
    (thread,) = archive.ledger.threads_of_night("films", night)
    return thread


def test_captures_by_run_and_by_night(archive: Archive) -> None:
    one, two = add(archive, 0), add(archive, 1)
    assert archive.ledger.captures_of_run("run-0") == [one]
    assert archive.ledger.captures_of_night("films", NIGHT + timedelta(days=1)) == [two]
    assert archive.ledger.captures_of_night("series", NIGHT) == []


def test_a_thread_is_changed_once_and_then_counts_its_quiet_nights(archive: Archive) -> None:
    told = [(thread.changed, thread.streak) for thread in (end(archive, day, add(archive, day)) for day in range(4))]
    assert told == [(True, 0), (False, 1), (False, 2), (False, 3)]


@pytest.mark.parametrize("what", ["other bytes", "a page more", "a page less", "gone"])
def test_what_changes_a_thread(archive: Archive, what: str) -> None:
    end(archive, 0, add(archive, 0), add(archive, 0, "/t/1?2"))
    thread = {
        "other bytes": lambda: end(archive, 1, add(archive, 1), add(archive, 1, "/t/1?2", b"other")),
        "a page more": lambda: end(archive, 1, add(archive, 1), add(archive, 1, "/t/1?2"), add(archive, 1, "/t/1?3")),
        "a page less": lambda: end(archive, 1, add(archive, 1)),
        "gone": lambda: end(archive, 1, gone=True),
    }[what]()
    assert (thread.changed, thread.streak) == (True, 0)


def test_an_incomplete_night_is_not_what_the_next_one_is_compared_with(archive: Archive) -> None:
    end(archive, 0, add(archive, 0), add(archive, 0, "/t/1?2"))
    assert end(archive, 1, add(archive, 1), ended=False).changed
    again = end(archive, 2, add(archive, 2), add(archive, 2, "/t/1?2"))
    assert (again.changed, again.ended_normally, again.streak) == (False, True, 1)
    assert archive.ledger.last_complete("films") == {START: (NIGHT + timedelta(days=2), 1)}


def test_a_title_that_stays_gone_is_unchanged(archive: Archive) -> None:
    end(archive, 0, add(archive, 0))
    assert end(archive, 1, gone=True).changed
    assert not end(archive, 2, gone=True).changed
    assert end(archive, 3, add(archive, 3)).changed


def test_a_later_run_of_the_night_replaces_what_the_first_one_left(archive: Archive) -> None:
    end(archive, 0, add(archive, 0))
    end(archive, 1, add(archive, 1), ended=False)
    thread = end(archive, 1, add(archive, 1, body=b"more"))
    assert (thread.ended_normally, thread.changed) == (True, True)


def test_a_host_shows_how_it_was_treated(archive: Archive) -> None:
    add(archive, 0, robots="allowed")
    add(archive, 1, robots="allowed")
    pause = Pause("films.example.org", AT + timedelta(days=1, seconds=1), 3600.0, "http/503")
    archive.add_pause("films", START, pause)
    refused = Facts(night=NIGHT, run_id="r", robots="disallowed", host="films.example.org", requested=False)
    archive.add_failure("films", START, AT + timedelta(days=1, seconds=2), refused)
    facts = archive.ledger.host_facts("films.example.org")
    assert (facts.requests, facts.least_gap) == (2, 86400.0)
    assert dict(facts.robots) == {"allowed": 2, "disallowed": 1}
    assert facts.pauses[0].next_request_at is None
    assert facts.pauses[0].honoured
    add(archive, 1, "/t/2")
    capture = Capture(START, b"x", 200, (), pause.began_at + timedelta(seconds=10), site_id="films")
    archive.add(capture, Facts(run_id="r", host="films.example.org"))
    assert not archive.ledger.host_facts("films.example.org").pauses[0].honoured
    assert archive.ledger.hosts("films") == ["films.example.org"]


def test_readers_see_what_was_flushed_and_never_wait(archive: Archive) -> None:
    add(archive, 0)
    archive.flush()
    reader = Archive(archive.data_dir)
    late = add(archive, 1)
    assert len(reader.ledger.captures_of_run("run-0")) == 1
    assert reader.ledger.captures_of_run("run-1") == []
    archive.flush()
    assert reader.ledger.captures_of_run("run-1") == [late]
    reader.close()


def test_a_ledger_of_another_version_is_made_again(archive: Archive) -> None:
    entry = add(archive, 0)
    archive.close()
    import sqlite3

    with sqlite3.connect(archive.ledger_path) as connection:
        connection.execute("pragma user_version = 99")
    connection.close()
    with Archive(archive.data_dir) as again:
        with pytest.raises(ArchiveError, match="nightreel archive index"):
            again.ledger.captures_of_run("run-0")
        again.start_writing()
        assert again.ledger.captures_of_run("run-0") == [entry]
