"""The records of a mapping: the kinds of fact of ``docs/facts.md``, filled from rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stewards.model import Hosting, Membership, Phase, Record
from stewards.sources.fact_kinds import FACT_KINDS, FactKind
from stewards.sources.mapping.entity_rules import EntityRule, Run
from stewards.sources.mapping.expressions import Getter, Scope, compile_condition
from stewards.sources.mapping.mapping_file import MappingFile, Names
from stewards.sources.mapping.slot_rules import date_rules, referring, slot_rule
from stewards.sources.mapping.texts import text_rule
from stewards.values import Period

COMMON_KEYS = ("since", "until", "on", "description", "quote", "when", "past")


Maker = Callable[[Scope, Run], Iterator[Record]]


class _NobodyError(Exception):
    """A record needs somebody, and the mapping says that the row names nobody."""


@dataclass(slots=True)
class RecordRule:
    """How one record is read from a row."""

    name: str
    kind: FactKind
    slots: list[tuple[tuple[str, ...], str, bool, Callable[[Scope, Run], Any]]]
    entities: list[EntityRule]
    dates: dict[str, Callable[[Scope, Run], Period | None]]
    texts: dict[str, Getter]
    when: Callable[[Scope], bool] | None
    past: Callable[[Scope], bool] | None

    def records(self, scope: Scope, run: Run) -> Iterator[Record]:
        """Yield the record, the stage of a membership or hosting, and what the row says of the entities in it."""
        try:
            if self.when is not None and not self.when(scope):
                return
            values, stage = self._values(scope, run)
        except _NobodyError:
            return
        except ValueError as error:
            run.report(scope[""], f"{self.name}: {error}")
            return
        place = scope[""]
        yield from _profiles(self.entities, scope, run)
        record = self.kind.record(**values, locator=place)
        yield record
        if stage and isinstance(record, Membership | Hosting):
            yield Phase(
                of=record,
                tier=stage.get("tier", ""),
                maturity=stage.get("maturity", ""),
                end=record.end,
                observed=record.observed,
                locator=place,
            )

    def _values(self, scope: Scope, run: Run) -> tuple[dict[str, Any], dict[str, str]]:
        values: dict[str, Any] = dict(self.kind.constants)
        stage: dict[str, str] = {}
        for fields, key, needed, get in self.slots:
            value = _optional(get, scope, run, self.name) if not needed else get(scope, run)
            if value:
                for name in fields:
                    values[name] = value
                if not fields:
                    stage[key] = value
            elif needed:
                raise _NobodyError if value is None or value == () else ValueError(f"{key!r} is empty")
        for name, text in self.texts.items():
            values[name] = text(scope)
        for name, date in self.dates.items():
            values[name] = _optional(date, scope, run, self.name)
        start, end = values.get("start"), values.get("end")
        if start and end and start.first > end.last:
            raise ValueError(f"ends ({end}) before it starts ({start})")
        if self.past is not None and self.past(scope):
            values["observed"] = False
        return values, stage


def _optional(get: Callable[[Scope, Run], Any], scope: Scope, run: Run, name: str) -> Any:
    """Return what a record may do without: what cannot be read is reported, and the rest of the record kept."""
    try:
        return get(scope, run)
    except ValueError as error:
        run.report(scope[""], f"{name}: {error}")
        return None


def _profiles(entities: list[EntityRule], scope: Scope, run: Run) -> Iterator[Record]:
    for rule in entities:
        subject = _optional(referring(rule), scope, run, rule.key)
        if subject is not None and subject not in run.described:
            run.described.add(subject)
            yield rule.profile(subject, scope, run)


def record_rule(entry: Any, parent: object, file: MappingFile, names: Names, rules: Mapping[str, EntityRule]) -> Maker:
    """Return the function that reads a record from a row; what is wrong with its specification is noted."""
    kinds = [key for key in entry if key == "profile" or key in FACT_KINDS] if isinstance(entry, dict) else []
    if len(kinds) != 1:
        file.refuse(entry if isinstance(entry, dict) else parent, _one_of())
        return lambda scope, run: iter(())
    name, given = kinds[0], entry[kinds[0]]
    file.check_keys(entry, (name, *(COMMON_KEYS if name != "profile" else ("when",))), name)
    when = _condition(entry, "when", file, names, name)
    if name == "profile":
        return _profile_maker(given, entry, file, rules, when)
    if not isinstance(given, dict):
        file.refuse(entry, f"{name}: must be a mapping")
        return lambda scope, run: iter(())
    kind = FACT_KINDS[name]
    file.check_keys(given, kind.slots, name)
    slots = []
    for key, slot in kind.slots.items():
        if given.get(key) not in (None, "", []):
            get = slot_rule(name, key, slot, kind, given, file, names, rules)
            slots.append((tuple(slot.field.split()), key, slot.needed, get))
        elif slot.needed:
            file.refuse(given, f"{name}: {key!r} is missing")
    texts = {key: text_rule(entry[key], entry, file, names, f"{name}: {key}") for key in ("quote",) if key in entry}
    if "description" in entry:
        texts["description"] = text_rule(entry["description"], entry, file, names, f"{name}: description")
    used = [rules[key] for value in given.values() for key in (value if isinstance(value, list) else [value])
        if isinstance(key, str) and key in rules and rules[key].described]  # fmt: skip
    past = _condition(entry, "past", file, names, name)
    rule = RecordRule(name, kind, slots, used, date_rules(entry, name, kind, file, names), texts, when, past)
    return rule.records


def _one_of() -> str:
    return f"a record needs exactly one of: {', '.join((*FACT_KINDS, 'profile'))}"


def _condition(
    entry: Mapping[str, Any], key: str, file: MappingFile, names: Names, what: str
) -> Callable[[Scope], bool] | None:
    if key not in entry:
        return None
    try:
        return compile_condition(entry[key], names)
    except ValueError as error:
        file.refuse(entry, f"{what}: {key}: {error}")
        return None


def _profile_maker(
    given: Any,
    entry: Mapping[str, Any],
    file: MappingFile,
    rules: Mapping[str, EntityRule],
    when: Callable[[Scope], bool] | None,
) -> Maker:
    rule = rules.get(str(given))
    if rule is None:
        file.refuse(entry, f"profile: {given!r} is not one of the entities: {', '.join(rules) or 'there are none'}")
        return lambda scope, run: iter(())

    def describe(scope: Scope, run: Run) -> Iterator[Record]:
        if when is None or _optional(lambda at, _: when(at), scope, run, "profile"):
            yield from _profiles([rule], scope, run)

    return describe
