"""The finder on habits of title sites: elements of their own, dates in pieces, marks beside names, badges."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

from collections.abc import Callable

from extract.read.document import Document
from extract.read.limits import Limits
from extract.read.structured import StructuredData
from extract.read.threads import ThreadResult, find_comments
from extract.records import Capture, RawTitle

PEOPLE = ("Mara", "Tom Brink", "ilse_77", "Jean-Luc", "Oksana")
WORDS = (
    "The second act drags, but the storm scene alone is worth the ticket.",
    "I disagree: the second act is where the two sisters finally talk. Give it time.",
    "Saw it last night with my father. We both liked the ending.",
    "Too long by half an hour, though the music saves it.",
    "Best thing I have seen this year, and I have seen a lot.",
)


def read(body: str, language: str = "en") -> ThreadResult:
    text = f"<html lang='{language}'><head><title>The Lighthouse Keeper</title></head><body><h1>The Lighthouse Keeper</h1>{body}</body></html>"
    page = Document(Capture(url="https://films.example/t/1", body=text.encode()), Limits())
    return find_comments(page, RawTitle(name="The Lighthouse Keeper"), structured=StructuredData(page))


def each(row: Callable[[int, str, str], str], count: int = 5) -> str:
    return "".join(row(*parts) for parts in zip(range(1, count + 1), PEOPLE, WORDS, strict=False))


def whole(found: ThreadResult) -> bool:
    return [c.author for c in found.comments] == list(PEOPLE) and [c.body for c in found.comments] == list(WORDS)


def test_elements_of_a_pages_own_are_items_by_their_name() -> None:
    def comment(number: int, inside: str = "") -> str:
        return f"""<x-comment depth="{number}"><div slot="meta"><a href="/user/{PEOPLE[number]}/">{PEOPLE[number]}</a><time datetime="2024-03-0{number + 1}T10:00:00Z">3y ago</time></div>
          <div slot="comment"><p>{WORDS[number]}</p></div><x-action-row><button>Upvote</button><button>Reply</button></x-action-row>{inside}</x-comment>"""

    found = read(f"<x-comment-tree>{comment(0, comment(1, comment(2)))}{comment(3)}</x-comment-tree>")
    assert [(c.author, c.depth) for c in found.comments] == [
        ("Mara", 0),
        ("Tom Brink", 1),
        ("ilse_77", 2),
        ("Jean-Luc", 0),
    ]
    assert all(c.posted_machine for c in found.comments)


def test_a_date_whose_parts_have_elements_of_their_own() -> None:
    found = read(
        '<ol id="comments">'
        + each(
            lambda n, name, words: (
                f"""<li class="comment"><h4><a href="/users/{name}">{name}</a> <span class="posted datetime"><abbr class="day" title="Friday">Fri</abbr>
              <span class="date">{n}</span> <abbr class="month" title="March">Mar</abbr> <span class="year">2024</span></span></h4><blockquote><p>{words}</p></blockquote></li>"""
            )
        )
        + "</ol>"
    )
    assert whole(found)
    assert [c.posted for c in found.comments] == [f"Fri {n} Mar 2024" for n in range(1, 6)]


def test_what_a_page_puts_behind_a_name_is_not_part_of_it() -> None:
    row = '<div class="mark"><h4><a href="/users/{0}">{1}の感想・評価</a></h4><time datetime="2024-03-0{0}">2024/03/0{0}</time><div class="mark__review"><span>{2}</span></div></div>'
    found = read("<h2>感想</h2>" + each(lambda n, name, words: row.format(n, name, words)), "ja")
    assert [c.author for c in found.comments] == list(PEOPLE)


def test_a_mark_beside_a_linked_name_is_the_mark_alone() -> None:
    row = """<div class="review"><div class="rating_wrapper"><h3><a href="/review/{0}">A review by {1}</a></h3><div class="rounded rating"><span class="icon star"></span>{0}0<span class="percent">%</span></div></div>
      <h5>Written by <a href="/u/{1}">{1}</a> on March {0}, 2024</h5><div class="teaser"><p>{2}</p></div></div>"""
    found = read('<section class="reviews">' + each(lambda n, name, words: row.format(n, name, words)) + "</section>")
    assert whole(found)
    assert [c.rating.raw for c in found.comments if c.rating] == ["10%", "20%", "30%", "40%", "50%"]


def test_badges_before_the_words_are_the_pages() -> None:
    row = '<li class="review"><em>{0}</em><p><span class="ico_viewer">Verified</span><span>{2}</span></p><dl><dt><a href="/user/{0}">{1}</a></dt><dd>2024.03.0{0} 14:22</dd></dl></li>'
    assert whole(read('<ul id="reviews">' + each(lambda n, name, words: row.format(n, name, words)) + "</ul>"))


def test_rows_of_buttons_between_those_of_posts() -> None:
    row = """<tr><td><b>{1}</b><br>Posts: 5{0}</td><td><span>Posted: 2024-03-0{0} 22:10</span> <a href="posting.php?mode=quote&amp;p={0}"><img src="quote.gif" alt="Quote"></a><hr><span>{2}</span></td></tr>
      <tr><td><a href="#top">Top</a></td><td><a href="profile.php?u={0}"><img src="p.gif" alt="Profile"></a></td></tr><tr><td colspan="2"><img src="spacer.gif" alt=""></td></tr>"""
    found = read("<table>" + each(lambda n, name, words: row.format(n, name, words)) + "</table>")
    assert whole(found)
