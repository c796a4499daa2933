"""Situations that an answer needs together: each is drawn only while those that it is told with hold too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from stewards.asking.answers import Row
from stewards.networks.network import Edge, Network
from stewards.validity import Spell, day_after, spells

_Together = list[tuple[str, ...]]


def while_told(network: Network, rows: Iterable[Row]) -> Network:
    """Return a network in which what a row rests on holds no longer than what the row needs, its first situations.

    A seat that counts for a company is one of its seats while the holder works there; an employment says something of
    a maintainer only while that is one. Situations of one kind tell of the same, and do not bound each other.
    """
    kinds = {edge.situation: edge.kind for edge in reversed(network.edges) if edge.spells is not None}
    held = {edge.situation: edge.spells for edge in network.edges if edge.spells is not None}
    told: dict[str, _Together] = defaultdict(list)
    for row in rows:
        first = [iri for iri in row.nodes[: row.needed] if iri in kinds]
        for iri in row.nodes:
            if iri in kinds:
                told[iri].append(tuple(other for other in first if kinds[other] != kinds[iri]))
    bounded = {
        iri: _bounded(held[iri] or (), [[held[other] or () for other in others] for others in together])
        for iri, together in told.items()
        if () not in together
    }
    return replace(network, edges=tuple(_with(edge, bounded) for edge in network.edges))


def _with(edge: Edge, bounded: dict[str, tuple[Spell, ...]]) -> Edge:
    return replace(edge, spells=bounded[edge.situation]) if edge.situation in bounded else edge


def _bounded(own: tuple[Spell, ...], together: list[list[tuple[Spell, ...]]]) -> tuple[Spell, ...]:
    """Return the spells of a situation, without the days on which none of the groups it is told with holds."""
    every = [*own, *(spell for others in together for found in others for spell in found)]
    turns = {spell.first for spell in every} | {day_after(spell.last) for spell in every if spell.last}

    def state(day: str) -> tuple[str, str, bool]:
        there = next((spell for spell in own if spell.covers(day)), None)
        if there is None or not any(
            all(any(spell.covers(day) for spell in found) for found in others) for others in together
        ):
            return "", "", False
        return there.certainty, there.level, there.elsewhere

    return spells(turns - {""}, state)
