"""Ties the search for copied comments together: signatures, the index, verification, clusters.

The index may lag behind the warehouse or hold texts that it lacks; neither changes what is found.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from transform.duplicates import Copy, Edge, Signatures, cluster_copies, compare, shingle, sign, without_boilerplate
from warehouse.bands import BLOCK, BODY, KEY, Bands, BandsUnreadable
from warehouse.staging import STAGED

log = logging.getLogger(__name__)

Texts = Callable[[list[str]], pa.Table]

SIGNED_AT_ONCE = 20_000  # texts
COMPARED_AT_ONCE = 60_000  # pairs: what is held of their texts grows with them
LARGE_CLUSTER = 200  # comments; more copies of one text than this are worth a look


def find_duplicates(new_bodies: pa.Table, stored_texts: Texts, bands_path: Path | str) -> pa.Table:
    """Compare new texts with each other and with all in the index; return verified pairs as `duplicate_edge`.

    `new_bodies` has body_id and cleaned, one row per distinct id. `stored_texts` gives the same columns for ids that
    the warehouse holds and leaves out the others. The new texts join the index first: a run that dies after that finds
    the same pairs when it is run again. An unreadable index is made anew; `complete_index` fills it.
    """
    with _open(bands_path) as bands:
        _add(bands, new_bodies)
        pairs = bands.candidates(new_bodies)
    parts = [
        _verified(pairs.slice(start, COMPARED_AT_ONCE), new_bodies, stored_texts)
        for start in range(0, pairs.num_rows, COMPARED_AT_ONCE)
    ]
    return pa.concat_tables([STAGED["duplicate_edge"].empty_table(), *parts])


def complete_index(body_ids: pa.Table, stored_texts: Texts, bands_path: Path | str) -> int:
    """Add the stored texts (column body_id) that the index lacks, as after its file was lost; return how many."""
    with _open(bands_path) as bands:
        missing = _ids(bands.missing(body_ids))
        for start in range(0, len(missing), SIGNED_AT_ONCE):
            _add(bands, stored_texts(missing[start : start + SIGNED_AT_ONCE]))
    return len(missing)


def cluster(edges: pa.Table, comments: pa.Table, bands_path: Path | str | None = None) -> pa.Table:
    """Return who copies whom, as `duplicate`: the whole assignment for the comments given.

    `edges` are all verified pairs. `comments` has comment_id, body_id, author, site_id, posted_date, first_seen and
    words, for all comments whose text stands in an edge or under another comment too. With the index, pairs that are
    alike only by boilerplate (signatures, notices) do not count.
    """
    held = [Edge(*row) for row in _rows(edges, "body_id_a", "body_id_b", "similarity", "containment", "rule")]
    if bands_path is not None and Path(bands_path).exists():
        held = _without_boilerplate(held, bands_path)
    copies = [
        Copy(comment_id, body_id, author, site_id or "", str(posted or first_seen or "~")[:10], words or 0)
        for comment_id, body_id, author, site_id, posted, first_seen, words in _rows(
            comments, "comment_id", "body_id", "author", "site_id", "posted_date", "first_seen", "words"
        )
        if body_id is not None
    ]
    members = cluster_copies(held, copies)
    for canonical, count in Counter(member.canonical_comment_id for member in members).most_common():
        if count < LARGE_CLUSTER:
            break
        log.warning("%d comments copy comment %s: spam, or boilerplate that was taken for text", count, canonical)
    rows = [
        (m.comment_id, m.canonical_comment_id, m.canonical_comment_id, m.similarity, m.containment, m.rule)
        for m in members
    ]
    columns = zip(*rows, strict=True) if rows else [()] * 6
    return pa.table([pa.array(column) for column in columns], STAGED["duplicate"].names).cast(STAGED["duplicate"])


def boilerplate(body_ids: pa.Table, bands_path: Path | str) -> pa.Table:
    """Return which of the texts (column body_id) hold lines of boilerplate: body_id, key of the line, words."""
    with _open(bands_path) as bands:
        return bands.boilerplate(body_ids)


def _open(path: Path | str) -> Bands:
    try:
        return Bands(path)
    except BandsUnreadable as error:
        log.warning("%s", error)
        for stale in (Path(path), Path(f"{path}.wal")):
            stale.unlink(missing_ok=True)
        return Bands(path)


def _add(bands: Bands, bodies: pa.Table) -> None:
    for start in range(0, bodies.num_rows, SIGNED_AT_ONCE):
        part = bodies.slice(start, SIGNED_AT_ONCE)
        bands.add(*_tables(_ids(part), sign(_texts(part))))


def _texts(bodies: pa.Table) -> list[str]:
    return [text or "" for text in bodies["cleaned"].to_pylist()]


def _ids(bodies: pa.Table) -> list[str]:
    return [str(body_id) for body_id in bodies["body_id"].to_pylist()]


def _tables(body_ids: list[str], signed: Signatures) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Return the tables that the index takes in: bodies, bands, fingerprints, blocks."""
    rows = range(len(body_ids))
    return (
        _table(BODY, rows, body_ids, signed.words, signed.marks, signed.digests),
        _table(KEY, signed.band_text, signed.band_key),
        _table(KEY, signed.mark_text, signed.mark_key),
        _table(BLOCK, signed.block_text, signed.block_key, signed.block_words),
    )


