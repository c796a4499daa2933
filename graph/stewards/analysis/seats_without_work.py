"""Where a company has a say without maintainers: seats on bodies of projects of which it is not known to maintain any.

Of a body that governs a foundation, the projects are those that the foundation hosts; subprojects count with the whole.
Only seats that are surely the company's are shown, and only where nobody who maintains a project may be of it, as far
as employers are known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from stewards.asking.answers import EntityValue, Findings, Row
from stewards.asking.asked import Asked
from stewards.asking.sentences import counted, listed
from stewards.namespaces import BASE
from stewards.reading.bodies import governed
from stewards.reading.entities import kind_of
from stewards.reading.holdings import Holding, workers_of
from stewards.reading.lenses import Groups, groups_for, read_groups
from stewards.reading.memberships import projects_on
from stewards.reading.nodes import labels
from stewards.reading.positions import Position, seats_on
from stewards.reading.rows import batched
from stewards.reckoning.counting import holdings_in, maintainers_on, once_each
from stewards.stores.store import Store

_BODIES = """SELECT DISTINCT ?body ?kind WHERE {
  ?tenure PART ?party ; org:organization ?body . ?body a stw:GoverningBody
  OPTIONAL { ?body org:classification ?kind }
}"""
_TEAM = f"{BASE}bodytype/team"


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question about the companies that a lens brings together, on a day: they, and whoever ever worked for them."""

    store: Store
    day: str
    groups: Groups | None
    head: str
    companies: Sequence[str]
    people: Set[str]


@dataclass(frozen=True, slots=True)
class _Work:
    """The projects that a body governs, those of which maintainers are known, and these, each person once."""

    projects: Sequence[str]
    maintained: Set[str]
    people: Sequence[Position]


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each body with seats of the company and no known maintainer of it, most seats first."""
    company, groups = asked.entities["company"], groups_for(store, asked.lens, asked.day)
    meant = groups.members(company.iri) if groups else [company.iri]
    people = set[str]().union(*workers_of(store, meant).values())
    head = groups.head(company.iri) if groups else company.iri
    about = _Asking(store, asked.day, groups, head, meant, people.union(meant))
    over = _governed(about)
    working = {things: _works(about, things) for things in set(over.values())}
    seats = _seats(about, [body for body, things in over.items() if not working[things]])
    works = {things: _work(about, things) for things in {over[body] for body in seats}}
    idle = {body: works[over[body]] for body in seats if works[over[body]].people}
    rows = _rows(about, seats, over, idle)
    notes = _notes(store, [body for body in seats if body not in idle], idle.values())
    notes += [] if groups else _notes_on_group(about, idle.values())
    return Findings(rows, notes, _sentence(rows, company.label))


def _governed(about: _Asking) -> dict[str, tuple[str, ...]]:
    """Return the bodies on which the company may have a seat, each with what it governs; teams do not govern."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for part, parties in (("org:member", about.people), ("stw:onBehalfOf", about.companies)):
        for row in batched(about.store, _BODIES.replace("PART", part), "party", parties):
            kinds[str(row["body"])].add(str(row["kind"]))
    bodies = [body for body, found in sorted(kinds.items()) if found != {_TEAM}]
    over = governed(about.store, bodies)
    return {body: tuple(sorted(over.get(body, ()))) for body in bodies}


def _seats(about: _Asking, bodies: Sequence[str]) -> dict[str, list[Position]]:
    """Return the seats that are surely the company's by body, as the newest list of each body has them."""
    seats = seats_on(about.store, bodies, about.day, about.groups)
    own = {body: [seat for seat in seats.roster(body) if seat.company == about.head] for body in bodies}
    return {body: found for body, found in own.items() if found}


def _works(about: _Asking, things: Sequence[str]) -> bool:
    """Return whether somebody who maintains a project may be of the company: only its own people are looked at."""
    own = [h for h in _holdings(about, things) if h.holder in about.people or h.on_behalf in about.people]
    return any(
        about.head in person.companies for person in _maintainers(about, _projects(about, things, about.day), own)[0]
    )


