"""One date, in text or in markup: the way in for those who have a single value."""

from __future__ import annotations

from datetime import datetime

from transform.dates.markup import read_date_markup
from transform.dates.reading import DateReading, Order
from transform.dates.resolve import read_text


def read_date(
    text: str,
    *,
    language: str | None = None,
    order: Order | None = None,
    reference: datetime | None = None,
) -> DateReading:
    """Read one text, or its markup where it starts with "<".

    `language` (BCP 47) says whose words to try first and, for East Asian ones, that a year may come first; it does
    not settle an order. `order` does. `reference` is the time of capture, in the site's own zone where that is known:
    it resolves relative dates and dates without a year, which stay null without it (rules "relative", "...-yearless").
    Nothing is ruled out for lying after it: that is for a page (`read_thread`). Never raises.
    """
    read = read_date_markup if text.lstrip().startswith("<") else read_text
    return read(text, language=language, order=order, reference=reference)
