"""Formats written as mapping files: how to read a file, which rows it has, and which records each row makes.

The language is described in ``docs/mapping.md``, and for editors in ``schema.json``.
"""

from stewards.sources.mapping.loading import Mapping, load_mapping, shipped_mapping
from stewards.sources.mapping.running import read_mapped

__all__ = ["Mapping", "load_mapping", "read_mapped", "shipped_mapping"]
