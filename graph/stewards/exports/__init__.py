"""The graph, or a part of it, as a file for other tools; the file's ending says in which form.

Each form is one module, with a function that writes a :class:`Content` to a file, and one line in :data:`FORMS`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from stewards.drafts import draft_of
from stewards.errors import RequestError
from stewards.exports import gexf, graphml, parquet, spreadsheet, statements
from stewards.exports.content import Content
from stewards.networks.network import Network
from stewards.stores.store import Store

#: File endings, each with what writes such a file.
FORMS: dict[str, Callable[[Content, Path], None]] = {
    ".ttl": partial(statements.write, form="ttl"),
    ".trig": partial(statements.write, form="trig"),
    ".nq": partial(statements.write, form="nq"),
    ".jsonld": partial(statements.write, form="jsonld"),
    ".graphml": graphml.write,
    ".gexf": gexf.write,
    ".csv": spreadsheet.write,
    ".parquet": parquet.write,
}


def export(store: Store, path: Path, network: Network | None = None) -> None:
    """Write a network of the graph to a file, or the whole graph where none is given.

    The file appears when it is complete. Raises :class:`RequestError` for an unknown ending, a missing folder, a file
    that cannot be written, and a form whose library is not installed.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise RequestError(f"{path.name}: the ending says the form: choose from {', '.join(FORMS)}")
    with draft_of(path) as draft:
        form(Content(store, network), draft)
