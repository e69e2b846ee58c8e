"""The first page: how last night went, what is wrong, what changed, and the way to everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from reports import charts
from reports.night import KINDS, Trouble, nights_old, shown_runs, standing, troubles_of
from reports.questions import Row, ask
from reports.rendering import Renderer, size
from reports.safe import anchor, line
from reports.wording import Wording
from warehouse.query import Release

CHANGES_BYTES = 120_000  # of the titles that changed; the rest is counted and exported
TROUBLES_SHOWN = 40
TITLES_SHOWN = 60
COMMENTS_EACH = 5

FIGURES = (
    ("added", "new comments"),
    ("edited", "edited"),
    ("rerated", "re-rated"),
    ("gone", "gone"),
    ("returned", "back again"),
    ("titles_added", "new titles"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the night with its recent nights."""

    name: str
    value: int
    spark: Markup | None


def index_page(
    renderer: Renderer, release: Release, facts: Mapping[str, Any], now: datetime, page_of: Mapping[str, str]
) -> bytes:
    """Render the index. `page_of` leads from a comment's id to the page that it stands on."""
    words = renderer.words
    night = date.fromisoformat(facts["night"])
    runs = ask(release, "runs", run=facts["run_id"])
    loaded = [run for run in runs if run["loaded"]]
    shown: date | None = loaded[-1]["night"] if loaded else None
    ids = shown_runs(runs, shown or night)
    titles = ask(release, "changed_titles", runs=ids)
    nights = ask(release, "nights", run=facts["run_id"])
    rejects = ask(release, "rejects", runs=ids)
    short = ask(release, "short_threads", runs=ids)
    decisions = ask(release, "date_decisions", runs=ids)
    troubles = troubles_of(facts, rejects=rejects, short=short, decisions=decisions, words=words)
    counts = _counts(titles, decisions)
    all_titles = ask(release, "titles")
    changes, left = _changes(renderer, release, titles, ids, page_of)
    return renderer.page(
        "index.html.j2",
        up="",
        here="index",
        has_release=True,
        facts=facts,
        night=night,
        shown=shown,
        now=now,
        standing=standing(
            facts, counts=counts, shown=shown, old=nights_old(facts, now, words, shown), troubles=troubles, words=words
        ),
        troubles=troubles[:TROUBLES_SHOWN],
        troubles_left=max(len(troubles) - TROUBLES_SHOWN, 0),
        figures=_figures(nights, counts, words),
        nights=nights,
        changes=changes,
        changes_left=left,
        titles=all_titles[:TITLES_SHOWN] if len(all_titles) <= TITLES_SHOWN else _most_discussed(all_titles),
        titles_held=len(all_titles),
        sites=_sites(ask(release, "site_runs", run=facts["run_id"]), words),
        totals=ask(release, "totals")[0],
        runs=runs[-30:],
    )


def without_release(renderer: Renderer, facts: Mapping[str, Any], now: datetime) -> bytes:
    """Render the index of a run that failed before there was any warehouse."""
    words = renderer.words
    troubles = troubles_of(facts, rejects=(), short=(), decisions=(), words=words)
    return renderer.page(
        "index.html.j2",
        up="",
        here="index",
        has_release=False,
        facts=facts,
        night=date.fromisoformat(facts["night"]),
        shown=None,
        now=now,
        standing=standing(facts, counts={}, shown=None, old=0, troubles=troubles, words=words),
        troubles=troubles[:TROUBLES_SHOWN],
        troubles_left=max(len(troubles) - TROUBLES_SHOWN, 0),
    )


def _counts(titles: Sequence[Row], decisions: Sequence[Row]) -> dict[str, int]:
    counts = {kind: sum(row[kind] for row in titles) for kind in KINDS}
    counts["titles_added"] = sum(row["is_new"] for row in titles)
    counts["titles_gone"] = sum(row["is_gone"] for row in titles)
    counts["titles_rerated"] = sum(row["page_raw_before"] != row["page_raw_after"] for row in titles)
    counts["titles_touched"] = sum(row["added"] > 0 for row in titles)
    counts["changes"] = len(titles) + len(decisions)
    return counts


def _figures(nights: Sequence[Row], counts: Mapping[str, int], words: Wording) -> list[Figure]:
    found = []
    for kind, name in FIGURES:
        past = [row[kind] for row in reversed(nights)]
        said = f"{name}, {words.count(len(past), 'night')}: " + ", ".join(words.number(value) for value in past)
        found.append(Figure(name, counts[kind], charts.spark(past, said) if len(past) > 1 else None))
    return found


def _changes(
    renderer: Renderer, release: Release, titles: Sequence[Row], runs: Sequence[str], page_of: Mapping[str, str]
) -> tuple[list[Markup], int]:
    """The titles that changed, each with the comments behind it, as many as there is room for."""
    done: list[Markup] = []
    room = CHANGES_BYTES
    for start in range(0, len(titles), 50):
        batch = titles[start : start + 50]
        rows = ask(
            release, "changed_comments", runs=list(runs), titles=[t["title_id"] for t in batch], each=COMMENTS_EACH
        )
        by_title: dict[str, list[Row]] = {}
        for row in rows:
            page = page_of.get(row["comment_id"])
            by_title.setdefault(row["title_id"], []).append(
                row
                | {
                    "address": f"{page}#{anchor(row['comment_id'])}" if page else None,
                    "beginning": line(row["beginning"] or "", 220),
                }
            )
        for title in batch:
            markup = renderer.part("change.html.j2", t=title, comments=by_title.get(title["title_id"], []))
            room -= size(markup)
            if room < 0:
                return done, len(titles) - len(done)
            done.append(markup)
    return done, 0


def _most_discussed(titles: Sequence[Row]) -> list[Row]:
    return sorted(titles, key=lambda row: (-row["comments"], row["title_id"]))[:20]


def _sites(rows: Sequence[Row], words: Wording) -> list[dict[str, Any]]:
    by_site: dict[str, list[Row]] = {}
    for row in rows:
        by_site.setdefault(row["site_id"], []).append(row)
    found = []
    for site_id, history in sorted(by_site.items()):
        recent = history[-30:]
        past = [(row["pages_fetched"] or 0) + (row["pages_unchanged"] or 0) for row in recent]
        said = f"pages answered in {words.count(len(past), 'run')}: " + ", ".join(words.number(value) for value in past)
        found.append({**history[-1], "site_id": site_id, "spark": charts.spark(past, said) if len(past) > 1 else None})
    return found


__all__ = ["Trouble", "index_page", "without_release"]
