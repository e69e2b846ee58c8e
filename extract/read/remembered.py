"""Answers about texts of a page, kept for the short ones: a page may hold thousands that are as long as it likes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

_LONGEST = 200


def remembered(most: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Keep a function's answers to short texts, up to `most`, then begin anew; longer ones are answered each time."""

    def around(ask: Callable[[str], T]) -> Callable[[str], T]:
        return _Answers(ask, most).__getitem__

    return around


class _Answers(dict[str, T], Generic[T]):
    """Answers by text. A plain look-up is several times quicker than a cache that knows what was asked last."""

    def __init__(self, ask: Callable[[str], T], most: int) -> None:
        super().__init__()
        self._ask = ask
        self._most = most

    def __missing__(self, text: str) -> T:
        answer = self._ask(text)
        if len(text) <= _LONGEST:
            if len(self) >= self._most:
                self.clear()
            self[text] = answer
        return answer
