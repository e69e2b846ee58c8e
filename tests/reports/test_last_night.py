from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from reports import ReportError, build_report
from reports.night import Trouble, changed_sentence, nights_old, shown_runs, standing, troubles_of
from reports.wording import Wording

WORDS = Wording("en", "Europe/Berlin")
NONE = dict.fromkeys(
    (
        "added",
        "edited",
        "rerated",
        "gone",
        "returned",
        "titles_added",
        "titles_gone",
        "titles_rerated",
        "titles_touched",
        "changes",
    ),
    0,
)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", html.fromstring(page).text_content())


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, "Nothing changed."),
        ({"changes": 1}, "No comment changed."),
        ({"added": 1, "titles_touched": 1}, "1 new comment under 1 title."),
        (
            {"added": 1200, "titles_touched": 30, "edited": 2, "gone": 1},
            "1,200 new comments under 30 titles, 2 edited and 1 gone.",
        ),
        ({"gone": 1, "returned": 2}, "1 comment gone and 2 back again."),
        ({"titles_added": 2, "titles_rerated": 1}, "2 new titles and 1 title rated anew by the page."),
    ],
)
def test_what_changed_is_one_sentence(counts: dict[str, int], said: str) -> None:
    assert changed_sentence(NONE | counts, WORDS) == said


@pytest.mark.parametrize(
    ("facts", "troubles", "status", "verdict"),
    [
        ({}, [], "ok", "All is well."),
        ({}, ["note"], "ok", "All is well."),
        ({}, ["warn", "warn"], "ok", "All is well but for 2 small things."),
        ({}, ["error", "warn"], "trouble", "Published, with 1 trouble."),
        ({"partial": True}, [], "trouble", "Published in part."),
        (
            {"sites": [{"site_id": "a", "outcome": "blocked"}, {"site_id": "b", "outcome": "ok"}]},
            ["error"],
            "trouble",
            "Trouble at 1 of 2 sites: a (blocked).",
        ),
        ({"outcome": "failed"}, [], "failed", "The night failed; nothing was published."),
        (
            {"outcome": "failed", "steps": [{"name": "load", "outcome": "failed"}]},
            ["error"],
            "failed",
            "The night failed in the step “load”; nothing was published.",
        ),
        ({"outcome": "killed"}, [], "failed", "The night failed; nothing was published."),
    ],
)
def test_the_verdict(facts: dict[str, Any], troubles: list[Any], status: str, verdict: str) -> None:
    found = standing(
        {"night": "2026-03-01", **facts},
        counts=NONE,
        shown=date(2026, 3, 1),
        old=0,
        troubles=[Trouble(level, "x") for level in troubles],
        words=WORDS,
    )
    assert (found.status, found.verdict) == (status, verdict)


@pytest.mark.parametrize(
    ("ended", "now", "shown", "old"),
    [
        ("2026-03-01T02:00:00+00:00", "2026-03-01T05:00:00+00:00", date(2026, 3, 1), 0),
        ("2026-03-01T23:30:00+00:00", "2026-03-02T05:00:00+00:00", date(2026, 3, 1), 0),  # past midnight in Berlin
        ("2026-03-01T02:00:00+00:00", "2026-03-04T05:00:00+00:00", date(2026, 3, 1), 3),
        ("2026-03-01T02:00:00+00:00", "2026-03-01T05:00:00+00:00", date(2026, 2, 27), 2),
        (None, "2026-03-01T05:00:00+00:00", None, 0),
    ],
)
def test_how_old_the_news_is(ended: str | None, now: str, shown: date | None, old: int) -> None:
    facts = {"night": "2026-03-01", "started_at": "2026-03-01T01:00:00+00:00", "ended_at": ended}
    assert nights_old(facts, datetime.fromisoformat(now), WORDS, shown) == old


