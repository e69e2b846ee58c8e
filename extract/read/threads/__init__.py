"""The thread of a page: every comment under it, from profile, engine, structured data or the generic finder.

Never needs a host's name, never touches network, clock or files, and says why where it gives nothing.
"""

from __future__ import annotations

from extract.read.threads.finding import ThreadResult, find_comments

__all__ = ["ThreadResult", "find_comments"]
