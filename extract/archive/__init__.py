"""The archive of pages as received (WARC), and the ledger that is its index."""

from extract.archive.entry import Entry, Facts, HostFacts, Pause, ThreadOfNight
from extract.archive.store import Archive, ArchiveError, ArchiveInUse, NoSuchCapture, Recovery

__all__ = [
    "Archive",
    "ArchiveError",
    "ArchiveInUse",
    "Entry",
    "Facts",
    "HostFacts",
    "NoSuchCapture",
    "Pause",
    "Recovery",
    "ThreadOfNight",
]
