"""What a source can say: records about entities, situations, events and statements.

A format module yields records and nothing else. Each field that becomes RDF names its property here, once, so that
writing quads, drawing networks and reading timelines all follow the same table. An entity inside a record is a
:class:`Reference`, what the source calls it; :mod:`stewards.identity.resolving` decides later which node that is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from stewards.namespaces import DCTERMS, ORG, SCHEMA, STW
from stewards.values import Period


@dataclass(frozen=True, slots=True)
class Reference:
    """An entity as a source refers to it.

    ``kind`` is one of :data:`stewards.namespaces.ENTITY_KINDS`. ``identifiers`` are pairs of scheme and value:
    ``curated`` (a key of the shipped facts), ``github``, ``crunchbase``, ``wikidata``, ``repository``, ``domain``, and
    ``named-in`` (a name within a scope, such as a project's name within its foundation).
    """

    kind: str
    name: str
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """How a field becomes RDF: its property, whether it is part of the record's identity, a scheme, a number's type."""

    predicate: str
    key: bool = True
    scheme: str = ""
    number: str = ""


def link(predicate: str, *, key: bool = True, scheme: str = "", number: str = "", **options: Any) -> Any:
    """Declare a dataclass field that becomes the property ``predicate``; ``scheme`` makes its text a concept."""
    return field(metadata={"link": Link(predicate, key, scheme, number)}, **options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Anything a source says, with the place in the source that says it."""

    #: Where in the source: "line 12", "row 40".
    locator: str = ""
    #: At most a few words of the source.
    quote: str = ""


_LINKS: dict[type[Record], tuple[tuple[str, Link], ...]] = {}


def links(record_type: type[Record]) -> tuple[tuple[str, Link], ...]:
    """Return the fields of a record type that become RDF, by name, in order."""
    if record_type not in _LINKS:
        _LINKS[record_type] = tuple((f.name, f.metadata["link"]) for f in fields(record_type) if "link" in f.metadata)
    return _LINKS[record_type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Record):
    """What a source says of an entity by itself: its names, addresses and kind."""

    subject: Reference
    #: ``company`` or ``foundation`` where the source says so, else "".
    type: str = ""
    #: True when ``subject.name`` is the name to show; other sources' names become alternatives.
    preferred: bool = False
    names: tuple[str, ...] = ()
    description: str = ""
    homepage: str = ""
    repositories: tuple[str, ...] = ()
    #: For bodies: the concept of the scheme ``bodytype``, and what the body governs.
    classification: str = ""
    governs: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(Record):
    """A relation that holds over a time. ``start`` and ``end`` are effective dates, None when not known."""

    rdf_type: ClassVar[str] = STW + "Situation"
    path: ClassVar[str] = "situation"

    start: Period | None = None
    end: Period | None = None
    #: False when the source speaks of the past only, so that its date confirms nothing.
    observed: bool = True
    #: Where a source's history was read: the first and last day it lists this, and the first it does not, "" if none.
    seen: tuple[str, str] | None = None
    gone: str = ""
    #: The documents that show those days, each with the place in it.
    shown: tuple[tuple[str, str], ...] = ()
    description: str = link(DCTERMS + "description", key=False, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure(Situation):
    """Somebody's holding of a role in an organisation, body or project."""

    rdf_type: ClassVar[str] = STW + "Tenure"
    path: ClassVar[str] = "tenure"

    member: Reference = link(ORG + "member")
    organisation: Reference = link(ORG + "organization")
    role: str = link(ORG + "role", scheme="role")
    on_behalf_of: Reference | None = link(STW + "onBehalfOf", default=None)
    #: The organisation whose reserved seat on the body is filled, if any.
    seat_of: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Tenure):
    """An organisation's membership of a foundation; its tier is a :class:`Phase`."""

    rdf_type: ClassVar[str] = STW + "CorporateMembership"
    path: ClassVar[str] = "membership"

    role: str = link(ORG + "role", scheme="role", default="corporate-member")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosting(Situation):
    """A foundation's or company's hosting of a project; its maturity is a :class:`Phase`."""

    rdf_type: ClassVar[str] = STW + "Hosting"
    path: ClassVar[str] = "hosting"

    project: Reference = link(STW + "hostedProject")
    host: Reference = link(STW + "host")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase(Situation):
    """The part of a membership or hosting during which it had a tier or a maturity level."""

    rdf_type: ClassVar[str] = STW + "Phase"
    path: ClassVar[str] = "phase"

    of: Membership | Hosting
    tier: str = link(STW + "membershipTier", scheme="tier", default="")
    maturity: str = link(STW + "maturityLevel", scheme="maturity", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentRelation(Situation):
    """One organisation being part of, or owned by, another."""

    rdf_type: ClassVar[str] = STW + "ParentRelation"
    path: ClassVar[str] = "parent"

    child: Reference = link(STW + "child")
    parent: Reference = link(STW + "parent")
    relation: str = link(STW + "relationKind", key=False, scheme="relation", default="part-of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage(Situation):
    """An organisation's use of a project."""

    rdf_type: ClassVar[str] = STW + "Usage"
    path: ClassVar[str] = "usage"

    adopter: Reference = link(STW + "adopter")
    project: Reference = link(STW + "usedProject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Competition(Situation):
    """Two or more projects or organisations described as competitors."""

    rdf_type: ClassVar[str] = STW + "Competition"
    path: ClassVar[str] = "competition"

    between: tuple[Reference, ...] = link(STW + "competitor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensing(Situation):
    """A project being offered under a licence, named by its SPDX identifier."""

    rdf_type: ClassVar[str] = STW + "Licensing"
    path: ClassVar[str] = "licensing"

    project: Reference = link(STW + "licensedProject")
    licence: str = link(DCTERMS + "license", scheme="spdx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding(Situation):
    """Money or resources given; ``amount`` is a decimal number in ``currency`` (ISO 4217)."""

    rdf_type: ClassVar[str] = STW + "Funding"
    path: ClassVar[str] = "funding"

    funder: Reference = link(STW + "funder")
    recipient: Reference = link(STW + "recipient")
    amount: str = link(STW + "amount", key=False, number="decimal", default="")
    currency: str = link(SCHEMA + "currency", key=False, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence(Situation):
    """An organisation's declaration that it follows a principle."""

    rdf_type: ClassVar[str] = STW + "Adherence"
    path: ClassVar[str] = "adherence"

    adherent: Reference = link(STW + "adherent")
    principle: str = link(STW + "principle", scheme="principle")


def references(record: Record) -> Iterator[Reference]:
    """Yield every entity a record mentions."""
    for name in record.__dataclass_fields__:
        value = getattr(record, name)
        if isinstance(value, Reference):
            yield value
        elif isinstance(value, Record):
            yield from references(value)
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Reference))


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a source document: what it is, where it comes from, and the date it speaks for.

    ``name`` is unique within a graph and becomes the document's IRI and the name of its graph. ``url`` may hold
    ``{line}``, which :meth:`place` fills from a locator such as "line 12".
    """

    name: str
    title: str
    format: str
    as_of: Period | None = None
    url: str = ""
    publisher: str = ""
    licence: str = ""
    revision: str = ""
    content_hash: str = ""
    #: True when the document lists everything of its kind, so that absence from a later version means an end.
    complete: bool = False
