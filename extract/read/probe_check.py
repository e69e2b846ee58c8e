"""Holds a proposed profile against the page that it was made from: what reads worse than no rule at all goes.

A rule that is left out costs nothing, as the finder reads what a profile leaves open; a wrong one costs every comment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extract.read.limits import Limits
from extract.read.profile import ProfileError, parse_profile
from extract.read.reading import read
from extract.read.threads.rated import reading_of
from extract.records import Capture, Extraction, RawComment

_FIELDS: tuple[tuple[str, Callable[[RawComment], object]], ...] = (
    ("body", lambda c: c.body),
    ("author", lambda c: c.author),
    ("posted_machine", lambda c: c.posted_machine or c.posted),
    ("posted", lambda c: c.posted),
    ("rating", lambda c: (said := reading_of(c.rating)) and (said.value, said.best)),
)
_RULE = re.compile(r"(\w+) = ")


def without_what_reads_worse(
    lines: Sequence[str], capture: Capture, plain: Extraction, limits: Limits | None
) -> tuple[list[str], list[str]]:
    """Return a proposal's lines with the rules made comments that read other things than no profile does; and why.

    `plain` is what the page says without a profile. Lines that do not load come back as they are.
    """
    lines = list(lines)
    doubts: list[str] = []
    for _ in range(len(_FIELDS) + 4):
        try:
            profile = parse_profile("\n".join(lines) + "\n", "proposal")
        except ProfileError as error:
            return lines, [*doubts, f"the proposal does not load as it stands: {error.what}"]
        wrong = _first_wrong(lines, read(capture, profile=profile, limits=limits), plain)
        if wrong is None:
            break
        rules, said = wrong
        doubts.append(said)
        lines = [f"# {line}" if rule in rules else line for line, rule in zip(lines, _rules(lines), strict=True)]
    return lines, doubts


def _first_wrong(lines: Sequence[str], got: Extraction, plain: Extraction) -> tuple[frozenset[str], str] | None:
    """Return the rules to leave out and what is wrong with them; None where the same is read."""
    if not plain.comments:
        return None  # a page of data says nothing without a profile
    given = set(_rules(lines))
    if "title.name" in given and got.title.name != plain.title.name:
        return frozenset({"title.name"}), "title.name: it reads another name than is found without it"
    if "thread.next_page" in given and got.next_pages != plain.next_pages:
        return frozenset({"thread.next_page"}), "thread.next_page: it leads elsewhere than the link found without it"
    if "thread.item" not in given:
        return None
    pairs = list(zip(got.comments, plain.comments, strict=False))
    fewer = abs(len(got.comments) - len(plain.comments))
    for name, value in _FIELDS:
        off = sum(value(a) != value(b) for a, b in pairs) + (fewer if name == "body" else 0)
        if f"comment.{name}" in given and off:
            said = f"{name}: its selector reads other things in {off} of {len(plain.comments)}; found without it"
            return frozenset({f"comment.{name}"}), said
    if fewer or any(a.body != b.body for a, b in pairs):
        said = f"thread.item: it reads {len(got.comments)} of {len(plain.comments)} comments; all are found without it"
        return frozenset(rule for rule in given if rule.startswith(("thread.item", "comment."))), said
    return None


def _rules(lines: Sequence[str]) -> list[str]:
    """The rule that each line gives, with its table: "comment.body"; "" for lines that give none."""
    out: list[str] = []
    table = ""
    for line in lines:
        if line.startswith("["):
            table = line.strip("[]")
        match = _RULE.match(line)
        out.append(f"{table}.{match[1]}" if match is not None else "")
    return out
