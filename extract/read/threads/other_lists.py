"""Lists that look like threads by their marks, told by their words: goods with prices, boards with counts, asides.

Looks at few items of a list that would be taken; says nothing for a list, only against.
"""

from __future__ import annotations

import re

from extract.read.threads.lists import Candidate, Item, own_count
from extract.read.threads.outline import AUTHORED, Outline
from extract.read.words import counted_nouns

_SAMPLE = 12
_MOST = 0.6
_CURRENCY = (
    r"(?:[€$£¥₽₴₺₹₩₫฿₪]|zł|kč|kr|ft|lei|руб|грн|тг|tl|usd|eur|gbp|pln|czk|chf|rp|rm|円|元)"  # as shops write them
)
_PRICE = re.compile(rf"(?<![^\W\d_]){_CURRENCY}\.?\s*\d|\d\s*{_CURRENCY}(?![^\W\d_])", re.IGNORECASE)


def is_of_other_things(outline: Outline, candidate: Candidate) -> bool:
    """Whether a list is of goods, of a forum's boards, or stands aside under the heading of other pages' comments."""
    part = candidate.parts
    if part.get("-other_heading") and _stands_aside(outline, candidate.items[0]):
        return True
    if max(part["item_name"], part["replied"], part["heading"]) > 0.5:
        return False
    sample = candidate.items[:: len(candidate.items) // _SAMPLE + 1]
    texts = [_text(outline, item) for item in sample]
    if _most(texts, _PRICE):
        return True
    signed = sum(own_count(outline.cum[AUTHORED], item) > 0 for item in sample)
    return signed < (1 - _MOST) * len(sample) and _most(texts, counted_nouns())


def _most(texts: list[str], pattern: re.Pattern[str]) -> bool:
    return sum(pattern.search(text) is not None for text in texts) > _MOST * len(texts)


def _text(outline: Outline, item: Item) -> str:
    return " ".join(text for root in item.roots for text in outline.els[root].itertext())[:2000]


def _stands_aside(outline: Outline, item: Item) -> bool:
    at = item.roots[0]
    while at > 0:
        if outline.tags[at] == "aside":
            return True
        at = outline.parent[at]
    return False
