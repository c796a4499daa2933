"""What a graph's documents say about who is who: the references, how often, and in which company they keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from stewards.model import Document, Membership, ParentRelation, Profile, Record, Reference, Tenure, references


@dataclass(slots=True)
class Survey:
    """Everything that identity weighs, gathered in one pass over the records."""

    counts: dict[Reference, int] = field(default_factory=lambda: defaultdict(int))
    #: The name to show, from curated profiles.
    preferred: dict[Reference, str] = field(default_factory=dict)
    aliases: dict[Reference, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: What stands side by side in one list: members of a foundation, projects of a document.
    listed: dict[tuple[str, str], set[Reference]] = field(default_factory=lambda: defaultdict(set))
    #: The places in which a person holds a role, or for which they act.
    contexts: dict[Reference, set[Reference]] = field(default_factory=lambda: defaultdict(set))
    #: Children and parents, which are two things by what the source says.
    parents: set[tuple[Reference, Reference]] = field(default_factory=set)

    @property
    def ordered(self) -> list[Reference]:
        """All references in an order that does not depend on the sources' order."""
        return sorted(self.counts, key=lambda ref: (ref.kind, ref.name, ref.identifiers))


def survey(batches: Mapping[Document, Iterable[Record]]) -> Survey:
    """Return the survey of all records."""
    found = Survey()
    for document, records in batches.items():
        for record in records:
            for reference in references(record):
                found.counts[reference] += 1
            if isinstance(record, Profile):
                _note_profile(found, document, record)
            elif isinstance(record, ParentRelation):
                found.parents.add((record.child, record.parent))
            elif isinstance(record, Membership):
                found.listed[document.name, record.organisation.name].add(record.member)
            elif isinstance(record, Tenure) and record.member.kind == "person":
                found.contexts[record.member].add(record.organisation)
                if record.on_behalf_of:
                    found.contexts[record.member].add(record.on_behalf_of)
    return found


def _note_profile(found: Survey, document: Document, record: Profile) -> None:
    found.aliases[record.subject].update(record.names)
    if record.preferred:
        found.preferred[record.subject] = record.subject.name
    if record.subject.kind == "project":
        found.listed[document.name, "projects"].add(record.subject)
