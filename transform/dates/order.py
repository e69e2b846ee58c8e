"""Decides how a site writes numeric dates, by votes against an expected share of errors."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from transform.dates.reading import Order
from transform.dates.votes import Votes

_DIRT = 0.03  # share of dates that are mistyped, edited or foreign
_VOTE = math.log((1 - _DIRT) / _DIRT)  # nats by which one date that is impossible in an order speaks against it
_ENOUGH = 2.9  # nats: right 18 times for once wrong, before the weaker evidence of neighbours


@dataclass(frozen=True, slots=True)
class OrderDecision:
    """The order in force for a shape, or None while the evidence leaves more than one.

    `rule`: evidence (impossible dates), leaning (thread order, weekdays), habit (language and separator), open (too
    little evidence), mixed (too much on both sides). Votes and examples are for and against `order`, or day-first
    where there is none.
    """

    order: Order | None
    rule: str
    votes_for: int = 0
    votes_against: int = 0
    examples_for: tuple[str, ...] = ()
    examples_against: tuple[str, ...] = ()


def settle_order(votes: Votes) -> OrderDecision:
    """Decide how a site writes dates of one shape, or say why that stays open.

    A value that is impossible in an order speaks against it, as does one after its own capture or apart from its
    machine twin. Contradictions on both sides, beyond the expected share of dirt, mean that the site mixes orders:
    nothing is settled. Weaker evidence decides only where strong evidence is silent.
    """
    admitted = _admitted(votes)
    scores = {order: min(_score(votes, order, other) for other in admitted if other != order) for order in admitted}
    best = max(admitted, key=lambda order: scores[order])
    rivals = [other for other in admitted if other != best]
    contradicted = any(
        votes.for_over(other, best) > _bearable(votes.for_over(best, other) + votes.for_over(other, best))
        for other in rivals
    )
    strong = any(votes.for_over(best, other) or votes.for_over(other, best) for other in rivals)
    if contradicted:
        return _decision(votes, None, "mixed")
    if scores[best] < _ENOUGH:
        return _decision(votes, None, "open")
    if strong and all(votes.for_over(best, other) for other in rivals):
        return _decision(votes, best, "evidence")
    leans = any(reason for reason, weights in votes.leanings.items() if not reason.startswith("habit") and weights)
    return _decision(votes, best, "leaning" if leans else "habit")


def _admitted(votes: Votes) -> tuple[Order, ...]:
    """Admit year-first with two digits only where the language has it, or nothing else fits the site's dates."""
    if "N" not in votes.shape or votes.shape.replace("T", "").count("N") != 3:
        return ("dmy", "mdy")
    if votes.leanings.get("habit-language", {}).get("ymd"):
        return ("dmy", "mdy", "ymd")
    bearable = _bearable(votes.seen)
    others = min(votes.impossible("dmy"), votes.impossible("mdy"))
    if others > max(1, bearable) and votes.impossible("ymd") <= bearable:
        return ("dmy", "mdy", "ymd")
    return ("dmy", "mdy")


def _score(votes: Votes, order: Order, other: Order) -> float:
    strong = votes.for_over(order, other) - votes.for_over(other, order)
    return _VOTE * strong + votes.leaning(order) - votes.leaning(other)


def _bearable(count: int) -> int:
    """Give how many of so many votes may be dirt: the expected share and two standard deviations."""
    return math.floor(_DIRT * count + 2 * math.sqrt(_DIRT * count))


def _decision(votes: Votes, order: Order | None, rule: str) -> OrderDecision:
    shown: Order = order or "dmy"
    supporting = _texts(votes, (orders for orders in votes.remaining if orders and shown in orders.split("+")))
    opposing = _texts(votes, (orders for orders in votes.remaining if orders and shown not in orders.split("+")))
    others: tuple[Order, ...] = tuple(other for other in _admitted(votes) if other != shown)
    return OrderDecision(
        order,
        rule,
        min(votes.for_over(shown, other) for other in others),
        max(votes.for_over(other, shown) for other in others),
        supporting,
        opposing,
    )


def _texts(votes: Votes, kinds: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for orders in kinds for text in votes.examples.get(orders, ()))[:5]
