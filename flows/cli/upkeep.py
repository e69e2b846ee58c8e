"""Commands for the operator's upkeep: releases, rollback, diff, export, rebuild, archive, probe."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.cli import app, fail
from flows.cli.data import ReleaseName, loaded, release_file
from flows.cli.nights import DataFolder, SettingsFile

archive_app = typer.Typer(help="The archive of pages as received.", no_args_is_help=True)
app.add_typer(archive_app, name="archive")


class ExportForm(StrEnum):
    """File formats that `export` writes."""

    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else.")]


@app.command(epilog="Example: nightreel releases")
def releases(as_json: AsJson = False, settings: SettingsFile = None, data: DataFolder = None) -> None:
    """List the kept releases, newest first."""
    from warehouse.releases import list_releases

    found = list_releases(loaded(settings, data).data_dir)
    if as_json:
        _print_json([asdict(one) for one in found])
        return
    for one in found:
        mark = "published" if one.published else one.error or ""
        typer.echo(f"{one.run_id:16} {one.size / 2**20:8.1f} MiB  {one.comments or 0:>9} comments  {mark}")


@app.command(epilog="Example: nightreel rollback 2026-03-01.01")
def rollback(
    run: Annotated[
        str | None, typer.Argument(help="A kept release's run; default the one before the published.")
    ] = None,
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Publish a kept release again."""
    from flows.runs import hold
    from warehouse.releases import rollback as roll_back

    data_dir = loaded(settings, data).data_dir
    with hold(data_dir, "a rollback"):
        one = roll_back(data_dir, run)
    typer.echo(f"{one.run_id} is published again")


@app.command(epilog="Example: nightreel diff 2026-03-01 2026-03-02")
def diff(
    before: Annotated[str, typer.Argument(help="A kept release: its run, its night, or published.")],
    after: Annotated[str, typer.Argument(help="Another.")] = "published",
    rows: Annotated[int, typer.Option("--rows", min=0, help="Differing rows shown of each table.")] = 5,
    as_json: AsJson = False,
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Say what changed between two releases, by table and row."""
    from warehouse.releases import diff as compare
    from warehouse.releases import release_named

    data_dir = loaded(settings, data).data_dir
    found = compare(release_named(data_dir, before), release_named(data_dir, after), limit=rows)
    if as_json:
        _print_json([asdict(table) for table in found])
    else:
        _print_differences(found)


@app.command(epilog="Example: nightreel export tables/ --form xlsx")
def export(
    folder: Annotated[Path, typer.Argument(help="Folder that takes the files.")],
    form: Annotated[ExportForm, typer.Option("--form", help="File format.")] = ExportForm.parquet,
    table: Annotated[
        list[str] | None, typer.Option("--table", help="Only this table or view; may be repeated.")
    ] = None,
    release: ReleaseName = None,
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Write the tables and views for people as Parquet, CSV or XLSX."""
    from warehouse.export import EXPORTED
    from warehouse.export import export as write
    from warehouse.query import Limits, open_release

    path = release_file(loaded(settings, data).data_dir, release)
    with open_release(path, limits=Limits(seconds=3600, rows=None)) as opened:
        for written in write(opened, folder, form.value, names=table or EXPORTED):
            typer.echo(str(written))


@app.command(epilog="Example: nightreel rebuild --site films")
def rebuild(
    site: Annotated[str | None, typer.Option("--site", help="Only this site's rows.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Only nights from this date on.", metavar="DATE")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Publish without asking.")] = False,
    as_json: AsJson = False,
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Derive everything again from the archive, with the present rules; shows the differences before publishing."""
    from flows.plan import Plan
    from flows.rebuild import counts
    from flows.rebuild import rebuild as derive

    told = loaded(settings, data)

    def agreed(differences: tuple[Any, ...]) -> bool:
        if not as_json:
            _print_differences(differences)
        if yes:
            return True
        if not sys.stdin.isatty():
            typer.echo("Not published: --yes publishes without asking.", err=True)
            return False
        return typer.confirm("Publish this?")

    try:
        begin = date.fromisoformat(since) if since is not None else None
    except ValueError:
        fail(f"--since: {since!r} is no date such as {datetime.now(UTC).date()}", 2)
    plan = Plan(data_dir=told.data_dir, settings=told.settings, sites=told.sites)
    say = (lambda _: None) if as_json else (lambda text: typer.echo(text, err=True))
    done = derive(plan, site=site, since=begin, agreed=agreed, say=say)
    if as_json:
        _print_json(
            {
                "nights": done.nights,
                "pages": done.pages,
                "published": done.published,
                "differences": counts(done.differences),
            }
        )
    else:
        typer.echo(
            f"{done.nights} nights, {done.pages} pages read; {'published' if done.published else 'not published'}"
        )


@archive_app.command("index", epilog="Example: nightreel archive index")
def archive_index(settings: SettingsFile = None, data: DataFolder = None) -> None:
    """Make the ledger again from the WARC files alone."""
    from extract.archive import Archive
    from flows.runs import hold

    data_dir = loaded(settings, data).data_dir
    with hold(data_dir, "an indexing of the archive"), Archive(data_dir) as archive:
        done = archive.index()
    typer.echo(f"indexed: {done}")


@archive_app.command("verify", epilog="Example: nightreel archive verify")
def archive_verify(as_json: AsJson = False, settings: SettingsFile = None, data: DataFolder = None) -> None:
    """Read every record back against its hashes; exit status 1 where one does not hold."""
    from extract.archive import Archive, verify

    with Archive(loaded(settings, data).data_dir) as archive:
        done = verify(archive)
    if as_json:
        _print_json(asdict(done))
    else:
        typer.echo(f"{done.records} records, {len(done.problems)} problems")
        for problem in done.problems:
            typer.echo(f"  {problem}")
    raise typer.Exit(1 if done.problems else 0)


@app.command(epilog="Example: nightreel probe https://films.example/title/7 --output films.toml")
def probe(
    source: Annotated[str, typer.Argument(metavar="URL|FILE", help="A title page of the unknown site.")],
    url: Annotated[str | None, typer.Option("--url", help="Address that the file was taken from.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the profile here.", metavar="FILE")
    ] = None,
    settings: SettingsFile = None,
) -> None:
    """Propose a profile for an unknown site: what it would read, what it is unsure of."""
    from extract.read.probe import propose
    from flows.cli.pages import capture_of
    from flows.cli.show import print_proposal

    proposed = propose(capture_of(source, url, datetime.now(UTC), Path()))
    print_proposal(proposed)
    if output is not None:
        if output.exists():
            fail(f"{output} is there already; nothing was written", 2)
        output.write_text(proposed.toml, encoding="utf-8")
        typer.echo(
            f'{output} written; try it: nightreel extract {source} --profile {output}; then profile = "{output}"'
        )


def _print_differences(differences: Any) -> None:
    same = True
    for table in differences:
        if table.same:
            continue
        same = False
        typer.echo(f"{table.name}: {table.added} added, {table.removed} removed, {table.changed} changed")
        for row in table.rows:
            typer.echo(f"  {_short(row.key)}: {_short(row.before)} → {_short(row.after)}")
    if same:
        typer.echo("No table differs.")


def _short(value: Any) -> str:
    from flows.cli.show import plain

    if value is None:
        return "none"
    return str(plain(" ".join(f"{name}={said}" for name, said in value.items()).replace("\n", " "), 160))


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")
