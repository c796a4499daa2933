"""Finds the files that ship with the package, in a wheel and in a checkout alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@cache
def folder(name: str) -> Path:
    """Return the shipped folder ``name``: ``facts``, ``sources``, ``ontology`` or ``queries``.

    The wheel carries ``ontology`` and ``queries`` inside the package; a checkout has them at its top.
    """
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent.parent / name
