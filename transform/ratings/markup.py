"""Reads the rating that a small piece of markup carries: stated values, labels, text, stars, widths, names.

Lets the plainest of all evidence speak; where evidence of one kind contradicts itself, nothing is read. Never
raises on markup, whatever it holds, and never looks at more than its first 20,000 characters.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from transform.ratings.context import MONTHS
from transform.ratings.convention import reading, rejected, stars
from transform.ratings.evidence import Evidence, collect
from transform.ratings.fold import fold
from transform.ratings.icons import Counted, Icon, count_icons, count_nameless, named_numbers
from transform.ratings.names import Family, names
from transform.ratings.reading import RatingReading
from transform.ratings.scan import SIGNS, THUMBS, Candidate
from transform.ratings.stated import stated_number
from transform.ratings.text import Found, choose, find, read_text
from transform.ratings.vocabulary import Vocabulary, vocabulary

LONGEST: Final = 20_000
_PLAIN: Final = re.compile(r"(?<![\w.,:/#$€£%+-])(\d{1,3}(?:[.,]\d{1,3})?)(?![\d%+:/]|[.,]\d| ?%| ?/ ?\d)")
_THOUSANDS: Final = re.compile(r"[.,]\d{3}$")
_SHARE: Final = re.compile(r"(?:[^\W\d]+ ){1,3}\d")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_MOST_TEXT: Final = 400
_SHORT_TEXT: Final = 60
_MOST_QUOTED: Final = 160
_TWO_NUMBERS: Final = re.compile(r"\d\D+\d")


def read_rating_markup(
    html: str,
    *,
    language: str | None = None,
    title: str | None = None,
    best: float | None = None,
) -> RatingReading:
    """Read the rating that a piece of markup carries; arguments as for `read_rating`."""
    evidence = collect(html[:LONGEST])
    if evidence is None:
        return rejected(html, "unreadable-markup")
    vocab = vocabulary(language)
    read = (
        _own_vote(html, evidence, vocab)
        or _checked(html, evidence)
        or _stated(html, evidence, language, vocab)
        or _measured(html, evidence)
        or _said(html, evidence, language, title, vocab)
        or _drawn(html, evidence)
        or _named(html, evidence)
        or _phrased(html, evidence, language, title)
    )
    if read is None:
        return rejected(html, min(evidence.others, default="no-rating"))
    if read.value is None or read.kind is None or best is None or read.value > best:
        return read
    if read.best is None or read.rule == "schema-org-best-5":  # what the site's evidence settled beats a convention
        rule = "schema-org" if read.best is not None else read.rule
        return reading(html, value=read.value, best=best, worst=read.worst, kind=read.kind, rule=f"{rule}+site-scale")
    return read


def quotable(html: str) -> str:
    """Return what a person would quote of a piece of markup: its text, else its label, else the start of its tag."""
    evidence = collect(html[:LONGEST])
    said = (fold(" ".join(evidence.texts)), *evidence.labels) if evidence is not None else ()
    return next((text for text in said if text), html.strip())[:_MOST_QUOTED]


def _own_vote(html: str, evidence: Evidence, vocab: Vocabulary) -> RatingReading | None:
    """Refuse a widget that asks for the reader's own vote: it offers all values, or says so."""
    if "ratingValue" in evidence.stated:
        return None
    asks = "your" in evidence.parts or any(
        vocab.own_vote.match(fold(text).lower()) for text in (*evidence.labels, *evidence.texts[:3])
    )
    counted = count_icons(evidence.icons)
    shows = len(set(evidence.data_values)) == 1 or (counted is not None and counted.best is not None and counted.mixed)
    steps = [n for text in evidence.texts if (n := stated_number(text)) is not None]
    offered = max(
        0 if shows else len({n for label in evidence.labels if (n := _first_number(label)) is not None}),
        len(set(evidence.data_values)),
        len(steps) if steps == sorted(set(steps)) else 0,
        evidence.choices + 1 if evidence.choices else 0,
        len(evidence.radios) + 1 if not any(on for _, on in evidence.radios) else 0,
    )
    return rejected(html, "own-vote-widget") if asks or offered >= 4 else None


def _first_number(label: str) -> float | None:
    found = _PLAIN.search(label)
    return stated_number(found[1]) if found is not None else None


