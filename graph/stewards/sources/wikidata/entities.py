"""Organisations and people as Wikidata describes them: names, kind, identifiers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stewards.model import Profile, Reference
from stewards.sources.wikidata.pages import Row
from stewards.sources.wikidata.statements import Report, item_of
from stewards.values import domain_of, github_login, is_web_address

_HUMAN = "Q5"
#: Classes that settle what an organisation is: business, enterprise, company, public company; foundation.
_TYPES = dict.fromkeys(("Q4830453", "Q6881511", "Q783794", "Q891723"), "company") | {"Q157031": "foundation"}


@dataclass(frozen=True, slots=True)
class WikidataEntity:
    """One item. ``kind`` is ``person`` or ``organisation``, "" when its classes are not stated."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()
    websites: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()
    crunchbase: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What kind of entity the item is."""
        if not self.classes:
            return ""
        return "person" if _HUMAN in self.classes else "organisation"

    def reference(self, otherwise: str = "organisation") -> Reference:
        """Return the reference to this item; ``otherwise`` is its kind where Wikidata states none."""
        kind = self.kind or otherwise
        identifiers = [("wikidata", self.id), *(("github", login) for login in self.logins)]
        if kind == "organisation":
            identifiers += [("crunchbase", page) for page in self.crunchbase]
            identifiers += [("domain", domain) for site in self.websites if (domain := domain_of(site))]
        return Reference(kind, self.name, tuple(dict.fromkeys(identifiers)))

    def profile(self, otherwise: str = "organisation") -> Profile:
        """Return what Wikidata says of the item by itself."""
        reference = self.reference(otherwise)
        types = {_TYPES[name] for name in self.classes if name in _TYPES}
        return Profile(
            subject=reference,
            type=types.pop() if len(types) == 1 and reference.kind == "organisation" else "",
            names=self.aliases,
            homepage=self.websites[0] if self.websites else "",
            locator=f"wd:{self.id}",
        )


def read_entities(
    wanted: Iterable[str], rows: Iterable[Row], languages: Sequence[str], report: Report
) -> dict[str, WikidataEntity]:
    """Return the wanted items by id, named in the first language that has a name for them."""
    fields: dict[str, dict[str, set[tuple[int, str]]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        language = row.get("language", "")
        order = languages.index(language) if language in languages else len(languages)
        fields[item_of(row["entity"])][row["field"]].add((order, row["value"].strip()))
    return {identifier: _entity(identifier, fields.get(identifier, {}), report) for identifier in sorted(set(wanted))}


def _entity(identifier: str, fields: Mapping[str, set[tuple[int, str]]], report: Report) -> WikidataEntity:
    def values(name: str) -> list[str]:
        return [value for _, value in sorted(fields.get(name, ())) if value]

    labels = values("label")
    if not fields:
        report(f"wd:{identifier}", "is not known there")
    elif not labels:
        report(f"wd:{identifier}", "has no name in the languages asked for, and is called by its number")
    name = labels[0] if labels else identifier
    return WikidataEntity(
        identifier,
        name,
        aliases=tuple(dict.fromkeys(other for other in (*labels[1:], *values("alias")) if other != name)),
        classes=frozenset(item_of(value) for value in values("class")),
        websites=tuple(site for site in values("website") if is_web_address(site)),
        logins=tuple(login for value in values("github") if (login := github_login(value))),
        crunchbase=tuple(value.lower() for value in values("crunchbase")),
    )
