"""The night as a Prefect flow: the same steps as without Prefect, each batch a task that the operator sees.

Importing this module imports Prefect; set its environment with `prepare_environment` first. Tasks are batches, tens a
night: a site's fetch, a few hundred captures, a site's values, the load.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from flows.runs import RunError

T = TypeVar("T")


def prepare_environment(data_dir: Path) -> None:
    """Set what Prefect reads when it is imported; what the operator has set stays."""
    quiet = {
        "DO_NOT_TRACK": "1",
        "PREFECT_HOME": str(data_dir / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_CLI_PROMPT": "false",
    }
    if not os.environ.get("PREFECT_API_URL"):
        # nobody looks at the embedded server's logs: the run's facts and the terminal carry them
        quiet["PREFECT_LOGGING_TO_API_ENABLED"] = "false"
    (data_dir / "prefect").mkdir(parents=True, exist_ok=True)  # Prefect makes its home, not the folders above it
    for name, value in quiet.items():
        os.environ.setdefault(name, value)


class PrefectRunner:
    """Runs each batch of a step as a Prefect task, side by side where there are several."""

    def each(self, name: str, step: Callable[[T], Any], batches: Sequence[tuple[str, T]]) -> list[Any]:
        """Run `step` on every (label, batch), in threads; results in the order of the batches."""
        from prefect import Task
        from prefect.cache_policies import NO_CACHE

        def begun(label: str, batch: T) -> Any:
            def run() -> Any:
                return step(batch)

            run_name = f"{name} {label}".strip()
            task = Task(run, name=name, task_run_name=run_name, cache_policy=NO_CACHE, persist_result=False)
            return task.submit()

        futures = [begun(label, batch) for label, batch in batches]
        for future in futures:
            future.wait()  # a batch that fails must not end the night under those that still run
        return [future.result() for future in futures]


def leave_note(markdown: str) -> None:
    """Leave the night's summary as an artifact; the night stands without it."""
    from prefect.artifacts import create_markdown_artifact

    try:
        create_markdown_artifact(key="night", markdown=markdown, description="What the night did")
    except Exception as error:
        sys.stderr.write(f"nightreel: the summary could not be left with Prefect: {error}\n")


def run_with_prefect(night_of: Callable[[Any], Any], *, name: str, summary: Callable[[Any], str]) -> Any:
    """Run `night_of(runner)` inside a Prefect flow run and leave the night's summary as an artifact.

    `summary` turns what the night returns into Markdown. Raises RunError where Prefect's server does not come up.
    """
    from prefect import Flow
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.task_runners import ThreadPoolTaskRunner

    begun = False

    def nightreel() -> Any:
        nonlocal begun
        begun = True
        facts = night_of(PrefectRunner())
        leave_note(summary(facts))
        return facts

    threads: Any = ThreadPoolTaskRunner(max_workers=16)
    flow = Flow(nightreel, name="nightreel", flow_run_name=name, task_runner=threads, persist_result=False)
    # joining the heartbeat's thread costs a second a run, and nothing here waits for hours without a task
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        try:
            return flow()
        except Exception as error:
            if begun:
                raise
            server = os.environ.get("PREFECT_API_URL", "the embedded one")
            raise RunError(
                f"Prefect's server ({server}) did not come up ({error}); nothing was changed: try again, or --no-server"
            ) from None
