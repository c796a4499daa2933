"""What the readers of rosters share: the people a roster names, its dates as people write them, its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from stewards.errors import SourceError
from stewards.model import Record, Reference, Tenure
from stewards.sources.input import Input
from stewards.sources.reading import decode
from stewards.values import Period, clean_name, github_login, name_key, organisation_key, slug

#: What rosters write in place of a company where nothing is known of one.
_NOTHING = frozenset(("", "none", "n a", "na", "tbd", "tba", "unknown", "unnamed"))
#: What they write for people who work for nobody in particular.
_INDEPENDENT = frozenset(
    (
        *("independent", "individual", "self", "self employed", "unaffiliated", "freelance", "freelancer"),
        *("individual developer", "individual no account", "independent contributor", "independent consultant"),
    )
)
#: What stands for the employer of these people: who is known to have none is not somebody of unknown employer.
INDEPENDENT = Reference("organisation", "Independent", (("curated", "independent"),))

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_IN_WORDS = rf"\b({'|'.join(_MONTHS)})[a-z]*\.? (?:(\d{{1,2}})(?:st|nd|rd|th)?,? )?(\d{{4}})\b"
_AMERICAN = r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b"
_DATE = re.compile(f"{_IN_WORDS}|{_AMERICAN}")


@dataclass(frozen=True, slots=True)
class RosterFile:
    """One file of a roster: its text, and what a locator into it starts with ("" when the roster is one file)."""

    source: Input
    text: str
    prefix: str = ""

    def line(self, number: int) -> str:
        """Return the locator of a line."""
        return f"{self.prefix}line {number}"

    def report(self, number: int, reason: str) -> None:
        """Note a line that cannot be used."""
        self.source.report(self.line(number), reason)


def roster_files(source: Input, pattern: str) -> Iterator[RosterFile]:
    """Yield the file, or the files of a folder that match a glob; raise :class:`SourceError` when none does."""
    empty = True
    for file in source.files(pattern):
        empty = False
        prefix = f"{file.path.relative_to(source.path).as_posix()}, " if source.path.is_dir() else ""
        yield RosterFile(source, decode(file.data(), source.name), prefix)
    if empty:
        raise SourceError.single(source.name, f"holds no file {pattern}")


def version_of(source: Input, path: Path, day: Period) -> Input:
    """Return a file as a document of its own that speaks for ``day``, whatever the date of the folder it lies in."""
    inside = path.relative_to(source.path).as_posix() if source.path.is_dir() else ""
    url = f"{source.document.url}/{inside.replace(' ', '%20')}" if inside and source.document.url else ""
    series, label = source.document.name.split("/")[0], slug(path.stem)
    document = replace(
        source.document,
        name=f"{series}/{label if label.startswith(str(day)) else f'{day}-{label}'}",
        title=f"{source.document.title.removesuffix(f', {source.document.as_of}')}, {day}",
        as_of=day,
        url=url or source.document.url,
    )
    return replace(source, document=document, path=path)


def body(name: str, owner: str, part: str = "") -> Reference:
    """Return a governing body, known by its own name (or ``part``) within the organisation or project it belongs to."""
    return Reference("body", name, (("named-in", f"{organisation_key(owner)}/{slug(part or name)}"),))


def person(source: Input, name: str, login: str = "") -> Reference:
    """Return somebody a roster names: known by login where it gives one, and by name within the same source only."""
    name = clean_name(name)
    within = ("named-in", f"{source.name.split('/')[0]}/{slug(name)}")
    return Reference("person", name, (("github", login), within) if login else (within,))


def login_in(address: str) -> str:
    """Return the GitHub login that an address of a profile, or of a member of an organisation, holds; else ""."""
    member = re.fullmatch(r"https://github\.com/orgs/[\w.-]+/people/([\w-]+)/?", address.strip())
    return github_login(member[1] if member else address) if "github.com/" in address else ""


def employer(company: str) -> Reference | None:
    """Return what a roster names beside somebody's name: a company, :data:`INDEPENDENT`, None where it says nothing."""
    key = name_key(company) if company.strip() else ""
    if key in _NOTHING:
        return None
    return INDEPENDENT if key in _INDEPENDENT else Reference("organisation", clean_name(company))


def employment(who: Reference, company: str, locator: str) -> Iterator[Record]:
    """Yield the employment of somebody beside whose name a company stands."""
    organisation = employer(company)
    if organisation is not None:
        yield Tenure(member=who, organisation=organisation, role="employee", locator=locator)


def dates_in(text: str) -> list[Period]:
    """Return the dates in a text in order: "June 1st, 2024", "December 2020" or, as Americans write it, "5/28/2024".

    Raises :class:`ValueError` for days that do not exist.
    """
    return [_date(match) for match in _DATE.finditer(text)]


def _date(match: re.Match[str]) -> Period:
    word, day, year, american_month, american_day, american_year = match.groups()
    if american_year:
        return Period.parse(f"{american_year}-{american_month}-{american_day}")
    month = _MONTHS.index(word) + 1
    return Period.parse(f"{year}-{month}-{day}" if day else f"{year}-{month}")
