"""From the published warehouse and the run's facts to pages, summaries and exports.

Reads the warehouse through `warehouse.query` only; touches no network, neither when a report is made nor when it is
looked at. The same release, facts, time and settings make the same bytes.
"""

from reports.build import build_report, title_page
from reports.errors import ReportError

__all__ = ["ReportError", "build_report", "title_page"]
