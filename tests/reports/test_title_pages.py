from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from reports.comments import when
from reports.differences import compare
from reports.threads import in_order
from reports.title_pages import _months
from reports.wording import Wording

WORDS = Wording("en", "Europe/Berlin")


def tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def page_of(world: Any, night: int, name: str) -> html.HtmlElement:
    for path in sorted((world.indexes[night - 1].parent / "title").glob("*.html")):
        tree = html.fromstring(path.read_bytes())
        if tree.xpath("string(//h1)") == name:
            return tree
    raise AssertionError(f"no page of {name}")


def comment_by(tree: html.HtmlElement, author: str) -> html.HtmlElement:
    return tree.xpath(f"//article[h3/bdi='{author}']")[0]


def test_the_page_puts_the_pages_rating_beside_that_of_the_comments(world: Any) -> None:
    pairs = {
        tidy(div.xpath("string(dt)")): tidy(div.xpath("string(dd)"))
        for div in page_of(world, 4, "The Quiet Harbour").xpath("//dl[@class='pair']/div")
    }
    assert pairs == {
        "The page’s own rating": "84% 8.4 of 10 from 1,234 ratings",
        "The comments we hold": "38% mean, 35% median of 4 rated",
        "Comments": "6 of 6 claimed",
    }


def test_a_reply_stands_under_what_it_answers_and_says_so(world: Any) -> None:
    tree = page_of(world, 4, "The Quiet Harbour")
    order = [tidy(heading.text_content()) for heading in tree.xpath("//article/h3")]
    assert order == ["Reader 1", "Reader 6", "Reader 2", "Reader 3", "Reader 4", "Reader 5"]
    reply = comment_by(tree, "Reader 6")
    assert "d1" in reply.get("class").split()
    assert tidy(reply.xpath("string(.//p[@class='by']/a)")) == "answers Reader 1"
    assert reply.xpath("string(.//p[@class='by']/a/@href)").endswith("#" + comment_by(tree, "Reader 1").get("id"))


def test_an_undecided_date_shows_both_readings_and_what_was_written(world: Any) -> None:
    found = comment_by(page_of(world, 4, "The Quiet Harbour"), "Reader 5").xpath(".//span[@class='open']")[0]
    assert tidy(found.text_content()) == "undecided: Mar 8, 2025, 12:57 AM or Aug 3, 2025, 12:57 AM"
    assert found.get("title") == "as written: 08/03/25 at 00:57am"


def test_what_a_page_notes_of_a_comment_stands_with_its_source(world: Any) -> None:
    source = comment_by(page_of(world, 4, "The Quiet Harbour"), "Reader 5").xpath(".//details[@class='origin']/p")[0]
    assert "Its page notes “Last edited by a moderator” and “3 of 4 found this helpful”." in tidy(source.text_content())


def test_a_rating_on_an_unknown_scale_stays_as_written(world: Any) -> None:
    tree = page_of(world, 4, "The Quiet Harbour")
    assert tidy(comment_by(tree, "Reader 5").xpath("string(.//span[starts-with(@class,'rated')])")) == "B-"
    assert tidy(comment_by(tree, "Reader 2").xpath("string(.//span[starts-with(@class,'rated')])")) == "70%"


def test_times_are_the_operators_with_utc_on_hover(world: Any) -> None:
    stamp = comment_by(page_of(world, 4, "The Quiet Harbour"), "Reader 1").xpath(".//p[@class='by']/time")[0]
    assert tidy(stamp.text_content()) == "Feb 20, 2026, 6:30 PM"
    assert stamp.get("datetime") == "2026-02-20T17:30:00Z"
    assert stamp.get("title") == "2026-02-20 17:30 UTC · as written: 2026-02-20 18:30"


def test_the_history_of_an_edited_comment_marks_words(world: Any) -> None:
    found = comment_by(page_of(world, 4, "The Quiet Harbour"), "Reader 2")
    details = found.xpath(".//details[contains(summary,'1 edit')]")[0]
    assert "(2/10 → 7/10)" in tidy(details.text_content())
    assert [tidy(x.text_content()) for x in details.xpath(".//del")] == ["Too", "half."]
    assert "At first I thought it too" in [tidy(x.text_content()) for x in details.xpath(".//ins")]


def test_a_repeat_is_folded_and_not_in_the_body(world: Any) -> None:
    found = page_of(world, 4, "A Book Of Lamps").xpath("//article")[0]
    assert tidy(found.xpath("string(.//details[contains(summary,'repeat')])")) == (
        "1 repeat taken outpreview, prefixA preview that stands twice."
    )
    assert (
        tidy(found.xpath("string(.//div[@class='body'])"))
        == "A preview that stands twice. And then the full text goes on."
    )


