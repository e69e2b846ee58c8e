"""What a fetch is given and what it gives back: settings, events, results, and the reader of links that it is lent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from extract.records import Capture

SiteOutcome = Literal["ok", "partial", "failed", "blocked"]
PRODUCT = "nightreel"  # the name that robots.txt addresses us by (RFC 9309, 2.2.1)


class PageLinks(Protocol):
    """Where a page leads, as the page reader tells it.

    `next_pages` and `title_links` are absolute. A reader may also offer `blocked` (a reason, where the page is a
    challenge or a login), `empty` (True where a thread's page holds no comment) and `next_is_guessed` (True where
    the next page comes from a template, so that its absence is the thread's end).
    """

    @property
    def next_pages(self) -> tuple[str, ...]:
        """Return the thread's following pages."""
        ...

    @property
    def title_links(self) -> tuple[str, ...]:
        """Return the title pages that a listing names."""
        ...

    @property
    def noindex(self) -> bool:
        """Return whether the page asks not to be kept by machines."""
        ...

    @property
    def canonical(self) -> str | None:
        """Return the address that the page calls its own."""
        ...


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Limits and habits; seconds and bytes. The defaults suit an unattended year.

    `latency_factor`: a host rests at least so many times what its last answer took. `max_crawl_delay` and `max_pause`
    cap what a site may ask of us. `patience` nights without a change are visited nightly, then the gap doubles up to
    `max_gap_nights`. `respect_noindex` and `respect_noarchive` follow X-Robots-Tag and robots meta tags: a page that
    asks not to be indexed is stored and not read; one that asks not to be archived is stored without its body.
    `ca_file` is a bundle of certificates to trust instead of the usual ones.
    """

    max_body: int = 20 * 1024 * 1024
    max_headers: int = 64 * 1024
    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    whole_seconds: float = 120.0
    max_redirects: int = 5
    max_tries: int = 3
    retry_seconds: float = 5.0
    max_pause: float = 3600.0
    max_crawl_delay: float = 60.0
    latency_factor: float = 1.0
    block_seconds: float = 60.0
    max_blocks: int = 3
    max_failures: int = 5
    robots_bytes: int = 500 * 1024
    robots_seconds: float = 86400.0
    robots_tries: int = 3
    robots_retry_seconds: float = 120.0
    respect_noindex: bool = True
    respect_noarchive: bool = True
    max_listing_pages: int = 20
    max_sitemaps: int = 200
    patience: int = 7
    max_gap_nights: int = 7
    max_parallel_hosts: int = 16
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class FetchEvent:
    """Something an operator may watch: `what` is path-like (page/ok, host/pause), `detail` says it in words."""

    what: str
    site_id: str
    url: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FetchReject:
    """A page that could not be had: a stable reason, its URL, and the capture that shows it, where one does."""

    reason: str
    raw: str
    capture_id: str | None = None


@dataclass(frozen=True, slots=True)
class SiteFetch:
    """What came of one site's night.

    `outcome`: ok (everything that was due was asked for), partial (the deadline, a stop or a host that had to be left
    alone came first), blocked (turned away), failed (nothing could be had). `counts` are path-like: page/ok,
    page/unchanged, thread/complete, thread/not-due, request/sent, retry/http-503, ...
    """

    site_id: str
    outcome: SiteOutcome
    reason: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    rejects: tuple[FetchReject, ...] = ()


Progress = Callable[[FetchEvent], None]
LinkReader = Callable[[Capture], PageLinks]


class NightEnds(Exception):
    """The deadline came, or somebody stopped the run: `reason` is "deadline" or "stopped"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class HostGivenUp(Exception):
    """A host is left alone for the rest of the night."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(f"{host}: {reason}")
        self.host = host
        self.reason = reason
