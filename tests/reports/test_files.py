from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest

from reports import ReportError, title_page
from reports.writing import begin, finish


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_release_facts_time_and_settings_make_the_same_bytes(world: Any, tmp_path: Path) -> None:
    first = digests(world.indexes[3].parent)
    data = tmp_path / "elsewhere"
    shutil.copytree(world.house.data, data, ignore=shutil.ignore_patterns("reports"))
    from reports import build_report

    facts = world.facts[3]
    again = build_report(
        data, facts=facts, now=datetime.fromisoformat(facts["ended_at"]), zone="Europe/Berlin", locale="en"
    )
    assert digests(again.parent) == first


def test_a_report_made_again_replaces_itself_and_links_what_is_the_same(world: Any) -> None:
    before = digests(world.indexes[3].parent)
    assert world.house.report(world.facts[3]) == world.indexes[3]
    assert digests(world.indexes[3].parent) == before
    left = [path.name for path in world.indexes[3].parent.parent.iterdir()]
    assert sorted(left) == sorted([*(index.parent.name for index in world.indexes), "latest", "index.html"])


def test_only_changed_title_pages_are_written_again(world: Any) -> None:
    pages = {path.name: path.stat().st_ino for path in (world.indexes[2].parent / "title").glob("*.html")}
    again = {path.name: path.stat().st_ino for path in (world.indexes[3].parent / "title").glob("*.html")}
    assert pages.keys() == again.keys()
    changed = [name for name in pages if pages[name] != again[name]]
    assert len(changed) == 1  # the one whose comment came back
    assert "The Quiet Harbour" in (world.indexes[3].parent / "title" / changed[0]).read_text()


def test_where_nothing_can_be_linked_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("reports.writing.os.link", no_links)
    monkeypatch.setattr(Path, "symlink_to", no_links)
    for run in ("2026-01-01.01", "2026-01-02.01"):
        folder = begin(tmp_path, run)
        folder.write("index.html", b"the same")
        index = finish(tmp_path, run, folder)
        assert index.read_bytes() == b"the same"
    assert b'content="0; url=../2026-01-02.01/index.html"' in (tmp_path / "latest" / "index.html").read_bytes()


def test_latest_is_the_newest_night_even_when_an_old_one_is_made_again(world: Any) -> None:
    world.house.report(world.facts[3])
    assert (world.house.data / "reports" / "latest").resolve() == world.indexes[4].parent


