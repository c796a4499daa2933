"""Seats in a network: the newest list of a body decides who certainly holds one, and each seat is drawn once.

Other lists lag behind. Whom only they name may still hold the seat, but is never drawn as certain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from stewards.namespaces import ORG
from stewards.networks.network import Edge, Network
from stewards.reading.confirmed import Lists, lists_of
from stewards.reading.entities import kind_of
from stewards.reading.holdings import Holding, holdings_at
from stewards.reading.nodes import NodeRead
from stewards.stores.store import Store
from stewards.validity import CERTAIN, POSSIBLE, Spell, day_after, spells


def spells_at_bodies(store: Store, nodes: Iterable[NodeRead]) -> dict[str, tuple[Spell, ...]]:
    """Return the spells of those of some situations that are tenures at a body of which lists may disagree, by IRI."""
    places = {node.iri: str(node.first(ORG + "organization") or "") for node in nodes}
    held: dict[str, list[Holding]] = defaultdict(list)
    for holding in holdings_at(store, sorted({place for place in places.values() if kind_of(place) == "body"})):
        held[holding.place].append(holding)
    disagreeing = [lists for lists in lists_of(store, held).values() if not lists.agree]
    return {iri: found for lists in disagreeing for iri, found in _spells(lists).items() if iri in places}


def _spells(lists: Lists) -> dict[str, tuple[Spell, ...]]:
    turns = lists.turns()
    confirmed = {day: lists.roster(day)[1] for day in turns}

    def of(holding: Holding) -> tuple[Spell, ...]:
        def state(day: str) -> tuple[str, str, bool]:
            certainty, elsewhere = holding.times.hold_on(day), holding.iri not in confirmed.get(day, ())
            return POSSIBLE if elsewhere and certainty == CERTAIN else certainty, "", elsewhere

        return spells(turns, state)

    return {holding.iri: of(holding) for holding in lists.holdings}


def told_once(network: Network) -> Network:
    """Return a network in which a seat that several tenures tell of is one edge, with the evidence of all of them.

    They are of one seat where holder, body and role are the same and they overlap in time; what is surest counts.
    """
    same: dict[tuple[str, str, str], list[Edge]] = defaultdict(list)
    for edge in network.edges:
        if edge.kind == "tenure" and edge.spells and kind_of(edge.target) == "body":
            same[edge.source, edge.target, edge.label].append(edge)
    instead: dict[Edge, Edge | None] = {}
    for rivals in same.values():
        for group in _overlapping(rivals):
            instead |= {edge: None for edge in group[1:]} | {group[0]: _merged(group)}
    edges = (instead.get(edge, edge) for edge in network.edges)
    return replace(network, edges=tuple(edge for edge in edges if edge))


def _overlapping(edges: Iterable[Edge]) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    until = ""
    for edge in sorted(edges, key=lambda edge: _extent(edge)):
        first, last = _extent(edge)
        if groups and first <= until:
            groups[-1].append(edge)
            until = max(until, last)
        else:
            groups.append([edge])
            until = last
    return groups


def _extent(edge: Edge) -> tuple[str, str]:
    assert edge.spells
    return edge.spells[0].first, edge.spells[-1].last or "~"


def _merged(edges: Sequence[Edge]) -> Edge:
    """Return one edge for several: since the first of them, until the last, each day as the surest of them says."""
    if len(edges) == 1:
        return edges[0]
    parts = [spell for edge in edges for spell in edge.spells or ()]
    turns = {spell.first for spell in parts} | {day_after(spell.last) for spell in parts if spell.last}

    def state(day: str) -> tuple[str, str, bool]:
        there = [spell for spell in parts if spell.covers(day)]
        if not there:
            return "", "", False
        best = min(there, key=lambda spell: (spell.certainty != CERTAIN, spell.elsewhere))
        return best.certainty, "", best.elsewhere

    last = max(edges, key=lambda edge: (_extent(edge)[1], edge.last_observed))
    start = min((edge.start for edge in edges if edge.start), default="")
    seen = max(edge.last_observed for edge in edges)
    evidence = tuple(dict.fromkeys(passage for edge in edges for passage in edge.evidence))
    return replace(last, start=start, last_observed=seen, evidence=evidence, spells=spells(turns - {""}, state))
