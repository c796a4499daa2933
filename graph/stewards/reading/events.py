"""How events read: of which kind they are, and what happened as a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from stewards.namespaces import DCTERMS, SCHEMA, STW
from stewards.reading.nodes import NodeRead

_EVENTS = {
    "Founding": "founding",
    "StewardshipTransfer": "transfer",
    "Rename": "rename",
    "Release": "release",
    "Announcement": "announcement",
}


def kind_of_event(node: NodeRead) -> str:
    """Return the kind of an event in a word, "" when a node is none."""
    return _EVENTS.get(node.rdf_type.removeprefix(STW), "")


def tell(node: NodeRead, names: Mapping[str, str]) -> str:
    """Return what happened at an event as a sentence."""

    def name(predicate: str, before: str = "") -> str:
        found = sorted(names.get(str(term), str(term)) for term in node.values.get(STW + predicate, ()))
        return before + ", ".join(found) if found else ""

    match kind_of_event(node):
        case "founding":
            sentence = f"{name('founded')} was created{name('founder', ' by ')}"
        case "transfer":
            sentence = f"{name('transferredProject')} passed{name('fromSteward', ' from ')}{name('toSteward', ' to ')}"
        case "rename":
            sentence = f"{node.first(STW + 'formerName')} became {node.first(STW + 'newName')}"
        case "release":
            sentence = f"{name('releasedProject')} {node.first(SCHEMA + 'version')} was released"
        case _:
            sentence = f"{name('announcer') or 'It'} {'' if name('announcer') else 'was '}announced"
    told = node.first(DCTERMS + "description")
    return f"{sentence}: {told}" if told else sentence
