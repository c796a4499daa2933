"""What ties things together: every tenure, membership, hosting, ownership and funding of the graph, as links.

What a step costs says how little it explains. Two steps explain more than six, and a committee of nine more than a
foundation of a thousand. So a step costs :data:`CLOSE`; or :data:`LOOSE`, more than two close ones, where one hardly
has to meet the others: to pay a membership fee, to give money, to use, to attend, to have been there once. And to pass
through a thing costs :data:`PASSING` times the square root of the number of things that it is, or ever was, linked
with: a person with two roles 1.4, a committee of nine 3, a company with two hundred people 14, a foundation of a
thousand 32. With a close step at 5 and a loose one at 12, two companies are connected by their people on one small
committee (four steps: 26) before a small foundation of which both are members (two steps: 28), and by almost anything
before a large one (56); but two people by a company for which both work (24) before two committees in a row (28).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from stewards.garbage import without_cycle_search
from stewards.namespaces import BASE
from stewards.reading.bodies import GOVERNS, described, times_told
from stewards.reading.rows import every, swept
from stewards.reading.times import read_all_times, read_times
from stewards.reckoning.paths import Pair, Surroundings, Ties, Walked, pair
from stewards.stores.store import Store
from stewards.validity import Times

if TYPE_CHECKING:
    from stewards.reckoning.tie_arrays import TieArrays

#: What a step costs, and what passing through a thing costs for the root of the number of its links.
CLOSE, LOOSE, PASSING = 500, 1200, 100

_ROLE = f"{BASE}role/"
_LOOSE_ROLES = frozenset(
    _ROLE + role
    for role in (
        *("corporate-member", "alumni", "emeritus-maintainer"),
        *("observer", "participant", "contributor", "reviewer", "liaison"),
    )
)
#: Situations with two sides other than tenures, each with what a step over it costs.
_TWO_SIDED = {
    ("hostedProject", "host"): CLOSE,
    ("child", "parent"): CLOSE,
    ("funder", "recipient"): LOOSE,
    ("adopter", "usedProject"): LOOSE,
}
#: For more situations than this, it is faster to read the dates of all.
_MANY = 6000
#: From so many pairs on, arrays are faster than dicts, though they have to be made and numpy to be imported.
_LARGE = 100_000


class Link(NamedTuple):
    """A situation that ties two things; of a body and what it governs, which have no situation, the body.

    They are in the order in which links between the same two things are preferred.
    """

    cost: int
    iri: str
    governs: bool = False


@dataclass(slots=True)
class Links:
    """The links between things, and what a step from one thing to another costs at least, passing through included."""

    between: dict[Pair, list[Link]]
    least: Ties
    passing: Mapping[str, int]
    _times: dict[str, Times] = field(default_factory=dict)
    _arrays: TieArrays | None = None

    def cost(self, both: Pair, link: Link) -> int:
        """Return what a step over a link costs: twice its own cost, and half of what passing either end costs twice.

        The ends of a path are on it once, whichever way it leads, so that they do not change which path is best.
        """
        return 2 * link.cost + self.passing[both[0]] + self.passing[both[1]]

    def around(self, start: str, end: str) -> Surroundings:
        """Return what lies between two things; where there are many links, it is found on arrays, which are kept."""
        if len(self.between) < _LARGE:
            return Walked(self.least, start, end)
        from stewards.reckoning.tie_arrays import ArraySurroundings, TieArrays

        self._arrays = self._arrays or TieArrays(self.least)
        return ArraySurroundings(self._arrays, start, end)

    def times(self, store: Store, links: Iterable[Link]) -> Mapping[str, Times]:
        """Return when links hold, among others; what was read once is kept."""
        missing = [link for link in links if link.iri not in self._times]
        situations = {link.iri for link in missing if not link.governs}
        read = read_all_times(store) if len(situations) > _MANY else read_times(store, situations)
        self._times |= {iri: Times() for iri in situations} | read
        bodies = {link.iri for link in missing if link.governs}
        self._times |= {body: times_told(passages) for body, passages in described(store, bodies).items()}
        return self._times


def all_links(store: Store, head: Callable[[str], str] | None = None) -> Links:
    """Return every link of the graph; where a lens brings companies together, ``head`` names which stands for each.

    Without a lens, they are read once from a store that does not change.
    """
    return store.recall("links", lambda: _read(store, str)) if head is None else _read(store, head)


def _read(store: Store, head: Callable[[str], str]) -> Links:
    with without_cycle_search():
        between: dict[Pair, list[Link]] = defaultdict(list)
        for one, other, link in _sides(store):
            ends = pair(head(one), head(other))
            if ends[0] != ends[1]:
                between[ends].append(link)
        linked: dict[str, int] = defaultdict(int)
        for one, other in between:
            linked[one] += 1
            linked[other] += 1
        links = Links(between, defaultdict(dict), {thing: round(PASSING * sqrt(n)) for thing, n in linked.items()})
        links.least = _least(links)
        return links


def _least(links: Links) -> Ties:
    least: dict[str, dict[str, int]] = defaultdict(dict)
    for both, found in links.between.items():
        found.sort()
        one, other = both
        least[one][other] = least[other][one] = links.cost(both, found[0])
    return least


def _sides(store: Store) -> Iterator[tuple[str, str, Link]]:
    """Yield each link with the two things that it ties."""
    holders, places, roles, behalf = swept(store, "org:member", "org:organization", "org:role", "onBehalfOf")
    for node, holder in holders.items():
        if node in places and node in roles:
            role = roles[node]
            loose = role in _LOOSE_ROLES or role.endswith("-liaison")
            yield holder, places[node], Link(LOOSE if loose else CLOSE, str(node))
            if node in behalf:
                yield holder, behalf[node], Link(CLOSE, str(node))
    for names, cost in _TWO_SIDED.items():
        things, others = swept(store, *names)
        for node, thing in things.items():
            if node in others:
                yield thing, others[node], Link(cost, str(node))
    for body, governed in every(store, GOVERNS):
        yield body, governed, Link(CLOSE, str(body), True)
