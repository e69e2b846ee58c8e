"""Reads a rating whose value markup states: schema.org properties, data attributes, structured data.

schema.org says that the best is 5 where none is stated; a value above 5 refutes that, and then the scale is unknown.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from transform.ratings.convention import letter, reading, rejected
from transform.ratings.fold import fold
from transform.ratings.reading import RatingReading
from transform.ratings.text import read_text

SCHEMA_ORG_BEST: Final = 5.0
_NUMBER: Final = re.compile(r"([+-]?\d{1,7}(?:[.,]\d{1,17})?)\s*(%?)$")
_OF: Final = re.compile(r"(\d{1,4}(?:[.,]\d{1,17})?)\s*/\s*(\d{1,4}(?:[.,]\d+)?)$")


def stated_number(text: str | float | None) -> float | None:
    """Return the number a stated property holds ("4,5", "8.7", 9), or None; never negative, never infinite."""
    if text is None or isinstance(text, bool):
        return None
    if isinstance(text, int | float):
        return float(text) if 0 <= text <= 10_000_000 else None
    if len(text) > 60:
        return None
    found = _NUMBER.match(fold(text))
    if found is None:
        return None
    value = float(found[1].replace(",", "."))
    return value if value >= 0 else None


def read_stated(
    value: str | float | None,
    *,
    best: str | float | None = None,
    worst: str | float | None = None,
    raw: str | None = None,
    schema_org: bool = True,
    settled_best: float | None = None,
) -> RatingReading:
    """Read what markup states of a rating.

    `schema_org` says whether the value was stated as schema.org's ratingValue, whose best is 5 by definition where
    none is given, unless `settled_best` says what the site's evidence settled; for other attributes the scale stays
    unknown. `raw` is what a person would quote, else the value.
    """
    quoted = raw if raw is not None else "" if value is None else str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return rejected(quoted, "empty")
    scale, least = stated_number(best), stated_number(worst)
    if isinstance(value, str):
        folded = fold(value)
        pair = _OF.match(folded)
        if pair is not None:
            return reading(
                quoted,
                value=float(pair[1].replace(",", ".")),
                best=float(pair[2].replace(",", ".")),
                worst=least,
                kind="numeric",
                rule="n-of-m",
            )
        grade = letter(folded)
        if grade is not None:
            return reading(quoted, value=grade, best=100.0, kind="letter", rule="letters-metacritic")
        if folded.endswith("%") and scale is None:
            scale = 100.0
    number = stated_number(value)
    if number is None:
        said, _ = read_text(value, None, None, settled_best) if isinstance(value, str) else (None, None)
        return rejected(quoted, "no-number") if said is None or said.value is None else replace(said, raw=quoted)
    if least is not None and number < least:
        return rejected(quoted, "under-worst")  # what pages state where nobody rated
    rule = "schema-org" if schema_org else "stated"
    if scale is not None and scale > 0 and number <= scale:
        return reading(quoted, value=number, best=scale, worst=least, kind="numeric", rule=rule)
    if scale is None and settled_best is not None and number <= settled_best:
        return reading(quoted, value=number, best=settled_best, worst=least, kind="numeric", rule=f"{rule}+site-scale")
    if scale is None and schema_org and number <= SCHEMA_ORG_BEST:
        return reading(
            quoted, value=number, best=SCHEMA_ORG_BEST, worst=least, kind="numeric", rule="schema-org-best-5"
        )
    return reading(quoted, value=number, worst=least, kind="numeric", rule=rule)
