"""The pages of titles: what the page says of itself, what its comments say, and the thread, cut into pages.

Holds nothing that changes by itself from night to night (no time of the report, no last seen), so that a title that
did not change has the same page tomorrow. Asks the release once per batch of titles, never once per comment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from markupsafe import Markup

from reports import charts
from reports.comments import LETTERS, Link, comment
from reports.questions import Row, ask
from reports.rendering import Renderer, size
from reports.safe import anchor, line, page_of_title
from reports.threads import in_order
from reports.wording import Wording
from warehouse.query import Release

BATCH = 20_000  # comments whose texts are held at once
PAGE_BYTES = 140_000  # of one page; the frame around it takes the rest of 150 KB
HEAD_STEP = 8_000
MOST_POINTS = 120  # of a chart over time
MOST_BARS = 48  # months, else years


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and the rows of the table behind it."""

    svg: Markup
    rows: Sequence[Sequence[str]]
    unit: str = ""


@dataclass(slots=True)
class TitlePages:
    """The pages of one title: file name to bytes, and on which of them each comment stands."""

    title_id: str
    pages: dict[str, bytes] = field(default_factory=dict)
    page_of: dict[str, str] = field(default_factory=dict)


def batches(sizes: Sequence[tuple[str, int]], most: int = BATCH) -> Iterator[list[str]]:
    """Cut (title id, comments) into batches of about `most` comments; at most 2,000 titles each."""
    batch: list[str] = []
    held = 0
    for title_id, comments in sizes:
        if batch and (held + comments > most or len(batch) == 2_000):
            yield batch
            batch, held = [], 0
        batch.append(title_id)
        held += comments
    if batch:
        yield batch


def title_pages(
    release: Release, title_ids: Sequence[str], summaries: Mapping[str, Row], renderer: Renderer
) -> Iterator[TitlePages]:
    """Render the pages of some titles, in the order of their ids; `summaries` holds their rows of `titles.sql`."""
    titles = list(title_ids)
    threads = _grouped(ask(release, "thread_comments", titles=titles, letters=LETTERS), "title_id")
    repeats = _grouped(ask(release, "thread_repeats", titles=titles, letters=4_000), "comment_id")
    revisions = _grouped(ask(release, "thread_revisions", titles=titles, letters=8_000), "comment_id")
    states = _grouped(ask(release, "title_revisions", titles=titles), "title_id")
    nights = _grouped(ask(release, "title_nights", titles=titles), "title_id")
    months = _grouped(ask(release, "title_months", titles=titles), "title_id")
    tenths = _grouped(ask(release, "title_tenths", titles=titles), "title_id")
    for title in ask(release, "title_pages", titles=titles):
        title_id = title["title_id"]
        comments = threads.get(title_id, [])
        yield _render(
            renderer,
            summaries[title_id] | title,
            comments=comments,
            repeats=repeats,
            revisions=revisions,
            head={
                "states": states.get(title_id, []),
                "tenths": _tenths(tenths.get(title_id, []), renderer),
                "history": _history(nights.get(title_id, []), renderer),
                "months": _months(months.get(title_id, []), renderer.words),
                "count": len(comments),
            },
        )


