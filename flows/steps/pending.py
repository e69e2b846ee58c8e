"""Which nights have pages that the warehouse lacks, oldest first, and under which run each is loaded.

A night whose run was killed after the fetching is loaded by the next run, under the killed run's own id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from extract.archive import Archive
from extract.archive.entry import Entry, ThreadOfNight
from extract.site import Site
from flows.runs import RunFacts, all_runs, instant, write_facts


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
    data_dir: Path, sites: Sequence[Site], facts: RunFacts, loaded: set[str], loaded_runs: set[str]
) -> list[PendingNight]:
    """Return the nights with captures that the warehouse lacks, in time order; the run's own night always, and last.

    `loaded` and `loaded_runs` are the captures and runs that the warehouse holds. A night after the run's own waits.
    """
    tonight = date.fromisoformat(facts.night)
    found = [night for night in archived_nights(data_dir, sites, loaded, loaded_runs, facts) if night.night <= tonight]
    if not any(night.night == tonight for night in found):
        found.append(PendingNight(tonight, facts.run_id, ()))
    return found


def archived_nights(
    data_dir: Path,
    sites: Sequence[Site],
    loaded: set[str],
    loaded_runs: set[str],
    facts: RunFacts | None = None,
) -> list[PendingNight]:
    """Return the nights of the archive that hold what is not `loaded`, each under a run that is not loaded either.

    That is the run `facts` for its own night, else the night's last run; where that is loaded already, or its facts are
    lost, facts for a further run of the night are written. A thread of which a later night is loaded is left out: what
    it showed then is history that the present must not be compared with.
    """
    by_night: dict[date, list[SiteNight]] = {}
    with Archive(data_dir) as archive:
        for site in sites:
            asked = archive.ledger.asked(site.site_id)
            newest = {url: night for night, capture_id, url in asked if capture_id in loaded}
            fresh = {capture_id for _, capture_id, _ in asked if capture_id not in loaded}
            # the pages of a WARC that was taken in lie in nights of their own, their threads in the night of taking
            nights = {night for night, capture_id, _ in asked if capture_id in fresh}
            for night in sorted(nights | (set(archive.ledger.thread_nights(site.site_id)) if fresh else set())):
                captures = archive.ledger.captures_of_night(site.site_id, night)
                threads = [
                    thread
                    for thread in archive.ledger.threads_of_night(site.site_id, night)
                    if any(entry.capture_id in fresh for entry in thread.captures)
                    and newest.get(thread.start_url, night) <= night
                ]
                shown = {entry.capture_id: entry for thread in threads for entry in thread.captures}
                shown |= {entry.capture_id: entry for entry in captures}
                new = tuple(entry for capture_id, entry in sorted(shown.items()) if capture_id in fresh)
                fresh -= {entry.capture_id for entry in new} if threads else set()
                if not new and not threads:
                    continue
                by_night.setdefault(night, []).append(SiteNight(site, new, tuple(threads)))
    return [
        PendingNight(night, _run_for(data_dir, night, found, loaded_runs, facts), tuple(found))
        for night, found in sorted(by_night.items())
    ]


def _run_for(
    data_dir: Path, night: date, found: Sequence[SiteNight], loaded_runs: set[str], facts: RunFacts | None
) -> str:
    if facts is not None and facts.night == night.isoformat():
        return facts.run_id
    runs = [run.run_id for run in all_runs(data_dir) if run.night == night.isoformat()]
    if runs and runs[-1] not in loaded_runs:
        return runs[-1]
    moments = [entry.fetched_at for one in found for entry in one.captures]
    further = RunFacts(
        run_id=f"{night}.{len(runs) + 1:02d}",
        night=night.isoformat(),
        started_at=instant(min(moments)),
        ended_at=instant(max(moments)),
        outcome="killed",
        error="its pages were fetched, and loaded by a later run",
        version=version("nightreel"),
    )
    write_facts(data_dir, further)
    return further.run_id
