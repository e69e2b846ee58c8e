"""Six people and what they wrote, for pages of invented threads."""

from __future__ import annotations

from collections.abc import Callable

PEOPLE = ("Mara", "Tom Brink", "ilse_77", "Jean-Luc", "Oksana", "film nerd")
WORDS = (
    "The second act drags, but the storm scene alone is worth the ticket.",
    "I disagree: the second act is where the two sisters finally talk. Give it time.",
    "Saw it last night with my father. We both liked the ending.",
    "Too long by half an hour, though the music saves it.",
    "Best thing I have seen this year, and I have seen a lot.",
    "The dubbing is awful. Watch it with subtitles or not at all!",
)
DAYS = ("2024-03-05", "2024-03-06", "2024-03-09", "2024-04-01", "2024-04-02", "2024-05-11")
LONG = tuple(f"{d[8:]}.{d[5:7]}.{d[:4]}" for d in DAYS)


def each(row: Callable[[str, str, str, str], str], count: int = 6) -> str:
    return "".join(row(*parts) for parts in list(zip(PEOPLE, WORDS, DAYS, LONG, strict=True))[:count])
