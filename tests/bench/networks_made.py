"""Made-up networks of any size for views: a foundation and what is nearest to it in a graph of the real one's shape."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from random import Random

from stewards.namespaces import ID
from stewards.networks.network import Edge, Evidence, Network, Node
from tests.bench.generate import World
from tests.bench.shape import EVIDENCE, KINDS

#: A network is cut out of a graph so many times as large.
LARGER = 4.0
LABELS = {
    "works-on": "committer",
    "sits-on": "technical committee member",
    "employed-by": "employee",
    "member-of": "corporate member (silver)",
    "hosted-by": "hosted by",
    "part-of": "part of",
    "funds": "funds",
}


def made_network(count: int, seed: int = 7) -> Network:
    """Return a network of so many things: those nearest to the foundation with most members, and all between them."""
    links = list(World(0, 1, max(0.05, LARGER * count / sum(KINDS.values())), seed).links())
    near: dict[str, dict[str, None]] = defaultdict(dict)
    for _, one, other in links:
        near[one][other] = near[other][one] = None
    hosts = sorted({other for relation, _, other in links if relation == "member-of"})
    focus = max(hosts, key=lambda iri: len(near[iri]))
    kept = {focus: 0}
    # Those of a ring with many links come first, so that what is cut out hangs together.
    ring = [focus]
    while len(kept) < count:
        found = dict.fromkeys(chain.from_iterable(near[iri] for iri in ring))
        ring = sorted((iri for iri in found if iri not in kept), key=lambda iri: (-len(near[iri]), iri))
        assert ring, "too little hangs together"
        kept.update(dict.fromkeys(ring[: count - len(kept)], 0))
    chance = Random(seed)
    between = [link for link in links if link[1] in kept and link[2] in kept]
    edges = tuple(_edge(number, link, chance) for number, link in enumerate(between))
    return Network("Made-up Foundation", "2026-11-23", tuple(map(_node, kept)), edges, (focus,))


def _node(iri: str) -> Node:
    path, name = iri.removeprefix(ID).split("/")
    return Node(iri, name.replace("-", " ").title(), "company" if path == "org" else path)


def _edge(number: int, link: tuple[str, str, str], chance: Random) -> Edge:
    """Return a link with dates and with as many passages as situations of the real graph have."""
    relation, one, other = link
    passages = chance.choices(*zip(*EVIDENCE, strict=True))[0]
    day = f"202{number % 6}-0{number % 9 + 1}-12"
    evidence = tuple(
        Evidence(
            f"List {place} of {relation}", f"line {number}", day, f"https://example.org/lists/{place}/{relation}.yml"
        )
        for place in range(passages)
    )
    return Edge(one, other, LABELS[relation], relation, "2019-05-12" if number % 5 == 0 else "", "", day, "", evidence)
