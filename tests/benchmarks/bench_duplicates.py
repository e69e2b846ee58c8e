"""Near and contained copies among comments: pairs found, speed and memory, beside rensa and datasketch.

Run: python tests/benchmarks/bench_duplicates.py [--quick] [--comments N] [--stored N] [--large FOLDER]
Every reader runs in a process of its own and gets the same strings. MiB is the most that process held, "more" the most
above what it held before the search: its libraries and the strings. Truth: the exact Jaccard similarity (0.8) and
containment (0.9 of a shorter text of 20 words or more) of all pairs' 3-word shingles. Peers' pairs count when their own
estimate says 0.8 or more.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

if TYPE_CHECKING:  # a reader's process loads what the reader needs, and no more
    import duckdb
    import pyarrow as pa

Pairs = list[tuple[int, int]]
WORD = re.compile(r"[^\W_]+")
NIGHT, PART = 5_000, 200_000
NEAR, WITHIN, SHORTEST = 0.8, 0.9, 20


def main() -> None:
    """Print one line a reader, and what one night costs on top of stored comments."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="5,000 comments")
    arguments.add_argument("--comments", type=int, default=120_000)
    arguments.add_argument("--stored", type=int, default=200_000, help="comments that a night of 5,000 is held against")
    arguments.add_argument(
        "--large", type=Path, help="a night against two million too, held in this folder; takes long"
    )
    arguments.add_argument("--reader", help=argparse.SUPPRESS)
    arguments.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.reader is not None:
        _measure(READERS[given.reader], given.file)
        return
    from copied_comments import comments

    count = 5_000 if given.quick else given.comments
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "comments.json"
        texts = comments(count)
        file.write_text(json.dumps(texts), encoding="utf-8")
        near, within = truth(texts)
        print(f"{count} comments, {len(near)} pairs at {NEAR}, {len(within)} contained")
        columns = ("comments/s", "per CPU s", "MiB", "more", "precision", "recall", "contained")
        print(f"{'reader':<12} " + " ".join(f"{name:>10}" for name in columns))
        for name in READERS:
            _show(name, count, _asked(name, file), near, within)
        _show_night(Path(folder) / "night", 20_000 if given.quick else given.stored)
    if given.large is not None:
        _show_night(given.large, 2_000_000)


def nightreel(texts: list[str]) -> Pairs:
    """Return the verified pairs of nightreel's search, all rules."""
    import pyarrow as pa

    from flows.duplicates import find_duplicates

    def by_id(asked: list[str]) -> pa.Table:
        return pa.table({"body_id": asked, "cleaned": pa.array([texts[int(name)] for name in asked], pa.string())})

    new = pa.table({"body_id": [f"{number:08d}" for number in range(len(texts))]})
    with tempfile.TemporaryDirectory() as folder:
        edges = find_duplicates(new, by_id, Path(folder) / "bands.duckdb")
    return [(int(a), int(b)) for a, b in zip(*(edges[c].to_pylist() for c in ("body_id_a", "body_id_b")), strict=True)]


def rensa(texts: list[str]) -> Pairs:
    """Return the pairs that rensa's estimate puts at 0.8 or more, by its bulk calls."""
    from rensa import RMinHash, RMinHashLSH

    hashes = RMinHash.from_token_sets((shingles(text) for text in texts), 128, 42)
    index = RMinHashLSH(threshold=NEAR, num_perm=128, num_bands=16)
    index.insert_many(hashes)
    found = set()
    for number, others in enumerate(index.query_all(hashes)):
        found |= {
            (other, number) for other in others if other < number and hashes[number].jaccard(hashes[other]) >= NEAR
        }
    return sorted(found)


def datasketch(texts: list[str]) -> Pairs:
    """Return the pairs that datasketch's estimate puts at 0.8 or more."""
    from datasketch import MinHash, MinHashLSH

    sets = ([shingle.encode() for shingle in shingles(text)] for text in texts)
    hashes = list(MinHash.generator(sets, num_perm=128))
    index = MinHashLSH(threshold=NEAR, num_perm=128)
    with index.insertion_session() as session:
        for number, one in enumerate(hashes):
            session.insert(number, one)
    found = set()
    for number, one in enumerate(hashes):
        found |= {
            (other, number) for other in index.query(one) if other < number and one.jaccard(hashes[other]) >= NEAR
        }
    return sorted(found)


READERS: dict[str, Callable[[list[str]], Pairs]] = {"nightreel": nightreel, "rensa": rensa, "datasketch": datasketch}


