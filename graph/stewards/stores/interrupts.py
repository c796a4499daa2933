"""Ctrl-C while the engine runs, which does not look for signals itself."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

#: Whether a block further out has seen to it already: an answer sends many short queries.
_within = False


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C end the process at once, unless whoever started it wants it to go on."""
    global _within
    if _within or signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        yield
        return
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    except ValueError:  # not the main thread, where signals never arrive
        yield
        return
    _within = True
    try:
        yield
    finally:
        _within = False
        signal.signal(signal.SIGINT, before)
