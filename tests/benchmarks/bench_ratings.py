"""How fast and how rightly distinct rating texts and snippets of markup are read, beside zyte-parsers.

Run: python tests/benchmarks/bench_ratings.py [--quick]

The texts and snippets are made here, so their truth is known. zyte-parsers reads markup only: a text is given to it
inside a span, and of its two readers (stars, values) the one that answers first counts.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from transform.ratings import read_rating

Case = tuple[str, str, float | None]  # text or markup, language, value (None: no rating)
Reader = Callable[[str, str], float | None]

TEXTS: Final = {
    "en": ["{n}/10", "Rating: {n}/10", "{n} out of 10", "I give it a solid {n}/10", "Overall: {n}/10 ({w})",
           "{n} stars ({w})",
           "My score for {w}: {n}/10", "{w}: {n} out of 10", "{n}/100 for {w}", "Rating: {n} ({w} votes)"],
    "de": ["{n} von 10 Punkten ({w})", "Wertung: {n}/10", "{n} Sterne"],
    "fr": ["Note : {n}/20", "{n} sur 10"],
    "es": ["Nota: {n}/10", "{n} de 10"],
    "ru": ["Оценка: {n} из 10", "{n} баллов из 10"],
    "tr": ["10 üzerinden {n}"],
    "ja": ["10点満点中{n}点", "評価：{n}/10"],
    "ko": ["10점 만점에 {n}점"],
    "zh": ["满分10分，{n}分"],
}  # fmt: skip
TRAPS: Final = {
    "en": ["Season {k} of {w}", "{k} of {w} people found this helpful", "Episode {k}/{w}", "Posted {k}/10/{w}",
           "{w} comments",
           "{k} hours and {w} minutes", "Chapter {k}/{w}", "Page {k} of {w}", "No. {k} of {w}", "{w}% off"],
    "de": ["Staffel {k}, Folge {w}", "{k} von {w} Personen fanden das hilfreich", "Seite {k} von {w}"],
    "ja": ["第{k}話 {w}分", "{w}人中{k}人が参考になったと言っています"],
}  # fmt: skip
MARKUP: Final = [
    '<div class="rating c-{w}"><span itemprop="ratingValue">{v}</span>/<span itemprop="bestRating">5</span></div>',
    '<div class="stars c-{w}" title="{v} out of 5 stars"><i style="width:{p}%"></i></div>',
    '<span class="star-rating c-{w}"><span style="width:{p}%"></span></span>',
    '<i class="icon c-{w} stars-{s}"></i>',
    '<div class="review c-{w}"><img src="/img/stars/{s}.gif" alt=""></div>',
    '<div class="c-{w}"><b class="score">{v}</b><span>({w} reviews)</span></div>',
    '<p class="c-{w}">Rated <strong>{v}</strong> out of 5</p>',
    '<span class="sr-only c-{w}">{v} stars</span>',
]
ICONS: Final = ('<i class="fa fa-star"></i>', '<i class="fa fa-star-half-o"></i>', '<i class="fa fa-star-o"></i>')


def main() -> None:
    """Print rate, share read rightly and share of traps kept out, for texts and for markup."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="a tenth of the texts")
    count = 1_000 if arguments.parse_args().quick else 10_000
    dice = random.Random(7)
    texts, markup = _texts(dice, count), _markup(dice, count // 2)
    readers: dict[str, Reader] = {"nightreel": _ours, "pattern n/m": _pattern}
    peer = _zyte_parsers()
    if peer is not None:
        readers["zyte-parsers"] = peer
    print(f"{'what':<10} {'reader':<14} {'distinct/s':>10} {'right %':>8} {'traps out %':>12}")
    for what, cases in (("texts", texts), ("markup", markup)):
        for name, reader in readers.items():
            _show(what, name, reader, cases)
    if peer is None:
        print("zyte-parsers is missing: pip install zyte-parsers")


def _show(what: str, name: str, reader: Reader, cases: list[Case]) -> None:
    for text, language, _ in cases[:200]:
        reader(text, language)
    start = time.process_time()
    answers = [reader(text, language) for text, language, _ in cases]
    seconds = time.process_time() - start
    real = [answer == value for answer, (_, _, value) in zip(answers, cases, strict=True) if value is not None]
    traps = [answer is None for answer, (_, _, value) in zip(answers, cases, strict=True) if value is None]
    kept = f"{100 * sum(traps) / len(traps):12.1f}" if traps else f"{'-':>12}"
    print(f"{what:<10} {name:<14} {len(cases) / seconds:10,.0f} {100 * sum(real) / len(real):8.1f} {kept}")


def _texts(dice: random.Random, count: int) -> list[Case]:
    cases: dict[str, Case] = {}
    while len(cases) < count:
        is_trap = dice.random() < 0.25
        table = TRAPS if is_trap else TEXTS
        language = dice.choice(list(table))
        form = dice.choice(table[language])
        value = dice.choice([dice.randint(0, 50) / 10, float(dice.randint(0, 5))])
        fills = {"n": f"{value:g}", "k": dice.randint(1, 9), "w": dice.randint(10, 9_999)}
        text = form.format(**fills)
        cases[text] = (text, language, None if is_trap else value)
    return list(cases.values())


def _markup(dice: random.Random, count: int) -> list[Case]:
    cases: dict[str, Case] = {}
    while len(cases) < count:
        value = dice.randint(1, 10) / 2
        if dice.random() < 0.2:
            full, half = divmod(int(value * 2), 2)
            icons = ICONS[0] * full + ICONS[1] * half + ICONS[2] * (5 - full - half)
            html = f'<div class="c-{dice.randint(10, 99_999)}">{icons}</div>'
        else:
            fills = {"v": f"{value:g}", "p": f"{value * 20:g}", "s": f"{value * 10:.0f}", "w": dice.randint(10, 99_999)}
            html = dice.choice(MARKUP).format(**fills)
        if not {"5", "10"} & set(re.findall(r"stars[-/](\d+)", html)):  # of five, of ten or tens: nobody can know
            cases[html] = (html, "en", value)
    return list(cases.values())


def _ours(text: str, language: str) -> float | None:
    return read_rating(text, language=language).value


def _pattern(text: str, language: str) -> float | None:
    found = re.search(r"(\d+(?:[.,]\d+)?)\s*/\s*\d+", text)
    return float(found[1].replace(",", ".")) if found else None


def _zyte_parsers() -> Reader | None:
    try:
        from lxml.html import fromstring
        from zyte_parsers import extract_rating, extract_rating_stars
    except ImportError:
        return None

    def read(text: str, language: str) -> float | None:
        node = fromstring(text if text.startswith("<") else f"<span>{text}</span>")
        stars = extract_rating_stars(node) if text.startswith("<") else None
        return stars if stars is not None else extract_rating(node).ratingValue

    return read


if __name__ == "__main__":
    main()
