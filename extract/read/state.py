"""Data that a page carries for its own program: JSON scripts and `window.__NAME__ = {…}` assignments.

Finds and parses; says nothing about what the data means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extract.read.document import Document
from extract.read.lenient_json import parse_lenient, value_at, without_halves

_ASSIGNED = re.compile(
    r"(?:window|self|globalThis)\s*(?:\.\s*|\[\s*[\"'])([A-Za-z_$][\w$.]{2,60})(?:[\"']\s*\])?\s*=\s*(?=[\[{]|JSON\.parse)"
    r"|\b(?:var|let|const)\s+(__[\w$]{2,60}|\w*(?:[Ss]tate|[Dd]ata|STATE|DATA))\s*=\s*(?=[\[{]|JSON\.parse)"
)
_VALUE = re.compile(r"=\s*(?:[\[{]|JSON\.parse)")
_JSON_PARSE = re.compile(r"JSON\.parse\(\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')\s*\)")
_JSON_SCRIPT = re.compile(r"^\s*application/(?:json|[\w.+-]+\+json)", re.IGNORECASE)
_LEAST = 80
_UNREADABLE = 32  # literals of one script that are no JSON: the rest is not looked at


def embedded_states(document: Document) -> Iterator[tuple[str, Any]]:
    """Yield (name, value) for every JSON script and every assigned JSON literal; index payloads are resolved."""
    for script in document.nodes.of_tags("script"):
        words = script.text
        if words is None or len(words) < _LEAST:
            continue
        document.check_time()
        kind = script.get("type") or ""
        if _JSON_SCRIPT.match(kind):
            if "ld+json" in kind.lower():
                continue
            value = parse_lenient(words)
            if isinstance(value, dict | list):
                yield script.get("id") or script.get("data-name") or "json", resolve_indices(value)
            continue
        if kind and "javascript" not in kind.lower() and kind.lower() != "module":
            continue
        if _VALUE.search(words) is None:
            continue  # most scripts assign nothing of the kind, and looking for names costs more
        words = without_halves(words)
        unreadable = 0
        for match in _ASSIGNED.finditer(words):
            document.check_time()
            value = _assigned(words, match.end())
            if value is None:  # each may have been followed to the script's end
                unreadable += 1
                if unreadable == _UNREADABLE:
                    break
            if isinstance(value, dict | list) and value:
                yield match[1] or match[2], resolve_indices(value)


def resolve_indices(value: Any) -> Any:
    """Undo the devalue form (one flat list whose members name each other by index); other values come back as given.

    See the form at https://github.com/sveltejs/devalue: objects hold indices, ["Reactive", i] and the like wrap one,
    negative indices stand for undefined, NaN and the infinities.
    """
    if not _is_indexed(value):
        return value
    flat: list[Any] = value
    done: dict[int, Any] = {}

    def at(index: Any, depth: int) -> Any:
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(flat) or depth > 200:
            return None
        if index in done:
            return done[index]
        part = flat[index]
        if isinstance(part, dict):
            made: dict[str, Any] = {}
            done[index] = made
            for key, reference in part.items():
                made[key] = at(reference, depth + 1)
            return made
        if isinstance(part, list):
            if part and isinstance(part[0], str):
                done[index] = None
                done[index] = at(part[1], depth + 1) if len(part) > 1 and isinstance(part[1], int) else part[1:]
                return done[index]
            members: list[Any] = []
            done[index] = members
            members.extend(at(reference, depth + 1) for reference in part)
            return members
        done[index] = part
        return part

    return at(0, 0)


def _is_indexed(value: Any) -> bool:
    if not isinstance(value, list) or len(value) < 8:
        return False
    first = value[0]
    if isinstance(first, dict):
        return bool(first) and all(_is_index(v, value) for v in first.values())
    return (
        isinstance(first, list)
        and len(first) == 2
        and isinstance(first[0], str)
        and _is_index(first[1], value)
        and isinstance(value[1], dict | list)
    )


def _is_index(value: Any, flat: list[Any]) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -6 <= value < len(flat)


def _assigned(words: str, start: int) -> Any | None:
    if words[start : start + 1] in ("{", "["):
        return value_at(words, start)
    match = _JSON_PARSE.match(words, start)
    if match is None:
        return None
    quoted = match[1]
    if quoted[0] == "'":
        quoted = '"' + quoted[1:-1].replace('\\"', '"').replace('"', '\\"').replace("\\'", "'") + '"'
    inner = parse_lenient(quoted)
    return parse_lenient(inner) if isinstance(inner, str) else None
