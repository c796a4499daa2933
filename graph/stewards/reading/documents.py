"""Which source a document is a version of, and who publishes it."""

from __future__ import annotations

from collections.abc import Iterable

from stewards.namespaces import SOURCE
from stewards.reading.rows import tuples
from stewards.stores.store import Store

_PUBLISHERS = "SELECT ?document ?publisher WHERE { ?document dcterms:publisher ?publisher }"


def source_of(document: str) -> str:
    """Return the source whose version a document is: its versions and commits are one list."""
    return document.removeprefix(SOURCE).split("/")[0]


def publishers_of(store: Store, documents: Iterable[str]) -> dict[str, str]:
    """Return the name of who publishes each document, where that is known."""
    return {document: str(publisher) for document, publisher in tuples(store, _PUBLISHERS, "document", documents)}
