"""Text captures: one expected thread, written in many ways."""

from __future__ import annotations

import pytest

from extract.read import read
from extract.records import Capture, Extraction

FILM = "A lighthouse keeper finds a door in the sea and goes through it, once."
LONG = "The light is the best actor of this film, and the sea comes close behind it in every scene."
SHORT = "Too slow for me."


def of(text: str, url: str = "") -> Extraction:
    return read(Capture(url, text.encode()))


def test_a_synopsis_a_heading_and_one_comment() -> None:
    page = of(f"{FILM}\nMore of it.\nComments (1)\n08/03/25 at 00:57am\n{LONG}\nRating: 9/10\n{LONG}\nRating: 9/10\n")
    assert page.title.name is None
    assert page.title.synopsis == f"{FILM}\nMore of it."
    assert page.claimed_comments == "1"
    (comment,) = page.comments
    assert comment.read_by == "text"
    assert comment.posted == "08/03/25 at 00:57am"
    assert comment.author is None
    assert comment.body == f"{LONG}\nRating: 9/10\n{LONG}\nRating: 9/10"
    assert comment.rating is not None
    assert comment.rating.raw == "9/10"


def test_the_address_names_a_text_without_a_name() -> None:
    page = of(f"{FILM}\nComments (0)\n", url="https://films.test/title/the-sea-door")
    assert page.title.name == "The sea door"
    assert page.title.sources["name"] == "url-slug"


def test_a_first_line_that_is_a_name() -> None:
    page = of(f"The Sea Door (2019)\n\n{FILM}\n\nComments (0)\n")
    assert (page.title.name, page.title.year, page.title.synopsis) == ("The Sea Door", "2019", FILM)


@pytest.mark.parametrize(
    ("heading", "date"),
    [
        ("Comments (2)", "3 March 2025"),
        ("2 comments", "March 3, 2025 at 10:15 pm"),
        ("2 Comments:", "2025-03-03 22:15"),
        ("User Reviews (2)", "03/03/2025"),
        ("Reviews", "March 3, 2025"),
        ("2 Kommentare", "3. März 2025 um 22:15"),
        ("Kommentare (2)", "03.03.2025, 22:15 Uhr"),
        ("2 commentaires", "3 mars 2025 à 22h15"),
        ("Commentaires (2)", "03/03/2025"),
        ("Avis des spectateurs (2)", "3 mars 2025"),
        ("2 comentarios", "3 de marzo de 2025"),
        ("Reseñas (2)", "3 de marzo de 2025"),
        ("2 comentários", "3 de março de 2025"),
        ("2 commenti", "3 marzo 2025"),
        ("Recensioni (2)", "3 marzo 2025"),
        ("2 reacties", "3 maart 2025"),
        ("2 kommentarer", "3 mars 2025"),
        ("Komentarze (2)", "3 marca 2025"),
        ("2 komentáře", "3. března 2025"),
        ("2 комментария", "3 марта 2025"),
        ("Отзывы (2)", "03.03.2025"),
        ("コメント (2)", "2025年3月3日"),
        ("2件のコメント", "2025年3月3日 22:15"),
        ("评论 (2)", "2025年3月3日"),
        ("2 条评论", "2025-03-03 22:15"),
        ("댓글 2", "2025년 3월 3일"),
        ("2 yorum", "3 Mart 2025"),
    ],
)
def test_headings_and_dates_of_many_languages(heading: str, date: str) -> None:
    page = of(f"{FILM}\n\n{heading}\n\n{date}\n{LONG}\n\n{date}\n{SHORT}\n")
    assert [c.posted for c in page.comments] == [date, date]
    assert [c.body for c in page.comments] == [LONG, SHORT]
    assert page.claimed_comments == ("2" if "2" in heading else None)
    assert page.title.synopsis == FILM


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ada\n3 March 2025", "Bo K.\n4 March 2025"),
        ("3 March 2025\nAda", "4 March 2025\nBo K."),
        ("Ada, 3 March 2025", "Bo K., 4 March 2025"),
        ("Ada (3 March 2025)", "Bo K. (4 March 2025)"),
        ("Ada - 3 March 2025", "Bo K. - 4 March 2025"),
        ("Ada | 3 March 2025", "Bo K. | 4 March 2025"),
        ("Ada | 3 March 2025 | 9/10", "Bo K. | 4 March 2025 | 2/10"),
        ("3 March 2025 — Ada", "4 March 2025 — Bo K."),
        ("by Ada on 3 March 2025", "by Bo K. on 4 March 2025"),
        ("Posted by Ada on 3 March 2025", "Posted by Bo K. on 4 March 2025"),
        ("Ada wrote on 3 March 2025:", "Bo K. wrote on 4 March 2025:"),
        ("[3 March 2025] Ada", "[4 March 2025] Bo K."),
        ("#1 Ada 3 March 2025", "#2 Bo K. 4 March 2025"),
        ("Date: 3 March 2025\nAuthor: Ada", "Date: 4 March 2025\nAuthor: Bo K."),
        ("Author: Ada\nDate: 3 March 2025", "Author: Bo K.\nDate: 4 March 2025"),
    ],
)
def test_signatures(first: str, second: str) -> None:
    page = of(f"{FILM}\nComments (2)\n{first}\n{LONG}\n{SHORT}\n{second}\n{LONG}\n")
    assert [c.author for c in page.comments] == ["Ada", "Bo K."]
    assert [c.posted for c in page.comments] == ["3 March 2025", "4 March 2025"]
    assert [c.body for c in page.comments] == [f"{LONG}\n{SHORT}", LONG]


