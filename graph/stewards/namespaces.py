"""The IRIs that Stewards mints and the vocabularies it reuses.

A vocabulary is a string, so that ``ORG + "member"`` is the whole IRI and nothing has to be imported to write it.
"""

from __future__ import annotations

BASE = "https://w3id.org/stewards/"
STW = BASE + "ontology#"
ID = BASE + "id/"
SOURCE = BASE + "source/"

DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SPDX = "http://spdx.org/licenses/"
CRUNCHBASE = "https://www.crunchbase.com/organization/"
WIKIDATA = "http://www.wikidata.org/entity/"

#: The kinds of entity, each with the part of the IRI that stands for it.
ENTITY_KINDS = {"person": "person", "organisation": "org", "project": "project", "body": "body"}

#: Named graphs that are not source documents.
DERIVED_GRAPH = BASE + "graph/derived"
INDEX_GRAPH = BASE + "graph/index"
REGISTRY_GRAPH = BASE + "graph/registry"
ONTOLOGY_GRAPH = BASE + "ontology"

#: Prefixes declared for every query that is run through Stewards, and used to shorten IRIs for people.
PREFIXES = {
    "stw": STW,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "org": ORG,
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
    "spdx": SPDX,
    "org-id": ID + "org/",
    "person": ID + "person/",
    "project": ID + "project/",
    "body": ID + "body/",
    "seat": ID + "seat/",
    "role": BASE + "role/",
    "tier": BASE + "tier/",
    "maturity": BASE + "maturity/",
    "bodytype": BASE + "bodytype/",
    "relation": BASE + "relation/",
    "precision": BASE + "precision/",
    "principle": BASE + "principle/",
    "onecompany": BASE + "onecompany/",
    "source": SOURCE,
}


def expand(name: str) -> str | None:
    """Return the IRI that a prefixed name such as ``org-id:meta`` stands for, or None."""
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES and not local.startswith("//") else None


def shorten(iri: str) -> str:
    """Return ``iri`` with the longest matching prefix, or unchanged."""
    best = max(
        (item for item in PREFIXES.items() if iri.startswith(item[1]) and iri != item[1]),
        key=lambda item: len(item[1]),
        default=None,
    )
    return f"{best[0]}:{iri[len(best[1]) :]}" if best else iri


def sparql_prologue() -> str:
    """Return the PREFIX lines for every known prefix."""
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
