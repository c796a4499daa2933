"""How two things are connected: the paths between them that explain most, step by step.

On a day, a step is a link in force on it, so that the steps of a path hold at the same time. For ever, any link that
ever held is one; of the :data:`CONSIDERED` cheapest paths (or as many as are asked for), those come first whose every
step may share a day with the step before, then those with one break, and so on; within that, the cheapest. What links
there are, and what they cost, says :mod:`stewards.reading.links`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from stewards.asking.answers import EntityValue, Evidence, Findings, Row, Value
from stewards.asking.asked import Asked, dated_values
from stewards.asking.sentences import counted, how_sure, listed
from stewards.errors import RequestError
from stewards.reading.bodies import described
from stewards.reading.evidence import evidence_of
from stewards.reading.lenses import Groups, groups_for
from stewards.reading.links import Link, Links, all_links
from stewards.reading.nodes import collect_nodes, labels
from stewards.reading.relations import names_in, sides
from stewards.reading.rows import batched, iris_in, tuples
from stewards.reckoning.paths import Pair, Path, Span, apart, pair, search, together
from stewards.stores.store import Store
from stewards.validity import CERTAIN, NO, POSSIBLE, UNKNOWN, Times

#: Of so many paths, those whose steps hold at the same time are shown first, where any day may be meant.
CONSIDERED = 20

_BROKEN = "not known to be at the same time as the step before"
_NONE_KNOWN = "No connection is known; that is not to say that there is none."
_SITUATION = "SELECT ?node ?property ?value WHERE { ?node ?property ?value }"
_GOVERNS = "SELECT ?body ?thing ?kind WHERE { ?body stw:governs ?thing . OPTIONAL { ?body org:classification ?kind } }"
#: Any day before or after all that can be written.
_ALWAYS = ("0000-01-01", "9999-12-31")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: from what to what, over which link, how surely, and whether it breaks with the one before."""

    ends: tuple[str, str]
    link: Link
    times: Times
    certainty: str = ""
    broken: bool = False
    path: int = 0
    number: int = 0


def run(store: Store, asked: Asked) -> Findings:
    """Return the steps of the best paths between two things."""
    groups = groups_for(store, asked.lens, asked.day)
    links = all_links(store, groups.head if groups else None)
    start, end = _ends(asked, groups)
    number, later = int(asked.options["paths"]), 0
    if asked.day:
        paths, later = _on_day(store, links, (start, end, number), asked.day)
    else:
        paths = _ever(store, links, (start, end, number))
    steps = [replace(s, path=p, number=n) for p, path in enumerate(paths, 1) for n, s in enumerate(path, 1)]
    names = labels(store, {iri for step in steps for iri in step.ends} | {start, end})
    rows = _rows(store, steps, names, groups)
    sentence = _sentence(f"{names[start]} and {names[end]}", paths[0], rows, names) if paths else ""
    return Findings(rows, _notes(len(paths), number, later, asked.day), sentence)


def _ends(asked: Asked, groups: Groups | None) -> tuple[str, str]:
    one, other = asked.entities["a"], asked.entities["b"]
    if one.iri == other.iri:
        raise RequestError(f"{one.label} was named twice: name two different things")
    start, end = (groups.head(found.iri) if groups else found.iri for found in (one, other))
    if start == end:
        raise RequestError(f"{one.label} and {other.label} are one group, seen as one thing: leave --lens out")
    return start, end


def _on_day(store: Store, links: Links, wanted: tuple[str, str, int], day: str) -> tuple[list[list[Step]], int]:
    """Return the best paths on a day, and how many links not known to hold could be on one that is as good."""
    best: dict[Pair, Step] = {}
    later: dict[Pair, int] = {}

    def cost_of(pairs: Collection[Pair]) -> Mapping[Pair, int]:
        times = links.times(store, [link for both in pairs for link in links.between[both]])
        for both in pairs:
            holds = [(times[link.iri].hold_on(day), link) for link in links.between[both]]
            later[both] = sum(hold == UNKNOWN for hold, _ in holds)
            if held := [(hold != CERTAIN, link, hold) for hold, link in holds if hold not in (NO, UNKNOWN)]:
                _, link, hold = min(held)
                best[both] = Step(both, link, times[link.iri], hold)
        return {both: links.cost(both, best[both].link) for both in pairs if both in best}

    found = search(links.around(*wanted[:2]), *wanted, cost_of)
    paths = [[replace(best[pair(*ends)], ends=ends) for ends in path.steps] for path in found.paths]
    return paths, sum(later[both] for both in found.near)


def _ever(store: Store, links: Links, wanted: tuple[str, str, int]) -> list[list[Step]]:
    """Return the best paths over links of any time, those first whose steps may hold at the same time."""

    def cost_of(pairs: Collection[Pair]) -> Mapping[Pair, int]:
        return {both: links.least[both[0]][both[1]] for both in pairs}

    start, end, number = wanted
    found = search(links.around(start, end), start, end, max(number, CONSIDERED), cost_of).paths
    times = links.times(store, [link for path in found for ends in path.steps for link in links.between[pair(*ends)]])
    paths = [_timed(path, links, times) for path in found]
    return sorted(paths, key=lambda steps: sum(step.broken for step in steps))[:number]