def test_a_night_that_was_broken_off_and_loaded_later_is_told_with_the_next_one() -> None:
    def run(run_id: str, outcome: str) -> dict[str, Any]:
        return {"run_id": run_id, "night": date.fromisoformat(run_id[:10]), "outcome": outcome, "loaded": True}

    runs = [run("2026-03-01.01", "ok"), run("2026-03-02.01", "killed"), run("2026-03-03.01", "running")]
    assert shown_runs(runs, date(2026, 3, 3)) == ["2026-03-02.01", "2026-03-03.01"]


def test_every_sort_of_trouble_is_named_worst_first() -> None:
    found = troubles_of(
        {
            "sites": [{"site_id": "a", "outcome": "blocked", "reason": "login wall", "pages_failed": 3}],
            "troubles": ["the deadline came"],
            "checks": [
                {"name": "falls", "severity": "warn", "says": "Comments do not fall.", "offending": 1},
                {"name": "fine", "severity": "error", "says": "All is fine.", "offending": 0},
                {"name": "told", "severity": "info", "says": "Told only.", "offending": 9},
            ],
        },
        rejects=[
            {
                "site_id": "b",
                "stage": "read",
                "reason": "read/too-big",
                "rejects": 2,
                "sample": "raw",
                "url": "",
                "title_id": "",
            }
        ],
        short=[
            {"title_id": "t", "site_id": "b", "name": "N", "claimed": 9, "read": 7, "reason": None, "complete": True}
        ],
        decisions=[{"site_id": "b", "shape": "N/N/N", "order_before": None, "order_after": "dmy", "touched": 4}],
        words=WORDS,
    )
    assert [trouble.level for trouble in found] == ["error", "error", "warn", "warn", "note", "note"]
    assert [trouble.what for trouble in found] == [
        "a is blocked",
        "the deadline came",
        "Not so: Comments do not fall.",
        "2 inputs not read: the page is too large to be read (read/too-big)",
        "Thread read, but shorter than claimed",
        "Dates of the form N/N/N are now read day first",
    ]
    assert found[4].detail == "the page claims 9, 7 were read"
    assert found[3].raw == "raw"


def test_the_first_pages_of_five_nights(world: Any) -> None:
    said = [json.loads((index.parent / "summary.json").read_text())["sentence"] for index in world.indexes]
    assert said == [
        "All is well but for 1 small thing. 3 new titles and 9 new comments under 3 titles.",
        "All is well but for 1 small thing. 1 new title, 1 new comment under 1 title, 1 edited, 1 re-rated and "
        "1 title rated anew by the page.",
        "Trouble at 1 of 2 sites: notes (blocked). 1 comment gone.",
        "Published, with 1 trouble. 1 comment back again.",
        "The night failed in the step “load”; nothing was published.",
    ]


def test_trouble_stands_before_what_changed(world: Any) -> None:
    headings = [heading.text_content() for heading in html.fromstring(world.page(3)).iter("h1", "h2")]
    assert headings[:2] == ["Trouble at 1 of 2 sites: notes (blocked).", "Trouble"]
    assert headings.index("Trouble") < headings.index("What changed")
    assert "a login page instead of content; 3 pages failed" in text_of(world.page(3))


def test_a_rating_of_the_page_that_moved_is_shown_with_its_direction(world: Any) -> None:
    assert "the page 81% → 84% ▲ 3" in text_of(world.page(2))


def test_a_failed_night_says_why_and_how_old_the_rest_is(world: Any) -> None:
    said = text_of(world.page(5))
    assert "the disk is full; make room and run again" in said
    assert "What follows is the night of Mar 2, 2026: it is 1 night old." in said
    assert "What changed on Mar 2, 2026" in said


def test_without_any_warehouse_a_failed_run_has_a_report(house_of: Callable[[], Any]) -> None:
    house = house_of()
    index = house.report(house.facts(1, outcome="failed", published=False, error="no site answered <b>at all</b>"))
    said = text_of(index.read_text())
    assert "There is no warehouse yet." in said
    assert "no site answered <b>at all</b>" in said
    assert sorted(path.name for path in index.parent.iterdir()) == [
        "index.html",
        "summary.json",
        "summary.md",
        "summary.schema.json",
    ]


