"""The card of one entity: its names, addresses and everything it takes part in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from stewards.answers import Evidence
from stewards.entities import Found, types_of
from stewards.namespaces import DCTERMS, FOAF, ORG, SKOS, STW
from stewards.nodes import labels, select
from stewards.relations import involving, names_in, sides
from stewards.store import Store
from stewards.terms import Iri

#: What a card shows of an entity itself, in this order.
_PROPERTIES = {
    SKOS + "altLabel": "also known as",
    DCTERMS + "description": "description",
    ORG + "classification": "kind of body",
    STW + "governs": "governs",
    FOAF + "homepage": "homepage",
    STW + "repository": "repository",
    STW + "githubLogin": "GitHub",
    STW + "domain": "domain",
    STW + "crunchbasePage": "Crunchbase",
    SKOS + "exactMatch": "same as",
}


@dataclass(frozen=True, slots=True, order=True)
class CardLine:
    """One thing the entity takes part in, as a sentence with its dates and evidence."""

    group: str
    sentence: str
    since: str = ""
    until: str = ""
    last_confirmed: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(slots=True)
class Card:
    """An entity: what it is, what is known of itself, and its situations, grouped by kind."""

    iri: str
    label: str
    kind: str
    properties: dict[str, list[str]] = field(default_factory=dict)
    lines: list[CardLine] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return the card as plain data."""
        lines = [
            {
                "group": line.group,
                "sentence": line.sentence,
                "since": line.since or None,
                "until": line.until or None,
                "last_confirmed": line.last_confirmed or None,
                "evidence": [passage.to_dict() for passage in line.evidence],
            }
            for line in self.lines
        ]
        return {
            "iri": self.iri,
            "label": self.label,
            "kind": self.kind,
            "properties": self.properties,
            "situations": lines,
        }

    def _repr_html_(self) -> str:
        from stewards.tables import card_to_html

        return card_to_html(self)


def read_card(store: Store, found: Found) -> Card:
    """Return the card of an entity."""
    rows = select(
        store, f"SELECT ?property ?value WHERE {{ ?thing ?property ?value }} VALUES ?thing {{ <{found.iri}> }}"
    )
    names = labels(store, {str(row["value"]) for row in rows if isinstance(row["value"], Iri)})
    card = Card(found.iri, found.label, types_of(store, [found.iri])[found.iri])
    for predicate, title in _PROPERTIES.items():
        values = [row["value"] for row in rows if row["property"] == predicate]
        named = predicate in (ORG + "classification", STW + "governs")
        if values:
            card.properties[title] = sorted(names[str(v)] if named else str(v) for v in values)
    nodes = involving(store, [found.iri])
    names = names_in(store, nodes.values())
    for node in nodes.values():
        times = node.times
        for side in sides(node, names):
            since, seen = str(times.since or ""), str(times.last_observed or "")
            sentence = side.sentence(side.relation.holds, names)
            card.lines.append(CardLine(side.relation.kind, sentence, since, times.until, seen, node.evidence))
    card.lines.sort()
    return card
