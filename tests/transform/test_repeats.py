"""Repeated text inside one comment: what goes, what stays, and that nothing is lost."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform.repeats import SplitBody, count_words, split_body
from transform.repeats.tokens import LINE, SENTENCE, tokenise

OPENING = "I went in with no idea of what the story would be, and that was the best thing I could have done."
MIDDLE = (
    "The captain is the weak point. She is written as if nobody had decided whether she is brave or only stubborn, "
    "and the actress cannot save what the script forgot.\n"
    "The sound, though! Every door in that station has its own voice, and after an hour you know where you are by ear."
)
ENDING = "Watch it with good headphones, late, and do not read anything about it before."
RATED = re.compile(r"^Score: .*$", re.MULTILINE)


def split(raw: str, **shown: Any) -> SplitBody:
    return split_body(raw, rating_spans=[match.span() for match in RATED.finditer(raw)], **shown)


def removed(body: SplitBody) -> list[tuple[str, str]]:
    return [(r.kind, r.text) for r in body.repeats if r.start < r.end and r.kind != "quote"]


def test_tail_shown_again_with_its_rating_line() -> None:
    tail = f"{MIDDLE}\n{ENDING}\nScore: 9/10"
    raw = f"{OPENING}\n{tail}\n{tail}"
    body = split(raw)
    assert removed(body) == [("tail", tail)]
    assert body.cleaned == f"{OPENING}\n{MIDDLE}\n{ENDING}"
    assert [raw[a:b] for a, b in body.ratings] == ["Score: 9/10"]
    (repeat,) = body.repeats
    assert raw[repeat.kept_start : repeat.kept_end] == tail
    assert repeat.start == len(OPENING) + 1 + len(tail) + 1


def test_another_rating_inside_a_repeat_is_no_copy() -> None:
    raw = f"{OPENING}\n{MIDDLE}\nScore: 9/10\n{MIDDLE}\nScore: 3/10"
    body = split(raw)
    assert removed(body) == [("tail", MIDDLE)]
    assert [raw[a:b] for a, b in body.ratings] == ["Score: 9/10", "Score: 3/10"]


@pytest.mark.parametrize(
    ("kind", "taken", "raw"),
    [
        ("whole", MIDDLE, f"{MIDDLE}\n{MIDDLE}"),
        ("whole", OPENING, f"{OPENING} {OPENING}"),
        ("whole", f"{OPENING}\n{MIDDLE}", f"{OPENING}\n{MIDDLE}\nShow less\n{OPENING}\n{MIDDLE}"),
        ("tail", ENDING, f"{MIDDLE}\n{ENDING}\n{ENDING}"),
        ("tail", f"{MIDDLE}\n{ENDING}", f"{MIDDLE}\n{ENDING}\n{OPENING}\n{MIDDLE}\n{ENDING}"),
        ("preview", f"{OPENING[:60]}…", f"{OPENING[:60]}…\n{OPENING}\n{MIDDLE}"),
        ("preview", f"{OPENING[:60]}...", f"{OPENING[:60]}... {OPENING}\n{MIDDLE}"),
        ("preview", f"{OPENING[:31]}… Read more", f"{OPENING[:31]}… Read more\n{OPENING}"),
        ("preview", f"{OPENING[:31]}…\nLire la suite", f"{OPENING[:31]}…\nLire la suite\n{OPENING}"),
        ("preview", f"{OPENING[:60]}... [Weiterlesen »]", f"{OPENING[:60]}... [Weiterlesen »] {OPENING}"),
        ("preview", OPENING, f"{OPENING}\n{OPENING}\n{MIDDLE}"),
        ("preview", f"{OPENING[:70]}...", f"{OPENING}\n{MIDDLE}\n{OPENING[:70]}..."),
        ("markup", f"<p>{OPENING}</p>", f"{OPENING}\n<p>{OPENING}</p>"),
        ("markup", f"<p>It&#39;s so: {OPENING}<br/></p>", f"<p>It&#39;s so: {OPENING}<br/></p>\nIt's so: {OPENING}"),
    ],
)
def test_one_copy_goes(kind: str, taken: str, raw: str) -> None:
    body = split(raw)
    assert [k for k, _ in removed(body)] == [kind]
    assert "".join(removed(body)[0][1].split()).removesuffix("Showless").removeprefix("Showless") == "".join(
        taken.split()
    )


@pytest.mark.parametrize(
    "again",
    [
        "i liked it really; it’s the ending that counts, and everything before leads to it",
        "I liked it, really: it's the ending that COUNTS... and everything before leads to it!!!",
        "\u202bI liked it,\u200b really - it's the ending that “counts”, and everything before leads to it.\u202c",
    ],
)
@pytest.mark.parametrize("glue", ["\n", " "])
def test_the_whole_text_again_with_other_punctuation(again: str, glue: str) -> None:
    told = "I liked it, really - it's the ending that counts, and everything before leads to it."
    assert [kind for kind, _ in removed(split(told + glue + again))] == ["whole"]


def test_lines_that_each_stand_twice() -> None:
    lines = [OPENING, ENDING, *MIDDLE.split("\n")]
    body = split("\n".join(line for line in lines for _ in range(2)))
    assert body.cleaned == "\n".join(lines)
    assert [k for k, _ in removed(body)] == ["whole"] * 4


def test_text_without_spaces() -> None:
    text = "这部电影的画面非常漂亮，音乐也很好听。可惜结局太仓促，让人觉得导演没有时间把故事讲完。"
    assert split(f"{text}\n{text}").cleaned == text
    assert removed(split(f"{text[:16]}…展开全文\n{text}")) == [("preview", f"{text[:16]}…展开全文")]


@pytest.mark.parametrize(
    "raw",
    [
        "Never again. Never again. Never again!",
        "All work and no play makes Jack a dull boy. All work and no play makes Jack a dull boy.",
        "I really want more. I really want more of this!",
        "Bring back the bells\nBring back the bells\nLet the tide come over the wall\n" * 3,
        # a song that ends in its chorus, twice
        "Morning on the harbour road\nAll the lamps are going low\nCarry me over the water\nCarry me home again\n"
        "Evening on the harbour wall\nNobody is there at all\nCarry me over the water\nCarry me home again\n"
        "Carry me over the water\nCarry me home again",
        "Pros:\n- the cast\n- the sets\nCons:\n- the end\nPros of season two:\n- the cast\n- the sets\n- the score",
        "Episode 1: 8/10, slow but fine\nEpisode 2: 8/10, slow but fine\nEpisode 3: 8/10, slow but fine",
        "What did they do to the ending... What did they do to the ending, I ask you, after ten good years of it?",
        "He goes back. He always goes back. That is the film: he goes back, and she does not, and he goes back.",
        f"{MIDDLE} {MIDDLE} {MIDDLE} {MIDDLE} {MIDDLE}",
    ],
)
def test_what_people_repeat_on_purpose_stays(raw: str) -> None:
    body = split(raw)
    assert body.repeats == ()
    assert body.cleaned == "\n".join(line.strip() for line in raw.split("\n") if line.strip())


def test_quotes_are_marked_and_kept() -> None:
    raw = f"{ENDING}\nNo. With a friend, and in the afternoon."
    body = split(raw, quotes=[ENDING])
    assert body.cleaned == raw
    (quote,) = body.repeats
    assert (quote.kind, quote.text) == ("quote", ENDING)
    assert (quote.kept_start, quote.kept_end) == (quote.start, quote.end)


def test_the_same_quote_twice_stays() -> None:
    raw = f"{MIDDLE}\nNo!\n{MIDDLE}\nStill no."
    assert removed(split(raw, quotes=[MIDDLE, MIDDLE])) == []


def test_lines_with_a_quote_sign_are_quotes() -> None:
    body = split(f"> {ENDING}\nNo headphones here.")
    assert [(r.kind, r.text) for r in body.repeats] == [("quote", f"> {ENDING}")]


def test_preview_and_headline_beside_the_body_are_said_to_be_cuts_of_it() -> None:
    raw = f"{OPENING}\n{ENDING}"
    body = split(raw, preview=f"{OPENING[:33]}… read more", headline=f"{OPENING[:20]}...")
    assert body.cleaned == raw
    assert {(r.kind, r.start == r.end, raw[r.kept_start : r.kept_end]) for r in body.repeats} == {
        ("preview", True, "I went in with no idea of what the"),
        ("headline", True, "I went in with no idea"),
    }


def test_a_headline_of_its_own_is_no_repeat() -> None:
    assert split(f"{OPENING}\n{ENDING}", headline="A station with a voice").repeats == ()


def test_the_headline_again_in_the_body() -> None:
    headline = OPENING[:25]
    assert removed(split(f"{headline}\n{OPENING}", headline=headline)) == [("headline", headline.strip())]


def test_the_page_s_own_preview_may_be_short() -> None:
    assert removed(split(f"{OPENING[:11]}\n{OPENING}", preview=OPENING[:11])) == [("preview", OPENING[:11].strip())]
    assert removed(split(f"{OPENING[:11]}\n{OPENING}")) == []


@pytest.mark.parametrize("raw", ["", " ", "\n\n", "\x00", "\ud800 alone", "a" * 300_000, "x. " * 60_000, "<" * 5_000])
def test_anything_is_split(raw: str) -> None:
    assert_whole(raw, split(raw))


WORDS = st.sampled_from(
    ["one day", "the ship", "…", "Read more", "again.", "I said!", "> quoted", "<br>", "&amp;", "漢字"]
)
LINES = st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=5)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=3), st.integers(0, 3), st.data())
def test_spans_give_back_the_raw_text(blocks: list[list[str]], copies: int, data: st.DataObject) -> None:
    lines = [line for block in blocks for line in block]
    raw = "\n".join(lines + lines[-copies:] * copies + ["Score: 1/2"] * (copies % 2) + lines)
    spans = [match.span() for match in RATED.finditer(raw)]
    shown = data.draw(st.one_of(st.none(), st.just(raw[:20])))
    body = split_body(raw, preview=shown, headline=shown, quotes=lines[:1], rating_spans=spans)
    assert_whole(raw, body)


WORDS = st.lists(
    st.sampled_from(["captain", "station", "winter", "letter", "the", "read", "more"]), min_size=1, max_size=9
)
SENTENCES = st.builds(
    "{}{}{}".format, WORDS.map(" ".join), st.sampled_from(["", ".", "!", "…", "..."]), st.sampled_from([" ", "\n"])
)


@settings(max_examples=400)
@given(st.data())
def test_the_cheap_look_refuses_nothing_that_a_rule_takes(data: st.DataObject) -> None:
    sentences = data.draw(st.lists(SENTENCES, min_size=1, max_size=4))
    order = data.draw(st.lists(st.integers(0, len(sentences) - 1), max_size=12))
    raw = "".join(sentences[index] for index in [*range(len(sentences)), *order]).strip()
    headline = data.draw(st.one_of(st.none(), st.just(raw[:25])))
    found = split_body(raw, headline=headline)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("transform.repeats.split.may_repeat", lambda *_: True)
        assert split_body(raw, headline=headline) == found


def assert_whole(raw: str, body: SplitBody) -> None:
    taken = [(r.start, r.end) for r in body.repeats if r.kind != "quote" and r.start < r.end]
    spans = sorted([*body.kept, *body.ratings, *taken])
    ended = 0
    for start, end in spans:
        assert ended <= start < end
        assert not raw[ended:start].strip()
        ended = end
    assert not raw[ended:].strip()
    assert "".join(body.cleaned.split()) == "".join("".join(raw[a:b] for a, b in body.kept).split())
    for repeat in body.repeats:
        if repeat.start < repeat.end:
            assert raw[repeat.start : repeat.end] == repeat.text


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("aÉß1 _.!?…'’—\n\t\r\x85\xa0²İж漢"), max_size=40))
def test_words_stand_where_their_tokens_say(raw: str) -> None:
    tokens = tokenise(raw, ())
    folded = raw.casefold() if len(raw.casefold()) == len(raw) else raw.lower() if len(raw.lower()) == len(raw) else raw
    words = [match.span() for match in re.finditer("漢|(?:(?![_漢])\\w)+", folded)]
    assert list(zip(tokens.starts, tokens.ends, strict=True)) == words
    assert tokens.keys == [folded[start:end] for start, end in words]
    gaps = ["\n", *(raw[end:start] for (_, end), (start, _) in pairwise(words))][: len(words)]
    begins = [LINE if "\n" in gap else SENTENCE if set(gap) & set(".!?…") else 0 for gap in gaps]
    assert tokens.breaks == {index: what for index, what in enumerate(begins) if what}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("It's a well-made film - 9/10 !", 5),
        ("😀 😀 😀\nwow… *** --", 1),
        ("这部电影真的非常好看", 6),
        ("我看了 Nosferatu 两遍", 4),
        ("ฉันชอบหนังเรื่องนี้", 12),
        ("ไม่ดี", 3),
        ("영화가 정말 좋았어요", 3),
        ("😀" * 100_000, 0),
    ],
)
def test_words_are_counted_in_scripts_without_spaces_too(text: str, words: int) -> None:
    assert count_words(text) == words
