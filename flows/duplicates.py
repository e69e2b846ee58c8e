"""Ties the search for copied comments together: signatures, the index, verification, clusters.

The index may lag behind the warehouse or hold texts that it lacks; neither changes which pairs are found. Texts that
nobody stores do count when lines are told to be boilerplate.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from extract.collector import collector_at_rest
from transform.duplicates import (
    Copy,
    Edge,
    Member,
    cluster_copies,
    compare,
    shingle,
    sign,
    without_boilerplate,
)
from warehouse.bands import BLOCK, BODY, KEY, Bands, BandsUnreadable
from warehouse.staging import STAGED

log = logging.getLogger(__name__)

Texts = Callable[[list[str]], pa.Table]
Tables = tuple[pa.Table, pa.Table, pa.Table, pa.Table]

ASKED_AT_ONCE = 100_000  # texts: what the search for candidates holds grows with them
SIGNED_AT_ONCE = 5_000  # texts: what is held of them grows with them
ADDED_AT_ONCE = 20_000  # texts: each turn costs some milliseconds
FETCHED_AT_ONCE = 10_000  # pairs whose texts are held; to fetch them is slow where many others are stored
COMPARED_AT_ONCE = 1_000  # pairs
LARGE_CLUSTER = 200  # comments; more copies of one text than this are worth a look


def find_duplicates(new_ids: pa.Table, texts: Texts, bands_path: Path | str) -> pa.Table:
    """Compare new texts with each other and with all in the index; return verified pairs as `duplicate_edge`.

    `new_ids` has body_id, one row per distinct id. `texts` gives body_id and cleaned of the ids it is asked for, new
    ones and others, and leaves out those that nobody holds; it is asked for some at a time, so that not all texts are
    in memory at once. The new texts join the index first: a run that dies after that finds the same pairs when it is
    run again. An unreadable index is made anew; `complete_index` fills it.
    """
    found = [STAGED["duplicate_edge"].empty_table()]
    with ThreadPoolExecutor(1) as pool:  # more threads would wait for each other: numpy's steps are short
        for first in range(0, new_ids.num_rows, ASKED_AT_ONCE):
            part = new_ids.slice(first, ASKED_AT_ONCE)
            bands = _open(bands_path)
            try:
                _add(bands, _ids(part), texts, pool)
                pairs = bands.candidates(part)
            finally:
                closing = pool.submit(bands.close)  # writes the index while texts are compared
            for edges in _verified(pairs, texts):
                found.append(edges)
                pa.default_memory_pool().release_unused()
            closing.result()
    edges = pa.concat_tables(found)
    return edges.group_by(edges.schema.names).aggregate([])  # a run after one that died asks for some pairs twice


def in_force(edges: pa.Table, new_bodies: pa.Table, bands_path: Path | str) -> pa.Table:
    """Return which of all verified pairs a search for all texts at once would find, now that the new texts came.

    The others are alike too, but of a crowd (spam, mostly) in which not every two are compared: they were while it was
    small.
    """
    with _open(bands_path) as bands:
        return bands.in_force(edges, new_bodies)


def settle(
    held: pa.Table, found: pa.Table, new_bodies: pa.Table, bands_path: Path | str
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Return all pairs in force, those of `found` among them (to be stored), and those of `held` that are no longer.

    `held` are the stored pairs, `found` what `find_duplicates` brought: a later turn of it may put a pair of an earlier
    one out of force.
    """
    every = in_force(pa.concat_tables([held, found]), new_bodies, bands_path)
    ends = ["body_id_a", "body_id_b"]
    fresh = found.join(every.select(ends), ends, join_type="left semi")
    withdrawn = held.select(ends).join(every.select(ends), ends, join_type="left anti")
    return every, fresh, withdrawn


def complete_index(body_ids: pa.Table, stored_texts: Texts, bands_path: Path | str) -> int:
    """Add the stored texts (column body_id) that the index lacks, as after its file was lost; return how many."""
    with ThreadPoolExecutor(1) as pool, _open(bands_path) as bands:
        missing = _ids(bands.missing(body_ids))
        _add(bands, missing, stored_texts, pool)
        if missing:
            bands.note_crowds()
    return len(missing)


