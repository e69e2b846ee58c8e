"""Names that sites write where a comment has no author: two comments with one of them need not be one person's."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def is_nobody(name: str) -> bool:
    """Say whether a name stands for nobody in particular: "Anonymous", "Guest", "名無し"."""
    return name.strip().casefold() in _names()


@cache
def _names() -> frozenset[str]:
    lines = (files("transform") / "nobody.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
