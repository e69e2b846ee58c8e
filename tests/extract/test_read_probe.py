"""A proposed profile loads, reads what was read without it, and says what is doubtful."""

from __future__ import annotations

import json

import pytest

from extract.read import read
from extract.read.probe import propose
from extract.read.profile import parse_profile
from extract.read.threads.rated import reading_of
from extract.records import Capture


def rows(count: int, day: str = "2 January 2024") -> str:
    return "".join(
        f"<div class='cmt' id='c{i}'><p class='top'><span class='nick'>Reader{i}</span> "
        f"<span class='day'>{day}</span></p><div class='words'>"
        f"<p>These are the words of reader number {i}, who liked the {i}th minute best.</p></div></div>"
        for i in range(count)
    )


def page(count: int, claimed: int, day: str = "2 January 2024") -> Capture:
    markup = (
        f"<!doctype html><html><head><title>The Sea Door</title></head><body><h1>The Sea Door</h1>"
        f"<section class='comments'><h2>{claimed} comments</h2>{rows(count, day)}</section></body></html>"
    )
    return Capture("https://shelf.test/film/the-sea-door", markup.encode())


def test_a_proposal_loads_and_finds_what_was_read() -> None:
    proposal = propose(page(6, 6))
    version = parse_profile(proposal.toml).at(None)
    assert (proposal.read, proposal.claimed) == (6, "6")
    assert proposal.found["author"] == proposal.found["body"] == (6, 6)
    assert [c.author for c in proposal.comments] == ["Reader0", "Reader1", "Reader2"]
    document = read(page(6, 6))
    assert len(document.comments) == 6
    from extract.read.document import open_document

    root = open_document(page(6, 6)).root
    items = version.thread["item"].elements(root)
    assert [version.comment["author"].text(item) for item in items] == [c.author for c in document.comments]


@pytest.mark.parametrize(
    ("capture", "doubt"),
    [
        (page(6, 40), "6 comments were read, the page claims 40"),
        (Capture("", b"<!doctype html><html><title>x</title><p>nothing"), "no comments were read"),
        (Capture("", b"<title>Robot Check</title><p>are you a robot"), "the page is blocked"),
        (Capture("", b'{"films": [{"name": "a"}, {"name": "b"}]}'), "no list in this data looks like comments"),
    ],
)
def test_doubts_are_said(capture: Capture, doubt: str) -> None:
    assert any(doubt in said for said in propose(capture).doubts)


def test_dates_that_read_two_ways_ask_for_the_order() -> None:
    assert '# date_order = "dmy"' in propose(page(4, 4, "03/04/2024")).toml


def drawn_rows(count: int) -> Capture:
    """Comments whose ratings are drawn as stars and whose days stand in data for machines only."""
    rows = "".join(
        f"<li class='cmt' id='c{i}'><b class='nick'>Reader{i}</b><meta itemprop='datePublished' content='2024-01-0{i}'>"
        f"<i class='stars'>{'<span class=full></span>' * i}{'<span class=empty></span>' * (5 - i)}</i>"
        f"<p class='words'>These are the words of reader number {i}, who liked the {i}th minute best.</p></li>"
        for i in range(1, count + 1)
    )
    markup = (
        "<!doctype html><html><head><title>The Sea Door</title>"
        "<link rel='canonical' href='https://www.shelf.test/film/the-sea-door'></head><body>"
        f"<h1>The Sea Door</h1><section class='comments'><h2>{count} reviews</h2><ol>{rows}</ol></section></body>"
    )
    return Capture("", markup.encode())


def test_ratings_that_are_drawn_and_dates_for_machines_have_selectors() -> None:
    proposal = propose(drawn_rows(5))
    version = parse_profile(proposal.toml).at(None)
    assert proposal.found["rating"] == (5, 5)
    assert proposal.doubts == ()
    assert {"rating", "posted_machine"} <= set(version.comment)
    comments = read(drawn_rows(5), profile=parse_profile(proposal.toml)).comments
    assert [c.posted_machine for c in comments] == [f"2024-01-0{i}" for i in range(1, 6)]
    assert [r and r.value for r in (reading_of(c.rating) for c in comments)] == [1, 2, 3, 4, 5]


