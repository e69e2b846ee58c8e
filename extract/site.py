"""What an operator says of one site. Built by flows from the settings; extract only reads it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Site:
    """A place with one layout and one set of habits: a host, a platform's instance, a folder of files.

    `pages`, `listings`, `sitemaps` and `feeds` are absolute http(s) URLs; `paths` are local files, folders or
    WARCs. `delay` is the least pause between two requests to a host, in seconds. `profile` is a TOML file or the
    name of a built-in profile; None leaves recognition to nightreel. `zone` is an IANA name, `language` a BCP 47
    tag, `date_order` one of dmy, mdy, ymd.
    """

    site_id: str
    pages: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()
    profile: str | None = None
    delay: float = 1.0
    max_pages_per_thread: int = 50
    max_titles: int = 10_000
    allow_private: bool = False
    zone: str | None = None
    language: str | None = None
    date_order: str | None = None
