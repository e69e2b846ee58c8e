"""No page, whatever it holds, makes `read` raise."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from extract.read import Limits, read_links
from extract.read import read as read_guarded
from extract.records import Capture, Extraction
from tests.extract import test_read_threads_engines_blogs as blogs
from tests.extract import test_read_threads_engines_forums as forums
from tests.extract import test_read_threads_engines_shops as shops
from tests.extract import test_read_threads_engines_variants as variants
from tests.extract.engine_pages import POSTS, document


def read(capture: Capture, limits: Limits | None = None) -> Extraction:
    """Read a page, and fail where the reader's last guard had to step in."""
    page = read_guarded(capture, limits=limits)
    assert [r for r in page.rejects if r.reason == "read/failed"] == []
    return page


TAGS = [
    *("div", "p", "li", "ul", "span", "time", "a", "h1", "h2", "table", "tr", "td"),
    *("br", "script", "style", "article", "b"),
]
NAMES = [
    *("comment", "author", "date", "body", "rating", "comments", "review", "reply", "title", "pager", "next"),
    "depth-2",
]
WORDS = [
    *("Comments (3)", "Ada", "2 days ago", "03/04/2024 10:15", "9/10", "★★★☆☆", "Rating: 8", "Reply", "Some words."),
    *("1,234 reviews", "&amp;", "&#xD800;", "&#0;", "\x00", "\ufeff", "<!--", "-->", "]]>", "<![CDATA[", "\u202e"),
    *('{"@type":"Movie"}', "\U0001f600"),
]
SAFE_WORDS = [
    *(word for word in WORDS if word.isprintable()),
    "9" * 400,
    "٣/٥",
    "5 of 5 stars",
    "http://[",
    "Feb 30, 2024",
]
ATTRIBUTE = [
    *(
        "itemscope",
        "itemtype=http://schema.org/Review",
        "itemprop=author",
        "itemprop=ratingValue content=9",
        "itemref=c1",
    ),
    *(
        "href=?page=2",
        "href=http://[",
        "rel=next",
        "datetime=2024-13-45",
        "data-id=7",
        "id=c1",
        "typeof=Movie",
        "title='x'",
    ),
    *(f"class='{name}'" for name in NAMES),
]
ATTRIBUTES = st.lists(st.sampled_from(ATTRIBUTE), max_size=3).map(" ".join)
OPEN = st.tuples(st.sampled_from(TAGS), ATTRIBUTES).map(lambda pair: f"<{pair[0]} {pair[1]}>")
CLOSE = st.sampled_from(TAGS).map(lambda tag: f"</{tag}>")
LINKED = st.sampled_from(
    [
        '<script type="application/ld+json">{"@id":"#a","@type":"Review","itemReviewed":{"@id":"#a"}}</script>',
        '<script type="application/ld+json">[[[{"@graph":[[]]}]]]</script>',
        '<script type="application/ld+json">{"@type":{"a":1},"name":{"@value":7},"aggregateRating":[null,{}]}</script>',
        '<script>window.__STATE__ = {"film":{"title":"x","rating":{"score":"1e400"}},"pad":"'
        + "x" * 80
        + '"}</script>',
        '<script type="application/json">[{"a":1},2,3,4,5,6,7,["Set",9],["Map",-1]]</script>',
    ]
)
PARTS = st.one_of(OPEN, CLOSE, OPEN, st.sampled_from(WORDS), LINKED, st.text(max_size=12))
MARKUP = st.lists(PARTS, max_size=120).map("".join)
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FUZZ
@given(MARKUP)
def test_markup(markup: str) -> None:
    capture = Capture("https://x.test/a", ("<html>" + markup).encode("utf-8", "surrogatepass"))
    assert read(capture).url == capture.url
    read_links(capture)


@FUZZ
@given(
    st.binary(max_size=400),
    st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=x", "text/plain", "application/json"]),
)
def test_bytes(body: bytes, content_type: str) -> None:
    capture = Capture("", body, headers=(("content-type", content_type),))
    assert read(capture).status in ("ok", "empty", "unreadable", "blocked")


PAGES = [
    document(sample.page(POSTS)).text for sample in (*blogs.SAMPLES, *forums.SAMPLES, *shops.SAMPLES, *variants.SAMPLES)
]
KINDS = ("drop", "text", "tail", "name", "attribute", "tag", "move", "copy", "bare")
CHANGES = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 5000)),
    min_size=1,
    max_size=40,
)


def broken(page: str, changes: list[tuple[str, int, int, int]]) -> bytes:
    """A page after changes to its tree: each says what is done, to which element, with which other and which word."""
    root = html.document_fromstring(page)
    elements = [e for e in root.iter() if isinstance(e.tag, str) and e.getparent() is not None]
    for kind, a, b, c in changes:
        element, other, word = elements[a % len(elements)], elements[b % len(elements)], SAFE_WORDS[c % len(SAFE_WORDS)]
        parent = element.getparent()
        if kind == "drop" and parent is not None:
            parent.remove(element)
        elif kind == "text":
            element.text = word
        elif kind == "tail":
            element.tail = word
        elif kind == "name":
            element.set("class", NAMES[c % len(NAMES)])
        elif kind == "attribute":
            element.set(("id", "href", "datetime", "title", "content", "style", "data-rating", "rel")[b % 8], word)
        elif kind == "tag":
            element.tag = TAGS[c % len(TAGS)]
        elif kind == "move" and element is not other and element not in other.iterancestors():
            other.append(element)
        elif kind == "copy" and parent is not None:
            parent.append(deepcopy(element))
        elif kind == "bare":
            element.attrib.clear()
    return html.tostring(root, encoding="utf-8")


