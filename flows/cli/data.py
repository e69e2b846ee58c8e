"""Commands for those who use what nights made: sql, report, show."""

from __future__ import annotations

import json
import sys
import webbrowser
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli import app, fail
from flows.cli.nights import DataFolder, SettingsFile

if TYPE_CHECKING:
    import pyarrow as pa

    from flows.settings import LoadedSettings


class Form(StrEnum):
    """How `sql` prints its answer."""

    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"
    parquet = "parquet"


ReleaseName = Annotated[
    str | None,
    typer.Option("--release", help="A kept release by its run, in place of the published one.", metavar="RUN"),
]


@app.command(epilog='Example: nightreel sql "select name, comments_percent from title_summary order by 2 desc"')
def sql(
    query: Annotated[
        str | None, typer.Argument(help="One SELECT, a .sql file, or the name of a saved question.")
    ] = None,
    form: Annotated[Form, typer.Option("--form", "-f", help="How the answer is printed.")] = Form.table,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --form json.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file.", metavar="FILE")] = None,
    release: ReleaseName = None,
    list_: Annotated[bool, typer.Option("--list", help="List the saved questions.")] = False,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="Longest time it may run.")] = 60.0,
    rows: Annotated[int, typer.Option("--rows", min=1, help="Most rows that are shown.")] = 10_000,
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Answer one read-only query, at any hour; without a query, open a shell on the release."""
    from warehouse.query import Limits, open_release
    from warehouse.questions import question, questions

    if list_:
        for one in questions():
            typer.echo(f"{one.name:28} {one.says}")
        return
    path = release_file(loaded(settings, data).data_dir, release)
    if query is None:
        if not sys.stdin.isatty():
            query = sys.stdin.read()
        else:
            _shell(path)
            return
    if query.endswith(".sql") and not query.strip().count("\n"):
        query = _read_query(Path(query))
    elif query in {one.name for one in questions()}:
        query = question(query).sql
    with open_release(path, limits=Limits(seconds=seconds, rows=rows)) as opened:
        answer = opened.table(query)
    write_answer(answer, Form.json if as_json else form, output)
    if (answer.schema.metadata or {}).get(b"cut"):
        typer.echo(f"nightreel: cut at {rows} rows; --rows raises the limit", err=True)


@app.command(epilog="Example: nightreel report --open")
def report(
    run: Annotated[str | None, typer.Option("--run", help="The report of that run; default the newest.")] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="The page of that title (its id or a part of its name).")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Build the report again from the release.")] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Print where a report is; build it again, or open it."""
    from flows.reporting import report_page

    page = report_page(loaded(settings, data), run=run, title=title, again=again)
    typer.echo(str(page))
    if open_:
        webbrowser.open(page.absolute().as_uri())


@app.command(epilog="Example: nightreel show 3f2a…  (ids stand in the tables title and comment)")
def show(
    thing: Annotated[str, typer.Argument(metavar="COMMENT|TITLE", help="An id, or its first letters.")],
    page: Annotated[bool, typer.Option("--page", help="Write the stored page itself to standard output.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    release: ReleaseName = None,
    settings: SettingsFile = None,
    data: DataFolder = None,
) -> None:
    """Go from a comment or a title back to its page: value, raw text, rule, capture, WARC record. Offline."""
    from flows.lineage import trace

    data_dir = loaded(settings, data).data_dir
    traced = trace(data_dir, release_file(data_dir, release), thing)
    if page:
        sys.stdout.buffer.write(traced.body())
    elif as_json:
        typer.echo(json.dumps(traced.facts, ensure_ascii=False, indent=1, default=str))
    else:
        from flows.cli.show import print_trace

        print_trace(traced.facts)


def loaded(settings: Path | None, data: Path | None) -> LoadedSettings:
    """Read the settings for a command that only looks."""
    from flows.settings import load_settings

    return load_settings(settings, {"data": data.absolute() if data else None})


def release_file(data_dir: Path, release: str | None) -> Path:
    """The published file, or a kept release of a run; usage errors name what there is."""
    if release is None:
        return data_dir / "nightreel.duckdb"
    path = data_dir / "releases" / f"{release}.duckdb"
    kept = sorted(file.stem for file in (data_dir / "releases").glob("*.duckdb"))
    if release not in kept:
        fail(f"no release {release!r}; kept are: {', '.join(kept) or 'none'}", 2)
    return path


def write_answer(answer: pa.Table, form: Form, output: Path | None) -> None:
    """Print or write a table. Text from the web is printed without control characters."""
    if form is Form.parquet:
        if output is None:
            raise typer.BadParameter("--form parquet needs --output FILE")
        import pyarrow.parquet as pq

        pq.write_table(answer, output)
        return
    from warehouse.export import as_csv, as_json, as_markdown

    render = {Form.csv: as_csv, Form.json: as_json, Form.markdown: as_markdown, Form.table: _as_table}
    text = render[form](answer)
    if output is not None:
        output.write_text(text, encoding="utf-8")
    else:
        keeps = sys.stdout.isatty()
        sys.stdout.write("".join(c if c in "\n\t" or c.isprintable() else "\ufffd" for c in text) if keeps else text)


def _as_table(answer: pa.Table) -> str:
    import io

    from rich.console import Console
    from rich.table import Table

    from flows.cli.show import plain

    table = Table(box=None, pad_edge=False, header_style="bold")
    for field in answer.schema:
        numeric = str(field.type).startswith(("int", "double", "float", "decimal", "uint"))
        table.add_column(field.name, justify="right" if numeric else "left", overflow="fold")
    for row in answer.to_pylist():
        table.add_row(*(plain(_cell(value).replace("\n", " "), 120) for value in row.values()))
    written = io.StringIO()
    console = Console(file=written, width=Console().width if sys.stdout.isatty() else 200)
    console.print(table)
    console.print(f"({answer.num_rows} row{'' if answer.num_rows == 1 else 's'})")
    return written.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _read_query(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        return str(fail(f"{path} cannot be read: {error.strerror}; give a .sql file, or the query itself", 2))
    except UnicodeDecodeError:
        return str(fail(f"{path} is no UTF-8 text; save it as such", 2))


def _shell(path: Path) -> None:
    """Open harlequin (extra `ide`) or the duckdb shell on a release, read-only."""
    import os
    import shutil

    if not path.exists():
        fail(f"{path} does not exist: `nightreel run` makes it")
    for program, arguments in (("harlequin", ["--read-only"]), ("duckdb", ["-readonly"])):
        beside = Path(sys.executable).parent / program
        found = str(beside) if beside.exists() else shutil.which(program)
        if found:
            os.execv(found, [found, *arguments, str(path)])
    fail(
        "no shell found: pip install 'nightreel[ide]' brings harlequin; or give a query: nightreel sql \"from title\"",
        2,
    )
