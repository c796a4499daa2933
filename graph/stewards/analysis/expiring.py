"""Seats and other terms that end soon: those whose end is known, may lie within some time from a day, and is not past.

A term until 2026 may end on any day of that year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from stewards.asking.answers import EntityValue, Findings, Row, Value
from stewards.asking.arguments import later
from stewards.asking.asked import Asked, notes_on_later
from stewards.asking.sentences import counted, listed
from stewards.reading.bodies import governing
from stewards.reading.holdings import EMPLOYEE, Holding
from stewards.reading.nodes import labels
from stewards.reading.rows import every
from stewards.reading.times import read_times
from stewards.stores.store import Store
from stewards.validity import CERTAIN, NO, POSSIBLE, UNKNOWN, Times
from stewards.values import Period

_ENDING = """SELECT ?node ?holder ?place ?role ?for WHERE {
  ?node stw:endDate ?end ; org:organization ?place ; org:member ?holder ; org:role ?role .
  OPTIONAL { ?node stw:onBehalfOf ?for }
}"""


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each term, the one that ends first before the others; for ever, every term with an end."""
    day, thing = asked.day, asked.entities.get("thing")
    limit = later(day, str(asked.options["within"])) if day else ""
    terms = store.recall("ending terms", lambda: _read(store))
    if thing:
        about = {thing.iri, *governing(store, [thing.iri])}
        terms = [term for term in terms if about & {term.place, term.holder, term.on_behalf}]
    holds = {term.iri: _holds(term, day) for term in terms}
    held = [term for term in terms if holds[term.iri] not in (NO, UNKNOWN)]
    ending = [term for term in terms if _ends_by(term, limit)]
    rows = _rows(store, [term for term in ending if holds[term.iri] not in (NO, UNKNOWN)], day)
    notes = notes_on_later(sum(holds[term.iri] == UNKNOWN for term in ending), day)
    return Findings(rows, notes, _sentence(rows, len(held), limit))


def _holds(term: Holding, day: str) -> str:
    """Return whether a term holds on a day ("" for ever); one of which only the end is told may hold until then."""
    if not day or term.times.start or term.times.first_observed:
        return term.times.hold_on(day) if day else CERTAIN
    return POSSIBLE if day <= _end(term).last else NO


def _read(store: Store) -> list[Holding]:
    """Return every term with an end; a job is no term."""
    found = {}
    for node, holder, place, role, behalf in every(store, _ENDING):
        found[str(node)] = Holding(str(node), str(holder), str(place), str(role), Times(), str(behalf or ""))
    times = read_times(store, found)
    return [term._replace(times=times[iri]) for iri, term in found.items() if term.role != EMPLOYEE]


def _end(term: Holding) -> Period:
    assert term.times.end
    return term.times.end


def _ends_by(term: Holding, limit: str) -> bool:
    return not limit or _end(term).first <= limit


def _rows(store: Store, terms: Sequence[Holding], day: str) -> list[Row]:
    shown = {iri for t in terms for iri in (t.holder, t.role, t.place, t.on_behalf) if iri}
    names = labels(store, shown)

    def rank(term: Holding) -> tuple[str, ...]:
        end, place, holder = _end(term), names[term.place].casefold(), names[term.holder].casefold()
        return end.last, end.first, place, holder, term.iri

    return [_row(term, names, day) for term in sorted(terms, key=rank)]


def _row(term: Holding, names: Mapping[str, str], day: str) -> Row:
    def entity(iri: str) -> EntityValue | None:
        return EntityValue(names[iri], iri) if iri else None

    values: dict[str, Value] = {"holder": entity(term.holder), "role": entity(term.role), "at": entity(term.place)}
    values |= {"for": entity(term.on_behalf), "until": str(_end(term)), "left": _left(_end(term), day) if day else None}
    return Row(values, nodes=(term.iri,))


def _left(end: Period, day: str) -> int | str:
    """Return how many days are left to a date: a number, or two where the date is not known to the day."""
    first, last = (max(0, (date.fromisoformat(d) - date.fromisoformat(day)).days) for d in (end.first, end.last))
    return first if first == last else f"{first} to {last}"


def _sentence(rows: Sequence[Row], held: int, limit: str) -> str:
    if not rows:
        return f"Of {counted(held, 'term')} of which an end is known, none ends by {limit}." if held else ""
    places = listed((row.values["at"] for row in rows), 4)
    soonest = rows[0].values
    verb = "ends" if len(rows) == 1 else "end"
    by = f" by {limit}" if limit else ""
    first = f"; the first is that of {soonest['holder']}, until {soonest['until']}" if len(rows) > 1 else ""
    return f"{counted(len(rows), 'term')} {verb}{by}, at {places}{first}."