def test_a_gone_comment_stays_and_is_marked_and_is_plain_again_when_back(world: Any) -> None:
    gone = comment_by(page_of(world, 3, "The Quiet Harbour"), "Reader 4")
    assert "gone" in gone.get("class").split()
    assert [flag.text for flag in gone.xpath(".//span[@class='flag']")] == ["gone"]
    back = comment_by(page_of(world, 4, "The Quiet Harbour"), "Reader 4")
    assert "gone" not in back.get("class").split()


def test_a_copy_names_its_original(world: Any) -> None:
    found = comment_by(page_of(world, 4, "Late Snow"), "Somebody Else")
    assert [flag.text for flag in found.xpath(".//span[@class='flag']")] == ["copy"]
    said = tidy(found.xpath("string(.//details[@class='origin'])"))
    assert "Its text is that of a comment by Reader 3 (exact, 100% alike)." in said


def test_every_chart_is_described_and_has_its_numbers(world: Any) -> None:
    figures = page_of(world, 4, "The Quiet Harbour").xpath("//figure")
    assert len(figures) == 2
    for figure in figures:
        assert len(figure.xpath(".//svg[@role='img']/@aria-label")[0]) > 30
        assert figure.xpath(".//details//table//td")
    nights = [tidy(cell) for cell in figures[1].xpath(".//td/text()")]
    assert nights[:5] == ["Feb 27, 2026", "81.0%", "25.0%", "4", "6"]


def test_the_commands_that_show_the_stored_page_stand_there(world: Any) -> None:
    tree = page_of(world, 4, "The Quiet Harbour")
    assert all(tidy(code.text_content()).startswith("nightreel show ") for code in tree.xpath("//article//code"))
    assert tree.xpath("//p[@class='source']/a/@href") == ["https://films.example/title/the-quiet-harbour"]


def test_a_title_that_did_not_change_keeps_its_page(world: Any) -> None:
    for name in (world.indexes[0].parent / "title").glob("*.html"):
        if "A Book Of Lamps" in name.read_text():
            assert len({(index.parent / "title" / name.name).stat().st_ino for index in world.indexes}) == 1
            return
    raise AssertionError("no page")


@pytest.mark.parametrize(
    ("precision", "said", "machine"),
    [
        ("second", "Mar 8, 2025, 12:57 AM", "2025-03-08T00:57"),
        ("minute", "Mar 8, 2025, 12:57 AM", "2025-03-08T00:57"),
        ("day", "Mar 8, 2025", "2025-03-08"),
        ("week", "Mar 8, 2025", "2025-03-08"),
        ("month", "Mar 2025", "2025-03"),
        ("year", "2025", "2025"),
        (None, "Mar 8, 2025", "2025-03-08"),
    ],
)
def test_no_more_of_a_date_is_shown_than_is_known(precision: str | None, said: str, machine: str) -> None:
    row = {
        "posted_raw": "x",
        "posted_local": datetime(2025, 3, 8, 0, 57),
        "posted_date": date(2025, 3, 8),
        "posted_at": None,
        "posted_precision": precision,
        "posted_readings": None,
    }
    found = when(row, WORDS)
    assert (found.text.replace("\u202f", " "), found.machine) == (said, machine)


@pytest.mark.parametrize(("precision", "said"), [("day", "Mar 8, 2025"), (None, "Mar 8, 2025"), ("month", "Mar 2025")])
def test_a_day_without_a_time_of_day_is_a_date_too(precision: str | None, said: str) -> None:
    row = {"posted_raw": "x", "posted_local": None, "posted_date": date(2025, 3, 8), "posted_at": None}
    assert when(row | {"posted_precision": precision, "posted_readings": []}, WORDS).text == said


@pytest.mark.parametrize(
    ("raw", "readings", "said"),
    [
        (None, None, "no date"),
        ("a while ago", None, "undated (a while ago)"),
        ("a while ago", ["nonsense"], "undated (a while ago)"),
        ("8/3", ["2025-03-08", "2025-08-03"], "Mar 8, 2025 or Aug 3, 2025"),
        ("?", ["odd", "2025-08-03"], "odd or Aug 3, 2025"),
    ],
)
def test_a_date_that_is_not_known_is_not_made_up(raw: str | None, readings: list[str] | None, said: str) -> None:
    row = {
        "posted_raw": raw,
        "posted_local": None,
        "posted_date": None,
        "posted_at": None,
        "posted_precision": None,
        "posted_readings": readings,
    }
    found = when(row, WORDS)
    assert (found.text, found.machine) == (said, None)


