"""The order of a site's numeric dates, by evidence: impossible values, twins, time order, habits, and dirt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform.dates import DatedText, OrderDecision, Votes, date_votes, pool, read_thread, settle_order

CAPTURED = datetime(2025, 9, 15, 12)


def thread(*texts: str) -> list[DatedText]:
    return [DatedText(text) for text in texts]


def decide(
    items: Sequence[DatedText],
    *,
    language: str | None = None,
    captured_at: datetime | None = CAPTURED,
    not_before: date | int | None = None,
) -> OrderDecision:
    votes = date_votes(items, language=language, captured_at=captured_at, not_before=not_before)
    assert len(votes) == 1, votes
    return settle_order(next(iter(votes.values())))


def days(items: Sequence[DatedText], **keywords: Any) -> list[str | None]:
    votes = date_votes(items, captured_at=CAPTURED)
    decisions = {shape: settle_order(one) for shape, one in votes.items()}
    readings = read_thread(items, reference=CAPTURED, decisions=decisions, **keywords)
    return [reading.at[:10] if reading.at is not None else None for reading in readings]


def test_the_seed_alone_settles_nothing() -> None:
    decision = decide(thread("08/03/25 at 00:57am"))
    assert (decision.order, decision.rule) == (None, "open")
    assert days(thread("08/03/25 at 00:57am")) == [None]


def test_one_day_above_twelve_settles_all() -> None:
    items = thread("08/03/25 at 00:57am", "13/08/25 at 1:05pm", "05/09/25 at 2:00pm")
    decision = decide(items)
    assert (decision.order, decision.rule) == ("dmy", "evidence")
    assert decision.examples_for == ("13/08/25 at 1:05pm",)
    assert days(items) == ["2025-03-08", "2025-08-13", "2025-09-05"]


def test_several_days_of_one_month_are_no_months_of_one_day() -> None:
    within = [date(2013, 5, day) for day in (2, 3, 4, 6)]
    twice = thread(*(f"{at:%d-%m-%Y} {hour}:15" for at in within for hour in (10, 11)))
    assert decide(twice, language="it").order == "dmy"
    assert decide(twice).order is None
    once = thread(*(f"{at:%d-%m-%Y} 10:15" for at in within))
    assert decide(once, language="it").order is None
    column = thread(*(f"01/{day:02}/2024" for day in range(3, 9) for _ in range(2)))
    assert decide(column, language="en-GB").order is None


def test_twin_threads_give_twin_results() -> None:
    moments = [date(2025, 3, 8), date(2025, 4, 2), date(2025, 4, 21), date(2025, 6, 7), date(2025, 9, 1)]
    day_first = thread(*(f"{at:%d/%m/%y}" for at in moments))
    month_first = thread(*(f"{at:%m/%d/%y}" for at in moments))
    assert (decide(day_first).order, decide(month_first).order) == ("dmy", "mdy")
    assert days(day_first) == days(month_first) == [at.isoformat() for at in moments]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.dates(date(2015, 1, 1), date(2025, 9, 1)), min_size=1, max_size=8), st.sampled_from(["%y", "%Y"]))
def test_any_thread_and_its_twin_agree(moments: list[date], year: str) -> None:
    day_first = days(thread(*(at.strftime(f"%d/%m/{year}") for at in moments)))
    month_first = days(thread(*(at.strftime(f"%m/%d/{year}") for at in moments)))
    assert day_first == month_first
    assert all(found in (None, at.isoformat()) for found, at in zip(day_first, moments, strict=True))


def test_what_lies_after_the_capture_is_impossible() -> None:
    items = thread("03/11/2025", "02/04/2025")  # 3 November would be after the capture
    assert decide(items).order == "mdy"
    assert days(items) == ["2025-03-11", "2025-02-04"]
    assert decide(items, captured_at=None).order is None


def test_a_machine_twin_is_evidence_for_the_others() -> None:
    items = [DatedText("03/04/2025", "2025-04-03T10:00:00Z"), DatedText("05/06/2025")]
    decision = decide(items)
    assert (decision.order, decision.votes_for) == ("dmy", 1)
    assert days(items) == ["2025-04-03", "2025-06-05"]


def test_time_order_and_named_weekdays_lean() -> None:
    assert (
        decide(thread("10/01/2025", "11/01/2025", "12/01/2025", "01/02/2025", "02/02/2025", "03/02/2025")).order
        == "dmy"
    )
    assert decide(thread("Mon 03/11/2024", "Wed 06/12/2024")).order == "mdy"


def test_a_relative_sibling_takes_part_in_time_order() -> None:
    items = thread("2 days ago", "09/03/2025", "08/11/2025", "07/12/2025", "06/10/2025", "05/02/2025")
    assert decide(items).order == "mdy"


def test_a_date_before_the_title_existed_leans() -> None:
    items = thread("01/12/2024", "03/11/2024")
    votes = next(iter(date_votes(items, captured_at=CAPTURED, not_before=date(2024, 10, 1)).values()))
    assert votes.leanings["before-title"] == {"dmy": 3.0}
    assert settle_order(votes).order == "dmy"


@pytest.mark.parametrize(
    ("text", "language", "order"),
    [
        ("08.03.2025", "de", "dmy"),
        ("08.03.2025", "en", None),
        ("08.03.2025", None, None),
        ("08/03/2025", "pt", None),
        ("08/03/2025 às 14:25", "pt", "dmy"),
        ("08/03/2025 a las 14:25", "es", None),  # Panama and Puerto Rico put the month first
        ("10/11/12", "ja", "ymd"),
        ("03-04 19:42", "zh", "mdy"),
        ("03-04-2024", "zh", None),
        ("10/11/12", "en", None),
    ],
)
def test_habits_settle_only_where_they_agree(text: str, language: str | None, order: str | None) -> None:
    assert decide(thread(text), language=language).order == order


def test_habits_never_win_against_evidence() -> None:
    assert decide(thread("08.03.2025", "08.13.2025"), language="de").order is None  # one date may be a slip
    assert decide(thread("08.03.2025", "08.13.2025", "08.14.2025"), language="de").order == "mdy"


def test_a_little_dirt_is_borne() -> None:
    clean = [f"{day}/04/2024" for day in range(13, 29)]
    assert decide(thread(*clean, "04/19/2024")).order == "dmy"
    assert days(thread(*clean, "02/03/2024", "04/19/2024"))[-2:] == ["2024-03-02", "2024-04-19"]


def test_a_site_that_mixes_orders_is_settled_by_thread_or_not_at_all() -> None:
    british = thread("08/03/2025", "13/03/2025", "14/03/2025")
    american = thread("03/08/2025", "03/13/2025", "03/14/2025")
    neither = thread("03/08/2025", "03/09/2025")
    votes = [next(iter(date_votes(one, captured_at=CAPTURED).values())) for one in (british, american, neither)]
    decision = settle_order(pool(votes))
    assert (decision.order, decision.rule) == (None, "mixed")
    read = [
        [reading.at for reading in read_thread(one, reference=CAPTURED, decisions={decision_shape: decision})]
        for one in (british, american, neither)
        for decision_shape in (votes[0].shape,)
    ]
    assert read == [
        ["2025-03-08", "2025-03-13", "2025-03-14"],
        ["2025-03-08", "2025-03-13", "2025-03-14"],
        [None, None],
    ]


def test_other_threads_of_the_site_settle_a_lone_date() -> None:
    lone, other = thread("08/03/2025"), thread("13/03/2025", "14/03/2025")
    votes = [next(iter(date_votes(one, captured_at=CAPTURED).values())) for one in (lone, other)]
    decisions = {votes[0].shape: settle_order(pool(votes))}
    reading = read_thread(lone, reference=CAPTURED, decisions=decisions)[0]
    assert (reading.at, reading.rule) == ("2025-03-08", "evidence-dmy")


def test_year_first_comes_in_by_the_sites_evidence() -> None:
    items = thread("24/12/31", "23/11/30", "22/10/29", "21/01/28", "20/02/27")
    assert decide(items).order == "ymd"
    assert days(items)[0] == "2024-12-31"


def test_an_assumed_order_settles_only_what_is_open() -> None:
    items = thread("08/03/25")
    reading = read_thread(items, reference=CAPTURED, assume="mdy")[0]
    assert (reading.at, reading.rule) == ("2025-08-03", "assumed-mdy")
    settled = thread("08/03/25", "13/03/25")
    decisions = {shape: settle_order(one) for shape, one in date_votes(settled, captured_at=CAPTURED).items()}
    readings = read_thread(settled, reference=CAPTURED, decisions=decisions, assume="mdy")
    assert [reading.at for reading in readings] == ["2025-03-08", "2025-03-13"]


def test_shapes_are_decided_apart() -> None:
    votes = date_votes(thread("13/03/2025", "03.04.2025 10:00", "3 days ago", "2025-03-01"), captured_at=CAPTURED)
    assert set(votes) == {"N/N/Y", "N.N.Y T"}


def test_a_date_that_a_template_repeats_counts_once() -> None:
    votes = next(iter(date_votes(thread(*["13/03/2025"] * 40), captured_at=CAPTURED).values()))
    assert (votes.seen, votes.for_over("dmy", "mdy")) == (1, 1)


def test_votes_survive_storage() -> None:
    items = [DatedText("13/03/25", "2025-03-13"), *thread("08/03/25", "02/28/25", "10.11.12")]
    for votes in date_votes(items, language="de", captured_at=CAPTURED, not_before=2020).values():
        assert Votes.from_json(json.loads(json.dumps(votes.to_json()))) == votes


def test_pooling_needs_votes_of_one_shape() -> None:
    one, other = date_votes(thread("13/03/25", "13.03.25"), captured_at=CAPTURED).values()
    with pytest.raises(ValueError, match="one shape"):
        pool([one, other])
    with pytest.raises(ValueError, match="one shape"):
        pool([])
