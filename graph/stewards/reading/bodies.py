"""Which bodies govern what, and for which days that is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from stewards.asking.answers import Evidence
from stewards.reading.evidence import read_evidence
from stewards.reading.rows import tuples
from stewards.stores.store import Store
from stewards.validity import Times
from stewards.values import Period

#: Every body with what it governs.
GOVERNS = "SELECT ?body ?thing WHERE { ?body stw:governs ?thing }"
_DESCRIBED = "SELECT ?body ?passage WHERE { ?body stw:describedBy ?passage }"


def governing(store: Store, things: Iterable[str]) -> dict[str, set[str]]:
    """Return the bodies that govern some things, each with which of them it governs, in order."""
    return _pairs(store, "thing", things)


def governed(store: Store, bodies: Iterable[str]) -> dict[str, set[str]]:
    """Return what some bodies govern, by body."""
    return _pairs(store, "body", bodies)


def _pairs(store: Store, asked: str, iris: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for body, thing in tuples(store, GOVERNS, asked, iris):
        found[str(body)].add(str(thing))
    return dict(sorted(found.items()))


def described(store: Store, bodies: Iterable[str]) -> dict[str, tuple[Evidence, ...]]:
    """Return the passages that describe some bodies, and so say what they govern."""
    found: dict[str, set[str]] = {body: set() for body in bodies}
    for body, passage in tuples(store, _DESCRIBED, "body", found):
        found[body].add(str(passage))
    passages = read_evidence(store, {iri for iris in found.values() for iri in iris})
    return {body: tuple(sorted(passages[iri] for iri in iris)) for body, iris in found.items()}


def times_told(passages: Iterable[Evidence]) -> Times:
    """Return when a body is known to govern: nobody dates that, so it is the days for which its sources speak."""
    dates = sorted((Period.parse(passage.as_of) for passage in passages if passage.as_of), key=lambda day: day.first)
    return Times(first_observed=dates[0], last_observed=dates[-1]) if dates else Times()
