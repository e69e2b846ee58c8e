"""Settles the scale of a site's bare numbers from all of them together, or leaves it open.

A lone "8" says nothing of its scale. Many do: how high they go, how finely they step, and what best the same
pages state elsewhere. Votes can be stored and added up over nights; the values themselves need not be kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from transform.ratings.stated import stated_number

# The scales that bare numbers are written on, least first.
SCALES: Final = (5.0, 10.0, 20.0, 100.0)
ENOUGH: Final = 12
FEWEST: Final = 3
CHANCE: Final = 0.01
LEAST_SHARE: Final = 0.25
DIRT: Final = 0.02
RARE: Final = {20.0: 0.08}  # school marks of 20 are given by few sites: how likely, before any value is seen
_STEPS: Final = (1.0, 0.5, 0.25, 0.1, 0.01)


@dataclass(frozen=True, slots=True)
class ScaleVotes:
    """What a site's bare rating values say of their scale.

    `seen` counts values; `up_to` how many lie at or under each of SCALES (the rest lie above all); `at` how many
    are exactly a scale's best; `zeros` how many are 0; `steps` how many are multiples of each step, coarsest first;
    `stated` how often each best was stated elsewhere on the same pages.
    """

    seen: int = 0
    up_to: Mapping[float, int] = field(default_factory=dict)
    at: Mapping[float, int] = field(default_factory=dict)
    zeros: int = 0
    steps: Mapping[float, int] = field(default_factory=dict)
    stated: Mapping[float, int] = field(default_factory=dict)

    def __add__(self, other: ScaleVotes) -> ScaleVotes:
        return ScaleVotes(
            seen=self.seen + other.seen,
            up_to=_sum(self.up_to, other.up_to),
            at=_sum(self.at, other.at),
            zeros=self.zeros + other.zeros,
            steps=_sum(self.steps, other.steps),
            stated=_sum(self.stated, other.stated),
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the votes as plain JSON data; numbers as keys become text."""
        return {
            "seen": self.seen,
            "zeros": self.zeros,
            **{name: {f"{k:g}": n for k, n in getattr(self, name).items()} for name in _TABLES},
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> ScaleVotes:
        """Return the votes that `as_dict` gave."""
        tables = {name: {float(k): int(n) for k, n in stored.get(name, {}).items()} for name in _TABLES}
        return cls(seen=int(stored["seen"]), zeros=int(stored["zeros"]), **tables)


_TABLES: Final = ("up_to", "at", "steps", "stated")


def scale_votes(values: Sequence[str | float], *, stated_best: float | None = None) -> ScaleVotes:
    """Return what one page's bare values say; `stated_best` is a best that the page states elsewhere."""
    numbers = [n for v in values if (n := stated_number(v)) is not None]
    return ScaleVotes(
        seen=len(numbers),
        up_to={scale: sum(n <= scale for n in numbers) for scale in SCALES},
        at={scale: sum(n == scale for n in numbers) for scale in SCALES},
        zeros=sum(n == 0 for n in numbers),
        steps={step: sum(_is_multiple(n, step) for n in numbers) for step in _STEPS},
        stated={} if stated_best is None else {float(stated_best): 1},
    )


def settle_scale(votes: ScaleVotes | Iterable[ScaleVotes]) -> float | None:
    """Return the best that the evidence settles, or None while more than one scale explains the values.

    A best stated on the same pages counts unless values refute it: some lie above it, or many all lie under half of
    it. Without one, the least scale that holds all values (but the expected share of dirt) is it once they would
    hardly all lie so low on any longer one: a chance under CHANCE if ratings were spread evenly, times how rare that
    scale is. A site that mixes
    scales settles nothing.
    """
    total = votes if isinstance(votes, ScaleVotes) else sum(votes, ScaleVotes())
    if total.stated:
        best = max(total.stated, key=lambda b: (total.stated[b], -b))
        agreed = total.stated[best] > (1 - DIRT) * sum(total.stated.values())
        if agreed and not _refuted(total, best):
            return best
    least = next((s for s in SCALES if total.seen - total.up_to.get(s, 0) <= DIRT * total.seen), None)
    if least is None or total.seen < FEWEST:
        return None
    if least == SCALES[0]:
        # Up to 5 may be the lower half of a scale of 10: only halves, or very many, say otherwise.
        whole = total.steps.get(1.0, 0) >= (1 - DIRT) * total.seen
        return least if total.seen >= (3 * ENOUGH if whole else ENOUGH) else None
    shorter = SCALES[SCALES.index(least) - 1]
    if total.seen - total.up_to.get(shorter, 0) < LEAST_SHARE * total.seen:
        return None  # most lie on a shorter scale: the site mixes two
    halves = total.steps.get(0.5, 0) >= (1 - DIRT) * total.seen
    longer = [s for s in SCALES if s > least and (halves or s != 20.0)]  # scales of 20 are not used in tenths
    chance = max(((least / s) ** total.seen * RARE.get(s, 1.0) for s in longer), default=0.0)
    return least if chance < CHANCE else None


def _refuted(votes: ScaleVotes, best: float) -> bool:
    scale = next((s for s in SCALES if s >= best), None)
    if scale is None:
        return False
    if scale == best:
        above = votes.seen - votes.up_to.get(best, 0)
        if above > DIRT * votes.seen:
            return True
    half = next((s for s in SCALES if s == best / 2), None)
    return half is not None and votes.seen >= 3 * ENOUGH and votes.up_to.get(half, 0) == votes.seen


def _is_multiple(number: float, step: float) -> bool:
    return abs(number / step - round(number / step)) < 1e-6


def _sum(one: Mapping[float, int], other: Mapping[float, int]) -> dict[float, int]:
    return dict(Counter(one) + Counter(other))
