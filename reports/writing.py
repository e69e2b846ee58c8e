"""A report's folder: built beside, put in place in one rename, with hard links where nothing changed.

A file that the report before has with the same bytes is linked to it (copied where the file system links nothing), so
a night's report takes the room of what changed.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from reports.errors import ReportError

LATEST = "latest"
_FORWARD = (
    '<!doctype html><meta charset="utf-8"><title>The latest report</title>'
    '<meta http-equiv="refresh" content="0; url=../{name}/index.html">'
    '<a href="../{name}/index.html">The latest report</a>\n'
)


@dataclass(slots=True)
class Folder:
    """A report on its way: `before` is the finished report that it is compared with, if there is one."""

    path: Path
    before: Path | None
    written: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)

    def write(self, name: str, content: bytes) -> None:
        """Write one file, or link it where the report before has the same."""
        if self.before is not None:
            old = self.before / name
            try:
                same = old.stat().st_size == len(content) and old.read_bytes() == content
            except OSError:
                same = False
            if same and self.keep(name):
                return
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.written.append(name)

    def keep(self, name: str) -> bool:
        """Take one file over from the report before, unread; False where that has none."""
        if self.before is None:
            return False
        old, target = self.before / name, self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old, target)
        except OSError:
            try:
                shutil.copyfile(old, target)
            except OSError:
                return False
        self.linked.append(name)
        return True

    def has_before(self, name: str) -> bool:
        """Whether the report before has that file."""
        return self.before is not None and (self.before / name).is_file()

    def beside(self, name: str) -> Path:
        """Path at which an exporter writes a file of its own making."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def adopt(self, name: str) -> None:
        """Count a file that an exporter wrote; one that the report before has alike is linked instead."""
        content = self.path / name
        old = self.before / name if self.before is not None else None
        if old is not None and _same(old, content):
            content.unlink()
            if self.keep(name):
                return
        self.written.append(name)


def begin(reports: Path, run_id: str) -> Folder:
    """Open a fresh folder for one run's report. Raises ReportError where it cannot be written."""
    building = reports / f".{run_id}.building"
    try:
        for orphan in reports.glob(".*.building"):  # of builds that were killed
            if orphan.name <= building.name:
                shutil.rmtree(orphan, ignore_errors=True)
        building.mkdir(parents=True)
    except OSError as error:
        raise ReportError(f"{building}: cannot be written ({error.strerror}); no report was made") from None
    return Folder(building, _report_before(reports, run_id))


def finish(reports: Path, run_id: str, folder: Folder) -> Path:
    """Put the folder in its place, point `latest` to the newest report, and return the index."""
    place = reports / run_id
    aside = reports / f".{run_id}.old"
    shutil.rmtree(aside, ignore_errors=True)
    if place.exists():
        place.replace(aside)
    folder.path.replace(place)
    shutil.rmtree(aside, ignore_errors=True)
    point_latest(reports)
    return place / "index.html"


def kept_reports(reports: Path) -> list[str]:
    """Names of the finished reports, oldest first."""
    if not reports.is_dir():
        return []
    return sorted(
        entry.name
        for entry in reports.iterdir()
        if entry.name != LATEST and not entry.name.startswith(".") and (entry / "index.html").is_file()
    )


def point_latest(reports: Path) -> None:
    """Point `latest` to the newest report: a symbolic link, or a page that leads there where links are not allowed."""
    name = kept_reports(reports)[-1]
    latest, beside = reports / LATEST, reports / f".{LATEST}.new"
    if beside.is_symlink() or beside.exists():
        beside.unlink()
    try:
        beside.symlink_to(name, target_is_directory=True)
        if latest.is_dir() and not latest.is_symlink():
            shutil.rmtree(latest)
        beside.replace(latest)
    except OSError:
        if latest.is_symlink():
            latest.unlink()
        latest.mkdir(exist_ok=True)
        (latest / "index.html").write_text(_FORWARD.format(name=name), encoding="utf-8")


def _report_before(reports: Path, run_id: str) -> Path | None:
    kept = kept_reports(reports)
    if run_id in kept:
        return reports / run_id
    earlier = [name for name in kept if name < run_id]
    return reports / earlier[-1] if earlier else None


def _same(one: Path, other: Path) -> bool:
    try:
        if one.stat().st_size != other.stat().st_size:
            return False
        with one.open("rb") as left, other.open("rb") as right:
            while chunk := left.read(1 << 20):
                if chunk != right.read(1 << 20):
                    return False
    except OSError:
        return False
    return True
