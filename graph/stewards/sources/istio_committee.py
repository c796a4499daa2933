"""Committees of Istio: ``steering/README.md`` and ``TECH-OVERSIGHT-COMMITTEE.md`` of https://github.com/istio/community.

A table with the columns Name and Company, and either Profile and Seat type (steering committee) or Term ends (technical
oversight committee). A contribution seat belongs to the company, a community seat to the person.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewards.errors import SourceError
from stewards.model import Profile, Record, Reference, Tenure
from stewards.sources import markdown
from stewards.sources.input import Input
from stewards.sources.rosters import INDEPENDENT, RosterFile, body, employer, employment, login_in, person, roster_files
from stewards.values import Period, name_key, organisation_key

_FOUNDATION = "Cloud Native Computing Foundation"
_PROJECT = Reference("project", "Istio", (("named-in", f"{organisation_key(_FOUNDATION)}/istio"),))
_COMMITTEES = {
    "steering committee": ("Istio Steering Committee", "steering-committee"),
    "technical oversight committee": ("Istio Technical Oversight Committee", "technical-committee"),
}


def read(source: Input) -> Iterator[Record]:
    """Yield the committee and its members with company, and the company they sit for or the end of their term."""
    file = next(roster_files(source, "README.md"))
    heading = name_key(markdown.title(file.text)).removeprefix("istio ")
    rosters = [table for table in markdown.tables(file.text) if {"Name", "Company"} <= set(table.header)]
    if heading not in _COMMITTEES or not rosters:
        raise SourceError.single(source.name, "is no roster of the steering or technical oversight committee")
    name, kind = _COMMITTEES[heading]
    committee = body(name, _FOUNDATION)
    yield Profile(subject=committee, classification=kind, governs=_PROJECT, locator=file.line(rosters[0].line))
    for table in rosters:
        for row in table.rows:
            yield from _member(table, row, committee, f"{kind}-member", file)


def _member(
    table: markdown.MarkdownTable, row: markdown.MarkdownRow, committee: Reference, role: str, file: RosterFile
) -> Iterator[Record]:
    def cell(column: str) -> str:
        at = table.column(column)
        return row.cells[at] if at is not None else ""

    name, company, seat = (markdown.plain(cell(column)) for column in ("name", "company", "seat type"))
    if not name:
        file.report(row.line, "nobody is named")
        return
    addresses = [link.address for link in markdown.links(f"{cell('name')} {cell('profile')}")]
    who = person(file.source, name, next(filter(None, map(login_in, addresses)), ""))
    sent_by = employer(company) if seat.lower().startswith("contribution") else None
    yield Tenure(
        member=who,
        organisation=committee,
        role=role,
        on_behalf_of=None if sent_by == INDEPENDENT else sent_by,
        end=_end(markdown.plain(cell("term ends")), row.line, file),
        description=seat,
        locator=file.line(row.line),
    )
    yield from employment(who, company, file.line(row.line))


def _end(words: str, line: int, file: RosterFile) -> Period | None:
    if not words:
        return None
    try:
        return Period.parse(words)
    except ValueError as error:
        file.report(line, f"end of a term: {error}")
        return None
