"""What an operator can do wrong when asking for a report."""

from __future__ import annotations


class ReportError(Exception):
    """A report cannot be made; one sentence that says why and what to do."""
