"""https://github.com/onnx/steering-committee: the members of ONNX's steering committee, one row a term.

A term ends the day before the next begins: where the table has two rows overlap, the later row is followed. The company
beside a name is that of the day the term began, so each past term is a document of its own, which speaks for that day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from stewards.errors import SourceError
from stewards.model import Document, Profile, Reference, Tenure
from stewards.sources import markdown
from stewards.sources.input import Batches, Input
from stewards.sources.rosters import RosterFile, body, dates_in, employment, login_in, person, roster_files
from stewards.values import Period

_PROJECT = Reference("project", "ONNX", (("repository", "https://github.com/onnx/onnx"),))
_COMMITTEE = body("ONNX Steering Committee", "ONNX", "Steering Committee")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_COMPANY = re.compile(r"\(([^()]*)\)\s*$")
#: A nickname within a name: Ganesan Ramalingam ("Rama").
_NICKNAME = re.compile(r"\s*\(?[\"“][^\"”]{0,60}[\"”]\)?")


@dataclass(frozen=True, slots=True)
class _Term:
    start: Period
    end: Period
    members: str
    line: int


def read_documents(source: Input) -> Batches:
    """Return the terms under the roster, and the employers of each past term under a document for its first day."""
    file = next(roster_files(source, "README.md"))
    terms = list(_terms(file))
    if not terms:
        raise SourceError.single(source.name, "has no table with the columns 'Term' and 'Members'")
    committee = Profile(
        subject=_COMMITTEE, classification="steering-committee", governs=_PROJECT, locator=file.line(terms[0].line)
    )
    batches: Batches = {source.document: [committee]}
    for term in terms:
        document = _document_of(term, source)
        for member, company in _members(term, file):
            batches[source.document].append(_tenure(member, term, file))
            batches.setdefault(document, []).extend(employment(member, company, file.line(term.line)))
    return batches


def _terms(file: RosterFile) -> Iterator[_Term]:
    """Yield the terms, the latest first, as the table has them."""
    following: _Term | None = None
    for table in markdown.tables(file.text):
        when, who = table.column("term"), table.column("members")
        if when is None or who is None:
            continue
        for row in table.rows:
            try:
                start, end = dates_in(markdown.plain(row.cells[when]))
            except ValueError:
                file.report(row.line, f"{markdown.plain(row.cells[when])[:60]!r} does not give two dates")
                continue
            following = _Term(start, _cut(end, following, row.line, file), row.cells[who], row.line)
            yield following


def _cut(end: Period, following: _Term | None, line: int, file: RosterFile) -> Period:
    if following is None or end.last < following.start.first:
        return end
    if end.first > following.start.first:
        file.report(line, f"the term ends on {end}, after the next begins on {following.start}: cut there")
    return Period.around(date.fromisoformat(following.start.first) - timedelta(days=1), "day")


def _members(term: _Term, file: RosterFile) -> Iterator[tuple[Reference, str]]:
    for piece in filter(str.strip, _BREAK.split(term.members)):
        words = _NICKNAME.sub("", markdown.plain(piece))
        company = _COMPANY.search(words)
        name = _COMPANY.sub("", words).strip()
        if not name:
            file.report(term.line, f"nobody is named in {words[:60]!r}")
            continue
        login = next(filter(None, (login_in(link.address) for link in markdown.links(piece))), "")
        yield person(file.source, name, login), company[1] if company else ""


def _tenure(member: Reference, term: _Term, file: RosterFile) -> Tenure:
    return Tenure(
        member=member,
        organisation=_COMMITTEE,
        role="steering-committee-member",
        start=term.start,
        end=term.end,
        locator=file.line(term.line),
    )


def _document_of(term: _Term, source: Input) -> Document:
    as_of = source.document.as_of
    if as_of is None or term.start.first <= as_of.first <= term.end.last:
        return source.document
    return replace(
        source.document,
        name=f"{source.document.name}/{term.start}",
        title=f"{source.document.title}, term from {term.start}",
        as_of=term.start,
        complete=False,
    )
