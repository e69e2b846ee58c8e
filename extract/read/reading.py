"""Reading one capture from end to end: what kind of page it is, its title, its comments, its links.

Whatever a page holds, a reading comes back: what broke a limit or could not be read is a reject beside what could.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extract.collector import collector_at_rest
from extract.read.claims import claimed_count
from extract.read.document import Document, check_nodes, open_document
from extract.read.gates import gate_of
from extract.read.limits import LimitBroken, Limits
from extract.read.links import asks_noindex, canonical_url, next_pages
from extract.read.listing import title_links
from extract.read.profile import Profile, ProfileVersion
from extract.read.profiled import (
    asked_selectors,
    next_of_profile,
    profile_label,
    title_of_profile,
    titles_of_profile,
)
from extract.read.structured import StructuredData
from extract.read.text import read_text
from extract.read.threads import ThreadResult, find_comments
from extract.read.titles import read_title, subject_of
from extract.records import Capture, Extraction, RawComment, RawTitle, Reject, Status

# characters of source: gates are short, and looking costs time; longer ones are looked at where there is no thread
_GATE_LIKELY = 40_000
_GATE_AT_MOST = 400_000


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Where a page leads: absolute addresses of the thread's following pages and of the titles that it lists.

    `noindex` tells that the page asks not to be kept by machines; `canonical` is the address that it calls its own.
    `blocked` names the challenge, login or refusal that stands in the page's place. `next_is_guessed` tells that the
    next page comes from a profile's template, so that its absence is the thread's end.
    """

    next_pages: tuple[str, ...] = ()
    title_links: tuple[str, ...] = ()
    noindex: bool = False
    canonical: str | None = None
    blocked: str | None = None
    next_is_guessed: bool = False


def read(capture: Capture, *, profile: Profile | None = None, limits: Limits | None = None) -> Extraction:
    """Read one capture; never raises for what a page holds.

    Without a profile the page is read by known engines, structured data and the generic finder. Limits that the page
    breaks come back as rejects, beside what was read until then.
    """
    with collector_at_rest():
        return _read_safely(open_document(capture, limits), capture, profile)


def _read_safely(document: Document, capture: Capture, profile: Profile | None) -> Extraction:
    try:
        return _read(document, capture, profile)
    except LimitBroken as broken:
        document.errors.append(Reject(broken.reason, broken.detail))
    except RecursionError:
        document.errors.append(Reject("read/too-deep", "nested deeper than can be followed"))
    except Exception as error:  # a fault of ours must cost this page, not the night; tests look for its reason
        document.errors.append(Reject("read/failed", f"{type(error).__name__}: {error}"))
    return _nothing(document, "unreadable", document.errors[-1].reason)


def _gate(document: Document) -> str | None:
    """What stands in a small page's place; a large one is judged when no comment was found on it."""
    return gate_of(document) if len(document.text) < _GATE_LIKELY or document.status >= 400 else None


def _read(document: Document, capture: Capture, profile: Profile | None) -> Extraction:
    if document.kind == "text":
        return _of_text(document)
    gate = _gate(document)
    if gate is not None:
        return _nothing(document, "blocked", gate)
    if document.kind != "json":
        check_nodes(document)
    hits: dict[str, int] = {}
    held = None if profile is None else replace(profile, versions=(profile.at(capture.fetched_at),))
    version = None if held is None else held.at(None)
    structured = StructuredData(document)
    subject = subject_of(document, structured)
    given = {} if version is None else title_of_profile(document, version, hits)
    title = read_title(document, structured, subject, given=given, prefer=None if version is None else version.prefer)
    thread = _thread(document, title, structured, held)
    if not thread.comments and _GATE_LIKELY <= len(document.text) < _GATE_AT_MOST and (gate := gate_of(document)):
        return _nothing(document, "blocked", gate)
    hits |= thread.hits
    if version is not None:
        hits |= {key: hits.get(key, 0) for key in asked_selectors(version)}  # what found nothing says so too
    if document.encoding_from == "mended":
        hits["encoding/mended"] = 1
    if document.lost_characters:
        hits["encoding/lost"] = document.lost_characters
    claimed = given.get("claimed") or thread.claimed
    if claimed is None and document.kind == "html" and not subject.listing:
        answers = sum(comment.depth > 0 for comment in thread.comments)
        claimed = claimed_count(document, subject, len(thread.comments), answers)
    comments, too_many = _within(thread.comments, document)
    return Extraction(
        url=document.url,
        status=_status(document, title, comments),
        title=title,
        comments=comments,
        claimed_comments=claimed,
        next_pages=_next(document, structured, version, hits),
        title_links=_titles(document, structured, version, hits) if not comments else (),
        rejects=(*document.errors, *structured.rejects, *thread.rejects, *too_many),
        profile=profile_label(held),
        encoding=document.encoding,
        language=document.language,
        hits=hits,
        reason=thread.reason,
    )


