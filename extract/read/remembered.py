"""Answers about texts of a page, kept for the short ones: a page may hold thousands that are as long as it likes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

_LONGEST = 200


def remembered(most: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Keep a function's answers to the `most` short texts last asked about; longer ones are answered anew each time."""

    def around(ask: Callable[[str], T]) -> Callable[[str], T]:
        kept = lru_cache(maxsize=most)(ask)

        @wraps(ask)
        def asked(text: str) -> T:
            return kept(text) if len(text) <= _LONGEST else ask(text)

        return asked

    return around
