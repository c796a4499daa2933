"""Projects of whose maintainers one company has so large a share that it could be said to run them alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from stewards.asking.answers import EntityValue, Findings, Row
from stewards.asking.asked import Asked
from stewards.asking.counts_in_words import notes_on_dates, percent
from stewards.asking.sentences import counted
from stewards.reading.entities import kind_of
from stewards.reading.lenses import Groups, groups_for
from stewards.reading.nodes import labels
from stewards.reckoning.counting import Count, count, holdings_in, hosted_on, maintained, maintainers_on
from stewards.stores.store import Store
from stewards.validity import CERTAIN, POSSIBLE


@dataclass(frozen=True, slots=True)
class Hold:
    """One company with at least the share asked for of a project's maintainers: surely, or perhaps.

    ``together`` are the companies of its group whose maintainers make up the share, if none of them has it by itself.
    """

    project: str
    company: str
    number: Count
    certainty: str
    together: tuple[str, ...] = ()


def holds(number: Count, share: Fraction) -> Iterator[tuple[str, str]]:
    """Yield the companies that have at least a share of some people, each with whether that is certain or possible.

    It is certain if it holds wherever those of unknown employer work, and possible if it holds were all of them there.
    """
    needed = share * number.people
    for company in number.nodes:
        if number.at_most(company) >= needed and kind_of(company) != "person":
            yield company, CERTAIN if number.surely(company) >= needed else POSSIBLE


def run(store: Store, asked: Asked) -> Findings:
    """Return one row for each project and company, the certain ones first, then those with most maintainers."""
    share, least = asked.options["share"], asked.options["least"]
    assert isinstance(share, Fraction) and isinstance(least, int)
    hostings, unhosted = hosted_on(store, asked.entities["foundation"].iri, asked.day) if asked.entities else ({}, 0)
    projects = list(hostings) if asked.entities else maintained(store, asked.day)
    tenures = holdings_in(store, asked.day, projects)
    groups = groups_for(store, asked.lens, asked.day)
    found = maintainers_on(store, asked.day, groups, projects, tenures)
    counts = {place: count(positions) for place, positions in found.at.items() if len(positions) >= least}
    held = [Hold(p, company, n, sure) for p, n in counts.items() for company, sure in holds(n, share)]
    if groups:
        single = {p: count(s) for p, s in maintainers_on(store, asked.day, None, projects, tenures).at.items()}
        held = [_grouped(hold, single[hold.project], groups, share) for hold in held]
    rows = _rows(store, held, hostings)
    looked_at = [position for place in counts for position in found.at[place]]
    notes = notes_on_dates(looked_at, found.later + unhosted, asked.day, "position")
    sure = {hold.project for hold in held if hold.certainty == CERTAIN}
    figures = {"projects": len(counts), "certain": len(sure), "possible": len({h.project for h in held} - sure)}
    return Findings(rows, notes, _sentence(figures, least, share) if counts else "", figures)


def _sentence(figures: Mapping[str, int], least: int, share: Fraction) -> str:
    """Say of how many projects that is certain, and of how many more it is possible."""
    sure, possible = figures["certain"], figures["possible"]
    whole = f"{counted(figures['projects'], 'project')} with {counted(least, 'maintainer')} or more"
    part = "half or more" if share == Fraction(1, 2) else f"{share} or more" if share < 1 else "all"
    if not sure:
        perhaps = f"; of {possible:,} it is possible" if possible else ""
        return f"Of {whole}, none surely has {part} of its maintainers from one company{perhaps}."
    more = f"; of {possible:,} more that is possible, not certain" if possible else ""
    return f"Of {whole}, one company has {part} of the maintainers of {sure:,}{more}."


def _grouped(hold: Hold, single: Count, groups: Groups, share: Fraction) -> Hold:
    members = [company for company in single.nodes if groups.head(company) == hold.company]
    alone = {company for company, sure in holds(single, share) if sure <= hold.certainty}
    together = () if alone & set(members) else tuple(members)
    return Hold(hold.project, hold.company, hold.number, hold.certainty, together)


def _rows(store: Store, held: Sequence[Hold], hostings: Mapping[str, str]) -> list[Row]:
    names = labels(store, {iri for hold in held for iri in (hold.project, hold.company, *hold.together)})

    def entity(iri: str) -> EntityValue:
        return EntityValue(names[iri], iri)

    def rank(hold: Hold) -> tuple[object, ...]:
        number = hold.number
        return hold.certainty, -number.surely(hold.company), names[hold.project], number.rank(hold.company)

    return [
        Row(
            {
                "project": entity(hold.project),
                "company": entity(hold.company),
                "theirs": hold.number.surely(hold.company),
                "maintainers": hold.number.people,
                "share": percent(hold.number.share(hold.company)),
                "unknown": hold.number.unknown,
                "only_together": tuple(sorted(map(entity, hold.together))) or None,
                "certainty": hold.certainty,
            },
            nodes=(*hold.number.nodes[hold.company], *filter(None, [hostings.get(hold.project)])),
        )
        for hold in sorted(held, key=rank)
    ]
