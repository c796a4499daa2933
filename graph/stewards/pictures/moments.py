"""Who counts at a place, and for which company, on every day on which that may change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stewards.errors import RequestError
from stewards.reading.entities import Found
from stewards.reading.holdings import employments_of, holdings_at
from stewards.reading.lenses import EMPLOYER, check_lens, groups_for, ownership
from stewards.reading.positions import Position, seats_on
from stewards.reckoning.counting import holdings_in, maintainers_on
from stewards.stores.store import Store
from stewards.validity import day_after
from stewards.values import parse_day

#: Where more days than these matter, only the first of each month that does, and the last of all, are looked at.
MOST_DAYS = 240


@dataclass(frozen=True, slots=True)
class Moment:
    """The positions at a place from one ISO day on, until the next moment."""

    day: str
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A place and its moments in order; ``until`` is the last ISO day that is told of.

    ``noun`` is what is counted: a seat or a maintainer.
    """

    place: Found
    noun: str
    moments: tuple[Moment, ...]
    until: str
    lens: str

    @property
    def end(self) -> str:
        """The day after the last one, before which the last moment ends."""
        return day_after(self.until)

    @property
    def spans(self) -> Iterable[tuple[str, str, tuple[Position, ...]]]:
        """The moments with the day before which each ends."""
        ends = [moment.day for moment in self.moments[1:]] + [self.end]
        return [(m.day, end, m.positions) for m, end in zip(self.moments, ends, strict=True)]

    @property
    def nodes(self) -> set[str]:
        """The situations that the account rests on."""
        return {node for moment in self.moments for position in moment.positions for node in position.nodes}


def history(store: Store, place: Found, lens: str | None = None, since: str = "", until: str = "") -> History:
    """Return who held the seats of a body, or maintained a project, from one day to another, both told of.

    ``since`` and ``until`` are ISO days, "" for the first that is known and for today; ``lens`` is one of
    :data:`stewards.reading.lenses.LENSES`. Raises :class:`RequestError` for other kinds of place, for a day
    that is none, for days in the wrong order, and where nothing is known.
    """
    if place.kind not in ("body", "project"):
        raise RequestError(f"{place.label} is neither a body nor a project: name one that has seats or maintainers")
    lens, until = check_lens(lens or EMPLOYER), parse_day(until or "today")
    since = parse_day(since) if since else ""
    if since >= until:
        raise RequestError(f"the picture would begin on {since} and end on {until}: begin before the day it ends")
    moments: list[Moment] = []
    for day in _days(store, place, lens, since, until):
        groups = groups_for(store, lens, day)
        if place.kind == "body":
            found = seats_on(store, [place.iri], day, groups)
        else:
            found = maintainers_on(store, day, groups, [place.iri])
        positions = tuple(found.at.get(place.iri, ()))
        if positions or moments:
            moments.append(Moment(day, positions))
    noun = "seat" if place.kind == "body" else "maintainer"
    if not moments:
        when = f"from {since} to {until}" if since else f"up to {until}"
        raise RequestError(f"no {noun} of {place.label} is known with a date {when}")
    return History(place, noun, tuple(moments), until, lens)


def _days(store: Store, place: Found, lens: str, since: str, until: str) -> list[str]:
    """Return the ISO days on which something may change, ``since`` among them, those after ``until`` left out."""
    held = holdings_at(store, [place.iri]) if place.kind == "body" else holdings_in(store, "", [place.iri])
    jobs = employments_of(store, sorted({holding.holder for holding in held if holding.personal}))
    times = [holding.times for holding in (*held, *jobs)]
    if lens != EMPLOYER:
        companies = {
            party for holding in (*held, *jobs) for party in (holding.holder, holding.place, holding.on_behalf)
        }
        times += [owned.times for owned in ownership(store) if owned.child in companies]
    days = {day for when in times for day in when.turns() if since < day <= until} | ({since} if since else set())
    if len(days) > MOST_DAYS:
        days = {min(of_month) for of_month in _months(days)} | {max(days)}
    return sorted(days)


def _months(days: Iterable[str]) -> Iterable[list[str]]:
    found: dict[str, list[str]] = {}
    for day in days:
        found.setdefault(day[:7], []).append(day)
    return found.values()
