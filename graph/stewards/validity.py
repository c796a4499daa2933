"""The one meaning of "in force on a date", for every question.

A situation has bounds with a precision (effective dates), and dates for which sources report it (observations). On a
given day it holds

* ``certain``: it had begun by then, and either a source confirms it for that day or a later one, or its end is known
  and lies later;
* ``possible``: it may have begun or may have ended by then, but no source says so. What was last confirmed before the
  day and is not known to have ended is possible, never certain;
* ``unknown``: it was first seen later, and nobody says when it began;
* ``no``: it is known to begin later or to have ended before, or the source that listed it had dropped it by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from stewards.values import Period

CERTAIN, POSSIBLE, UNKNOWN, NO = "certain", "possible", "unknown", "no"

#: What a source drops and lists again within so many days was dropped by a slip of editing.
SLIP_DAYS = 7
_EARLIEST = date.min.isoformat()


def slip_until(gone: str) -> str:
    """Return the last day on which a return shows that an absence since the ISO day ``gone`` was a slip."""
    return (date.fromisoformat(gone) + timedelta(days=SLIP_DAYS)).isoformat()


class Spell(NamedTuple):
    """Days throughout which something holds equally surely: first and last, both included, "" where it is open."""

    first: str
    last: str
    certainty: str
    #: The tier or maturity throughout the spell.
    level: str = ""
    #: Whether another list names it throughout, but not the newest of the body.
    elsewhere: bool = False

    def covers(self, day: str) -> bool:
        """Return whether an ISO day lies in the spell."""
        return self.first <= day and (not self.last or day <= self.last)


def day_after(day: str) -> str:
    """Return the ISO day after another."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


@dataclass(slots=True)
class Times:
    """When a situation holds or an event happened, as resolved over documents; None where not known.

    ``absent`` is the first date at which a complete source that listed the situation lists it no longer.
    """

    start: Period | None = None
    end: Period | None = None
    on: Period | None = None
    first_observed: Period | None = None
    last_observed: Period | None = None
    absent: Period | None = None

    def hold_on(self, day: str) -> str:
        """Return whether the situation holds on an ISO day: certain, possible, unknown or no."""
        if self._over(day):
            return NO
        if self.start:
            if day < self.start.first:
                return NO
            begun = day >= self.start.last
        elif self.first_observed:
            if day < self.first_observed.first:
                return UNKNOWN
            begun = day >= self.first_observed.last
        else:
            return UNKNOWN
        return CERTAIN if begun and self._continues(day) else POSSIBLE

    def turns(self) -> set[str]:
        """Return every ISO day on which :meth:`hold_on` may say something else than on the day before."""
        on = [self.absent.first] if self.absent else []
        for begun in (self.start, self.first_observed):
            on += [begun.first, begun.last] if begun else []
        after = [self.end.first, self.end.last] if self.end else []
        after += [self.last_observed.first] if self.last_observed else []
        return {*on, *map(day_after, after)}

    def spells(self) -> tuple[Spell, ...]:
        """Return when the situation certainly and when it possibly holds, in order of time."""
        return spells(self.turns(), lambda day: (self.hold_on(day), "", False))

    def _over(self, day: str) -> bool:
        ended = self.end is not None and day > self.end.last
        return ended or (self.end is None and self.absent is not None and day >= self.absent.first)

    def _continues(self, day: str) -> bool:
        confirmed = self.last_observed is not None and day <= self.last_observed.first
        return confirmed or (self.end is not None and day <= self.end.first)

    @property
    def since(self) -> Period | None:
        """The effective start, None when only observations are known."""
        return self.start or self.on

    @property
    def until(self) -> str:
        """The end in words: a date, or "by" the date of a list that no longer has it."""
        if self.end:
            return str(self.end)
        return f"by {self.absent}" if self.absent else ""


def spells(turns: Iterable[str], state_on: Callable[[str], tuple[str, str, bool]]) -> tuple[Spell, ...]:
    """Return the spells of a certainty, a level and a standing that change on no other days than ``turns``.

    ``state_on`` tells them for a day; what does not hold, or is not known to, has no spell.
    """
    days = [_EARLIEST, *sorted(turns)]
    states = [(next(run), state) for state, run in groupby(days, state_on)]
    ends = [*(_day_before(day) for day, _ in states[1:]), ""]
    return tuple(
        Spell("" if first == _EARLIEST else first, last, *state)
        for (first, state), last in zip(states, ends, strict=True)
        if state[0] in (CERTAIN, POSSIBLE)
    )


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
