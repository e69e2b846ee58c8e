"""From a finished file to the published one: settle, look at it read-only, sync, mode 0444, one rename.

Readers see the old file or the new one, never anything between. Nothing here knows what is in the tables. Mode 0444
does not bind root; it keeps one analyst's default read-write connection from locking everyone out.

DuckDB 2.0 opens a path twice, once to see what kind of file it is, and goes on with the header that it read then. A
rename between the two gives it one file's header and the other's blocks. `type duckdb` in an `attach` makes it open
once; that is how everything here reads. Other tools may fail in that instant of the night, and open well the next.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb

from warehouse.errors import BuildFailed, NoRoom, ReadOnlyFolder
from warehouse.schema import STORAGE_VERSION, opening_error, quoted, scripts

PUBLISHED = "nightreel.duckdb"
MODE = 0o444
AT_ONCE = 1 << 30  # bytes; the kernel takes no more than two of them a call


def published_path(data_dir: Path) -> Path:
    """The file that everyone opens."""
    return data_dir / PUBLISHED


def building_path(data_dir: Path, run_id: str) -> Path:
    """The file that a run builds, beside the published one (a rename must not cross file systems)."""
    return data_dir / f"{PUBLISHED}.{run_id}.building"


def staging_dir_of(data_dir: Path, run_id: str) -> Path:
    """The folder of a run's staged rows."""
    return data_dir / "staging" / run_id


def release_path(data_dir: Path, run_id: str) -> Path:
    """Where the published file of a run is kept."""
    return data_dir / "releases" / f"{run_id}.duckdb"


def clear_unfinished(data_dir: Path) -> None:
    """Remove what killed builds left behind; the caller holds the lock, so nobody is building."""
    for path in data_dir.glob(f"{PUBLISHED}.*.building*"):
        path.unlink()


def copy_published(data_dir: Path, run_id: str) -> Path:
    """Copy the published file to build on; a first night starts from nothing. Returns the path, writable."""
    target = building_path(data_dir, run_id)
    source = published_path(data_dir)
    if source.exists():
        copy_to_build_on(source, target)
    return target


def copy_to_build_on(source: Path, target: Path) -> None:
    """Copy a published file, and make the copy writable. A disk that can share blocks (btrfs, xfs) copies none."""
    try:
        with source.open("rb") as read, target.open("wb") as written:
            while os.copy_file_range(read.fileno(), written.fileno(), AT_ONCE):
                pass
    except (AttributeError, OSError) as error:  # a system or disk without it
        if isinstance(error, OSError) and error.errno not in (errno.ENOSYS, errno.EXDEV, errno.EINVAL, errno.ENOTSUP):
            raise
        shutil.copyfile(source, target)
    target.chmod(0o644)


