"""``OWNERS`` and ``OWNERS_ALIASES`` as Kubernetes and its neighbours use them: who approves and reviews changes.

https://www.kubernetes.dev/docs/guide/owners/. A folder is read with all its OWNERS files; of a single OWNERS file the
aliases are looked for beside it. A name in OWNERS is an alias or, when no alias has it, a GitHub login. An alias is a
team of its own; whoever is in it holds the role that OWNERS gives to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from stewards.errors import SourceError
from stewards.model import Profile, Record, Reference, Tenure
from stewards.sources.input import Input
from stewards.sources.project_files import project_of, team_of
from stewards.sources.reading import Lines, load_yaml
from stewards.values import github_login, slug

_ALIASES = "OWNERS_ALIASES"
_ROLES = {
    "approvers": "approver",
    "reviewers": "reviewer",
    "emeritus_approvers": "emeritus-maintainer",
    "emeritus_reviewers": "reviewer",
}


@dataclass(slots=True)
class _Roster:
    """The project, its aliases by name, and the source as a whole, which the messages name."""

    source: Input
    project: Reference
    aliases: dict[str, list[str]] = field(default_factory=dict)

    def prefix(self, path: Path) -> str:
        """Return what a locator into a file starts with, "" when the source is that one file."""
        home = self.source.path if self.source.path.is_dir() else self.source.path.parent
        return "" if path == self.source.path else f"{path.relative_to(home).as_posix()}, "


def read(source: Input) -> Iterator[Record]:
    """Yield the teams that the aliases name, their members, and the approvers and reviewers of every OWNERS file."""
    roster = _Roster(source, project_of(source))
    home, files = source.path.parent, [source.path]
    if source.path.is_dir():
        home, files = source.path, sorted(path for path in source.path.rglob("OWNERS") if path.is_file())
    aliases = home / _ALIASES
    teams = []
    if source.path == aliases:
        teams = list(_teams(source, roster))
    elif aliases.is_file():
        teams = list(_teams(Input(source.document, aliases, source.options, source.problems), roster))
    records = teams if source.path in (home, aliases) else []
    for path in files:
        if path != aliases:
            records += _owners(replace(source, path=path), roster, path.parent.relative_to(home).as_posix())
    if not any(isinstance(record, Tenure) for record in records):
        raise SourceError.single(source.name, "names no approver, no reviewer and nobody in an alias")
    yield from records


def _teams(source: Input, roster: _Roster) -> Iterator[Record]:
    content, lines = load_yaml(source.data(), source.name)
    aliases = content.get("aliases") if isinstance(content, dict) else None
    if not isinstance(aliases, dict):
        raise SourceError.single(source.name, f"{_ALIASES} has no mapping called 'aliases'", "line 1")
    prefix = roster.prefix(source.path)
    for name, members in aliases.items():
        named = list(_named(members, lines, f"{prefix}{lines.of(aliases)}", prefix, source))
        roster.aliases[str(name).lower()] = [login for login, _ in named]
        team = team_of(str(name), slug(roster.project.name))
        for login, place in named:
            if place == named[0][1]:
                yield Profile(subject=team, classification="team", governs=roster.project, locator=place)
            yield Tenure(member=_person(login), organisation=team, role="member", locator=place)


def _owners(source: Input, roster: _Roster, folder: str) -> Iterator[Record]:
    content, lines = load_yaml(source.data(), source.name)
    if not isinstance(content, dict):
        source.report(f"{roster.prefix(source.path)}line 1", "is no mapping of approvers and reviewers")
        return
    within = "" if folder == "." else folder
    yield from _part(content, within, lines, source, roster)
    filters = content.get("filters")
    for pattern, part in filters.items() if isinstance(filters, dict) else ():
        if isinstance(part, dict):
            yield from _part(part, f"{within}/{pattern}" if within else str(pattern), lines, source, roster)


def _part(part: dict[str, Any], where: str, lines: Lines, source: Input, roster: _Roster) -> Iterator[Record]:
    prefix = roster.prefix(source.path)
    for key, role in _ROLES.items():
        held: dict[str, str] = {}
        for name, place in _named(part.get(key), lines, f"{prefix}{lines.of(part)}", prefix, source):
            for login in roster.aliases.get(name.lower(), [name]):
                held.setdefault(login, place)
        for login, place in held.items():
            yield Tenure(
                member=_person(login),
                organisation=roster.project,
                role=role,
                # An emeritus approver has a role of that name; who reviewed once simply does no longer.
                observed=key != "emeritus_reviewers",
                description=f"For {where}" if where else "",
                locator=place,
            )


def _named(value: Any, lines: Lines, above: str, prefix: str, source: Input) -> Iterator[tuple[str, str]]:
    """Yield the logins in a list as written, each with its place; what cannot be one is reported."""
    if value is not None and not isinstance(value, list):
        source.report(above, "is not a list of logins")
        return
    for position, entry in enumerate(value or []):
        place = f"{prefix}{lines.of_item(value, position)}"
        if github_login(str(entry)):
            yield str(entry).strip(), place
        else:
            source.report(place, "an entry is not a GitHub login")


def _person(login: str) -> Reference:
    return Reference("person", login, (("github", github_login(login)),))