def _checked(html: str, evidence: Evidence) -> RatingReading | None:
    checked = [value for value, on in evidence.radios if on and value is not None]
    if len(checked) != 1:
        return None
    value = stated_number(checked[0])
    if value is None:
        return None
    offered = [n for v, _ in evidence.radios if v is not None and (n := stated_number(v)) is not None]
    if len(offered) >= 3:
        return reading(html, value=value, best=max(offered), kind="stars", rule="radio-group")
    best, rule = stars(value)
    return reading(html, value=value, best=best, kind="stars", rule=rule)


def _stated(html: str, evidence: Evidence, language: str | None, vocab: Vocabulary) -> RatingReading | None:
    stated = evidence.stated
    for key in ("ratingValue", "reviewRating", "average", "rating"):
        value = stated_number(stated.get(key))
        if value is not None:
            break
    else:
        return None
    best, worst = stated_number(stated.get("bestRating")), stated_number(stated.get("worstRating"))
    if worst is not None and value < worst:
        return rejected(html, "under-worst")  # what pages state where nobody rated
    if best is not None:
        best = best if 0 < value <= best or value == 0 < best else None
        return reading(html, value=value, best=best, worst=worst, kind="numeric", rule="schema-org")
    if stated.get(key, "").rstrip().endswith("%"):
        return reading(html, value=value, best=100.0, worst=worst, kind="percent", rule="schema-org")
    said = _candidate([" ".join(evidence.texts)], language, vocab) or _candidate(evidence.labels, language, vocab)
    if said is not None and said.best is not None and abs(said.value - value) < 0.051:
        return reading(html, value=value, best=said.best, worst=worst, kind="numeric", rule=said.rule)
    if value <= 5:
        return reading(html, value=value, best=5.0, worst=worst, kind="numeric", rule="schema-org-best-5")
    return reading(html, value=value, worst=worst, kind="numeric", rule="schema-org")


def _measured(html: str, evidence: Evidence) -> RatingReading | None:
    stated = evidence.stated
    for value_key, best_key, rule in (
        ("bar-value", "bar-max", "bar"),
        ("aria-valuenow", "aria-valuemax", "aria-value"),
    ):
        value, best = stated_number(stated.get(value_key)), stated_number(stated.get(best_key))
        if value is not None and best is not None and best > 0:
            return reading(html, value=value, best=best, kind="numeric", rule=rule)
    return None


def _said(
    html: str, evidence: Evidence, language: str | None, title: str | None, vocab: Vocabulary
) -> RatingReading | None:
    """Read what labels and text say in words, and the plain number that stands beside it."""
    whole = fold(" ".join(evidence.texts))
    if title and whole and read_text(whole, language, title, None)[0].rejected_by == "title":
        return rejected(html, "title")
    if vocab.average_of.search(whole.lower()):
        return rejected(html, "author-average")
    if whole and not any(c.isalnum() or c in SIGNS or c in THUMBS for c in whole) and not evidence.labels:
        return rejected(html, "no-value")
    said = _candidate([*evidence.labels, *filter(_TWO_NUMBERS.search, evidence.texts), whole], language, vocab)
    plain, in_sentence = _plain_number([fold(text).lower() for text in evidence.seen], vocab)
    if plain is None and evidence.speaks_of_rating:
        plain = in_sentence
    if said is None and evidence.thumbs and plain is not None:
        return rejected(html, "helpful-votes")
    if plain is None and (evidence.speaks_of_stars or evidence.speaks_of_rating):
        most = 5 if evidence.speaks_of_stars else 10
        labels = {n for label in evidence.labels if (n := stated_number(label)) is not None and n <= most}
        plain = labels.pop() if len(labels) == 1 else None
    if said is not None:
        value = plain if plain is not None and abs(plain - said.value) < 0.051 else said.value
        if said.best is None and evidence.speaks_of_stars:
            best, rule = stars(value)
            return reading(html, value=value, best=best, kind="stars", rule=rule)
        return reading(html, value=value, best=said.best, kind=said.kind, rule=said.rule)
    data = stated_number(evidence.stated.get("data-value"))
    if plain is None and data is None:
        return None
    value = plain if plain is not None else data or 0.0
    family = _family(evidence)
    best = stated_number(evidence.stated.get("data-best"))
    drawn = _drawn_best(evidence, value)
    if best is None and drawn is not None:
        return reading(html, value=value, best=drawn, kind="numeric", rule="number+width")
    if best is not None and best >= value:
        return reading(html, value=value, best=best, kind="numeric", rule="data-attribute")
    if family is not None and value <= family.best:
        return reading(html, value=value, best=family.best, kind="numeric", rule=family.rule)
    if evidence.speaks_of_stars and value <= 5:
        return reading(html, value=value, best=5.0, kind="stars", rule="stars-of-5")
    if plain is None and not evidence.speaks_of_rating:
        return None
    return reading(html, value=value, kind="numeric", rule="number" if plain is not None else "data-attribute")


