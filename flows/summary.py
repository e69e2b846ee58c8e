"""A run in a few lines of Markdown, for Prefect's artifact."""

from __future__ import annotations

from flows.runs import RunFacts


def markdown(facts: RunFacts) -> str:
    """Return what the run did, its changes by kind, its troubles, and where the report is."""
    lines = [
        f"# Night of {facts.night}",
        "",
        f"Run {facts.run_id}: **{facts.outcome}**" + (", partial" if facts.partial else ""),
    ]
    if facts.error:
        lines += ["", f"Error: {_plain(facts.error)}"]
    if facts.troubles:
        lines += ["", "Trouble:", *(f"- {_plain(trouble)}" for trouble in facts.troubles)]
    if facts.changes:
        lines += [
            "",
            "| changed | number |",
            "|---|---|",
            *(f"| {kind} | {number} |" for kind, number in facts.changes.items()),
        ]
    if facts.sites:
        lines += ["", "| site | outcome | pages | unchanged | failed |", "|---|---|---|---|---|"]
        columns = ("site_id", "outcome", "pages_fetched", "pages_unchanged", "pages_failed")
        lines += [f"| {' | '.join(str(site[column]) for column in columns)} |" for site in facts.sites]
    if facts.report:
        lines += ["", f"Report: `{facts.report}`"]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Keep text from the web from being markup."""
    return "".join("\\" + c if c in "\\`*_{}[]<>()#+!|" else c for c in text)
