"""Whole nights against the bundled sites, over real HTTP, into a real warehouse and report."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from demo_truth import differences

from extract.site import Site
from flows.demo.play import demo_night
from flows.night import exit_status, run_night
from flows.plan import PlainRunner, Plan, Silence
from flows.rebuild import rebuild
from flows.runs import all_runs
from flows.settings import Settings, load_settings
from warehouse.query import open_release

STEPS = ["fetch", "extract", "normalise", "load", "publish", "report"]


def run_demo(folder, number):
    with demo_night(folder, number) as (plan, _):
        return run_night(plan, PlainRunner(), Silence())


@pytest.fixture(scope="module")
def four_nights(tmp_path_factory):
    """Four nights in a row and the fifth, on which the sites stand still: the facts, and what differed after each."""
    folder = tmp_path_factory.mktemp("nights")
    told = []
    for number in range(1, 6):
        facts = run_demo(folder, number)
        told.append((facts, differences(folder / "data", number)))
    return folder, told


@pytest.mark.parametrize("number", range(1, 6))
def test_a_night_leaves_what_the_sites_showed(four_nights, number):
    facts, wrong = four_nights[1][number - 1]
    assert facts.outcome == "ok", (facts.error, facts.troubles)
    assert wrong == []


def test_a_night_has_its_report(four_nights):
    folder, told = four_nights
    for facts, _ in told:
        assert facts.report is not None
        assert (folder / "data" / "reports" / facts.run_id / "index.html").stat().st_size > 1000
    latest = folder / "data" / "reports" / "latest" / "index.html"
    assert latest.read_bytes() == (folder / "data" / "reports" / told[-1][0].run_id / "index.html").read_bytes()


def test_an_unchanged_night_reads_no_page_again(four_nights):
    facts, _ = four_nights[1][4]
    fetched = facts.step("fetch").counts
    assert fetched["page/unchanged"] > 30
    # what says that it changed: relative dates move with the night
    assert facts.step("extract").counts["pages"] == fetched.get("page/ok", 0)


@pytest.mark.parametrize("site", [None, "captures"])
def test_a_rebuild_gives_the_nights_tables_row_for_row(four_nights, site):
    folder, _ = four_nights
    told = load_settings(folder / "nightreel.toml", {})
    done = rebuild(Plan(told.data_dir, told.settings, told.sites), site=site, agreed=lambda _: False)
    assert done.nights == 5
    assert [table for table in done.differences if not table.same] == []


def test_the_same_night_run_twice_changes_nothing(tmp_path):
    first = run_demo(tmp_path, 1)
    before = _tables(tmp_path / "data")
    again = run_demo(tmp_path, 1)
    assert (again.outcome, again.night) == ("ok", first.night)
    assert again.changes == {}
    assert again.step("fetch").counts.get("page/ok", 0) == 0
    assert _tables(tmp_path / "data") == before


@pytest.mark.slow
@pytest.mark.parametrize("where", [*STEPS, "page"])
def test_a_killed_night_is_gone_on_with_and_nothing_is_lost_or_doubled(tmp_path, where):
    script = f"""
import os, pathlib, signal
from flows.demo.play import demo_night
from flows.night import run_night
from flows.plan import PlainRunner, Silence

class Killer(Silence):
    pages = 0
    def step(self, name, detail=""):
        if name == {where!r}:
            os.kill(os.getpid(), signal.SIGKILL)
    def fetched(self, event):
        self.pages += event.what.startswith("page/")
        if {where!r} == "page" and self.pages == 17:
            os.kill(os.getpid(), signal.SIGKILL)

with demo_night(pathlib.Path({str(tmp_path)!r}), 1) as (plan, _):
    run_night(plan, PlainRunner(), Killer())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    facts = run_demo(tmp_path, 1)
    assert facts.outcome == "ok", (facts.error, facts.troubles)
    assert [run.outcome for run in all_runs(tmp_path / "data")] == ["killed", "ok"]
    wrong = [
        line
        for line in differences(tmp_path / "data", 1)
        if where not in ("report",) or not line.startswith(("added", "titles"))
    ]
    assert wrong == []
    with open_release(tmp_path / "data" / "nightreel.duckdb") as release:
        assert release.value("select count(*) from meta.capture") == release.value(
            "select count(distinct capture_id) from meta.capture"
        )
        asked = release.rows("select url from meta.capture where outcome = 'ok' group by url having count(*) > 1")
    assert asked == []
    assert not list((tmp_path / "data").glob("*.building*"))
    assert not list((tmp_path / "data" / "staging").glob("*/*.parquet"))


