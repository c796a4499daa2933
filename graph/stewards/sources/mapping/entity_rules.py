"""The entities of a mapping: how each is named and identified, and what the source says of it by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from stewards.model import Profile, Reference
from stewards.sources.fact_files import ENTITY_TYPES
from stewards.sources.mapping.expressions import Getter, Scope, compile_condition
from stewards.sources.mapping.mapping_file import MappingFile, Names
from stewards.sources.mapping.texts import text_rule, texts_rule
from stewards.values import (
    clean_name,
    crunchbase_page,
    domain_of,
    github_login,
    is_web_address,
    name_key,
    organisation_key,
    repository_of,
    slug,
)


@dataclass(slots=True)
class Run:
    """One reading of one file: the source it belongs to, where to report to, and the entities met so far."""

    source: str
    report: Callable[[str, str], None]
    known: dict[tuple[Any, ...], Reference] = field(default_factory=dict)
    described: set[Reference] = field(default_factory=set)


def _wikidata(text: str) -> str:
    match = re.search(r"Q[1-9]\d*$", text.strip())
    return match.group() if match else ""


#: The keys that identify, each with the scheme of its identifiers, the function that reads them, and what they are
#: called when one cannot be read; "" where there is nothing wrong with a value that identifies nobody.
_IDENTIFIERS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "github": ("github", github_login, "a GitHub login"),
    "crunchbase": ("crunchbase", lambda text: crunchbase_page(text) or text.lower(), ""),
    "wikidata": ("wikidata", _wikidata, "a Wikidata item"),
    "repositories": ("repository", repository_of, ""),
    "domains": ("domain", domain_of, ""),
}
_PROFILE = ("description", "homepage", "aliases", "repositories", "classification", "governs")
ENTITY_KEYS = frozenset(("kind", "name", "named-in", "unless", "when", *_IDENTIFIERS, *_PROFILE))


@dataclass(slots=True)
class EntityRule:
    """How one entity is read from a row."""

    key: str
    kind: str
    type: str
    name: Getter
    identifiers: list[tuple[str, Callable[[Scope], list[str]]]]
    named_in: Getter | None
    nobody: frozenset[str]
    when: Callable[[Scope], bool] | None
    texts: dict[str, Getter]
    lists: dict[str, Callable[[Scope], list[str]]]
    governs: EntityRule | None = None
    #: Where a row's scope keeps the entity.
    slot: str = field(init=False)

    def __post_init__(self) -> None:
        self.slot = f"entity:{self.key}"

    @property
    def described(self) -> bool:
        """Whether the source says anything of the entity by itself."""
        return bool(self.type or self.texts or self.lists or self.governs)

    def reference(self, scope: Scope, run: Run) -> Reference | None:
        """Return the entity as the row refers to it, None where it refers to nobody; it is read once a row.

        Raises :class:`ValueError` when the row gives no name.
        """
        if self.slot not in scope:
            scope[self.slot] = self._find(scope, run)
        return cast(Reference | None, scope[self.slot])

    def _find(self, scope: Scope, run: Run) -> Reference | None:
        if self.when is not None and not self.when(scope):
            return None
        name = self.name(scope)
        found = tuple([tuple(rule(scope)) for _, rule in self.identifiers])
        within = self.named_in(scope) if self.named_in is not None else ""
        cached = (self.key, name, within, found)
        known = run.known.get(cached)
        if known is None:
            if self.nobody and name_key(name or "-") in self.nobody:
                return None
            if not name:
                raise ValueError(f"{self.key} has no name")
            texts = zip((key for key, _ in self.identifiers), found, strict=True)
            known = run.known[cached] = self._read(name, texts, within, scope, run)
        return known

    def _read(
        self, name: str, found: Iterable[tuple[str, tuple[str, ...]]], named_in: str, scope: Scope, run: Run
    ) -> Reference:
        pairs = []
        for key, texts in found:
            scheme, read, called = _IDENTIFIERS[key]
            for text in texts:
                if value := read(text):
                    pairs.append((scheme, value))
                elif called:
                    run.report(scope[""], f"{self.key}: {text[:40]!r} is not {called}")
        name = " ".join(name.split()) if self.kind == "person" else clean_name(name)
        if named_in or (self.kind == "person" and not pairs):
            within, slash, identifier = (named_in or run.source).partition("/")
            pairs.append(("named-in", f"{organisation_key(within)}/{slug(identifier if slash else name)}"))
        return Reference(self.kind, name, tuple(dict.fromkeys(pairs)))

    def profile(self, subject: Reference, scope: Scope, run: Run) -> Profile:
        """Return what the row says of the entity by itself."""
        texts = {key: rule(scope) for key, rule in self.texts.items()}
        lists = {key: rule(scope) for key, rule in self.lists.items()}
        home = texts.get("homepage", "")
        if home and not is_web_address(home):
            run.report(scope[""], f"{self.key}: {home[:60]!r} is not a web address")
        return Profile(
            subject=subject,
            type=self.type,
            names=tuple(lists.get("aliases", ())),
            description=" ".join(texts.get("description", "").split()),
            homepage=home if is_web_address(home) else "",
            repositories=tuple(dict.fromkeys(filter(None, map(repository_of, lists.get("repositories", ()))))),
            classification=slug(texts["classification"]) if texts.get("classification") else "",
            governs=self.governs.reference(scope, run) if self.governs else None,
            locator=scope[""],
        )


def entity_rules(given: Mapping[str, Any], file: MappingFile, names: Names) -> dict[str, EntityRule]:
    """Return the rule of every entity of a section, by key; what is wrong with them is noted."""
    rules = {}
    for key, entry in given.items():
        if isinstance(entry, dict):
            rules[key] = _rule(key, entry, file, names)
        else:
            file.refuse(given, f"entity {key}: must be a mapping")
    for key, entry in given.items():
        governs = entry.get("governs") if isinstance(entry, dict) else None
        if governs is not None and governs not in rules:
            file.refuse(entry, f"entity {key}: governs {governs!r}, which is not one of the entities")
        elif governs is not None:
            rules[key].governs = rules[str(governs)]
    return rules


def _rule(key: str, entry: dict[str, Any], file: MappingFile, names: Names) -> EntityRule:
    what = f"entity {key}"
    file.check_keys(entry, ENTITY_KEYS, what)
    if str(entry.get("kind")) not in ENTITY_TYPES:
        file.refuse(entry, f"{what}: kind {entry.get('kind')!r}: choose from {', '.join(ENTITY_TYPES)}")
    if not entry.get("name"):
        file.refuse(entry, f"{what}: 'name' is missing")
    kind, kind_type = ENTITY_TYPES.get(str(entry.get("kind")), ("organisation", ""))

    def text(name: str) -> Getter:
        return text_rule(entry[name], entry, file, names, f"{what}: {name}")

    def many(name: str) -> Callable[[Scope], list[str]]:
        return texts_rule(entry[name], entry, file, names, f"{what}: {name}")

    when = None
    if "when" in entry:
        try:
            when = compile_condition(entry["when"], names)
        except ValueError as error:
            file.refuse(entry, f"{what}: when: {error}")
    return EntityRule(
        key=key,
        kind=kind,
        type=kind_type,
        name=text("name") if entry.get("name") else lambda scope: "",
        identifiers=[(name, many(name)) for name in _IDENTIFIERS if name in entry],
        named_in=text("named-in") if "named-in" in entry else None,
        nobody=frozenset(name_key(name or "-") for name in file.texts(entry, "unless")),
        when=when,
        texts={name: text(name) for name in ("description", "homepage", "classification") if name in entry},
        lists={name: many(name) for name in ("aliases", "repositories") if name in entry},
    )
