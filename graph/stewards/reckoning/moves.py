"""Who went from one employer to another, as far as sources show it without doubt.

Lists lag: one still names the old employer when another has the new one for years. So two employers are compared within
one source (all versions of one list), else within what one publisher says, never across publishers; effective dates
speak for themselves. Not a move: two employers at once, a third one in between or beside, one company in two spellings,
and an "employer" that is the person's own name or login, a slip that lists of people are full of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from stewards.asking.answers import Evidence
from stewards.reading.documents import publishers_of, source_of
from stewards.reading.entities import name_keys
from stewards.reading.evidence import evidence_of
from stewards.reading.holdings import Holding, employments_of, holdings_at, workers_of
from stewards.reading.lenses import ever_of_group
from stewards.reading.nodes import labels
from stewards.reading.rows import every
from stewards.reckoning.changing import When, days_from
from stewards.reckoning.company_names import is_nobody, joined, same_company
from stewards.sources.history import ABSENT
from stewards.stores.store import Store
from stewards.values import Period

#: An employer listed for no more days than this, between two stretches of another, was none.
_UNDONE = 92
_JOBS = "SELECT ?person ?place WHERE { ?node org:role role:employee ; org:member ?person ; org:organization ?place }"

#: The dates for which each source, or publisher, speaks of an employment, each with the document.
_Said = tuple[Period, str]
Told = dict[str, list[_Said]]


@dataclass(frozen=True, slots=True)
class Move:
    """One person's change of employer: between ``left``, when the old one is last known, and ``came``."""

    old: Holding
    new: Holding
    left: Period
    came: Period

    @property
    def between(self) -> tuple[str, str]:
        """The two companies, by IRI."""
        return self.old.place, self.new.place

    @property
    def iris(self) -> tuple[str, str]:
        """The two employments, by IRI."""
        return self.old.iri, self.new.iri

    @property
    def when(self) -> When:
        """When the employer changed."""
        return When(self.left, self.came)

    @property
    def person(self) -> str:
        """The person, by IRI."""
        return self.new.holder


def find_moves(store: Store, employments: Iterable[Holding]) -> list[Move]:
    """Return the changes of employer among some employments, earliest first."""
    jobs: dict[str, list[Holding]] = defaultdict(list)
    for job in employments:
        jobs[job.holder].append(job)
    several = {person: found for person, found in jobs.items() if len({job.place for job in found}) > 1}
    names = labels(store, {job.place for found in several.values() for job in found})
    own = _own_names(store, several)
    real = {
        person: [job for job in found if not is_nobody(names[job.place], own[person])]
        for person, found in several.items()
    }
    told = evidence_of(store, [job.iri for found in real.values() for job in found])
    voices = _Voices(store, told)
    moves = [move for found in real.values() for move in _moves(_without_slips(found), voices, names)]
    return sorted(moves, key=_order)


def all_moves(store: Store) -> list[Move]:
    """Return every change of employer in the graph; they are found once in a store that does not change."""
    return store.recall("moves", lambda: find_moves(store, employments_of(store, _with_several(store))))


def moves_about(store: Store, thing: str, places: Iterable[str]) -> list[Move]:
    """Return the moves of those who ever held a role at some places, or worked for a thing or a company of its group.

    With them come all moves between the same two companies, so that those can be counted. What was found is kept.
    """
    return store.recall(f"moves about {thing}", lambda: _find_about(store, thing, places))


def _find_about(store: Store, thing: str, places: Iterable[str]) -> list[Move]:
    people = {holding.holder for holding in holdings_at(store, places) if holding.personal}
    people = people.union(*workers_of(store, ever_of_group(store, thing)).values())
    pairs = {move.between for move in find_moves(store, employments_of(store, people))}
    workers = workers_of(store, {company for pair in pairs for company in pair})
    return find_moves(store, employments_of(store, people.union(*(workers[old] & workers[new] for old, new in pairs))))


def _with_several(store: Store) -> list[str]:
    """Return the people with several employers: reading when everybody worked where takes longer than the rest."""
    places: dict[str, set[str]] = defaultdict(set)
    for person, place in every(store, _JOBS):
        places[person].add(place)
    return [person for person, found in places.items() if len(found) > 1]


def _order(move: Move) -> tuple[str, str, str, str]:
    return move.came.first, move.left.first, move.person, move.new.iri


