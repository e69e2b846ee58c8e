"""The nightly deployment: a local Prefect server unless one is named, one run at a time, late ones dropped.

Prefect is imported only when its server runs, since it reads the server's address at import.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flows.runs import RunError
from flows.settings import LoadedSettings, SettingsError

if TYPE_CHECKING:
    from prefect.schedules import Schedule

DEFAULT_PORT = 4200


def serve(loaded: LoadedSettings, *, cron: str, zone: str, every: float | None, say: Callable[[str], None]) -> None:
    """Serve the deployment until the process is stopped. Raises SettingsError for a cron line that is none."""
    with prefect_server(loaded.data_dir, say):
        from prefect.schedules import Cron, Interval

        try:
            when: Schedule = Interval(timedelta(seconds=every)) if every else Cron(cron, timezone=zone)
        except ValueError as error:
            raise SettingsError(f"--cron {cron!r}: {error}") from None
        say("Serving the deployment nightreel/nightly; Ctrl-C ends it, and the schedule stays.")
        asyncio.run(_serve(loaded, when))


async def _serve(loaded: LoadedSettings, when: Schedule) -> None:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.runner import Runner
    from prefect.types.entrypoint import EntrypointType

    from flows.deployed import scheduled_night

    def stop(*_: object) -> None:
        loop.call_soon_threadsafe(serving.cancel)

    class Stopping(Runner):
        # prefect's own handler of TERM calls a coroutine without awaiting it, and nothing stops
        def handle_sigterm(self, *_: object) -> None:
            stop()

    runner = Stopping(name="nightly", pause_on_shutdown=False, limit=1)
    await runner.aadd_flow(
        scheduled_night,
        name="nightly",
        schedule=when,
        parameters={
            "settings_file": str(loaded.file.resolve()) if loaded.file else None,
            "data": str(loaded.data_dir.resolve()),
            "folder": str(loaded.base),
        },
        # a run that comes while another goes on, or late behind others, is dropped: the next night makes up for it
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    loop = asyncio.get_running_loop()
    serving = loop.create_task(runner.start())

    loop.add_signal_handler(signal.SIGINT, stop)
    with suppress(asyncio.CancelledError):
        await serving


@contextmanager
def prefect_server(data_dir: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Use the server that PREFECT_API_URL names, or start one on loopback."""
    if named := os.environ.get("PREFECT_API_URL"):
        say(f"Using the Prefect server at {named}")
        yield
        return
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    log = data_dir / "prefect" / "server.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PREFECT_API_URL": f"{url}/api"},
            start_new_session=True,  # Ctrl-C reaches us alone; we end the server when the deployment has ended
        )
    try:
        _wait_for(f"{url}/api/health", server, log)
        os.environ["PREFECT_API_URL"] = f"{url}/api"
        say(f"Prefect's UI: {url}")
        yield
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()


def _free_port() -> int:
    """Prefect's usual port where it is free, else any."""
    for port in (DEFAULT_PORT, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise RunError("no free port on loopback for Prefect's server")


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    raise RunError(f"Prefect's server did not start; its words are in {log}")
