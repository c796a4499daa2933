"""Governance graphs of any size with the shape of the real one, as N-Quads: seeded, streamed, in constant memory.

The graph is made of worlds, each at most as large as the real graph and with its shape (``tests/bench/shape.py``): as
many people to a company, as many seats to a person, as many passages to a situation. So a graph ten times as large has
ten times as many foundations, and a foundation has as many members as before. Of the ends of links, :data:`CROSSING`
lie in other worlds, which ties the worlds together. A world is made from the seed and its number alone.

Run: python -m tests.bench.generate QUADS [SEED] > graph.nq
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from random import Random

from stewards.namespaces import BASE, DCTERMS, DERIVED_GRAPH, FOAF, ID, INDEX_GRAPH, ORG, RDF, SCHEMA, SKOS, SOURCE, STW
from stewards.quads.nquads import date
from tests.bench.shape import EVIDENCE, KINDS, PASSAGES, RANKS, RELATIONS, ROLES, TIERS

#: How many ends of links lie in another world; worlds are this project's device, so nothing measures it.
CROSSING = 0.02
#: As many quads as a world of the real graph's size has, counted: less than the real graph, which also has releases,
#: licences and descriptions.
WORLD = 1_074_000

_PATHS = {"person": "person", "company": "org", "foundation": "org", "project": "project", "body": "body"}
_SALTS = {kind: salt for salt, kind in enumerate(_PATHS)}
_CLASSES = {
    "person": FOAF + "Person",
    "company": ORG + "Organization",
    "foundation": ORG + "Organization",
    "project": STW + "Project",
    "body": STW + "GoverningBody",
}
#: For each relation: its path in IRIs, its class, and the property and kind of both ends.
_SITUATIONS = {
    "works-on": ("tenure", "Tenure", ORG + "member", "person", ORG + "organization", "project"),
    "sits-on": ("tenure", "Tenure", ORG + "member", "person", ORG + "organization", "body"),
    "employed-by": ("tenure", "Tenure", ORG + "member", "person", ORG + "organization", "company"),
    "member-of": ("membership", "CorporateMembership", ORG + "member", "company", ORG + "organization", "foundation"),
    "hosted-by": ("hosting", "Hosting", STW + "hostedProject", "project", STW + "host", "foundation"),
    "part-of": ("parent", "ParentRelation", STW + "child", "project", STW + "parent", "project"),
    "funds": ("funding", "Funding", STW + "funder", "company", STW + "recipient", "foundation"),
}
#: Relations whose first end are the last of their kind, so that everybody has some link.
_LAST = frozenset(("sits-on", "funds", "part-of"))
_SHORTCUTS = {
    "committer": "committerOf",
    "maintainer": "maintainerOf",
    "technical-committee-member": "technicalCommitteeMemberOf",
    "steering-committee-member": "steeringCommitteeMemberOf",
    "employee": "employedBy",
    "corporate-member": "corporateMemberOf",
}
_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()  # noqa: SIM905
_MASK = (1 << 64) - 1
Emit = Callable[[str], None]


def worlds(quads: int, seed: int = 7) -> Iterator[list[str]]:
    """Yield about as many quads as are asked for, as lines of N-Quads, a world of a million or so at a time."""
    number = max(1, ceil(quads / WORLD))
    for place in range(number):
        yield World(place, number, quads / number / WORLD, seed).lines()


def name_of(kind: str, world: int, number: int) -> str:
    """Return the name of a thing: two made-up words and where it stands."""
    mixed = _mixed(number, world, _SALTS[kind])
    parts = [_SYLLABLES[(mixed >> shift) % 20] for shift in (8, 16, 24, 32, 40)]
    return f"{parts[0]}{parts[1]} {parts[2]}{parts[3]}{parts[4]} {world}-{number}".title()


def iri_of(kind: str, world: int, number: int) -> str:
    """Return the address of a thing."""
    return f"{ID}{_PATHS[kind]}/{name_of(kind, world, number).lower().replace(' ', '-')}"


def _mixed(number: int, world: int, salt: int) -> int:
    """Return sixteen scattered bytes, different for each number."""
    mixed = ((number << 24 | world << 8 | salt) * 0x9E3779B97F4A7C15) & _MASK
    return ((mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9) & _MASK


@dataclass(slots=True)
class World:
    """One of several worlds of a graph, as large as the real one times ``scale``."""

    place: int
    number: int
    scale: float
    seed: int

    def size(self, count: int) -> int:
        """Return how many there are of what the real graph has ``count`` of."""
        return max(1, round(count * self.scale))

    def lines(self) -> list[str]:
        """Return the world's quads."""
        made = _Writing(self, Random(f"{self.seed} {self.place}"))
        made.documents()
        for kind in _PATHS:
            made.things(kind)
        for relation in _SITUATIONS:
            made.situations(relation)
        made.governing()
        return made.lines

    def links(self) -> Iterator[tuple[str, str, str]]:
        """Yield the links of such a world without its text: the relation, and both ends."""
        made = _Writing(self, Random(f"{self.seed} {self.place}"))
        for relation in _SITUATIONS:
            for one, other in made.links(relation):
                yield relation, one[1:-1], other[1:-1]


