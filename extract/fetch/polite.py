"""One queue per host: one request at a time in it, a rest between two, and pauses that hold for everyone.

All moments come from the clock that is handed in; all waiting goes through the sleep that is handed in, ends when the
run is stopped, and is not begun where it would pass the deadline.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from extract.archive import Archive, Pause
from extract.fetch.address import Resolve, host_key
from extract.fetch.client import Client, Watch
from extract.fetch.robots import Rules
from extract.fetch.settings import FetchSettings, HostGivenUp, NightEnds

_LOOK_UP = 0.25


class Pace:
    """The clock of a night: tells the time, sleeps, and says when the night ends."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        stop: threading.Event,
        deadline: datetime | None,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self.clock, self.stop, self.deadline = clock, stop, deadline
        self._sleep = sleep if sleep is not None else self._wait

    def check(self) -> None:
        """Raise NightEnds where the run was stopped or its deadline is past."""
        if self.stop.is_set():
            raise NightEnds("stopped")
        if self.deadline is not None and self.clock() >= self.deadline:
            raise NightEnds("deadline")

    def sleep(self, seconds: float) -> None:
        """Sleep, or raise NightEnds at once where the deadline lies before the end of it."""
        self.check()
        if seconds <= 0:
            return
        if self.deadline is not None and self.clock() + timedelta(seconds=seconds) >= self.deadline:
            raise NightEnds("deadline")
        self._sleep(seconds)
        self.check()

    def _wait(self, seconds: float) -> None:
        self.stop.wait(seconds)


class Host:
    """What we know of one host in this night, and its queue."""

    def __init__(self, key: str, pace: Pace, settings: FetchSettings, archive: Archive, client: Client) -> None:
        self.key, self.client = key, client
        self.crawl_delay: float | None = None
        self.given_up: str | None = None
        self.rules: dict[str, Rules] = {}
        self.rules_lock = threading.Lock()
        self._pace, self._settings = pace, settings
        self._queue = threading.Lock()
        self._last = archive.ledger.last_request(key)
        self._latency = 0.0
        self._paused_until: datetime | None = None
        self._pauses_in_a_row = 0
        self._blocks_in_a_row = 0
        self._failures_in_a_row = 0
        if archive.ledger.pauses(key):
            pause = archive.ledger.pauses(key)[-1]
            self._paused_until = pause.began_at + timedelta(seconds=pause.seconds)

    @contextmanager
    def turn(self, delay: float) -> Iterator[Client]:
        """Wait in the queue and for the host's rest, then hold the host for one request.

        NightEnds and HostGivenUp come from here.
        """
        while not self._queue.acquire(timeout=_LOOK_UP):
            self._pace.check()
        try:
            if self.given_up is not None:
                raise HostGivenUp(self.key, self.given_up)
            self._pace.sleep(self._rest(delay))
            self._paused_until = None  # it was waited for, even where the clock stands still
            began = self._pace.clock()
            try:
                yield self.client
            finally:
                self._last = self._pace.clock()
                self._latency = max(0.0, (self._last - began).total_seconds())
        finally:
            self._queue.release()

    def _rest(self, delay: float) -> float:
        now = self._pace.clock()
        rest = 0.0
        if self._last is not None:
            gap = max(delay, self.crawl_delay or 0.0, self._settings.latency_factor * self._latency)
            since = (now - self._last).total_seconds()
            rest = min(gap, gap - since)  # a clock that was set back must not make us wait for longer
        if self._paused_until is not None:
            rest = max(rest, min((self._paused_until - now).total_seconds(), self._settings.max_pause))
        return max(0.0, rest)

    def pause(self, reason: str, asked: float | None) -> Pause:
        """Leave the host alone: for what it asked, capped, else for a time that doubles, with jitter."""
        self._pauses_in_a_row += 1
        if asked is None:
            asked = self._settings.retry_seconds * 2 ** min(self._pauses_in_a_row - 1, 20) * random.uniform(0.75, 1.25)
        return self._leave_alone(reason, asked)

    def block(self, reason: str) -> Pause:
        """Back off after a challenge or a refusal; after several in a row the host is given up for this night."""
        self._blocks_in_a_row += 1
        if self._blocks_in_a_row >= self._settings.max_blocks:
            self.given_up = "blocked"
        return self._leave_alone(reason, self._settings.block_seconds * 2 ** min(self._blocks_in_a_row - 1, 10))

    def failed(self, reason: str) -> None:
        """Count a page that the host could not give; after several in a row it is given up for this night."""
        self._failures_in_a_row += 1
        if self._failures_in_a_row >= self._settings.max_failures:
            self.given_up = reason

    def answered(self) -> None:
        """Count an answer that was no "not now": the host is well."""
        self._failures_in_a_row = 0
        self._pauses_in_a_row = 0

    def welcomed(self) -> None:
        """Count a page that was no challenge."""
        self._blocks_in_a_row = 0

    def _leave_alone(self, reason: str, seconds: float) -> Pause:
        now = self._pace.clock()
        seconds = min(max(0.0, seconds), self._settings.max_pause)
        until = now + timedelta(seconds=seconds)
        if self._paused_until is None or until > self._paused_until:
            self._paused_until = until
        return Pause(self.key, now, seconds, reason)


class Hosts:
    """All hosts of a night; two sites on one host share its queue."""

    def __init__(
        self, pace: Pace, settings: FetchSettings, archive: Archive, user_agent: str, resolve: Resolve
    ) -> None:
        self._pace, self._settings, self._archive = pace, settings, archive
        self._user_agent, self._resolve = user_agent, resolve
        self._hosts: dict[str, Host] = {}
        self._lock = threading.Lock()
        self._watch = Watch()

    def of(self, url: str) -> Host:
        """Return the host of a URL."""
        key = host_key(url)
        with self._lock:
            if key not in self._hosts:
                client = Client(
                    user_agent=self._user_agent,
                    settings=self._settings,
                    clock=self._pace.clock,
                    watch=self._watch,
                    resolve=self._resolve,
                )
                self._hosts[key] = Host(key, self._pace, self._settings, self._archive, client)
            return self._hosts[key]

    def close(self) -> None:
        """Hang up everywhere."""
        for host in self._hosts.values():
            host.client.close()
        self._watch.close()
