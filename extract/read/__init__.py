"""From one capture to raw records: the title, the comments, the links. Pure: no network, no clock, no state."""

from extract.read.limits import Limits
from extract.read.reading import PageLinks, read, read_links

__all__ = ["Limits", "PageLinks", "read", "read_links"]