def _drawn_best(evidence: Evidence, value: float) -> float | None:
    """Return the best of which a number beside a filled bar is that share: "8" beside a bar of 80 % is of 10.

    A full bar says nothing, and a number that would be of 20 or 100 stands beside a layout's width more often.
    """
    filled = {width for width in evidence.bars if 0 < width < 100}
    if len(filled) != 1 or value <= 0:
        return None
    best = 100 * value / filled.pop()
    return next((scale for scale in (5.0, 10.0) if abs(best - scale) <= 0.06 * scale), None)


def _candidate(texts: list[str], language: str | None, vocab: Vocabulary) -> Candidate | None:
    """Return the one rating with a scale or a star word that the texts hold."""
    for text in texts:
        if not any(c.isdigit() for c in text):
            continue
        folded = fold(text[:400])
        lowered = folded.lower()
        if len(lowered) != len(folded):
            folded = lowered
        found, _ = find(folded, lowered, language, vocab)
        named = [
            f for f in found if f.candidate.form in ("ratio", "stars") or f.around.label_kind in ("rating", "overall")
        ]
        chosen, reason = choose([f for f in named if f.candidate.form not in ("glyphs", "letter", "percent")])
        if chosen is not None:
            return chosen.candidate
        if reason is not None and named:
            return named[0].candidate
    return None


def _is_named(found: Found) -> bool:
    return found.around.label_kind in ("rating", "overall")


def _plain_number(texts: list[str], vocab: Vocabulary) -> tuple[float | None, float | None]:
    """Return the first number that counts nothing and stands in no sentence, or None.

    Failing that, second, the one number with decimals in a short text: "Customers rate us 4.5".
    """
    if sum(map(len, texts)) > _MOST_TEXT:
        return None, None
    in_sentences: list[float] = []
    for at, text in enumerate(texts):
        label = texts[at - 1] if at else ""
        named = label.rstrip(" #.:").rsplit(maxsplit=1)[-1:]
        if label.endswith(":") and vocab.beside_numbers.isdisjoint(named):
            continue  # it names something else: "Calories:"
        alone = vocab.beside_numbers.issuperset(_WORDS.findall(text))
        for found in _PLAIN.finditer(text):
            before = text[: found.start()].rstrip(" #.:(").rsplit(maxsplit=1)[-1:] or named
            following = f"{text[found.end() :]} {' '.join(texts[at + 1 : at + 2])}".lstrip(" )")
            against = _counts(found, before, following, vocab)
            if against == "all":
                return None, None
            value = stated_number(found[1])
            if against is None and value is not None and value <= 100:
                if alone:
                    return value, None
                in_sentences += [value] if value != int(value) else []
    said = in_sentences[0] if len(in_sentences) == 1 and sum(map(len, texts)) <= _SHORT_TEXT else None
    return None, said


def _counts(found: re.Match[str], before: list[str], following: str, vocab: Vocabulary) -> Literal["it", "all"] | None:
    """Say whether something speaks against a number: "it" against this one, "all" against any in the text."""
    whole = "." not in found[1] and "," not in found[1]
    word = following.split(maxsplit=1)[0].strip(".,:;()") if following else ""
    named = vocab.before.get(before[0]) if before else None
    if (named is not None and named != "count") or (whole and _SHARE.match(following) and word not in vocab.after):
        return "all"
    in_brackets = found.string[: found.start()].endswith("(") and (whole or _THOUSANDS.search(found[1]) is not None)
    return "it" if in_brackets or word in vocab.after or word in vocab.points or MONTHS.fullmatch(word) else None


