"""Where documents contradict one another: dates, employers, tiers. Both stand; this shows them side by side.

A month and a day within it do not disagree: the one is merely less precise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations

from stewards.analysis.rival_claims import rival_rows
from stewards.asking.answers import Findings, Row
from stewards.asking.asked import Asked
from stewards.namespaces import SOURCE, STW
from stewards.reading.events import kind_of_event, tell
from stewards.reading.kept_among import found_among
from stewards.reading.nodes import NodeRead, read_nodes
from stewards.reading.relations import involved, names_in, phases_of, sides, wholes_of
from stewards.reading.rows import batched, several, tuples
from stewards.stores.store import Store
from stewards.terms import Term
from stewards.values import Period

#: The dates that documents state, by node and kind of date; each with the documents that give it.
Stated = dict[tuple[str, str], dict[Period, set[str]]]

_KINDS = {"start": "start", "end": "end", "event": "date"}
#: Each property as a query of its own: a query for all of them is five times slower.
_STATED = {
    f"{kind}{part}": f"SELECT ?node ?value ?document WHERE {{ GRAPH ?document {{ ?node stw:{kind}{part} ?value }} }}"
    for kind in _KINDS
    for part in ("Date", "Precision")
}
_TITLES = "SELECT ?document ?title WHERE { ?document a stw:SourceDocument ; dcterms:title ?title }"


def run(store: Store, asked: Asked) -> Findings:
    """Return a row for each pair of claims that cannot both be the answer, with the documents that make them."""
    about = involved(store, [asked.entities["entity"].iri]) if "entity" in asked.entities else None
    among = None if about is None else about | wholes_of(store, about).keys()
    stated = stated_dates(store, among)
    conflicts = {key: values for key, values in stated.items() if any(_apart(a, b) for a, b in combinations(values, 2))}
    nodes = _read(store, {node for node, _ in conflicts})
    names = names_in(store, nodes.values())
    speaking = {document for values in conflicts.values() for found in values.values() for document in found}
    titles = {str(row["document"]): str(row["title"]) for row in batched(store, _TITLES, "document", speaking)}
    rows = [row for key, values in conflicts.items() for row in _rows(nodes[key[0]], key[1], values, names, titles)]
    rows += rival_rows(store, among)
    rows.sort(key=lambda row: tuple(str(value).casefold() for value in row.values.values()))
    return Findings(rows, sentence="" if rows else "No two sources are known to contradict one another.")


def _read(store: Store, iris: set[str]) -> dict[str, NodeRead]:
    """Return nodes, phases with the parties of what they are a part of."""
    nodes = read_nodes(store, iris)
    wholes = read_nodes(store, {str(whole) for node in nodes.values() if (whole := node.first(STW + "phaseOf"))})
    return nodes | {iri: phase for iri, phase in phases_of(store, wholes).items() if iri in iris}


def stated_dates(store: Store, nodes: Iterable[str] | None = None) -> Stated:
    """Return what each document states by itself, of some nodes or of all."""
    wanted = None if nodes is None else set(nodes)
    found = found_among(store, "stated dates", wanted, lambda among: _read_stated(store, among))
    return found if wanted is None else {key: dates for key, dates in found.items() if key[0] in wanted}


def _read_stated(store: Store, nodes: Iterable[str] | None) -> Stated:
    if nodes is None:
        return _stated(dict(zip(_STATED, several(store, _STATED.values()), strict=True)))
    return _stated({name: list(tuples(store, query, "node", nodes)) for name, query in _STATED.items()})


def _stated(said: Mapping[str, Sequence[Sequence[Term]]]) -> Stated:
    """Return the dates that rows of :data:`_STATED` say, each with its precision in the same document."""
    stated: Stated = {}
    for name, kind in _KINDS.items():
        levels: dict[tuple[str, str], str] = {(node, place): level for node, level, place in said[f"{name}Precision"]}
        for node, day, document in said[f"{name}Date"]:
            if document.startswith(SOURCE):  # not the resolved whole, where a named graph holds it
                period = _period(day, levels.get((node, document), "day"))
                stated.setdefault((node, kind), {}).setdefault(period, set()).add(document)
    return stated


@cache
def _period(day: str, precision: str) -> Period:
    return Period.around(date.fromisoformat(day), precision.rsplit("/", 1)[-1])


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
