"""One night: fetch, extract, normalise, load, check, publish, report; each step does what is missing.

Runs without Prefect; flows/nightly.py hands in a runner that makes each batch a task. Past nights whose pages were
fetched but never loaded (a run was killed) are loaded first, in their order, under their own runs.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from flows.plan import Plan, Progress, Runner, step
from flows.runs import RunFacts, StepFacts, hold, instant, start_run, write_facts


def run_night(plan: Plan, runner: Runner, progress: Progress) -> RunFacts:
    """Run one night to its end and return its facts; the facts are on disk whatever happens.

    Raises RunError where the run cannot begin (the data folder is held or cannot be written). A failure inside the
    night is in the facts: outcome "failed", nothing published.
    """
    with hold(plan.data_dir, f"a run begun {instant(plan.clock())}"):
        facts = start_run(plan.data_dir, clock=plan.clock, zone=plan.settings.zone, night=plan.night)
        facts.settings_digest = plan.digest
        with _stopped_by_signals(plan.stop):
            try:
                _steps(plan, facts, runner, progress)
                facts.outcome = "trouble" if facts.troubles else "ok"
            except Exception as error:
                facts.outcome, facts.error = "failed", _one_line(error)
                facts.steps[-1:] = [_ended(plan, step, error) for step in facts.steps[-1:]]
                _keep_traceback(plan, facts)
                _report_failure(plan, facts)
            finally:
                facts.ended_at = instant(plan.clock())
                write_facts(plan.data_dir, facts)
                shutil.rmtree(plan.data_dir / "staging" / facts.run_id, ignore_errors=True)
    if facts.outcome != "ok" and plan.settings.on_failure:
        _tell(plan, facts)
    progress.done(facts)
    return facts


def _steps(plan: Plan, facts: RunFacts, runner: Runner, progress: Progress) -> None:
    from flows.steps.fetching import fetch_sites
    from flows.steps.loading import building, load_nights, publish_release
    from flows.steps.reporting import write_report

    begin = partial(step, plan, facts, progress)
    _clear_orphans(plan.data_dir, facts.run_id)
    with begin("fetch") as counts:
        readable = fetch_sites(plan, facts, runner, progress, counts)
    with building(plan.data_dir, facts.run_id) as target:
        load_nights(replace(plan, sites=readable), facts, target, runner, begin)
        with begin("publish") as counts:
            runner.each("publish", lambda path: publish_release(plan, facts, path, counts), [("", target)])
    try:
        with begin("report"):
            runner.each("report", lambda _: write_report(plan, facts), [("", None)])
    except Exception as error:  # the night is published: a report that fails is trouble, not a failed night
        _keep_traceback(plan, facts)
        facts.steps[-1] = _ended(plan, facts.steps[-1], error)
        facts.troubles.append(
            f"the report could not be written: {_one_line(error)}; mend it, then: nightreel report --again"
        )


def _ended(plan: Plan, failed: StepFacts, error: Exception) -> StepFacts:
    if failed.outcome == "running":
        failed.ended_at, failed.outcome, failed.error = instant(plan.clock()), "failed", _one_line(error)
    return failed


def _keep_traceback(plan: Plan, facts: RunFacts) -> None:
    """Keep the traceback beside the facts, for those who debug."""
    (plan.data_dir / "runs" / f"{facts.run_id}.traceback.txt").write_text(traceback.format_exc(), encoding="utf-8")


def _one_line(error: Exception) -> str:
    said = " ".join(str(error).split()) or type(error).__name__
    return (
        said
        if type(error).__module__.split(".")[0] in ("flows", "extract", "warehouse", "reports")
        else (f"{type(error).__name__}: {said}")
    )


def _clear_orphans(data_dir: Path, run_id: str) -> None:
    """Remove what killed runs left on its way; nothing there is needed, pages are in the archive."""
    for folder in (data_dir / "staging").glob("*"):
        if folder.name != run_id:
            shutil.rmtree(folder, ignore_errors=True)
    (data_dir / "staging" / run_id).mkdir(parents=True, exist_ok=True)


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """The first Ctrl-C or TERM ends the fetching and publishes what is complete; the second ends the process."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[signal.Signals, Any] = {}

    def once(number: int, frame: Any) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for caught in (signal.SIGINT, signal.SIGTERM):
        before[caught] = signal.signal(caught, once)
    try:
        yield
    finally:
        for caught, handler in before.items():
            signal.signal(caught, handler)


def _tell(plan: Plan, facts: RunFacts) -> None:
    """Run the operator's command with the facts as JSON on its standard input; its failure is told, not raised."""
    command = plan.settings.on_failure
    if command is None:
        return
    try:
        done = subprocess.run(
            command,
            shell=True,
            input=json.dumps(asdict(facts)),
            text=True,
            capture_output=True,
            errors="replace",
            timeout=300,
            check=False,
        )
        if done.returncode:
            facts.troubles.append(f"on_failure ended with status {done.returncode}: {done.stderr.strip()[-200:]}")
    except (OSError, subprocess.TimeoutExpired) as error:
        facts.troubles.append(f"on_failure could not be run: {error}")
    write_facts(plan.data_dir, facts)


def _report_failure(plan: Plan, facts: RunFacts) -> None:
    """A failed run has a report too; where even that fails, the facts remain."""
    from flows.steps.reporting import write_report

    try:
        write_report(plan, facts)
    except Exception as error:
        facts.troubles.append(f"the report of the failed run could not be written: {_one_line(error)}")


def exit_status(facts: RunFacts) -> int:
    """0 clean, 1 failed (nothing published), 3 published with trouble."""
    return {"ok": 0, "trouble": 3}.get(facts.outcome, 1)
