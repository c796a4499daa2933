"""``MAINTAINERS`` in the form of the Linux kernel, which other projects (QEMU, Xen, U-Boot) use too.

https://docs.kernel.org/process/maintainers.html. A section is a line with its name and lines ``X: value``: ``M`` a
maintainer, ``R`` a reviewer, ``W`` a web page. Each section becomes a part of the project; "THE REST" is the whole.
Addresses of e-mail never leave this module: a digest of them, within the source, tells people of one name apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from stewards.errors import SourceError
from stewards.model import ParentRelation, Profile, Record, Reference, Tenure
from stewards.sources.input import Input
from stewards.sources.project_files import project_of
from stewards.sources.reading import decode
from stewards.values import is_web_address, slug

_ENTRY = re.compile(r"([A-Z]):\s+(\S.*)")
_PERSON = re.compile(r"\"?([^<>\"@]++)\"?\s*+<([^<>\s@]+@[^<>\s]+)>.*")
_ROLES = {"M": "maintainer", "R": "reviewer"}
_WHOLE = "the rest"


@dataclass(slots=True)
class _Section:
    name: str
    line: int
    entries: list[tuple[int, str, str]] = field(default_factory=list)


def read(source: Input) -> Iterator[Record]:
    """Yield the parts of the project with their maintainers and reviewers."""
    sections = list(_sections(decode(source.data(), source.name)))
    if not sections:
        raise SourceError.single(source.name, "has no section: a name, and below it lines such as 'M: Name <address>'")
    project = project_of(source)
    yield Profile(subject=project, locator="line 1")
    for section in sections:
        yield from _section(section, project, source)


def _sections(text: str) -> Iterator[_Section]:
    """Yield the sections; prose above them has no line of the form ``X: value`` directly below a line of its own."""
    section: _Section | None = None
    above = ""
    for number, line in enumerate(text.split("\n"), 1):
        entry = _ENTRY.fullmatch(line.rstrip())
        if entry and section is None and above:
            section = _Section(above, number - 1)
        if entry and section:
            section.entries.append((number, entry[1], entry[2]))
        elif section and not line.strip():
            yield section
            section = None
        above = line.strip() if not entry and line[:1].strip() else ""
    if section:
        yield section


def _section(section: _Section, project: Reference, source: Input) -> Iterator[Record]:
    place = f"line {section.line}"
    scope = f"{source.name.split('/')[0]}/{slug(project.name)}"
    part = project
    if section.name.lower() != _WHOLE:
        part = Reference("project", section.name, (("named-in", f"{scope}/{slug(section.name)}"),))
        page = next((value for _, letter, value in section.entries if letter == "W" and is_web_address(value)), "")
        yield Profile(subject=part, homepage=page, locator=place)
        yield ParentRelation(child=part, parent=project, relation="subproject", locator=place)
    for line, letter, value in section.entries:
        if letter in _ROLES:
            yield from _tenure(value, _ROLES[letter], part, line, source)


def _tenure(value: str, role: str, part: Reference, line: int, source: Input) -> Iterator[Record]:
    match = _PERSON.fullmatch(value)
    if not match:
        source.report(f"line {line}", "no name stands before the address: passed over")
        return
    scope = source.name.split("/")[0]
    digest = sha256(f"{scope} {match[2].lower()}".encode()).hexdigest()[:16]
    member = Reference("person", match[1].strip(), (("named-in", f"{scope}/{digest}"),))
    yield Tenure(member=member, organisation=part, role=role, locator=f"line {line}")
