"""Formal control of a foundation beside effective control: its companies by seats, and by maintainers of projects.

What is shown is what each company surely has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from stewards.analysis.single_company_projects import holds
from stewards.analysis.voting_power import Game, game, rounded
from stewards.asking.answers import EntityValue, Findings, Row, Value
from stewards.asking.asked import Asked, notes_on_left_over
from stewards.asking.counts_in_words import most_in_words, names_of, notes_on_dates, percent
from stewards.asking.sentences import counted, listed
from stewards.namespaces import BASE
from stewards.reading.charter_rules import majority_of_body
from stewards.reading.lenses import groups_for
from stewards.reading.nodes import labels
from stewards.reading.positions import Positions, seats_on
from stewards.reading.rows import batched
from stewards.reckoning.counting import Count, count, hosted_on, maintainers_on, once_each
from stewards.reckoning.shares import Bounds
from stewards.stores.store import Store
from stewards.validity import CERTAIN

_BODIES = "SELECT ?body ?thing ?kind WHERE { ?body stw:governs ?thing ; org:classification ?kind }"
_BOARD = f"{BASE}bodytype/governing-board"
_GOVERNING = (_BOARD, f"{BASE}bodytype/technical-committee", f"{BASE}bodytype/steering-committee")
#: A company holds a project if it has this share of its maintainers, of which there are two at least.
HALF, LEAST = Fraction(1, 2), 2


@dataclass(frozen=True, slots=True)
class Control:
    """What the companies of a foundation have: seats, power on its board, maintainers, and projects by themselves."""

    seats: Count
    board: Game | None
    maintainers: Count
    projects: Mapping[str, Sequence[str]]

    def rank(self, company: str) -> tuple[int, int, int]:
        """Return what sorts companies: those with most seats first, then those with most maintainers."""
        projects = len(self.projects.get(company, ()))
        return -self.seats.surely(company), -self.maintainers.surely(company), -projects


def run(store: Store, asked: Asked) -> Findings:
    """Return one row a company that has a seat on a governing body or a maintainer of a hosted project."""
    foundation, groups = asked.entities["foundation"], groups_for(store, asked.lens, asked.day)
    bodies = _bodies(store, foundation.iri)
    seats = seats_on(store, bodies, asked.day, groups)
    hosted, unhosted = hosted_on(store, foundation.iri, asked.day)
    working = maintainers_on(store, asked.day, groups, list(hosted))
    roster = [position for body in bodies for position in seats.roster(body)]
    people = once_each(working.all())
    board, rule = _board(store, bodies, seats, asked.day)
    control = Control(count(roster), board, count(people), _projects(working))
    rows = _rows(store, control, rule)
    figures = _figures(control, len(hosted))
    notes = _notes(store, control, bodies, seats)
    notes += notes_on_dates([*roster, *people], seats.later + working.later + unhosted, asked.day, "position")
    return Findings(rows, notes, _sentence(store, control, foundation.label) if rows else "", figures)


def _bodies(store: Store, foundation: str) -> dict[str, str]:
    """Return the bodies that govern a foundation itself, by kind: boards first, then committees."""
    kinds = {str(row["body"]): str(row["kind"]) for row in batched(store, _BODIES, "thing", [foundation])}
    ranked = sorted((_GOVERNING.index(kind), body) for body, kind in kinds.items() if kind in _GOVERNING)
    return {body: kinds[body] for _, body in ranked}


def _board(store: Store, bodies: Mapping[str, str], seats: Positions, day: str) -> tuple[Game | None, str]:
    for board in (body for body, kind in bodies.items() if kind == _BOARD):
        majority, rule = majority_of_body(store, board, day)
        if played := game(seats.roster(board), majority):
            return played, rule
    return None, ""


def _projects(working: Positions) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for project, positions in working.at.items():
        for company, sure in holds(count(positions), HALF) if len(positions) >= LEAST else ():
            if sure == CERTAIN:
                found.setdefault(company, []).append(project)
    return found


def _rows(store: Store, control: Control, rule: str) -> list[Row]:
    seats, people, board = control.seats, control.maintainers, control.board
    names = names_of(store, {**seats.known, **people.known})

    def row(company: str) -> Row:
        power = board.power.get(company) if board else None
        nodes = dict.fromkeys((*seats.nodes.get(company, ()), *people.nodes.get(company, ())))
        if power and rule:
            nodes[rule] = None
        values: dict[str, Value] = {
            "company": EntityValue(names[company], company),
            "seats": seats.surely(company),
            "share_of_seats": _share(seats, company),
            "board_power": rounded(power.banzhaf) if power else 0.0 if board else None,
            "maintainers": people.surely(company),
            "share_of_maintainers": _share(people, company),
            "projects": len(control.projects.get(company, ())),
        }
        return Row(values, nodes=tuple(nodes))

    return [row(company) for company in sorted(names, key=lambda iri: (*control.rank(iri), names[iri], iri))]


def _share(number: Count, company: str) -> str | None:
    if not number.people:
        return None
    share = number.share(company).low
    return percent(Bounds(share, share))


def _figures(control: Control, hosted: int) -> dict[str, int]:
    seats, people = control.seats, control.maintainers
    return {
        "seats": seats.people,
        "seats_of_unknown_employer": seats.people - sum(seats.known.values()),
        "maintainers": people.people,
        "maintainers_of_unknown_employer": people.people - sum(people.known.values()),
        "projects": hosted,
    }


def _notes(store: Store, control: Control, bodies: Mapping[str, str], seats: Positions) -> list[str]:
    """Say which bodies were counted, and what is not known of them."""
    names = labels(store, bodies)
    sizes = [f"{names[body]} ({counted(len(seats.roster(body)), 'seat')} known)" for body in bodies]
    notes = [f"Seats are those of {listed(sizes)}." if sizes else "No governing body is known."]
    boards = [names[body] for body, kind in bodies.items() if kind == _BOARD]
    if boards and control.board is None:
        notes.append(f"Too little is known of {listed(boards)} to reckon voting power there.")
    left_over = sum(len(seats.left_over(body)) for body in bodies)
    notes += notes_on_left_over(left_over)
    for number, noun in ((control.seats, "seat"), (control.maintainers, "maintainer")):
        if unclear := number.people - sum(number.known.values()):
            notes.append(f"Of {counted(unclear, noun)} no one employer is known: shares are the least each has.")
    return notes


def _sentence(store: Store, control: Control, label: str) -> str:
    told = ((control.seats, "seat"), (control.maintainers, "maintainer"))
    parts = [
        f"{most_in_words(number, names_of(store, number.known))} of the {counted(number.people, noun)}"
        for number, noun in told
        if number.known
    ]
    held = {project for projects in control.projects.values() for project in projects}
    if held:
        parts.append(f"one company has half or more of the maintainers of {counted(len(held), 'project')}")
    return f"In {label}, {'; '.join(parts)}."
