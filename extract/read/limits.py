"""What one page may cost before it is a reject: bytes, depth, nodes, comments, seconds.

Never a setting of a site: a page that needs more than this is broken or hostile.
"""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one page may cost; `bytes` is counted after content decoding, `seconds` on this process's CPU."""

    bytes: int = 64 * 1024 * 1024
    depth: int = 5_000
    nodes: int = 4_000_000
    comments: int = 200_000
    seconds: float = 60.0


class LimitBroken(Exception):
    """A page broke a limit while it was read; `reason` is the stable reason of its reject (`read/too-…`).

    Never leaves `extract.read`.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class Deadline:
    """CPU time that is left to one page; readers call `check` in their loops."""

    __slots__ = ("_end", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.process_time() + seconds

    def check(self) -> None:
        """Raise `LimitBroken` ("read/too-slow") once the time is spent."""
        if time.process_time() > self._end:
            raise LimitBroken("read/too-slow", f"more than {self._seconds:g} s")
