"""One rating, in text or in markup: the way in for those who have a single value."""

from __future__ import annotations

from transform.ratings.markup import read_rating_markup
from transform.ratings.reading import RatingReading
from transform.ratings.text import read_text


def read_rating(
    text: str,
    *,
    language: str | None = None,
    title: str | None = None,
    best: float | None = None,
) -> RatingReading:
    """Read one text that is thought to be a rating; one that starts with "<" is read as markup.

    `language` is a BCP 47 tag; `title` is the page's own title, whose name is never a rating; `best` is a scale
    that the site's or the page's evidence settled, used where the text states none.
    """
    if text.lstrip().startswith("<"):
        return read_rating_markup(text.strip(), language=language, title=title, best=best)
    return read_text(text, language, title, best)[0]
