"""Who counts at a place on a day, and for which company: the seats of a body, the maintainers of a project.

A person counts once at a place, whatever roles they hold there. The company is the one they sit for, where a source
says so, else their employer on the day: the one that the newest passage about the seat names (of the body's own list,
before others), else the one confirmed last. Where that leaves several, any of them may be meant; where it leaves none,
the company is not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from stewards.namespaces import BASE, ID
from stewards.reading.confirmed import rosters
from stewards.reading.employers import Employers
from stewards.reading.entities import kind_of
from stewards.reading.holdings import Holding, holdings_at, in_force
from stewards.reading.lenses import Groups
from stewards.reading.rows import select
from stewards.stores.store import Store
from stewards.validity import CERTAIN, POSSIBLE

_ROLE = BASE + "role/"
#: Roles at a body that are no seat on it: they attend, stand in, keep in touch, serve, or are over.
_NO_SEAT = frozenset(
    _ROLE + role
    for role in (
        *("alternate", "observer", "alumni", "emeritus-maintainer", "contributor", "reviewer"),
        *("administrator", "executive-director", "liaison"),
    )
)
#: The employer of those who work for nobody in particular: each of them is a company of one, under their own name.
INDEPENDENT = ID + "org/independent"
EMERITUS = _ROLE + "emeritus-maintainer"
#: How a position stands to the newest list of its body.
ON_ROSTER, DOUBTFUL, ELSEWHERE = "on the roster", "doubtful", "elsewhere"
_MAINTAINERS = "SELECT ?role WHERE { ?role skos:broader* role:maintainer }"


@dataclass(frozen=True, slots=True)
class Position:
    """One seat or maintainership on a day.

    ``person`` is "" for an organisation's seat that nobody is named for. ``companies`` are as the lens shows them: one,
    none where it is not known, several where any of them may be meant; who is independent stands for themselves.
    ``nodes`` are the situations that say so. ``standing`` is :data:`ON_ROSTER`; or :data:`DOUBTFUL` where a list names
    it before the day and not after it; or :data:`ELSEWHERE` where the body's newest list does not name it, but another
    one does.
    """

    place: str
    person: str
    companies: tuple[str, ...]
    certainty: str
    nodes: tuple[str, ...]
    holdings: tuple[Holding, ...] = ()
    standing: str = ON_ROSTER

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who holds it, or may: of several in one seat nobody may know whose turn it was on the day."""
        return tuple(dict.fromkeys(holding.holder for holding in self.holdings if holding.personal))

    @property
    def company(self) -> str:
        """The one company it counts for, "" where none or several may be meant."""
        return self.companies[0] if len(self.companies) == 1 else ""


@dataclass(slots=True)
class Positions:
    """The positions at some places on a day, and how many tenures there are first recorded after it."""

    at: dict[str, list[Position]] = field(default_factory=dict)
    later: int = 0

    def all(self) -> list[Position]:
        """Return every position."""
        return [position for positions in self.at.values() for position in positions]

    def roster(self, place: str) -> list[Position]:
        """Return the positions at a place that its newest list confirms."""
        return self._standing(place, ON_ROSTER)

    def doubtful(self, place: str) -> list[Position]:
        """Return those that had ended by a later list, perhaps after the day."""
        return self._standing(place, DOUBTFUL)

    def left_over(self, place: str) -> list[Position]:
        """Return all that are not on the roster, but of which nothing says that they had ended."""
        return self._standing(place, DOUBTFUL, ELSEWHERE)

    def _standing(self, place: str, *wanted: str) -> list[Position]:
        return [position for position in self.at.get(place, ()) if position.standing in wanted]


def _own_place(holding: Holding) -> str:
    return holding.place


def is_seat(holding: Holding) -> bool:
    """Return whether a tenure at a body is a seat on it."""
    return holding.role not in _NO_SEAT and not holding.role.endswith("-liaison")


def seats_on(store: Store, bodies: Iterable[str], day: str, groups: Groups | None) -> Positions:
    """Return the seats of some bodies on a day ("" for ever), companies shown through a lens (None: as named).

    They are told apart by whether a body's newest list confirms them.
    """
    held = list(filter(is_seat, holdings_at(store, bodies)))
    found = rosters(store, _by_place(in_force(held, day)[0], _own_place), day)
    seats = positions(store, held, day, groups, sources=found.sources)
    for place, there in seats.at.items():
        seats.at[place] = [replace(p, standing=_standing(p, found.tenures)) for p in there]
    return seats


def _standing(position: Position, sure: set[str]) -> str:
    if not any(holding.iri in sure for holding in position.holdings):
        return ELSEWHERE
    dropped = all(holding.times.absent for holding in position.holdings)
    return DOUBTFUL if dropped and position.certainty == POSSIBLE else ON_ROSTER


