"""Fetch the sites' nights, sites that share a host in one batch, so that each host keeps one polite queue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from extract.archive import Archive
from extract.fetch import FetchSettings, SiteFetch, contact_problem, fetch_night, user_agent
from extract.fetch.address import host_key
from extract.read import PageLinks, read_links
from extract.read.profile import Profile, ProfileError, load_profile
from extract.records import Capture
from extract.site import Site
from flows.runs import RunError

if TYPE_CHECKING:
    from flows.plan import Plan, Progress, Runner
    from flows.runs import RunFacts


def refuse_anonymous(plan: Plan) -> None:
    """Raise RunError where a host of others would be asked without a contact."""
    problem = contact_problem(plan.sites, plan.settings.contact)
    if problem is not None:
        raise RunError(problem)


def fetch_sites(
    plan: Plan, facts: RunFacts, runner: Runner, progress: Progress, counts: dict[str, int]
) -> tuple[Site, ...]:
    """Fetch what is due of every site into the archive; what came of each goes into the facts.

    Returns the sites that can be read: one whose profile is wrong is left out of the night, and the others go on.
    Raises ProfileError where none is left.
    """
    refuse_anonymous(plan)
    profiles, broken = _profiles(plan.sites)
    sites = tuple(site for site in plan.sites if site.site_id not in broken)
    if broken and not sites:
        raise next(iter(broken.values()))
    settings = FetchSettings(**plan.settings.fetch.model_dump())
    with Archive(plan.data_dir) as archive:
        archive.start_writing()

        def fetch(batch: list[Site]) -> dict[str, SiteFetch]:
            return fetch_night(
                batch,
                archive=archive,
                night=date.fromisoformat(facts.night),
                clock=plan.clock,
                run_id=facts.run_id,
                user_agent=user_agent(version("nightreel"), plan.settings.contact),
                deadline=plan.deadline,
                stop=plan.stop,
                progress=progress.fetched,
                links=_link_reader(profiles),
                links_rules=version("nightreel"),
                settings=settings,
                everything=plan.ask_again,
            )

        batches = [(", ".join(site.site_id for site in batch), batch) for batch in by_host(sites)]
        fetched = {name: one for done in runner.each("fetch", fetch, batches) for name, one in done.items()}
    for site_id, error in broken.items():
        facts.sites.append(_left_out(site_id, str(error)))
    for site in sites:
        one = fetched[site.site_id]
        for name, number in one.counts.items():
            counts[name] = counts.get(name, 0) + number
        facts.sites.append(
            {
                "site_id": site.site_id,
                "outcome": one.outcome,
                "reason": one.reason,
                "pages_fetched": one.counts.get("page/ok", 0),
                "pages_unchanged": one.counts.get("page/unchanged", 0),
                "pages_failed": _failed(one.counts),
                "counts": dict(one.counts),
                "rejects": [{"reason": reject.reason, "raw": reject.raw} for reject in one.rejects[:50]],
            }
        )
    _troubles(plan, facts)
    return sites


def _profiles(sites: tuple[Site, ...]) -> tuple[dict[str, Profile], dict[str, ProfileError]]:
    """Load the sites' profiles; returns them, and what is wrong with the others, both by site."""
    profiles: dict[str, Profile] = {}
    broken: dict[str, ProfileError] = {}
    for site in sites:
        if site.profile is not None:
            try:
                profiles[site.site_id] = load_profile(site.profile)
            except ProfileError as error:
                broken[site.site_id] = error
    return profiles, broken


def _left_out(site_id: str, reason: str) -> dict[str, Any]:
    """Return the facts of a site that was not asked for anything."""
    pages = dict.fromkeys(("pages_fetched", "pages_unchanged", "pages_failed"), 0)
    return {"site_id": site_id, "outcome": "failed", "reason": reason, **pages, "counts": {}, "rejects": []}


def by_host(sites: tuple[Site, ...]) -> list[list[Site]]:
    """Group sites that share a host, in the order of the settings."""
    groups: list[tuple[set[str], list[Site]]] = []
    for site in sites:
        hosts = {host_key(url) for url in (*site.pages, *site.listings, *site.sitemaps, *site.feeds)}
        shared = [group for group in groups if group[0] & hosts]
        merged = (hosts.union(*(group[0] for group in shared)), [one for group in shared for one in group[1]] + [site])
        groups = [group for group in groups if group not in shared] + [merged]
    return [group for _, group in groups]


def _failed(counts: Mapping[str, int]) -> int:
    """Pages that could not be had in the end; an answer that was asked for again does not count."""
    retried = sum(number for name, number in counts.items() if name.startswith("retry/"))
    return max(counts.get("page/error", 0) - retried, 0) + counts.get("page/blocked", 0)


def pages_of(facts: RunFacts) -> int:
    """How many pages the night knows of: those it has, from this run or an earlier one, and those that failed."""
    had = ("page/ok", "page/unchanged", "page/already-had", "thread/already-had")
    return sum(site["pages_failed"] + sum(site["counts"].get(name, 0) for name in had) for site in facts.sites)


def _link_reader(profiles: dict[str, Profile]) -> Callable[[Capture], Any]:
    def links(capture: Capture) -> PageLinks:
        return read_links(capture, profile=profiles.get(capture.site_id))

    return links


def _troubles(plan: Plan, facts: RunFacts) -> None:
    """Say in the facts which sites were not had whole, and whether too many pages failed."""
    for site in facts.sites:
        if site["outcome"] in ("failed", "blocked"):
            facts.troubles.append(f"site {site['site_id']}: {site['outcome']} ({site['reason']})")
        if site["outcome"] == "partial":
            facts.partial = True
            facts.troubles.append(f"site {site['site_id']}: partial ({site['reason']})")
    failed = sum(site["pages_failed"] for site in facts.sites)
    asked = pages_of(facts)
    if asked and failed / asked > plan.settings.trouble_rejects:
        facts.troubles.append(
            f"{failed} of {asked} pages could not be had, above the limit of {plan.settings.trouble_rejects:.0%}"
        )
