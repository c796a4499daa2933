"""Pictures for papers and slides: of a network, and of a body's seats or a project's maintainers over time."""

from __future__ import annotations

from collections.abc import Callable

from stewards.errors import RequestError
from stewards.pictures import shares, timeline
from stewards.pictures.canvas import Picture as Picture
from stewards.pictures.moments import History, history
from stewards.reading.entities import find
from stewards.stores.store import Store

#: What can be drawn over time, by name.
PICTURES: dict[str, Callable[[Store, History], Picture]] = {
    "timeline": timeline.draw,
    "shares": shares.draw,
}


def picture(store: Store, name: str, place: str, lens: str | None = None, since: str = "", until: str = "") -> Picture:
    """Draw one of :data:`PICTURES` of the body or project that ``place`` names.

    ``lens`` is one of :data:`stewards.reading.lenses.LENSES`; ``since`` and ``until`` are ISO days, "" for the first
    that is known and for today. Raises :class:`RequestError` for an unknown picture, place, lens or day, and where
    nothing is known.
    """
    if name not in PICTURES:
        raise RequestError(f"there is no picture {name!r}: choose from {', '.join(PICTURES)}")
    found = find(store, place, ("body", "project"))
    return PICTURES[name](store, history(store, found, lens, since, until))
