"""Everything dated about an entity, in order: what began, what ended, what happened, what was seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stewards.analysis.events_of import kind_of_event, tell
from stewards.answers import Row
from stewards.asking import Asked
from stewards.nodes import NodeRead
from stewards.relations import involving, names_in, sides
from stewards.store import Store


def run(store: Store, asked: Asked) -> tuple[list[Row], list[str]]:
    """Return a row for each dated beginning, end and event of an entity; undated situations by when first seen."""
    nodes = involving(store, [asked.entities["entity"].iri])
    names = names_in(store, nodes.values())
    found: dict[tuple[str, str], Row] = {}
    for node in nodes.values():
        for day, what in _entries(node, names):
            row = found.setdefault((day, what), Row({"date": day, "what": what}, node.evidence, (node.iri,)))
            evidence = tuple(sorted({*row.evidence, *node.evidence}))
            found[day, what] = Row(row.values, evidence, tuple(sorted({*row.nodes, node.iri})))
    return [found[key] for key in sorted(found)], []


def _entries(node: NodeRead, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    times = node.times
    if kind_of_event(node) and times.on:
        yield str(times.on), tell(node, names)
    for side in sides(node, names):
        if times.start:
            yield str(times.start), side.sentence(side.relation.begins, names)
        elif times.first_observed:
            yield str(times.first_observed), side.sentence(side.relation.holds, names)
        if times.end:
            yield str(times.end), side.sentence(side.relation.ends, names)
        elif times.absent:
            yield f"{times.absent}", side.sentence(side.relation.ends, names) + " by then"
