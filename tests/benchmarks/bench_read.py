"""Pages read per CPU second, beside trafilatura and extruct in the same run, and the cost of one very long thread.

    python tests/benchmarks/bench_read.py [FOLDER] [--quick]

FOLDER holds saved pages (any depth); without one, pages are generated. A peer that is not installed is named.
Trust the ratios more than the figures, and mind what each reader gives: extruct looks at data made for machines only,
trafilatura gives comments as one text without authors and dates. `parsing alone` is decoding and lxml's tree, which
no reader of trees can go below.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from extract.read import Limits, read, read_links
from extract.read.document import open_document
from extract.records import Capture

WORDS = [
    *("the", "light", "of", "this", "film", "is", "its", "best", "actor"),
    *("and", "comes", "close", "behind", "every", "scene"),
]
LONG = 100_000
GIVES = {
    "parsing alone": "a tree",
    "nightreel read": "title, comments as records, links",
    "nightreel read_links": "links",
    "trafilatura (comments)": "title, text, comments as text",
    "trafilatura (fast)": "text, comments as text",
    "extruct": "JSON-LD, microdata, OpenGraph as they stand",
}


def generated(count: int) -> list[bytes]:
    """Return made-up title pages: navigation, data for machines, related links, and threads of 0 to 120 comments."""
    chance = random.Random(7)
    pages = []
    for number in range(count):
        menu = "".join(f"<li class='menu-{i}'><a href='/s/{i}'>Section {i}</a></li>" for i in range(60))
        related = "".join(f"<div class='card'><a href='/film/{i}'>Film {i}</a><b>20{i:02}</b></div>" for i in range(24))
        filler = "".join(f"<script>var s{i} = '{'x' * 900}';</script>" for i in range(40))
        linked = (
            f'{{"@type": "Movie", "name": "Film {number}", "aggregateRating": {{"ratingValue": "7.{number % 10}"}}}}'
        )
        stated = (
            f"<meta property='og:title' content='Film {number}'><meta property='og:type' content='video.movie'>"
            f"<meta property='og:description' content='{sentence(chance, 12)}'>"
        )
        crumbs = "".join(
            f"<li itemscope itemtype='https://schema.org/ListItem'><a itemprop='item' href='/{i}'>"
            f"<span itemprop='name'>Shelf {i}</span></a></li>"
            for i in range(3)
        )
        pages.append(
            f"<!doctype html><html lang='en'><head><title>Film {number} - Shelf</title>{stated}{filler}"
            f"<script type='application/ld+json'>{linked}</script></head><body>"
            f"<nav><ul>{menu}</ul></nav><ol>{crumbs}</ol><main>"
            f"<h1>Film {number}</h1><p>{sentence(chance, 60)}</p>{thread(chance, chance.choice([0, 3, 12, 40, 120]))}"
            f"</main><aside>{related}</aside></body></html>".encode()
        )
    return pages


def sentence(chance: random.Random, length: int) -> str:
    """Return made-up prose."""
    return " ".join(chance.choices(WORDS, k=length)).capitalize() + "."


def thread(chance: random.Random, count: int) -> str:
    """Return a made-up thread as a site would mark it up."""
    rows = "".join(
        f"<li class='comment depth-{1 + i % 3}' id='c{i}'><div class='meta'>"
        f"<b class='author'>Reader{chance.randrange(900)}</b>"
        f"<time datetime='2024-{1 + i % 12:02}-{1 + i % 28:02}T10:00'>{1 + i % 28} May 2024</time></div>"
        f"<div class='comment-text'><p>{sentence(chance, 20 + i % 50)}</p></div>"
        "<a class='reply' href='#'>Reply</a></li>"
        for i in range(count)
    )
    return f"<section id='comments'><h2>{count} comments</h2><ol class='comment-list'>{rows}</ol></section>"


def peers() -> dict[str, Callable[[bytes], object] | None]:
    """Return the readers to compare with; None for one that is not installed."""
    out: dict[str, Callable[[bytes], object] | None] = {
        "trafilatura (comments)": None,
        "trafilatura (fast)": None,
        "extruct": None,
    }
    try:
        import trafilatura

        out["trafilatura (comments)"] = lambda body: trafilatura.extract(
            body, include_comments=True, output_format="json"
        )
        out["trafilatura (fast)"] = lambda body: trafilatura.extract(body, fast=True, include_comments=True)
    except ImportError:
        pass
    try:
        import extruct

        syntaxes = ["json-ld", "microdata", "opengraph"]
        out["extruct"] = lambda body: extruct.extract(
            body.decode("utf-8", "replace"), syntaxes=syntaxes, errors="ignore"
        )
    except ImportError:
        pass
    return out


def pages_per_second(reader: Callable[[bytes], object], pages: list[bytes]) -> tuple[float, int]:
    """Return pages per CPU second and how many pages the reader failed on."""
    failed = 0
    reader(pages[0])
    started = time.process_time()
    for body in pages:
        try:
            reader(body)
        except Exception:  # a peer may raise anything; the page counts as failed
            failed += 1
    return len(pages) / max(1e-9, time.process_time() - started), failed


def peak_mib() -> float:
    """Return this process's peak memory; Linux hands ru_maxrss on to children, VmHWM not."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def long_thread(count: int) -> None:
    """Read one page of very many comments, in a process of its own; print time and peak memory."""
    comments = thread(random.Random(7), count)
    body = f"<!doctype html><html><head><title>Long</title></head><body>{comments}</body></html>".encode()
    before = peak_mib()
    started = time.process_time()
    page = read(Capture("https://shelf.test/long", body), limits=Limits(seconds=600))
    seconds = time.process_time() - started
    peak = peak_mib()
    print(
        f"one page of {len(body) / 1e6:.1f} MB with {count:,} comments: {len(page.comments):,} read, {seconds:.1f} s, ",
        end="",
    )
    print(f"{peak - before:,.0f} MiB above the page")


def main() -> None:
    """Run and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--quick", action="store_true", help="fewer pages, a shorter thread")
    parser.add_argument("--long-thread", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.long_thread:
        long_thread(given.long_thread)
        return
    if given.folder is not None:
        files = sorted(p for p in given.folder.rglob("*") if p.suffix in (".html", ".htm") and p.is_file())
        pages = [path.read_bytes() for path in files]
        source = f"{len(pages)} pages of {given.folder.name}"
    else:
        pages = generated(60)
        source = f"{len(pages)} generated pages"
    if given.quick:
        pages = pages[:: max(1, len(pages) // 25)]
    mean = sum(map(len, pages)) / len(pages) / 1024
    print(f"{source}{', a part of them' if given.quick else ''}; mean {mean:.0f} KiB\n")
    print(f"{'reader':26} {'pages/CPU s':>12} {'failed':>7}  gives")
    ours: dict[str, Callable[[bytes], object]] = {
        "parsing alone": lambda body: open_document(Capture("https://shelf.test/film/a", body)).root,
        "nightreel read": lambda body: read(Capture("https://shelf.test/film/a", body)),
        "nightreel read_links": lambda body: read_links(Capture("https://shelf.test/film/a", body)),
    }
    for name, reader in {**ours, **peers()}.items():
        if reader is None:
            print(f"{name:26} {'not installed':>12}")
            continue
        speed, failed = pages_per_second(reader, pages)
        print(f"{name:26} {speed:12.1f} {failed:7}  {GIVES[name]}")
    print()
    sys.stdout.flush()
    subprocess.run([sys.executable, __file__, "--long-thread", str(LONG // 20 if given.quick else LONG)], check=False)


if __name__ == "__main__":
    main()