def _thread(document: Document, title: RawTitle, structured: StructuredData, profile: Profile | None) -> ThreadResult:
    """Read the comments; a limit that breaks here costs the comments, not the title."""
    try:
        if profile is not None and profile.format != document.kind:
            said = f"profile {profile.name} reads {profile.format}, the page is {document.kind}"
            document.errors.append(Reject("profile/wrong-format", said))
            profile = None
        found = find_comments(document, title, structured=structured, profile=profile)
        return replace(found, rejects=(*found.rejects, *_hook_failures(profile)))
    except LimitBroken as broken:
        document.errors.append(Reject(broken.reason, broken.detail))
    except RecursionError:
        document.errors.append(Reject("read/too-deep", "nested deeper than can be followed"))
    except Exception as error:  # as in `read`, but the title is known by now
        document.errors.append(Reject("read/failed", f"{type(error).__name__}: {error}"))
    return ThreadResult(reason=document.errors[-1].reason)


def _hook_failures(profile: Profile | None) -> list[Reject]:
    if profile is None or profile.hook is None:
        return []
    return [Reject("profile/hook-failed", said) for said in profile.hook.failures()]


def _status(document: Document, title: RawTitle, comments: tuple[RawComment, ...]) -> Status:
    """Return "unreadable" for a page that broke a limit, whatever was read of it: it must not pass for complete."""
    if any(reject.reason.startswith(("read/too-", "read/failed")) for reject in document.errors):
        return "unreadable"
    return "ok" if comments or title.name is not None or title.synopsis is not None else "empty"


def _of_text(document: Document) -> Extraction:
    page = read_text(document)
    return Extraction(
        url=document.url,
        status="ok" if page.comments or page.title.synopsis is not None else "empty",
        title=page.title,
        comments=page.comments,
        claimed_comments=page.claimed,
        rejects=(*document.errors, *page.rejects),
        encoding=document.encoding,
        language=document.language,
        reason=None if page.comments else "text/no-comments",
    )


def _nothing(document: Document, status: Status, reason: str) -> Extraction:
    return Extraction(
        url=document.url,
        status=status,
        title=RawTitle(),
        rejects=tuple(document.errors),
        encoding=document.encoding,
        reason=reason,
    )


def _within(comments: tuple[RawComment, ...], document: Document) -> tuple[tuple[RawComment, ...], tuple[Reject, ...]]:
    most = document.limits.comments
    if len(comments) <= most:
        return comments, ()
    return comments[:most], (Reject("read/too-many-comments", f"{len(comments)} comments, the limit is {most}"),)


def _next(
    document: Document, structured: StructuredData, version: ProfileVersion | None, hits: dict[str, int]
) -> tuple[str, ...]:
    if version is not None and (version.page_template is not None or "next_page" in version.thread):
        return next_of_profile(document, version, hits)
    return next_pages(document, structured)


def _titles(
    document: Document, structured: StructuredData, version: ProfileVersion | None, hits: dict[str, int]
) -> tuple[str, ...]:
    if version is not None and "title_links" in version.listing:
        return titles_of_profile(document, version, hits)
    return title_links(document, structured)


def read_links(capture: Capture, *, profile: Profile | None = None, limits: Limits | None = None) -> PageLinks:
    """Read only where a page leads; much quicker than `read`, and like it never raises for what a page holds."""
    document = open_document(capture, limits)
    try:
        if document.kind == "html" and (gate := _gate(document)) is not None:
            return PageLinks(blocked=gate)
        version = None if profile is None else profile.at(capture.fetched_at)
        structured = StructuredData(document)
        canonical = canonical_url(document, structured)
        return PageLinks(
            next_pages=_next(document, structured, version, {}),
            title_links=_titles(document, structured, version, {}),
            noindex=asks_noindex(structured, capture.header("x-robots-tag")),
            canonical=canonical[0] if canonical is not None else None,
            next_is_guessed=version is not None
            and version.page_template is not None
            and "next_page" not in version.thread,
        )
    except (LimitBroken, RecursionError):
        return PageLinks()
