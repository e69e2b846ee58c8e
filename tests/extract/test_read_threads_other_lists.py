"""Lists that have days, names and words as threads have, and are none."""

# ruff: noqa: E501  (markup stays on the lines that it is written on)

from __future__ import annotations

from extract.read import read
from extract.records import Capture

NAMES = ("The Lamp", "Salt", "A Door in the Sea", "Harbour Lights", "Nine Pins", "Orrin Deep")
WORDS = "A keeper waits for the last ship of the year, and nobody tells him that it has come."


def count(rows: str, head: str = "<h2>Books of the month</h2>", box: str = "div") -> int:
    page = f"<html lang='en'><body><h1>Shelf</h1>{head}<{box} class='list'>{rows}</{box}></body></html>"
    return len(read(Capture("https://shelf.example/month", page.encode())).comments)


def goods(price: str) -> str:
    return "".join(
        f'<div class="row-x"><img src="{n}.jpg"><b class="x-name"><a href="/{n}">{name}</a></b><div class="x-author">by <a href="/author/{n}">Ann Orrin</a></div><i class="x-day">13.04.2020</i><span class="x-score">4.5 / 5</span><p>{WORDS} {name}.</p>{price}</div>'
        for n, name in enumerate(NAMES)
    )


def test_goods_have_prices() -> None:
    assert count(goods("<b><span>49</span><span>,99</span> zł</b><a>Compare</a>")) == 0
    assert count(goods("<b>€ 12.50</b>")) == 0


def test_a_price_in_a_comment_or_two_is_no_shop() -> None:
    rows = "".join(
        f'<div class="x"><a href="/user/{n}">{name}</a> <i>13.04.2020</i><p>{WORDS} {name}{" for 12 €" if n < 2 else ""}.</p><a>Reply</a></div>'
        for n, name in enumerate(("Mara", "Tom", "Ilse", "Jean", "Oksana"))
    )
    assert count(rows, "<h2>Comments</h2>") == 5


def test_boards_count_their_posts() -> None:
    rows = "".join(
        f'<tr id="board_{n}" class="rowbg"><td><img src="off.png"></td><td class="info"><a class="subject" href="?board={n}">{name}</a><p>{WORDS}</p></td><td class="stats"><p>{n + 12} posts<br>{n + 3} topics</p></td><td class="lastpost"><b>Last post</b> in <a href="?topic={n}">Re: the lamp</a><br>on 2 December 2021, 20:05</td></tr>'
        for n, name in enumerate(NAMES)
    )
    assert count(rows, "<h3>Films</h3>", "table") == 0


def test_reviews_of_other_titles_beside_a_page_without_comments() -> None:
    rows = "".join(
        f'<li class="last-review"><a href="/film/{n}"><img src="x.jpg"></a><a class="movie" href="/film/{n}/x">{name}</a><span class="lr-user"><a href="/user/{n}">Mara{n}</a></span> <span class="lr-date">{n + 2} hours ago</span><span class="lr-point">{n + 3}/10</span><p class="lr-text">{WORDS} {name}</p></li>'
        for n, name in enumerate(NAMES)
    )
    aside = f"<aside><h3>Recent comments</h3><ul>{rows}</ul></aside>"
    assert count(aside, "<section><h2>Comments</h2><p>No comments yet</p></section>") == 0
