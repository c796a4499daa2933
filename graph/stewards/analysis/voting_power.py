"""How much voting power each company has in a body, were the seats of a company always to vote together.

Each seat has a vote. Who is of no known company, or of one of several, votes alone, as a company of one seat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from stewards.asking.answers import EntityValue, Findings, Row
from stewards.asking.asked import Asked, notes_on_left_over
from stewards.asking.counts_in_words import names_of, notes_on_dates, notes_on_unknown, percent
from stewards.asking.sentences import counted, listed
from stewards.reading.charter_rules import majority_of_body
from stewards.reading.lenses import groups_for
from stewards.reading.positions import Position, seats_on
from stewards.reckoning.counting import Count, count
from stewards.reckoning.power import Majority, Power, voting_power
from stewards.reckoning.shares import Bounds
from stewards.stores.store import Store

#: Of fewer known seats, no power is reckoned: the others are not in the sources, and theirs would be left out.
FEWEST_SEATS = 2

#: What a company can do without any other: carry every motion, keep every motion from being carried, or neither.
DECIDES, BLOCKS, NEITHER = _ALONE = ("decides", "blocks", "neither")


@dataclass(frozen=True, slots=True)
class Game:
    """The seats of a body as a game: the seats by company, the votes that carry a motion, and everybody's power.

    ``lone`` is the power of somebody who votes alone.
    """

    number: Count
    majority: Majority
    quota: int
    power: Mapping[str, Power]
    lone: Power | None

    def alone(self, company: str) -> str:
        """Return what a company can do alone: carry a motion, or block it."""
        seats = self.number.surely(company)
        if seats >= self.quota:
            return DECIDES
        return BLOCKS if self.number.people - seats < self.quota else NEITHER


def game(positions: Sequence[Position], majority: Majority) -> Game | None:
    """Return the game that some seats make; None if they are too few, or no company of any is known."""
    number = count(positions)
    if number.people < FEWEST_SEATS or not number.known:
        return None
    quota = majority.quota(number.people)
    lone = [f"alone {place}" for place in range(number.people - sum(number.known.values()))]
    power = voting_power({**number.known, **dict.fromkeys(lone, 1)}, quota)
    return Game(number, majority, quota, power, power[lone[0]] if lone else None)


def run(store: Store, asked: Asked) -> Findings:
    """Return one row a company that surely has a seat, the most powerful first."""
    body = asked.entities["body"]
    seats = seats_on(store, [body.iri], asked.day, groups_for(store, asked.lens, asked.day))
    roster, left_over = seats.roster(body.iri), len(seats.left_over(body.iri))
    majority, rule = majority_of_body(store, body.iri, asked.day)
    played = game(roster, majority)
    notes = notes_on_unknown(store, roster, "seat")
    notes += notes_on_left_over(left_over)
    notes += notes_on_dates(roster, seats.later, asked.day, "seat")
    if played is None:
        return Findings([], _reasons(roster) + notes)
    rows = _rows(store, played, (rule,) if rule else ())
    figures = {"seats": played.number.people, "votes_needed": played.quota, "employer_unknown": played.number.unknown}
    return Findings(rows, _on_rule(played, rule) + notes, _sentence(played, rows, body.label), figures)


def _rows(store: Store, played: Game, more: tuple[str, ...]) -> list[Row]:
    number, names = played.number, names_of(store, played.number.known)
    ranked = sorted(number.known, key=lambda company: (-number.known[company], names[company], company))
    return [
        Row(
            {
                "company": EntityValue(names[company], company),
                "seats": number.known[company],
                "share": percent(Bounds(part := Fraction(number.known[company], number.people), part)),
                "banzhaf": rounded(played.power[company].banzhaf),
                "shapley_shubik": rounded(played.power[company].shapley_shubik),
                "alone": played.alone(company),
            },
            nodes=(*number.nodes[company], *more),
        )
        for company in ranked
    ]


def rounded(index: Fraction) -> float:
    """Return an index of power as it is shown."""
    return round(float(index), 3)


def _reasons(roster: Sequence[Position]) -> list[str]:
    """Say why nothing can be reckoned."""
    if len(roster) == 1:
        return ["Only one seat is known, so that no voting power can be reckoned."]
    return ["Of no seat a company is known, so that no voting power can be reckoned."] if roster else []


def _on_rule(played: Game, rule: str) -> list[str]:
    """Say by which majority motions are carried, and how those are counted whose company is not known."""
    majority = played.majority
    share = "half" if majority.share == Fraction(1, 2) else str(majority.share)
    words = f"{'more than' if majority.strict else 'at least'} {share} of the votes"
    if rule:
        notes = [f"By the rule of the body a motion needs {words}: here {played.quota} of {played.number.people}."]
    else:
        notes = [
            f"No rule of the body is known: a motion is taken to need {words}, "
            f"here {played.quota} of {played.number.people}."
        ]
    if played.lone:
        index = f"with a Banzhaf index of {rounded(played.lone.banzhaf):.3f}"
        notes.append(f"Who is of no one known company is taken to vote alone, {index}.")
    return notes


def _sentence(played: Game, rows: Sequence[Row], label: str) -> str:
    """Say who can decide or block alone, and else who has most power."""
    able = {what: [row.values["company"] for row in rows if row.values["alone"] == what] for what in _ALONE}
    needed = f"a motion in {label} needs {played.quota} of {counted(played.number.people, 'seat')}"
    if deciding := able[DECIDES]:
        return f"{listed(deciding)} alone can carry any motion: {needed}."
    if blocking := able[BLOCKS]:
        return f"No company alone can carry a motion, but {listed(blocking)} can block any: {needed}."
    most = max(played.number.known.values())
    first = [row.values["company"] for row in rows if row.values["seats"] == most]
    strongest = f"; {listed(first)} has most power" if len(first) == 1 else ""
    return f"No company alone can carry or block a motion{strongest}: {needed}."