def _render(
    renderer: Renderer,
    title: Row,
    *,
    comments: Sequence[Row],
    repeats: Mapping[str, Sequence[Row]],
    revisions: Mapping[str, Sequence[Row]],
    head: Mapping[str, Any],
) -> TitlePages:
    title_id = title["title_id"]
    done = TitlePages(title_id)
    first_head = renderer.part("title_head.html.j2", title=title, page=1, pages=1, **head)
    by_id = {row["comment_id"]: row for row in comments}
    parts: list[list[Markup]] = [[]]
    # room is set aside in steps: a chart that grows by a night must not move the breaks between all pages
    room = PAGE_BYTES - -(-size(first_head) // HEAD_STEP) * HEAD_STEP
    numbers: dict[str, int] = {}
    for row, depth in in_order(comments):
        parent = by_id.get(row["parent_comment_id"])
        answered = None
        if parent is not None:
            address = _to(title_id, numbers.get(parent["comment_id"], 1), parent["comment_id"])
            answered = Link(address, line(parent["author"] or "no name", 40))
        markup = renderer.comment(
            comment(
                row,
                depth,
                parent=answered,
                repeats=repeats.get(row["comment_id"], ()),
                revisions=revisions.get(row["comment_id"], ()),
                words=renderer.words,
            )
        )
        room -= size(markup)
        if room < 0 and (parts[-1] or len(parts) == 1):
            parts.append([])
            room = PAGE_BYTES - size(markup)
        parts[-1].append(markup)
        numbers[row["comment_id"]] = len(parts)
    for page, thread in enumerate(parts, start=1):
        done.pages[page_of_title(title_id, page)] = renderer.page(
            "title.html.j2",
            title=title,
            page=page,
            head=first_head
            if page == 1
            else renderer.part(
                "title_head.html.j2", title=title, page=page, pages=len(parts), first=_file(title_id, 1)
            ),
            pager=renderer.part("pager.html.j2", page=page, pages=len(parts), address=lambda n: _file(title_id, n)),
            thread=Markup("").join(thread),
            up="../",
            here="title",
            has_release=True,
        )
    done.page_of = {comment_id: page_of_title(title_id, page) for comment_id, page in numbers.items()}
    return done


def _to(title_id: str, page: int, comment_id: str) -> str:
    return f"{_file(title_id, page)}#{anchor(comment_id)}"


def _file(title_id: str, page: int) -> str:
    return page_of_title(title_id, page).rpartition("/")[2]


def _tenths(rows: Sequence[Row], renderer: Renderer) -> Chart | None:
    if not rows:
        return None
    words = renderer.words
    counts = [0] * 10
    for row in rows:
        counts[row["percent_from"] // 10] += row["comments"]
    most = max(range(10), key=lambda tenth: counts[tenth])
    said = (
        f"Ratings of {words.count(sum(counts), 'comment')} by tenths of the scale; most, "
        f"{words.number(counts[most])}, lie from {most * 10} to {most * 10 + 10} percent"
    )
    return Chart(
        charts.tenths(counts, said, [words.number(count) for count in counts]),
        [
            (words.percent(tenth * 10), words.percent(tenth * 10 + 10), words.number(count))
            for tenth, count in enumerate(counts)
        ],
    )


def _history(rows: Sequence[Row], renderer: Renderer) -> Chart | None:
    if len(rows) < 2:
        return None
    words, rows = renderer.words, _thinned(rows)
    page = tuple(row["page_percent"] for row in rows)
    held = tuple(row["comments_percent"] for row in rows)
    said = (
        f"From {words.day(rows[0]['night'])} to {words.day(rows[-1]['night'])}: "
        f"the page's own rating from {words.percent(page[0])} to {words.percent(page[-1])}, "
        f"the comments' mean from {words.percent(held[0])} to {words.percent(held[-1])}, "
        f"comments held from {words.number(rows[0]['comments'])} to {words.number(rows[-1]['comments'])}"
    )
    svg = charts.over_time(
        [row["night"] for row in rows],
        [charts.Line("page", "page", page), charts.Line("comments", "comments", held)],
        [row["comments"] for row in rows],
        said,
        (words.day(rows[0]["night"]), words.day(rows[-1]["night"])),
    )
    table = [
        (
            words.day(row["night"]),
            words.percent(row["page_percent"], 1),
            words.percent(row["comments_percent"], 1),
            words.number(row["rated_comments"]),
            words.number(row["comments"]),
        )
        for row in rows
    ]
    return Chart(svg, table)


def _months(rows: Sequence[Row], words: Wording) -> Chart | None:
    if len(rows) < 2:
        return None
    unit, periods = "month", _by_month(rows)
    if len(periods) > MOST_BARS:
        unit, periods = "year", _by_year(rows)
    name = words.month if unit == "month" else (lambda day: str(day.year))
    most = max(periods, key=lambda period: period[1])
    said = (
        f"Comments by {unit} from {name(periods[0][0])} to {name(periods[-1][0])}; "
        f"most, {words.number(most[1])}, in {name(most[0])}"
    )
    svg = charts.by_period(
        charts.Line("mean rating", "comments", tuple(percent for _, _, percent in periods)),
        [count for _, count, _ in periods],
        said,
        (name(periods[0][0]), name(periods[-1][0])),
    )
    table = [(name(day), words.number(count), words.percent(percent)) for day, count, percent in periods]
    return Chart(svg, table, unit)


def _by_month(rows: Sequence[Row]) -> list[tuple[date, int, float | None]]:
    """Every month from the first to the last, those without a comment too; cut beyond MOST_BARS."""
    known = {row["month"]: row for row in rows}
    found: list[tuple[date, int, float | None]] = []
    month = rows[0]["month"]
    while month <= rows[-1]["month"] and len(found) <= MOST_BARS:
        row = known.get(month)
        found.append((month, row["comments"], row["percent"]) if row is not None else (month, 0, None))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found


def _by_year(rows: Sequence[Row]) -> list[tuple[date, int, float | None]]:
    """Years from months; the mean weighs each month by its rated comments."""
    years: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        years[row["month"].year].append(row)
    found: list[tuple[date, int, float | None]] = []
    for year in range(max(min(years), max(years) - MOST_POINTS + 1), max(years) + 1):
        months = years.get(year, [])
        known = [(row["percent"], row["rated"]) for row in months if row["percent"] is not None]
        weight = sum(count for _, count in known)
        mean = sum(percent * count for percent, count in known) / weight if weight else None
        found.append((date(year, 1, 1), sum(row["comments"] for row in months), mean))
    return found


def _thinned(rows: Sequence[Row]) -> Sequence[Row]:
    """At most MOST_POINTS rows, the first and the last among them."""
    if len(rows) <= MOST_POINTS:
        return rows
    step = (len(rows) - 1) / (MOST_POINTS - 1)
    return [rows[round(index * step)] for index in range(MOST_POINTS)]


def _grouped(rows: Sequence[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups
