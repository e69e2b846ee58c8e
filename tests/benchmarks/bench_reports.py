"""How long a morning's report takes, and how much of it the next night writes again.

Builds a warehouse of its own (2,000 titles with 200,000 comments; with --quick a tenth of that) through the real
staging, makes the report of the first night and that of a second one that touches 40 titles. Prints seconds, peak
memory of the report alone, and the sizes that matter. There is no peer to run beside it: nothing else writes this page.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.load import load_run
from warehouse.staging import STAGED

FIRST = datetime(2026, 3, 1, 1, 15, tzinfo=UTC)
VOCABULARY = (
    "harbour winter lantern slow ferry ending actor orchestra plot garden silence season episode pages "
    "mirror stranger comedy border village promise photograph engine river honest clumsy tender loud colour"
)
WORDS = VOCABULARY.split()

REPORT = """
import json, re, sys, time
from datetime import datetime
from pathlib import Path
from reports import build_report
# the parent's peak would count in ru_maxrss: Linux hands it on
data, run = Path(sys.argv[1]), sys.argv[2]
facts = json.loads((data / "runs" / f"{run}.json").read_text())
began = time.perf_counter()
build_report(data, facts=facts, now=datetime.fromisoformat(facts["ended_at"]), zone="Europe/Berlin", locale="de")
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1)) / 1024
print(json.dumps({"seconds": time.perf_counter() - began, "mib": peak}))
"""


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the titles and comments")
    titles = 200 if parser.parse_args().quick else 2_000
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        stage_night(data, 1, titles, range(titles))
        load_run(data, run_of(1))
        first = report(data, 1)
        stage_night(data, 2, titles, range(0, titles, titles // 40))
        load_run(data, run_of(2))
        second = report(data, 2)
        print(f"{titles:,} titles, {titles * 100:,} comments")
        print(f"{'':28}{'first night':>14}{'second night':>14}")
        for name, key, form in (
            ("seconds", "seconds", "{:.1f}"),
            ("peak MiB", "mib", "{:.0f}"),
            ("title pages", "pages", "{:,}"),
            ("title pages written", "written", "{:,}"),
            ("largest title page, KB", "largest", "{:.0f}"),
            ("index, KB", "index", "{:.0f}"),
            ("list of titles, KB", "list", "{:.0f}"),
        ):
            print(f"{name:28}{form.format(first[key]):>14}{form.format(second[key]):>14}")


def report(data: Path, night: int) -> dict[str, Any]:
    """Make one night's report in a process of its own, and measure it and its files."""
    out = subprocess.run(
        [sys.executable, "-c", REPORT, str(data), run_of(night)], capture_output=True, text=True, check=True
    )
    folder = data / "reports" / run_of(night)
    pages = list((folder / "title").glob("*.html"))
    return json.loads(out.stdout) | {
        "pages": len(pages),
        "written": sum(page.stat().st_nlink == 1 for page in pages),
        "largest": max(page.stat().st_size for page in pages) / 1000,
        "index": (folder / "index.html").stat().st_size / 1000,
        "list": (folder / "titles.html").stat().st_size / 1000,
    }


def run_of(night: int) -> str:
    """The id of a night's run."""
    return f"{(FIRST + timedelta(days=night - 1)).date()}.01"


