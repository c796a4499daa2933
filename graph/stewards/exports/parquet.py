"""Parquet: the table of relations for pandas, DuckDB, Spark and the like. The one module that imports pyarrow."""

from __future__ import annotations

from pathlib import Path

from stewards.errors import RequestError
from stewards.exports.content import COLUMNS, COUNTS, Content, rows


def write(content: Content, path: Path) -> None:
    """Write a network to a Parquet file, a row a relation.

    Raises :class:`RequestError` where pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise RequestError("Parquet needs pyarrow, which is not installed: pip install 'stewards[parquet]'") from None
    fields = [(column, pyarrow.int32() if column in COUNTS else pyarrow.string()) for column in COLUMNS]
    columns = list(zip(*rows(content.network()), strict=True)) or [()] * len(COLUMNS)
    table = pyarrow.table(dict(zip(COLUMNS, columns, strict=True)), schema=pyarrow.schema(fields))
    parquet.write_table(table, path, compression="zstd")