def test_an_old_report_says_that_it_is_old(world: Any, tmp_path: Any) -> None:
    facts = world.facts[3]
    data = tmp_path / "data"
    (data / "releases").mkdir(parents=True)
    name = f"{facts['run_id']}.duckdb"
    (data / "releases" / name).write_bytes((world.house.data / "releases" / name).read_bytes())
    now = datetime.fromisoformat(facts["ended_at"]) + timedelta(days=3)
    index = build_report(data, facts=facts, now=now, zone="UTC", locale="en")
    assert "This is 3 nights old" in text_of(index.read_text())


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"locale": "xx_nowhere"}, "locale 'xx_nowhere' is not known"),
        ({"zone": "Mars/Base"}, "zone 'Mars/Base' is not known"),
        ({"facts": {"run_id": "../../x"}}, "facts name no run"),
        ({"facts": {}}, "facts name no run"),
        ({"facts": {"run_id": "2026-01-01.01"}}, "name no night"),
        (
            {"facts": {"run_id": "2020-01-01.01", "night": "2020-01-01", "published": True}},
            "is no longer kept",
        ),
    ],
)
def test_mistakes_are_one_clear_line(world: Any, tmp_path: Any, values: dict[str, Any], says: str) -> None:
    data = world.house.data if values.get("facts", {}).get("published") else tmp_path
    wanted = {"facts": world.facts[0], "now": datetime(2026, 3, 1, tzinfo=UTC), "zone": "UTC", "locale": "en"} | values
    with pytest.raises(ReportError, match=says) as caught:
        build_report(data, **wanted)
    assert "\n" not in str(caught.value)


def test_numbers_and_times_are_the_operators(world: Any, tmp_path: Path) -> None:
    data = tmp_path / "elsewhere"
    shutil.copytree(world.house.data, data, ignore=shutil.ignore_patterns("reports"))
    now = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    german = build_report(data, facts=world.facts[3], now=now, zone="Europe/Berlin", locale="de").read_text()
    assert "Montag, 2. März 2026" in text_of(german)
    stamp = html.fromstring(german).xpath("//footer//time")[0]
    assert (stamp.text, stamp.get("title")) == ("03.03.2026, 00:30", "2026-03-02 23:30 UTC")
    assert "84 %" in text_of(german)


def test_the_index_links_to_pages_and_comments_that_are_there(world: Any) -> None:
    for night in (1, 2, 3, 4, 5):
        folder = world.indexes[night - 1].parent
        for page in folder.rglob("*.html"):
            tree = html.fromstring(page.read_bytes())
            for address in tree.xpath("//a/@href"):
                if re.match(r"(https?:|mailto:|#)", address) or (
                    address.endswith("../index.html") and page.name == "index.html"
                ):
                    continue
                path, _, fragment = address.partition("#")
                target = (page.parent / path).resolve()
                assert target.is_file(), (page, address)
                if fragment:
                    assert html.fromstring(target.read_bytes()).xpath(f"//*[@id='{fragment}']"), (page, address)


def test_a_night_without_change_says_so(house_of: Callable[[], Any]) -> None:
    house = house_of()
    for night in (1, 2):
        title = house.title(night, "films", "calm-sea")
        tables = {
            "site": [house.site("films")],
            "title": [title],
            "comment": [house.comment(night, title, 1, "Calm.")],
            "body": [house.body("Calm.")],
            "capture": house.captures(night, [title]),
            "thread_read": [house.read(night, title, 1)],
        }
        index = house.report(house.load(night, tables))
    assert html.fromstring(index.read_bytes()).xpath("string(//h1)") == "All is well."
    assert "Nothing changed." in text_of(index.read_text())
    assert "Worth a look" not in text_of(index.read_text())
