"""Comments made up, some of them copies of others, for measuring: same seed, same comments.

Nine in ten are their own texts: words of a made-up language by Zipf's law, with stock phrases that many share, 20 to
400 words. The others are made from one of those: recased, edited at five rates, cut as previews are, quoted with an
answer, shown with their end twice, with sentences in another order, or with half of the sentences new.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np

Sentence = list[str]
Paragraphs = list[list[Sentence]]

KINDS = (
    *("recased", "edited 1 %", "edited 3 %", "edited 6 %", "edited 12 %", "edited 25 %"),
    *("cut", "quoted", "end twice", "reordered", "half new"),
)
WEIGHTS = (14, 14, 14, 14, 10, 6, 8, 6, 5, 4, 5)


class Language:
    """A vocabulary and its stock phrases; `words` draws from it."""

    def __init__(self, seed: int, size: int = 25_000) -> None:
        self.rng = random.Random(seed)
        syllables = [
            a + b + c
            for a in "bdfgklmnprstvz"
            for b in ("a", "e", "i", "o", "u", "oa", "ei")
            for c in ("", "n", "r", "st")
        ]
        drawn: dict[str, None] = {}
        while len(drawn) < size:
            drawn["".join(self.rng.choices(syllables, k=self.rng.choice((1, 2, 2, 3))))] = None
        self.vocabulary = np.array(list(drawn), dtype=object)
        weights = 1.0 / np.arange(4, size + 4)
        self.edges = np.cumsum(weights / weights.sum())
        self.numbers = np.random.default_rng(seed)
        self.phrases = [self.words(self.rng.randint(4, 9)) for _ in range(400)]

    def words(self, count: int) -> list[str]:
        """Return so many words, the common ones often."""
        drawn = np.searchsorted(self.edges, self.numbers.random(count))
        return list(self.vocabulary[np.minimum(drawn, len(self.vocabulary) - 1)])

    def sentence(self) -> Sentence:
        """Return five to twenty-two words, at times with a stock phrase among them."""
        words = self.words(self.rng.randint(5, 22))
        if self.rng.random() < 0.3:
            place = self.rng.randint(0, len(words))
            words[place:place] = self.rng.choice(self.phrases)
        return words

    def text(self) -> Paragraphs:
        """Return the sentences of a comment, by paragraph."""
        wanted = min(400.0, max(20.0, self.rng.lognormvariate(4.5, 0.6)))
        paragraphs: Paragraphs = [[]]
        while wanted > 0:
            sentence = self.sentence()
            wanted -= len(sentence)
            paragraphs[-1].append(sentence)
            if self.rng.random() < 0.3:
                paragraphs.append([])
        return [paragraph for paragraph in paragraphs if paragraph]

    def edited(self, paragraphs: Paragraphs, rate: float) -> Paragraphs:
        """Return a text with that share of its words replaced, left out or put in."""

        def changed(sentence: Sentence) -> Iterator[str]:
            for word in sentence:
                draw = self.rng.random() / rate
                if draw < 0.5:
                    yield self.words(1)[0]
                elif draw < 0.75:
                    continue
                else:
                    yield word
                    if draw < 1:
                        yield self.words(1)[0]

        edited = [[list(changed(sentence)) for sentence in paragraph] for paragraph in paragraphs]
        return [kept for paragraph in edited if (kept := [sentence for sentence in paragraph if sentence])]


def comments(count: int, seed: int = 1, part: int = 0) -> list[str]:
    """Return so many comments, a tenth of them copies, in no order. Parts of one seed share their language only."""
    language = Language(seed)
    rng = language.rng
    if part:
        rng.seed(1_000 * seed + part)
        language.numbers = np.random.default_rng([seed, part])
    copies = count // 10
    originals = [language.text() for _ in range(count - copies)]
    texts = [_written(rng, text) for text in originals]
    while copies > 0:
        original = rng.choice(originals)
        family = min(copies, 1 if rng.random() < 0.8 else rng.choice((2, 3, 5, 10, 25)))
        texts += [_copy(language, original) for _ in range(family)]
        copies -= family
    rng.shuffle(texts)
    return texts


def _written(rng: random.Random, paragraphs: Paragraphs) -> str:
    return "\n".join(
        " ".join(" ".join(sentence).capitalize() + rng.choice((".", ".", "!", "...")) for sentence in paragraph)
        for paragraph in paragraphs
    )


def _copy(language: Language, original: Paragraphs) -> str:
    rng = language.rng
    kind = rng.choices(KINDS, WEIGHTS)[0]
    if kind == "recased":
        text = _written(rng, original)
        return rng.choice((text.upper(), text.lower(), text.replace(". ", "  -  "), f" {text}\n"))
    if kind.startswith("edited"):
        return _written(rng, language.edited(original, float(kind.split()[1]) / 100) or original)
    if kind == "cut":
        words = _written(rng, original).split(" ")
        return " ".join(words[: max(8, int(len(words) * rng.uniform(0.35, 0.85)))]) + "…"
    if kind == "quoted":
        return _written(rng, original) + "\n" + " ".join(language.words(rng.randint(10, 60)))
    if kind == "end twice":
        return _written(rng, original) + "\n" + _written(rng, original[1:] or original)
    sentences = [sentence for paragraph in original for sentence in paragraph]
    rng.shuffle(sentences)
    if kind == "half new":
        half = sentences[: max(1, len(sentences) // 2)]
        sentences = half + [language.sentence() for _ in half]
    return _written(rng, [sentences])
