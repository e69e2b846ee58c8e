"""robots.txt by RFC 9309: what a host allows us, remembered for a day.

4xx allows everything, 5xx and silence forbid everything for now, redirects are followed, 500 KiB are read. Pure: the
asking is done by the fetcher.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from extract.fetch.settings import PRODUCT


@dataclass(frozen=True, slots=True)
class Rules:
    """A host's answer: its rules, or why there are none.

    `verdict_without_rules` is set where no rules were read: "allowed: no robots.txt" or "unavailable: http/503".
    """

    parsed: Protego | None
    verdict_without_rules: str | None = None

    @property
    def unavailable(self) -> bool:
        """Return whether the host forbids everything for now."""
        return (self.verdict_without_rules or "").startswith("unavailable")

    @property
    def why_unavailable(self) -> str:
        """Return the reason: what the wire said where no answer came, else that robots.txt is not to be had."""
        why = (self.verdict_without_rules or "").partition(": ")[2]
        return "robots/unavailable" if why.startswith("http/") else why

    @property
    def crawl_delay(self) -> float | None:
        """Return the Crawl-delay for us in seconds, None where none (or nonsense) is asked for."""
        if self.parsed is None:
            return None
        delay = self.parsed.crawl_delay(PRODUCT)
        return float(delay) if delay is not None and 0 <= delay < 1e9 else None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Return the sitemaps that robots.txt names."""
        return tuple(self.parsed.sitemaps) if self.parsed is not None else ()

    def verdict(self, url: str) -> str:
        """Return what holds for a URL: "allowed", "disallowed", or why there are no rules."""
        if self.verdict_without_rules is not None:
            return self.verdict_without_rules
        assert self.parsed is not None
        return "allowed" if self.parsed.can_fetch(url, PRODUCT) else "disallowed"


def parse_rules(body: bytes, limit: int) -> Rules:
    """Read a robots.txt; what lies beyond the limit, or is no rule, is left aside."""
    text = body[:limit].decode("utf-8", "replace").removeprefix("\ufeff").replace("\x00", "")
    return Rules(Protego.parse(text))


def rules_without_file(status: int | None, reason: str) -> Rules:
    """Return what holds where robots.txt was not had: 4xx (but 429) allows, everything else forbids for now."""
    if status is not None and 400 <= status < 500 and status != 429:
        return Rules(None, f"allowed: robots.txt gives {status}")
    return Rules(None, f"unavailable: {reason}")


def robots_url(url: str) -> str:
    """Return where the robots.txt of a URL lies."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/robots.txt"
