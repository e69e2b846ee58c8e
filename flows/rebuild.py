"""Derive everything again from the archive, with the present rules, into a new release; ids survive.

Nights are loaded oldest first, as they were; nothing is fetched. The published file stays until the operator has seen
what would change.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from extract.archive import Archive
from extract.site import Site
from flows.plan import PlainRunner
from flows.runs import RunError, all_runs, hold
from flows.steps.extracting import readers
from flows.steps.loading import extract_night, hide_names, load_extracted, refuse_blocked
from flows.steps.pending import PendingNight, archived_nights
from warehouse.publish import publish, published_path
from warehouse.rebuild import start_from_nothing, start_from_release, start_without_site
from warehouse.releases import TableDiff, diff, list_releases

if TYPE_CHECKING:
    from flows.plan import Plan


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made: nights and pages read, and how its tables differ from the published ones."""

    nights: int
    pages: int
    differences: tuple[TableDiff, ...]
    published: bool


def rebuild(
    plan: Plan,
    *,
    site: str | None = None,
    since: date | None = None,
    agreed: Callable[[tuple[TableDiff, ...]], bool],
    say: Callable[[str], None] = lambda _: None,
) -> Rebuilt:
    """Build the warehouse again and publish it if `agreed`, which is handed the differences, says so.

    `site` limits it to one site; `since` keeps what a kept release from before that night holds. Raises RunError where
    there is nothing to rebuild from, and WarehouseErrors; the published file is then untouched.
    """
    with hold(plan.data_dir, "a rebuild"):
        sites = _sites(plan)
        if site is not None:
            sites = tuple(one for one in sites if one.site_id == site)
        archived = archived_nights(plan.data_dir, sites, set(), set())
        if not archived:
            raise RunError(f"{plan.data_dir} holds no archived night to rebuild from; `nightreel run` makes one")
        runs = all_runs(plan.data_dir)
        facts = next(run for run in reversed(runs) if run.run_id == archived[-1].run_id)
        facts = replace(facts, troubles=[], changes={}, checks=[], steps=[])
        shutil.rmtree(plan.data_dir / "staging", ignore_errors=True)
        target, nights = _start(plan, facts.run_id, archived, site, since)
        try:
            hide_names(plan, target)
            pages = sum(len(night.to_read) for night in nights)
            known, runner = replace(plan, sites=sites), PlainRunner()
            with readers(plan.settings.workers, pages) as read, ThreadPoolExecutor(1, "ahead") as ahead:
                # while a night is made into values and loaded, the pages of the next are read
                coming = [ahead.submit(extract_night, known, night, runner, read) for night in nights[:1]]
                for number, night in enumerate(nights):
                    say(f"{night.night}: {len(night.to_read)} pages")
                    with _untold("extract"):
                        coming.pop().result()
                    coming += [ahead.submit(extract_night, known, n, runner, read) for n in nights[number + 1 :][:1]]
                    load_extracted(known, facts, night, target, runner, _untold)
                    shutil.rmtree(plan.data_dir / "staging" / night.run_id)
            refuse_blocked(facts)
            before = published_path(plan.data_dir)
            differences = tuple(diff(before, target)) if before.exists() else ()
            agreed_to = agreed(differences)
            if agreed_to:
                publish(plan.data_dir, target, facts.run_id, keep=plan.settings.keep_releases)
        finally:
            target.unlink(missing_ok=True)
            shutil.rmtree(plan.data_dir / "staging", ignore_errors=True)
    return Rebuilt(len(nights), pages, differences, agreed_to)


def _start(
    plan: Plan, run_id: str, archived: list[PendingNight], site: str | None, since: date | None
) -> tuple[Path, list[PendingNight]]:
    """Give the file to build in and the nights that it lacks."""
    if site is not None:
        target, runs = start_without_site(plan.data_dir, published_path(plan.data_dir), site, run_id)
        by_run = {night.run_id: night for night in archived}
        nights_of = {facts.run_id: date.fromisoformat(facts.night) for facts in all_runs(plan.data_dir)}
        return target, [by_run.get(run, PendingNight(nights_of[run], run, ())) for run in runs if run in nights_of]
    if since is not None:
        older = [kept for kept in list_releases(plan.data_dir) if kept.night is not None and kept.night < since]
        if older:
            base = older[0]
            target = start_from_release(plan.data_dir, base.path, run_id)
            return target, [night for night in archived if base.night is not None and night.night > base.night]
    return start_from_nothing(plan.data_dir, run_id), archived


def _sites(plan: Plan) -> tuple[Site, ...]:
    """The sites of the settings, and those that only the archive knows."""
    named = {site.site_id: site for site in plan.sites}
    with Archive(plan.data_dir) as archive:
        archived = [path.parent.name for path in archive.warcs()]
    return tuple({name: named.get(name, Site(site_id=name)) for name in [*named, *archived]}.values())


@contextmanager
def _untold(name: str) -> Iterator[dict[str, int]]:
    """A step of which nobody keeps the facts."""
    yield {}


def counts(differences: tuple[TableDiff, ...]) -> Mapping[str, Mapping[str, int]]:
    """Return added, removed and changed rows by table, for those tables that differ."""
    return {
        table.name: {"added": table.added, "removed": table.removed, "changed": table.changed}
        for table in differences
        if not table.same
    }
