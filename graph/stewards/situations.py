"""Claims become situations: what several documents say of one thing is brought together, and dates are weighed.

Every record about the same parties and role is a claim on one situation; its IRI is a hash of that identity without
dates, so that a date learned later does not change it. Claims whose times cannot meet (a term to 2019, another from
2023) are different situations, numbered in order of time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from stewards.events import Event, Statement
from stewards.identity import Identities
from stewards.model import Document, Link, Phase, Record, Reference, Situation, Tenure, links
from stewards.namespaces import BASE, ID, SPDX
from stewards.sources.input import Batches
from stewards.validity import Times, slip_until
from stewards.values import Period

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One record in one document."""

    document: Document
    record: Record

    @property
    def period(self) -> tuple[str, str]:
        """The earliest and the latest day the claim can be about, as far as it says."""
        record, as_of = self.record, self.document.as_of
        begin, end = (as_of.first if as_of else ""), "9999-12-31"
        if isinstance(record, Situation):
            begin = record.seen[0] if record.seen else begin
            end = slip_until(record.gone) if record.gone else end
            begin, end = (record.start.first if record.start else begin), (record.end.last if record.end else end)
        return begin, end


@dataclass(slots=True)
class Node:
    """A situation, event or statement with all claims on it, and the times that follow from them."""

    iri: str
    claims: list[Claim]
    times: Times


def concept_iri(scheme: str, value: str) -> str:
    """Return the IRI of a concept: ``tier/gold``, or a licence of the SPDX list."""
    return f"{SPDX}{value}" if scheme == "spdx" else f"{BASE}{scheme}/{value}"


def gather(batches: Batches, identities: Identities) -> list[Node]:
    """Return the situations, events and statements that the documents' records claim, in order of IRI."""
    claims: dict[Key, list[Claim]] = defaultdict(list)
    for document, records in batches.items():
        for record in records:
            if isinstance(record, Situation | Event | Statement):
                claims[key_of(record, identities)].append(Claim(document, record))
    nodes = [node for key, found in claims.items() for node in _split(key, found)]
    _note_absence(nodes, batches)
    _let_phases_follow(nodes, identities)
    return sorted(nodes, key=lambda node: node.iri)


def key_of(record: Situation | Event | Statement, identities: Identities) -> Key:
    """Return what makes a record the same as another, dates left out."""
    parts: list[Any] = [type(record).__name__, record.path]
    if isinstance(record, Phase):
        parts.append(node_iri(key_of(record.of, identities)))
    for name, spec in links(type(record)):
        if spec.key:
            parts.append(_key_part(getattr(record, name), spec, identities))
    return tuple(parts)


def _key_part(value: Any, spec: Link, identities: Identities) -> Any:
    if isinstance(value, Reference):
        return identities.iri(value)
    if isinstance(value, tuple):
        return tuple(sorted(identities.iri(item) for item in value))
    return value or ""


def node_iri(key: Key, number: int = 1) -> str:
    """Return the IRI of the ``number``-th situation with this key."""
    digest = sha256(repr(key).encode()).hexdigest()[:16]
    return f"{ID}{key[1]}/{digest}" + (f"-{number}" if number > 1 else "")


def _split(key: Key, claims: list[Claim]) -> Iterator[Node]:
    """Yield one node for each stretch of time that the claims can share."""
    ordered = sorted(claims, key=lambda claim: (claim.period, claim.document.name, claim.record.locator))
    groups: list[list[Claim]] = []
    until = ""
    for claim in ordered:
        begin, end = claim.period
        if groups and begin <= until:
            groups[-1].append(claim)
            until = max(until, end)
        else:
            groups.append([claim])
            until = end
    for number, group in enumerate(groups, 1):
        yield Node(node_iri(key, number), group, resolve_times(group))


def resolve_times(claims: Iterable[Claim]) -> Times:
    """Weigh the dates that claims give: the most precise wins, then the one most publishers give, then the earliest."""
    claims = list(claims)
    times = Times(
        start=_weigh((claim.document, claim.record.start) for claim in claims if isinstance(claim.record, Situation)),
        end=_weigh((claim.document, claim.record.end) for claim in claims if isinstance(claim.record, Situation)),
        on=_weigh((claim.document, claim.record.on) for claim in claims if not isinstance(claim.record, Situation)),  # type: ignore[attr-defined]
    )
    seen = [day for claim in claims for day in observations(claim)]
    times.first_observed = min(seen, key=lambda period: (period.first, period.last), default=None)
    times.last_observed = max(seen, key=lambda period: (period.first, period.last), default=None)
    times.absent = _dropped(claims, times.last_observed)
    return times


