"""Expressions and templates, compiled once into functions of a scope.

An expression is JMESPath (https://jmespath.org). Its first name is a step of the section, ``document``, or a field of
the innermost row. ``step:key`` is the key under which a mapping held the row, ``path:name`` a part of the file's path,
``option:name`` an option of the source. Words joined by dots may hold spaces and hyphens: ``Full Name``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.functions import Functions
from jmespath.visitor import TreeInterpreter

from stewards.sources.mapping.mapping_file import Names

#: What a row is read in: the rows of all steps by name, keys and other texts as "step:key", the place under "".
Scope = dict[str, Any]
Getter = Callable[[Scope], Any]

_PLAIN = re.compile(r"[\w-][\w -]*(?:\.[\w-][\w -]*)*")
_FROM_ELSEWHERE = re.compile(r"(?<![\w'\"])([A-Za-z]\w*):([A-Za-z][\w-]*)(?![\w'\"])")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_FUNCTIONS = Functions()


def compile_search(text: str) -> Callable[[Any], Any]:
    """Return a function that applies a JMESPath expression to a value; raise :class:`ValueError` when it is none."""
    text = text.strip()
    if text == "@":
        return lambda value: value
    if re.fullmatch(r"[A-Za-z_]\w*", text):
        return lambda value: value.get(text) if isinstance(value, dict) else None
    expression = _parse(text)
    interpreter = TreeInterpreter()
    return lambda value: interpreter.visit(expression, value)


def _parse(text: str) -> Any:
    try:
        return jmespath.compile(text).parsed
    except JMESPathError as error:
        reason = next(line for line in str(error).splitlines() if line.strip()).rstrip(":")
        raise ValueError(f"{text!r} is not a JMESPath expression: {reason}") from None


def compile_expression(text: str, names: Names) -> Getter:
    """Return a function that evaluates an expression in a scope; raise :class:`ValueError` when it is none."""
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return _path([part.strip() for part in text.split(".")], names)
    for step, name in _FROM_ELSEWHERE.findall(text):
        if f"{step}:{name}" not in names.others:
            known = ", ".join(sorted(names.others)) or "none"
            raise ValueError(f"'{step}:{name}' is not known here: there are {known}")
    return _closure(_parse(_FROM_ELSEWHERE.sub(r'"\1:\2"', text)), names)


def _path(parts: list[str], names: Names) -> Getter:
    first = parts[0]
    if first in names.steps or first == "document" or first in names.others:
        step, rest = first, parts[1:]
    else:
        step, rest = names.row, parts
    if step == names.row and rest:
        names.fields.add(rest[0])
    if not rest:
        return lambda scope: scope[step]
    if len(rest) > 1:
        return lambda scope: _follow(scope[step], rest)
    field = rest[0]

    def get(scope: Scope) -> Any:
        row = scope[step]
        return row.get(field) if isinstance(row, dict) else None

    return get


def _follow(value: Any, parts: list[str]) -> Any:
    for part in parts:
        if not isinstance(value, dict):
            return None
        value = value.get(part)
    return value


class _View:
    """A scope as JMESPath sees it: one mapping whose names are steps first, fields of the row second."""

    def __init__(self, scope: Scope, row: str) -> None:
        self._scope, self._row = scope, scope[row]

    def get(self, name: str) -> Any:
        if name in self._scope:
            return self._scope[name]
        return self._row.get(name) if isinstance(self._row, dict) else None


def _closure(node: Any, names: Names) -> Getter:
    """Compile the nodes that mappings use most into closures, and leave the others to JMESPath's own interpreter."""
    kind, children = node["type"], node["children"]
    if kind == "field":
        return _path([node["value"]], names)
    if kind == "literal":
        return lambda scope: node["value"]
    if kind in ("current", "identity"):
        return lambda scope: scope[names.row]
    if kind == "subexpression" and all(child["type"] == "field" for child in children):
        return _path([child["value"] for child in children], names)
    if kind in _JOINED or (kind == "comparator" and node["value"] in ("eq", "ne")):
        return _join(kind if kind in _JOINED else node["value"], [_closure(child, names) for child in children])
    if kind == "function_expression" and all(child["type"] != "expref" for child in children):
        parts, function = [_closure(child, names) for child in children], node["value"]
        return lambda scope: _FUNCTIONS.call_function(function, [part(scope) for part in parts])
    interpreter = TreeInterpreter()
    return lambda scope: interpreter.visit(node, _View(scope, names.row))


_JOINED = ("and_expression", "or_expression", "not_expression")


def _join(kind: str, parts: list[Getter]) -> Getter:
    first, second = parts[0], parts[-1]
    if kind == "not_expression":
        return lambda scope: not is_true(first(scope))
    if kind == "eq":
        return lambda scope: first(scope) == second(scope)
    if kind == "ne":
        return lambda scope: first(scope) != second(scope)
    if kind == "and_expression":
        return lambda scope: second(scope) if is_true(left := first(scope)) else left
    return lambda scope: left if is_true(left := first(scope)) else second(scope)


def is_true(value: Any) -> bool:
    """Return whether JMESPath takes a value for true: all but null, false and what is empty."""
    return not (value is None or value is False or value in ("", [], {}))


def compile_condition(text: object, names: Names) -> Callable[[Scope], bool]:
    """Return a function that says whether a condition holds; ``true`` and ``false`` are conditions too."""
    if str(text).strip().lower() in ("true", "false"):
        constant = str(text).strip().lower() == "true"
        return lambda scope: constant
    get = compile_expression(str(text), names)
    return lambda scope: is_true(get(scope))


def compile_template(text: str, names: Names) -> Getter:
    """Return a function that fills a text with ``{expressions}``; one with an empty part is empty as a whole.

    A template that is nothing but one expression gives its value as it is, a list for example.
    """
    pieces = _PLACEHOLDER.split(text)
    if len(pieces) == 1:
        return lambda scope: text
    getters = [compile_expression(piece, names) for piece in pieces[1::2]]
    if pieces[0] == pieces[-1] == "" and len(pieces) == 3:
        return getters[0]
    frames = pieces[0::2]

    def fill(scope: Scope) -> str:
        values = [as_text(get(scope)) for get in getters]
        if not all(values):
            return ""
        return frames[0] + "".join(value + frame for value, frame in zip(values, frames[1:], strict=True))

    return fill


def as_text(value: Any) -> str:
    """Return a value as one text, "" for none; raise :class:`ValueError` for a list or mapping."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise ValueError(f"one text was expected, and this is a {'mapping' if isinstance(value, dict) else 'list'}")
    return str(value).lower() if isinstance(value, bool) else str(value)
