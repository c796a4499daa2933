"""What happened and what was said: records that have a date instead of a duration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from stewards.model import (
    Adherence,
    Competition,
    Funding,
    Hosting,
    Licensing,
    Membership,
    ParentRelation,
    Phase,
    Record,
    Reference,
    Situation,
    Tenure,
    Usage,
    link,
)
from stewards.namespaces import DCTERMS, SCHEMA, STW
from stewards.rules import SeatCap, VotingRule
from stewards.values import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """Something that happened on a date, ``on``; None when the date is not known."""

    rdf_type: ClassVar[str] = STW + "GovernanceEvent"
    path: ClassVar[str] = "event"

    on: Period | None = None
    description: str = link(DCTERMS + "description", key=False, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding(Event):
    """The creation of an organisation, body or project."""

    rdf_type: ClassVar[str] = STW + "Founding"

    founded: Reference = link(STW + "founded")
    by: tuple[Reference, ...] = link(STW + "founder", key=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Event):
    """The passing of a project from one steward to another."""

    rdf_type: ClassVar[str] = STW + "StewardshipTransfer"

    project: Reference = link(STW + "transferredProject")
    from_steward: Reference | None = link(STW + "fromSteward", default=None)
    to_steward: Reference = link(STW + "toSteward")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename(Event):
    """A change of name of an entity that stays itself."""

    rdf_type: ClassVar[str] = STW + "Rename"

    entity: Reference = link(STW + "renamed")
    former: str = link(STW + "formerName")
    new: str = link(STW + "newName")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Event):
    """The publication of a version of a project."""

    rdf_type: ClassVar[str] = STW + "Release"

    project: Reference = link(STW + "releasedProject")
    version: str = link(SCHEMA + "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement(Event):
    """The making public of something, told in ``description``."""

    rdf_type: ClassVar[str] = STW + "Announcement"

    by: Reference | None = link(STW + "announcer", default=None)
    about: tuple[Reference, ...] = link(STW + "announced")
    description: str = link(DCTERMS + "description", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Record):
    """Something said about a governed thing; without a speaker, it is the source itself that says it."""

    rdf_type: ClassVar[str] = STW + "Statement"
    path: ClassVar[str] = "statement"

    on: Period | None = None
    speaker: Reference | None = link(STW + "speaker", default=None)
    about: tuple[Reference, ...] = link(SCHEMA + "about")
    text: str = link(SCHEMA + "text")


#: Every record type that becomes a node of its own.
NODE_TYPES: tuple[type[Situation] | type[Event] | type[Statement], ...] = (
    Tenure,
    Membership,
    Hosting,
    Phase,
    ParentRelation,
    Usage,
    Competition,
    Licensing,
    Funding,
    Adherence,
    SeatCap,
    VotingRule,
    Founding,
    Transfer,
    Rename,
    Release,
    Announcement,
    Statement,
)
