"""The words of each language: every language that the data files hold reads its own months and spans."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime

import pytest

from transform.dates import read_date
from transform.dates.generate_lexicon import HEADER, LEXICON, lines
from transform.dates.generate_orders import HEADER as ORDERS_HEADER
from transform.dates.generate_orders import ORDERS
from transform.dates.generate_orders import lines as order_lines
from transform.dates.lexicon import languages, lexicon

CAPTURED = datetime(2025, 9, 15, 12)


def test_at_least_fifty_languages_are_known() -> None:
    assert len(languages()) >= 50


@pytest.mark.parametrize("language", languages())
def test_every_name_of_a_month_is_read(language: str) -> None:
    wrong = []
    for name, tags in lexicon(language).phrases.items():
        months = {int(tag.value) for tag in tags if tag.mark == "M"}
        if months and not name[0].isdigit():
            read = read_date(f"12 {name} 2019", language=language)
            readings = {read.at, *read.alternatives} - {None}
            if not readings & {f"2019-{month:02}-12" for month in months}:
                wrong.append((name, read))
    assert wrong == []


@pytest.mark.parametrize("language", languages())
def test_yesterday_is_read(language: str) -> None:
    phrases = [
        phrase
        for phrase, tags in lexicon(language).phrases.items()
        if any(tag.mark == "R" and tag.value == "1 day" for tag in tags)
    ]
    read = [read_date(phrase, language=language, reference=CAPTURED).at for phrase in phrases]
    assert phrases or language == "tk", "CLDR's Turkmen word did not reach us"
    assert set(read) <= {"2025-09-14", None}
    assert read == [] or read[0] == "2025-09-14"


def test_reading_dates_loads_no_heavy_library() -> None:
    code = (
        "import sys; from transform.dates import read_date, looks_like_date; read_date('12 mars 2024');"
        "looks_like_date('vor 2 Wochen');"
        "print(sorted({'babel', 'dateparser', 'pandas', 'numpy', 'bs4', 'lxml', 'duckdb'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_the_data_files_are_what_cldr_says_now() -> None:
    sample = ("de", "he", "sw", "th", "zh-Hant")
    stored = LEXICON.read_text(encoding="utf-8")
    assert stored.startswith(HEADER)
    assert [line for line in stored.splitlines(keepends=True) if line.split("\t")[0] in sample] == list(lines(sample))
    assert ORDERS.read_text(encoding="utf-8") == ORDERS_HEADER + "".join(order_lines())
