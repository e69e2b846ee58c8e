"""Find a report, or build it again: what `nightreel report` does."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from flows.runs import RunError, RunFacts, all_runs
from flows.settings import LoadedSettings


def report_page(loaded: LoadedSettings, *, run: str | None, title: str | None, again: bool) -> Path:
    """Return the index of a run's report, or a title's page in it; builds it where it is missing or asked for.

    `title` is an id or a part of a name. Raises RunError for an unknown run, or a name that fits no title or several.
    """
    facts = _facts(loaded.data_dir, run)
    index = loaded.data_dir / "reports" / facts.run_id / "index.html"
    if again or not index.exists():
        index = _build(loaded, facts)
    if title is None:
        return index
    from reports import title_page

    return title_page(index.parent, _title_id(loaded.data_dir, title))


def _facts(data_dir: Path, run: str | None) -> RunFacts:
    runs = all_runs(data_dir)
    if not runs:
        raise RunError(f"there is no run in {data_dir} yet: `nightreel run` makes one, `nightreel demo` a trial")
    if run is None:
        return runs[-1]
    found = next((facts for facts in runs if facts.run_id == run), None)
    if found is None:
        raise RunError(f"no run {run!r}; the last ones are {', '.join(facts.run_id for facts in runs[-5:])}")
    return found


def _build(loaded: LoadedSettings, facts: RunFacts) -> Path:
    from reports import build_report

    told = asdict(facts)
    # a report that is made again shows the time of its run, so that it is the same report
    now = datetime.fromisoformat(facts.ended_at) if facts.ended_at else datetime.now(UTC)
    settings = loaded.settings
    return build_report(loaded.data_dir, facts=told, now=now, zone=settings.zone, locale=settings.locale)


def _title_id(data_dir: Path, title: str) -> str:
    from warehouse.query import open_release

    with open_release(data_dir / "nightreel.duckdb") as release:
        rows = release.rows(
            "select title_id, name from title where title_id = $t or contains(lower(name), lower($t)) order by name",
            {"t": title},
        )
    exact = [row for row in rows if title in (row["title_id"], row["name"])]
    found = exact or rows
    if len(found) != 1:
        names = ", ".join(str(row["name"]) for row in found[:5])
        raise RunError(
            f"{title!r} fits {len(found)} titles" + (f": {names}" if names else '; `nightreel sql "from title"`')
        )
    return str(found[0]["title_id"])
