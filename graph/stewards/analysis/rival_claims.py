"""Two employers of one person, or two tiers of one membership, that sources report for the same day.

Both may be true (people have two jobs); what is shown is that no single answer can be given for that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from stewards.answers import Row
from stewards.namespaces import ORG, STW
from stewards.nodes import NodeRead, collect_nodes, read_nodes, select
from stewards.relations import names_in, sides
from stewards.store import Store
from stewards.validity import Times

_DATES = "stw:firstObserved stw:lastObserved stw:firstObservedPrecision stw:lastObservedPrecision"
_EMPLOYMENTS = f"""SELECT ?node ?property ?value WHERE {{
  VALUES ?property {{ org:member org:organization {_DATES} }}
  ?node org:role role:employee ; ?property ?value }}"""
_TIERS = f"""SELECT ?node ?property ?value WHERE {{
  VALUES ?property {{ stw:phaseOf stw:membershipTier {_DATES} }}
  ?node stw:membershipTier ?tier ; ?property ?value }}"""
#: What rivals claim: the query for all, the property they share, the property in which they differ.
_RIVALS = {
    "employer": (_EMPLOYMENTS, ORG + "member", ORG + "organization"),
    "tier": (_TIERS, STW + "phaseOf", STW + "membershipTier"),
}


def rival_rows(store: Store, among: set[str] | None) -> list[Row]:
    """Return a row for each pair of rival claims, of all or of some situations."""
    found = [(kind, *pair) for kind in _RIVALS for pair in _pairs(store, kind)]
    wanted = [entry for entry in found if among is None or {entry[1], entry[2]} & among]
    nodes = read_nodes(store, {iri for _, *pair in wanted for iri in pair})
    wholes = read_nodes(store, {str(whole) for node in nodes.values() if (whole := node.first(STW + "phaseOf"))})
    names = names_in(store, [*nodes.values(), *wholes.values()])
    return [_row(kind, nodes[one], nodes[other], wholes, names) for kind, one, other in wanted]


def _pairs(store: Store, kind: str) -> Iterator[tuple[str, str]]:
    query, shared, differing = _RIVALS[kind]
    claims: dict[str, list[NodeRead]] = defaultdict(list)
    for node in collect_nodes(select(store, query)).values():
        claims[str(node.first(shared))].append(node)
    for group in claims.values():
        for one, other in combinations(sorted(group, key=lambda node: node.iri), 2):
            if one.first(differing) != other.first(differing) and _together(one.times, other.times):
                yield one.iri, other.iri


def _together(one: Times, other: Times) -> bool:
    """Return whether both were seen on some same day."""
    seen = [
        (t.first_observed.first, t.last_observed.last) for t in (one, other) if t.first_observed and t.last_observed
    ]
    return len(seen) == 2 and max(first for first, _ in seen) <= min(last for _, last in seen)


def _row(kind: str, one: NodeRead, other: NodeRead, wholes: dict[str, NodeRead], names: dict[str, str]) -> Row:
    _, shared, differing = _RIVALS[kind]
    about = names[str(one.first(shared))] if kind == "employer" else _told(wholes[str(one.first(shared))], names)
    claims = [f"{names[str(node.first(differing))]} ({_sources(node)})" for node in (one, other)]
    evidence = tuple(dict.fromkeys((*one.evidence, *other.evidence)))
    return Row({"about": about, "kind": kind, "one": claims[0], "other": claims[1]}, evidence, (one.iri, other.iri))


def _told(node: NodeRead, names: dict[str, str]) -> str:
    return "; ".join(side.sentence(side.relation.holds, names) for side in sides(node, names))


def _sources(node: NodeRead) -> str:
    return "; ".join(sorted({passage.source for passage in node.evidence}))