def _work(about: _Asking, things: Sequence[str]) -> _Work:
    projects = _projects(about, things, about.day)
    people, maintained = _maintainers(about, projects, _holdings(about, things))
    return _Work(projects, maintained, people)


def _maintainers(
    about: _Asking, projects: Sequence[str], holdings: Sequence[Holding]
) -> tuple[Sequence[Position], Set[str]]:
    """Return the maintainers of some projects, each once, and the projects that have any."""
    found = maintainers_on(about.store, about.day, about.groups, projects, holdings)
    people = {project: found.at[project] for project in projects if found.at.get(project)}
    return once_each(position for positions in people.values() for position in positions), people.keys()


def _projects(about: _Asking, things: Sequence[str], day: str) -> list[str]:
    """Return the projects among some things and those that the others host on a day."""
    found: dict[str, None] = {}
    for thing in things:
        if kind_of(thing) == "project":
            found[thing] = None
        else:
            found |= dict.fromkeys(hosting.party for hosting in projects_on(about.store, thing, day)[0])
    return list(found)


def _holdings(about: _Asking, things: Sequence[str]) -> list[Holding]:
    """Return the tenures at all projects that some things ever had."""

    def read() -> list[Holding]:
        return holdings_in(about.store, "", _projects(about, things, ""))

    return about.store.recall(f"tenures at the projects of {' '.join(things)}", read)


def _rows(
    about: _Asking,
    seats: Mapping[str, Sequence[Position]],
    governed: Mapping[str, Sequence[str]],
    idle: Mapping[str, _Work],
) -> list[Row]:
    people = {seat.person for body in idle for seat in seats[body] if seat.person}
    names = labels(about.store, {*idle, *people, *(thing for body in idle for thing in governed[body])})

    def named(iris: Iterable[str]) -> tuple[EntityValue, ...]:
        return tuple(sorted(EntityValue(names[iri], iri) for iri in iris))

    return [
        Row(
            {
                "body": EntityValue(names[body], body),
                "seats": len(seats[body]),
                "people": named({seat.person for seat in seats[body] if seat.person}) or None,
                "governs": named(governed[body]),
                "projects": len(idle[body].projects),
                "maintained": len(idle[body].maintained),
                "maintainers": len(idle[body].people),
                "unknown": sum(not person.companies for person in idle[body].people),
            },
            nodes=tuple(dict.fromkeys(node for seat in seats[body] for node in seat.nodes)),
        )
        for body in sorted(idle, key=lambda body: (-len(seats[body]), names[body].casefold()))
    ]


def _sentence(rows: Sequence[Row], label: str) -> str:
    if not rows:
        return ""
    bodies = listed(row.values["body"] for row in rows)
    governed = "it governs" if len(rows) == 1 else "they govern"
    return f"{label} has seats on {bodies}, and is not known to employ a maintainer of what {governed}."


def _notes(store: Store, bodies: Sequence[str], works: Iterable[_Work]) -> list[str]:
    """Name the projects, and the bodies, of which nothing can be said, as no maintainers are known."""
    projects = {project for work in works for project in work.projects if project not in work.maintained}
    notes = [f"Of these projects no maintainers are known: {_named(store, projects)}."] if projects else []
    if bodies:
        more = counted(len(bodies), "more body")
        notes.append(f"Of {more} on which it has a seat no maintainers are known: {_named(store, bodies)}.")
    return notes


def _named(store: Store, iris: Iterable[str]) -> str:
    names: list[str] = sorted(labels(store, iris).values(), key=str.casefold)
    return listed(names)


def _notes_on_group(about: _Asking, works: Iterable[_Work]) -> list[str]:
    """Name the companies of the same group that do have maintainers."""
    companies = {company for work in works for person in work.people for company in person.companies}
    groups = read_groups(about.store, about.day or date.today().isoformat())
    names = sorted(labels(about.store, companies.intersection(groups.members(about.head))).values())
    if not names:
        return []
    return [
        f"Of its group, {listed(names)} {'has' if len(names) == 1 else 'have'} maintainers, whom --lens group counts."
    ]
