"""Whether a whole text is a date line, for the page reader; never whether a date hides in prose, never what it says."""

from __future__ import annotations

import re
from functools import lru_cache

from transform.dates.lexicon import speakers
from transform.dates.normalise import WORD, normalise
from transform.dates.parse import parse
from transform.dates.parsed import Parsed

_LONGEST = 80
_MOST_WORDS = 12
_MOST_STRANGERS = 4
_SPAN = re.compile(r"\d{1,3} ?[^\W\d_]{1,2}\.?")  # "14h", "5mo": the age of a post; "45 min" is a running time


def looks_like_date(text: str) -> bool:
    """Say whether the whole of a visible text reads as one date line: "12.03.2024 19:42", "vor 2 Wochen".

    Cheap on what is none: most texts of a page are too long or hold no number and no word of dates.
    """
    text = text.strip()
    return 2 <= len(text) <= _LONGEST and _reads_as_date(text)


@lru_cache(maxsize=8192)
def _reads_as_date(text: str) -> bool:
    has_digit = any(c.isdecimal() for c in text)
    words = [word for word in WORD.findall(normalise(text)) if not word[0].isdecimal()]
    if len(words) > _MOST_WORDS:
        return False
    strangers = sum(not speakers(word) for word in words)
    if strangers > (_MOST_STRANGERS if has_digit else 0):
        return False
    parsed = parse(text, None)
    return parsed.rejected_by is None and _is_line(text, parsed)


def _is_line(text: str, parsed: Parsed) -> bool:
    if parsed.unknown > 1 or (parsed.precision == "year" and parsed.span is None):
        return False
    if parsed.bare:
        return bool(_SPAN.fullmatch(text))
    return parsed.rule != "epoch" and not (parsed.rule == "weekday" and parsed.clock is None)
