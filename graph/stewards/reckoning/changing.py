"""Beginnings and ends as bounds in time, and how one situation follows on another of the same parties.

"First listed" is never "joined": a source that shows a state for the first time does not say when it began. What a list
has dropped ended between the day it was last seen and the day it was found absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from stewards.namespaces import BASE, ORG, STW
from stewards.reading.holdings import Holding
from stewards.reading.nodes import NodeRead
from stewards.reading.relations import Side
from stewards.validity import Times
from stewards.values import Period

#: How a situation is told of where its change is the point.
WHAT = "{subject}: {label}, {object}"
#: The levels that change within a membership or hosting, by the property that gives them.
LEVELS = {STW + "membershipTier": "changed tier", STW + "maturityLevel": "changed maturity"}
#: A term that begins so many days around the end of another goes on from it.
_AROUND = 31
_PEOPLE_COME_AND_GO = ("membership", "tenure", "employment")


def word_for(side: Side, begins: bool) -> str:
    """Return the word for the beginning or the end of a situation: people and members join, all else begins."""
    if side.relation.kind in _PEOPLE_COME_AND_GO:
        return "joined" if begins else "left"
    return "began" if begins else "ended"


def is_employment(node: NodeRead) -> bool:
    """Return whether a situation is somebody's employment."""
    return node.first(ORG + "role") == BASE + "role/employee"


@dataclass(frozen=True, slots=True)
class When:
    """When something changed: after ``low``, where that is known, and by ``high``; one date where both are the same."""

    low: Period | None
    high: Period

    def __str__(self) -> str:
        if self.low is None:
            return f"by {self.high}"
        return str(self.high) if self.low.last >= self.high.first else f"{self.low} to {self.high}"

    @property
    def first(self) -> str:
        """The first day on which it may have happened."""
        return min(self.low.first, self.high.first) if self.low else self.high.first

    @property
    def last(self) -> str:
        """The last day on which it may have happened."""
        return self.high.last


def on(period: Period) -> When:
    """Return a date at which a change is known to have happened."""
    return When(period, period)


def opening(times: Times) -> When | None:
    """Return when a situation is first known: it began, or was first seen before that or without that."""
    if times.start and not seen_before_start(times):
        return on(times.start)
    return on(times.first_observed) if times.first_observed else None


def seen_before_start(times: Times) -> bool:
    """Return whether a source saw the situation before it is said to begin: then that is the start of a later term."""
    return bool(times.start and times.first_observed and times.first_observed.last < times.start.first)


def closing(times: Times) -> When | None:
    """Return when a situation ended, None where it is not known to have, or is listed after its end."""
    if times.end:
        return None if still_listed(times) else on(times.end)
    return When(times.last_observed, times.absent) if times.absent else None


def still_listed(times: Times) -> bool:
    """Return whether a source goes on to list what is said to have ended: a prolonged term, rather than a lag."""
    seen = times.end and times.last_observed and times.last_observed.first > times.end.last
    return bool(seen) and times.absent is None


@dataclass(frozen=True, slots=True)
class Link:
    """A tenure, and the one of the same person at the same place that it goes on from."""

    holding: Holding
    before: Holding | None = None


def linked(holdings: Iterable[Holding]) -> list[Link]:
    """Return the tenures of one holder at one place in order of time, each with the one it follows on."""
    ordered = sorted((h for h in _apart(holdings) if opening(h.times)), key=lambda h: (_opened(h), h.role, h.iri))
    links: list[Link] = []
    for holding in ordered:
        taken = {link.before.iri for link in links if link.before}
        free = [link.holding for link in links if link.holding.iri not in taken]
        links.append(Link(holding, _predecessor(holding, free)))
    return links


def _apart(holdings: Iterable[Holding]) -> list[Holding]:
    """Return tenures of which none is seen before it began, where another of the same role held by then."""
    every = list(holdings)

    def held_before(holding: Holding) -> bool:
        others = [h.times for h in every if h is not holding and h.role == holding.role and h.times.start]
        seen = holding.times.first_observed
        return seen is not None and any(begun(times) <= seen.first <= _end(times) for times in others)

    return [
        h._replace(times=replace(h.times, first_observed=h.times.start))
        if seen_before_start(h.times) and held_before(h)
        else h
        for h in every
    ]


def _end(times: Times) -> str:
    end = closing(times)
    return end.last if end else ""


def _opened(holding: Holding) -> str:
    found = opening(holding.times)
    return found.high.first if found else ""


def _predecessor(holding: Holding, earlier: Sequence[Holding]) -> Holding | None:
    found = [other for other in earlier if _goes_on(other, holding)]
    # One of the same role before one of another, the latest of each.
    return max(found, key=lambda other: (other.role == holding.role, _opened(other), other.iri), default=None)


def _goes_on(before: Holding, after: Holding) -> bool:
    begun = _opened(after)
    if _opened(before) >= begun:
        return False
    if end := closing(before.times):
        return days_from(end.first, -_AROUND) <= begun <= days_from(end.last, _AROUND)
    seen = before.times.last_observed
    other = before.role == after.role and before.on_behalf != after.on_behalf
    return other and seen is not None and seen.last < begun


def days_from(day: str, days: int) -> str:
    """Return the ISO day that lies so many days after another; the day itself where the calendar ends."""
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except OverflowError:
        return day


def stretches(holdings: Iterable[Holding]) -> list[list[Holding]]:
    """Return the tenures of one holder at one place, those together between which nothing says that there was a gap."""
    found: list[list[Holding]] = []
    for holding in sorted((h for h in holdings if opening(h.times)), key=lambda h: (begun(h.times), h.iri)):
        if found and any(_reaches(earlier, begun(holding.times)) for earlier in found[-1]):
            found[-1].append(holding)
        else:
            found.append([holding])
    return found


def begun(times: Times) -> str:
    """Return the first day for which a situation is known, "" where none is."""
    return min((period.first for period in (times.start, times.first_observed) if period), default="")


def _reaches(holding: Holding, day: str) -> bool:
    end = closing(holding.times)
    return end is None or day <= days_from(end.last, _AROUND)
