"""How many numeric dates a thread's evidence settles, and how many of them wrongly, beside fastdateinfer.

Run: python tests/benchmarks/bench_dates_threads.py [--quick]
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from simulated_dates import SimulatedThread, threads  # noqa: E402

from transform.dates import OrderDecision, Votes, date_votes, pool, read_thread, settle_order  # noqa: E402

LENGTHS = (1, 2, 3, 5, 10, 50)
SITE = 20  # threads that share a site when votes are pooled
Answers = list[date | None]


def main() -> None:
    """Print settled and wrong shares of the clean dates, by length of thread."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="a tenth of the threads")
    count = 600 if arguments.parse_args().quick else 6_000
    peer = _fastdateinfer()
    print(f"{count} threads of each length, 2 % dirt; shares of the clean dates, in percent")
    print(f"{'dates':>6} {'reader':<28} {'settled':>8} {'wrong':>7}")
    for length in LENGTHS:
        simulated = list(threads(count, length, seed=1))
        _show(length, "nightreel, thread alone", simulated, [_alone(thread) for thread in simulated])
        if peer is not None:
            _show(length, "fastdateinfer", simulated, [peer(thread) for thread in simulated])
        sites = list(threads(count, length, seed=2, threads_a_site=SITE))
        _show(length, f"nightreel, {SITE} threads pooled", sites, _pooled(sites))
    if peer is None:
        print("fastdateinfer is missing: pip install fastdateinfer")


def _votes(thread: SimulatedThread) -> dict[str, Votes]:
    texts = [one.text for one in thread.dates]
    return date_votes(texts, captured_at=thread.captured_at, not_before=thread.released)


def _read(thread: SimulatedThread, decisions: dict[str, OrderDecision]) -> Answers:
    texts = [one.text for one in thread.dates]
    readings = read_thread(texts, reference=thread.captured_at, decisions=decisions)
    return [datetime.fromisoformat(one.at).date() if one.at is not None else None for one in readings]


def _alone(thread: SimulatedThread) -> Answers:
    return _read(thread, {shape: settle_order(votes) for shape, votes in _votes(thread).items()})


def _pooled(sites: Sequence[SimulatedThread]) -> list[Answers]:
    votes: dict[tuple[int, str], list[Votes]] = defaultdict(list)
    for thread in sites:
        for shape, one in _votes(thread).items():
            votes[thread.site, shape].append(one)
    decisions: dict[int, dict[str, OrderDecision]] = defaultdict(dict)
    for (site, shape), several in votes.items():
        decisions[site][shape] = settle_order(pool(several))
    return [_read(thread, decisions[thread.site]) for thread in sites]


def _fastdateinfer() -> Callable[[SimulatedThread], Answers] | None:
    try:
        import fastdateinfer
    except ModuleNotFoundError:
        return None

    def infer(thread: SimulatedThread) -> Answers:
        # it is given the days without their clocks, which its patterns trip over
        texts = [re.split(r"[ ,]", one.text.raw)[0] for one in thread.dates]
        try:
            found = fastdateinfer.infer(texts).format
        except ValueError:
            return [None] * len(texts)
        return [_strptime(text, found) for text in texts]

    return infer


def _strptime(text: str, pattern: str) -> date | None:
    try:  # some inferred patterns name a field twice
        return datetime.strptime(text, pattern).date()
    except (ValueError, re.error):
        return None


def _show(length: int, reader: str, simulated: Iterable[SimulatedThread], answers: Iterable[Answers]) -> None:
    clean = settled = wrong = 0
    for thread, found in zip(simulated, answers, strict=True):
        for one, answer in zip(thread.dates, found, strict=True):
            if one.dirty:
                continue
            clean += 1
            settled += answer is not None
            wrong += answer is not None and answer != one.truth
    print(f"{length:>6} {reader:<28} {100 * settled / clean:>8.2f} {100 * wrong / clean:>7.3f}")


if __name__ == "__main__":
    main()
