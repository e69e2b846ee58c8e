"""Pages per second of a rebuild: archived pages read again, made into values and loaded, night after night.

    python tests/benchmarks/bench_rebuild.py [--quick] [--pages 10000] [--workers 2]

The pages are made up: two nights of the same titles on four sites, each with a thread of 0 to 120 comments; on the
second a thread has one comment more, and every tenth an edited one. Trust the ratios more than the figures.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from bench_read import sentence, thread

from extract.archive import Archive, Facts
from extract.records import Capture
from extract.site import Site
from flows.plan import Plan
from flows.rebuild import rebuild
from flows.runs import RunFacts, instant, write_facts
from flows.settings import Settings
from warehouse.query import open_release

SITES = tuple(f"shelf-{number}" for number in range(4))
LENGTHS = (0, 3, 12, 40, 120)
FIRST = datetime(2026, 1, 1, 2, tzinfo=UTC)


def main() -> None:
    """Archive the pages, rebuild, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the pages")
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    pages = options.pages // 10 if options.quick else options.pages
    with tempfile.TemporaryDirectory(prefix="bench-rebuild-") as folder:
        data_dir = Path(folder) / "data"
        size = archive(data_dir, pages)
        print(f"{pages:,} archived pages, mean {size / pages / 1024:.0f} KiB, {options.workers} processes\n")
        sites = tuple(Site(site_id=site) for site in SITES)
        plan = Plan(data_dir, Settings(data=data_dir, workers=options.workers), sites)
        spent: dict[str, float] = {}
        with patch("flows.rebuild._untold", timer(spent)):
            began, cpu = time.perf_counter(), cpu_seconds()
            done = rebuild(plan, agreed=lambda _: True)
            wall, cpu = time.perf_counter() - began, cpu_seconds() - cpu
        with open_release(data_dir / "nightreel.duckdb") as release:
            comments = release.value("select count(*) from comment_revision")
    assert done.pages == pages, f"{done.pages} pages were read, not {pages}"
    print(f"{'part':32} {'seconds':>8} {'pages/s':>8}")
    for name, seconds in spent.items():
        print(f"{name:32} {seconds:8.1f} {pages / seconds:8,.0f}")
    print(f"{'whole, published':32} {wall:8.1f} {pages / wall:8,.0f}   {comments:,} states of comments")
    print(f"{'its CPU, of all processes':32} {cpu:8.1f} {pages / cpu:8,.0f}")
    print(f"peak memory of the main process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


def archive(data_dir: Path, pages: int) -> int:
    """Store two nights of pages as two runs would have, and return the sum of their sizes."""
    size = 0
    with Archive(data_dir) as stored:
        for night in (1, 2):
            at = FIRST + timedelta(days=night - 1)
            run_id = f"{at.date()}.01"
            facts = RunFacts(run_id=run_id, night=at.date().isoformat(), started_at=instant(at), outcome="ok")
            write_facts(data_dir, facts)
            for number in range(pages // 2):
                site_id = SITES[number % len(SITES)]
                url = f"https://{site_id}.example/film/{number}"
                body = page(number, night)
                size += len(body)
                told = Facts(night=at.date(), run_id=run_id, thread=url, page=1, host=f"{site_id}.example")
                headers = (("Content-Type", "text/html; charset=utf-8"),)
                capture = Capture(url, body, site_id=site_id, fetched_at=at, status=200, headers=headers)
                entry = stored.add(capture, told)
                stored.add_thread(
                    site_id, url, at, night=at.date(), run_id=run_id, pages=(entry.capture_id,), ended_normally=True
                )
    return size


def page(number: int, night: int) -> bytes:
    """Make a title's page: navigation, JSON-LD, related links, and a thread that grows by one comment a night."""
    chance = random.Random(number)
    menu = "".join(f"<li class='menu-{i}'><a href='/s/{i}'>Section {i}</a></li>" for i in range(60))
    related = "".join(f"<div class='card'><a href='/film/{i}'>Film {i}</a><b>20{i:02}</b></div>" for i in range(24))
    linked = f'{{"@type": "Movie", "name": "Film {number}", "aggregateRating": {{"ratingValue": "7.{number % 10}"}}}}'
    synopsis = sentence(chance, 60)
    shown = thread(chance, chance.choice(LENGTHS) + night - 1)
    if night > 1 and number % 10 == 0:
        shown = shown.replace("<p>", "<p>Seen again: ", 1)
    return (
        f"<!doctype html><html lang='en'><head><title>Film {number} - Shelf</title>"
        f"<link rel='canonical' href='/film/{number}'><script type='application/ld+json'>{linked}</script></head>"
        f"<body><nav><ul>{menu}</ul></nav><main><h1>Film {number}</h1><p>{synopsis}</p>{shown}</main>"
        f"<aside>{related}</aside></body></html>"
    ).encode()


def timer(spent: dict[str, float]) -> object:
    """What stands in a step's place and adds up how long each step takes."""

    @contextmanager
    def step(name: str) -> Iterator[dict[str, int]]:
        began = time.perf_counter()
        yield {}
        spent[name] = spent.get(name, 0.0) + time.perf_counter() - began

    return step


def cpu_seconds() -> float:
    """CPU time of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
