"""Roles and parts as W3C ORG, schema.org, FOAF and DOAP write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stewards.model import Membership, ParentRelation, Record, Reference, Tenure
from stewards.namespaces import FOAF, ORG, SCHEMA, SKOS, STW
from stewards.sources.rdf_entities import DOAP, Entities
from stewards.sources.rdf_graph import local_name
from stewards.terms import Iri, Term, Text
from stewards.values import Period, slug

_TIME = "http://www.w3.org/2006/time#"
_INSTANTS = tuple(_TIME + f"inXSD{kind}" for kind in ("Date", "DateTimeStamp", "DateTime", "gYearMonth", "gYear"))
#: Properties from the member to the place of the role, and from the place to the member, each with the role.
_FROM_MEMBER = {
    ORG + "memberOf": "member",
    ORG + "headOf": "lead",
    SCHEMA + "memberOf": "member",
    SCHEMA + "worksFor": "employee",
}
_FROM_PLACE = {
    ORG + "hasMember": "member",
    FOAF + "member": "member",
    SCHEMA + "member": "member",
    SCHEMA + "employee": "employee",
    SCHEMA + "maintainer": "maintainer",
    **{DOAP + role: role for role in ("maintainer", "developer", "documenter", "tester", "translator", "helper")},
}
_FROM_PART = (ORG + "subOrganizationOf", ORG + "unitOf", SCHEMA + "parentOrganization")
_FROM_WHOLE = (ORG + "hasSubOrganization", ORG + "hasUnit", SCHEMA + "subOrganization", SCHEMA + "department")


def read_memberships(entities: Entities) -> Iterator[Record]:
    """Yield the roles and the parts of wholes that a graph states in words other than this ontology's."""
    graph = entities.graph
    for node, member in graph.links(ORG + "member"):
        place = graph.first(node, ORG + "organization")
        if place is not None and not any(kind.startswith(STW) for kind in graph.types(node)):
            yield from _tenure(entities, member, place, _role(entities, node, "member"), node)
    for holder, post in [*graph.links(ORG + "holds"), *((who, post) for post, who in graph.links(ORG + "heldBy"))]:
        place = graph.first(post, ORG + "postIn")
        if place is not None:
            yield from _tenure(entities, holder, place, _role(entities, post, "member"), post)
    for predicate, role in (_FROM_MEMBER | _FROM_PLACE).items():
        for subject, value in graph.links(predicate):
            yield from _link(entities, subject, predicate, value, role)
    yield from _parts(entities)


def _link(entities: Entities, subject: Term, predicate: str, value: Term, role: str) -> Iterator[Record]:
    """Read one property; schema.org puts a role between the two, which repeats the property (schema:Role)."""
    graph = entities.graph
    if _is_role(entities, subject):
        return
    through = _is_role(entities, value)
    for other in graph.values(value, predicate) if through else [value]:
        member, place = (subject, other) if predicate in _FROM_MEMBER else (other, subject)
        about = value if through else subject
        held = _role(entities, value, role) if through else role
        yield from _tenure(entities, member, place, held, about, dated=through, project=predicate.startswith(DOAP))


def _is_role(entities: Entities, node: Term) -> bool:
    types = entities.graph.types(node)
    return any(kind.startswith(SCHEMA) and kind.endswith("Role") for kind in types)


def _tenure(
    entities: Entities, member: Term, place: Term, role: str, about: Term, *, dated: bool = True, project: bool = False
) -> Iterator[Record]:
    who = entities.reference(member, "person")
    where = entities.reference(place, "project" if project else "organisation")
    if who is None or where is None:
        return
    if where.kind == "person":
        entities.source.report(entities.graph.place(about), f"{where.name} is a person, in whom nobody has a role")
        return
    locator = entities.graph.place(about) or entities.graph.place(member)
    start = _date(entities, about, "start", locator) if dated else None
    end = _date(entities, about, "end", locator) if dated else None
    yield _record(who, where, role, start, end, locator)


def _record(
    who: Reference, where: Reference, role: str, start: Period | None, end: Period | None, locator: str
) -> Tenure:
    if who.kind == where.kind == "organisation" and role == "member":
        return Membership(member=who, organisation=where, start=start, end=end, locator=locator)
    return Tenure(member=who, organisation=where, role=role, start=start, end=end, locator=locator)


def _role(entities: Entities, node: Term, otherwise: str) -> str:
    """Return the role a node names: by its label, else by the last part of its IRI."""
    graph = entities.graph
    value = graph.first(node, ORG + "role", SCHEMA + "roleName", SCHEMA + "namedPosition")
    if value is None:
        return otherwise
    label = str(value) if isinstance(value, Text) else graph.text(value, SKOS + "prefLabel", SCHEMA + "name")
    return slug(label or local_name(value)) if label or isinstance(value, Iri) else otherwise


def _date(entities: Entities, node: Term, which: str, locator: str) -> Period | None:
    """Return the start or end of a role: of its interval (W3C time), or stated on it (schema.org)."""
    graph = entities.graph
    bound = _TIME + ("hasBeginning" if which == "start" else "hasEnd")
    holders = [node, *graph.values(node, ORG + "memberDuring")]
    instants = [instant for holder in holders for instant in graph.values(holder, bound)]
    found = [value for instant in instants for value in graph.values(instant, *_INSTANTS)]
    found += [value for holder in holders for value in graph.values(holder, f"{SCHEMA}{which}Date")]
    if not found:
        return None
    written = re.sub(r"(?<=\d)(?:T.*|Z|[+-]\d\d:\d\d)$", "", str(found[0]))
    try:
        return Period.parse(written)
    except ValueError as error:
        entities.source.report(locator, f"{which}: {error}")
        return None


def _parts(entities: Entities) -> Iterator[ParentRelation]:
    graph = entities.graph
    pairs = [pair for predicate in _FROM_PART for pair in graph.links(predicate)]
    pairs += [(part, whole) for predicate in _FROM_WHOLE for whole, part in graph.links(predicate)]
    for part, whole in pairs:
        child, parent = entities.reference(part, "organisation"), entities.reference(whole, "organisation")
        if child and parent and child != parent:
            yield ParentRelation(child=child, parent=parent, locator=graph.place(part))
