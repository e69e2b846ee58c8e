"""Readers see yesterday's file or today's, whole, whatever happens to the run."""

from __future__ import annotations

import ctypes
import errno
import multiprocessing
import os
import random
import shutil
import signal
import stat
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.errors import (
    BadStaging,
    BuildFailed,
    ChangedMigration,
    CorruptWarehouse,
    NewerWarehouse,
    NoRoom,
    ReadOnlyFolder,
    WarehouseError,
)
from warehouse.load import load_run
from warehouse.query import open_release

NOBODY = 65534
COMMENTS = {f"c{i}": {"rating_percent": 50.0} for i in range(20)}


def stage_night(house: Any, night: int) -> str:
    """A night that says its own number everywhere: a torn file would mix two of them."""
    comments = {c: {"text": f"{c} in night {night}", "rating_percent": float(night % 100)} for c in COMMENTS}
    run_id: str = house.thread(
        night, comments, title_row={"rating_percent": float(night % 100), "name": f"Film {night}"}
    )
    return run_id


def look(path: Path) -> int:
    """Return the night that a file tells of; fail where it tells of two."""
    with open_release(path) as release:
        nights = release.rows(
            "select (select max(name) from title) as name, "
            "(select count(*) from comment where state = 'live') as comments, "
            "(select min(body) from comment) as first_body, "
            "(select count(distinct regexp_extract(body, 'night (\\d+)', 1)) from comment) as nights"
        )[0]
    night = int(nights["name"].removeprefix("Film "))
    assert nights == {"name": f"Film {night}", "comments": 20, "first_body": f"c0 in night {night}", "nights": 1}
    return night


def test_a_night_is_published_read_only_and_kept(house: Any) -> None:
    result = house.load(stage_night(house, 1))
    assert not result.blocked
    assert stat.S_IMODE(house.published.stat().st_mode) == 0o444
    assert result.release.samefile(house.published)
    assert sorted(path.name for path in house.data_dir.iterdir()) == ["nightreel.duckdb", "releases", "runs", "staging"]
    assert look(house.published) == 1


def test_only_the_last_releases_are_kept(house: Any) -> None:
    for night in range(1, 5):
        house.load(stage_night(house, night), keep_releases=2)
    assert [path.name for path in sorted((house.data_dir / "releases").iterdir())] == [
        "2026-01-03.01.duckdb",
        "2026-01-04.01.duckdb",
    ]
    assert look(house.data_dir / "releases" / "2026-01-03.01.duckdb") == 3


def test_loading_a_run_again_changes_nothing(house: Any) -> None:
    first = house.load(stage_night(house, 1))
    again = house.load("2026-01-01.01")
    assert again.changes == first.changes
    assert house.rows("select count(*) as n from comment_revision") == [{"n": 20}]
    assert house.rows("select count(*) as n from change") == [{"n": 21}]


def test_a_blocking_check_keeps_yesterdays_file(house: Any) -> None:
    house.load(stage_night(house, 1))
    run_id = stage_night(house, 2)
    (house.data_dir / "staging" / run_id / "body-000.parquet").unlink()
    before = house.published.read_bytes()
    result = house.load(run_id)
    assert result.blocked
    assert result.release is None
    assert [check.name for check in result.checks if check.severity == "block" and check.offending] == ["orphan_body"]
    assert house.published.read_bytes() == before
    assert not list(house.data_dir.glob("*.building*"))


def test_the_next_run_clears_what_a_killed_one_left(house: Any) -> None:
    left = house.data_dir / "nightreel.duckdb.2025-12-31.01.building"
    house.data_dir.mkdir()
    left.write_bytes(b"half a file")
    left.with_name(left.name + ".wal").write_bytes(b"half a log")
    house.load(stage_night(house, 1))
    assert not list(house.data_dir.glob("*.building*"))


def test_a_log_beside_the_published_file_goes_with_the_next_publish(house: Any) -> None:
    house.load(stage_night(house, 1))
    house.published.chmod(0o644)
    kill = "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); c.execute('create table t (n int)'); os._exit(9)"
    subprocess.run([sys.executable, "-c", kill, house.published], check=False)
    log = house.published.with_name(house.published.name + ".wal")
    assert log.exists()
    stale = log.read_bytes()
    house.load(stage_night(house, 2))
    assert look(house.published) == 2
    log.write_bytes(stale)
    with pytest.raises(WarehouseError, match=r"\.wal was left by a program"):
        open_release(house.published)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's file notices are read")
