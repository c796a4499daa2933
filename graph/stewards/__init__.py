"""Stewards: who governs open source, as a knowledge graph with dates and evidence.

>>> import stewards
>>> graph = stewards.open()
>>> graph.ask("board", "PyTorch Foundation", as_of="2022-10-01")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stewards.graph import Graph

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(location: str | None = None) -> Graph:
    """Open a graph: a folder, ``"memory:"``, or the default store when nothing is named.

    Where nothing has been built yet, the facts that ship with the package are built first.
    Raises :class:`stewards.errors.StoreError` when the location cannot be read.
    """
    from stewards.graph import open_graph  # imported late, so that `import stewards` stays instant

    return open_graph(location)
