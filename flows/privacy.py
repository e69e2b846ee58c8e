"""What the warehouse may know of people, where the operator asks for digests in the place of names."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from urllib.parse import unquote

from extract.records import RawComment


def digest_author(salt: str) -> Callable[[str | None], str | None]:
    """Return the function that stores a salted digest (96 bits of HMAC-SHA-256, hex) in place of a name."""

    def digest(name: str | None) -> str | None:
        return None if name is None else hmac.new(salt.encode(), name.encode(), hashlib.sha256).hexdigest()[:24]

    return digest


def hides_names(author: Callable[[str | None], str | None]) -> bool:
    """Whether the function that is applied to every author's name stores something else in its place."""
    return author("name") != "name"


def naming(raw: RawComment, *, hidden: bool) -> dict[str, str | None]:
    """Return what may name people beside the author; where names are hidden, only what does not name him."""
    address = raw.permalink
    if not hidden:
        noted = {"edited_raw": raw.edited, "helpful_raw": raw.helpful}
        return {"author_url": raw.author_url, "permalink": address, **noted}
    name = _letters(raw.author or "")
    named = bool(name and address and name in _letters(unquote(address)))
    return {"author_url": None, "permalink": None if named else address, "edited_raw": None, "helpful_raw": None}


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