def cluster(edges: pa.Table, comments: pa.Table, marked: pa.Table | None = None) -> pa.Table:
    """Return who copies whom, as `duplicate`: the whole assignment for the comments given.

    `edges` are all verified pairs. `comments` has comment_id, body_id, author, site_id, posted_date, first_seen and
    words, for all comments whose text stands in an edge or under another comment too. Pairs that are alike only by
    `marked` (what `boilerplate` returns) do not count.
    """
    with collector_at_rest():
        members = _members(edges, comments, marked)
    for canonical, count in Counter(member.canonical_comment_id for member in members).most_common():
        if count < LARGE_CLUSTER:
            break
        log.warning("%d comments copy comment %s: spam, or boilerplate that was taken for text", count, canonical)
    rows = [
        (m.comment_id, m.canonical_comment_id, m.canonical_comment_id, m.similarity, m.containment, m.rule)
        for m in members
    ]
    values = zip(*rows, strict=True) if rows else [()] * 6
    return pa.table([pa.array(column) for column in values], STAGED["duplicate"].names).cast(STAGED["duplicate"])


def _members(edges: pa.Table, comments: pa.Table, marked: pa.Table | None) -> list[Member]:
    columns = ("body_id_a", "body_id_b", "similarity", "containment", "rule")
    held = list(map(Edge._make, _rows(edges, *columns)))
    if marked is not None:
        held = _without_boilerplate(held, marked)
    copies = [
        Copy(comment_id, body_id, author, site_id or "", str(posted or first_seen or "~")[:10], words or 0)
        for comment_id, body_id, author, site_id, posted, first_seen, words in _rows(
            comments, "comment_id", "body_id", "author", "site_id", "posted_date", "first_seen", "words"
        )
        if body_id is not None
    ]
    return cluster_copies(held, copies)


def boilerplate(new_bodies: pa.Table, known: Iterable[str], bands_path: Path | str) -> pa.Table:
    """Return the lines that stand in many otherwise unlike texts, with all texts that hold them.

    `known` are the lines (block_id) that were boilerplate before; with the lines of `new_bodies` (column body_id) they
    are all that can be it now. Columns: block_id, body_id, words (of the block in that text), body_words.
    """
    keys = pa.table({"key": pa.array([int(block_id, 16) for block_id in known], pa.uint64())})
    with _open(bands_path) as bands:
        found = bands.boilerplate(new_bodies, keys)
    ids = pa.array([_block_id(int(key)) for (key,) in _rows(found, "key")], pa.string())
    return found.drop_columns("key").add_column(0, "block_id", ids)


def block_texts(marked: pa.Table, texts: Texts) -> pa.Table:
    """Return the text of each block in `marked`, as `boilerplate_block`: as the first text that is held has it."""
    first: dict[str, str] = {}
    for block_id, body_id in _rows(marked, "block_id", "body_id"):
        first.setdefault(block_id, body_id)
    wanted = sorted(set(first.values()))
    held = texts(wanted)
    if held.num_rows < len(wanted):  # the index holds texts that nobody stores: another has the line
        names = _strings(texts(_ids(marked.group_by("body_id").aggregate([]))), "body_id")
        return block_texts(marked.filter(pc.is_in(_strings(marked, "body_id"), value_set=names)), texts)
    lines = list(
        dict.fromkeys(line.strip() for text in held["cleaned"].to_pylist() for line in (text or "").split("\n"))
    )
    shingled = shingle(pa.array(lines, pa.large_string()))
    found = dict(
        zip(map(_block_id, shingled.digests.tolist()), zip(lines, shingled.words.tolist(), strict=True), strict=True)
    )
    rows = [(block_id, *found[block_id]) for block_id in first if block_id in found]
    return pa.Table.from_pylist(
        [dict(zip(STAGED["boilerplate_block"].names, row, strict=True)) for row in rows], STAGED["boilerplate_block"]
    )


def _block_id(key: int) -> str:
    return f"{key:016x}"


def _open(path: Path | str) -> Bands:
    try:
        return Bands(path)
    except BandsUnreadable as error:
        log.warning("%s", error)
        for stale in (Path(path), Path(f"{path}.wal")):
            stale.unlink(missing_ok=True)
        return Bands(path)


