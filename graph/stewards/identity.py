"""One company, one node: decides which references mean the same entity and what its IRI is.

Evidence is weighed in this order: keys and aliases of the shipped facts; identifiers (GitHub login, Crunchbase page,
Wikidata item, repository, a name within a stated scope); a shared web domain when the names agree in a word; and, for
organisations only, equal names once case, punctuation and legal forms are set aside. People never merge on a name.

The result depends on the set of references alone, not on their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from stewards.model import Profile, Record, Reference, references
from stewards.namespaces import ENTITY_KINDS, ID
from stewards.values import clean_name, name_key, organisation_key, slug

#: Identifier schemes in falling strength; each merges whatever shares a value within one kind of entity.
STRONG = ("curated", "wikidata", "github", "crunchbase", "repository", "named-in")


@dataclass(frozen=True, slots=True)
class Entity:
    """A resolved node: its IRI, the name to show, its other names and its identifiers."""

    iri: str
    kind: str
    label: str
    names: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HeldApart:
    """Two references that share an identifier or a name and were not merged, and why."""

    shared: str
    first: str
    second: str
    reason: str


@dataclass(slots=True)
class Identities:
    """The outcome: the entity behind every reference, and the merges that were refused."""

    entities: dict[Reference, Entity] = field(default_factory=dict)
    held_apart: list[HeldApart] = field(default_factory=list)

    def iri(self, reference: Reference) -> str:
        """Return the IRI of the entity a reference means."""
        return self.entities[reference].iri


class _Clusters:
    """Union-find over references that refuses to join two curated entities (Tarjan 1975, with path halving)."""

    def __init__(self, items: Iterable[Reference]) -> None:
        self._parent = {item: item for item in items}
        self.curated: dict[Reference, str] = {}

    def root(self, item: Reference) -> Reference:
        parent = self._parent
        while parent[item] is not item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, first: Reference, second: Reference) -> bool:
        """Join two clusters; return False when they belong to different curated entities."""
        a, b = self.root(first), self.root(second)
        if a is b:
            return True
        key_a, key_b = self.curated.get(a), self.curated.get(b)
        if key_a and key_b and key_a != key_b:
            return False
        self._parent[b] = a
        if key_b:
            self.curated[a] = key_b
        return True

    def groups(self) -> dict[Reference, list[Reference]]:
        found: dict[Reference, list[Reference]] = defaultdict(list)
        for item in self._parent:
            found[self.root(item)].append(item)
        return found


def resolve(records: Iterable[Record]) -> Identities:
    """Return the entity behind every reference in ``records``."""
    counts: dict[Reference, int] = defaultdict(int)
    preferred: dict[Reference, str] = {}
    aliases: dict[Reference, set[str]] = defaultdict(set)
    for record in records:
        for reference in references(record):
            counts[reference] += 1
        if isinstance(record, Profile):
            aliases[record.subject].update(record.names)
            if record.preferred:
                preferred[record.subject] = record.subject.name
    ordered = sorted(counts, key=lambda ref: (ref.kind, ref.name, ref.identifiers))
    outcome = Identities()
    clusters = _cluster(ordered, preferred, aliases, outcome.held_apart)
    _name_entities(clusters, counts, preferred, aliases, outcome)
    return outcome


def _cluster(
    ordered: list[Reference],
    preferred: Mapping[Reference, str],
    aliases: Mapping[Reference, set[str]],
    held_apart: list[HeldApart],
) -> _Clusters:
    clusters = _Clusters(ordered)
    for reference in ordered:
        key = dict(reference.identifiers).get("curated")
        if key:
            clusters.curated[reference] = key
    for scheme in STRONG:
        _join_equal(
            clusters,
            held_apart,
            scheme,
            ((ref, (ref.kind, v)) for ref in ordered for s, v in ref.identifiers if s == scheme),
        )
        if scheme == "curated":
            _join_equal(clusters, held_apart, "alias", _alias_keys(ordered, preferred, aliases))
    _join_equal(clusters, held_apart, "name", (
        (ref, organisation_key(ref.name)) for ref in ordered if ref.kind == "organisation"
    ))  # fmt: skip
    _join_domains(clusters, ordered, held_apart)
    return clusters


def _alias_keys(
    ordered: list[Reference], preferred: Mapping[Reference, str], aliases: Mapping[Reference, set[str]]
) -> Iterable[tuple[Reference, Hashable]]:
    """Pair each reference with the curated entity its name is an alias of; exact ways of writing only."""
    known: dict[tuple[str, str], Reference] = {}
    for curated in sorted(preferred, key=lambda ref: ref.identifiers):
        for name in {curated.name, *aliases[curated]} if curated.kind != "person" else ():
            known.setdefault((curated.kind, name_key(name)), curated)
    for reference in ordered:
        match = known.get((reference.kind, name_key(reference.name)))
        if match is not None:
            yield match, match
            yield reference, match


def _join_equal(
    clusters: _Clusters, held_apart: list[HeldApart], what: str, keyed: Iterable[tuple[Reference, Hashable]]
) -> None:
    first: dict[Hashable, Reference] = {}
    for reference, key in keyed:
        other = first.setdefault(key, reference)
        if not clusters.join(other, reference):
            held_apart.append(HeldApart(f"{what} {key}", other.name, reference.name, "both are curated entities"))


def _join_domains(clusters: _Clusters, ordered: list[Reference], held_apart: list[HeldApart]) -> None:
    """A shared domain joins organisations whose names agree in a word: a parent's domain is often its subsidiary's."""
    sharing: dict[str, list[Reference]] = defaultdict(list)
    for reference in ordered:
        for scheme, value in reference.identifiers:
            if scheme == "domain" and reference.kind == "organisation":
                sharing[value].append(reference)
    for domain, found in sorted(sharing.items()):
        for index, reference in enumerate(found[1:], 1):
            if clusters.root(reference) in {clusters.root(other) for other in found[:index]}:
                continue
            alike = [other for other in found[:index] if _share_a_word(other.name, reference.name, domain)]
            if not alike:
                held_apart.append(
                    HeldApart(f"domain {domain}", found[0].name, reference.name, "names have no word in common")
                )
            for other in alike:
                clusters.join(other, reference)


_COMMON_WORDS = frozenset(
    """the of and for cloud technologies technology systems software group labs university institute foundation
    international services networks data ai global solutions computing research open source project bank""".split()  # noqa: SIM905
)


def _share_a_word(first: str, second: str, domain: str) -> bool:
    words = set(organisation_key(first).split()) & set(organisation_key(second).split())
    squeezed = domain.split(".")[0]
    both_spell_domain = all(squeezed in organisation_key(name).replace(" ", "") for name in (first, second))
    return bool(words - _COMMON_WORDS) or both_spell_domain


def _name_entities(
    clusters: _Clusters,
    counts: Mapping[Reference, int],
    preferred: Mapping[Reference, str],
    aliases: Mapping[Reference, set[str]],
    outcome: Identities,
) -> None:
    drafts = []
    for root, group in clusters.groups().items():
        names: dict[str, int] = defaultdict(int)
        for reference in group:
            names[clean_name(reference.name)] += counts[reference]
            for alias in aliases.get(reference, ()):
                names[clean_name(alias)] += 0
        identifiers = tuple(sorted({pair for reference in group for pair in reference.identifiers}))
        chosen = min((preferred[ref] for ref in group if ref in preferred), default="")
        label = chosen or min(names, key=lambda name: (-names[name], len(name), name))
        wanted = clusters.curated.get(root) or _readable_slug(root.kind, label, names, identifiers)
        drafts.append((root.kind, wanted, root not in clusters.curated, identifiers, label, names, group))
    taken: set[str] = set()
    for kind, wanted, _, identifiers, label, names, group in sorted(drafts, key=lambda draft: draft[:5]):
        iri = _free_iri(f"{ID}{ENTITY_KINDS[kind]}/{wanted}", repr((identifiers, sorted(names))), taken)
        others = tuple(sorted(name for name in names if name and name != label))
        entity = Entity(iri, kind, label or wanted, others, identifiers)
        outcome.entities.update(dict.fromkeys(group, entity))


def _readable_slug(kind: str, label: str, names: Iterable[str], identifiers: tuple[tuple[str, str], ...]) -> str:
    if kind == "person":
        logins = [value for scheme, value in identifiers if scheme == "github"]
        return min(logins) if logins else slug(label)
    keys = [organisation_key(name) if kind == "organisation" else name_key(name) for name in names]
    return slug(min(keys, key=lambda key: (len(key), key)))


def _free_iri(iri: str, fingerprint: str, taken: set[str]) -> str:
    """Return ``iri``, made unique by a piece of the entity's own fingerprint when another entity has it."""
    if iri in taken:
        iri = f"{iri}-{sha256(fingerprint.encode()).hexdigest()[:8]}"
    taken.add(iri)
    return iri
