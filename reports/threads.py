"""A thread in its order: comments under what they answer, flat, with the depth that is shown.

Pure, and safe from what a page can claim: parents that are not there, loops, chains of any length.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

DEEPEST = 6  # steps of indentation; deeper replies stand there too and name whom they answer

Row = dict[str, Any]


def in_order(comments: Sequence[Row]) -> list[tuple[Row, int]]:
    """Comments with their depth, replies behind what they answer; the order given rules among equals."""
    by_id = {row["comment_id"]: row for row in comments}
    replies: dict[str | None, list[Row]] = {}
    for row in comments:
        parent = row["parent_comment_id"]
        replies.setdefault(parent if parent in by_id and parent != row["comment_id"] else None, []).append(row)
    placed: set[str] = set()
    ordered = list(_walk(replies.get(None, ()), replies, placed))
    for row in comments:  # comments that answer each other in a circle
        if row["comment_id"] not in placed:
            ordered.extend(_walk([row], replies, placed))
    return ordered


def _walk(roots: Iterable[Row], replies: dict[str | None, list[Row]], placed: set[str]) -> Iterable[tuple[Row, int]]:
    waiting = [(row, 0) for row in reversed(list(roots))]
    while waiting:
        row, depth = waiting.pop()
        if row["comment_id"] in placed:
            continue
        placed.add(row["comment_id"])
        yield row, depth
        waiting.extend((reply, depth + 1) for reply in reversed(replies.get(row["comment_id"], [])))
