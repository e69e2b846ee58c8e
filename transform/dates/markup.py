"""A date in a piece of markup: what its attributes say to machines first, then the visible text."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser

from transform.dates.posted import read_posted
from transform.dates.reading import DateReading, Order
from transform.dates.resolve import read_text

_LONGEST = 20_000
_SILENT = frozenset({"script", "style", "template", "noscript"})
_ATTRIBUTES = ("datetime", "content", "title")
_DATED = re.compile(r"date|time|posted|created|published|stamp|epoch|unix|utc", re.IGNORECASE)


def read_date_markup(
    html: str, *, language: str | None = None, order: Order | None = None, reference: datetime | None = None
) -> DateReading:
    """Read the date of a small piece of HTML. `raw` of the reading is the visible text, else the attribute."""
    found = _Attributes()
    try:
        found.feed(html[:_LONGEST])
        found.close()
    except AssertionError:  # html.parser's answer to some broken declarations
        return DateReading(html, rejected_by="no-date")
    text = " ".join("".join(found.text).split())
    for name, machine in sorted(found.machine, key=lambda pair: pair[0]):
        reading = read_text(machine, language=language, order=order, reference=None)
        if reading.at is not None or reading.alternatives:
            read = read_posted(text, machine, language=language, order=order, reference=reference)
            return DateReading(
                html, read.at, read.precision, f"{_source(name)}/{read.rule}", read.alternatives, read.shape, read.zone,
                read.wrappers, read.rejected_by,
            )  # fmt: skip
    text = text.lstrip("< ") if not found.tags else text  # "< 1 hour ago" is no markup
    if not text or text.startswith("<"):
        return DateReading(html, rejected_by="no-date")
    read = read_text(text, language=language, order=order, reference=reference)
    return DateReading(
        html,
        read.at,
        read.precision,
        read.rule,
        read.alternatives,
        read.shape,
        read.zone,
        read.wrappers,
        read.rejected_by,
    )


def _source(rank: int) -> str:
    return (*_ATTRIBUTES, "data")[rank]


class _Attributes(HTMLParser):
    """Collects attributes that may hold a date, ranked, and the visible text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.machine: list[tuple[int, str]] = []
        self.text: list[str] = []
        self.tags = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        if tag in _SILENT:
            self._silent += 1
        for name, value in attrs:
            if not value or len(value) > 200:
                continue
            if name in _ATTRIBUTES:
                self.machine.append((_ATTRIBUTES.index(name), value))
            elif name.startswith("data-") and _DATED.search(name):
                self.machine.append((len(_ATTRIBUTES), value))
        if tag in ("br", "p", "div", "td", "li"):
            self.text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)
