"""A run's report, from its facts and the release it published to a folder that opens from disk.

The only place that knows which pages there are and in what order they are made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any

from reports import safe, writing
from reports.errors import ReportError
from reports.index_page import index_page, without_release
from reports.questions import ask
from reports.rendering import Renderer
from reports.title_pages import batches, title_pages
from reports.wording import Wording
from warehouse.query import Limits, Release, open_release

LIMITS = Limits(seconds=600, rows=None, memory="512MB")
_RUN = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,80}")


def build_report(data_dir: Path, *, facts: Mapping[str, Any], now: datetime, zone: str, locale: str) -> Path:
    """Write `data/reports/<run>/` and point `data/reports/latest` to the newest; returns the index.

    `facts` is the content of `data/runs/<run>.json`; `now` the time of the report, with a zone; `zone` and `locale` are
    the operator's. A run that published nothing has a report too, on top of the release before it, if there is one.
    The same release, facts, time, zone and locale make the same bytes. Raises ReportError, and a WarehouseError where
    the release does not open.
    """
    run_id = str(facts.get("run_id", ""))
    if not _RUN.fullmatch(run_id):
        raise ReportError(f"facts name no run (run_id is {run_id!r}): take them from a file in data/runs/")
    renderer = Renderer(Wording(locale, zone))
    reports = data_dir / "reports"
    with ExitStack() as stack:
        path = release_of(data_dir, facts)
        release = stack.enter_context(open_release(path, limits=LIMITS)) if path is not None else None
        folder = writing.begin(reports, run_id)
        if release is None:
            folder.write("index.html", without_release(renderer, facts, now))
        else:
            _pages(folder, renderer, release, facts, now)
    return writing.finish(reports, run_id, folder)


def title_page(report: Path, title_id: str) -> Path:
    """The first page of a title in a finished report. Raises ReportError where the report has none."""
    page = report / safe.page_of_title(title_id)
    if not page.is_file():
        raise ReportError(f'{report} has no page of title {title_id!r}: `nightreel sql "from title"` lists the ids')
    return page


def release_of(data_dir: Path, facts: Mapping[str, Any]) -> Path | None:
    """The warehouse that a run's report shows: its own release, else the published file as far as it is older.

    None where the run published nothing and there is no warehouse yet. Raises ReportError for a run whose release is
    no longer kept.
    """
    run_id = str(facts["run_id"])
    own, published = data_dir / "releases" / f"{run_id}.duckdb", data_dir / "nightreel.duckdb"
    if own.is_file():
        return own
    if not published.is_file():
        return None
    with open_release(published, limits=LIMITS) as release:
        newest = release.run_id
    if newest is not None and newest == run_id:
        return published
    if facts.get("published"):
        raise ReportError(
            f"the release of run {run_id} is no longer kept: its report can't be made again, the old one stays"
        )
    if newest is not None and newest > run_id:
        kept = sorted(path for path in (data_dir / "releases").glob("*.duckdb") if path.stem < run_id)
        return kept[-1] if kept else None
    return published


def _pages(
    folder: writing.Folder, renderer: Renderer, release: Release, facts: Mapping[str, Any], now: datetime
) -> None:
    page_of: dict[str, str] = {}
    sizes = [(row["title_id"], row["comments"]) for row in ask(release, "title_sizes")]
    for batch in batches(sizes):
        for title in title_pages(release, batch, renderer):
            for name, content in title.pages.items():
                folder.write(name, content)
            page_of |= title.page_of
    folder.write("index.html", index_page(renderer, release, facts, now, page_of))


def night_of(facts: Mapping[str, Any]) -> date:
    """The night that a run belongs to. Raises ReportError where the facts name none."""
    try:
        return date.fromisoformat(str(facts["night"]))
    except (KeyError, ValueError):
        raise ReportError(f"facts of run {facts.get('run_id')} name no night") from None
