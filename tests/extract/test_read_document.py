"""Decoding and parsing: one text, many encodings; limits that end a page, not the run."""

from __future__ import annotations

import gc

import pytest

from extract.read import Limits, read, read_links
from extract.read.decoding import decode
from extract.read.document import open_document, soup_of
from extract.records import Capture

FRENCH = "C’était très beau, déjà vu à Évreux"


def page(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("body", "content_type", "encoding", "chosen_by"),
    [
        (FRENCH.encode("utf-8-sig"), "text/html", "utf-8", "bom"),
        (FRENCH.encode("utf-16"), "text/html", "utf-16-le", "bom"),
        (FRENCH.encode(), "text/html; charset=utf-8", "utf-8", "header"),
        (FRENCH.encode("cp1252"), "text/html; charset=windows-1252", "cp1252", "header"),
        (b'<meta charset="utf-8">' + FRENCH.encode(), "text/html", "utf-8", "meta"),
        (b'<meta charset="windows-1252">' + FRENCH.encode("cp1252"), "text/html", "cp1252", "meta"),
        (FRENCH.encode(), "text/html", "utf-8", "guess"),
        (FRENCH.encode("cp1252"), "text/html", "cp1252", "guess"),
        (FRENCH.encode("cp1252"), "text/html; charset=utf-8", "cp1252", "mended"),
        (FRENCH.encode(), "text/html; charset=iso-8859-1", "utf-8", "mended"),
    ],
)
def test_what_chooses_the_encoding(body: bytes, content_type: str, encoding: str, chosen_by: str) -> None:
    decoded = decode(body, content_type)
    assert (decoded.encoding, decoded.encoding_from) == (encoding, chosen_by)
    assert decoded.text.endswith(FRENCH)
    assert decoded.lost == 0


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Очень хороший фильм, советую всем. Музыка прекрасная."),
        ("koi8-r", "Очень хороший фильм, советую всем. Музыка прекрасная."),
        ("cp1250", "Příběh je velmi pěkný, ale herci jsou slabší než v knize."),
        ("cp1250", "Bardzo dobry film, świetna gra aktorów i piękne zdjęcia."),
        ("cp1254", "Çok güzel bir film, oyunculuk çok başarılı, müzikler şahane."),
        ("cp1253", "Πολύ καλή ταινία, τη συνιστώ σε όλους."),
        ("cp1255", "סרט מצוין, מומלץ לכולם"),
        ("cp932", "とても面白い映画でした。もう一度見たいと思います。"),
        ("euc_jp", "とても面白い映画でした。もう一度見たいと思います。"),
        ("gb18030", "非常好看的电影，推荐大家去看。演员的表演很出色。"),
        ("cp949", "정말 재미있는 영화였습니다. 다시 보고 싶어요."),
        ("cp1252", "It’s a film — the “best” one I’ve seen."),
        ("cp1252", "Schöner Film, für Kinder größtenteils geeignet."),
    ],
)
def test_undeclared_charsets(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.encoding, decoded.text) == (encoding, text)


def test_a_few_bad_bytes_do_not_change_the_charset() -> None:
    decoded = decode(FRENCH.encode() * 5 + b"\xff", "text/html; charset=utf-8")
    assert (decoded.encoding, decoded.lost) == ("utf-8", 1)


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (b"<!doctype html><p>x", "", "html"),
        (b"<!doctype html><p>x", "text/plain", "html"),
        (b"Comments (1)\n08/03/25", "text/html", "text"),
        (b"x < y and y > z", "text/plain", "text"),
        (b'{"a": [1]}', "text/html", "json"),
        (b"[1, 2", "", "text"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "", "xml"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html><p>x</html>', "", "html"),
        (b"", "", "text"),
    ],
)
def test_kinds(body: bytes, content_type: str, kind: str) -> None:
    assert open_document(Capture("", body, headers=(("Content-Type", content_type),))).kind == kind


def test_200_levels_of_replies_are_all_kept() -> None:
    nested = "".join(f"<div class=reply><p>level {i}</p><div><div>" for i in range(200))
    document = open_document(Capture("", page(nested)))
    assert len(document.root.find_class("reply")) == 200
    assert document.errors == []


