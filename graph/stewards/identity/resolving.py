"""One company, one node: decides which references mean the same entity and what its IRI is.

Evidence is weighed in this order: keys and aliases of the shipped facts and a team's decisions; identifiers (Wikidata
item, GitHub login, Crunchbase page, repository, a name within a stated scope); for organisations equal names once case,
punctuation and legal forms are set aside, then a shared web domain when the names agree; for people an equal name
together with a place in which both hold a role. People never merge on a name alone, nor two logins on anything but an
identifier. Pairs that some evidence connects and that were not joined are kept, with the reason.

The result depends on the set of references alone, not on their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from stewards.identity.clusters import Clusters, HeldApart, Join
from stewards.identity.decisions import Decision, apply_decisions
from stewards.identity.evidence_rules import join_all, mark_all
from stewards.identity.survey import Survey, survey
from stewards.model import Document, Record, Reference
from stewards.namespaces import ENTITY_KINDS, ID
from stewards.values import clean_name, name_key, organisation_key, slug


@dataclass(frozen=True, slots=True)
class Entity:
    """A resolved node: its IRI, the name to show, its other names and its identifiers."""

    iri: str
    kind: str
    label: str
    names: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Identities:
    """The outcome: the entity behind every reference, the joins that made it so, and the pairs kept apart."""

    entities: dict[Reference, Entity] = field(default_factory=dict)
    joins: list[Join] = field(default_factory=list)
    held_apart: list[HeldApart] = field(default_factory=list)
    #: The entity that an identifier belongs to.
    owners: dict[tuple[str, str], str] = field(default_factory=dict)

    def iri(self, reference: Reference) -> str:
        """Return the IRI of the entity a reference means."""
        return self.entities[reference].iri


def resolve(batches: Mapping[Document, Iterable[Record]], decisions: Sequence[Decision] = ()) -> Identities:
    """Return the entity behind every reference in the documents' records."""
    found = survey(batches)
    clusters = Clusters(found.ordered)
    mark_all(clusters, found)
    apply_decisions(clusters, found, decisions)
    ignored = join_all(clusters, found)
    outcome = Identities(joins=clusters.joins, held_apart=clusters.still_apart())
    _name_entities(clusters, found, ignored, outcome)
    return outcome


def _name_entities(
    clusters: Clusters, found: Survey, ignored: set[tuple[Reference, tuple[str, str]]], outcome: Identities
) -> None:
    drafts = []
    for root, group in clusters.groups().items():
        names: dict[str, int] = defaultdict(int)
        for reference in group:
            names[clean_name(reference.name)] += found.counts[reference]
            for alias in found.aliases.get(reference, ()):
                names[clean_name(alias)] += 0
        pairs = {(ref, pair) for ref in group for pair in ref.identifiers} - ignored
        identifiers = tuple(sorted({pair for _, pair in pairs}))
        # A domain stands in for the name only where no source gives one.
        names = {name: times for name, times in names.items() if ("domain", name) not in identifiers} or names
        chosen = min((found.preferred[ref] for ref in group if ref in found.preferred), default="")
        label = chosen or min(names, key=lambda name: (-names[name], len(name), name))
        curated = min(clusters.marked(root, "curated"), default="")
        named = [ref.name for ref in group if clean_name(ref.name) in names] or names
        wanted = curated or _readable_slug(root.kind, label, named, identifiers)
        drafts.append((root.kind, wanted, not curated, identifiers, label, names, group))
    taken: set[str] = set()
    for kind, wanted, _, identifiers, label, names, group in sorted(drafts, key=lambda draft: draft[:5]):
        iri = _free_iri(f"{ID}{ENTITY_KINDS[kind]}/{wanted}", repr((identifiers, sorted(names))), taken)
        others = tuple(sorted(name for name in names if name and name != label))
        entity = Entity(iri, kind, label or wanted, others, identifiers)
        outcome.entities.update(dict.fromkeys(group, entity))
        outcome.owners.update(dict.fromkeys(identifiers, iri))


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
