"""For whom somebody works on a day, where sources name several employers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from stewards.reading.documents import source_of
from stewards.reading.evidence import evidence_of
from stewards.reading.holdings import Holding, employments_of, in_force
from stewards.stores.store import Store


class Employers:
    """The employers on a day of those who hold some tenures."""

    def __init__(self, store: Store, holdings: Sequence[Holding], day: str, sources: Mapping[str, set[str]]) -> None:
        self._sources = sources
        people = list(dict.fromkeys(holding.holder for holding in holdings))
        self._jobs: dict[str, list[Holding]] = defaultdict(list)
        for job in in_force(employments_of(store, people), day)[0]:
            self._jobs[job.holder].append(job)
        doubtful = [h for h in holdings if len({job.place for job in self._jobs[h.holder]}) > 1]
        jobs = [job.iri for holding in doubtful for job in self._jobs[holding.holder]]
        told = evidence_of(store, [*(holding.iri for holding in doubtful), *jobs])
        self._dates = {iri: {(p.document, p.locator): p.as_of for p in passages} for iri, passages in told.items()}

    def of(self, holdings: Sequence[Holding]) -> list[Holding]:
        """Return the employments that fit best to the tenures of one person: of one company, where that is clear."""
        jobs = self._jobs.get(holdings[0].holder, [])
        if len({job.place for job in jobs}) < 2:
            return jobs
        ranks = {job.iri: self._rank(job, holdings) for job in jobs}
        best = max(ranks.values())
        return [job for job in jobs if ranks[job.iri] == best]

    def _rank(self, job: Holding, holdings: Sequence[Holding]) -> tuple[bool, str, str]:
        """Return how well an employment fits: told with the tenure by its own list, then by any and when, then seen."""
        seen = str(job.times.last_observed or "")
        own, newest = False, ""
        for holding in holdings:
            told = self._dates.get(holding.iri, {})
            for place, day in self._dates.get(job.iri, {}).items():
                if place in told:
                    own = own or source_of(place[0]) in self._sources.get(holding.place, ())
                    newest = max(newest, day)
        return own, newest, seen
