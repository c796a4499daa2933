"""People with a seat on two or more bodies that govern.

Those come first who sit on bodies of most foundations. Of those who stay within the same ones, the fewer there are the
earlier they come: Apache's hundreds would bury the three of another foundation.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from stewards.asking.answers import EntityValue, Findings, Row, Value
from stewards.asking.asked import Asked
from stewards.asking.sentences import counted, listed
from stewards.reading.bodies import governing
from stewards.reading.governing_seats import bodies, bodies_among, every_seat, hosts_of, seated
from stewards.reading.holdings import Holding, holdings_at, holdings_of
from stewards.reading.nodes import labels
from stewards.reading.positions import Position, is_seat
from stewards.stores.store import Store
from stewards.validity import CERTAIN, POSSIBLE

_ORDER = "Those who sit on bodies of most foundations come first, then those within foundations where few do so."


@dataclass(frozen=True, slots=True)
class Interlock:
    """One person's positions at several bodies, what these govern, and the foundations that host that."""

    person: str
    seats: tuple[Position, ...]
    things: frozenset[str]
    hosts: frozenset[str]

    @property
    def certainty(self) -> str:
        """``certain`` where at least two of the seats are."""
        return CERTAIN if sum(seat.certainty == CERTAIN for seat in self.seats) > 1 else POSSIBLE


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each person, with the bodies; with a thing given, only who has a seat at a body of it."""
    thing = asked.entities.get("thing")
    of_thing = bodies_among(store, [thing.iri, *governing(store, [thing.iri])]) if thing else {}
    every = _around(store, of_thing) if thing else every_seat(store)
    seats = _candidates(every, of_thing if thing else None)
    governed = bodies_among(store, {seat.place for seat in seats}) if thing else bodies(store)
    found = seated(store, seats, asked.day, None)
    held = [h for position in (p for at in found.at.values() for p in at) for h in position.holdings]
    people = _interlocked(held, of_thing if thing else None)
    locks = _interlocks(store, found.at, people, governed, asked.day)
    notes = found.notes(asked.day)
    if len({lock.hosts for lock in locks}) > 1:
        notes.append(_ORDER)
    return Findings(_rows(store, locks, asked.day), notes, _sentence(store, locks))


def _around(store: Store, among: Iterable[str]) -> list[Holding]:
    """Return the seats on governing bodies of those who ever sat on some, and every seat on those bodies."""
    near = filter(is_seat, holdings_at(store, among))
    theirs = list(filter(is_seat, holdings_of(store, {seat.holder for seat in near if seat.personal})))
    return list(filter(is_seat, holdings_at(store, bodies_among(store, {seat.place for seat in theirs}))))


def _candidates(seats: Sequence[Holding], among: Collection[str] | None) -> list[Holding]:
    """Return the seats of those who ever had several, and of the organisations that fill some of them."""
    people = _interlocked(seats, among)
    places = {seat.place for seat in seats if seat.holder in people}
    return [seat for seat in seats if seat.holder in people or (not seat.personal and seat.place in places)]


def _interlocked(seats: Iterable[Holding], among: Collection[str] | None) -> set[str]:
    """Return the people with seats at two bodies or more, one of them among some."""
    places: dict[str, set[str]] = defaultdict(set)
    for seat in seats:
        if seat.personal:
            places[seat.holder].add(seat.place)
    return {person for person, at in places.items() if len(at) > 1 and (among is None or not at.isdisjoint(among))}


def _interlocks(
    store: Store, at: Mapping[str, Sequence[Position]], people: set[str], governed: Mapping[str, set[str]], day: str
) -> list[Interlock]:
    """Return the interlocks in the order in which they are told."""
    by_person: dict[str, list[Position]] = defaultdict(list)
    for position in (p for seats in at.values() for p in seats):
        for person in people.intersection(position.people):
            by_person[person].append(position)
    things = {
        person: frozenset(t for seat in found for t in governed[seat.place] or {seat.place})
        for person, found in by_person.items()
    }
    hosts = hosts_of(store, {thing for found in things.values() for thing in found}, day)
    locks = [
        Interlock(person, tuple(found), things[person], frozenset(h for t in things[person] for h in hosts[t]))
        for person, found in by_person.items()
        if len({position.place for position in found}) > 1
    ]
    return _in_order(locks, labels(store, by_person))


def _in_order(locks: Iterable[Interlock], names: Mapping[str, str]) -> list[Interlock]:
    locks = list(locks)
    alike = Counter(lock.hosts for lock in locks)

    def rank(lock: Interlock) -> tuple[int, int, int, str, str]:
        name = names[lock.person].casefold()
        return -len(lock.hosts), alike[lock.hosts], -len(lock.seats), name, lock.person

    return sorted(locks, key=rank)


def _rows(store: Store, locks: Sequence[Interlock], day: str) -> list[Row]:
    shown = {iri for k in locks for iri in (k.person, *(i for p in k.seats for i in (p.place, *p.companies)))}
    names = labels(store, shown)

    def entities(iris: Iterable[str]) -> tuple[EntityValue, ...]:
        return tuple(sorted({EntityValue(names[iri], iri) for iri in iris}))

    rows = []
    for lock in locks:
        companies = entities(iri for position in lock.seats for iri in position.companies)
        at = entities(position.place for position in lock.seats)
        values: dict[str, Value] = {"person": EntityValue(names[lock.person], lock.person)}
        values |= {"employer": companies or None, "hosts": len(lock.hosts), "things": len(lock.things)}
        values |= {"number": len(at), "bodies": at, "certainty": lock.certainty if day else None}
        rows.append(Row(values, nodes=tuple(dict.fromkeys(node for p in lock.seats for node in p.nodes))))
    return rows


def _sentence(store: Store, locks: Sequence[Interlock]) -> str:
    if not locks:
        return ""
    names = labels(store, [lock.person for lock in locks[:9]])
    people = listed([names[lock.person] for lock in locks[:9]], 9) if len(locks) < 7 else ""
    several = sum(len(lock.hosts) > 1 for lock in locks)
    spanning = f", {several:,} of them on bodies of different foundations" if several else ""
    verb = "sits" if len(locks) == 1 else "sit"
    return f"{counted(len(locks), 'person')} {verb} on two or more bodies{spanning}{f': {people}' if people else ''}."
