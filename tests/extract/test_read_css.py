"""CSS answered from a page's tables finds what its translation to XPath finds."""

from __future__ import annotations

import pytest
from cssselect import HTMLTranslator
from lxml import etree, html

from extract.read.css import parsed, select
from extract.read.nodes import Nodes

PAGE = """<html data-app="public"><head><title>T</title></head><body id="top"><!-- a note -->
<div id="comments" class="list  wide"><h2>Two</h2>
  <li class="comment odd" id="c-1" data-id=""><b class="fn author">Ann</b><p>Words <i>in</i> here</p>
    <ul class="children"><li class="comment even" id="c-2" lang="en-GB"><b class="fn">Bob</b></li></ul></li>
  <li class="note">x</li><!-- between --><li class="comment" id="x-3"><a href="/u/cy" rel="nofollow author">Cy</a></li>
</div><aside class="list"><li class="comment">elsewhere</li></aside></body></html>"""

SELECTORS = [
    ".comment",
    "li.comment.odd",
    "#comments .comment .fn",
    "#comments > .comment > b",
    "div .comment .comment",
    "aside .comment, #comments > li",
    ".note + .comment",
    "h2 ~ li",
    ".odd + li",
    "[id^='c-'].comment",
    "[id$='-3']",
    "[href*='/u/']",
    "[rel~='author']",
    "[lang|='en']",
    "[data-id]",
    "[data-id='']",
    "[data-id^='']",
    "li[id!='c-1']",
    "html[data-app='public'] .fn",
    "body *",
    "title",
    ".absent .comment",
    "#comments.wide",
]


@pytest.mark.parametrize("css", SELECTORS)
def test_the_tables_answer_as_xpath_does(css: str) -> None:
    root = html.document_fromstring(PAGE)
    nodes = Nodes(root)
    paths = parsed(css)
    assert paths is not None
    xpath = etree.XPath(HTMLTranslator().css_to_xpath(css))
    for scope in (root, root[1], root[1][1]):
        assert select(paths, nodes, scope) == xpath(scope), scope.tag


@pytest.mark.parametrize("css", ["li:has(b)", "a:not(.x)", "li:nth-child(2)", "p::first-line", "#a#b"])
def test_what_tables_do_not_know_is_left_to_xpath(css: str) -> None:
    assert parsed(css) is None


def test_tables_hold_every_node_once_with_its_place() -> None:
    root = html.document_fromstring("<html><body><p class=a>x<b>y</b>z</p><script>var a</script><!--c--></body></html>")
    nodes = Nodes(root)
    assert nodes.tags == ["html", "body", "p", "b", "script", ""]
    assert nodes.texts == [None, None, "x", "y", None, None]
    assert nodes.tails[3] == "z"
    assert nodes.parent == [-1, 0, 1, 2, 1, 1]
    assert nodes.end == [6, 6, 4, 4, 5, 6]
    assert nodes.with_class("a") == [2]
    assert nodes.with_class("b") == nodes.with_attribute("id") == []
