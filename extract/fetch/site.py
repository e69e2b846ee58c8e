"""One site's night: what is due, asked for politely, thread by thread, into the archive."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from extract.archive import Archive, ArchiveError, Entry
from extract.fetch.address import Resolve, host_key, is_loopback, resolve
from extract.fetch.asking import Asker, Night
from extract.fetch.headers import absolute
from extract.fetch.local import gone_files, is_warc, local_files, take_file, take_warc
from extract.fetch.polite import Hosts, Pace
from extract.fetch.settings import (
    FetchEvent,
    FetchSettings,
    HostGivenUp,
    LinkReader,
    NightEnds,
    Progress,
    SiteFetch,
    SiteOutcome,
)
from extract.fetch.starts import Found, read_feed, read_sitemap
from extract.fetch.thread import follow, threads_among
from extract.site import Site

MAX_SITES_AT_ONCE = 256
_log = logging.getLogger(__name__)


def fetch_site(
    site: Site,
    *,
    archive: Archive,
    night: date,
    clock: Callable[[], datetime],
    run_id: str,
    user_agent: str,
    deadline: datetime | None,
    stop: threading.Event,
    progress: Progress,
    links: LinkReader,
    settings: FetchSettings = FetchSettings(),  # noqa: B008 - frozen
    links_rules: str = "",
    everything: bool = False,
    sleep: Callable[[float], None] | None = None,
    resolve: Resolve = resolve,
) -> SiteFetch:
    """Fetch what is due of one site in a night, and say what came of it. See `fetch_night`."""
    fetched = fetch_night(
        [site],
        archive=archive,
        night=night,
        clock=clock,
        run_id=run_id,
        user_agent=user_agent,
        deadline=deadline,
        stop=stop,
        progress=progress,
        links=links,
        settings=settings,
        links_rules=links_rules,
        everything=everything,
        sleep=sleep,
        resolve=resolve,
    )
    return fetched[site.site_id]


def fetch_night(
    sites: Sequence[Site],
    *,
    archive: Archive,
    night: date,
    clock: Callable[[], datetime],
    run_id: str,
    user_agent: str,
    deadline: datetime | None,
    stop: threading.Event,
    progress: Progress,
    links: LinkReader,
    settings: FetchSettings = FetchSettings(),  # noqa: B008 - frozen
    links_rules: str = "",
    everything: bool = False,
    sleep: Callable[[float], None] | None = None,
    resolve: Resolve = resolve,
) -> dict[str, SiteFetch]:
    """Fetch what is due of several sites, hosts in parallel, one polite queue per host.

    `clock` gives aware UTC moments; `night` is the operator's date. What this night already has is not asked for again
    by another run, unless `everything`, which also asks for what is not due. `links` reads a capture's links;
    `links_rules` names the rules it reads by, so that pages which were not modified are read again only after these
    changed. `sleep` replaces real waiting. At the end all captures are synced and visible to other processes.
    """
    pace = Pace(clock, stop, deadline, sleep)
    archive.start_writing()
    hosts = Hosts(pace, settings, archive, user_agent, resolve)
    shared = Night(archive, night, run_id, pace, hosts, settings, links, links_rules, progress, everything)
    try:
        workers = min(max(1, len(sites)), MAX_SITES_AT_ONCE)
        with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="fetch-site") as pool:
            done = list(pool.map(lambda site: _site(site, shared), sites))
    finally:
        hosts.close()
        archive.flush()
    return {fetched.site_id: fetched for fetched in done}


def contact_problem(sites: Iterable[Site], contact: str | None) -> str | None:
    """Return why a run must not start: somebody else's host would be asked by somebody who cannot be reached."""
    if contact and contact.strip():
        return None
    for site in sites:
        for url in (*site.pages, *site.listings, *site.sitemaps, *site.feeds):
            if not is_loopback(url):
                return (
                    f"site {site.site_id} lies on {urlsplit(url).hostname}, and no contact is set: give an address or a"
                    " page where the people there can reach you (`contact` in nightreel.toml)"
                )
    return None


def user_agent(version: str, contact: str | None) -> str:
    """Return the User-Agent that says who asks, and where to complain."""
    told = (contact or "").strip()
    safe = "".join(char for char in told if char.isprintable() and char.isascii() and char not in "()\\")
    return f"nightreel/{version} (+{safe})" if safe else f"nightreel/{version}"