def maintaining_roles(store: Store) -> frozenset[str]:
    """Return the role of a maintainer and all narrower ones."""
    return store.recall("maintaining", lambda: frozenset(str(row["role"]) for row in select(store, _MAINTAINERS)))


def maintainers_of(
    store: Store, holdings: Sequence[Holding], day: str, groups: Groups | None, whole: Mapping[str, str] | None = None
) -> Positions:
    """Return the maintainers among some tenures, emeriti left out; ``whole`` names the project of each subproject."""
    roles, whole = maintaining_roles(store), whole or {}
    retired = {(h.holder, h.place) for h in in_force((h for h in holdings if h.role == EMERITUS), day)[0]}
    working = [h for h in holdings if h.role in roles and (h.holder, h.place) not in retired]
    return positions(store, working, day, groups, lambda holding: whole.get(holding.place, holding.place))


def positions(
    store: Store,
    holdings: Iterable[Holding],
    day: str,
    groups: Groups | None,
    place_of: Callable[[Holding], str] = _own_place,
    sources: Mapping[str, set[str]] | None = None,
) -> Positions:
    """Return the positions that some tenures make on a day, by place, in the order in which they are given.

    ``sources`` are the lists to believe about who works for whom, by place, where several say something else.
    """
    held, later = in_force(holdings, day)
    drafts: dict[str, dict[str, list[Holding]]] = defaultdict(lambda: defaultdict(list))
    for place, found in _by_place(held, place_of).items():
        for key, holding in _keyed(found):
            drafts[place][key].append(holding)
    employers = Employers(store, [h for h in held if h.personal and not _company_of(h)], day, sources or {})
    counted = {
        place: [_position(place, found, employers, groups, day) for found in seats.values()]
        for place, seats in drafts.items()
    }
    return Positions(counted, later)


def _by_place(holdings: Iterable[Holding], place_of: Callable[[Holding], str]) -> dict[str, list[Holding]]:
    places: dict[str, list[Holding]] = defaultdict(list)
    for holding in holdings:
        places[place_of(holding)].append(holding)
    return places


def _keyed(holdings: list[Holding]) -> Iterable[tuple[str, Holding]]:
    """Yield the tenures at one place, each with what it is counted under: the seat it fills, else its holder."""
    seats = {holding.holder: holding.seat for holding in holdings if holding.seat}
    represented = {holding.on_behalf for holding in holdings if holding.personal}
    for holding in holdings:
        # An organisation's seat that nobody is linked to, beside somebody who sits for it, is that person's.
        if holding.personal or holding.seat or holding.holder not in represented:
            yield holding.seat or seats.get(holding.holder) or holding.holder, holding


def _company_of(holding: Holding) -> str:
    """Return the organisation that a tenure is held by or for, "" when its holder's employer decides."""
    if not holding.personal:
        return holding.holder
    return holding.on_behalf if kind_of(holding.on_behalf) == "organisation" else ""


def _named(found: list[Holding], day: str) -> list[str]:
    """Return the organisations that a seat is said to be held by or for: its own before who somebody acts for.

    Of several that somebody acted for one after the other, the one that is certain for the day, else confirmed last.
    """
    own = [holding.holder for holding in found if not holding.personal]
    acting = [holding for holding in found if holding.personal and _company_of(holding)]
    if own or not acting:
        return list(dict.fromkeys(own))

    def rank(holding: Holding) -> tuple[bool, str]:
        return bool(day) and holding.times.hold_on(day) == CERTAIN, str(holding.times.last_observed or "")

    best = max(map(rank, acting))
    return list(dict.fromkeys(_company_of(holding) for holding in acting if rank(holding) == best))


def _position(place: str, found: list[Holding], employers: Employers, groups: Groups | None, day: str) -> Position:
    person = next((holding.holder for holding in found if holding.personal), "")
    named = _named(found, day)
    jobs = [] if named else employers.of(found)
    companies: list[str] = []
    owners: list[str] = []
    for company in named or dict.fromkeys(person if job.place == INDEPENDENT else job.place for job in jobs):
        companies.append(groups.head(company) if groups else company)
        owners += groups.path(company) if groups else ()
    sure = not day or any(h.times.hold_on(day) == CERTAIN for h in found)
    nodes = dict.fromkeys([h.iri for h in found] + [job.iri for job in jobs] + owners)
    return Position(
        place, person, tuple(dict.fromkeys(companies)), CERTAIN if sure else POSSIBLE, tuple(nodes), tuple(found)
    )
