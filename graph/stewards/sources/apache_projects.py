"""``projects.json`` of the Apache Software Foundation: what each committee's projects say of themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stewards.events import Release
from stewards.model import Hosting, Licensing, ParentRelation, Phase, Profile, Record, Reference
from stewards.sources.input import Input
from stewards.values import Period, is_web_address, repository_of, slug

ASF = Reference("organisation", "Apache Software Foundation")

#: Committees that look after others' projects: before they are the foundation's own, and after they have ended.
_CARETAKERS = {"incubator": "incubating", "attic": "archived"}
_LICENCE = re.compile(
    r"https?://(?:usefulinc\.com/doap/licenses/asl20|spdx\.org/licenses/Apache-2\.0|"
    r"www\.apache\.org/licenses/LICENSE-2\.0(?:\.txt)?)/?"
)
#: The foundation's own git servers, each repository of which is also at github.com/apache.
_APACHE_GIT = re.compile(r"https?://(?:gitbox|git-wip-us|git)\.apache\.org/repos/asf/([^/?#]+?)(?:\.git)?/?")


@dataclass(frozen=True, slots=True)
class Committee:
    """A project management committee, the project it is named after, and its dates."""

    key: str
    name: str
    body: Reference
    project: Reference
    established: Period | None
    retired: Period | None
    place: str


def project_reference(name: str, repository: str = "") -> Reference:
    """Return a project of the foundation: known by its name within it, and by a repository that is its alone."""
    name = " ".join(name.split())
    repositories = (("repository", repository),) if repository else ()
    return Reference("project", name, (*repositories, ("named-in", f"apache software foundation/{slug(name)}")))


def read_projects(
    content: Mapping[str, Any], committees: Mapping[str, Committee], place: Callable[[object], str], source: Input
) -> Iterator[Record]:
    """Yield what is said of each project: its committee, its licence, its repositories and its releases."""
    sharing = Counter(address for fields in content.values() for address in _repositories(fields))
    for key, fields in content.items():
        locator = place(fields)
        committee = committees.get(_text(fields, "pmc"))
        if not _text(fields, "name") or committee is None:
            source.report(locator, f"{key}: the project has no name, or no committee of this list")
            continue
        repositories = _repositories(fields)
        own = next((address for address in repositories if sharing[address] == 1), "")
        project = project_reference(committee.name if key == committee.key else _text(fields, "name"), own)
        yield Profile(
            subject=project,
            description=" ".join((_text(fields, "shortdesc") or _text(fields, "description")).split()),
            homepage=_text(fields, "homepage") if is_web_address(fields.get("homepage")) else "",
            repositories=repositories,
            locator=locator,
        )
        yield from _belonging(project, committee, locator)
        yield from _licence(project, fields, locator, source)
        yield from _releases(project, fields, place, source)


def _belonging(project: Reference, committee: Committee, locator: str) -> Iterator[Record]:
    hosting = Hosting(project=project, host=ASF, locator=locator)
    if committee.key in _CARETAKERS:
        yield hosting
        yield Phase(of=hosting, maturity=_CARETAKERS[committee.key], locator=locator)
    elif project.identifiers[-1] != committee.project.identifiers[-1]:
        yield hosting
        yield Profile(subject=committee.body, governs=project, locator=locator)
        yield ParentRelation(child=project, parent=committee.project, relation="subproject", locator=locator)


def _licence(project: Reference, fields: Mapping[str, Any], locator: str, source: Input) -> Iterator[Licensing]:
    address = _text(fields, "license")
    if _LICENCE.fullmatch(address):
        yield Licensing(project=project, licence="Apache-2.0", locator=locator)
    elif address:
        source.report(locator, f"{project.name}: {address[:80]!r} is not the address of a known licence")


def _releases(
    project: Reference, fields: Mapping[str, Any], place: Callable[[object], str], source: Input
) -> Iterator[Release]:
    releases = fields.get("release")
    for entry in releases if isinstance(releases, list) else []:
        if not isinstance(entry, dict) or not _text(entry, "revision"):
            continue
        try:
            released = Period.parse(entry["created"]) if entry.get("created") else None
        except ValueError as error:
            source.report(place(entry), f"{project.name} {_text(entry, 'revision')}: {error}")
            released = None
        yield Release(project=project, version=_text(entry, "revision"), on=released, locator=place(entry))


def _repositories(fields: object) -> tuple[str, ...]:
    listed = fields.get("repository") if isinstance(fields, dict) else None
    written = [item for item in listed if isinstance(item, str)] if isinstance(listed, list) else []
    own = [_APACHE_GIT.sub(r"https://github.com/apache/\1", address) for address in written]
    return tuple(dict.fromkeys(filter(None, map(repository_of, own))))


def _text(fields: object, key: str) -> str:
    value = fields.get(key) if isinstance(fields, dict) else None
    return value.strip() if isinstance(value, str) else ""
