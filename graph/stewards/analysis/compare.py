"""Two foundations side by side: members, projects, bodies and who sits on them, and what both share.

An empty place means that nothing is known, never that there is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from stewards.analysis.members_without_seat import bodies_of, note_on_bodies
from stewards.asking.answers import EntityValue, Evidence, Findings, Row, Value
from stewards.asking.asked import Asked, notes_on_later
from stewards.asking.counts_in_words import percent
from stewards.asking.sentences import counted, listed
from stewards.errors import RequestError
from stewards.reading.entities import Found
from stewards.reading.evidence import read_evidence
from stewards.reading.memberships import Belonging, members_on, projects_on
from stewards.reading.nodes import labels, read_nodes
from stewards.reading.positions import Position, seats_on
from stewards.reading.rows import batched
from stewards.reading.times import read_times
from stewards.reckoning.counting import Count, count
from stewards.stores.store import Store
from stewards.validity import NO, UNKNOWN
from stewards.values import Period

#: So many of the situations counted stand as evidence for a number: hundreds would say no more.
MOST_NODES = 6
_DESCRIBED = "SELECT ?body ?passage WHERE { ?body stw:describedBy ?passage }"
_PARENTS = "SELECT ?node ?parent WHERE { ?node stw:child ?child ; stw:parent ?parent }"
_FOUNDINGS = "SELECT ?node WHERE { ?node stw:founded ?thing }"

#: What a measure is on one side: the value to show, and the situations behind it.
Measured = tuple[Value, Collection[str]]
_Measure = tuple[str, Measured, Measured]
_NOTHING: Measured = (None, ())


@dataclass(frozen=True, slots=True)
class _Side:
    """What is known of one foundation on the day."""

    found: Found
    members: Sequence[Belonging]
    projects: Sequence[Belonging]
    bodies: Mapping[str, Evidence]
    #: The bodies with seats, the governing board first.
    boards: Mapping[str, bool]
    seats: Sequence[Position]
    count: Count
    left_over: int
    later: int

    @property
    def people(self) -> dict[str, Position]:
        """A seat of each person who has one."""
        return {seat.person: seat for seat in self.seats if seat.person}

    @property
    def parties(self) -> dict[str, Belonging]:
        """The membership of each member."""
        return {member.party: member for member in self.members}


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each measure of which something is known on one side at least."""
    if asked.entities["first"].iri == asked.entities["second"].iri:
        raise RequestError(f"{asked.entities['first'].label} is named twice: compare it with another foundation")
    first, second = (_read(store, asked.entities[name], asked.day) for name in ("first", "second"))
    rows = [_row(name, a, b) for name, a, b in _measures(store, asked.day, first, second)]
    bodies = [len(side.bodies) or None for side in (first, second)]
    told = dict.fromkeys([*first.bodies.values(), *second.bodies.values()])
    if told:
        place = next((i for i, row in enumerate(rows) if str(row.values["measure"]).startswith("seats")), len(rows))
        values: dict[str, Value] = {"measure": "governing bodies", "a": bodies[0], "b": bodies[1]}
        rows.insert(place, Row(values, tuple(told)))
    rows = [row for row in rows if row.values["a"] is not None or row.values["b"] is not None]
    notes = [*_notes(store, first), *_notes(store, second), *notes_on_later(first.later + second.later, asked.day)]
    titles = {"a": first.found.label, "b": second.found.label}
    return Findings(rows, notes, _sentence(first, second) if rows else "", titles=titles)


def _read(store: Store, found: Found, day: str) -> _Side:
    members, later_members = members_on(store, found.iri, day)
    projects, later_projects = projects_on(store, found.iri, day)
    bodies = bodies_of(store, found.iri)
    seats = seats_on(store, bodies, day, None)
    roster = [seat for body in bodies for seat in seats.roster(body)]
    left_over = sum(len(seats.left_over(body)) for body in bodies)
    later = later_members + later_projects + seats.later
    known = _known(store, bodies, day)
    return _Side(found, members, projects, known, bodies, roster, count(roster), left_over, later)


def _known(store: Store, bodies: Iterable[str], day: str) -> dict[str, Evidence]:
    """Return the bodies that a source speaks of by the day, each with the earliest passage on it."""
    rows = [(str(row["body"]), str(row["passage"])) for row in batched(store, _DESCRIBED, "body", bodies)]
    passages = read_evidence(store, {passage for _, passage in rows})
    found: dict[str, list[Evidence]] = {}
    for body, passage in rows:
        as_of = passages[passage].as_of
        if not day or not as_of or Period.parse(as_of).first <= day:
            found.setdefault(body, []).append(passages[passage])
    return {body: min(told, key=lambda passage: (passage.as_of, passage)) for body, told in sorted(found.items())}