def test_months_without_a_comment_are_shown_too() -> None:
    rows = [
        {"month": date(2025, 11, 1), "comments": 2, "rated": 1, "percent": 50.0},
        {"month": date(2026, 2, 1), "comments": 3, "rated": 0, "percent": None},
    ]
    chart = _months(rows, WORDS)
    assert chart is not None
    assert chart.rows == [
        ("Nov 2025", "2", "50%"),
        ("Dec 2025", "0", "–"),
        ("Jan 2026", "0", "–"),
        ("Feb 2026", "3", "–"),
    ]


def test_many_years_become_years_and_weigh_by_rated_comments() -> None:
    rows = [
        {"month": date(1999, 1, 1), "comments": 9, "rated": 1, "percent": 10.0},
        {"month": date(1999, 5, 1), "comments": 3, "rated": 3, "percent": 50.0},
        {"month": date(2026, 2, 1), "comments": 3, "rated": 0, "percent": None},
    ]
    chart = _months(rows, WORDS)
    assert chart is not None
    assert (chart.unit, chart.rows[0], len(chart.rows)) == ("year", ("1999", "12", "40%"), 28)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12)), max_size=40))
def test_any_thread_keeps_every_comment_once(pairs: list[tuple[int, int]]) -> None:
    comments = [
        {"comment_id": str(number), "parent_comment_id": str(parent) if parent < 11 else None}
        for number, parent in dict(pairs).items()
    ]
    ordered = in_order(comments)
    assert sorted(row["comment_id"] for row, _ in ordered) == sorted(row["comment_id"] for row in comments)
    depths = {row["comment_id"]: depth for row, depth in ordered}
    known = set(depths)
    loops = {number for number in known if _loops(number, {c["comment_id"]: c["parent_comment_id"] for c in comments})}
    for row in comments:
        parent = row["parent_comment_id"]
        if parent in known and row["comment_id"] not in loops:
            assert depths[row["comment_id"]] == depths[parent] + 1


def _loops(number: str, parents: dict[str, str | None]) -> bool:
    seen: set[str] = set()
    at: str | None = number
    while at is not None and at in parents:
        if at in seen:
            return True
        seen.add(at)
        at = parents[at]
    return False


def test_a_chain_of_ten_thousand_replies_is_no_trouble() -> None:
    chain = [{"comment_id": str(n), "parent_comment_id": str(n - 1)} for n in range(10_000)]
    assert [depth for _, depth in in_order(chain)] == list(range(10_000))


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_a_difference_holds_both_texts(older: str, newer: str) -> None:
    pieces = compare(older, newer)
    words = older.split(), newer.split()
    assert "".join(p.text for p in pieces if p.kind != "in").split() == words[0]
    assert "".join(p.text for p in pieces if p.kind != "out").split() == words[1]


def test_a_long_thread_is_cut_into_pages_that_lead_to_each_other(house_of: Callable[[], Any]) -> None:
    house = house_of()
    title = house.title(1, "films", "a-long-thread")
    comments, bodies = [], []
    for number in range(1, 451):
        text = f"Number {number}. " + "Many words about very little. " * 20
        parent = {"parent_comment_id": comments[0]["comment_id"], "depth": 1} if number == 450 else {}
        comments.append(house.comment(1, title, number, text, **parent))
        bodies.append(house.body(text))
    comments[-1]["position"] = None
    tables = {
        "site": [house.site("films")],
        "title": [title],
        "comment": comments,
        "body": bodies,
        "capture": house.captures(1, [title]),
        "thread_read": [house.read(1, title, 450)],
    }
    folder = house.report(house.load(1, tables)).parent / "title"
    pages = sorted(folder.glob("*.html"), key=lambda path: (len(path.name), path.name))
    assert len(pages) >= 4
    assert all(page.stat().st_size <= 150_000 for page in pages)
    trees = [html.fromstring(page.read_bytes()) for page in pages]
    ids = [found for tree in trees for found in tree.xpath("//article/@id")]
    assert len(ids) == len(set(ids)) == 450
    for number, tree in enumerate(trees, start=1):
        assert [x.text for x in tree.xpath("//p[@class='pager'][1]/strong")] == [str(number)]
        for address in tree.xpath("//p[@class='pager']/a/@href"):
            assert (folder / address).is_file()
    assert "page 2 of" in trees[1].xpath("string(//h2)")