def observations(claim: Claim) -> list[Period]:
    """Return the dates for which a claim reports its situation as holding: none when it reports the past or future."""
    record, as_of = claim.record, claim.document.as_of
    if not isinstance(record, Situation) or not record.observed or as_of is None:
        return []
    return [
        day
        for day in ([Period(day, day) for day in record.seen] if record.seen else [as_of])
        if not (record.end and record.end.first <= day.first) and not (record.start and record.start.first > day.last)
    ]


def places(claim: Claim) -> list[Claim]:
    """Return the claim once for each document that shows it: the one it is made in, or the revisions of its history."""
    record = claim.record
    if not isinstance(record, Situation) or not record.shown:
        return [claim]
    return [
        Claim(
            replace(claim.document, name=name),
            replace(record, locator=locator, quote=record.quote if locator == record.locator else ""),
        )
        for name, locator in record.shown
    ]


def _dropped(claims: list[Claim], last: Period | None) -> Period | None:
    """Return the first day on which a history that listed the situation lists it in no form, unless seen later."""
    days: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if isinstance(claim.record, Situation) and claim.record.seen:
            days[claim.document.name].append(claim.record.gone)
    ends = [max(gone) for gone in days.values() if all(gone)]
    return min((Period(day, day) for day in ends if last and day >= last.last), key=lambda day: day.first, default=None)


_PRECISION = {"day": 0, "month": 1, "year": 2}


def _weigh(given: Iterable[tuple[Document, Period | None]]) -> Period | None:
    votes = Counter(period for _, period in {(_witness(document), period) for document, period in given if period})
    return min(votes, key=lambda period: (_PRECISION[period.precision], -votes[period], period.first), default=None)


def _witness(document: Document) -> str:
    """Return who speaks in a document: ten versions of one publisher's list are one witness."""
    return document.publisher or series_of(document)


def series_of(document: Document) -> str:
    """Return the name that the versions of one document share."""
    return document.name.split("/")[0]


def _note_absence(nodes: list[Node], batches: Batches) -> None:
    """Date the end of what a complete source listed in one version and lists no longer in a later one."""
    versions: dict[str, list[Period]] = defaultdict(list)
    for document in batches:
        if document.complete and document.as_of:
            versions[series_of(document)].append(document.as_of)
    for node in nodes:
        last = node.times.last_observed
        series = {series_of(claim.document) for claim in node.claims if _is_version(claim)}
        later = [as_of for name in series for as_of in versions[name] if last and as_of.first > last.last]
        dropped = [node.times.absent] if node.times.absent else []
        node.times.absent = min(later + dropped, key=lambda period: period.first, default=None)


def _is_version(claim: Claim) -> bool:
    """Return whether absence from a later version means an end; a history says by itself when something went."""
    return claim.document.complete and not (isinstance(claim.record, Situation) and claim.record.seen)


def _let_phases_follow(nodes: list[Node], identities: Identities) -> None:
    """A membership has one tier at a time: where a later one is seen, the earlier one has ended by then."""
    phases: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        record = node.claims[0].record
        if isinstance(record, Phase):
            phases[node_iri(key_of(record.of, identities))].append(node)
    for siblings in phases.values():
        for node in siblings:
            last = node.times.last_observed
            follow = [began for other in siblings if other is not node and (began := _beginning(other.times))]
            later = [began for began in follow if last and began.first > last.last]
            candidates = later + ([node.times.absent] if node.times.absent else [])
            if candidates and node.times.end is None:
                node.times.absent = min(candidates, key=lambda period: period.first)


def _beginning(times: Times) -> Period | None:
    return times.start or times.first_observed


def seat_iri(record: Tenure, identities: Identities) -> str:
    """Return the IRI of the seat a tenure fills, "" when none is reserved."""
    if record.seat_of is None:
        return ""
    body, holder = identities.iri(record.organisation), identities.iri(record.seat_of)
    return f"{ID}seat/{body.rsplit('/', 1)[1]}/{holder.rsplit('/', 1)[1]}"
