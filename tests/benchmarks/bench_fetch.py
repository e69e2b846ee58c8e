"""Pages a second and CPU of a fetch on loopback, beside Scrapy and beside requests with threads, in the same run.

    python tests/benchmarks/bench_fetch.py [--quick] [--memory] [--peers PYTHON]

The site stands on eight ports, delay 0. Our side archives every page and keeps its ledger, with robots.txt and one
request at a time per host; the peers keep nothing. `--peers` names a Python that has scrapy and requests.
`--memory` fetches 20,000 pages and prints the peak after the first 1,000 beside the last.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PORTS = 8
PAGE_BYTES = 50_000
VARIANTS = 32


def main() -> None:
    """Run the bench, or one side of it (for the subprocesses)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="400 pages instead of 2,000")
    parser.add_argument("--memory", action="store_true", help="20,000 pages (quick: 4,000), memory only")
    parser.add_argument("--peers", default=sys.executable, help="a Python with scrapy and requests")
    parser.add_argument("--side", choices=sorted(SIDES), help=argparse.SUPPRESS)
    parser.add_argument("--urls", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side is not None:
        json.dump(measured(SIDES[given.side], json.loads(given.urls.read_text()), given.data), sys.stdout)
        return
    if given.memory:
        print_memory(4_000 if given.quick else 20_000)
    else:
        print_speed(400 if given.quick else 2_000, given.peers)


def print_speed(pages: int, peers: str) -> None:
    """Print a small table: ours, a second night of ours, and the peers."""
    with serving() as bases, tempfile.TemporaryDirectory() as folder:
        urls = Path(folder) / "urls.json"
        urls.write_text(json.dumps([f"{bases[n % PORTS]}/t/{n}" for n in range(pages)]))
        rows = [
            ("nightreel, first night", run(sys.executable, "ours", urls, folder)),
            ("nightreel, nothing changed", run(sys.executable, "again", urls, folder)),
            ("requests, 16 threads", run(peers, "threads", urls, folder)),
            ("Scrapy, 16 at once", run(peers, "scrapy", urls, folder)),
        ]
    print(f"{pages} pages of {PAGE_BYTES // 1000} KB on {PORTS} hosts")
    print(f"{'':28}{'pages/s':>9}{'CPU s':>8}{'peak MiB':>10}")
    for name, row in rows:
        if row is None:
            print(f"{name:28}{'missing':>9}")
        elif row["pages"] != pages:
            print(f"{name:28}  had {row['pages']} of {pages}: {row['note']}")
        else:
            print(f"{name:28}{pages / row['seconds']:9.0f}{row['cpu']:8.1f}{row['peak']:10.0f}")


def print_memory(pages: int) -> None:
    """Print the peak memory after the first 1,000 pages and after all."""
    with serving() as bases, tempfile.TemporaryDirectory() as folder:
        urls = Path(folder) / "urls.json"
        urls.write_text(json.dumps([f"{bases[n % PORTS]}/t/{n}" for n in range(pages)]))
        row = run(sys.executable, "ours", urls, folder)
    if row is not None:
        print(f"peak after 1,000 pages {row['note']} MiB, after {row['pages']:,} {row['peak']:.0f} MiB")


def run(python: str, side: str, urls: Path, folder: str) -> dict[str, Any] | None:
    """Run one side in a process of its own; None where it is not installed."""
    command = [python, __file__, "--side", side, "--urls", str(urls), "--data", folder]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, check=False)
    if "ModuleNotFoundError" in done.stderr:
        return None
    if done.returncode != 0:
        raise SystemExit(f"{side}: {done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def measured(side: Any, urls: list[str], data: Path) -> dict[str, Any]:
    """Run one side and say what it took."""
    began, before = time.perf_counter(), time.process_time()
    pages, seconds, note = side(urls, data)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took = seconds if seconds is not None else time.perf_counter() - began
    return {"pages": pages, "seconds": took, "cpu": time.process_time() - before, "peak": peak, "note": note}


def ours(urls: list[str], data: Path, night: int = 2) -> tuple[int, float | None, str]:
    """Fetch a first night."""
    from datetime import UTC, date, datetime

    from extract.archive import Archive
    from extract.fetch import FetchEvent, FetchSettings, fetch_site
    from extract.site import Site

    class NoLinks:
        next_pages = title_links = ()
        noindex, canonical = False, None

    seen, early = 0, ""

    def progress(event: FetchEvent) -> None:
        nonlocal seen, early
        if event.what.startswith("page/"):
            seen += 1
            if seen == 1_000:
                early = f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"

    began = time.perf_counter()
    with Archive(data) as archive:
        fetched = fetch_site(
            Site("bench", pages=tuple(urls), delay=0.0, allow_private=True, max_titles=len(urls)),
            archive=archive,
            night=date(2026, 3, night),
            clock=lambda: datetime.now(UTC),
            run_id=f"run-{night}",
            user_agent="nightreel/bench",
            deadline=None,
            stop=threading.Event(),
            progress=progress,
            links=lambda capture: NoLinks(),
            settings=FetchSettings(latency_factor=0.0),
            links_rules="bench",
        )
    pages = fetched.counts.get("page/ok", 0) + fetched.counts.get("page/unchanged", 0)
    return pages, time.perf_counter() - began, early


def again(urls: list[str], data: Path) -> tuple[int, float | None, str]:
    """Fetch a second night, on which nothing changed."""
    return ours(urls, data, night=3)


def threads(urls: list[str], data: Path) -> tuple[int, float | None, str]:
    """Ask with requests and 16 threads with a session each, and keep nothing."""
    import queue

    import requests

    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for url in urls:
        waiting.put(url)
    had: list[int] = []

    def work() -> None:
        with requests.Session() as session, contextlib.suppress(queue.Empty):
            while True:
                had.append(len(session.get(waiting.get_nowait()).content))

    workers = [threading.Thread(target=work) for _ in range(16)]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(length >= PAGE_BYTES for length in had), time.perf_counter() - began, ""


def scrapy(urls: list[str], data: Path) -> tuple[int, float | None, str]:
    """Ask with Scrapy, robots.txt obeyed, without its cache."""
    from scrapy import Spider
    from scrapy.crawler import CrawlerProcess

    had: list[int] = []

    class Titles(Spider):
        name = "titles"
        start_urls = urls

        def parse(self, response: Any) -> None:
            had.append(len(response.body))

    process = CrawlerProcess(
        {"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": True, "DOWNLOAD_DELAY": 0}
        | {"CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 16}
    )
    process.crawl(Titles)
    began = time.perf_counter()
    process.start()
    return sum(length >= PAGE_BYTES for length in had), time.perf_counter() - began, ""


SIDES = {"ours": ours, "again": again, "threads": threads, "scrapy": scrapy}


# -- the site ------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def serving() -> Any:
    """Serve the site from a process of its own, and yield its addresses."""
    ports: Any = multiprocessing.get_context("spawn").Queue()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(ports,), daemon=True)
    process.start()
    try:
        yield [f"http://127.0.0.1:{port}" for port in ports.get(timeout=60)]
    finally:
        process.kill()
        process.join()


def serve(ports: Any) -> None:
    """Serve pages of pseudo-random comments with an ETag on eight ports."""
    chance = random.Random(5)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))) for _ in range(3_000)]
    bodies = []
    for _ in range(VARIANTS):
        body = ""
        while len(body) < PAGE_BYTES:
            text = " ".join(chance.choices(words, k=60))
            body += f'<div class="comment"><b>{chance.choice(words)}</b><p>{text}</p></div>'
        bodies.append(body[:PAGE_BYTES].encode())

    class Site(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self.transport, self.waiting = transport, b""

        def data_received(self, data: bytes) -> None:
            self.waiting += data
            while b"\r\n\r\n" in self.waiting:
                head, self.waiting = self.waiting.split(b"\r\n\r\n", 1)
                self.transport.write(answer(head))

    def answer(head: bytes) -> bytes:
        path = head.split(b" ", 2)[1]
        if not path.startswith(b"/t/"):
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        etag = b'"' + path + b'"'
        if b"f-none-match: " + etag in head.replace(b"N", b"n").replace(b"M", b"m"):
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n"
        body = b"<h1>" + path + b"</h1>" + bodies[int(path[3:]) % VARIANTS]
        return (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: %s\r\nContent-Length: %d\r\n\r\n"
            % (etag, len(body))
        ) + body

    async def listen() -> None:
        loop = asyncio.get_running_loop()
        servers = [await loop.create_server(Site, "127.0.0.1", 0, backlog=256) for _ in range(PORTS)]
        ports.put([server.sockets[0].getsockname()[1] for server in servers])
        await asyncio.gather(*(server.serve_forever() for server in servers))

    asyncio.run(listen())


if __name__ == "__main__":
    main()
