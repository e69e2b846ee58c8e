"""Ties the search for copied comments together: signatures, the index, verification, clusters.

The index may lag behind the warehouse or hold texts that it lacks; neither changes what is found.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transform.duplicates import Signatures, compare, shingle, sign
from warehouse.bands import BLOCK, BODY, KEY, Bands, BandsUnreadable
from warehouse.staging import STAGED

log = logging.getLogger(__name__)

SIGNED_AT_ONCE = 50_000


def find_duplicates(
    new_bodies: pa.Table, stored_texts: Callable[[list[str]], pa.Table], bands_path: Path | str
) -> pa.Table:
    """Compare new texts with each other and with all in the index; return verified pairs as `duplicate_edge`.

    `new_bodies` has body_id and cleaned, one row per distinct id. `stored_texts` gives the same columns for ids that
    the warehouse holds and leaves out the others. The new texts join the index first, so that a run that dies after
    that finds the same pairs when it is run again. An unreadable index is made anew, then `complete_index` is due.
    """
    with _open(bands_path) as bands:
        _add(bands, new_bodies)
        pairs = bands.candidates(new_bodies)
    return _verified(pairs, new_bodies, stored_texts)


def complete_index(body_ids: pa.Table, stored_texts: Callable[[list[str]], pa.Table], bands_path: Path | str) -> int:
    """Add the stored texts (column body_id) that the index lacks, as after its file was lost; return how many."""
    with _open(bands_path) as bands:
        missing = bands.missing(body_ids)["body_id"].to_pylist()
        for start in range(0, len(missing), SIGNED_AT_ONCE):
            _add(bands, stored_texts(missing[start : start + SIGNED_AT_ONCE]))
    return len(missing)


def _open(path: Path | str) -> Bands:
    try:
        return Bands(path)
    except BandsUnreadable as error:
        log.warning("%s", error)
        for stale in (Path(path), Path(f"{path}.wal")):
            stale.unlink(missing_ok=True)
        return Bands(path)


def _add(bands: Bands, bodies: pa.Table) -> None:
    for start in range(0, len(bodies), SIGNED_AT_ONCE):
        part = bodies.slice(start, SIGNED_AT_ONCE)
        signed = sign(part["cleaned"].to_pylist())
        bands.add(*_tables(part["body_id"], signed))


def _tables(body_ids: pa.ChunkedArray, signed: Signatures) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Return the tables that the index takes in: bodies, bands, fingerprints, blocks."""
    rows = np.arange(len(body_ids))
    body = [rows, body_ids, signed.words, signed.marks, signed.digests]
    block = [signed.block_text, signed.block_key, signed.block_words]
    return (
        _table(body, BODY),
        _table([np.asarray(signed.band_text), signed.band_key], KEY),
        _table([np.asarray(signed.mark_text), signed.mark_key], KEY),
        _table(block, BLOCK),
    )


def _table(columns: list[object], schema: pa.Schema) -> pa.Table:
    arrays = [
        column.combine_chunks() if isinstance(column, pa.ChunkedArray) else pa.array(column) for column in columns
    ]
    return pa.table([array.cast(kind) for array, kind in zip(arrays, schema.types, strict=True)], schema=schema)


def _verified(pairs: pa.Table, new_bodies: pa.Table, stored_texts: Callable[[list[str]], pa.Table]) -> pa.Table:
    """Compare the candidates' texts; pairs with a text that nobody holds are dropped."""
    schema = STAGED["duplicate_edge"]
    if len(pairs) == 0:
        return schema.empty_table()
    involved = pc.unique(pa.chunked_array([*pairs["body_id_a"].chunks, *pairs["body_id_b"].chunks]))
    ours = new_bodies.select(["body_id", "cleaned"]).filter(pc.is_in(new_bodies["body_id"], value_set=involved))
    theirs = involved.filter(pc.invert(pc.is_in(involved, value_set=ours["body_id"].combine_chunks()))).to_pylist()
    texts = ours
    if theirs:
        texts = pa.concat_tables([ours, stored_texts(theirs).select(["body_id", "cleaned"]).cast(ours.schema)])
    ids = texts["body_id"].combine_chunks()
    first, second = (pc.index_in(pairs[name], value_set=ids) for name in ("body_id_a", "body_id_b"))
    held = pc.and_(pc.is_valid(first), pc.is_valid(second))
    pairs, first, second = pairs.filter(held), first.filter(held), second.filter(held)
    likeness = compare(shingle(texts["cleaned"].to_pylist()), first.to_numpy(), second.to_numpy())
    alike = pa.array(likeness.rules != "")
    columns = [
        pairs["body_id_a"],
        pairs["body_id_b"],
        pa.array(likeness.similarity),
        pa.array(likeness.containment),
        pa.array(likeness.rules.tolist(), pa.string()),
    ]
    return pa.table(columns, schema=schema).filter(alike)
