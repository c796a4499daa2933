"""``landscape.yml``: a foundation's members with their tier, and its projects with their maturity.

The file's form is documented at https://github.com/cncf/landscape2. Categories whose name ends in "Members" or "Member
Company" hold members, one subcategory a tier. An item with ``project:`` is a project at that maturity level. All other
items (products that the landscape merely shows) say nothing about governance and are passed over.

Options: ``foundation`` (its name; else taken from the members' category), ``levels`` (the values of ``project:`` that
mean the foundation hosts the project; else all), ``project_category`` (a category whose items are all hosted).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stewards.errors import SourceError
from stewards.model import Hosting, Licensing, Membership, Phase, Profile, Record, Reference
from stewards.sources.input import Input
from stewards.sources.reading import Lines, load_yaml
from stewards.values import (
    Period,
    clean_name,
    crunchbase_page,
    domain_of,
    is_web_address,
    organisation_key,
    repository_of,
    slug,
)

_MEMBERS = re.compile(r"\b(?:members?|members? compan(?:y|ies))\s*$", re.IGNORECASE)
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
#: Keys of ``extra`` that date a stage, each with the level it dates; the second spellings occur in real files.
_STAGES = {
    "sandbox": "sandbox",
    "incubating": "incubating",
    "incubation": "incubating",
    "incubated": "incubating",
    "graduated": "graduated",
    "archived": "archived",
}


@dataclass(frozen=True, slots=True)
class _Item:
    category: str
    subcategory: str
    fields: dict[str, Any]
    place: str

    def text(self, key: str) -> str:
        value = self.fields.get(key)
        return str(value).strip() if value is not None else ""

    @property
    def extra(self) -> dict[str, Any]:
        extra = self.fields.get("extra")
        return extra if isinstance(extra, dict) else {}


def read(source: Input) -> Iterator[Record]:
    """Yield the members, projects, maturity stages and licences of one landscape file."""
    content, lines = load_yaml(source.data(), source.name)
    items = list(_items(content, lines, source))
    foundation = Reference("organisation", source.options.get("foundation") or _foundation_name(items))
    if not foundation.name:
        raise SourceError.single(
            source.name, "no category of members names the foundation: give --option foundation=NAME"
        )
    yield Profile(subject=foundation, type="foundation", locator="line 1")
    levels = frozenset(source.options.get("levels", "").split())
    shared = _shared_domains(items)
    for item in items:
        if not item.text("name"):
            source.report(item.place, "an item has no name")
        elif _MEMBERS.search(item.category):
            yield from _member(item, foundation, shared, source)
        elif item.text("project") or item.category == source.options.get("project_category"):
            yield from _project(item, foundation, levels, source)


def _items(content: Any, lines: Lines, source: Input) -> Iterator[_Item]:
    if not isinstance(content, dict) or not isinstance(content.get("landscape"), list):
        raise SourceError.single(source.name, "is not a landscape: it has no list called 'landscape'", "line 1")
    for category in content["landscape"]:
        for subcategory in _children(category, "subcategories", lines, source):
            for item in _children(subcategory, "items", lines, source):
                if isinstance(item, dict):
                    names = str(category.get("name", "")), str(subcategory.get("name", ""))
                    yield _Item(*names, item, lines.of(item))
                else:
                    source.report(lines.of(subcategory), "an item is not a mapping")


def _children(parent: Any, key: str, lines: Lines, source: Input) -> list[Any]:
    """Return a list of the landscape; ``null`` stands for an empty one in real files."""
    if not isinstance(parent, dict):
        source.report("", f"a parent of {key!r} is not a mapping")
        return []
    children = parent.get(key)
    if children is None:
        return []
    if not isinstance(children, list):
        source.report(lines.of(parent), f"{key!r} is not a list")
        return []
    return children


def _foundation_name(items: list[_Item]) -> str:
    for item in items:
        if _MEMBERS.search(item.category):
            return _MEMBERS.sub("", item.category).strip()
    return ""


def _shared_domains(items: list[_Item]) -> frozenset[str]:
    """Return the domains that several members have (a placeholder's, a parent's), which tell no one apart, and ""."""
    pairs = {(domain_of(i.text("homepage_url")), i.text("name")) for i in items if _MEMBERS.search(i.category)}
    counts = Counter(domain for domain, _ in pairs)
    return frozenset(domain for domain, number in counts.items() if number > 1) | {""}


def _member(item: _Item, foundation: Reference, shared: frozenset[str], source: Input) -> Iterator[Record]:
    home = item.text("homepage_url")
    domain = domain_of(home)
    identifiers = [("crunchbase", crunchbase_page(item.text("crunchbase"))), ("domain", domain)]
    member = Reference(
        "organisation", clean_name(item.text("name")), tuple(pair for pair in identifiers if pair[1] not in shared)
    )
    yield Profile(subject=member, homepage=home if is_web_address(home) else "", locator=item.place)
    joined = _date(item.fields.get("joined"), "joined", item, source)
    membership = Membership(member=member, organisation=foundation, start=joined, locator=item.place)
    yield membership
    if item.subcategory:
        yield Phase(of=membership, tier=slug(item.subcategory), locator=item.place)


def _project(item: _Item, foundation: Reference, levels: frozenset[str], source: Input) -> Iterator[Record]:
    level = item.text("project")
    hosted = not level or not levels or level in levels
    repository = repository_of(item.text("repo_url"))
    identifiers = [("repository", repository)] if repository else []
    if hosted:
        identifiers.append(("named-in", f"{organisation_key(foundation.name)}/{slug(item.text('name'))}"))
    project = Reference("project", clean_name(item.text("name")), tuple(identifiers))
    home = item.text("homepage_url")
    yield Profile(
        subject=project,
        description=item.text("description"),
        homepage=home if is_web_address(home) else "",
        repositories=tuple(_repositories(item)),
        locator=item.place,
    )
    if hosted:
        yield from _hosting(item, project, foundation, source)
    licence = item.text("license")
    if licence and licence.lower() not in ("other", "noassertion") and _SPDX.fullmatch(licence):
        yield Licensing(project=project, licence=licence, locator=item.place)


def _repositories(item: _Item) -> Iterator[str]:
    additional = item.fields.get("additional_repos")
    entries = additional if isinstance(additional, list) else []
    urls = [item.text("repo_url"), *(str(entry.get("repo_url", "")) for entry in entries if isinstance(entry, dict))]
    yield from dict.fromkeys(filter(None, map(repository_of, urls)))


def _hosting(item: _Item, project: Reference, foundation: Reference, source: Input) -> Iterator[Record]:
    accepted = _date(item.extra.get("accepted"), "accepted", item, source)
    hosting = Hosting(project=project, host=foundation, start=accepted, locator=item.place)
    yield hosting
    started = {
        level: date
        for key, level in _STAGES.items()
        if (date := _date(item.extra.get(key), key, item, source)) is not None
    }
    current = _STAGES.get(item.text("project"), item.text("project"))
    for level in sorted({*started, current} - {""}):
        begin = started.get(level)
        later = [date for date in started.values() if begin and date.first > begin.last]
        end = min(later, key=lambda date: date.first, default=None) if level != current else None
        if level != current and end is None:
            source.report(item.place, f"{item.text('name')}: dated as {level} but listed as {current or 'no level'}")
            continue
        yield Phase(
            of=hosting, maturity=slug(level), start=begin, end=end, observed=level == current, locator=item.place
        )


def _date(value: object, key: str, item: _Item, source: Input) -> Period | None:
    if value in (None, ""):
        return None
    try:
        return Period.parse(value)
    except ValueError as error:
        source.report(item.place, f"{item.text('name')}: {key}: {error}")
        return None
