"""Bytes to text, once: byte order mark, HTTP header, meta element, then a guess, and the choice is kept.

A declaration is believed unless the bytes refute it: UTF-8 declared over single bytes, or a single-byte charset
over what is plainly UTF-8. Never raises; bytes that no charset explains become U+FFFD.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from extract.read.guessing import likeliest_charset

EncodingFrom = Literal["bom", "header", "meta", "guess", "mended"]

_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_MEND_FROM = frozenset({"ascii", "utf-8", "cp1252", "latin-1", "iso8859-1", "iso8859-15"})


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the Python codec that read it, what chose that codec, and how many characters are lost."""

    text: str
    encoding: str
    encoding_from: EncodingFrom
    lost: int = 0


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Decode a response's bytes; `content_type` is the HTTP header's value, or None.

    "mended" means that the declared charset was refuted by the bytes (windows-1252 sent as UTF-8, or the reverse).
    """
    mark, rest = _bom(body)
    if mark is not None:
        text = rest.decode(mark, "replace")
        return Decoded(text, mark, "bom", text.count("\ufffd"))
    declared: list[tuple[str, EncodingFrom]] = []
    header = http_content_type_encoding(content_type)
    if header is not None:
        declared.append((header, "header"))
    meta = html_body_declared_encoding(body[:8192])
    if meta is not None:
        # a page whose meta could be read as ASCII is not in UTF-16, whatever it says (WHATWG: prescan)
        declared.append(("utf-8" if meta.startswith("utf-16") else meta, "meta"))
    utf8 = _strict(body, "utf-8")
    for name, origin in declared:
        if name == "utf-8":
            if utf8 is not None:
                return Decoded(utf8, name, origin)
            mended = _mend_utf8(body)
            if mended is None:
                text = body.decode(name, "replace")
                return Decoded(text, name, origin, text.count("\ufffd"))
            return _other_declared(body, declared) or mended
        if utf8 is not None and name in _MEND_FROM and _UTF8_SEQUENCE.search(body):
            return Decoded(utf8, "utf-8", "mended")
        text_or_none = _strict(body, name)
        if text_or_none is not None:
            return Decoded(text_or_none, name, origin)
    if utf8 is not None:
        return Decoded(utf8, "utf-8", "guess")
    if declared:
        name, origin = declared[0]
        text = body.decode(name, "replace")
        return Decoded(text, name, origin, text.count("\ufffd"))
    return _guess(body)


def _bom(body: bytes) -> tuple[str | None, bytes]:
    name, mark = read_bom(body)
    if name is None or mark is None:
        return None, body
    return name, body[len(mark) :]


def _strict(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _mend_utf8(body: bytes) -> Decoded | None:
    """Another charset for bytes that are declared, but are not, UTF-8; None where they mostly are."""
    good = len(_UTF8_SEQUENCE.findall(body))
    bad = body.decode("utf-8", "replace").count("\ufffd") - body.count(b"\xef\xbf\xbd")
    if good >= bad:
        return None
    guess = _guess(body)
    return Decoded(guess.text, guess.encoding, "mended", guess.lost)


def _other_declared(body: bytes, declared: list[tuple[str, EncodingFrom]]) -> Decoded | None:
    for name, origin in declared:
        if name != "utf-8":
            text = _strict(body, name)
            if text is not None:
                return Decoded(text, name, origin)
    return None


def _guess(body: bytes) -> Decoded:
    name = likeliest_charset(body)
    text = body.decode(name, "replace")
    return Decoded(text, name, "guess", text.count("\ufffd"))
