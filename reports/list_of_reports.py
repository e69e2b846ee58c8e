"""The list of all reports that are kept, beside them: one line each, newest first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reports.rendering import Renderer
from reports.writing import kept_reports

MOST = 400


def write_list(renderer: Renderer, reports: Path) -> Path:
    """Write `reports/index.html` from what the reports' summaries say."""
    entries = [{"run_id": name, **_said(reports / name)} for name in reversed(kept_reports(reports)[-MOST:])]
    target, beside = reports / "index.html", reports / ".index.new"
    beside.write_bytes(
        renderer.page("reports.html.j2", up="latest/", here="reports", has_release=False, entries=entries)
    )
    return beside.replace(target)


def _said(report: Path) -> dict[str, Any]:
    try:
        summary = json.loads((report / "summary.json").read_bytes())
        return {"status": str(summary["status"]), "sentence": str(summary["sentence"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"status": "unknown", "sentence": ""}
