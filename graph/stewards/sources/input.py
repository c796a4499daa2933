"""What a format module is given to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from stewards.errors import Problem
from stewards.model import Document, Record
from stewards.sources.reading import read_file

#: What a source says, by the document that says it.
Batches = dict[Document, list[Record]]


@dataclass(frozen=True, slots=True)
class Input:
    """A file or folder to be read as one version of one document.

    ``options`` are the catalogue's settings for the format (the foundation a landscape belongs to, for example).
    Rows that cannot be used are told to :meth:`report`; the rest of the source is still read.
    """

    document: Document
    path: Path
    options: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What messages call this source."""
        return self.document.name

    @property
    def location(self) -> str:
        """Where it is read from."""
        return str(self.path)

    def data(self) -> bytes:
        """Return the file's bytes; raise :class:`stewards.errors.SourceError` when it cannot be used."""
        return read_file(self.path, self.name)

    def files(self, pattern: str) -> Iterator[Input]:
        """Yield the files of a folder that match a glob, in order; a single file yields itself."""
        if not self.path.is_dir():
            yield self
            return
        for path in sorted(self.path.glob(pattern)):
            document = replace(self.document, name=f"{self.document.name}/{path.relative_to(self.path).as_posix()}")
            yield replace(self, document=document, path=path)

    def report(self, place: str, reason: str) -> None:
        """Note a row or value that cannot be used."""
        self.problems.append(Problem(self.name, place, reason))
