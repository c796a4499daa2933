"""People who changed employer and kept a seat or a maintainership, as far as sources show both without doubt."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from stewards.asking.answers import EntityValue, Findings, Row, Value
from stewards.asking.arguments import earlier
from stewards.asking.asked import Asked
from stewards.asking.sentences import counted, listed
from stewards.namespaces import BASE
from stewards.reading.entities import kind_of
from stewards.reading.holdings import Holding, holdings_of
from stewards.reading.lenses import EMPLOYER, GROUP_TODAY, Groups, read_groups
from stewards.reading.nodes import labels
from stewards.reading.positions import is_seat, maintaining_roles
from stewards.reading.rows import tuples
from stewards.reckoning.changing import stretches
from stewards.reckoning.moves import Move, all_moves, moves_about
from stewards.stores.store import Store

#: So many people from one company to another within a month may be no moves, but a purchase or a new name.
MANY = 2
#: A term that began less than so many days before a list showed the move may have been won with the new employer.
LAG = 92

#: Belonging to a team, or having signed up to a group, is no seat.
_NO_SEAT = {f"{BASE}role/{role}" for role in ("member", "participant")}
_WITHIN = """SELECT ?place ?thing WHERE {
  { ?place stw:governs ?thing } UNION { ?hosting stw:host ?thing ; stw:hostedProject ?place }
  UNION { ?hosting stw:host ?thing ; stw:hostedProject ?project . ?place stw:governs ?project }
}"""
#: The places at which a role was kept over a move, each with the tenures that show it.
_Over = list[tuple[str, tuple[Holding, ...]]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A move, who owned whom then, and the tenures at one place that were held before and after it."""

    move: Move
    groups: Groups
    place: str = ""
    holdings: tuple[Holding, ...] = ()

    @property
    def one_group(self) -> bool:
        """Whether both companies belonged to one group when the person moved."""
        old, new = self.move.between
        return self.groups.head(old) == self.groups.head(new)

    def companies(self, lens: str) -> tuple[str, str]:
        """Return the two companies as the lens shows them."""
        old, new = self.move.between
        return (old, new) if lens == EMPLOYER else (self.groups.head(old), self.groups.head(new))

    def concerns(self, company: str, lens: str) -> bool:
        """Return whether a company, or under a lens its group, is one of the two."""
        return (company if lens == EMPLOYER else self.groups.head(company)) in self.companies(lens)

    def nodes(self, lens: str) -> tuple[str, ...]:
        """Return the situations that a row rests on."""
        old, new = self.move.between
        owners = [*self.groups.path(old), *self.groups.path(new)] if lens != EMPLOYER or self.one_group else []
        return (*(h.iri for h in self.holdings), self.move.old.iri, self.move.new.iri, *dict.fromkeys(owners))


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each move and each place at which a role was kept, the latest first."""
    since, until = (str(asked.options.get(name, "")) for name in ("since", "until"))
    thing = asked.entities.get("thing")
    places = {thing.iri, *(str(place) for place, _ in tuples(store, _WITHIN, "thing", [thing.iri]))} if thing else set()
    known = moves_about(store, thing.iri, places) if thing else all_moves(store)
    every = [m for m in known if since <= m.when.last and (not until or m.when.last <= until)]
    moves = _with_groups(store, every, asked.lens)
    if asked.lens != EMPLOYER:
        moves = [found for found in moves if not found.one_group]
    kept = _kept(store, moves)
    if thing:
        kept = [found for found in kept if found.place in places or found.concerns(thing.iri, asked.lens)]
    rows = _rows(store, kept, Counter(map(_at_once, every)), asked.lens)
    return Findings(rows, _notes(kept, moves, len(every) - len(moves), bool(thing)), _sentence(rows))


def _with_groups(store: Store, moves: Sequence[Move], lens: str) -> list[Kept]:
    """Return moves with who owned whom on the last day of each, or today; the latest first."""
    today = date.today().isoformat() if lens == GROUP_TODAY else ""
    groups = {day: read_groups(store, day) for day in {today or move.came.last for move in moves}}
    return [Kept(move, groups[today or move.came.last]) for move in reversed(moves)]


def _kept(store: Store, moves: Iterable[Kept]) -> list[Kept]:
    """Return the moves once for each place at which a seat or maintainership was held before and after."""
    over: dict[tuple[str, str], _Over] = store.recall("kept over moves", dict)
    found = list(moves)
    over |= _over_moves(store, [one.move for one in found if one.move.iris not in over])
    return [replace(one, place=place, holdings=h) for one in found for place, h in over[one.move.iris]]


def _over_moves(store: Store, moves: Sequence[Move]) -> dict[tuple[str, str], _Over]:
    """Return the places at which a role was kept over each of some moves, and the tenures that show it."""
    roles = maintaining_roles(store)
    held: dict[str, dict[str, list[Holding]]] = defaultdict(lambda: defaultdict(list))
    for holding in holdings_of(store, {move.person for move in moves}):
        seat = kind_of(holding.place) == "body" and is_seat(holding) and holding.role not in _NO_SEAT
        if seat or holding.role in roles:
            held[holding.holder][holding.place].append(holding)
    return {
        m.iris: [(place, over) for place, found in sorted(held[m.person].items()) if (over := _over(found, m))]
        for m in moves
    }


def _over(holdings: Sequence[Holding], move: Move) -> tuple[Holding, ...]:
    """Return the tenures at one place that show that it was kept over a move: held before, after, and in between."""
    for stretch in stretches(holdings):
        before = [h for h in stretch if _held_before(h, move)]
        after = [h for h in stretch if _last(h) >= move.came.first and _last(h) > move.left.first]
        if before and after:
            latest = max(before, key=_last)
            return (latest, *(h for h in after if h is not latest))
    return ()


def _held_before(holding: Holding, move: Move) -> bool:
    """Return whether a tenure was seen before a move, or began so long before it that no list lags as much."""
    seen, start = holding.times.first_observed, holding.times.start
    before = bool(seen and seen.first <= move.left.last and seen.first < move.came.first)
    return before or bool(start and start.last <= earlier(move.left.last, f"{LAG} days"))


def _last(holding: Holding) -> str:
    """Return the last day for which a tenure is known to be held, "" where none is."""
    times = holding.times
    return max((period.first for period in (times.last_observed, times.end) if period), default="")


def _at_once(move: Move) -> tuple[str, str, str]:
    return (*move.between, move.came.first[:7])


def _rows(store: Store, kept: Sequence[Kept], at_once: Counter[tuple[str, str, str]], lens: str) -> list[Row]:
    shown = {iri for k in kept for iri in (*k.companies(lens), k.move.person, k.place, *(h.role for h in k.holdings))}
    names = labels(store, shown)

    def entity(iri: str) -> EntityValue:
        return EntityValue(names[iri], iri)

    rows = []
    for found in kept:
        old, new = found.companies(lens)
        number = at_once[_at_once(found.move)]
        perhaps = f"perhaps: {number} people at once" if number >= MANY else None
        values: dict[str, Value] = {"person": entity(found.move.person), "from": entity(old), "to": entity(new)}
        values |= {"when": str(found.move.when), "role": tuple(sorted({entity(h.role) for h in found.holdings}))}
        values |= {"at": entity(found.place), "confirmed": _confirmed(found.holdings)}
        rows.append(Row(values | {"group": "yes" if found.one_group else perhaps}, nodes=found.nodes(lens)))
    return rows


def _confirmed(holdings: Sequence[Holding]) -> str | None:
    """Return the last date for which a source says that a role is held, None where there is none."""
    seen = [h.times.last_observed for h in holdings if h.times.last_observed]
    return str(max(seen, key=lambda period: period.first)) if seen else None


def _notes(kept: Sequence[Kept], moves: Sequence[Kept], within: int, about: bool) -> list[str]:
    notes = []
    if within and not about:
        notes.append(f"{counted(within, 'move')} within one group of companies {_are(within)} left out.")
    keeping = {found.move.iris for found in kept}
    without = sum(found.move.iris not in keeping for found in moves)
    if without and not about:
        notes.append(
            f"{counted(without, 'more change')} of employer {_are(without)} known without a role that was kept."
        )
    return notes


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _sentence(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    people, places = (list(dict.fromkeys(row.values[name] for row in rows)) for name in ("person", "at"))
    return (
        f"{counted(len(people), 'person')} changed employer and kept a role: {listed(people)}, at {listed(places, 3)}."
    )
