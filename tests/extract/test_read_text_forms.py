"""Text captures as people copy them off a page: names, dates, marks and buttons in every order."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.read import read
from extract.records import Capture, Extraction


class Said(NamedTuple):
    """What a test asks of a comment; what it leaves out must be absent."""

    author: str | None
    posted: str | None
    body: str
    rating: str | None = None
    headline: str | None = None
    depth: int = 0
    helpful: str | None = None
    edited: str | None = None


def of(text: str) -> Extraction:
    return read(Capture("", text.encode()))


def said(text: str) -> list[Said]:
    return [
        Said(c.author, c.posted, c.body, c.rating.raw if c.rating else None, c.headline, c.depth, c.helpful, c.edited)
        for c in of(text).comments
    ]


@pytest.mark.parametrize(
    ("first", "author", "posted"),
    [
        ("Hans Müller schrieb am 03.08.2024 um 14:22 Uhr:", "Hans Müller", "03.08.2024 um 14:22 Uhr"),
        ("Antwort von Petra am 03.08.2024 um 15:01 Uhr:", "Petra", "03.08.2024 um 15:01 Uhr"),
        ("von Ada am 3. März 2025", "Ada", "3. März 2025"),
        ("Posté par Léa le 14/02/2024 à 20h15", "Léa", "14/02/2024 à 20h15"),
        ("Inviato da Ugo il 3 marzo 2025 alle 10:15", "Ugo", "3 marzo 2025 alle 10:15"),
        ("Geplaatst door Jan op 3 maart 2025 om 10:15", "Jan", "3 maart 2025 om 10:15"),
        ("Dodane przez Ola, 3 marca 2025", "Ola", "3 marca 2025"),
        ("Gönderen Ali - 3 Mart 2025", "Ali", "3 Mart 2025"),
        ("Опубликовал Иван 3 марта 2025 в 10:15", "Иван", "3 марта 2025 в 10:15"),
        ("由 小王 发表于 2025-03-03 22:15", "小王", "发表于 2025-03-03 22:15"),
        ("小王 发表于 2025-03-03 22:15", "小王", "发表于 2025-03-03 22:15"),
        ("投稿者：さくら　投稿日：2024年3月5日", "さくら", "2024年3月5日"),
        ("작성자: 김철수 2025.03.05 14:20", "김철수", "2025.03.05 14:20"),
        ("1. 名無し 2025/03/03(月) 22:15:10 ID:abc", "名無し", "2025/03/03(月) 22:15:10"),
        ("أحمد - 3 مارس 2025", "أحمد", "3 مارس 2025"),
        ("#1 by user_one on 2024-03-05 22:11:05", "user_one", "2024-03-05 22:11:05"),
        ("u/ada • 3h ago", "u/ada", "3h ago"),
        ("Submitted by Ada on Mon, 03/03/2025 - 10:15", "Ada", "Mon, 03/03/2025 - 10:15"),
        ("Ada · Verified · 3 March 2025 · Reply", "Ada", "3 March 2025"),
        ("3 March 2025 at 10:15 pm Reply", None, "3 March 2025 at 10:15 pm"),
        ("Reviewed in the United States on March 3, 2025", None, "March 3, 2025"),
        ("cy (1 hour ago) edited", "cy", "(1 hour ago) edited"),
    ],
)
def test_signatures_of_many_languages(first: str, author: str | None, posted: str) -> None:
    second = first.replace("3", "4", 1)
    found = said(f"A keeper.\nComments (2)\n{first}\nIt was long.\n{second}\nIt was not.\n")
    assert [(c.author, c.body) for c in found] == [(author, "It was long."), (author, "It was not.")]
    assert found[0].posted == posted


def test_names_badges_stars_and_buttons_in_lines_of_their_own() -> None:
    page = """The Long Tide
2021 · Drama · 1h 52m
7.8/10 (12K votes)

