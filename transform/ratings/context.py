"""Decides whether a candidate is a rating, from what stands around it. Every refusal has a name."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from transform.ratings.scan import Candidate
from transform.ratings.vocabulary import Vocabulary

LabelKind = Literal["overall", "rating", "part"]

_OPENERS: Final = " ([{*_\"'“”«»【「『~≈=>|•·→"
_TAIL: Final = re.compile(r"[\s!.。…)\]}*_\"'“”«»】」』~|•·♥❤😀-🙏🎬🔥💯,;/-]*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*")
_SEGMENT_END: Final = re.compile(r"[\n.!?;|•·,。！？；]\s*")
_SEPARATORS: Final = (":", "：", "=", "-", "–", "—")
_FRACTION: Final = frozenset({"of", "des", "der", "del", "della", "dello", "do", "da", "du", "th", "ths"})
MONTHS: Final = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:\w{0,6})\.?$")
_AGES: Final = frozenset({12.0, 15.0, 16.0, 18.0, 21.0})
_COUNT_TAIL: Final = re.compile(r"\s*(?:\(\s*[\d.,]+\s?[km]?\s*\w*\s*\)|[·|•,–-]\s*[\d.,]+\s?[km]?\s*(?P<w>\w+))\s*$")
_PLURAL: Final = re.compile(
    r"(?!(?:was|has|its|this|thus|always|perhaps|series|yes|thanks|unless|because)$)[a-z]{2,}[^su\W]s"
)
_ADJOINS: Final = re.compile(r"[ -]{0,2}[^\W\d_]")
_ENGLISH_POINTS: Final = frozenset({"points", "point", "pts", "pt"})
_WEEKDAY_AFTER: Final = re.compile(r"\s*\([月火水木金土日월화수목금토일]\)")
_PARTS: Final = frozenset({2.0, 3.0, 4.0, 8.0})
_AMOUNT: Final = re.compile(r"[\d½¼¾][ –-]*$")
_LAST_WORD: Final = re.compile(r" [^\W\d_]+[\s!.]*")
_CLAUSE_END: Final = re.compile(r"[.,;!?\n]")
_THOUSANDS: Final = re.compile(r",\d{3}$")
_CLOCK_AFTER: Final = re.compile(r"\s*(?:at|um|à|a las|alle|às|,)\s*\d{1,2}(?::\d\d|\s?[ap]\.?m|h| uhr)")
_ASPECTS: Final = {(16.0, 9.0), (16.0, 10.0), (4.0, 3.0), (21.0, 9.0), (3.0, 2.0)}
_WHOLE_SCALES: Final = frozenset({4.0, 5.0, 6.0, 7.0, 10.0, 15.0, 20.0, 100.0, 1000.0})
_PROSE_SCALES: Final = frozenset({5.0, 10.0, 20.0, 100.0})
_HYPERBOLE_SCALES: Final = frozenset({5.0, 10.0, 100.0})
_BARE_ONLY: Final = frozenset({"price", "age", "count", "aspect-ratio", "frame-rate"})
_NAMED_FORMS: Final = (
    (re.compile(r"\bs\d{1,2} ?[ex]\d{1,3}\b|\b\d{1,2}x\d{2}\b"), "episode"),
    (re.compile(r"\d ?(?:fps|hz)\b"), "frame-rate"),
    (re.compile(r"[$€£¥₽]\s?\d|\d\s?[€£₽¥円]"), "price"),
    (re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"), "date"),
    (re.compile(r"\b\d{1,2}:\d{2}\b"), "clock"),
    (re.compile(r"\b\d{1,2}\+|\b(?:rated|pg|fsk|pegi|tv-)\b"), "age"),
    (re.compile(r"#\s?\d"), "rank"),
    (re.compile(r"\b[1-9]/[2-9]\b|[¼½¾]"), "fraction"),
)


class Surroundings(NamedTuple):
    """What stands around a candidate: its label, its neighbours, and whether anything else is in the text."""

    label: str
    label_kind: LabelKind | None
    previous: str
    following: str
    before: str
    after: str
    whole: bool
    separated: bool


def surroundings(candidate: Candidate, lowered: str, vocab: Vocabulary) -> Surroundings:
    """Return what stands around a candidate in a folded lower-case text."""
    line_start = lowered.rfind("\n", 0, candidate.start) + 1
    line_end = lowered.find("\n", candidate.end)
    before = lowered[line_start : candidate.start].rstrip(_OPENERS)
    after = lowered[candidate.end : len(lowered) if line_end < 0 else line_end]
    label, kind, rest = _label(before, vocab)
    following = _WORD.match(after.lstrip(" -–(,"))
    next_word = following[0] if following else ""
    tail = after
    if next_word and (next_word in vocab.stars or next_word in vocab.points or next_word in vocab.labels):
        tail = after.lstrip(" -–(")[len(next_word) :]
    if candidate.form in ("number", "stars") and _COUNT_TAIL.fullmatch(tail):
        tail = ""
    whole = not rest.strip(_OPENERS + "-–:") and _TAIL.fullmatch(tail) is not None
    return Surroundings(label, kind, _last_word(before), next_word, before, after, whole, before[-1:] in _SEPARATORS)


def _label(before: str, vocab: Vocabulary) -> tuple[str, LabelKind | None, str]:
    """Return the label that ends `before`, its kind, and what stands before the label."""
    if not before:
        return "", None, ""
    separated = before[-1] in ":：=-–—"
    stem = before.rstrip(" :：=-–—([{*_\"'“")
    cut = 0
    for found in _SEGMENT_END.finditer(stem):
        cut = found.end()
    segment = stem[cut:]
    words = segment.split()
    rest = stem[:cut]
    if not words:
        return "", None, before
    for size in (3, 2, 1):
        if size > len(words):
            continue
        tail = " ".join(words[-size:])
        if tail in vocab.overall:
            return segment, "overall", rest
        if tail in vocab.labels:
            left = words[:-size]
            kind: LabelKind = "overall" if left and left[-1] in vocab.overall else "rating"
            return segment, kind, rest if separated or len(words) <= 4 else before
    for ending in vocab.label_ends:
        if segment.endswith(ending):
            return segment, "overall" if ending in vocab.overall else "rating", rest
    named = words
    while len(named) > 1 and len(words) - len(named) < 4 and named[-1] in vocab.label_fillers:
        named = named[:-1]
    if named is not words and named[-1] in vocab.labels:
        return segment, "rating", rest if len(words) <= 6 else before
    if words[0] in vocab.overall and len(words) <= 3:
        return segment, "overall", rest
    if (separated and len(words) <= 4) or (len(words) <= 2 and not rest and len(segment) <= 24):
        return segment, "part", rest
    return "", None, before


def _last_word(before: str) -> str:
    words = before.rstrip(" #.:(-–").split()
    if not words:
        return ""
    last = words[-1].strip("([{\"'")
    # "no, 5/10" is an answer, "Sun, 9/10" a date
    return last[:-1] if last.endswith(",") and len(last) > 3 else last


def veto(candidate: Candidate, around: Surroundings, lowered: str, vocab: Vocabulary) -> str | None:
    """Return the name of what speaks against the candidate, or None."""
    if around.before and candidate.form in ("ratio", "stars") and vocab.hypothetical.search(around.before):
        return "hypothetical"
    return (
        _helpful_veto(candidate, around, vocab)
        or _neighbour_veto(candidate, around, vocab)
        or _form_veto(candidate, around, lowered, vocab)
    )


def named_form(lowered: str, vocab: Vocabulary) -> str:
    """Name what a text without any rating is, as far as its form tells."""
    if lowered.strip(" .!:") in vocab.no_value:
        return "no-value"
    if vocab.helpful.search(lowered) and any(c.isdigit() for c in lowered):
        return "helpful-votes"
    for pattern, name in _NAMED_FORMS:
        if pattern.search(lowered):
            return name
    for word in lowered.replace("#", " ").replace(".", " ").replace(":", " ").split():
        name = vocab.before.get(word) or vocab.after.get(word, "")
        if name and any(c.isdigit() for c in lowered):
            return name
    return "no-rating"


def _neighbour_veto(candidate: Candidate, around: Surroundings, vocab: Vocabulary) -> str | None:
    if candidate.form in ("glyphs", "letter", "thumb"):
        return None
    previous = vocab.before.get(around.previous)
    if previous is None and MONTHS.fullmatch(around.previous) and not around.before.endswith(":"):
        previous = "date"
    if around.previous in ("no", "nr") and not around.before.endswith("."):
        previous = None
    after = _unspaced(around.after, vocab) or (
        vocab.after.get(around.following) if _ADJOINS.match(around.after) else None
    )
    if after is not None:
        return after
    label_is_rating = around.label_kind in ("rating", "overall") and around.separated
    bare = candidate.form in ("number", "percent")
    if previous is not None and not label_is_rating and (bare or previous not in _BARE_ONLY):
        return previous
    return "date" if _CLOCK_AFTER.match(around.after) or _WEEKDAY_AFTER.match(around.after) else None


def _unspaced(after: str, vocab: Vocabulary) -> str | None:
    text = after.lstrip()
    if not text or text[0] < "\u0e00":
        return None
    return next((vocab.after[text[:n]] for n in (3, 2, 1) if text[:n] in vocab.after), None)


def _helpful_veto(candidate: Candidate, around: Surroundings, vocab: Vocabulary) -> str | None:
    if candidate.form in ("glyphs", "letter"):
        return None
    if (
        candidate.joiner != "/"
        and around.after
        and vocab.helpful.search(_CLAUSE_END.split(around.after, maxsplit=1)[0])
    ):
        return "helpful-votes"
    return (
        "helpful-votes"
        if vocab.helpful.search(around.before[-24:]) and around.before.endswith((":", "?", "("))
        else None
    )


def _form_veto(candidate: Candidate, around: Surroundings, lowered: str, vocab: Vocabulary) -> str | None:
    match candidate.form:
        case "ratio":
            return _ratio_veto(candidate, around, vocab)
        case "stars":
            return _stars_veto(candidate, around, vocab)
        case "glyphs":
            return _glyphs_veto(candidate, around)
        case "letter":
            return _letter_veto(candidate, around, lowered, vocab)
        case "row":
            return None
        case "percent":
            if candidate.joiner:
                return "price"
            named = not around.before or around.separated or around.label_kind in ("rating", "overall")
            if candidate.value > 100 or not ((around.whole and named) or around.following in vocab.liked):
                return "share"
            return None
        case "thumb":
            return None if around.whole and around.label_kind != "part" else "reaction"
        case "number":
            return _number_veto(candidate, around, lowered, vocab)


def _number_veto(candidate: Candidate, around: Surroundings, lowered: str, vocab: Vocabulary) -> str | None:
    written, sign = lowered[candidate.start : candidate.end], lowered[: candidate.start][-1:]
    if candidate.value > 100 or sign == "(" or _THOUSANDS.search(written):
        return "count"
    if candidate.joiner.strip() in vocab.not_points:
        return "clock"
    if candidate.joiner and around.label_kind is None and _votes(candidate):
        return "count"
    if around.label.endswith("rated") and candidate.value in _AGES:
        return "age"
    if around.label.endswith(tuple(vocab.stars)) and not vocab.star_things.isdisjoint(around.before.split()):
        return "star-thing"
    if not around.label and (written.endswith("½") or sign in ("-", "+")):
        return "title" if written.endswith("½") else "no-rating"
    if around.whole and around.label_kind != "part":
        return None
    ends = _TAIL.fullmatch(around.after) is not None
    return None if ends and is_given(around.before, vocab, to_it=True) else "no-rating"


def _ratio_veto(candidate: Candidate, around: Surroundings, vocab: Vocabulary) -> str | None:
    value, best = candidate.value, candidate.best or 0.0
    labelled = candidate.unit or around.label_kind in ("rating", "overall") or around.following in vocab.units
    # "4/5 hearts": whatever is handed out, as long as nothing else is said
    counts_signs = not around.before and _LAST_WORD.fullmatch(around.after) is not None
    if candidate.rule == "n-of-m" and candidate.joiner in ("/", "|"):
        if not labelled and ((value, best) in _ASPECTS or best == 1.0):
            return "aspect-ratio"
        if not (labelled or around.whole or counts_signs) and _PLURAL.fullmatch(around.following):
            return "count"
        if around.following in _FRACTION and around.after.startswith(" "):
            return "fraction"
    elif candidate.rule == "n-of-m" and candidate.joiner and not labelled and not around.whole:
        goes_on = around.following and around.after.startswith(" ") and around.following not in vocab.after_rating
        out_of = candidate.joiner == "out of"
        ends_bare = around.label_kind is None and not out_of and not around.following and around.before
        if ends_bare or (goes_on and not (out_of and counts_signs)):
            return "count"
    if best in _PARTS and value < best and _AMOUNT.search(around.before):
        return "fraction"
    if best < 2 or (best < 3 and not labelled):
        return "fraction"
    if labelled:
        return None if value <= max(best * 2, best + 1) or best in _HYPERBOLE_SCALES else "over-scale"
    if value > best and not (best in _HYPERBOLE_SCALES and (value <= best * 1.2 or (around.whole and best >= 10.0))):
        return "over-scale"
    fine = value != int(value)
    if around.whole:
        return None if best in _WHOLE_SCALES or fine else "fraction" if best < 4 else "scale"
    return None if best in _PROSE_SCALES or (fine and best in _WHOLE_SCALES) else "scale"


def _stars_veto(candidate: Candidate, around: Surroundings, vocab: Vocabulary) -> str | None:
    if candidate.value > 10:
        return "count"
    if around.following in vocab.star_things or not vocab.star_things.isdisjoint(around.before.split()[-3:]):
        return "star-thing"
    if around.following[:1] >= "\u0e00" and not around.following.startswith(vocab.after_unspaced):
        return "star-thing"
    named_as_rating = around.label_kind in ("rating", "overall") or is_given(around.before, vocab)
    goes_on = around.following and around.following not in vocab.after_rating | vocab.rated_things
    if not (around.whole or named_as_rating) and goes_on and (around.before or candidate.spelled):
        return "star-thing"
    if (
        candidate.joiner == "-"
        and not around.whole
        and around.following not in vocab.labels
        and around.following not in vocab.rated_things
    ):
        return "star-thing"
    return None


def _votes(candidate: Candidate) -> bool:
    """Say whether "15 points" counts votes: in English always, elsewhere from 11 on; "80点" never."""
    unit = candidate.joiner.strip(" -")
    return unit.isascii() and (unit in _ENGLISH_POINTS or candidate.value > 10)


def is_given(before: str, vocab: Vocabulary, *, to_it: bool = False) -> bool:
    """Say whether a verb hands the rating to the work: only words for it stand between verb and number.

    With `to_it` at least one such word must stand there: "gave it 8", not "gave 8".
    """
    for distance, word in enumerate(reversed(before.split()[-7:])):
        plain = word.strip(",:;\"'()")
        if plain in vocab.given_objects and not (distance == 0 and not to_it and plain in vocab.giving):
            continue
        return plain in vocab.giving and (distance > 0 or not to_it)
    return False


def _glyphs_veto(candidate: Candidate, around: Surroundings) -> str | None:
    named = around.label_kind in ("rating", "overall") or (around.label_kind is not None and around.separated)
    if candidate.joiner == "*":  # asterisks mark notes and needed fields far more often
        return None if named or (candidate.value != int(candidate.value) and around.whole) else "decoration"
    alone = around.whole and not around.before
    return None if named or alone or candidate.signs >= 2 else "decoration"


def _letter_veto(candidate: Candidate, around: Surroundings, lowered: str, vocab: Vocabulary) -> str | None:
    named = around.label_kind in ("rating", "overall") or around.separated
    if around.whole and (named or not around.before):
        is_emoticon = lowered[candidate.start - 1 : candidate.start] in (":", ";", "=") and around.label_kind == "part"
        return "letter-in-prose" if is_emoticon else None
    words = around.before.split()
    gives = any(w in vocab.giving for w in words[-4:])
    return None if candidate.joiner and gives else "letter-in-prose"
