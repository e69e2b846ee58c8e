import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from flows.runs import RunError, all_runs, hold, start_run, write_facts

BEGUN = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def begin(folder, now=BEGUN, **kwargs):
    return start_run(folder, clock=lambda: now, zone=kwargs.pop("zone", "UTC"), **kwargs)


def end(folder, facts, *, published=True):
    facts.outcome, facts.published = ("ok", True) if published else ("failed", False)
    write_facts(folder, facts)


def test_runs_of_a_night_are_numbered_in_time_order(tmp_path):
    for expected in ("2026-03-01.01", "2026-03-01.02"):
        facts = begin(tmp_path)
        assert facts.run_id == expected
        end(tmp_path, facts)
    assert [facts.run_id for facts in all_runs(tmp_path)] == ["2026-03-01.01", "2026-03-01.02"]


def test_the_night_is_the_operators_local_date(tmp_path):
    assert begin(tmp_path, zone="Asia/Tokyo").night == "2026-03-02"


def test_a_killed_run_is_marked_and_its_night_gone_on_with_past_midnight(tmp_path):
    begin(tmp_path)
    again = begin(tmp_path, BEGUN + timedelta(hours=2))
    assert (again.run_id, again.night) == ("2026-03-01.02", "2026-03-01")
    assert [facts.outcome for facts in all_runs(tmp_path)] == ["killed", "running"]


def test_a_run_that_failed_long_ago_or_was_published_is_not_gone_on_with(tmp_path):
    end(tmp_path, begin(tmp_path), published=False)
    assert begin(tmp_path, BEGUN + timedelta(hours=13)).night == "2026-03-02"
    other = tmp_path / "other"
    end(other, begin(other))
    assert begin(other, BEGUN + timedelta(hours=2)).night == "2026-03-02"


def test_a_night_of_choice(tmp_path):
    assert begin(tmp_path, night=date(2026, 2, 3)).run_id == "2026-02-03.01"


def test_a_second_run_says_who_holds_the_folder(tmp_path):
    script = (
        "import sys, pathlib; from flows.runs import hold\n"
        f"with hold(pathlib.Path({str(tmp_path)!r}), 'a run begun at two'):\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(RunError, match=rf"held by a run begun at two \(process {other.pid}\)"),
            hold(tmp_path, "me"),
        ):
            pass
        other.communicate("")
    with hold(tmp_path, "me"):
        pass


def test_facts_that_cannot_be_read_do_not_stop_a_run(tmp_path):
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "2026-02-28.01.json").write_text("{ torn")
    assert begin(tmp_path).run_id == "2026-03-01.01"
