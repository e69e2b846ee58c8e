"""Stable reasons (robots/noindex) in words that a reader knows; the words are data, in reasons.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_PAGE = re.compile(r" on (page \d+)$")


def plainly(reason: str) -> str:
    """Say a reason in words, with itself behind in brackets; one that has no words stands as it is."""
    page = _PAGE.search(reason)
    code = (reason[: page.start()] if page else reason).removeprefix("fetch/")
    said = _said().get(code) or _said().get(code.partition("/")[0] + "/")
    if said is None:
        return reason
    return f"{said} ({', '.join([code, *([page[1]] if page else [])])})"


@cache
def _said() -> dict[str, str]:
    return tomllib.loads(files("reports").joinpath("reasons.toml").read_text(encoding="utf-8"))