def _site(site: Site, night: Night) -> SiteFetch:
    asker = Asker(site, night)
    ended: str | None = None
    try:
        ended = _fetch(asker)
    except NightEnds as end:
        ended = end.reason
    except HostGivenUp as given:
        ended = given.reason
        asker.reject(given.reason, given.host)
    except ArchiveError as error:
        ended = f"archive: {error}"
        asker.reject("archive", str(error))
    except Exception as error:  # a fault of ours costs this site, not the night
        _log.exception("fetching site %s", site.site_id)
        ended = f"fault: {type(error).__name__}: {error}"
        asker.reject("fault", ended)
    outcome = _outcome(asker, ended)
    reason = ended or (asker.rejects[0].reason if outcome != "ok" and asker.rejects else None)
    night.progress(FetchEvent(f"site/{outcome}", site.site_id, "", reason or ""))
    return SiteFetch(site.site_id, outcome, reason, dict(sorted(asker.counts.items())), tuple(asker.rejects))


def _fetch(asker: Asker) -> str | None:
    """Do a site's work; return why it ended early, None where all of it was done."""
    trouble = _take_paths(asker)
    by_host: dict[str, list[str]] = {}
    for url in _due(asker, _starts(asker, trouble)):
        by_host.setdefault(host_key(url), []).append(url)
    asker.tell("thread/due", detail=str(sum(map(len, by_host.values()))))
    ends = trouble
    if len(by_host) == 1:
        ends += [end for urls in by_host.values() if (end := _threads(asker, urls)) is not None]
    elif by_host:
        workers = min(len(by_host), asker.night.settings.max_parallel_hosts)
        with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="fetch-host") as pool:
            ends += [end for end in pool.map(lambda urls: _threads(asker, urls), by_host.values()) if end is not None]
    return ends[0] if ends else None


def _threads(asker: Asker, urls: list[str]) -> str | None:
    """Follow the threads of one host; return why that ended early."""
    for number, url in enumerate(urls):
        try:
            asker.night.pace.check()
            follow(asker, url)
            asker.tell("thread/done", url)
        except NightEnds as end:
            asker.count("thread/not-reached", len(urls) - number)
            return end.reason
        except HostGivenUp as given:
            asker.count("thread/not-reached", len(urls) - number)
            asker.reject(given.reason, given.host)
            return given.reason
    return None


def _starts(asker: Asker, trouble: list[str]) -> list[Found]:
    """Return the title pages that a site names, each once, in the order of the settings."""
    site = asker.site
    found: dict[str, Found] = {}

    def add(each: Found) -> None:
        where = absolute(each.url, each.url)
        if where is None:
            asker.reject("url/invalid", each.url)
        elif len(found) < site.max_titles or where in found:
            known = found.get(where)
            if known is None or (each.changed_at is not None and known.changed_at is None):
                found[where] = Found(where, each.changed_at)
        else:
            asker.count("thread/above-max-titles")

    for url in site.pages:
        add(Found(url))
    for discover, urls in ((_listing, site.listings), (_sitemap, site.sitemaps), (_feed, site.feeds)):
        for url in urls:
            try:
                for each in discover(asker, url, trouble):
                    add(each)
            except HostGivenUp as given:
                asker.reject(given.reason, given.host)
                trouble.append(given.reason)
    if site.listings or site.sitemaps or site.feeds:
        # a title that fell off a listing goes on being visited, until it answers 404 or 410
        for url in asker.night.archive.ledger.found_starts(site.site_id):
            if _at_home(asker, url):
                add(Found(url))
    return list(found.values())


def _listing(asker: Asker, start: str, trouble: list[str]) -> list[Found]:
    found: list[Found] = []
    waiting, seen = [start], {start}
    pages = 0
    while waiting and pages < asker.night.settings.max_listing_pages:
        url = waiting.pop(0)
        pages += 1
        entry = asker.ask(url, "listing")
        links = asker.links(entry) if _had(entry) else None
        if links is None or links.failed is not None or links.blocked is not None:
            if links is not None and links.blocked is not None:
                asker.blocked(entry, links.blocked)
            trouble.append(f"listing {url}: {(links and (links.failed or links.blocked)) or entry.reason}")
            break
        found += [Found(each) for each in links.title_links if _at_home(asker, each)]
        for each in links.next_pages:
            if each not in seen and urlsplit(each).netloc == urlsplit(start).netloc:
                seen.add(each)
                waiting.append(each)
    if waiting and not trouble:
        asker.count("listing/above-max-pages", len(waiting))
    return found


