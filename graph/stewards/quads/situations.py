"""Claims become situations: what several documents say of one thing is brought together, and dates are weighed.

Every record about the same parties and role is a claim on one situation; its IRI is a hash of that identity without
dates, so that a date learned later does not change it. Claims whose times cannot meet (a term to 2019, another from
2023) are different situations, numbered in order of time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import count, pairwise, takewhile
from typing import Any

from stewards.events import Event, Statement
from stewards.identity.resolving import Identities
from stewards.model import Funding, Link, Phase, Record, Reference, Situation, Tenure, links
from stewards.namespaces import BASE, ID, SPDX
from stewards.quads.claims import OPEN, Claim, observations, resolve_times, series_of
from stewards.sources.input import Batches
from stewards.validity import Times
from stewards.values import Period

Key = tuple[Any, ...]


@dataclass(slots=True)
class Node:
    """A situation, event or statement with all claims on it, and the times that follow from them.

    ``whole`` is, of a phase, the IRI of the membership or hosting that it is a part of.
    """

    iri: str
    claims: list[Claim]
    times: Times
    whole: str = ""

    @property
    def span(self) -> tuple[str, str]:
        """The first and the last day of which it is known, or may be thought, that it holds."""
        times = self.times
        begin, end = times.start or times.first_observed, times.end or times.absent or times.last_observed
        return begin.first if begin else "", end.last if end else OPEN


def concept_iri(scheme: str, value: str) -> str:
    """Return the IRI of a concept: ``tier/gold``, or a licence of the SPDX list."""
    return f"{SPDX}{value}" if scheme == "spdx" else f"{BASE}{scheme}/{value}"


def gather(batches: Batches, identities: Identities) -> list[Node]:
    """Return the situations, events and statements that the documents' records claim, in order of IRI."""
    claims: dict[Key, list[Claim]] = defaultdict(list)
    following = _next_versions(batches)
    for document, records in batches.items():
        for record in records:
            if isinstance(record, Situation | Event | Statement) and not _is_loop(record, identities):
                claims[key_of(record, identities)].append(Claim(document, record, following.get(document.name, OPEN)))
    nodes: list[Node] = []
    while claims:  # what was used is let go: they are many
        nodes += _split(*claims.popitem())
    _note_absence(nodes, batches)
    _place_phases(nodes, identities)
    _let_phases_follow(nodes)
    nodes.sort(key=lambda node: node.iri)
    return nodes


def _is_loop(record: Record, identities: Identities) -> bool:
    """Return whether a record has a thing fund itself: two names of one organisation, taken for giver and taker."""
    return isinstance(record, Funding) and identities.iri(record.funder) == identities.iri(record.recipient)


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


def _next_versions(batches: Batches) -> dict[str, str]:
    """Return, for each version of a complete source but the last, the first day of the next one."""
    series: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for document in batches:
        if document.complete and document.as_of:
            series[series_of(document)].append((document.as_of.first, document.name))
    ordered = [sorted(versions) for versions in series.values()]
    return {name: after[0] for versions in ordered for (_, name), after in pairwise(versions)}


def _split(key: Key, claims: list[Claim]) -> Iterator[Node]:
    """Yield one node for each stretch of time that the claims can share."""
    ordered = sorted(claims, key=lambda claim: (claim.period, claim.document.name, claim.record.locator))
    groups: list[list[Claim]] = []
    until = ""
    for claim in ordered:
        begin, end = claim.period
        # A term that begins on the day on which another ends is the next term, not the same one.
        touches = begin == until and claim.is_term and bool(groups) and groups[-1][-1].is_term
        if groups and begin <= until and not touches and _is_next_term(claim, groups[-1]):
            # Somebody re-elected was listed throughout: what saw them after the first term belongs to the second.
            groups.append([*_seen_after(begin, groups[-1]), claim])
            groups[-2] = [earlier for earlier in groups[-2] if earlier not in groups[-1]]
            until = max(until, end)
        elif groups and begin <= until and not touches:
            groups[-1].append(claim)
            # Seen once during a term says nothing of what follows the term.
            in_term = claim.is_glimpse and any(earlier.is_term for earlier in groups[-1])
            until = until if in_term else max(until, end)
        else:
            groups.append([claim])
            until = end
    nodes = [Node(node_iri(key, number), group, resolve_times(group)) for number, group in enumerate(groups, 1)]
    for node, after in pairwise(nodes):
        if node.times.end is None and after.times.start and any(claim.is_term for claim in after.claims):
            dropped = [node.times.absent] if node.times.absent else []
            node.times.absent = min([*dropped, after.times.start], key=lambda period: period.first)
    yield from nodes


def _is_next_term(claim: Claim, group: list[Claim]) -> bool:
    """Return whether a claim is of a term that follows those of a group, or follows all that a group only saw."""
    ends = [earlier.period[1] for earlier in group if earlier.is_term]
    if not ends and all(earlier.is_glimpse or _history(earlier) for earlier in group):
        ends = [day.last for earlier in group for day in observations(earlier)]
    return claim.is_term and bool(ends) and max(ends) <= claim.period[0]


def _history(claim: Claim) -> bool:
    return isinstance(claim.record, Situation) and claim.record.seen is not None


def _seen_after(day: str, group: list[Claim]) -> list[Claim]:
    """Return the claims of a history that still saw the situation on an ISO day."""
    records = [(claim, claim.record) for claim in group]
    return [
        claim for claim, record in records if isinstance(record, Situation) and record.seen and record.seen[1] >= day
    ]


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


def _place_phases(nodes: list[Node], identities: Identities) -> None:
    """Say of which membership or hosting each phase is a part: of the one of its time, where one went and came back."""
    first = {node.iri: node for node in nodes}
    for node in nodes:
        record = node.claims[0].record
        if isinstance(record, Phase):
            node.whole = node_iri(key_of(record.of, identities))
            numbered = takewhile(first.__contains__, (f"{node.whole}-{number}" for number in count(2)))
            candidates = [first[iri] for iri in (node.whole, *numbered) if iri in first]
            if candidates:
                node.whole = max(candidates, key=lambda whole: _shared(whole.span, node.span)).iri


def _shared(one: tuple[str, str], other: tuple[str, str]) -> tuple[bool, str]:
    """Return whether two spans of time meet, and until when; the earlier of two that do not meet goes first."""
    begin, end = max(one[0], other[0]), min(one[1], other[1])
    return begin <= end, end if begin <= end else ""


def _let_phases_follow(nodes: list[Node]) -> None:
    """A membership has one tier at a time: where a later one is seen, the earlier one has ended by then."""
    phases: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        record = node.claims[0].record
        if isinstance(record, Phase):
            phases[node.whole].append(node)
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