def test_a_reader_opens_the_file_once(house: Any) -> None:
    """Opened twice, a publish in between gives it the header of one file and the blocks of the other."""
    house.load(stage_night(house, 1))
    libc = ctypes.CDLL(None, use_errno=True)
    notices = libc.inotify_init1(os.O_NONBLOCK)
    opened, closed = 0x20, 0x10
    assert libc.inotify_add_watch(notices, os.fsencode(house.published), opened | closed) >= 0
    assert look(house.published) == 1
    told = [kind for _, kind, _, _ in struct.iter_unpack("iIII", os.read(notices, 4096))]
    assert told == [opened, closed]
    os.close(notices)


def refused(house: Any, run_id: str, kind: type[WarehouseError], *, before: bytes | None = None) -> str:
    """Load, expect a refusal in one line, and an untouched published file; return what it says."""
    before = house.published.read_bytes() if before is None else before
    with pytest.raises(kind) as caught:
        house.load(run_id)
    assert house.published.read_bytes() == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_corrupt_published_file_is_named_and_left(house: Any) -> None:
    house.load(stage_night(house, 1))
    house.published.unlink()
    house.published.write_bytes(b"\0" * 50_000)
    assert "rollback" in refused(house, stage_night(house, 2), CorruptWarehouse)


def test_damage_in_the_middle_is_named_and_left(house: Any) -> None:
    house.load(stage_night(house, 1))
    damaged = bytearray(house.published.read_bytes())
    damaged[20_000::7] = bytes(len(damaged[20_000::7]))
    house.published.unlink()
    house.published.write_bytes(damaged)
    refused(house, stage_night(house, 2), WarehouseError)


def test_a_newer_nightreel_is_refused(house: Any) -> None:
    house.load(stage_night(house, 1))
    house.published.chmod(0o644)
    with duckdb.connect(str(house.published)) as con:
        con.execute("insert into meta.migration values (9999, '9999_from_tomorrow', 'x', now())")
    assert "upgrade nightreel" in refused(house, stage_night(house, 2), NewerWarehouse)
    with pytest.raises(NewerWarehouse):
        open_release(house.published)


def test_an_edited_migration_is_refused(house: Any) -> None:
    house.load(stage_night(house, 1))
    house.published.chmod(0o644)
    with duckdb.connect(str(house.published)) as con:
        con.execute("update meta.migration set checksum = 'other' where number = 1")
    refused(house, stage_night(house, 2), ChangedMigration)


def test_staged_files_of_another_form_are_refused(house: Any) -> None:
    house.load(stage_night(house, 1))
    run_id = stage_night(house, 2)
    staged = house.data_dir / "staging" / run_id
    shutil.copy(staged / "title-000.parquet", staged / "comment-000.parquet")
    assert "comment-000.parquet" in refused(house, run_id, BadStaging)
    (staged / "comment-000.parquet").write_bytes(b"no parquet")
    assert "damaged" in refused(house, run_id, BadStaging)


def test_a_run_without_facts_is_refused(house: Any) -> None:
    house.load(stage_night(house, 1))
    run_id = stage_night(house, 2)
    (house.data_dir / "runs" / f"{run_id}.json").write_text("{")
    refused(house, run_id, BadStaging)


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, NoRoom), (errno.EROFS, ReadOnlyFolder), (errno.EIO, BuildFailed)]
)
def test_what_the_disk_says_is_one_line(
    house: Any, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[WarehouseError]
) -> None:
    house.load(stage_night(house, 1))

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("warehouse.publish.os.copy_file_range", fail)
    refused(house, stage_night(house, 2), kind)


