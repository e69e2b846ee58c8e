"""Dates of a thread together: what lies after the capture, years that are not written, machine twins."""

from __future__ import annotations

from datetime import UTC, datetime

from transform.dates import DatedText, read_thread

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
