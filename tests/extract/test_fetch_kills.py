"""A night that is killed fifty times, at any moment, goes on where it was."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from extract.archive import Archive, verify
from tests.extract.misbehaving import NIGHT, Fetching, Server, reply

THREADS, PAGES_EACH, KILLS = 100, 5, 50


def fetch(data: Path, starts: list[str], run_id: str) -> None:
    """Fetch the night in a process of its own."""
    fetching = Fetching(data)
    fetching.night(fetching.site(*starts), run_id=run_id, sleep=None)
    fetching.archive.close()


@pytest.mark.slow
def test_fifty_kills_of_a_night_of_five_hundred_pages(tmp_path: Path) -> None:
    chance = random.Random(7)
    routes = {}
    for n in range(THREADS):
        for page in range(1, PAGES_EACH + 1):
            following = f"next=/{n}/{page + 1}" if page < PAGES_EACH else ""
            routes[f"/{n}/{page}"] = slow(f"comments of {n}, page {page}; {following} {'words ' * 300}")
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.extract.misbehaving"])
    with Server(routes) as server:
        starts = [server.url(f"/{n}/1") for n in range(THREADS)]
        killed = 0
        while killed < KILLS:
            before = len(server.asked)
            process = processes.Process(target=fetch, args=(tmp_path, starts, f"run-{killed}"))
            process.start()
            enough = before + chance.randint(1, 12)
            while len(server.asked) < enough and process.is_alive():
                time.sleep(0.001)
            time.sleep(chance.random() * 0.012)
            process.kill()
            process.join()
            killed += 1
        fetch(tmp_path, starts, "run-last")
        asked = Counter(server.paths())

    with Archive(tmp_path) as archive:
        stored = Counter(
            entry.url for entry in archive.ledger.captures_of_night("films", NIGHT) if entry.facts.role == "page"
        )
        threads = archive.ledger.threads_of_night("films", NIGHT)
        assert set(stored.values()) == {1}, "every page is archived once"
        assert len(stored) == THREADS * PAGES_EACH
        assert [len(thread.captures) for thread in threads] == [PAGES_EACH] * THREADS
        assert all(thread.ended_normally for thread in threads)
        assert sum(asked.values()) <= THREADS * PAGES_EACH + KILLS, "one unfinished page a kill, no more"
        assert max(asked.values()) <= 1 + KILLS
        assert verify(archive).problems == (), "ledger and archive agree"
        known = archive.ledger.captures_of_night("films", NIGHT)
        archive.index()
        assert archive.ledger.captures_of_night("films", NIGHT) == known


def slow(text: str):
    """Answer after a moment, so that kills hit requests too."""
    answer = reply(text)

    def behave(line, asked) -> bool:
        time.sleep(0.004)
        return answer(line, asked)

    return behave
