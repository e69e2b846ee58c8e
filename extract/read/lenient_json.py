"""JSON as pages write it: CDATA and comment wrappers, control characters, entities, trailing commas and semicolons.

Strict first, then mended step by step; what no mending saves is None, never a guess of half a value.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

_OPENING = ("<!--", "<![CDATA[", "//<!--", "//<![CDATA[", "/*<![CDATA[*/", "/*<!--*/", "/*", "*/", "//")
_WRAPPINGS = 6
_CLOSING = ("-->", "]]>", "/*-->*/", "/*]]>*/", "*/", "/*", "//", ";")
# an unterminated string runs to the end: every pattern below stays linear
_STRING = r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
_LINE_COMMENT = re.compile(rf"({_STRING})|/\*.*?(?:\*/|\Z)|(?<![:\\])//[^\n]*", re.DOTALL)
_TRAILING_COMMA = re.compile(rf"({_STRING})|,(?=\s*[}}\]])", re.DOTALL)
_BARE_WORD = re.compile(rf"({_STRING})|\b(?:undefined|NaN)\b|(?<=[:,\[])\s*!([01])\b", re.DOTALL)
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_ESCAPE = re.compile(
    r"\\(?:(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
_DECODER = json.JSONDecoder(strict=False)


def without_halves(text: str) -> str:
    """Replace escapes of half a character (RFC 8259, 8.2) by U+FFFD: no file and no table can hold them.

    The text keeps its length; whole pairs stay.
    """
    if "\\ud" not in text and "\\uD" not in text:
        return text
    return _ESCAPE.sub(lambda match: "\\ufffd" if match[2] else match[0], text)


def parse_lenient(text: str) -> Any | None:
    """Parse one JSON value, or a list of them where several follow one another; None where none can be read."""
    text = _unwrapped(without_halves(text))
    if not text:
        return None
    for candidate in _mended(text):
        try:
            return _DECODER.decode(candidate)
        except RecursionError:
            return None
        except ValueError:
            several = _several(candidate)
            if several is not None:
                return several
    return None


def value_at(text: str, start: int) -> Any | None:
    """Parse the JSON value that starts at `start` (white space skipped) and ignore what follows; None if none does.

    Halves of characters stay: whoever asks for the values of a text takes them out once (`without_halves`).
    """
    while start < len(text) and text[start].isspace():
        start += 1
    if text[start : start + 1] not in ("{", "["):
        return None
    try:
        return _DECODER.raw_decode(text, start)[0]
    except RecursionError:
        return None
    except ValueError:
        pass
    end = _end_of_literal(text, start)
    if end is None:
        return None
    try:
        return _DECODER.decode(_without_bare_words(_TRAILING_COMMA.sub(r"\1", text[start:end])))
    except (ValueError, RecursionError):
        return None


def _unwrapped(text: str) -> str:
    """Take off CDATA sections, comment marks and semicolons around a value."""
    text = text.strip().strip("\ufeff").strip()
    for _ in range(_WRAPPINGS):
        mark = next((m for m in _OPENING if text.startswith(m)), None)
        if mark is None:
            break
        text = text[len(mark) :].lstrip()
    for _ in range(_WRAPPINGS):
        mark = next((m for m in _CLOSING if text.endswith(m)), None)
        if mark is None:
            break
        text = text[: -len(mark)].rstrip()
    return text


def _mended(text: str) -> Iterator[str]:
    yield text
    if "&quot;" in text or "&#34;" in text:
        yield html.unescape(text)
    mended = _BAD_ESCAPE.sub(r"\\\\", text.replace("\\'", "'"))
    mended = _LINE_COMMENT.sub(lambda m: m[1] or "", mended)
    mended = _TRAILING_COMMA.sub(lambda m: m[1] or "", mended)
    yield mended
    yield _without_bare_words(mended)


def _without_bare_words(text: str) -> str:
    def word(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        if match[2]:
            return "true" if match[2] == "0" else "false"
        return "null"

    return _BARE_WORD.sub(word, text)


def _several(text: str) -> list[Any] | None:
    """Values that follow one another without a list around them; None unless all of the text is used."""
    values: list[Any] = []
    at = 0
    while at < len(text):
        if text[at] in " \t\r\n,;":
            at += 1
            continue
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return values if values and isinstance(values[0], dict | list) else None
        values.append(value)
    return values or None


def _end_of_literal(text: str, start: int) -> int | None:
    """Where the braces that open at `start` close, strings skipped."""
    depth = 0
    for match in re.compile(rf"{_STRING}|[{{}}\[\]]").finditer(text, start):
        token = match[0]
        if token in "{[":
            depth += 1
        elif token in "}]":
            depth -= 1
            if depth == 0:
                return match.end()
    return None
