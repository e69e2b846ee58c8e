"""What a night is given: its plan, how its batches are run, whom it tells; the steps know no more of the night."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from extract.site import Site
from flows.runs import Clock, RunFacts, StepFacts, instant, write_facts
from flows.settings import Settings

T = TypeVar("T")


class Runner(Protocol):
    """How the batches of a step are run: one after the other, or as Prefect tasks."""

    def each(self, name: str, step: Callable[[T], Any], batches: Sequence[tuple[str, T]]) -> list[Any]:
        """Run `step` on every (label, batch); results in the order of the batches."""


class PlainRunner:
    """Runs batches in threads of this process, without Prefect."""

    def each(self, name: str, step: Callable[[T], Any], batches: Sequence[tuple[str, T]]) -> list[Any]:
        """Run `step` on every (label, batch); the first error is raised when all have ended."""
        from concurrent.futures import ThreadPoolExecutor

        if len(batches) == 1:
            return [step(batches[0][1])]
        with ThreadPoolExecutor(max_workers=16, thread_name_prefix=name) as threads:
            return list(threads.map(step, [batch for _, batch in batches]))


class Progress(Protocol):
    """What a person or a log is told while the night goes on."""

    def step(self, name: str, detail: str = "") -> None:
        """A step begins."""

    def fetched(self, event: Any) -> None:
        """One answer came in, or a host waits."""

    def done(self, facts: RunFacts) -> None:
        """The run has ended."""


class Silence:
    """Tells nothing; for tests and machines."""

    def step(self, name: str, detail: str = "") -> None:
        """Nothing."""

    def fetched(self, event: Any) -> None:
        """Nothing."""

    def done(self, facts: RunFacts) -> None:
        """Nothing."""


def utc_now() -> datetime:
    """The clock of a real night."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do. `night` None takes the operator's local date, or that of the run it goes on with."""

    data_dir: Path
    settings: Settings
    sites: tuple[Site, ...]
    clock: Clock = utc_now
    night: date | None = None
    ask_again: bool = False
    deadline: datetime | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def digest(self) -> str:
        """A short digest of the settings, so that two runs' facts can be told apart by them."""
        said = self.settings.model_dump_json(exclude={"privacy": {"salt"}})
        return hashlib.sha256(said.encode()).hexdigest()[:12]


@contextmanager
def step(plan: Plan, facts: RunFacts, progress: Progress, name: str) -> Iterator[dict[str, int]]:
    """Keep the facts of one step: begun, ended, its counts, its error."""
    progress.step(name)
    now = StepFacts(name=name, started_at=instant(plan.clock()))
    facts.steps.append(now)
    write_facts(plan.data_dir, facts)
    yield now.counts
    now.ended_at, now.outcome = instant(plan.clock()), "ok"
