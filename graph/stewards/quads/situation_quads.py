"""Situations, events and statements as quads, and the writing of a whole graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from stewards.events import Event, Statement
from stewards.identity.resolving import Identities
from stewards.model import Document, Record, Reference, Situation, Tenure, links
from stewards.namespaces import DCTERMS, ORG, RDF, SCHEMA, SKOS, STW
from stewards.quads import nquads
from stewards.quads.claims import Claim, places, resolve_times
from stewards.quads.entity_quads import write_entities
from stewards.quads.situations import Node, seat_iri
from stewards.quads.writer import WHOLE, Lines, Quads, source_iri, without_addresses, write_evidence, write_period
from stewards.sources.input import Batches
from stewards.validity import Times
from stewards.values import Period


def write(
    batches: Batches, identities: Identities, nodes: list[Node], known_concepts: frozenset[str], stream: Lines
) -> Counter[str]:
    """Write all quads to ``stream`` as N-Quads lines; return how many each graph has.

    Concepts that the ontology's taxonomies declare (``known_concepts``) are not declared again. ``nodes`` are taken
    out of their list as they are written: they are many, and the engine needs the memory next.
    """
    quads = Quads(identities, known_concepts, stream)
    write_entities(quads, batches)
    for document in batches:
        _write_document(quads, document)
    nodes.reverse()
    while nodes:
        _write_node(quads, nodes.pop())
    quads.begin("")
    return quads.counts


def _write_document(quads: Quads, document: Document) -> None:
    iri = source_iri(document)
    quads.begin(iri)
    quads.type(iri, STW + "SourceDocument")
    quads.literal(iri, DCTERMS + "title", document.title)
    quads.literal(iri, DCTERMS + "publisher", document.publisher)
    quads.literal(iri, DCTERMS + "rights", document.licence)
    quads.literal(iri, STW + "revision", document.revision)
    quads.literal(iri, STW + "contentHash", document.content_hash)
    quads.literal(iri, STW + "format", document.format)
    if document.url:
        quads.add(iri, SCHEMA + "url", nquads.iri(document.url.split("#")[0]))
    if document.as_of:
        write_period(quads, iri, "asOf", document.as_of)


def _write_happening(
    quads: Quads, subject: str, record: Record, on: Period | None, graphs: Iterable[str] = WHOLE
) -> None:
    """Date an event, or a statement, which is issued: as a day where one is known, else as the month or year."""
    if on is None:
        return
    if isinstance(record, Statement):
        issued = nquads.date(on.first) if on.precision == "day" else nquads.text(str(on))
        quads.add(subject, DCTERMS + "issued", issued, graphs)
    else:
        write_period(quads, subject, "eventDate", on, graphs)


def _write_node(quads: Quads, node: Node) -> None:
    quads.begin(node.iri)
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in node.claims:
        by_document[source_iri(claim.document)].append(claim)
        graphs = ("", source_iri(claim.document))
        _write_links(quads, node, claim.record, graphs)
        for place in places(claim):
            write_evidence(quads, node.iri, place, graphs)
    record = node.claims[0].record
    _write_times(quads, node.iri, node.times)
    _write_happening(quads, node.iri, record, node.times.on)
    for graph, claims in by_document.items():
        times = resolve_times(claims)
        _write_times(quads, node.iri, times, (graph,))
        _write_happening(quads, node.iri, record, times.on, (graph,))


def _write_times(quads: Quads, subject: str, times: Times, graphs: Iterable[str] = WHOLE) -> None:
    for name, period in (
        ("startDate", times.start),
        ("firstObserved", times.first_observed),
        ("lastObserved", times.last_observed),
        ("absentSince", times.absent),
    ):
        if period:
            write_period(quads, subject, name, period, graphs)
    if times.end:
        write_period(quads, subject, "endDate", times.end, graphs, latest=True)


def _write_links(quads: Quads, node: Node, record: Record, graphs: tuple[str, ...]) -> None:
    assert isinstance(record, Situation | Event | Statement)
    said = [(RDF + "type", nquads.iri(record.rdf_type)), *_links(quads, record)]
    if node.whole:
        said.append((STW + "phaseOf", nquads.iri(node.whole)))
    if isinstance(record, Tenure) and record.seat_of:
        said.append((STW + "fillsSeat", nquads.iri(_write_seat(quads, record))))
    for predicate, term in said:
        quads.add(node.iri, predicate, term, graphs)


def _links(quads: Quads, record: Record) -> Iterator[tuple[str, str]]:
    """Yield the predicates of a record's fields with their terms as N-Quads text."""
    for name, spec in links(type(record)):
        value = getattr(record, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Reference):
                yield spec.predicate, nquads.iri(quads.identities.iri(item))
            elif item and spec.scheme:
                yield spec.predicate, quads.concept(spec.scheme, item)
            elif item and spec.number:
                yield spec.predicate, nquads.number(item, spec.number)
            elif item and (text := without_addresses(item)):
                yield spec.predicate, nquads.text(text)


def _write_seat(quads: Quads, record: Tenure) -> str:
    """Describe the seat that a tenure fills, and return its IRI."""
    seat = seat_iri(record, quads.identities)
    assert record.seat_of is not None
    holder, body = (quads.identities.entities[ref] for ref in (record.seat_of, record.organisation))
    quads.type(seat, STW + "Seat")
    quads.literal(seat, SKOS + "prefLabel", f"Seat of {holder.label} on {body.label}")
    quads.add(seat, ORG + "postIn", nquads.iri(body.iri))
    quads.add(seat, STW + "reservedFor", nquads.iri(holder.iri))
    return seat
