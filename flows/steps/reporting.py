"""Hand the run's facts and the published warehouse to the report."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.plan import Plan
    from flows.runs import RunFacts


def write_report(plan: Plan, facts: RunFacts) -> None:
    """Write the run's report, a failed run's too, and note its path in the facts."""
    from reports import build_report

    now = plan.clock()
    told = asdict(facts) | {"ended_at": facts.ended_at or now.isoformat()}
    index = build_report(plan.data_dir, facts=told, now=now, zone=plan.settings.zone, locale=plan.settings.locale)
    facts.report = str(index)
