"""East Asian dates in plain numbers: 年月日, 년월일, 時分, numerals, eras. Rewrites texts, decides nothing."""

from __future__ import annotations

import re

from transform.dates.calendars import ERAS

# marks between the parts of a date that says by itself which part is which; private characters, in no page
YMD, MD = "\ue000", "\ue001"

_NUMERALS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2, "元": 1}
_HAN_NUMBER = re.compile(
    r"(?<![期周週拜])[〇零一二三四五六七八九十两兩]+(?=\s*(?:[年月日號号天周週時时點点分秒]|小[时時]|[个個箇か]|星期|[礼禮]拜))"
)
_ERA = re.compile(
    rf"({'|'.join(sorted((era for era in ERAS if len(era) > 1), key=len, reverse=True))})\s*(\d{{1,3}}|元)\s*年"
)
_ERA_LETTER = re.compile(r"(?<![a-z\d])([rhs])(\d{1,2})([./])(\d{1,2})\3(\d{1,2})(?!\d)")
_CJK_DAY = re.compile(
    r"(?:(?<!\d)(\d{4}|\d{2})\s*[年년]\s*)?(?<!\d)(\d{1,2})\s*[月월]\s*(3[01]|[12]\d|0?[1-9])"
    # the mark of the day may be missing, but what follows must not count something else: 2月3个
    r"(?:\s*[日号號일](?!前|전|間|后|後)|(?=\s*$|\s*\d{1,2}:\d\d|[^\d\s개個个か]|\s+\D))"
)
_CJK_MONTH = re.compile(r"(?<!\d)(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]")
_CJK_YEAR = re.compile(r"^(\d{4})\s*[年년]$")
_CJK_CLOCK = re.compile(
    r"(\d{1,2})\s*[時时點点시](?![間间간前전])\s*(?:(\d{1,2})\s*[分분](?:\s*(\d{1,2})\s*[秒초])?|(半|반))?"
)
_CJK = re.compile(r"[年月日時时點点前天周週년월일시]|[〇零一二三四五六七八九十]")


def with_plain_numbers(text: str, language: str | None) -> str:
    """Write East Asian numerals, eras and date marks in the form that the grammar reads: year YMD month YMD day."""
    if language == "ja":
        text = _ERA_LETTER.sub(_era_letter, text)
    if not _CJK.search(text):
        return text
    text = _HAN_NUMBER.sub(_han_number, text)
    text = _ERA.sub(lambda m: f"{ERAS[m[1]] + (1 if m[2] == '元' else int(m[2]))}年", text)
    text = _CJK_CLOCK.sub(
        lambda m: f" {m[1]}:{(m[2] or ('30' if m[4] else '0')):0>2}{':' + m[3] if m[3] else ''} ", text
    )
    text = _CJK_DAY.sub(lambda m: f" {m[1]}{YMD}{m[2]}{YMD}{m[3]} " if m[1] else f" {m[2]}{MD}{m[3]} ", text)
    text = _CJK_MONTH.sub(rf" \1{YMD}\2 ", text)
    return _CJK_YEAR.sub(r"\1", text).strip()


def _han_number(match: re.Match[str]) -> str:
    text = match.group()
    if "十" not in text:
        return "".join(str(_NUMERALS[c]) for c in text)
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return text
    return str((_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0))


def _era_letter(match: re.Match[str]) -> str:
    return f"{ERAS[match[1]] + int(match[2])}{match[3]}{match[4]}{match[3]}{match[5]}"
