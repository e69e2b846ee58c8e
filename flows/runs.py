"""Runs: who holds the data folder, which night a run belongs to, and the facts that outlive it.

One flock on `data/` is held from a run's start to its end. The facts of every run, failed ones too, stand in
`data/runs/<run>.json`; a run that was killed is recognised by facts that say "running" while nobody holds the lock.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

Outcome = Literal["running", "ok", "trouble", "failed", "killed"]
Clock = Callable[[], datetime]

RESUME_WITHIN = timedelta(hours=12)


class RunError(Exception):
    """A run cannot start or go on; one sentence that says why and what to do."""


@dataclass(slots=True)
class StepFacts:
    """One step of a run; instants are ISO 8601 in UTC, counts have names such as `pages/unchanged`."""

    name: str
    started_at: str
    ended_at: str | None = None
    outcome: Outcome = "running"
    counts: dict[str, int] = field(default_factory=dict)
    error: str | None = None


@dataclass(slots=True)
class RunFacts:
    """What is known of one run; the form of `data/runs/<run>.json`."""

    run_id: str
    night: str
    started_at: str
    ended_at: str | None = None
    outcome: Outcome = "running"
    published: bool = False
    partial: bool = False
    error: str | None = None
    troubles: list[str] = field(default_factory=list)
    steps: list[StepFacts] = field(default_factory=list)
    sites: list[dict[str, Any]] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    changes: dict[str, int] = field(default_factory=dict)
    report: str | None = None
    settings_digest: str = ""
    version: str = ""

    def step(self, name: str) -> StepFacts | None:
        """Return the facts of the step of that name, or None while it has not begun."""
        return next((step for step in self.steps if step.name == name), None)


@contextlib.contextmanager
def hold(data_dir: Path, what: str) -> Iterator[None]:
    """Hold the data folder for one process; raises RunError that says who holds it otherwise."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        handle = (data_dir / ".lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise RunError(f"{data_dir}: cannot be written ({error.strerror}); nothing was changed") from None
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            holder = handle.read().strip() or "another process"
            raise RunError(f"{data_dir} is held by {holder}; wait for it to end, nothing was changed") from None
        handle.truncate(0)
        handle.write(f"{what} (process {os.getpid()})")
        handle.flush()
        try:
            yield
        finally:
            handle.truncate(0)
            fcntl.flock(handle, fcntl.LOCK_UN)


def start_run(data_dir: Path, *, clock: Clock, zone: str, night: date | None = None) -> RunFacts:
    """Begin a run (under the lock): mark killed ones, choose the night, write the first facts.

    The night is the operator's local date; a run that was killed or failed within the last 12 hours is gone on with,
    so that a night that passes midnight is still one.
    """
    now = clock()
    earlier = all_runs(data_dir)
    for facts in earlier:
        if facts.outcome == "running":
            facts.outcome, facts.error = "killed", facts.error or "the process ended without a word"
            write_facts(data_dir, facts)
    if night is None:
        night = now.astimezone(ZoneInfo(zone)).date()
        last = earlier[-1] if earlier else None
        if last is not None and not last.published:
            started = datetime.fromisoformat(last.started_at)
            if timedelta(0) <= now - started <= RESUME_WITHIN:
                night = date.fromisoformat(last.night)
    ordinal = 1 + sum(facts.night == night.isoformat() for facts in earlier)
    facts = RunFacts(
        run_id=f"{night.isoformat()}.{ordinal:02d}",
        night=night.isoformat(),
        started_at=instant(now),
        version=version("nightreel"),
    )
    write_facts(data_dir, facts)
    return facts


def all_runs(data_dir: Path) -> list[RunFacts]:
    """Return the facts of all runs in time order; files that cannot be read are left out."""
    found = []
    for path in sorted((data_dir / "runs").glob("*.json")):
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            raw["steps"] = [StepFacts(**step) for step in raw["steps"]]
            found.append(RunFacts(**raw))
        except (OSError, ValueError, TypeError, KeyError):
            continue
    return sorted(found, key=lambda facts: (facts.night, int(facts.run_id.rpartition(".")[2])))


def write_facts(data_dir: Path, facts: RunFacts) -> Path:
    """Write the facts in one rename, and return the file."""
    folder = data_dir / "runs"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{facts.run_id}.json"
    beside = path.with_suffix(".json.new")
    beside.write_text(json.dumps(asdict(facts), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    beside.replace(path)
    return path


def instant(moment: datetime) -> str:
    """ISO 8601 of an aware instant, in UTC."""
    return moment.astimezone(ZoneInfo("UTC")).isoformat()
