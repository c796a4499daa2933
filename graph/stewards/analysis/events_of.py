"""What happened to a thing: events, by date."""

from __future__ import annotations

from collections.abc import Mapping

from stewards.answers import Row
from stewards.asking import Asked
from stewards.namespaces import DCTERMS, SCHEMA, STW
from stewards.nodes import NodeRead
from stewards.relations import involving, names_in
from stewards.store import Store

_WORDS = {
    "Founding": "founding",
    "StewardshipTransfer": "transfer",
    "Rename": "rename",
    "Release": "release",
    "Announcement": "announcement",
}


def run(store: Store, asked: Asked) -> tuple[list[Row], list[str]]:
    """Return the events in which a thing takes part, earliest first; where sources date one differently, each date."""
    nodes = involving(store, [asked.entities["thing"].iri])
    events = [node for node in nodes.values() if kind_of_event(node)]
    names = names_in(store, events)
    rows = [
        Row(
            {
                "date": str(node.times.on) if node.times.on else None,
                "event": kind_of_event(node),
                "description": tell(node, names),
            },
            node.evidence,
            (node.iri,),
        )
        for node in events
    ]
    return sorted(rows, key=lambda row: (str(row.values["date"]), str(row.values["event"]))), []


def kind_of_event(node: NodeRead) -> str:
    """Return the kind of an event in a word, "" when a node is none."""
    return _WORDS.get(node.rdf_type.removeprefix(STW), "")


def tell(node: NodeRead, names: Mapping[str, str]) -> str:
    """Return what happened as a sentence."""

    def name(predicate: str) -> str:
        return ", ".join(sorted(names.get(str(term), str(term)) for term in node.values.get(STW + predicate, ())))

    kind = kind_of_event(node)
    if kind == "founding":
        sentence = f"{name('founded')} was created" + (f" by {name('founder')}" if name("founder") else "")
    elif kind == "transfer":
        sentence = f"{name('transferredProject')} passed to {name('toSteward')}" + (
            f" from {name('fromSteward')}" if name("fromSteward") else ""
        )
    elif kind == "rename":
        sentence = f"{node.first(STW + 'formerName')} became {node.first(STW + 'newName')}"
    elif kind == "release":
        sentence = f"{name('releasedProject')} {node.first(SCHEMA + 'version')} was released"
    else:
        sentence = f"{name('announcer')} announced" if name("announcer") else "it was announced"
    told = node.first(DCTERMS + "description")
    return f"{sentence}: {told}" if told else sentence
