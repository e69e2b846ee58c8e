"""Sitemaps and feeds: which titles they name. Pure readers of hostile XML.

No entity is expanded and nothing is loaded from elsewhere; what cannot be read gives nothing.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import urlsplit

from lxml import etree

from extract.archive.encodings import DecodeError, TooLarge, decoded
from extract.fetch.headers import absolute

MAX_URLS = 50_000  # sitemaps.org: the most that one sitemap may hold


@dataclass(frozen=True, slots=True)
class Found:
    """One address that a sitemap or feed names, with the moment of its last change where one is told."""

    url: str
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap holds: pages, or further sitemaps."""

    pages: tuple[Found, ...] = ()
    sitemaps: tuple[str, ...] = ()
    readable: bool = True


def read_sitemap(body: bytes, base: str, limit: int) -> Sitemap:
    """Read a sitemap, a sitemap index or a plain list of addresses, gzipped or not; other hosts are left out."""
    if body.startswith(b"\x1f\x8b"):
        try:
            body = decoded(body, "gzip", limit)
        except (DecodeError, TooLarge, zlib.error):
            return Sitemap(readable=False)
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _text_sitemap(body, base)
    pages: list[Found] = []
    maps: list[str] = []
    here = urlsplit(base).hostname
    try:
        for _, node in etree.iterparse(
            BytesIO(body), events=("end",), recover=True, resolve_entities=False, no_network=True, huge_tree=False,
            load_dtd=False,
        ):  # fmt: skip
            kind = _local(node.tag)
            if kind in {"url", "sitemap"}:
                parts = {_local(child.tag): (child.text or "").strip() for child in node}
                where = absolute(parts.get("loc", ""), base) if parts.get("loc") else None
                if where is not None and urlsplit(where).hostname == here:
                    if kind == "url":
                        pages.append(Found(where, moment(parts.get("lastmod"))))
                    else:
                        maps.append(where)
                node.clear()
            if len(pages) + len(maps) >= MAX_URLS:
                break
    except (etree.XMLSyntaxError, ValueError):
        pass
    return Sitemap(tuple(pages), tuple(maps), readable=bool(pages or maps))


def read_feed(body: bytes, base: str) -> tuple[Found, ...]:
    """Read the items of RSS 0.9 to 2.0 and Atom: their links on any host, and when they changed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    if root is None:
        return ()
    found = []
    for item in root.iter("{*}item", "{*}entry"):
        link, changed = None, None
        for child in item:
            match _local(child.tag):
                case "link" if child.get("href"):
                    if link is None and child.get("rel", "alternate") == "alternate":
                        link = child.get("href")
                case "link":
                    link = link or (child.text or "").strip()
                case "guid" if link is None and child.get("isPermaLink", "true") != "false":
                    text = (child.text or "").strip()
                    link = text if text.startswith("http") else None
                case "updated" | "pubDate" | "date" | "published":
                    changed = moment(child.text) or changed
                case _:
                    pass
        where = absolute(link, base) if link else None
        if where is not None:
            found.append(Found(where, changed))
        if len(found) >= MAX_URLS:
            break
    return tuple(found)


def moment(text: str | None) -> datetime | None:
    """Return a W3C date or an HTTP date in UTC; a date without zone counts as UTC."""
    from extract.fetch.headers import http_date

    stamp = (text or "").strip()
    if not stamp or len(stamp) > 60:
        return None
    try:
        read = datetime.fromisoformat(stamp)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return http_date(stamp)


def _text_sitemap(body: bytes, base: str) -> Sitemap:
    here = urlsplit(base).hostname
    lines = (line.strip() for line in body.decode("utf-8", "replace").splitlines()[:MAX_URLS])
    found = [absolute(line, base) for line in lines if line.startswith(("http://", "https://"))]
    pages = tuple(Found(where) for where in found if where is not None and urlsplit(where).hostname == here)
    return Sitemap(pages, (), readable=bool(pages))


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
