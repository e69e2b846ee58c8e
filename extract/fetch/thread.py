"""Follows one thread from its start page to its end, and says whether the end was a normal one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from urllib.parse import urlsplit

from extract.archive import Entry
from extract.fetch.asking import Asker, Links
from extract.fetch.headers import absolute


@dataclass(slots=True)
class _Walk:
    pages: list[Entry]
    seen_urls: set[str]
    waiting: deque[str]
    guessed: bool = False


def follow(asker: Asker, start_url: str) -> bool:
    """Read a thread page after page and store how it ended; return whether it ended normally.

    Loops, repeated pages and empty pages end a thread; so does the absence of a page whose address was only guessed
    from a template. A page that failed, was blocked or forbidden, or the maximum of pages, leaves it incomplete.
    """
    night = asker.night
    walk = _Walk([], {start_url}, deque([start_url]))
    reason: str | None = None
    gone = False
    while walk.waiting and reason is None and not gone:
        if len(walk.pages) >= asker.site.max_pages_per_thread:
            reason = "thread/too-many-pages"
            break
        url = walk.waiting.popleft()
        entry = asker.ask(url, "page", thread=start_url, page=len(walk.pages) + 1)
        first = not walk.pages
        if entry.outcome == "gone":
            if first:
                gone = True
                walk.pages.append(entry)
            elif not walk.guessed:
                reason = f"fetch/{entry.reason} on page {len(walk.pages) + 1}"
            continue
        if entry.outcome == "empty" and not first:
            continue
        if not first and _seen_before(walk, entry):
            continue
        walk.pages.append(entry)
        if entry.outcome not in {"ok", "unchanged"}:
            reason = f"fetch/{entry.reason}"
            break
        reason = _look(asker, walk, entry)
    asker.night.archive.add_thread(
        asker.site.site_id,
        start_url,
        night.pace.clock(),
        night=night.night,
        run_id=night.run_id,
        pages=tuple(entry.capture_id for entry in walk.pages),
        ended_normally=reason is None,
        gone=gone,
        reason="gone" if gone else reason,
        found=start_url not in asker.named,
    )
    asker.count("thread/gone" if gone else "thread/complete" if reason is None else "thread/incomplete")
    if reason is not None:
        asker.tell("thread/incomplete", start_url, reason)
    return reason is None


def _look(asker: Asker, walk: _Walk, entry: Entry) -> str | None:
    """Queue the pages that follow; return why the thread cannot be complete, None where it still can."""
    settings = asker.night.settings
    links = asker.links(entry)
    if links.failed is not None:
        asker.reject("links-failed", entry.url, entry.capture_id)
        return f"links-failed: {links.failed}"
    if links.blocked is not None:
        walk.pages[-1] = asker.blocked(entry, links.blocked)
        return links.blocked
    if links.noindex and settings.respect_noindex:
        walk.pages[-1] = asker.amend(entry, "blocked", "robots/noindex")
        return "robots/noindex"
    if links.empty and len(walk.pages) > 1:
        return None
    walk.guessed = links.next_is_guessed
    for url in _next_pages(entry, links):
        if url not in walk.seen_urls:
            walk.seen_urls.add(url)
            walk.waiting.append(url)
    return None


def _next_pages(entry: Entry, links: Links) -> list[str]:
    """Return the following pages that lie on the same host."""
    here = urlsplit(entry.url).netloc
    found = (absolute(url, entry.url) for url in links.next_pages)
    return [url for url in found if url is not None and urlsplit(url).netloc == here]


def _seen_before(walk: _Walk, entry: Entry) -> bool:
    digests = {each.digest for each in walk.pages}
    return entry.digest is not None and entry.digest in digests


def threads_among(asker: Asker, entries: dict[str, Entry]) -> None:
    """Store the threads that a set of captures makes up by itself: files of a folder, pages of a WARC.

    A page that another one names as following belongs to that one's thread; pages that are not in the set are
    not missed, for nobody can ask for them.
    """
    following = {
        url: [each for each in asker.links(entry).next_pages if each in entries and each != url]
        for url, entry in entries.items()
        if entry.outcome in {"ok", "unchanged"}
    }
    continued = {each for urls in following.values() for each in urls}
    placed: set[str] = set()
    starts = [url for url in entries if url not in continued]
    for start in [*starts, *entries]:  # what is only named in a circle comes last
        if start in placed:
            continue
        pages, waiting = [], deque([start])
        while waiting:
            url = waiting.popleft()
            if url in placed:
                continue
            placed.add(url)
            pages.append(entries[url])
            waiting.extend(following.get(url, ()))
        _store_local(asker, start, pages)


def _store_local(asker: Asker, start: str, pages: list[Entry]) -> None:
    night = asker.night
    bad = next((entry for entry in pages if entry.outcome not in {"ok", "unchanged"}), None)
    gone = bad is not None and bad is pages[0] and bad.outcome == "gone"
    reason = None if bad is None else "gone" if gone else f"fetch/{bad.reason}"
    night.archive.add_thread(
        asker.site.site_id,
        start,
        night.pace.clock(),
        night=night.night,
        run_id=night.run_id,
        pages=tuple(entry.capture_id for entry in pages),
        ended_normally=bad is None or gone,
        gone=gone,
        reason=reason,
    )
    asker.count("thread/gone" if gone else "thread/complete" if bad is None else "thread/incomplete")
