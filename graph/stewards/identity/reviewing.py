"""The review queue of a store, as the command line and Python use it."""

from __future__ import annotations

from pathlib import Path

from stewards.errors import RequestError
from stewards.graph import open_graph
from stewards.identity.decisions import Decision, write_decision
from stewards.identity.review import Pair, decisions_path, load_review, queue, why
from stewards.stores.generations import Generations
from stewards.stores.locations import folder_of

#: Number, kind, first name, second name, the evidence that connects them, why they were not joined.
ReviewRow = tuple[int, str, str, str, str, str]


def waiting(location: str) -> list[ReviewRow]:
    """Return the uncertain pairs of a store, numbered."""
    _, _, generation = _build(location)
    return _rows(queue(load_review(generation)[0]))


def explain(location: str, first: str, second: str) -> list[ReviewRow]:
    """Return the chain of joins between two names, or why they were held apart.

    Raises :class:`RequestError` when nothing connects the two, and an error of look-up for a name that nothing has.
    """
    _, _, generation = _build(location)
    if found := why(*load_review(generation), first, second):
        return _rows(found)
    graph = open_graph(location)
    one, other = graph.find(first), graph.find(second)
    if one.iri != other.iri:
        raise RequestError(f"nothing connects {first!r} and {second!r}: no shared identifier, domain or name")
    return _rows([Pair(one.kind, first, second, f"a source gives both as names of {one.label}")])


def decide(location: str, number: int, same: bool, reason: str) -> str:
    """Write a decision on the pair with a number; return what was written where, for people."""
    _, path, generation = _build(location)
    pairs = queue(load_review(generation)[0])
    if not 1 <= number <= len(pairs):
        raise RequestError(f"there is no pair {number}: the queue has {len(pairs)}")
    pair = pairs[number - 1]
    write_decision(path, Decision(pair.kind, (pair.first, pair.second), same, reason))
    word = "the same" if same else "different"
    return f"{pair.first} and {pair.second} are {word}: written to {path}; `stewards build` follows it."


def _build(location: str) -> tuple[Path, Path, Path]:
    home = folder_of(location)
    generation = Generations(home).current() if home else None
    path = decisions_path(home)
    if home is None or generation is None or path is None:
        raise RequestError("there is no build to review: name a folder with --store and build into it")
    return home, path, generation


def _rows(pairs: list[Pair]) -> list[ReviewRow]:
    return [(n, p.kind, p.first, p.second, p.evidence, p.reason or "joined") for n, p in enumerate(pairs, 1)]
