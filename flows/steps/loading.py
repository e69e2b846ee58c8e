"""From what a night fetched to the published warehouse: extract, normalise, find duplicates, load, check, publish.

All is built in a file beside the published one, night after night where several wait, and published once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.captured import capture_row
from flows.duplicates import block_texts, boilerplate, cluster, complete_index, find_duplicates, settle
from flows.privacy import digest_author
from flows.runs import all_runs
from flows.stage import absolute_date, stage_site
from flows.staged import Rows
from flows.steps.extracting import Readers, batches_of, extractions, hits_of, readers
from flows.steps.fetching import pages_of
from flows.steps.pending import PendingNight, SiteNight, pending_nights
from flows.steps.texts import CommentTexts
from transform.identity import Known
from warehouse import state
from warehouse.load import load_into
from warehouse.names import digest_names
from warehouse.publish import clear_unfinished, copy_published, publish, published_path, storage_errors
from warehouse.query import Release
from warehouse.staging import STAGED, schema_of

if TYPE_CHECKING:
    from flows.plan import Plan, Runner
    from flows.runs import RunFacts

Step = Callable[[str], Any]

ROWS_TOGETHER = 10_000  # of a staged file: texts are read so many at a time
# what flows.duplicates.cluster asks of comments
COPY = schema_of(
    [
        ("comment_id", pa.string()),
        ("body_id", pa.string()),
        ("author", pa.string()),
        ("site_id", pa.string()),
        ("posted_date", pa.date32()),
        ("first_seen", pa.timestamp("us", tz="UTC")),
        ("words", pa.int32()),
    ]
)


class StoredSiteTables:
    """What an opened warehouse holds of one site, in the form that flows.stage asks for."""

    def __init__(self, release: Release | None, site_id: str) -> None:
        self._release = release
        self._site_id = site_id

    def title_ids(self) -> Mapping[str, str]:
        """Address of a title page -> title id."""
        pages = state.title_pages(self._release, [self._site_id])
        return dict(zip(_texts(pages["url"]), _texts(pages["title_id"]), strict=True))

    def comments(self, title_ids: Iterable[str]) -> Mapping[str, Sequence[Known]]:
        """The stored comments of the titles, gone ones too."""
        found: dict[str, list[Known]] = {}
        for row in state.stored_threads(self._release, title_ids).to_pylist():
            absolute = None if row["posted_relative"] else absolute_date(row["posted_local"], row["posted_date"])
            found.setdefault(row["title_id"], []).append(
                Known(
                    comment_id=row["comment_id"],
                    author=row["author"],
                    text=row["body"] or "",
                    parent_id=row["parent_comment_id"],
                    posted=absolute,
                )
            )
        return found

    def votes(self) -> Iterable[tuple[str, str, str]]:
        """(shape, title id, votes as JSON) of every thread."""
        rows = state.date_votes(self._release, [self._site_id]).to_pylist()
        return [(row["shape"], row["title_id"], row["votes"]) for row in rows]

    def orders(self) -> Mapping[str, str | None]:
        """Date shape -> order in force."""
        rows = state.date_orders(self._release, [self._site_id]).to_pylist()
        return {row["shape"]: row["date_order"] for row in rows}

    def bare_ratings(self) -> Sequence[float]:
        """Values of ratings without a stated scale; each stands at most a thousand times, which is evidence enough."""
        rows = state.bare_ratings(self._release, self._site_id).to_pylist()
        return [value for row in rows for value in [row["rating_value"]] * min(row["comments"], 1000)]

    def dates_of_shape(self, shape: str) -> Sequence[Mapping[str, Any]]:
        """What the stored comments of a shape show as their date."""
        rows: list[dict[str, Any]] = state.comments_of_shape(self._release, self._site_id, shape).to_pylist()
        return rows


@contextmanager
def building(data_dir: Path, run_id: str) -> Iterator[Path]:
    """Give the file to build in, a copy of the published one; it is removed if it was not published."""
    clear_unfinished(data_dir)
    with storage_errors(data_dir):
        target = copy_published(data_dir, run_id)
        try:
            yield target
        finally:
            target.unlink(missing_ok=True)


def load_nights(plan: Plan, facts: RunFacts, target: Path, runner: Runner, step: Step) -> None:
    """Extract, normalise and load every night that the file lacks, in time order."""
    hide_names(plan, target)
    with _opened(target) as release:
        held = _column(release, "select capture_id from meta.capture")
        runs = _column(release, "select run_id from meta.run where loaded")
    nights = pending_nights(plan.data_dir, plan.sites, facts, held, runs)
    with readers(plan.settings.workers, max(len(night.to_read) for night in nights)) as read:
        for night in nights:
            load_night(plan, facts, night, target, runner, step, read)


def hide_names(plan: Plan, target: Path) -> None:
    """Take out the names that the file still holds from before digests were asked for; ids are found by author too."""
    salt = _salt(plan)
    if salt is not None:
        digest = digest_author(salt)
        digest_names(target, plan.data_dir, lambda name: digest(name) or "")


def load_night(
    plan: Plan, facts: RunFacts, night: PendingNight, target: Path, runner: Runner, step: Step, read: Readers
) -> None:
    """Extract (by `read`), normalise and load one night into `target`."""
    with step("extract") as counts:
        counts.update(extract_night(plan, night, runner, read))
    load_extracted(plan, facts, night, target, runner, step)


def extract_night(plan: Plan, night: PendingNight, runner: Runner, read: Readers) -> dict[str, int]:
    """Read the pages of one night into its staging folder, and count them; asks nothing of the warehouse."""
    staging = plan.data_dir / "staging" / night.run_id
    staging.mkdir(parents=True, exist_ok=True)
    batches = [
        batch
        for site_night in night.sites
        for batch in batches_of(plan.data_dir, staging, site_night.site, site_night.to_read)
    ]
    labelled = [(f"{number} of {len(batches)}", batch) for number, batch in enumerate(batches, 1)]
    return {
        "pages": sum(runner.each("extract", read, labelled)),
        "threads/unchanged": sum(not thread.changed for site_night in night.sites for thread in site_night.threads),
    }


def load_extracted(plan: Plan, facts: RunFacts, night: PendingNight, target: Path, runner: Runner, step: Step) -> None:
    """Normalise what was read of one night, and load it into `target`."""
    staging = plan.data_dir / "staging" / night.run_id
    with step("normalise") as counts:
        salt = _salt(plan)

        def normalise(site_night: SiteNight) -> dict[str, int]:
            with _opened(target) as release:  # one for each thread: a connection is not shared
                return _normalise(site_night, staging, StoredSiteTables(release, site_night.site.site_id), salt)

        staged = runner.each("normalise", normalise, [(s.site.site_id, s) for s in night.sites])
        _site_rows(plan, facts, night, staging)
        for table in ("title", "comment", "reject"):
            counts[f"rows/{table}"] = sum(one.get(table, 0) for one in staged)
        unread = counts["pages/unread"] = sum(one["unread"] for one in staged)
        own = night.run_id == facts.run_id
        asked = pages_of(facts) if own else sum(len(one.captures) for one in night.sites)
        if unread and unread / max(asked, 1) > plan.settings.trouble_rejects:
            limit = f"{plan.settings.trouble_rejects:.0%}"
            facts.troubles.append(f"{unread} of {asked} pages could not be read, above the limit of {limit}")
        with _opened(target) as release:
            counts["duplicate/edges"] = _duplicates(plan, staging, release)
    with step("load") as counts:
        suppress = _names(plan)
        loaded = runner.each(
            "load", lambda run_id: load_into(target, plan.data_dir, run_id, suppress=suppress), [("", night.run_id)]
        )[0]
        for kind, number in loaded.changes.items():
            counts[kind] = number
            facts.changes[kind] = facts.changes.get(kind, 0) + number
        facts.checks += [
            {"name": check.name, "severity": check.severity, "says": check.says, "offending": check.offending}
            for check in loaded.checks
        ]


def publish_release(plan: Plan, facts: RunFacts, target: Path, counts: dict[str, int]) -> None:
    """Put the built file in the place of the published one; a check of severity block raises PublishBlocked."""
    refuse_blocked(facts)
    publish(plan.data_dir, target, facts.run_id, keep=plan.settings.keep_releases)
    facts.published = True
    counts["bytes"] = published_path(plan.data_dir).stat().st_size
    for check in facts.checks:
        if check["severity"] == "error" and check["offending"]:
            facts.troubles.append(f"check {check['name']}: {check['offending']} rows ({check['says']})")


def refuse_blocked(facts: RunFacts) -> None:
    """Raise PublishBlocked where a check of severity block found something."""
    blocked = [check for check in facts.checks if check["severity"] == "block" and check["offending"]]
    if blocked:
        first = blocked[0]
        raise PublishBlocked(
            f"check {first['name']} found {first['offending']} rows ({first['says']}); yesterday's warehouse stays: "
            "read the report, mend the site or its profile, and run again"
        )


class PublishBlocked(Exception):
    """A check of severity block stopped the publishing."""


def _column(release: Release | None, sql: str) -> set[str]:
    return set() if release is None else set(_texts(release.table(sql).column(0)))


@contextmanager
def _opened(target: Path) -> Iterator[Release | None]:
    release = state.open_state(target)
    try:
        yield release
    finally:
        if release is not None:
            release.close()


def _normalise(site_night: SiteNight, staging: Path, stored: StoredSiteTables, salt: str | None) -> dict[str, int]:
    """Stage one site's rows; returns how many by table."""
    site = site_night.site
    read = extractions(staging, site)
    author = digest_author(salt) if salt is not None else lambda name: name
    staged = stage_site(site, site_night.threads, read, stored, author=author)
    rows: Rows = staged.rows
    rows["capture"] = [
        capture_row(entry, read.get(entry.content_capture_id or "") if entry.outcome == "ok" else None)
        for entry in site_night.captures
    ]
    rows["selector_hit"] = [
        {"site_id": site.site_id, "profile": profile, "selector": selector, "pages": pages, "hits": hits}
        for (profile, selector), (pages, hits) in hits_of(read).items()
    ]
    write_staged(staging, site.site_id, rows)
    unread = sum(extraction.status in ("unreadable", "blocked") for extraction in read.values())
    return {table: len(found) for table, found in rows.items()} | {"unread": unread}


