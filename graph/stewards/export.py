"""The graph as a file for other tools; the file's ending says in which form."""

from __future__ import annotations

from pathlib import Path

from stewards.errors import RequestError
from stewards.store import Store

#: File endings, each with the form it stands for and whether that form can hold named graphs.
ENDINGS = {".ttl": ("ttl", False), ".trig": ("trig", True), ".nq": ("nq", True), ".jsonld": ("jsonld", True)}


def export(store: Store, path: Path) -> None:
    """Write the graph: all graphs where the form can hold them, else the resolved whole.

    The file appears when it is complete. Raises :class:`RequestError` for an unknown ending or a missing folder.
    """
    if path.suffix not in ENDINGS:
        raise RequestError(f"{path.name}: the ending says the form: choose from {', '.join(ENDINGS)}")
    if not path.parent.is_dir():
        raise RequestError(f"{path}: there is no folder {path.parent}")
    form, graphs = ENDINGS[path.suffix]
    draft = path.with_name(f".{path.name}.part")
    try:
        store.export(draft, form, graph=None if graphs else "")
        draft.replace(path)
    except OSError as error:
        raise RequestError(f"{path}: cannot be written: {error.strerror}") from None
    finally:
        draft.unlink(missing_ok=True)
