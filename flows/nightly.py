"""The night as a Prefect flow: the same steps as without Prefect, each batch a task that the operator sees.

Importing this module imports Prefect; set its environment with `prepare_environment` first. Tasks are batches, tens a
night: a site's fetch, a few hundred captures, a site's values, the load.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

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
        from prefect import task
        from prefect.cache_policies import NO_CACHE

        futures = [
            task(
                lambda batch=batch: step(batch),
                name=name,
                task_run_name=f"{name} {label}".strip(),
                cache_policy=NO_CACHE,
                persist_result=False,
            ).submit()
            for label, batch in batches
        ]
        return [future.result() for future in futures]


def run_with_prefect(night_of: Callable[[Any], Any], *, name: str, summary: Callable[[Any], str]) -> Any:
    """Run `night_of(runner)` inside a Prefect flow run and leave the night's summary as an artifact."""
    from prefect import flow
    from prefect.artifacts import create_markdown_artifact
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.task_runners import ThreadPoolTaskRunner

    @flow(
        name="nightreel",
        flow_run_name=name,
        task_runner=ThreadPoolTaskRunner(max_workers=16),
        validate_parameters=False,
    )
    def nightreel() -> Any:
        facts = night_of(PrefectRunner())
        create_markdown_artifact(key="night", markdown=summary(facts), description="What the night did")
        return facts

    # joining the heartbeat's thread costs a second a run, and nothing here waits for hours without a task
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        return nightreel(return_state=False)
