"""What is held to go on but no source has confirmed for long, by place: roles in a body, a project, a foundation.

A term with a known end that lies ahead needs no confirmation, nor does one that is known to have begun since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from stewards.asking.answers import EntityValue, Findings, Row, Value
from stewards.asking.arguments import earlier
from stewards.asking.asked import Asked, notes_on_later
from stewards.asking.sentences import counted
from stewards.errors import RequestError
from stewards.namespaces import BASE
from stewards.reading.bodies import governing
from stewards.reading.entities import kind_of, types_of
from stewards.reading.holdings import EMPLOYEE, Holding, all_holdings, holdings_at, holdings_for, holdings_of, in_force
from stewards.reading.nodes import labels
from stewards.reading.rows import batched
from stewards.stores.store import Store
from stewards.values import Period

_KINDS = "SELECT ?place ?kind WHERE { ?place org:classification ?kind }"
#: What nobody has to confirm: it is over, and stays so.
_OVER = {f"{BASE}role/{role}" for role in ("alumni", "emeritus-maintainer")}


@dataclass(slots=True)
class _Place:
    """The roles in force at a place, and those of them that are not confirmed."""

    held: list[Holding] = field(default_factory=list)
    stale: list[Holding] = field(default_factory=list)

    @property
    def confirmed(self) -> str:
        """The last date for which a source says that one of the stale roles is held, or has begun."""
        return str(max((last_known(h) for h in self.stale), key=lambda period: period.last))


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each place with roles that are not confirmed, the longest forgotten first."""
    day = asked.day
    if not day:
        raise RequestError("'stale' is about a day: leave --as-of ever out")
    since = str(asked.options.get("since") or earlier(day, "1 year"))
    if since > day:
        raise RequestError(f"--since {since} lies after {day}: nothing can be confirmed since")
    thing = asked.entities.get("thing")
    roles = _about(store, thing.iri) if thing else all_holdings(store)
    roles = [h for h in roles if h.role != EMPLOYEE and h.role not in _OVER]
    dated = [h for h in roles if h.times.start or h.times.first_observed]
    held, later = in_force(dated, day)
    places: dict[str, _Place] = defaultdict(_Place)
    for (_, place, _), same in _by_role(held).items():
        places[place].held.append(same[0])
        if not any(is_confirmed(holding, since, day) for holding in same):
            places[place].stale.append(max(same, key=lambda h: last_known(h).last))
    forgotten = {iri: place for iri, place in places.items() if place.stale}
    rows = _rows(store, forgotten)
    notes = [*notes_on_later(later, day), *_notes(places.values(), len(roles) - len(dated))]
    return Findings(rows, notes, _sentence(list((forgotten or places).values()), since))


def _by_role(held: Iterable[Holding]) -> dict[tuple[str, str, str], list[Holding]]:
    """Return tenures by holder, place and role: who sits for another company than before has kept the role."""
    found: dict[tuple[str, str, str], list[Holding]] = defaultdict(list)
    for holding in held:
        found[holding.holder, holding.place, holding.role].append(holding)
    return found


def is_confirmed(holding: Holding, since: str, day: str) -> bool:
    """Return whether a source confirms a role for a day since ``since``, or its dates make that needless."""
    times = holding.times
    seen = times.last_observed is not None and times.last_observed.last >= since
    ahead = times.end is not None and times.end.first >= day
    begun = times.start is not None and times.start.last >= since
    return seen or ahead or begun


def last_known(holding: Holding) -> Period:
    """Return the last date for which a source confirms a role in force, else that on which it began."""
    times = holding.times
    return max((period for period in (times.last_observed, times.start) if period), key=lambda period: period.last)


def _about(store: Store, thing: str) -> list[Holding]:
    """Return the roles at a place and in the bodies that govern it, or those of a person, of a company, or for it."""
    places = [thing, *governing(store, [thing])]
    found = [] if kind_of(thing) == "person" else holdings_at(store, places)
    if kind_of(thing) in ("person", "organisation"):
        found += [*holdings_of(store, [thing]), *holdings_for(store, [thing])]
    return list({holding.iri: holding for holding in found}.values())


def _rows(store: Store, places: dict[str, _Place]) -> list[Row]:
    kinds = {str(row["place"]): str(row["kind"]) for row in batched(store, _KINDS, "place", places)}
    names = labels(store, [*places, *kinds.values()])
    types = types_of(store, list(places.keys() - kinds.keys()))
    confirmed = {iri: place.confirmed for iri, place in places.items()}
    rows = []
    for iri, place in sorted(places.items(), key=lambda p: (confirmed[p[0]], -len(p[1].stale), names[p[0]].casefold())):
        kind = names[kinds[iri]] if iri in kinds else types[iri]
        values: dict[str, Value] = {"place": EntityValue(names[iri], iri), "kind": kind}
        values |= {"stale": len(place.stale), "held": len(place.held), "confirmed": confirmed[iri]}
        rows.append(Row(values, nodes=tuple(holding.iri for holding in place.stale)))
    return rows


def _notes(places: Iterable[_Place], undated: int) -> list[str]:
    fresh, notes = sum(not place.stale for place in places), []
    if fresh:
        which = "1 more place is" if fresh == 1 else f"{fresh:,} more places are"
        notes.append(f"{which} confirmed throughout.")
    if undated:
        notes.append(f"{counted(undated, 'role')} without any date {'is' if undated == 1 else 'are'} left out.")
    return notes


def _sentence(places: Sequence[_Place], since: str) -> str:
    if not places:
        return ""
    stale, held = (
        sum(len(roles) for roles in found) for found in ((p.stale for p in places), (p.held for p in places))
    )
    where = f"{counted(held, 'role')} at {counted(len(places), 'place')}"
    if not stale:
        return f"Of {where}, each has been confirmed since {since}."
    return f"Of {where}, {stale:,} {'has' if stale == 1 else 'have'} not been confirmed since {since}."
