"""Groups of references that mean the same entity, and why each two were joined or kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from stewards.model import Reference

#: Marks that keep two groups apart whatever else speaks for joining them; all others only outweigh names and domains.
BINDING = ("curated", "decision", "parent")


@dataclass(frozen=True, slots=True)
class Join:
    """Two references that were taken for the same, and the evidence."""

    first: Reference
    second: Reference
    evidence: str


@dataclass(frozen=True, slots=True)
class HeldApart:
    """Two references that some evidence connects and that were not joined, and why not.

    ``uncertain`` pairs wait for a person to decide.
    """

    shared: str
    first: Reference
    second: Reference
    reason: str
    uncertain: bool = False


class Clusters:
    """Union-find over references (Tarjan 1975, with path halving) whose groups carry marks that must not mix.

    A mark is a scheme with a value, such as the key of a curated entity. Two groups that carry different values of one
    scheme and none in common are not joined.
    """

    def __init__(self, items: Iterable[Reference]) -> None:
        self._parent = {item: item for item in items}
        self._marks: dict[Reference, dict[str, frozenset[str]]] = defaultdict(dict)
        self.joins: list[Join] = []
        self.held_apart: list[HeldApart] = []

    def mark(self, item: Reference, scheme: str, value: str) -> None:
        """Give an item's group one more value of a scheme."""
        marks = self._marks[self.root(item)]
        marks[scheme] = marks.get(scheme, frozenset()) | {value}

    def marked(self, item: Reference, scheme: str) -> frozenset[str]:
        """Return the values of a scheme that an item's group carries."""
        return self._marks[self.root(item)].get(scheme, frozenset())

    def root(self, item: Reference) -> Reference:
        """Return the item that stands for a group."""
        parent = self._parent
        while parent[item] is not item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def same(self, first: Reference, second: Reference) -> bool:
        """Return whether two items are in one group."""
        return self.root(first) is self.root(second)

    def conflict(self, first: Reference, second: Reference, *, binding_only: bool) -> str:
        """Return what keeps two groups apart, in words; "" when nothing does."""
        one, other = self._marks[self.root(first)], self._marks[self.root(second)]
        for scheme in one.keys() & other.keys():
            if one[scheme].isdisjoint(other[scheme]) and (not binding_only or scheme.split(" ")[0] in BINDING):
                if scheme.startswith("decision"):
                    return "it was decided that they differ"
                if scheme.startswith("parent"):
                    return "one is said to be part of the other"
                return f"{scheme}: {', '.join(sorted(one[scheme]))} here, {', '.join(sorted(other[scheme]))} there"
        return ""

    def join(self, first: Reference, second: Reference, evidence: str, *, identifier: bool = False) -> bool:
        """Join two groups on some evidence, unless marks forbid it, which is noted.

        On an identifier only binding marks forbid it; on names and domains every mark does.
        """
        a, b = self.root(first), self.root(second)
        if a is b:
            return True
        if why := self.conflict(a, b, binding_only=identifier):
            self.held_apart.append(HeldApart(evidence, first, second, why))
            return False
        self._parent[b] = a
        for scheme, values in self._marks.pop(b, {}).items():
            self._marks[a][scheme] = self._marks[a].get(scheme, frozenset()) | values
        self.joins.append(Join(first, second, evidence))
        return True

    def still_apart(self) -> list[HeldApart]:
        """Return the pairs that are apart in the end; what marks keep apart by then waits for no decision."""
        apart = [held for held in self.held_apart if not self.same(held.first, held.second)]
        whys = [held.uncertain and self.conflict(held.first, held.second, binding_only=False) for held in apart]
        return [
            replace(held, reason=why, uncertain=False) if why else held for held, why in zip(apart, whys, strict=True)
        ]

    def groups(self) -> dict[Reference, list[Reference]]:
        """Return the members of every group, by the item that stands for it."""
        found: dict[Reference, list[Reference]] = defaultdict(list)
        for item in self._parent:
            found[self.root(item)].append(item)
        return found
