"""A run's report, from its facts and the release it published to a folder that opens from disk.

The only place that knows which pages there are and in what order they are made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from reports import safe, summary, writing
from reports.copied_page import copied_page
from reports.dictionary_page import dictionary_page
from reports.errors import ReportError
from reports.exports import EXPORTED_AT_ONCE, write_exports
from reports.index_page import index_page
from reports.list_of_reports import write_list
from reports.morning import Morning, morning_of, morning_without_release
from reports.questions import ask
from reports.rendering import Renderer
from reports.site_pages import site_pages
from reports.title_list import title_lists
from reports.title_pages import batches, title_pages
from reports.wording import Wording
from warehouse.query import Limits, Release, open_release

LIMITS = Limits(seconds=600, rows=None, memory="400MB")
STATES = "title/states.json"  # what each title's pages were made from, for the next night
_RUN = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,80}")


def build_report(data_dir: Path, *, facts: Mapping[str, Any], now: datetime, zone: str, locale: str) -> Path:
    """Write `data/reports/<run>/` and point `data/reports/latest` to the newest; returns the index.

    `facts` is the content of `data/runs/<run>.json`; `now` the time of the report, with a zone; `zone` and `locale` are
    the operator's. A run that published nothing has a report too, on top of the release before it, if there is one.
    The same release, facts, time, zone and locale make the same bytes. Raises ReportError, and a WarehouseError where
    the release does not open; the reports that stand are then untouched.
    """
    run_id = str(facts.get("run_id", ""))
    if not _RUN.fullmatch(run_id) or run_id == writing.LATEST:
        raise ReportError(f"facts name no run (run_id is {run_id!r}): take them from a file in data/runs/")
    renderer = Renderer(Wording(locale, zone))
    with ExitStack() as stack:
        path = release_of(data_dir, facts)
        release = stack.enter_context(open_release(path, limits=LIMITS)) if path is not None else None
        folder = writing.begin(data_dir / "reports", run_id)
        if release is None:
            _failure(folder, renderer, morning_without_release(facts, now, renderer.words))
        else:
            _pages(folder, renderer, release, morning_of(release, facts, now, renderer.words))
    index = writing.finish(data_dir / "reports", run_id, folder)
    write_list(renderer, data_dir / "reports")
    return index


def title_page(report: Path, title_id: str) -> Path:
    """The first page of a title in a finished report. Raises ReportError where the report has none."""
    page = report / safe.page_of_title(title_id)
    if not page.is_file():
        raise ReportError(f'{report} has no page of title {title_id!r}: `nightreel sql "from title"` lists the ids')
    return page


def release_of(data_dir: Path, facts: Mapping[str, Any]) -> Path | None:
    """The warehouse that a run's report shows: its own release, else the newest one before it.

    None where the run published nothing and there is no warehouse yet. Raises ReportError for a run that published
    a release which is no longer kept.
    """
    run_id = str(facts["run_id"])
    releases, published = data_dir / "releases", data_dir / "nightreel.duckdb"
    own = releases / f"{run_id}.duckdb"
    if own.is_file():
        return own
    if not published.is_file():
        return None
    with open_release(published, limits=LIMITS) as release:
        newest = release.run_id
    if newest == run_id:
        return published
    if facts.get("published"):
        raise ReportError(
            f"the release of run {run_id} is no longer kept, so its report can't be made again; an old one stays"
        )
    if newest is None or newest < run_id:
        return published
    earlier = sorted(path for path in releases.glob("*.duckdb") if path.stem < run_id)
    return earlier[-1] if earlier else None


def _failure(folder: writing.Folder, renderer: Renderer, morning: Morning) -> None:
    folder.write("index.html", index_page(renderer, None, morning, page_of={}, exports=()))
    _summaries(folder, renderer, morning)


def _pages(folder: writing.Folder, renderer: Renderer, release: Release, morning: Morning) -> None:
    states = ask(release, "title_states")
    page_of = _titles(folder, renderer, release, morning, {row["title_id"]: row for row in states})
    for name, page in (
        *title_lists(renderer, morning.titles),
        *site_pages(renderer, release, morning),
        ("copied.html", copied_page(renderer, release)),
        ("dictionary.html", dictionary_page(renderer, release)),
    ):
        folder.write(name, page)
    parts = list(batches([(row["title_id"], row["comments"]) for row in states], EXPORTED_AT_ONCE))
    exports = write_exports(folder, release, morning.now, parts)
    folder.write("index.html", index_page(renderer, release, morning, page_of=page_of, exports=exports))
    _summaries(folder, renderer, morning)


def _titles(
    folder: writing.Folder,
    renderer: Renderer,
    release: Release,
    morning: Morning,
    states: Mapping[str, Mapping[str, Any]],
) -> dict[str, str]:
    """Write the pages of titles, those that did not change unread; returns the page of each comment rendered.

    Titles that changed in the runs shown are always rendered: the index links to their comments' places.
    """
    before = _states_before(folder)
    digests = {title_id: f"{renderer.digest[:16]}-{row['digest']}" for title_id, row in states.items()}
    changed = {row["title_id"] for row in morning.changed}
    kept: dict[str, list[Any]] = {}
    for title_id, digest in digests.items():
        known = before.get(title_id)
        if known is not None and known[0] == digest and title_id not in changed:
            names = [safe.page_of_title(title_id, page) for page in range(1, known[1] + 1)]
            if all(folder.has_before(name) for name in names) and all(folder.keep(name) for name in names):
                kept[title_id] = [digest, len(names)]
    page_of: dict[str, str] = {}
    missing = [(title_id, row["comments"]) for title_id, row in states.items() if title_id not in kept]
    summaries = {row["title_id"]: row for row in morning.titles}
    for batch in batches(missing):
        for title in title_pages(release, batch, summaries, renderer):
            for name, content in title.pages.items():
                folder.write(name, content)
            kept[title.title_id] = [digests[title.title_id], len(title.pages)]
            if title.title_id in changed:
                page_of |= title.page_of
    lines = ",\n".join(f"{json.dumps(title_id)}:{json.dumps(kept[title_id])}" for title_id in sorted(kept))
    folder.write(STATES, ("{" + lines + "}\n").encode())
    return page_of


def _states_before(folder: writing.Folder) -> dict[str, list[Any]]:
    if folder.before is None:
        return {}
    try:
        found = json.loads((folder.before / STATES).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _summaries(folder: writing.Folder, renderer: Renderer, morning: Morning) -> None:
    folder.write("summary.json", summary.summary_json(morning, renderer.words))
    folder.write("summary.schema.json", summary.schema())
    folder.write("summary.md", summary.summary_md(morning, renderer.words))
