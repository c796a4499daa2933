"""The team repository of Rust: its teams, who leads them, who is in them, and who was.

https://github.com/rust-lang/team: a folder with ``people/*.toml`` and ``teams/*.toml``; teams that ended are kept under
``teams/archive``. Marker teams only group people for e-mail and access rights, and lists that gather other teams'
members repeat what those teams say: both are passed over. A role such as ``council-rep-compiler`` makes its holder a
representative of that team.

Option: ``foundation``, the foundation within whose projects the names are known (else the Rust Foundation).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stewards.errors import SourceError
from stewards.model import ParentRelation, Profile, Record, Reference, Tenure
from stewards.sources.input import Input
from stewards.sources.reading import decode
from stewards.values import github_login, organisation_key, slug

#: The kinds of team, as kinds of governing body; what is not named here is a kind of its own.
_BODY_TYPES = {"working-group": "working-group", "project-group": "working-group"}
_ROLES = {"leads": "lead", "members": "member", "alumni": "alumni"}
_REPRESENTS = re.compile(r"council-rep-(.+)")


@dataclass(frozen=True, slots=True)
class _File:
    """One TOML file, its place in the folder and its lines."""

    path: str
    content: dict[str, Any]
    lines: list[str]

    def line(self, pattern: str, begin: int = 1) -> int:
        """Return the number of the first line from ``begin`` on that a pattern occurs in; else ``begin``."""
        found = (n for n, line in enumerate(self.lines[begin - 1 :], begin) if re.search(pattern, line))
        return next(found, begin)

    def place(self, line: int) -> str:
        return f"{self.path}, line {line}"

    def table(self, key: str) -> dict[str, Any]:
        value = self.content.get(key)
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class _Team:
    file: _File
    name: str
    reference: Reference

    @property
    def kind(self) -> str:
        return str(self.file.content.get("kind") or "team")

    @property
    def archived(self) -> bool:
        return self.file.path.startswith("teams/archive/")


def read(source: Input) -> Iterator[Record]:
    """Yield the teams, what they are part of, and a tenure for everyone they name; then the people's names."""
    scope = organisation_key(source.options.get("foundation", "Rust Foundation"))
    teams = {team.name: team for team in _teams(source, scope)}
    if not teams:
        raise SourceError.single(source.name, "is not the team repository of Rust: it has no teams/*.toml")
    people = dict(_people(source))
    rust = Reference(
        "project", "Rust", (("repository", "https://github.com/rust-lang/rust"), ("named-in", f"{scope}/rust"))
    )
    named: set[str] = set()
    for team in teams.values():
        yield _profile(team, rust)
        yield from _parent(team, teams, source)
        for tenure in _tenures(team, teams, people, source):
            named.add(tenure.member.identifiers[0][1])
            yield tenure
    for login in sorted(named & set(people)):
        reference, file = people[login]
        yield Profile(subject=reference, locator=file.place(file.line(r"^\s*name\s*=")))


def _files(source: Input, pattern: str) -> Iterator[_File]:
    for part in source.files(pattern) if source.path.is_dir() else ():
        path = part.path.relative_to(source.path).as_posix()
        text = decode(part.data(), f"{source.name}, {path}")
        try:
            yield _File(path, tomllib.loads(text), text.splitlines())
        except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
            reason = str(error) if not isinstance(error, RecursionError) else "too deeply nested"
            raise SourceError.single(source.name, f"is not valid TOML: {reason}", path) from None


def _teams(source: Input, scope: str) -> Iterator[_Team]:
    for pattern in ("teams/*.toml", "teams/archive/*.toml"):
        for file in _files(source, pattern):
            name = file.content.get("name")
            if not isinstance(name, str) or not name:
                source.report(file.place(1), "the team has no name")
            elif file.content.get("kind") != "marker-team":
                title = str(file.table("website").get("name") or name)
                title = title if "rust" in title.lower() else f"Rust {title}"
                yield _Team(file, name, Reference("body", title, (("named-in", f"{scope}/{slug(name)}"),)))


def _people(source: Input) -> Iterator[tuple[str, tuple[Reference, _File]]]:
    """Yield each person by GitHub login; nothing but the name is taken from the file."""
    for file in _files(source, "people/*.toml"):
        login = github_login(str(file.content.get("github") or ""))
        if login:
            name = " ".join(str(file.content.get("name") or login).split())
            yield login, (Reference("person", name, (("github", login),)), file)
        else:
            source.report(file.place(1), "the person has no GitHub login")


def _profile(team: _Team, rust: Reference) -> Profile:
    website = team.file.table("website")
    names = dict.fromkeys((team.name, str(website.get("name") or team.name)))
    return Profile(
        subject=team.reference,
        names=tuple(name for name in names if name != team.reference.name),
        description=str(website.get("description") or ""),
        classification=_BODY_TYPES.get(team.kind, slug(team.kind)),
        governs=None if team.file.content.get("subteam-of") else rust,
        locator=team.file.place(team.file.line(r"^\s*name\s*=")),
    )


def _parent(team: _Team, teams: Mapping[str, _Team], source: Input) -> Iterator[Record]:
    parent = team.file.content.get("subteam-of")
    place = team.file.place(team.file.line(r"^\s*subteam-of\s*="))
    if isinstance(parent, str) and parent in teams:
        yield ParentRelation(
            child=team.reference, parent=teams[parent].reference, observed=not team.archived, locator=place
        )
    elif parent is not None:
        source.report(place, f"{parent!r} is not a team")


def _tenures(
    team: _Team, teams: Mapping[str, _Team], people: Mapping[str, tuple[Reference, _File]], source: Input
) -> Iterator[Tenure]:
    file = team.file
    for key, role in _ROLES.items():
        entries = file.table("people").get(key, [])
        begin = file.line(rf"^\s*{key}\s*=")
        for entry in entries if isinstance(entries, list) else [entries]:
            fields = entry if isinstance(entry, dict) else {"github": entry}
            written = fields.get("github")
            login = github_login(written) if isinstance(written, str) else ""
            place = file.place(file.line(rf"[\"']{re.escape(str(written))}[\"']", begin))
            if not login:
                source.report(place, f"{str(written)[:60]!r} is not a GitHub login")
                continue
            person = people[login][0] if login in people else Reference("person", login, (("github", login),))
            yield _tenure(team, person, role, _role_names(fields), teams, place)


def _role_names(fields: Mapping[str, Any]) -> list[str]:
    roles = fields.get("roles")
    return [role for role in roles if isinstance(role, str)] if isinstance(roles, list) else []


def _tenure(
    team: _Team, person: Reference, role: str, extra: list[str], teams: Mapping[str, _Team], place: str
) -> Tenure:
    """Return a tenure; an alumnus was a member once, so that the list confirms nothing for its own date."""
    represented = [match.group(1) for name in extra if (match := _REPRESENTS.fullmatch(name))]
    seat = next((teams[name].reference for name in represented if name in teams), None)
    titles = _role_titles(team.file)
    words = [] if seat else [titles.get(name) or name.replace("-", " ") for name in extra]
    return Tenure(
        member=person,
        organisation=team.reference,
        role=role,
        on_behalf_of=seat,
        seat_of=seat,
        observed=role != "alumni" and not team.archived,
        description=", ".join(words),
        locator=place,
    )


def _role_titles(file: _File) -> dict[str, str]:
    """Return what the file says of each role of its own."""
    roles = file.content.get("roles")
    entries = [entry for entry in roles if isinstance(entry, dict)] if isinstance(roles, list) else []
    return {str(entry.get("id")): str(entry.get("description") or "") for entry in entries}
