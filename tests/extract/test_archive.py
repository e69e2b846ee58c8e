"""The archive: what goes in comes out, whatever happens in between."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import random
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.archive import Archive, ArchiveError, ArchiveInUse, Entry, Facts, NoSuchCapture, Pause, verify
from extract.archive.entry import capture_id_of, parse_warc_date, warc_date
from extract.records import Capture

AT = datetime(2026, 3, 2, 1, 0, 0, 123456, tzinfo=UTC)
NIGHT = date(2026, 3, 2)


def page(number: int, body: bytes | None = None, at: datetime = AT, **more) -> Capture:
    return Capture(
        url=f"http://films.example.org/t/{number}",
        body=b"<p>page %d</p>" % number if body is None else body,
        headers=more.pop("headers", (("Content-Type", "text/html"), ("ETag", f'"{number}"'))),
        fetched_at=at + timedelta(seconds=number),
        site_id=more.pop("site_id", "films"),
        **more,
    )


def facts(**more) -> Facts:
    return Facts(night=NIGHT, run_id="run-1", host="films.example.org", **more)


def fill(archive: Archive, number: int) -> list[Entry]:
    entries = [archive.add(page(n), facts(), request_headers={"Host": "films.example.org"}) for n in range(number)]
    archive.flush()
    return entries


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "data") as archive:
        yield archive


def test_what_goes_in_comes_out(archive: Archive) -> None:
    headers = (
        ("Content-Type", "text/html"),
        ("X-Odd", "döner"),
        ("Set-Cookie", "a"),
        ("Set-Cookie", "b"),
        ("Empty", ""),
    )
    entry = archive.add(page(1, b"\x00\xff bytes \r\n\r\n", headers=headers), facts())
    capture = archive.read(entry.capture_id)
    assert capture == page(1, b"\x00\xff bytes \r\n\r\n", headers=headers, capture_id=entry.capture_id)
    assert archive.read_at(entry.file, entry.offset) == capture


@settings(max_examples=20, deadline=None)
@given(
    body=st.binary(max_size=3000),
    headers=st.lists(
        st.tuples(
            st.text("abcXYZ-", min_size=1, max_size=10),
            st.text(st.characters(codec="latin-1", exclude_categories=("Cc",)), max_size=30).map(str.strip),
        ),
        max_size=6,
    ),
    status=st.sampled_from([200, 404, 500]),
)
def test_any_answer_comes_back_and_is_indexed_again(tmp_path_factory, body, headers, status) -> None:
    taken = {"content-encoding", "transfer-encoding", "etag", "last-modified"}
    headers = tuple((name, value) for name, value in headers if name.lower() not in taken)
    with Archive(tmp_path_factory.mktemp("data")) as archive:
        entry = archive.add(page(1, body, status=status, headers=headers), facts())
        assert archive.read(entry.capture_id).body == body
        assert archive.read(entry.capture_id).headers == headers
        archive.index()
        assert archive.ledger.entry(entry.capture_id) == entry
        assert verify(archive).problems == ()


def test_files_lie_by_site_and_month(archive: Archive) -> None:
    archive.add(page(1), facts())
    archive.add(page(2, at=AT + timedelta(days=40)), facts())
    archive.add(page(3, site_id="a/b: ü"), facts())
    archive.flush()
    names = [path.relative_to(archive.folder).as_posix() for path in archive.warcs()]
    assert names == ["a%2Fb%3A %C3%BC/2026-03.warc.gz", "films/2026-03.warc.gz", "films/2026-04.warc.gz"]


@pytest.mark.parametrize("site_id", ["", ".", ".."])
def test_a_site_cannot_leave_the_archive(archive: Archive, site_id: str) -> None:
    with pytest.raises(ValueError, match="another id"):
        archive.add(page(1, site_id=site_id), facts())


def test_ids_sort_by_time_and_follow_from_the_record(archive: Archive) -> None:
    entries = fill(archive, 20)
    assert [entry.capture_id for entry in entries] == sorted(entry.capture_id for entry in entries)
    for entry in entries:
        record = archive.record_at(entry.file, entry.offset)
        assert capture_id_of(record.field("WARC-Record-ID") or "", record.field("WARC-Date") or "") == entry.capture_id
    assert entries[0].capture_id.startswith("20260302T010000123456-")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02T01:00:00Z", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        ("2026-03-02T01:00:00.5Z", datetime(2026, 3, 2, 1, 0, 0, 500000, tzinfo=UTC)),
        ("2026-03-02T01:00:00.123456789Z", datetime(2026, 3, 2, 1, 0, 0, 123456, tzinfo=UTC)),
        ("2026-03-02T02:00:00+01:00", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
    ],
)
def test_warc_dates(text: str, moment: datetime) -> None:
    assert parse_warc_date(text) == moment
    assert parse_warc_date(warc_date(moment)) == moment


def test_unchanged_bytes_are_stored_once(archive: Archive) -> None:
    first = archive.add(page(1, b"x" * 5000), facts())
    same = archive.add(page(1, b"x" * 5000, at=AT + timedelta(days=1)), facts(), known=first)
    not_modified = archive.add(page(1, b"", at=AT + timedelta(days=2), status=304), facts(), known=same)
    other = archive.add(page(1, b"y" * 5000, at=AT + timedelta(days=3)), facts(), known=not_modified)
    assert [each.outcome for each in (first, same, not_modified, other)] == ["ok", "unchanged", "unchanged", "ok"]
    assert [archive.record_at(each.file, each.offset).kind for each in (first, same, not_modified, other)] == [
        "response",
        "revisit",
        "revisit",
        "response",
    ]
    for each in (same, not_modified):
        assert each.content_capture_id == first.capture_id
        capture = archive.read(each.capture_id)
        assert (capture.body, capture.status, capture.fetched_at) == (b"x" * 5000, 200, first.fetched_at)
        assert capture.capture_id == each.capture_id


def test_the_same_page_in_another_coding_is_unchanged_and_still_stored_as_sent(archive: Archive) -> None:
    import gzip

    body = b"<p>text</p>" * 100
    headers = (("Content-Encoding", "gzip"),)
    first = archive.add(page(1, body, headers=headers), facts(), payload=gzip.compress(body, mtime=1))
    second = archive.add(
        page(1, body, headers=headers, at=AT + timedelta(days=1)),
        facts(),
        payload=gzip.compress(body, mtime=2),
        known=first,
    )
    assert (second.outcome, second.content_capture_id) == ("unchanged", first.capture_id)
    assert archive.record_at(second.file, second.offset).kind == "response"
    assert archive.read_at(second.file, second.offset).body == body
    archive.index()
    assert archive.ledger.entry(second.capture_id) == second


def everything(archive: Archive) -> tuple:
    ledger = archive.ledger
    nights = [NIGHT + timedelta(days=n) for n in range(3)]
    return (
        [ledger.captures_of_night("films", night) for night in nights],
        [ledger.threads_of_night("films", night) for night in nights],
        ledger.host_facts("films.example.org"),
        ledger.files(),
    )


def test_the_ledger_can_be_made_again_from_the_warcs_alone(archive: Archive) -> None:
    for number in range(3):
        night, at = NIGHT + timedelta(days=number), AT + timedelta(days=number)
        entries = []
        for n in range(5):
            known = archive.ledger.last_content("films", f"http://films.example.org/t/{n}")
            more = Facts(
                night=night,
                run_id=f"run-{number}",
                thread="t",
                page=n,
                host="films.example.org",
                robots="allowed",
                seconds=0.5,
            )
            entries.append(archive.add(page(n, at=at), more, known=known))
        entries.append(archive.amend(entries.pop(), at, "blocked", "blocked/challenge"))
        archive.add_failure(
            "films", "http://films.example.org/x", at, Facts(night, f"run-{number}", outcome="error", reason="dns")
        )
        archive.add_thread(
            "films",
            "t",
            at,
            night=night,
            run_id=f"run-{number}",
            pages=tuple(e.capture_id for e in entries),
            ended_normally=True,
        )
        archive.add_pause("films", "http://films.example.org/x", Pause("films.example.org", at, 60.0, "http/503"))
    archive.flush()
    before = everything(archive)
    archive.ledger_path.unlink()
    with Archive(archive.data_dir) as again:
        archive.close()
        again.index()
        assert everything(again) == before
        assert verify(again).problems == ()


def test_a_lost_ledger_is_made_again_at_the_next_start(archive: Archive) -> None:
    entries = fill(archive, 5)
    archive.close()
    for path in archive.data_dir.glob("ledger.sqlite*"):
        path.unlink()
    with Archive(archive.data_dir) as again:
        recovery = again.start_writing()
        assert recovery.records > 5
        assert again.ledger.captures_of_night("films", NIGHT) == entries


# -- crashes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tail", ["cut", "zeros", "noise", "half a header"])
def test_a_torn_tail_is_cut_at_the_last_good_record(archive: Archive, tail: str) -> None:
    entries = fill(archive, 10)
    archive.close()
    path = archive.folder / entries[0].file
    whole = path.read_bytes()
    last = entries[-1].offset
    path.write_bytes(
        {
            "cut": whole[: last + entries[-1].length // 2],
            "zeros": whole[:last] + b"\0" * 5000,
            "noise": whole[:last] + random.Random(1).randbytes(5000),
            "half a header": whole[:last] + whole[last : last + 8],
        }[tail]
    )
    with Archive(archive.data_dir) as again:
        again.start_writing()
        assert path.stat().st_size == last
        assert again.recovery.cut
        assert [entry.capture_id for entry in again.ledger.captures_of_night("films", NIGHT)] == [
            entry.capture_id for entry in entries[:-1]
        ]
        again.add(page(99), facts())
        again.flush()
        assert verify(again).problems == ()


@settings(max_examples=15, deadline=None)
@given(share=st.floats(0, 1), lost_ledger=st.booleans())
def test_whatever_a_power_loss_leaves_the_captures_before_it_stand(tmp_path_factory, share, lost_ledger) -> None:
    with Archive(tmp_path_factory.mktemp("data")) as archive:
        entries = [archive.add(page(n), facts(), request_headers={"Host": "a"}) for n in range(6)]
        archive.close()
        path = archive.folder / entries[0].file
        kept = int(path.stat().st_size * share)
        with path.open("rb+") as stream:
            stream.truncate(kept)
        if lost_ledger:
            archive.ledger_path.unlink()
    with Archive(archive.data_dir) as again:
        again.start_writing()
        whole = [entry for entry in entries if entry.offset + entry.length <= kept]
        assert again.ledger.captures_of_night("films", NIGHT) == whole
        late = again.add(page(9), facts())
        assert again.read(late.capture_id).body == b"<p>page 9</p>"
        again.flush()
        assert verify(again).problems == ()


def test_what_was_written_and_not_yet_in_the_ledger_is_found(archive: Archive) -> None:
    entries = fill(archive, 3)
    late = [archive.add(page(n), facts()) for n in range(3, 6)]
    archive._writing.ledger._connection.execute("rollback")
    archive._close_files()
    os.close(archive._writing.lock_descriptor)
    archive._writing = None
    with Archive(archive.data_dir) as again:
        assert again.start_writing().records == 3
        assert again.ledger.captures_of_night("films", NIGHT) == entries + late


def test_damage_in_the_middle_costs_what_it_hit_and_nothing_is_cut(archive: Archive) -> None:
    entries = fill(archive, 10)
    archive.close()
    path = archive.folder / entries[0].file
    whole = bytearray(path.read_bytes())
    whole[entries[4].offset + 50] ^= 0xFF
    path.write_bytes(whole)
    with Archive(archive.data_dir) as again:
        problems = verify(again).problems
        assert problems
        recovery = again.index()
        assert (recovery.cut, recovery.damaged) == ((), ((entries[4].file, entries[4].offset),))
        assert [entry.url for entry in again.ledger.captures_of_night("films", NIGHT)] == [
            entry.url for entry in entries if entry is not entries[4]
        ]
        assert path.stat().st_size == len(whole)


def test_verify_sees_what_does_not_hold(archive: Archive) -> None:
    entries = fill(archive, 5)
    assert verify(archive).problems == ()
    assert verify(archive).captures == 5
    archive.close()
    path = archive.folder / entries[0].file
    path.write_bytes(path.read_bytes()[: entries[3].offset])
    with Archive(archive.data_dir) as again:
        assert len(verify(again).problems) == 2
        path.unlink()
        assert {problem.what for problem in verify(again).problems} == {"the ledger names a file that is not there"}


def test_a_full_disk_keeps_the_archive_whole(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(archive, 2)
    write = os.write
    monkeypatch.setattr("os.write", lambda descriptor, data: _full(write, descriptor, data))
    with pytest.raises(ArchiveError, match="No space left"):
        archive.add(page(7), facts())
    monkeypatch.undo()
    archive.add(page(8), facts())
    archive.flush()
    assert verify(archive).problems == ()


def _full(write, descriptor, data):
    if len(data) > 100:
        return write(descriptor, bytes(data[:100]))
    raise OSError(28, "No space left on device")


# -- many processes ------------------------------------------------------------------------------------------------


def _read(given: tuple[Archive, str]) -> bytes:
    archive, capture_id = given
    return archive.read(capture_id).body


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_pool_of_processes_reads_while_one_writes(archive: Archive, method: str) -> None:
    entries = fill(archive, 10)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        bodies = list(pool.map(_read, [(archive, entry.capture_id) for entry in entries]))
    assert bodies == [b"<p>page %d</p>" % n for n in range(10)]
    archive.add(page(11), facts())
    assert pickle.loads(pickle.dumps(archive)).data_dir == archive.data_dir


def test_only_one_process_writes(archive: Archive) -> None:
    fill(archive, 1)
    code = (
        "import sys, pathlib; from extract.archive import Archive; Archive(pathlib.Path(sys.argv[1])).start_writing()"
    )
    other = subprocess.run(
        [sys.executable, "-c", code, str(archive.data_dir)], capture_output=True, text=True, timeout=60
    )
    assert ArchiveInUse.__name__ in other.stderr
    archive.close()
    other = subprocess.run(
        [sys.executable, "-c", code, str(archive.data_dir)], capture_output=True, text=True, timeout=60
    )
    assert other.returncode == 0, other.stderr


def test_missing_things_are_told_in_one_sentence(archive: Archive) -> None:
    with pytest.raises(NoSuchCapture, match="no capture nothing"):
        archive.read("nothing")
    fill(archive, 1)
    with pytest.raises(ArchiveError, match="reading films"):
        archive.read_at("films/2026-03.warc.gz", 5)
    with pytest.raises(ArchiveError, match="nowhere"):
        archive.read_at("nowhere.warc.gz", 0)


def test_other_tools_read_our_files(archive: Archive) -> None:
    first = archive.add(
        page(1, b"x" * 500), facts(), request_headers={"Host": "films.example.org", "User-Agent": "nightreel"}
    )
    archive.add(page(1, b"", status=304), facts(), known=first)
    archive.add(Capture("file:///a.txt", b"text", 200, (("Content-Type", "text/plain"),), AT, site_id="films"), facts())
    archive.add_failure("films", "http://films.example.org/x", AT, facts(outcome="error", reason="dns"))
    archive.flush()
    (path,) = archive.warcs()
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "digest pass" in done.stdout
    assert "failed" not in done.stdout
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as stream:
        read = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI")) for record in ArchiveIterator(stream)
        ]
    assert [kind for kind, _ in read] == ["warcinfo", "response", "request", "revisit", "resource", "metadata"]
