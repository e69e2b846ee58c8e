"""Texts that are no date, or say too little for one: nothing may be read, and the reason has a name."""

from __future__ import annotations

from datetime import datetime

import pytest

from transform.dates import looks_like_date, read_date

CAPTURED = datetime(2025, 9, 15, 12)

REJECTED = {
    "empty": ["", "   ", "\u200b"],
    "too-long": ["12 March 2024 " + "x" * 200, "9" * 100_000],
    "clock-only": ["12:30", "19:42:10", "12:30 pm", "3:10 to Yuma"],
    "impossible-date": ["31/02/2024", "2024-02-30", "29 Feb 2023", "0000-00-00 00:00:00", "13/25/24", "00/03/2024"],
    "future": ["tomorrow", "in 3 days", "3 days from now", "next week", "in 2 Tagen", "dans 3 jours"],
    "duration": ["1h 45m", "112 min", "2 h 15 min", "500 days", "90s"],
    "fraction": ["3/12", "9/11", "8/10", "24/7", "7.5"],
    "two-dates": ["Jan 5 - Jan 9, 2024", "5-9 January 2024", "12.03.2024 - 15.03.2024"],
    "numbered": ["Version 10.15.24", "Season 12/03/24"],
    "prose": [
        "Episode 12 (2019)",
        "Top 10 of 2023",
        "2001: A Space Odyssey",
        "Blade Runner 2049",
        "© 2024",
        "On 3 March 2024 I watched this film and I loved it so much that I told all of my friends",
    ],
}
NOT_A_DATE = [
    *("March", "May", "Season 3, Episode 12", "S02E03", "5 stars", "Page 2 of 10", "Ocean's 11", "12 Angry Men"),
    *("3 of 5 people found this helpful", "v1.2.3", "192.168.1.1", "$12.99", "+1 555 123 4567", "12345", "1080p"),
    *("The Day After Tomorrow", "Yesterday Once More", "Last Week Tonight", "Now You See Me", "28 Days Later"),
    *("Day 3", "Week 2", "13th month", "Sunday Bloody Sunday", "Black Friday", "16:9", "2 seasons", "12 comments"),
    *(
        "4K",
        "50/50",
        "Friday the 13th",
        "Set 2",
        "the 90s",
        "March of the Penguins",
        "Today is the day",
        "Catch-22",
        "TV-14",
        "1/2/3",
        "1.2.3.4",
    ),
]


@pytest.mark.parametrize(("reason", "text"), [(reason, text) for reason, texts in REJECTED.items() for text in texts])
def test_rejected_with_its_reason(reason: str, text: str) -> None:
    read = read_date(text, language="en", order="mdy", reference=CAPTURED)
    assert (read.at, read.alternatives, read.rejected_by) == (None, (), reason)


@pytest.mark.parametrize("text", NOT_A_DATE)
def test_no_date(text: str) -> None:
    read = read_date(text, language="en", order="mdy", reference=CAPTURED)
    assert (read.at, read.precision, read.rule, read.alternatives) == (None, None, None, ())
    assert read.rejected_by is not None


@pytest.mark.parametrize("text", NOT_A_DATE)
def test_no_date_in_a_page_without_a_language(text: str) -> None:
    assert not looks_like_date(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "08/03/25 at 00:57am",
            "vor 2 Wochen",
            "3 days ago",
            "12.03.2024 19:42",
            "昨天 19:42",
            "Yesterday",
            "gestern",
        ),
        *("posted 3 hours ago", "14h", "5mo", "March 3, 2024 at 4:11 am", "Le 21/04/2013 à 02:20", "2 abril, 2026"),
        *(
            "03.08.2024 um 14:22 Uhr",
            "am 3.8.2024 um 14:22",
            "wczoraj, 19:42",
            "2024-03-12T19:42:10Z",
            "6. Juni 2015 um 10:23",
            "3 日前",
            "2 years ago (edited)",
        ),
    ],
)
def test_date_line_is_recognised(text: str) -> None:
    assert looks_like_date(text)


@pytest.mark.parametrize(
    "text",
    ["I saw it 3 days ago", "45 min", "2019", "May", "Reply", "by", "", "x" * 10_000, "1710272530", "3 Tage", "Friday"],
)
def test_prose_and_bare_values_are_no_date_lines(text: str) -> None:
    assert not looks_like_date(text)


@pytest.mark.parametrize("text", ["½ dl", "3/4 cup - 99 g", "9½ dl", "12.5 kg", "© 2024 Example"])
def test_measures_are_no_dates(text: str) -> None:
    assert not looks_like_date(text)
    assert read_date(text, language="sk", order="dmy", reference=CAPTURED).at is None


@pytest.mark.parametrize("text", ["few days ago", "vor einigen Wochen", "il y a quelques mois", "3 days ago", "Nov 23"])
def test_dates_that_need_more_than_their_text_stay_open(text: str) -> None:
    read = read_date(text)
    assert read.at is None
    assert read.rejected_by is None
    assert read.precision is not None
    assert read.rule is not None