def test_deeper_than_the_parser_goes_is_read_another_way() -> None:
    document = open_document(Capture("", page("".join(f"<div>{i} " for i in range(3000)))))
    assert sum(1 for _ in document.root.iter("div")) == 3000
    assert document.errors == []


def test_a_slash_does_not_close_a_box_whose_end_tag_stands_further_on() -> None:
    words = '<li class="words" /><div class="said" />I was there.</div></li>'
    post = f'<ul class="post"><li class="head">Ann, 3 March</li>{words}</ul>'
    root = open_document(Capture("", page(post * 3))).root
    assert [[child.get("class") for child in ul] for ul in root.iter("ul")] == [["head", "words"]] * 3
    assert [div.text for div in root.iter("div")] == ["I was there."] * 3


def test_a_slash_closes_a_box_that_was_left_empty() -> None:
    root = open_document(Capture("", page("<div class='gap' /><div>I was there.</div></li>"))).root
    assert [(len(div), div.text) for div in root.iter("div")] == [(0, None), (0, "I was there.")]


def test_100_000_nested_divs_end_in_a_reject() -> None:
    extraction = read(Capture("", page("<div>" * 100_000)))
    assert [r.reason for r in extraction.rejects] == ["read/too-deep"]
    assert extraction.status == "unreadable"


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(bytes=1000), "read/too-big"),
        (Limits(nodes=50), "read/too-many-nodes"),
        (Limits(seconds=0.0), "read/too-slow"),
    ],
)
def test_limits(limits: Limits, reason: str) -> None:
    body = page("<h1>Name</h1>" + "<div class=comment><b>Ada</b> <time>2024-01-02</time><p>Some words.</p></div>" * 300)
    extraction = read(Capture("", body), limits=limits)
    assert reason in [r.reason for r in extraction.rejects]
    assert extraction.status == "unreadable"


def test_too_many_comments_keep_the_first() -> None:
    text = "Comments (30)\n" + "".join(f"0{1 + i % 9}/03/2025 10:00\nWords {i}.\n" for i in range(30))
    extraction = read(Capture("", text.encode()), limits=Limits(comments=10))
    assert len(extraction.comments) == 10
    assert [r.reason for r in extraction.rejects] == ["read/too-many-comments"]


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        ('<html lang="de-AT"><p>x', "de-AT"),
        ('<html xml:lang="fr"><p>x', "fr"),
        ('<html><head><meta property="og:locale" content="pt_BR"></head><p>x', "pt-BR"),
        ('<html lang=""><p>x', None),
        ("<html><p>x", None),
    ],
)
def test_language(markup: str, language: str | None) -> None:
    assert open_document(Capture("", markup.encode())).language == language


def test_links_are_made_absolute_to_the_base() -> None:
    document = open_document(Capture("https://films.test/a/b", b'<html><head><base href="/c/"></head><p>x</html>'))
    assert document.absolute("d?e=1") == "https://films.test/c/d?e=1"
    assert document.absolute("javascript:void(0)") is None
    assert document.absolute("http://[") is None


def test_a_hook_receives_a_beautifulsoup_tag() -> None:
    document = open_document(Capture("", page("<div class=c>a <b>b</b></div>")))
    tag = soup_of(document.root.find_class("c")[0])
    assert (tag.name, tag.get_text(), tag.b.get_text() if tag.b else None) == ("div", "a b", "b")


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("body", [b"<p>Words</p>", b"\xff\xfe\x00", b""])
def test_the_garbage_collector_is_left_as_it_was(on: bool, body: bytes) -> None:
    was_on = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        read(Capture("", body))
        assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()


@pytest.mark.parametrize("url", ["http://[bad", "https://[::1/film", "//[/"])
def test_a_page_whose_address_is_none_is_read_without_one(url: str) -> None:
    capture = Capture(url, b"<h1>The Sea Door</h1><p>A film.</p><a href='?page=2'>Next</a>")
    page = read(capture)
    assert (page.url, page.title.name) == ("", "The Sea Door")
    assert [reject.reason for reject in page.rejects] == ["read/no-address"]
    assert read_links(capture).next_pages == ("?page=2",)
