"""Whether a body keeps its own cap on the seats of one company: pass, breach, left to discretion, or unknown.

A cap is judged over every way in which what is not known may turn out: seats whose holder's employer is not known,
seats that nobody is known to hold, and what the rule takes for one company.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from stewards.asking.sentences import counted
from stewards.reading.charter_rules import COMMON_CONTROL, EMPLOYER, Cap
from stewards.reading.positions import Position
from stewards.reckoning.counting import Count, count

PASS, BREACH, DISCRETION, NOT_KNOWN = "pass", "breach", "discretion", "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A cap on a day: the word, why, who has most seats of how many, and the situations that this rests on."""

    word: str
    because: str = ""
    companies: tuple[str, ...] = ()
    held: int = 0
    seats: int = 0
    limit: int | None = None
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """The seats counted by one reading of what is one company, without and with those that may have ended by the day.

    ``limits`` are the caps on the seats without and with these: a share of more seats allows more.
    """

    counted: Count
    with_doubtful: Count
    vacant: int
    limits: tuple[int, int]

    @property
    def most(self) -> int:
        """The seats of whoever surely has most."""
        return max(self.counted.known.values(), default=0)

    @property
    def possible(self) -> int:
        """The most seats that anybody may have."""
        every = self.with_doubtful
        companies = {*every.known, *(company for options in every.either for company in options)}
        return max((every.at_most(company) for company in companies), default=every.unknown) + self.vacant

    @property
    def broken(self) -> bool:
        """Whether the cap is broken, however it turns out."""
        return self.most > max(self.limits)

    @property
    def kept(self) -> bool:
        """Whether it is kept, however it turns out."""
        return self.possible <= min(self.limits)


def judge(
    cap: Cap,
    roster: Sequence[Position],
    doubtful: Sequence[Position],
    owner: Callable[[str], str],
    descriptions: Mapping[str, str],
) -> Verdict:
    """Return whether the seats on a body keep a cap.

    ``roster`` and ``doubtful`` (seats that may have ended by the day) show companies as they are named, ``owner`` gives
    the head of a company's group, ``descriptions`` what lists say of each tenure, which tells classes of seats apart.
    """
    seats, more = (_of_class(cap, positions, descriptions) for positions in (roster, doubtful))
    # Where the number of seats is known, those without a known holder are counted; else all that may still be held.
    fixed = cap.of if not cap.seats else None
    vacant, more = (max(0, fixed - len(seats)), []) if fixed else (0, more)
    limit = cap.limit(len(seats))
    reason = _no_verdict(cap, roster, seats, limit)
    if reason or limit is None:
        return Verdict(NOT_KNOWN, reason, seats=len(seats), limit=limit)
    limits = (limit, cap.limit(len(seats) + len(more)) or limit)
    named = _Reading(count(seats), count([*seats, *more]), vacant, limits)
    grouped = _Reading(count(owned(seats, owner)), count(owned([*seats, *more], owner)), vacant, limits)
    return _verdict(cap.same, named, grouped, seats, len(more))


def _verdict(same: str, named: _Reading, grouped: _Reading, seats: Sequence[Position], doubtful: int) -> Verdict:
    word = _word(same, named, grouped)
    shown = named if same == EMPLOYER or (same != COMMON_CONTROL and word == BREACH) else grouped
    top = tuple(sorted(c for c, n in shown.counted.known.items() if n == shown.most))
    nodes = tuple(dict.fromkeys(node for company in top for node in shown.counted.nodes[company]))
    every = tuple(dict.fromkeys(node for position in seats for node in position.nodes))
    because = _because(word, named, grouped, doubtful)
    return Verdict(word, because, top, shown.most, len(seats), named.limits[0], nodes or every)


def owned(positions: Iterable[Position], owner: Callable[[str], str]) -> list[Position]:
    """Return positions with each company shown under its owner."""
    return [replace(p, companies=tuple(dict.fromkeys(map(owner, p.companies)))) for p in positions]


def _of_class(cap: Cap, roster: Sequence[Position], descriptions: Mapping[str, str]) -> list[Position]:
    if not cap.seats:
        return list(roster)
    wanted = cap.seats.casefold()
    return [p for p in roster if any(wanted in descriptions.get(h.iri, "").casefold() for h in p.holdings)]


def _no_verdict(cap: Cap, roster: Sequence[Position], seats: Sequence[Position], limit: int | None) -> str:
    """Return why a cap cannot be judged at all, "" when it can."""
    if cap.most is None and cap.share is None:
        return "whether there is a cap is not known"
    if not roster:
        return "nobody is known for sure to hold a seat"
    if not seats:
        return f"no list says which seats are {cap.seats} seats"
    return "" if limit is not None else "the limit is not known"


def _word(same: str, named: _Reading, grouped: _Reading) -> str:
    if same in (EMPLOYER, COMMON_CONTROL):
        reading = named if same == EMPLOYER else grouped
        return BREACH if reading.broken else PASS if reading.kept else NOT_KNOWN
    if named.broken:
        return BREACH
    if grouped.kept:
        return PASS
    return DISCRETION if grouped.broken and named.kept else NOT_KNOWN


def _because(word: str, named: _Reading, grouped: _Reading, doubtful: int) -> str:
    if word == DISCRETION:
        return f"{grouped.most} by group, {named.most} by employer"
    if word != NOT_KNOWN:
        return ""
    several = len(named.counted.either)
    parts = [
        f"{counted(named.counted.unknown, 'employer')} not known" if named.counted.unknown else "",
        f"{counted(several, 'person')} of several companies" if several else "",
        f"{counted(named.vacant, 'seat')} without a known holder" if named.vacant else "",
        f"{counted(doubtful, 'seat')} that may have ended" if doubtful else "",
    ]
    return ", ".join(filter(None, parts)) or "who counts as one company is left open"
