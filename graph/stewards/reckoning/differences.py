"""What changed between two states of the graph: who joined, left, moved, changed tier or maturity.

A state is the graph on a day, one source document (a snapshot of a source), or a build (``current``, ``previous``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from stewards.asking.answers import Answer, Column, Row, Value
from stewards.errors import RequestError
from stewards.namespaces import ORG, SOURCE, STW
from stewards.quads import nquads
from stewards.reading.nodes import NodeRead, read_nodes
from stewards.reading.relations import names_in, sides
from stewards.reading.rows import select
from stewards.reading.times import read_all_times
from stewards.reckoning.changing import LEVELS, WHAT, is_employment, word_for
from stewards.stores.generations import Generations
from stewards.stores.store import OxigraphStore, Store
from stewards.validity import NO, UNKNOWN
from stewards.values import Period, parse_day

#: Every situation with the dates that decide whether it holds; events and statements have none of these.
_IN_DOCUMENT = "SELECT DISTINCT ?node WHERE { GRAPH %s { ?node stw:hasEvidence ?passage ; stw:lastObserved ?day } }"
_COLUMNS = (Column("change", "Change"), Column("what", "What"), Column("before", "Before"), Column("after", "After"))


@dataclass(frozen=True, slots=True)
class State:
    """The situations that hold in one state, by IRI, and the store that tells of them."""

    name: str
    holding: frozenset[str]
    store: Store
    #: Situations first seen later, of which nobody says whether they held already.
    unknown: frozenset[str] = frozenset()


def diff(store: Store, home: Path | None, old: str, new: str) -> Answer:
    """Return what changed from one state to another, each named by a day, a source document or a build.

    Raises :class:`RequestError` when a state is none of these.
    """
    before, after = read_state(store, home, old), read_state(store, home, new)
    gone = list(read_nodes(before.store, sorted(before.holding - after.holding)).values())
    come = list(read_nodes(after.store, sorted(after.holding - before.holding)).values())
    names = names_in(before.store, gone) | names_in(after.store, come)
    rows = [*_levels(store, gone, come, names), *_moves(gone, come, names), *_rest(gone, come, names, before.unknown)]
    rows.sort(key=lambda row: (str(row.values["change"]), str(row.values["what"])))
    title = f"What changed between {before.name} and {after.name}?"
    return Answer("diff", title, {"old": old, "new": new}, _COLUMNS, rows)


def read_state(store: Store, home: Path | None, text: str) -> State:
    """Return the state that a text names."""
    if text in ("current", "previous"):
        return _build_state(store, home, text)
    document = nquads.iri(SOURCE + text.removeprefix("source:").removeprefix(SOURCE))
    if found := select(store, _IN_DOCUMENT % document):
        return State(text, frozenset(str(row["node"]) for row in found), store)
    try:
        Period.parse(text)
    except ValueError:
        raise RequestError(
            f"{text!r} is no state to compare: give a day (2022-10-01), a document (`stewards sources --documents`), "
            "or current and previous for the last two builds"
        ) from None
    day = parse_day(text)
    held = {iri: times.hold_on(day) for iri, times in read_all_times(store).items()}
    holding = frozenset(iri for iri, holds in held.items() if holds not in (NO, UNKNOWN))
    return State(day, holding, store, frozenset(iri for iri, holds in held.items() if holds == UNKNOWN))


def _build_state(store: Store, home: Path | None, which: str) -> State:
    """Return the situations of a build that have not ended by their own dates."""
    if which == "previous":
        earlier = Generations(home).previous() if home else None
        if earlier is None:
            raise RequestError("there is no previous build: one is kept from the second build on")
        store = OxigraphStore(earlier / "store", read_only=True)
    dated = read_all_times(store)
    lasting = frozenset(iri for iri, times in dated.items() if times.end is None and times.absent is None)
    return State(f"the {which} build", lasting, store)


def _levels(store: Store, gone: list[NodeRead], come: list[NodeRead], names: Mapping[str, str]) -> list[Row]:
    """Pair the phases of one membership or hosting: a change of tier or maturity."""
    rows = []
    for predicate, what in LEVELS.items():
        old, new = _by(gone, predicate, STW + "phaseOf"), _by(come, predicate, STW + "phaseOf")
        wholes = read_nodes(store, old.keys() & new.keys())
        told = names_in(store, wholes.values())
        for iri, whole in wholes.items():
            sentence = "; ".join(side.sentence("{subject} in {object}", told) for side in sides(whole, told))
            levels = [", ".join(sorted(names[str(n.first(predicate))] for n in found[iri])) for found in (old, new)]
            rows.append(_row(what, sentence, levels[0], levels[1], [*old[iri], *new[iri]]))
    return rows


def _by(nodes: Iterable[NodeRead], needed: str, key: str) -> dict[str, list[NodeRead]]:
    found: dict[str, list[NodeRead]] = defaultdict(list)
    for node in nodes:
        if node.first(needed) is not None and node.first(key) is not None:
            found[str(node.first(key))].append(node)
    return found


def _moves(gone: list[NodeRead], come: list[NodeRead], names: Mapping[str, str]) -> list[Row]:
    """Pair a person's employments: a change of employer."""
    old, new = (_by(filter(is_employment, nodes), ORG + "role", ORG + "member") for nodes in (gone, come))
    rows = []
    for person in old.keys() & new.keys():
        employers = [
            ", ".join(sorted(names[str(n.first(ORG + "organization"))] for n in f[person])) for f in (old, new)
        ]
        rows.append(_row("moved", names[person], employers[0], employers[1], [*old[person], *new[person]]))
    return rows


def _rest(gone: list[NodeRead], come: list[NodeRead], names: Mapping[str, str], unknown: frozenset[str]) -> list[Row]:
    """Tell every other situation that came or went; of those in ``unknown`` nobody says whether they held before."""
    moved = [{str(n.first(ORG + "member")) for n in nodes if is_employment(n)} for nodes in (gone, come)]
    both = moved[0] & moved[1]
    rows = []
    for begins, nodes in ((False, gone), (True, come)):
        for node in nodes:
            if is_employment(node) and str(node.first(ORG + "member")) in both:
                continue
            for side in sides(node, names):
                change = "first recorded" if node.iri in unknown else word_for(side, begins)
                rows.append(_row(change, side.sentence(WHAT, names), "", "", [node]))
    return rows


def _row(change: str, what: str, before: str, after: str, nodes: list[NodeRead]) -> Row:
    values: dict[str, Value] = {"change": change, "what": what, "before": before or None, "after": after or None}
    evidence = tuple(dict.fromkeys(passage for node in nodes for passage in node.evidence))
    return Row(values, evidence, tuple(node.iri for node in nodes))
