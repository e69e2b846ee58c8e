"""One spelling for the many of the same sign, before any rule looks: digits, slashes, spaces, minus signs.

Changes nothing a reader would see as a difference in meaning; a half stays a half.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_DIGIT_ZEROS: Final = "٠۰०০๐０"
_SINGLE: Final = {
    "⁄": "/", "∕": "/", "⧸": "/", "٫": ".", "٬": ",", "−": "-", "‐": "-", "‑": "-", "﹪": "%", "٪": "%",
    "İ": "i", "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ", "\ufe0e": "", "\ufe0f": "",
    "\u200b": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "", "\u2060": "", "\ufeff": "", "´": "'",
    "’": "'", "‘": "'", "×": "x", "✕": "x", "✖": "x",
}  # fmt: skip
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_SPACES = re.compile(r"[^\S\n]+")


def fold(text: str) -> str:
    """Return the text in one spelling, case kept, runs of spaces (but not line feeds) as one, ends stripped."""
    if not text.isascii():
        text = text.translate(_translation())
    return _SPACES.sub(" ", text).strip()


@lru_cache(maxsize=1)
def _translation() -> dict[int, str]:
    table = {ord(sign): plain for sign, plain in _SINGLE.items()}
    for zero in _DIGIT_ZEROS:
        table |= {ord(zero) + n: str(n) for n in range(10)}
    for code in range(0xFF01, 0xFF5F):  # full-width forms of ASCII
        table[code] = unicodedata.normalize("NFKC", chr(code))
    table |= dict.fromkeys(_SKIN_TONES, "")
    return table
