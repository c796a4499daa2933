"""Where a graph can be: in a folder, in memory, or at an endpoint."""

from __future__ import annotations

import os
from pathlib import Path

from stewards.errors import RequestError

MEMORY = "memory:"


def default_location() -> str:
    """Return ``$STEWARDS_STORE``, else the user's data folder."""
    if location := os.environ.get("STEWARDS_STORE"):
        return location
    from platformdirs import user_data_path

    return str(user_data_path("stewards") / "store")


def folder_of(location: str) -> Path | None:
    """Return the folder a location names, None for memory; raise :class:`RequestError` for an endpoint."""
    if location == MEMORY:
        return None
    if is_endpoint(location):
        from stewards.endpoints.access import Access

        name = Access.to(location, {}).name
        raise RequestError(f"{name} is an endpoint, which can be asked but not built into: name a folder")
    return Path(location).expanduser()


def is_endpoint(location: str) -> bool:
    """Return whether a location is a SPARQL endpoint."""
    return location.startswith(("http://", "https://"))
