"""Situations, events and statements read back from a store: parties, times and evidence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from stewards.asking.answers import Evidence, Row
from stewards.namespaces import DCTERMS, RDF, SKOS, SPDX, STW
from stewards.quads import nquads
from stewards.stores.store import Store
from stewards.terms import Iri, Table, Term
from stewards.validity import Times
from stewards.values import Period

#: How many nodes one query asks for: longer lists make slow queries on some servers.
BATCH = 2000

#: Each kind of date, with the properties of the day and of its precision.
TIMES = {
    "start": ("startDate", "startPrecision"),
    "end": ("endDate", "endPrecision"),
    "on": ("eventDate", "eventPrecision"),
    "first_observed": ("firstObserved", "firstObservedPrecision"),
    "last_observed": ("lastObserved", "lastObservedPrecision"),
    "absent": ("absentSince", "absentSincePrecision"),
}


@dataclass(slots=True)
class NodeRead:
    """One situation, event or statement: its class, its properties' values, its times and its evidence."""

    iri: str
    rdf_type: str = ""
    values: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    times: Times = field(default_factory=Times)
    evidence: tuple[Evidence, ...] = ()

    def first(self, predicate: str) -> Term | None:
        """Return the value of a property, None when it has none."""
        found = self.values.get(predicate)
        return found[0] if found else None


def select(store: Store, sparql: str) -> list[dict[str, Term | None]]:
    """Return the rows of a SELECT query."""
    table = store.query(sparql)
    assert isinstance(table, Table)
    return table.dicts()


def batched(store: Store, sparql: str, variable: str, iris: Iterable[str]) -> Iterator[dict[str, Term | None]]:
    """Run a query for a list of IRIs, some at a time."""
    wanted = list(dict.fromkeys(iris))
    for start in range(0, len(wanted), BATCH):
        yield from select(store, bound(sparql, [variable], [[iri] for iri in wanted[start : start + BATCH]]))


