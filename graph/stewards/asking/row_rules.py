"""Rows that say nearly the same: which of them stand in an answer, and in what order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from stewards.asking.answers import EntityValue, Row, Value
from stewards.asking.questions import Question
from stewards.reading.confirmed import rosters
from stewards.reading.evidence import evidence_of
from stewards.reading.holdings import Holding, holdings_at, in_force
from stewards.stores.store import Store
from stewards.validity import POSSIBLE, Times


def without_dominated(records: list[Row], optional: set[str]) -> list[Row]:
    """Leave out a row whose optional columns are empty when the same row with a value is there."""
    if not optional:
        return records

    def core(row: Row) -> tuple[Value, ...]:
        return tuple(value for name, value in row.values.items() if name not in optional)

    def is_filled(row: Row) -> bool:
        return any(row.values[name] is not None for name in optional)

    filled = {core(row) for row in records if is_filled(row)}
    return [row for row in records if is_filled(row) or core(row) not in filled]


def with_single(store: Store, records: list[Row], columns: Sequence[str], times: Mapping[str, Times]) -> list[Row]:
    """Keep one of the rows that differ in ``columns`` alone: told in one place with the rest, else last confirmed."""
    if not columns:
        return records
    rivals: dict[tuple[Value, ...], list[Row]] = defaultdict(list)
    for row in records:
        rivals[tuple(value for name, value in row.values.items() if name not in columns)].append(row)
    doubtful = {
        node for rows in rivals.values() if len(rows) > 1 for row in rows for node in (row.nodes[0], row.nodes[-1])
    }
    evidence = evidence_of(store, doubtful)

    def rank(row: Row) -> tuple[bool, str]:
        main, detail = row.nodes[0], row.nodes[-1]
        places = {(passage.document, passage.locator) for passage in evidence.get(main, ())}
        together = any((passage.document, passage.locator) in places for passage in evidence.get(detail, ()))
        return together, str(times[detail].last_observed or "")

    return [rows[0] if len(rows) == 1 else max(rows, key=rank) for rows in rivals.values()]


def on_roster(store: Store, records: list[Row], column: str, day: str) -> tuple[list[Row], int]:
    """Return the rows whose tenure the newest list of the body in a column confirms, and how many others there are."""
    bodies = {value.iri for row in records if isinstance(value := row.values.get(column), EntityValue)}
    places: dict[str, list[Holding]] = defaultdict(list)
    for holding in in_force(holdings_at(store, sorted(bodies)), day)[0]:
        places[holding.place].append(holding)
    listed = rosters(store, places, day).tenures
    gone = {h.iri for held in places.values() for h in held if h.times.absent and h.times.hold_on(day) == POSSIBLE}
    kept = [row for row in records if row.nodes[0] in listed - gone]
    return kept, len(records) - len(kept)


def without_vaguer(records: list[Row], question: Question) -> list[Row]:
    """Leave out a row without the ``fuller`` column where another says the same with it; that one gets its evidence."""
    if not question.fuller:
        return records
    names = [column.name for column in question.columns if column.name != question.fuller]
    vaguer: dict[tuple[Value, ...], Row] = {}
    for row in records:
        if row.values.get(question.fuller) is None:
            vaguer[tuple(row.values.get(name) for name in names)] = row
    kept, told = [], set()
    for row in records:
        core = tuple(row.values.get(name) for name in names)
        if row.values.get(question.fuller) is not None and core in vaguer:
            told.add(core)
            row = replace(row, nodes=(*row.nodes, *vaguer[core].nodes))
        kept.append((core, row))
    return [r for core, r in kept if r.values.get(question.fuller) is not None or core not in told]


def sort_key(question: Question) -> Callable[[Row], tuple[tuple[bool, str], ...]]:
    """Return the order of a question's rows: by its ``order`` columns, then all others; empty cells last."""
    names = dict.fromkeys((*question.order, *(column.name for column in question.columns)))

    def key(row: Row) -> tuple[tuple[bool, str], ...]:
        return tuple((row.values.get(name) is None, str(row.values.get(name)).casefold()) for name in names)

    return key
