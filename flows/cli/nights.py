"""Commands that make nights: init, run, schedule, demo, doctor."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli import app, fail

if TYPE_CHECKING:
    from flows.plan import Plan
    from flows.runs import RunFacts

SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", help="Settings file; without it ./nightreel.toml, if there is one.", metavar="FILE"),
]
DataFolder = Annotated[Path | None, typer.Option("--data", help="Data folder, over the settings.", metavar="FOLDER")]
NoServer = Annotated[bool, typer.Option("--no-server", help="Run the same steps without Prefect.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the run's facts as JSON, and nothing else.")]


class Unit(StrEnum):
    """What `schedule --print` can print."""

    systemd = "systemd"
    cron = "cron"


@app.command(epilog="Example: nightreel init && $EDITOR nightreel.toml")
def init(
    path: Annotated[Path, typer.Argument(help="Where to write the settings.")] = Path("nightreel.toml"),
    contact: Annotated[str | None, typer.Option("--contact", help="Mail or web address for the User-Agent.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over an existing file.")] = False,
) -> None:
    """Write a commented nightreel.toml."""
    from flows.template import settings_template

    if path.exists() and not force:
        fail(f"{path} is there already; --force writes over it", 2)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(settings_template(contact), encoding="utf-8")
    typer.echo(f"{path} written. Name your contact and a site in it, then: nightreel doctor, nightreel run")


@app.command(
    epilog="Example: nightreel run --site films --deadline 06:30; with a folder: nightreel run --from captures/"
)
def run(
    settings: SettingsFile = None,
    data: DataFolder = None,
    site: Annotated[list[str] | None, typer.Option("--site", help="Only this site; may be repeated.")] = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", help="A file, folder or WARC, taken in as a site of its own.", metavar="PATH"),
    ] = None,
    deadline: Annotated[str | None, typer.Option("--deadline", help='End: a clock ("06:30") or a span ("5h").')] = None,
    night: Annotated[
        str | None, typer.Option("--night", help="The night it belongs to (a date); default today.")
    ] = None,
    ask_again: Annotated[bool, typer.Option("--all", help="Ask for what this night already has, too.")] = False,
    no_server: NoServer = False,
    as_json: AsJson = False,
) -> None:
    """Run one night, now: fetch, extract, normalise, load, check, publish, report."""
    from flows.plan import Plan, utc_now
    from flows.settings import deadline_from, load_settings

    flags = {"data": data.absolute() if data else None, "deadline": deadline}
    loaded = load_settings(settings, flags)
    sites = loaded.sites
    if source is not None:
        sites = (_site_of(source),)
    if site:
        unknown = sorted(set(site) - {one.site_id for one in sites})
        if unknown:
            fail(
                f"no site {unknown[0]!r} in the settings; there are: {', '.join(s.site_id for s in sites) or 'none'}", 2
            )
        sites = tuple(one for one in sites if one.site_id in site)
    if not sites:
        fail(
            "no site in the settings: add a [[site]] to nightreel.toml (`nightreel init` writes one), or use --from", 2
        )
    now = utc_now()
    end = loaded.settings.deadline
    plan = Plan(
        data_dir=loaded.data_dir,
        settings=loaded.settings,
        sites=sites,
        night=_date(night),
        ask_again=ask_again,
        deadline=deadline_from(end, now, loaded.settings.zone) if end else None,
    )
    _end(_execute(plan, no_server=no_server, as_json=as_json), plan, as_json=as_json)


@app.command(epilog='Example: nightreel demo && nightreel sql --data demo/data "from title_summary"')
def demo(
    folder: Annotated[Path, typer.Argument(help="Folder that takes the demo's nights.")] = Path("demo"),
    night: Annotated[
        int | None, typer.Option("--night", min=1, help="A night of choice; default the next one.")
    ] = None,
    no_server: NoServer = False,
    as_json: AsJson = False,
) -> None:
    """Run the next night against the bundled sites, and say what to look at."""
    from flows.demo.play import demo_night

    with demo_night(folder, night) as (plan, number):
        if not as_json:
            typer.echo(
                f"Night {number} of the demo, {plan.night}: three sites on loopback, on a calendar of their own."
            )
        facts = _execute(plan, no_server=no_server, as_json=as_json)
    _end(facts, plan, as_json=as_json, hints=_demo_hints(folder, number))


@app.command(epilog='Example: nightreel schedule --cron "15 2 * * *" --zone Europe/Berlin')
def schedule(
    cron: Annotated[str, typer.Option("--cron", help="When, as five cron fields.")] = "15 2 * * *",
    zone: Annotated[str | None, typer.Option("--zone", help="IANA zone of --cron; default the settings' zone.")] = None,
    every: Annotated[float | None, typer.Option("--every", help="Seconds between runs, in place of --cron.")] = None,
    settings: SettingsFile = None,
    data: DataFolder = None,
    print_: Annotated[
        Unit | None, typer.Option("--print", help="Print a systemd timer or a crontab line, and do nothing.")
    ] = None,
) -> None:
    """Serve the nightly deployment, with Prefect's UI; runs until it is stopped."""
    from flows.settings import load_settings

    # --zone takes the place of the settings' zone, and is checked with them
    loaded = load_settings(settings, {"data": data.absolute() if data else None, "zone": zone})
    if print_ is not None:
        from flows.units import crontab_line, systemd_units

        render = systemd_units if print_ is Unit.systemd else crontab_line
        typer.echo(render(cron, loaded.settings.zone, loaded))
        return
    from flows.nightly import prepare_environment

    prepare_environment(loaded.data_dir)
    from flows.schedule import serve

    serve(loaded, cron=cron, zone=loaded.settings.zone, every=every, say=typer.echo)


