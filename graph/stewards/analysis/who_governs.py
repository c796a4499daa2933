"""Who governs a thing: its bodies, its hosts and their bodies, and the chain of parents, each in force on the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from stewards.asking.answers import EntityValue, Evidence, Findings, Row, Value
from stewards.asking.asked import Asked, dated_values, notes_on_later
from stewards.namespaces import BASE, STW
from stewards.reading.bodies import times_told
from stewards.reading.evidence import read_evidence
from stewards.reading.nodes import NodeRead, labels, read_nodes
from stewards.reading.rows import batched
from stewards.stores.store import Store
from stewards.terms import Iri, Term
from stewards.validity import CERTAIN, NO, UNKNOWN

_UP = """SELECT ?node ?thing WHERE {
  { ?node stw:hostedProject ?thing } UNION { ?node stw:child ?thing }
}"""
_BODIES = """SELECT ?body ?thing ?kind ?passage WHERE {
  ?body stw:governs ?thing ; stw:describedBy ?passage . OPTIONAL { ?body org:classification ?kind }
  FILTER(NOT EXISTS { ?body org:classification bodytype:team }
    || EXISTS { ?body org:classification ?other FILTER(?other != bodytype:team) })
}"""
#: Bodies in the order of what they decide; all other kinds follow. Teams review and maintain, but do not govern.
_ORDER = [f"{BASE}bodytype/{kind}" for kind in ("governing-board", "steering-committee", "technical-committee")]
_BODY, _KIND = STW + "GoverningBody", STW + "relationKind"


def run(store: Store, asked: Asked) -> Findings:
    """Return the bodies and hosts of a thing and of everything above it, nearest first."""
    held: list[tuple[NodeRead, str]] = []
    later = 0
    level, seen = [asked.entities["thing"].iri], {asked.entities["thing"].iri}
    while level:
        above = []
        for step in [*_bodies(store, level), *_hosts_and_parents(store, level)]:
            holds = step.times.hold_on(asked.day) if asked.day else CERTAIN
            later += holds == UNKNOWN
            if holds not in (NO, UNKNOWN):
                held.append((step, holds if asked.day else ""))
                above += [] if step.rdf_type == _BODY else [str(step.first(_ends(step)[1]))]
        level = [iri for iri in dict.fromkeys(above) if iri not in seen]
        seen |= set(level)
    return Findings(_rows(store, held), notes_on_later(later, asked.day))


def _ends(node: NodeRead) -> tuple[str, str]:
    """Return the properties that lead from a step to what is governed and to what governs it."""
    if node.rdf_type == _BODY:
        return STW + "governs", _BODY
    hosting = node.rdf_type == STW + "Hosting"
    return (STW + "hostedProject", STW + "host") if hosting else (STW + "child", STW + "parent")


def _hosts_and_parents(store: Store, things: list[str]) -> list[NodeRead]:
    """Return the hostings and parent relations above some things, hostings first."""
    nodes = read_nodes(store, [str(row["node"]) for row in batched(store, _UP, "thing", things)])
    return sorted(nodes.values(), key=lambda node: (node.rdf_type, str(node.first(_ends(node)[1])), node.iri))


def _bodies(store: Store, things: list[str]) -> list[NodeRead]:
    """Return the bodies that govern some things, by kind; a body is known for the dates its sources speak for."""
    found = list(batched(store, _BODIES, "thing", things))
    passages = read_evidence(store, {str(row["passage"]) for row in found})
    names = labels(store, {str(row[name]) for row in found for name in ("body", "kind") if row[name]})
    told: dict[tuple[str, str], set[Evidence]] = defaultdict(set)
    bodies: dict[tuple[str, str], NodeRead] = {}

    def rank(row: Mapping[str, Term | None]) -> tuple[int, str, str]:
        kind = str(row["kind"])
        return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), names.get(kind, ""), names[str(row["body"])])

    for row in sorted(found, key=rank):
        key = str(row["body"]), str(row["thing"])
        body = bodies.setdefault(key, NodeRead(key[0], _BODY))
        body.values[_BODY], body.values[STW + "governs"] = [Iri(key[0])], [Iri(key[1])]
        if row["kind"] and not body.values[_KIND]:
            body.values[_KIND] = [row["kind"]]
        told[key].add(passages[str(row["passage"])])
    for key, body in bodies.items():
        body.evidence = tuple(sorted(told[key]))
        body.times = times_told(body.evidence)
    return list(bodies.values())


_RELATIONS = {_BODY: "governed by", STW + "Hosting": "hosted by"}


def _rows(store: Store, held: Sequence[tuple[NodeRead, str]]) -> list[Row]:
    shown = {str(value) for step, _ in held for end in (*_ends(step), _KIND) if (value := step.first(end))}
    names = labels(store, shown)
    return [_row(step, certainty, names) for step, certainty in held]


def _row(step: NodeRead, certainty: str, names: Mapping[str, str]) -> Row:
    below, above = (str(step.first(end)) for end in _ends(step))
    kind = step.first(_KIND)
    relation = _RELATIONS.get(step.rdf_type, "part of")
    values: dict[str, Value] = {
        "relation": relation,
        "governor": EntityValue(names[above], above),
        "kind": names[str(kind)] if kind and names[str(kind)] != relation else None,
        "of": EntityValue(names[below], below),
    }
    return Row(values | dated_values(step.times, certainty), step.evidence, (step.iri,))
