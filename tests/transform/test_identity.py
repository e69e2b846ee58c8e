"""Which comment is which: found again over nights, made one within a read, never mixed up."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from transform.identity import Known, Merged, Seen, assign_ids, merge_same

LONG = "The second half drags, yet the last ten minutes make up for everything that went before them."
OTHER = "Seen it twice now, and the music alone is worth the ticket."


def seen(key: str, author: str | None, text: str, **more: Any) -> Seen:
    return Seen(key=key, id_from="position", author=author, text=text, **more)


def own(key: str, author: str | None, text: str, **more: Any) -> Seen:
    return Seen(key=key, id_from="site", author=author, text=text, **more)


def ids(new: list[Seen], stored: list[Known] = [], title: str = "t1") -> list[str]:  # noqa: B006
    return assign_ids(new, stored, site_id="s1", title_id=title)


def known(new: list[Seen], stored: list[Known] = []) -> list[Known]:  # noqa: B006
    given = ids(new, stored)
    by_key = dict(zip((comment.key for comment in new), given, strict=True))
    return [
        Known(comment_id, c.author, c.text, by_key.get(c.parent or ""), c.posted)
        for comment_id, c in zip(given, new, strict=True)
    ]


THREAD = [
    seen("0", "Mara", LONG, posted="2025-03-08"),
    seen("1", "Ilo", OTHER, parent="0", posted="2025-03-09"),
    seen("2", None, "Loved it!"),
    seen("3", None, "Loved it!"),
    seen("4", "Mara", "Thanks!", parent="1", posted="2025-03-10"),
    seen("5", "Mara", "Thanks!", parent="2", posted="2025-03-10"),
]


def test_every_comment_of_a_thread_has_an_id_of_its_own() -> None:
    assert len(set(ids(THREAD))) == len(THREAD)
    assert all(len(i) == 24 and int(i, 16) >= 0 for i in ids(THREAD))


def test_the_same_thread_again_has_the_same_ids() -> None:
    assert ids(THREAD, known(THREAD)) == ids(THREAD)


def test_ids_do_not_follow_the_title_of_another_thread() -> None:
    assert not set(ids(THREAD)) & set(ids(THREAD, title="t2"))


@pytest.mark.parametrize(
    "now",
    [
        [replace(c, key=str(50 - int(c.key)), parent=c.parent and str(50 - int(c.parent))) for c in THREAD],
        [replace(c, page=3) for c in THREAD],
        [replace(c, posted=None) for c in THREAD],
        [replace(c, posted=c.posted and f"{c.posted}T08:00") for c in THREAD],
        [replace(c, text=c.text.replace("The second", "Sorry: the second")) for c in THREAD],
        [replace(c, text=c.text.replace("Seen it", "EDIT: seen it") + " And the light!") for c in THREAD],
        [replace(c, text=f"  {c.text.upper()} ") for c in THREAD],
        [replace(c, author=c.author and f" {c.author.lower()}") for c in THREAD],
        [replace(c, text="[withdrawn]") if c.key == "0" else c for c in THREAD],
    ],
    ids=["positions", "page", "no-dates", "date-format", "first-word", "longer", "case", "author-case", "rewritten"],
)
def test_what_changes_nightly_makes_no_new_comment(now: list[Seen]) -> None:
    assert ids(now, known(THREAD)) == ids(THREAD)


def test_a_new_comment_on_top_shifts_nothing() -> None:
    fresh = seen("99", "Ilo", "Just out of the cinema: what a mess, and what fun.", posted="2025-03-11")
    given = ids([fresh, *THREAD], known(THREAD))
    assert given[1:] == ids(THREAD)
    assert given[0] not in given[1:]


def test_another_text_of_the_author_is_another_comment() -> None:
    stored = known([seen("0", "Mara", LONG, posted="2025-03-08")])
    assert ids([seen("0", "Mara", OTHER, posted="2025-04-01")], stored) != [stored[0].comment_id]


def test_another_author_is_another_comment() -> None:
    stored = known([seen("0", "Mara", LONG)])
    assert ids([seen("0", "Ilo", LONG)], stored) != [stored[0].comment_id]


def test_the_likest_wins() -> None:
    a = seen("0", "Mara", "Part one of the series is slow, part two is fine, part three is great.")
    b = seen("1", "Mara", "Part one of the series is slow, part two is better, part three is a wonder to see.")
    stored = known([a, b])
    edited = [replace(b, text=b.text + " Really."), replace(a, text=a.text + " Truly.")]
    assert ids(edited, stored) == [stored[1].comment_id, stored[0].comment_id]


def test_twins_get_ordinals_and_one_less_or_more_touches_no_other() -> None:
    twins = [seen(str(i), "Mara", "First!") for i in range(3)]
    assert len(set(ids(twins))) == 3
    assert set(ids(twins[:2], known(twins))) < set(ids(twins))
    assert set(ids(twins, known(twins[:2]))) > set(ids(twins[:2]))


def test_a_comment_that_was_gone_gets_its_id_back() -> None:
    stored = known(THREAD)
    assert ids([THREAD[0]], stored) == [stored[0].comment_id]


def test_the_site_s_own_id_decides() -> None:
    a = ids([own("c-102938", "Mara", LONG)])
    assert a == ids([own("c-102938", "Mara M.", OTHER, posted="2025-01-01")], known([own("c-102938", "Mara", LONG)]))
    assert a != ids([own("c-102939", "Mara", LONG)], known([own("c-102938", "Mara", LONG)]))


def test_ids_numbered_within_a_thread_do_not_mix_threads() -> None:
    assert ids([own("comment-7", "Mara", LONG)], title="t1") != ids([own("comment-7", "Ilo", OTHER)], title="t2")
    assert ids([own("comment-70315", "Mara", LONG)], title="t1") == ids(
        [own("comment-70315", "Mara", LONG)], title="t2"
    )


def test_a_comment_that_lost_the_site_s_id_is_found_by_its_text() -> None:
    stored = known([own("c-102938", "Mara", LONG), own("c-102939", "Ilo", OTHER)])
    assert ids([seen("0", "Ilo", OTHER), seen("1", "Mara", LONG)], stored) == [
        stored[1].comment_id,
        stored[0].comment_id,
    ]


def test_the_order_of_what_is_stored_is_nothing() -> None:
    stored = known(THREAD)
    now = [replace(c, text=c.text + " Edited.") for c in THREAD]
    given = ids(now, stored)
    for seed in range(10):
        random.Random(seed).shuffle(stored)
        assert ids(now, stored) == given


def test_parents_in_a_circle_do_no_harm() -> None:
    a, b = seen("a", "Mara", LONG, parent="b"), seen("b", "Ilo", OTHER, parent="a")
    circle = [a, b, seen("c", "Ilo", "?", parent="c")]
    assert len(set(ids(circle))) == 3


def texts(merged: list[Merged]) -> list[tuple[str, int]]:
    return [(m.seen.text, len(m.members)) for m in merged]


def test_top_comments_above_the_list_are_the_same_comments() -> None:
    top = seen("0", "Mara", LONG, posted="2025-03-08", list_name="top")
    rest = [replace(c, list_name="all", key=f"a{c.key}", parent=c.parent and f"a{c.parent}") for c in THREAD]
    merged = merge_same([top, *rest])
    assert texts(merged)[0] == (LONG, 2)
    assert len(merged) == len(THREAD)
    assert merged[0].places == (("top", 1), ("all", 1))
    assert merged[1].seen.parent == merged[0].seen.key


def test_pages_that_overlap() -> None:
    pages = [replace(c, page=1) for c in THREAD[:2]] + [replace(THREAD[1], key="0", parent=None, page=2)]
    assert texts(merge_same(pages)) == [(LONG, 1), (OTHER, 2)]


def test_one_id_on_two_pages_is_one_and_two_ids_are_two() -> None:
    assert len(merge_same([own("7", "Mara", LONG), own("7", "Mara", LONG + " Edited.", page=2)])) == 1
    assert len(merge_same([own("7", "Mara", LONG), own("8", "Mara", LONG, page=2)])) == 2


def test_a_copy_without_an_id_joins_the_one_with_it() -> None:
    merged = merge_same([seen("0", "Mara", LONG, list_name="json"), own("c-102938", "Mara", LONG, list_name="page")])
    assert [(m.seen.key, m.seen.id_from) for m in merged] == [("c-102938", "site")]


def test_a_teaser_joins_its_full_text() -> None:
    teaser = seen("0", "Mara", LONG[:70] + "…", list_name="recent")
    full = seen("1", "Mara", LONG, posted="2025-03-08", list_name="all")
    assert texts(merge_same([teaser, full])) == [(LONG, 2)]


@pytest.mark.parametrize(
    "two",
    [
        [seen("0", "Mara", "Loved it!"), seen("1", "Mara", "Loved it!")],
        [seen("0", None, "Loved it!"), seen("0", None, "Loved it!", page=2)],
        [seen("0", "Mara", LONG, posted="2025-03-08"), seen("0", "Mara", LONG, posted="2025-03-09", page=2)],
        [seen("0", "Mara", LONG), seen("0", "Ilo", LONG, page=2)],
    ],
    ids=["twins in one list", "nobody's short words", "other dates", "other authors"],
)
def test_different_comments_stay_two(two: list[Seen]) -> None:
    assert len(merge_same(two)) == 2


def test_merging_and_naming_do_not_follow_the_order_of_pages() -> None:
    pages = [[replace(c, page=n, key=f"{c.key}") for c in THREAD] for n in (1, 2)]
    extra = [seen("9", "Ilo", f"Number {n} of the things that I liked about it.", page=n) for n in (1, 2, 3)]
    given = set()
    for order in ((0, 1), (1, 0)):
        shown = [c for n in order for c in pages[n]] + (extra if order == (0, 1) else extra[::-1])
        merged = [m.seen for m in merge_same(shown)]
        given.add(tuple(sorted(zip(ids(merged), (c.text for c in merged), strict=True))))
    assert len(given) == 1


def test_a_thousand_against_a_thousand_edited_ones() -> None:
    rng = random.Random(7)
    words = [f"w{i}" for i in range(3000)]
    thread = [seen(str(i), None, " ".join(rng.choices(words, k=60))) for i in range(1000)]
    edited = [replace(c, text=f"{c.text} and more") for c in thread]
    assert ids(edited, known(thread)) == ids(thread)
