"""What the night did, in one sentence and in order of urgency: trouble first, then what changed.

Pure: rows of the release and the run's facts in, the model of the first page out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from reports.wording import Wording, listed, moment

Row = dict[str, Any]
Status = Literal["ok", "trouble", "failed"]

KINDS = ("added", "edited", "rerated", "gone", "returned")


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: one sentence, and what a reader must know before the rest."""

    status: Status
    sentence: str
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong; `raw` is text from the page that shows it."""

    level: Literal["error", "warn", "note"]
    what: str
    detail: str = ""
    raw: str | None = None
    site_id: str | None = None
    title_id: str | None = None
    title_name: str | None = None


def shown_runs(runs: Sequence[Row], night: date) -> list[str]:
    """Runs whose changes the report shows: those of the night, and loads of broken-off nights since the last report."""
    found: list[str] = []
    for run in reversed([run for run in runs if run["loaded"]]):
        if run["night"] != night and run["outcome"] in ("ok", "trouble"):
            break
        found.append(run["run_id"])
    return sorted(found)


def nights_old(facts: Mapping[str, Any], now: datetime, words: Wording, shown: date | None) -> int:
    """Nights between what is shown and the time of the report."""
    ended = moment(facts.get("ended_at")) or moment(facts.get("started_at")) or now
    since = (now.astimezone(words.zone).date() - ended.astimezone(words.zone).date()).days
    behind = (date.fromisoformat(facts["night"]) - shown).days if shown is not None else 0
    return max(since, 0) + max(behind, 0)


def standing(
    facts: Mapping[str, Any],
    *,
    counts: Mapping[str, int],
    shown: date | None,
    old: int,
    troubles: Sequence[Trouble],
    words: Wording,
) -> Standing:
    """Say how things stand. `counts` are the shown night's; `shown` is None where there is no warehouse."""
    sites = list(facts.get("sites") or ())
    bad = [site for site in sites if site.get("outcome") != "ok"]
    more: list[str] = []
    if is_failed(facts):
        failed = next((step for step in facts.get("steps") or () if step.get("outcome") == "failed"), None)
        where = f" in the step “{failed['name']}”" if failed else ""
        sentence = f"The night failed{where}; nothing was published."
        if facts.get("error"):
            more.append(str(facts["error"]))
        if shown is None:
            more.append("There is no warehouse yet.")
        elif old:
            more.append(f"What follows is the night of {words.day(shown)}: it is {words.count(old, 'night')} old.")
        else:
            more.append("What follows is what an earlier run of the same night published.")
        return Standing("failed", sentence, tuple(more))
    change = changed_sentence(counts, words)
    if old:
        more.append(f"This is {words.count(old, 'night')} old: no newer night has been published.")
    if facts.get("partial"):
        more.append("The night is partial: its end came before every page was asked for.")
    if bad:
        named = listed([f"{site['site_id']} ({site['outcome']})" for site in bad[:4]])
        rest = f" and {words.count(len(bad) - 4, 'other')}" if len(bad) > 4 else ""
        of = words.count(len(sites), "site")
        sentence = f"Trouble at {words.number(len(bad))} of {of}: {named}{rest}. {change}"
        return Standing("trouble", sentence, tuple(more))
    if facts.get("partial") or facts.get("troubles"):
        return Standing("trouble", f"Published with trouble. {change}", tuple(more))
    unread = sum(trouble.level == "warn" for trouble in troubles)
    if unread:
        return Standing("ok", f"All is well but for {words.count(unread, 'small thing')}. {change}", tuple(more))
    return Standing("ok", f"All is well. {change}", tuple(more))


def changed_sentence(counts: Mapping[str, int], words: Wording) -> str:
    """What changed, in a sentence; "Nothing changed." where that is so."""
    parts: list[str] = []
    if counts.get("titles_added"):
        parts.append(words.count(counts["titles_added"], "new title"))
    if counts.get("added"):
        under = words.count(counts["titles_touched"], "title") if counts.get("titles_touched") else ""
        parts.append(words.count(counts["added"], "new comment") + (f" under {under}" if under else ""))
    for kind, said in (("edited", "edited"), ("rerated", "re-rated"), ("gone", "gone"), ("returned", "back again")):
        if counts.get(kind):
            parts.append(f"{words.number(counts[kind])} {said}")
    if counts.get("titles_rerated"):
        parts.append(f"{words.count(counts['titles_rerated'], 'title')} rated anew by the page")
    if counts.get("titles_gone"):
        parts.append(f"{words.count(counts['titles_gone'], 'title')} gone")
    if not parts:
        if counts.get("changes"):
            return "No comment changed."
        return "Nothing changed."
    said = listed(parts)
    return said[0].upper() + said[1:] + "."


def is_failed(facts: Mapping[str, Any]) -> bool:
    """Whether the run published nothing."""
    return facts.get("outcome") in ("failed", "killed")


def troubles_of(
    facts: Mapping[str, Any],
    *,
    rejects: Sequence[Row],
    short: Sequence[Row],
    decisions: Sequence[Row],
    words: Wording,
) -> list[Trouble]:
    """Everything that is not as it should be, worst first."""
    found: list[Trouble] = []
    for site in facts.get("sites") or ():
        if site.get("outcome") != "ok":
            pages = words.count(site.get("pages_failed") or 0, "page")
            found.append(
                Trouble(
                    "error",
                    f"{site['site_id']} is {site['outcome']}",
                    f"{site.get('reason') or 'no reason given'}; {pages} failed",
                    site_id=site["site_id"],
                )
            )
    for text in facts.get("troubles") or ():
        found.append(Trouble("error", str(text)))
    for check in facts.get("checks") or ():
        if check.get("offending") and check.get("severity") in ("block", "error", "warn"):
            level: Literal["error", "warn"] = "warn" if check["severity"] == "warn" else "error"
            found.append(
                Trouble(level, f"Check {check['name']}: {words.count(check['offending'], 'row')}", str(check["says"]))
            )
    found += [
        Trouble(
            "warn",
            f"{row['reason']}: {words.count(row['rejects'], 'input')} could not be read ({row['stage']})",
            "",
            raw=row["sample"],
            site_id=row["site_id"] or None,
            title_id=row["title_id"],
        )
        for row in rejects
    ]
    found += [_short_thread(row, words) for row in short]
    for row in decisions:
        was = f"from {row['order_before']} " if row["order_before"] else ""
        found.append(
            Trouble(
                "note",
                f"Dates of the form {row['shape']} are now read {was}as {row['order_after'] or 'undecided'}",
                f"{words.count(row['touched'] or 0, 'stored comment')} read again",
                site_id=row["site_id"],
            )
        )
    rank = {"error": 0, "warn": 1, "note": 2}
    return sorted(found, key=lambda trouble: rank[trouble.level])


def _short_thread(row: Row, words: Wording) -> Trouble:
    parts = [str(row["reason"])] if row["reason"] else []
    if row["claimed"] is not None and row["read"] is not None and row["claimed"] != row["read"]:
        parts.append(f"the page claims {words.number(row['claimed'])}, {words.number(row['read'])} were read")
    level: Literal["warn", "note"] = "note" if row["complete"] else "warn"
    what = "Thread read, but shorter than claimed" if row["complete"] else "Thread not read whole"
    return Trouble(level, what, "; ".join(parts), None, row["site_id"], row["title_id"], row["name"])
