"""What changed at an entity and in the bodies that govern it: who came, left, moved, or rose a tier, in order of time.

A change is told in the time in which it became known: what a list has dropped by a day of it may have ended before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from stewards.asking.answers import Findings, Row, Value
from stewards.asking.arguments import earlier
from stewards.asking.asked import Asked
from stewards.asking.sentences import counted, listed
from stewards.errors import RequestError
from stewards.namespaces import ORG
from stewards.reading.entities import Found, kind_of
from stewards.reading.holdings import Holding, employments_of, holdings_at
from stewards.reading.nodes import NodeRead, labels, read_nodes
from stewards.reading.relations import involved, names_in, wholes_of
from stewards.reading.rows import batched
from stewards.reading.times import read_times
from stewards.reckoning.changing import When, begun, is_employment
from stewards.reckoning.moves import find_moves
from stewards.reckoning.stories import Change, beginning_and_end, situations, terms
from stewards.stores.store import Store
from stewards.validity import Times

_BODIES = """SELECT ?body ?entity WHERE {
  ?body stw:governs ?entity . FILTER(NOT EXISTS { ?body org:classification bodytype:team }
    || EXISTS { ?body org:classification ?other FILTER(?other != bodytype:team) }) }"""
_EVENTS = "SELECT DISTINCT ?node WHERE { ?node ?part ?entity ; stw:eventDate ?day }"


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each change that became known in the time asked about, in order of time."""
    entity, until = asked.entities["entity"], str(asked.options["until"])
    since = str(asked.options.get("since") or earlier(until, "1 year"))
    about = [entity.iri, *(str(row["body"]) for row in batched(store, _BODIES, "entity", [entity.iri]))]
    if since > until:
        raise RequestError(f"--since {since} lies after --until {until}: exchange them")
    nodes = read_nodes(store, _touched(store, about, since, until))
    moves = list(_moves(store, about))
    changes = [*situations(store, nodes), *terms(store, nodes), *moves, *_jobs(store, nodes, entity, moves)]
    known = _once(change for change in changes if since <= change.when.last <= until)
    coarse = sum(change.when.first <= until < change.when.last for change in changes)
    rows = [_row(change) for change in sorted(known, key=lambda c: (c.when.first, c.when.last, c.word, c.what))]
    return Findings(rows, _notes(known, coarse, since, until), _sentence(known))


def _touched(store: Store, about: Sequence[str], since: str, until: str) -> set[str]:
    """Return the situations of some entities with a date in the time asked about, and all their events."""
    nodes = involved(store, about)
    wholes = wholes_of(store, nodes)
    found = {str(row["node"]) for row in batched(store, _EVENTS, "entity", about)}
    for iri, times in read_times(store, [*nodes, *wholes]).items():
        dates = (times.start, times.end, times.first_observed, times.absent)
        if any(date and date.first <= until and date.last >= since for date in dates):
            found.add(wholes.get(iri, iri))
    return found


def _once(changes: Iterable[Change]) -> list[Change]:
    found: dict[tuple[str, ...], Change] = {}
    for change in changes:
        same = found.get(change.key)
        found[change.key] = replace(same, nodes=tuple(dict.fromkeys(same.nodes + change.nodes))) if same else change
    return list(found.values())


def _moves(store: Store, about: Sequence[str]) -> Iterator[Change]:
    """Yield the changes of employer of a person, or of those who then held a role at some places, or worked there."""
    held: dict[str, list[Holding]] = defaultdict(list)
    for holding in holdings_at(store, about) if kind_of(about[0]) != "person" else ():
        if holding.personal:
            held[holding.holder].append(holding)
    moves = find_moves(store, employments_of(store, sorted(held) or about))
    names = labels(store, {iri for move in moves for iri in (move.person, *move.between)})
    for move in moves:
        if not held or any(_held_at(holding.times, move.when) for holding in held[move.person]):
            person, old, new = (names[iri] for iri in (move.person, *move.between))
            yield Change(move.when, "moved", person, old, new, move.iris)


def _held_at(times: Times, when: When) -> bool:
    last = max((period.last for period in (times.last_observed, times.end) if period), default="")
    return bool(begun(times)) and begun(times) <= when.last and last >= when.first


def _jobs(store: Store, nodes: Mapping[str, NodeRead], entity: Found, moves: Sequence[Change]) -> Iterator[Change]:
    """Yield the jobs that a person began or ended, where that was no move."""
    moved = {iri for change in moves for iri in change.nodes}
    jobs = [n for n in nodes.values() if is_employment(n) and str(n.first(ORG + "member")) == entity.iri]
    names = names_in(store, jobs)
    for job in jobs:
        if job.iri not in moved:
            yield from beginning_and_end(job, (), names)


def _row(change: Change) -> Row:
    values: dict[str, Value] = {"date": str(change.when), "change": change.word, "what": change.what}
    return Row(values | {"before": change.before or None, "after": change.after or None}, nodes=change.nodes)


def _notes(known: Sequence[Change], coarse: int, since: str, until: str) -> list[str]:
    notes = []
    if early := sum(change.when.first < since for change in known):
        notes.append(f"{counted(early, 'change')} may lie before {since}: when it happened is known only roughly.")
    if coarse:
        notes.append(f"{counted(coarse, 'more change')} may lie in that time, or after {until}.")
    if any(change.word == "first listed" for change in known):
        notes.append("First listed is not joined: nobody says when it began.")
    return notes


def _sentence(known: Sequence[Change]) -> str:
    if not known:
        return ""
    words = Counter(change.word for change in known)
    counts = listed((f"{number:,} {word}" for word, number in words.most_common()), 9)
    return f"{counted(len(known), 'change')} became known: {counts}."
