"""Proves a store whole: every file of its builds is as it was written, and they hold what the build's summary says."""

from __future__ import annotations

from pathlib import Path

from stewards.errors import StoreError
from stewards.identity.registry import load_registry
from stewards.identity.review import load_review
from stewards.sources import kept
from stewards.stores.generations import Generations
from stewards.stores.locations import MEMORY, folder_of, is_endpoint
from stewards.stores.locks import Lease
from stewards.stores.manifest import damage
from stewards.stores.store import OxigraphStore
from stewards.summary import read_summary


def find_damage(location: str) -> list[tuple[str, str]]:
    """Return what is damaged in the builds of a store, each with the place and what is wrong.

    A store in memory or at an endpoint has no files, and one that has not been built yet nothing to prove. Raises
    :class:`StoreError` when the build in force is not there at all.
    """
    home = None if location == MEMORY or is_endpoint(location) else folder_of(location)
    builds = [build for build in (Generations(home).current(), Generations(home).previous()) if build] if home else []
    leases = [Lease(build / "store") for build in builds]
    found = [(f"{build.name}/{name}", wrong) for build in builds for name, wrong in damage(build)]
    found = found or [(build.name, wrong) for build in builds for wrong in _contradictions(build)]
    del leases
    return found


def _contradictions(build: Path) -> list[str]:
    """Return where a build's parts do not tell the same story."""
    try:
        summary = read_summary(build)
        sizes = {source.name: source.size for source in kept.load_all(build / "sources")}
        load_registry(build)
        load_review(build)
        quads = len(OxigraphStore(build / "store", read_only=True))
    except StoreError as error:
        return [str(error)]
    wrong = [
        f"{entry.name}: {sizes.get(entry.name, 0):,} records are kept, and the build read {entry.records:,}"
        for entry in summary.sources
        if sizes.get(entry.name, 0) != entry.records
    ]
    if quads != summary.quads:
        wrong.append(f"the store holds {quads:,} statements, and the build wrote {summary.quads:,}")
    return wrong
