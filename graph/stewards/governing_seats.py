"""The seats of every body that governs, read for the whole graph at once: who sits on several, and who meets there.

Reading the dates of all seats takes longer than an answer may; so who and where is read first, and the dates only of
those seats that can matter to what is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from stewards.holdings import Holding, in_force
from stewards.namespaces import BASE
from stewards.nodes import batched, read_times, select, swept
from stewards.positions import is_seat, seats_on
from stewards.store import Store
from stewards.validity import CERTAIN, NO, Times

#: The kinds of body that govern. Working groups, special interest groups and teams do the work.
KINDS = ("governing-board", "steering-committee", "technical-committee", "end-user-committee")

_VALUES = " ".join(f"<{BASE}bodytype/{kind}>" for kind in KINDS)
_OF_KIND = f"VALUES ?kind {{ {_VALUES} }} ?place org:classification ?kind"
_SEATS = f"""SELECT ?node ?holder ?place ?role WHERE {{
  {_OF_KIND} . ?node org:organization ?place ; org:member ?holder ; org:role ?role }}"""
_BODIES = f"SELECT ?place ?thing WHERE {{ {_OF_KIND} . OPTIONAL {{ ?place stw:governs ?thing }} }}"
_HOSTS = "SELECT ?node ?host ?project WHERE { ?node stw:hostedProject ?project ; stw:host ?host }"


@dataclass(slots=True)
class Seats:
    """Seats in force on a day; how many are first recorded later, and how many a body's newest list has no more."""

    held: list[Holding] = field(default_factory=list)
    later: int = 0
    left_over: int = 0


def every_seat(store: Store) -> list[Holding]:
    """Return the seats on bodies that govern, without their dates."""
    return store.recall("governing seats", lambda: _read(store))


def _read(store: Store) -> list[Holding]:
    behalf, seats = swept(store, "onBehalfOf"), swept(store, "fillsSeat")
    found = {}
    for row in select(store, _SEATS):
        node = str(row["node"])
        parties = str(row["holder"]), str(row["place"]), str(row["role"])
        found[node] = Holding(node, *parties, Times(), str(behalf.get(node, "")), str(seats.get(node, "")))
    return [seat for seat in found.values() if is_seat(seat)]


def bodies(store: Store) -> dict[str, set[str]]:
    """Return what each body that governs governs."""

    def read() -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in select(store, _BODIES):
            found[str(row["place"])] |= {str(row["thing"])} if row["thing"] else set()
        return dict(found)

    return store.recall("governing bodies", read)


def seats_in_force(store: Store, seats: Sequence[Holding], day: str) -> Seats:
    """Return which of some seats hold on a day ("" for ever), without what newer lists of a body do not confirm."""
    times = read_times(store, [seat.iri for seat in seats])
    held, later = in_force((replace(seat, times=times[seat.iri]) for seat in seats), day)
    doubtful = _doubtful(store, held, day)
    found = seats_on(store, doubtful, day, None) if doubtful else None
    rosters = {h.iri for place in doubtful for p in found.roster(place) for h in p.holdings} if found else set()
    sure = [seat for seat in held if seat.place not in doubtful or seat.iri in rosters]
    return Seats(sure, later, len({(h.holder, h.place) for h in held} - {(h.holder, h.place) for h in sure}))


def _doubtful(store: Store, held: Iterable[Holding], day: str) -> set[str]:
    """Return the bodies with a seat that their newest list may not confirm.

    It was last confirmed before the day and before another of the same body, or a later list does not have it any more.
    """
    if not day:
        return set()
    newest = store.recall("newest confirmations", lambda: _newest(store))

    def is_behind(seat: Holding) -> bool:
        seen, sure = seat.times.last_observed, seat.times.hold_on(day) == CERTAIN
        behind = (seen.first if seen else "") < min(day, newest.get(seat.place, ""))
        return (behind and not (sure and seat.times.start)) or (seat.times.absent is not None and not sure)

    return {seat.place for seat in held if is_behind(seat)}


def _newest(store: Store) -> dict[str, str]:
    """Return the last day for which a source confirms any seat of each body."""
    seen = swept(store, "lastObserved")
    newest: dict[str, str] = defaultdict(str)
    for seat in every_seat(store):
        newest[seat.place] = max(newest[seat.place], str(seen.get(seat.iri, "")))
    return newest


def hosts_of(store: Store, things: Iterable[str], day: str) -> dict[str, set[str]]:
    """Return who hosts, or may host, each of some projects on a day, else who ever did, else the thing itself."""
    wanted = set(things)
    rows = list(batched(store, _HOSTS, "project", wanted))
    times = read_times(store, {str(row["node"]) for row in rows})
    found: dict[str, set[str]] = defaultdict(set)
    ever: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        project, host = str(row["project"]), str(row["host"])
        ever[project].add(host)
        if not day or times[str(row["node"])].hold_on(day) != NO:
            found[project].add(host)
    return {thing: found.get(thing) or ever.get(thing) or {thing} for thing in wanted}
