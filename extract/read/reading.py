"""Reading one capture from end to end: what kind of page it is, its title, its comments, its links.

Whatever a page holds, a reading comes back: what broke a limit or could not be read is a reject beside what could.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.read.claims import claimed_count
from extract.read.document import Document, count_nodes, open_document
from extract.read.limits import LimitBroken, Limits
from extract.read.links import asks_noindex, canonical_url, next_pages, title_links
from extract.read.profile import Profile
from extract.read.structured import StructuredData
from extract.read.text import read_text
from extract.read.threads import find_comments
from extract.read.titles import read_title, subject_of
from extract.records import Capture, Extraction, RawTitle, Reject


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Where a page leads: absolute addresses of the thread's following pages and of the titles that it lists.

    `noindex` tells that the page asks not to be kept by machines; `canonical` is the address that it calls its own.
    """

    next_pages: tuple[str, ...] = ()
    title_links: tuple[str, ...] = ()
    noindex: bool = False
    canonical: str | None = None


def read(capture: Capture, *, profile: Profile | None = None, limits: Limits | None = None) -> Extraction:
    """Read one capture; never raises for what a page holds.

    Without a profile the page is read by known engines, structured data and the generic finder. Limits that the page
    breaks come back as rejects, beside what was read until then.
    """
    document = open_document(capture, limits)
    try:
        return _read(document, profile)
    except LimitBroken as broken:
        document.errors.append(Reject(broken.reason, broken.detail))
    except RecursionError:
        document.errors.append(Reject("read/too-deep", "nested deeper than can be followed"))
    return Extraction(
        url=capture.url,
        status="unreadable",
        title=RawTitle(),
        rejects=tuple(document.errors),
        encoding=document.encoding,
        reason=document.errors[-1].reason,
    )


def _read(document: Document, profile: Profile | None) -> Extraction:
    if document.kind == "text":
        page = read_text(document)
        return Extraction(
            url=document.url,
            status="ok" if page.comments or page.title.synopsis else "empty",
            title=page.title,
            comments=page.comments,
            claimed_comments=page.claimed,
            rejects=(*document.errors, *page.rejects),
            encoding=document.encoding,
            language=document.language,
        )
    if document.kind != "json":
        count_nodes(document)
    structured = StructuredData(document)
    subject = subject_of(document, structured)
    title = read_title(document, structured, subject)
    thread = find_comments(document, title, structured=structured, profile=profile)
    claimed = thread.claimed or claimed_count(document, subject, len(thread.comments))
    return Extraction(
        url=document.url,
        status="ok",
        title=title,
        comments=thread.comments,
        claimed_comments=claimed,
        next_pages=next_pages(document, structured),
        rejects=(*document.errors, *structured.rejects, *thread.rejects),
        profile=profile.name if profile is not None else None,
        encoding=document.encoding,
        language=document.language,
        hits=thread.hits,
        reason=thread.reason,
    )


def read_links(capture: Capture, *, profile: Profile | None = None, limits: Limits | None = None) -> PageLinks:
    """Read only where a page leads; much quicker than `read`, and like it never raises for what a page holds."""
    document = open_document(capture, limits)
    try:
        structured = StructuredData(document)
        canonical = canonical_url(document, structured)
        return PageLinks(
            next_pages=next_pages(document, structured),
            title_links=title_links(document, structured),
            noindex=asks_noindex(structured, capture.header("x-robots-tag")),
            canonical=canonical[0] if canonical is not None else None,
        )
    except (LimitBroken, RecursionError):
        return PageLinks()
