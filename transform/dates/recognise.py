"""Whether a whole text is a date line, for the page reader; never whether a date hides in prose, never what it says."""

from __future__ import annotations

import re

_LONGEST = 80
_NUMERIC = re.compile(
    r"""(?:(?:[^\W\d_]{2,12}\.?\s*[:,]?\s*){0,2}|\()     # "Posted on", a weekday
    \d{1,4}\s?(?:[./-]|年|년)\s?\d{1,2}\s?(?:[./-]|月|월)\s?\d{1,4}\s?[.日일號号]?
    (?:\s*(?:[,@|·•–~T-]|[^\W\d_]{1,5}\.?)?\s*\d{1,2}\s?[:.h時时시]\s?\d{2}.{0,30})?\)?""",
    re.VERBOSE,
)
_MONTH = re.compile(
    r"""(?:[^\W\d_]{2,12}\.?[\s:,]*){0,3}(?:\d{1,2}(?:st|nd|rd|th|\.)?(?:\sde)?\s)?
    (?:jan|feb|fév|mar|mär|apr|avr|abr|may|mai|jun|jui|jul|aug|aoû|ago|sep|oct|okt|out|nov|dec|dez|déc|dic)[^\W\d_]{0,7}\.?
    [\s,]+(?:de\s)?\d{1,4}(?:st|nd|rd|th)?(?:,?\s\d{4})?(?:[\s,]+.{0,5}\d{1,2}[:.h]\d{2}.{0,15})?""",
    re.VERBOSE | re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"""(?:about|over|almost|posted|vor|il\sy\sa|hace|há)?\s?(?:\d{1,4}|an?|ein\w*|un\w*)\s?[^\W\d_]{1,12}\.?
    (?:\s(?:ago|temu|fa|atrás|geleden|назад|önce|sitten|siden|sedan)|\s?[前전])?(?:\s\(\w+\))?""",
    re.VERBOSE | re.IGNORECASE,
)
_DAY = re.compile(
    r"(?:today|yesterday|heute|gestern|hier|ayer|ieri|ontem|вчера|сегодня|昨日|昨天|今天|just now)(?:.{0,6}\d{1,2}[:.]\d{2}.{0,5})?",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\b(?:ago|vor|il y a|hace|há|temu|fa|atrás|geleden|назад|önce|sitten|siden|sedan)\b|[前전]", re.IGNORECASE
)


def looks_like_date(text: str) -> bool:
    """Say whether the whole of a visible text reads as one date line: "12.03.2024 19:42", "vor 2 Wochen"."""
    text = text.strip()
    if not 2 <= len(text) <= _LONGEST:
        return False
    if _NUMERIC.fullmatch(text) or _MONTH.fullmatch(text) or _DAY.fullmatch(text):
        return True
    return bool(_RELATIVE.fullmatch(text) and _AGO.search(text))
