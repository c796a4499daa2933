"""Values: a template, and what is done to the text it gives.

A value is a template, or a mapping with ``value`` and, applied in this order, ``split`` (a separator), ``match`` (a
regular expression: its first group, or else the whole match, is taken), ``table`` (words and what they stand for) and
``else`` (taken where nothing is left). Dates may have ``format`` as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from stewards.sources.mapping.expressions import Getter, Scope, as_text, compile_template
from stewards.sources.mapping.mapping_file import MappingFile, Names
from stewards.values import Period

_KEYS = ("value", "split", "match", "table", "else")
_DAY, _MONTH, _YEAR = re.compile("%[dcxj]"), re.compile("%[mBb]"), re.compile("%[Yy]")


def constant(spec: Any) -> str | None:
    """Return the text that a specification gives whatever the row, None where it depends on the row."""
    return None if isinstance(spec, dict | list) or "{" in str(spec) else as_text(spec)


def text_rule(
    spec: Any, parent: object, file: MappingFile, names: Names, what: str, also: tuple[str, ...] = ()
) -> Getter:
    """Return a function that gives a value as one text; what is wrong with its specification is noted.

    ``also`` are keys of the specification that the caller reads.
    """
    rule = value_rule(spec, parent, file, names, what, also)
    if (text := constant(spec)) is not None:
        return lambda scope: text

    def one(scope: Scope) -> str:
        try:
            value = rule(scope)
            return value.strip() if type(value) is str else as_text(value)
        except ValueError as error:
            raise ValueError(f"{what}: {error}") from None

    return one


def texts_rule(spec: Any, parent: object, file: MappingFile, names: Names, what: str) -> Callable[[Scope], list[str]]:
    """Return a function that gives a value, or a list of values, as a list of texts without empty ones."""
    rules = [value_rule(item, parent, file, names, what) for item in (spec if isinstance(spec, list) else [spec])]

    def many(scope: Scope) -> list[str]:
        if len(rules) == 1 and type(value := rules[0](scope)) is str:
            return [text] if (text := value.strip()) else []
        found = []
        for rule in rules:
            value = rule(scope)
            found += value if isinstance(value, list) else [value]
        return list(filter(None, map(as_text, found)))

    return many


def value_rule(
    spec: Any, parent: object, file: MappingFile, names: Names, what: str, also: tuple[str, ...] = ()
) -> Getter:
    """Return a function that gives a value as its specification says."""
    if not isinstance(spec, dict):
        return _template(spec, parent, file, names, what)
    file.check_keys(spec, (*_KEYS, *also), what)
    if "value" not in spec:
        file.refuse(spec, f"{what}: 'value' is missing")
    get = _template(spec.get("value"), spec, file, names, what)
    if set(spec) <= {"value", *also}:
        return get
    convert = _conversion(spec, file, names, what)
    separator = str(spec["split"]) if spec.get("split") is not None else ""

    def value(scope: Scope) -> Any:
        found = get(scope)
        if separator and isinstance(found, str):
            found = [part.strip() for part in found.split(separator) if part.strip()]
        return [convert(as_text(item), scope) for item in found] if isinstance(found, list) else convert(
            as_text(found), scope
        )  # fmt: skip

    return value


def _template(spec: Any, parent: object, file: MappingFile, names: Names, what: str) -> Getter:
    if isinstance(spec, dict | list):
        file.refuse(parent, f"{what}: a text was expected")
        return lambda scope: ""
    try:
        return compile_template("" if spec is None else str(spec), names)
    except ValueError as error:
        file.refuse(parent, f"{what}: {error}")
        return lambda scope: ""


def _conversion(spec: Mapping[str, Any], file: MappingFile, names: Names, what: str) -> Callable[[str, Scope], Any]:
    pattern = compile_pattern(spec, "match", file, what)
    table, called = _table(spec, file, names, what)
    otherwise = _template(spec["else"], spec, file, names, what) if "else" in spec else None

    def convert(text: str, scope: Scope) -> Any:
        if pattern is not None and text:
            match = pattern.search(text)
            text = next(filter(None, match.groups()), "" if pattern.groups else match.group()) if match else ""
        if table is not None and (text or "" in table):
            known = table.get(text.casefold())
            if known is None and otherwise is None:
                raise ValueError(f"{text!r} is not in the table {called}".rstrip())
            text = known or ""
        return text or (otherwise(scope) if otherwise is not None else "")

    return convert


def _table(spec: Mapping[str, Any], file: MappingFile, names: Names, what: str) -> tuple[Mapping[str, str] | None, str]:
    given = spec.get("table")
    if isinstance(given, dict):
        return file.table(given), ""
    if given is not None and str(given) not in names.tables:
        file.refuse(spec, f"{what}: there is no table {given!r}: there are {', '.join(names.tables) or 'none'}")
    return (names.tables.get(str(given), {}), str(given)) if given is not None else (None, "")


def compile_pattern(spec: Mapping[str, Any], key: str, file: MappingFile, what: str) -> re.Pattern[str] | None:
    """Return the regular expression under a key, None where there is none or, after noting it, a wrong one."""
    if spec.get(key) is None:
        return None
    try:
        return re.compile(str(spec[key]))
    except re.error as error:
        file.refuse(spec, f"{what}: {key}: {str(spec[key])!r} is not a regular expression: {error}")
        return None


def date_rule(
    spec: Any, parent: object, file: MappingFile, names: Names, what: str
) -> Callable[[Scope], Period | None]:
    """Return a function that gives a date with its precision, None where the source gives none.

    It raises :class:`ValueError` for a text that is no date.
    """
    formats = tuple(file.texts(spec, "format")) if isinstance(spec, dict) else ()
    for form in formats:
        if not _YEAR.search(form):
            file.refuse(spec, f"{what}: the format {form!r} has no year (%Y)")
    text = text_rule(spec, parent, file, names, what, also=("format",))
    return lambda scope: _period(found, formats) if (found := text(scope)) else None


@lru_cache(maxsize=10_000)
def _period(text: str, formats: tuple[str, ...]) -> Period:
    for form in formats:
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        return Period.around(day, "day" if _DAY.search(form) else "month" if _MONTH.search(form) else "year")
    if formats:
        raise ValueError(f"{text[:40]!r} is not a date of the form {' or '.join(map(repr, formats))}")
    return Period.parse(text)
