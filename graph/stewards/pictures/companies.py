"""Which company a position counts for, in words and in colour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from stewards.pictures.canvas import COLOURS, GREY, PALE
from stewards.pictures.moments import History
from stewards.reading.entities import kind_of
from stewards.reading.nodes import labels
from stewards.reading.positions import Position
from stewards.stores.store import Store

#: Where no company, or several, may be meant; and who stands for nobody else.
UNKNOWN, INDEPENDENT = "not surely known", "independent"


class Companies:
    """The companies of a history: those with most seats over time have colours, all others share a grey."""

    def __init__(self, store: Store, history: History) -> None:
        days: Counter[str] = Counter()
        for begun, ended, positions in history.spans:
            length = (date.fromisoformat(ended) - date.fromisoformat(begun)).days
            for position in positions:
                days[company_of(position)] += length
        companies = [company for company in days if company not in (UNKNOWN, INDEPENDENT)]
        several = {iri for m in history.moments for p in m.positions for iri in p.companies}
        self._names = labels(store, several)
        #: By how much time they have, most first.
        self.ranked = sorted(companies, key=lambda iri: (-days[iri], self._names[iri], iri))
        self._colours = dict(zip(self.ranked, COLOURS, strict=False))

    def name(self, company: str) -> str:
        """Return the name of a company, or what stands in its place."""
        return self._names.get(company, company)

    def names(self, position: Position) -> str:
        """Return the company of a position in words, of several any of which may be meant, all."""
        if len(position.companies) > 1:
            return " or ".join(sorted(map(self.name, position.companies)))
        return self.name(company_of(position))

    def colour(self, company: str) -> str:
        """Return the colour of a company."""
        return PALE if company == INDEPENDENT else self._colours.get(company, GREY)

    @property
    def coloured(self) -> Mapping[str, str]:
        """The companies that have a colour of their own, in order."""
        return self._colours


def company_of(position: Position) -> str:
    """Return the company that a position surely counts for, or what stands in its place."""
    if not position.company:
        return UNKNOWN
    return INDEPENDENT if kind_of(position.company) == "person" else position.company


def among(positions: Iterable[Position]) -> Counter[str]:
    """Return how many of some positions surely count for each company, or for what stands in its place."""
    return Counter(map(company_of, positions))
