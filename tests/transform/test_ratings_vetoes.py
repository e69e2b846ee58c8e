"""What only looks like a rating, by the name of what says so."""

from __future__ import annotations

import pytest

from transform.ratings import read_rating

VETOES = {
    "helpful-votes": [("3 of 5 people found this helpful", "en"),
                      ("7 out of 9 found the following review useful", "en"),
                      ("3 von 4 Personen fanden das hilfreich", "de")],
    "season": [("Season 3 of 5", "en"), ("Staffel 2", "de"), ("Temporada 3/5", "es"), ("第2季", "zh")],
    "episode": [("Episode 7 of 10", "en"), ("S2E4", "en"), ("5/10 episodes", "en"), ("Folge 3 von 10", "de"),
                ("серия 3 из 10", "ru"), ("Épisode 5/10", "fr")],
    "chapter": [("Chapter 12/20", "en"), ("Kapitel 4 von 10", "de")],
    "part": [("Part 2/5", "en"), ("Disc 1/4", "en"), ("Tome 2/5", "fr")],
    "page": [("Page 2 of 10", "en"), ("Seite 2 von 10", "de"), ("page 2 sur 10", "fr")],
    "date": [("Posted 4/5", "en"), ("since 9/10", "en"), ("Sun, 9/10", "en"), ("9/10/2023", "en"), ("am 9/10",
             "de"),
             ("9/10 at 8pm", "en")],
    "price": [("$5", "en"), ("20% off", "en"), ("-20%", "en"), ("9.99 €", "en")],
    "rank": [("Rank: 5", "en"), ("#5", "en"), ("Platz 3", "de"), ("No. 4 of 10", "en")],
    "age": [("Rated PG", "en"), ("18+", "en"), ("PEGI 16", "en"), ("FSK 6", "de"), ("Rated 18", "en")],
    "aspect-ratio": [("16/9", "en"), ("4/3", "en")],
    "frame-rate": [("60 fps", "en")],
    "clock": [("10:30", "en"), ("90 minutes", "en"), ("5 hours", "en")],
    "count": [("12 reviews", "en"), ("(85)", "en"), ("1,234", "en"), ("7 of 10 viewers", "en"),
              ("9 von 10 Zuschauern", "de"),
              ("7 из 10 зрителей", "ru"), ("4 out of 5 dentists agree", "en")],
    "own-vote-widget": [("Your rating: 5/10", "en"), ("Rate this: ☆☆☆☆☆", "en"), ("Deine Bewertung: 5/5", "de"),
                        ("Ваша оценка: 4/5", "ru"), ("Votre note : 4/5", "fr")],
    "author-average": [("Reviewer average: 7.1/10", "en"), ("Average rating given by this user: 7/10", "en")],
    "no-value": [("N/A", "en"), ("Rating: -", "en"), ("unrated", "en"), ("Noch keine Bewertung", "de"), ("未評価",
                 "ja")],
    "star-thing": [("five star restaurant", "en"), ("5-star resort", "en")],
    "fraction": [("9/10 of the book", "en"), ("1/3", "en"), ("¼", "en"), ("1 1/4", "en")],
    "hypothetical": [("it could have been a 9/10", "en")],
    "share": [("I saw 60% of it", "en")],
    "reaction": [("👍 nice one", "en")],
    "letter-in-prose": [("Plan B", "en"), ("vitamin C", "en"), ("fans :D", "en")],
    "decoration": [("Email *", "en"), ("Leave a ⭐️", "en"), ("***", "en")],
    "over-scale": [("24/7", "en")],
    "scale": [("7/11", "en"), ("12/24", "en")],
    "progress": [("9/10 done", "en"), ("Progress: 85%", "en")],
    "empty": [("", "en"), ("  \n", "en")],
    "no-rating": [("Loved every minute", "en"), ("Nine Queens", "en"), ("all-star team", "en"), ("C++", "en")],
}  # fmt: skip


@pytest.mark.parametrize(("veto", "text", "language"), [(veto, *row) for veto, rows in VETOES.items() for row in rows])
def test_veto_is_named(veto: str, text: str, language: str) -> None:
    read = read_rating(text, language=language)
    assert (read.value, read.percent, read.rejected_by) == (None, None, veto)


@pytest.mark.parametrize(
    ("title", "text"),
    [("9/10", "9/10"), ("8½", "8½"), ("Fahrenheit 9/10", "Fahrenheit 9/10"), ("Route 4/5",
     "I saw Route 4/5 yesterday"),
     ("100%", "100%"), ("★★★", "★★★")],
)  # fmt: skip
def test_the_title_is_no_rating(title: str, text: str) -> None:
    assert read_rating(text, title=title).value is None


def test_a_rating_beside_the_title_stands() -> None:
    assert read_rating("8½: 9/10", title="8½").value == 9
    assert read_rating("Route 4/5 gets 3/5", title="Route 4/5").value == 3
    assert read_rating("Up 8/10", title="Up").value == 8
    assert read_rating("-3").value is None


@pytest.mark.parametrize(
    "text",
    ["10 Things I Hate", "Plan 9", "Ocean's 8", "12 Monkeys", "Room 104", "Friday the 13th", "2 days ago",
     "iPhone 8", "Level 5/10",
     "won 3/5 matches", "5 comments", "Top 100", "1.85:1", "24/24", "v2.5", "2 of 10 cats", "Load more (10)",
     "score by Hans"],
)  # fmt: skip
def test_numbers_of_other_kinds(text: str) -> None:
    assert read_rating(text).value is None
