"""From a comment or title back to what it was read from: raw text, capture, place in the archive, rules. Offline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from warehouse.errors import UnknownName
from warehouse.query import Release
from warehouse.schema import scripts

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lineage:
    """All that stands behind one comment or title.

    `present` is its row in `comment` or `title`; `raw` the text as the page had it. `revisions` are its observed
    states, oldest first, each with its capture: url, fetched_at, and the archive file and offset that hold the bytes.
    """

    entity: Literal["comment", "title"]
    entity_id: str
    present: Row
    raw: str | None
    revisions: Sequence[Row]
    changes: Sequence[Row]
    repeats: Sequence[Row] = ()
    date_order: Row | None = None
    duplicate: Row | None = None


def lineage(release: Release, wanted: str) -> Lineage:
    """Find a comment or title by its id, the site's own id, its permalink or canonical URL, and all behind it.

    Raises UnknownName where there is none, or more than one.
    """
    found = _rows(release, "find", wanted=wanted)
    if not found:
        raise UnknownName(f"there is no comment or title {wanted} in {release.path.name}; ids are in comment and title")
    if len(found) > 1:
        ids = ", ".join(f"{row['entity']} {row['entity_id']}" for row in found[:5])
        raise UnknownName(f"{wanted} stands for {len(found)} things: {ids}; name one by its id")
    entity, entity_id = found[0]["entity"], found[0]["entity_id"]
    changes = _rows(release, "changes", id=entity_id)
    if entity == "title":
        present = _rows(release, "title", id=entity_id)[0]
        return Lineage(
            "title", entity_id, present, present["synopsis"], _rows(release, "title_revisions", id=entity_id), changes
        )
    present = _rows(release, "comment", id=entity_id)[0]
    orders = _rows(release, "date_order", site_id=present["site_id"], shape=present["posted_shape"])
    copies = _rows(release, "duplicate", id=entity_id)
    return Lineage(
        entity="comment",
        entity_id=entity_id,
        present=present,
        raw=release.value("select raw from body where body_id = $id", {"id": present["body_id"]}),
        revisions=_rows(release, "comment_revisions", id=entity_id),
        changes=changes,
        repeats=_rows(release, "repeats", id=entity_id),
        date_order=orders[0] if orders else None,
        duplicate=copies[0] if copies else None,
    )


def _rows(release: Release, name: str, **params: object) -> list[dict[str, Any]]:
    sql = next(script.sql for script in scripts("lineage") if script.name == name)
    return release.rows(sql, params)
