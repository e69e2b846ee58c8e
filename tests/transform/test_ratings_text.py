"""Ratings read from one text: one expected value, many ways to write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.ratings import RatingReading, looks_like_rating, read_rating

EIGHT_OF_TEN = {
    "en": [
        "8/10", "8 / 10", "8/10!", "(8 out of 10)", "[8/10]", "**8/10**", "My rating: 8/10", "Overall: 8/10",
        "eight out of ten", "8 out of a possible 10", "I rate this movie 8/10", "8/10 from me", "8.0/10.0",
        "8,0/10",
        "8 points out of 10", "Loved it! 8/10", "8 out of 10 stars", "８／１０", "8∕10", "8⁄10", "Score=8/10",
        "8 on a scale of 1 to 10", "On a scale of 1-10, I give it an 8", "8/10 (would be 10/10 with a better end)",
        "story: 9/10, art: 7/10, overall: 8/10", "Overall - 8/10\nPlot - 9/10", "★★★★ 8/10", "IGN: 8/10", "8 of 10",
    ],
    "de": ["8 von 10", "8 von 10 Punkten", "Wertung: 8/10", "acht von zehn", "Ich gebe dem Film 8/10",
           "Fazit: 8 von 10",
           "8 von 10 möglichen Punkten", "Auf einer Skala von 1 bis 10: 8"],
    "fr": ["8 sur 10", "Note : 8/10", "huit sur dix", "Je lui donne 8/10", "8 sur une échelle de 10"],
    "es": ["8 de 10", "8 sobre 10", "Nota: 8/10", "ocho de diez", "Le doy un 8/10", "8 puntos de 10"],
    "pt": ["8 de 10", "Nota 8/10", "8 em 10"],
    "it": ["8 su 10", "Voto: 8/10", "otto su dieci", "Voto finale: 8/10"],
    "nl": ["8 van de 10", "Cijfer: 8/10", "8 uit 10"],
    "sv": ["8 av 10", "Betyg: 8/10"],
    "da": ["8 ud af 10", "8 af 10"],
    "pl": ["8 na 10", "Moja ocena: 8/10", "osiem na dziesięć"],
    "cs": ["8 z 10", "Hodnocení: 8/10"],
    "hu": ["8/10", "10/8", "10-ből 8", "értékelés: 8/10"],
    "ro": ["8 din 10", "Nota: 8/10"],
    "ru": ["8 из 10", "Оценка: 8/10", "8 баллов из 10", "восемь из десяти", "Моя оценка фильму 8 из 10"],
    "uk": ["8 з 10", "Оцінка: 8/10"],
    "bg": ["8 от 10"],
    "el": ["8 στα 10", "Βαθμολογία: 8/10"],
    "tr": ["10 üzerinden 8", "8/10 puan", "10 puan üzerinden 8"],
    "id": ["8 dari 10", "Nilai: 8/10"],
    "vi": ["8 trên 10", "8/10 điểm"],
    "th": ["8 เต็ม 10", "คะแนน 8/10"],
    "ar": ["8 من 10", "٨/١٠", "٨ من ١٠", "التقييم: 8/10"],
    "fa": ["۸ از ۱۰"],
    "he": ["8 מתוך 10", "ציון: 8/10"],
    "hi": ["10 में से 8"],
    "ja": ["10点満点中8点", "10点満点で8点", "8点／10点", "評価：8/10", "8点（10点満点）", "10段階評価で8"],
    "ko": ["10점 만점에 8점", "8점/10점", "평점: 8/10", "10점 중 8점"],
    "zh": ["满分10分，8分", "8分/10分", "10分制8分", "满分10分我给8分", "8分（满分10分）", "滿分10分，給8分"],
}  # fmt: skip

FOUR_OF_FIVE = {
    "en": [
        "4 stars", "Four stars.", "four out of five stars", "★★★★☆", "★★★★", "★ ★ ★ ★ ☆", "⭐⭐⭐⭐", "⭐️⭐️⭐️⭐️",
        "4 ⭐", "4x⭐",
        "⭐×4", "4*", "●●●●○", "■■■■□", "❤️❤️❤️❤️🤍", "🌕🌕🌕🌕🌑", "4/5", "4 of 5 stars", "I gave it 4 stars",
        "Rated 4 out of 5",
        "Rating: ★★★★", "4 stars (12)", "A strong 4 stars", "a 4-star film", "Stars: 4/5", "4 out of 5 bubbles",
        "4/5 hearts", "4 out of 5 popcorns!",
    ],
    "de": ["4 Sterne", "vier Sterne", "4 von 5 Sternen", "4 Sterne von 5"],
    "fr": ["4 étoiles", "4 étoiles sur 5", "quatre étoiles"],
    "es": ["4 estrellas", "4 de 5 estrellas"],
    "it": ["4 stelle", "4 stelle su 5"],
    "pl": ["4 gwiazdki"],
    "cs": ["4 hvězdičky", "4 z 5 hvězdiček"],
    "ru": ["4 звезды", "4 из 5 звёзд"],
    "tr": ["4 yıldız", "5 yıldız üzerinden 4"],
    "id": ["4 bintang", "bintang 4"],
    "ja": ["星4つ", "星四つ", "★4", "☆4", "5つ星のうち4", "おすすめ度：★★★★☆"],
    "ko": ["별 4개", "5점 만점에 4점"],
    "zh": ["四星", "4颗星", "给四颗星"],
}  # fmt: skip


def spread(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in table.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), spread(EIGHT_OF_TEN))
def test_eight_of_ten(language: str, text: str) -> None:
    read = read_rating(text, language=language)
    assert (read.value, read.best, read.percent) == (8, 10, 80)


@pytest.mark.parametrize(("language", "text"), spread(FOUR_OF_FIVE))
def test_four_of_five(language: str, text: str) -> None:
    read = read_rating(text, language=language)
    assert (read.value, read.best, read.percent) == (4, 5, 80)


@pytest.mark.parametrize(
    "text",
    ["4.5/5", "4½/5", "4 1/2 / 5", "four and a half stars", "4 1/2 stars", "★★★★½", "★★★★1/2", "★ 4.5", "4,5 von 5",
     "⭐⭐⭐⭐✨", "4.5-star rating", "4 stars and a half", "Nota: 4 estrelas e meia", "4 étoiles et demie (presse)"],
)  # fmt: skip
def test_halves(text: str) -> None:
    read = read_rating(text)
    assert (read.value, read.best) == (4.5, 5)


@pytest.mark.parametrize("text", ["4 stars and a half bottle of rum", "4 estrelas e meia hora de espera"])
def test_half_of_something_else_is_none_of_a_star(text: str) -> None:
    assert read_rating(text).value == 4


@pytest.mark.parametrize(
    ("text", "value", "best", "kind", "rule"),
    [
        ("Rating: 6/10", 6, 10, "numeric", "n-of-m"),
        ("満点10点で6点", 6, 10, "numeric", "m-then-n"),
        ("3 stars", 3, 5, "stars", "stars-of-5"),
        ("★★★☆☆", 3, 5, "stars", "stars-of-n"),
        ("★★★★★★★☆☆☆", 7, 10, "stars", "stars-of-n"),
        ("●●●○○", 3, 5, "stars", "signs-of-n"),
        ("*** out of ****", 3, 4, "stars", "n-of-m"),
        ("72%", 72, 100, "percent", "percent"),
        ("%72", 72, 100, "percent", "percent"),
        ("72 Prozent", 72, 100, "percent", "percent"),
        ("Grade: C+", 58, 100, "letter", "letters-metacritic"),
        ("B minus", 67, 100, "letter", "letters-metacritic"),
        ("Highly recommended!", 1, 1, "verdict", "verdict-two-way"),
        ("Nicht empfehlenswert", 0, 1, "verdict", "verdict-two-way"),
        ("Mixed feelings", 0.5, 1, "verdict", "verdict-three-way"),
        ("it was ok", 2, 5, "verdict", "verdict-goodreads"),
        ("较差", 2, 5, "verdict", "verdict-douban"),
        ("👎🏿", 0, 1, "thumb", "thumb-two-way"),
        ("Daumen hoch", 1, 1, "thumb", "thumb-two-way"),
        ("🌕🌕🌗🌑🌑", 2.5, 5, "stars", "signs-of-n"),
    ],
)
def test_kind_and_convention_are_named(text: str, value: float, best: float, kind: str, rule: str) -> None:
    read = read_rating(text)
    assert (read.value, read.best, read.kind, read.rule) == (value, best, kind, rule)


@pytest.mark.parametrize(
    ("text", "value"),
    [("Rating: 7", 7), ("7", 7), ("8.7", 8.7), ("评分：8.5", 8.5), ("평점 9.2", 9.2), ("80点", 80), ("Overall 7", 7),
     ("4.5 (123 ratings)", 4.5), ("Terningkast 5", 5), ("Overall 8 Story 7 Animation 9 Sound 8", 8)],
)  # fmt: skip
def test_a_bare_number_has_no_scale(text: str, value: float) -> None:
    read = read_rating(text)
    assert (read.value, read.best, read.percent) == (value, None, None)


def test_a_settled_scale_is_used_where_the_text_states_none() -> None:
    read = read_rating("Rating: 7", best=10)
    assert (read.best, read.percent, read.rule) == (10, 70, "number+site-scale")
    assert read_rating("7/20", best=10).best == 20
    assert read_rating("14", best=10).best is None


def test_more_than_five_stars_refute_the_convention() -> None:
    read = read_rating("8 stars")
    assert (read.value, read.best, read.percent, read.rule) == (8, None, None, "stars")


@pytest.mark.parametrize(("text", "value", "percent"), [("11/10", 11, 100), ("-1/10", -1, 0), ("0/10", 0, 0)])
def test_percent_stays_within_its_bounds(text: str, value: float, percent: float) -> None:
    read = read_rating(text)
    assert (read.value, read.percent) == (value, percent)


@pytest.mark.parametrize(
    ("letter", "percent"),
    [("A+", 100), ("A", 100), ("A-", 91), ("B+", 83), ("B", 75), ("B-", 67), ("C+", 58), ("C", 50), ("C-", 42),
     ("D+", 33), ("D", 25), ("D-", 16), ("F", 0)],
)  # fmt: skip
def test_letters_follow_the_published_table(letter: str, percent: float) -> None:
    for text in (f"Grade: {letter}", f"Final grade: {letter}", letter):
        assert read_rating(text).percent == percent


def test_two_different_ratings_are_not_guessed_between() -> None:
    assert read_rating("7/10 for me, my wife says 9/10").rejected_by == "several"
    assert read_rating("Story: 7/10, Art: 9/10").rejected_by == "parts"
    assert read_rating("8/10 ... yes, 8/10").value == 8


@pytest.mark.parametrize("text", ["8/10", "Rating: 8/10", "★★★☆☆", "4 stars", "four out of five", "B+", "Grade: B",
                                  "Recommended", "10点満点中8点", "8 von 10 Punkten", "Overall: 9"])  # fmt: skip
def test_looks_like_a_rating(text: str) -> None:
    assert looks_like_rating(text)


@pytest.mark.parametrize(
    "text",
    ["", "8", "A", "85%", "★", "*", "Name *", "3/4", "1 1/4", "Fans :D", "MUST READ", "Fresh", "おすすめ", "Leave a ⭐️",
     "I give it 8/10", "Season 2", "9/11", "12 comments", "Hello there", "not rated", "8/10\n9/10", "2 days ago",
     "9/10/2024"],
)  # fmt: skip
def test_does_not_look_like_a_rating(text: str) -> None:
    assert not looks_like_rating(text)


@given(
    st.integers(0, 100), st.sampled_from([4, 5, 6, 10, 20, 100]), st.sampled_from(["{}/{}", "{} / {}", "{} out of {}"])
)
def test_every_written_ratio_is_read(value: int, best: int, form: str) -> None:
    value = min(value, best)
    read = read_rating("Rating: " + form.format(value, best))
    assert (read.value, read.best, read.percent) == (value, best, pytest.approx(100 * value / best, abs=0.001))


def check(read: RatingReading) -> None:
    if read.value is None:
        assert read.rejected_by is not None
        assert (read.best, read.percent, read.kind, read.rule) == (None, None, None, None)
    else:
        assert read.rejected_by is None and read.rule is not None and read.kind is not None
        assert (read.percent is None) == (read.best is None)
        assert read.percent is None or 0 <= read.percent <= 100


@given(st.text(max_size=200))
def test_any_text_gives_a_clear_answer(text: str) -> None:
    check(read_rating(text))
    check(read_rating(text, title=text[:20], language="ja"))


@given(st.text(alphabet="0123456789/.,% ½★☆*+-ABof点満分 \n", max_size=60))
def test_rating_like_noise_gives_a_clear_answer(text: str) -> None:
    check(read_rating(text))
    looks_like_rating(text)


@pytest.mark.parametrize(
    "text",
    ["9" * 100_000, "1/" * 50_000, "★" * 100_000, "*" * 100_000, "8 out of " * 10_000, "(" * 100_000,
     " " * 100_000 + "8/10",
     "1 " * 1_900, "a: " * 1_300, "1/2 " * 990, "½" * 3_900, "from " * 790, "星" * 3_900, "A-" * 1_900, "8点(" * 990],
)  # fmt: skip
def test_hostile_texts_end_quickly(text: str) -> None:
    check(read_rating(text))
