"""Which members of a foundation pay without a known say: no seat on a body that governs it is known to be theirs.

A member has a seat when one is its own, when somebody sits for it, or when an employee of it sits in nobody's name. A
seat that only an older list names, and one of somebody who may work for the member, count too: they may be a say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from stewards.asking.answers import EntityValue, Findings, Row
from stewards.asking.asked import Asked, dated_values, notes_on_later
from stewards.asking.sentences import counted, how_sure, listed
from stewards.namespaces import BASE
from stewards.reading.lenses import groups_for, lift, read_groups
from stewards.reading.memberships import Belonging, members_on
from stewards.reading.nodes import labels
from stewards.reading.positions import ON_ROSTER, Positions, seats_on
from stewards.reading.rows import batched
from stewards.stores.store import Store
from stewards.validity import POSSIBLE

_BODIES = "SELECT ?body ?thing ?kind WHERE { ?body stw:governs ?thing OPTIONAL { ?body org:classification ?kind } }"
_TEAM, _BOARD = f"{BASE}bodytype/team", f"{BASE}bodytype/governing-board"


def bodies_of(store: Store, thing: str) -> dict[str, bool]:
    """Return the bodies that govern a thing, the governing board (True) first; teams do not govern."""
    kinds: dict[str, set[str]] = {}
    for row in batched(store, _BODIES, "thing", [thing]):
        kinds.setdefault(str(row["body"]), set()).add(str(row["kind"]))
    governing = {body: _BOARD in found for body, found in kinds.items() if found != {_TEAM}}
    return dict(sorted(governing.items(), key=lambda item: (not item[1], item[0])))


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each membership on the day whose member is not known to have a seat, by name."""
    foundation, groups = asked.entities["foundation"], groups_for(store, asked.lens, asked.day)
    members, later = members_on(store, foundation.iri, asked.day)
    bodies = bodies_of(store, foundation.iri)
    seats = seats_on(store, bodies, asked.day, groups)
    if not seats.all():
        return Findings([], [f"Nobody is known to have a seat on {_which(len(bodies), foundation.label)}."])
    head = groups.head if groups else str
    seated = {company for seat in seats.all() for company in seat.companies}
    without = [member for member in members if head(member.party) not in seated]
    rows = _rows(store, without)
    if groups:
        rows = lift(store, groups, rows, ["member"])
    rows.sort(key=lambda row: (str(row.values["member"]).casefold(), str(row.values.get("through") or "")))
    doubtful = [member for member in members if head(member.party) in seated - _surely(seats)]
    notes = _notes_on_seats(store, bodies, seats, foundation.label)
    notes += _notes_on_doubt(store, doubtful)
    notes += _notes_on_groups(store, asked.day, without, seated) if not groups else []
    notes += _notes_on_dates(later, seats.later, asked.day)
    everyone = len({member.party for member in members})
    return Findings(rows, notes, _sentence(rows, without, everyone, foundation.label), _figures(without, everyone))


def _which(number: int, label: str) -> str:
    if not number:
        return f"a body of {label}, and no body that governs it is known"
    return f"the one body known to govern {label}" if number == 1 else f"any of the {number:,} bodies of {label}"


def _rows(store: Store, members: Sequence[Belonging]) -> list[Row]:
    names = labels(store, {iri for member in members for iri in (member.party, *member.levels)})
    return [
        Row(
            {
                "member": EntityValue(names[member.party], member.party),
                "tier": ", ".join(sorted(names[level] for level in member.levels)) or None,
                "through": None,
                **dated_values(member.times, member.certainty),
            },
            nodes=member.nodes,
        )
        for member in members
    ]


def _surely(seats: Positions) -> set[str]:
    """Return the companies of seats that a newest list confirms, and of which no other company may be meant."""
    return {seat.company for seat in seats.all() if seat.standing == ON_ROSTER and seat.company}


def _sentence(rows: Sequence[Row], without: Sequence[Belonging], everyone: int, label: str) -> str:
    if not rows:
        return ""
    number = counted(len({member.party for member in without}), "member")
    names = listed(row.values["through"] or row.values["member"] for row in rows)
    said = f"No seat is known for {number} of {label}, of {everyone:,} in all: {names}."
    return f"{said} {how_sure(sum(member.certainty == POSSIBLE for member in without), len(rows))}".strip()


def _figures(without: Sequence[Belonging], everyone: int) -> dict[str, object]:
    return {"members": everyone, "without_known_seat": len({member.party for member in without})}


def note_on_bodies(store: Store, bodies: Mapping[str, bool], seats: Mapping[str, int], label: str) -> str:
    """Say on which of some bodies (:func:`bodies_of`) how many seats are known, the governing board first."""
    names = labels(store, bodies)
    known = sorted((not bodies[body], -number, names[body]) for body, number in seats.items() if number)
    return f"Seats of {label} are known on {listed(f'{name} ({-number:,})' for _, number, name in known)}."


def _notes_on_seats(store: Store, bodies: Mapping[str, bool], seats: Positions, label: str) -> list[str]:
    """Say what is known of the seats of some bodies, and what not."""
    numbers = {body: len(seats.at.get(body, ())) for body in bodies}
    notes = [note_on_bodies(store, bodies, numbers, label)]
    if empty := sorted(labels(store, [body for body, number in numbers.items() if not number]).values()):
        notes.append(f"None is known on {listed(empty)}.")
    if not any(board and numbers[body] for body, board in bodies.items()):
        notes.append(f"No seat on a governing board of {label} is known: any member may have one there.")
    if unknown := sum(not seat.companies for seat in seats.all()):
        who, may = ("its holder", "It may be") if unknown == 1 else ("their holders", "Each may be")
        notes.append(f"Of {counted(unknown, 'seat')} the employer of {who} is not known. {may} a member's after all.")
    return notes


def _notes_on_doubt(store: Store, doubtful: Sequence[Belonging]) -> list[str]:
    """Name the members that are left out for a seat that may be over, or may be another's."""
    if not doubtful:
        return []
    has = "it may have a seat" if len(doubtful) == 1 else "they may have seats"
    why = f"Left out, as {has} that only an older list names, or whose holder has several employers"
    return [f"{why}: {_names(store, doubtful)}."]


def _notes_on_groups(store: Store, day: str, without: Sequence[Belonging], seated: set[str]) -> list[str]:
    """Name the members of which another company of the group has a seat."""
    groups = read_groups(store, day or date.today().isoformat())
    heads = {groups.head(company) for company in seated}
    kin = [member for member in without if groups.head(member.party) in heads]
    return [f"Another company of the group has a seat, which --lens group counts: {_names(store, kin)}."] if kin else []


def _names(store: Store, members: Sequence[Belonging]) -> str:
    names: list[str] = sorted(labels(store, {member.party for member in members}).values(), key=str.casefold)
    return listed(names)


def _notes_on_dates(members: int, seats: int, day: str) -> list[str]:
    notes = notes_on_later(members, day)
    if seats:
        are = "is" if seats == 1 else "are"
        notes.append(f"{counted(seats, 'role')} on its bodies {are} first recorded after {day}, and not counted.")
    return notes