def test_what_a_killed_build_left_is_cleared(tmp_path: Path) -> None:
    begin(tmp_path, "2026-01-01.01").write("index.html", b"half")
    folder = begin(tmp_path, "2026-01-02.01")
    folder.write("index.html", b"whole")
    finish(tmp_path, "2026-01-02.01", folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2026-01-02.01", "latest"]


def test_the_list_of_reports_names_each_with_its_sentence(world: Any) -> None:
    page = (world.house.data / "reports" / "index.html").read_text()
    for index in world.indexes:
        assert f'href="{index.parent.name}/index.html"' in page
    assert "Trouble at 1 of 2 sites: notes (blocked). 1 comment gone." in page


def test_a_titles_page_is_found_by_its_id(world: Any) -> None:
    title_id = json.loads((world.indexes[1].parent / "summary.json").read_text())["titles"][0]["title_id"]
    assert title_page(world.indexes[1].parent, title_id).is_file()
    with pytest.raises(ReportError, match="no page of title"):
        title_page(world.indexes[1].parent, "../../../etc/passwd")


def test_every_summary_keeps_its_schema(world: Any) -> None:
    schema = json.loads(files("reports").joinpath("summary.schema.json").read_text())
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for index in world.indexes:
        summary = json.loads((index.parent / "summary.json").read_text())
        assert list(check.iter_errors(summary)) == []
        assert json.loads((index.parent / "summary.schema.json").read_text()) == schema


def test_the_summary_counts_what_changed(world: Any) -> None:
    summary = json.loads((world.indexes[1].parent / "summary.json").read_text())
    assert {key: value for key, value in summary["changes"].items() if value} == {
        "added": 1,
        "edited": 1,
        "rerated": 1,
        "titles_added": 1,
        "titles_rerated": 1,
        "titles_touched": 1,
        "changes": 2,
    }
    moved = next(title for title in summary["titles"] if title["name"] == "The Quiet Harbour")
    assert (moved["page_percent_before"], moved["page_percent_after"]) == (81.0, 84.0)
    assert summary["totals"]["undecided_dates"] == 1
    assert [night["added"] for night in summary["nights"]] == [1, 9]


def test_the_summary_for_mail(world: Any) -> None:
    said = (world.indexes[2].parent / "summary.md").read_text()
    assert said.startswith("# Trouble at 1 of 2 sites: notes (blocked). 1 comment gone.\n")
    assert "- [The Quiet Harbour](title/" in said
    assert "| gone | 1 |" in said


def test_exports_hold_every_row(world: Any) -> None:
    folder = world.indexes[3].parent / "export"
    feed = pq.read_table(folder / "comment_feed.parquet")
    rows = list(csv.DictReader(io.StringIO((folder / "comment_feed.csv").read_text())))
    assert feed.num_rows == len(rows) == 10
    assert {row["comment_id"] for row in rows} == set(feed["comment_id"].to_pylist())
    assert [path.name for path in sorted(folder.glob("*.csv"))] == [
        f"{name}.csv"
        for name in (
            "boilerplate",
            "comment_feed",
            "copied_text",
            "last_night",
            "rating_by_night",
            "rating_distribution",
            "site_health",
            "syndicated",
            "title_summary",
        )
    ]


def test_the_workbook_has_a_sheet_for_each_view(world: Any) -> None:
    with zipfile.ZipFile(world.indexes[3].parent / "export" / "nightreel.xlsx") as book:
        names = book.read("xl/workbook.xml").decode()
        assert all(f'name="{view}"' in names for view in ("read me", "title_summary", "comment_feed", "site_health"))
        sheets = b"".join(book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/"))
        assert b"The harbour at dawn is worth the ticket." in sheets
        assert b"<f>" not in sheets


def test_lines_under_many_comments_are_told(house_of: Callable[[], Any]) -> None:
    house = house_of()
    title = house.title(1, "films", "sea")
    texts = [f"{number} waves\nSent from my boat" for number in range(3)]
    comments = [house.comment(1, title, number, text, author="Ada") for number, text in enumerate(texts)]
    bodies = [house.body(text) for text in texts]
    signed = [{"block_id": "l", "body_id": body["body_id"]} for body in bodies]
    facts = house.load(
        1,
        {
            "site": [house.site("films")],
            "title": [title],
            "comment": comments,
            "body": bodies,
            "capture": house.captures(1, [title]),
            "thread_read": [house.read(1, title, 3)],
            "boilerplate_block": [{"block_id": "l", "text": "Sent from my boat", "words": 4}],
            "boilerplate_body": signed,
        },
    )
    folder = house.report(facts).parent
    told = '<tr><td dir="auto">Sent from my boat</td><td>signature</td><td><bdi>films</bdi></td><td class="n">3</td>'
    assert told in (folder / "copied.html").read_text()
    (row,) = csv.DictReader(io.StringIO((folder / "export" / "boilerplate.csv").read_text()))
    assert (row["text"], row["kind"], row["comments"], row["authors"]) == ("Sent from my boat", "signature", "3", "1")


def test_dates_before_spreadsheets_have_a_calendar_are_text(house_of: Callable[[], Any]) -> None:
    house = house_of()
    title = house.title(1, "films", "old-news")
    comment = house.comment(
        1,
        title,
        1,
        "=HYPERLINK(1)",
        posted_local=datetime(1877, 5, 1),
        posted_date=date(1877, 5, 1),
        posted_at=datetime(1877, 5, 1, tzinfo=UTC),
        author="@everyone",
    )
    facts = house.load(
        1,
        {
            "site": [house.site("films")],
            "title": [title],
            "comment": [comment],
            "body": [house.body("=HYPERLINK(1)")],
            "capture": house.captures(1, [title]),
            "thread_read": [house.read(1, title, 1)],
        },
    )
    folder = house.report(facts).parent / "export"
    with zipfile.ZipFile(folder / "nightreel.xlsx") as book:
        sheets = b"".join(book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/"))
    assert b"1877-05-01T00:00:00" in sheets
    assert b"=HYPERLINK(1)</t>" in sheets
    row = next(csv.DictReader(io.StringIO((folder / "comment_feed.csv").read_text())))
    assert (row["author"], row["body"]) == ("'@everyone", "'=HYPERLINK(1)")
