"""What was read from each source, kept beside a build, so that another source can be added without reading all again.

A kept source is a JSON Lines file: its settings, then a line a document with the document's records.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from stewards.errors import StoreError
from stewards.events import NODE_TYPES
from stewards.model import Document, Profile, Record, Reference
from stewards.sources.input import Batches
from stewards.values import Period

_RECORDS: dict[str, type[Record]] = {cls.__name__: cls for cls in (*NODE_TYPES, Profile)}
_DEFAULTS = {cls: tuple((spec.name, spec.default) for spec in fields(cls)) for cls in (*_RECORDS.values(), Document)}


@dataclass(slots=True)
class KeptSource:
    """One source as it was last read: where it came from, what it said, and the rows that could not be used."""

    name: str
    format: str
    location: str
    batches: Batches = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Number of records."""
        return sum(map(len, self.batches.values()))


def save(source: KeptSource, folder: Path) -> None:
    """Write a source into a folder of kept sources."""
    with (folder / f"{source.name}.jsonl").open("w", encoding="utf-8") as stream:
        head = {"name": source.name, "format": source.format, "location": source.location, "problems": source.problems}
        stream.write(json.dumps(head) + "\n")
        for document, records in source.batches.items():
            line = {"document": _pack(document), "records": [_pack(record) for record in records]}
            stream.write(json.dumps(line, separators=(",", ":")) + "\n")


def load(path: Path) -> KeptSource:
    """Read one kept source; raise :class:`StoreError` when the file is not whole."""
    try:
        with path.open(encoding="utf-8") as stream:
            source = KeptSource(**json.loads(stream.readline()))
            for line in stream:
                entry = json.loads(line)
                source.batches[_unpack(entry["document"])] = [_unpack(record) for record in entry["records"]]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{path}: a kept source cannot be read ({error}): remove the store, then build anew") from None
    return source


def load_all(folder: Path) -> Iterator[KeptSource]:
    """Yield the kept sources of a folder in order of name."""
    for path in sorted(folder.glob("*.jsonl")):
        yield load(path)


def _pack(value: Any) -> Any:
    if isinstance(value, Reference):
        return {"": "Reference", "v": [value.kind, value.name, value.identifiers]}
    if isinstance(value, Period):
        return {"": "Period", "v": [value.first, value.last]}
    if isinstance(value, Record | Document):
        packed: dict[str, Any] = {"": type(value).__name__}
        for name, default in _DEFAULTS[type(value)]:
            item = getattr(value, name)
            if item is not default and item != default:
                packed[name] = item if isinstance(item, str) else _pack(item)
        return packed
    if isinstance(value, tuple):
        return [_pack(item) for item in value]
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpack(item) for item in value)
    if not isinstance(value, dict):
        return value
    kind = value.pop("")
    if kind == "Reference":
        return Reference(value["v"][0], value["v"][1], tuple((scheme, text) for scheme, text in value["v"][2]))
    if kind == "Period":
        return Period(*value["v"])
    made: Any = Document if kind == "Document" else _RECORDS[kind]
    return made(**{name: _unpack(item) for name, item in value.items()})
