"""An RDF file as a graph in memory: parsed without the network, and refused where it tries to be more than data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from stewards.errors import SourceError
from stewards.namespaces import RDF, SCHEMA, SOURCE
from stewards.sources.input import Input
from stewards.sources.reading import decode
from stewards.stores.store import read_quads
from stewards.terms import Iri, Term, Text

#: File endings, each with the form it stands for.
ENDINGS = {
    ".ttl": "ttl",
    ".turtle": "ttl",
    ".nt": "nt",
    ".nq": "nq",
    ".trig": "trig",
    ".jsonld": "jsonld",
    ".json": "jsonld",
    ".rdf": "rdf",
    ".xml": "rdf",
    ".owl": "rdf",
}
_OLD_SCHEMA = "http://schema.org/"
_TOKEN = re.compile(r"[^\s<>\"'()\[\]{},;]+")


@dataclass(slots=True)
class RdfGraph:
    """What a file says: the values of each subject's properties, in the order of the file."""

    values_of: dict[Term, dict[str, list[Term]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    lines: dict[str, int] = field(default_factory=dict)

    def values(self, node: Term, *predicates: str) -> list[Term]:
        """Return the values of some properties of a node, property by property."""
        known = self.values_of.get(node, {})
        return [value for predicate in predicates for value in known.get(predicate, ())]

    def first(self, node: Term, *predicates: str) -> Term | None:
        """Return the first value of the first property that has one."""
        return next(iter(self.values(node, *predicates)), None)

    def text(self, node: Term, *predicates: str) -> str:
        """Return a node's text in English, or without a language, or in any; "" when it has none."""
        texts = [value for value in self.values(node, *predicates) if isinstance(value, Text)]
        preferred = [value for value in texts if value.language.split("-")[0] in ("", "en")]
        return " ".join(next(iter(preferred or texts), "").split())

    def types(self, node: Term) -> set[str]:
        """Return the classes of a node."""
        return {str(value) for value in self.values(node, RDF + "type")}

    def links(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield the subjects and objects of a property."""
        for subject, properties in list(self.values_of.items()):
            for value in properties.get(predicate, ()):
                yield subject, value

    def place(self, node: Term) -> str:
        """Return where a node is first written, as near as the file's text tells."""
        line = self.lines.get(str(node)) or self.lines.get(local_name(node))
        return f"line {line}" if line else ""


def local_name(node: Term) -> str:
    """Return the last part of an IRI, or a label as it is."""
    return re.split(r"[/#:]", str(node).rstrip("/#"))[-1]


def load_graph(source: Input) -> RdfGraph:
    """Parse a file by its ending; where it has statements outside named graphs, those alone are read.

    Raises :class:`SourceError` for an unknown ending, broken syntax, XML entities, and contexts that lie elsewhere.
    """
    form = ENDINGS.get(source.path.suffix.lower())
    if form is None:
        endings = ", ".join(ENDINGS)
        raise SourceError.single(source.name, f"{source.path.name}: the ending says the form: choose from {endings}")
    text = decode(source.data(), source.name)
    if form == "rdf" and ("<!ENTITY" in text or "\0" in text):
        raise SourceError.single(source.name, "declares XML entities, which are not expanded here: write them out")
    lines = _lines(text)
    inside, outside = RdfGraph(lines=lines), RdfGraph(lines=lines)
    for subject, predicate, value, graph in _quads(text, form, source):
        target = inside if graph else outside
        if predicate == RDF + "type":
            value = Iri(_modern(value))
        target.values_of[subject][_modern(predicate)].append(value)
    return outside if outside.values_of else inside


def _quads(text: str, form: str, source: Input) -> Iterator[tuple[Term, str, Term, str]]:
    base = source.document.url.replace("{line}", "") or SOURCE + source.name
    try:
        yield from read_quads(text.encode(), form, base)
    except (SyntaxError, ValueError, RecursionError) as error:
        reason = _reason(error)
        line = getattr(error, "lineno", None)
        raise SourceError.single(source.name, reason, f"line {line}" if line else "") from None


def _reason(error: Any) -> str:
    said = " ".join(str(getattr(error, "msg", None) or error).split())[:200]
    if ("context" in said.lower() and "remote" in said.lower()) or "LoadDocument" in said:
        return "uses a JSON-LD context from the web, which is not fetched: put the context into the file"
    return f"is not valid RDF: {said}"


def _modern(iri: str) -> str:
    """Return an IRI of schema.org in its present form."""
    return SCHEMA + iri.removeprefix(_OLD_SCHEMA) if iri.startswith(_OLD_SCHEMA) else str(iri)


def _lines(text: str) -> dict[str, int]:
    """Return the line on which each name is written first; a name at a line's beginning is where it is described."""
    described: dict[str, int] = {}
    mentioned: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        for match in _TOKEN.finditer(line):
            token = match.group()
            found = described if match.start() <= 1 else mentioned
            for name in (token, token.removeprefix("_:"), local_name(Text(token))):
                found.setdefault(name, number)
    return mentioned | described
