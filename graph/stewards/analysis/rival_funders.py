"""Who pays on both sides: companies that fund foundations, or hosts, whose projects compete.

A side of a competition is what competes and whoever hosts it. A company pays there as a member, as a funder, or because
it hosts the project itself. Where one host has both of two competitors, its payers choose neither: they are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from stewards.asking.answers import EntityValue, Findings, Row, Value
from stewards.asking.asked import Asked, notes_on_later
from stewards.asking.sentences import counted, how_sure, listed
from stewards.reading.entities import kind_of
from stewards.reading.lenses import Groups, groups_for
from stewards.reading.memberships import members_on
from stewards.reading.nodes import labels
from stewards.reading.rows import batched, select
from stewards.reading.times import read_times
from stewards.stores.store import Store
from stewards.terms import Term
from stewards.validity import CERTAIN, NO, POSSIBLE, UNKNOWN

_COMPETITIONS = "SELECT ?node ?party WHERE { ?node stw:competitor ?party }"
_HOSTINGS = "SELECT ?node ?party ?place WHERE { ?node stw:hostedProject ?party ; stw:host ?place }"
_FUNDINGS = "SELECT ?node ?party ?place WHERE { ?node stw:recipient ?place ; stw:funder ?party }"
_MEMBER, _FUNDER, _HOST, _ITSELF = "member", "funder", "hosts it itself", "competes itself"


@dataclass(frozen=True, slots=True)
class _Payment:
    """A company on a side, under the head of its group: in what ways (how, and as which company) it pays a place."""

    company: str
    place: str
    ways: frozenset[tuple[str, str]]
    certainty: str
    nodes: tuple[str, ...]

    @property
    def itself(self) -> bool:
        """Whether the company pays nobody: it is on the side itself."""
        return all(how in (_HOST, _ITSELF) for how, _ in self.ways)


@dataclass(frozen=True, slots=True)
class _Rivalry:
    """Two competitors that one company pays for."""

    one: str
    other: str
    first: _Payment
    second: _Payment
    certainty: str
    nodes: tuple[str, ...]


class _Sides:
    """Who is on which side on a day; situations that are first recorded later are noted, each once."""

    def __init__(self, store: Store, day: str, groups: Groups | None) -> None:
        self.store, self.day, self.groups = store, day, groups
        self.later: set[str] = set()
        self.later_members: dict[str, int] = {}

    def competitions(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Return each two competitors with how surely they compete, and the situation that says so."""
        parties: dict[tuple[str, str], set[str]] = defaultdict(set)
        for node, party, _, certainty in self._held(select(self.store, _COMPETITIONS)):
            parties[certainty, node].add(party)
        # The surest goes last, and stands where several say so.
        return {
            pair: key for key, found in sorted(parties.items(), reverse=True) for pair in combinations(sorted(found), 2)
        }

    def payments(self, thing: str) -> list[_Payment]:
        """Return who pays for a competitor: its hosts' payers, its own, and the hosts and it themselves."""
        found: dict[tuple[str, str], _Payment] = {}
        hosts = self._held(batched(self.store, _HOSTINGS, "party", [thing]))
        places = [(host, certainty, (node,)) for node, _, host, certainty in hosts] + [(thing, CERTAIN, ())]
        for place, certainty, nodes in places:
            for how, company, surely, by in self._payers(place):
                self._add(
                    found, _Payment(company, place, frozenset({(how, company)}), max(certainty, surely), nodes + by)
                )
            if kind_of(place) == "organisation":
                ways = frozenset({(_ITSELF if place == thing else _HOST, place)})
                self._add(found, _Payment(place, place, ways, certainty, nodes))
        return list(found.values())

    def _payers(self, place: str) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
        members, self.later_members[place] = members_on(self.store, place, self.day)
        for member in members:
            yield _MEMBER, member.party, member.certainty or CERTAIN, member.nodes
        for node, party, _, certainty in self._held(batched(self.store, _FUNDINGS, "place", [place])):
            if kind_of(party) == "organisation":
                yield _FUNDER, party, certainty, (node,)

    def _add(self, found: dict[tuple[str, str], _Payment], paid: _Payment) -> None:
        """Add a payment under the head of the company's group, to what that pays at the same place already."""
        head, path = paid.company, tuple[str, ...]()
        if self.groups:
            head, path = self.groups.head(paid.company), tuple(self.groups.path(paid.company))
        before = found.get((head, paid.place), replace(paid, nodes=()))
        found[head, paid.place] = _Payment(
            head,
            paid.place,
            before.ways | paid.ways,
            min(before.certainty, paid.certainty),
            tuple(dict.fromkeys((*before.nodes, *paid.nodes, *path))),
        )

    def _held(self, rows: Iterable[Mapping[str, Term | None]]) -> list[tuple[str, str, str, str]]:
        """Return the situations (``node``) in force, each with its party, its place and how surely it holds."""
        told = [tuple(str(row.get(name) or "") for name in ("node", "party", "place")) for row in rows]
        times = read_times(self.store, {node for node, _, _ in told})
        holds = {node: found.hold_on(self.day) if self.day else CERTAIN for node, found in times.items()}
        self.later |= {node for node, certainty in holds.items() if certainty == UNKNOWN}
        return [(n, party, place, holds[n]) for n, party, place in told if holds[n] not in (NO, UNKNOWN)]


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each company and two competitors that it pays for, of one company or of all."""
    groups = groups_for(store, asked.lens, asked.day)
    sides = _Sides(store, asked.day, groups)
    company = asked.entities.get("company")
    only = (groups.head(company.iri) if groups else company.iri) if company else ""
    pairs = sides.competitions()
    paid = {thing: sides.payments(thing) for thing in sorted({thing for pair in pairs for thing in pair})}
    met = [
        _Rivalry(*pair, first, second, max(certainty, first.certainty, second.certainty), (node,))
        for pair, (certainty, node) in pairs.items()
        for first, second in product(paid[pair[0]], paid[pair[1]])
        if first.company == second.company and only in ("", first.company)
    ]
    rivalries = [rivalry for rivalry in met if rivalry.first.place != rivalry.second.place]
    together = {(rivalry.one, rivalry.other) for rivalry in met if rivalry.first.place == rivalry.second.place}
    rows = _rows(store, rivalries, asked.day)
    notes = _notes(len(pairs), len(together)) + notes_on_later(
        len(sides.later) + sum(sides.later_members.values()), asked.day
    )
    return Findings(rows, notes, _sentence(rows))


def _rows(store: Store, rivalries: Sequence[_Rivalry], day: str) -> list[Row]:
    ends = [(r, payment) for r in rivalries for payment in (r.first, r.second)]
    things = {iri for r, payment in ends for iri in (r.one, r.other, payment.company, payment.place)}
    names = labels(store, things | {company for _, payment in ends for _, company in payment.ways})

    def entity(iri: str) -> EntityValue:
        return EntityValue(names[iri], iri)

    def how(payment: _Payment) -> str:
        ways = [way if by == payment.company else f"{way} ({names[by]})" for way, by in payment.ways]
        return ", ".join(sorted(ways))

    rows = []
    for rivalry in rivalries:
        sides = [(rivalry.first, rivalry.one), (rivalry.second, rivalry.other)]
        # Whom it pays goes first, then what it does itself.
        (first, one), (second, other) = sorted(sides, key=lambda side: (side[0].itself, names[side[1]].casefold()))
        values: dict[str, Value] = {"company": entity(first.company), "project": entity(one)}
        values |= {"place": entity(first.place), "how": how(first), "competitor": entity(other)}
        values |= {"other": entity(second.place), "other_how": how(second)}
        values["certainty"] = rivalry.certainty if day else None
        rows.append(Row(values, nodes=tuple(dict.fromkeys((*first.nodes, *second.nodes, *rivalry.nodes)))))
    return sorted(rows, key=lambda row: tuple(str(value).casefold() for value in row.values.values()))


def _sentence(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    number = len({row.values["company"] for row in rows})
    told = listed(f"{r.values['company']} ({r.values['project']} and {r.values['competitor']})" for r in rows)
    pay = "pays" if number == 1 else "pay"
    sure = how_sure(sum(row.values["certainty"] == POSSIBLE for row in rows), len(rows))
    return f"{counted(number, 'company')} {pay} on both sides of a competition: {told}. {sure}".strip()


def _notes(known: int, together: int) -> list[str]:
    """Say how few competitions are known, and how many have both sides at one host."""
    if not known:
        return ["No competitors are known."]
    are = "is" if known == 1 else "are"
    notes = [f"{counted(known, 'pair')} of competitors {are} known; there are more that no source tells of."]
    if together:
        have, their = ("has", "its") if together == 1 else ("have", "their")
        notes.append(f"{counted(together, 'pair')} {have} a host in common, and {their} payers there are left out.")
    return [note[0].upper() + note[1:] for note in notes]
