"""Who goes on under another name: renames of projects and logins, recognised where a list changes.

A person has changed login where one revision drops a row and adds another with the same name in the same role and
place. A project or body was renamed where it leaves the list for good in the revision in which another of its kind
first appears, and the two share people: at least two, at least two thirds of the smaller group, and more than either
shares with any other that comes or goes then. Organisations are never taken for renamed: an employer that changes is
a change of employer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from stewards.model import Phase, Profile, Record, Reference, Tenure, links
from stewards.sources.stretches import Stretch
from stewards.values import name_key, organisation_key, slug

FEWEST_SHARED = 2
SHARED_PART = 2 / 3

#: What stands for an entity within one source: its kind and its strongest identifier, or else its name.
Who = tuple[str, Hashable]
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Renamed:
    """A project or body that is listed under another name from a revision on."""

    former: Who
    new: Who
    revision: int
    #: Where that revision lists the new name.
    place: str


@dataclass(slots=True)
class Names:
    """What the entities of a history are called: the newest reference to each, and those it replaced."""

    newest: dict[Who, tuple[int, Reference]] = field(default_factory=dict)
    written: dict[Who, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    _later: dict[Who, Who] = field(default_factory=dict)
    _earlier: dict[Who, dict[Who, None]] = field(default_factory=lambda: defaultdict(dict))

    def who(self, reference: Reference) -> Who:
        """Return what stands for the entity, under its latest name."""
        who = self.plain(reference)
        while who in self._later:
            who = self._later[who]
        return who

    @staticmethod
    def plain(reference: Reference) -> Who:
        """Return what stands for the entity as it is written here."""
        if reference.identifiers:
            return reference.kind, reference.identifiers[0]
        key = organisation_key if reference.kind == "organisation" else name_key
        return reference.kind, key(reference.name)

    def note(self, reference: Reference, last: int) -> None:
        """Remember a reference that was written up to the revision ``last``."""
        who = self.plain(reference)
        self.written[who][reference.name] = None
        if last >= self.newest.get(who, (-1, reference))[0]:
            self.newest[who] = last, reference

    def unite(self, former: Who, new: Who) -> None:
        """Let ``former`` be an earlier name of ``new``."""
        while former in self._later:
            former = self._later[former]
        while new in self._later:
            new = self._later[new]
        if former != new:
            self._later[former] = new
            self._earlier[new].update({former: None, **self._earlier.pop(former, {})})

    def reference(self, reference: Reference) -> Reference:
        """Return the entity under its latest name, with the identifiers of its earlier ones."""
        who = self.who(reference)
        newest = self.newest[who][1]
        own = dict.fromkeys(newest.identifiers)
        earlier = (pair for other in self._earlier.get(who, ()) for pair in self.newest[other][1].identifiers)
        return replace(newest, identifiers=tuple({**own, **dict.fromkeys(earlier)}))

    def others(self, who: Who) -> tuple[str, ...]:
        """Return the names an entity was listed under before."""
        names = [name for each in (who, *self._earlier.get(who, ())) for name in self.written[each]]
        return tuple(dict.fromkeys(name for name in names if name and name != self.newest[who][1].name))

    def thing(self, record: Record) -> Hashable:
        """Return what makes a record the same thing in any revision: its kind and the parties, not its details."""
        parts: list[Hashable] = [type(record).__name__]
        if isinstance(record, Phase):
            parts.append(self.thing(record.of))
        if isinstance(record, Profile):
            parts.append(self.who(record.subject))
        return *parts, *(self._part(getattr(record, name)) for name, spec in links(type(record)) if spec.key)

    def _part(self, value: Any) -> Hashable:
        if isinstance(value, tuple):
            return frozenset(self._part(item) for item in value)
        return self.who(value) if isinstance(value, Reference) else value

    def renew(self, record: R) -> R:
        """Return a record with every entity under its latest name."""
        return replace(record, **{spec.name: self._renewed(getattr(record, spec.name)) for spec in fields(record)})

    def _renewed(self, value: Any) -> Any:
        if isinstance(value, Reference):
            return self.reference(value)
        if isinstance(value, Record):
            return self.renew(value)
        return tuple(self._renewed(item) for item in value) if isinstance(value, tuple) else value


def set_aside_company_logins(stretches: Iterable[Stretch], scope: str) -> None:
    """Know people by their names where a company stands in the place of their login.

    A login is taken for a company where the list names it as the employer of at least two people: columns that were
    mixed up for a day would otherwise make one person of all that company's people.
    """
    employed: dict[str, set[str]] = defaultdict(set)
    for _, record in _tenures(stretches):
        if record.role == "employee":
            employed[slug(record.organisation.name)].add(record.member.name)
    companies = {company for company, people in employed.items() if len(people) >= FEWEST_SHARED}
    for stretch, record in _tenures(stretches):
        if any(scheme == "github" and value in companies for scheme, value in record.member.identifiers):
            by_name = (("named-in", f"{scope}/{slug(record.member.name)}"),)
            stretch.record = replace(record, member=replace(record.member, identifiers=by_name))


def unite_logins(stretches: Iterable[Stretch], names: Names) -> None:
    """Recognise people who changed their login."""
    left: dict[Hashable, set[Who]] = defaultdict(set)
    came: dict[Hashable, set[Who]] = defaultdict(set)
    for stretch, record in _tenures(stretches):
        if record.member.kind == "person" and record.role != "employee" and record.member.name:
            row = name_key(record.member.name), names.who(record.organisation), record.role
            came[stretch.first, row].add(names.plain(record.member))
            left[stretch.gone, row].add(names.plain(record.member))
    for change, former in left.items():
        new = came.get(change, set())
        if len(former) == len(new) == 1:
            names.unite(*former, *new)


def find_renamed(stretches: Iterable[Stretch], names: Names) -> Iterator[Renamed]:
    """Yield the projects and bodies that go on under another name."""
    groups: dict[Who, list[tuple[Stretch, Who]]] = defaultdict(list)
    for stretch, record in _tenures(stretches):
        if record.organisation.kind in ("project", "body"):
            groups[names.who(record.organisation)].append((stretch, names.who(record.member)))
    left: dict[int, dict[Who, set[Who]]] = defaultdict(dict)
    came: dict[int, dict[Who, set[Who]]] = defaultdict(dict)
    for who, held in groups.items():
        first, last = min(stretch.first for stretch, _ in held), max(stretch.last for stretch, _ in held)
        came[first][who] = {person for stretch, person in held if stretch.first == first}
        for gone in {stretch.gone for stretch, _ in held if stretch.last == last and stretch.gone is not None}:
            left[gone][who] = {person for stretch, person in held if stretch.last == last}
    for revision in sorted(left.keys() & came.keys()):
        for former, new in _pairs(left[revision], came[revision]):
            place = next(stretch.place for stretch, _ in groups[new] if stretch.first == revision)
            yield Renamed(former, new, revision, place)


def _tenures(stretches: Iterable[Stretch]) -> Iterator[tuple[Stretch, Tenure]]:
    return ((stretch, stretch.record) for stretch in stretches if isinstance(stretch.record, Tenure))


def _pairs(left: dict[Who, set[Who]], came: dict[Who, set[Who]]) -> Iterator[tuple[Who, Who]]:
    shared = Counter({(a, b): len(left[a] & came[b]) for a in left for b in came if a[0] == b[0]})
    for (former, new), number in shared.items():
        rivals = [n for (a, b), n in shared.items() if (a == former) != (b == new)]
        enough = number >= max(FEWEST_SHARED, SHARED_PART * min(len(left[former]), len(came[new])))
        if enough and all(number > rival for rival in rivals):
            yield former, new
