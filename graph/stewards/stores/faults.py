"""What goes wrong in the engine, in words."""

from __future__ import annotations

from stewards.errors import QueryError, StoreError

#: What the engine raises where a query, or the store, is at fault.
FAULTS = (SyntaxError, RuntimeError, OSError)


def in_words(fault: Exception, what: str = "query") -> QueryError | StoreError:
    """Return the error that tells of a query, or an update (``what``), that the engine did not run."""
    reason = str(fault).splitlines()[0]
    if isinstance(fault, SyntaxError):
        return QueryError(f"the {what} is not valid SPARQL: {reason}")
    if isinstance(fault, OSError) or not reason.startswith("The "):  # "Corruption: ...", where a file is damaged
        return StoreError(f"the {what} failed in the store: {reason}")
    return QueryError(f"the {what} cannot be run: {reason}")


def not_taken(fault: Exception) -> StoreError:
    """Return the error that tells of quads that the engine did not load."""
    if isinstance(fault, OSError):  # "IO error: While appending to file: PATH: No space left on device"
        return StoreError(f"no room for the quads of a graph: {str(fault).removeprefix('IO error: ')}")
    return StoreError(f"the store did not take the quads: {fault.args[0]}")
