"""Profiles: what loads, what is refused and where, and what a profile reads."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extract.read import read, read_links
from extract.read.profile import (
    COMMENT_FIELDS,
    LISTING_FIELDS,
    RECOGNISE_FIELDS,
    SOURCES,
    THREAD_FIELDS,
    TITLE_FIELDS,
    ProfileError,
    builtin_names,
    load_profile,
    parse_profile,
)
from extract.records import Capture

SHELF = """name = "shelf"
date_order = "dmy"
zone = "Europe/Berlin"

[title]
name = ["h2.missing", "h1::text"]
year = { select = "p.facts", regex = "Year: (\\\\d{4})" }
rating = ".score"
prefer = { synopsis = "opengraph" }

[thread]
item = "li.row"
next_page = "a.on::attr(href)"
claimed = ".count"

[comment]
author = ".who"
body = "xpath:.//div[@class='says']"
id = "::attr(data-id)"

[listing]
title_links = "a.film::attr(href)"

[rating]
best = 20

[[version]]
valid_from = 2025-01-01
[version.comment]
author = ".who2"
"""


def test_versions_hold_from_their_day() -> None:
    profile = parse_profile(SHELF)
    old, new = profile.at(date(2024, 12, 31)), profile.at(datetime(2025, 1, 1, tzinfo=UTC))
    assert old.comment["author"].selectors[0].written == ".who"
    assert new.comment["author"].selectors[0].written == ".who2"
    assert new.comment["body"].selectors[0].written == old.comment["body"].selectors[0].written
    assert profile.at(None) == new


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("item =", "itm =", 12, "unknown key 'itm'; allowed: scope, item, rest, drop, next_page, claimed"),
        ("[listing]", "[listings]", 21, "unknown key 'listings'; allowed: name, description"),
        ('".score"', '".score["', 8, "bad CSS selector '.score['"),
        ("\"xpath:.//div[@class='says']\"", '"xpath:.//div["', 18, "bad XPath './/div['"),
        ("Year: (", "Year: ((", 7, "bad regular expression"),
        ('"h1::text"', "7", 6, "a selector is a text"),
        ('"dmy"', '"dym"', 2, "date_order is 'dym'; allowed: dmy, mdy, ymd"),
        ("Berlin", "Berlln", 3, "is no IANA name"),
        ('"opengraph"', '"google"', 9, "synopsis is 'google'; allowed: profile, json-ld"),
        ("best = 20", 'best = "20"', 25, "best is a number"),
        ('".who2"', '"::"', 30, "bad CSS selector '::'"),
        ("valid_from = 2025-01-01", "valid_from = '2025'", 28, "a date without quotes"),
        ("[thread]", "[thread", 11, "not TOML"),
    ],
)
def test_a_bad_profile_says_where_and_what_is_allowed(old: str, new: str, line: int, what: str) -> None:
    assert old in SHELF
    with pytest.raises(ProfileError) as caught:
        parse_profile(SHELF.replace(old, new), "shelf.toml")
    assert caught.value.path == "shelf.toml"
    assert caught.value.line == line
    assert what in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_profile_that_is_not_there() -> None:
    with pytest.raises(ProfileError, match="no such file, and no built-in profile"):
        load_profile("no-such-profile")
    with pytest.raises(ProfileError, match="cannot be read"):
        load_profile("no-such-file.toml")


def test_every_built_in_profile_loads_and_recognises_itself() -> None:
    for name in builtin_names():
        profile = load_profile(name)
        assert profile.recognise is not None, name
        assert "item" in profile.at(None).thread or profile.recognise.all or profile.recognise.any, name


def test_the_schema_for_editors_names_what_the_loader_takes() -> None:
    from importlib.resources import files

    schema = json.loads(files("extract").joinpath("profiles", "schema.json").read_text(encoding="utf-8"))
    tables = schema["properties"]
    assert set(tables["title"]["properties"]) == {*TITLE_FIELDS, "prefer"}
    assert set(tables["title"]["properties"]["prefer"]["properties"]) == set(TITLE_FIELDS)
    assert set(tables["title"]["properties"]["prefer"]["properties"]["name"]["enum"]) == set(SOURCES)
    assert set(tables["thread"]["properties"]) == {*THREAD_FIELDS, "page_template", "prefer", "name", "confidence"}
    assert set(tables["comment"]["properties"]) == set(COMMENT_FIELDS)
    assert set(tables["listing"]["properties"]) == set(LISTING_FIELDS)
    assert set(tables["recognise"]["properties"]) == {*RECOGNISE_FIELDS, "generator", "text"}
    with pytest.raises(ProfileError, match="unknown key") as caught:
        parse_profile("nothing = 1")
    allowed = str(caught.value).rpartition("allowed: ")[2].split(", ")
    assert set(tables) == set(allowed)
    assert set(tables["version"]["items"]["properties"]) <= set(allowed)


PAGE = """<!doctype html><html><head><meta property="og:description" content="From the card."></head><body>
<h1>The Sea Door</h1><p class="facts">Country: x. Year: 2019.</p><b class="score">17</b><i class="count">44</i>
<ul><li class="row" data-id="c7"><b class="who">Ada</b><b class="who2">Bo</b><div class="says">Good words.</div></li>
<li class="row" data-id="c8"><b class="who">Cy</b><b class="who2">Di</b><div class="says">Bad words.</div></li></ul>
<a class="on" href="/x?from=2">further</a><a class="film" href="/film/3">Salt</a></body></html>"""


def test_the_title_by_profile() -> None:
    page = read(Capture("https://shelf.test/x", PAGE.encode()), profile=parse_profile(SHELF))
    assert page.profile == "shelf@2025-01-01"
    assert (page.title.name, page.title.year, page.title.synopsis) == ("The Sea Door", "2019", "From the card.")
    assert page.title.sources["name"] == page.title.sources["year"] == "profile"
    assert page.title.rating is not None
    assert (page.title.rating.value, page.title.rating.best) == ("17", "20")
    assert page.claimed_comments == "44"
    assert page.next_pages == ("https://shelf.test/x?from=2",)
    assert page.hits["title.name[1]"] == 1
    assert page.hits["title.name[0]"] == 0


def test_links_by_profile() -> None:
    links = read_links(Capture("https://shelf.test/x", PAGE.encode()), profile=parse_profile(SHELF))
    assert links.next_pages == ("https://shelf.test/x?from=2",)
    assert links.title_links == ("https://shelf.test/film/3",)


@pytest.mark.parametrize(
    ("url", "following"),
    [
        ("https://shelf.test/x", "https://shelf.test/x?page=2"),
        ("https://shelf.test/x?a=1&page=4", "https://shelf.test/x?a=1&page=5"),
    ],
)
def test_a_page_template(url: str, following: str) -> None:
    profile = parse_profile('[thread]\nitem = "li.row"\npage_template = "?page={page}"')
    assert read(Capture(url, PAGE.encode()), profile=profile).next_pages == (following,)
    assert read(Capture(url, b"<html><p>nothing here"), profile=profile).next_pages == ()


DATA = {
    "film": {"title": "Salt", "released": "2019-05-01"},
    "reviews": [
        {"id": 5, "by": {"name": "Ada"}, "on": "2024-01-02T03:04:05Z", "html": "<p>One.</p><p>Two.</p>", "mark": 8},
        {"id": 6, "by": {"name": "Bo"}, "on": 1704164645, "html": "<p>Plain &amp; simple.", "mark": None, "to": 5},
        {"id": 7, "by": {"name": "Cy"}, "on": None, "html": None, "mark": 3},
    ],
}
JSON_PROFILE = """format = "json"
[title]
name = "film.title"
[thread]
item = "reviews[]"
[comment]
id = "id"
author = "by.name"
posted = "on"
body = "html"
rating = "mark"
parent = "to"
[rating]
best = 10
"""


def test_json_by_jmespath() -> None:
    page = read(Capture("https://shelf.test/api", json.dumps(DATA).encode()), profile=parse_profile(JSON_PROFILE))
    assert page.title.name == "Salt"
    first, second = page.comments
    assert (first.key, first.author, first.posted, first.body) == ("5", "Ada", "2024-01-02T03:04:05Z", "One.\nTwo.")
    assert first.rating is not None
    assert (first.rating.value, first.rating.best) == ("8", "10")
    assert (second.body, second.rating, second.parent, second.depth) == ("Plain & simple.", None, "5", 1)
    assert page.hits["comment.author[0]"] == 3


def test_xml_by_xpath() -> None:
    profile = parse_profile(
        'format = "xml"\n[namespaces]\ndc = "http://purl.org/dc/elements/1.1/"\n[thread]\nitem = "//item"\n'
        '[comment]\nauthor = "dc:creator"\nposted = "pubDate"\nbody = "description"\npermalink = "link"\n'
    )
    feed = (
        '<?xml version="1.0"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><item><dc:creator>Ada</dc:creator>'
        "<pubDate>Tue, 02 Jan 2024 03:04:05 +0000</pubDate><link>https://b.test/#c1</link>"
        "<description><![CDATA[<p>One.</p><p>Two.</p>]]></description></item></channel></rss>"
    )
    (comment,) = read(Capture("https://b.test/feed", feed.encode()), profile=profile).comments
    assert (comment.author, comment.posted, comment.body) == ("Ada", "Tue, 02 Jan 2024 03:04:05 +0000", "One.\nTwo.")
    assert comment.permalink == "https://b.test/#c1"


def test_a_profile_for_another_kind_of_page_is_a_reject() -> None:
    page = read(Capture("", b'{"a": 1}'), profile=parse_profile('[thread]\nitem = "li"'))
    assert [r.reason for r in page.rejects] == ["profile/wrong-format"]


def test_a_hook_answers_for_fields_and_may_fail(tmp_path: Path) -> None:
    code = """def fields(tag):
    if tag["data-id"] == "c8":
        raise RuntimeError("no c8")
    return {"author": tag.select_one(".who").get_text() + "!"}
