"""Quads as text, and what every writer of quads needs: documents, periods, evidence.

What one source says goes to the graph that its document names; the resolved whole to the default graph.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Protocol

from stewards.identity.resolving import Identities
from stewards.model import Document
from stewards.namespaces import BASE, RDF, SKOS, SOURCE, STW
from stewards.quads import nquads
from stewards.quads.claims import Claim
from stewards.quads.situations import concept_iri
from stewards.values import Period, slug

# It begins where a word does, or a long word would be looked through from each of its letters.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)


def without_addresses(text: str) -> str:
    """Return a text without e-mail addresses: personal data that a governance graph has no use for."""
    return _EMAIL.sub("", text).strip() if "@" in text or "at" in text else text


def source_iri(document: Document) -> str:
    """Return the IRI of a document, which also names the graph of what it says."""
    return SOURCE + document.name


#: Where a passage was described: a graph, with its locator and the words quoted.
Passage = tuple[str, str, str]
#: The default graph alone, the resolved whole.
WHOLE = ("",)


class Lines(Protocol):
    """What takes lines of N-Quads."""

    def write(self, lines: str) -> object:
        """Take one line or more, each with its end."""


class Quads:
    """Writes the lines of an N-Quads file, each once; graph "" is the default graph."""

    def __init__(self, identities: Identities, known_concepts: frozenset[str], stream: Lines) -> None:
        self.identities = identities
        self._subject = ""
        # What is said of that subject, by graph, and of others meanwhile: seats and concepts, which are few.
        self._said: dict[str, dict[str, None]] = defaultdict(dict)
        self._of_others: set[tuple[str, str]] = set()
        self._passages: dict[str, tuple[Passage, ...]] = {}
        self._stream = stream
        #: Number of quads in each graph.
        self.counts: Counter[str] = Counter()
        self._concepts = set(known_concepts)

    def begin(self, subject: str) -> None:
        """Say that all quads of a subject follow one another, so that they need not be remembered after the next."""
        for graph, triples in self._said.items():
            self._write(graph, triples)
        self._subject = subject
        self._said.clear()

    def add(self, subject: str, predicate: str, term: str, graphs: Iterable[str] = WHOLE) -> None:
        """Add one triple to graphs; ``term`` is already N-Quads text, the others are IRIs."""
        triple = f"{nquads.iri(subject)} {nquads.iri(predicate)} {term}"
        for graph in graphs:
            if subject == self._subject:
                self._said[graph][triple] = None
            elif (graph, triple) not in self._of_others:
                self._of_others.add((graph, triple))
                self._write(graph, (triple,))

    def _write(self, graph: str, triples: Collection[str]) -> None:
        end = f" {nquads.iri(graph)} .\n" if graph else " .\n"
        self._stream.write(end.join(triples) + end)
        self.counts[graph] += len(triples)

    def passage(self, evidence: str, document: str, locator: str, quote: str, graphs: Iterable[str]) -> None:
        """Describe a passage of a document in graphs, where it has not been described yet.

        Passages are many: what is kept of each is where it was described, not the lines.
        """
        for graph in graphs:
            told = self._passages.get(evidence, ())
            passage = (graph, locator, quote)
            if passage in told:
                continue
            triples = _described(evidence, document, locator, quote)
            # Two ways of writing one quote, or one place, share an address.
            known = {
                line for where, *place in told if where == graph for line in _described(evidence, document, *place)
            }
            self._write(graph, [line for line in triples if line not in known])
            self._passages[evidence] = (*told, passage)

    def literal(self, subject: str, predicate: str, value: str, graphs: Iterable[str] = WHOLE) -> None:
        """Add a text, without the addresses in it; nothing when nothing is left."""
        if value := without_addresses(value):
            self.add(subject, predicate, nquads.text(value), graphs)

    def type(self, subject: str, kind: str, graphs: Iterable[str] = WHOLE) -> None:
        """State what a node is."""
        self.add(subject, RDF + "type", nquads.iri(kind), graphs)

    def concept(self, scheme: str, value: str) -> str:
        """Return a concept's IRI as N-Quads text, declaring it on first use: tiers and levels are each source's own."""
        iri = concept_iri(scheme, value)
        if iri not in self._concepts:
            self._concepts.add(iri)
            if scheme != "spdx":
                self.type(iri, SKOS + "Concept")
                self.add(iri, SKOS + "inScheme", nquads.iri(BASE + scheme))
            self.add(iri, SKOS + "prefLabel", nquads.text(value.replace("-", " ") if scheme != "spdx" else value))
        return nquads.iri(iri)


def write_period(
    quads: Quads, subject: str, name: str, period: Period, graphs: Iterable[str] = WHOLE, *, latest: bool = False
) -> None:
    """Add a date as its bound (the earliest day, or the latest) and, unless it is a day, its precision."""
    day = period.last if latest else period.first
    quads.add(subject, STW + name, nquads.date(day), graphs)
    if period.precision != "day":
        precision = {"startDate": "startPrecision", "endDate": "endPrecision", "eventDate": "eventPrecision"}
        predicate = STW + precision.get(name, f"{name}Precision")
        quads.add(subject, predicate, quads.concept("precision", period.precision), graphs)


def write_evidence(
    quads: Quads, subject: str, claim: Claim, graphs: tuple[str, ...], predicate: str = STW + "hasEvidence"
) -> None:
    """Point to the passage: one node a place in a document and the words quoted, shared by all that it supports."""
    document, locator, quote = source_iri(claim.document), claim.record.locator, claim.record.quote
    evidence = _evidence_iri(document, locator, quote)
    quads.add(subject, predicate, nquads.iri(evidence), graphs)
    quads.passage(evidence, document, locator, quote, graphs if document in graphs else (*graphs, document))


def _evidence_iri(document: str, locator: str, quote: str) -> str:
    evidence = f"{document}#{without_addresses(locator).replace(' ', '-') or 'whole'}"
    return f"{evidence}:{slug(quote)}" if quote else evidence


def _described(evidence: str, document: str, locator: str, quote: str) -> list[str]:
    """Return the triples that describe a passage, as N-Quads text without the graph."""
    subject = nquads.iri(evidence)
    triples = [f"{subject} <{RDF}type> <{STW}Evidence>", f"{subject} <{STW}inDocument> {nquads.iri(document)}"]
    if place := without_addresses(locator or "as a whole"):
        triples.append(f"{subject} <{STW}locator> {nquads.text(place)}")
    if words := without_addresses(quote):
        triples.append(f"{subject} <{STW}quote> {nquads.text(words)}")
    return triples
