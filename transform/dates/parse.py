"""From one text to what it says of a date, with no order, no reference and no zone applied yet. Pure and cached."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from transform.dates.clock import Found, colon_clock, loose_clock
from transform.dates.day import Core, find_day, find_part, find_second_day
from transform.dates.east_asian import with_plain_numbers
from transform.dates.leftovers import is_line, shape_of, words_without_place, wrappers_of
from transform.dates.lexicon import Lexicon, Tag, fills, lexicon, speakers
from transform.dates.machine import parse_machine
from transform.dates.normalise import WORD, normalise
from transform.dates.parsed import Clock, Item, Parsed, rejected
from transform.dates.relative import Relative, find_span
from transform.dates.tokens import Cell, cells, skeletons

_LONGEST = 160
_MOST_CELLS = 48
_MOST_WORDS = 14
_MOST_UNKNOWN_BESIDE_SPAN = 2
_MOST_LANGUAGES = 16
_EDITED = Tag("w", "edited")
_BESIDE_A_MONTH = frozenset("Dfwx.,:;()@|-")

_DIGIT = re.compile(r"\d")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_NUMBER = re.compile("[nty]")
_RANGE = re.compile(r"[nty]f?[-/~]D|D[-/~][nty]")


def parse(text: str, language: str | None) -> Parsed:
    """Parse a visible text; `language` as the data files name it, None tries English and then all others."""
    return _parse(text, language) if len(text) <= 4 * _LONGEST else rejected("too-long")


@lru_cache(maxsize=65_536)
def _parse(text: str, language: str | None) -> Parsed:
    text = normalise(text)
    if not text:
        return rejected("empty")
    machine = parse_machine(text)
    if machine is not None:
        return machine
    if len(text) > _LONGEST:
        return rejected("too-long")
    if not _LETTER_OR_DIGIT.search(text):
        return rejected("no-date")
    text = with_plain_numbers(text, language)
    best: Parsed | None = None
    for candidate in dict.fromkeys(filter(None, (language, "en"))):
        found = _parse_in(text, lexicon(candidate))
        if found.rejected_by is None and (not found.unknown or (candidate == language and _is_whole(found))):
            return found
        best = _better(best, found)
    if best is None or best.rejected_by is not None or best.unknown:
        best = _better(best, _parse_anywhere(text, language))
    return best if best is not None else rejected("no-date")


def _is_whole(found: Parsed) -> bool:
    """Say whether a year, a month and a day were read: then words beside them are names, not another language."""
    return bool(found.days) and found.days[0].year is not None and found.precision not in ("month", "year")


def _better(one: Parsed | None, other: Parsed | None) -> Parsed | None:
    if one is None or other is None:
        return one or other
    if one.rejected_by is not None:
        # a veto that names a reason says more than "no-date"
        return other if other.rejected_by is None or one.rejected_by == "no-date" else one
    if other.rejected_by is not None:
        return one
    return other if other.unknown < one.unknown else one


def _parse_anywhere(text: str, language: str | None) -> Parsed | None:
    """Try every language that knows the text's words; they must agree, else all their readings remain."""
    words = {word for word in WORD.findall(text) if not word[0].isdecimal()}
    if len(words) > _MOST_WORDS:
        return None
    votes = Counter(candidate for word in words for candidate in speakers(word) | fills(word))
    for tried in (language, "en"):
        if tried is not None:
            votes.pop(tried, None)
    best: Parsed | None = None
    asked = 0
    for count in sorted(set(votes.values()), reverse=True):
        candidates = sorted(candidate for candidate, voted in votes.items() if voted == count)[:_MOST_LANGUAGES]
        asked += len(candidates)
        if asked > _MOST_LANGUAGES and best is not None:
            break
        found = _agreed([_parse_in(text, lexicon(candidate)) for candidate in candidates], "ambiguous-language")
        if (
            found is not None
            and _is_weak(text, found)
            and _is_short(words - set(WORD.findall(" ".join(found.wrappers))))
        ):
            found = rejected("no-date")  # "Set 2", "4k": few letters of a language that nobody named
        if found is not None and found.rejected_by is None and not found.unknown:
            return found
        best = _better(best, found)
    return best


def _is_weak(text: str, found: Parsed) -> bool:
    """Say whether little speaks for a date: no clock, no year, no "ago", no day before the month."""
    if found.clock is not None:
        return False
    if found.rule == "relative":
        return found.bare or not _DIGIT.search(text)
    return found.rule == "weekday" or (found.rule == "month-name-yearless" and not text[0].isdecimal())


def _is_short(words: Iterable[str]) -> bool:
    return all(len(word) <= 3 and word.isascii() for word in words)


def _agreed(found: Iterable[Parsed], rule: str) -> Parsed | None:
    """Keep the readings with the fewest words left over; where they differ, all their days remain."""
    found = list(found)
    good = [one for one in found if one.rejected_by is None]
    if not good:
        return found[0] if found else None
    least = min(one.unknown for one in good)
    good = [one for one in good if one.unknown == least]
    first = good[0]
    if all((one.days, one.span, one.clock) == (first.days, first.span, first.clock) for one in good):
        return first
    calendar = [one for one in good if one.days]
    if not calendar:
        return rejected(rule)
    days = dict.fromkeys(day for one in calendar for day in one.days)
    return replace(calendar[0], days=tuple(days), rule=rule if len(days) > 1 else calendar[0].rule)


