"""A data folder that takes staged nights as a run would, and the rows of one night's tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from reports import build_report
from warehouse.load import load_run
from warehouse.staging import STAGED

FIRST = date(2026, 2, 27)
ZONE, LOCALE = "Europe/Berlin", "en"
Row = dict[str, Any]


def hexed(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass
class House:
    """A data folder that takes staged nights as a run would."""

    data: Path

    def run_id(self, night: int) -> str:
        return f"{FIRST + timedelta(days=night - 1)}.01"

    def at(self, night: int, minutes: int = 0) -> datetime:
        day = FIRST + timedelta(days=night - 1)
        return datetime(day.year, day.month, day.day, 1, 15, tzinfo=UTC) + timedelta(minutes=minutes)

    def facts(self, night: int, **values: Any) -> Row:
        run_id = self.run_id(night)
        known: Row = {
            "run_id": run_id,
            "night": run_id[:10],
            "started_at": self.at(night).isoformat(),
            "ended_at": self.at(night, 40).isoformat(),
            "outcome": "ok",
            "published": True,
            "partial": False,
            "error": None,
            "troubles": [],
            "steps": [],
            "sites": [],
            "checks": [],
            "changes": {},
            "report": None,
            "settings_digest": "",
            "version": "0",
        }
        return known | values

    def write_facts(self, facts: Mapping[str, Any]) -> None:
        folder = self.data / "runs"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{facts['run_id']}.json").write_text(json.dumps(facts), encoding="utf-8")

    def load(self, night: int, tables: Mapping[str, list[Row]], **values: Any) -> Row:
        """Stage and load one night; returns its facts."""
        facts = self.facts(night, **values)
        facts["sites"] = facts["sites"] or [
            {key: row.get(key) for key in STAGED["site"].names} for row in tables.get("site", [])
        ]
        self.write_facts(facts)
        staging = self.data / "staging" / facts["run_id"]
        staging.mkdir(parents=True, exist_ok=True)
        for table, rows in tables.items():
            schema = STAGED[table]
            unknown = {key for row in rows for key in row} - set(schema.names)
            assert not unknown, unknown
            filled = [{name: row.get(name) for name in schema.names} for row in rows]
            pq.write_table(pa.Table.from_pylist(filled, schema), staging / f"{table}-0.parquet")
        result = load_run(self.data, facts["run_id"])
        assert not result.blocked, [check for check in result.checks if check.severity == "block" and check.offending]
        facts["changes"] = dict(result.changes)
        self.write_facts(facts)
        return facts

    def report(self, facts: Mapping[str, Any], **values: Any) -> Path:
        """Make one run's report at the end of its run."""
        now = datetime.fromisoformat(facts["ended_at"]) if facts.get("ended_at") else self.at(1)
        return build_report(self.data, facts=facts, **({"now": now, "zone": ZONE, "locale": LOCALE} | values))

    def site(self, site_id: str, **values: Any) -> Row:
        known = {"zone": "UTC", "language": "en", "outcome": "ok", "pages_fetched": 4, "pages_unchanged": 0}
        return {"site_id": site_id, "pages_failed": 0} | known | values

    def title(self, night: int, site_id: str, slug: str, **values: Any) -> Row:
        known: Row = {
            "capture_id": hexed("capture", night, slug)[:20],
            "observed_at": self.at(night, 5),
            "canonical_url": f"https://{site_id}.example/title/{slug}",
            "name": slug.replace("-", " ").title(),
            "name_from": "JSON-LD",
            "kind": "film",
            "year": 2021,
            "synopsis": f"What {slug} is about.\nIt takes two paragraphs to say.",
            "language": "en",
            "state": "live",
        }
        return {"title_id": hexed(site_id, slug), "site_id": site_id} | known | values

    def comment(self, night: int, title: Row, number: int, text: str, **values: Any) -> Row:
        """A staged comment; its text is staged with `bodies`."""
        known: Row = {
            "capture_id": title["capture_id"],
            "observed_at": self.at(night, 5),
            "site_comment_id": str(number),
            "depth": 0,
            "position": number,
            "author": f"Reader {number}",
            "permalink": f"{title['canonical_url']}#c{number}",
            "posted_raw": "2026-02-20 18:30",
            "posted_local": datetime(2026, 2, 20, 18, 30),
            "posted_date": date(2026, 2, 20),
            "posted_at": datetime(2026, 2, 20, 17, 30, tzinfo=UTC),
            "posted_zone_from": "site",
            "posted_precision": "minute",
            "posted_rule": "iso",
            "posted_relative": False,
            "rating_raw": f"{number % 10}/10",
            "rating_value": float(number % 10),
            "rating_best": 10.0,
            "rating_percent": number % 10 * 10.0,
            "rating_kind": "numeric",
            "rating_rule": "n-of-m",
            "read_by": "engine",
            "confidence": 0.98,
            "edited_raw": None,
            "helpful_raw": None,
            "truncated": False,
            "body_id": hexed("body", text),
        }
        return (
            {
                "comment_id": hexed(title["title_id"], number),
                "title_id": title["title_id"],
                "site_id": title["site_id"],
            }
            | known
            | values
        )

    def body(self, text: str, raw: str | None = None) -> Row:
        return {"body_id": hexed("body", text), "raw": raw or text, "cleaned": text, "words": len(text.split())}

    def read(self, night: int, title: Row, read: int | None, **values: Any) -> Row:
        known = {"read_at": self.at(night, 6), "pages": 1, "claimed": read, "unchanged": False, "ended_normally": True}
        return {"title_id": title["title_id"], "site_id": title["site_id"], "read": read} | known | values

    def captures(self, night: int, titles: list[Row]) -> list[Row]:
        return [
            {
                "capture_id": title["capture_id"],
                "site_id": title["site_id"],
                "url": title["canonical_url"],
                "fetched_at": title["observed_at"],
                "status": 200,
                "digest": hexed(title["capture_id"]),
                "content_capture_id": title["capture_id"],
                "outcome": "ok",
            }
            for title in titles
        ]
