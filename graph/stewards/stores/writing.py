"""An update of a user's own, run on the graph in a folder or at an endpoint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from stewards.errors import QueryError, RequestError, StoreError
from stewards.stores.generations import Generations
from stewards.stores.guard import refuse_query, refuse_reaching_out, without_texts
from stewards.stores.limits import Limits
from stewards.stores.locations import folder_of
from stewards.stores.store import OxigraphStore, Store

#: What may stand before an update, and says nothing alone; IRIs have been taken out.
_PROLOGUE = re.compile(r"\s|BASE\b|PREFIX\s+[^\s:]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """How many statements a store held before an update, and after it."""

    before: int
    after: int


def update(
    store: Store, location: str, text: str, limits: Limits, *, address: str = "", wait: float = 0
) -> Written | None:
    """Run an update; return what it changed in a folder, None at an endpoint.

    In a folder it is run on a copy of the build in force, which then takes that build's place: when anything fails,
    nothing was written. At an endpoint it is sent once, to ``address`` where that is not the usual one. Raises
    :class:`stewards.errors.QueryError` for what is no update, or not allowed, :class:`stewards.errors.LimitError`,
    :class:`StoreError`, and :class:`RequestError` for a graph in memory.
    """
    refuse_query(text)
    refuse_reaching_out(text)
    if not _PROLOGUE.sub("", without_texts(text)):
        raise QueryError("the update is empty: there is nothing to write")
    if not isinstance(store, OxigraphStore):
        from stewards.endpoints.remote import RemoteStore

        assert isinstance(store, RemoteStore)
        store.update(text, limits, address)
        return None
    if address:
        raise RequestError(f"--update says where an endpoint takes updates, and {location} is none: leave it out")
    home = folder_of(location)
    if home is None:
        raise RequestError("a graph in memory is gone when the command ends: name a folder to write to with --store")
    return _update_folder(home, text, limits, wait)


def _update_folder(home: Path, text: str, limits: Limits, wait: float) -> Written:
    from stewards.stores.bounded import update as run
    from stewards.stores.manifest import copy_build, refuse_damage
    from stewards.summary import read_summary, save_summary

    generations = Generations(home)
    with generations.writing(wait) as fresh:
        current = generations.current()
        if current is None:
            raise StoreError(f"{home}: nothing has been built here")
        copy_build(current, fresh)
        refuse_damage(fresh)  # or it would be sealed as if it were whole
        summary = read_summary(fresh)
        before, summary.quads = summary.quads, run(fresh / "store", text, limits)
        summary.written_to = True
        save_summary(summary, fresh)
    return Written(before, summary.quads)