def _parse_in(text: str, words: Lexicon) -> Parsed:
    found = cells(text, words)
    if len(found) > _MOST_CELLS:
        return rejected("too-long")
    found, wrappers = _without_edit_note(text, found)
    readings: list[Parsed] = []
    for marks, tags in skeletons(found):
        items = [Item(tag.mark, tag.value, c.text, c.start, c.end, c.tags) for c, tag in zip(found, tags, strict=True)]
        reading = _read(text, items, marks, words.language)
        readings.append(reading)
        if reading.rejected_by is None and not reading.unknown:
            break
    chosen = _agreed(readings, "ambiguous-words") or rejected("no-date")
    return replace(chosen, wrappers=chosen.wrappers + wrappers) if wrappers else chosen


def _without_edit_note(text: str, found: list[Cell]) -> tuple[list[Cell], tuple[str, ...]]:
    """Cut off what follows a date as a note of its editing: the first date is the one of posting."""
    for at, cell in enumerate(found):
        if (cell.text == "~" or _EDITED in cell.tags) and any(before.text[0].isdecimal() for before in found[:at]):
            while at and found[at - 1].text in "([|,;-·•":
                at -= 1
            return found[:at], (text[found[at].start :].strip(" -|,;·•"),)
    return found, ()


def _read(text: str, items: list[Item], marks: str, language: str) -> Parsed:
    clock: Clock | None = None
    found = colon_clock(items, marks)
    if found is not None:
        clock, items, marks = _taken(items, marks, found)
    core = find_day(items, marks, language)
    if core is None and clock is None and ("R" in marks or "W" in marks):
        found = loose_clock(items, marks)
        if found is not None:
            clock, items, marks = _taken(items, marks, found)
    if core is None:
        relative = find_span([item for item in items if item.mark != "C"], has_clock=clock is not None)
        if relative is not None:
            return _behind(text, items, relative, clock)
        core = find_part(items, marks)
    if core is None:
        return _weekday_alone(text, items, marks, clock)
    if core.rejected_by is not None:
        return rejected(core.rejected_by)
    return _dated(text, items, marks, core, clock, language)


def _behind(text: str, items: list[Item], relative: Relative, clock: Clock | None) -> Parsed:
    if relative.rejected_by is not None:
        return rejected(relative.rejected_by)
    if relative.unknown > (_MOST_UNKNOWN_BESIDE_SPAN if relative.strong else 0):
        return rejected("prose")
    return Parsed(
        "relative-clock" if clock is not None else relative.rule,
        clock.precision if clock is not None else relative.precision,
        clock=clock,
        span=relative.span,
        wrappers=wrappers_of(text, items, "C"),
        unknown=relative.unknown,
        bare=not relative.strong,
    )


def _taken(items: list[Item], marks: str, found: Found) -> tuple[Clock, list[Item], str]:
    """Replace the items of a clock by one."""
    whole = Item("C", "", "", items[found.start].start, items[found.end - 1].end)
    return (
        found.clock,
        [*items[: found.start], whole, *items[found.end :]],
        f"{marks[: found.start]}C{marks[found.end :]}",
    )


def _dated(text: str, items: list[Item], marks: str, core: Core, clock: Clock | None, language: str) -> Parsed:
    whole = Item("D", "", "", items[core.start].start, items[core.end - 1].end)
    rest = [*items[: core.start], whole, *items[core.end :]]
    rest_marks = f"{marks[: core.start]}D{marks[core.end :]}"
    if clock is None and core.precision == "day":
        found = loose_clock(rest, rest_marks)
        if found is not None and not found.start <= core.start < found.end:
            clock, rest, rest_marks = _taken(rest, rest_marks, found)
    if _NUMBER.search(rest_marks):
        other = find_second_day(rest, rest_marks, language)
        if other is not None and other.days == core.days:
            # a label for the eye and one for the ear: "Posted on 5/12/09 at Posted on 5/12/09"
            rest = [*rest[: other.start], *rest[other.end :]]
            rest_marks = f"{rest_marks[: other.start]}{rest_marks[other.end :]}"
        elif other is not None or _RANGE.search(rest_marks):
            return rejected("two-dates")
    if core.rule in ("numeric", "yearless") and "X" in rest_marks:
        return rejected("numbered")
    weekday = next((int(item.value) for item in rest if item.mark == "W"), None)
    unknown = words_without_place(rest, rest_marks)
    strong = core.whole or (clock is not None and core.precision == "day" and core.rule != "yearless")
    if (
        core.rule == "yearless"
        and clock is None
        and weekday is None
        and (language == "en" or not (core.shape or "").endswith("."))
    ):
        return rejected("fraction")
    if unknown is None or (any(unknown) if not strong else not is_line(*unknown)):
        return rejected("prose")
    if core.precision in ("month", "year") and set(rest_marks) - _BESIDE_A_MONTH:
        return rejected("prose")
    if core.precision in ("month", "year") and clock is not None:
        return rejected("no-date")
    shape = core.shape and shape_of(rest, core.shape)
    precision = clock.precision if clock is not None else core.precision
    wrappers = wrappers_of(text, rest, "DC")
    return Parsed(
        core.rule,
        precision,
        days=core.days,
        clock=clock,
        weekday=weekday,
        shape=shape,
        wrappers=wrappers,
        unknown=sum(unknown),
        two_digits=core.two_digits,
    )


def _weekday_alone(text: str, items: list[Item], marks: str, clock: Clock | None) -> Parsed:
    weekdays = {item.value for item in items if item.mark == "W"}
    if len(weekdays) != 1:
        return rejected("clock-only" if clock is not None else "no-date")
    if set(marks) - set("WCfwF.,()-;'@|+"):
        return rejected("prose")
    precision = clock.precision if clock is not None else "day"
    return Parsed(
        "weekday", precision, clock=clock, weekday=int(weekdays.pop()), wrappers=wrappers_of(text, items, "CW")
    )
