"""Who governs a thing: its bodies, its hosts and their bodies, and the chain of parents, each in force on the day."""

from __future__ import annotations

from stewards.answers import EntityValue, Row, Value
from stewards.asking import Asked, dated_values
from stewards.namespaces import STW
from stewards.nodes import NodeRead, batched, labels, read_evidence, read_nodes
from stewards.store import Store
from stewards.terms import Iri
from stewards.validity import CERTAIN, NO, UNKNOWN

_UP = """SELECT ?node ?thing WHERE {
  { ?node stw:hostedProject ?thing } UNION { ?node stw:child ?thing }
}"""
_BODIES = """SELECT ?body ?thing ?kind ?passage WHERE {
  ?body stw:governs ?thing ; stw:describedBy ?passage . OPTIONAL { ?body org:classification ?kind }
}"""


def run(store: Store, asked: Asked) -> tuple[list[Row], list[str]]:
    """Return the bodies and hosts of a thing and of everything above it, nearest first."""
    rows: list[Row] = []
    level, seen = [asked.entities["thing"].iri], {asked.entities["thing"].iri}
    while level:
        rows += _bodies(store, level)
        above = []
        nodes = read_nodes(store, [str(row["node"]) for row in batched(store, _UP, "thing", level)])
        for node in sorted(nodes.values(), key=lambda node: node.iri):
            holds = node.times.hold_on(asked.day) if asked.day else CERTAIN
            if holds not in (NO, UNKNOWN):
                row, governor = _step(store, node, holds if asked.day else "")
                rows.append(row)
                above.append(governor)
        level = [iri for iri in dict.fromkeys(above) if iri not in seen]
        seen |= set(level)
    return rows, []


def _step(store: Store, node: NodeRead, certainty: str) -> tuple[Row, str]:
    hosting = node.rdf_type == STW + "Hosting"
    lower, upper = (STW + "hostedProject", STW + "host") if hosting else (STW + "child", STW + "parent")
    below, above = node.first(lower), node.first(upper)
    kind = node.first(STW + "relationKind")
    names = labels(store, {str(term) for term in (below, above, kind) if term})
    values: dict[str, Value] = {
        "relation": "hosted by" if hosting else "part of",
        "governor": EntityValue(names[str(above)], str(above)),
        "kind": names[str(kind)] if kind else None,
        "of": EntityValue(names[str(below)], str(below)),
    }
    return Row(values | dated_values(node, certainty), node.evidence, (node.iri,)), str(above)


def _bodies(store: Store, things: list[str]) -> list[Row]:
    found = list(batched(store, _BODIES, "thing", things))
    passages = read_evidence(store, {str(row["passage"]) for row in found})
    names = labels(store, {str(value) for row in found for value in row.values() if isinstance(value, Iri)})
    rows: dict[tuple[str, str], Row] = {}
    for row in sorted(found, key=lambda row: names[str(row["body"])]):
        key = str(row["body"]), str(row["thing"])
        values: dict[str, Value] = {
            "relation": "governed by",
            "governor": EntityValue(names[key[0]], key[0]),
            "kind": names[str(row["kind"])] if row["kind"] else None,
            "of": EntityValue(names[key[1]], key[1]),
            "since": None,
            "until": None,
            "last_confirmed": None,
            "certainty": None,
        }
        before = rows[key].evidence if key in rows else ()
        passage = passages.get(str(row["passage"]))
        rows[key] = Row(values, tuple(sorted({*before, *([passage] if passage else [])})), (key[0],))
    return list(rows.values())
