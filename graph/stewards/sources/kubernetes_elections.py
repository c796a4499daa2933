"""Elections to the Kubernetes Steering Committee: who was elected, and who sits on it.

https://github.com/kubernetes/community: either the folder ``elections/steering``, with the results of each year in
``YEAR/results.md``, or one Markdown file, such as ``committee-steering/README.md``, that lists the members. A result
does not say when it was announced: that day is taken from the schedule in the same year's ``README.md``. A term of two
years ends the day before the results two years later are announced; where they are not in the folder, only its year is
known. Results without GitHub logins are completed from the other years' results and nominees of exactly that name.
Voters and those who were not elected are never read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stewards.errors import SourceError
from stewards.model import Profile, Record, Reference, Tenure
from stewards.sources import markdown
from stewards.sources.input import Input
from stewards.sources.reading import decode
from stewards.sources.rosters import employment
from stewards.values import Period, github_login, name_key, slug

_SCOPE = "cloud native computing foundation"
KUBERNETES = Reference(
    "project",
    "Kubernetes",
    (("repository", "https://github.com/kubernetes/kubernetes"), ("named-in", f"{_SCOPE}/kubernetes")),
)
COMMITTEE = Reference(
    "body", "Kubernetes Steering Committee", (("named-in", f"{_SCOPE}/kubernetes-steering-committee"),)
)
_YEAR = re.compile(r"results of the (\d{4}) steering committee election", re.IGNORECASE)
_PLACED = re.compile(r" {0,3}\d+\.\s+(\S.*)")
_TERM = re.compile(r"\b(one|two|three|[1-3])(?: \(\d\))?[- ]year term", re.IGNORECASE)
_YEARS = {"one": 1, "two": 2, "three": 3}
_SEATS = re.compile(r"number of seats open:\s*(\d{1,3})\b", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"\|\s*(?:[a-z]+day,\s*)?([a-z]+ \d{1,2})\s*\|\s*(?:public )?announcement of results", re.IGNORECASE
)
#: A member with login and company; longer lines are no members.
_LONGEST_MEMBER = 400
_MEMBER = re.compile(r"(?P<name>[^([]+?)\s*\(\W*\[@?(?P<login>[^\]]+)\][^)]*\)\W*\)(?:\W*,\s*(?P<company>\S.*))?")


@dataclass(frozen=True, slots=True)
class _Winner:
    name: str
    login: str
    years: int
    place: str


@dataclass(slots=True)
class _Election:
    """The results of one year: the day they were announced, where known, and who was elected."""

    year: int
    announced: Period
    winners: list[_Winner]


def read(source: Input) -> Iterator[Record]:
    """Yield the committee, and a tenure for every term that a result announces, or for every member listed."""
    if source.path.is_dir():
        yield from _results(source)
        return
    text = decode(source.data(), source.name)
    found = list(_members(text, source))
    if not found and _YEAR.search(text):
        found = list(_terms([_election(text, "", "", source)], {}))
    if not found:
        raise SourceError.single(source.name, "holds neither the members of a committee nor the results of an election")
    yield _profile("line 1")
    yield from found


def _profile(locator: str) -> Profile:
    return Profile(subject=COMMITTEE, classification="steering-committee", governs=KUBERNETES, locator=locator)


def _results(source: Input) -> Iterator[Record]:
    elections, logins = [], defaultdict[str, set[str]](set)
    for part in source.files("*/README.md"):
        _note_logins(decode(part.data(), source.name), logins)
    for pattern in ("*/results.md", "*/RESULTS.md"):
        for part in source.files(pattern):
            path = part.path.relative_to(source.path).as_posix()
            schedule = part.path.with_name("README.md")
            guide = decode(Input(source.document, schedule).data(), source.name) if schedule.is_file() else ""
            elections.append(_election(decode(part.data(), f"{source.name}, {path}"), guide, path, source))
    if not elections:
        raise SourceError.single(source.name, "has no folder of a year with a file results.md")
    for election in elections:
        for winner in election.winners:
            if winner.login:
                logins[name_key(winner.name)].add(winner.login)
    yield _profile(elections[0].winners[0].place if elections[0].winners else "")
    yield from _terms(elections, logins)


def _note_logins(text: str, logins: dict[str, set[str]]) -> None:
    """Remember the logins of those who stood for election, for results that name people alone."""
    for table in markdown.tables(text):
        name, login = table.column("name"), table.column("github")
        if name is None or login is None:
            continue
        for row in table.rows:
            known = github_login(markdown.plain(row.cells[login]))
            if known:
                logins[name_key(markdown.plain(row.cells[name]))].add(known)


def _election(text: str, guide: str, path: str, source: Input) -> _Election:
    """Read one result. The list of the elected runs on into the list of the others after a line of words."""
    locator = f"{path}, " if path else ""
    stated = _YEAR.search(text)
    if stated is None:
        raise SourceError.single(source.name, "its title names no election of the Steering Committee", path or "line 1")
    years, winners, within = _term(text, 2), list[_Winner](), False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#"):
            within = "winner" in line.lower()
        elif within and (placed := _PLACED.fullmatch(line.rstrip())):
            winner = _winner(placed.group(1), years, f"{locator}line {number}")
            winners.append(winner)
        elif within and line.strip():
            within = not winners or _TERM.search(line) is not None
            years = _term(line, years)
    seats = _SEATS.search(text)
    if seats and int(seats.group(1)) != len(winners):
        source.report(f"{locator}line 1", f"{len(winners)} elected for {seats.group(1)} seats")
    return _Election(int(stated.group(1)), _announced(guide, int(stated.group(1))), winners)


def _term(text: str, otherwise: int) -> int:
    found = _TERM.search(text)
    return int(_YEARS.get(found.group(1).lower(), 0) or found.group(1)) if found else otherwise


def _winner(words: str, years: int, place: str) -> _Winner:
    links = markdown.links(words)
    login = github_login(links[0].address) if links else ""
    return _Winner(markdown.plain(words), login, years, place)


def _announced(guide: str, year: int) -> Period:
    """Return the day on which the schedule has the results announced in public, else the year."""
    for line in guide.split("\n"):
        if found := _ANNOUNCED.match(line):
            try:
                return Period.around(datetime.strptime(f"{found.group(1)} {year}", "%B %d %Y").date(), "day")
            except ValueError:
                continue
    return Period.parse(year)


def _terms(elections: list[_Election], logins: Mapping[str, set[str]]) -> Iterator[Tenure]:
    """Yield the terms; a result says who was elected then, and nothing of who sits there now."""
    announced = {election.year: election.announced for election in elections}
    for election in sorted(elections, key=lambda election: election.year):
        for winner in election.winners:
            known = logins.get(name_key(winner.name), set())
            login = winner.login or (min(known) if len(known) == 1 else "")
            last = election.year + winner.years
            yield Tenure(
                member=_person(winner.name, login),
                organisation=COMMITTEE,
                role="steering-committee-member",
                start=election.announced,
                end=_day_before(announced[last]) if last in announced else Period.parse(last),
                observed=False,
                locator=winner.place,
            )


def _day_before(day: Period) -> Period:
    if day.precision != "day":
        return day
    return Period.around(date.fromisoformat(day.first) - timedelta(days=1), "day")


def _members(text: str, source: Input) -> Iterator[Record]:
    """Yield the members a page lists below a heading "Members", and the companies they are listed with."""
    for bullet in markdown.bullets(text):
        if name_key(bullet.heading) != "members":
            continue
        place, found = f"line {bullet.line}", _MEMBER.fullmatch(bullet.text[:_LONGEST_MEMBER])
        if found is None:
            source.report(place, f"{bullet.text[:60]!r} is not a member: write NAME ([@LOGIN](ADDRESS)), COMPANY")
            continue
        person = _person(found["name"], github_login(found["login"]))
        yield Tenure(member=person, organisation=COMMITTEE, role="steering-committee-member", locator=place)
        yield from employment(person, markdown.plain(found["company"] or ""), place)


def _person(name: str, login: str) -> Reference:
    name = " ".join(name.split())
    return Reference("person", name, (("github", login) if login else ("named-in", f"{_SCOPE}/{slug(name)}"),))