def _without_slips(jobs: Sequence[Holding]) -> list[Holding]:
    """Leave out an employer that a list had for some weeks amid another: somebody had put back an old version."""
    return [job for job in jobs if not _is_slip(job, [other for other in jobs if other.place != job.place])]


def _is_slip(job: Holding, others: Sequence[Holding]) -> bool:
    seen = _seen(job)
    if seen is None or job.times.start or job.times.end or seen[1] > days_from(seen[0], _UNDONE):
        return False
    around = [(other.place, span) for other in others if (span := _seen(other))]
    before = {p for p, (first, last) in around if first < seen[0] <= days_from(last, _UNDONE) and last <= seen[1]}
    after = {p for p, (first, last) in around if last > seen[1] >= days_from(first, -_UNDONE) and first >= seen[0]}
    return bool(before & after)


def _seen(job: Holding) -> tuple[str, str] | None:
    first, last = job.times.first_observed, job.times.last_observed
    return (first.first, last.last) if first and last else None


def _moves(jobs: Sequence[Holding], voices: _Voices, names: Mapping[str, str]) -> Iterable[Move]:
    for old, new in permutations(jobs, 2):
        if old.place == new.place or same_company(names[old.place], names[new.place]):
            continue
        bounds = voices.bounds(old, new)
        if bounds and not any(_held(job, *bounds) for job in jobs if job not in (old, new)):
            yield Move(old, new, *bounds)


def _held(job: Holding, left: Period, came: Period) -> bool:
    """Return whether an employment may fall into, or lie beside, the time of a move."""
    first = job.times.start or job.times.first_observed
    last = job.times.end or job.times.last_observed or first
    return first is None or last is None or (first.first <= came.last and last.last >= left.first)


class _Voices:
    """What each source, and each publisher, says of some employments."""

    def __init__(self, store: Store, told: Mapping[str, tuple[Evidence, ...]]) -> None:
        documents = {passage.document for passages in told.values() for passage in passages}
        publishers = publishers_of(store, documents)
        self._by_source = {
            iri: _told(passages, lambda passage: source_of(passage.document)) for iri, passages in told.items()
        }
        self._by_publisher = {
            iri: _told(passages, lambda passage: publishers.get(passage.document, "")) for iri, passages in told.items()
        }

    def bounds(self, old: Holding, new: Holding) -> tuple[Period, Period] | None:
        """Return when the old employer is last known and the new one first, None where that is not their order."""
        left = old.times.end or (old.times.last_observed if new.times.start else None)
        came = new.times.start or (new.times.first_observed if old.times.end else None)
        if left and came:
            return (left, came) if left.first <= came.first and left.last <= came.last else None
        for told in (self._by_source, self._by_publisher):
            before, after = told.get(old.iri, {}), told.get(new.iri, {})
            if common := (before.keys() & after.keys()) - {""}:
                found = [_order_in(before[voice], after[voice], told is self._by_source) for voice in sorted(common)]
                return min((bounds for bounds in found if bounds), key=_gap) if all(found) else None
        return None


def _order_in(old: Sequence[_Said], new: Sequence[_Said], one_list: bool) -> tuple[Period, Period] | None:
    """Return the last date of the old and the first of the new, None where they are not in order.

    Of one day, one version of a list may have the old and the next version the new.
    """
    (left, version), (came, next_version) = max(old, key=_last), min(new, key=_first)
    one_day = left == came and left.precision == "day" and version != next_version and one_list
    return (left, came) if left.last < came.first or one_day else None


def _first(said: _Said) -> tuple[str, str]:
    return said[0].first, said[1]


def _last(said: _Said) -> tuple[str, str]:
    return said[0].last, said[1]


def _gap(bounds: tuple[Period, Period]) -> tuple[str, str]:
    return bounds[1].first, bounds[0].last


def _told(passages: Iterable[Evidence], voice_of: Callable[[Evidence], str]) -> Told:
    found: Told = defaultdict(list)
    for passage in passages:
        if passage.as_of and passage.locator != ABSENT:
            found[voice_of(passage)].append((Period.parse(passage.as_of), passage.document))
    return found


def _own_names(store: Store, people: Iterable[str]) -> dict[str, set[str]]:
    """Return the names and logins of people, without spaces; of everybody, none too."""
    keys = name_keys(store, people)
    return {person: set(map(joined, keys.get(person, ()))) for person in people}