def test_a_file_is_named_by_the_address_that_it_calls_its_own() -> None:
    assert propose(drawn_rows(3)).toml.startswith('name = "shelf"')


def test_a_proposal_for_json() -> None:
    members = [
        {"id": i, "user": {"name": f"Reader{i}"}, "created_at": "2024-01-02T03:04:05Z", "text": f"Words of reader {i}."}
        for i in range(3)
    ]
    data = {"data": {"items": members}}
    capture = Capture("https://shelf.test/api", json.dumps(data).encode())
    proposal = propose(capture)
    comments = read(capture, profile=parse_profile(proposal.toml)).comments
    assert [(c.author, c.posted) for c in comments] == [(f"Reader{i}", "2024-01-02T03:04:05Z") for i in range(3)]


def test_rules_that_read_worse_than_none_are_left_out() -> None:
    """Where words stand bare beside their byline no selector holds them alone: the finder tells them apart."""
    items = "".join(
        f"<div class='cmt' id='c{i}'><b class='nick'>Reader{i}</b> <i class='day'>{i + 1} January 2024</i><br>"
        f"The words of reader number {i}, who liked the {i}th minute best.</div>"
        for i in range(6)
    )
    markup = f"<!doctype html><title>The Sea Door</title><h1>The Sea Door</h1><h2>Comments</h2>{items}"
    capture = Capture("https://shelf.test/film/the-sea-door", markup.encode())
    proposal = propose(capture)
    plain, again = read(capture), read(capture, profile=parse_profile(proposal.toml))
    assert [(c.author, c.posted, c.body) for c in again.comments] == [
        (c.author, c.posted, c.body) for c in plain.comments
    ]
    assert again.title.name == plain.title.name == "The Sea Door"


def test_names_that_change_from_comment_to_comment_are_no_selectors() -> None:
    markup = "".join(
        f"<li class='item' id='c{i}'><div class='head'><p><span class='u{i}x' rel='318{i}'>Reader{i}</span> rated it, "
        f"<span>{1 + i} January 2024</span></p></div><div class='words'>"
        f"<p>These are the words of reader number {i}, who liked the {i}th minute best.</p></div></li>"
        for i in range(6)
    )
    page = f"<!doctype html><html><title>Sea</title><h1>Sea</h1><h2>6 comments</h2><ul>{markup}</ul></html>"
    proposal = propose(Capture("https://shelf.test/film/sea", page.encode()))
    assert proposal.found["author"] == proposal.found["posted"] == (6, 6)
    version = parse_profile(proposal.toml).at(None)
    assert {"author", "posted", "body"} <= set(version.comment)


def test_elements_of_office_programs_are_no_selectors() -> None:
    markup = "".join(
        f"<li class='item' id='c{i}'><div class='head'><o:p>Reader{i}</o:p> <time>{1 + i} January 2024</time></div>"
        f"<div class='words'><p>These are the words of reader number {i}, who liked it best.</p></div></li>"
        for i in range(6)
    )
    page = f"<!doctype html><html><title>Sea</title><h1>Sea</h1><h2>6 comments</h2><ul>{markup}</ul></html>"
    assert propose(Capture("https://shelf.test/film/sea", page.encode())).read == 6


def test_answers_inside_answers_are_looked_at_once() -> None:
    depth = 150
    opened = "".join(
        f"<li class='cmt' id='c{i}'><b class='nick'>Reader{i}</b> <time datetime='2024-01-02'>2 January 2024</time>"
        f"<div class='words'>These are the words of reader number {i}, who liked the {i}th minute best.</div><ul>"
        for i in range(depth)
    )
    page = (
        f"<!doctype html><html><title>Sea</title><h1>Sea</h1><h2>Comments</h2><ul>{opened}{'</ul></li>' * depth}</ul>"
    )
    proposal = propose(Capture("https://shelf.test/film/sea", page.encode()))
    assert proposal.read == depth
    assert proposal.found["author"] == (40, 40)
