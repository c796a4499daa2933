"""Fact files as they are opened: their documents and entities, checked and collected over all files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stewards.errors import Problem, SourceError
from stewards.model import Document, Reference
from stewards.sources.input import Input
from stewards.sources.reading import Lines, load_yaml
from stewards.values import Period, crunchbase_page, domain_of, github_login, is_web_address, repository_of, slug

#: The kinds of entity a fact file may write, each with the kind of node and the type it gets.
ENTITY_TYPES = {
    "person": ("person", ""),
    "company": ("organisation", "company"),
    "foundation": ("organisation", "foundation"),
    "organisation": ("organisation", ""),
    "project": ("project", ""),
    "body": ("body", ""),
}
_DOCUMENT_KEYS = {"title", "publisher", "as_of", "url", "revision", "licence"}
_ENTITY_KEYS = set(
    """kind name aliases description homepage domains github crunchbase wikidata repositories classification governs
    source at quote""".split()  # noqa: SIM905
)


@dataclass(slots=True)
class FactFile:
    """One file while it is being read: its content, and what is wrong with it."""

    source: Input
    content: dict[str, Any]
    lines: Lines
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, where: object, reason: str) -> None:
        """Note a problem at the line where a mapping or list starts."""
        self.problems.append(Problem(self.source.name, self.lines.of(where), reason))

    def section(self, name: str) -> dict[str, Any]:
        """Return the well-formed entries of ``documents`` or ``entities``, by key."""
        value = self.content.get(name) or {}
        if not isinstance(value, dict):
            self.refuse(self.content, f"{name!r} must be a mapping")
            return {}
        for key, entry in value.items():
            if not isinstance(entry, dict):
                self.refuse(value, f"{name}: {key}: must be a mapping")
        return {str(key): entry for key, entry in value.items() if isinstance(entry, dict)}


@dataclass(slots=True)
class Known:
    """Documents and entities that facts may cite, over all files."""

    documents: dict[str, Document] = field(default_factory=dict)
    entities: dict[str, Reference] = field(default_factory=dict)


def open_file(source: Input) -> FactFile:
    """Read one file; raise :class:`SourceError` when it is not a mapping at all."""
    content, lines = load_yaml(source.data(), source.name)
    if content is not None and not isinstance(content, dict):
        raise SourceError.single(source.name, "must be a mapping of documents, entities and facts", "line 1")
    file = FactFile(source, content or {}, lines)
    for key in (key for key in file.content if key not in ("documents", "entities", "facts")):
        file.refuse(file.content, f"{key!r} is not a section: choose from documents, entities, facts")
    for line, key in lines.repeated:
        file.problems.append(Problem(source.name, f"line {line}", f"{key!r} is written twice in one mapping"))
    return file


def collect(files: list[FactFile], known: Known) -> None:
    """Add the documents and entities of some files to what facts may cite."""
    for file in files:
        for key, entry in file.section("documents").items():
            check_keys(file, entry, _DOCUMENT_KEYS, f"document {key}")
            if key in known.documents:
                file.refuse(entry, f"document {key} is described twice")
            known.documents[key] = _document(file, key, entry)
        for key, entry in file.section("entities").items():
            check_keys(file, entry, _ENTITY_KEYS, f"entity {key}")
            if key in known.entities:
                file.refuse(entry, f"entity {key} is described twice")
            known.entities[key] = _reference(file, key, entry)


def check_keys(file: FactFile, entry: Mapping[str, Any], allowed: set[str], what: str) -> None:
    """Note every key of an entry that is not allowed there."""
    for key in sorted(set(entry) - allowed, key=str):
        file.refuse(entry, f"{what}: {key!r} is not known here: choose from {', '.join(sorted(allowed))}")


def _document(file: FactFile, key: str, entry: dict[str, Any]) -> Document:
    url = entry.get("url", "")
    if url and not is_web_address(url):
        file.refuse(entry, f"document {key}: {url!r} is not a web address")
    return Document(
        name=key,
        title=str(entry.get("title") or key),
        format="facts",
        as_of=read_period(file, entry, "as_of", f"document {key}"),
        url=str(url),
        publisher=str(entry.get("publisher", "")),
        licence=str(entry.get("licence", "")),
        revision=str(entry.get("revision", "")),
    )


def read_period(file: FactFile, entry: dict[str, Any], key: str, what: str) -> Period | None:
    """Return the date under a key, None when there is none or, after noting it, when it is not a date."""
    if entry.get(key) is None:
        return None
    try:
        return Period.parse(entry[key])
    except ValueError as error:
        file.refuse(entry, f"{what}: {key}: {error}")
        return None


def texts(value: object) -> list[str]:
    """Return one text or a list of texts as a list."""
    return [str(item) for item in value] if isinstance(value, list) else [str(value)] if value else []


def _reference(file: FactFile, key: str, entry: dict[str, Any]) -> Reference:
    kind, _ = ENTITY_TYPES.get(str(entry.get("kind")), ("", ""))
    if not kind:
        file.refuse(entry, f"entity {key}: kind {entry.get('kind')!r}: choose from {', '.join(ENTITY_TYPES)}")
    if not entry.get("name"):
        file.refuse(entry, f"entity {key} has no name")
    if slug(key) != key:
        file.refuse(entry, f"entity {key}: write the key as {slug(key)!r}, it becomes part of an address")
    found = [("curated", key)]
    found += [("github", github_login(login)) for login in texts(entry.get("github"))]
    page = str(entry.get("crunchbase") or "")
    found.append(("crunchbase", crunchbase_page(page) or page.lower()))
    found.append(("wikidata", str(entry.get("wikidata") or "")))
    found += [("repository", repository_of(url)) for url in texts(entry.get("repositories"))]
    found += [("domain", domain_of(domain)) for domain in texts(entry.get("domains"))]
    return Reference(kind or "organisation", str(entry.get("name", "")), tuple(pair for pair in found if pair[1]))
