"""Dates of a thread together: what lies after the capture, years that are not written, machine twins."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from transform.dates import DatedText, date_votes, localise, read_thread, settle_order

CAPTURED = datetime(2025, 9, 15, 12)


def test_a_reading_after_the_capture_is_ruled_out() -> None:
    readings = read_thread([DatedText("03/11/2025"), DatedText("12 March 2030")], reference=CAPTURED)
    assert (readings[0].at, readings[0].rule) == ("2025-03-11", "before-capture")
    assert (readings[1].at, readings[1].rejected_by) == (None, "after-capture")


def test_a_clock_ahead_of_the_captures_is_no_later_reading() -> None:
    assert read_thread([DatedText("16/09/2025 03:00")], reference=CAPTURED)[0].at == "2025-09-16T03:00:00"


def test_a_missing_year_comes_from_the_neighbours() -> None:
    items = [DatedText(text) for text in ("March 2, 2020", "December 30", "January 2, 2019")]
    reading = read_thread(items, reference=CAPTURED)[1]
    assert (reading.at, reading.rule) == ("2019-12-30", "month-name-yearless-neighbours")
    assert read_thread(items)[1].at == "2019-12-30"
    assert read_thread(items[1:2])[0].at is None


def test_a_missing_year_comes_from_the_capture_where_neighbours_leave_more() -> None:
    items = [DatedText(text) for text in ("March 2, 2020", "December 30", "January 2, 2015")]
    assert read_thread(items, reference=CAPTURED)[1].at == "2024-12-30"


def test_a_machine_date_that_stands_everywhere_is_the_pages_own() -> None:
    items = [DatedText(f"{day} March 2024", "2024-01-01T00:00:00Z") for day in (3, 4, 5)]
    assert [reading.at for reading in read_thread(items)] == ["2024-03-03", "2024-03-04", "2024-03-05"]


def test_a_machine_twin_wins_and_keeps_its_offset() -> None:
    reading = read_thread([DatedText("03/04/2024 10:00", "2024-04-03T08:00:00+00:00")], reference=CAPTURED)[0]
    assert (reading.at, reading.zone, reading.raw) == ("2024-04-03T08:00:00+00:00", "offset", "03/04/2024 10:00")


def test_relative_dates_count_in_the_sites_zone() -> None:
    captured = datetime(2025, 9, 15, 22, 30, tzinfo=UTC)
    items = [DatedText("yesterday at 10:00"), DatedText("2 hours ago")]
    assert [one.at for one in read_thread(items, reference=captured, zone="Asia/Tokyo")] == [
        "2025-09-15T10:00:00",
        "2025-09-16T05:30:00",
    ]


def test_an_order_may_be_given_as_such() -> None:
    reading = read_thread([DatedText("03/04/2024")], decisions={"N/N/Y": "mdy"})[0]
    assert (reading.at, reading.rule) == ("2024-03-04", "order-mdy")


def test_every_item_has_a_reading() -> None:
    items = [DatedText(""), DatedText("nothing here"), DatedText("", "2024-03-04")]
    readings = read_thread(items, reference=CAPTURED)
    assert [one.at for one in readings] == [None, None, "2024-03-04"]
    assert [one.rejected_by for one in readings] == ["empty", "no-date", None]


_TEXTS = st.one_of(
    st.sampled_from(
        ["03/04/2024", "13/04/24", "3 days ago", "Nov 23", "24/12/31", "yesterday", "12 March 2030", "<b>x</b>"]
    ),
    st.text(max_size=20),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.builds(DatedText, _TEXTS, st.one_of(st.none(), _TEXTS, st.just("2024-04-03T10:00:00Z"))), max_size=6),
    st.sampled_from([None, CAPTURED, CAPTURED.replace(tzinfo=UTC), datetime.min, datetime.max.replace(tzinfo=UTC)]),
    st.sampled_from([None, "ja", "de"]),
    st.sampled_from([None, "Asia/Tokyo", "Nowhere/Land", "../etc"]),
)
def test_any_thread_gives_a_clear_result(
    items: list[DatedText], captured: datetime | None, language: str | None, zone: str | None
) -> None:
    votes = date_votes(items, language=language, captured_at=captured, not_before=2020)
    decisions = {shape: settle_order(one) for shape, one in votes.items()}
    readings = read_thread(items, language=language, reference=captured, decisions=decisions, zone=zone)
    assert len(readings) == len(items)
    for reading in readings:
        assert (reading.rejected_by is None) != (reading.rule is None)
        localise(reading, zone)
