"""What stands beside a comment: edit notes, helpful votes, marks for single aspects, spoilers and code."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

import json

import pytest

from extract.read import read
from extract.read.threads.noted import is_edit_note, is_helpful_note
from extract.records import Capture, RawComment, RawRating

PEOPLE = ("Mara", "Tom Brink", "ilse_77", "Oksana")
WORDS = (
    "The second act drags, but the storm scene alone is worth the ticket.",
    "I disagree: the second act is where the two sisters finally talk.",
    "Saw it last night with my father. We both liked the ending.",
    "Too long by half an hour, though the music saves it.",
)


def comments_of(row: str, count: int = 4, **parts: str) -> tuple[RawComment, ...]:
    """Read a page of items built from `row`, with {name}, {words}, {day} and {number} in it."""
    items = "".join(
        row.format(name=PEOPLE[k], words=WORDS[k], day=f"{k + 3}.03.2024", number=k + 1, **parts) for k in range(count)
    )
    page = f"<html><head><title>The Lighthouse Keeper</title></head><body><h1>The Lighthouse Keeper</h1><h2>Comments</h2>{items}</body></html>"
    return read(Capture("https://films.example/t/1", page.encode())).comments


ROW = '<div class="comment"><b class="author">{name}</b> <span class="date">{day}</span><div class="text"><p>{words}</p></div>'


@pytest.mark.parametrize(
    ("note", "raw"),
    [
        ('<div class="message-lastEdit">Last edited: <time datetime="2024-03-09T10:00:00Z">Mar 9, 2024</time></div>', "Last edited: Mar 9, 2024"),
        ('<div class="notice">Last edited by <a href="/u/2">Mara</a> on Sat Mar 09, 2024 8:30 pm, edited 2 times in total.</div>', "Last edited by Mara on Sat Mar 09, 2024 8:30 pm, edited 2 times in total."),
        ('<span class="modified">« <i>Last Edit: March 09, 2024, 03:04:05 pm by Mara</i> »</span>', "« Last Edit: March 09, 2024, 03:04:05 pm by Mara »"),
        ("<em>(This post was last modified: 03-09-2024, 03:04 PM by <a>Mara</a>.)</em>", "(This post was last modified: 03-09-2024, 03:04 PM by Mara.)"),
        ('<span class="post_edit">edited 3 days ago</span>', "edited 3 days ago"),
        ("<p><small>Zuletzt bearbeitet am 9. März 2024 von Mara</small></p>", "Zuletzt bearbeitet am 9. März 2024 von Mara"),
        ('<b><small>[Beitrag von Mara am 9. Mrz 2024, <span class="time">19:52</span> bearbeitet]</small></b>', "[Beitrag von Mara am 9. Mrz 2024, 19:52 bearbeitet]"),
        ("<p>Dernière modification par Mara le 9 mars 2024</p>", "Dernière modification par Mara le 9 mars 2024"),
        ("<p>Editado por última vez el 9 de marzo de 2024</p>", "Editado por última vez el 9 de marzo de 2024"),
        ("<p>Последнее редактирование: 9 марта 2024</p>", "Последнее редактирование: 9 марта 2024"),
        ("<p>本帖最后由 Mara 于 2024-3-9 10:11 编辑</p>", "本帖最后由 Mara 于 2024-3-9 10:11 编辑"),
        ("<span>(edited)</span>", "(edited)"),
        ('<time class="edited" datetime="2024-03-09">9 March</time>', "9 March"),
    ],
)  # fmt: skip
def test_edit_notes(note: str, raw: str) -> None:
    plain, *_, noted = comments_of(ROW + "{note}</div>", 3, note="") + comments_of(ROW + "{note}</div>", note=note)
    assert (plain.edited, noted.edited) == (None, raw)
    assert noted.body == WORDS[3]
    assert noted.posted == "6.03.2024"


@pytest.mark.parametrize(
    "line",
    [
        "Edited to add: I saw it again on 9 March 2024 and liked it more",
        "Edited by a fool, this film has no rhythm at all and no end",
        "Updated my review because the ending makes sense now",
        "Modified",
        "edition of 2019",
        "The last edit was on 9 March 2024",
    ],
)
def test_words_about_editing(line: str) -> None:
    assert is_edit_note(line) is (line == "Modified")


@pytest.mark.parametrize(
    ("votes", "raw"),
    [
        ('<div class="votes">12 of 15 people found this review helpful</div>', "12 of 15 people found this review helpful"),
        ("<div>One person found this helpful</div>", "One person found this helpful"),
        ("<div>12 von 15 Personen fanden diese Rezension hilfreich</div>", "12 von 15 Personen fanden diese Rezension hilfreich"),
        ("<div>3 personnes ont trouvé cet avis utile</div>", "3 personnes ont trouvé cet avis utile"),
        ("<div>12人のお客様がこれが役に立ったと考えています</div>", "12人のお客様がこれが役に立ったと考えています"),
        ("<button>Helpful (7)</button>", "Helpful (7)"),
        ("<a>Hilfreich</a> <a>Полезно 4</a>", "Полезно 4"),
        ('<span class="like-count">7</span>', "7"),
        ("<div><span>7 likes</span> <a>Reply</a></div>", "7 likes"),
        ("<div>Was this review helpful? <span>Yes (7)</span> <span>No (0)</span></div>", "Was this review helpful? Yes (7) No (0)"),
    ],
)  # fmt: skip
def test_helpful_votes(votes: str, raw: str) -> None:
    found = comments_of(ROW + "{votes}</div>", votes=votes)
    assert [c.helpful for c in found] == [raw] * 4
    assert [c.body for c in found] == list(WORDS)


@pytest.mark.parametrize(
    "line",
    [
        "3 months later this is still a useful thing to have read, I find",
        "7",
        "Page 3",
        "Helpful",
        "Reply (3)",
        "12 points",
    ],
)
def test_no_votes(line: str) -> None:
    assert not is_helpful_note(line) or line.startswith("3 months")
    found = comments_of(ROW + "</div>")[:3] + comments_of(ROW.replace("{words}", line) + "</div>")[3:]
    assert all(c.helpful is None for c in found)


ASPECTS = {
    "cells": "<table><tr><td>Story</td><td>9</td></tr><tr><td>Art</td><td>7</td></tr><tr><td>Overall</td><td>8</td></tr></table>",
    "inline": "<ul><li>Story: 9/10</li><li>Art: 7/10</li><li>Overall: 8/10</li></ul>",
    "tails": "<p><b>Story:</b> 9/10 <b>Art:</b> 7/10 <b>Overall:</b> 8/10</p>",
    "list": "<dl><dt>Story</dt><dd>9/10</dd><dt>Art</dt><dd>7/10</dd><dt>Overall</dt><dd>8/10</dd></dl>",
    "before": "<div><span><b>9</b> <i>Story</i></span> <span><b>7</b> <i>Art</i></span> <span><b>8</b> <i>Overall</i></span></div>",
}


@pytest.mark.parametrize("way", ASPECTS)
def test_aspects(way: str) -> None:
    for comment in comments_of(ROW + "{marks}</div>", marks=ASPECTS[way]):
        assert [(name, (rating.raw or "")[:1]) for name, rating in comment.aspects] == [("Story", "9"), ("Art", "7")]
        assert comment.rating is not None
        assert (comment.rating.raw or "").startswith("8")
        assert comment.body in WORDS


def test_one_word_beside_a_number_is_no_aspect() -> None:
    found = comments_of(ROW + "<p>Location: 3</p></div>")
    assert all(c.aspects == () for c in found)


def test_marks_in_a_sentence_stay_in_it() -> None:
    body = "<p><b>Story:</b> 9 and <b>Art:</b> 7, that is what {name} gives it, with no regrets.</p>"
    found = comments_of(ROW.replace("<p>{words}</p>", "<p>{words}</p>" + body) + "</div>")
    assert all("Story: 9 and Art: 7" in c.body for c in found)


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="bbCodeSpoiler"><button class="bbCodeSpoiler-button">Spoiler</button><div class="bbCodeSpoiler-content">The keeper did it.</div></div>',
        "<details><summary>Spoiler</summary>The keeper did it.</details>",
        '<span class="md-spoiler-text">The keeper did it.</span>',
        '<div class="spoiler"><div class="spoiler-header">Show</div><div style="display:none">The keeper did it.</div></div>',
    ],
)
def test_spoilers_are_kept_and_marked(markup: str) -> None:
    found = comments_of(ROW.replace("{words}", "{words}</p>{spoiler}<p>So says {name}.") + "</div>", spoiler=markup)
    assert [c.spoilers for c in found] == [("The keeper did it.",)] * 4
    assert all("The keeper did it." in c.body and c.body.endswith(f"So says {c.author}.") for c in found)


def test_code_is_kept_line_for_line() -> None:
    code = "<pre><code>if door:\n    open(door)\n</code></pre>"
    found = comments_of(ROW.replace("{words}", "{words}</p>{code}<p>So says {name}.") + "</div>", code=code)
    assert [c.code for c in found] == [("if door:\n    open(door)",)] * 4
    assert all("if door:\nopen(door)" in c.body for c in found)


def test_many_pieces_of_code_in_one_comment() -> None:
    code = "".join(f"<code>open(door, {n})</code> " for n in range(12_000))
    found = comments_of(ROW.replace("{words}", "{words}</p>{code}<p>So says {name}.") + "</div>", code=code)
    assert [c.code[:2] for c in found] == [("open(door, 0)", "open(door, 1)")] * 4
    assert all("open(door, 11999)" in c.body for c in found)


def test_what_structured_data_says_of_a_review() -> None:
    review = {
        "@type": "Review",
        "author": "Mara",
        "reviewBody": WORDS[0] + " " + WORDS[1],
        "datePublished": "2024-03-03",
        "dateModified": "2024-03-09",
        "upvoteCount": 7,
        "reviewRating": [
            {"@type": "Rating", "reviewAspect": "Story", "ratingValue": 9, "bestRating": 10},
            {"@type": "Rating", "ratingValue": 8, "bestRating": 10},
        ],
    }
    data = json.dumps({"@type": "Movie", "name": "The Lighthouse Keeper", "review": [review]})
    page = f"<title>The Lighthouse Keeper</title><script type='application/ld+json'>{data}</script><p>{WORDS[0]} {WORDS[1]}</p>"
    (comment,) = read(Capture("https://films.example/t/1", page.encode())).comments
    assert (comment.edited, comment.helpful) == ("2024-03-09", "7")
    assert comment.aspects == (("Story", RawRating(raw="9", value="9", best="10")),)
    assert comment.rating == RawRating(raw="8", value="8", best="10")


@pytest.mark.parametrize(
    "note",
    [
        '<span>In reply to <a href="#c1">Mara</a></span>',
        "<p><small>In reply to Mara</small></p>",
        "<div>Replying to @Mara</div>",
        "<em>Als Antwort auf Mara</em>",
        "<em>En réponse à Mara</em>",
        "<em>В ответ на Mara</em>",
        '<div class="to">En respuesta a <a href="/t/1#c1">#1</a></div>',
    ],
)
def test_words_that_say_whom_a_comment_answers(note: str) -> None:
    row = ROW.replace('class="comment"', 'class="comment" id="c{number}"').replace(
        '<div class="text">', '{note}<div class="text">'
    )
    first = row.replace("{note}", "") + "</div>"
    page = "".join(
        (row if k == 2 else first).format(
            name=PEOPLE[k], words=WORDS[k], day=f"{k + 3}.03.2024", number=k + 1, note=note
        )
        + "</div>" * (k == 2)
        for k in range(4)
    )
    markup = f"<html><body><h1>The Lighthouse Keeper</h1><h2>Comments</h2>{page}</body></html>"
    found = read(Capture("https://films.example/t/1", markup.encode())).comments
    assert [(c.parent, c.depth) for c in found] == [(None, 0), (None, 0), ("c1", 1), (None, 0)]
    assert [c.body for c in found] == list(WORDS)
    assert [c.author for c in found] == list(PEOPLE)


@pytest.mark.parametrize("link", ["#reply-form", "#KEEPERSDAY"])
def test_a_link_without_number_leads_to_no_key_without_number(link: str) -> None:
    row = ROW.replace('class="comment"', 'class="comment" data-id="{key}"').replace(
        '<div class="text">', '{note}<div class="text">'
    )
    note = f'<span>In reply to <a href="{link}">Mara</a></span>'
    page = "".join(
        row.format(name=PEOPLE[k], words=WORDS[k], day=f"{k + 3}.03.2024", key=key, note=note * (k == 2)) + "</div>"
        for k, key in enumerate(("lamp", "storm", "door", "shore"))
    )
    markup = f"<html><body><h1>The Lighthouse Keeper</h1><h2>Comments</h2>{page}</body></html>"
    found = read(Capture("https://films.example/t/1", markup.encode())).comments
    assert [c.key for c in found] == ["lamp", "storm", "door", "shore"]
    assert [c.parent for c in found] == [None, None, "lamp", None]


def test_a_stated_parent_without_number_is_no_other_key_without_number() -> None:
    row = ROW.replace('class="comment"', 'class="comment" data-id="{key}" data-parent="{above}"') + "</div>"
    keys, above = ("lamp", "storm", "door", "m4"), ("top", "lamp", "top", "top")
    page = "".join(
        row.format(name=PEOPLE[k], words=WORDS[k], day=f"{k + 3}.03.2024", key=keys[k], above=above[k])
        for k in range(4)
    )
    markup = f"<html><body><h1>The Lighthouse Keeper</h1><h2>Comments</h2>{page}</body></html>"
    found = read(Capture("https://films.example/t/1", markup.encode())).comments
    assert [c.parent for c in found] == [None, "lamp", None, None]