def _add(bands: Bands, body_ids: list[str], texts: Texts, pool: ThreadPoolExecutor) -> None:
    """Sign texts and put them into the index; while some are fetched or go in, the next are signed."""
    signed = _signed_ahead(body_ids, texts, pool)
    while together := list(islice(signed, ADDED_AT_ONCE // SIGNED_AT_ONCE)):
        bands.add(*map(pa.concat_tables, zip(*together, strict=True)))
        pa.default_memory_pool().release_unused()  # else Arrow keeps much of it, beside what the search needs


def _signed_ahead(body_ids: list[str], texts: Texts, pool: ThreadPoolExecutor) -> Iterator[Tables]:
    signing: Future[Tables] | None = None
    for start in range(0, len(body_ids), SIGNED_AT_ONCE):
        bodies = texts(body_ids[start : start + SIGNED_AT_ONCE])
        before, signing = signing, pool.submit(_signed, bodies, start % ADDED_AT_ONCE)
        if before is not None:
            yield before.result()
    if signing is not None:
        yield signing.result()


def _signed(bodies: pa.Table, first: int) -> Tables:
    """Return the tables that the index takes in: bodies, bands, fingerprints, blocks; their rows count from `first`."""
    signed = sign(_strings(bodies, "cleaned"))
    rows = np.arange(first, first + bodies.num_rows)
    return (
        _table(BODY, rows, _strings(bodies, "body_id"), signed.words, signed.marks, signed.digests),
        _table(KEY, signed.band_text + first, signed.band_key),
        _table(KEY, signed.mark_text + first, signed.mark_key),
        _table(BLOCK, signed.block_text + first, signed.block_key, signed.block_words),
    )


def _strings(bodies: pa.Table, name: str) -> pa.Array[Any]:
    chunks = bodies[name].cast(pa.large_string()).chunks
    return chunks[0] if len(chunks) == 1 else pa.concat_arrays([pa.array([], pa.large_string()), *chunks])


def _ids(bodies: pa.Table) -> list[str]:
    return [str(body_id) for body_id in bodies["body_id"].to_pylist()]


def _table(schema: pa.Schema, *columns: Any) -> pa.Table:
    arrays = [column if isinstance(column, pa.Array) else pa.array(column) for column in columns]
    return pa.table(arrays, schema.names).cast(schema)


def _verified(pairs: pa.Table, texts: Texts) -> Iterator[pa.Table]:
    """Yield which of the candidates are alike, some at a time."""
    for first in range(0, pairs.num_rows, FETCHED_AT_ONCE):
        part = pairs.slice(first, FETCHED_AT_ONCE)
        asked = pa.concat_arrays([_strings(part, "body_id_a"), _strings(part, "body_id_b")]).unique()
        found = texts([str(body_id) for body_id in asked.to_pylist()])
        ids, cleaned = _strings(found, "body_id"), _strings(found, "cleaned")
        for start in range(0, part.num_rows, COMPARED_AT_ONCE):
            yield _alike(part.slice(start, COMPARED_AT_ONCE), ids, cleaned)


def _alike(pairs: pa.Table, ids: pa.Array[Any], cleaned: pa.Array[Any]) -> pa.Table:
    """Return the pairs that are alike, as `duplicate_edge`; those with a text that nobody holds are dropped."""
    ends = [_strings(pairs, "body_id_a"), _strings(pairs, "body_id_b")]
    places = [pc.index_in(end, value_set=ids) for end in ends]
    held = pc.and_(*(place.is_valid() for place in places))
    wanted = np.concatenate([place.filter(held).to_numpy() for place in places])
    chosen, places_of = np.unique(wanted, return_inverse=True)
    likeness = compare(shingle(cleaned.take(pa.array(chosen))), *np.split(places_of, 2))
    columns = [*(end.filter(held) for end in ends), likeness.similarity, likeness.containment, likeness.rules]
    return _table(STAGED["duplicate_edge"], *columns).filter(pa.array(likeness.rules != ""))


def _without_boilerplate(edges: list[Edge], marked: pa.Table) -> list[Edge]:
    """Drop the pairs that are alike only by lines that stand in many texts."""
    lines: dict[str, dict[str, int]] = defaultdict(dict)
    words_of: dict[str, int] = {}
    for block_id, body_id, words, body_words in _rows(marked, "block_id", "body_id", "words", "body_words"):
        lines[body_id][block_id] = words
        words_of[body_id] = body_words
    return [edge for edge in edges if without_boilerplate(edge, lines, words_of)]


def _rows(table: pa.Table, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)
