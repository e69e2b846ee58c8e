"""What is left for dateparser: texts in languages whose words we do not hold. Believed only where it proves itself.

dateparser answers where it should doubt (a day as a month, a year from two digits), so an answer counts only if it
is the same in every order of day and month, if it holds every number of the text, and if it does not move with the
reference. It is loaded when first needed and asked once for each text.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from transform.dates.lexicon import language_of
from transform.dates.normalise import normalise
from transform.dates.parsed import Clock, Day, Parsed, rejected

_LONGEST = 80
_NUMBER = re.compile(r"\d+")
_YEAR_AND_DAY = re.compile(r"\b\d{4}\b.*\b\d{1,2}\b|\b\d{1,2}\b.*\b\d{4}\b")
_REFERENCES = (datetime(2001, 6, 11, 5, 7, 9), datetime(2003, 9, 23, 16, 38, 47))
_ORDERS = ("DMY", "MDY")
_NOT_READ = rejected("no-date")


def left_over(text: str, parsed: Parsed, tag: str | None) -> Parsed:
    """Give dateparser's reading of a text that the grammar could not read, or what the grammar said of it.

    It is asked for languages that the data files lack, and for others where a year stands with a day and the grammar
    found no form in them.
    """
    if parsed.rejected_by not in ("no-date", "prose") or not tag:
        return parsed
    if language_of(tag) is not None and (parsed.rejected_by == "prose" or not _YEAR_AND_DAY.search(text)):
        return parsed
    if len(text) > _LONGEST or not any(c.isdecimal() for c in text) or not any(c.isalpha() for c in text):
        return parsed
    found = _asked(normalise(text), tag.replace("_", "-").split("-")[0].lower())
    return parsed if found.rejected_by is not None else found


@lru_cache(maxsize=4096)
def _asked(text: str, language: str) -> Parsed:
    # the import costs a third of a second, and most nights never come here
    from dateparser.date import DateDataParser

    answers = []
    for reference in _REFERENCES:
        for order in _ORDERS:
            settings = {"RELATIVE_BASE": reference, "DATE_ORDER": order, "PREFER_DATES_FROM": "past"}
            try:
                answer = DateDataParser(languages=[language], settings=settings).get_date_data(text)
            except Exception:  # an unknown language is a ValueError; on odd texts it has raised nearly everything
                return _NOT_READ
            answers.append((answer.date_obj, answer.period))
    at, period = answers[0]
    if at is None or any(answer != answers[0] for answer in answers) or period not in ("day", "month", "time"):
        return _NOT_READ
    numbers = [int(number) for number in _NUMBER.findall(text)]
    told = {at.year, at.year % 100, at.month, at.day, at.hour, at.hour % 12 or 12, at.minute, at.second}
    if at.year not in numbers or not set(numbers) <= told or (period != "month" and at.day not in numbers):
        return _NOT_READ
    timed = ":" in text and (at.hour, at.minute, at.second) != (0, 0, 0)
    clock = Clock(at.hour, at.minute, at.second, precision="second" if text.count(":") > 1 else "minute")
    return Parsed(
        "dateparser",
        "month" if period == "month" else clock.precision if timed else "day",
        days=(Day(at.year, at.month, None if period == "month" else at.day),),
        clock=clock if timed else None,
    )
