"""The data dictionary: every table and view with what its comments say, and how each view is made."""

from __future__ import annotations

from reports.rendering import Renderer
from warehouse.query import Release


def dictionary_page(renderer: Renderer, release: Release) -> bytes:
    """Render the dictionary from `COMMENT ON`; tables for people come first."""
    entries = sorted(release.dictionary(), key=lambda entry: (entry["schema_name"] != "main", entry["name"]))
    tables = [
        entry
        | {
            "shown": entry["name"] if entry["schema_name"] == "main" else f"{entry['schema_name']}.{entry['name']}",
            "anchor": f"{entry['schema_name']}-{entry['name']}",
        }
        for entry in entries
    ]
    return renderer.page("dictionary.html.j2", up="", here="dictionary", has_release=True, tables=tables)
