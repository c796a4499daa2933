"""The Apache Software Foundation's committees, their people, and its members.

https://github.com/apache/comdev-projects/tree/trunk/site/json/foundation: a folder, of which ``committees.json`` has to
be there (it may also be given alone); ``committees-retired.json``, ``projects.json``, ``people.json``, ``groups.json``
and ``people_name.json`` are read where they are. Each project management committee (PMC) governs the project it is
named after, and the foundation hosts that project since the committee was established. A person is known by the
committer id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stewards.errors import SourceError
from stewards.model import Hosting, ParentRelation, Phase, Profile, Record, Reference, Tenure
from stewards.sources.apache_projects import ASF, Committee, project_reference, read_projects
from stewards.sources.input import Input
from stewards.sources.json_lines import load_json_with_lines
from stewards.sources.reading import Lines
from stewards.values import Period, is_web_address, slug


@dataclass(frozen=True, slots=True)
class _File:
    """One JSON file: its content and where its objects start."""

    name: str
    content: Any
    lines: Lines

    def place(self, value: object) -> str:
        return ", ".join(filter(None, (self.name, self.lines.of(value))))


def read(source: Input) -> Iterator[Record]:
    """Yield the committees with their rosters, the projects they govern, and the foundation's members."""
    files = {name: _load(source, name) for name in ("committees", "committees-retired", "projects", "people", "groups")}
    names = _load(source, "people_name").content
    entries = files["committees"].content
    if not isinstance(entries, list):
        raise SourceError.single(source.name, "is not the list of committees of the Apache Software Foundation")
    yield Profile(subject=ASF, type="foundation", locator=files["committees"].place(None))
    committees: dict[str, Committee] = {}
    for file in (files["committees"], files["committees-retired"]):
        for entry in file.content if isinstance(file.content, list) else []:
            committee = _committee(entry, file, source)
            if committee:
                committees.setdefault(committee.key, committee)
                yield from _introduce(committee, entry)
                yield from _roster(committee, entry, names if isinstance(names, dict) else {}, file, source)
    yield from _members(files["people"])
    yield from _committers(files["groups"], committees, names if isinstance(names, dict) else {})
    projects = files["projects"]
    if isinstance(projects.content, dict):
        yield from read_projects(projects.content, committees, projects.place, source)


def _load(source: Input, stem: str) -> _File:
    """Read one file of the folder; the folder of an earlier version may have only some."""
    path = source.path / f"{stem}.json" if source.path.is_dir() else source.path
    if source.path.is_dir() and not path.exists() and stem != "committees":
        return _File("", None, Lines())
    if not source.path.is_dir() and stem != "committees":
        return _File("", None, Lines())
    part = Input(source.document, path, source.options, source.problems)
    name = path.name if source.path.is_dir() else ""
    return _File(name, *load_json_with_lines(part.data(), ", ".join(filter(None, (source.name, name)))))


def _committee(entry: Any, file: _File, source: Input) -> Committee | None:
    fields = entry if isinstance(entry, dict) else {}
    key, name = fields.get("id"), fields.get("name")
    if not isinstance(key, str) or not isinstance(name, str) or not key or not name:
        source.report(file.place(entry), "a committee has no id or no name")
        return None
    dates = [
        _date(fields.get(what), f"{name}: {what}", file.place(entry), source) for what in ("established", "retired")
    ]
    body = Reference("body", f"{name} PMC", (("named-in", f"apache software foundation/{slug(key)}-pmc"),))
    return Committee(key, name, body, project_reference(name), dates[0], dates[1], file.place(entry))


def _introduce(committee: Committee, entry: dict[str, Any]) -> Iterator[Record]:
    retired, place = committee.retired, committee.place
    home = entry.get("homepage")
    yield Profile(
        subject=committee.body,
        classification="technical-committee",
        governs=committee.project,
        description=_text(entry.get("charter")),
        locator=place,
    )
    yield Profile(
        subject=committee.project,
        description=_text(entry.get("shortdesc")),
        homepage=str(home) if is_web_address(home) else "",
        locator=place,
    )
    current = retired is None
    yield ParentRelation(
        child=committee.body, parent=ASF, start=committee.established, end=retired, observed=current, locator=place
    )
    hosting = Hosting(project=committee.project, host=ASF, start=committee.established, observed=current, locator=place)
    yield hosting
    if retired:
        yield Phase(of=hosting, maturity="archived", start=retired, observed=False, locator=place)


def _roster(
    committee: Committee, entry: dict[str, Any], names: dict[str, Any], file: _File, source: Input
) -> Iterator[Tenure]:
    """Yield the tenures of a committee; those of a retired one ended with it."""
    roster = entry.get("roster") or {}
    if not isinstance(roster, dict):
        source.report(committee.place, f"{committee.name}: the roster is not a mapping")
        roster = {}
    for login, fields in roster.items():
        fields = fields if isinstance(fields, dict) else {}
        place = file.place(fields) if fields else committee.place
        yield Tenure(
            member=_person(login, fields.get("name")),
            organisation=committee.body,
            role="technical-committee-member",
            start=_date(fields.get("date"), f"{committee.name}: {login}", place, source),
            end=committee.retired,
            observed=committee.retired is None,
            locator=place,
        )
    yield from _chair(committee, entry.get("chair"), roster, names)


def _chair(committee: Committee, chair: object, roster: dict[str, Any], names: dict[str, Any]) -> Iterator[Tenure]:
    """Yield the chair, whom one real roster does not list."""
    if isinstance(chair, str) and chair:
        listed = roster.get(chair)
        yield Tenure(
            member=_person(chair, listed.get("name") if isinstance(listed, dict) else names.get(chair)),
            organisation=committee.body,
            role="technical-committee-chair",
            end=committee.retired,
            observed=committee.retired is None,
            locator=committee.place,
        )


def _members(people: _File) -> Iterator[Tenure]:
    """Yield the members of the foundation, who elect its board."""
    for login, fields in people.content.items() if isinstance(people.content, dict) else ():
        if isinstance(fields, dict) and fields.get("member") is True:
            person = _person(login, fields.get("name"))
            yield Tenure(member=person, organisation=ASF, role="member", locator=people.place(fields))


def _committers(groups: _File, committees: dict[str, Committee], names: dict[str, Any]) -> Iterator[Tenure]:
    """Yield the committers of each project that a committee in office governs: the group of its name."""
    content = groups.content if isinstance(groups.content, dict) else {}
    for committee in committees.values():
        group = content.get(committee.key)
        for login in group if isinstance(group, list) and committee.retired is None else ():
            if isinstance(login, str) and login:
                yield Tenure(
                    member=_person(login, names.get(login)),
                    organisation=committee.project,
                    role="committer",
                    locator=f"{groups.name}, /{committee.key}",
                )


def _person(login: str, name: object) -> Reference:
    return Reference("person", _text(name) or login, (("named-in", f"apache/{login}"),))


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _date(value: object, what: str, place: str, source: Input) -> Period | None:
    if value in (None, ""):
        return None
    try:
        return Period.parse(value)
    except ValueError as error:
        source.report(place, f"{what}: {error}")
        return None
