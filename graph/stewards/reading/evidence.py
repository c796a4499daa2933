"""Passages that support what the graph says, read back from a store: the document, the place in it, its date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from stewards.asking.answers import Evidence, Row
from stewards.reading.rows import batched, tuples
from stewards.stores.store import Store
from stewards.terms import Term
from stewards.values import Period

_CITED = "SELECT ?node ?evidence WHERE { ?node stw:hasEvidence ?evidence }"
_CITED_IN = """SELECT DISTINCT ?node ?document WHERE {
  ?node stw:hasEvidence ?evidence . ?evidence stw:inDocument ?document
}"""
_PASSAGE = """SELECT ?evidence ?document ?locator ?quote WHERE {
  ?evidence stw:inDocument ?document
  OPTIONAL { ?evidence stw:locator ?locator } OPTIONAL { ?evidence stw:quote ?quote }
}"""
_DOCUMENT = """SELECT ?document ?title ?url ?asOf ?precision WHERE {
  ?document dcterms:title ?title
  OPTIONAL { ?document schema:url ?url } OPTIONAL { ?document stw:asOf ?asOf }
  OPTIONAL { ?document stw:asOfPrecision ?precision }
}"""
_LINE = re.compile(r"line (\d+)")
_ON_GITHUB = re.compile(r"https://github\.com/[^/]+/[^/]+/blob/")


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """What evidence says of the document that it lies in; ``by_line`` where its address can point at a line."""

    iri: str
    title: str
    url: str
    as_of: str
    by_line: bool

    def place(self, locator: str) -> str:
        """Return the address of a place in a file on GitHub; other addresses stay whole."""
        line = self.by_line and _LINE.fullmatch(locator)
        return f"{self.url}#L{line[1]}" if line else self.url


def evidence_of(store: Store, nodes: Iterable[str]) -> dict[str, tuple[Evidence, ...]]:
    """Return the evidence for some nodes, in order."""
    cited: dict[str, list[str]] = defaultdict(list)
    for node, evidence in tuples(store, _CITED, "node", nodes):
        cited[str(node)].append(evidence)
    return passages_of(store, cited)


def documents_cited(store: Store, nodes: Iterable[str]) -> dict[str, list[CitedDocument]]:
    """Return the documents in which the evidence for some nodes lies, where the passages themselves do not matter."""
    rows = list(tuples(store, _CITED_IN, "node", nodes))
    documents = documents_of(store, {document for _, document in rows})
    found: dict[str, list[CitedDocument]] = defaultdict(list)
    for node, document in rows:
        found[str(node)].append(documents[document])
    return found


def with_evidence(store: Store, rows: Sequence[Row]) -> list[Row]:
    """Return rows in which those that were left without evidence have that of the situations they rest on."""
    found = evidence_of(store, {node for row in rows if not row.evidence for node in row.nodes})

    def cited(row: Row) -> Row:
        passages = dict.fromkeys(passage for node in row.nodes for passage in found.get(node, ()))
        return replace(row, evidence=tuple(passages))

    return [row if row.evidence else cited(row) for row in rows]


def passages_of(store: Store, cited: Mapping[str, Sequence[str]]) -> dict[str, tuple[Evidence, ...]]:
    """Return the passages that each node cites by their IRIs, in order."""
    passages = read_evidence(store, {iri for cites in cited.values() for iri in cites})
    return {node: tuple(sorted(passages[iri] for iri in cites if iri in passages)) for node, cites in cited.items()}


def read_evidence(store: Store, iris: Iterable[str]) -> dict[str, Evidence]:
    """Return passages by their IRI; where a passage has several quotes, the first in order is shown."""
    rows = list(tuples(store, _PASSAGE, "evidence", iris))
    documents = documents_of(store, {document for _, document, _, _ in rows})
    found: dict[str, Evidence] = {}
    for key, iri, place, words in rows:
        document, locator, quote = documents[iri], str(place or ""), str(words or "")
        passage = Evidence(document.title, locator, document.as_of, document.place(locator), quote, document.iri)
        found[key] = min(found[key], passage) if key in found else passage
    return found


def documents_of(store: Store, iris: Iterable[str]) -> Mapping[str, CitedDocument]:
    """Return some documents, among others; what was read once is kept."""
    kept: dict[str, CitedDocument] = store.recall("documents", dict)
    missing = [iri for iri in iris if iri not in kept]
    for row in batched(store, _DOCUMENT, "document", missing):
        iri, url = str(row["document"]), str(row["url"] or "")
        by_line = _ON_GITHUB.match(url) is not None
        kept[iri] = CitedDocument(iri, str(row["title"]), url, _as_of(row), by_line)
    return kept


def _as_of(row: Mapping[str, Term | None]) -> str:
    if row["asOf"] is None:
        return ""
    return str(Period.around(date.fromisoformat(row["asOf"]), str(row["precision"] or "day").rsplit("/", 1)[-1]))
