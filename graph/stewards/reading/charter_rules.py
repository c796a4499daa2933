"""What bodies decree about themselves: caps on the seats of one company, and the majority by which they decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from stewards.asking.sentences import counted
from stewards.namespaces import BASE, DCTERMS
from stewards.reading.rows import batched, select
from stewards.reading.times import read_times
from stewards.reckoning.power import SIMPLE, Majority
from stewards.stores.store import Store
from stewards.validity import CERTAIN, NO, POSSIBLE, UNKNOWN, Times

_SAME = f"{BASE}onecompany/"
EMPLOYER, COMMON_CONTROL = f"{_SAME}employer", f"{_SAME}common-control"

_CAPS = f"""SELECT ?rule ?body ?most ?share ?of ?seats ?same ?text WHERE {{
  ?rule a stw:SeatCap ; stw:ruleOf ?body ; stw:sameCompany ?same .
  OPTIONAL {{ ?rule stw:mostSeats ?most }} OPTIONAL {{ ?rule stw:mostShare ?share }}
  OPTIONAL {{ ?rule stw:seatsInAll ?of }} OPTIONAL {{ ?rule stw:seatClass ?seats }}
  OPTIONAL {{ ?rule <{DCTERMS}description> ?text }}
}}"""
_VOTING = """SELECT ?rule ?body ?above ?least WHERE {
  ?rule a stw:VotingRule ; stw:ruleOf ?body .
  OPTIONAL { ?rule stw:passesAbove ?above } OPTIONAL { ?rule stw:passesAt ?least }
}"""


@dataclass(frozen=True, slots=True)
class Cap:
    """A rule on the seats of one company: at most ``most``, or a ``share`` ``of`` so many seats; of a class, or "".

    ``same`` is the concept of what the rule takes for one company, ``holds`` how surely it is in force.
    """

    iri: str
    body: str
    most: int | None
    share: Fraction | None
    of: int | None
    seats: str
    same: str
    text: str
    holds: str

    def limit(self, seats: int) -> int | None:
        """Return the greatest number of seats a company may have when so many are held, None where it is not known."""
        if self.share is not None:
            return int(self.share * (self.of or seats))
        return self.most

    @property
    def words(self) -> str:
        """The rule in a few words: "at most 1/3 of the 7 seats", "at most 1 seat (community)"."""
        if self.most is None and self.share is None:
            return "not known"
        meant = f" ({self.seats})" if self.seats else ""
        if self.share is not None:
            return f"at most {self.share} of the {f'{self.of} ' if self.of else ''}seats{meant}"
        return f"at most {counted(self.most or 0, 'seat')}{meant}"


def caps_in_force(store: Store, day: str, bodies: Iterable[str] = ()) -> tuple[list[Cap], list[Cap]]:
    """Return the caps that certainly or possibly hold on a day ("" for ever), and those first recorded later.

    A rule of which no source says for which day it holds is possible on every day. Without ``bodies``, of all bodies.
    """
    rows = list(batched(store, _CAPS, "body", bodies) if bodies else select(store, _CAPS))
    times = read_times(store, {str(row["rule"]) for row in rows})
    caps = [
        Cap(
            iri=(iri := str(row["rule"])),
            body=str(row["body"]),
            most=int(row["most"]) if row["most"] else None,
            share=Fraction(row["share"]) if row["share"] else None,
            of=int(row["of"]) if row["of"] else None,
            seats=str(row["seats"] or ""),
            same=str(row["same"]),
            text=str(row["text"] or ""),
            holds=_holds(times[iri], day),
        )
        for row in rows
    ]
    return [cap for cap in caps if cap.holds not in (NO, UNKNOWN)], [cap for cap in caps if cap.holds == UNKNOWN]


def majorities(store: Store, bodies: Iterable[str], day: str) -> dict[str, tuple[Majority, str]]:
    """Return the majority by which each body decides on a day, and the rule that says so ("" where half is assumed)."""
    wanted = list(bodies)
    rows = sorted(batched(store, _VOTING, "body", wanted), key=lambda row: str(row["rule"]))
    times = read_times(store, {str(row["rule"]) for row in rows})
    found = dict.fromkeys(wanted, (SIMPLE, ""))
    for row in rows:
        rule, share = str(row["rule"]), row["above"] or row["least"]
        if share is not None and _holds(times[rule], day) not in (NO, UNKNOWN):
            found[str(row["body"])] = Majority(Fraction(share), strict=row["above"] is not None), rule
    return found


def majority_of_body(store: Store, body: str, day: str) -> tuple[Majority, str]:
    """Return what :func:`majorities` says of one body."""
    return majorities(store, [body], day)[body]


def _holds(times: Times, day: str) -> str:
    if not day:
        return CERTAIN
    return POSSIBLE if times == Times() else times.hold_on(day)