@app.command(epilog="Example: nightreel doctor --settings nightreel.toml")
def doctor(
    settings: SettingsFile = None,
    data: DataFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print findings and settings as JSON.")] = False,
) -> None:
    """Say what is wrong here, and the mend; show each setting and where it came from."""
    from flows.doctor import examine
    from flows.settings import load_settings

    loaded = load_settings(settings, {"data": data.absolute() if data else None})
    findings = examine(loaded)
    if as_json:
        values = {key: _value(loaded.settings, key) for key in loaded.origin}
        shown = {k: {"value": v, "from": loaded.origin[k]} for k, v in values.items()}
        typer.echo(json.dumps({"findings": [asdict(f) for f in findings], "settings": shown}, default=str, indent=1))
    else:
        from flows.cli.show import print_doctor

        print_doctor(findings, {k: (_value(loaded.settings, k), origin) for k, origin in loaded.origin.items()})
    raise typer.Exit(1 if any(finding.level == "error" for finding in findings) else 0)


def _execute(plan: Plan, *, no_server: bool, as_json: bool) -> RunFacts:
    from rich.console import Console

    from flows.night import run_night
    from flows.plan import PlainRunner, Silence
    from flows.progress import progress_for
    from flows.steps.fetching import refuse_anonymous

    refuse_anonymous(plan)
    with progress_for(Console(stderr=True)) if not as_json else _Quiet() as told:
        progress = told or Silence()
        if no_server:
            return run_night(plan, PlainRunner(), progress)
        from flows.nightly import prepare_environment

        prepare_environment(plan.data_dir)
        from flows.nightly import run_with_prefect
        from flows.summary import markdown

        facts: RunFacts = run_with_prefect(
            lambda runner: run_night(plan, runner, progress), name=f"night of {plan.night or 'today'}", summary=markdown
        )
        return facts


class _Quiet:
    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def _end(facts: RunFacts, plan: Plan, *, as_json: bool, hints: list[str] | None = None) -> None:
    from flows.night import exit_status

    if as_json:
        sys.stdout.write(json.dumps(asdict(facts), ensure_ascii=False, indent=1) + "\n")
    else:
        from flows.cli.show import print_run

        print_run(facts, plan.data_dir, hints or [])
    raise typer.Exit(exit_status(facts))


def _site_of(path: Path) -> Any:
    import re

    from extract.site import Site

    if not path.exists():
        fail(f"{path}: no such file or folder", 2)
    name = re.sub(r"[^a-z0-9._-]+", "-", path.absolute().name.lower().removesuffix(".gz").removesuffix(".warc"))
    return Site(site_id=name.strip("-._")[:64] or "files", paths=(path.absolute(),))


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"--night: {text!r} is no date such as {datetime.now(UTC).date()}", 2)
        return None


def _value(settings: Any, key: str) -> Any:
    for part in key.split("."):
        settings = getattr(settings, part)
    if key == "privacy.salt" and settings is not None:
        return "(kept secret)"
    return settings


def _demo_hints(folder: Path, number: int) -> list[str]:
    from flows.demo.nights import what_to_look_at

    hints = [
        *what_to_look_at(number),
        f'nightreel sql --data {folder}/data "from title_summary"',
        f'nightreel sql --data {folder}/data "from last_night"',
    ]
    if number < 4:
        hints.append(
            f"nightreel demo{'' if folder == Path('demo') else f' {folder}'}   # the next night: {4 - number} to come"
        )
    return hints
