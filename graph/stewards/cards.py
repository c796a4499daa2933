"""The card of one entity: its names, addresses and everything it takes part in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from stewards.asking.answers import Evidence
from stewards.namespaces import DCTERMS, FOAF, ORG, SCHEMA, SKOS, STW
from stewards.reading.entities import Found, types_of
from stewards.reading.events import kind_of_event, tell
from stewards.reading.evidence import read_evidence
from stewards.reading.nodes import NodeRead, labels
from stewards.reading.relations import involving, names_in, phases_of, sides
from stewards.reading.rows import batched
from stewards.stores.store import Store
from stewards.terms import Iri

_GOVERNED = "governed by"
#: What a card shows of an entity itself, in this order.
_PROPERTIES = {
    SKOS + "altLabel": "also known as",
    DCTERMS + "description": "description",
    ORG + "classification": "kind of body",
    STW + "governs": "governs",
    _GOVERNED: "governed by",
    FOAF + "homepage": "homepage",
    STW + "repository": "repository",
    STW + "githubLogin": "GitHub",
    STW + "domain": "domain",
    STW + "crunchbasePage": "Crunchbase",
    SKOS + "exactMatch": "same as",
}


#: Everything said of an entity itself, with the bodies that govern it as if the entity said so.
_PROFILE = f"""SELECT ?property ?value WHERE {{
  {{ ?thing ?property ?value }} UNION {{ ?value stw:governs ?thing BIND("{_GOVERNED}" AS ?property) }}
}}"""
#: Properties whose values are shown by name.
_NAMED = (ORG + "classification", STW + "governs", _GOVERNED)


@dataclass(frozen=True, slots=True, order=True)
class CardLine:
    """One thing the entity takes part in, as a sentence with its dates and evidence."""

    group: str
    sentence: str
    since: str = ""
    until: str = ""
    last_confirmed: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(slots=True, repr=False)
class Card:
    """An entity: what it is, what is known of itself and from where, and what it takes part in, grouped by kind."""

    iri: str
    label: str
    kind: str
    properties: dict[str, list[str]] = field(default_factory=dict)
    lines: list[CardLine] = field(default_factory=list)
    evidence: tuple[Evidence, ...] = ()

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
            "evidence": [passage.to_dict() for passage in self.evidence],
            "situations": lines,
        }

    def __repr__(self) -> str:
        from stewards.commands.tables import card_text

        return card_text(self)

    def _repr_html_(self) -> str:
        from stewards.markup import card_markup

        return card_markup(self)


def read_card(store: Store, found: Found) -> Card:
    """Return the card of an entity."""
    rows = list(batched(store, _PROFILE, "thing", [found.iri]))
    names = labels(store, {str(row["value"]) for row in rows if isinstance(row["value"], Iri)})
    card = Card(found.iri, found.label, types_of(store, [found.iri])[found.iri])
    for predicate, title in _PROPERTIES.items():
        values = [str(row["value"]) for row in rows if row["property"] == predicate]
        if values:
            card.properties[title] = sorted(names[value] if predicate in _NAMED else value for value in values)
    passages = [str(row["value"]) for row in rows if row["property"] == STW + "describedBy"]
    card.evidence = tuple(sorted(read_evidence(store, passages).values()))
    nodes = involving(store, [found.iri])
    nodes |= phases_of(store, nodes)
    names = names_in(store, nodes.values())
    card.lines = sorted(line for node in nodes.values() for line in _lines(node, names))
    return card


def _lines(node: NodeRead, names: Mapping[str, str]) -> Iterator[CardLine]:
    times = node.times
    since, seen = str(times.since or ""), str(times.last_observed or "")
    for side in sides(node, names):
        sentence = side.sentence(side.relation.holds, names)
        yield CardLine(side.relation.kind, sentence, since, times.until, seen, node.evidence)
    if kind_of_event(node):
        yield CardLine("event", tell(node, names), since, evidence=node.evidence)
    said = node.first(SCHEMA + "text")
    if said:
        speaker = names.get(str(node.first(STW + "speaker")), "")
        yield CardLine("statement", f"{speaker} said: {said}" if speaker else said, since, evidence=node.evidence)
