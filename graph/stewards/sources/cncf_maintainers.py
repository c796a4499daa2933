"""``project-maintainers.csv`` of the CNCF: who maintains its projects and for which company they work.

https://github.com/cncf/foundation/blob/main/project-maintainers.csv. Level and project are written on the first row of
a group and carried down through blanks. A group may be the project itself ("Envoy"), a committee that governs it
("Istio: Steering Committee", or "Steering Committee" below the project's own group), or a part of it ("Tekton CLI",
"Harbor: SIG Community"), which becomes a project of its own under the first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from stewards.errors import SourceError
from stewards.model import ParentRelation, Profile, Record, Reference, Tenure
from stewards.sources.input import Input
from stewards.sources.reading import read_csv
from stewards.sources.rosters import employment
from stewards.values import clean_name, github_login, name_key, slug

_COLUMNS = ["project", "maintainer name", "company", "github name"]
_COMMITTEE = re.compile(r"(steering|governance|technical(?: oversight)?)(?: committee)?\b", re.IGNORECASE)
_WHOLE = re.compile(r"(?:maintainers|working group leads)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Group:
    """The project a row belongs to, and the committee or part of it, if any."""

    project: str
    committee: str = ""
    part: str = ""


def read(source: Input) -> Iterator[Record]:
    """Yield a tenure for every row, an employment where a company is named, and the groups they belong to."""
    scope = source.options.get("scope", "cloud native computing foundation")
    table = read_csv(source.data(), source.name)
    _check_header(next(table, (1, []))[1], source)
    rows = [(line, [cell.strip() for cell in (*row, "", "", "", "")]) for line, row in table]
    turned = _turned(rows)
    group, head, announced = None, "", set()
    for line, cells in rows:
        if line in turned:
            cells[3:5] = cells[4], cells[3]
            source.report(f"line {line}", f"login and company are exchanged: read as {cells[4]!r} of {cells[3]!r}")
        if cells[1]:
            group, head = _read_group(cells[1], head if not cells[0] else "")
        if group is None:
            source.report(f"line {line}", "a maintainer stands above the first project")
        elif not cells[2] and not cells[4]:
            source.report(f"line {line}", "neither a name nor a GitHub login")
        else:
            place = _place(group, scope)
            if group not in announced:
                announced.add(group)
                yield from _introduce(group, place, scope, f"line {line}")
            yield from _maintainer(cells, group, place, source, line)


def _check_header(header: list[str], source: Input) -> None:
    found = [cell.strip().lower() for cell in header[1:5]]
    if found != _COLUMNS:
        wanted = ", ".join(repr(name) for name in ("", *_COLUMNS))
        raise SourceError.single(source.name, f"has columns {header[:6]}, and {wanted} were expected", "line 1")


def _turned(rows: list[tuple[int, list[str]]]) -> frozenset[int]:
    """Return the lines with the company in the column of logins, and the login in that of companies.

    A text stands for a company when more rows work for it than people have it as their login, or when it would be the
    login of several people; of more than two if no row works for it, since one person may be spelled in two ways.
    """
    employers = Counter(name_key(cells[3]) for _, cells in rows)
    people: dict[str, set[str]] = defaultdict(set)
    for _, cells in rows:
        people[name_key(cells[4])].add(name_key(cells[2]))
    companies = {
        text for text, names in people.items() if employers[text] > len(names) or len(names) + (employers[text] > 0) > 2
    }
    return frozenset(
        line
        for line, cells in rows
        if cells[4]
        and name_key(cells[4]) in companies
        and github_login(cells[3])
        and employers[name_key(cells[3])] == 1
    )


def _read_group(name: str, head: str) -> tuple[_Group, str]:
    """Return the group a cell names and the project that following groups without a level belong to."""
    name = re.sub(r"\s*\(non-voting\)", "", " ".join(name.split()), flags=re.IGNORECASE)
    inside = re.fullmatch(r"(.+?) \(([^)]*committee[^)]*)\)", name, re.IGNORECASE)
    base, part = inside.groups() if inside else [*name.split(": ", 1), ""][:2]
    if not part and (match := re.fullmatch(r"(.+?) (steering(?: committee)?|maintainers)", base, re.IGNORECASE)):
        base, part = match.groups()
    elif (not part and head and _COMMITTEE.match(base)) or (not part and head):
        base, part = head, base
    committee = _COMMITTEE.match(part)
    if committee:
        return _Group(base, committee=_committee_name(committee.group())), base
    return _Group(base, part="" if _WHOLE.fullmatch(part) else part), base


def _committee_name(words: str) -> str:
    words = " ".join(word.capitalize() for word in words.split())
    return words if words.endswith("Committee") else f"{words} Committee"


def _project(name: str, scope: str) -> Reference:
    return Reference("project", name, (("named-in", f"{scope}/{slug(name)}"),))


def _place(group: _Group, scope: str) -> Reference:
    """Return what the people of a group hold their role in."""
    if group.committee:
        name = f"{group.project} {group.committee}"
        return Reference("body", name, (("named-in", f"{scope}/{slug(name)}"),))
    if not group.part or group.part.startswith(group.project):
        return _project(group.part or group.project, scope)
    return _project(f"{group.project}: {group.part}", scope)


def _introduce(group: _Group, place: Reference, scope: str, locator: str) -> Iterator[Record]:
    project = _project(group.project, scope)
    yield Profile(subject=project, locator=locator)
    if group.committee:
        kind = "steering-committee" if "Steering" in group.committee else "technical-committee"
        kind = "steering-committee" if "Governance" in group.committee else kind
        yield Profile(subject=place, classification=kind, governs=project, locator=locator)
    elif place != project:
        yield Profile(subject=place, locator=locator)
        yield ParentRelation(child=place, parent=project, relation="subproject", locator=locator)


def _maintainer(cells: list[str], group: _Group, place: Reference, source: Input, line: int) -> Iterator[Record]:
    name, company, written = cells[2], clean_name(cells[3]), cells[4]
    login = github_login(written)
    if written and (not login or (company and name_key(written) == name_key(company))):
        source.report(
            f"line {line}", f"{written!r} is not the GitHub login of a person; the row is kept under the name"
        )
        login = ""
    identifier = ("github", login) if login else ("named-in", f"{source.name.split('/')[0]}/{slug(name)}")
    person = Reference("person", " ".join(name.split()) or login, (identifier,))
    role = _role(group)
    yield Tenure(member=person, organisation=place, role=role, locator=f"line {line}")
    yield from employment(person, company, f"line {line}")


def _role(group: _Group) -> str:
    if not group.committee:
        return "maintainer"
    return "technical-committee-member" if "Technical" in group.committee else "steering-committee-member"
