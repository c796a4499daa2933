"""Changes told one by one: what began and ended, which level followed on which, how people came to roles and left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stewards.namespaces import BASE, ORG, STW
from stewards.reading.events import kind_of_event
from stewards.reading.holdings import EMPLOYEE, Holding, holdings_of
from stewards.reading.nodes import NodeRead, labels
from stewards.reading.relations import names_in, phases_of, sides
from stewards.reckoning.changing import (
    LEVELS,
    WHAT,
    When,
    closing,
    is_employment,
    linked,
    on,
    opening,
    seen_before_start,
    still_listed,
    word_for,
)
from stewards.stores.store import Store

_MEMBER = f"{BASE}role/corporate-member"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: when, in a word, what it was about, what was before and after, and the situations that say so."""

    when: When
    word: str
    what: str
    before: str = ""
    after: str = ""
    nodes: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What a second source may say of the same change."""
        return self.word, self.what, self.before, self.after, "" if self.word == "moved" else str(self.when)


def situations(store: Store, nodes: Mapping[str, NodeRead]) -> Iterator[Change]:
    """Yield what began and ended, tenures and employments left out, and the levels that changed within it."""
    phases: dict[str, list[NodeRead]] = defaultdict(list)
    for phase in phases_of(store, nodes).values():
        phases[str(phase.first(STW + "phaseOf"))].append(phase)
    names = names_in(store, [*nodes.values(), *(phase for found in phases.values() for phase in found)])
    for node in nodes.values():
        if kind_of_event(node):
            yield from _events(node, names)
        elif not _is_tenure(node):
            levels = sorted((p for p in phases[node.iri] if opening(p.times)), key=_opened)
            yield from beginning_and_end(node, levels, names)
            yield from _levels(node, levels, names)


def _is_tenure(node: NodeRead) -> bool:
    role = node.first(ORG + "role")
    return role is not None and role != _MEMBER


def _opened(node: NodeRead) -> tuple[str, str]:
    found = opening(node.times)
    return (found.high.first if found else "", node.iri)


def _level(phase: NodeRead, names: Mapping[str, str]) -> str:
    return next(names[str(value)] for name in LEVELS if (value := phase.first(name)) is not None)


def _events(node: NodeRead, names: Mapping[str, str]) -> Iterator[Change]:
    """Yield a change of name, or of hands; other events change nothing by themselves."""
    kind = kind_of_event(node)

    def name(predicate: str) -> str:
        return ", ".join(sorted(names.get(str(term), str(term)) for term in node.values.get(STW + predicate, ())))

    if kind == "rename" and node.times.on:
        yield Change(on(node.times.on), "renamed", name("renamed"), name("formerName"), name("newName"), (node.iri,))
    if kind == "transfer" and node.times.on:
        parties = name("transferredProject"), name("fromSteward"), name("toSteward")
        yield Change(on(node.times.on), "passed on", *parties, (node.iri,))


def beginning_and_end(node: NodeRead, levels: Sequence[NodeRead], names: Mapping[str, str]) -> Iterator[Change]:
    """Yield how a situation began and ended, with the level that it had then."""
    first, last = ([_level(phase, names) for phase in some] for some in (levels[:1], levels[-1:]))
    begins, ends, seen = opening(node.times), closing(node.times), node.times.start is None
    for side in sides(node, names):
        what = side.sentence(WHAT, names)
        if begins:
            word = "first listed" if seen or seen_before_start(node.times) else word_for(side, begins=True)
            yield Change(begins, word, what, after="".join(first), nodes=(node.iri,))
        if ends:
            yield Change(ends, word_for(side, begins=False), what, before="".join(last), nodes=(node.iri,))


def _levels(node: NodeRead, levels: Sequence[NodeRead], names: Mapping[str, str]) -> Iterator[Change]:
    """Yield each change from one level to the next; two at once are a disagreement, and none."""
    what = "; ".join(side.sentence("{subject} in {object}", names) for side in sides(node, names))
    for old, new in pairwise(levels):
        begins, seen = opening(new.times), old.times.last_observed or (old.times.end or old.times.start)
        if begins is None or seen is None or seen.first > begins.high.last or _level(old, names) == _level(new, names):
            continue
        when = on(begins.high) if new.times.start else When(seen, begins.high)
        word = next(word for name, word in LEVELS.items() if new.first(name) is not None)
        yield Change(when, word, what, _level(old, names), _level(new, names), (old.iri, new.iri))


def terms(store: Store, nodes: Mapping[str, NodeRead]) -> Iterator[Change]:
    """Yield how people came to their roles, went on in them or to others, and left."""
    touched = [node for node in nodes.values() if _is_tenure(node) and not is_employment(node)]
    pairs = {(str(node.first(ORG + "member")), str(node.first(ORG + "organization"))) for node in touched}
    held: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    for holding in holdings_of(store, {holder for holder, _ in pairs}):
        if (holding.holder, holding.place) in pairs and holding.role not in (EMPLOYEE, _MEMBER):
            held[holding.holder, holding.place].append(holding)
    every = [holding for found in held.values() for holding in found]
    names = labels(store, {iri for h in every for iri in (h.holder, h.place, h.role, h.on_behalf) if iri})
    for found in held.values():
        yield from _story(found, names)


def _story(holdings: Sequence[Holding], names: Mapping[str, str]) -> Iterator[Change]:
    """Tell of the tenures of one holder at one place."""
    links = linked(holdings)
    ended_in_another = {link.before.iri for link in links if link.before}
    for link in links:
        holding, begins = link.holding, opening(link.holding.times)
        what = f"{names[holding.holder]}: {names[holding.role]}, {names[holding.place]}"
        behalf = f"for {names[holding.on_behalf]}" if holding.on_behalf else ""
        if link.before and begins:
            yield _going_on(link.before, holding, begins, what, names)
        elif begins:
            listed_first = holding.times.start is None or seen_before_start(holding.times)
            yield Change(begins, "first listed" if listed_first else "joined", what, "", behalf, (holding.iri,))
        if holding.times.start and seen_before_start(holding.times):
            until = f"until {holding.times.end}" if holding.times.end else ""
            yield Change(on(holding.times.start), "new term", what, "", until, (holding.iri,))
        if holding.times.end and still_listed(holding.times):
            after = f"still listed on {holding.times.last_observed}"
            yield Change(on(holding.times.end), "term ended", what, "", after, (holding.iri,))
        elif (ends := closing(holding.times)) and holding.iri not in ended_in_another:
            yield Change(ends, "left", what, behalf, "", (holding.iri,))


def _going_on(before: Holding, after: Holding, begins: When, what: str, names: Mapping[str, str]) -> Change:
    """Return a change from one tenure to the next: of role, of whom it is for, or a new term of the same."""
    nodes = before.iri, after.iri
    if before.role != after.role:
        holder = f"{names[after.holder]}: {names[after.place]}"
        return Change(begins, "changed role", holder, names[before.role], names[after.role], nodes)
    if before.on_behalf != after.on_behalf:
        when = (
            begins
            if after.times.start or not before.times.last_observed
            else When(before.times.last_observed, begins.high)
        )
        old, new = (names[iri] if iri else "" for iri in (before.on_behalf, after.on_behalf))
        return Change(when, "moved", names[after.holder], old, new, nodes)
    old, new = (f"until {h.times.end}" if h.times.end else "" for h in (before, after))
    return Change(begins, "new term", what, old, new, nodes)