def _timed(path: Path, links: Links, times: Mapping[str, Times]) -> list[Step]:
    """Return the steps of a path, each over the link that fits best in time to those beside it."""
    choices = [links.between[pair(*ends)] for ends in path.steps]
    spans = [[span_of(times[link.iri]) for link in choice] for choice in choices]
    taken = together(spans)
    chosen = [span[place] for span, place in zip(spans, taken, strict=True)]
    broken = [False, *(apart(one, other) for one, other in pairwise(chosen))]
    return [
        Step(ends, choice[place], times[choice[place].iri], broken=gap)
        for ends, choice, place, gap in zip(path.steps, choices, taken, broken, strict=True)
    ]


def span_of(times: Times) -> Span:
    """Return the first and the last day on which a situation certainly or possibly holds; all days if none is known."""
    begun, (first, last) = times.start or times.first_observed, _ALWAYS
    if times.end:
        last = times.end.last
    elif times.absent:
        last = (date.fromisoformat(times.absent.first) - timedelta(1)).isoformat()
    return begun.first if begun else first, last


def _rows(store: Store, steps: Sequence[Step], names: Mapping[str, str], groups: Groups | None) -> list[Row]:
    told = _Told(store, steps, groups)
    rows = []
    for step in steps:
        what, parties = told.of(step)
        one, other = (EntityValue(names[iri], iri) for iri in step.ends)
        values: dict[str, Value] = {"path": step.path, "step": step.number, "what": what}
        values |= {"remark": _BROKEN if step.broken else None, "from": one, "to": other}
        owners = [iri for party in parties for iri in (groups.path(party) if groups else ())]
        nodes = tuple(dict.fromkeys((step.link.iri, *owners)))
        rows.append(Row(values | dated_values(step.times, step.certainty), told.passages(step.link, owners), nodes))
    return rows


class _Told:
    """What the links of some steps say in words, and the evidence for those that are no situations."""

    def __init__(self, store: Store, steps: Sequence[Step], groups: Groups | None) -> None:
        self._store, self._groups = store, groups
        situations = {step.link.iri for step in steps if not step.link.governs}
        self._nodes = collect_nodes(tuples(store, _SITUATION, "node", situations))
        self._bodies = list(batched(store, _GOVERNS, "body", {step.link.iri for step in steps if step.link.governs}))
        self._described = described(store, {str(row["body"]) for row in self._bodies})
        self._names = names_in(store, self._nodes.values()) | labels(store, iris_in(self._bodies))

    def of(self, step: Step) -> tuple[str, list[str]]:
        """Return a step in words, and the things that these name."""
        if step.link.governs:
            return self._governing(step)
        side = next(sides(self._nodes[step.link.iri], self._names))
        return side.sentence(side.relation.holds, self._names), [side.subject, side.object, side.on_behalf]

    def _governing(self, step: Step) -> tuple[str, list[str]]:
        for row in sorted(self._bodies, key=str):
            body, thing = str(row["body"]), str(row["thing"])
            seen = self._groups.head(thing) if self._groups else thing
            if body == step.link.iri and seen in step.ends:
                kind = self._names[str(row["kind"])] if row["kind"] else "one of its bodies"
                return f"{self._names[thing]} has {self._names[body]} as {kind}", [body, thing]
        raise AssertionError(step)

    def passages(self, link: Link, owners: Sequence[str]) -> tuple[Evidence, ...]:
        """Return the evidence for a link that is no situation; for others none, as it is read when it is asked for."""
        if not link.governs:
            return ()
        owned = evidence_of(self._store, owners).values()
        return tuple(dict.fromkeys((*self._described[link.iri], *(one for found in owned for one in found))))


def _sentence(ends: str, path: Sequence[Step], rows: Sequence[Row], names: Mapping[str, str]) -> str:
    """Return the best path in words."""
    if len(path) == 1:
        said = f"{ends} are connected directly: {rows[0].values['what']}."
    else:
        through = listed([names[step.ends[1]] for step in path[:-1]], len(path))
        gap = ", not known to have held at the same time" if any(step.broken for step in path) else ""
        said = f"{ends} are connected in {counted(len(path), 'step')} through {through}{gap}."
    doubtful = sum(row.values["certainty"] == POSSIBLE for row in rows)
    return f"{said} {how_sure(doubtful, len(rows))}".strip()


def _notes(found: int, wanted: int, later: int, day: str) -> list[str]:
    notes = [] if found else [_NONE_KNOWN]
    if later:
        path = "a path as good as these" if found == wanted else "another path" if found else "a path"
        be, they = ("is", "it") if later == 1 else ("are", "they")
        unknown = f"{counted(later, 'link')} through which {path} may lead {be} undated or first recorded after {day}"
        notes.append(f"{unknown}; whether {they} held then is not known.")
    return notes
