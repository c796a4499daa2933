"""The group a company belongs to: parents above it, subsidiaries below it, and the names it had, on a day."""

from __future__ import annotations

from stewards.asking.answers import EntityValue, Findings, Row, Value
from stewards.asking.asked import Asked, dated_values, notes_on_later
from stewards.namespaces import STW
from stewards.reading.nodes import NodeRead, labels, read_nodes
from stewards.reading.rows import batched
from stewards.stores.store import Store
from stewards.validity import CERTAIN, NO, UNKNOWN

_EMPTY: dict[str, Value] = {"since": None, "until": None, "last_confirmed": None, "certainty": None}


def run(store: Store, asked: Asked) -> Findings:
    """Return the relations in force upwards, then downwards, then the renames up to the day."""
    company = asked.entities["company"].iri
    up, later_up = _walk(store, asked.day, company, STW + "child", STW + "parent", "parent")
    down, later_down = _walk(store, asked.day, company, STW + "parent", STW + "child", "subsidiary")
    rows = [*up, *down, *_renames(store, asked.day, company)]
    return Findings(rows, notes_on_later(later_up + later_down, asked.day))


def _walk(store: Store, day: str, company: str, near: str, far: str, word: str) -> tuple[list[Row], int]:
    """Follow parent relations from ``company`` in one direction, nearest first; a ring of owners is walked once.

    Return the rows, and how many relations are first recorded after the day.
    """
    rows: list[Row] = []
    later = 0
    level, seen = [company], {company}
    while level:
        found = batched(store, f"SELECT ?node ?near WHERE {{ ?node <{near}> ?near }}", "near", level)
        reached = []
        for node in read_nodes(store, [str(row["node"]) for row in found]).values():
            holds = node.times.hold_on(day) if day else CERTAIN
            later += holds == UNKNOWN
            if holds not in (NO, UNKNOWN):
                reached.append(_row(store, node, near, far, word, holds if day else ""))
        rows += sorted(reached, key=lambda row: (str(row.values["of"]), str(row.values["company"])))
        level = [iri for iri in dict.fromkeys(_company(row).iri for row in reached) if iri not in seen]
        seen |= set(level)
    return rows, later


def _company(row: Row) -> EntityValue:
    company = row.values["company"]
    assert isinstance(company, EntityValue)
    return company


def _row(store: Store, node: NodeRead, near: str, far: str, word: str, certainty: str) -> Row:
    kind = node.first(STW + "relationKind")
    ends = str(node.first(near)), str(node.first(far))
    names = labels(store, {*ends, str(kind or ends[0])})
    values: dict[str, Value] = {
        "relation": word,
        "company": EntityValue(names[ends[1]], ends[1]),
        "of": EntityValue(names[ends[0]], ends[0]),
        "detail": names[str(kind)] if kind else None,
    }
    return Row(values | dated_values(node.times, certainty), node.evidence, (node.iri,))


def _renames(store: Store, day: str, company: str) -> list[Row]:
    found = batched(store, "SELECT ?node ?entity WHERE { ?node stw:renamed ?entity }", "entity", [company])
    label = EntityValue(labels(store, [company])[company], company)
    rows = []
    for node in read_nodes(store, [str(row["node"]) for row in found]).values():
        on = node.times.on
        if on is None or not day or on.first <= day:
            former, new = node.first(STW + "formerName"), node.first(STW + "newName")
            values: dict[str, Value] = {"relation": "former name", "company": label, "of": label}
            values |= {"detail": f"{former}, renamed {new}"} | _EMPTY | {"until": str(on) if on else None}
            rows.append(Row(values, node.evidence, (node.iri,)))
    return sorted(rows, key=lambda row: str(row.values["until"]))
