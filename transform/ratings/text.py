"""Reads one text that is thought to be a rating: "Rating: 9/10", "4,5 von 5", "★★★½", "10点満点中8点", "B+".

Pure and cheap; a text that is no rating gets the name of what says so, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from transform.ratings.context import LabelKind, Surroundings, named_form, surroundings, veto
from transform.ratings.convention import reading, rejected, stars
from transform.ratings.fold import fold
from transform.ratings.reading import RatingReading
from transform.ratings.scan import Candidate, candidates, labelled_numbers, spelled
from transform.ratings.vocabulary import Vocabulary, vocabulary

LONGEST: Final = 4_000
_STRENGTH: Final = {"ratio": 0, "stars": 1, "glyphs": 2, "thumb": 2, "letter": 3, "percent": 3, "number": 4, "row": 0}
_EDGES: Final = " .!?,;:()[]{}\"'“”«»【】「」*_~-–—|•·✓✔✗✘☑👍👎"
_LONGEST_NODE: Final = 80
_SIGN_VETOES: Final = frozenset({"decoration", "letter-in-prose"})
_HINT = re.compile(r"[\d½★☆⭐🌟●♥❤▰■◆🌕👍👎%*]|(?<!\w)[A-DF][+−–-]?$|:\s*[A-DF]\b")


class Found(NamedTuple):
    """A candidate that stood, with what stands around it."""

    candidate: Candidate
    around: Surroundings


@dataclass(frozen=True, slots=True)
class WholeLine:
    """A line that is nothing but a rating, and what it calls it.

    `loose` says that the label is a mere word or two before the rating: "Story 8/10", but "Loved it 8/10" too.
    """

    reading: RatingReading
    label: str
    label_kind: LabelKind | None
    loose: bool = False


def looks_like_rating(text: str) -> bool:
    """Say, cheaply, whether a whole line or small node is nothing but a rating with its scale, sign or verdict.

    Bare numbers, quarters, lone letters and signs say no: only a place that is known to hold ratings makes them one.
    """
    stripped = text.strip()
    if not 1 < len(stripped) <= _LONGEST_NODE or "\n" in stripped:
        return False
    if _HINT.search(stripped) is None:
        vocab = vocabulary(None)
        lowered = stripped.lower()
        phrase = _whole_phrase(stripped, lowered, vocab)
        said = phrase is not None and phrase.value is not None and lowered.strip(_EDGES) not in vocab.loose
        return said or _is_spelled(stripped)
    return whole_line(stripped, language=None, title=None) is not None


def whole_line(line: str, *, language: str | None, title: str | None) -> WholeLine | None:
    """Return the reading of a line that is nothing but a rating, else None."""
    read, chosen = read_text(line, language, title, None)
    if read.value is None:
        return None
    if chosen is None:
        return WholeLine(read, "", None)
    candidate, around = chosen.candidate, chosen.around
    if not around.whole:
        return None
    labelled = around.label_kind in ("rating", "overall")
    if candidate.form == "number" and not labelled:
        return None
    if (
        candidate.form == "ratio"
        and candidate.best == 4
        and candidate.value in (1, 3)
        and not (labelled or candidate.unit)
    ):
        return None
    if candidate.form == "glyphs" and candidate.signs < 2 and not labelled:
        return None
    lone_letter = candidate.form == "letter" and not candidate.joiner and around.label_kind is None
    if lone_letter or (candidate.form == "percent" and around.label_kind is None):
        return None
    loose = around.label_kind == "part" and not around.separated
    return WholeLine(read, around.label, around.label_kind, loose)


def find(folded: str, lowered: str, language: str | None, vocab: Vocabulary) -> tuple[list[Found], list[str]]:
    """Return the candidates that stand and the names of the vetoes against the others."""
    found, vetoes = _sift(candidates(folded, lowered, language), lowered, vocab)
    if all(f.candidate.form == "glyphs" for f in found) and _SIGN_VETOES.issuperset(vetoes):
        worded = spelled(lowered, vocab)
        if worded != lowered:
            said = (candidate._replace(spelled=True) for candidate in candidates(worded, worded, language))
            also, against = _sift(said, worded, vocab)
            found, vetoes = also or found, vetoes + against
    if found or vetoes:
        return found, vetoes
    found, vetoes = _sift(labelled_numbers(lowered, language), lowered, vocab)
    return [_of_stars(f, vocab) for f in found], [name for name in vetoes if name != "no-rating"]


def _sift(offered: Iterable[Candidate], lowered: str, vocab: Vocabulary) -> tuple[list[Found], list[str]]:
    """Tell the candidates that stand from the names of the vetoes; of two that overlap the first counts."""
    found: list[Found] = []
    vetoes: list[str] = []
    taken: list[tuple[int, int]] = []
    for candidate in offered:
        if any(start < candidate.end and candidate.start < end for start, end in taken):
            continue
        taken.append((candidate.start, candidate.end))
        around = surroundings(candidate, lowered, vocab)
        against = veto(candidate, around, lowered, vocab)
        if against is None:
            found.append(Found(candidate, around))
        else:
            vetoes.append(against)
    return found, vetoes


def _of_stars(found: Found, vocab: Vocabulary) -> Found:
    """Return a number that its label calls stars as such: "Stars: 4"."""
    if vocab.stars.isdisjoint(found.around.label.split()):
        return found
    best, rule = stars(found.candidate.value)
    return Found(found.candidate._replace(best=best, kind="stars", rule=rule), found.around)


def choose(found: list[Found]) -> tuple[Found | None, str | None]:
    """Return the one that speaks for the whole, or None and why: the overall wins, a rating beats its parts."""
    if not found:
        return None, None
    overall = [f for f in found if f.around.label_kind == "overall"]
    if overall:
        return overall[-1], None
    strongest = min(_STRENGTH[f.candidate.form] for f in found)
    group = [f for f in found if _STRENGTH[f.candidate.form] == strongest]
    if len({(f.candidate.value, f.candidate.best) for f in group}) == 1:
        return group[0], None
    for kinds in (("rating",), (None,)):
        named = [f for f in group if f.around.label_kind in kinds]
        if named and len({(f.candidate.value, f.candidate.best) for f in named}) == 1:
            return named[0], None
    return None, "parts" if all(f.around.label_kind == "part" for f in group) else "several"


def finish(raw: str, candidate: Candidate, best: float | None) -> RatingReading:
    """Return the reading of a candidate, with a settled scale where the text states none."""
    scale, rule = candidate.best, candidate.rule
    if scale is None and best is not None and candidate.value <= best:
        scale, rule = best, f"{rule}+site-scale"
    return reading(raw, value=candidate.value, best=scale, kind=candidate.kind, rule=rule)


def read_text(
    text: str, language: str | None, title: str | None, best: float | None
) -> tuple[RatingReading, Found | None]:
    """Return the reading of a text that is no markup, and the candidate it rests on where it rests on one."""
    if not text or text.isspace():
        return rejected(text, "empty"), None
    if len(text) > LONGEST:
        return rejected(text, "too-long"), None
    folded = fold(text)
    vocab = vocabulary(language)
    if title:
        without = _without_title(folded, fold(title))
        if without is not None:
            if not any(c.isalnum() or c in "★⭐☆👍👎" for c in without):
                return rejected(text, "title"), None
            folded = without
    lowered = folded.lower()
    if len(lowered) != len(folded):
        folded = lowered
    phrase = _whole_phrase(text, lowered, vocab)
    if phrase is not None:
        return phrase, None
    found, vetoes = find(folded, lowered, language, vocab)
    chosen, reason = choose(found)
    if chosen is None:
        return rejected(text, reason or (vetoes[0] if vetoes else named_form(lowered, vocab))), None
    against = _text_veto(lowered, vocab)
    if against is not None:
        return rejected(text, against), None
    return finish(text, chosen.candidate, best), chosen


def _whole_phrase(raw: str, lowered: str, vocab: Vocabulary) -> RatingReading | None:
    phrase = " ".join(lowered.strip(_EDGES).split()) if len(lowered) <= 80 else ""
    if not phrase:
        return None
    if phrase in vocab.no_value or (":" in lowered and (phrase in vocab.labels or phrase in vocab.overall)):
        return rejected(raw, "no-value")
    read = _phrase(raw, phrase, vocab)
    if read is None and (":" in phrase or "：" in phrase):
        label, _, rest = phrase.replace("：", ":").partition(":")
        words = label.split()
        if words and (words[-1] in vocab.labels or label.strip() in vocab.overall or label.endswith(vocab.label_ends)):
            rest = rest.strip(_EDGES)
            return rejected(raw, "no-value") if rest in vocab.no_value else _phrase(raw, rest, vocab)
    return read


def _phrase(raw: str, phrase: str, vocab: Vocabulary) -> RatingReading | None:
    verdict = vocab.verdicts.get(phrase)
    if verdict is not None:
        value, best, rule = verdict
        return reading(raw, value=value, best=best, kind="verdict", rule=rule)
    side = vocab.thumbs.get(phrase)
    return None if side is None else reading(raw, value=float(side), best=1.0, kind="thumb", rule="thumb-two-way")


def _text_veto(lowered: str, vocab: Vocabulary) -> str | None:
    if len(lowered) <= 120 and vocab.own_vote.match(lowered):
        return "own-vote-widget"
    return "author-average" if vocab.average_of.search(lowered) else None


def _without_title(folded: str, title: str) -> str | None:
    """Return the text without the title's name where that name could be taken for a rating, else None."""
    if len(title) < 2 and title not in ("½",):
        return None
    if not any(c.isdigit() or not c.isascii() for c in title) and " " in title:
        return None
    at = folded.casefold().find(title.casefold())
    if at < 0 or len(folded.casefold()) != len(folded):
        return None
    end = at + len(title)
    if (at and folded[at - 1].isalnum()) or (end < len(folded) and folded[end].isalnum()):
        return None
    return f"{folded[:at]}\n{folded[end:]}"


def _is_spelled(text: str) -> bool:
    vocab = vocabulary(None)
    words = text.lower().split()
    if not any(w in vocab.number_words for w in words) or len(words) > 7:
        return False
    return whole_line(text, language=None, title=None) is not None
