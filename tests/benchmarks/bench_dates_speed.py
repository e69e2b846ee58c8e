"""How fast dates are read: a column like a night's, and distinct texts beside dateparser with hints.

Run: python tests/benchmarks/bench_dates_speed.py [--quick]. Times are CPU time: a busy machine does not change them.
The distinct texts are those of tests/transform/test_dates_phrases.py, which were written for nightreel: the share that
a reader gets right there says something of dateparser, not of us.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1] / "transform")]

import pandas as pd  # noqa: E402
from test_dates_phrases import CAPTURED, PHRASES  # noqa: E402

from transform.dates import order_of_locale, read_date  # noqa: E402
from transform.dates.column import read_date_column  # noqa: E402
from transform.dates.parse import _parse  # noqa: E402

FORMS = (
    *("{at:%d/%m/%y at %I:%M%p}", "{at:%B %d, %Y at %I:%M %p}", "{at:%d.%m.%Y %H:%M}", "{at:%Y-%m-%dT%H:%M:%SZ}"),
    *("{at:%d %b %Y}", "Posted: {at:%a %b %d, %Y %I:%M %p}", "{at:%d. {month} %Y um %H:%M Uhr}", "{days} days ago"),
)
MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
Text = tuple[str, str]  # locale, text


def main() -> None:
    """Print both tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="a tenth of the rows")
    quick = arguments.parse_args().quick
    _column(rows=100_000 if quick else 1_000_000, distinct=3_000 if quick else 30_000)
    _distinct()


def _column(rows: int, distinct: int) -> None:
    rng = random.Random(1)
    texts = sorted({_text(rng) for _ in range(distinct)})
    column = pd.Series(rng.choices(texts, k=rows))
    started = time.process_time()
    table = read_date_column(column, language="en", order="dmy", reference=CAPTURED)
    seconds = time.process_time() - started
    settled = 100 * table["at"].notna().mean()
    print(f"column: {rows:,} rows, {len(texts):,} distinct: {rows / seconds:,.0f} dates/s, {settled:.1f} % settled")


def _text(rng: random.Random) -> str:
    at = CAPTURED - timedelta(minutes=rng.randrange(9_000_000))
    form = rng.choice(FORMS).replace("{month}", MONTHS[at.month - 1])
    return form.format(at=at, days=rng.randrange(2, 700))


def _distinct() -> None:
    cases = [(locale, text, expected) for expected, phrasings in PHRASES.items() for locale, text in phrasings]
    texts = [(locale, text) for locale, text, _ in cases]
    wanted = [expected for _, _, expected in cases]
    print(f"distinct: {len(cases)} texts, each read once\n{'reader':<24} {'texts/s':>9} {'right':>7}")
    _time("nightreel", texts, wanted, _ours)
    try:
        import dateparser
    except ModuleNotFoundError:
        print("dateparser is missing: pip install dateparser")
        return

    def peer(text: Text) -> str | None:
        locale, raw = text
        settings = {"RELATIVE_BASE": CAPTURED, "PREFER_DATES_FROM": "past"}
        order = order_of_locale(locale)
        if order is not None:
            settings["DATE_ORDER"] = order.upper()
        try:
            found = dateparser.parse(raw, languages=[locale] if locale else None, settings=settings)
        except ValueError:  # a locale that it does not have
            found = dateparser.parse(raw, settings=settings)
        return found.isoformat() if found is not None else None

    _time("dateparser, with hints", texts, wanted, peer)


def _ours(text: Text) -> str | None:
    locale, raw = text
    return read_date(raw, language=locale or None, order=order_of_locale(locale), reference=CAPTURED).at


def _time(name: str, texts: Sequence[Text], wanted: Sequence[str], read: Callable[[Text], str | None]) -> None:
    for text in texts:
        read(text)  # loads words and compiles patterns: what a night pays once
    _parse.cache_clear()
    started = time.process_time()
    found = [read(text) for text in texts]
    seconds = time.process_time() - started
    right = sum(answer is not None and answer.startswith(want) for answer, want in zip(found, wanted, strict=True))
    print(f"{name:<24} {len(texts) / seconds:>9,.0f} {100 * right / len(texts):>6.1f}%")


if __name__ == "__main__":
    main()
