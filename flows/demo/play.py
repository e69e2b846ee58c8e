"""One night of the demo: the bundled sites are started, and the calendar is the demo's own.

Night k falls on the same date wherever it is run, so the demo's results are the same for everyone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import monotonic

from flows.demo.nights import night_date
from flows.demo.site import DemoSite, demo_sites
from flows.plan import Plan
from flows.runs import Clock, RunError, all_runs
from flows.settings import Settings

START = time(2, 15, tzinfo=UTC)


@contextmanager
def demo_night(folder: Path, night: int | None = None) -> Iterator[tuple[Plan, int]]:
    """Serve the bundled sites for the next night (or that of choice) and give the plan and its number.

    The ports of the first night are kept in `folder/ports.json`: a title is known by its address.
    """
    data_dir = (folder / "data").absolute()
    done = {facts.night for facts in all_runs(data_dir) if facts.published}
    number = night or len(done) + 1
    remembered = folder / "ports.json"
    ports = json.loads(remembered.read_text()) if remembered.exists() else None
    try:
        site = DemoSite(number, ports=ports)
    except OSError as error:
        raise RunError(
            f"the demo's ports {sorted((ports or {}).values())} are in use ({error.strerror}); end what uses them, "
            f"or begin anew with another folder: nightreel demo {folder}-2"
        ) from None
    with site:
        folder.mkdir(parents=True, exist_ok=True)
        remembered.write_text(json.dumps(site.ports))
        (folder / "nightreel.toml").write_text(_settings_of(site), encoding="utf-8")
        plan = Plan(
            data_dir=data_dir,
            settings=Settings(data=data_dir, zone="UTC", trouble_rejects=0.1),
            sites=tuple(demo_sites(site)),
            clock=calendar(number),
            night=night_date(number),
        )
        yield plan, number


def _settings_of(site: DemoSite) -> str:
    """The demo's sites as an operator would have written them, so that every command finds them in this folder."""
    lines = [
        "# The bundled sites; their servers run only while `nightreel demo` does.",
        'zone = "UTC"',
        "trouble_rejects = 0.1",
    ]
    for one in demo_sites(site):
        lines += ["", "[[site]]", f'id = "{one.site_id}"', f"listings = {json.dumps(one.listings)}"]
        lines += [f"sitemaps = {json.dumps(one.sitemaps)}", f"delay = {one.delay}", "allow_private = true"]
        lines += [
            f"{key} = {json.dumps(said)}" for key in ("zone", "language") if (said := getattr(one, key)) is not None
        ]
    return "\n".join(lines) + "\n"


def calendar(number: int) -> Clock:
    """Return a clock that starts at 02:15 UTC of the demo's night and goes on with real time."""
    begun = datetime.combine(night_date(number), START)
    started = monotonic()
    return lambda: begun + timedelta(seconds=monotonic() - started)
