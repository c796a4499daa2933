"""The formats that Stewards reads: each is one module and one line in :data:`FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from stewards.errors import RequestError
from stewards.model import Record
from stewards.sources.input import Batches, Input

Reader = Callable[[Input], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of source. Its module is imported when it is first used."""

    name: str
    title: str
    module: str
    #: For a format that asks a SPARQL endpoint: the one it asks when no other is named. It is never fetched as a file.
    endpoint: str = ""

    def read(self, source: Input) -> Batches:
        """Return what ``source`` says, by document.

        Raises :class:`stewards.errors.SourceError` when the source as a whole is not of this format; rows that cannot
        be read are reported to ``source.problems``.
        """
        module = import_module(self.module)
        if hasattr(module, "read_documents"):
            return cast(Batches, module.read_documents(source))
        return {source.document: list(cast(Reader, module.read)(source))}


FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format("facts", "curated facts in YAML, each with its source", "stewards.sources.facts"),
        Format("landscape", "landscape.yml: members and projects of a foundation", "stewards.sources.landscape"),
        Format("cncf-maintainers", "project-maintainers.csv of the CNCF", "stewards.sources.cncf_maintainers"),
        Format(
            "wikidata",
            "Wikidata's query service, or an endpoint of its shape",
            "stewards.sources.wikidata",
            endpoint="https://query.wikidata.org/sparql",
        ),
    )
}


def find_format(name: str) -> Format:
    """Return the format called ``name``; raise :class:`RequestError` that lists the known ones."""
    try:
        return FORMATS[name]
    except KeyError:
        raise RequestError(f"there is no format {name!r}: choose from {', '.join(FORMATS)}") from None
