"""What bodies decree about themselves, as sources say it: caps on the seats of one company, and majorities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from stewards.model import Reference, Situation, link
from stewards.namespaces import STW


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatCap(Situation):
    """A body's rule on the seats of one company: a number ``most``, or a ``share`` ("1/3") ``of`` so many seats.

    With neither, whether there is a cap is not known. ``seats`` is the class of seats meant, "" for all.
    """

    rdf_type: ClassVar[str] = STW + "SeatCap"
    path: ClassVar[str] = "rule"

    body: Reference = link(STW + "ruleOf")
    most: str = link(STW + "mostSeats", number="integer", default="")
    share: str = link(STW + "mostShare", default="")
    of: str = link(STW + "seatsInAll", number="integer", key=False, default="")
    seats: str = link(STW + "seatClass", default="")
    same_company: str = link(STW + "sameCompany", scheme="onecompany", key=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingRule(Situation):
    """The majority of a body's ordinary decisions: more than ``above``, or ``at_least``, of what ``of`` says."""

    rdf_type: ClassVar[str] = STW + "VotingRule"
    path: ClassVar[str] = "rule"

    body: Reference = link(STW + "ruleOf")
    above: str = link(STW + "passesAbove", default="")
    at_least: str = link(STW + "passesAt", default="")
    of: str = link(STW + "majorityOf")
