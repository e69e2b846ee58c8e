"""dateparser reads languages that we do not hold, and is believed only where it proves itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

from transform.dates import read_date


@pytest.mark.parametrize(
    ("language", "text", "at", "rule"),
    [
        ("br", "12 Meurzh 2019", "2019-03-12", "dateparser"),
        ("mt", "12 Marzu 2019", "2019-03-12", "dateparser"),
        ("fy", "12 maart 2019 10:21", "2019-03-12T10:21:00", "month-name"),  # Dutch has the same word
        ("br", "12 Meurzh", None, None),  # it would take the year from its reference
        ("br", "12 dra 2019", None, None),
        ("xx", "12 Meurzh 2019", None, None),
        ("en", "12 Meurzhh 2019", None, None),
    ],
)
def test_languages_without_words_of_ours(language: str, text: str, at: str | None, rule: str | None) -> None:
    read = read_date(text, language=language)
    assert (read.at, read.rule) == (at, rule)


def test_it_is_loaded_only_when_needed() -> None:
    code = (
        "import sys; from transform.dates import read_date;"
        "read_date('12 March 2019', language='br'); print('dateparser' in sys.modules);"
        "read_date('12 Meurzh 2019', language='br'); print('dateparser' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
