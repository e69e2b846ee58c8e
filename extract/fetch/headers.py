"""Header values of strangers, read without trust: a value that makes no sense reads as absent.

Pure functions; none raises, whatever the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

MAX_VALUE = 8192
_DIGITS = re.compile(r"[0-9]{1,12}", re.ASCII)
_LINK = re.compile(r"<([^<>]{0,2000})>([^,<\"]{0,1000}(?:\"[^\"]{0,500}\"[^,<\"]{0,1000}){0,8})")
_PARAMETER = re.compile(r";\s*([A-Za-z0-9!#$&+.^_`|~*-]{1,50})\s*=\s*(?:\"([^\"]{0,500})\"|([^\s;,\"]{1,500}))")
_META = re.compile(rb"<meta\b([^>]{0,1000}+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"\b(name|content)\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_META_BYTES = 65536
_TAG_BYTES = 1000
_TAG_WITH_VALUE = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_TAG_WORDS = frozenset(
    {"all", "none", "noindex", "nofollow", "noarchive", "nocache", "nosnippet", "noimageindex", "notranslate", "index"}
    | {"follow", "indexifembedded", "noodp", "noydir", "noai", "noimageai"}
)


@dataclass(frozen=True, slots=True)
class ContentType:
    """A media type in lower case ("" where none is said) and its charset parameter."""

    media: str
    charset: str | None


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that Retry-After asks for (RFC 9110, 10.2.3: seconds or an HTTP date), never below 0."""
    if value is None or len(value) > MAX_VALUE:
        return None
    text = value.strip()
    if _DIGITS.fullmatch(text):
        return float(text)
    moment = http_date(text)
    return max(0.0, (moment - now).total_seconds()) if moment is not None else None


def http_date(value: str) -> datetime | None:
    """Return an HTTP date in UTC, None where it is none."""
    if not value or len(value) > 100:
        return None
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None


def content_type(value: str | None) -> ContentType:
    """Read a Content-Type header."""
    if value is None or len(value) > MAX_VALUE:
        return ContentType("", None)
    media, _, rest = value.partition(";")
    charset = next(
        (quoted or plain for name, quoted, plain in _PARAMETER.findall(";" + rest) if name.lower() == "charset"), None
    )
    media = media.strip().lower()
    return ContentType(media if "/" in media else "", charset.strip().lower() or None if charset else None)


def robots_tags(values: Iterable[str], product: str) -> frozenset[str]:
    """Return the directives of X-Robots-Tag headers that hold for us: for everyone, or for our product by name.

    `none` stands for noindex and nofollow, as its documentation says.
    """
    ours: set[str] = set()
    for value in values:
        addressed = True
        for part in value[:MAX_VALUE].lower().split(","):
            name, colon, rest = (piece.strip() for piece in part.partition(":"))
            if colon and name not in _TAG_WITH_VALUE and name not in _TAG_WORDS:
                addressed = name == product.lower()
                name = rest.partition(":")[0].strip()
            if addressed and name:
                ours.add(name)
    if "none" in ours:
        ours |= {"noindex", "nofollow"}
    return frozenset(ours)


def meta_robots(body: bytes, product: str) -> frozenset[str]:
    """Return the directives of robots meta tags in the first 64 KiB of a page, for everyone or for our product."""
    found: set[str] = set()
    for tag in _META.findall(body[:_META_BYTES]):
        said = {
            name.lower(): double or single or bare
            for name, double, single, bare in _ATTRIBUTE.findall(tag[:_TAG_BYTES])
        }
        if said.get(b"name", b"").strip().lower() in {b"robots", product.lower().encode()}:
            content = said.get(b"content", b"").decode("latin-1")
            found |= robots_tags([content.replace(":", " ")], product)
    return frozenset(found)


def next_link(values: Iterable[str], base: str) -> str | None:
    """Return the absolute http(s) target of the first Link header with rel=next (RFC 8288), None where none stands."""
    for value in values:
        for target, parameters in _LINK.findall(value[:MAX_VALUE]):
            for name, quoted, plain in _PARAMETER.findall(parameters):
                if name.lower() == "rel" and "next" in (quoted or plain).lower().split():
                    return absolute(target, base)
    return None


def absolute(target: str, base: str) -> str | None:
    """Return a link's absolute http(s) or file URL without its fragment, None where it is none."""
    try:
        joined = urljoin(base, target.strip())
        parts = urlsplit(joined)
        if parts.scheme.lower() not in {"http", "https", "file"} or (parts.scheme != "file" and not parts.hostname):
            return None
        _ = parts.port
        return parts._replace(fragment="").geturl()
    except ValueError:
        return None
