"""Where documents contradict one another: dates, employers, tiers. Both stand; this shows them side by side.

A month and a day within it do not disagree: the one is merely less precise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import combinations

from stewards.analysis.rival_claims import rival_rows
from stewards.answers import Findings, Row
from stewards.asking import Asked
from stewards.namespaces import STW
from stewards.nodes import NodeRead, batched, read_nodes, select
from stewards.relations import involving, kind_of_event, names_in, phases_of, sides, tell
from stewards.store import Store
from stewards.values import Period

#: The dates that documents state, by node and kind of date; each with the documents that give it.
Stated = dict[tuple[str, str], dict[Period, set[str]]]

_KINDS = {"start": "start", "end": "end", "event": "date"}
_STATED = """SELECT ?node ?property ?value ?document WHERE {
  VALUES ?property { stw:startDate stw:startPrecision stw:endDate stw:endPrecision stw:eventDate stw:eventPrecision }
  GRAPH ?document { ?node ?property ?value }
}"""
_TITLES = "SELECT ?document ?title WHERE { ?document a stw:SourceDocument ; dcterms:title ?title }"


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each pair of claims that cannot both be the answer, with the documents that make them."""
    about = involving(store, [asked.entities["entity"].iri]) if "entity" in asked.entities else None
    among = None if about is None else {*about, *phases_of(store, about)}
    stated = stated_dates(store, among)
    conflicts = {key: values for key, values in stated.items() if any(_apart(a, b) for a, b in combinations(values, 2))}
    nodes = _read(store, {node for node, _ in conflicts})
    names = names_in(store, nodes.values())
    titles = {str(row["document"]): str(row["title"]) for row in select(store, _TITLES)}
    rows = [row for key, values in conflicts.items() for row in _rows(nodes[key[0]], key[1], values, names, titles)]
    rows += rival_rows(store, among)
    return Findings(sorted(rows, key=lambda row: tuple(str(value).casefold() for value in row.values.values())))


def _read(store: Store, iris: set[str]) -> dict[str, NodeRead]:
    """Return nodes, phases with the parties of what they are a part of."""
    nodes = read_nodes(store, iris)
    wholes = read_nodes(store, {str(whole) for node in nodes.values() if (whole := node.first(STW + "phaseOf"))})
    return nodes | {iri: phase for iri, phase in phases_of(store, wholes).items() if iri in iris}


def stated_dates(store: Store, nodes: Iterable[str] | None = None) -> Stated:
    """Return what each document states by itself, of some nodes or of all."""
    said: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in select(store, _STATED) if nodes is None else batched(store, _STATED, "node", nodes):
        said[str(row["node"]), str(row["document"])][str(row["property"]).removeprefix(STW)] = str(row["value"])
    stated: Stated = defaultdict(lambda: defaultdict(set))
    for (node, document), values in said.items():
        for name, kind in _KINDS.items():
            if day := values.get(f"{name}Date"):
                precision = values.get(f"{name}Precision", "day").rsplit("/", 1)[-1]
                stated[node, kind][Period.around(date.fromisoformat(day), precision)].add(document)
    return stated


def _rows(
    node: NodeRead, kind: str, values: dict[Period, set[str]], names: dict[str, str], titles: dict[str, str]
) -> list[Row]:
    rows = []
    for first, second in combinations(sorted(values, key=str), 2):
        if _apart(first, second):
            one, other = (f"{p} ({'; '.join(sorted(titles[d] for d in values[p]))})" for p in (first, second))
            evidence = tuple(e for e in node.evidence if e.document in values[first] | values[second])
            shown = {"about": _about(node, names), "kind": kind, "one": one, "other": other}
            rows.append(Row(shown, evidence, (node.iri,)))
    return rows


def _apart(first: Period, second: Period) -> bool:
    return first.last < second.first or second.last < first.first


def _about(node: NodeRead, names: dict[str, str]) -> str:
    if kind_of_event(node):
        return tell(node, names)
    return "; ".join(side.sentence(side.relation.holds, names) for side in sides(node, names))
