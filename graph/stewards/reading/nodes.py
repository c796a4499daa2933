"""Situations, events and statements read back from a store: parties, times and evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from stewards.asking.answers import Evidence
from stewards.namespaces import DCTERMS, RDF, SKOS, SPDX, STW
from stewards.reading.evidence import passages_of
from stewards.reading.rows import tuples
from stewards.stores.store import Store
from stewards.terms import Term
from stewards.validity import Times
from stewards.values import Period

#: Each kind of date, with the properties of the day and of its precision.
TIMES = {
    "start": ("startDate", "startPrecision"),
    "end": ("endDate", "endPrecision"),
    "on": ("eventDate", "eventPrecision"),
    "first_observed": ("firstObserved", "firstObservedPrecision"),
    "last_observed": ("lastObserved", "lastObservedPrecision"),
    "absent": ("absentSince", "absentSincePrecision"),
}

_TIMES = [(name, STW + day, STW + precision) for name, (day, precision) in TIMES.items()]
_LABELS = f"SELECT ?thing ?label WHERE {{ ?thing <{SKOS}prefLabel> ?label }}"
_TERM_LABELS = "SELECT ?thing ?label WHERE { GRAPH ?g { ?thing rdfs:label ?label } }"
_TYPE, _ISSUED, _HAS_EVIDENCE = RDF + "type", DCTERMS + "issued", STW + "hasEvidence"


@dataclass(slots=True)
class NodeRead:
    """One situation, event or statement: its class, its properties' values, its times and its evidence."""

    iri: str
    rdf_type: str = ""
    values: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    times: Times = field(default_factory=Times)
    #: The passages that support it, by IRI, and read.
    cited: list[str] = field(default_factory=list)
    evidence: tuple[Evidence, ...] = ()

    def first(self, predicate: str) -> Term | None:
        """Return the value of a property, None when it has none."""
        found = self.values.get(predicate)
        return found[0] if found else None


def read_nodes(store: Store, iris: Iterable[str]) -> dict[str, NodeRead]:
    """Return the nodes with these IRIs, with their times and evidence."""
    everything = "SELECT ?node ?property ?value WHERE { ?node ?property ?value }"
    nodes = collect_nodes(tuples(store, everything, "node", iris))
    for iri, passages in passages_of(store, {iri: node.cited for iri, node in nodes.items()}).items():
        nodes[iri].evidence = passages
    return nodes


def collect_nodes(rows: Iterable[Sequence[Term]]) -> dict[str, NodeRead]:
    """Return the nodes that rows of a node, a property and a value describe, with their times."""
    nodes: dict[str, NodeRead] = {}
    for iri, predicate, value in rows:
        node = nodes.get(iri)
        if node is None:
            node = nodes[str(iri)] = NodeRead(str(iri))
        if predicate == _HAS_EVIDENCE:
            node.cited.append(str(value))
        elif predicate == _TYPE:
            node.rdf_type = str(value)
        else:
            node.values[str(predicate)].append(value)
    for node in nodes.values():
        node.times = _times(node)
    return nodes


def _times(node: NodeRead) -> Times:
    times = Times()
    for name, day, precision in _TIMES:
        if found := node.values.get(day):
            setattr(times, name, period_of(found[0], node.first(precision)))
    issued = node.first(_ISSUED)
    times.on = Period.parse(issued) if issued else times.on
    return times


@cache
def period_of(day: str, precision: str | None) -> Period:
    """Return a date with its precision, given by its concept; a day where none is given."""
    return Period.around(date.fromisoformat(day), precision.rsplit("/", 1)[-1] if precision else "day")


def labels(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """Return the name to show for each IRI; the last part of the IRI where none is known."""
    kept: dict[str, str] = store.recall("labels", dict)
    wanted = set(iris)
    if missing := sorted(iri for iri in wanted if iri not in kept):
        kept |= _read_labels(store, missing)
    return {iri: kept[iri] for iri in wanted}


def _read_labels(store: Store, iris: Sequence[str]) -> dict[str, str]:
    found = {iri: _last_part(iri) for iri in iris}
    terms = [iri for iri in iris if iri.startswith(STW)]
    for query, asked in ((_LABELS, iris), (_TERM_LABELS, terms)):
        found |= {iri: str(label) for iri, label in tuples(store, query, "thing", asked)}
    return found


def _last_part(iri: str) -> str:
    return iri.removeprefix(SPDX).rstrip("/").rsplit("/", 1)[-1].replace("#", " ")
