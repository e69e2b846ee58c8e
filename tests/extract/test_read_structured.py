"""JSON-LD, microdata, meta elements and embedded state, as pages write them."""

from __future__ import annotations

import pytest

from extract.read.document import open_document
from extract.read.lenient_json import parse_lenient
from extract.read.state import embedded_states, resolve_indices
from extract.read.structured import StructuredData
from extract.records import Capture


def of(body: str) -> StructuredData:
    return StructuredData(open_document(Capture("https://films.test/x", f"<html>{body}</html>".encode())))


def linked(*scripts: str) -> StructuredData:
    return of("".join(f'<script type="application/ld+json">{s}</script>' for s in scripts))


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "Movie", "name": "The Sea Door"}',
        '{"@type": "Movie", "name": "The Sea Door"};',
        '<!-- {"@type": "Movie", "name": "The Sea Door"} -->',
        '/* <![CDATA[ */\n{"@type": "Movie", "name": "The Sea Door"}\n/* ]]> */',
        '//<![CDATA[\n{"@type": "Movie", "name": "The Sea Door"}\n//]]>',
        '{"@type": "Movie", "name": "The Sea Door",}',
        '{"@type": "Movie", "description": "one\ntwo\tthree", "name": "The Sea Door"}',
        '{"@type": "Movie", /* the film */ "name": "The Sea Door"}',
        '{"@type": "Movie", "url": "https://films.test/x", "x": undefined, "name": "The Sea Door"}',
        '{"@type": "Movie", "tagline": "It\\\'s deep", "name": "The Sea Door"}',
        "{&quot;@type&quot;: &quot;Movie&quot;, &quot;name&quot;: &quot;The Sea Door&quot;}",
        '[{"@type": "WebSite", "name": "s"}, {"@type": ["Movie", "Thing"], "name": "The Sea Door"}]',
        '{"@graph": [{"@type": "WebPage"}, {"@type": "http://schema.org/Movie", "schema:name": "The Sea Door"}]}',
        '{"@type": "WebPage"} {"@type": "Movie", "name": "The Sea Door"}',
        '{"@type": "WebPage", "mainEntity": {"@type": "Movie", "name": "The Sea Door"}}',
    ],
)
def test_json_ld_as_pages_write_it(script: str) -> None:
    structured = linked(script)
    assert [n.text("name") for n in structured.of_type("Movie")] == ["The Sea Door"]
    assert structured.rejects == []


def test_references_are_followed_over_scripts_and_may_form_rings() -> None:
    structured = linked(
        '{"@type": "Review", "@id": "#r", "itemReviewed": {"@id": "#m"}}',
        '{"@type": "Movie", "@id": "#m", "name": "The Sea Door", "review": {"@id": "#r"}}',
    )
    (review,) = structured.of_type("Review")
    movie = review.node("itemReviewed")
    assert movie is not None
    assert movie.text("name") == "The Sea Door"
    assert len(list(review.walk())) == 2


def test_entities_in_values_are_read() -> None:
    assert linked('{"@type": "Movie", "name": "Fish &amp; Chips"}').json_ld[0].text("name") == "Fish & Chips"


def test_a_script_that_cannot_be_read_is_a_reject() -> None:
    structured = linked('{"@type": "Movie", "name": "The Sea', '{"@type": "Book", "name": "b"}')
    assert [n.types for n in structured.json_ld] == [("Book",)]
    assert [r.reason for r in structured.rejects] == ["structured/bad-json-ld"]


def test_microdata_belongs_to_the_nearest_item() -> None:
    structured = of(
        """<body><div itemscope itemtype="http://schema.org/Movie"><h1 itemprop="name">The Sea Door</h1>
        <div itemprop="aggregateRating" itemscope itemtype="http://schema.org/AggregateRating">
          <meta itemprop="ratingValue" content="8.1"><span itemprop="ratingCount">1,234</span></div>
        <time itemprop="datePublished" datetime="2019-05-01">May 2019</time>
        <div itemprop="review" itemscope itemtype="http://schema.org/Review"><b itemprop="name">Good</b></div></div>"""
    )
    (movie,) = structured.microdata
    assert movie.types == ("Movie",)
    assert (movie.text("name"), movie.text("datePublished")) == ("The Sea Door", "2019-05-01")
    rating = movie.node("aggregateRating")
    assert rating is not None
    assert (rating.text("ratingValue"), rating.text("ratingCount")) == ("8.1", "1,234")
    assert [n.text("name") for n in structured.of_type("Review")] == ["Good"]


def test_itemref_and_rdfa() -> None:
    structured = of(
        """<body><div itemscope itemtype="https://schema.org/Book" itemref="more"></div><p id="more">
        <i itemprop="name">Salt</i></p>
        <div vocab="https://schema.org/" typeof="Movie"><span property="name">The Sea Door</span></div>"""
    )
    assert [(n.types, n.text("name")) for n in structured.nodes] == [(("Book",), "Salt"), (("Movie",), "The Sea Door")]


def test_meta() -> None:
    structured = of('<head><meta property="og:title" content="A"><meta name="Description" content=" b  c "></head>')
    assert (structured.meta_text("og:title"), structured.meta_text("description")) == ("A", "b c")


@pytest.mark.parametrize(
    "script",
    [
        '<script id="__NEXT_DATA__" type="application/json">{"film": {"title": "The Sea Door", "pad": "%s"}}</script>',
        '<script>window.__APOLLO_STATE__ = {"film": {"title": "The Sea Door", "pad": "%s"}};</script>',
        '<script>window["__INITIAL_STATE__"]={"film":{"title":"The Sea Door","x":undefined,"pad":"%s"}};f()</script>',
        '<script>var pageData = {"film": {"title": "The Sea Door", "pad": "%s"}};</script>',
        '<script>window.__S__ = JSON.parse(\'{"film": {"title": "The Sea Door", "pad": "%s"}}\')</script>',
    ],
)
def test_embedded_state(script: str) -> None:
    structured = of("<body>" + script % ("x" * 100))
    assert [value["film"]["title"] for _, value in structured.states] == ["The Sea Door"]


def test_indexed_payloads_are_resolved() -> None:
    payload = [["ShallowReactive", 1], {"film": 2, "again": 2}, {"title": 3, "genres": 4}, "Sea", [5, 6], "a", "b", -1]
    assert resolve_indices(payload)["again"] == {"title": "Sea", "genres": ["a", "b"]}


@pytest.mark.parametrize(
    "text", ['"\\"' * 200_000, "{" + " " * 500_000 + "x", "/*" * 200_000, '{"a":' + '"\\' * 200_000, "[" * 100_000]
)
def test_hostile_json_ends(text: str) -> None:
    assert parse_lenient(text) is None


def test_many_assignments_with_half_characters() -> None:
    lines = "".join(
        f'window.film{n} = {{"name": "The \\ud83d Door", "n": {n}, "pad": "{"x" * 60}"}};\n' for n in range(6_000)
    )
    page = open_document(Capture("https://films.test/x", f"<html><script>{lines}</script></html>".encode()))
    states = dict(embedded_states(page))
    assert len(states) == 6_000
    assert {(state["name"], f"film{state['n']}" == name) for name, state in states.items()} == {
        ("The \ufffd Door", True)
    }
