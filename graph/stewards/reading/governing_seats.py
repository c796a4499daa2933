"""The seats of every body that governs, read for the whole graph at once: who sits on several, and who meets there.

Reading the dates of all seats takes longer than an answer may; so who and where is read first, and the dates only of
those seats that can matter to what is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from stewards.asking.asked import notes_on_later, notes_on_left_over
from stewards.namespaces import BASE
from stewards.reading.holdings import Holding, employments_of, in_force
from stewards.reading.lenses import Groups
from stewards.reading.positions import Position, is_seat, positions, seats_on
from stewards.reading.rows import batched, every, swept, tuples
from stewards.reading.times import read_times
from stewards.stores.store import Store
from stewards.validity import CERTAIN, NO, Times

#: The kinds of body that govern. Working groups, special interest groups and teams do the work.
KINDS = ("governing-board", "steering-committee", "technical-committee", "end-user-committee")

_VALUES = " ".join(f"<{BASE}bodytype/{kind}>" for kind in KINDS)
_OF_KIND = f"VALUES ?kind {{ {_VALUES} }} ?place org:classification ?kind"
_SEATS = f"""SELECT ?node ?holder ?place ?role WHERE {{
  {_OF_KIND} . ?node org:organization ?place ; org:member ?holder ; org:role ?role }}"""
_BODIES = f"SELECT ?place ?thing WHERE {{ {_OF_KIND} . OPTIONAL {{ ?place stw:governs ?thing }} }}"
_NEWEST = """SELECT ?place (MAX(STR(?seen)) AS ?newest) WHERE {
  ?node org:organization ?place ; stw:lastObserved ?seen } GROUP BY ?place"""
_HOSTS = "SELECT ?node ?host ?project WHERE { ?node stw:hostedProject ?project ; stw:host ?host }"


@dataclass(slots=True)
class Seats:
    """Positions on a day, by body; how many seats are recorded later, how many newer lists of a body do not have."""

    at: dict[str, list[Position]] = field(default_factory=dict)
    later: int = 0
    left_over: int = 0

    def notes(self, day: str) -> list[str]:
        """Return what an answer says of the seats that are left out."""
        return [*notes_on_later(self.later, day), *notes_on_left_over(self.left_over, "seat")]


def every_seat(store: Store) -> list[Holding]:
    """Return the seats on bodies that govern, without their dates."""
    return store.recall("governing seats", lambda: _read(store))


def _read(store: Store) -> list[Holding]:
    behalf, seats = swept(store, "onBehalfOf", "fillsSeat")
    found = {}
    for node, holder, place, role in every(store, _SEATS):
        parties = str(holder), str(place), str(role), Times(), str(behalf.get(node, "")), str(seats.get(node, ""))
        found[node] = Holding(str(node), *parties)
    return [seat for _, seat in sorted(found.items()) if is_seat(seat)]


def bodies(store: Store) -> dict[str, set[str]]:
    """Return what each body that governs governs."""
    return store.recall("governing bodies", lambda: _governed(every(store, _BODIES)))


def bodies_among(store: Store, places: Iterable[str]) -> dict[str, set[str]]:
    """Return what each of some places that is a body that governs governs."""
    return _governed(tuples(store, _BODIES, "place", places))


def _governed(rows: Iterable[Sequence[str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for place, thing in rows:
        found[str(place)] |= {str(thing)} if thing else set()
    return dict(found)


def seated(store: Store, seats: Sequence[Holding], day: str, groups: Groups | None) -> Seats:
    """Return the positions that some seats make on a day ("" for ever), without what a body's newest list has not.

    Where lists may disagree, of a seat or of an employer, :func:`stewards.reading.positions.seats_on` decides, and
    takes longer.
    """
    times = read_times(store, [seat.iri for seat in seats])
    held, later = in_force((seat._replace(times=times[seat.iri]) for seat in seats), day)
    doubtful = _doubtful(store, held, day) | _of_several_employers(store, held, day)
    found = Seats(positions(store, [s for s in held if s.place not in doubtful], day, groups).at, later)
    wanted = {(seat.holder, seat.place) for seat in held}
    weighed = seats_on(store, sorted(doubtful), day, groups)
    for place in sorted(doubtful):
        roster = [p for p in weighed.roster(place) if any((h.holder, place) in wanted for h in p.holdings)]
        found.at[place] = roster
        kept = {h.holder for position in roster for h in position.holdings}
        found.left_over += len({holder for holder, at in wanted if at == place} - kept)
    return found


def _of_several_employers(store: Store, held: Iterable[Holding], day: str) -> set[str]:
    """Return the bodies on which somebody sits, for nobody in particular, who has several employers."""
    personal = [seat for seat in held if seat.personal and not seat.on_behalf]
    places: dict[str, set[str]] = defaultdict(set)
    for job in in_force(employments_of(store, {seat.holder for seat in personal}), day)[0]:
        places[job.holder].add(job.place)
    return {seat.place for seat in personal if len(places[seat.holder]) > 1}


def _doubtful(store: Store, held: Iterable[Holding], day: str) -> set[str]:
    """Return the bodies with a seat that their newest list may not confirm.

    It was last confirmed before the day and before another of the same body, or a later list does not have it any more.
    """
    if not day:
        return set()
    seats = list(held)
    newest = _newest(store, {seat.place for seat in seats})

    def is_behind(seat: Holding) -> bool:
        seen, sure = seat.times.last_observed, seat.times.hold_on(day) == CERTAIN
        behind = (seen.first if seen else "") < min(day, newest.get(seat.place, ""))
        return (behind and not (sure and seat.times.start)) or (seat.times.absent is not None and not sure)

    return {seat.place for seat in seats if is_behind(seat)}


def _newest(store: Store, places: Iterable[str]) -> dict[str, str]:
    """Return the last day for which a source confirms any seat of each of some bodies, among others."""
    kept: dict[str, str] = store.recall("newest confirmations", dict)
    missing = [place for place in places if place not in kept]
    kept |= {place: newest for place, newest in tuples(store, _NEWEST, "place", missing)}
    return kept


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
