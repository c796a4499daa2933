"""``OWNERS`` and ``OWNERS_ALIASES`` as Kubernetes and its neighbours use them: who approves and reviews changes.

https://www.kubernetes.dev/docs/guide/owners/. A folder is read with all its OWNERS files; of a single OWNERS file the
aliases are looked for beside it. A name in OWNERS is an alias or, when no alias has it, a GitHub login. An alias is a
team of its own; whoever is in it holds the role that OWNERS gives to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from stewards.errors import SourceError
from stewards.model import Profile, Record, Reference, Tenure
from stewards.sources.input import Input
from stewards.sources.project_files import project_of, team_of
from stewards.sources.reading import load_yaml
from stewards.values import github_login, slug

_ALIASES = "OWNERS_ALIASES"
_ROLES = {"approvers": "approver", "reviewers": "reviewer"}
_PAST = {"emeritus_approvers": "emeritus-maintainer", "emeritus_reviewers": "reviewer"}


@dataclass(slots=True)
class _Roster:
    """The project, its aliases by name, and where the messages go."""

    source: Input
    project: Reference
    aliases: dict[str, list[str]] = field(default_factory=dict)


def read(source: Input) -> Iterator[Record]:
    """Yield the teams that the aliases name, their members, and the approvers and reviewers of every OWNERS file."""
    roster = _Roster(source, project_of(source))
    home = source.path if source.path.is_dir() else source.path.parent
    files = sorted(source.path.rglob("OWNERS")) if source.path.is_dir() else [source.path]
    aliases = home / _ALIASES
    if aliases.exists():
        listed = source.path.is_dir() or source.path == aliases
        teams = list(_teams(replace(source, path=aliases), roster))
        yield from teams if listed else ()
    elif source.path.is_dir() and not files:
        raise SourceError.single(source.name, f"holds neither OWNERS nor {_ALIASES}")
    for path in files:
        if path != aliases:
            within = path.parent.relative_to(home).as_posix()
            prefix = f"{path.relative_to(home).as_posix()}, " if source.path.is_dir() else ""
            yield from _owners(replace(source, path=path), roster, "" if within == "." else within, prefix)


def _teams(source: Input, roster: _Roster) -> Iterator[Record]:
    content, lines = load_yaml(source.data(), source.name)
    aliases = content.get("aliases") if isinstance(content, dict) else None
    if not isinstance(aliases, dict):
        raise SourceError.single(source.name, f"{_ALIASES} has no mapping called 'aliases'", "line 1")
    prefix = f"{_ALIASES}, " if roster.source.path.is_dir() else ""
    for name, members in aliases.items():
        logins = roster.aliases[str(name).lower()] = _logins(members, f"{prefix}{lines.of(aliases)}", source)
        team = team_of(str(name), slug(roster.project.name))
        place = f"{prefix}aliases, {name}"
        yield Profile(subject=team, classification="team", governs=roster.project, locator=place)
        for login in logins:
            yield Tenure(member=_person(login), organisation=team, role="member", locator=place)


def _owners(source: Input, roster: _Roster, within: str, prefix: str) -> Iterator[Record]:
    content, lines = load_yaml(source.data(), source.name)
    if not isinstance(content, dict):
        if content is not None:
            source.report(f"{prefix}line 1", "is no mapping of approvers and reviewers")
        return
    parts: list[tuple[str, Any]] = [(within, content)]
    filters = content.get("filters")
    for pattern, part in filters.items() if isinstance(filters, dict) else ():
        parts.append((f"{within}/{pattern}" if within else str(pattern), part))
    for where, part in parts:
        if isinstance(part, dict):
            yield from _part(part, where, f"{prefix}{lines.of(part)}", roster)


def _part(part: Mapping[str, Any], where: str, place: str, roster: _Roster) -> Iterator[Record]:
    for key, role in (_ROLES | _PAST).items():
        named = _logins(part.get(key), f"{place}, {key}", roster.source)
        logins = [login for name in named for login in roster.aliases.get(name, [name])]
        for login in dict.fromkeys(logins):
            yield Tenure(
                member=_person(login),
                organisation=roster.project,
                role=role,
                # An emeritus approver has a role of that name; who reviewed once simply does no longer.
                observed=key != "emeritus_reviewers",
                description=f"For {where}" if where else "",
                locator=f"{place}, {key}",
            )


def _logins(value: Any, place: str, source: Input) -> list[str]:
    """Return the names in a list in lower case; what cannot be a login is reported."""
    if value is not None and not isinstance(value, list):
        source.report(place, "is not a list of logins")
        return []
    found = []
    for entry in value or []:
        if login := github_login(str(entry)):
            found.append(login)
        else:
            source.report(place, "an entry is not a GitHub login")
    return found


def _person(login: str) -> Reference:
    return Reference("person", login, (("github", login),))
