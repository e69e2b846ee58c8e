"""A text capture as lines: what they say, how far in they stand, what blank lines set apart, which heads the thread."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.read.threads.vocabulary import is_reply_text
from extract.read.words import counted_nouns, says_none, thread_heading

_LINE_ENDS = re.compile(r"\r\n|\n\r|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_RULE = re.compile(r"[-=*_~#–—•·. ]{3,}")
_POINT = re.compile(r"[-–—•·|,/]{1,2}")
_BLANK = " \t\u00a0\u3000\ufeff\u200b"
_ARROWS = re.compile(r"(?:[↳└├»│]\s*)+(?=\S)")
_OF = re.compile(r"\d\s*(?:of|von|sur|de|di|su|van|av|af|z|ze|из|od|/)$", re.IGNORECASE)
_ON = re.compile(
    r"[(\[（—–:：-]|(?:on|to|for|about|zu|auf|über|sur|à|pour|sobre|a|para|su|per|op|over|do|na|o|к|о|на|till|til|til)\s|[\"“„«‘「《]",
    re.IGNORECASE,
)
_TAB = 4
_ARROW = 2
_LONGEST_HEADING = 60
_DOUBLE_SPACED = 0.9


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the space around it: `indent` counts columns, `after_gap` tells of a blank line above."""

    text: str
    after_gap: bool
    indent: int = 0


def lines_of(text: str) -> list[Line]:
    """Return the lines that say something. Where all stand between blank ones, blank lines set nothing apart."""
    out: list[Line] = []
    gap = True
    for raw in _LINE_ENDS.split(text):
        line = raw.strip(_BLANK)
        if not line or _RULE.fullmatch(line):
            gap = True
            continue
        if _POINT.fullmatch(line):
            continue
        before = raw[: len(raw) - len(raw.lstrip(_BLANK))]
        out.append(Line(line, gap, sum(_TAB if c == "\t" else 2 if c == "\u3000" else 1 for c in before)))
        gap = False
    if len(out) > 2 and sum(line.after_gap for line in out) > _DOUBLE_SPACED * len(out):
        return [Line(line.text, False, line.indent) for line in out]
    return out


def without_arrows(line: Line) -> Line:
    """Return a line without the arrows that mark an answer ("↳ Ada, 3 March"); each counts as a step in."""
    match = _ARROWS.match(line.text)
    if match is None:
        return line
    steps = sum(not c.isspace() for c in match[0])
    return Line(line.text[match.end() :], line.after_gap, line.indent + _ARROW * steps)


def headings_at(lines: Sequence[Line]) -> tuple[int | None, list[int]]:
    """Return the first line that names comments as a heading does, and those that count them too."""
    named: int | None = None
    counted: list[int] = []
    loose: list[int] = []
    pattern = thread_heading()
    for index, line in enumerate(lines):
        if len(line.text) > _LONGEST_HEADING:
            continue
        match = pattern.fullmatch(line.text)
        if match is None:
            if _loosely_counted(line.text) is not None:
                loose.append(index)
        elif match["before"] or match["after"]:
            counted.append(index)
        elif named is None and not is_reply_text(line.text):
            named = index
    return named, counted or loose


def count_in(heading: str) -> str | None:
    """Return the number of comments in a heading, as written."""
    match = thread_heading().fullmatch(heading)
    if match is None:
        return _loosely_counted(heading)
    return (match["before"] or match["after"] or "").strip() or None


def _loosely_counted(line: str) -> str | None:
    """The number in a heading that says more than it: "12 comments on “Winter”", "Showing 1-3 of 12 reviews"."""
    match = counted_nouns().search(line)
    if match is None or line[-1] in ".!?…。！？":
        return None
    before, after = line[: match.start()].strip(), line[match.end() :].strip()
    if not (before == "" or _OF.search(before)) or not (after == "" or _ON.match(after)):
        return None
    return (match["before"] or match["after"] or match["far"] or "").strip() or None


def none_at(lines: Sequence[Line]) -> int | None:
    """Return the line that says that there are no comments."""
    short = (i for i, line in enumerate(lines) if len(line.text) <= _LONGEST_HEADING)
    return next((i for i in short if says_none().fullmatch(lines[i].text)), None)
