"""Every IRI ever issued in a store, so that none is ever lost: merged ones redirect, split ones list what they became.

IRIs follow from the sources alone. When sources are added or decisions made, an entity's IRI may change; the registry
keeps what each IRI stood for (a digest of every reference and identifier), and from that, where those are now.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from stewards.errors import StoreError
from stewards.identity.evidence_rules import IDENTIFIERS
from stewards.identity.resolving import Entity, Identities
from stewards.model import Reference
from stewards.namespaces import DCTERMS, OWL, REGISTRY_GRAPH, XSD
from stewards.quads import nquads

_FILE = "registry.json"


@dataclass(slots=True)
class Registry:
    """The IRIs ever issued with the references each stood for, and those retired with what replaces them."""

    issued: dict[str, list[str]] = field(default_factory=dict)
    retired: dict[str, list[str]] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """Yield the N-Quads that say which IRIs are retired and what replaces them."""
        graph = nquads.iri(REGISTRY_GRAPH)
        for iri, replacements in sorted(self.retired.items()):
            subject = nquads.iri(iri)
            yield f'{subject} <{OWL}deprecated> "true"^^<{XSD}boolean> {graph} .\n'
            for replacement in replacements:
                yield f"{subject} <{DCTERMS}isReplacedBy> {nquads.iri(replacement)} {graph} .\n"


def renew(before: Registry, identities: Identities) -> Registry:
    """Return the registry after a build: new IRIs added, and the lost ones pointing to where their references went."""
    now: dict[str, set[str]] = defaultdict(set)
    where: dict[str, set[str]] = defaultdict(set)
    for reference, entity in identities.entities.items():
        for digest in _digests(reference, entity):
            now[entity.iri].add(digest)
            where[digest].add(entity.iri)
    issued = before.issued | {iri: sorted(digests) for iri, digests in now.items()}
    lost = {iri: digests for iri, digests in issued.items() if iri not in now}
    retired = {iri: sorted(set().union(*(where.get(d, set()) for d in digests))) for iri, digests in lost.items()}
    return Registry(issued, retired)


def _digests(reference: Reference, entity: Entity) -> Iterator[str]:
    """Yield what stands for a reference: itself, and the identifiers by which it is known when a source renames it."""
    yield _digest(reference.kind, reference.name, reference.identifiers)
    for pair in reference.identifiers:
        if pair[0] in IDENTIFIERS and pair in entity.identifiers:
            yield _digest(reference.kind, *pair)


def _digest(*parts: object) -> str:
    return sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:12]


def load_registry(generation: Path | None) -> Registry:
    """Return the registry of a build, an empty one where there is none yet."""
    if generation is None or not (generation / _FILE).exists():
        return Registry()
    try:
        return Registry(**json.loads((generation / _FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(f"{generation}: the registry of addresses cannot be read: {error}") from None


def save_registry(registry: Registry, generation: Path) -> None:
    """Keep the registry with a build."""
    content = {"issued": registry.issued, "retired": registry.retired}
    (generation / _FILE).write_text(json.dumps(content), encoding="utf-8")
