"""Stewards: who governs open source, as a knowledge graph with dates and evidence.

>>> import stewards
>>> graph = stewards.open()
>>> graph.ask("board", "PyTorch Foundation", as_of="2022-10-01")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from stewards.graph import Graph

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(location: str | None = None, mirror: str | Path | None = None) -> Graph:
    """Open a graph: a folder, ``"memory:"``, or the default store when nothing is named.

    Where nothing has been built yet, the facts that ship with the package are built first; with a ``mirror``, a folder
    of repository copies, also the sources of the catalogue that are found there.
    Raises :class:`stewards.errors.StoreError` when the location cannot be read.
    """
    from stewards.graph import open_graph  # imported late, so that `import stewards` stays instant

    return open_graph(location, mirror)


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook the magics ``%ask`` and ``%%sparql``: ``%load_ext stewards`` calls this."""
    from stewards.notebook import load

    load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Take the completion of the magics away again: ``%unload_ext stewards`` calls this."""
    from stewards.notebook import unload

    unload(shell)
