"""Which nights have pages that the warehouse lacks, oldest first, and under which run each is loaded.

A night whose run was killed after the fetching is loaded by the next run, under the killed run's own id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from extract.archive import Archive
from extract.archive.entry import Entry, ThreadOfNight
from extract.site import Site
from flows.runs import RunFacts, all_runs


@dataclass(frozen=True, slots=True)
class SiteNight:
    """What one site's night left in the archive and the warehouse does not hold."""

    site: Site
    captures: tuple[Entry, ...]
    threads: tuple[ThreadOfNight, ...]

    @property
    def to_read(self) -> tuple[str, ...]:
        """Ids of the captures whose bytes must be read: all pages of the threads that changed."""
        wanted = {
            entry.content_capture_id: None
            for thread in self.threads
            if thread.changed or not thread.ended_normally
            for entry in thread.captures
            if entry.content_capture_id is not None and entry.outcome in ("ok", "unchanged")
        }
        return tuple(wanted)


@dataclass(frozen=True, slots=True)
class PendingNight:
    """One night to be loaded under one run."""

    night: date
    run_id: str
    sites: tuple[SiteNight, ...]

    @property
    def to_read(self) -> tuple[str, ...]:
        """Ids of the captures whose bytes must be read, of all sites."""
        return tuple(capture_id for site in self.sites for capture_id in site.to_read)


def pending_nights(
    data_dir: Path, sites: Sequence[Site], facts: RunFacts, loaded: Callable[[Iterable[str]], set[str]]
) -> list[PendingNight]:
    """Return the nights with captures that the warehouse lacks, in time order; the run's own night always, and last.

    `loaded` tells which of some captures the warehouse holds. Runs load in time order, so nothing is looked for before
    the last night that was published.
    """
    tonight = date.fromisoformat(facts.night)
    since = max((date.fromisoformat(run.night) for run in all_runs(data_dir) if run.published), default=None)
    found = archived_nights(data_dir, sites, since, loaded)
    if not any(night.night == tonight for night in found):
        found.append(PendingNight(tonight, facts.run_id, ()))
    return [
        PendingNight(tonight, facts.run_id, night.sites) if night.night == tonight else night
        for night in found
        if night.night <= tonight
    ]


def archived_nights(
    data_dir: Path, sites: Sequence[Site], since: date | None, loaded: Callable[[Iterable[str]], set[str]]
) -> list[PendingNight]:
    """Return the nights of the archive from `since` on that hold what is not `loaded`, each under its last run."""
    last_run = {run.night: run.run_id for run in all_runs(data_dir)}
    by_night: dict[date, list[SiteNight]] = {}
    with Archive(data_dir) as archive:
        for site in sites:
            for night in archive.ledger.nights(site.site_id, since):
                captures = archive.ledger.captures_of_night(site.site_id, night)
                ids = {entry.capture_id for entry in captures}
                fresh = ids - loaded(ids)
                if not fresh:
                    continue
                threads = [
                    thread
                    for thread in archive.ledger.threads_of_night(site.site_id, night)
                    if any(entry.capture_id in fresh for entry in thread.captures)
                ]
                new = tuple(entry for entry in captures if entry.capture_id in fresh)
                by_night.setdefault(night, []).append(SiteNight(site, new, tuple(threads)))
    return [
        PendingNight(night, last_run.get(night.isoformat(), f"{night}.01"), tuple(found))
        for night, found in sorted(by_night.items())
    ]
