"""How much of a group of people each company has, and how concentrated the group is: bounds, where not all is known.

Of some people the company is known. Some are surely of one of several companies, or of several at once, so that any one
of these may count: ``either``, a set of companies for each such person. Of the others nothing is known: each may be of
a company already counted, of any other, or of none, and then counts as a company of one.

A bound is what the figure would be in the least or the most concentrated case that agrees with what is known; no bound
could be closer. Only where people are of too many different sets of companies to try each combination, more than
``MOST_COMBINATIONS``, the bound on the side of concentration may lie a little outside.

The figures come from loads, the number of people of each company. Loads are more concentrated than others of the same
sum when, for each n, their n largest have at least as many people; they then have at least the same sum of squares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, product
from math import prod
from typing import Generic, TypeVar

T = TypeVar("T", int, Fraction)

#: So many ways to place people of several possible companies are tried, at some microseconds each.
MOST_COMBINATIONS = 4096


@dataclass(frozen=True, slots=True)
class Bounds(Generic[T]):
    """The least and the greatest value that agree with what is known; both are the same where all is known."""

    low: T
    high: T

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


def herfindahl_bounds(
    known: Mapping[str, int], unknown: int, either: Sequence[frozenset[str]] = ()
) -> Bounds[Fraction] | None:
    """Return the Herfindahl–Hirschman index, the sum of the squared shares: 1 if all people are of one company.

    It is 1 / n if n companies have as many people each. None where there are no people. Source: A. O. Hirschman, The
    Paternity of an Index, 1964.

    ``known`` are the numbers of people surely of each company, ``unknown`` the number of people of whom no company is
    known, ``either`` the possible companies of each person who has several. Raise :class:`ValueError` if a number is
    negative or a set in ``either`` empty.
    """
    people = _count_people(known, unknown, either)
    if not people:
        return None
    least = _squares(_spread(known, unknown, either))
    greatest = max(map(_squares, _gathered(known, unknown, either)))
    return Bounds(Fraction(least, people**2), Fraction(greatest, people**2))


def elephant_factor_bounds(
    known: Mapping[str, int], unknown: int, either: Sequence[frozenset[str]] = ()
) -> Bounds[int] | None:
    """Return the Elephant Factor, the least number of companies that together have at least half of the people.

    None where there are no people. Source: the metric of that name of CHAOSS, https://chaoss.community, which counts
    commits, and for which one half is the usual threshold; here people are counted. The arguments and errors are those
    of :func:`herfindahl_bounds`.
    """
    if not _count_people(known, unknown, either):
        return None
    fewest = min(map(_half, _gathered(known, unknown, either)))
    return Bounds(fewest, _half(_spread(known, unknown, either)))


def _count_people(known: Mapping[str, int], unknown: int, either: Sequence[frozenset[str]]) -> int:
    for number in (*known.values(), unknown):
        if number < 0:
            raise ValueError(f"there cannot be {number} people")
    if not all(either):
        raise ValueError("a person of one of several companies needs at least one: count the person as unknown")
    return sum(known.values()) + unknown + len(either)


def _squares(loads: Sequence[int]) -> int:
    return sum(load * load for load in loads)


def _half(loads: Sequence[int]) -> int:
    """Return how many of the largest loads it takes to have at least half of the people."""
    people = sum(loads)
    reached = accumulate(sorted(loads, reverse=True))
    return next(count for count, sum_of_largest in enumerate(reached, start=1) if 2 * sum_of_largest >= people)


def _spread(known: Mapping[str, int], unknown: int, either: Sequence[frozenset[str]]) -> list[int]:
    """Return the least concentrated loads: nobody unknown shares a company, and the others are balanced.

    Each person of several possible companies takes the place, among those that can be had by moving others too, at the
    company with the fewest people: the first algorithm of N. J. A. Harvey, R. E. Ladner, L. Lovász and T. Tamir,
    Semi-matchings for bipartite graphs and load balancing, 2006, with the known people placed before.

    In the end nobody can move, directly or by moving others, from a load to one smaller by two or more. So take, for
    any n, the companies of more than n people, and those to which their people could move, directly or not. All these
    have at least n people, of whom none can be of another company. Hence in every case they have as many people or
    more, and the sum of what each load has beyond n is as large or larger. Loads for which that holds with every n are
    the least concentrated.
    """
    loads: Counter[str] = Counter(known)
    places: list[str] = []
    for options in either:
        movers = _reach(options, places, either)
        company = min(movers, key=lambda name: (loads[name], name))
        loads[company] += 1
        # Whoever moves leaves a place to the next; the last to move is the newcomer, who leaves none.
        while (mover := movers[company]) < len(places):
            places[mover], company = company, places[mover]
        places.append(company)
    return [*loads.values(), *[1] * unknown]


def _reach(options: frozenset[str], places: Sequence[str], either: Sequence[frozenset[str]]) -> dict[str, int]:
    """Return the companies where a newcomer could make room for one more, each with the person who would move there."""
    newcomer = len(places)
    movers = dict.fromkeys(options, newcomer)
    queue = list(options)
    for company in queue:
        for person, place in enumerate(places):
            if place == company:
                found = either[person] - movers.keys()
                movers.update(dict.fromkeys(found, person))
                queue.extend(found)
    return movers


def _gathered(known: Mapping[str, int], unknown: int, either: Sequence[frozenset[str]]) -> Iterator[list[int]]:
    """Yield loads of which some are the most concentrated, or, beyond the limit, loads at least as concentrated.

    For a given case of the others, everyone unknown at the largest company is the most concentrated. The sum of squares
    and that of the n largest loads are convex: of the mixtures of two cases, one of the two is the most concentrated.
    So people of the same possible companies may all be placed together.
    """
    groups = Counter(either)
    choices = [_preferred(options, known, groups) for options in groups]
    if prod(map(len, choices)) > MOST_COMBINATIONS:
        yield _joined(_packed(known, either), unknown)
        return
    for companies in product(*choices):
        loads: Counter[str] = Counter(known)
        for company, size in zip(companies, groups.values(), strict=True):
            loads[company] += size
        yield _joined(list(loads.values()), unknown)


def _preferred(options: frozenset[str], known: Mapping[str, int], groups: Mapping[frozenset[str], int]) -> list[str]:
    """Return the companies worth trying for people of these options.

    One is not if another is larger and possible for everyone for whom the one is: whoever is placed at the one adds
    more to the other.
    """

    def weaker(one: str, other: str) -> bool:
        smaller = (known.get(one, 0), one) < (known.get(other, 0), other)
        return smaller and all(other in group for group in groups if one in group)

    return [one for one in sorted(options) if not any(weaker(one, other) for other in options)]


def _packed(known: Mapping[str, int], either: Sequence[frozenset[str]]) -> list[int]:
    """Return loads at least as concentrated as any case: each company, from the largest on, gets all whom it may have.

    A person may so be had twice, and others be left out; but no n companies can have more people than the n largest
    here, until nobody is left.
    """
    left = sum(known.values()) + len(either)
    possible = Counter(known) + Counter(company for options in either for company in options)
    loads = []
    for load in sorted(possible.values(), reverse=True):
        loads.append(min(load, left))
        left -= loads[-1]
    return loads


def _joined(loads: Sequence[int], unknown: int) -> list[int]:
    """Add everyone unknown to the largest load."""
    largest, *others = sorted(loads, reverse=True) or [0]
    return [largest + unknown, *others]
