"""The nightly deployment: a local Prefect server unless one is named, one run at a time, late ones dropped.

Prefect is imported only when its server runs, since it reads the server's address at import.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flows.runs import RunError
from flows.settings import LoadedSettings, SettingsError

DEFAULT_PORT = 4200


def serve(loaded: LoadedSettings, *, cron: str, zone: str, every: float | None, say: Callable[[str], None]) -> None:
    """Serve the deployment until the process is stopped. Raises SettingsError for a cron line that is none."""
    with prefect_server(loaded.data_dir, say):
        from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
        from prefect.schedules import Cron, Interval, Schedule
        from prefect.types.entrypoint import EntrypointType

        from flows.deployed import scheduled_night

        try:
            when: Schedule = Interval(timedelta(seconds=every)) if every else Cron(cron, timezone=zone)
        except ValueError as error:
            raise SettingsError(f"--cron {cron!r}: {error}") from None
        say("Serving the deployment nightreel/nightly; Ctrl-C ends it, and the schedule stays.")
        scheduled_night.serve(
            name="nightly",
            schedule=when,
            parameters={
                "settings_file": str(loaded.file.resolve()) if loaded.file else None,
                "data": str(loaded.data_dir.resolve()),
                "folder": str(loaded.base),
            },
            # a run that comes while another goes on, or late behind others, is dropped: the next night makes up for it
            global_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
            limit=1,
            pause_on_shutdown=False,
            print_starting_message=False,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )


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
