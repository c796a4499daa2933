"""Rows that say nearly the same: which of them stand in an answer, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from stewards.answers import Row, Value
from stewards.nodes import NodeRead
from stewards.questions import Question


def without_dominated(records: list[Row], optional: set[str]) -> list[Row]:
    """Leave out a row whose optional columns are empty when the same row with a value is there."""
    if not optional:
        return records

    def core(row: Row) -> tuple[Value, ...]:
        return tuple(value for name, value in row.values.items() if name not in optional)

    filled = {core(row) for row in records if any(row.values[name] is not None for name in optional)}
    return [r for r in records if core(r) not in filled or any(r.values[name] is not None for name in optional)]


def with_single(records: list[Row], columns: Sequence[str], nodes: Mapping[str, NodeRead]) -> list[Row]:
    """Keep one of the rows that differ in ``columns`` alone: told in one place with the rest, else last confirmed."""
    if not columns:
        return records
    best: dict[tuple[Value, ...], tuple[tuple[bool, str], Row]] = {}
    for row in records:
        core = tuple(value for name, value in row.values.items() if name not in columns)
        main, detail = nodes[row.nodes[0]], nodes[row.nodes[-1]]
        places = {(passage.document, passage.locator) for passage in main.evidence}
        together = any((passage.document, passage.locator) in places for passage in detail.evidence)
        rank = together, str(detail.times.last_observed or "")
        if core not in best or rank > best[core][0]:
            best[core] = rank, row
    return [row for _, row in best.values()]


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
            evidence = tuple(dict.fromkeys((*row.evidence, *vaguer[core].evidence)))
            row = Row(row.values, evidence, (*row.nodes, *vaguer[core].nodes))
        kept.append((core, row))
    return [r for core, r in kept if r.values.get(question.fuller) is not None or core not in told]


def sort_key(question: Question) -> Callable[[Row], tuple[tuple[bool, str], ...]]:
    """Return the order of a question's rows: by its ``order`` columns, then all others; empty cells last."""
    names = dict.fromkeys((*question.order, *(column.name for column in question.columns)))

    def key(row: Row) -> tuple[tuple[bool, str], ...]:
        return tuple((row.values.get(name) is None, str(row.values.get(name)).casefold()) for name in names)

    return key