def test_a_night_that_was_killed_before_the_load_is_loaded_by_the_next_night(tmp_path):
    script = f"""
import os, pathlib, signal
from flows.demo.play import demo_night
from flows.night import run_night
from flows.plan import PlainRunner, Silence

class Killer(Silence):
    def step(self, name, detail=""):
        if name == "load":
            os.kill(os.getpid(), signal.SIGKILL)

with demo_night(pathlib.Path({str(tmp_path)!r}), 1) as (plan, _):
    run_night(plan, PlainRunner(), Killer())
"""
    subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=120, check=False)
    facts = run_demo(tmp_path, 2)
    assert facts.outcome == "ok", (facts.error, facts.troubles)
    assert differences(tmp_path / "data", 2) == []
    with open_release(tmp_path / "data" / "nightreel.duckdb") as release:
        loaded = release.rows("select run_id, night, outcome from meta.run where loaded order by run_id")
    assert [row["outcome"] for row in loaded] == ["killed", "running"]


def test_a_folder_of_text_captures_is_a_site(tmp_path):
    captures = tmp_path / "captures"
    captures.mkdir()
    (captures / "kettle.txt").write_text(
        "A kettle that boils only for liars.\nIt has been in the family for years.\nComments (1)\n08/03/25 at 00:57am\n"
        "The first act is slow, and I did not mind that at all while the rain went on.\n"
        "The second act has the best kitchen ever filmed, and a kettle that steals every scene.\n"
        "The end is a little too neat for what came before, but it stays with you.\nRating: 9/10\n"
        "The second act has the best kitchen ever filmed, and a kettle that steals every scene.\n"
        "The end is a little too neat for what came before, but it stays with you.\nRating: 9/10\n"
    )
    plan = Plan(
        data_dir=tmp_path / "data",
        settings=Settings(data=tmp_path / "data"),
        sites=(Site(site_id="captures", paths=(captures,)),),
        clock=lambda: datetime(2026, 3, 1, 2, 15, tzinfo=UTC),
    )
    facts = run_night(plan, PlainRunner(), Silence())
    assert facts.outcome == "ok", (facts.error, facts.troubles)
    with open_release(tmp_path / "data" / "nightreel.duckdb") as release:
        (comment,) = release.rows("select * from comment")
        (repeat,) = release.rows("select * from repeat")
        (title,) = release.rows("select * from title")
    assert comment["rating_percent"] == 90
    assert comment["posted_date"] is None
    assert comment["posted_readings"] == ["2025-03-08T00:57:00", "2025-08-03T00:57:00"]
    assert comment["body"].count("kettle that steals") == 1
    assert (repeat["kind"], repeat["text"].count("\n")) == ("tail", 2)
    assert title["claimed_comments"] == 1
    assert title["synopsis"] == "A kettle that boils only for liars.\nIt has been in the family for years."


def test_a_stopped_run_publishes_what_is_complete_and_says_partial(tmp_path):
    class Stopper(Silence):
        def fetched(self, event):
            if event.what == "page/ok":
                plan.stop.set()

    with demo_night(tmp_path, 1) as (plan, _):
        facts = run_night(plan, PlainRunner(), Stopper())
    assert facts.partial
    assert facts.published
    assert exit_status(facts) == 3


def test_a_failing_run_tells_the_operators_command(tmp_path, monkeypatch):
    told = tmp_path / "told.json"
    monkeypatch.setattr("flows.steps.loading.load_into", _refuse)
    with demo_night(tmp_path, 1) as (plan, _):
        settings = plan.settings.model_copy(update={"on_failure": f"cat > {told}"})
        plan = Plan(plan.data_dir, settings, plan.sites, plan.clock, plan.night)
        facts = run_night(plan, PlainRunner(), Silence())
    assert (facts.outcome, facts.published, exit_status(facts)) == ("failed", False, 1)
    assert json.loads(told.read_text())["error"].endswith("the disk is on fire")
    assert facts.step("load").outcome == "failed"
    assert not (tmp_path / "data" / "nightreel.duckdb").exists()


def _refuse(*_args, **_kwargs):
    raise OSError("the disk is on fire")


def _tables(data_dir):
    """Everything that people read, by table, without what says which run or capture it came from."""
    with open_release(data_dir / "nightreel.duckdb") as release:
        return {
            name: sorted(map(str, release.rows(f"select * from {name}")))
            for name in (
                "title",
                "comment",
                "comment_revision",
                "title_revision",
                "body",
                "repeat",
                "duplicate",
                "change",
            )
        }


def test_the_environment_of_tests_has_no_settings():
    assert not [name for name in os.environ if name.startswith("NIGHTREEL_")]
