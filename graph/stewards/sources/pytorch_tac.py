"""Minutes of https://github.com/pytorch-fdn/tac: who sits on the technical advisory council of the PyTorch Foundation.

Minutes list all representatives and alternates with a box that is checked for those present. Being on the list is what
counts: to be absent from a meeting says nothing. The minutes speak for the day of the meeting, so each file is a
document of its own. ``- [x] Milos Puzovic \\- TAC Vice Chair (ARM)``: a post or a project may stand before the company,
and a company may stand before the one it belongs to ("Red Hat/IBM"), which is the member that is represented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stewards.errors import SourceError
from stewards.model import Profile, Record, Reference, Tenure
from stewards.sources import markdown
from stewards.sources.input import Batches, Input
from stewards.sources.rosters import RosterFile, body, dates_in, employment, person, roster_files, version_of
from stewards.values import Period, organisation_key, slug

_FOUNDATION = Reference("organisation", "PyTorch Foundation")
_COUNCIL = body("PyTorch Foundation Technical Advisory Council", _FOUNDATION.name, "Technical Advisory Council")
#: Words in the heading of a list, and the role that the people below it have.
_LISTS = (
    ("alternate voting representatives", "alternate"),
    ("voting representatives", "technical-committee-member"),
    ("working group leads", "working-group-lead"),
)
#: No line that names one person is longer.
_LONGEST_LINE = 300
_PERSON = re.compile(r"([^()]+?)(?: - ([^()]+?))?\s*(?:\(([^()]*)\))?")
_POSTS = {"tac chair": "technical-committee-chair", "tac vice chair": "technical-committee-vice-chair"}
_GROUP = re.compile(r"(.+ Working Group) (?:Co-)?(?:Lead|Chair)", re.IGNORECASE)
_PROJECT = re.compile(r"(.+) Project(?: Representative)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One name on the list: the role its list gives, the post beside the name, and the company."""

    name: str
    role: str
    post: str
    company: str
    locator: str


def read_documents(source: Input) -> Batches:
    """Return the council, its representatives, alternates and working group leads, for each meeting."""
    batches: Batches = {}
    for file in source.files("**/*.md"):
        text = next(roster_files(file, "")).text
        day = _day_of(text, file.path.stem)
        minutes = RosterFile(version_of(source, file.path, day), text) if day else None
        entries = list(_entries(minutes)) if minutes else []
        if minutes and entries:
            batches[minutes.source.document] = list(_records(entries, minutes))
        else:
            reason = "lists no voting representatives" if minutes else "no date tells the day of the meeting"
            source.report(file.path.name, f"{reason}: passed over")
    if not batches:
        raise SourceError.single(source.name, "holds no minutes with a list of voting representatives")
    return batches


def _day_of(text: str, stem: str) -> Period | None:
    """Return the day of "Minutes of the August 11, 2026 ... Meeting", else that in the name of the file."""
    sentence = re.search(r"^Minutes of the (.+)$", text, re.MULTILINE)
    try:
        found = dates_in(sentence[1]) if sentence else []
        return found[0] if found else Period.parse(stem[:10])
    except ValueError:
        return None


def _entries(minutes: RosterFile) -> Iterator[_Entry]:
    for item in markdown.bullets(minutes.text):
        role = next((role for words, role in _LISTS if words in item.heading.lower()), "")
        words = markdown.plain(item.text)
        if not role or item.indent:
            continue
        if len(words) <= _LONGEST_LINE and (match := _PERSON.fullmatch(words)):
            name, post, company = (part or "" for part in match.groups())
            yield _Entry(name.strip(), role, post.strip(), company.strip(), minutes.line(item.line))
        else:
            minutes.report(item.line, f"{words[:60]!r} does not name a person")


def _records(entries: list[_Entry], minutes: RosterFile) -> Iterator[Record]:
    yield Profile(
        subject=_COUNCIL, classification="technical-committee", governs=_FOUNDATION, locator=entries[0].locator
    )
    for entry in entries:
        who = person(minutes.source, entry.name)
        if group := _GROUP.fullmatch(entry.post):
            yield from _lead(who, group[1], entry)
        if entry.role != "working-group-lead":
            yield _seat(who, entry)
        yield from employment(who, entry.company.split("/")[0], entry.locator)


def _lead(who: Reference, name: str, entry: _Entry) -> Iterator[Record]:
    group = body(f"PyTorch {name}", _FOUNDATION.name, name)
    yield Profile(subject=group, classification="working-group", governs=_FOUNDATION, locator=entry.locator)
    yield Tenure(member=who, organisation=group, role="working-group-lead", locator=entry.locator)


def _seat(who: Reference, entry: _Entry) -> Tenure:
    return Tenure(
        member=who,
        organisation=_COUNCIL,
        role=_POSTS.get(entry.post.lower(), entry.role),
        on_behalf_of=_represented(entry),
        description=entry.post if "Member Representative" in entry.post else "",
        locator=entry.locator,
    )


def _represented(entry: _Entry) -> Reference | None:
    """Return the project or member organisation; None for who speaks for a whole class of members."""
    if project := _PROJECT.fullmatch(entry.post):
        scope = f"{organisation_key(_FOUNDATION.name)}/{slug(project[1])}"
        return Reference("project", project[1], (("named-in", scope),))
    if "Member Representative" in entry.post or not entry.company:
        return None
    return Reference("organisation", entry.company.split("/")[-1].strip())
