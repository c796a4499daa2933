"""Where documents give different dates for the same thing. Both stand; this shows them side by side.

A month and a day within it do not disagree: the one is merely less precise.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import combinations

from stewards.analysis.events_of import kind_of_event, tell
from stewards.answers import Row
from stewards.asking import Asked
from stewards.namespaces import STW
from stewards.nodes import NodeRead, read_nodes, select
from stewards.relations import involving, names_in, sides
from stewards.store import Store
from stewards.values import Period

#: The dates that documents may give differently, by the words for them.
_DATES = {"start": "stw:startDate", "end": "stw:endDate", "date": "stw:eventDate"}
_STATED = """SELECT ?node ?value ?precision ?document WHERE {
  GRAPH ?document { ?node %s ?value . OPTIONAL { ?node %s ?precision } }
}"""
_TITLES = "SELECT ?document ?title WHERE { ?document a stw:SourceDocument ; dcterms:title ?title }"


def run(store: Store, asked: Asked) -> tuple[list[Row], list[str]]:
    """Return a row for each pair of dates that cannot both be right, with the documents that state them."""
    stated = _stated(store)
    if "entity" in asked.entities:
        concerned = involving(store, [asked.entities["entity"].iri])
        stated = {key: values for key, values in stated.items() if key[0] in concerned}
    conflicts = {key: values for key, values in stated.items() if any(_apart(a, b) for a, b in combinations(values, 2))}
    nodes = read_nodes(store, {node for node, _ in conflicts})
    names = names_in(store, nodes.values())
    titles = {str(row["document"]): str(row["title"]) for row in select(store, _TITLES)}
    rows = []
    for (iri, kind), values in conflicts.items():
        about = _about(nodes[iri], names)
        told = {period: "; ".join(sorted(titles[d] for d in documents)) for period, documents in values.items()}
        for first, second in combinations(sorted(values, key=str), 2):
            if _apart(first, second):
                shown = {
                    "about": about,
                    "kind": kind,
                    "one": f"{first} ({told[first]})",
                    "other": f"{second} ({told[second]})",
                }
                rows.append(Row(shown, nodes[iri].evidence, (iri,)))
    return sorted(rows, key=lambda row: tuple(map(str, row.values.values()))), []


def _stated(store: Store) -> dict[tuple[str, str], dict[Period, set[str]]]:
    """Return what each document states: dates by node and kind, each with the documents that give it."""
    stated: dict[tuple[str, str], dict[Period, set[str]]] = defaultdict(lambda: defaultdict(set))
    for kind, dated in _DATES.items():
        for row in select(store, _STATED % (dated, dated.replace("Date", "Precision"))):
            precision = str(row["precision"] or "day").rsplit("/", 1)[-1]
            period = Period.around(date.fromisoformat(str(row["value"])), precision)
            stated[str(row["node"]), kind][period].add(str(row["document"]))
    return stated


def _apart(first: Period, second: Period) -> bool:
    return first.last < second.first or second.last < first.first


def _about(node: NodeRead, names: dict[str, str]) -> str:
    if kind_of_event(node):
        return tell(node, names)
    told = [side.sentence(side.relation.holds, names) for side in sides(node, names)]
    of = node.first(STW + "phaseOf")
    level = node.first(STW + "membershipTier") or node.first(STW + "maturityLevel")
    return "; ".join(told) or f"{names.get(str(level), '')} phase of {names.get(str(of), '')}"
