"""Everything dated about an entity, in order: what began, what ended, what happened, what was seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stewards.analysis.events_of import by_date
from stewards.asking.answers import Findings, Row
from stewards.asking.asked import Asked
from stewards.namespaces import STW
from stewards.reading.events import kind_of_event, tell
from stewards.reading.nodes import NodeRead
from stewards.reading.relations import involving, names_in, phases_of, sides
from stewards.stores.store import Store


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each dated beginning, end and event of an entity; undated situations by when first seen."""
    nodes = involving(store, [asked.entities["entity"].iri])
    phases = phases_of(store, nodes)
    implied = {(str(phase.first(STW + "phaseOf")), phase.times.first_observed) for phase in phases.values()}
    nodes |= phases
    names = names_in(store, nodes.values())
    events = [node for node in nodes.values() if kind_of_event(node)]
    entries = [(day, tell(node, names), node, evidence) for node, day, evidence in by_date(store, events) if day]
    for node in nodes.values():
        seen = (node.iri, node.times.first_observed) not in implied  # "listed as gold member" says "listed as a member"
        entries += [(day, what, node, node.evidence) for day, what in _entries(node, names, seen)]
    found: dict[tuple[str, str], Row] = {}
    for day, what, node, evidence in entries:
        row = found.get((day, what), Row({"date": day, "what": what}))
        every = tuple(sorted({*row.evidence, *evidence}))
        found[day, what] = Row(row.values, every, tuple(sorted({*row.nodes, node.iri})))
    return Findings([found[key] for key in sorted(found)])


def _entries(node: NodeRead, names: Mapping[str, str], seen: bool) -> Iterator[tuple[str, str]]:
    times = node.times
    for side in sides(node, names):
        if times.start:
            yield str(times.start), side.sentence(side.relation.begins, names)
        elif times.first_observed and seen:
            yield str(times.first_observed), side.sentence(side.relation.holds, names)
        if times.end:
            yield str(times.end), side.sentence(side.relation.ends, names)
        elif times.absent:
            yield str(times.absent), side.sentence(side.relation.ends, names) + " by then"
