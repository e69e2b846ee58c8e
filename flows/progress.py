"""What a person sees while a night goes on: live lines on a terminal, plain lines in a log."""

from __future__ import annotations

import sys
import threading
import time
from collections import defaultdict

from rich.console import Console
from rich.live import Live
from rich.table import Table

from extract.fetch import FetchEvent
from flows.runs import RunFacts

LOG_EVERY = 30.0  # seconds between two plain lines of one site


class _Site:
    def __init__(self) -> None:
        self.done = 0
        self.waiting = 0
        self.trouble = 0
        self.pause = ""
        self.began = time.monotonic()
        self.logged = 0.0

    @property
    def rate(self) -> float:
        return self.done / max(time.monotonic() - self.began, 0.001)


class TerminalProgress:
    """Per site: pages done and to come, rate, what waits for politeness. Use as a context manager."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._lock = threading.Lock()
        self._sites: dict[str, _Site] = defaultdict(_Site)
        self._step = ""
        self._live = Live(console=console, refresh_per_second=4, transient=True, get_renderable=self._draw)

    def __enter__(self) -> TerminalProgress:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def step(self, name: str, detail: str = "") -> None:
        """Show which step the night is in."""
        self._step = f"{name} {detail}".strip()
        self._console.print(f"[dim]{time.strftime('%H:%M:%S')}[/] {self._step}")

    def fetched(self, event: FetchEvent) -> None:
        """Count one answer, or show what a host waits for."""
        with self._lock:
            _count(self._sites[event.site_id], event)

    def done(self, facts: RunFacts) -> None:
        """Nothing more: the command prints the summary."""

    def _draw(self) -> Table:
        table = Table(box=None, pad_edge=False, show_header=bool(self._sites))
        table.add_column("site")
        for heading in ("pages", "titles to come", "a second"):
            table.add_column(heading, justify="right")
        table.add_column("")
        with self._lock:
            for name, site in sorted(self._sites.items()):
                notes = [site.pause] if site.pause else []
                if site.trouble:
                    notes.append(f"{site.trouble} in trouble")
                table.add_row(name, str(site.done), str(site.waiting), f"{site.rate:.1f}", ", ".join(notes))
        return table


class LogProgress:
    """The same in plain lines on standard error, one a step and one a site every half minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sites: dict[str, _Site] = defaultdict(_Site)

    def __enter__(self) -> LogProgress:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def step(self, name: str, detail: str = "") -> None:
        """Write one line a step."""
        _line(f"step={name} {detail}".strip())

    def fetched(self, event: FetchEvent) -> None:
        """Write a line a site now and then."""
        with self._lock:
            site = self._sites[event.site_id]
            _count(site, event)
            now = time.monotonic()
            if site.done and now - site.logged >= LOG_EVERY:
                site.logged = now
                _line(
                    f"site={event.site_id} pages={site.done} titles_to_come={site.waiting} rate={site.rate:.1f}"
                    + (f" waits={site.pause!r}" if site.pause else "")
                )

    def done(self, facts: RunFacts) -> None:
        """Write how the run ended."""
        _line(f"run={facts.run_id} outcome={facts.outcome}" + (f" error={facts.error!r}" if facts.error else ""))


def progress_for(console: Console) -> TerminalProgress | LogProgress:
    """Return what fits: live lines on a terminal, plain ones elsewhere."""
    return TerminalProgress(console) if console.is_terminal else LogProgress()


def _count(site: _Site, event: FetchEvent) -> None:
    what, _, outcome = event.what.partition("/")
    if what == "page":
        site.done += 1
        site.trouble += outcome in ("error", "blocked")
        site.pause = ""
    elif event.what == "thread/due":
        site.waiting = int(event.detail)
    elif event.what == "thread/done":
        site.waiting -= 1
    elif event.what == "host/pause":
        site.pause = f"waits: {event.detail}"


def _line(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S')} {text}\n")
    sys.stderr.flush()
