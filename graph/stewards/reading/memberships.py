"""Who belongs to a foundation on a day: its members with their tiers, and the projects it hosts with their maturity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from stewards.reading.rows import tuples
from stewards.reading.times import read_times
from stewards.stores.store import Store
from stewards.validity import CERTAIN, NO, UNKNOWN, Times

#: What is read of each kind: where a situation names its place and its party, and the property that its phases have.
_KINDS = {
    "members": ("?node org:organization ?place ; a stw:CorporateMembership ; org:member ?party", "membershipTier"),
    "projects": ("?node stw:host ?place ; stw:hostedProject ?party", "maturityLevel"),
}


@dataclass(frozen=True, slots=True)
class Belonging:
    """A membership or hosting on a day: ``party`` is the member or project, ``levels`` its tiers, each with the phase.

    ``certainty`` is "" for ever.
    """

    iri: str
    party: str
    times: Times
    certainty: str
    levels: Mapping[str, str]

    @property
    def nodes(self) -> tuple[str, ...]:
        """The situations that it rests on."""
        return (self.iri, *self.levels.values())


def members_on(store: Store, foundation: str, day: str) -> tuple[list[Belonging], int]:
    """Return the memberships in force on an ISO day ("" for ever), and how many are first recorded later."""
    return _on(store, "members", foundation, day)


def projects_on(store: Store, host: str, day: str) -> tuple[list[Belonging], int]:
    """Return the hostings in force on an ISO day ("" for ever), and how many are first recorded later."""
    return _on(store, "projects", host, day)


@dataclass(frozen=True, slots=True)
class _Told:
    """A membership or hosting at any time, with its phases: the IRI, level and times of each."""

    iri: str
    party: str
    times: Times
    phases: tuple[tuple[str, str, Times], ...]


def _on(store: Store, kind: str, place: str, day: str) -> tuple[list[Belonging], int]:
    told = store.recall(f"{kind} of {place}", lambda: _read(store, kind, place))
    holds = [(one, one.times.hold_on(day) if day else CERTAIN) for one in told]
    found = [
        Belonging(one.iri, one.party, one.times, certainty if day else "", _levels(one, day))
        for one, certainty in holds
        if certainty not in (NO, UNKNOWN)
    ]
    return found, sum(certainty == UNKNOWN for _, certainty in holds)


def _levels(told: _Told, day: str) -> dict[str, str]:
    return {level: iri for iri, level, times in told.phases if not day or times.hold_on(day) not in (NO, UNKNOWN)}


def _read(store: Store, kind: str, place: str) -> list[_Told]:
    pattern, level = _KINDS[kind]
    query = f"SELECT ?node ?phase ?level WHERE {{ {pattern} . ?phase stw:phaseOf ?node ; stw:{level} ?level }}"
    phases: dict[str, dict[str, str]] = defaultdict(dict)
    for node, phase, named in tuples(store, query, "place", [place]):
        phases[node][str(phase)] = str(named)
    parties = {str(n): str(p) for n, p in tuples(store, f"SELECT ?node ?party WHERE {{ {pattern} }}", "place", [place])}
    times = read_times(store, [*parties, *(phase for found in phases.values() for phase in found)])
    return [
        _Told(iri, party, times[iri], tuple((p, level, times[p]) for p, level in sorted(phases[iri].items())))
        for iri, party in sorted(parties.items())
    ]
