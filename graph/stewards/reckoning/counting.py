"""Counting people by company: how many are surely of each, how many may be, and of how many no company is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from stewards.reading.entities import kind_of
from stewards.reading.holdings import Holding, holdings_at
from stewards.reading.lenses import Groups
from stewards.reading.memberships import projects_on
from stewards.reading.positions import Position, Positions, maintainers_of, maintaining_roles
from stewards.reading.rows import select, tuples
from stewards.reading.times import read_times
from stewards.reckoning.shares import Bounds
from stewards.stores.store import Store
from stewards.validity import NO, UNKNOWN, Times

_PARTS = """SELECT ?node ?part ?whole WHERE {
  ?node stw:relationKind relation:subproject ; stw:child ?part ; stw:parent ?whole
}"""
_MAINTAINED = "SELECT DISTINCT ?place WHERE { ?node org:role ?role ; org:organization ?place }"


@dataclass(frozen=True, slots=True)
class Count:
    """Some people by company: ``known`` are surely of one, ``either`` of one of several, ``unknown`` of any or none.

    ``nodes`` are the situations, by company, of all who are or may be of it.
    """

    known: Mapping[str, int]
    either: tuple[frozenset[str], ...]
    unknown: int
    nodes: Mapping[str, tuple[str, ...]]

    @property
    def people(self) -> int:
        """How many people there are."""
        return sum(self.known.values()) + len(self.either) + self.unknown

    def rank(self, company: str) -> tuple[int, int]:
        """Return what sorts companies: those with most people first."""
        return -self.surely(company), -self.at_most(company)

    def surely(self, company: str) -> int:
        """Return how many people are surely of a company."""
        return self.known.get(company, 0)

    def at_most(self, company: str) -> int:
        """Return how many may be of a company, were everybody whose company is not known of it."""
        return self.surely(company) + sum(company in options for options in self.either) + self.unknown

    def share(self, company: str) -> Bounds[Fraction]:
        """Return a company's part of all people. Raise :class:`ZeroDivisionError` if there are none."""
        return Bounds(Fraction(self.surely(company), self.people), Fraction(self.at_most(company), self.people))


def count(positions: Iterable[Position]) -> Count:
    """Count some positions by company; each counts once."""
    known: Counter[str] = Counter()
    either: list[frozenset[str]] = []
    unknown = 0
    nodes: dict[str, dict[str, None]] = {}
    for position in positions:
        known[position.company] += len(position.companies) == 1
        unknown += not position.companies
        if len(position.companies) > 1:
            either.append(frozenset(position.companies))
        for company in position.companies:
            nodes.setdefault(company, {}).update(dict.fromkeys(position.nodes))
    return Count(+known, tuple(either), unknown, {company: tuple(found) for company, found in nodes.items()})


def companies_in(number: Count) -> list[str]:
    """Return the companies that people are surely of, in order; who is independent counts, but is no company."""
    return sorted(company for company in number.known if kind_of(company) != "person")


def once_each(positions: Iterable[Position]) -> list[Position]:
    """Return one position for each person, whatever places they hold one at.

    Where the places tell of different companies, those that all of them tell of are meant; if there are none, any.
    """
    people: dict[str | tuple[str, ...], list[Position]] = defaultdict(list)
    for position in positions:
        people[position.person or position.companies].append(position)
    return [_merged(found) if len(found) > 1 else found[0] for found in people.values()]


def _merged(found: Sequence[Position]) -> Position:
    told = [set(position.companies) for position in found if position.companies]
    companies = (set.intersection(*told) or set.union(*told)) if told else set()
    nodes = dict.fromkeys(node for position in found for node in position.nodes)
    sure = min(position.certainty for position in found)
    holdings = tuple(holding for position in found for holding in position.holdings)
    return replace(found[0], companies=tuple(sorted(companies)), certainty=sure, nodes=tuple(nodes), holdings=holdings)


@dataclass(frozen=True, slots=True)
class _Part:
    """A project being a subproject of another, over a time."""

    iri: str
    part: str
    whole: str
    times: Times


def wholes_on(store: Store, day: str) -> Groups:
    """Return which project each subproject belongs to on a day ("" for ever), as the parents of its groups."""
    found = Groups(day)
    for part in store.recall("subprojects", lambda: _parts(store)):
        if not day or part.times.hold_on(day) not in (NO, UNKNOWN):
            found.parents[part.part], found.relations[part.part] = part.whole, part.iri
    return found


def _parts(store: Store) -> list[_Part]:
    rows = select(store, _PARTS)
    times = read_times(store, {str(row["node"]) for row in rows})
    parts = [_Part(n := str(row["node"]), str(row["part"]), str(row["whole"]), times[n]) for row in rows]
    return sorted(parts, key=lambda part: part.iri)


def maintainers_on(
    store: Store, day: str, groups: Groups | None, projects: Sequence[str], holdings: Sequence[Holding] | None = None
) -> Positions:
    """Return the maintainers of some projects on a day, those of their subprojects among them, each once a project.

    A position of a subproject rests on the relations that make it one, too. ``holdings`` are the tenures at these
    projects where they are read already (:func:`holdings_in`).
    """
    whole, relations = _wholes(store, day, projects)
    holdings = holdings_in(store, day, projects) if holdings is None else holdings
    found = maintainers_of(store, holdings, day, groups, whole)
    for place, positions in found.at.items():
        found.at[place] = [_resting(position, relations) for position in positions]
    return found


def holdings_in(store: Store, day: str, projects: Sequence[str]) -> list[Holding]:
    """Return the tenures at some projects, and at their subprojects on a day."""
    return holdings_at(store, (*projects, *_wholes(store, day, projects)[0]))


def maintained(store: Store, day: str) -> list[str]:
    """Return every project that has maintainers, now or ever; of a project and its subprojects, the whole."""
    wholes = wholes_on(store, day)
    rows = tuples(store, _MAINTAINED, "role", sorted(maintaining_roles(store)))
    return sorted({wholes.head(str(place)) for (place,) in rows})


def hosted_on(store: Store, host: str, day: str) -> tuple[dict[str, str], int]:
    """Return the projects hosted on a day ("" for ever), each with the hosting, and how many are recorded later.

    Of a project and its subprojects that are hosted both, the whole is meant.
    """
    found, later = projects_on(store, host, day)
    hosted = {hosting.party: hosting.iri for hosting in found}
    wholes = wholes_on(store, day)
    parts = {project for project in hosted if (head := wholes.head(project)) != project and head in hosted}
    return {project: node for project, node in sorted(hosted.items()) if project not in parts}, later


def _wholes(store: Store, day: str, projects: Iterable[str]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return for each subproject of some projects the project, and the relations that lead there."""
    parts, wanted = wholes_on(store, day), set(projects)
    whole: dict[str, str] = {}
    relations: dict[str, tuple[str, ...]] = {}
    for part in [part for part in parts.parents if part not in wanted]:
        path, above = [part], parts.parents[part]
        while above not in wanted and above in parts.parents and above not in path:
            path.append(above)
            above = parts.parents[above]
        if above in wanted:
            whole[part], relations[part] = above, tuple(parts.relations[step] for step in path)
    return whole, relations


def _resting(position: Position, relations: Mapping[str, tuple[str, ...]]) -> Position:
    more = [node for holding in position.holdings for node in relations.get(holding.place, ())]
    return replace(position, nodes=tuple(dict.fromkeys((*position.nodes, *more)))) if more else position