def _sitemap(asker: Asker, start: str, trouble: list[str]) -> list[Found]:
    found: list[Found] = []
    waiting, seen = [start], {start}
    read = 0
    while waiting and read < asker.night.settings.max_sitemaps and len(found) < asker.site.max_titles:
        url = waiting.pop(0)
        read += 1
        entry = asker.ask(url, "sitemap")
        if not _had(entry):
            trouble.append(f"sitemap {url}: {entry.reason}")
            continue
        body = asker.night.archive.read(entry.capture_id).body
        said = read_sitemap(body, url, asker.night.settings.max_body)
        if not said.readable:
            asker.reject("sitemap/unreadable", url, entry.capture_id)
            trouble.append(f"sitemap {url}: unreadable")
        found += said.pages
        for each in said.sitemaps:
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return found


def _feed(asker: Asker, url: str, trouble: list[str]) -> list[Found]:
    entry = asker.ask(url, "feed")
    if not _had(entry):
        trouble.append(f"feed {url}: {entry.reason}")
        return []
    found = read_feed(asker.night.archive.read(entry.capture_id).body, url)
    if not found:
        asker.reject("feed/empty", url, entry.capture_id)
    return [each for each in found if _at_home(asker, each.url)]


def _due(asker: Asker, starts: list[Found]) -> list[str]:
    """Return the titles to visit tonight, those never seen first, then those unseen for longest."""
    night, settings, site_id = asker.night, asker.night.settings, asker.site.site_id
    done = night.archive.ledger.complete_threads(site_id, night.night)
    before = night.archive.ledger.last_complete(site_id)
    due: list[tuple[date, int, str]] = []
    for number, start in enumerate(starts):
        if start.url in done and not night.everything:
            asker.count("thread/already-had")
            continue
        last = before.get(start.url)
        if last is not None and not night.everything and not _is_due(start, *last, night.night, settings):
            asker.count("thread/not-due")
            continue
        due.append((last[0] if last is not None else date.min, number, start.url))
    return [url for _, _, url in sorted(due)]


def _is_due(start: Found, last: date, streak: int, night: date, settings: FetchSettings) -> bool:
    if start.changed_at is not None and start.changed_at.date() >= last:
        return True
    return (night - last).days >= nights_between_visits(streak, settings)


def nights_between_visits(streak: int, settings: FetchSettings) -> int:
    """Return how many nights a title rests that did not change for `streak` complete nights: 1, then 2, 4, ..."""
    beyond = min(max(0, streak - settings.patience + 1), 20)
    return max(1, min(settings.max_gap_nights, 1 << beyond))


def _take_paths(asker: Asker) -> list[str]:
    missing = [f"path {Path(path).name}: not there" for path in asker.site.paths if not Path(path).exists()]
    if not asker.site.paths:
        return missing
    night = asker.night
    entries: dict[str, Entry] = {}
    for url, path in local_files(asker):
        night.pace.check()
        if is_warc(path):
            taken = take_warc(asker, path)
            threads_among(asker, {entry.url: entry for entry in taken if entry.facts.role == "page"})
            continue
        entry = take_file(asker, url, path)
        if entry is not None:
            entries[url] = entry
    if entries and not missing:  # a folder that is empty at once is more likely not mounted
        entries |= gone_files(asker, entries)
    threads_among(asker, entries)
    return missing


def _at_home(asker: Asker, url: str) -> bool:
    """Say whether a page lies on a host that the operator named: others are not asked on a stranger's word."""
    if urlsplit(url).hostname in asker.home:
        return True
    asker.count("link/other-host")
    return False


def _had(entry: Entry) -> bool:
    return entry.outcome in {"ok", "unchanged"} and entry.content_capture_id is not None


def _outcome(asker: Asker, ended: str | None) -> SiteOutcome:
    counts = asker.counts
    had = sum(counts.get(f"page/{each}", 0) for each in ("ok", "unchanged", "gone", "empty", "imported", "already-had"))
    had += counts.get("thread/already-had", 0) + counts.get("thread/not-due", 0)
    if had == 0 and (counts.get("page/blocked") or ended == "blocked"):
        return "blocked"
    if ended == "blocked":
        return "blocked"
    if had == 0 and (asker.rejects or ended is not None) and ended not in {"deadline", "stopped"}:
        return "failed"
    return "partial" if ended is not None else "ok"
