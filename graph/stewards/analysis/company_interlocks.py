"""Pairs of companies that meet on the same bodies: each by its own seat, a representative or an employee."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from stewards.asking.answers import EntityValue, Findings, Row, Value
from stewards.asking.asked import Asked
from stewards.asking.sentences import counted, listed
from stewards.reading.entities import kind_of
from stewards.reading.governing_seats import Seats, every_seat, seated
from stewards.reading.holdings import all_employments
from stewards.reading.lenses import groups_for
from stewards.reading.nodes import labels
from stewards.reading.positions import Position
from stewards.stores.store import Store
from stewards.validity import CERTAIN, POSSIBLE

#: On a body with more companies than this, to meet says little, and their pairs would be too many.
MOST = 60

#: The positions of each company at each body.
Present = Mapping[str, Mapping[str, Sequence[Position]]]


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each pair of companies, those that meet on most bodies first."""
    groups = groups_for(store, asked.lens, asked.day)
    employed = {job.holder for job in all_employments(store)}
    seats = [s for s in every_seat(store) if not s.personal or s.on_behalf or s.holder in employed]
    found = seated(store, seats, asked.day, groups)
    present = {place: _companies(there) for place, there in found.at.items()}
    large = sorted(place for place, companies in present.items() if len(companies) > MOST)
    for place in large:
        del present[place]
    company = asked.entities.get("company")
    named = (groups.head(company.iri) if groups else company.iri) if company else ""
    rows = _rows(store, meetings(present, named), present, named, asked.day)
    unclear = sum(len(position.companies) > 1 for there in found.at.values() for position in there)
    return Findings(rows, _notes(store, found, large, unclear, asked.day), _sentence(rows, named))


def _companies(there: Sequence[Position]) -> dict[str, list[Position]]:
    """Return the positions at a body by the company they count for, where that is one."""
    found: dict[str, list[Position]] = defaultdict(list)
    for position in there:
        if position.company and kind_of(position.company) != "person":
            found[position.company].append(position)
    return found


def meetings(present: Mapping[str, Mapping[str, object]], named: str = "") -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the bodies on which a company meets others: each pair once, from the one whose IRI goes first.

    With a company named, only its own meetings are told, from it.
    """
    met: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for place, companies in present.items():
        if named and named not in companies:
            continue
        there, here = sorted(companies.keys() - {named}), (place,)
        for after, one in enumerate([named] if named else there, 0 if named else 1):
            others = met[one]
            for other in there[after:]:
                others[other] = others.get(other, ()) + here
    return met


def _rows(
    store: Store, met: Mapping[str, Mapping[str, Sequence[str]]], present: Present, named: str, day: str
) -> list[Row]:
    pairs = [((one, other), places) for one, others in met.items() for other, places in others.items()]
    names = labels(store, {iri for pair, places in pairs for iri in (*pair, *places)})

    def entity(iri: str) -> EntityValue:
        return EntityValue(names[iri], iri)

    rows = []
    for pair, places in pairs:
        one, other = map(entity, pair if named else sorted(pair, key=lambda iri: (names[iri].casefold(), iri)))
        both = [[present[place][company] for company in pair] for place in places]
        sure = any(all(any(p.certainty == CERTAIN for p in seats) for seats in sides) for sides in both)
        values: dict[str, Value] = {"one": one, "other": other, "number": len(places)}
        values |= {"bodies": tuple(sorted(map(entity, places)))}
        values |= {"certainty": (CERTAIN if sure else POSSIBLE) if day else None}
        nodes = dict.fromkeys(node for sides in both for seats in sides for p in seats for node in p.nodes)
        rows.append(Row(values, nodes=tuple(nodes)))
    return sorted(rows, key=_rank)


def _rank(row: Row) -> tuple[int, str, str]:
    return -int(str(row.values["number"])), str(row.values["one"]).casefold(), str(row.values["other"]).casefold()


def _notes(store: Store, found: Seats, large: Sequence[str], unclear: int, day: str) -> list[str]:
    notes = found.notes(day)
    if unclear:
        counts = "counts" if unclear == 1 else "count"
        notes.append(f"{counted(unclear, 'seat')} may count for one of several companies, and {counts} for none here.")
    if large:
        names = labels(store, large)
        passed = listed(names[place] for place in large)
        notes.append(f"Passed over, with more than {MOST} companies: {passed}.")
    return notes


def _sentence(rows: Sequence[Row], named: str) -> str:
    if not rows:
        return ""
    first = rows[0].values
    most = [row for row in rows if row.values["number"] == first["number"]]
    bodies = counted(int(str(first["number"])), "body")
    if named:
        others = listed(row.values["other"] for row in most)
        return f"{first['one']} meets {counted(len(rows), 'company')}; on {bodies}, the most, {others}."
    more = f" and {counted(len(most) - 1, 'more pair')}" if len(most) > 1 else ""
    verb = "meets" if len(rows) == 1 else "meet"
    pair = f"{first['one']} and {first['other']}"
    return f"{counted(len(rows), 'pair')} of companies {verb}; on {bodies}, the most, {pair}{more}."
