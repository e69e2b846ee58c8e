"""Likeness of texts and clusters of copies, against plain Python."""

from __future__ import annotations

import random
import re
import unicodedata
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform.duplicates import (
    BANDS,
    Copy,
    Edge,
    Member,
    Shingled,
    Signatures,
    cluster_copies,
    compare,
    without_boilerplate,
)
from transform.duplicates import shingle as shingle_column
from transform.duplicates import sign as sign_column
from transform.repeats.tokens import UNSPACED

WORDS = [
    f"{a}{b}" for a in ("lan", "tor", "mi", "sae", "do", "kri", "bel", "o") for b in ("n", "ta", "rro", "sk", "ve")
]


def shingle(texts: list[str]) -> Shingled:
    return shingle_column(pa.array(texts, pa.string()))


def sign(texts: list[str]) -> Signatures:
    return sign_column(pa.array(texts, pa.string()))


def text_of(rng: random.Random, words: int) -> list[str]:
    return [f"{rng.choice(WORDS)}{rng.randrange(200)}" for _ in range(words)]


def plain_set(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", text.casefold())
    return frozenset(tuple(words[i : i + 3]) for i in range(max(1, len(words) - 2))) if words else frozenset()


SHORT = st.lists(st.sampled_from(["a", "B", "c.", "d,", "É", "ß", "x1", "--", "\n"]), max_size=12).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(SHORT, min_size=2))
def test_likeness_is_that_of_the_sets_of_shingles(texts: list[str]) -> None:
    pairs = [(i, j) for i in range(len(texts)) for j in range(i)]
    likeness = compare(shingle(texts), [i for i, _ in pairs], [j for _, j in pairs])
    for (i, j), similarity, rule in zip(pairs, likeness.similarity, likeness.rules, strict=True):
        a, b = plain_set(texts[i]), plain_set(texts[j])
        expected = len(a & b) / len(a | b) if a | b else 0.0
        if rule:
            assert similarity == pytest.approx(expected)
        assert (rule in ("near", "exact")) == (expected >= 0.8)


def test_long_texts_are_compared_like_short_ones() -> None:
    rng = random.Random(1)
    base = text_of(rng, 400)
    texts = [" ".join(base), " ".join(base[:300]), " ".join(base + text_of(rng, 80)), " ".join(text_of(rng, 400))]
    pairs = [(0, 1), (0, 2), (1, 2), (0, 3)]
    likeness = compare(shingle(texts), [i for i, _ in pairs], [j for _, j in pairs])
    assert likeness.rules.tolist() == ["contained", "near", "contained", ""]
    assert likeness.containment[:3].tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    "other",
    [
        "the ship, it SANK; and nobody was saved!",
        "  The ship\nit sank and\tnobody was saved",
        "Ｔｈｅ ship it sank — and nobody was saved…",
    ],
)
def test_case_width_space_and_punctuation_do_not_count(other: str) -> None:
    likeness = compare(shingle(["The ship it sank and nobody was saved.", other]), [0], [1])
    assert likeness.rules.tolist() == ["exact"]


def test_the_order_of_words_counts() -> None:
    assert compare(shingle(["one two three four", "four three two one"]), [0], [1]).rules.tolist() == [""]


def test_scripts_without_spaces_are_compared_by_signs() -> None:
    text = "这部电影的画面非常漂亮音乐也很好听可惜结局太仓促让人觉得导演没有时间把故事讲完"
    likeness = compare(
        shingle([text, text[:-1] + "好", text[:24], "完全不同的一部作品没有任何相似之处"]), [0, 0, 0], [1, 2, 3]
    )
    assert likeness.rules.tolist() == ["near", "contained", ""]


def test_a_short_text_inside_another_is_no_cut() -> None:
    rng = random.Random(2)
    base = text_of(rng, 60)
    texts = [" ".join(base), " ".join(base[:19]), " ".join(base[:20])]
    assert compare(shingle(texts), [0, 0], [1, 2]).rules.tolist() == ["", "contained"]


