"""Copied comments, from texts to clusters: whatever the order, the batches and the accidents."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pytest

from flows.duplicates import block_texts, boilerplate, cluster, complete_index, find_duplicates, settle
from warehouse.staging import STAGED

COMMENT = pa.schema(
    [(name, pa.string()) for name in ("comment_id", "body_id", "author", "site_id")]
    + [("posted_date", pa.date32()), ("first_seen", pa.timestamp("us", tz="UTC")), ("words", pa.int32())]
)
RNG = random.Random(11)
STOCK = ["the", "best", "thing", "about", "it", "is", "that"]


def words(count: int) -> list[str]:
    return [f"{RNG.choice(('ka', 'lo', 'mer', 'tin', 'u'))}{RNG.randrange(3000)}" for _ in range(count)]


def paragraphs(text: list[str]) -> str:
    return "\n".join(" ".join(text[i : i + 25]) for i in range(0, len(text), 25))


def corpus() -> dict[str, str]:
    """Texts by body id: unlike ones, and of some a recased, an edited, a cut and a quoting copy."""
    texts = []
    for number in range(120):
        base = words(40 + number % 50) + (STOCK if number % 3 == 0 else []) + words(10)
        texts.append(paragraphs(base))
        if number % 4 == 0:
            edited = list(base)
            edited[number % 30 + 5] = "changed"
            texts += [paragraphs(base).upper(), paragraphs(edited), " ".join(base[: len(base) * 2 // 3]) + "…"]
            texts.append(paragraphs(base) + "\n" + " ".join(words(45)))
    return {f"{number:03d}{RNG.randrange(10**9):09d}": text for number, text in enumerate(texts)}


TEXTS = corpus()
DAYS = {body_id: date(2025, 1, 1 + RNG.randrange(28)) for body_id in TEXTS}


def table(body_ids: list[str]) -> pa.Table:
    return pa.table({"body_id": body_ids, "cleaned": [TEXTS[body_id] for body_id in body_ids]})


def stored(body_ids: list[str]) -> Callable[[list[str]], pa.Table]:
    return lambda asked: table([body_id for body_id in asked if body_id in set(body_ids)])


def comments(body_ids: list[str]) -> pa.Table:
    rows = [
        {
            "comment_id": f"c{body_id}",
            "body_id": body_id,
            "author": f"author {int(body_id, 36) % 60}",
            "site_id": "s",
            "posted_date": DAYS[body_id],
            "first_seen": None,
            "words": len(TEXTS[body_id].split()),
        }
        for body_id in body_ids
    ]
    return pa.Table.from_pylist(rows, COMMENT)


def run(path: Path, batches: list[list[str]]) -> tuple[pa.Table, pa.Table]:
    """Some nights' edges and the last one's assignment, as the warehouse would hold them."""
    held: list[str] = []
    known: list[str] = []
    edges = STAGED["duplicate_edge"].empty_table()
    ends = ["body_id_a", "body_id_b"]
    for batch in batches:
        held += batch
        found = find_duplicates(table(batch), stored(held), path)
        every, fresh, withdrawn = settle(edges, found, table(batch), path)
        edges = pa.concat_tables([edges.join(withdrawn, ends, join_type="left anti"), fresh])
        marked = boilerplate(table(batch), known, path)
        known = marked["block_id"].unique().to_pylist()
    order = [("body_id_a", "ascending"), ("body_id_b", "ascending")]
    return edges.sort_by(order), cluster(every, comments(held), marked)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[pa.Table, pa.Table]:
    return run(tmp_path_factory.mktemp("whole") / "bands.duckdb", [list(TEXTS)])


def likeness(a: str, b: str) -> tuple[float, float]:
    sets = []
    for body_id in (a, b):
        flat = TEXTS[body_id].casefold().replace("…", "").split()
        sets.append({tuple(flat[i : i + 3]) for i in range(len(flat) - 2)})
    shared = len(sets[0] & sets[1])
    return shared / len(sets[0] | sets[1]), shared / min(map(len, sets))


def test_all_like_pairs_are_found_and_no_others(whole: tuple[pa.Table, pa.Table]) -> None:
    expected = set()
    for a, b in combinations(sorted(TEXTS), 2):
        similarity, containment = likeness(a, b)
        if similarity >= 0.8 or containment >= 0.9:
            expected.add((a, b))
    found = list(zip(whole[0]["body_id_a"].to_pylist(), whole[0]["body_id_b"].to_pylist(), strict=True))
    assert set(found) == expected
    assert len(found) == len(expected) > 250
    assert set(whole[0]["rule"].to_pylist()) == {"exact", "near", "contained"}
    assert set(whole[1]["rule"].to_pylist()) == {"exact", "near", "cut", "extended"}


@pytest.mark.parametrize("seed", range(10))
def test_order_and_batches_change_nothing(tmp_path: Path, whole: tuple[pa.Table, pa.Table], seed: int) -> None:
    rng = random.Random(seed)
    body_ids = list(TEXTS)
    rng.shuffle(body_ids)
    cuts = sorted(rng.sample(range(1, len(body_ids)), 2)) if seed else []
    batches = [body_ids[a:b] for a, b in zip([0, *cuts], [*cuts, len(body_ids)], strict=True)]
    edges, duplicates = run(tmp_path / "bands.duckdb", batches)
    assert edges.equals(whole[0])
    assert duplicates.equals(whole[1])


@pytest.mark.slow
def test_order_and_batches_change_nothing_in_a_crowd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(7)
    base = words(80)
    texts = {}
    for number in range(1000):
        spam = [word if rng.random() > 0.01 else f"other{rng.randrange(99)}" for word in base]
        texts[f"{rng.randrange(10**9):09d}"] = " ".join([*spam[: rng.choice((80, 80, 50))], f"no{number}"])
    monkeypatch.setitem(globals(), "TEXTS", texts)
    monkeypatch.setitem(globals(), "DAYS", {body_id: date(2025, 1, 1 + rng.randrange(28)) for body_id in texts})
    body_ids = list(texts)
    whole = run(tmp_path / "whole.duckdb", [body_ids])
    assert 1_000 < whole[0].num_rows < 100_000
    assert whole[1].num_rows > 800
    for seed in range(2):
        rng.shuffle(body_ids)
        batches = [body_ids[: 200 + seed * 90], body_ids[200 + seed * 90 : 450], body_ids[450:]]
        edges, duplicates = run(tmp_path / f"{seed}.duckdb", batches)
        assert edges.equals(whole[0])
        assert duplicates.equals(whole[1])


def test_very_many_new_texts_are_taken_in_turns(
    tmp_path: Path, whole: tuple[pa.Table, pa.Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.duplicates.ASKED_AT_ONCE", 60)
    assert run(tmp_path / "bands.duckdb", [list(TEXTS)])[0].equals(whole[0])
    again = find_duplicates(table(list(TEXTS)), stored(list(TEXTS)), tmp_path / "bands.duckdb")
    assert again.sort_by([("body_id_a", "ascending"), ("body_id_b", "ascending")]).equals(whole[0])


def test_pairs_that_later_turns_put_out_of_force_are_not_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = words(60)
    texts = {f"x{number:04d}": " ".join([*base, f"no{number}"]) for number in range(500)}
    monkeypatch.setitem(globals(), "TEXTS", texts | {"y": " ".join(words(50))})
    monkeypatch.setitem(globals(), "DAYS", dict.fromkeys(TEXTS, date(2025, 1, 1)))
    whole = run(tmp_path / "whole.duckdb", [list(texts)])
    monkeypatch.setattr("flows.duplicates.ASKED_AT_ONCE", 60)
    found = find_duplicates(table(list(texts)), stored(list(texts)), tmp_path / "found.duckdb")
    assert found.num_rows > whole[0].num_rows
    edges, duplicates = run(tmp_path / "turns.duckdb", [list(texts), ["y"]])
    assert edges.equals(whole[0])
    assert duplicates.equals(whole[1])


def test_the_same_bodies_again_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bands.duckdb"
    body_ids = list(TEXTS)[:120]
    first = find_duplicates(table(body_ids), stored(body_ids), path)
    assert find_duplicates(table(body_ids), stored(body_ids), path).equals(first)
    assert find_duplicates(table(body_ids[:7]), stored(body_ids), path).num_rows < first.num_rows


def test_a_night_that_died_leaves_nothing_behind_that_matters(tmp_path: Path, whole: tuple[pa.Table, pa.Table]) -> None:
    path, body_ids = tmp_path / "bands.duckdb", list(TEXTS)
    night, later = body_ids[:100], body_ids[100:]
    find_duplicates(table(night), stored(night), path)  # the load dies: nobody holds these texts
    edges = find_duplicates(table(later), stored(later), path)
    assert not set(night) & {*edges["body_id_a"].to_pylist(), *edges["body_id_b"].to_pylist()}
    edges = pa.concat_tables([edges, find_duplicates(table(night), stored(body_ids), path)])
    assert edges.sort_by([("body_id_a", "ascending"), ("body_id_b", "ascending")]).equals(whole[0])


@pytest.mark.parametrize("damage", [None, b"not an index"])
def test_a_lost_index_is_made_anew(tmp_path: Path, whole: tuple[pa.Table, pa.Table], damage: bytes | None) -> None:
    path, body_ids = tmp_path / "bands.duckdb", list(TEXTS)
    early, late = body_ids[:150], body_ids[150:]
    edges = find_duplicates(table(early), stored(early), path)
    path.unlink()
    if damage is not None:
        path.write_bytes(damage)
    assert complete_index(table(early), stored(early), path) == len(early)
    assert complete_index(table(early), stored(early), path) == 0
    edges = pa.concat_tables([edges, find_duplicates(table(late), stored(body_ids), path)])
    assert edges.num_rows == whole[0].num_rows


def test_nothing_new_is_no_pair(tmp_path: Path) -> None:
    empty = find_duplicates(table([]), stored([]), tmp_path / "bands.duckdb")
    assert empty.schema == STAGED["duplicate_edge"]
    assert cluster(empty, comments([])).schema == STAGED["duplicate"]


def test_a_notice_under_many_comments_makes_nobody_a_copyist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = " ".join(words(45))
    texts = {f"n{number}": f"{' '.join(words(4))}\n{notice}" for number in range(8)}
    texts |= {"p0": "\n".join(" ".join(words(20)) for _ in range(4))}
    texts |= {f"p{number}": texts["p0"] + f"\n{' '.join(words(5))}" for number in range(1, 8)}
    monkeypatch.setitem(globals(), "TEXTS", texts)
    monkeypatch.setitem(globals(), "DAYS", dict.fromkeys(texts, date(2025, 1, 1)))
    path = tmp_path / "bands.duckdb"
    edges = find_duplicates(table(list(texts)), stored(list(texts)), path)
    assert edges.num_rows == 2 * 8 * 7 // 2
    assert {c[:2] for c in cluster(edges, comments(list(texts)))["comment_id"].to_pylist()} == {"cn", "cp"}
    marked = boilerplate(table(list(texts)), [], path)
    told = cluster(edges, comments(list(texts)), marked)["comment_id"].to_pylist()
    assert len(told) == 7 and {comment_id[:2] for comment_id in told} == {"cp"}
    (block,) = block_texts(marked, stored(list(texts))).to_pylist()
    assert (block["text"], block["words"]) == (notice, 45)
    assert marked.select(["block_id", "body_id"]).to_pylist() == [
        {"block_id": block["block_id"], "body_id": f"n{number}"} for number in range(8)
    ]


def test_what_is_boilerplate_does_not_follow_the_nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = " ".join(words(12))
    texts = {f"n{number}": f"{' '.join(words(9))}\n{notice}" for number in range(6)}
    copied = {f"q{number}": text for number, text in enumerate(texts.values())}
    monkeypatch.setitem(globals(), "TEXTS", texts | {body_id: text.upper() for body_id, text in copied.items()})
    path = tmp_path / "bands.duckdb"
    find_duplicates(table(list(texts)), stored(list(texts)), path)
    marked = boilerplate(table(list(texts)), [], path)
    assert marked.num_rows == 6
    find_duplicates(table(list(copied)), stored([*texts, *copied]), path)
    known = marked["block_id"].unique().to_pylist()
    assert boilerplate(table([]), known, path).num_rows == 0  # every text stands twice: nobody adds anything of his own


def test_a_line_is_told_by_a_text_that_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = " ".join(words(12))
    texts = {f"n{number}": f"{' '.join(words(9))}\n{notice}" for number in range(8)}
    monkeypatch.setitem(globals(), "TEXTS", texts)
    body_ids = list(texts)
    path = tmp_path / "bands.duckdb"
    find_duplicates(table(body_ids), stored(body_ids), path)
    marked = boilerplate(table(body_ids), [], path)
    for new, held in ((body_ids[2:], []), (body_ids[6:], body_ids[3:6])):  # nobody stores the first texts
        (block,) = block_texts(marked, stored([*new, *held])).to_pylist()
        assert (block["text"], block["words"]) == (notice, 12)
    assert block_texts(marked, stored([])).num_rows == 0


def test_very_many_copies_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    base = words(60)
    texts = {f"x{number:04d}": " ".join([*base, f"no{number}"]) for number in range(700)}
    monkeypatch.setitem(globals(), "TEXTS", texts)
    monkeypatch.setitem(globals(), "DAYS", dict.fromkeys(texts, date(2025, 1, 1)))
    body_ids = list(texts)
    path = tmp_path / "bands.duckdb"
    edges = pa.concat_tables(
        [
            find_duplicates(table(body_ids[:650]), stored(body_ids), path),
            find_duplicates(table(body_ids[650:]), stored(body_ids), path),
        ]
    )
    assert edges.num_rows < 400_000
    assert cluster(edges, comments(body_ids)).num_rows == 699
    assert "699 comments copy comment" in caplog.text
