"""Which tenures at a body its newest list confirms.

Lists disagree: one of 2024 still names whom one of 2026 has not, and a foundation's table of all its projects lags
behind a committee's own page. To count seats, one roster is needed. It is made of the lists that speak of the body
last, up to the day: of those, its own (published by the body or by what it governs) where there are any. What only
other lists tell may still hold, and is counted apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from stewards.reading.bodies import governed
from stewards.reading.documents import publishers_of, source_of
from stewards.reading.entities import name_keys
from stewards.reading.evidence import CitedDocument, documents_cited
from stewards.reading.holdings import Holding, in_force
from stewards.stores.store import Store
from stewards.validity import CERTAIN
from stewards.values import Period, name_key

#: Lists that are no more than so many days apart are of one time.
ONE_TIME = 92
#: A body's own list goes before others' unless it is older by more days than this.
OWN_LAGS = 366


@dataclass(frozen=True, slots=True)
class Rosters:
    """The sources that make the roster of each place, and the tenures, by IRI, that stand on one."""

    sources: Mapping[str, set[str]]
    tenures: set[str]


def rosters(store: Store, places: Mapping[str, Sequence[Holding]], day: str) -> Rosters:
    """Return the rosters of some places, with their tenures in force, on an ISO day; "" (ever) makes one of all."""
    every = [holding for holdings in places.values() for holding in holdings]
    if not day:
        return Rosters({}, {holding.iri for holding in every})
    chosen, found = {}, set[str]()
    for place, lists in lists_of(store, places).items():
        chosen[place], confirmed = lists.roster(day)
        found |= confirmed
    return Rosters(chosen, found)


@dataclass(frozen=True, slots=True)
class Lists:
    """What lists tell of one place: its tenures, what each source says of which and for which days, its own sources."""

    holdings: Sequence[Holding]
    told: Mapping[str, Mapping[str, set[str]]]
    own: set[str]

    @property
    def agree(self) -> bool:
        """Whether there is but one source, so that no other can lag behind it."""
        return len({source for told in self.told.values() for source in told}) < 2

    def roster(self, day: str) -> tuple[set[str], set[str]]:
        """Return the sources that make the roster on an ISO day, and the tenures in force then that stand on it."""
        held = in_force(self.holdings, day)[0]
        sources = _sources((self.told[h.iri] for h in held), day)
        roster = _newest(sources, self.own)
        sure = {h.iri for h in held if h.times.start and h.times.hold_on(day) == CERTAIN}
        return roster, sure | {h.iri for h in held if not sources or roster & self.told[h.iri].keys()}

    def turns(self) -> set[str]:
        """Return every ISO day on which :meth:`roster` may say something else than on the day before."""
        told = {day for tenure in self.told.values() for dates in tenure.values() for day in dates}
        aged = {_before(day, -lag - 1) for day in told for lag in (ONE_TIME, OWN_LAGS)}
        return told.union(aged, *(holding.times.turns() for holding in self.holdings))


def lists_of(store: Store, places: Mapping[str, Sequence[Holding]]) -> dict[str, Lists]:
    """Return what lists tell of some places, with their tenures."""
    told = documents_cited(store, [holding.iri for holdings in places.values() for holding in holdings])
    owners = _owners(store, places, {document.iri for documents in told.values() for document in documents})
    dates = {iri: _dates(documents) for iri, documents in told.items()}
    return {
        place: Lists(holdings, {h.iri: dates.get(h.iri, {}) for h in holdings}, owners[place])
        for place, holdings in places.items()
    }


def _dates(documents: Iterable[CitedDocument]) -> dict[str, set[str]]:
    """Return the days for which each source speaks in some documents, none where it does not say."""
    dates: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        dates[source_of(document.iri)] |= {Period.parse(document.as_of).first} if document.as_of else set()
    return dates


def _sources(told: Iterable[Mapping[str, set[str]]], day: str) -> dict[str, str]:
    """Return the last day up to ``day`` for which each source speaks of a place; sources that speak later are left out.

    A source with a version before the day and one after it has been asked on the day itself.
    """
    dates: dict[str, set[str]] = defaultdict(set)
    for tenure in told:
        for source, days in tenure.items():
            dates[source] |= days
    return {
        source: day if any(d > day for d in found) else max(found)
        for source, found in dates.items()
        if any(d <= day for d in found)
    }


def _newest(sources: Mapping[str, str], own: set[str]) -> set[str]:
    if not sources:
        return set()
    newest = max(sources.values())
    ours = {source: day for source, day in sources.items() if source in own and day >= _before(newest, OWN_LAGS)}
    chosen = ours or sources
    return {source for source, day in chosen.items() if day >= _before(max(chosen.values()), ONE_TIME)}


def _before(day: str, days: int) -> str:
    ordinal = date.fromisoformat(day).toordinal() - days
    return date.fromordinal(max(ordinal, 1)).isoformat()


def _owners(store: Store, places: Iterable[str], documents: Iterable[str]) -> dict[str, set[str]]:
    """Return the sources that each place, or what it governs, publishes itself; ``documents`` are those of them all."""
    publishers: dict[str, set[str]] = defaultdict(set)
    for document, publisher in publishers_of(store, documents).items():
        publishers[name_key(publisher)].add(source_of(document))
    over = governed(store, places)
    things = {place: {place, *over.get(place, ())} for place in places}
    keys = name_keys(store, {thing for found in things.values() for thing in found})
    return {
        place: {source for thing in found for key in keys.get(thing, ()) for source in publishers.get(key, ())}
        for place, found in things.items()
    }
