"""Parquet: the table of relations for pandas, DuckDB, Spark and the like. The one module that imports pyarrow."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from stewards.errors import RequestError
from stewards.exports.content import COLUMNS, COUNTS, DAYS, Content, rows


def write(content: Content, path: Path) -> None:
    """Write a network to a Parquet file, a row a relation.

    Raises :class:`RequestError` where pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise RequestError("Parquet needs pyarrow, which is not installed: pip install 'stewards[parquet]'") from None
    kinds = dict.fromkeys(COUNTS, pyarrow.int32()) | dict.fromkeys(DAYS, pyarrow.date32())
    schema = pyarrow.schema([(column, kinds.get(column, pyarrow.string())) for column in COLUMNS])
    columns = list(zip(*rows(content.network()), strict=True)) or [()] * len(COLUMNS)
    values = {
        column: [date.fromisoformat(str(cell)) if cell else None for cell in cells] if column in DAYS else cells
        for column, cells in zip(COLUMNS, columns, strict=True)
    }
    table = pyarrow.table(values, schema=schema)
    parquet.write_table(table, path, compression="zstd")
