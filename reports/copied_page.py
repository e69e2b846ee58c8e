"""Copied text: clusters of comments under several names that say the same, with what differs word by word.

Beside them one author's text under several titles, and lines that stand under many comments and make nobody a copy.
"""

from __future__ import annotations

from markupsafe import Markup

from reports.differences import compare
from reports.questions import Row, ask
from reports.rendering import Renderer, size
from warehouse.query import Release

CLUSTERS = 200
MEMBERS = 8
PAGE_BYTES = 240_000


def copied_page(renderer: Renderer, release: Release) -> bytes:
    """Render the page of copied text."""
    clusters = ask(release, "clusters", most=CLUSTERS)
    members: dict[str, list[Row]] = {}
    for row in ask(release, "cluster_members", clusters=[c["cluster_id"] for c in clusters], each=MEMBERS):
        members.setdefault(row["cluster_id"], []).append(row)
    shown: list[Markup] = []
    room = PAGE_BYTES
    for cluster in clusters:
        rows = members.get(cluster["cluster_id"], [])
        origin = rows[0]["body"] or "" if rows else ""
        copies = [
            row | {"pieces": compare(origin, row["body"] or "") if row["body"] != origin else None} for row in rows[1:]
        ]
        markup = renderer.part("cluster.html.j2", c=cluster, origin=rows[0] if rows else None, copies=copies)
        room -= size(markup)
        if room < 0:
            break
        shown.append(markup)
    count = ask(release, "cluster_count")[0]
    return renderer.page(
        "copied.html.j2",
        up="",
        here="copied",
        has_release=True,
        clusters=shown,
        count=count,
        syndicated=ask(release, "syndicated", most=60),
        lines=ask(release, "lines", most=60),
    )