User reviews
Sort by
Most helpful
Ada Lovelace
Verified Purchase
★★★★★
3 March 2024
It is the quiet that stays with you.
I would see it again.
12 people found this helpful
Helpful
Report
Bo K.
Verified Purchase
★★☆☆☆
4 March 2024
Too long.
Helpful
Report
Cy
Verified Purchase
★★★★☆
5 March 2024
Fine for an evening.
Helpful
Report
Load more reviews
You may also like
The Short Tide
"""
    helpful = "12 people found this helpful"
    assert said(page) == [
        Said(
            "Ada Lovelace",
            "3 March 2024",
            "It is the quiet that stays with you.\nI would see it again.",
            "★★★★★",
            helpful=helpful,
        ),
        Said("Bo K.", "4 March 2024", "Too long.", "★★☆☆☆"),
        Said("Cy", "5 March 2024", "Fine for an evening.", "★★★★☆"),
    ]
    rating = of(page).title.rating
    assert rating is not None
    assert (rating.value, rating.best, rating.count) == ("7.8", "10", "12K")


@pytest.mark.parametrize(
    "page",
    [
        "★★★★★ A good film\nBy Ada on March 3, 2024\nIt is good.\n\n"
        "★☆☆☆☆ A bad film\nBy Bo on March 4, 2024\nIt is bad.\n",
        "★★★★★\nA good film\nby Ada\nMarch 3, 2024\nIt is good.\n\n"
        "★☆☆☆☆\nA bad film\nby Bo\nMarch 4, 2024\nIt is bad.\n",
        "Ada\n★★★★★\nA good film\nMarch 3, 2024\nIt is good.\nBo\n★☆☆☆☆\nA bad film\nMarch 4, 2024\nIt is bad.\n",
        "★★★★★\nA good film\nby Ada, March 3, 2024\nIt is good.\n★☆☆☆☆\nA bad film\nby Bo, March 4, 2024\nIt is bad.\n",
    ],
)
def test_stars_and_headlines_above_a_signature(page: str) -> None:
    assert said(f"Reviews\n{page}") == [
        Said("Ada", "March 3, 2024", "It is good.", "★★★★★", "A good film"),
        Said("Bo", "March 4, 2024", "It is bad.", "★☆☆☆☆", "A bad film"),
    ]


def test_stars_in_words_before_a_headline_and_one_badge_under_both() -> None:
    page = """Kundenrezensionen

Hans
5,0 von 5 Sternen Großartig
Bewertet in Deutschland am 3. März 2024
Verifizierter Kauf
Dreimal gesehen.
7 Personen fanden diese Informationen hilfreich
Nützlich
Melden

