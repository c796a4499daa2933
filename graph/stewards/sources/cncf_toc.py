"""README of https://github.com/cncf/toc: the members of the CNCF's technical oversight committee with their terms.

The form of a line over the years: ``* **Emily Fox** (term: 2 years - start date: 2/4/2024 - 2/4/2026)
[GB-appointed][TOC Chair]``. The term is that of the membership: since when somebody is chair is not said. Lines under
"Liaisons" give the logins, and the advisory groups that a member follows for the committee.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stewards.errors import SourceError
from stewards.model import Profile, Record, Reference, Tenure
from stewards.sources import markdown
from stewards.sources.input import Input
from stewards.sources.rosters import RosterFile, body, dates_in, login_in, person, roster_files
from stewards.values import name_key

FOUNDATION = Reference("organisation", "Cloud Native Computing Foundation")
COMMITTEE = body("CNCF Technical Oversight Committee", FOUNDATION.name, "Technical Oversight Committee")
_LISTS = {
    "members": "technical-committee-member",
    "toc members": "technical-committee-member",
    "toc alternates": "alternate",
}
_REMARK = re.compile(r"\[([^\[\]]+)\]")
_APPOINTED = {
    "gb appointed": "Appointed by the governing board.",
    "toc appointed": "Appointed by the committee itself.",
    "enduser appointed": "Appointed by the end users.",
    "maintainer appointed": "Appointed by the maintainers.",
}


def read(source: Input) -> Iterator[Record]:
    """Yield the committee, its members and alternates with terms, its chair, and its liaisons."""
    for file in roster_files(source, "README.md"):
        items = list(markdown.bullets(file.text))
        members = [item for item in items if name_key(item.heading) in _LISTS]
        if not members:
            raise SourceError.single(source.name, "has no list under the heading 'Members' or 'TOC Members'")
        liaisons = [item for item in items if "liaison" in item.heading.lower()]
        logins = {name_key(_name(item)): _login(item) for item in liaisons}
        yield Profile(
            subject=COMMITTEE,
            classification="technical-committee",
            governs=FOUNDATION,
            locator=file.line(members[0].line),
        )
        for item in members:
            yield from _member(item, logins, file)
        for item in liaisons:
            yield from _liaison(item, file)


def group_reference(name: str) -> Reference:
    """Return an advisory group or subproject of the committee; a leading "TOC" is no part of its name."""
    return body(name, FOUNDATION.name, re.sub(r"^TOC\s+", "", name))


def _member(item: markdown.Bullet, logins: dict[str, str], file: RosterFile) -> Iterator[Record]:
    name, words = _name(item), markdown.plain(item.text)
    try:
        start, end = dates_in(words)
    except ValueError:
        file.report(item.line, f"{words[:80]!r} does not give two dates; the line is passed over")
        return
    remarks = [name_key(remark) for remark in _REMARK.findall(words)]
    member, locator = person(file.source, name, logins.get(name_key(name), "")), file.line(item.line)
    yield Tenure(
        member=member,
        organisation=COMMITTEE,
        role=_LISTS[name_key(item.heading)],
        start=start,
        end=end,
        description=" ".join(_APPOINTED[remark] for remark in remarks if remark in _APPOINTED),
        locator=locator,
    )
    if "toc chair" in remarks:
        yield Tenure(member=member, organisation=COMMITTEE, role="technical-committee-chair", locator=locator)


def _liaison(item: markdown.Bullet, file: RosterFile) -> Iterator[Record]:
    member, locator = person(file.source, _name(item), _login(item)), file.line(item.line)
    _, dash, groups = markdown.plain(item.text).partition(" — ")
    for name in filter(None, map(str.strip, groups.split(","))):
        group = group_reference(name)
        yield Profile(subject=group, classification="special-interest-group", governs=FOUNDATION, locator=locator)
        yield Tenure(member=member, organisation=group, role="liaison", locator=locator)
    if not dash:
        file.report(item.line, "no group stands behind the liaison's name")


def _name(item: markdown.Bullet) -> str:
    return markdown.plain(item.text).split("(")[0].strip()


def _login(item: markdown.Bullet) -> str:
    return next(filter(None, (login_in(link.address) for link in markdown.links(item.text))), "")
