"""An update of a user's own, run on the graph in a folder or at an endpoint."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from stewards.errors import RequestError, StoreError, UnansweredError
from stewards.generations import Generations
from stewards.guard import refuse_query, refuse_reaching_out
from stewards.limits import Limits
from stewards.locations import folder_of, is_endpoint


@dataclass(frozen=True, slots=True)
class Written:
    """How many statements a store held before an update, and after it."""

    before: int
    after: int


def update(location: str, text: str, limits: Limits, *, address: str = "", wait: float = 0) -> Written | None:
    """Run an update; return what it changed in a folder, None at an endpoint.

    In a folder it is run on a copy of the build in force, which then takes that build's place: when anything fails,
    nothing was written. At an endpoint it is sent once, to ``address`` where that is not the usual one. Raises
    :class:`stewards.errors.QueryError` for what is no update, or not allowed, :class:`stewards.errors.LimitError`,
    :class:`StoreError`, and :class:`RequestError` for a graph in memory.
    """
    refuse_query(text)
    refuse_reaching_out(text)
    if is_endpoint(location):
        _send(location, text, limits, address)
        return None
    home = folder_of(location)
    if home is None:
        raise RequestError("a graph in memory is gone when the command ends: name a folder to write to with --store")
    return _update_folder(home, text, limits, wait)


def _update_folder(home: Path, text: str, limits: Limits, wait: float) -> Written:
    from stewards.bounded import update as run
    from stewards.manifest import refuse_damage
    from stewards.summary import read_summary, save_summary

    generations = Generations(home)
    with generations.writing(wait) as fresh:
        current = generations.current()
        if current is None:
            raise StoreError(f"{home}: nothing has been built here")
        shutil.copytree(current, fresh, dirs_exist_ok=True)
        refuse_damage(fresh)  # or it would be sealed as if it were whole
        summary = read_summary(fresh)
        before, summary.quads = summary.quads, run(fresh / "store", text, limits)
        save_summary(summary, fresh)
    return Written(before, summary.quads)


def _send(location: str, text: str, limits: Limits, address: str) -> None:
    """Send an update, which may be one that cannot be run twice: so only once."""
    from stewards.destination import Addresses, Destination
    from stewards.namespaces import sparql_prologue
    from stewards.transport import Patience

    to = Destination(Addresses.of(location, address), Patience(limits.seconds, attempts=1))
    try:
        to.update(sparql_prologue() + text)
    except UnansweredError as error:
        reason = "whether the update was done is not known: look before you send it again"
        raise StoreError(f"{error}; {reason}") from None
