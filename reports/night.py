"""What the night did, in one sentence and in order of urgency: trouble first, then what changed.

Pure: rows of the release and the run's facts in, the model of the first page out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from reports.errors import ReportError
from reports.reasons import plainly
from reports.wording import Wording, listed, moment, ordered

Row = dict[str, Any]
Status = Literal["ok", "trouble", "failed"]

KINDS = ("added", "edited", "rerated", "gone", "returned")
INPUTS = {"fetch": "page"}  # what a step's rejects are called
CHANGED = {"edited": "edited", "rerated": "re-rated", "gone": "gone", "returned": "back again"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: whether all is well, what changed, and what a reader must know before the rest."""

    status: Status
    verdict: str
    change: str
    more: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Verdict and change in one line."""
        return f"{self.verdict} {self.change}".strip()

    @property
    def troubles_are(self) -> str:
        """What the list of troubles is called."""
        return "Worth a look" if self.status == "ok" else "Trouble"


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


def night_of(facts: Mapping[str, Any]) -> date:
    """The night that a run belongs to. Raises ReportError where the facts name none."""
    try:
        return date.fromisoformat(str(facts["night"]))
    except (KeyError, ValueError):
        raise ReportError(f"facts of run {facts.get('run_id')} name no night: they are damaged") from None


def shown_runs(runs: Sequence[Row], night: date) -> list[str]:
    """Of the loaded runs, those whose changes are told: the night's, and broken-off nights since the last report."""
    found: list[str] = []
    for run in reversed(runs):
        if run["night"] != night and run["outcome"] in ("ok", "trouble"):
            break
        found.append(run["run_id"])
    return sorted(found)


def nights_old(facts: Mapping[str, Any], now: datetime, words: Wording, shown: date | None) -> int:
    """Nights between what is shown and the time of the report."""
    ended = moment(facts.get("ended_at")) or moment(facts.get("started_at")) or now
    since = (now.astimezone(words.zone).date() - ended.astimezone(words.zone).date()).days
    behind = (night_of(facts) - shown).days if shown is not None else 0
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
    if is_failed(facts):
        return Standing("failed", _failed(facts), "", _behind_failure(facts, shown, old, words))
    more: list[str] = []
    if old:
        more.append(f"This is {words.count(old, 'night')} old: no newer night has been published.")
    if facts.get("partial"):
        more.append("The night is partial: its end came before every page was asked for.")
    sites = list(facts.get("sites") or ())
    bad = [f"{site['site_id']} ({site['outcome']})" for site in sites if site.get("outcome") != "ok"]
    loud = sum(trouble.level == "error" for trouble in troubles)
    small = sum(trouble.level == "warn" for trouble in troubles)
    status: Status = "ok"
    if bad:
        rest = [words.count(len(bad) - 4, "other")] if len(bad) > 4 else []
        status, verdict = "trouble", f"Trouble at {len(bad)} of {words.count(len(sites), 'site')}: "
        verdict += listed(bad[:4] + rest) + "."
    elif loud:
        status, verdict = "trouble", f"Published, with {words.count(loud, 'trouble')}."
    elif facts.get("partial"):
        status, verdict = "trouble", "Published in part."
    elif small:
        verdict = f"All is well but for {words.count(small, 'small thing')}."
    else:
        verdict = "All is well."
    return Standing(status, verdict, changed_sentence(counts, words), tuple(more))


def _failed(facts: Mapping[str, Any]) -> str:
    step = next((step for step in facts.get("steps") or () if step.get("outcome") == "failed"), None)
    where = f" in the step “{step['name']}”" if step is not None else ""
    return f"The night failed{where}; nothing was published."


def _behind_failure(facts: Mapping[str, Any], shown: date | None, old: int, words: Wording) -> tuple[str, ...]:
    more = [str(facts["error"])] if facts.get("error") else []
    if shown is None:
        more.append("There is no warehouse yet.")
    elif old:
        more.append(f"What follows is the night of {words.day(shown)}: it is {words.count(old, 'night')} old.")
    else:
        more.append("What follows is what an earlier run of the same night published.")
    return tuple(more)


def changed_sentence(counts: Mapping[str, int], words: Wording) -> str:
    """What changed, in a sentence; "Nothing changed." where that is so."""
    parts: list[str] = []
    if counts["titles_added"]:
        parts.append(words.count(counts["titles_added"], "new title"))
    if counts["added"]:
        under = words.count(counts["titles_touched"], "title")
        parts.append(f"{words.count(counts['added'], 'new comment')} under {under}")
    rest = [(counts[kind], said) for kind, said in CHANGED.items() if counts[kind]]
    if rest and not counts["added"]:  # no comment was named yet
        number, said = rest.pop(0)
        parts.append(f"{words.count(number, 'comment')} {said}")
    parts += [f"{words.number(number)} {said}" for number, said in rest]
    if counts["titles_rerated"]:
        parts.append(f"{words.count(counts['titles_rerated'], 'title')} rated anew by the page")
    if counts["titles_gone"]:
        parts.append(f"{words.count(counts['titles_gone'], 'title')} gone")
    if not parts:
        return "No comment changed." if counts["changes"] else "Nothing changed."
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
                    f"{plainly(site.get('reason') or 'no reason given')}; {pages} failed",
                    site_id=site["site_id"],
                )
            )
    for text in facts.get("troubles") or ():
        found.append(Trouble("error", str(text)))
    for check in facts.get("checks") or ():
        if check.get("offending") and check.get("severity") in ("block", "error", "warn"):
            level: Literal["error", "warn"] = "warn" if check["severity"] == "warn" else "error"
            rows = words.count(check["offending"], "row")
            found.append(Trouble(level, f"Not so: {check['says']}", f"check {check['name']}, {rows}"))
    found += [
        Trouble(
            "warn",
            f"{words.count(row['rejects'], INPUTS.get(row['stage'], 'input'))} not read: {plainly(row['reason'])}",
            "" if row["url"] in ("", row["sample"]) else row["url"],
            raw=row["sample"] or None,
            site_id=row["site_id"] or None,
            title_id=row["title_id"] or None,
        )
        for row in rejects
    ]
    found += [_short_thread(row, words) for row in short]
    for row in decisions:
        was = f", no longer {ordered(row['order_before'])}" if row["order_before"] else ""
        found.append(
            Trouble(
                "note",
                f"Dates of the form {row['shape']} are now read {ordered(row['order_after'])}{was}",
                f"{words.count(row['touched'] or 0, 'stored comment')} read again",
                site_id=row["site_id"],
            )
        )
    rank = {"error": 0, "warn": 1, "note": 2}
    return sorted(found, key=lambda trouble: rank[trouble.level])


def _short_thread(row: Row, words: Wording) -> Trouble:
    parts = [plainly(str(row["reason"]))] if row["reason"] else []
    if row["claimed"] is not None and row["read"] is not None and row["claimed"] != row["read"]:
        parts.append(f"the page claims {words.number(row['claimed'])}, {words.number(row['read'])} were read")
    level: Literal["warn", "note"] = "note" if row["complete"] else "warn"
    what = "Thread read, but shorter than claimed" if row["complete"] else "Thread not read whole"
    return Trouble(level, what, "; ".join(parts), None, row["site_id"], row["title_id"], row["name"])
