"""Lenses: one company or its whole group, decided when a question is asked, never written into the facts.

``employer`` shows companies as the sources name them. ``group`` shows each under the company at the top of its group on
the day asked about; ``group-today`` under the one of today. Red Hat's seats stay Red Hat's; under ``group`` they count
as IBM's from the day IBM owned it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from stewards.asking.answers import Column, EntityValue, Row, Value
from stewards.errors import RequestError
from stewards.namespaces import BASE
from stewards.reading.nodes import labels
from stewards.reading.rows import select
from stewards.reading.times import read_times
from stewards.stores.store import Store
from stewards.validity import CERTAIN, NO, UNKNOWN, Times

EMPLOYER, GROUP, GROUP_TODAY = "employer", "group", "group-today"
LENSES = (EMPLOYER, GROUP, GROUP_TODAY)
#: The parent relations that make a group. Part of a foundation, a series or a share of unknown size make none.
OWNERSHIP = frozenset(f"{BASE}relation/{kind}" for kind in ("subsidiary", "acquired", "business-unit"))
#: The column that names the company itself where a row shows its group.
THROUGH = Column("through", "Through")

_RELATIONS = f"""SELECT ?node ?child ?parent ?kind WHERE {{
  VALUES ?kind {{ {" ".join(f"<{kind}>" for kind in sorted(OWNERSHIP))} }}
  ?node stw:relationKind ?kind ; stw:child ?child ; stw:parent ?parent }}"""


def check_lens(lens: str) -> str:
    """Return the lens's name; raise :class:`RequestError` when there is none of that name."""
    if lens not in LENSES:
        raise RequestError(f"there is no lens {lens!r}: choose from {', '.join(LENSES)}")
    return lens


@dataclass(slots=True)
class Groups:
    """Who owned whom on a day: each company's parent, and the relation that says so."""

    day: str
    parents: dict[str, str] = field(default_factory=dict)
    relations: dict[str, str] = field(default_factory=dict)

    def head(self, company: str) -> str:
        """Return the company at the top of a company's group; in a ring of owners, the first of them by name."""
        seen = [company]
        while (parent := self.parents.get(seen[-1])) is not None:
            if parent in seen:
                return min(seen[seen.index(parent) :])
            seen.append(parent)
        return seen[-1]

    def path(self, company: str) -> list[str]:
        """Return the relations that lead from a company to the top of its group."""
        found, head = [], self.head(company)
        while company != head:
            found.append(self.relations[company])
            company = self.parents[company]
        return found

    def between(self, one: str, other: str) -> list[str]:
        """Return the relations that make two companies members of one group: the path of each, to where they meet."""
        paths = self.path(one), self.path(other)
        return [r for path in paths for r in path if (r in paths[0]) != (r in paths[1])]

    def members(self, company: str) -> list[str]:
        """Return every company with the same head, the head included, in order."""
        head = self.head(company)
        return sorted({company, head, *(child for child in self.parents if self.head(child) == head)})


def read_groups(store: Store, day: str) -> Groups:
    """Return who owned whom on an ISO day, who owns whom today for "" (ever).

    Where sources name two owners at once, the relation that is certain on the day goes before one that is possible,
    then the one that began last.
    """
    day = day or date.today().isoformat()
    groups = Groups(day)
    candidates: dict[str, list[tuple[bool, str, str, str]]] = defaultdict(list)
    for relation in ownership(store):
        holds, since = relation.times.hold_on(day), relation.times.since
        if holds not in (NO, UNKNOWN):
            ranked = (holds == CERTAIN, since.first if since else "", relation.iri, relation.parent)
            candidates[relation.child].append(ranked)
    for child, found in candidates.items():
        _, _, groups.relations[child], groups.parents[child] = max(found)
    return groups


@dataclass(frozen=True, slots=True)
class Ownership:
    """One company being owned by another, over a time."""

    iri: str
    child: str
    parent: str
    times: Times


def ownership(store: Store) -> list[Ownership]:
    """Return who owned whom, and when, in the whole graph."""
    return store.recall("ownership", lambda: _ownership(store))


def _ownership(store: Store) -> list[Ownership]:
    rows = select(store, _RELATIONS)
    times = read_times(store, {str(row["node"]) for row in rows})
    return [Ownership(n := str(row["node"]), str(row["child"]), str(row["parent"]), times[n]) for row in rows]


def ever_of_group(store: Store, company: str) -> set[str]:
    """Return a company with all that ever belonged to one group with it, on whatever day."""
    near: dict[str, set[str]] = defaultdict(set)
    for relation in ownership(store):
        near[relation.child].add(relation.parent)
        near[relation.parent].add(relation.child)
    found, waiting = {company}, [company]
    while waiting:
        new = near[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def groups_for(store: Store, lens: str, day: str) -> Groups | None:
    """Return the groups a lens shows for a question about a day ("" for ever), None for the lens ``employer``."""
    if lens == EMPLOYER:
        return None
    return read_groups(store, "" if lens == GROUP_TODAY else day)


def lift(store: Store, groups: Groups, records: Iterable[Row], columns: Iterable[str]) -> list[Row]:
    """Return rows whose companies are replaced by the heads of their groups, with the evidence for that.

    The company itself goes to the column ``through``. Only the columns named are looked at.
    """
    records, names = list(records), list(columns)
    companies = {v.iri for row in records for name in names if isinstance(v := row.values.get(name), EntityValue)}
    heads = {iri: groups.head(iri) for iri in companies}
    titles = labels(store, heads.values())
    return [_lifted(row, names, heads, titles, groups) for row in records]


def _lifted(row: Row, names: list[str], heads: Mapping[str, str], titles: Mapping[str, str], groups: Groups) -> Row:
    values: dict[str, Value] = dict(row.values)
    through, nodes = [], list(row.nodes)
    for name in names:
        value = values.get(name)
        if isinstance(value, EntityValue) and heads[value.iri] != value.iri:
            values[name] = EntityValue(titles[heads[value.iri]], heads[value.iri])
            through.append(value)
            nodes += groups.path(value.iri)
    values[THROUGH.name] = through[0] if len(set(through)) == 1 else ", ".join(map(str, through)) or None
    return replace(row, values=values, evidence=(), nodes=tuple(nodes))
