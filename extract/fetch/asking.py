"""Asks for one URL as a good citizen would: robots first, in the host's queue, conditionally, and patiently.

Everything that happens is stored before anybody looks at it. What this night already has is not asked for again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from threading import Lock, local
from typing import Any
from urllib.parse import urlsplit

from extract.archive import Archive, ArchiveError, Entry, Facts
from extract.archive.entry import SETTLED, Outcome, Role
from extract.fetch.address import host_key
from extract.fetch.client import Answer, Expects
from extract.fetch.headers import absolute, meta_robots, next_link, retry_after, robots_tags
from extract.fetch.polite import Host, Hosts, Pace
from extract.fetch.robots import Rules, parse_rules, robots_url, rules_without_file
from extract.fetch.settings import (
    PRODUCT,
    FetchEvent,
    FetchReject,
    FetchSettings,
    HostGivenUp,
    LinkReader,
    Progress,
)
from extract.records import Capture
from extract.site import Site

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REFUSALS = frozenset({401, 403, 407, 451})
_MAPS = frozenset({"sitemap", "feed"})
_PAUSING = frozenset({429, 503})
_TRANSIENT = frozenset({429, 503, 500, 502, 504, 520, 521, 522, 523, 524})
_PERMANENT = (
    "address/", "url/", "tls/certificate", "body/too-large", "body/bad-encoding", "content-type/", "headers/",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Night:
    """What all sites of a night share."""

    archive: Archive
    night: date
    run_id: str
    pace: Pace
    hosts: Hosts
    settings: FetchSettings
    links: LinkReader
    links_rules: str
    progress: Progress
    everything: bool


@dataclass(frozen=True, slots=True)
class Links:
    """What the page reader found on a capture, in the form that the ledger keeps."""

    next_pages: tuple[str, ...] = ()
    title_links: tuple[str, ...] = ()
    noindex: bool = False
    canonical: str | None = None
    blocked: str | None = None
    empty: bool = False
    next_is_guessed: bool = False
    failed: str | None = None

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Links:
        """Read what the ledger kept."""
        told: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in kept.items()}
        return cls(**told)


class Asker:
    """Asks on behalf of one site, and keeps its books."""

    def __init__(self, site: Site, night: Night) -> None:
        self.site, self.night = site, night
        self.counts: dict[str, int] = {}
        self.rejects: list[FetchReject] = []
        self.home = {urlsplit(url).hostname for url in (*site.pages, *site.listings, *site.sitemaps, *site.feeds)}
        self.named = {absolute(url, url) for url in site.pages}
        self._had = night.archive.ledger.urls_of_night(site.site_id, night.night)
        self._rules = _rules_of(site, night.links_rules)
        self._lock = Lock()
        self._fresh = local()  # the last capture of each thread, so that its bytes need not be read back

    # -- books ------------------------------------------------------------------------------------------------

    def count(self, what: str, number: int = 1) -> None:
        """Count something under a path-like name."""
        with self._lock:
            self.counts[what] = self.counts.get(what, 0) + number

    def tell(self, what: str, url: str = "", detail: str = "") -> None:
        """Tell the operator's progress line."""
        self.night.progress(FetchEvent(what, self.site.site_id, url, detail))

    def reject(self, reason: str, url: str, capture_id: str | None = None) -> None:
        """Keep what could not be had."""
        with self._lock:
            self.rejects.append(FetchReject(f"fetch/{reason}", url, capture_id))
        self.count(f"reject/{reason}")

    # -- asking -----------------------------------------------------------------------------------------------

    def ask(self, url: str, role: Role, *, thread: str | None = None, page: int | None = None) -> Entry:
        """Have a URL's answer of this night, following redirects; the last answer's entry tells what came of it.

        NightEnds and HostGivenUp pass through; nothing else is raised for what a server does.
        """
        facts = Facts(night=self.night.night, run_id=self.night.run_id, role=role, thread=thread, page=page)
        seen = [url]
        while True:
            try:
                entry = self._one(url, facts)
            except HostGivenUp as given:
                if len(seen) == 1 or given.host == host_key(seen[0]):
                    raise
                return self._failed(url, replace(facts, outcome="error", reason=given.reason, requested=False))
            target = self._redirect_target(entry)
            if target is None:
                return entry
            problem = self._redirect_problem(url, target, seen)
            if problem is not None:
                return self._failed(url, replace(facts, outcome="error", reason=problem, requested=False))
            seen.append(target)
            url = target

    def links(self, entry: Entry) -> Links:
        """Return what the page reader finds on a capture's bytes, reading them once per set of rules."""
        content_id = entry.content_capture_id
        if content_id is None:
            return Links()
        capture: Capture | None = getattr(self._fresh, "capture", None)
        try:
            if capture is None or capture.capture_id != entry.capture_id:
                known = self.night.archive.ledger.found(content_id, self._rules)
                if known is not None:
                    return Links.from_json(known)
                capture = self.night.archive.read(entry.capture_id)
        except ArchiveError as error:
            return Links(failed=f"archive: {error}"[:200])
        found = self._read_links(capture)
        if found.failed is None:
            self.night.archive.put_found(content_id, self._rules, asdict(found))
        return found

    def _read_links(self, capture: Capture) -> Links:
        try:
            read: Any = self.night.links(capture)
            blocked = getattr(read, "blocked", None)
            said = next_link((value for key, value in capture.headers if key.lower() == "link"), capture.url)
            return Links(
                next_pages=tuple(read.next_pages) or ((said,) if said is not None else ()),
                title_links=tuple(read.title_links),
                noindex=bool(read.noindex),
                canonical=read.canonical,
                blocked=f"blocked/{str(blocked).removeprefix('blocked/')}" if blocked else None,
                empty=bool(getattr(read, "empty", False)),
                next_is_guessed=bool(getattr(read, "next_is_guessed", False)),
            )
        except Exception as error:  # a reader's fault costs this page, not the night
            return Links(failed=f"{type(error).__name__}: {error}"[:200])

    def rules_of(self, url: str) -> Rules:
        """Return the robots.txt rules of a URL's host, asked for at most once a day.

        While they cannot be had everything is forbidden: they are asked for again later, and HostGivenUp tells
        that they never came.
        """
        key, host = robots_url(url), self.night.hosts.of(url)
        with host.rules_lock:
            if key not in host.rules:
                rules = self._patient_rules(key)
                if rules.unavailable:
                    host.given_up = rules.why_unavailable
                host.rules[key] = rules
                self._heed_crawl_delay(key, rules, host)
            rules = host.rules[key]
        if rules.unavailable:
            raise HostGivenUp(host.key, rules.why_unavailable)
        return rules

    # -- inside -----------------------------------------------------------------------------------------------

    def _patient_rules(self, key: str) -> Rules:
        settings = self.night.settings
        rules = self._robots(key)
        for number in range(1, settings.robots_tries):
            if not rules.unavailable or rules.why_unavailable.startswith(_PERMANENT):
                break
            self.tell("robots/unavailable", key, f"{rules.verdict_without_rules}; trying again")
            self.night.pace.sleep(settings.robots_retry_seconds * number)
            rules = self._robots(key)
        return rules

    def _heed_crawl_delay(self, key: str, rules: Rules, host: Host) -> None:
        asked, cap = rules.crawl_delay, self.night.settings.max_crawl_delay
        if asked is None:
            return
        host.crawl_delay = min(asked, cap)
        if asked > cap:
            self.tell("robots/crawl-delay-capped", key, f"asked {asked:g} s, taken {cap:g} s")
            self.count("robots/crawl-delay-capped")

    def _robots(self, key: str) -> Rules:
        settings = self.night.settings
        facts = Facts(night=self.night.night, run_id=self.night.run_id, role="robots", robots="not asked")
        since = self.night.pace.clock() - timedelta(seconds=settings.robots_seconds)
        seen, where = [key], key
        while True:
            stored = self.night.archive.ledger.last_answer(host_key(where), where, since)
            usable = stored is not None and stored.status is not None and stored.status < 500 and stored.status != 429
            entry = stored if stored is not None and usable else self._request(where, facts, None)
            target = self._redirect_target(entry)
            if target is None or self._redirect_problem(where, target, seen) is not None:
                break
            seen.append(target)
            where = target
        if entry.status == 200 and entry.content_capture_id is not None:
            try:
                body = self.night.archive.read(entry.capture_id).body
            except ArchiveError:
                return rules_without_file(None, "archive")
            return parse_rules(body, settings.robots_bytes)
        if entry.facts.role == "redirect":
            return rules_without_file(404, "too many redirects")  # RFC 9309, 2.3.1.2
        return rules_without_file(entry.status, entry.reason or f"http/{entry.status}")

    def _one(self, url: str, facts: Facts) -> Entry:
        night = self.night
        stored = night.archive.ledger.tonight(self.site.site_id, url, night.night) if url in self._had else None
        self._had.add(url)
        if stored is not None and (not night.everything or stored.facts.run_id == night.run_id) and _settled(stored):
            self.count("page/already-had")
            return stored
        night.pace.check()
        if host_key(url) == "":
            return self._failed(url, replace(facts, outcome="error", reason="url/invalid", requested=False))
        verdict = self.rules_of(url).verdict(url)
        facts = replace(facts, robots=verdict, host=host_key(url))
        if not verdict.startswith("allowed"):
            reason = "robots/disallowed" if verdict == "disallowed" else "robots/unavailable"
            return self._failed(url, replace(facts, outcome="blocked", reason=reason, requested=False))
        known = night.archive.ledger.last_content(self.site.site_id, url)
        return self._request(url, facts, known)

    def _request(self, url: str, facts: Facts, known: Entry | None) -> Entry:
        """Ask, store, and ask again where the answer was only "not now"; reject what stays without a page."""
        host = self.night.hosts.of(url)
        tries = 1 if facts.role == "robots" else self.night.settings.max_tries
        for number in range(1, tries + 1):
            entry, answer = self._exchange(host, url, facts, known)
            if not _not_now(answer):
                break
            last = number == tries
            if answer.status in _PAUSING or not last:
                self._pause(host, url, entry.reason or "", retry_after(answer.header("Retry-After"), entry.fetched_at))
            if last:
                host.failed(entry.reason or "")
            else:
                self.count(f"retry/{entry.reason}")
        if entry.outcome in {"error", "blocked"} and facts.role != "robots":
            self.reject(entry.reason or "", url, entry.capture_id)
        return entry

    def _exchange(self, host: Host, url: str, facts: Facts, known: Entry | None) -> tuple[Entry, Answer]:
        night = self.night
        headers: dict[str, str] = {}
        if known is not None:
            headers |= {"If-None-Match": known.etag} if known.etag else {}
            headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        expects: Expects = "robots" if facts.role == "robots" else "packed" if facts.role in _MAPS else "page"
        limit = night.settings.robots_bytes if facts.role == "robots" else night.settings.max_body
        allow_private = self.site.allow_private and urlsplit(url).hostname in self.home
        with host.turn(self.site.delay) as client:
            answer = client.get(url, headers, allow_private=allow_private, max_bytes=limit, expects=expects)
        self.count("request/sent")
        return self._store(host, url, facts, known, answer), answer

    def _store(self, host: Host, url: str, facts: Facts, known: Entry | None, answer: Answer) -> Entry:
        facts = replace(facts, host=host.key, seconds=round(answer.seconds, 4), truncated=answer.truncated)
        if answer.status is None:
            facts = replace(facts, outcome="error", reason=answer.failure, truncated=None)
            facts = replace(facts, requested=not (answer.failure or "").startswith(("address/", "dns/", "url/")))
            return self._without_answer(url, facts, answer.detail)
        if not _not_now(answer):
            host.answered()
        facts = self._judged(facts, answer, known)
        body, payload = answer.body, answer.payload
        if facts.reason == "robots/noarchive":
            body, payload = b"", b""
        capture = Capture(
            url=url,
            body=body,
            status=answer.status,
            headers=answer.headers,
            fetched_at=answer.began_at,
            site_id=self.site.site_id,
        )
        entry = self.night.archive.add(
            capture,
            facts,
            payload=payload,
            known=known,
            request_headers=answer.request_headers,
            reason_phrase=answer.reason_phrase,
        )
        self._fresh.capture = replace(capture, capture_id=entry.capture_id) if entry.outcome == "ok" else None
        self.count(f"{entry.facts.role}/{entry.outcome}")
        if answer.status in _REFUSALS and facts.role != "robots":
            pause = host.block(entry.reason or "refused")
            self._note_pause(url, pause)
        elif entry.outcome in {"ok", "unchanged", "gone"}:
            host.welcomed()
        self.tell(f"{entry.facts.role}/{entry.outcome}", url, entry.reason or "")
        return entry

    def _judged(self, facts: Facts, answer: Answer, known: Entry | None) -> Facts:
        """Say what an answer is worth, from its head and its length alone."""
        status = answer.status
        if answer.failure is not None:
            return replace(facts, outcome="error", reason=answer.failure)
        if status in _REDIRECTS:
            return replace(facts, role="redirect")
        if status == 304:
            return facts if known is not None else replace(facts, outcome="error", reason="http/304-unasked")
        if status in {404, 410}:
            return replace(facts, outcome="gone", reason=f"http/{status}")
        if status in _REFUSALS:
            return replace(facts, outcome="blocked", reason=f"http/{status}")
        if status != 200:
            return replace(facts, outcome="error", reason=f"http/{status}")
        tags = robots_tags(answer.all("X-Robots-Tag"), PRODUCT) | meta_robots(answer.body, PRODUCT)
        if "noarchive" in tags and self.night.settings.respect_noarchive and facts.role == "page":
            return replace(facts, outcome="blocked", reason="robots/noarchive", truncated="unspecified")
        if "noindex" in tags and self.night.settings.respect_noindex and facts.role == "page":
            return replace(facts, outcome="blocked", reason="robots/noindex")
        if not answer.body.strip():
            return replace(facts, outcome="empty", reason="body/empty")
        return facts

    def _failed(self, url: str, facts: Facts) -> Entry:
        """Store and reject what could not be asked for."""
        entry = self._without_answer(url, facts, "")
        self.reject(f"{facts.reason}", url, entry.capture_id)
        return entry

    def _without_answer(self, url: str, facts: Facts, detail: str) -> Entry:
        at = self.night.pace.clock()
        entry = self.night.archive.add_failure(self.site.site_id, url, at, facts)
        self.count(f"{facts.role}/{facts.outcome}")
        self.tell(f"{facts.role}/{facts.outcome}", url, f"{facts.reason} {detail}".strip())
        return entry

    def blocked(self, entry: Entry, reason: str) -> Entry:
        """Mark a page as a challenge, and back its host off."""
        entry = self.amend(entry, "blocked", reason)
        self._note_pause(entry.url, self.night.hosts.of(entry.url).block(reason))
        return entry

    def amend(self, entry: Entry, outcome: Outcome, reason: str) -> Entry:
        """Mark what reading a page showed of it."""
        entry = self.night.archive.amend(entry, self.night.pace.clock(), outcome, reason)
        if outcome in {"blocked", "error"}:
            self.reject(reason, entry.url, entry.capture_id)
        self.count(f"{entry.facts.role}/{outcome}")
        return entry

    def _pause(self, host: Host, url: str, reason: str, asked: float | None) -> None:
        self._note_pause(url, host.pause(reason, asked))
        cap = self.night.settings.max_pause
        if asked is not None and asked > cap:
            self.tell("host/pause-capped", url, f"asked {asked:g} s, taken {cap:g} s")

    def _note_pause(self, url: str, pause: Any) -> None:
        self.night.archive.add_pause(self.site.site_id, url, pause)
        self.count("host/pause")
        self.tell("host/pause", url, f"{pause.reason}: {pause.seconds:.1f} s")

    def _redirect_target(self, entry: Entry) -> str | None:
        if entry.facts.role != "redirect":
            return None
        headers = self.night.archive.read_at(entry.file, entry.offset).headers
        location = next((value for key, value in headers if key.lower() == "location"), None)
        return (absolute(location, entry.url) if location else None) or ""

    def _redirect_problem(self, url: str, target: str, seen: list[str]) -> str | None:
        if not target or not target.startswith(("http://", "https://")):
            return "redirect/nowhere"
        if url.startswith("https:") and target.startswith("http:"):
            return "redirect/to-plain-http"
        if target in seen:
            return "redirect/loop"
        if len(seen) > self.night.settings.max_redirects:
            return "redirect/too-many"
        return None


def _rules_of(site: Site, links_rules: str) -> str:
    """Name the rules that a site's links are read by; an edited profile is another one."""
    if site.profile is None:
        return links_rules
    profile = Path(site.profile)
    told = profile.read_bytes() if profile.is_file() else site.profile.encode()
    return f"{links_rules} {hashlib.sha256(told).hexdigest()}"


def _settled(entry: Entry) -> bool:
    return entry.outcome in SETTLED or entry.facts.role == "redirect"


def _not_now(answer: Answer) -> bool:
    """Say whether asking again later may help."""
    if answer.failure is None:
        return answer.status in _TRANSIENT
    return not answer.failure.startswith(_PERMANENT)