"""
    (tmp_path / "own.py").write_text(code)
    (tmp_path / "shelf.toml").write_text('hook = "own.py:fields"\n' + SHELF.replace('name = "shelf"\n', ""))
    page = read(Capture("https://shelf.test/x", PAGE.encode()), profile=load_profile(tmp_path / "shelf.toml"))
    assert [c.author for c in page.comments] == ["Ada!", "Di"]
    assert [(r.reason, r.raw) for r in page.rejects] == [("profile/hook-failed", "own.py:fields: RuntimeError: no c8")]


def test_comments_by_profile() -> None:
    page = read(Capture("https://shelf.test/x", PAGE.encode()), profile=parse_profile(SHELF))
    assert [(c.key, c.id_from, c.read_by, c.author, c.body) for c in page.comments] == [
        ("c7", "site", "profile", "Bo", "Good words."),
        ("c8", "site", "profile", "Di", "Bad words."),
    ]


@pytest.mark.parametrize(
    ("hook", "what"),
    [
        ("none.py:f", "there is no"),
        ("own.py:g", "has no function g"),
        ("own.py", "file.py:function"),
        ("bad.py:f", "fails"),
    ],
)
def test_a_hook_that_cannot_be_loaded(tmp_path: Path, hook: str, what: str) -> None:
    (tmp_path / "own.py").write_text("def f(tag):\n    return {}\n")
    (tmp_path / "bad.py").write_text("raise RuntimeError('no')\n")
    (tmp_path / "p.toml").write_text(f'hook = "{hook}"\n')
    with pytest.raises(ProfileError, match=what):
        load_profile(tmp_path / "p.toml")