def settle(con: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Checkpoint and detach, so that all is in the one file; raise BuildFailed where a .wal is left."""
    con.execute("checkpoint nightreel")
    con.execute("use memory")
    con.execute("detach nightreel")
    left = wal_of(target)
    if left.exists():
        raise BuildFailed(f"{left} was left after the checkpoint; nothing was published: run again")


def rewrite(con: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Write a settled file anew, so that no byte of its deleted rows is left in it."""
    fresh = target.with_name(target.name + ".fresh")
    fresh.unlink(missing_ok=True)
    con.execute(f"attach {quoted(str(target))} as stale (type duckdb, read_only)")
    con.execute(f"attach {quoted(str(fresh))} as fresh (storage_version {quoted(STORAGE_VERSION)})")
    con.execute("copy from database stale to fresh")
    con.execute("checkpoint fresh")
    con.execute("detach stale; detach fresh")
    fresh.replace(target)


def wal_of(path: Path) -> Path:
    """DuckDB's write-ahead log of a file."""
    return path.with_name(path.name + ".wal")


def publish(data_dir: Path, target: Path, run_id: str, *, keep: int = 3) -> Path:
    """Put a settled file in the place of the published one, keep it as the run's release, and return that release.

    `keep` is how many releases stay (at least one). Raises BuildFailed where the file does not read back.
    """
    smoke_test(target, run_id)
    put_in_place(data_dir, target)
    return keep_release(data_dir, run_id, keep=keep)


def put_in_place(data_dir: Path, target: Path) -> None:
    """Sync a finished file, take the right to write from it, and rename it to the published one.

    A log that somebody's writing connection left beside the published file goes: it would keep every reader out.
    """
    _sync(target)
    target.chmod(MODE)
    published = published_path(data_dir)
    wal_of(published).unlink(missing_ok=True)
    target.replace(published)
    target.unlink(missing_ok=True)  # a rename between two names of one file leaves both
    _sync(data_dir)


def smoke_test(target: Path, run_id: str) -> None:
    """Open the file read-only, read from every table and bind every view; the run must be known to it."""
    con = duckdb.connect(":memory:")
    try:
        con.execute(f"attach {quoted(str(target))} as nightreel (type duckdb, read_only)")
        con.execute("use nightreel")
        tables = con.execute("select schema_name || '.' || table_name from duckdb_tables() order by 1").fetchall()
        for (name,) in tables:
            con.execute(f"select * from {name} limit 1").fetchall()
        views = con.execute(
            "select schema_name || '.' || view_name from duckdb_views() "
            "where not internal and database_name = 'nightreel' order by 1"
        ).fetchall()
        for (name,) in views:
            con.execute(f"describe {name}").fetchall()
        found = con.execute("select count(*) from meta.run where run_id = ?", [run_id]).fetchall()
    except duckdb.Error as error:
        raise BuildFailed(
            f"the new warehouse does not read back; nothing was published: {opening_error(target, error)}"
        ) from error
    finally:
        con.close()
    if found != [(1,)] or len(views) < len(scripts("views")):
        raise BuildFailed(f"the new warehouse does not hold run {run_id}; nothing was published: run again")


def keep_release(data_dir: Path, run_id: str, *, keep: int = 3) -> Path:
    """Keep the published file under the run's name (a hard link, else a copy) and drop the oldest beyond `keep`."""
    release = release_path(data_dir, run_id)
    release.parent.mkdir(parents=True, exist_ok=True)
    beside = release.with_name(release.name + ".new")
    link_or_copy(published_path(data_dir), beside)
    beside.replace(release)
    beside.unlink(missing_ok=True)  # a rename between two names of one file leaves both
    _sync(release.parent)
    for old in sorted(release.parent.glob("*.duckdb"))[: -max(keep, 1)]:
        if old != release:
            old.unlink()
    return release


def link_or_copy(source: Path, target: Path) -> None:
    """Give a published file a second name; a copy with the same times where the disk knows no hard links."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
        _sync(target)


def is_same(one: Path, other: Path) -> bool:
    """Whether two names stand for one published file, or for copies made by `link_or_copy`."""
    if not (one.exists() and other.exists()):
        return False
    first, second = one.stat(), other.stat()
    return one.samefile(other) or (first.st_size, first.st_mtime_ns) == (second.st_size, second.st_mtime_ns)


@contextlib.contextmanager
def storage_errors(data_dir: Path) -> Iterator[None]:
    """Turn what the disk says into one clear line."""
    try:
        yield
    except OSError as error:
        raise _storage_error(data_dir, error.errno, str(error)) from error
    except (duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException) as error:
        text = str(error).lower()
        full = "no space left" in text or "disk full" in text
        raise _storage_error(data_dir, errno.ENOSPC if full else None, str(error).splitlines()[0]) from error


def _storage_error(data_dir: Path, number: int | None, text: str) -> Exception:
    if number in (errno.ENOSPC, errno.EDQUOT):
        return NoRoom(f"the disk of {data_dir} is full; the published warehouse is as it was: make room and run again")
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ReadOnlyFolder(
            f"{data_dir} cannot be written; the published warehouse is as it was: give this user the right to"
        )
    return BuildFailed(f"building the warehouse failed; the published one is as it was: {text}")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
