"""Everything that can go wrong in a way a user can mend.

Each message is one line: what was read, where in it, what is wrong, what to do. The command line prints it
and exits with :attr:`StewardsError.exit_status`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class StewardsError(Exception):
    """Base of every error that Stewards raises on purpose."""

    exit_status = 1


class RequestError(StewardsError):
    """The request is at fault: an unknown name, a bad date, a missing file."""

    exit_status = 2


class UnknownEntityError(RequestError):
    """No entity, or several, answer to the name that was given."""


class QueryError(RequestError):
    """A SPARQL query that does not parse, or asks for what is not allowed."""


class LimitError(QueryError):
    """A query that takes more time, rows or memory than it may."""


class StoreError(StewardsError):
    """The store cannot be read or written."""


class UnansweredError(StoreError):
    """An endpoint was asked and did not answer: what was asked of it may have been done."""


class StoreBusyError(StoreError):
    """Another process is building into the same store."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one place of a source.

    ``place`` is a locator into the source ("line 12", "row 40"), empty when the whole source is meant.
    """

    source: str
    place: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.source}, {self.place}" if self.place else self.source
        return f"{where}: {self.reason}"


class SourceError(RequestError):
    """A source that cannot be used, with every problem found in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def single(cls, source: str, reason: str, place: str = "") -> SourceError:
        """Return the error for one problem."""
        return cls([Problem(source, place, reason)])
