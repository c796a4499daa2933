"""A built graph with one source left out, beside the one in force, which stays as it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from stewards.build import build
from stewards.identity.review import decisions_path
from stewards.plans import source_to_drop
from stewards.stores.generations import Generations
from stewards.stores.store import Store


@contextmanager
def reduced(location: str, name: str) -> Iterator[Store]:
    """Give the graph of all sources of a store but one: who is who, and what holds when, is told anew without it.

    Raises :class:`stewards.errors.RequestError` for a source that is not loaded or cannot be left out.
    """
    home = source_to_drop(location, name)
    current = Generations(home).current()
    assert current is not None
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(current, copy / current.name, ignore=shutil.ignore_patterns("store"))
        (copy / "current").write_text(current.name, encoding="ascii")
        decisions = decisions_path(home)
        if decisions and decisions.exists() and decisions.parent == home:
            shutil.copy(decisions, copy)
        store, _ = build(copy, [], drop=name)
        yield store
        del store
