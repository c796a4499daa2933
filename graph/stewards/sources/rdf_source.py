"""RDF files: people, organisations, projects, roles and situations, in the vocabularies that describe them.

Turtle, N-Triples, N-Quads, TriG, RDF/XML and JSON-LD, told by the file's ending. W3C ORG, schema.org, FOAF, DOAP and
this project's own ontology are understood, so that what ``stewards export`` wrote can be read back.
"""

from __future__ import annotations

from dataclasses import replace

from stewards.namespaces import STW
from stewards.sources.input import Batches, Input
from stewards.sources.rdf_entities import Entities
from stewards.sources.rdf_graph import load_graph
from stewards.sources.rdf_memberships import read_memberships
from stewards.sources.rdf_situations import Situations


def read_documents(source: Input) -> Batches:
    """Return what an RDF file says, by the document that the file gives as evidence, else as the file's own."""
    entities = Entities(load_graph(source), source)
    situations = Situations(entities)
    batches: Batches = {source.document: []}
    for node, profile in entities.profiles():
        document, locator, _ = situations.passages(node, STW + "describedBy")[0]
        batches.setdefault(document, []).append(replace(profile, locator=locator))
    for document, record in situations.read():
        batches.setdefault(document, []).append(record)
    batches[source.document].extend(read_memberships(entities))
    return batches
