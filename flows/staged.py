"""The rows of one site's night on their way to the warehouse, by staged table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Rows = dict[str, list[Row]]


@dataclass(slots=True)
class StagedSite:
    """Rows by staged table."""

    rows: Rows = field(default_factory=dict)

    def add(self, table: str, row: Row) -> None:
        """Put one row behind the others of its table."""
        self.rows.setdefault(table, []).append(row)

    def take(self, other: StagedSite) -> None:
        """Put all rows of another behind these."""
        for table, rows in other.rows.items():
            self.rows.setdefault(table, []).extend(rows)

    def reject(
        self, site_id: str, stage: str, reason: str, capture_id: str, title_id: str | None, raw: str | None
    ) -> None:
        """Put down what could not be read; `raw` is the text or a piece of it."""
        self.add(
            "reject",
            {
                "site_id": site_id,
                "stage": stage,
                "reason": reason,
                "capture_id": capture_id or None,
                "title_id": title_id,
                "raw": (raw or "")[:2000],
            },
        )
