"""Python's cyclic garbage collector, held where it would look in vain."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Hold the cyclic garbage collector while many objects are made that all stay alive; then leave it as it was.

    Each of its looks at them would be in vain: a tenth of reading a page, half of clustering a million pairs. What lies
    in rings waits until the collector looks again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
