"""A question as it was asked, and what answers to questions about a day have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stewards.asking.answers import Value
from stewards.asking.arguments import Setting
from stewards.asking.questions import Question
from stewards.reading.entities import Found
from stewards.reading.lenses import EMPLOYER
from stewards.validity import Times


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked: its entities by parameter, its options, and the day ("" for ever).

    ``event`` is the sentence of a question about one, such as "IBM acquires Red Hat".
    """

    question: Question
    entities: Mapping[str, Found]
    day: str
    lens: str = EMPLOYER
    options: Mapping[str, Setting] = field(default_factory=dict)
    event: str = ""


def notes_on_later(number: int, day: str) -> list[str]:
    """Return what an answer says of the situations it leaves out because they are first recorded after its day."""
    if not number:
        return []
    what, they = ("1 more is", "it") if number == 1 else (f"{number} more are", "they")
    return [f"{what} undated, or first recorded after {day}; whether {they} held then is not known."]


def notes_on_left_over(number: int, noun: str = "") -> list[str]:
    """Return what an answer says of the seats and roles that it leaves out because a body's newest list has not.

    ``noun`` is what one of them is called where the rows are of something else.
    """
    if not number:
        return []
    more = f"more {noun}" if noun else "more"
    what = f"1 {more} is" if number == 1 else f"{number:,} {more}{'s' if noun else ''} are"
    return [f"{what} not on the newest list, and left out: {'it' if number == 1 else 'they'} may still be held."]


def dated_values(times: Times, certainty: str) -> dict[str, Value]:
    """Return the columns that every dated question ends with."""
    return {
        "since": str(times.since) if times.since else None,
        "until": times.until or None,
        "last_confirmed": str(times.last_observed) if times.last_observed else None,
        "certainty": certainty or None,
    }