def _table(schema: pa.Schema, *columns: Any) -> pa.Table:
    arrays = [column if isinstance(column, pa.Array) else pa.array(column) for column in columns]
    return pa.table(arrays, schema.names).cast(schema)


def _verified(pairs: pa.Table, new_bodies: pa.Table, stored_texts: Texts) -> pa.Table:
    """Compare the candidates' texts; pairs with a text that nobody holds are dropped."""
    numbers = np.concatenate([pairs["number_a"].to_numpy(), pairs["number_b"].to_numpy()])
    _, places, index = np.unique(numbers, return_index=True, return_inverse=True)
    names = pa.concat_arrays([*pairs["body_id_a"].chunks, *pairs["body_id_b"].chunks]).take(places).to_pylist()
    involved = dict.fromkeys(names)
    texts = {
        body_id: text
        for body_id, text in zip(_ids(new_bodies), new_bodies["cleaned"].to_pylist(), strict=True)
        if body_id in involved
    }
    stored = [str(body_id) for body_id in names if body_id not in texts]
    if stored:
        held = stored_texts(stored)
        texts.update(zip(_ids(held), held["cleaned"].to_pylist(), strict=True))
    lacking = np.array([name not in texts for name in names], bool)
    shingled = shingle([texts.get(str(name)) or "" for name in names])
    first, second = np.split(index, 2)
    likeness = compare(shingled, first, second)
    alike = pa.array((likeness.rules != "") & ~lacking[first] & ~lacking[second])
    ids = [pairs["body_id_a"].combine_chunks(), pairs["body_id_b"].combine_chunks()]
    rules = pa.array(likeness.rules.tolist(), pa.string())
    return _table(STAGED["duplicate_edge"], *ids, likeness.similarity, likeness.containment, rules).filter(alike)


def _without_boilerplate(edges: list[Edge], bands_path: Path | str) -> list[Edge]:
    """Drop the pairs that are alike only by lines that stand in many texts."""
    involved = pa.table({"body_id": sorted({body_id for edge in edges for body_id in (edge.a, edge.b)})})
    with _open(bands_path) as bands:
        marked: dict[str, dict[int, int]] = defaultdict(dict)
        for body_id, key, words in _rows(bands.boilerplate(involved), "body_id", "key", "words"):
            marked[body_id][key] = words
        words_of = dict(_rows(bands.sizes(involved), "body_id", "words")) if marked else {}
    return [edge for edge in edges if without_boilerplate(edge, marked, words_of)]


def _rows(table: pa.Table, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)
