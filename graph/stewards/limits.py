"""How much one query of a user may take: time, rows, memory."""

from __future__ import annotations

from dataclasses import dataclass

from stewards.errors import LimitError
from stewards.terms import Result, Table, Triples


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take before it is ended: seconds, rows (or triples) of its answer, megabytes of memory.

    The memory is what the query needs beside the graph itself; a quarter of it is the most that an answer may hold.
    """

    seconds: float = 30
    rows: int = 100_000
    megabytes: int = 1000

    def checked(self, found: Result) -> Result:
        """Return an answer; raise :class:`LimitError` when it has too many rows."""
        rows = (
            len(found.rows) if isinstance(found, Table) else found.text.count("\n") if isinstance(found, Triples) else 1
        )
        if rows > self.rows:
            raise self.too_many()
        return found

    def too_many(self) -> LimitError:
        """Return the error for an answer with too many rows."""
        return LimitError(
            f"the answer has more than {self.rows:,} rows: add a LIMIT, or raise the row limit (--row-limit)"
        )

    @property
    def memory(self) -> int:
        """The memory in bytes."""
        return self.megabytes * 1_000_000

    @property
    def answer(self) -> int:
        """The largest answer, in bytes."""
        return self.memory // 4