def _measures(store: Store, day: str, first: _Side, second: _Side) -> list[_Measure]:
    sides = first, second

    def both(name: str, measure: Callable[[_Side], Measured]) -> _Measure:
        return name, measure(first), measure(second)

    return [
        both("members", lambda side: _number(side.members)),
        *_by_level(store, "members", [side.members for side in sides]),
        both("hosted projects", lambda side: _number(side.projects)),
        *_by_level(store, "hosted projects", [side.projects for side in sides]),
        both("seats on bodies", lambda side: _seats(side, len(side.seats))),
        both("companies on bodies", lambda side: _seats(side, len(side.count.known))),
        both("people on bodies", lambda side: _seats(side, len(side.people))),
        both("largest share of seats", lambda side: _largest(store, side)),
        *_shared(sides),
        both("founded", lambda side: _founded(store, side.found.iri, day)),
        both("part of", lambda side: _parents(store, side.found.iri, day)),
    ]


def _row(name: str, first: Measured, second: Measured) -> Row:
    nodes = dict.fromkeys(node for _, found in (first, second) for node in sorted(found)[:MOST_NODES])
    return Row({"measure": name, "a": first[0], "b": second[0]}, nodes=tuple(nodes))


def _number(found: Sequence[Belonging]) -> Measured:
    return len({one.party for one in found}) or None, [one.iri for one in found]


def _by_level(store: Store, name: str, sides: Sequence[Sequence[Belonging]]) -> list[_Measure]:
    """Return a measure for each tier or maturity level, by name; a party of two levels at once counts at both."""
    names = labels(store, {level for found in sides for one in found for level in one.levels})
    measures: list[_Measure] = []
    for level in sorted(names, key=names.__getitem__):
        at = [[one for one in found if level in one.levels] for found in sides]
        a, b = ((len({one.party for one in found}) or None, [one.levels[level] for one in found]) for found in at)
        measures.append((f"{name}: {names[level]}", a, b))
    return measures


def _seats(side: _Side, number: int) -> Measured:
    return (number, _nodes(side.seats)) if side.seats else _NOTHING


def _nodes(seats: Iterable[Position]) -> list[str]:
    return [seat.holdings[0].iri for seat in seats]


def _largest(store: Store, side: _Side) -> Measured:
    """Return the company with most seats (the first by name of several), and its part of all, as bounds."""
    names = labels(store, side.count.known)
    if not names:
        return _NOTHING
    company = min(names, key=lambda iri: (*side.count.rank(iri), names[iri]))
    return f"{names[company]}: {percent(side.count.share(company))}", side.count.nodes[company]


def _shared(sides: tuple[_Side, _Side]) -> list[_Measure]:
    """Return what both have: the same number on both sides, empty where one of them has nothing to compare."""
    first, second = sides
    members = first.parties.keys() & second.parties.keys()
    people = first.people.keys() & second.people.keys()
    companies = first.count.known.keys() & second.count.known.keys()
    both_members = bool(first.members and second.members)
    both_seats = bool(first.seats and second.seats)

    def measure(name: str, known: bool, number: int, nodes: Sequence[Collection[str]]) -> _Measure:
        a, b = ((number, found) if known else _NOTHING for found in nodes)
        return name, a, b

    # Where nobody is shared, the evidence is what was compared.
    told = [[side.parties[party].iri for party in members or side.parties] for side in sides]
    sat = [_nodes(side.people[person] for person in people or side.people) for side in sides]
    held = [[n for company in companies or side.count.known for n in side.count.nodes[company]] for side in sides]
    return [
        measure("members of both", both_members, len(members), told),
        measure("people on bodies of both", both_seats, len(people), sat),
        measure("companies on bodies of both", both_seats, len(companies), held),
    ]


def _founded(store: Store, foundation: str, day: str) -> Measured:
    nodes = read_nodes(store, [str(row["node"]) for row in batched(store, _FOUNDINGS, "thing", [foundation])])
    dates = {str(n.times.on): n.iri for n in nodes.values() if n.times.on and (not day or n.times.on.first <= day)}
    return ", ".join(sorted(dates)) or None, list(dates.values())


def _parents(store: Store, foundation: str, day: str) -> Measured:
    rows = {str(row["node"]): str(row["parent"]) for row in batched(store, _PARENTS, "child", [foundation])}
    times = read_times(store, rows)
    held = {n: parent for n, parent in rows.items() if not day or times[n].hold_on(day) not in (NO, UNKNOWN)}
    names = labels(store, held.values())
    return tuple(sorted({EntityValue(names[p], p) for p in held.values()})) or None, list(held)


def _sentence(first: _Side, second: _Side) -> str:
    return f"{'; '.join(f'{side.found.label} has {_known_of(side)}' for side in (first, second))}."


def _known_of(side: _Side) -> str:
    numbers = [
        (len(side.parties), "member"),
        (len({p.party for p in side.projects}), "project"),
        (len(side.seats), "seat"),
    ]
    return listed(counted(number, noun) for number, noun in numbers if number) or "no known members, projects or seats"


def _notes(store: Store, side: _Side) -> list[str]:
    """Say what the numbers on seats are made of, and leave out."""
    if not side.seats:
        return []
    notes = [note_on_bodies(store, side.boards, Counter(seat.place for seat in side.seats), side.found.label)]
    if side.count.unknown:
        notes.append(f"Of {counted(side.count.unknown, 'seat')} of {side.found.label} no employer is known.")
    if side.left_over:
        are = "is" if side.left_over == 1 else "are"
        notes.append(f"{counted(side.left_over, 'more seat')} of {side.found.label} {are} named by older lists only.")
    return notes
