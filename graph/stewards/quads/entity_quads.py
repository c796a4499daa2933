"""Entities as quads: their kinds, names, identifiers and descriptions, and the index of names."""

from __future__ import annotations

from collections import defaultdict

from stewards.identity.resolving import Entity
from stewards.model import Document, Profile
from stewards.namespaces import CRUNCHBASE, DCTERMS, FOAF, INDEX_GRAPH, ORG, SKOS, STW, WIKIDATA
from stewards.quads import nquads
from stewards.quads.claims import Claim
from stewards.quads.writer import WHOLE, Quads, source_iri, without_addresses, write_evidence
from stewards.sources.input import Batches
from stewards.values import name_key, organisation_key

#: The class of each kind of entity, the finer ones included.
CLASSES = {
    "person": FOAF + "Person",
    "organisation": ORG + "Organization",
    "project": STW + "Project",
    "body": STW + "GoverningBody",
    "company": STW + "Company",
    "foundation": STW + "Foundation",
}


def write_entities(quads: Quads, batches: Batches) -> None:
    """Add every entity with its names and identifiers, and what documents say of it by itself."""
    profiles: dict[str, list[tuple[Document, Profile]]] = defaultdict(list)
    for document, records in batches.items():
        for record in records:
            if isinstance(record, Profile):
                profiles[quads.identities.iri(record.subject)].append((document, record))
    for entity in {entity.iri: entity for entity in quads.identities.entities.values()}.values():
        quads.begin(entity.iri)
        _write_entity(quads, entity)
        described: dict[str, str] = {}
        for document, profile in profiles.pop(entity.iri, ()):
            _write_profile(quads, document, profile, described)


def _write_entity(quads: Quads, entity: Entity) -> None:
    quads.type(entity.iri, CLASSES[entity.kind])
    label = without_addresses(entity.label) or "(name withheld)"
    quads.literal(entity.iri, SKOS + "prefLabel", label)
    for name in entity.names:
        quads.literal(entity.iri, SKOS + "altLabel", name)
    keys = {name_key(name) for name in (label, *entity.names)}
    if entity.kind == "organisation":
        keys |= {organisation_key(name) for name in (label, *entity.names)}
    for key in keys:
        quads.add(entity.iri, STW + "nameKey", nquads.text(key), (INDEX_GRAPH,))
    for scheme, value in entity.identifiers:
        if scheme == "github":
            quads.literal(entity.iri, STW + "githubLogin", value)
            quads.add(entity.iri, STW + "nameKey", nquads.text(value), (INDEX_GRAPH,))
        elif scheme == "domain":
            quads.literal(entity.iri, STW + "domain", value)
        elif scheme == "crunchbase":
            quads.add(entity.iri, STW + "crunchbasePage", nquads.iri(CRUNCHBASE + value))
        elif scheme == "wikidata":
            quads.add(entity.iri, SKOS + "exactMatch", nquads.iri(WIKIDATA + value))
        elif scheme == "repository":
            quads.add(entity.iri, STW + "repository", nquads.iri(value))


def _write_profile(quads: Quads, document: Document, record: Profile, described: dict[str, str]) -> None:
    subject, own = quads.identities.iri(record.subject), source_iri(document)
    graphs = ("", own)
    if record.type:
        quads.type(subject, CLASSES[record.type], graphs)
    for repository in record.repositories:
        if quads.identities.owners.get(("repository", repository), subject) != subject:
            continue  # another project's own: a shared address tells nobody apart
        quads.add(subject, STW + "repository", nquads.iri(repository), graphs)
    if record.classification:
        quads.add(subject, ORG + "classification", quads.concept("bodytype", record.classification), graphs)
    if record.governs:
        quads.add(subject, STW + "governs", nquads.iri(quads.identities.iri(record.governs)), graphs)
    for predicate, value in ((DCTERMS + "description", record.description), (FOAF + "homepage", record.homepage)):
        if value:
            # In the whole, the first document to describe an entity has the word, and shipped facts come first.
            where = graphs if described.setdefault(predicate, value) == value else (own,)
            if predicate != FOAF + "homepage":
                quads.literal(subject, predicate, value, where)
            elif without_addresses(value) == value:
                quads.add(subject, predicate, nquads.iri(value), where)
    quads.literal(subject, SKOS + "altLabel", record.subject.name, (own,))
    write_evidence(quads, subject, Claim(document, record), WHOLE, predicate=STW + "describedBy")