def test_the_same_text_has_the_same_signatures_in_any_company() -> None:
    rng = random.Random(3)
    texts = ["\n".join(" ".join(text_of(rng, 30)) for _ in range(3)) for _ in range(200)]
    alone = sign(texts[:1])
    last = sign([*texts[1:], "", texts[0]])
    assert alone.band_key.tolist() == last.band_key[-BANDS:].tolist()
    assert alone.mark_key.tolist() == last.mark_key[last.mark_text == 200].tolist()
    assert alone.block_key.tolist() == last.block_key[last.block_text == 200].tolist()
    assert alone.digests[0] == last.digests[200]
    assert len(alone.block_key) == 3


FIXED_DIGEST, FIXED_BANDS, FIXED_MARKS = 12671165901351604467, 1873117415, 201817352


def test_signatures_are_fixed_numbers() -> None:
    """Stored indexes hold them: whoever changes them must change the index's layout too."""
    signed = sign(
        [
            "The ship sank, and nobody was saved.\n"
            "Nobody was ever found again, they say, not even the old cat that slept below."
        ]
    )
    assert int(signed.digests[0]) == FIXED_DIGEST
    assert int(np.bitwise_xor.reduce(signed.band_key)) == FIXED_BANDS
    assert int(np.bitwise_xor.reduce(signed.mark_key)) == FIXED_MARKS


FOLDED = ["Ab", "É", "é", "Ｗ", "ß", "ﬁ", "²", "x̂", "e\u0301", "İ", "ς", "Σ", "각", "각", "漢字", "ｶﾞ", "カ", "ไทย", "…"]
FOLDED += [
    "_",
    "a_b",
    "’",
    "´",
    "\u200d",
    "€5",
    "ǅ",
    "😀",
    "\x00",
    "\n",
    "x" * 9,
    "y" * 80,
    "z" * 200,
    "한국어",
    "ก็",
    "™",
    "नमस्ते",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from(FOLDED), max_size=12), min_size=1, max_size=5), st.sampled_from(["", " "]))
def test_words_are_those_of_the_folded_text(drawn: list[list[str]], glue: str) -> None:
    texts = [glue.join(parts) for parts in drawn]
    plain = [unicodedata.normalize("NFKC", text).casefold() for text in texts]
    words = [
        re.findall(f"[{UNSPACED}]|(?:(?![{UNSPACED}])(?!_)[\\w\\u0300-\\u036f\\u0900-\\u097f])+", text)
        for text in plain
    ]
    signed = sign(texts)
    assert signed.words.tolist() == [len(found) for found in words]
    assert signed.digests.tolist() == [int(sign([" ".join(found)]).digests[0]) for found in words]


def test_texts_without_words_are_like_nothing() -> None:
    signed = sign(["", "...", "!?", "a"])
    assert set(signed.band_text.tolist()) == {3}
    assert compare(shingle(["", "..."]), [0], [1]).rules.tolist() == [""]


def copy(number: int, body: str | None = None, **more: Any) -> Copy:
    values = {"author": f"author {number}", "site_id": "s1", "day": f"2025-01-{number + 1:02d}", "words": 50} | more
    return Copy(f"c{number}", body or f"b{number}", **values)


def near(a: str, b: str, similarity: float = 0.9) -> Edge:
    return Edge(a, b, similarity, similarity, "near")


def told(members: list[Member]) -> list[tuple[str, str, str]]:
    return [(m.comment_id, m.canonical_comment_id, m.rule) for m in members]


def test_the_earliest_is_copied_and_the_longest_of_one_day() -> None:
    edges = [near("b0", "b1"), near("b1", "b2"), near("b0", "b2")]
    comments = [copy(0, day="2025-03-01"), copy(1, day="2025-02-01"), copy(2, day="2025-02-01", words=60)]
    assert told(cluster_copies(edges, comments)) == [("c0", "c2", "near"), ("c1", "c2", "near")]


def test_no_chain_joins_strangers() -> None:
    edges = [near("b0", "b1", 0.85), near("b1", "b2", 0.85), near("b2", "b3", 0.85)]
    assert told(cluster_copies(edges, [copy(i) for i in range(4)])) == [("c1", "c0", "near"), ("c3", "c2", "near")]


