"""Quads as text, and what every writer of quads needs: documents, periods, evidence.

What one source says goes to the graph that its document names; the resolved whole to the default graph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from stewards import nquads
from stewards.claims import Claim
from stewards.identity import Identities
from stewards.model import Document
from stewards.namespaces import BASE, RDF, SKOS, SOURCE, STW
from stewards.situations import concept_iri
from stewards.values import Period, slug

_EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)


def without_addresses(text: str) -> str:
    """Return a text without e-mail addresses: personal data that a governance graph has no use for."""
    return _EMAIL.sub("", text).strip() if "@" in text or "at" in text else text


def source_iri(document: Document) -> str:
    """Return the IRI of a document, which also names the graph of what it says."""
    return SOURCE + document.name


#: Lines handed over at a time.
CHUNK = 300_000


class Quads:
    """Makes the lines of an N-Quads file, each once, and hands them over in chunks; graph "" is the default graph."""

    def __init__(
        self, identities: Identities, known_concepts: frozenset[str], sink: Callable[[list[str]], None]
    ) -> None:
        self.identities = identities
        self._written: set[str] = set()
        self._subject, self._of_subject = "", set[str]()
        self._pending: list[str] = []
        self._sink = sink
        #: Number of quads in each graph.
        self.counts: Counter[str] = Counter()
        self._concepts = set(known_concepts)
        #: The passages that were described already: graph, document, locator, quote.
        self.passages: set[tuple[str, str, str, str]] = set()

    def begin(self, subject: str) -> None:
        """Say that all quads of a subject follow one another, so that they need not be remembered after the next."""
        self._subject, self._of_subject = subject, set()

    def add(self, subject: str, predicate: str, term: str, graph: str = "") -> None:
        """Add one quad; ``term`` is already N-Quads text, the others are IRIs."""
        end = f" {nquads.iri(graph)} .\n" if graph else " .\n"
        line = f"{nquads.iri(subject)} {nquads.iri(predicate)} {term}{end}"
        written = self._of_subject if subject == self._subject else self._written
        if line not in written:
            written.add(line)
            self._pending.append(line)
            self.counts[graph] += 1
            if len(self._pending) >= CHUNK:
                self.flush()

    def flush(self) -> None:
        """Hand over the lines that wait."""
        self._sink(self._pending)
        self._pending = []

    def literal(self, subject: str, predicate: str, value: str, graph: str = "") -> None:
        """Add a text, without the addresses in it; nothing when nothing is left."""
        if value := without_addresses(value):
            self.add(subject, predicate, nquads.text(value), graph)

    def type(self, subject: str, kind: str, graph: str = "") -> None:
        """State what a node is."""
        self.add(subject, RDF + "type", nquads.iri(kind), graph)

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
    quads: Quads, subject: str, name: str, period: Period, graph: str = "", *, latest: bool = False
) -> None:
    """Add a date as its bound (the earliest day, or the latest) and, unless it is a day, its precision."""
    day = period.last if latest else period.first
    quads.add(subject, STW + name, nquads.date(day), graph)
    if period.precision != "day":
        precision = {"startDate": "startPrecision", "endDate": "endPrecision", "eventDate": "eventPrecision"}
        predicate = STW + precision.get(name, f"{name}Precision")
        quads.add(subject, predicate, quads.concept("precision", period.precision), graph)


def write_evidence(
    quads: Quads, subject: str, claim: Claim, graphs: tuple[str, ...], predicate: str = STW + "hasEvidence"
) -> None:
    """Point to the passage: one node a place in a document and the words quoted, shared by all that it supports."""
    document, locator, quote = source_iri(claim.document), claim.record.locator, claim.record.quote
    evidence = _evidence_iri(document, locator, quote)
    for graph in graphs:
        quads.add(subject, predicate, nquads.iri(evidence), graph)
    for graph in dict.fromkeys((*graphs, document)):
        if (passage := (graph, document, locator, quote)) not in quads.passages:
            quads.passages.add(passage)
            quads.type(evidence, STW + "Evidence", graph)
            quads.add(evidence, STW + "inDocument", nquads.iri(document), graph)
            quads.literal(evidence, STW + "locator", locator or "as a whole", graph)
            quads.literal(evidence, STW + "quote", quote, graph)


@lru_cache(maxsize=100_000)
def _evidence_iri(document: str, locator: str, quote: str) -> str:
    evidence = f"{document}#{without_addresses(locator).replace(' ', '-') or 'whole'}"
    return f"{evidence}:{slug(quote)}" if quote else evidence
