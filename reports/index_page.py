"""The first page: how last night went, what is wrong, what changed, and the way to everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from reports import charts
from reports.exports import Export
from reports.morning import Morning
from reports.questions import Row, ask
from reports.rendering import Renderer, size
from reports.safe import anchor, line
from reports.wording import Wording
from warehouse.query import Release

CHANGES_BYTES = 120_000  # of the titles that changed; the rest is counted, and stands in the exports
TROUBLES_SHOWN = 40
TITLES_SHOWN = 60
MOST_DISCUSSED = 20
COMMENTS_EACH = 5

FIGURES = {
    "added": "new comments",
    "edited": "edited",
    "rerated": "re-rated",
    "gone": "gone",
    "returned": "back again",
    "titles_added": "new titles",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the night with its recent nights."""

    name: str
    value: int
    spark: Markup | None


def index_page(
    renderer: Renderer,
    release: Release | None,
    morning: Morning,
    *,
    page_of: Mapping[str, str],
    exports: Sequence[Export],
) -> bytes:
    """Render the index. `page_of` leads from a comment's id to the page that it stands on; no release, no changes."""
    words = renderer.words
    changes, left = _changes(renderer, release, morning, page_of) if release is not None else ([], 0)
    whole = len(morning.titles) <= TITLES_SHOWN
    return renderer.page(
        "index.html.j2",
        up="",
        here="index",
        has_release=release is not None,
        m=morning,
        troubles=morning.troubles[:TROUBLES_SHOWN],
        troubles_left=max(len(morning.troubles) - TROUBLES_SHOWN, 0),
        figures=_figures(morning, words),
        changes=changes,
        changes_left=left,
        titles=morning.titles if whole else _most_discussed(morning.titles),
        sites=_sites(morning.site_runs, words),
        exports=exports,
    )


def _figures(morning: Morning, words: Wording) -> list[Figure]:
    found = []
    for kind, name in FIGURES.items():
        past = [row[kind] for row in reversed(morning.nights)]
        said = f"{name}, {words.count(len(past), 'night')}: " + ", ".join(words.number(value) for value in past)
        found.append(Figure(name, morning.counts[kind], charts.spark(past, said) if len(past) > 1 else None))
    return found


def _changes(
    renderer: Renderer, release: Release, morning: Morning, page_of: Mapping[str, str]
) -> tuple[list[Markup], int]:
    """The titles that changed, each with comments behind it, as many as there is room for; how many are left out."""
    done: list[Markup] = []
    room = CHANGES_BYTES
    for start in range(0, len(morning.changed), 50):
        batch = morning.changed[start : start + 50]
        ids = [title["title_id"] for title in batch]
        by_title: dict[str, list[Row]] = {}
        for row in ask(release, "changed_comments", runs=list(morning.runs), titles=ids, each=COMMENTS_EACH):
            page = page_of.get(row["comment_id"])
            by_title.setdefault(row["title_id"], []).append(
                row
                | {
                    "address": f"{page}#{anchor(row['comment_id'])}" if page is not None else None,
                    "beginning": line(row["beginning"] or "", 220),
                }
            )
        for title in batch:
            markup = renderer.part("change.html.j2", t=title, comments=by_title.get(title["title_id"], []))
            room -= size(markup)
            if room < 0:
                return done, len(morning.changed) - len(done)
            done.append(markup)
    return done, 0


def _most_discussed(titles: Sequence[Row]) -> list[Row]:
    return sorted(titles, key=lambda row: (-row["comments"], row["title_id"]))[:MOST_DISCUSSED]


def _sites(rows: Sequence[Row], words: Wording) -> list[dict[str, Any]]:
    by_site: dict[str, list[Row]] = {}
    for row in rows:
        by_site.setdefault(row["site_id"], []).append(row)
    found = []
    for history in by_site.values():
        past = [(row["pages_fetched"] or 0) + (row["pages_unchanged"] or 0) for row in history[-30:]]
        said = f"pages answered in {words.count(len(past), 'run')}: " + ", ".join(words.number(value) for value in past)
        found.append(history[-1] | {"spark": charts.spark(past, said) if len(past) > 1 else None})
    return found
