"""A small world of our own: three sites over five nights, loaded through the real staging, and its reports.

Night 1 brings everything; night 2 edits, re-rates, adds, and misses a comment for the first time; night 3 makes it
gone and blocks a site; night 4 brings it back; night 5 fails before it publishes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

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


NO_RATING = dict.fromkeys(("rating_raw", "rating_value", "rating_best", "rating_percent", "rating_rule"))
COPIED = "A copied opinion that goes around from page to page, always in the same words, whoever signs it."
EDITED = "At first I thought it too long by half, but the ending makes up for it."


def thread(
    house: House, night: int, title: Row, texts: list[tuple[int, str]], **values: Any
) -> tuple[list[Row], list[Row]]:
    """Comments and bodies of a plain thread."""
    comments = [house.comment(night, title, number, text, **values) for number, text in texts]
    return comments, [house.body(text) for _, text in texts]


def night_tables(house: House, night: int) -> dict[str, list[Row]]:
    """What the sites show on one of the first four nights."""
    films = [
        house.title(
            night,
            "films",
            "the-quiet-harbour",
            rating_raw="8.1" if night < 2 else "8.4",
            rating_value=8.1 if night < 2 else 8.4,
            rating_best=10.0,
            rating_percent=81.0 if night < 2 else 84.0,
            rating_count=1234,
            claimed_comments=6,
        ),
        house.title(night, "films", "late-snow", kind="series", claimed_comments=3),
    ]
    notes = [house.title(night, "notes", "a-book-of-lamps", kind="book", year=None, synopsis=None)]
    if night >= 2:
        films.append(house.title(night, "films", "new-arrival", year=2026))
    harbour, snow = films[0], films[1]
    comments: list[Row] = []
    bodies: list[Row] = []
    texts = [
        (1, "The harbour at dawn is worth the ticket.\nThe rest is worth the evening."),
        (2, "Too long by half." if night == 1 else EDITED),
        (3, COPIED),
        (4, "I will be gone for a while."),
        (5, "Nobody agrees on when I wrote this."),
    ]
    for number, text in texts:
        if number == 4 and night in (2, 3):
            continue
        values: Row = {}
        if number == 2 and night >= 2:
            values = {"rating_raw": "7/10", "rating_value": 7.0, "rating_percent": 70.0}
        if number == 5:
            values = {
                "posted_raw": "08/03/25 at 00:57am",
                "posted_local": None,
                "posted_date": None,
                "posted_at": None,
                "posted_precision": "minute",
                "posted_rule": "ambiguous-order",
                "posted_shape": "N/N/N at T",
                "posted_readings": ["2025-03-08T00:57:00", "2025-08-03T00:57:00"],
                "edited_raw": "Last edited by a moderator",
                "helpful_raw": "3 of 4 found this helpful",
                "rating_raw": "B-",
                "rating_value": None,
                "rating_best": None,
                "rating_percent": None,
                "rating_rule": None,
            }
        comments.append(house.comment(night, harbour, number, text, **values))
        bodies.append(house.body(text))
    reply = house.comment(
        night,
        harbour,
        6,
        "Seconded, every word.",
        parent_comment_id=hexed(harbour["title_id"], 1),
        depth=1,
        **NO_RATING,
    )
    comments.append(reply)
    bodies.append(house.body("Seconded, every word."))
    comments += [
        house.comment(night, snow, 11, COPIED, author="Somebody Else"),
        house.comment(night, snow, 12, "Cold."),
    ]
    bodies.append(house.body("Cold."))
    repeated = "A preview that stands twice. And then the full text goes on."
    lamps = house.comment(night, notes[0], 21, repeated)
    comments.append(lamps)
    bodies.append(house.body(repeated, raw="A preview that stands twice.\n" + repeated))
    if night >= 2:
        comments.append(house.comment(night, films[2], 31, "First!"))
        bodies.append(house.body("First!"))
    titles = films + notes
    reads = [house.read(night, harbour, 5 if night in (2, 3) else 6), house.read(night, snow, 2, claimed=3)]
    reads += [house.read(night, title, 1) for title in titles[2:]]
    blocked = night == 3
    if blocked:
        titles = films
        comments = [row for row in comments if row["site_id"] == "films"]
        reads = [row for row in reads if row["site_id"] == "films"]
    return {
        "site": [
            house.site("films"),
            house.site(
                "notes", outcome="blocked", reason="a login page instead of content", pages_failed=3, pages_fetched=0
            )
            if blocked
            else house.site("notes", pages_fetched=1),
        ],
        "capture": house.captures(night, titles),
        "title": titles,
        "comment": comments,
        "body": list({row["body_id"]: row for row in bodies}.values()),
        "repeat": []
        if blocked
        else [
            {
                "comment_id": lamps["comment_id"],
                "body_id": lamps["body_id"],
                "ordinal": 1,
                "kind": "preview",
                "rule": "prefix",
                "text": "A preview that stands twice.",
                "span_start": 0,
                "span_end": 28,
                "kept_start": 29,
                "kept_end": 57,
            }
        ],
        "thread_read": reads,
        "duplicate": [
            {
                "comment_id": hexed(snow["title_id"], 11),
                "cluster_id": hexed("cluster"),
                "similarity": 1.0,
                "canonical_comment_id": hexed(harbour["title_id"], 3),
                "containment": 1.0,
                "rule": "exact",
            }
        ],
        "date_order": [
            {
                "site_id": "films",
                "shape": "N/N/N at T",
                "date_order": None,
                "rule": "two orders remain",
                "votes_for": 0.0,
                "votes_against": 0.0,
                "examples_for": [],
                "examples_against": [],
            }
        ],
        "reject": [
            {
                "site_id": "films",
                "stage": "read",
                "reason": "unreadable",
                "raw": "<html><body>\x00broken",
                "capture_id": hexed("capture", night, "broken")[:20],
                "title_id": None,
            }
        ],
        "selector_hit": [
            {
                "site_id": "films",
                "profile": "films",
                "selector": "comment.body",
                "pages": 3,
                "hits": 3 if night < 4 else 1,
            }
        ],
    }


@pytest.fixture(scope="session")
def house_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], House]:
    """Make an empty house."""
    return lambda: House(tmp_path_factory.mktemp("house"))


@dataclass
class World:
    """Five nights and their reports, in order."""

    house: House
    facts: list[Row]
    indexes: list[Path]

    def page(self, night: int, name: str = "index.html") -> str:
        return (self.indexes[night - 1].parent / name).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def world(house_of: Callable[[], House]) -> World:
    house = house_of()
    facts: list[Row] = []
    indexes: list[Path] = []
    for night in (1, 2, 3, 4):
        checks = (
            [{"name": "falls", "severity": "error", "says": "Nothing falls.", "offending": 1}] if night == 4 else []
        )
        told = house.load(night, night_tables(house, night), checks=checks)
        if night == 3:
            told |= {"outcome": "trouble", "troubles": ["site notes is blocked"]}
            house.write_facts(told)
        facts.append(told)
        indexes.append(house.report(told))
    failed = house.facts(
        5,
        outcome="failed",
        published=False,
        error="the disk is full; make room and run again",
        steps=[
            {
                "name": "load",
                "started_at": house.at(5).isoformat(),
                "ended_at": None,
                "outcome": "failed",
                "counts": {},
                "error": "x",
            }
        ],
    )
    house.write_facts(failed)
    facts.append(failed)
    indexes.append(house.report(failed))
    return World(house, facts, indexes)


ATTACKS = (
    "<script>window.hit=1</script>",
    "</style><script>window.hit=1</script>",
    '"><img src=x onerror=window.hit=1>',
    "' onmouseover='window.hit=1",
    "javascript:window.hit=1",
    "{{ 7 * 191 }}{% for x in y %}${7*191}<%= 7*191 %>",
    "]]><!-- --!><svg onload=window.hit=1>",
    "\u202eevil\u202c \u2066left open",
    "null\x00byte \x1b[31m and \x08 back",
    "../../../etc/passwd",
    "con",
    "a" * 1_000_000,
    "ￜ＜script＞",
    "=cmd|' /C calc'!A0",
)


def hostile_tables(house: Any) -> dict[str, list[dict[str, Any]]]:
    """One title and one comment for each attack, with the attack in every field that a page fills."""
    titles, comments, bodies, repeats, rejects, duplicates = [], [], [], [], [], []
    for number, attack in enumerate(ATTACKS):
        title = house.title(
            1,
            "films",
            f"t{number}",
            name=attack,
            synopsis=attack,
            canonical_url=attack,
            kind="film",
            rating_raw=attack[:5000],
            language=attack[:100],
            name_from=attack[:100],
        )
        titles.append(title)
        for extra in range(2):
            comment = house.comment(
                1,
                title,
                number * 10 + extra,
                attack + str(extra),
                author=attack,
                permalink=attack,
                headline=attack,
                posted_raw=attack,
                posted_local=None,
                posted_date=None,
                posted_at=None,
                posted_readings=[attack, "x"],
                edited_raw=attack,
                helpful_raw=attack,
                rating_raw=attack,
                rating_percent=None,
                rating_value=None,
                rating_rule=attack[:100],
                posted_rule=attack[:100],
                read_by=attack[:50],
                comment_id=f"{attack[:200]}/{number}/{extra}",
                body_id=f"b{number}{extra}",
            )
            comments.append(comment)
            bodies.append({"body_id": f"b{number}{extra}", "raw": attack, "cleaned": attack, "words": 1})
        repeats.append(
            {
                "comment_id": comments[-1]["comment_id"],
                "body_id": comments[-1]["body_id"],
                "ordinal": 1,
                "kind": attack[:50],
                "rule": attack[:50],
                "text": attack,
                "span_start": 0,
                "span_end": 1,
                "kept_start": 1,
                "kept_end": 2,
            }
        )
        duplicates.append(
            {
                "comment_id": comments[-1]["comment_id"],
                "cluster_id": f"c{number}",
                "similarity": 0.9,
                "containment": 1.0,
                "canonical_comment_id": comments[-2]["comment_id"],
                "rule": attack[:50],
            }
        )
        rejects.append({"site_id": "films", "stage": "read", "reason": attack[:200], "raw": attack})
    for comment in comments[1::2]:
        comment["author"] = f"{comment['author'][:50]}2"
    return {
        "site": [
            house.site(
                "films", outcome="partial", reason=ATTACKS[0], profile=ATTACKS[1], zone=ATTACKS[2], language=ATTACKS[3]
            )
        ],
        "title": titles,
        "comment": comments,
        "body": bodies,
        "repeat": repeats,
        "reject": rejects,
        "duplicate": duplicates,
        "boilerplate_block": [
            {"block_id": f"l{number}", "text": attack, "words": 1} for number, attack in enumerate(ATTACKS)
        ],
        "boilerplate_body": [
            {"block_id": f"l{number}", "body_id": f"b{number}{extra}"}
            for number in range(len(ATTACKS))
            for extra in range(2)
        ],
        "thread_read": [
            house.read(1, title, 2, claimed=5, reason=ATTACKS[number], ended_normally=False)
            for number, title in enumerate(titles)
        ],
        "capture": [row | {"outcome": "error", "reason": ATTACKS[0]} for row in house.captures(1, titles)],
        "date_order": [
            {
                "site_id": "films",
                "shape": attack[:200],
                "date_order": None,
                "rule": attack[:100],
                "votes_for": 1.0,
                "votes_against": 0.0,
                "examples_for": [attack],
                "examples_against": [attack],
            }
            for attack in ATTACKS
        ],
        "selector_hit": [
            {"site_id": "films", "profile": ATTACKS[0], "selector": attack[:200], "pages": 1, "hits": 1}
            for attack in ATTACKS
        ],
    }


@pytest.fixture(scope="session")
def hostile(house_of: Callable[[], Any]) -> Path:
    house = house_of()
    facts = house.load(
        1,
        hostile_tables(house),
        troubles=list(ATTACKS),
        outcome="trouble",
        checks=[{"name": attack[:50], "severity": "warn", "says": attack, "offending": 1} for attack in ATTACKS],
    )
    index: Path = house.report(facts)
    return index
