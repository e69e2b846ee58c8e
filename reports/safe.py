"""Text from the web on its way into a page: nothing in it may act, escape or break the page.

Jinja escapes markup everywhere; this module takes care of what escaping leaves: control characters, directions of
writing, endless words, links that are no links, and names of files.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINK = re.compile(
    r"(?:https?://[^\s/?#\\\x00-\x20\x7f][^\s\x00-\x20\x7f]*|mailto:[^\s\x00-\x20\x7f]+)(?<!\n)", re.IGNORECASE
)
_ID = re.compile(r"[0-9a-f]{16,64}")
_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?")


def visible(value: Any) -> Any:
    """What every expression of a template passes through: None is nothing, control characters are made visible."""
    if value is None:
        return ""
    if type(value) is str and CONTROL.search(value):
        return CONTROL.sub("\ufffd", value.replace("\r\n", "\n"))
    return value


def line(value: object, limit: int = 200) -> str:
    """Text for an attribute, a label or a title: one line, no marks of direction, cut at `limit`."""
    said = str(value)
    if not (said.isascii() and said.isprintable()):
        said = " ".join(DIRECTION.sub("", str(visible(said))).split())
    return said if len(said) <= limit else said[: limit - 1].rstrip() + "…"


def cut(text: str | None, limit: int) -> tuple[str, int]:
    """The first `limit` characters, at a word's end where one is near, and how many were left out."""
    text = text or ""
    if len(text) <= limit:
        return text, 0
    end = text.rfind(" ", limit - 40, limit)
    end = end if end > 0 else limit
    return text[:end], len(text) - end


def link(address: str | None) -> str | None:
    """An address that may be followed (http, https, mailto), or None."""
    return address if address and _LINK.fullmatch(address) else None


def page_of_title(title_id: str, page: int = 1) -> str:
    """Path of a title's page; made from its id only."""
    name = title_id if _ID.fullmatch(title_id) else _digest(title_id)
    return f"title/{name}.html" if page == 1 else f"title/{name}-{page}.html"


def page_of_site(site_id: str) -> str:
    """Path of a site's page; made from its id only, and never a name that some system keeps for itself."""
    return f"site/s-{site_id if _PLAIN.fullmatch(site_id) else _digest(site_id)}.html"


def anchor(comment_id: str) -> str:
    """The fragment of a comment on its title's page."""
    return f"c{_digest(comment_id)[:12]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
