"""What a rebuild starts from: nothing, a kept release, or the published file without one site.

A rebuild stages each night again from the archive and loads it with `warehouse.load.load_into`, oldest first, into
the file that one of these functions gives; then `warehouse.releases.diff` shows what differs, and
`warehouse.publish.publish` publishes it. Nothing here touches the published file.
"""

from __future__ import annotations

from pathlib import Path

from warehouse.errors import NoWarehouse
from warehouse.publish import building_path, copy_to_build_on, settle, staging_dir_of, storage_errors
from warehouse.query import open_release
from warehouse.schema import migrate, open_to_write, quoted, scripts


def start_from_nothing(data_dir: Path, run_id: str) -> Path:
    """Make an empty warehouse to build in, and return its path."""
    target = building_path(data_dir, run_id)
    target.unlink(missing_ok=True)
    _rework(data_dir, target)
    return target


def start_from_release(data_dir: Path, release: Path, run_id: str) -> Path:
    """Copy a kept release to build on, and return the path; what was loaded after it has to be loaded again."""
    with open_release(release):
        pass  # says in one line why it cannot be used
    target = building_path(data_dir, run_id)
    with storage_errors(data_dir):
        copy_to_build_on(release, target)
    return target


def start_without_site(data_dir: Path, published: Path, site_id: str, run_id: str) -> tuple[Path, list[str]]:
    """Copy a warehouse and forget one site; return the path, and the runs that have to be loaded again, in time order.

    Each of these runs must be loaded again with the site's rows alone staged, even where it has none. Raises
    NoWarehouse where there is nothing of that site.
    """
    with open_release(published) as release:
        runs = [row["run_id"] for row in release.rows(_script("runs_of_site"), {"site_id": site_id})]
    if not runs:
        raise NoWarehouse(f"{published} holds nothing of site {site_id}; nothing was changed")
    target = start_from_release(data_dir, published, run_id)
    _rework(data_dir, target, site_id)
    return target, runs


def _rework(data_dir: Path, target: Path, without_site: str | None = None) -> None:
    scratch = staging_dir_of(data_dir, "scratch")
    scratch.mkdir(parents=True, exist_ok=True)
    with storage_errors(data_dir):
        con = open_to_write(target, scratch=scratch)
        try:
            migrate(con)
            if without_site is not None:
                con.execute(f"set variable site_id = {quoted(without_site)}")
                con.execute("begin")
                con.execute(_script("forget_site"))
                con.execute("commit")
            settle(con, target)
        finally:
            con.close()


def _script(name: str) -> str:
    return next(script.sql for script in scripts("rebuild") if script.name == name)
