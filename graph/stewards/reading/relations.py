"""How situations read: who stands on which side, and the words for beginnings, ends and states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from stewards.namespaces import BASE, DCTERMS, ORG, STW
from stewards.reading.nodes import NodeRead, labels, read_nodes
from stewards.reading.rows import tuples
from stewards.stores.store import Store
from stewards.terms import Iri


@dataclass(frozen=True, slots=True)
class Relation:
    """A kind of situation as an edge: from the subject's property to the object's, and its words.

    ``label`` names the relation, or is the property whose value does ("{role}"). ``begins``, ``ends`` and ``holds`` are
    sentences with the places ``{subject}``, ``{object}`` and ``{label}``.
    """

    kind: str
    subject: str
    object: str
    label: str
    begins: str
    ends: str
    holds: str
    label_property: str = ""


_MEMBER = Relation(
    "membership",
    ORG + "member",
    ORG + "organization",
    "member",
    "{subject} became a member of {object}",
    "{subject} was no longer a member of {object}",
    "{subject} is listed as a member of {object}",
)
_ROLE = Relation(
    "tenure",
    ORG + "member",
    ORG + "organization",
    "",
    "{subject} became {label} of {object}",
    "{subject} was no longer {label} of {object}",
    "{subject} is listed as {label} of {object}",
    ORG + "role",
)
_TIER = Relation(
    "membership",
    ORG + "member",
    ORG + "organization",
    "",
    "{subject} became {label} member of {object}",
    "{subject} was no longer {label} member of {object}",
    "{subject} is listed as {label} member of {object}",
    STW + "membershipTier",
)
_MATURITY = Relation(
    "hosting",
    STW + "hostedProject",
    STW + "host",
    "",
    "{subject} became {label} project of {object}",
    "{subject} was no longer {label} project of {object}",
    "{subject} is listed as {label} project of {object}",
    STW + "maturityLevel",
)
_EMPLOYEE = Relation(
    "employment",
    ORG + "member",
    ORG + "organization",
    "works for",
    "{subject} joined {object}",
    "{subject} no longer worked for {object}",
    "{subject} is named with {object} as employer",
)
RELATIONS: dict[str, Relation] = {
    STW + "CorporateMembership": _MEMBER,
    STW + "Tenure": _ROLE,
    STW + "Hosting": Relation(
        "hosting",
        STW + "hostedProject",
        STW + "host",
        "hosted by",
        "{object} began to host {subject}",
        "{object} no longer hosted {subject}",
        "{subject} is listed as hosted by {object}",
    ),
    STW + "ParentRelation": Relation(
        "parent",
        STW + "child",
        STW + "parent",
        "part of",
        "{subject} became part of {object} ({label})",
        "{subject} was no longer part of {object}",
        "{subject} is part of {object} ({label})",
        STW + "relationKind",
    ),
    STW + "Usage": Relation(
        "usage",
        STW + "adopter",
        STW + "usedProject",
        "uses",
        "{subject} began to use {object}",
        "{subject} no longer used {object}",
        "{subject} uses {object}",
    ),
    STW + "Competition": Relation(
        "competition",
        STW + "competitor",
        STW + "competitor",
        "competes with",
        "{subject} began to compete with {object}",
        "{subject} no longer competed with {object}",
        "{subject} competes with {object}",
    ),
    STW + "Licensing": Relation(
        "licensing",
        STW + "licensedProject",
        DCTERMS + "license",
        "licensed under",
        "{subject} was put under {object}",
        "{subject} was no longer under {object}",
        "{subject} is offered under {object}",
    ),
    STW + "Funding": Relation(
        "funding",
        STW + "funder",
        STW + "recipient",
        "funds",
        "{subject} began to fund {object}",
        "{subject} no longer funded {object}",
        "{subject} funds {object}",
    ),
    STW + "Adherence": Relation(
        "adherence",
        STW + "adherent",
        STW + "principle",
        "declares",
        "{subject} declared the principle: {object}",
        "{subject} gave up the principle: {object}",
        "{subject} declares the principle: {object}",
    ),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One edge of a situation: its two ends by IRI, its relation, its label in words, and on whose behalf it is."""

    subject: str
    object: str
    relation: Relation
    label: str
    on_behalf: str = ""

    def sentence(self, pattern: str, names: Mapping[str, str]) -> str:
        """Return one of the relation's sentences with names filled in."""
        said = pattern.format(subject=names[self.subject], object=names[self.object], label=self.label)
        said = said.removesuffix(f" ({self.relation.label})")  # "is part of X (part of)" says it twice
        return f"{said}, for {names[self.on_behalf]}" if self.on_behalf else said


def sides(node: NodeRead, names: Mapping[str, str]) -> Iterator[Side]:
    """Yield the edges of a situation; events and statements have none, phases those of what they are a part of."""
    relation = RELATIONS.get(node.rdf_type)
    if node.rdf_type == STW + "Phase":
        relation = _TIER if _TIER.label_property in node.values else _MATURITY
    if relation is _ROLE and node.first(ORG + "role") == BASE + "role/employee":
        relation = _EMPLOYEE
    if relation is None:
        return
    named = node.first(relation.label_property) if relation.label_property else None
    label = names.get(str(named), "") if named else relation.label
    on_behalf = str(node.first(STW + "onBehalfOf") or "")
    for subject in sorted(node.values.get(relation.subject, ())):
        for obj in sorted(node.values.get(relation.object, ())):
            both_iris = isinstance(subject, Iri) and isinstance(obj, Iri)
            if both_iris and (subject < obj if relation.subject == relation.object else subject != obj):
                yield Side(str(subject), str(obj), relation, label or relation.label, on_behalf)


_PHASES = "SELECT ?phase ?whole WHERE { ?phase stw:phaseOf ?whole }"


def involved(store: Store, entities: Iterable[str]) -> set[str]:
    """Return every situation, event and statement in which one of some entities takes part, by IRI."""
    query = "SELECT DISTINCT ?node WHERE { ?node ?part ?entity ; stw:hasEvidence ?passage }"
    return {str(node) for (node,) in tuples(store, query, "entity", entities)}


def involving(store: Store, entities: Iterable[str]) -> dict[str, NodeRead]:
    """Return every situation, event and statement in which one of some entities takes part."""
    return read_nodes(store, involved(store, entities))


def wholes_of(store: Store, nodes: Iterable[str]) -> dict[str, str]:
    """Return the phases of some memberships and hostings by IRI, each with what it is a part of."""
    return {str(phase): str(whole) for phase, whole in tuples(store, _PHASES, "whole", nodes)}


def phases_of(store: Store, nodes: Mapping[str, NodeRead]) -> dict[str, NodeRead]:
    """Return the phases of some memberships and hostings, with the parties of what they are a part of."""
    wholes = wholes_of(store, nodes)
    phases = read_nodes(store, wholes)
    for iri, phase in phases.items():
        phase.values = nodes[wholes[iri]].values | phase.values
    return phases


def names_in(store: Store, nodes: Iterable[NodeRead]) -> dict[str, str]:
    """Return the name of every IRI that some nodes mention."""
    return labels(store, {str(v) for n in nodes for values in n.values.values() for v in values if isinstance(v, Iri)})
