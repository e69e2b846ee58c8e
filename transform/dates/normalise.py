"""Brings a visible text into one spelling before it is read: digits, widths, spaces, case. Never changes its order."""

from __future__ import annotations

import re
import unicodedata

# direction marks, joiners, soft hyphen, variation selectors, byte order mark; vowel points, the Devanagari nukta
_UNSEEN = dict.fromkeys(
    (
        *(0xAD, 0x61C, 0xE000, 0xE001, 0xFE0E, 0xFE0F, 0xFEFF, 0x640, 0x670, 0x93C),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)),
        *(*range(0x591, 0x5BE), *range(0x5BF, 0x5C8), *range(0x64B, 0x653)),
    )
)
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
     "‒": "-", "،": ",", "、": ",", "。": ".", "٫": ".", "٬": ",", "׳": "'", "״": '"', "।": " ", "॰": ".", "∕": "/",
     "ي": "ی", "ى": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "°": "o", "İ": "i", "ё": "е",
     "Ё": "е"}
)  # fmt: skip
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_SPACES = re.compile(r"\s+")
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")

# a word is whatever is no digit, space or punctuation: combining marks belong to it, which \w leaves out
WORD = re.compile(
    r"\d+|[^\s\d!-/:-@\[-`{-~·•|«»“”„‟‹›「」『』【】〈〉《》〔〕・→←↑↓■□●○★☆♥…～〜†‡§¶©®™°\x80-\xa0\ue000\ue001]+"
)


def normalise(text: str) -> str:
    """Give the text in NFKC and lower case, with ASCII digits and single spaces, without invisible marks."""
    if _PLAIN.fullmatch(text):
        return text.lower().replace("`", "'")
    text = unicodedata.normalize("NFKC", text).translate(_UNSEEN).translate(_SAME)
    text = _FOREIGN_DIGIT.sub(lambda match: str(unicodedata.decimal(match.group())), text)
    text = unicodedata.normalize("NFC", text.lower())
    return _SPACES.sub(" ", text).strip()


def without_accents(word: str) -> str:
    """Give a word without its accents, as people type it: "fevrier", "sabado". Only Latin, Greek and Cyrillic."""
    if word.isascii() or word[0] >= "\u0530":
        return word
    parts = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not "\u0300" <= c <= "\u036f")).replace("ı", "i")
