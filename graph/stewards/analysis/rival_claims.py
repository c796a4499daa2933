"""Two employers of one person, or two tiers of one membership, that sources report for the same day.

Both may be true (people have two jobs); what is shown is that no single answer can be given for that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from stewards.asking.answers import Row
from stewards.namespaces import ORG, STW
from stewards.reading.kept_among import found_among
from stewards.reading.nodes import NodeRead, read_nodes
from stewards.reading.relations import names_in, sides
from stewards.reading.rows import every, tuples
from stewards.reading.times import read_times
from stewards.stores.store import Store
from stewards.validity import Times

#: What rivals claim: where each claim stands, the property they share, the property in which they differ.
_RIVALS = {
    "employer": (
        "?node org:role role:employee ; org:member ?shared ; org:organization ?claim",
        ORG + "member",
        ORG + "organization",
    ),
    "tier": (
        "?node stw:membershipTier ?claim ; stw:phaseOf ?shared",
        STW + "phaseOf",
        STW + "membershipTier",
    ),
}


def rival_rows(store: Store, among: set[str] | None) -> list[Row]:
    """Return a row for each pair of rival claims, of all or of some situations."""
    found = found_among(store, "rival claims", among, lambda nodes: _pairs(store, nodes))
    wanted = [entry for entry in found if among is None or {entry[1], entry[2]} & among]
    nodes = read_nodes(store, {iri for _, *pair in wanted for iri in pair})
    wholes = read_nodes(store, {str(whole) for node in nodes.values() if (whole := node.first(STW + "phaseOf"))})
    names = names_in(store, [*nodes.values(), *wholes.values()])
    return [_row(kind, nodes[one], nodes[other], wholes, names) for kind, one, other in wanted]


def _pairs(store: Store, among: Collection[str] | None) -> list[tuple[str, str, str]]:
    """Return the kind of each two rival claims, of all of the graph or of what some situations are about, with both."""
    differing = [(kind, *pair) for kind in _RIVALS for pair in _differing(_claims(store, kind, among))]
    times = read_times(store, {iri for _, *pair in differing for iri in pair})
    return [(kind, one, other) for kind, one, other in differing if _together(times[one], times[other])]


def _claims(store: Store, kind: str, among: Collection[str] | None) -> dict[str, dict[str, str]]:
    """Return what each claim says, by its IRI, of each person or membership that there are claims about."""
    query = f"SELECT ?node ?shared ?claim WHERE {{ {_RIVALS[kind][0]} }}"
    if among is None:
        rows = every(store, query)
    else:
        about = {shared for _, shared, _ in tuples(store, query, "node", among)}
        rows = list(tuples(store, query, "shared", about))
    claims: dict[str, dict[str, str]] = defaultdict(dict)
    for node, shared, claim in rows:
        claims[shared].setdefault(node, claim)
    return claims


def _differing(claims: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for group in claims.values():
        for one, other in combinations(sorted(group), 2):
            if group[one] != group[other]:
                yield one, other


def _together(one: Times, other: Times) -> bool:
    """Return whether both were seen on some same day; one that ends on the day on which the other begins follows it."""
    seen = [
        (t.first_observed.first, t.last_observed.last) for t in (one, other) if t.first_observed and t.last_observed
    ]
    if len(seen) < 2:
        return False
    begin, end = max(first for first, _ in seen), min(last for _, last in seen)
    return begin < end or (begin == end and any(first == last for first, last in seen))


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
