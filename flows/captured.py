"""The rows about a night's captures: what was asked, what could not be read, how far each thread was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.archive.entry import Entry, ThreadOfNight
from extract.records import Extraction
from extract.site import Site
from flows.normalise import ThreadPage
from flows.staged import Row, StagedSite


def capture_row(row: Entry, extraction: Extraction | None) -> Row:
    """Return the `capture` row of one response; what reading its page said stands above what fetching thought."""
    outcome: str = row.outcome
    reason = row.reason
    if outcome == "ok" and extraction is not None and extraction.status != "ok":
        outcome, reason = extraction.status, extraction.reason
    return {
        "capture_id": row.capture_id,
        "site_id": row.site_id,
        "url": row.url,
        "fetched_at": row.fetched_at,
        "status": row.status,
        "digest": row.digest,
        "content_capture_id": row.content_capture_id,
        "archive_file": row.file,
        "archive_offset": row.offset,
        "outcome": outcome,
        "reason": reason,
        "profile": extraction.profile if extraction else None,
        "encoding": extraction.encoding if extraction else None,
    }


def page_rejects(
    staged: StagedSite, site: Site, captures: ThreadOfNight, read: Mapping[str, Extraction], *, hidden: bool
) -> None:
    """Put down which of a thread's pages could not be read; a page's own words are left out where names are hidden."""
    for row in captures.captures:
        if row.outcome in ("error", "blocked"):
            staged.reject(site.site_id, "fetch", row.reason or row.outcome, row.capture_id, None, row.url)
        extraction = read.get(row.content_capture_id or "")
        if extraction is None or row.outcome not in ("ok", "unchanged"):
            continue
        reason = extraction.reason or extraction.status
        told = any(reject.reason == reason for reject in extraction.rejects)
        if extraction.status in ("blocked", "unreadable") and not told:
            staged.reject(site.site_id, "read", reason, row.capture_id, None, row.url)
        for reject in extraction.rejects:
            staged.reject(site.site_id, "read", reject.reason, row.capture_id, None, None if hidden else reject.raw)


def gone_title(site: Site, title_id: str, row: Entry) -> Row:
    """Return the `title` row of a title whose page is gone; `row` is the capture that said so."""
    return {
        "title_id": title_id,
        "site_id": site.site_id,
        "capture_id": row.capture_id,
        "observed_at": row.fetched_at,
        "state": "gone",
    }


def thread_read(
    site: Site,
    title_id: str,
    captures: ThreadOfNight,
    pages: Sequence[ThreadPage],
    read: int | None,
    claimed: int | None = None,
) -> Row:
    """Return the `thread_read` row: comments claimed and read, and whether the night saw all the thread's pages."""
    blocked = next((p.extraction for p in pages if p.extraction.status in ("blocked", "unreadable")), None)
    reason = captures.reason
    if reason is None and blocked is not None:
        reason = blocked.reason or blocked.status
    return {
        "title_id": title_id,
        "site_id": site.site_id,
        "read_at": captures.read_at,
        "pages": len(captures.captures),
        "claimed": claimed,
        "read": read,
        "unchanged": not pages and not captures.changed,
        "ended_normally": captures.ended_normally and blocked is None,
        "reason": reason,
    }
