"""What an export holds, in the two shapes that its forms need: statements in a store, relations of a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stewards.commands.tables import cite
from stewards.networks.drawn import everything
from stewards.networks.network import Edge, Network, Node
from stewards.stores.store import Store
from stewards.values import Period, written

#: The fields of a relation in tables, in order; the first letters of each group say whose field it is.
COLUMNS = (
    *("source", "source_label", "source_kind"),
    *("kind", "label", "levels"),
    *("target", "target_label", "target_kind"),
    *("start", "end", "last_observed", "earliest", "latest", "certainty"),
    *("evidence", "sources", "situation"),
)
#: The columns that are counts, and those that are ISO days or ""; all others are texts.
COUNTS, DAYS = frozenset({"evidence"}), frozenset({"earliest", "latest"})


@dataclass(frozen=True, slots=True)
class Content:
    """A store, and the network of it that was chosen; None for everything in the store."""

    store: Store
    chosen: Network | None = None

    def network(self) -> Network:
        """Return the network that was chosen, else all relations of the store."""
        return everything(self.store) if self.chosen is None else self.chosen


def thing_fields(node: Node) -> dict[str, str]:
    """Return what is written of a node beside its IRI."""
    return {"label": written(node.label), "kind": written(node.kind), "description": written(node.description)}


def relation_fields(edge: Edge) -> dict[str, str | int]:
    """Return what is written of an edge beside its ends.

    ``start``, ``end`` and ``last_observed`` are as sources give them; ``earliest`` and ``latest`` are the first and
    last day on which it may hold, "" where that is open. ``levels`` are the tiers or maturities it had, one after the
    other. ``evidence`` counts the passages that ``sources`` names.
    """
    earliest, latest = _days(edge)
    return {
        "kind": written(edge.kind),
        "label": written(edge.label),
        "levels": ", ".join(dict.fromkeys(written(spell.level) for spell in edge.spells or () if spell.level)),
        "start": written(edge.start),
        "end": written(edge.end),
        "last_observed": written(edge.last_observed),
        "earliest": earliest,
        "latest": latest,
        "certainty": written(edge.certainty),
        "evidence": len(edge.evidence),
        "sources": " · ".join(written(cite(passage)) for passage in edge.evidence),
        "situation": edge.situation,
    }


def _days(edge: Edge) -> tuple[str, str]:
    """Return the first and the last day of an edge; of one as it is on a day, of the dates that sources give."""
    if edge.spells:
        return edge.spells[0].first, edge.spells[-1].last
    end = edge.end.removeprefix("by ")
    return Period.parse(edge.start).first if edge.start else "", Period.parse(end).last if end else ""


def rows(network: Network) -> Iterator[tuple[str | int, ...]]:
    """Yield the edges of a network, each with the names and kinds of its ends, in the order of :data:`COLUMNS`."""
    things = {node.iri: thing_fields(node) for node in network.nodes}
    for edge in network.edges:
        fields = relation_fields(edge)
        for end, iri in (("source", edge.source), ("target", edge.target)):
            thing = things.get(iri, {"label": "", "kind": ""})
            fields |= {end: iri, f"{end}_label": thing["label"], f"{end}_kind": thing["kind"]}
        yield tuple(fields[column] for column in COLUMNS)
