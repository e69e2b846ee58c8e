"""Guestbooks and other pages on which only rules and line breaks part the comments."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from extract.read import read
from extract.read.threads.parted import wrap_parted
from extract.records import Capture, Extraction

PEOPLE = ("Mara", "Tom Brink", "ilse_77", "Oksana", "Jean-Luc")
WORDS = (
    "The second act drags, but the storm scene alone is worth the ticket.",
    "I disagree: the second act is where the two sisters finally talk.",
    "Saw it last night with my father. We both liked the ending.",
    "Too long by half an hour, though the music saves it.",
    "Best thing I have seen this year, and I have seen a lot.",
)
DAYS = ("3.03.2009", "4.03.2009", "9.03.2009", "1.04.2009", "2.04.2009")


def page(row: str, before: str = "<h2>Guestbook</h2>", after: str = "") -> Extraction:
    rows = "".join(row.format(name=n, words=w, day=d) for n, w, d in zip(PEOPLE, WORDS, DAYS, strict=True))
    markup = f"<html><head><title>The Lighthouse Keeper</title></head><body><h1>The Lighthouse Keeper</h1><p>A film about a man and his lamp.</p>{before}{rows}{after}<p>Made by hand</p></body></html>"
    return read(Capture("https://films.example/t/1", markup.encode()))


ROWS = {
    "rules": "<b>{name}</b> wrote on {day}:<br>{words}<br>So says {name}.<hr>",
    "labels": "Name: {name}<br>Date: {day}<br>Comment: {words}<br>So says {name}.<br><hr>",
    "paragraphs": "<p><b>{name}</b> {day}</p><p>{words}</p><p>So says {name}.</p><hr>",
    "breaks": "<b>{name}</b> ({day})<br>{words}<br>So says {name}.<br><br>",
    "empty lines": "<strong>{name}</strong> - {day}<br>{words}<br><br>So says {name}.<br><br>",
    "one break": "<b>{name}</b>, {day}<br>{words}<br>So says {name}.<br>",
    "name above": "{name}<br>{day}<br>{words}<br>So says {name}.<br><br>",
    "signed": "{words}<br>So says {name}.<br>-- {name}, {day}<br><br>",
    "address": "<a href='mailto:x@y.example'>{name}</a> - {day}<br><br>{words}<br>So says {name}.<hr width='50%'>",
    "quoted": "<b>{name}</b> <i>{day}</i><blockquote>{words}<br>So says {name}.</blockquote><hr>",
    "open paragraphs": "<font color=red>{name}</font> <font size=1>{day}</font><p>{words}<br>So says {name}.<p><hr>",
}


@pytest.mark.parametrize("way", ROWS)
@pytest.mark.parametrize("around", ["", "td"])
def test_rules_and_breaks_part_comments(way: str, around: str) -> None:
    before, after = (
        ("<h2>Guestbook</h2><table><tr><td>", "</td></tr></table>") if around else ("<h2>Guestbook</h2>", "")
    )
    comments = page(ROWS[way], before, after).comments
    assert [c.author for c in comments] == list(PEOPLE)
    assert [c.body for c in comments] == [f"{w}\nSo says {n}." for n, w in zip(PEOPLE, WORDS, strict=True)]
    assert all(day in (c.posted or "") for c, day in zip(comments, DAYS, strict=True))


@pytest.mark.parametrize(
    "row",
    [
        "<tr><td>{name}</td><td>{day}</td></tr><tr><td colspan=2>{words}</td></tr>",
        "<b>{name}</b> <i>{day}</i><blockquote>{words}</blockquote>",
        "<i>{day}</i> <b>{name}</b><blockquote>{words}</blockquote>",
    ],
)
def test_siblings_without_names_keep_their_own_people(row: str) -> None:
    before, after = ("<h2>Comments</h2><table>", "</table>") if row.startswith("<tr") else ("<h2>Comments</h2>", "")
    found = page(row, before, after).comments
    assert [(c.author, c.posted, c.body) for c in found] == list(zip(PEOPLE, DAYS, WORDS, strict=True))


@pytest.mark.parametrize(
    "row",
    [
        "{day} Concert in the old harbour<br>",
        "{day}<br>The site has new pictures of the lamp and the door.<br><br>",
        "<a href='/n/{day}'>{day}: {words}</a><br>",
    ],
)
def test_news_parted_by_breaks_are_no_comments(row: str) -> None:
    assert page(row, before="<h2>News</h2>").comments == ()


TEXTS = (
    "<hr>",
    "<br>",
    "<br><br>",
    "3.03.2009",
    "Mara",
    "<b>Tom</b>",
    "words of some length",
    "<p>",
    "<h2>x</h2>",
    "<!-- -->",
)


@given(st.lists(st.sampled_from(TEXTS), max_size=40))
def test_wrapping_loses_no_word(pieces: list[str]) -> None:
    root = html.document_fromstring(f"<html><body>{' '.join(pieces)} end</body></html>")
    before = "".join(root.text_content().split())
    wrap_parted(root, lambda: None)
    assert "".join(root.text_content().split()) == before


def test_many_lines_behind_the_last_entry() -> None:
    comments = page(ROWS["one break"], after="line<br>" * 60_000).comments
    assert [c.author for c in comments][:4] == list(PEOPLE[:4])