def test_a_date_inside_prose_begins_nothing() -> None:
    prose = "I saw it on 3 March 2025 and again on 4 March 2025\nOn 5 March 2025, at last, it made sense."
    page = of(f"{FILM}\nComments (2)\n03/03/2025\n{prose}\n04/03/2025\n{SHORT}\n")
    assert [c.body for c in page.comments] == [prose, SHORT]


def test_a_date_in_a_synopsis_makes_no_comment() -> None:
    page = of(f"{FILM}\nIt opened on 3 March 2025 in three towns.\n")
    assert page.comments == ()
    assert page.status == "ok"


def test_comments_without_any_heading() -> None:
    page = of(f"{FILM}\n\n03/03/2025 10:15\n{LONG}\n\n04/03/2025 11:20\n{SHORT}\n")
    assert [c.body for c in page.comments] == [LONG, SHORT]
    assert page.title.synopsis == FILM


def test_undated_comments_are_told_apart_by_blank_lines_if_their_number_is_as_claimed() -> None:
    page = of(f"{FILM}\n\nComments (2)\n\nAda\n{LONG}\n\nBo\n{SHORT}\nRating: 3/10\n")
    assert [(c.author, c.body) for c in page.comments] == [("Ada", LONG), ("Bo", f"{SHORT}\nRating: 3/10")]
    assert page.comments[1].rating is not None


def test_undated_lines_that_do_not_add_up_are_rejected_not_guessed() -> None:
    page = of(f"{FILM}\n\nComments (7)\n\n{LONG}\n\n{SHORT}\n")
    assert page.comments == ()
    assert [r.reason for r in page.rejects] == ["text/no-boundaries"]


def test_no_comments() -> None:
    page = of(f"{FILM}\nComments (0)\n")
    assert (page.comments, page.claimed_comments, page.rejects) == ((), "0", ())


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\n\n"])
def test_line_ends(line_end: str) -> None:
    page = of(line_end.join([FILM, "Comments (2)", "03/03/2025", LONG, "04/03/2025", SHORT]))
    assert [c.body for c in page.comments] == [LONG, SHORT]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = f"{FILM}\nCommentaires (1)\n03/03/2025\nC’était très beau, déjà vu à Évreux, où l’été fut long.\n"
    page = read(Capture("", text.encode(encoding)))
    assert page.comments[0].body == "C’était très beau, déjà vu à Évreux, où l’été fut long."


def test_hundreds_of_comments() -> None:
    many = "".join(f"{1 + i % 28:02}/03/2025 at 1{i % 10}:00\nComment {i}, and what it says.\n\n" for i in range(400))
    page = of(f"{FILM}\nComments (400)\n{many}")
    assert len(page.comments) == 400
    assert page.comments[399].body == "Comment 399, and what it says."


def test_an_empty_text() -> None:
    page = of("\n \n")
    assert page.status == "empty"
    assert page.comments == ()


@pytest.mark.parametrize(
    ("top", "name", "year"),
    [
        ("Title: The Sea Door\nYear: 2019\nSynopsis: " + FILM, "The Sea Door", "2019"),
        ("Titel: The Sea Door (2019)\nHandlung\n" + FILM, "The Sea Door", "2019"),
        ("The Sea Door\n2019\n" + FILM, "The Sea Door", "2019"),
        ("Synopsis\n" + FILM, None, None),
    ],
)
def test_labelled_parts_of_a_title(top: str, name: str | None, year: str | None) -> None:
    title = of(f"{top}\n\nComments (0)\n").title
    assert (title.name, title.year, title.synopsis) == (name, year, FILM)


@pytest.mark.parametrize(
    "line", ["No comments yet.", "Noch keine Kommentare", "Комментариев нет", "コメントはありません"]
)
def test_a_line_that_says_that_there_are_none(line: str) -> None:
    page = of(f"{FILM}\n{line}\n")
    assert (page.claimed_comments, page.comments, page.title.synopsis) == ("0", (), FILM)


def test_a_headline_an_author_and_a_date_above_each_comment() -> None:
    page = of(
        f"{FILM}\n\nReviews (2)\n\nGreat stuff\nby Ada\nMarch 3, 2025\n8/10\n{LONG}\n\n"
        f"Meh\nby Bo\nMarch 4, 2025\n{SHORT}\n"
    )
    assert [(c.headline, c.author, c.body) for c in page.comments] == [
        ("Great stuff", "Ada", f"8/10\n{LONG}"),
        ("Meh", "Bo", SHORT),
    ]


def test_an_author_whose_name_is_a_word_of_dates() -> None:
    page = of(f"{FILM}\n2 Kommentare\nUte am 3. März 2025\n{LONG}\nTom am 4. März 2025\n{SHORT}\n")
    assert [c.author for c in page.comments] == ["Ute", "Tom"]
