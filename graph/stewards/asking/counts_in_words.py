"""Counts of people by company in words: names, shares, who has most, and what is not known of those counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from stewards.asking.asked import notes_on_later
from stewards.asking.sentences import counted, listed
from stewards.reading.entities import kind_of
from stewards.reading.nodes import labels
from stewards.reading.positions import Position
from stewards.reckoning.counting import Count, companies_in
from stewards.reckoning.shares import Bounds
from stewards.stores.store import Store
from stewards.validity import POSSIBLE

#: As many companies with most people are named, not more.
MOST_LEADERS = 3


def names_of(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """Return the names of companies, and of those who count as one by themselves."""
    return {
        iri: f"{name} (independent)" if kind_of(iri) == "person" else name for iri, name in labels(store, iris).items()
    }


def percent(share: Bounds[Fraction]) -> str:
    """Return a share in words: "33%", "under 1%", or "33% to 67%"."""
    low, high = round(share.low * 100), round(share.high * 100)
    if low < high:
        return f"{low}% to {high}%"
    return "under 1%" if 0 < share.high * 100 < 1 else f"{low}%"


def most_in_words(number: Count, names: Mapping[str, str]) -> str:
    """Return in words which company surely has most: "Meta has 4", "Meta and AMD have 2 each"."""
    most = max((number.known[company] for company in companies_in(number)), default=0)
    first = sorted(names[company] for company in companies_in(number) if number.known[company] == most)
    if len(first) > MOST_LEADERS:
        return f"no company has more than {most:,}"
    if not first:
        return "no company surely has any"
    return f"{first[0]} has {most:,}" if len(first) == 1 else f"{listed(first)} have {most:,} each"


def bounds(low: float, high: float) -> dict[str, float]:
    """Return two bounds as a figure."""
    return {"low": low, "high": high}


def notes_on_unknown(store: Store, positions: Sequence[Position], noun: str) -> list[str]:
    """Return what is to be said of those (``noun``: "seat") whose company is not known, or may be one of several."""
    notes = []
    if unknown := sum(not position.companies for position in positions):
        each = "it may count" if unknown == 1 else "each may count"
        notes.append(f"Of {counted(unknown, noun)} no employer is known: {each} for any company, or for none.")
    several = [position for position in positions if len(position.companies) > 1]
    if several:
        names = labels(store, {iri for p in several for iri in (p.person, *p.companies) if iri})
        told = sorted(
            f"{names.get(p.person, 'somebody')} ({' or '.join(sorted(names[c] for c in p.companies))})" for p in several
        )
        notes.append(f"Any of two companies or more may be meant for {listed(told)}.")
    return notes


def notes_on_dates(positions: Sequence[Position], later: int, day: str, noun: str) -> list[str]:
    """Return how many of those counted no source confirms for the day, and how many are first recorded after it."""
    if not day and positions:
        return ["Whoever ever held one is counted, as if all did at once: for one day, give --as-of."]
    doubtful = sum(position.certainty == POSSIBLE for position in positions)
    notes = []
    if doubtful:
        which = f"{doubtful:,} of " if doubtful < len(positions) else ""
        verb = "was" if doubtful == 1 else "were"
        notes.append(f"{which}{counted(len(positions), noun)} {verb} last confirmed before {day}, and may have ended.")
    return notes + notes_on_later(later, day)
