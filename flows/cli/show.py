"""What people see on a terminal. Everything from the web is printed as text, never as markup or control codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from extract.read.probe import ProposedProfile
    from flows.doctor import Finding
    from flows.runs import RunFacts

COLOUR = {"ok": "green", "warn": "yellow", "trouble": "yellow", "error": "red", "failed": "red", "killed": "red"}


def plain(value: object, limit: int = 300) -> Text:
    """Return a value as harmless text: no control characters, cut at `limit`."""
    said = "" if value is None else str(value)
    said = "".join(c if c == "\n" or c.isprintable() else "\ufffd" for c in said)
    return Text(said if len(said) <= limit else said[: limit - 1] + "…")


def print_page(page: Mapping[str, Any]) -> None:
    """Print what one page says, for a person."""
    console = Console()
    title = page["title"]
    console.print(Text.assemble((page["source"], "bold"), f"  {page['status']}", f"  {page['reason'] or ''}"))
    facts = [
        ("title", title["name"]),
        ("kind", title["kind"]),
        ("year", title["year"]),
        ("rating", _rating(title["rating"])),
        ("synopsis", title["synopsis"]),
        ("comments", f"{len(page['comments'])} read, {_or(page['claimed_comments'], 'none')} claimed"),
        ("next pages", ", ".join(page["next_pages"])),
    ]
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in facts:
        if value not in (None, ""):
            source = title["sources"].get("synopsis" if name == "synopsis" else "name" if name == "title" else name)
            table.add_row(f"[dim]{name}[/]", plain(value), f"[dim]{source or ''}[/]")
    console.print(table)
    for comment in page["comments"]:
        posted = comment["posted"]
        when = posted["at"] or " or ".join(posted["alternatives"]) or (posted["raw"] and f"undated ({posted['raw']})")
        head = [x for x in (comment["author"], when, _rating(comment["rating"])) if x]
        indent = "  " * (comment["depth"] + 1)
        console.print(Text(indent) + plain(" · ".join(str(x) for x in head) or "(no author, no date)"), style="bold")
        console.print(Text("\n".join(indent + line for line in str(plain(comment["body"], 600)).split("\n"))))
        for repeat in comment["repeats"]:
            console.print(
                Text(f"{indent}[{repeat['kind']} taken out: ") + plain(repeat["text"], 80) + Text("]"), style="dim"
            )
    for reject in page["rejects"]:
        console.print(Text("  reject ", style="yellow") + plain(f"{reject['reason']}: {reject['raw']}", 160))


def print_reading(reading: Mapping[str, Any]) -> None:
    """Print how one text is read."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in reading.items():
        if value not in (None, []):
            table.add_row(f"[dim]{name}[/]", plain(", ".join(value) if isinstance(value, list) else value))
    Console().print(table)


def print_proposal(proposed: ProposedProfile) -> None:
    """Print a proposed profile, what it would read, and what it is unsure of."""
    from rich.syntax import Syntax

    from extract.read.threads.rated import reading_of
    from flows.present import rating_json

    console = Console()
    console.print(Syntax(proposed.toml.rstrip(), "toml", background_color="default", word_wrap=True))
    claimed = "none claimed" if proposed.claimed is None else f"{plain(proposed.claimed, 40)} claimed"
    console.print(f"\n{proposed.read} comments read, {claimed}; the first of them:", style="dim")
    for comment in proposed.comments:
        head = [said for said in (comment.author, comment.posted or comment.posted_machine) if said]
        rating = reading_of(comment.rating)
        head += [_rating(rating_json(rating))] if rating is not None else []
        console.print(Text("  ") + plain(" · ".join(head) or "(no author, no date)"), style="green")
        console.print(Text("    ") + plain(comment.body.replace("\n", " "), 200))
    for name, (found, items) in proposed.found.items():
        style = "green" if found == items else "yellow"
        console.print(Text(f"  {name}: found in {found} of {items}", style=style))
    for doubt in proposed.doubts:
        console.print(Text("  unsure: ", style="yellow") + plain(doubt))