@settings(FUZZ, max_examples=400)
@given(st.sampled_from(PAGES), CHANGES)
def test_threads_with_their_markup_broken(page: str, changes: list[tuple[str, int, int, int]]) -> None:
    read(Capture("https://films.example/t/1", broken(page, changes)))


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.sampled_from(["2024-01-02", "9/10", "1e999"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=6),
        st.dictionaries(
            st.sampled_from(["title", "name", "rating", "score", "year", "count", "reviews", "x"]), inner, max_size=6
        ),
    ),
    max_leaves=30,
)


@FUZZ
@given(JSON)
def test_json(value: object) -> None:
    import json

    read(Capture("", json.dumps(value).encode()))


@FUZZ
@given(st.lists(st.sampled_from([*WORDS, "Comments (2)", "Ada, 3 March 2024", "", "by Bo", "A title"]), max_size=40))
def test_texts(lines: list[str]) -> None:
    read(Capture("https://x.test/%FF%00", "\n".join(lines).encode("utf-8", "surrogatepass")))


@pytest.mark.parametrize(
    "body",
    [
        b"<" * 200_000,
        b"<a " * 100_000,
        b"<div a=" * 100_000,
        b"&" * 300_000,
        b"<!--" * 100_000,
        b"<p>" + b"9/10 " * 100_000,
        b"<p>" + b"1," * 200_000,
        b"<p>" + b"comments (" * 50_000,
        b"<title>" + b"a - " * 50_000,
        b"<li class=comment>" * 20_000,
        b"<table><tr><td>" * 5_000,
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b"Comments (1)\n" + b"1/1/24 " * 50_000,
        b"a " * 300_000,
        b"\n" * 500_000,
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d '&b;&b;&b;'>]><rss>&d;</rss>",
        b"<script type='application/ld+json'>" + b'{"@graph":[' * 5_000,
        b"<div itemscope>" * 3_000,
        b"<p class='note x " + b"mean" * 2_000 + b"'>3 of 5",
        bytes(range(256)) * 500,
    ],
    ids=lambda body: repr(body[:18]),
)
def test_pathological(body: bytes) -> None:
    assert read(Capture("https://x.test/a", body), limits=Limits(seconds=20)).url == "https://x.test/a"


def test_literals_that_never_close_cost_no_page_its_time() -> None:
    script = "".join(f"window.__s{n}__ = {{a: [1, 2,\n" for n in range(20_000))
    page = read(Capture("https://x.test/a", f"<!doctype html><script>{script}</script><h1>Salt</h1><p>x".encode()))
    assert (page.title.name, page.rejects) == ("Salt", ())


def test_markup_in_an_unusual_tree() -> None:
    for body in (
        b"<svg><title>x</title></svg>",
        b"<frameset><frame></frameset>",
        b"<html><head></head></html>",
        b"<!doctype html>",
    ):
        assert read(Capture("", body)).comments == ()


def test_a_fault_of_the_reader_costs_the_page_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise KeyError("no such thing")

    monkeypatch.setattr("extract.read.reading.find_comments", broken)
    page = read_guarded(Capture("https://x.test/a", b"<!doctype html><title>The Sea Door</title><p>x"))
    assert (page.status, page.title.name) == ("unreadable", "The Sea Door")
    assert [(r.reason, r.raw) for r in page.rejects] == [("read/failed", "KeyError: 'no such thing'")]


def test_half_a_character_cuts_no_text() -> None:
    posts = [{"id": 1, "username": "ann", "created_at": "2024-03-01T10:00:00Z", "cooked": "<p>Good \ud83d film</p>"}]
    topic = json.dumps({"title": "The \ud83d Door", "post_stream": {"posts": posts}, "posts_count": 1})
    (comment,) = read(Capture("https://a.test/t/3.json", topic.encode())).comments
    assert comment.body == "Good \ufffd film"
    data = json.dumps({"@type": "Movie", "name": "The \udc00 Door \U0001f600"})
    page = read(Capture("https://a.test/t/3", f'<script type="application/ld+json">{data}</script>'.encode()))
    assert page.title.name == "The \ufffd Door \U0001f600"


def test_a_form_beside_a_name() -> None:
    rows = "".join(
        f"<div class=comment id=c{post.number}><div class=author><a href=/user/1>{post.name}</a>"
        f"<b class=login-form>Go</b></div><i class=date>{post.day} May 2024</i><p>{post.text}</p></div>"
        for post in POSTS
    )
    assert [c.author for c in read(Capture("https://x.test/a", rows.encode())).comments] == [p.name for p in POSTS]
