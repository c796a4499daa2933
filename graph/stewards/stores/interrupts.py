"""Ctrl-C while the engine runs, which does not look for signals itself."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C end the process at once, unless whoever started it wants it to go on."""
    if signal.getsignal(signal.SIGINT) in (signal.SIG_IGN, None):  # None where another program than Python set it
        yield
        return
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    except ValueError:  # not the main thread, where signals never arrive
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
