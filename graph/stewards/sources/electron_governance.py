"""https://github.com/electron/governance: the working groups of Electron, a folder and a README each.

A table under "Membership" lists the members with their role; one under "Emeritus Members" those who left, with the role
they had and no dates.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewards.errors import SourceError
from stewards.model import Profile, Record, Reference, Tenure
from stewards.sources import markdown
from stewards.sources.input import Input
from stewards.sources.rosters import RosterFile, body, dates_in, login_in, person, roster_files
from stewards.values import Period, name_key

_PROJECT = Reference("project", "Electron", (("repository", "https://github.com/electron/electron"),))
_ROLES = {"chair": "working-group-lead", "member": "member", "observer": "observer"}


def read(source: Input) -> Iterator[Record]:
    """Yield the working groups and the tenures of present and past members."""
    records = [record for file in roster_files(source, "wg-*/README.md") for record in _working_group(file)]
    if not any(isinstance(record, Tenure) for record in records):
        raise SourceError.single(source.name, "has no table of members with the columns 'Name' and 'Role'")
    yield from records


def _working_group(file: RosterFile) -> Iterator[Record]:
    name = markdown.title(file.text)
    if not name:
        file.report(1, "no heading names the working group")
        return
    short = name.removesuffix(" WG").removesuffix(" Working Group")
    group = body(f"Electron {short} Working Group", "Electron", f"{short} Working Group")
    yield Profile(subject=group, classification="working-group", governs=_PROJECT, locator=file.line(1))
    for table in markdown.tables(file.text):
        names, roles = table.column("name"), table.column("role")
        if names is None or roles is None:
            continue
        past = "emeritus" in table.heading.lower()
        for row in table.rows:
            yield from _member(file, group, row.cells[names], row.cells[roles], row.line, past)


def _member(file: RosterFile, group: Reference, who: str, cell: str, line: int, past: bool) -> Iterator[Record]:
    login = next(filter(None, (login_in(link.address) for link in markdown.links(who))), "")
    name = markdown.plain(who).split("@")[0].strip() or login
    words = markdown.plain(cell)
    role = _ROLES.get(name_key(words.split("(")[0]))
    if not name or not role:
        file.report(line, f"no role {words!r} is known" if name else "nobody is named")
        return
    end = _last_date(file, words, line)
    member = person(file.source, name, login)
    locator = file.line(line)
    yield Tenure(member=member, organisation=group, role=role, end=end, observed=not past, locator=locator)


def _last_date(file: RosterFile, words: str, line: int) -> Period | None:
    """Read the end in "Observer (until December 2020)"."""
    try:
        return dates_in(words)[-1] if "until" in words else None
    except (ValueError, IndexError):
        file.report(line, f"no date is to be read in {words!r}")
        return None
