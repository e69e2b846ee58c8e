"""The flow that the schedule serves. Importing it imports Prefect: `flows.nightly.prepare_environment` comes first."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.task_runners import ThreadPoolTaskRunner

from flows.night import run_night
from flows.nightly import PrefectRunner, leave_note
from flows.plan import Plan, utc_now
from flows.progress import LogProgress
from flows.runs import RunError
from flows.settings import deadline_from, load_settings
from flows.summary import markdown

THREADS: Any = ThreadPoolTaskRunner(max_workers=16)


@flow(name="nightreel", task_runner=THREADS, persist_result=False)
def scheduled_night(settings_file: str | None, data: str, folder: str) -> str:
    """Run one night from the settings as they stand now; fails the flow run where nothing was published."""
    os.chdir(folder)
    loaded = load_settings(Path(settings_file) if settings_file else None, {"data": data})
    end = loaded.settings.deadline
    plan = Plan(
        data_dir=loaded.data_dir,
        settings=loaded.settings,
        sites=loaded.sites,
        deadline=deadline_from(end, utc_now(), loaded.settings.zone) if end else None,
    )
    facts = run_night(plan, PrefectRunner(), LogProgress())
    leave_note(markdown(facts))
    if facts.outcome == "failed":
        raise RunError(facts.error or "the night failed")
    return facts.outcome