def test_a_full_disk_leaves_yesterdays_file(new_house: Any, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "none", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("a disk of its own cannot be mounted here (needs root)")
    try:
        house = type(new_house())(disk / "data")
        house.load(stage_night(house, 1))
        run_id = stage_night(house, 2)
        free = os.statvfs(disk)
        (disk / "ballast").write_bytes(
            b"\0" * (free.f_bavail * free.f_frsize - house.published.stat().st_size - 200_000)
        )
        assert "full" in refused(house, run_id, NoRoom)
        (disk / "ballast").unlink()
        assert not house.load(run_id).blocked
        assert look(house.published) == 2
    finally:
        subprocess.run(["umount", disk], check=True)


def as_nobody(deed: Callable[[], None]) -> str:
    """Do something as a user without rights, in a fork, and return what it raised (its kind and text)."""
    if os.getuid() != 0:
        pytest.skip("only root can take another user's place")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            deed()
            said = "nothing"
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader, encoding="utf-8") as said_by_child:
        return said_by_child.read()


@pytest.fixture
def open_house(house: Any) -> Any:
    """A house whose folders other users may enter."""
    folder = house.data_dir.parent
    while folder != folder.parent and folder.stat().st_uid == os.getuid() and "pytest" in str(folder):
        folder.chmod(0o755)
        folder = folder.parent
    return house


def test_a_read_only_folder_is_named(open_house: Any) -> None:
    open_house.load(stage_night(open_house, 1))
    run_id = stage_night(open_house, 2)
    said = as_nobody(lambda: open_house.load(run_id) and None)
    assert said.startswith("ReadOnlyFolder: ")
    assert look(open_house.published) == 1


def test_an_analysts_default_connection_cannot_lock_others_out(open_house: Any) -> None:
    open_house.load(stage_night(open_house, 1))
    assert "IOException" in as_nobody(lambda: duckdb.connect(str(open_house.published)) and None)
    assert as_nobody(lambda: look(open_house.published) and None) == "nothing"


def read_on(path: Path, done: Event, answers: Any) -> None:
    """Read until told to stop; report how many reads, how many nights, and the first error."""
    reads, seen, error = 0, set(), None
    while not done.is_set():
        try:
            seen.add(look(path))
            reads += 1
            time.sleep(0.25)  # else four of them leave the publishing no processor
        except Exception as problem:
            error = f"{type(problem).__name__}: {problem}"
            break
    answers.put((reads, len(seen), error))


def publish_under_readers(house: Any, publishes: int) -> list[tuple[int, int, str | None]]:
    house.load(stage_night(house, 1))
    context = multiprocessing.get_context("spawn")
    done, answers = context.Event(), context.Queue()
    readers = [context.Process(target=read_on, args=(house.published, done, answers)) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for night in range(2, publishes + 2):
            house.load(stage_night(house, night))
    finally:
        done.set()
    told = [answers.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join()
    return told


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_four_readers_see_fifty_publishes_whole(house: Any) -> None:
    told = publish_under_readers(house, 50)
    assert [error for _, _, error in told] == [None] * 4
    assert min(reads for reads, _, _ in told) > 50
    assert max(nights for _, nights, _ in told) > 1


def kill_in_the_middle(house: Any, night: int, seconds: float) -> int:
    """Load a night in a child and kill it after that time; return the night that is published then."""
    run_id = stage_night(house, night)
    context = multiprocessing.get_context("fork")
    child = context.Process(target=load_run, args=(house.data_dir, run_id))
    child.start()
    time.sleep(seconds)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    return look(house.published)


def survive_kills(house: Any, kills: int) -> set[bool]:
    """Kill that many loads at moments spread over their whole course; the published file is always one whole night."""
    house.load(stage_night(house, 1))
    began = time.monotonic()
    house.load(stage_night(house, 2))
    takes = 1.3 * (time.monotonic() - began)
    dice = random.Random(7)
    published = []
    night = 3
    for number in range(1, kills + 1):
        found = kill_in_the_middle(house, night, dice.uniform(0, takes))
        assert found in (night - 1, night)
        published.append(found == night)
        if found == night or number % 5 == 0:
            house.load(f"{house.at(night).date()}.01")  # the next run mends the rest
            assert look(house.published) == night
            assert house.rows("select count(*) as n from meta.run where loaded") == [{"n": night}]
            night += 1
    assert house.rows("select max(revision) as newest from comment_revision") == [{"newest": night - 1}]
    return set(published)


def test_a_killed_load_leaves_a_whole_night(house: Any) -> None:
    survive_kills(house, 5)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_hundred_killed_loads_leave_whole_nights(house: Any) -> None:
    assert survive_kills(house, 100) == {True, False}
