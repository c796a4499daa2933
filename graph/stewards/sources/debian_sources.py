"""The index of a Debian archive's source packages: ``Sources``, also as ``Sources.xz`` or ``Sources.gz``.

https://wiki.debian.org/DebianRepository/Format. A stanza is a package, with its ``Maintainer`` and its ``Uploaders``:
people, or teams, which have the address of a mailing list or tracker. Each package becomes a project that the
distribution hosts. Addresses of e-mail never leave this module: a digest of them, within the distribution, tells people
of one name apart. Option: ``distribution`` (else Debian).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from stewards.errors import SourceError
from stewards.model import Hosting, Profile, Record, Reference, Tenure
from stewards.sources.input import Input
from stewards.sources.reading import decode, unpacked
from stewards.values import clean_name, is_web_address, slug

_FIELD = re.compile(r"(Package|Maintainer|Uploaders|Homepage|Vcs-Browser|Directory|Extra-Source-Only):[ \t]*(.*)")
#: One entry of a list: entries are separated by commas, which some lists forget and some names contain.
_ENTRY = re.compile(r"[\s,]*+(\"[^\"]*\"|[^<>]*+)\s*<([^<>\s@]+@[^<>\s@]+)>")
_NAME_OF_TEAM = re.compile(
    r"\b(?:teams?|groups?|maintainers?|developers|packagers|task force|project|packaging|crew|folks)\b", re.IGNORECASE
)
#: Where lists and trackers have their addresses; below the last, each package has one that leads to its maintainer.
_LISTS = re.compile(r"(?:[\w-]+\.)*(?:lists?|alioth-lists|lists-alioth|tracker|qa|teams|googlegroups|groups)\.[\w.-]+")
_ALIASES = "packages.debian.org"
#: What stands in the field; who is named as an uploader looks after the package with its maintainer.
_FIELDS = {"Maintainer": "", "Uploaders": "Named as uploader"}


@dataclass(slots=True)
class _Stanza:
    line: int
    #: The text of each field that is read, and the line it starts on.
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def read(source: Input) -> Iterator[Record]:
    """Yield the packages with their maintainers and teams; of one that is there twice, the later stanza counts."""
    packages: dict[str, _Stanza] = {}
    for stanza in _stanzas(decode(unpacked(source.data(), source.name), source.name)):
        name = stanza.fields.get("Package", "")
        if not (name and "Maintainer" in stanza.fields and "Directory" in stanza.fields):
            source.report(f"line {stanza.line}", "is no source package: it lacks a name, a maintainer or a directory")
        elif stanza.fields.get("Extra-Source-Only") != "yes":  # else an old version, kept for its licence's sake
            packages[name] = stanza
    if not packages:
        raise SourceError.single(source.name, "has no source package: lines 'Package:', 'Maintainer:', 'Directory:'")
    distribution = source.options.get("distribution", "Debian")
    for name, stanza in packages.items():
        yield from _package(name, stanza, distribution, source)


def _stanzas(text: str) -> Iterator[_Stanza]:
    stanza, last = _Stanza(1), ""
    for number, line in enumerate(text.split("\n"), 1):
        if line[:1] in (" ", "\t") and line.strip():
            if last:
                stanza.fields[last] += " " + line.strip()
            continue
        if not line.strip():
            if stanza.fields:
                yield stanza
            stanza, last = _Stanza(number + 1), ""
        elif found := _FIELD.match(line):
            last = found[1]
            stanza.fields[last], stanza.lines[last] = found[2].strip(), number
        else:
            last = ""
    if stanza.fields:
        yield stanza


def _package(name: str, stanza: _Stanza, distribution: str, source: Input) -> Iterator[Record]:
    scope = slug(distribution)
    package = Reference("project", name, (("named-in", f"{scope}/{name}"),))
    place = f"line {stanza.lines['Package']}"
    pages = {key: stanza.fields.get(key, "") for key in ("Homepage", "Vcs-Browser")}
    home, browser = (page if is_web_address(page) and "@" not in page else "" for page in pages.values())
    yield Profile(subject=package, homepage=home, repositories=(browser,) if browser else (), locator=place)
    host = Reference("organisation", distribution)
    yield Hosting(project=package, host=host, locator=place)
    for key, description in _FIELDS.items():
        if key in stanza.fields:
            line = f"line {stanza.lines[key]}"
            for who in _named(stanza.fields[key], scope, line, source):
                if who.kind == "body":
                    yield Profile(subject=who, classification="team", governs=package, locator=line)
                yield Tenure(member=who, organisation=package, role="maintainer", description=description, locator=line)


def _named(text: str, scope: str, line: str, source: Input) -> Iterator[Reference]:
    """Yield the people and teams that a field names; what is no name with an address is reported without it."""
    end = 0
    while entry := _ENTRY.match(text, end):
        end = entry.end()
        name = clean_name(entry[1].strip(' "'))
        if name and not ("@" in name and "." in name.partition("@")[2]):
            yield _who(name, entry[2].lower(), scope)
        else:
            source.report(line, "no name stands before the address: passed over")
    if text[end:].strip(" ,"):
        source.report(line, "an entry is no name with an address behind it: passed over")


def _who(name: str, address: str, scope: str) -> Reference:
    digest = sha256(f"{scope} {address}".encode()).hexdigest()[:16]
    local, _, host = address.partition("@")
    own_alias = host == _ALIASES and slug(name) in local
    if not (_LISTS.fullmatch(host) or _NAME_OF_TEAM.search(name) or own_alias):
        return Reference("person", name, (("named-in", f"{scope}/{digest}"),))
    # A team keeps its name when its list moves, and its list when it is renamed.
    teams = f"{scope}/teams"
    return Reference("body", name, (("named-in", f"{teams}/{digest}"), ("named-in", f"{teams}/{slug(name)}")))
