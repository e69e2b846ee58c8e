"""Everything that the first page and the summaries say of one morning, asked once.

Rows of the release and the run's facts in, one record out; pages, summary.json and summary.md are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from reports.night import KINDS, Standing, Trouble, night_of, nights_old, shown_runs, standing, troubles_of
from reports.questions import Row, ask
from reports.wording import Wording
from warehouse.query import Release

NOTHING_CHANGED = dict.fromkeys(
    (*KINDS, "titles_added", "titles_gone", "titles_rerated", "titles_touched", "changes"), 0
)


@dataclass(frozen=True, slots=True)
class Morning:
    """One morning. `shown` is the night whose changes are told, None where there is no warehouse; `runs` its runs.

    `changed` holds a row for each title that changed, `titles` one for each title, `site_runs` one for each site and
    run, `nights` one for each recent night, newest first.
    """

    facts: Mapping[str, Any]
    now: datetime
    night: date
    shown: date | None
    old: int
    standing: Standing
    troubles: Sequence[Trouble]
    runs: Sequence[str] = ()
    counts: Mapping[str, int] = field(default_factory=lambda: dict(NOTHING_CHANGED))
    changed: Sequence[Row] = ()
    titles: Sequence[Row] = ()
    nights: Sequence[Row] = ()
    site_runs: Sequence[Row] = ()
    totals: Mapping[str, int] = field(default_factory=dict)


def morning_of(release: Release, facts: Mapping[str, Any], now: datetime, words: Wording) -> Morning:
    """Ask a release for one run's morning. Raises ReportError where the facts name no night."""
    night, run_id = night_of(facts), facts["run_id"]
    loaded = [run for run in ask(release, "runs", run=run_id) if run["loaded"]]
    shown: date | None = loaded[-1]["night"] if loaded else None
    runs = shown_runs(loaded, shown or night)
    changed = ask(release, "changed_titles", runs=runs)
    decisions = ask(release, "date_decisions", runs=runs)
    troubles = troubles_of(
        facts,
        rejects=ask(release, "rejects", runs=runs),
        short=ask(release, "short_threads", runs=runs),
        decisions=decisions,
        words=words,
    )
    counts = _counts(changed, decisions)
    old = nights_old(facts, now, words, shown)
    return Morning(
        facts=facts,
        now=now,
        night=night,
        shown=shown,
        old=old,
        standing=standing(facts, counts=counts, shown=shown, old=old, troubles=troubles, words=words),
        troubles=troubles,
        runs=runs,
        counts=counts,
        changed=changed,
        titles=ask(release, "titles"),
        nights=ask(release, "nights", run=run_id),
        site_runs=ask(release, "site_runs", run=run_id),
        totals=ask(release, "totals")[0],
    )


def morning_without_release(facts: Mapping[str, Any], now: datetime, words: Wording) -> Morning:
    """The morning after a run that failed before there was any warehouse."""
    troubles = troubles_of(facts, rejects=(), short=(), decisions=(), words=words)
    stand = standing(facts, counts=NOTHING_CHANGED, shown=None, old=0, troubles=troubles, words=words)
    return Morning(facts, now, night_of(facts), None, 0, stand, troubles)


def _counts(titles: Sequence[Row], decisions: Sequence[Row]) -> dict[str, int]:
    counts = {kind: sum(row[kind] for row in titles) for kind in KINDS}
    counts["titles_added"] = sum(row["is_new"] for row in titles)
    counts["titles_gone"] = sum(row["is_gone"] for row in titles)
    counts["titles_rerated"] = sum(row["is_rerated"] for row in titles)
    counts["titles_touched"] = sum(row["added"] > 0 for row in titles)
    counts["changes"] = len(titles) + len(decisions)
    return counts
