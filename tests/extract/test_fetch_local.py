"""Files, folders and WARCs as a site."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from extract.archive import Archive, verify
from tests.extract.misbehaving import NIGHT, Fetching, Server, reply, with_validators


@pytest.fixture
def fetching(tmp_path: Path):
    fetching = Fetching(tmp_path / "data")
    yield fetching
    fetching.archive.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "captures"
    (folder / "series").mkdir(parents=True)
    (folder / "a film.html").write_text("<p>a film</p> next=a%20film-2.html")
    (folder / "a film-2.html").write_text("<p>more of a film</p>")
    (folder / "series" / "ünter.txt").write_text("a series\n\nby ann: good")
    (folder / "empty.txt").write_text(" \n")
    (folder / "poster.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / ".hidden").write_text("no")
    return folder


def threads(fetching: Fetching, night=NIGHT) -> dict[str, tuple[list[str], bool, bool]]:
    return {
        thread.start_url: ([entry.outcome for entry in thread.captures], thread.ended_normally, thread.changed)
        for thread in fetching.archive.ledger.threads_of_night("films", night)
    }


def test_a_folder_is_a_site_whose_pages_make_threads(fetching: Fetching, folder: Path) -> None:
    fetched = fetching.night(fetching.site(paths=(folder,)))
    assert fetched.outcome == "ok"
    assert threads(fetching) == {
        "file:///a%20film.html": (["ok", "ok"], True, True),
        "file:///empty.txt": (["empty"], False, True),
        "file:///series/%C3%BCnter.txt": (["ok"], True, True),
    }
    assert fetched.counts["file/no-page"] == 1
    entry = fetching.archive.ledger.last_content("films", "file:///series/%C3%BCnter.txt")
    assert entry is not None
    capture = fetching.archive.read(entry.capture_id)
    assert capture.body.decode() == "a series\n\nby ann: good"
    assert (capture.header("Content-Type"), capture.status) == ("text/plain", 200)
    assert str(folder) not in entry.capture_id + entry.url


def test_files_that_did_not_change_stay_unchanged_wherever_the_folder_lies(
    fetching: Fetching, folder: Path, tmp_path: Path
) -> None:
    fetching.night(fetching.site(paths=(folder,)), links_rules="1")
    fetching.read.clear()
    moved = tmp_path / "elsewhere"
    folder.rename(moved)
    (moved / "series" / "ünter.txt").write_text("a series\n\nby ann: good\n\nby bob: bad")
    night = NIGHT + timedelta(days=1)
    fetching.night(fetching.site(paths=(moved,)), night=night, run_id="run-2", links_rules="1")
    assert threads(fetching, night)["file:///a%20film.html"] == (["unchanged", "unchanged"], True, False)
    assert threads(fetching, night)["file:///series/%C3%BCnter.txt"] == (["ok"], True, True)
    assert fetching.read == ["file:///series/%C3%BCnter.txt"]


def test_a_file_that_went_away_is_gone(fetching: Fetching, folder: Path) -> None:
    fetching.night(fetching.site(paths=(folder,)))
    (folder / "series" / "ünter.txt").unlink()
    for number in (1, 2):
        night = NIGHT + timedelta(days=number)
        fetching.night(fetching.site(paths=(folder,)), night=night, run_id=f"run-{number}")
        gone = [thread for thread in fetching.archive.ledger.threads_of_night("films", night) if thread.gone]
        assert [thread.start_url for thread in gone] == (["file:///series/%C3%BCnter.txt"] if number == 1 else [])


@pytest.mark.parametrize("loss", ["folder", "files"])
def test_a_folder_that_is_not_mounted_makes_nothing_gone(fetching: Fetching, folder: Path, loss: str) -> None:
    fetching.night(fetching.site(paths=(folder,)))
    shutil.rmtree(folder)
    if loss == "files":
        folder.mkdir()
    night = NIGHT + timedelta(days=1)
    fetched = fetching.night(fetching.site(paths=(folder,)), night=night, run_id="run-2")
    assert fetching.archive.ledger.threads_of_night("films", night) == []
    assert fetched.outcome == ("failed" if loss == "folder" else "ok")


def test_a_second_run_of_the_night_stores_nothing_twice(fetching: Fetching, folder: Path) -> None:
    fetching.night(fetching.site(paths=(folder,)))
    before = len(fetching.archive.ledger.captures_of_night("films", NIGHT))
    fetching.night(fetching.site(paths=(folder,)), run_id="run-2")
    assert len(fetching.archive.ledger.captures_of_night("films", NIGHT)) == before


def test_several_paths_and_one_that_is_missing(fetching: Fetching, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "more"
    other.mkdir()
    (other / "empty.txt").write_text("not empty")
    single = tmp_path / "single.html"
    single.write_text("one")
    fetched = fetching.night(fetching.site(paths=(folder, other, single, tmp_path / "nowhere")))
    assert {"file:///empty.txt", "file:///more/empty.txt", "file:///single.html"} <= threads(fetching).keys()
    assert [(reject.reason, reject.raw) for reject in fetched.rejects] == [("fetch/file/missing", "nowhere")]


def test_our_own_warc_can_be_taken_in_elsewhere(fetching: Fetching, tmp_path: Path) -> None:
    routes = {"/t": with_validators("a next=/2"), "/2": with_validators("b"), "/gone": reply("", 404)}
    with Server(routes) as server:
        for number in range(2):
            fetching.night(
                fetching.site(server.url("/t"), server.url("/gone")),
                night=NIGHT + timedelta(days=number),
                run_id=f"r{number}",
            )
    fetching.archive.flush()
    (warc,) = fetching.archive.warcs()
    other = Fetching(tmp_path / "other")
    fetched = other.night(other.site(paths=(warc,)))
    again = other.night(other.site(paths=(warc,)), run_id="run-2")
    assert fetched.rejects == ()
    assert again.counts.get("page/imported", 0) == 0
    assert threads(other)[server.url("/t")][0] == ["unchanged", "unchanged"]
    assert server.url("/gone") in {
        thread.start_url for thread in other.archive.ledger.threads_of_night("films", NIGHT) if thread.gone
    }
    theirs = fetching.archive.ledger.captures_of_night("films", NIGHT)
    ours = {entry.capture_id: entry for entry in other.archive.ledger.captures_of_night("films", NIGHT)}
    kept = [entry for entry in theirs if entry.status is not None]
    assert {entry.capture_id for entry in kept} <= ours.keys(), "ids come from the records, not from the archive"
    for entry in kept:
        assert ours[entry.capture_id].fetched_at == entry.fetched_at
    other.archive.flush()
    assert verify(other.archive).problems == ()
    other.archive.close()


def test_a_warc_of_wget_is_taken_in(fetching: Fetching, tmp_path: Path) -> None:
    if shutil.which("wget") is None:  # macOS has none
        pytest.skip("wget is not here: no WARC of it can be made")
    routes = {
        "/t": reply('text <a href="/2">next</a> <img src="/i.png"> next=/2'),
        "/2": reply("<p>more</p>"),
        "/i.png": reply(b"\x89PNG", content_type="image/png"),
    }
    with Server(routes) as server:
        subprocess.run(
            ["wget", "-q", "--no-config", "--warc-file=wget", "-r", "-l1", "-p", "--delete-after", server.url("/t")],
            cwd=tmp_path, check=False, capture_output=True, timeout=60,
        )  # fmt: skip
        fetched = fetching.night(fetching.site(paths=(tmp_path / "wget.warc.gz",)))
    assert fetched.rejects == ()
    assert threads(fetching)[server.url("/t")] == (["ok", "ok"], True, True)
    entry = fetching.archive.ledger.last_content("films", server.url("/2"))
    assert entry is not None
    assert fetching.archive.read(entry.capture_id).body == b"<p>more</p>"
    fetching.archive.flush()
    assert verify(fetching.archive).problems == ()
    _check_with_warcio(fetching.archive)


@pytest.mark.parametrize("damage", ["cut", "garbage", "not gzip", "empty", "one gzip"])
def test_a_damaged_warc_gives_what_stands_before_the_damage(fetching: Fetching, tmp_path: Path, damage: str) -> None:
    import gzip

    with Server({f"/{n}": reply(f"<p>{n}</p>" * 50) for n in range(5)}) as server:
        fetching.night(fetching.site(*[server.url(f"/{n}") for n in range(5)]))
    fetching.archive.flush()
    whole = fetching.archive.warcs()[0].read_bytes()
    broken = {
        "cut": whole[:-300],
        "garbage": whole[:1500] + b"\0" * 400 + whole[1900:],
        "not gzip": b"once upon a time" * 99,
        "empty": b"",
        "one gzip": gzip.compress(gzip.decompress(whole)),
    }[damage]
    path = tmp_path / "broken.warc.gz"
    path.write_bytes(broken)
    other = Fetching(tmp_path / "other")
    fetched = other.night(other.site(paths=(path,)))
    if damage in {"cut", "garbage"}:
        assert fetched.counts["page/imported"] >= 1
    assert verify(other.archive).problems == ()
    assert damage == "empty" or fetched.counts.get("page/imported", 0) == 6 or fetched.rejects
    other.archive.close()


def _check_with_warcio(archive: Archive) -> None:
    for path in archive.warcs():
        done = subprocess.run(
            [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout
        assert "digest failed" not in done.stdout
