"""The parts of a reading: precision, rule, alternatives, shape, zone, wrappers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform.dates import Order, order_of_locale, read_date

CAPTURED = datetime(2025, 9, 15, 12)


def test_the_seed_is_ambiguous_and_says_so() -> None:
    read = read_date("08/03/25 at 00:57am")
    assert read.at is None
    assert read.precision == "minute"
    assert read.rule == "ambiguous-order"
    assert read.alternatives == ("2025-03-08T00:57:00", "2025-08-03T00:57:00")
    assert read.shape == "N/N/N at T"


@pytest.mark.parametrize(
    ("order", "at"), [("dmy", "2025-03-08T00:57:00"), ("mdy", "2025-08-03T00:57:00"), ("ymd", "2008-03-25T00:57:00")]
)
def test_an_order_settles_the_seed(order: Order, at: str) -> None:
    read = read_date("08/03/25 at 00:57am", order=order)
    assert (read.at, read.rule, read.alternatives) == (at, f"order-{order}", ())


def test_year_first_with_two_digits_needs_an_east_asian_language() -> None:
    assert read_date("10/11/12", language="en").alternatives == ("2012-10-11", "2012-11-10")
    assert read_date("10/11/12", language="ja").alternatives == ("2010-11-12", "2012-10-11", "2012-11-10")
    assert read_date("10/11/12", language="ja", order="ymd").at == "2010-11-12"
    assert read_date("24/12/31", language="ja", order="ymd").at == "2024-12-31"


def test_a_language_alone_settles_no_order() -> None:
    assert read_date("03/04/2024", language="fr").rule == "ambiguous-order"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("13/08/2025", "only-order"),
        ("03/03/2025", "same-in-every-order"),
        ("2025/08/13", "year-first"),
        ("2025-08-13", "iso"),
        ("1755043200", "epoch"),
        ("13 August 2025", "month-name"),
        ("13 August", "month-name-yearless"),
        ("Thursday 10/07/2025", "weekday-agrees"),
        ("August 2025", "month-name"),
        ("2025", "year"),
        ("3 days ago", "relative"),
        ("yesterday at 7:42 pm", "relative-clock"),
        ("Friday 17:15", "weekday"),
        ("12 اسفند 1402", "persian-calendar"),
    ],
)
def test_the_rule_has_a_name(text: str, rule: str) -> None:
    assert read_date(text, reference=CAPTURED).rule == rule


@pytest.mark.parametrize(
    ("text", "precision", "at"),
    [
        ("13 August 2025 19:42:10", "second", "2025-08-13T19:42:10"),
        ("13 August 2025 19:42", "minute", "2025-08-13T19:42:00"),
        ("13 August 2025, 7pm", "hour", "2025-08-13T19:00:00"),
        ("13 August 2025", "day", "2025-08-13"),
        ("2 weeks ago", "week", "2025-09-01"),
        ("August 2025", "month", "2025-08-01"),
        ("5 months ago", "month", "2025-04-15"),
        ("2025", "year", "2025-01-01"),
        ("2 years ago", "year", "2023-09-15"),
        ("1 year 2 months ago", "month", "2024-07-15"),
        ("2 hours ago", "hour", "2025-09-15T10:00:00"),
        ("half an hour ago", "minute", "2025-09-15T11:30:00"),
    ],
)
def test_precision_is_what_is_written(text: str, precision: str, at: str) -> None:
    read = read_date(text, reference=CAPTURED)
    assert (read.precision, read.at) == (precision, at)


def test_a_date_that_is_told_twice_is_one() -> None:
    assert read_date("Posted on 5/13/09 at Posted on 5/13/09").at == "2009-05-13"


def test_a_span_ends_on_the_last_day_of_a_shorter_month() -> None:
    assert read_date("1 month ago", reference=datetime(2024, 3, 31, 12)).at == "2024-02-29"
    assert read_date("1 year ago", reference=datetime(2024, 2, 29, 12)).at == "2023-02-28"


def test_a_day_without_a_year_lies_behind_the_reference() -> None:
    assert read_date("December 30", reference=CAPTURED).at == "2024-12-30"
    assert read_date("September 10", reference=CAPTURED).at == "2025-09-10"
    assert read_date("February 29", reference=CAPTURED).at == "2024-02-29"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("09/17/25 at 00:41am", "2025-09-17T00:41:00"),
        ("17/09/25 at 14:20pm", "2025-09-17T14:20:00"),
        ("13/08/25 at 12:30am", "2025-08-13T00:30:00"),
        ("13/08/25 at 12:30pm", "2025-08-13T12:30:00"),
        ("13/08/25 24:00", "2025-08-14T00:00:00"),
        ("31/12/25 24:00", "2026-01-01T00:00:00"),
    ],
)
def test_odd_clocks(text: str, at: str) -> None:
    assert read_date(text).at == at


@pytest.mark.parametrize(
    ("text", "at", "zone"),
    [
        ("2024-05-17T08:30:00+09:00", "2024-05-17T08:30:00+09:00", "offset"),
        ("Fri, 17 May 2024 08:30:00 -0500", "2024-05-17T08:30:00-05:00", "offset"),
        ("17 May 2024 08:30 (GMT+2)", "2024-05-17T08:30:00+02:00", "offset"),
        ("17 May 2024 08:30 UTC", "2024-05-17T08:30:00+00:00", "name"),
        ("17 May 2024 8:30 AM ET", "2024-05-17T08:30:00-04:00", "name"),
        ("17 Jan 2024 8:30 AM ET", "2024-01-17T08:30:00-05:00", "name"),
        ("1715934600", "2024-05-17T08:30:00+00:00", "epoch"),
        ("17 May 2024 08:30", "2024-05-17T08:30:00", None),
    ],
)
def test_a_zone_is_kept_only_where_written(text: str, at: str, zone: str | None) -> None:
    read = read_date(text)
    assert (read.at, read.zone) == (at, zone)


@pytest.mark.parametrize(
    ("text", "wrapper"),
    [
        ("Posted: 17 May 2024", "posted"),
        ("17 May 2024 (edited)", "edited"),
        ("Reviewed in Norway on 17 May 2024", "reviewed in norway"),
        ("17 May 2024 08:30 ~ 09:45", "~ 09:45"),
        ("17 May 2024 (edited 19 May 2024)", "edited 19 may 2024"),
    ],
)
def test_wrappers_are_remembered(text: str, wrapper: str) -> None:
    read = read_date(text, language="en")
    assert read.at is not None
    assert read.at.startswith("2024-05-17")
    assert any(wrapper in kept for kept in read.wrappers), read.wrappers


@pytest.mark.parametrize(
    ("locale", "order"),
    [
        *[("en", "mdy"), ("en-US", "mdy"), ("en_GB", "dmy"), ("en-AU", "dmy"), ("es-PR", "mdy"), ("es", "dmy")],
        *[("pt-BR", "dmy"), ("ja", "ymd"), ("zh-Hant-TW", "ymd"), ("ko-KR", "ymd"), ("sr-Latn", "dmy"), ("DE", "dmy")],
        *[("xx", None), ("", None), (None, None), ("-", None), ("en-Latn-GB", "dmy")],
    ],
)
def test_order_of_locale(locale: str | None, order: Order | None) -> None:
    assert order_of_locale(locale) == order


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.sampled_from([None, "en", "de", "ja", "ar", "th", "x-odd", "no"]))
def test_any_text_gives_a_clear_result(text: str, language: str | None) -> None:
    read = read_date(text, language=language, reference=CAPTURED)
    assert (read.rejected_by is None) != (read.rule is None)
    assert read.at is None or not read.alternatives
    assert len(read.alternatives) != 1
    for value in (read.at, *read.alternatives):
        if value is not None:
            datetime.fromisoformat(value)


_FRAGMENTS = [
    "12",
    "3",
    "2024",
    "/",
    ".",
    ":",
    "-",
    " ",
    "march",
    "ago",
    "days",
    "年",
    "月",
    "vor",
    "pm",
    "(",
    "~",
    "24:00",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_FRAGMENTS), max_size=12).map("".join))
def test_any_heap_of_date_words_gives_a_clear_result(text: str) -> None:
    read = read_date(text, reference=datetime(2025, 9, 15, 12, tzinfo=UTC))
    assert (read.rejected_by is None) != (read.rule is None)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2069, 12, 31)))
def test_written_and_read_again(at: datetime) -> None:
    at = at.replace(microsecond=0)
    assert read_date(f"{at:%d/%m/%Y %H:%M:%S}", order="dmy").at == at.isoformat()
    assert read_date(f"{at:%m/%d/%y, %I:%M:%S %p}", order="mdy").at == at.isoformat()
    assert read_date(f"{at:%d %B %Y at %H:%M:%S}").at == at.isoformat()
    assert read_date(at.isoformat()).at == at.isoformat()
