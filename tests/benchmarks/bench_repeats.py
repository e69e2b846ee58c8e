"""Repeated text inside comments: how much of it goes, how much goes that should stay, and how fast.

Run: python tests/benchmarks/bench_repeats.py [--quick] [--show]
No library takes repeated text out of one comment, so there is no peer.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from repeated_text import REPEATS, Sample, repeats, staying  # noqa: E402

from transform.repeats import SplitBody, split_body  # noqa: E402


def main() -> None:
    """Print recall by kind, false removals, and comments a second."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="a tenth of the comments")
    arguments.add_argument("--show", action="store_true", help="print what went wrong")
    given = arguments.parse_args()
    count, stay = (100, 5_000) if given.quick else (1_000, 50_000)
    print(f"{'repeat':<16} {'comments':>8} {'right':>7}")
    right = 0
    for kind in REPEATS:
        samples = list(repeats(kind, count))
        wrong = [sample for sample in samples if split(sample).cleaned != sample.expected]
        right += count - len(wrong)
        print(f"{kind:<16} {count:>8} {1 - len(wrong) / count:>7.4f}")
        _tell(wrong[:3] if given.show else [])
    print(f"{'all':<16} {count * len(REPEATS):>8} {right / count / len(REPEATS):>7.4f}")
    samples = list(staying(stay))
    started = time.process_time()
    bodies = [split(sample) for sample in samples]
    seconds = time.process_time() - started
    wrong = [sample for sample, body in zip(samples, bodies, strict=True) if body.cleaned != sample.expected]
    print(f"without repeats: {len(wrong)} of {stay} lost text {dict(Counter(sample.kind for sample in wrong))}")
    print(f"{stay / seconds:,.0f} comments per CPU second, {sum(len(s.raw) for s in samples) // stay} characters each")
    _tell(wrong[:10] if given.show else [])


def split(sample: Sample) -> SplitBody:
    """Split a sample with all that its page gives."""
    return split_body(
        sample.raw,
        preview=sample.preview,
        headline=sample.headline,
        quotes=sample.quotes,
        rating_spans=sample.rating_spans,
    )


def _tell(samples: list[Sample]) -> None:
    for sample in samples:
        print(f"--- {sample.kind}\n{sample.raw}\n  ->\n{split(sample).cleaned}")


if __name__ == "__main__":
    main()
