"""CSV: one table of relations, for spreadsheets and for pandas."""

from __future__ import annotations

from pathlib import Path

from stewards.commands.tables import to_csv
from stewards.exports.content import COLUMNS, Content, rows


def write(content: Content, path: Path) -> None:
    """Write a network to a CSV file, a row a relation; a cell that would run as a formula is made a text."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(to_csv(COLUMNS, rows(content.network())))
