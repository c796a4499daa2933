"""Python's search for reference cycles, paused where it finds nothing and costs much."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """Pause the search: records are many and have no cycles.

    Measured on the mirror: a build takes 15 % less time, and no answer waits 0.1 to 0.2 s for a search through what is
    kept of earlier ones.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
