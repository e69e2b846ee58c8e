"""One morning for machines (summary.json, by summary.schema.json) and for mail and chat (summary.md)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from reports.index_page import FIGURES
from reports.morning import Morning
from reports.night import Trouble
from reports.questions import Row
from reports.safe import line, page_of_site, page_of_title
from reports.wording import Wording, iso, moment

FORM = 1  # rises when a key changes its meaning or goes
TITLES_IN_MARKDOWN = 20
TROUBLES_IN_MARKDOWN = 10
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def schema() -> bytes:
    """The JSON Schema that every summary.json keeps."""
    return files("reports").joinpath("summary.schema.json").read_bytes()


def summary_json(morning: Morning, words: Wording) -> bytes:
    """The morning as JSON: keys always stand, missing things are null or empty."""
    facts = morning.facts
    said = {
        "form": FORM,
        "run": {
            "run_id": facts["run_id"],
            "night": morning.night.isoformat(),
            "outcome": facts.get("outcome"),
            "published": bool(facts.get("published")),
            "partial": bool(facts.get("partial")),
            "started_at": _instant(facts.get("started_at")),
            "ended_at": _instant(facts.get("ended_at")),
            "error": _text(facts.get("error")),
        },
        "report": {"made_at": iso(morning.now), "zone": str(words.zone), "locale": str(words.locale)},
        "status": morning.standing.status,
        "sentence": line(morning.standing.sentence, 400),
        "more": [line(text, 600) for text in morning.standing.more],
        "shown_night": morning.shown.isoformat() if morning.shown is not None else None,
        "nights_old": morning.old,
        "changes": dict(morning.counts),
        "totals": dict(morning.totals) or None,
        "troubles": [
            {
                "level": one.level,
                "what": line(one.what, 300),
                "detail": line(one.detail, 600) or None,
                "raw": line(one.raw, 300) if one.raw is not None else None,
                "site_id": one.site_id,
                "title_id": one.title_id,
            }
            for one in morning.troubles
        ],
        "sites": [_site(row) for row in _newest(morning.site_runs)],
        "titles": [_title(row) for row in morning.changed],
        "nights": [
            {key: value.isoformat() if key == "night" else value for key, value in row.items()}
            for row in morning.nights
        ],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8", "replace")


def summary_md(morning: Morning, words: Wording) -> bytes:
    """The morning as Markdown; text from the web is never markup in it."""
    out = [f"# {_plain(morning.standing.sentence)}", "", f"Night of {words.long_day(morning.night)}."]
    out += [f"{_plain(text)}" for text in morning.standing.more]
    loud = [one for one in morning.troubles if one.level != "note"]
    if loud:
        out += ["", f"## {morning.standing.troubles_are}", ""]
        out += [f"- {_trouble(one)}" for one in loud[:TROUBLES_IN_MARKDOWN]]
        if len(loud) > TROUBLES_IN_MARKDOWN:
            out.append(f"- and {words.count(len(loud) - TROUBLES_IN_MARKDOWN, 'more')}")
    if morning.shown is not None:
        out += ["", "## In numbers", "", "| | |", "|---|---:|"]
        out += [f"| {name} | {words.number(morning.counts[kind])} |" for kind, name in FIGURES.items()]
    if morning.changed:
        out += ["", "## What changed", ""]
        out += [f"- {_changed(row, words)}" for row in morning.changed[:TITLES_IN_MARKDOWN]]
        if len(morning.changed) > TITLES_IN_MARKDOWN:
            out.append(f"- and {words.count(len(morning.changed) - TITLES_IN_MARKDOWN, 'more title')}")
    out += ["", f"The whole report: [index.html](index.html), run `{morning.facts['run_id']}`.", ""]
    return "\n".join(out).encode("utf-8", "replace")


def _trouble(trouble: Trouble) -> str:
    at = [_plain(trouble.site_id)] if trouble.site_id else []
    if trouble.title_id:
        at.append(f"[{_plain(trouble.title_name or 'its title')}]({page_of_title(trouble.title_id)})")
    said = " ".join([f"**{_plain(trouble.what)}**", *at])
    return f"{said}: {_plain(trouble.detail)}" if trouble.detail else said


def _changed(row: Row, words: Wording) -> str:
    said = []
    if row["is_new"]:
        said.append("new")
    if row["page_before"] is not None and row["page_after"] is not None:
        said.append(f"the page {words.percent(row['page_before'])} → {words.percent(row['page_after'])}")
    if row["added"]:
        said.append(words.count(row["added"], "new comment"))
    for kind, name in (("edited", "edited"), ("rerated", "re-rated"), ("gone", "gone"), ("returned", "back again")):
        if row[kind]:
            said.append(f"{words.number(row[kind])} {name}")
    name = _plain(row["name"] or "Untitled")
    return f"[{name}]({page_of_title(row['title_id'])}): {', '.join(said) or 'its page changed'}"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", line(text, 300))


def _title(row: Row) -> dict[str, Any]:
    return {
        "title_id": row["title_id"],
        "site_id": row["site_id"],
        "name": _text(row["name"]),
        "page": page_of_title(row["title_id"]),
        "is_new": row["is_new"],
        "is_gone": row["is_gone"],
        "page_percent_before": row["page_before"],
        "page_percent_after": row["page_after"],
        "added": row["added"],
        "edited": row["edited"],
        "rerated": row["rerated"],
        "gone": row["gone"],
        "returned": row["returned"],
        "added_percent": row["added_percent"],
    }


def _site(row: Row) -> dict[str, Any]:
    return {
        "site_id": row["site_id"],
        "page": page_of_site(row["site_id"]),
        "run_id": row["run_id"],
        "outcome": row["outcome"],
        "reason": _text(row["reason"]),
        "pages_fetched": row["pages_fetched"],
        "pages_unchanged": row["pages_unchanged"],
        "pages_failed": row["pages_failed"],
        "threads": row["threads"],
        "complete_threads": row["complete_threads"],
        "claimed": row["claimed"],
        "read": row["read"],
        "rejects": row["rejects"],
    }


def _newest(rows: Sequence[Row]) -> list[Row]:
    return list({row["site_id"]: row for row in rows}.values())


def _text(value: object) -> str | None:
    return None if value is None else line(value, 600)


def _instant(value: object) -> str | None:
    found = moment(value)
    return iso(found) if found is not None else None
