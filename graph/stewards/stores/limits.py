"""How much one query of a user may take: time, rows, memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stewards.errors import LimitError, RequestError
from stewards.terms import Rows, Stream, Term, Triples

#: As much as the system's own limits take, whether seconds, rows or megabytes.
_MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take before it is ended: seconds, rows (or triples) of its answer, megabytes of memory.

    The memory is what the query needs beside the graph itself; a quarter of it is the most that an answer may hold.
    """

    seconds: float = 30
    rows: int = 100_000
    megabytes: int = 1000

    def __post_init__(self) -> None:
        for name, value in (("time", self.seconds), ("row", self.rows), ("memory", self.megabytes)):
            if not 0 < value <= _MOST:  # nor is it NaN
                raise RequestError(f"--{name}-limit {value:g} is no limit: give a number above 0, at most {_MOST:,}")

    def checked(self, found: Stream) -> Stream:
        """Return an answer; raise :class:`LimitError` when it has too many triples, or where its rows are too many."""
        if isinstance(found, Triples) and found.text.count("\n") > self.rows:
            raise self.too_many()
        return Rows(found.columns, self._counted(found.rows)) if isinstance(found, Rows) else found

    def _counted(self, rows: Iterator[tuple[Term | None, ...]]) -> Iterator[tuple[Term | None, ...]]:
        for number, row in enumerate(rows):
            if number == self.rows:
                raise self.too_many()
            yield row

    def too_long(self, what: str) -> LimitError:
        """Return the error for a query (``what``), or another thing, that took too long."""
        limit = f"{self.seconds:g} s"
        return LimitError(f"{what} was ended after {limit}: ask for less, or raise the time limit (--time-limit)")

    def too_large(self) -> LimitError:
        """Return the error for an answer with too many bytes."""
        reason = f"the answer is larger than {self.answer // 1_000_000:,} MB"
        return LimitError(f"{reason}: ask for less, or raise the memory limit (--memory-limit)")

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
