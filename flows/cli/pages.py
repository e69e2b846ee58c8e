"""Commands that read pages and texts and write nothing: extract, explain, probe."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli import app

if TYPE_CHECKING:
    from extract.records import Capture


class OrderChoice(StrEnum):
    """Orders of numeric dates that can be told; auto leaves it to the evidence."""

    dmy = "dmy"
    mdy = "mdy"
    ymd = "ymd"
    auto = "auto"


class Texts(StrEnum):
    """Kinds of text that can be explained."""

    date = "date"
    rating = "rating"


SeenAt = Annotated[
    str | None,
    typer.Option("--seen-at", help="Time of capture (ISO 8601); without it relative dates stay null.", metavar="ISO"),
]


@app.command(
    epilog="Example: nightreel extract page.html --url https://films.example/a --seen-at 2026-03-01T02:15Z --json"
)
def extract(
    sources: Annotated[list[str] | None, typer.Argument(metavar="PATH_OR_URL...", help="Files or addresses.")] = None,
    list_: Annotated[
        Path | None,
        typer.Option("--list", help="Tab-separated file with a header: path, url, seen_at.", metavar="FILE.tsv"),
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help="Address that the file was taken from.")] = None,
    seen_at: SeenAt = None,
    profile: Annotated[str | None, typer.Option("--profile", help="Profile: a TOML file or a built-in name.")] = None,
    date_order: Annotated[OrderChoice, typer.Option("--date-order", help="Order of numeric dates.")] = OrderChoice.auto,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a page, and nothing else.")] = False,
) -> None:
    """Read pages or files and print what they say. Nothing is written to disk."""
    from extract.read import read
    from extract.read.profile import load_profile
    from flows.present import json_line, page_json

    jobs = [(source, url, seen_at) for source in sources or []]
    if list_ is not None:
        jobs += list(_listed(list_, "path", "url", "seen_at"))
    if not jobs:
        raise typer.BadParameter("name a file or an address, or a --list of them")
    chosen = load_profile(profile) if profile is not None else None
    order = None if date_order is OrderChoice.auto else date_order.value
    folder = list_.parent if list_ is not None else Path()
    missing = 0
    for source, address, seen in jobs:
        moment = parse_moment(seen)
        try:
            capture = capture_of(source, address, moment, folder)
        except OSError as error:
            typer.echo(f"nightreel: {source}: {error.strerror or error}", err=True)
            missing += 1
            continue
        result = page_json(source, read(capture, profile=chosen), seen_at=capture.fetched_at, date_order=order)
        if as_json:
            sys.stdout.write(json_line(result))
        else:
            from flows.cli.show import print_page

            print_page(result)
    if missing:
        raise typer.Exit(1)


@app.command(epilog='Example: nightreel explain date "08/03/25 at 00:57am" "vor 2 Wochen" --seen-at 2026-03-01T02:15Z')
def explain(
    what: Annotated[Texts, typer.Argument(help="date or rating")],
    texts: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT...", help="Texts, or markup starting with <.")
    ] = None,
    list_: Annotated[
        Path | None,
        typer.Option("--list", help="Tab-separated file: raw, reference_time, locale_hint.", metavar="FILE.tsv"),
    ] = None,
    seen_at: SeenAt = None,
    locale: Annotated[str | None, typer.Option("--locale", help="Locale, which settles the order of dates.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a text, and nothing else.")] = False,
) -> None:
    """Say how a date or a rating is read, and why."""
    from flows.present import date_json, json_line, rating_json

    jobs = [(text, seen_at, locale) for text in texts or []]
    if list_ is not None:
        jobs += [
            (raw, at or seen_at, hint or locale)
            for raw, at, hint in _listed(list_, "raw", "reference_time", "locale_hint")
        ]
    if not jobs:
        raise typer.BadParameter("give a text, or a --list of them")
    for text, seen, hint in jobs:
        if what is Texts.date:
            from transform.dates import order_of_locale, read_date

            order = order_of_locale(hint) if hint else None
            result = date_json(read_date(text, language=hint, order=order, reference=parse_moment(seen)))
        else:
            from transform.ratings import read_rating

            result = rating_json(read_rating(text, language=hint))
        if as_json:
            sys.stdout.write(json_line(result))
        else:
            from flows.cli.show import print_reading

            print_reading(result)


def parse_moment(text: str | None) -> datetime | None:
    """Read an ISO 8601 instant or wall clock; raises a usage error that names the text."""
    if text is None or not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no ISO 8601 time, such as 2026-03-01T02:15Z") from None


def _listed(path: Path, *columns: str) -> Iterator[tuple[Any, ...]]:
    try:
        handle = path.open(encoding="utf-8", newline="")
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}") from None
    with handle:
        rows = csv.DictReader(handle, delimiter="\t")
        if columns[0] not in (rows.fieldnames or ()):
            raise typer.BadParameter(f"{path}: no column {columns[0]!r}; the first line names the columns")
        for row in rows:
            first, *others = (row.get(column) for column in columns)
            yield (first or "", *(value or None for value in others))


def capture_of(source: str, url: str | None, seen_at: datetime | None, folder: Path) -> Capture:
    """Read a file, or ask for an address once, politely; raises OSError or FetchFailed."""
    if source.startswith(("http://", "https://")):
        from importlib.metadata import version

        from extract.fetch import fetch_one, user_agent
        from flows.settings import load_settings

        agent = user_agent(version("nightreel"), load_settings().settings.contact)
        return fetch_one(source, now=datetime.now(UTC), user_agent=agent)
    from extract.records import Capture

    return Capture(url=url or "", body=(folder / source).read_bytes(), fetched_at=seen_at)