def print_trace(facts: Mapping[str, Any]) -> None:
    """Print what stands behind one comment or title: values, raw text, revisions and where their bytes are."""
    console = Console()
    console.print(Text(f"{facts['entity']} {facts['entity_id']}", style="bold"))
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in facts["present"].items():
        if value not in (None, [], "") and not name.endswith("_id"):
            table.add_row(
                f"[dim]{name}[/]", plain(", ".join(map(str, value)) if isinstance(value, list) else value, 400)
            )
    console.print(table)
    if facts["raw"]:
        console.print("\nAs the page had it:", style="dim")
        console.print(plain(facts["raw"], 2000))
    for heading, key in (("Revisions", "revisions"), ("Changes", "changes"), ("Repeats", "repeats")):
        if facts[key]:
            console.print(f"\n{heading}:", style="dim")
        for row in facts[key]:
            said = "  ".join(f"{name}={value}" for name, value in row.items() if value not in (None, [], ""))
            console.print(Text("  ") + plain(said, 600))
    for key in ("date_order", "duplicate"):
        if facts[key]:
            console.print(f"\n{key.replace('_', ' ')}:", style="dim")
            console.print(Text("  ") + plain(facts[key], 600))


def print_run(facts: RunFacts, data_dir: Path, hints: Sequence[str]) -> None:
    """Print a run's summary: outcome, sites, changes, trouble, report, and what to look at next."""
    console = Console()
    colour = COLOUR.get(facts.outcome, "white")
    partial = ", partial: the deadline or a signal ended the fetching" if facts.partial else ""
    console.print(f"\nRun [bold]{facts.run_id}[/] [{colour}]{facts.outcome}[/]{partial}")
    if facts.error:
        console.print(plain(facts.error), style="red")
    if facts.sites:
        table = Table(box=None, pad_edge=False, header_style="dim")
        for heading in ("site", "outcome", "pages", "unchanged", "failed", ""):
            table.add_column(heading, justify="right" if heading in ("pages", "unchanged", "failed") else "left")
        for site in facts.sites:
            numbers = [str(site[key]) for key in ("pages_fetched", "pages_unchanged", "pages_failed")]
            table.add_row(plain(site["site_id"]), site["outcome"], *numbers, plain(site.get("reason"), 100))
        console.print(table)
    if facts.published:
        changes = ", ".join(f"{number} {kind}" for kind, number in sorted(facts.changes.items()))
        console.print(Text("Changed: ") + plain(changes or "nothing"))
    else:
        console.print("Nothing was published; yesterday's warehouse stays.", style="yellow")
    for trouble in facts.troubles:
        console.print(Text("Trouble: ", style="yellow") + plain(trouble))
    if facts.published:
        console.print(Text(f"Warehouse: {_near(data_dir / 'nightreel.duckdb')}"))
    if facts.report:
        console.print(Text(f"Report: {_near(Path(facts.report))}"))
    if hints:
        console.print("\nLook at it:", style="dim")
        for hint in hints:
            console.print(Text(f"  {hint}"))


def print_doctor(findings: Sequence[Finding], settings: Mapping[str, tuple[Any, str]]) -> None:
    """Print findings, worst last seen first, then the settings in force."""
    console = Console()
    for finding in findings:
        line = Text(f"{finding.level:5} ", style=COLOUR[finding.level]) + plain(finding.what)
        if finding.mend:
            line += Text("  → ", style="dim") + plain(finding.mend)
        console.print(line)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("setting", "value", "from"):
        table.add_column(heading)
    for key, (value, origin) in settings.items():
        if key == "site":
            value = ", ".join(site.id for site in value) or "none"
        table.add_row(key, plain("" if value is None else value, 80), plain(origin))
    console.print()
    console.print(table)


def _rating(rating: Mapping[str, Any]) -> str:
    if rating["value"] is None:
        return ""
    best = f" of {rating['best']}" if rating["best"] is not None else ""
    count = f" by {rating['count']}" if rating.get("count") is not None else ""
    return f"{rating['value']}{best}{count}"


def _or(value: Any, otherwise: str) -> Any:
    return otherwise if value is None else value


def _near(path: Path) -> Path:
    """A path as a person in this folder would type it."""
    try:
        return path.absolute().relative_to(Path.cwd())
    except ValueError:
        return path