def test_what_two_small_steps_reach_is_near_for_certain() -> None:
    edges = [near("b0", "b1", 0.95), near("b1", "b2", 0.9)]
    members = cluster_copies(edges, [copy(i) for i in range(3)])
    assert told(members) == [("c1", "c0", "near"), ("c2", "c0", "near")]
    assert members[1].similarity == pytest.approx(0.85)


def test_one_text_under_several_comments() -> None:
    assert told(cluster_copies([], [copy(0, "b"), copy(1, "b"), copy(2, "x")])) == [("c1", "c0", "exact")]


@pytest.mark.parametrize(
    ("comments", "copies"),
    [
        ([copy(0, "b", words=7), copy(1, "b", words=7)], 0),
        ([copy(0, "b", words=8), copy(1, "b", words=8)], 1),
        ([copy(0, "b", words=2, author="Mara"), copy(1, "b", words=2, author="mara ")], 1),
        ([copy(0, "b", words=2, author="Mara"), copy(1, "b", words=2, author="Mara", site_id="s2")], 0),
        ([copy(0, "b", words=2, author="Guest"), copy(1, "b", words=2, author="Guest")], 0),
        ([copy(0, "b", words=2, author=None), copy(1, "b", words=2, author=None)], 0),
    ],
)
def test_few_words_are_copied_by_their_author_only(comments: list[Copy], copies: int) -> None:
    assert len(cluster_copies([], comments)) == copies


def contained(a: str, b: str) -> Edge:
    return Edge(a, b, 0.5, 1.0, "contained")


def test_a_later_part_is_a_cut_and_a_later_whole_is_a_copy_of_its_author_only() -> None:
    cut = cluster_copies([contained("b0", "b1")], [copy(0, words=80), copy(1, words=40)])
    assert told(cut) == [("c1", "c0", "cut")]
    quote = cluster_copies([contained("b0", "b1")], [copy(0, words=40), copy(1, words=80)])
    assert told(quote) == []
    guests = [copy(0, words=40, author="guest"), copy(1, words=80, author="guest")]
    assert told(cluster_copies([contained("b0", "b1")], guests)) == []
    edited = [copy(0, words=40, author="Mara"), copy(1, words=80, author="mara")]
    assert told(cluster_copies([contained("b0", "b1")], edited)) == [("c1", "c0", "extended")]


def test_what_extends_a_text_and_is_copied_leads_its_own_copies() -> None:
    edges = [contained("b0", "b1"), contained("b0", "b2"), near("b1", "b2")]
    comments = [copy(0, words=40, author="m"), copy(1, words=80, author="m"), copy(2, words=81, author="m")]
    assert told(cluster_copies(edges, comments)) == [("c2", "c1", "near")]


def test_clusters_do_not_follow_the_order_of_what_is_given() -> None:
    rng = random.Random(5)
    edges = [Edge("b0", "b9", 1.0, 1.0, "exact")]
    for a in range(30):
        for b in range(a + 1, 30):
            if rng.random() < 0.15:
                edges.append(
                    near(f"b{a}", f"b{b}", 0.8 + rng.random() / 5)
                    if rng.random() < 0.6
                    else contained(f"b{a}", f"b{b}")
                )
    comments = [copy(i, day=f"2025-01-{rng.randrange(1, 9):02d}", words=rng.randrange(6, 60)) for i in range(30)]
    expected = cluster_copies(edges, comments)
    assert len(expected) > 10
    assert len({member.comment_id for member in expected}) == len(expected)
    for _ in range(10):
        rng.shuffle(edges)
        rng.shuffle(comments)
        assert cluster_copies(edges, comments) == expected


def test_a_shared_notice_is_no_likeness_of_its_own() -> None:
    notice = {"n": 40}
    marked = {"a": notice, "b": notice}
    assert not without_boilerplate(near("a", "b", 0.82), marked, {"a": 44, "b": 45})
    assert without_boilerplate(near("a", "b", 0.95), marked, {"a": 200, "b": 200})
    assert without_boilerplate(near("a", "b", 0.82), {"a": notice}, {"a": 44, "b": 45})


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0344\u0f73"])
def test_no_character_carries_marks_without_end(marks: str) -> None:
    some, many = (shingle([f"one two tre{marks * count} four", "one two three"]) for count in (1_000, 45_000))
    assert some.values.tolist() == many.values.tolist()
