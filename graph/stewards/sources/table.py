"""A format nobody foresaw, read as a mapping of the user's own says.

Options: ``mapping``, the mapping file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from stewards.errors import SourceError
from stewards.model import Record
from stewards.sources.input import Input
from stewards.sources.mapping import load_mapping, read_mapped


def read(source: Input) -> Iterator[Record]:
    """Yield what the mapping finds; raise :class:`SourceError` for a wrong mapping, with all that is wrong in it."""
    options = dict(source.options)
    mapping = options.pop("mapping", "")
    if not mapping:
        raise SourceError.single(source.name, "a table needs a mapping: add --mapping FILE")
    yield from read_mapped(load_mapping(Path(mapping)), replace(source, options=options))
