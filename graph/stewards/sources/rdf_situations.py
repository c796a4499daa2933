"""Situations, events and statements of this ontology, read back from a graph that Stewards has written.

Each is given to the document that its evidence names, so that what was observed when stays known. That document gets a
name of its own ("cncf-landscape-in-my-copy/2024-06-01"): a copy never speaks in the name of the original.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from datetime import date
from typing import Any

from stewards.events import NODE_TYPES, Event, Statement
from stewards.model import Document, Phase, Record, Reference, Situation, Tenure, links
from stewards.namespaces import BASE, DCTERMS, SCHEMA, SOURCE, SPDX, STW
from stewards.sources.rdf_entities import Entities
from stewards.sources.rdf_graph import local_name
from stewards.terms import Iri, Term, Text
from stewards.values import Period, slug

_TYPES = {cls.rdf_type: cls for cls in NODE_TYPES}
_KIND_OF = {"project": "project", "member": "person", "organisation": "organisation"}


@dataclass(slots=True)
class Situations:
    """The situations of one graph and the documents they rest on."""

    entities: Entities
    _documents: dict[Term, Document] = field(default_factory=dict)

    def read(self) -> Iterator[tuple[Document, Record]]:
        """Yield every situation, event and statement once for each passage that is given as its evidence."""
        for node in list(self.entities.graph.values_of):
            record = self._record(node)
            if record is not None:
                for document, locator, quote in self.passages(node, STW + "hasEvidence"):
                    for claim in self._claims(replace(record, locator=locator, quote=quote), node, document):
                        yield document, claim

    def passages(self, node: Term, predicate: str) -> list[tuple[Document, str, str]]:
        """Return the document, the place and the words of each passage; this file itself where none is given."""
        graph, source = self.entities.graph, self.entities.source
        found = []
        for evidence in graph.values(node, predicate):
            document = graph.first(evidence, STW + "inDocument")
            if document is not None:
                locator = graph.text(evidence, STW + "locator")
                locator = "" if locator == "as a whole" else locator
                found.append((self._document(document), locator, graph.text(evidence, STW + "quote")))
        return found or [(source.document, graph.place(node), "")]

    def _record(self, node: Term) -> Record | None:
        graph = self.entities.graph
        candidates = [_TYPES[kind] for kind in graph.types(node) if kind in _TYPES]
        if not candidates:
            return None
        kind = max(candidates, key=lambda cls: (len(cls.__mro__), cls.__name__))
        values: dict[str, Any] = {}
        specs = {spec.name: spec for spec in fields(kind)}
        for name, spec in links(kind):
            values[name] = self._value(specs[name], graph.values(node, spec.predicate), spec.scheme)
        if issubclass(kind, Phase):
            whole = graph.first(node, STW + "phaseOf")
            values["of"] = self._record(whole) if whole is not None and not isinstance(whole, Text) else None
        if issubclass(kind, Tenure):
            values["seat_of"] = self._seat(node)
        missing = [name for name, value in values.items() if value in (None, "", ()) and _is_needed(specs[name])]
        if missing:
            self.entities.source.report(graph.place(node), f"{kind.__name__} without {', '.join(sorted(missing))}")
            return None
        values |= self._times(node, kind)
        return kind(**{name: value for name, value in values.items() if value not in (None, "", ())})

    def _value(self, spec: Field[Any], found: list[Term], scheme: str) -> Any:
        """Return a field's value: references for entities, the last part of a concept's IRI, else the text."""
        if "Reference" in str(spec.type):
            kind = _KIND_OF.get(spec.name, "organisation")
            entities = [ref for node in found if (ref := self.entities.reference(node, kind)) is not None]
            return tuple(entities) if str(spec.type).startswith("tuple") else next(iter(entities), None)
        if not found:
            return ""
        value = found[0]
        if scheme and isinstance(value, Iri):
            known = SPDX if scheme == "spdx" else f"{BASE}{scheme}/"
            return value.removeprefix(known) if value.startswith(known) else slug(local_name(value))
        return str(value)

    def _seat(self, node: Term) -> Reference | None:
        seat = self.entities.graph.first(node, STW + "fillsSeat")
        holder = self.entities.graph.first(seat, STW + "reservedFor") if seat is not None else None
        return self.entities.reference(holder, "organisation") if holder is not None else None

    def _times(self, node: Term, kind: type[Record]) -> dict[str, Period | None]:
        if issubclass(kind, Situation):
            return {"start": self._period(node, "start"), "end": self._period(node, "end")}
        if issubclass(kind, Event):
            return {"on": self._period(node, "event")}
        issued = self.entities.graph.first(node, DCTERMS + "issued")
        return {"on": self._parse(issued, node)} if issubclass(kind, Statement) else {}

    def _period(self, node: Term, name: str) -> Period | None:
        """Return a date from its bound and its precision."""
        graph = self.entities.graph
        day = self._parse(graph.first(node, f"{STW}{name}Date"), node)
        level = graph.first(node, f"{STW}{name}Precision")
        if day is None or level is None or local_name(level) not in ("month", "year"):
            return day
        return Period.around(date.fromisoformat(day.first), local_name(level))

    def _parse(self, value: Term | None, node: Term) -> Period | None:
        if value is None:
            return None
        try:
            return Period.parse(value)
        except ValueError as error:
            self.entities.source.report(self.entities.graph.place(node), str(error))
            return None

    def _claims(self, record: Record, node: Term, document: Document) -> Iterator[Record]:
        """Yield a record with the days on which it was seen to hold, and since when it was not, as a history does.

        Where sources contradict one another, so that it was seen outside its dates, the dates are a claim of their own.
        """
        graph = self.entities.graph
        first, last, gone = (graph.first(node, STW + name) for name in ("firstObserved", "lastObserved", "absentSince"))
        if not isinstance(record, Situation) or document is self.entities.source.document:
            yield record
        elif first is None or last is None:
            yield replace(record, observed=False)
        elif graph.values(node, STW + "firstObservedPrecision", STW + "lastObservedPrecision"):
            yield replace(record, observed=document.as_of is not None and first <= document.as_of.first <= last)
        else:
            start = None if record.start and record.start.first > first else record.start
            end = None if record.end and record.end.first <= last else record.end
            yield replace(record, start=start, end=end, seen=(str(first), str(last)), gone=str(gone or ""))
            if (start, end) != (record.start, record.end):
                yield replace(record, observed=False)

    def _document(self, node: Term) -> Document:
        if node not in self._documents:
            graph, source = self.entities.graph, self.entities.source
            head, slash, tail = str(node).removeprefix(SOURCE).partition("/")
            if not node.startswith(SOURCE):
                head, slash, tail = slug(node), "", ""
            as_of = self._parse(graph.first(node, STW + "asOf"), node)
            level = local_name(graph.first(node, STW + "asOfPrecision") or Text("day"))
            if as_of is not None and level in ("month", "year"):
                as_of = Period.around(date.fromisoformat(as_of.first), level)
            self._documents[node] = Document(
                name=f"{head}-in-{slug(source.name)}{slash}{tail}",
                title=graph.text(node, DCTERMS + "title") or local_name(node),
                format=graph.text(node, STW + "format"),
                as_of=as_of,
                url=str(graph.first(node, SCHEMA + "url") or ""),
                publisher=graph.text(node, DCTERMS + "publisher"),
                licence=graph.text(node, DCTERMS + "rights"),
                revision=graph.text(node, STW + "revision"),
                content_hash=graph.text(node, STW + "contentHash"),
            )
        return self._documents[node]


def _is_needed(spec: Field[Any]) -> bool:
    return spec.default is MISSING and spec.default_factory is MISSING