def shingles(text: str) -> list[str]:
    """Return the 3-word shingles of a text as strings."""
    words = WORD.findall(text.casefold())
    return [" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))]


def truth(texts: list[str]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the pairs at 0.8 and the contained ones, from the shared shingles of all pairs."""
    import duckdb
    import numpy as np
    import pyarrow as pa

    numbers: dict[str, int] = {}
    rows = [sorted(numbers.setdefault(s, len(numbers)) for s in set(shingles(text))) for text in texts]
    lengths = np.array([len(row) for row in rows])
    words = np.array([len(WORD.findall(text)) for text in texts])
    owner = np.repeat(np.arange(len(rows)), lengths)
    held = pa.table({"owner": owner, "shingle": np.concatenate([np.asarray(row) for row in rows])})
    size = pa.table({"owner": np.arange(len(rows)), "size": lengths, "words": words})
    connection = duckdb.connect()
    connection.register("held", held)
    connection.register("size", size)
    found = connection.sql(
        f"""
        with shared as (
            select a.owner as one, b.owner as other, count(*) as shared
            from held as a
            join held as b on a.shingle = b.shingle and a.owner < b.owner
            group by all
        )
        select
            one,
            other,
            5 * shared >= 4 * (a.size + b.size - shared) as near,
            10 * shared >= 9 * least(a.size, b.size)
                and case when a.size <= b.size then a.words else b.words end >= {SHORTEST} as contained
        from shared
        join size as a on a.owner = one
        join size as b on b.owner = other
        where shared >= 0.8 * least(a.size, b.size)
        """
    ).fetchall()
    return {(a, b) for a, b, near, _ in found if near}, {(a, b) for a, b, _, contained in found if contained}


def _measure(reader: Callable[[list[str]], Pairs], file: Path) -> None:
    """Run one reader in this process and print what it found and took."""
    texts = json.loads(file.read_text(encoding="utf-8"))
    try:
        reader(texts[:50])  # what is made once only, and imports
        before = _memory_anew()
        started, cpu = time.perf_counter(), time.process_time()
        pairs = reader(texts)
    except ImportError as error:
        print(json.dumps({"missing": error.name}))
        return
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    mib = _mib("VmHWM")
    print(json.dumps({"pairs": pairs, "seconds": seconds, "cpu": cpu, "mib": mib, "more": mib - before}))


def _memory_anew() -> float:
    """Return the memory this process holds, in MiB, and let its peak count from here on."""
    anew = Path("/proc/self/clear_refs")
    if anew.exists():
        anew.write_text("5")
    return _mib("VmRSS")


def _mib(name: str) -> float:
    """Return what this process holds or held at most; getrusage would tell the parent's, where that is more."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = (line for line in status.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


def _asked(name: str, file: Path) -> dict[str, object]:
    command = [sys.executable, __file__, "--reader", name, "--file", str(file)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    told: dict[str, object] = json.loads(answer.stdout.splitlines()[-1])
    return told


def _show(
    name: str, count: int, told: dict[str, object], near: set[tuple[int, int]], within: set[tuple[int, int]]
) -> None:
    if "missing" in told:
        print(f"{name:<12} missing: pip install {told['missing']}")
        return
    pairs = _pairs(told["pairs"])
    right = near | within if name == "nightreel" else near
    precision = len(pairs & right) / max(len(pairs), 1)
    print(
        f"{name:<12} {count / _number(told['seconds']):>10,.0f} {count / _number(told['cpu']):>10,.0f} "
        f"{_number(told['mib']):>10,.0f} {_number(told['more']):>10,.0f} {precision:>10.4f} "
        f"{len(pairs & near) / len(near):>10.4f} {len(pairs & within) / len(within):>10.4f}"
    )


def _number(told: object) -> float:
    return float(str(told))


def _pairs(listed: object) -> set[tuple[int, int]]:
    assert isinstance(listed, Iterable)
    return {(a, b) for a, b in listed}


def _show_night(folder: Path, stored: int) -> None:
    """Time a night of 5,000 new comments against an index of stored ones, and compare its pairs with a full run's."""
    import pyarrow as pa

    from flows.duplicates import complete_index, find_duplicates, in_force

    folder.mkdir(exist_ok=True)
    names, store = _stored(folder, stored + NIGHT)

    def stored_texts(asked: list[str]) -> pa.Table:
        store.register("asked", pa.table({"body_id": pa.array(asked, pa.string())}))
        return store.sql("select body_id, cleaned from body semi join asked using (body_id)").to_arrow_table()

    index = folder / "stored.duckdb"
    index.unlink(missing_ok=True)
    started = time.perf_counter()
    complete_index(pa.table({"body_id": names[:stored]}), stored_texts, index)
    print(f"{stored:,} texts put into the index: {time.perf_counter() - started:.0f} s", flush=True)
    new = pa.table({"body_id": names[stored:]})
    started, cpu = time.perf_counter(), time.process_time()
    night = find_duplicates(new, stored_texts, index)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    print(
        f"{NIGHT:,} new against {stored:,} stored: {seconds:.2f} s ({cpu:.2f} CPU s), {night.num_rows} pairs; ", end=""
    )
    full = folder / "full.duckdb"
    full.unlink(missing_ok=True)
    started = time.perf_counter()
    every = pa.table({"body_id": names})
    edges = in_force(find_duplicates(every, stored_texts, full), every, full)
    columns = ", ".join(edges.schema.names)
    store.register("edges", edges)
    store.register("night", night)
    store.register("new", new)
    other = store.sql(
        f"""
        with wanted as (
            select {columns} from edges where body_id_a in (from new) or body_id_b in (from new)
        )
        (from wanted except from night) union all (from night except from wanted)
        """
    ).fetchall()
    print(f"{'NOT ' if other else ''}the same as a full run's ({time.perf_counter() - started:.0f} s)", flush=True)


def _stored(folder: Path, count: int) -> tuple[list[str], duckdb.DuckDBPyConnection]:
    """Return ids and a store of so many comments, made up part by part; it stays in the folder."""
    import duckdb
    import pyarrow as pa
    from copied_comments import comments

    store = duckdb.connect(folder / "texts.duckdb", config={"memory_limit": "1GB"})
    store.execute("create table if not exists body (body_id varchar, cleaned varchar)")
    names = [f"{number:08d}" for number in range(count)]
    first = count % PART + PART if count > PART else count  # the new ones are the last: their originals are among these
    for part, start in enumerate(range(count - first, -1, -PART)):
        (held,) = store.execute("select count(*) from body where body_id = $1", [names[start]]).fetchall()
        if held == (0,):
            texts = comments(first if part == 0 else PART, seed=2, part=part)
            made = pa.table({"body_id": names[start : start + len(texts)], "cleaned": texts})
            store.register("made", made)
            store.execute("insert into body from made")
    return names, store


if __name__ == "__main__":
    main()
