"""Which charset undeclared bytes are in, judged by the letters that each would make of them.

A charset counts as far as one language written in it explains all letters beyond ASCII; windows-1252 wins ties,
because pages that say nothing mostly mean it. Never decides between languages.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

_SAMPLE = 24_000
_PUNCTUATION = frozenset("’‘“”„‚–—…•«»°€£©®™·´§№\u00a0¿¡")
_MIXED = re.compile(r"[A-Za-z](?=[^\x00-\x7f])|(?<=[^\x00-\x7f])[A-Za-z]")
_DEFAULT = "cp1252"


def likeliest_charset(body: bytes) -> str:
    """Return the Python codec that explains the bytes best; `body` is known not to be UTF-8."""
    sample = _telling_part(body)
    best, best_score = _DEFAULT, _single_score(sample, _DEFAULT) + 0.02
    for name in _tables()["single"]:
        score = _single_score(sample, name)
        if score > best_score:
            best, best_score = name, score
    for name in _tables()["script"]:
        score = _script_score(sample, name)
        if score > best_score:
            best, best_score = name, score
    for name, common in _tables()["double"].items():
        score = _double_score(sample, name, common)
        if score > best_score:
            best, best_score = name, score
    return best


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("extract.read").joinpath("alphabets.toml").read_text(encoding="utf-8"))


def _telling_part(body: bytes) -> bytes:
    """Return the lines that hold bytes beyond ASCII: heads of pages and markup say nothing."""
    lines = (line for line in body.splitlines(keepends=True) if not line.isascii())
    out = bytearray()
    for line in lines:
        out += line[:4000]
        if len(out) > _SAMPLE:
            break
    return bytes(out)


def _single_score(sample: bytes, name: str) -> float:
    """Latin with accents: the share of letters that the best language explains."""
    counts = Counter(c for c in sample.decode(name, "replace") if c > "\x7f")
    total = sum(n for c, n in counts.items() if c not in _PUNCTUATION)
    if not total:
        return 0.97  # typographic quotes and dashes only
    return max(
        (sum(n for c, n in counts.items() if c.lower() in letters) - 0.5 * counts["\ufffd"]) / total
        for letters in map(frozenset, _tables()["single"][name])
    )


def _script_score(sample: bytes, name: str) -> float:
    """Score another script: whole words are in it, and its commonest letters are common."""
    text = sample.decode(name, "replace")
    counts = Counter(c for c in text if c > "\x7f" and c not in _PUNCTUATION)
    total = sum(counts.values())
    if not total:
        return 0.0
    mixed = len(_MIXED.findall(text)) / total
    best = 0.0
    for letters in _tables()["script"][name]:
        known, common = frozenset(letters), frozenset(letters[:8])
        right = sum(n if c in known else 0.8 * n for c, n in counts.items() if c.lower() in known)
        usual = sum(n for c, n in counts.items() if c.lower() in common)
        best = max(best, right / total * (0.5 + min(0.55, usual / total)))
    return best * (1 - min(1.0, 2 * mixed))


def _double_score(sample: bytes, name: str, common: list[str]) -> float:
    """Two-byte charsets decode foreign bytes to rare characters: the share of the commonest ones tells."""
    text = sample.decode(name, "replace")
    beyond = [c for c in text if c > "\x7f"]
    if len(beyond) < 4 or text.count("\ufffd") > 0.02 * len(beyond) + 1:
        return 0.0
    known = frozenset(common)
    share = sum(c in known for c in beyond) / len(beyond)
    return min(1.5, 5.0 * share)
