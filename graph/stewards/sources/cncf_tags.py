"""``tags.yaml`` of https://github.com/cncf/toc: the CNCF's technical advisory groups and the committee's subprojects.

Each has chairs and technical leads with their terms, and liaisons of the technical oversight committee. Groups that
have nobody yet carry a template, with empty names or subprojects called "...-sub-foo", which is passed over. In some
versions the leadership of a subproject is indented as if it were a second one of the group itself: YAML would let it
take the place of the first, so the later one is set aside and reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stewards.errors import SourceError
from stewards.model import ParentRelation, Profile, Record, Reference, Tenure
from stewards.sources.cncf_toc import FOUNDATION, group_reference
from stewards.sources.input import Input
from stewards.sources.reading import Lines, decode, load_yaml
from stewards.sources.rosters import employment, person
from stewards.values import Period, github_login, name_key

_KINDS = {"tags": "special-interest-group", "toc_subprojects": "working-group", "tag_subprojects": "working-group"}
_TEMPLATE = "-sub-foo"
_ROLES = {
    "chairs": "working-group-lead",
    "tech_leads": "technical-lead",
    "subproject_leads": "working-group-lead",
    "toc_liaison": "liaison",
}


@dataclass(frozen=True, slots=True)
class _Group:
    fields: dict[str, Any]
    reference: Reference
    place: str


def read(source: Input) -> Iterator[Record]:
    """Yield the groups with their leaders and liaisons."""
    text = _set_repeats_aside(decode(source.data(), source.name), source)
    content, lines = load_yaml(text.encode(), source.name)
    if not isinstance(content, dict) or not isinstance(content.get("tags"), list):
        raise SourceError.single(source.name, "has no list called 'tags'", "line 1")
    for key in ("tags", "toc_subprojects"):
        for group in _groups(content, key, lines, source):
            yield from _group(group, key, lines, source)
            for part in _groups(group.fields, "tag_subprojects", lines, source):
                yield from _group(part, "tag_subprojects", lines, source)
                yield ParentRelation(
                    child=part.reference, parent=group.reference, relation="part-of", locator=part.place
                )


def _set_repeats_aside(text: str, source: Input) -> str:
    lines, seen = text.split("\n"), False
    for at, line in enumerate(lines):
        seen = seen and not line.startswith("  - ")
        if line.rstrip() == "    leadership:":
            if seen:
                lines[at] = f"    leadership at line {at + 1}:"
                source.report(f"line {at + 1}", "a second leadership of the same group: passed over")
            seen = True
    return "\n".join(lines)


def _groups(parent: dict[str, Any], key: str, lines: Lines, source: Input) -> Iterator[_Group]:
    for fields in _mappings(parent.get(key), key, source):
        if str(fields.get("name")).endswith(_TEMPLATE):
            continue
        if fields.get("name"):
            yield _Group(fields, group_reference(str(fields["name"])), lines.of(fields))
        else:
            source.report(lines.of(fields), "a group has no name")


def _group(group: _Group, key: str, lines: Lines, source: Input) -> Iterator[Record]:
    yield Profile(
        subject=group.reference,
        classification=_KINDS[key],
        governs=FOUNDATION,
        description=" ".join(str(group.fields.get("mission_statement") or "").split()),
        locator=group.place,
    )
    for part in (group.fields.get("leadership"), group.fields.get("contact")):
        for section, people in part.items() if isinstance(part, dict) else ():
            for entry in _mappings(people, section, source) if section in _ROLES else ():
                yield from _leader(entry, _ROLES[section], group, lines.of(entry), source)


def _mappings(value: Any, what: str, source: Input) -> Iterator[dict[str, Any]]:
    for entry in value if isinstance(value, list) else [value] if value else []:
        if isinstance(entry, dict):
            yield entry
        else:
            source.report("", f"an entry of {what!r} is not a mapping")


def _leader(entry: dict[str, Any], role: str, group: _Group, place: str, source: Input) -> Iterator[Record]:
    name, login = str(entry.get("name") or "").strip(), github_login(str(entry.get("github") or ""))
    if not name and not login:
        return
    who = person(source, name or login, login)
    term = entry.get("term")
    start, end = (_period(term, key, place, source) if isinstance(term, dict) else None for key in ("start", "end"))
    yield Tenure(member=who, organisation=group.reference, role=role, start=start, end=end, locator=place)
    company = str(entry.get("company") or "")
    # Some write their own name in the place of the company.
    if name_key(company) != name_key(name):
        yield from employment(who, company, place)


def _period(term: dict[str, Any], key: str, place: str, source: Input) -> Period | None:
    if not term.get(key):
        return None
    try:
        return Period.parse(term[key])
    except ValueError as error:
        source.report(place, f"{key} of a term: {error}")
        return None
