"""Questions that SPARQL can say: the query says who and what, :mod:`stewards.validity` when it was in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stewards.asking.answers import EntityValue, Row, Value
from stewards.asking.asked import Asked, dated_values
from stewards.asking.row_rules import sort_key, with_single, without_dominated, without_vaguer
from stewards.reading.nodes import labels
from stewards.reading.rows import bound, select
from stewards.reading.times import read_times
from stewards.stores.store import Store
from stewards.terms import Iri, Term
from stewards.validity import CERTAIN, NO, UNKNOWN, Times


def run_query(store: Store, asked: Asked) -> tuple[list[Row], set[str]]:
    """Return the rows of a question, and the situations left out because they are first recorded after its day."""
    question = asked.question
    parameters = list(asked.entities)
    query = bound(question.query, parameters, [[found.iri for found in asked.entities.values()]])
    rows = select(store, query if parameters else question.query)
    handles = (*question.situations, *question.unless, *question.optional)
    times = read_times(store, {str(row[name]) for row in rows for name in handles if row.get(name) is not None})
    holds = {node: found.hold_on(asked.day) if asked.day else CERTAIN for node, found in times.items()}
    later: set[str] = set()
    held = [(row, drawn) for row in rows if (drawn := _draw(row, asked, holds, later)) is not None]
    shown = {str(v) for row, _ in held for column in question.columns if isinstance(v := row.get(column.name), Iri)}
    entities = {iri: EntityValue(name, iri) for iri, name in labels(store, shown).items()}
    drafts: dict[tuple[object, ...], Row] = {}
    for row, drawn in sorted(held, key=lambda pair: pair[1].resting):  # in whatever order the store gives them
        draft = _row(row, drawn, asked, times, entities)
        # Where one of several rows is to be chosen, each stint stands for itself until then.
        drafts.setdefault((*draft.values.values(), draft.nodes if question.single else ()), draft)
    records = without_dominated(list(drafts.values()), {c for columns in question.optional.values() for c in columns})
    records = with_single(store, sorted(records, key=sort_key(question)), question.single, times)
    return without_vaguer(records, question), later


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a row of a query rests on: its situations in force, those it needs first, and the columns left empty."""

    resting: tuple[str, ...]
    needed: int
    certainty: str
    blank: frozenset[str]


def _draw(row: Mapping[str, Term | None], asked: Asked, holds: Mapping[str, str], later: set[str]) -> _Drawn | None:
    """Return what a row rests on, None when its situations are not in force; those seen later are noted."""
    question, day = asked.question, asked.day

    def in_force(handle: Term | None) -> bool:
        return handle is not None and holds[handle] not in (NO, UNKNOWN)

    resting = [str(handle) for name in question.situations if (handle := row.get(name)) is not None]
    holding = [holds[node] for node in resting]
    if NO in holding or (day and any(in_force(row.get(name)) for name in question.unless)):
        return None
    if UNKNOWN in holding:
        later.add(resting[0])
        return None
    blank: set[str] = set()
    for name, columns in question.optional.items():
        if in_force(row.get(name)):
            resting.append(str(row[name]))
        elif row.get(name) is not None:
            blank |= set(columns)
    return _Drawn(tuple(resting), len(holding), max(holding) if day else "", frozenset(blank))


def _row(
    row: Mapping[str, Term | None],
    drawn: _Drawn,
    asked: Asked,
    times: Mapping[str, Times],
    entities: Mapping[str, EntityValue],
) -> Row:
    values: dict[str, Value] = {
        column.name: None if column.name in drawn.blank else plain(row.get(column.name), entities)
        for column in asked.question.columns
    }
    if asked.question.dated:
        values |= dated_values(times[drawn.resting[0]], drawn.certainty)
    return Row(values, nodes=drawn.resting, needed=drawn.needed)


def plain(term: Term | None, entities: Mapping[str, EntityValue]) -> Value:
    """Return a value for an answer: entities with their name, numbers as numbers."""
    if isinstance(term, Iri):
        return entities[term]
    if term is None:
        return None
    datatype = getattr(term, "datatype", "")
    if datatype.endswith(("integer", "#int")):
        return int(term)
    return float(term) if datatype.endswith(("decimal", "double")) else str(term)
