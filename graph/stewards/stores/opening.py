"""Opening the build in force in a folder, or one that another process is making."""

from __future__ import annotations

import time
from pathlib import Path

from stewards.errors import StoreError
from stewards.stores.generations import Generations
from stewards.stores.store import OxigraphStore

#: How long to wait for another process that builds the shipped facts, which takes about a second, in seconds.
FIRST_BUILD = 30
#: And for one that builds a mirror, which takes minutes.
MIRROR_BUILD = 900


def in_force(home: Path) -> OxigraphStore | None:
    """Open the build in force, None where nothing has been built."""
    generations = Generations(home)
    while current := generations.current():
        try:
            return OxigraphStore(current / "store", read_only=True)
        except StoreError:
            if generations.current() == current:
                raise  # else two builds overtook this reader, and the second removed what it was about to open
    return None


def waited_for(home: Path, seconds: float) -> OxigraphStore | None:
    """Open the first build of a store when another process has finished it, None when it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if (store := in_force(home)) is not None:
            return store
        time.sleep(0.1)
    return None
