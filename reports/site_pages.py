"""A page per site: how it fared over time, its habits with their evidence, and what could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from reports import charts
from reports.morning import Morning
from reports.questions import Row, ask
from reports.rendering import Renderer
from reports.safe import page_of_site
from reports.title_pages import Chart
from reports.wording import Wording
from warehouse.query import Release

RUNS_SHOWN = 60
ROWS_SHOWN = 40


def site_pages(renderer: Renderer, release: Release, morning: Morning) -> Iterator[tuple[str, bytes]]:
    """Yield (name, page) for each site that a run has asked."""
    run = morning.facts["run_id"]
    by_site = {
        "orders": _by_site(ask(release, "site_orders")),
        "scales": _by_site(ask(release, "site_scales")),
        "readers": _by_site(ask(release, "site_readers")),
        "selectors": _by_site(ask(release, "site_selectors", run=run)),
        "rejects": _by_site(ask(release, "site_rejects", run=run)),
        "failures": _by_site(ask(release, "site_failures", runs=list(morning.runs))),
        "titles": _by_site(morning.titles),
        "runs": _by_site(morning.site_runs),
    }
    for site in ask(release, "sites"):
        site_id = site["site_id"]
        held = {name: rows.get(site_id, []) for name, rows in by_site.items()}
        titles = held.pop("titles")
        runs = held.pop("runs")[-RUNS_SHOWN:]
        yield (
            page_of_site(site_id),
            renderer.page(
                "site.html.j2",
                up="../",
                here="site",
                has_release=True,
                site=site,
                runs=list(reversed(runs)),
                pages=_pages(runs, renderer.words),
                titles=sorted(titles, key=lambda row: (-row["comments"], row["title_id"]))[:ROWS_SHOWN],
                titles_held=len(titles),
                **{name: rows[:ROWS_SHOWN] for name, rows in held.items()},
            ),
        )


def _pages(runs: Sequence[Row], words: Wording) -> Chart | None:
    """Pages of a site by run: fetched, unchanged, failed."""
    if len(runs) < 2:
        return None
    counts = [(row["pages_fetched"] or 0, row["pages_unchanged"] or 0, row["pages_failed"] or 0) for row in runs]
    failed = sum(count[2] > 0 for count in counts)
    said = (
        f"Pages by run, from {words.day(runs[0]['run_night'])} to {words.day(runs[-1]['run_night'])}; "
        f"the last: {words.number(counts[-1][0])} fetched, {words.number(counts[-1][1])} unchanged, "
        f"{words.number(counts[-1][2])} failed; pages failed in {words.count(failed, 'run')}"
    )
    rows = [
        (row["run_id"], *(words.number(count) for count in three))
        for row, three in reversed(list(zip(runs, counts, strict=True)))
    ]
    ends = (words.day(runs[0]["run_night"]), words.day(runs[-1]["run_night"]))
    return Chart(charts.stacks(counts, ("fetched", "unchanged", "failed"), said, ends), rows)


def _by_site(rows: Sequence[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["site_id"]].append(row)
    return groups
