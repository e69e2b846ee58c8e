"""One comment's date from its text and its machine twin, from markup, and its instant."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from transform.dates import DateReading, Posted, localise, read_date, read_posted

CAPTURED = datetime(2025, 9, 15, 12)


@pytest.mark.parametrize(
    ("text", "machine", "at", "rule"),
    [
        ("17 May 2024", None, "2024-05-17", "month-name"),
        ("3 days ago", "2024-05-17T08:30:00Z", "2024-05-17T08:30:00+00:00", "iso"),
        (None, "2024-05-17T08:30:00Z", "2024-05-17T08:30:00+00:00", "iso"),
        ("05/06/2024", "1717581600", "2024-06-05T10:00:00+00:00", "epoch"),
        ("17 May 2024 08:30", "2024-05-17", "2024-05-17T08:30:00", "month-name"),
        ("17 May 2024 08:30", "2024-05-17T00:00:00Z", "2024-05-17T08:30:00", "month-name"),
        ("17 May 2024", "2023-01-02T03:04:05Z", "2023-01-02T03:04:05+00:00", "iso-unlike-text"),
        ("17 May 2024", "1970-01-01T00:00:00Z", "2024-05-17", "month-name"),
        ("17 May 2024", "0001-01-01T00:00:00", "2024-05-17", "month-name"),
        ("17 May 2024", "2031-05-17T00:00:00Z", "2024-05-17", "month-name"),
        ("17 May 2024", "yesterday", "2024-05-17", "month-name"),
        ("17 May 2024", "comment-17", "2024-05-17", "month-name"),
        ("May 2024", "2024-05-17T08:30:00+02:00", "2024-05-17T08:30:00+02:00", "iso"),
        ("Reply", "Friday, May 17, 2024 8:30 AM", "2024-05-17T08:30:00", "month-name"),
        ("05/06/2024", "06/05/2024", None, "ambiguous-order"),
    ],
)
def test_text_and_machine(text: str | None, machine: str | None, at: str | None, rule: str) -> None:
    read = read_posted(text, machine, reference=CAPTURED)
    assert (read.at, read.rule) == (at, rule)


def test_raw_is_what_a_person_would_quote() -> None:
    assert read_posted("3 days ago", "2024-05-17").raw == "3 days ago"
    assert read_posted(None, "2024-05-17").raw == "2024-05-17"
    assert read_posted(None, None).rejected_by == "empty"


@pytest.mark.parametrize(
    ("html", "at", "rule"),
    [
        ('<time datetime="2024-05-17T08:30:00+02:00">3 days ago</time>', "2024-05-17T08:30:00+02:00", "datetime/iso"),
        ('<meta itemprop="datePublished" content="2024-05-17">', "2024-05-17", "content/iso"),
        (
            '<abbr class="published" title="2024-05-17T08:30:00Z">May 17</abbr>',
            "2024-05-17T08:30:00+00:00",
            "title/iso",
        ),
        ('<span data-timestamp="1715934600000">vor 2 Jahren</span>', "2024-05-17T08:30:00+00:00", "data/epoch"),
        ('<span data-id="1715934600">17 May 2024</span>', "2024-05-17", "month-name"),
        ('<p>17 <b>May</b> 2024<script>var a = "18 May 2024"</script></p>', "2024-05-17", "month-name"),
        ('<time datetime="">17 May 2024</time>', "2024-05-17", "month-name"),
        ('<a title="permalink">2 days ago</a>', "2025-09-13", "relative"),
        ("< 1 hour ago", "2025-09-15T11:00:00", "relative"),
        ("<br>", None, None),
        ("<!DOCTYPE", None, None),
        ("<![if", None, None),
        ("<time datetime=" + "x" * 100_000, None, None),
    ],
)
def test_markup(html: str, at: str | None, rule: str | None) -> None:
    read = read_date(html, reference=CAPTURED)
    assert (read.at, read.rule) == (at, rule)
    assert read.raw == html
    assert (read.rejected_by is None) == (at is not None)


@pytest.mark.parametrize(
    ("text", "zone", "local", "at", "zone_from"),
    [
        ("2024-05-17T08:30:00+02:00", "Asia/Tokyo", "2024-05-17T08:30", "2024-05-17T06:30", "offset"),
        ("17 May 2024 08:30 UTC", None, "2024-05-17T08:30", "2024-05-17T08:30", "name"),
        ("1715934600", None, "2024-05-17T08:30", "2024-05-17T08:30", "epoch"),
        ("17 May 2024 08:30", "Asia/Tokyo", "2024-05-17T08:30", "2024-05-16T23:30", "site"),
        ("17 May 2024 08:30", None, "2024-05-17T08:30", None, None),
        ("17 May 2024 08:30", "Nowhere/Land", "2024-05-17T08:30", None, None),
        ("17 May 2024 08:30", "America", "2024-05-17T08:30", None, None),
        ("17 May 2024 08:30", "../etc", "2024-05-17T08:30", None, None),
    ],
)
def test_the_instant_is_known_only_with_a_zone(
    text: str, zone: str | None, local: str, at: str | None, zone_from: str | None
) -> None:
    placed = localise(read_date(text), zone)
    assert placed.posted_local == datetime.fromisoformat(local)
    assert placed.posted_date == date(2024, 5, 17)
    assert placed.posted_at == (datetime.fromisoformat(at).replace(tzinfo=UTC) if at is not None else None)
    assert placed.zone_from == zone_from


def test_a_day_has_no_instant_and_nothing_has_nothing() -> None:
    assert localise(read_date("17 May 2024"), "Asia/Tokyo") == Posted(posted_date=date(2024, 5, 17))
    assert localise(DateReading("?", rejected_by="no-date"), "Asia/Tokyo") == Posted()