def _family(evidence: Evidence) -> Family | None:
    return next((f for f in names().families if f.words <= evidence.parts), None)


def _drawn(html: str, evidence: Evidence) -> RatingReading | None:
    """Read stars that are drawn: the width of a filled layer, or icons counted."""
    if evidence.widths and (evidence.speaks_of_rating or evidence.icons):
        layers = [w for w in evidence.widths if w[1]] or evidence.widths
        deepest = max(layers, key=lambda w: w[2])
        if 0 <= deepest[0] <= 100:
            return reading(html, value=round(deepest[0] / 20, 4), best=5.0, kind="stars", rule="width-percent")
    counted = count_icons(evidence.icons) or count_nameless(evidence.nameless_icons)
    written = any(c.isalpha() for text in evidence.texts for c in text)
    if counted is None or (written and counted.lone):
        return None
    if counted.rejected_by is not None:
        return rejected(html, counted.rejected_by)
    numbers = evidence.class_numbers + named_numbers(evidence.icons)
    if not counted.certain and any(_scaled(n) is not None for n in numbers):
        return None
    return reading(html, value=counted.value, best=counted.best, kind="stars", rule=counted.rule)


def _named(html: str, evidence: Evidence) -> RatingReading | None:
    """Read the number that a class or a file name carries."""
    class_numbers = evidence.class_numbers + named_numbers(evidence.icons)
    drawn = _lit(evidence.file_numbers) if not class_numbers else None
    if drawn is not None:
        if drawn.rejected_by is not None:
            return rejected(html, drawn.rejected_by)
        return reading(html, value=drawn.value, best=drawn.best, kind="stars", rule=drawn.rule)
    for numbers, rule in ((class_numbers, "class-n"), (evidence.file_numbers, "file-name-n")):
        values = set(numbers)
        if not values:
            continue
        family = _family(evidence)
        if family is not None and max(values) >= family.least:
            value = max(values) / family.divisor
            if value <= family.best:
                return reading(html, value=value, best=family.best, kind="stars", rule=family.rule)
        read = {_scaled(n) for n in values} - {None}
        if len(read) == 1:
            value_best = read.pop()
            assert value_best is not None
            value, best, suffix = value_best
            return reading(html, value=value, best=best, kind="stars", rule=rule + suffix)
        return rejected(html, "class-ambiguous")
    return None


def _lit(numbers: list[float]) -> Counted | None:
    """Count a row of images whose names say but 1 or 0: each is a star, lit or not ("star1.gif", "star0.gif")."""
    if len(numbers) < 3 or 1 not in numbers or not {0, 1}.issuperset(numbers):
        return None
    return count_icons([Icon("full" if number else "empty", frozenset(), -1, -2) for number in numbers])


def _scaled(number: float) -> tuple[float, float, str] | None:
    """Return value, best and what is added to the rule's name for a number in a name, or None where it says nothing."""
    if number <= 5:
        return number, 5.0, ""
    if number < 10 and number == int(number):
        return number, 10.0, "-of-10"
    if 10 < number <= 50 and number % 5 == 0:
        return number / 10, 5.0, "-tens"
    if 50 < number <= 100:
        return round(number / 20, 4), 5.0, "-percent"
    return None


def _phrased(html: str, evidence: Evidence, language: str | None, title: str | None) -> RatingReading | None:
    """Read a verdict, letter, percentage or thumb from the visible text, then from the labels."""
    vetoed: str | None = None
    whole = " ".join(evidence.texts).strip()
    for text in (whole, *evidence.labels):
        if not text:
            continue
        read, _ = read_text(text, language, title, None)
        if read.value is not None and read.kind is not None and read.rule is not None:
            return reading(html, value=read.value, best=read.best, kind=read.kind, rule=read.rule)
        if vetoed is None and read.rejected_by not in ("no-rating", "empty"):
            vetoed = read.rejected_by
    if len(evidence.thumbs) == 1 and not any(c.isdigit() for c in whole):
        return reading(html, value=evidence.thumbs.pop(), best=1.0, kind="thumb", rule="thumb-two-way")
    return rejected(html, vetoed) if vetoed is not None else None
