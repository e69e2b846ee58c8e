"""What is wrong with this installation, its settings and its data, and the mend of each."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from flows.runs import all_runs
from flows.settings import LoadedSettings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: ok, a warning or an error, with the command or edit that mends it."""

    level: Literal["ok", "warn", "error"]
    what: str
    mend: str = ""


def examine(loaded: LoadedSettings) -> list[Finding]:
    """Look at settings, sites, disk, archive, warehouse and the last run. Changes nothing."""
    return [
        *_settings(loaded),
        *_profiles(loaded),
        *_disk(loaded),
        *_archive(loaded),
        *_warehouse(loaded),
        *_runs(loaded),
    ]


def _settings(loaded: LoadedSettings) -> Iterator[Finding]:
    if loaded.file is None:
        yield Finding("warn", "no nightreel.toml here; defaults are in force", "nightreel init")
    else:
        yield Finding("ok", f"settings from {loaded.file}")
    public = [site.site_id for site in loaded.sites if not site.allow_private and not _files_only(site)]
    if public and not loaded.settings.contact:
        yield Finding(
            "error", f"no contact for the User-Agent, needed by site {public[0]}", 'contact = "you@example.org"'
        )
    if not loaded.sites:
        yield Finding("warn", "no site to visit", "add a [[site]] to nightreel.toml")
    for site in loaded.sites:
        for path in site.paths:
            if not path.exists():
                yield Finding("error", f"site {site.site_id}: {path} is not there", "mend `paths` of that [[site]]")
        if not (site.pages or site.listings or site.sitemaps or site.feeds or site.paths):
            yield Finding(
                "warn", f"site {site.site_id} has no start point", "give it pages, listings, sitemaps or paths"
            )


def _files_only(site: object) -> bool:
    return not any(getattr(site, name) for name in ("pages", "listings", "sitemaps", "feeds"))


def _profiles(loaded: LoadedSettings) -> Iterator[Finding]:
    from extract.read.profile import ProfileError, load_profile

    for site in loaded.sites:
        if site.profile is None:
            continue
        try:
            load_profile(site.profile)
            yield Finding("ok", f"site {site.site_id}: profile {site.profile}")
        except (ProfileError, OSError) as error:
            yield Finding("error", f"site {site.site_id}: {error}", "mend the profile, or leave it out")


def _disk(loaded: LoadedSettings) -> Iterator[Finding]:
    folder = loaded.data_dir
    while not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        yield Finding("error", f"{folder} cannot be written", f"chown or chmod {folder}, or set `data`")
    free = shutil.disk_usage(folder).free
    release = loaded.data_dir / "nightreel.duckdb"
    need = 3 * release.stat().st_size if release.exists() else 200 * 2**20
    level: Literal["ok", "warn"] = "ok" if free > need else "warn"
    yield Finding(level, f"{free / 2**30:.1f} GiB free for {loaded.data_dir}", "" if level == "ok" else "make room")


def _archive(loaded: LoadedSettings) -> Iterator[Finding]:
    warcs = list((loaded.data_dir / "archive").glob("*/*.warc.gz"))
    ledger = loaded.data_dir / "ledger.sqlite"
    if not warcs:
        yield Finding("ok", "no archive yet")
        return
    size = sum(path.stat().st_size for path in warcs) / 2**20
    yield Finding("ok", f"archive: {len(warcs)} WARC files, {size:.1f} MiB")
    if not ledger.exists():
        yield Finding("error", "the archive's ledger is missing", "nightreel archive index")
        return
    try:
        connection = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
        verdict = connection.execute("pragma quick_check").fetchone()[0]
        connection.close()
    except sqlite3.Error as error:
        verdict = str(error)
    if verdict != "ok":
        yield Finding("error", f"the archive's ledger is damaged: {verdict}", "nightreel archive index")


def _warehouse(loaded: LoadedSettings) -> Iterator[Finding]:
    path = loaded.data_dir / "nightreel.duckdb"
    if not path.exists():
        yield Finding("ok", "no warehouse yet: the first run publishes one")
        return
    from warehouse.errors import WarehouseError
    from warehouse.query import open_release

    try:
        with open_release(path) as release:
            titles = release.value("select count(*) from title")
            comments = release.value("select count(*) from comment")
        yield Finding("ok", f"warehouse: {titles} titles, {comments} comments, {path.stat().st_size / 2**20:.1f} MiB")
    except WarehouseError as error:
        yield Finding("error", str(error), "nightreel rollback, or nightreel rebuild")


def _runs(loaded: LoadedSettings) -> Iterator[Finding]:
    runs = all_runs(loaded.data_dir)
    if not runs:
        yield Finding("ok", "no run yet")
        return
    last = runs[-1]
    age = datetime.now(UTC) - datetime.fromisoformat(last.started_at)
    said = f"last run {last.run_id}: {last.outcome}" + (f", {last.error}" if last.error else "")
    if last.outcome in ("failed", "killed"):
        yield Finding("error", said, "nightreel run goes on where it ended")
    elif last.outcome == "trouble":
        yield Finding("warn", f"{said}: {'; '.join(last.troubles)}", f"nightreel report --run {last.run_id} --open")
    elif age.days >= 2:
        yield Finding("warn", f"{said}, {age.days} days ago", "nightreel schedule, or look at your timer")
    else:
        yield Finding("ok", said)
