"""CSV: one table of relations, for spreadsheets and for pandas."""

from __future__ import annotations

from pathlib import Path

from stewards.exports.content import COLUMNS, Content, rows
from stewards.tables import to_csv


def write(content: Content, path: Path) -> None:
    """Write a network to a CSV file, a row a relation; a cell that would run as a formula is made a text."""
    table = list(rows(content.network()))
    path.write_text(to_csv(COLUMNS, table), encoding="utf-8", newline="")
