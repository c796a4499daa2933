"""The parts of a record: entities, texts, numbers and dates, each read from a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from stewards.model import Reference, Situation, links
from stewards.sources.fact_kinds import NUMBERS, FactKind, Slot, read_number
from stewards.sources.mapping.entity_rules import EntityRule, Run
from stewards.sources.mapping.expressions import Getter, Scope
from stewards.sources.mapping.mapping_file import MappingFile, Names
from stewards.sources.mapping.texts import constant, date_rule, text_rule
from stewards.values import Period, slug


def referring(rule: EntityRule) -> Callable[[Scope, Run], Reference | None]:
    """Return a function that gives the entity a row refers to."""
    return lambda scope, run: rule.reference(scope, run)


def slot_rule(
    name: str,
    key: str,
    slot: Slot,
    kind: FactKind,
    given: Mapping[str, Any],
    file: MappingFile,
    names: Names,
    rules: Mapping[str, EntityRule],
) -> Callable[[Scope, Run], Any]:
    """Return the function that gives one part of a record; what is wrong with its specification is noted."""
    if slot.kind in NUMBERS:
        return _number(slot.kind, text_rule(given[key], given, file, names, key))
    if slot.kind == "text":
        return _text(key, slot, kind, given, file, names)
    chosen = _chosen(f"{name}: {key}", file.texts(given, key), slot, given, file, rules)
    if slot.kind == "entities":
        return lambda scope, run: tuple(found for rule in chosen if (found := rule.reference(scope, run)) is not None)
    if len(chosen) > 1:
        file.refuse(given, f"{name}: {key}: one entity is needed")
    return referring(chosen[0]) if chosen else lambda scope, run: None


def _text(
    key: str, slot: Slot, kind: FactKind, given: Mapping[str, Any], file: MappingFile, names: Names
) -> Callable[[Scope, Run], str]:
    """Return the function that gives a text; the words for concepts become the last part of their addresses."""
    text = text_rule(given[key], given, file, names, key)
    schemes = {field: link.scheme for field, link in links(kind.record)}
    if slot.field and schemes.get(slot.field, "") in ("", "spdx"):
        return lambda scope, run: str(text(scope))
    if (always := constant(given[key])) is not None:
        concept = slug(always)
        return lambda scope, run: concept
    return lambda scope, run: slug(found) if (found := text(scope)) else ""


def _chosen(
    what: str, keys: list[str], slot: Slot, given: object, file: MappingFile, rules: Mapping[str, EntityRule]
) -> list[EntityRule]:
    chosen = []
    for entity in keys:
        rule = rules.get(entity)
        if rule is None:
            file.refuse(given, f"{what}: {entity!r} is not one of the entities: {', '.join(rules) or 'there are none'}")
        elif slot.among and rule.kind not in slot.among:
            file.refuse(given, f"{what}: {entity!r} is a {rule.kind}, and a {' or '.join(slot.among)} is needed")
        else:
            chosen.append(rule)
    return chosen


def _number(kind: str, text: Getter) -> Callable[[Scope, Run], str]:
    def number(scope: Scope, run: Run) -> str:
        found: str = text(scope)
        return read_number(kind, found) if found else found

    return number


def date_rules(
    entry: Mapping[str, Any], name: str, kind: FactKind, file: MappingFile, names: Names
) -> dict[str, Callable[[Scope, Run], Period | None]]:
    """Return the functions that give the dates of a record, by its fields."""
    fields = {"since": "start", "until": "end"} if issubclass(kind.record, Situation) else {"on": "on"}
    found = {}
    for key in ("since", "until", "on"):
        if key in entry and key not in fields:
            file.refuse(entry, f"{name}: {key!r} is not known here: write {' or '.join(fields)}")
        elif key in entry:
            found[fields[key]] = _date(date_rule(entry[key], entry, file, names, key))
    return found


def _date(rule: Callable[[Scope], Period | None]) -> Callable[[Scope, Run], Period | None]:
    return lambda scope, run: rule(scope)
