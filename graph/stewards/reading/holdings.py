"""Who holds which role where, and when: the tenures of some places, of some people, or of the whole graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from stewards.garbage import without_cycle_search
from stewards.namespaces import BASE, ID
from stewards.reading.rows import swept, tuples
from stewards.reading.times import read_all_times, read_times
from stewards.stores.store import Store
from stewards.terms import Term
from stewards.validity import NO, UNKNOWN, Times

EMPLOYEE = f"{BASE}role/employee"
_PERSON = f"{ID}person/"

_HOLDINGS = """SELECT ?node ?holder ?place ?role ?for ?seat WHERE {
  ?node org:organization ?place ; org:member ?holder ; org:role ?role .
  OPTIONAL { ?node stw:onBehalfOf ?for } OPTIONAL { ?node stw:fillsSeat ?seat }
}"""

_FOR = _HOLDINGS.replace("WHERE {", "WHERE { ?node stw:onBehalfOf ?for .")
#: Of an employment, neither for whom nor in which seat is asked, so that these are not bound.
_EMPLOYMENTS = """SELECT ?node ?holder ?place ?role ?for ?seat WHERE {
  ?node org:role ?role ; org:member ?holder ; org:organization ?place
}"""
_WORKERS = """SELECT ?company ?person WHERE {
  ?job org:organization ?company ; org:role role:employee ; org:member ?person
}"""
_JOBS = _HOLDINGS.replace("WHERE {", "WHERE { ?node org:role role:employee .")

_IRI = attrgetter("iri")


class Holding(NamedTuple):
    """One tenure: who holds a role at a place (a body, project, foundation or company), for whom, in which seat."""

    iri: str
    holder: str
    place: str
    role: str
    times: Times
    on_behalf: str = ""
    seat: str = ""

    @property
    def personal(self) -> bool:
        """Whether a person holds it, not an organisation."""
        return self.holder.startswith(_PERSON)


def holdings_at(store: Store, places: Iterable[str]) -> list[Holding]:
    """Return the tenures at some places; those that were read once are kept."""
    return _kept(store, "place", _HOLDINGS, places)


def holdings_of(store: Store, holders: Iterable[str]) -> list[Holding]:
    """Return the tenures of some people or organisations, employments among them; those read once are kept."""
    return _kept(store, "holder", _HOLDINGS, holders)


def holdings_for(store: Store, organisations: Iterable[str]) -> list[Holding]:
    """Return the tenures of those who act for some organisations."""
    return _dated(store, tuples(store, _FOR, "for", organisations))


def workers_of(store: Store, companies: Iterable[str]) -> dict[str, set[str]]:
    """Return who ever worked for each of some companies."""
    found: dict[str, set[str]] = {company: set() for company in companies}
    for company, person in tuples(store, _WORKERS, "company", found):
        found[company].add(str(person))
    return found


def employments_of(store: Store, people: Iterable[str]) -> list[Holding]:
    """Return where some people work or worked; what was read once is kept."""
    return _kept(store, "holder", _JOBS, people)


def _kept(store: Store, part: str, query: str, wanted: Iterable[str]) -> list[Holding]:
    """Return the tenures that a query finds for some places or holders (``part``), those of each kept."""
    kept: dict[str, list[Holding]] = store.recall(f"{part} {query}", dict)
    keys = dict.fromkeys(wanted)
    if missing := [key for key in keys if key not in kept]:
        found: dict[str, list[Holding]] = defaultdict(list)
        for holding in _dated(store, tuples(store, query, part, missing)):
            found[getattr(holding, part)].append(holding)
        kept.update((key, found[key]) for key in missing)
    return sorted((holding for key in keys for holding in kept[key]), key=_IRI)


def all_holdings(store: Store) -> list[Holding]:
    """Return every tenure of the graph; it is read once from a store that does not change."""
    return store.recall("holdings", lambda: _sweep(store))


def all_employments(store: Store) -> list[Holding]:
    """Return every employment of the graph."""
    return store.recall("employments", lambda: _dated(store, tuples(store, _EMPLOYMENTS, "role", [EMPLOYEE])))


def in_force(holdings: Iterable[Holding], day: str) -> tuple[list[Holding], int]:
    """Return the tenures that certainly or possibly hold on a day ("" for ever), and how many are recorded later."""
    if not day:
        return list(holdings), 0
    held = [(holding, holding.times.hold_on(day)) for holding in holdings]
    return [h for h, holds in held if holds not in (NO, UNKNOWN)], sum(holds == UNKNOWN for _, holds in held)


def _dated(store: Store, rows: Iterable[Sequence[Term]]) -> list[Holding]:
    """Return the tenures in rows of :data:`_HOLDINGS`, each once."""
    found: dict[str, Sequence[Term]] = {}
    for row in rows:
        found.setdefault(row[0], row)
    times = read_times(store, found)
    return [
        Holding(str(iri), str(holder), str(place), str(role), times[iri], str(behalf or ""), str(seat or ""))
        for iri, (_, holder, place, role, behalf, seat) in sorted(found.items())
    ]


def _sweep(store: Store) -> list[Holding]:
    with without_cycle_search():
        parts = swept(store, "org:member", "org:organization", "org:role", "onBehalfOf", "fillsSeat")
        holders, places, roles, behalf, seats = parts
        times = read_all_times(store)
        return [
            Holding(
                str(node),
                str(holder),
                str(places[node]),
                str(roles[node]),
                times.get(node) or Times(),
                str(behalf.get(node, "")),
                str(seats.get(node, "")),
            )
            for node, holder in sorted(holders.items())
            if node in places and node in roles
        ]
