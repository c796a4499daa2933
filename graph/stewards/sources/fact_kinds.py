"""The kinds of fact a fact file may state, and which record each becomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from stewards.events import Announcement, Founding, Release, Rename, Statement, Transfer
from stewards.model import (
    Adherence,
    Competition,
    Funding,
    Hosting,
    Licensing,
    Membership,
    ParentRelation,
    Record,
    Tenure,
    Usage,
)
from stewards.rules import SeatCap, VotingRule


@dataclass(frozen=True, slots=True)
class Slot:
    """One key of a fact: the record's fields it fills (none for a tier, which becomes a phase) and its kind.

    ``kind`` is ``entity``, ``entities``, ``text``, ``number`` (50000, 0.5), ``whole`` (7) or ``share`` (1/3, 40%);
    ``among`` limits the kinds of entity.
    """

    field: str
    kind: str = "entity"
    needed: bool = True
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of fact: its record type, its keys, and fields that are the same for every fact of the kind."""

    record: type[Record]
    slots: Mapping[str, Slot]
    constants: Mapping[str, Any] = field(default_factory=dict)


#: How numbers are written, by kind of slot, and what is said of those that are not.
NUMBERS = {
    "number": (r"\d+(\.\d+)?", "number: write digits, such as 50000 or 0.5"),
    "whole": (r"[1-9]\d{0,5}", "whole number: write digits, such as 7"),
    "share": (r"[1-9]\d{0,3}/[1-9]\d{0,3}|[1-9]\d?(\.\d+)?%", "share: write a fraction, such as 1/3, or 40%"),
}


def read_number(kind: str, text: str) -> str:
    """Return a number as it is kept, a share as a fraction; raise :class:`ValueError` when it is none of the kind."""
    pattern, advice = NUMBERS[kind]
    if not re.fullmatch(pattern, text, re.ASCII):
        raise ValueError(f"{text[:40]!r} is not a {advice}")
    if kind != "share":
        return text
    share = Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    return f"{share.numerator}/{share.denominator}"


_PLACES = ("organisation", "body", "project")


def _project(name: str) -> Slot:
    return Slot(name, among=("project",))


FACT_KINDS: dict[str, FactKind] = {
    "tenure": FactKind(
        Tenure,
        {
            "who": Slot("member", among=("person", "organisation")),
            "at": Slot("organisation", among=_PLACES),
            "role": Slot("role", "text"),
            "for": Slot("on_behalf_of", needed=False, among=_PLACES),
            "seat": Slot("seat_of", needed=False, among=("organisation", "project")),
        },
    ),
    "employment": FactKind(
        Tenure,
        {"who": Slot("member", among=("person",)), "employer": Slot("organisation", among=("organisation",))},
        {"role": "employee"},
    ),
    "seat": FactKind(
        Tenure,
        {"holder": Slot("member seat_of", among=("organisation",)), "body": Slot("organisation", among=("body",))},
        {"role": "board-member"},
    ),
    "membership": FactKind(
        Membership,
        {
            "member": Slot("member", among=("organisation",)),
            "of": Slot("organisation", among=("organisation",)),
            "tier": Slot("", "text", needed=False),
        },
    ),
    "hosting": FactKind(
        Hosting,
        {
            "project": _project("project"),
            "host": Slot("host", among=("organisation",)),
            "maturity": Slot("", "text", needed=False),
        },
    ),
    "parent": FactKind(
        ParentRelation,
        {"child": Slot("child"), "parent": Slot("parent"), "relation": Slot("relation", "text")},
    ),
    "usage": FactKind(
        Usage,
        {
            "user": Slot("adopter", among=("organisation", "project")),
            "project": _project("project"),
            "description": Slot("description", "text", needed=False),
        },
    ),
    "competition": FactKind(Competition, {"between": Slot("between", "entities")}),
    "licence": FactKind(Licensing, {"project": _project("project"), "licence": Slot("licence", "text")}),
    "funding": FactKind(
        Funding,
        {
            "funder": Slot("funder"),
            "recipient": Slot("recipient"),
            "amount": Slot("amount", "number", needed=False),
            "currency": Slot("currency", "text", needed=False),
            "description": Slot("description", "text", needed=False),
        },
    ),
    "adherence": FactKind(Adherence, {"who": Slot("adherent", among=_PLACES), "principle": Slot("principle", "text")}),
    "seat-cap": FactKind(
        SeatCap,
        {
            "body": Slot("body", among=("body",)),
            "most": Slot("most", "whole", needed=False),
            "share": Slot("share", "share", needed=False),
            "of": Slot("of", "whole", needed=False),
            "seats": Slot("seats", "text", needed=False),
            "same-company": Slot("same_company", "text"),
        },
    ),
    "voting-rule": FactKind(
        VotingRule,
        {
            "body": Slot("body", among=("body",)),
            "above": Slot("above", "share", needed=False),
            "at-least": Slot("at_least", "share", needed=False),
            "of": Slot("of", "text"),
        },
    ),
    "founding": FactKind(
        Founding,
        {
            "founded": Slot("founded", among=_PLACES),
            "by": Slot("by", "entities", needed=False),
            "description": Slot("description", "text", needed=False),
        },
    ),
    "transfer": FactKind(
        Transfer,
        {
            "project": _project("project"),
            "from": Slot("from_steward", needed=False),
            "to": Slot("to_steward"),
            "description": Slot("description", "text", needed=False),
        },
    ),
    "rename": FactKind(Rename, {"entity": Slot("entity"), "from": Slot("former", "text"), "to": Slot("new", "text")}),
    "release": FactKind(Release, {"project": _project("project"), "version": Slot("version", "text")}),
    "announcement": FactKind(
        Announcement,
        {
            "by": Slot("by", needed=False),
            "about": Slot("about", "entities"),
            "description": Slot("description", "text"),
        },
    ),
    "statement": FactKind(
        Statement,
        {
            "speaker": Slot("speaker", needed=False),
            "about": Slot("about", "entities"),
            "text": Slot("text", "text"),
        },
    ),
}
