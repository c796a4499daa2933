"""The seats and maintainerships that an event touches, as they are and as they would be after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from stewards.reading.bodies import governing
from stewards.reading.entities import kind_of
from stewards.reading.holdings import Holding, holdings_for, holdings_of, in_force, workers_of
from stewards.reading.lenses import Groups, read_groups
from stewards.reading.memberships import projects_on
from stewards.reading.positions import Position, seats_on
from stewards.reading.rows import batched
from stewards.reckoning.counting import maintainers_on, wholes_on
from stewards.reckoning.happenings import ACQUIRES, JOINS, LEAVES, MERGES, Happening
from stewards.stores.store import Store

_DECIDING = """SELECT ?body ?kind WHERE {
  ?body org:classification ?kind . FILTER(?kind != bodytype:team)
}"""

#: What becomes of a position: the position after the event, None where it falls vacant.
Change = Callable[[Position], Position | None]


@dataclass(frozen=True, slots=True)
class Place:
    """One body or project: its positions before and after, those that fall vacant, those that may have ended anyway."""

    iri: str
    before: list[Position]
    after: list[Position]
    vacated: list[Position]
    doubtful: list[Position]


@dataclass(frozen=True, slots=True)
class Supposition:
    """What an event touches, with who owned whom before it and after it."""

    bodies: list[Place]
    projects: list[Place]
    owner_before: Callable[[str], str]
    owner_after: Callable[[str], str]
    #: The company that leaves, with what it owns.
    leaving: frozenset[str]
    #: Whether the two companies of an acquisition or merger are of one group on the day already.
    together: bool


def suppose(store: Store, happening: Happening, day: str) -> Supposition:
    """Return what an event on a day would touch; companies of positions are as named, not yet shown by group."""
    groups = read_groups(store, day)
    later = _groups_after(groups, happening)
    companies = _companies(groups, happening)
    touched = in_force(_touched(store, happening, companies), day)[0]
    wholes = wholes_on(store, day)
    only = happening.target is not None and happening.verb == LEAVES
    within = _within(store, happening.target.iri, day, wholes) if only and happening.target else None
    places = {holding.place for holding in touched if within is None or holding.place in within}
    leaving = _leaving(groups, happening)
    change = _change(happening, leaving, within)
    # Teams review and maintain, but do not govern.
    bodies = sorted(str(row["body"]) for row in batched(store, _DECIDING, "body", filter(_is_body, places)))
    projects = sorted({wholes.head(place) for place in places if kind_of(place) == "project"})
    seats = seats_on(store, bodies, day, None)
    working = maintainers_on(store, day, None, projects)
    return Supposition(
        [_place(body, seats.roster(body), change, seats.doubtful(body)) for body in bodies if seats.roster(body)],
        [_place(project, working.at[project], change) for project in projects if working.at.get(project)],
        groups.head,
        later.head,
        leaving,
        _together(groups, happening),
    )


def _is_body(place: str) -> bool:
    return kind_of(place) == "body"


def _place(iri: str, before: list[Position], change: Change, doubtful: Sequence[Position] = ()) -> Place:
    changed = [(position, change(position)) for position in before]
    after = [now for _, now in changed if now is not None]
    vacated = [position for position, now in changed if now is None]
    return Place(iri, before, after, vacated, [now for position in doubtful if (now := change(position)) is not None])


def _groups_after(groups: Groups, happening: Happening) -> Groups:
    if happening.verb not in (ACQUIRES, MERGES) or happening.target is None:
        return groups
    buyer, bought = groups.head(happening.actor.iri), happening.target.iri
    bought = groups.head(bought) if happening.verb == MERGES else bought
    parents = {child: parent for child, parent in groups.parents.items() if child != bought}
    return Groups(groups.day, {**parents, bought: buyer} if bought != buyer else parents, groups.relations)


def _together(groups: Groups, happening: Happening) -> bool:
    if happening.verb not in (ACQUIRES, MERGES) or happening.target is None:
        return False
    return groups.head(happening.actor.iri) == groups.head(happening.target.iri)


def _companies(groups: Groups, happening: Happening) -> frozenset[str]:
    named = [happening.actor, *([happening.target] if happening.target else [])]
    companies = [found.iri for found in named if found.kind == "organisation" and happening.verb != JOINS]
    return frozenset(member for company in companies for member in groups.members(company))


def _leaving(groups: Groups, happening: Happening) -> frozenset[str]:
    """Return the company that leaves, with what it owns."""
    actor = happening.actor
    if happening.verb != LEAVES or actor.kind != "organisation":
        return frozenset()
    return frozenset({actor.iri, *(child for child in groups.parents if actor.iri in _above(groups, child))})


def _above(groups: Groups, company: str) -> list[str]:
    seen = [company]
    while (parent := groups.parents.get(seen[-1])) is not None and parent not in seen:
        seen.append(parent)
    return seen


def _touched(store: Store, happening: Happening, companies: Iterable[str]) -> list[Holding]:
    """Return every tenure of the people and companies that an event is about."""
    if happening.actor.kind == "person":
        return holdings_of(store, [happening.actor.iri])
    wanted = sorted(companies)
    people = set[str]().union(*workers_of(store, wanted).values())
    return [*holdings_of(store, sorted(people)), *holdings_of(store, wanted), *holdings_for(store, wanted)]


def _within(store: Store, thing: str, day: str, wholes: Groups) -> set[str]:
    """Return a thing, the projects it hosts on the day with their subprojects, and the bodies that govern these."""
    things = {thing, *(hosting.party for hosting in projects_on(store, thing, day)[0])}
    things |= {part for part in wholes.parents if things.intersection(_above(wholes, part))}
    return things | set(governing(store, sorted(things)))


def _change(happening: Happening, leaving: frozenset[str], within: set[str] | None) -> Change:
    """Return what becomes of a position; who leaves some places only (``within``) keeps what they hold at others."""
    actor = happening.actor.iri

    def leave(position: Position) -> Position | None:
        if position.person != actor and not (position.companies and set(position.companies) <= leaving):
            return position
        kept = tuple(holding for holding in position.holdings if within is not None and holding.place not in within)
        return replace(position, holdings=kept) if kept else None

    def join(position: Position) -> Position:
        assert happening.target is not None
        return replace(position, companies=(happening.target.iri,)) if position.person == actor else position

    if happening.verb == LEAVES:
        return leave
    return join if happening.verb == JOINS else lambda position: position
