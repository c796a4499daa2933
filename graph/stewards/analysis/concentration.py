"""How the seats of a body, or the maintainers of a project, are spread over companies, as bounds."""

from __future__ import annotations

from collections.abc import Mapping

from stewards.asking.answers import EntityValue, Figures, Findings, Row
from stewards.asking.asked import Asked, notes_on_left_over
from stewards.asking.counts_in_words import bounds, most_in_words, names_of, notes_on_dates, notes_on_unknown, percent
from stewards.asking.sentences import counted, listed
from stewards.reading.bodies import governing
from stewards.reading.lenses import groups_for
from stewards.reading.nodes import labels
from stewards.reading.positions import seats_on
from stewards.reckoning.counting import Count, count, maintainers_on
from stewards.reckoning.shares import elephant_factor_bounds, herfindahl_bounds
from stewards.stores.store import Store


def run(store: Store, asked: Asked) -> Findings:
    """Return one row a company, those with most people first."""
    thing, groups = asked.entities["thing"], groups_for(store, asked.lens, asked.day)
    body = thing.kind == "body"
    if body:
        found = seats_on(store, [thing.iri], asked.day, groups)
    else:
        found = maintainers_on(store, asked.day, groups, [thing.iri])
    noun = "seat" if body else "maintainer"
    people, left_over = found.roster(thing.iri), len(found.left_over(thing.iri))
    number = count(people)
    names = names_of(store, number.nodes)
    notes = notes_on_unknown(store, people, noun)
    notes += [] if people or body else _bodies(store, thing.iri)
    notes += notes_on_left_over(left_over)
    notes += notes_on_dates(people, found.later, asked.day, noun)
    rows = [
        Row(
            {
                "company": EntityValue(names[company], company),
                "surely": number.surely(company),
                "at_most": number.at_most(company),
                "share": percent(number.share(company)),
            },
            nodes=number.nodes[company],
        )
        for company in sorted(number.nodes, key=lambda iri: (*number.rank(iri), names[iri]))
    ]
    return Findings(rows, notes, _sentence(number, names, noun, thing.label), figures(number))


def figures(number: Count) -> Figures:
    """Return the figures on the whole of some people; none where there are no people."""
    group = number.known, number.unknown, number.either
    herfindahl, elephant = herfindahl_bounds(*group), elephant_factor_bounds(*group)
    if herfindahl is None or elephant is None:
        return {}
    return {
        "people": number.people,
        "employer_unknown": number.unknown,
        "herfindahl": bounds(round(float(herfindahl.low), 3), round(float(herfindahl.high), 3)),
        "elephant_factor": bounds(elephant.low, elephant.high),
    }


def _sentence(number: Count, names: Mapping[str, str], noun: str, label: str) -> str:
    """Say which company has most, of how many, and how many companies have half."""
    elephant = elephant_factor_bounds(number.known, number.unknown, number.either)
    if not number.nodes or elephant is None:
        return ""
    takes = str(elephant.low) if elephant.low == elephant.high else f"{elephant.low} to {elephant.high}"
    half = "one company has half" if elephant.high == 1 else f"it takes {takes} companies to have half"
    return f"Of the {counted(number.people, noun)} of {label}, {most_in_words(number, names)}; {half} of them."


def _bodies(store: Store, project: str) -> list[str]:
    found = labels(store, governing(store, [project]))
    return [f"No maintainers are known. Ask about a body of it: {listed(sorted(found.values()))}."] if found else []