def bound(sparql: str, variables: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a query with some variables bound to IRIs by VALUES, never by pasting text into it.

    The values come first in its WHERE: after an OPTIONAL they would only sift what was already read of the whole graph.
    """
    names = " ".join(f"?{name}" for name in variables)
    values = " ".join(f"({' '.join(map(nquads.iri, row))})" for row in rows)
    return sparql.replace("WHERE {", f"WHERE {{ VALUES ({names}) {{ {values} }}", 1)


def read_nodes(store: Store, iris: Iterable[str]) -> dict[str, NodeRead]:
    """Return the nodes with these IRIs, with their times and evidence."""
    everything = "SELECT ?node ?property ?value WHERE { ?node ?property ?value }"
    nodes = collect_nodes(batched(store, everything, "node", iris))
    cited = {iri: [str(e) for e in node.values.get(STW + "hasEvidence", ())] for iri, node in nodes.items()}
    for iri, passages in _passages(store, cited).items():
        nodes[iri].evidence = passages
    return nodes


def evidence_of(store: Store, nodes: Iterable[str]) -> dict[str, tuple[Evidence, ...]]:
    """Return the evidence for some nodes."""
    cited: dict[str, list[str]] = defaultdict(list)
    for row in batched(store, "SELECT ?node ?evidence WHERE { ?node stw:hasEvidence ?evidence }", "node", nodes):
        cited[str(row["node"])].append(str(row["evidence"]))
    return _passages(store, cited)


def with_evidence(store: Store, rows: Sequence[Row]) -> list[Row]:
    """Return rows in which those that were left without evidence have that of the situations they rest on."""
    found = evidence_of(store, {node for row in rows if not row.evidence for node in row.nodes})

    def cited(row: Row) -> Row:
        passages = dict.fromkeys(passage for node in row.nodes for passage in found.get(node, ()))
        return replace(row, evidence=tuple(passages))

    return [row if row.evidence else cited(row) for row in rows]


def _passages(store: Store, cited: Mapping[str, list[str]]) -> dict[str, tuple[Evidence, ...]]:
    passages = read_evidence(store, {iri for cites in cited.values() for iri in cites})
    return {node: tuple(sorted(passages[iri] for iri in cites if iri in passages)) for node, cites in cited.items()}


def collect_nodes(rows: Iterable[dict[str, Term | None]]) -> dict[str, NodeRead]:
    """Return the nodes that rows of ``node``, ``property`` and ``value`` describe, with their times."""
    nodes: dict[str, NodeRead] = {}
    for row in rows:
        node = nodes.setdefault(str(row["node"]), NodeRead(str(row["node"])))
        assert row["property"] is not None and row["value"] is not None
        if row["property"] == RDF + "type":
            node.rdf_type = str(row["value"])
        else:
            node.values[str(row["property"])].append(row["value"])
    for node in nodes.values():
        node.times = _times(node)
    return nodes


def _times(node: NodeRead) -> Times:
    times = Times()
    for name, (predicate, precision) in TIMES.items():
        day = node.first(STW + predicate)
        if day is not None:
            setattr(times, name, period_of(day, node.first(STW + precision)))
    issued = node.first(DCTERMS + "issued")
    times.on = Period.parse(issued) if issued else times.on
    return times


@cache
def period_of(day: str, precision: str | None) -> Period:
    """Return a date with its precision, given by its concept; a day where none is given."""
    return Period.around(date.fromisoformat(day), precision.rsplit("/", 1)[-1] if precision else "day")


def swept(store: Store, predicate: str) -> dict[str, Term]:
    """Return the value of a property of each node that has it, of one property (``org:member``, or one of stw)."""
    name = predicate if ":" in predicate else f"stw:{predicate}"
    table = store.query(f"SELECT ?node ?value WHERE {{ ?node {name} ?value }}")
    assert isinstance(table, Table)
    return {node: value for node, value in table.rows if node is not None and value is not None}


_EVIDENCE = """SELECT ?evidence ?document ?locator ?quote WHERE {
  ?evidence stw:inDocument ?document
  OPTIONAL { ?evidence stw:locator ?locator } OPTIONAL { ?evidence stw:quote ?quote }
}"""
_DOCUMENT = """SELECT ?document ?title ?url ?asOf ?precision WHERE {
  ?document dcterms:title ?title
  OPTIONAL { ?document schema:url ?url } OPTIONAL { ?document stw:asOf ?asOf }
  OPTIONAL { ?document stw:asOfPrecision ?precision }
}"""


def read_evidence(store: Store, iris: Iterable[str]) -> dict[str, Evidence]:
    """Return passages by their IRI; where a passage has several quotes, the first in order is shown."""
    rows = list(batched(store, _EVIDENCE, "evidence", iris))
    documents = {
        str(row["document"]): (str(row["title"]), str(row["url"] or ""), _as_of(row))
        for row in batched(store, _DOCUMENT, "document", {str(row["document"]) for row in rows})
    }
    found: dict[str, Evidence] = {}
    for row in rows:
        key, document, locator = str(row["evidence"]), str(row["document"]), str(row["locator"] or "")
        title, url, as_of = documents[document]
        passage = Evidence(title, locator, as_of, _place(url, locator), str(row["quote"] or ""), document)
        found[key] = min(found.get(key, passage), passage)
    return found


def _as_of(row: dict[str, Term | None]) -> str:
    if row["asOf"] is None:
        return ""
    return str(Period.around(date.fromisoformat(row["asOf"]), str(row["precision"] or "day").rsplit("/", 1)[-1]))


def _place(url: str, locator: str) -> str:
    """Return the address of a place in a file on GitHub; other addresses stay whole."""
    line = re.fullmatch(r"line (\d+)", locator)
    if line and re.match(r"https://github\.com/[^/]+/[^/]+/blob/", url):
        return f"{url}#L{line.group(1)}"
    return url


def labels(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """Return the name to show for each IRI; the last part of the IRI where none is known."""
    wanted = set(iris)
    query = f"SELECT ?thing ?label WHERE {{ ?thing <{SKOS}prefLabel> ?label }}"
    found = {str(row["thing"]): str(row["label"]) for row in batched(store, query, "thing", sorted(wanted))}
    missing = [iri for iri in wanted if iri.startswith(STW)]
    for row in batched(store, "SELECT ?thing ?label WHERE { GRAPH ?g { ?thing rdfs:label ?label } }", "thing", missing):
        found[str(row["thing"])] = str(row["label"])
    for iri in wanted - found.keys():
        found[iri] = iri.removeprefix(SPDX).rstrip("/").rsplit("/", 1)[-1].replace("#", " ")
    return found


def iris_in(rows: Iterable[dict[str, Term | None]]) -> set[str]:
    """Return every IRI that stands in some rows."""
    return {str(value) for row in rows for value in row.values() if isinstance(value, Iri)}
