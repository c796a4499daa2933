"""Reads texts through mappings, for the tests of the mapping language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from stewards.errors import Problem
from stewards.model import Document, Record, Reference
from stewards.sources.input import Input
from stewards.sources.mapping import load_mapping, read_mapped, shipped_mapping

#: Who maintains what, the records that most tests read.
TENURE = """
entities:
  person: {kind: person, name: "{name}", github: "{login}"}
  project: {kind: project, name: "{project}", named-in: cncf}
records:
  - tenure: {who: person, at: project, role: maintainer}
"""


def input_of(path: Path, options: Mapping[str, str] | None = None, name: str = "sample") -> Input:
    return Input(Document(name, name, "table"), path, options or {})


def read(mapping: str, content: str, folder: Path, **options: str) -> tuple[list[Record], list[Problem]]:
    """Return the records and the problems of a file with this content."""
    path = folder / "sample"
    path.write_text(content, encoding="utf-8")
    source = input_of(path, options)
    return list(read_mapped(load_mapping(mapping), source)), source.problems


def read_shipped(format: str, path: Path, **options: str) -> tuple[list[Record], list[Problem]]:
    """Return what a shipped format reads from a file or folder."""
    source = input_of(path, options, format)
    return list(read_mapped(shipped_mapping(format), source)), source.problems


def told(record: Record) -> str:
    """Return a record as a short line: its type, the entities in it by name, its role and its time."""
    values = {name: getattr(record, name, None) for name in record.__dataclass_fields__}
    names = [value.name for value in values.values() if isinstance(value, Reference)]
    words = [str(values[key]) for key in ("role", "start", "end", "on") if values.get(key)]
    return " ".join([f"{type(record).__name__}:", " | ".join([*names, *words])])


def counts(records: list[Record]) -> dict[str, int]:
    """Return how many records there are of each type, tenures by role."""
    return dict(Counter(str(getattr(record, "role", "")) or type(record).__name__ for record in records))
