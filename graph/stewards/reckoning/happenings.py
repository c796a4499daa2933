"""An event that has not happened, read from a sentence: an acquisition, a merger, a departure, a change of employer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stewards.errors import RequestError
from stewards.reading.entities import Found, find
from stewards.stores.store import Store

ACQUIRES, MERGES, LEAVES, JOINS = "acquires", "merges with", "leaves", "joins"
#: How each thing may be said.
VERBS = {
    "acquires": ACQUIRES,
    "buys": ACQUIRES,
    "takes over": ACQUIRES,
    "merges with": MERGES,
    "leaves": LEAVES,
    "joins": JOINS,
}
_SENTENCE = re.compile(rf"(.+?)\s+({'|'.join(VERBS)})(?:\s+(.+))?", re.IGNORECASE)
#: The kinds of entity that may do each thing, and to which kinds it may be done.
_KINDS = {
    ACQUIRES: (("company",), ("company",)),
    MERGES: (("company",), ("company",)),
    LEAVES: (("company", "person"), ("foundation", "body", "project")),
    JOINS: (("person",), ("company",)),
}
_HOW = (
    "write 'IBM acquires Confluent', 'A merges with B', 'A leaves', 'A leaves CNCF', 'Ada Lovelace leaves', "
    "or 'Ada Lovelace joins IBM'"
)


@dataclass(frozen=True, slots=True)
class Happening:
    """What is supposed to happen: who does what, and to whom (None for leaving altogether)."""

    verb: str
    actor: Found
    target: Found | None


def read_happening(store: Store, sentence: str) -> Happening:
    """Return what a sentence supposes; raise :class:`RequestError` where it cannot be understood."""
    match = _SENTENCE.fullmatch(sentence.strip())
    if not match:
        raise RequestError(f"{sentence[:60]!r} is no event: {_HOW}")
    who, word, whom = match.groups()
    verb = VERBS[" ".join(word.casefold().split())]
    actors, targets = _KINDS[verb]
    if not whom and verb != LEAVES:
        raise RequestError(f"{sentence[:60]!r} does not say whom: {_HOW}")
    actor = find(store, who, actors)
    target = find(store, whom, targets) if whom else None
    if target and target.iri == actor.iri:
        raise RequestError(f"{actor.label} and {target.label} are the same: {_HOW}")
    return Happening(verb, actor, target)
