"""The archive of pages as received (WARC), and the ledger that is its index."""

from extract.archive.entry import Entry, Facts, HostFacts, Pause, ThreadOfNight
from extract.archive.imports import Imported, import_warc
from extract.archive.indexing import Recovery
from extract.archive.store import Archive, ArchiveError, ArchiveInUse, NoSuchCapture
from extract.archive.verifying import Problem, Verified, verify

__all__ = [
    "Archive",
    "ArchiveError",
    "ArchiveInUse",
    "Entry",
    "Facts",
    "HostFacts",
    "Imported",
    "NoSuchCapture",
    "Pause",
    "Problem",
    "Recovery",
    "ThreadOfNight",
    "Verified",
    "import_warc",
    "verify",
]