Petra M.
2,0 von 5 Sternen Naja
Bewertet in Deutschland am 12. Januar 2024
Verifizierter Kauf
Viel zu lang.
Nützlich
Melden
"""
    helpful = "7 Personen fanden diese Informationen hilfreich"
    assert said(page) == [
        Said("Hans", "3. März 2024", "Dreimal gesehen.", "5,0 von 5 Sternen", "Großartig", helpful=helpful),
        Said("Petra M.", "12. Januar 2024", "Viel zu lang.", "2,0 von 5 Sternen", "Naja"),
    ]


def test_what_an_author_has_written_is_no_heading() -> None:
    page = "Rain\nReviews\n\nAda\n120 reviews\n★★★★★ 2 weeks ago\nLovely.\n\nBo\n3 reviews\n★★☆☆☆ a month ago\nNo.\n"
    assert of(page).claimed_comments is None
    assert said(page) == [Said("Ada", "2 weeks ago", "Lovely.", "★★★★★"), Said("Bo", "a month ago", "No.", "★★☆☆☆")]


def test_points_between_lines_and_buttons_in_words() -> None:
    page = "2 comments\nSort by: Best\n\nbo\n·\n2d ago\nI loved it.\n\nUpvote\n120\nDownvote\nReply\nShare\n\n"
    page += "cy\n·\n1d ago\nMeh.\n\nUpvote\n1\nDownvote\nReply\nShare\n"
    assert said(page) == [Said("bo", "2d ago", "I loved it."), Said("cy", "1d ago", "Meh.")]


def test_comments_written_like_forms() -> None:
    page = (
        "Comments (2)\n\nName: Ada\nDate: 12 May 2024\nSubject: Hello\nHomepage: none\nMessage: From Kent.\n\n"
        "Name: Bo\nDate: 13 May 2024\nRating: 8/10\nReview: Nice.\nI will be back.\n"
    )
    assert said(page) == [
        Said("Ada", "12 May 2024", "From Kent.", headline="Hello"),
        Said("Bo", "13 May 2024", "Rating: 8/10\nNice.\nI will be back.", "8/10"),
    ]


@pytest.mark.parametrize(
    ("page", "bodies"),
    [
        ("Comments\nComments are closed\n\nAda, 3 March 2025\nGood.\nBo, 4 March 2025\nBad.\n", ["Good.", "Bad."]),
        (
            "Film.\n\nAda, 3 March 2025 10:15\nGood.\nBo, 4 March 2025 11:15\nBad.\nNo comments yet\n",
            ["Good.", "Bad.\nNo comments yet"],
        ),
        (
            "Comments (1)\nAda, 3 March 2025\nLoved it.\n\nRecommended if you like rain\n\nThe second half is best.\n",
            ["Loved it.\nRecommended if you like rain\nThe second half is best."],
        ),
        (
            "Comments (1)\nAda, 3 March 2025\nLoved it\nSimilar to the book but better\n",
            ["Loved it\nSimilar to the book but better"],
        ),
        (
            "Comments (2)\nAda, 3 March 2025\nGreat film\nIt has rain.\nBo, 4 March 2025\nNo.\n",
            ["Great film\nIt has rain.", "No."],
        ),
        (
            "Comments (1)\nAda, 3 March 2025\nPlot: thin\nComment: dull\nGood anyway\n",
            ["Plot: thin\nComment: dull\nGood anyway"],
        ),
        (
            "Comments (2)\n3 March 2025\nI liked it\nA lot of it.\n4 March 2025\nBrilliant work\n",
            ["I liked it\nA lot of it.", "Brilliant work"],
        ),
    ],
)
def test_no_word_of_anybody_is_lost(page: str, bodies: list[str]) -> None:
    assert [c.body for c in of(page).comments] == bodies


def test_a_very_long_footer_and_very_long_blanks_are_read() -> None:
    thread = "Comments (2)\nAda, 3 March 2025\nGood.\nBo, 4 March 2025\nBad.\n\n"
    assert [c.body for c in of(thread + "Next\n" * 5_000).comments] == ["Good.", "Bad."]
    blanks = " " * 20_000
    page = f"Reviews\nReviews{blanks}x\n3 March 2025\nGood.\nReviews{blanks}x\n4 March 2025\nBad.\n"
    assert [c.posted for c in of(page).comments] == ["3 March 2025", "4 March 2025"]


@pytest.mark.parametrize(
    "page",
    [
        "The storm\nBy Ada Lovelace\nPublished 3 March 2025, 10:15 am\n\nThe storm came at night.\n",
        "Release dates\nUSA: 3 March 2025\nUK: 4 March 2025\n\nCast\nAda as Queen\n",
        "Episodes\n1. Pilot\n3 March 2025\nA stranger comes.\n2. The Door\n10 March 2025\nThe door opens.\n",
    ],
)
def test_dates_without_a_heading_that_are_nobodys_comments(page: str) -> None:
    assert said(page) == []


def test_a_rating_at_a_comments_end_is_not_the_next_ones() -> None:
    page = "Reviews\nSort by\n" + "".join(f"{day} March 2025\nDay {day}.\nRating: {day}/10\n" for day in range(1, 10))
    assert [(c.posted, c.rating) for c in said(page)] == [(f"{n} March 2025", f"{n}/10") for n in range(1, 10)]


@pytest.mark.parametrize(
    "page",
    [
        "Ada\n2 days ago\nIt rains.\nReply\n\n  Bo\n  1 day ago\n  I slept.\n  Reply\n\n"
        "    Cy\n    5 hours ago\n    Always.\n",
        "Ada • 2 days ago\nIt rains.\n\n↳ Bo • 1 day ago\nI slept.\n\n↳ ↳ Cy • 5 hours ago\nAlways.\n",
        "Ada (2 days ago)\nIt rains.\n\nBo (1 day ago)\nIn reply to Ada\nI slept.\n\n"
        "Cy (5 hours ago)\nReplying to @Bo\nAlways.\n",
    ],
)
def test_answers(page: str) -> None:
    comments = of(f"Rain\nComments (3)\n\n{page}").comments
    assert [(c.author, c.depth, c.parent, c.body) for c in comments] == [
        ("Ada", 0, None, "It rains."),
        ("Bo", 1, "p0", "I slept."),
        ("Cy", 2, "p1", "Always."),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "[2024-03-05 22:11] <ada> did you see it?\n[2024-03-05 22:12] <bo> yes, twice\nand again\n",
        "ada (2024-03-05 22:11): did you see it?\nbo (2024-03-05 22:12): yes, twice\nand again\n",
        "2024-03-05 22:11 - ada: did you see it?\n2024-03-05 22:12 - bo: yes, twice\nand again\n",
    ],
)
def test_words_that_begin_in_the_line_of_the_name(page: str) -> None:
    assert said(page) == [
        Said("ada", "2024-03-05 22:11", "did you see it?"),
        Said("bo", "2024-03-05 22:12", "yes, twice\nand again"),
    ]


def test_one_page_in_several_forms_if_the_heading_counts_them() -> None:
    page = (
        "Reviews (3)\n\nMovieBuff · 12 March 2024\nLoved it.\n8/10\n\njane_doe\n3 days ago\nToo long.\n\n"
        "Anonymous - Jan 5, 2024 at 3:15 PM\n> Loved it.\nI did not.\n\nShow more reviews\n"
    )
    assert said(page) == [
        Said("MovieBuff", "12 March 2024", "Loved it.\n8/10", "8/10"),
        Said("jane_doe", "3 days ago", "Too long."),
        Said("Anonymous", "Jan 5, 2024 at 3:15 PM", "> Loved it.\nI did not."),
    ]


@pytest.mark.parametrize("heading", ["Comments (3)", "Comments (40)", "Comments"])
def test_a_name_and_a_day_inside_a_comment_begin_nothing(heading: str) -> None:
    page = f"{heading}\n" + "".join(
        f"{name}\n3 March 2025\nIt ran until 4 March 2024\nand Bo saw it on 5 March 2024.\n"
        for name in ("Ada", "Bo", "Cy")
    )
    assert [c.author for c in said(page)] == ["Ada", "Bo", "Cy"]


def test_undated_comments_that_their_names_begin() -> None:
    assert said("Comments\nAda says:\nI liked the driver.\nHe was good.\nBo says:\nI liked the bus.\n") == [
        Said("Ada", None, "I liked the driver.\nHe was good."),
        Said("Bo", None, "I liked the bus."),
    ]
    assert said("3 comments\nada: loved it\nbo: hated it\ncy: what is it\n") == [
        Said("ada", None, "loved it"),
        Said("bo", None, "hated it"),
        Said("cy", None, "what is it"),
    ]
    assert said("7 comments\nada: loved it\nbo: hated it\n") == []


@pytest.mark.parametrize(
    "page",
    [
        "Comments (2)\n\nIt rains.\n\nA lot.\n- Ada, March 3, 2024\n\nI slept.\n- Bo, March 4, 2024\n",
        "Comments\n\nIt rains.\nA lot.\nPosted by Ada on March 3, 2024\n\nI slept.\nPosted by Bo on March 4, 2024\n",
    ],
)
def test_words_above_the_line_that_signs_them(page: str) -> None:
    assert said(f"Rain\n{page}") == [
        Said("Ada", "March 3, 2024", "It rains.\nA lot."),
        Said("Bo", "March 4, 2024", "I slept."),
    ]


def test_one_comment_above_its_signature() -> None:
    assert said("Rain\n\nComments (1)\nIt rains.\nAda, 3 March 2024\n") == [Said("Ada", "3 March 2024", "It rains.")]


def test_undated_reviews_that_say_what_they_are_or_are_all_rated() -> None:
    assert said("Rain\n\nReview by Ada\nIt rains.\n8/10\n\nReview by Bo\nI slept.\n3/10\n") == [
        Said("Ada", None, "It rains.\n8/10", "8/10"),
        Said("Bo", None, "I slept.\n3/10", "3/10"),
    ]
    assert said("Rain\n\nReviews\n\n8/10\nIt rains.\n\n3/10\nI slept.\nAll of it.\n") == [
        Said(None, None, "8/10\nIt rains.", "8/10"),
        Said(None, None, "3/10\nI slept.\nAll of it.", "3/10"),
    ]
    assert said("Rain\n\nReviews\n\nThe Lamp\nA keeper waits.\n\nSalt\nA sea dries.\n\nNine Pins\nA bowler.\n") == []


def test_brackets_that_belong_to_words_that_sign_and_to_names() -> None:
    assert [c.author for c in said("Комментарии (2)\nАда написал(а):\nДождь.\nБоб написал(а):\nСон.\n")] == [
        "Ада",
        "Боб",
    ]
    assert [c.author for c in said("Comments\nAda (Kent), 3 March 2024\nRain.\nBo (Hull), 4 March 2024\nSleep.\n")] == [
        "Ada (Kent)",
        "Bo (Hull)",
    ]


def test_initials_and_votes_around_a_comment_are_nobodys_words() -> None:
    page = "Comments 2\nAL\nAda Lovelace\nMar 3\nIt rains.\n2\n0\nReply\nBO\nBob\nFeb 27\nI slept.\nLike\n12\n"
    assert [(c.author, c.body) for c in said(page)] == [("Ada Lovelace", "It rains."), ("Bob", "I slept.")]


def test_a_name_that_is_a_word_of_dates_somewhere_signs_as_the_others_do() -> None:
    page = "2 Reviews\n4 stars\nMara K. · Mar 3, 2024\nLoved it.\n\n1 star\nTom · Feb 2, 2024\nHated it.\n"
    assert said(page) == [
        Said("Mara K.", "Mar 3, 2024", "Loved it.", "4 stars"),
        Said("Tom", "Feb 2, 2024", "Hated it.", "1 star"),
    ]


def test_a_place_behind_a_name_and_a_badge_behind_a_day() -> None:
    page = "Opiniones\nMara, Madrid (España)\n3 de marzo de 2024\nSí.\nTom, Lima\n4 de marzo de 2024\nNo.\n"
    assert said(page) == [Said("Mara", "3 de marzo de 2024", "Sí."), Said("Tom", "4 de marzo de 2024", "No.")]
    page = "Reviewed by Mara on 3 March 2024 | Verified\nYes.\nReviewed by Tom on 4 March 2024\nNo.\n"
    assert said(page) == [Said("Mara", "3 March 2024", "Yes."), Said("Tom", "4 March 2024", "No.")]


def test_likes_and_a_button_in_one_line_are_no_words() -> None:
    page = "Comments\nmara_k 3h\nLoved it\n12 likes Reply\ntomtom 5h\nHated it\nReply\n"
    assert said(page) == [Said("mara_k", "3h", "Loved it"), Said("tomtom", "5h", "Hated it")]


def test_a_rating_that_leads_who_and_when() -> None:
    page = "Bewertungen\n5,0 ★ von Hans M. am 3.8.2024\nToll!\n\n2,0 ★ von Petra am 12.8.2024\nNaja.\n"
    assert said(page) == [
        Said("Hans M.", "3.8.2024", "Toll!", "5,0 ★"),
        Said("Petra", "12.8.2024", "Naja.", "2,0 ★"),
    ]


def test_lines_that_differ_but_in_what_they_count_are_the_pages() -> None:
    page = "Рецензии\n" + "".join(
        f"{name}\n{day} июня 2014 | 14:22\nДень {day}.\n{day} из 10\nполезная рецензия? Да / Нет 4{day} / {day}\n"
        for name, day in (("Игнат", 3), ("Ада", 4))
    )
    assert [(c.author, c.body) for c in said(page)] == [("Игнат", "День 3.\n3 из 10"), ("Ада", "День 4.\n4 из 10")]


def test_everybody_may_have_no_name() -> None:
    page = "Comments (4)\n" + "".join(f"anonymous\n{day} March 2025\nDay {day}\n" for day in range(1, 5))
    assert [(c.author, c.body) for c in said(page)] == [("anonymous", f"Day {day}") for day in range(1, 5)]


def test_an_edit_note_is_nobodys_words() -> None:
    page = "Comments (2)\nAda, 3 March 2025\nGood.\nEdited by Ada on 5 March 2025\nBo, 4 March 2025\nBad.\n"
    assert said(page) == [
        Said("Ada", "3 March 2025", "Good.", edited="Edited by Ada on 5 March 2025"),
        Said("Bo", "4 March 2025", "Bad."),
    ]


@pytest.mark.parametrize(
    ("heading", "claimed"),
    [
        ("12 Comments (showing 1-2)", "12"),
        ("Showing 1-2 of 12 reviews", "12"),
        ("12 comments on “Winter”", "12"),
        ("12 Kommentare zu „Winter“", "12"),
        ("Audience Reviews", None),
        ("コメント一覧 (12)", "12"),
    ],
)
def test_headings_that_say_more(heading: str, claimed: str | None) -> None:
    page = of(f"Winter\n{heading}\nAda, 3 March 2025\nGood.\nBo, 4 March 2025\nBad.\n")
    assert (page.title.name, page.title.synopsis, page.claimed_comments) == ("Winter", None, claimed)
    assert [c.author for c in page.comments] == ["Ada", "Bo"]


@pytest.mark.parametrize(
    ("top", "name", "synopsis", "rating"),
    [
        ("진격의 거인 최종화", "진격의 거인 최종화", None, None),
        ("Le Chant\n\nSynopsis : Une pêcheuse découvre une île.", "Le Chant", "Une pêcheuse découvre une île.", None),
        ("Film: Nacht", "Nacht", None, None),
        ("Rain\n★★★★☆ 4.2/5 (1,234 ratings)\nIt rains.", "Rain", "It rains.", ("4.2", "5", "1,234")),
        ("Pluie\nNote moyenne : 4,1/5\nIl pleut.", "Pluie", "Il pleut.", ("4,1", "5", None)),
        ("Rain\n11/5\nIt rains.", "Rain", "11/5\nIt rains.", None),
    ],
)
def test_tops(top: str, name: str, synopsis: str | None, rating: tuple[str, str, str | None] | None) -> None:
    title = of(f"{top}\n\nComments (0)\n").title
    assert (title.name, title.synopsis) == (name, synopsis)
    assert (None if title.rating is None else (title.rating.value, title.rating.best, title.rating.count)) == rating


PIECES = """Ada|by Bo|3 March 2025|2 days ago|★★★★☆|8/10|Reply|Comments (3)|Reviews|says:|:|<x>|[|(|)|↳|#1
In reply to Ada|12 people found this helpful|Synopsis:|It is quiet.|ID:abc|Show more|edited|１２|²|🙂|名無しさん
""".replace("\n", "|").split("|")
ODD = ["\n", "\n\n", "  ", "\t", "\u3000", "\u202e", "\x00", "|"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES + ODD), max_size=40), st.sampled_from([" ", "\n", ""]))
def test_whatever_is_written_is_read_without_an_error(pieces: list[str], between: str) -> None:
    page = of(between.join(pieces))
    assert page.status in ("ok", "empty")
    keys = {c.key for c in page.comments}
    assert all(c.parent is None or c.parent in keys for c in page.comments)
