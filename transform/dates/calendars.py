"""Years and days of calendars other than the Gregorian one, where a site writes them. Exact conversions only."""

from __future__ import annotations

from datetime import date, timedelta

# first Gregorian year of each era, minus one: https://www.ndl.go.jp/ (Japan); the Republic counts from 1912
ERAS = {
    "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867,
    "民國": 1911, "民国": 1911, "中華民國": 1911, "中华民国": 1911, "r": 2018, "h": 1988, "s": 1925,
}  # fmt: skip

# years in which the 33-year rhythm of Persian leap years breaks (Borkowski, as in the jalaali libraries)
_BREAKS = (-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178)
_BUDDHIST = range(2440, 2700)
_PERSIAN = range(1300, 1500)


def gregorian_year(year: int) -> int:
    """Read a written year: years of the Buddhist era are turned, all others stay."""
    return year - 543 if year in _BUDDHIST else year


def is_persian_year(year: int) -> bool:
    """Say whether a year can only be one of the Persian solar calendar (AD 1921 to 2120)."""
    return year in _PERSIAN


def from_persian(year: int, month: int, day: int) -> date | None:
    """Turn a day of the Persian solar calendar, or None where there is no such day."""
    if year not in _PERSIAN or not 1 <= month <= 12 or not 1 <= day <= (31 if month <= 6 else 30):
        return None
    if month == 12 and day == 30 and _new_year(year + 1) - _new_year(year) != timedelta(366):
        return None
    days = (month - 1) * 31 - max(0, month - 7) + day - 1
    return _new_year(year) + timedelta(days)


def _new_year(year: int) -> date:
    """Give the Gregorian day of 1 Farvardin."""
    gregorian = year + 621
    leaps, before = -14, _BREAKS[0]
    for after in _BREAKS[1:]:
        jump = after - before
        if year < after:
            break
        leaps += jump // 33 * 8 + jump % 33 // 4
        before = after
    passed = year - before
    leaps += passed // 33 * 8 + (passed % 33 + 3) // 4
    if jump % 33 == 4 and jump - passed == 4:
        leaps += 1
    gregorian_leaps = gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150
    return date(gregorian, 3, 20 + leaps - gregorian_leaps)