class _Writing:
    def __init__(self, world: World, chance: Random) -> None:
        self.lines: list[str] = []
        self._world, self._chance = world, chance
        self._count = 0
        self._documents = [f"<{SOURCE}world-{world.place}/{n}>" for n in range(world.size(KINDS["document"]))]
        self._dates = [self._day(2015, 2026) for _ in self._documents]
        self._passages = world.size(KINDS["passage"])
        self._evidence = list(accumulate(share for _, share in EVIDENCE))

    def _day(self, first: int, last: int) -> str:
        draw = self._chance.randrange
        return date(f"{draw(first, last)}-{draw(1, 13):02}-{draw(1, 29):02}")

    def documents(self) -> None:
        """Write the documents and their passages, the first documents being the longest."""
        emit = self.lines.append
        for number, document in enumerate(self._documents):
            emit(f"{document} <{RDF}type> <{STW}SourceDocument> .\n")
            emit(f'{document} <{DCTERMS}title> "World {self._world.place}, document {number}" .\n')
            emit(f'{document} <{DCTERMS}publisher> "Publisher {number % 60}" .\n')
            emit(f'{document} <{STW}format> "landscape" .\n')
            emit(f"{document} <{SCHEMA}url> <https://example.org/{self._world.place}/{number}> .\n")
            emit(f"{document} <{STW}asOf> {self._dates[number]} .\n")
        for line in range(self._passages):
            document = self._documents[self._document_of(line)]
            passage = self._passage(line)
            for end in (" .\n", f" {document} .\n"):
                emit(f"{passage} <{RDF}type> <{STW}Evidence>{end}")
                emit(f"{passage} <{STW}inDocument> {document}{end}")
                emit(f'{passage} <{STW}locator> "line {line}"{end}')

    def _document_of(self, passage: int) -> int:
        share = (passage + 0.5) / self._passages
        return min(int(interpolated(PASSAGES, share) * len(self._documents)), len(self._documents) - 1)

    def _passage(self, line: int) -> str:
        return f"{self._documents[self._document_of(line)][:-1]}#line-{line}>"

    def things(self, kind: str) -> None:
        """Write the things of a kind, with their names and the index of these."""
        emit, place = self.lines.append, self._world.place
        for number in range(self._world.size(KINDS[kind])):
            thing, name = f"<{iri_of(kind, place, number)}>", name_of(kind, place, number)
            emit(f"{thing} <{RDF}type> <{_CLASSES[kind]}> .\n")
            emit(f'{thing} <{SKOS}prefLabel> "{name}" .\n')
            emit(f'{thing} <{STW}nameKey> "{name.lower().replace("-", " ")}" <{INDEX_GRAPH}> .\n')
            if kind == "foundation":
                emit(f"{thing} <{RDF}type> <{STW}Foundation> .\n")
            elif kind == "company":
                emit(f'{thing} <{STW}domain> "{name.split()[1].lower()}-{place}-{number}.example" .\n')
            elif kind == "person" and number % 3 == 0:
                emit(f'{thing} <{STW}githubLogin> "{name.split()[1].lower()}{place}x{number}" .\n')

    def links(self, relation: str) -> Iterator[tuple[str, str]]:
        """Yield both ends of each situation of a relation."""
        _, _, _, one_kind, _, other_kind = _SITUATIONS[relation]
        number, ends = RELATIONS[relation]
        size = self._world.size(number)
        # Every share of the links comes up once at either end, or the many with one link would have none or two.
        for place, share in enumerate(self._chance.sample(range(size), size)):
            one = self._end(one_kind, ends[0], place / size, last=relation in _LAST)
            yield one, self._end(other_kind, ends[1], share / size, last=False)

    def situations(self, relation: str) -> None:
        """Write the situations of a relation."""
        path, cls, one_property, _, other_property, _ = _SITUATIONS[relation]
        for one, other in self.links(relation):
            said = [(RDF + "type", f"<{STW}{cls}>"), (one_property, one), (other_property, other)]
            if path in ("tenure", "membership"):
                role = self._role(relation)
                said.append((ORG + "role", f"<{BASE}role/{role}>"))
                if shortcut := _SHORTCUTS.get(role):
                    self.lines.append(f"{one} <{STW}{shortcut}> {other} <{DERIVED_GRAPH}> .\n")
            whole = self._situation(path, said)
            if path == "membership" or (path == "hosting" and self._chance.random() < 0.6):
                self._phase(whole, path)

    def _role(self, relation: str) -> str:
        if relation in ROLES:
            names, shares = zip(*ROLES[relation], strict=True)
            return str(self._chance.choices(names, shares)[0])
        return "employee" if relation == "employed-by" else "corporate-member"

    def _end(self, kind: str, pool: tuple[int, tuple[float, ...]], share: float, *, last: bool) -> str:
        """Return one end of a link: the thing that has this share of the links, counted from those with most."""
        world, size = self._world.place, self._world.size(KINDS[kind])
        if self._world.number > 1 and self._chance.random() < CROSSING:
            world = self._chance.randrange(self._world.number)
        among = min(self._world.size(pool[0]), size)
        place = min(int(interpolated(pool[1], share) * among), among - 1)
        return f"<{iri_of(kind, world, place + size - among if last else place)}>"

    def _phase(self, whole: str, path: str) -> None:
        property_, scheme = ("membershipTier", "tier") if path == "membership" else ("maturityLevel", "maturity")
        names, shares = zip(*TIERS, strict=True)
        level = (
            self._chance.choices(names, shares)[0]
            if scheme == "tier"
            else self._chance.choice(["sandbox", "graduated"])
        )
        said = [
            (RDF + "type", f"<{STW}Phase>"),
            (STW + "phaseOf", whole),
            (STW + property_, f"<{BASE}{scheme}/{level}>"),
        ]
        self._situation("phase", said)

    def _situation(self, path: str, said: list[tuple[str, str]]) -> str:
        """Write a situation to the whole and to the graph of each document that shows it, and return it."""
        self._count += 1
        node = f"<{ID}{path}/{_mixed(self._count, self._world.place, 255):016x}>"
        lines = [self._chance.randrange(self._passages) for _ in range(self._often())]
        shown = {self._document_of(line): line for line in lines}
        days = sorted(self._dates[document] for document in shown)
        dates = [(STW + "firstObserved", days[0]), (STW + "lastObserved", days[-1])]
        if self._chance.random() < 0.2:
            dates.append((STW + "startDate", self._day(2010, 2015)))
        text = [f"{node} <{predicate}> {term}" for predicate, term in (*said, *dates)]
        for end in ("", *(f" {self._documents[document]}" for document in shown)):
            self.lines += [f"{line}{end} .\n" for line in text]
        for document, line in shown.items():
            cited = f"{node} <{STW}hasEvidence> {self._passage(line)}"
            self.lines += (f"{cited} .\n", f"{cited} {self._documents[document]} .\n")
        return node

    def _often(self) -> int:
        """Return how many passages a situation has."""
        return EVIDENCE[min(bisect_left(self._evidence, self._chance.random()), len(EVIDENCE) - 1)][0]

    def governing(self) -> None:
        """Write which bodies govern what: most a project, some a foundation."""
        kinds = ("steering-committee", "technical-committee", "working-group", "team")
        for number in range(min(self._world.size(KINDS["body"]), self._world.size(RELATIONS["governs"][0]))):
            body = f"<{iri_of('body', self._world.place, number)}>"
            kind, place = ("foundation", number // 12) if number % 12 == 0 else ("project", number)
            governed = f"<{iri_of(kind, self._world.place, place % self._world.size(KINDS[kind]))}>"
            classified = "governing-board" if kind == "foundation" else kinds[number % 4]
            self.lines.append(f"{body} <{STW}governs> {governed} .\n")
            self.lines.append(f"{body} <{ORG}classification> <{BASE}bodytype/{classified}> .\n")


def interpolated(curve: tuple[float, ...], share: float) -> float:
    """Return the rank, from 0 to 1, up to which things have a share of all links."""
    right = max(1, bisect_left(curve, share))
    low, high = curve[right - 1], curve[right]
    within = (share - low) / (high - low) if high > low else 0.0
    return RANKS[right - 1] + within * (RANKS[right] - RANKS[right - 1])


def main() -> None:
    quads, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 7
    for lines in worlds(quads, seed):
        sys.stdout.writelines(lines)


if __name__ == "__main__":
    main()