def stage_night(data: Path, night: int, titles: int, touched: range) -> None:
    """Stage one night; every title has 100 comments on average, one in a hundred titles ten times as many."""
    seen = FIRST + timedelta(days=night - 1)
    rng = random.Random(7)
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("title", "comment", "body", "thread_read", "duplicate")
    }
    for number in range(titles):
        title_id = digest("title", number)
        count = 1_000 if number % 100 == 0 else 91
        title = {
            "title_id": title_id,
            "site_id": f"site{number % 5}",
            "capture_id": digest("page", number, night)[:16],
            "observed_at": seen,
            "canonical_url": f"https://films.example/{number}",
            "name": f"{rng.choice(WORDS).title()} {number}",
            "kind": "film",
            "year": 1950 + number % 75,
            "synopsis": text(rng, 40),
            "rating_raw": "7.5",
            "rating_value": 7.5,
            "rating_best": 10.0,
            "rating_percent": 75.0 + night * (number in touched and night > 1),
            "rating_count": 100,
            "state": "live",
        }
        comments = [comment(rng, title, index, seen, rows) for index in range(count)]
        if number in touched and night > 1:
            comments.append(comment(random.Random(number), title, count, seen, rows))
        if number in touched:
            rows["title"].append(title)
            rows["comment"] += comments
        rows["thread_read"].append(
            {
                "title_id": title_id,
                "site_id": title["site_id"],
                "read_at": seen,
                "pages": 1,
                "claimed": len(comments),
                "read": len(comments) if number in touched else None,
                "unchanged": number not in touched,
                "ended_normally": True,
            }
        )
    facts = {
        "run_id": run_of(night),
        "night": seen.date().isoformat(),
        "started_at": seen.isoformat(),
        "outcome": "ok",
        "ended_at": (seen + timedelta(hours=1)).isoformat(),
        "published": True,
        "steps": [],
        "troubles": [],
        "checks": [],
        "sites": [{"site_id": f"site{n}", "outcome": "ok", "pages_failed": 0} for n in range(5)],
    }
    (data / "runs").mkdir(exist_ok=True)
    (data / "runs" / f"{run_of(night)}.json").write_text(json.dumps(facts))
    folder = data / "staging" / run_of(night)
    folder.mkdir(parents=True)
    rows["body"] = list({row["body_id"]: row for row in rows["body"]}.values())
    rows["site"] = [{"site_id": f"site{n}", "outcome": "ok", "pages_fetched": 9, "pages_failed": 0} for n in range(5)]
    for table, found in rows.items():
        if found:
            columns = {name: [row.get(name) for row in found] for name in STAGED[table].names}
            pq.write_table(pa.table(columns, STAGED[table]), folder / f"{table}-0.parquet")


def comment(
    rng: random.Random, title: dict[str, Any], index: int, seen: datetime, rows: dict[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    """One comment; its body is staged, and now and then a copy of another."""
    said = (
        "Word for word the same again, and again under another name."
        if index % 40 == 39
        else text(rng, rng.randint(15, 120))
    )
    body_id = digest("body", said)
    rows["body"].append({"body_id": body_id, "raw": said, "cleaned": said, "words": said.count(" ") + 1})
    posted = datetime(2020, 1, 1) + timedelta(days=rng.randint(0, 2200), minutes=rng.randint(0, 1439))
    percent = rng.randint(1, 10) * 10.0
    comment_id = digest(title["title_id"], index)
    if index % 40 == 39 and (title["title_id"], index) != (digest("title", 0), 39):
        rows["duplicate"].append(
            {
                "comment_id": comment_id,
                "cluster_id": digest("cluster"),
                "similarity": 1.0,
                "containment": 1.0,
                "canonical_comment_id": digest(digest("title", 0), 39),
                "rule": "exact",
            }
        )
    return {
        "comment_id": comment_id,
        "title_id": title["title_id"],
        "site_id": title["site_id"],
        "capture_id": title["capture_id"],
        "observed_at": seen,
        "site_comment_id": str(index),
        "parent_comment_id": digest(title["title_id"], index - 1) if index % 4 == 3 else None,
        "depth": int(index % 4 == 3),
        "position": index,
        "author": f"Reader {rng.randint(1, 5000)}",
        "permalink": f"{title['canonical_url']}#c{index}",
        "posted_raw": posted.isoformat(" "),
        "posted_local": posted,
        "posted_date": posted.date(),
        "posted_at": posted.replace(tzinfo=UTC),
        "posted_precision": "minute",
        "posted_rule": "iso",
        "posted_relative": False,
        "rating_raw": f"{percent / 10:g}/10",
        "rating_value": percent / 10,
        "rating_best": 10.0,
        "rating_percent": percent,
        "rating_kind": "numeric",
        "rating_rule": "n-of-m",
        "body_id": body_id,
        "read_by": "engine",
        "confidence": 0.97,
        "truncated": False,
    }


def text(rng: random.Random, words: int) -> str:
    """Words in sentences and paragraphs."""
    return "\n".join(
        " ".join(rng.choice(WORDS) for _ in range(min(words - start, 40))).capitalize() + "."
        for start in range(0, words, 40)
    )


def digest(*parts: object) -> str:
    """An id in the form of the real ones."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]


if __name__ == "__main__":
    main()
