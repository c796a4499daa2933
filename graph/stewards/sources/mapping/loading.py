"""Mapping files, checked as a whole and compiled once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from stewards.errors import SourceError
from stewards.resources import folder
from stewards.sources.mapping.entity_rules import entity_rules
from stewards.sources.mapping.expressions import Scope, compile_condition
from stewards.sources.mapping.mapping_file import MappingFile, Names
from stewards.sources.mapping.record_rules import Maker, record_rule
from stewards.sources.mapping.rows import Step, read_steps
from stewards.sources.mapping.texts import compile_pattern
from stewards.sources.readers import READERS, TABLES, Reading
from stewards.sources.reading import load_yaml, read_file

_SECTION_KEYS = ("rows", "when", "entities", "records")
_KEYS = ("title", "read", "options", "tables", "sections", *_SECTION_KEYS)
_READ_KEYS = ("as", "files", "path", "columns", "carry", "heading")


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one kind and the records that each of them makes."""

    steps: tuple[Step, ...]
    when: Callable[[Scope], bool] | None
    makers: tuple[Maker, ...]
    #: The fields of the rows that the section names.
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mapping:
    """A format: how its files are read, and what their rows say."""

    title: str
    reading: Reading
    #: The files of a folder, as a glob; "" where the source is one file.
    files: str
    path: re.Pattern[str] | None
    #: What each option is when it is not given; None where it must be.
    options: dict[str, str | None]
    sections: tuple[Section, ...]


@cache
def shipped_mapping(name: str) -> Mapping:
    """Return one of the mappings that ship with the package, by name."""
    return load_mapping(folder("sources") / "mappings" / f"{name}.yaml")


def load_mapping(path_or_text: Path | str) -> Mapping:
    """Return the mapping in a file, or in a text of several lines.

    Raises :class:`stewards.errors.SourceError` with every problem in it.
    """
    if isinstance(path_or_text, str) and "\n" in path_or_text:
        name, data = "mapping", path_or_text.encode()
    else:
        path = Path(path_or_text)
        name, data = path.name, read_file(path, path.name)
    content, lines = load_yaml(data, name)
    if not isinstance(content, dict):
        raise SourceError.single(name, "a mapping file is a mapping with 'read' and 'records'", "line 1")
    file = MappingFile(name, content, lines)
    mapping = _mapping(file)
    if file.problems:
        # A problem in a shared entity is found by every section that uses it.
        raise SourceError(list(dict.fromkeys(file.problems)))
    return mapping


def _mapping(file: MappingFile) -> Mapping:
    content = file.content
    file.check_keys(content, _KEYS, "mapping")
    given = file.mapping(content, "read")
    if not given:
        file.refuse(content, "'read' is missing")
    path = compile_pattern(given, "path", file, "read")
    settings = file.mapping(content, "options")
    options = {name: None if settings[name] is None else file.text(settings, name) for name in settings}
    others = {f"option:{name}" for name in options} | {f"path:{name}" for name in (path.groupindex if path else ())}
    tables = {}
    for name, table in file.mapping(content, "tables").items():
        if isinstance(table, dict):
            tables[name] = file.table(table)
        else:
            file.refuse(content["tables"], f"table {name}: must be a mapping of words to what they stand for")
    return Mapping(
        title=file.text(content, "title"),
        reading=_reading(given, file),
        files=file.text(given, "files"),
        path=path,
        options=options,
        sections=_all_sections(file, others, tables),
    )


def _all_sections(file: MappingFile, others: set[str], tables: dict[str, dict[str, str]]) -> tuple[Section, ...]:
    parts = _sections(file)
    shared = file.mapping(file.content, "entities")
    used = {name for part in parts for name in _used({**shared, **file.mapping(part, "entities")}, _records(part))}
    for part in (file.content, *parts):
        for name in file.mapping(part, "entities"):
            if name not in used:
                file.refuse(part["entities"], f"entity {name}: no record uses it")
    return tuple(_section(part, file, others, tables) for part in parts)


def _records(part: dict[str, Any]) -> list[Any]:
    records = part.get("records")
    return records if isinstance(records, list) else []


def _reading(given: dict[str, Any], file: MappingFile) -> Reading:
    kind = file.text(given, "as")
    where = file.content.get("read")
    file.check_keys(where if isinstance(where, dict) else {}, _READ_KEYS, "read")
    if given and kind not in READERS:
        file.refuse(where, f"read: as: {kind!r} is not known: choose from {', '.join(READERS)}")
    columns = given.get("columns")
    for key in ("columns", "carry"):
        if given.get(key) is not None and kind not in TABLES:
            file.refuse(where, f"read: {key!r} is for tables: {', '.join(sorted(TABLES))}")
    if given.get("heading") is not None and not kind.startswith("markdown"):
        file.refuse(where, "read: 'heading' is for markdown-table and markdown-list")
    return Reading(
        kind=kind,
        columns=() if isinstance(columns, dict) else tuple(file.texts(given, "columns")),
        titles={str(name): file.text(columns, name) for name in columns} if isinstance(columns, dict) else {},
        carry=tuple(file.texts(given, "carry")),
        heading=file.text(given, "heading"),
    )


def _sections(file: MappingFile) -> list[dict[str, Any]]:
    """Return the sections of a file; one without any is a section itself."""
    given = file.content.get("sections")
    if given is None:
        return [file.content]
    for key in ("rows", "when", "records"):
        if key in file.content:
            file.refuse(file.content, f"{key!r} stands in each of the sections where there are sections")
    if not isinstance(given, list) or not all(isinstance(part, dict) for part in given):
        file.refuse(file.content, "'sections' must be a list of mappings")
        return []
    for part in given:
        file.check_keys(part, _SECTION_KEYS, "section")
    return given


def _section(part: dict[str, Any], file: MappingFile, others: set[str], tables: dict[str, dict[str, str]]) -> Section:
    steps = read_steps(part, file)
    called = tuple(step.name for step in steps) or ("row",)
    names = Names(called, frozenset(others | {f"{step.name}:key" for step in steps}), tables)
    records = _records(part)
    if not records:
        file.refuse(part, "'records' must be a list with at least one record")
    given = file.mapping(part, "entities")
    if part is not file.content:
        given = {**file.mapping(file.content, "entities"), **given}
    rules = entity_rules(_used(given, records), file, names)
    makers = tuple(record_rule(entry, records, file, names, rules) for entry in records)
    when = None
    if "when" in part:
        try:
            when = compile_condition(part["when"], names)
        except ValueError as error:
            file.refuse(part, f"when: {error}")
    return Section(steps, when, makers, frozenset(names.fields) if not steps else frozenset())


def _used(given: dict[str, Any], records: list[Any]) -> dict[str, Any]:
    """Return the entities that the records of a section name: others may be meant for another section's rows."""
    wanted: list[Any] = []
    for entry in records:
        for value in entry.values() if isinstance(entry, dict) else ():
            for item in value.values() if isinstance(value, dict) else [value]:
                wanted += item if isinstance(item, list) else [item]
    names = {item for item in wanted if isinstance(item, str)}
    for name in list(names):
        while isinstance(given.get(name), dict) and given[name].get("governs") not in (None, *names):
            name = str(given[name]["governs"])
            names.add(name)
    return {name: entry for name, entry in given.items() if name in names}