def write_staged(staging: Path, name: str, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Write rows as `<table>-<name>.parquet`, in the declared schema of each table."""
    for table, found in rows.items():
        if found:
            columns = pa.Table.from_pylist(list(found), schema=STAGED[table])
            path = staging / f"{table}-{name}.parquet"
            pq.write_table(columns, path, compression="zstd", row_group_size=ROWS_TOGETHER)


def _site_rows(plan: Plan, facts: RunFacts, night: PendingNight, staging: Path) -> None:
    """Stage what was asked of each site and what came back, by the facts of the night's own run."""
    runs = {run.run_id: run for run in all_runs(plan.data_dir)} | {facts.run_id: facts}
    own = runs.get(night.run_id)
    fetched = {row["site_id"]: row for row in own.sites} if own is not None else {}
    rows = []
    for site in plan.sites:
        told = fetched.get(site.site_id, {})
        rows.append(
            {
                "site_id": site.site_id,
                "profile": site.profile,
                "zone": site.zone,
                "language": site.language,
                "outcome": told.get("outcome", "partial"),
                "reason": told.get("reason", "the run was killed; its pages were loaded by a later one"),
                **{key: told.get(key, 0) for key in ("pages_fetched", "pages_unchanged", "pages_failed")},
            }
        )
    write_staged(staging, "all", {"site": rows})


def _duplicates(plan: Plan, staging: Path, release: Release | None) -> int:
    """Stage the new pairs of like texts and the assignment as it now stands; returns the number of new pairs."""
    texts = CommentTexts(staging, release)
    bodies = pa.table({"body_id": texts.staged_ids})
    if bodies.num_rows == 0:
        return 0
    bands = plan.data_dir / "bands.duckdb"
    searched = state.comment_body_ids(release)  # a text that is stored as a synopsis only was not
    complete_index(searched, texts, bands)  # an index that was lost or damaged is filled again from the stored texts
    held = pc.is_in(bodies["body_id"], value_set=searched["body_id"].combine_chunks())
    new = bodies.filter(pc.invert(held))
    found = find_duplicates(new, texts, bands)
    every, edges, withdrawn = settle(state.duplicate_edges(release), found, new, bands)
    pq.write_table(edges, staging / "duplicate_edge-all.parquet")
    pq.write_table(withdrawn, staging / "duplicate_edge_withdrawn-all.parquet")
    known = state.boilerplate_blocks(release)
    marked = boilerplate(bodies, _texts(known["block_id"]), bands)
    written = pa.array(_texts(known.filter(known["has_text"])["block_id"]), pa.string())
    fresh = marked.filter(pc.invert(pc.is_in(marked["block_id"], value_set=written)))
    pq.write_table(block_texts(fresh, texts), staging / "boilerplate_block-all.parquet")
    pq.write_table(marked.select(["block_id", "body_id"]), staging / "boilerplate_body-all.parquet")
    concerned = {*_texts(bodies["body_id"]), *_texts(edges["body_id_a"]), *_texts(edges["body_id_b"])}
    pq.write_table(cluster(every, _copies(staging, release, concerned), marked), staging / "duplicate-all.parquet")
    return int(edges.num_rows)


def _copies(staging: Path, release: Release | None, body_ids: Iterable[str]) -> pa.Table:
    """The comments that may copy one another: stored ones of the texts in question, and tonight's as they now stand."""
    shown = _staged(staging, "comment", ["comment_id", "body_id", "site_id", "author", "posted_date", "observed_at"])
    stored = state.clusterable_comments(release, body_ids, _texts(shown["comment_id"])).to_pylist()
    rows = {row["comment_id"]: row | {"first_seen": row["first_seen_at"]} for row in stored}
    words = dict(
        zip(*(_staged(staging, "body", ["body_id", "words"])[c].to_pylist() for c in ("body_id", "words")), strict=True)
    )
    for row in shown.to_pylist():
        first_seen = rows.get(row["comment_id"], {}).get("first_seen", row["observed_at"])
        rows[row["comment_id"]] = row | {"first_seen": first_seen, "words": words.get(row["body_id"])}
    for row in _staged(staging, "posted_update", ["comment_id", "posted_date"]).to_pylist():
        if row["comment_id"] in rows:
            rows[row["comment_id"]]["posted_date"] = row["posted_date"]
    return pa.Table.from_pylist([{name: row[name] for name in COPY.names} for row in rows.values()], schema=COPY)


def _staged(staging: Path, table: str, columns: list[str]) -> pa.Table:
    paths = sorted(staging.glob(f"{table}-*.parquet"))
    if not paths:
        return pa.schema([STAGED[table].field(name) for name in columns]).empty_table()
    found = pa.concat_tables([pq.read_table(path, columns=columns) for path in paths])
    return (
        found.group_by(columns[0], use_threads=False)
        .aggregate([(c, "first") for c in columns[1:]])
        .rename_columns(columns)
    )


def _texts(column: pa.ChunkedArray[Any]) -> list[str]:
    """A column of texts that holds no null."""
    return [str(value) for value in column.to_pylist()]


def _salt(plan: Plan) -> str | None:
    """The salt of authors' digests; None where names are stored."""
    return plan.settings.privacy.salt if plan.settings.privacy.author_digests else None


def _names(plan: Plan) -> list[str]:
    """The authors of the suppression list, one a line, and their digests; lines that start with # are left out."""
    privacy = plan.settings.privacy
    if privacy.suppress is None:
        return []
    lines = privacy.suppress.read_text(encoding="utf-8-sig").splitlines()
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if privacy.salt is None:
        return names
    digest = digest_author(privacy.salt)
    return names + [said for name in names if (said := digest(name)) is not None]
