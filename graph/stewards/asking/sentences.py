"""Answers in words: lists, counts, and the sentence that stands above a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from stewards.asking.answers import Row, Value
from stewards.validity import POSSIBLE

#: How many names a sentence lists before it counts the rest.
MOST_NAMED = 6

_PLACE = re.compile(r"{(\w+)(?::(\w[\w ]*))?}")
_PLURALS = {"company": "companies", "body": "bodies", "person": "people", "is": "are", "holds": "hold", "has": "have"}


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 seat", "6 seats", "no seats"."""
    *before, last = noun.split(" ")
    plural = " ".join([*before, _PLURALS.get(last, f"{last}s")])
    return f"{number or 'no'} {noun if number == 1 else plural}" if number < 1000 else f"{number:,} {plural}"


def listed(names: Iterable[object], most: int = MOST_NAMED) -> str:
    """Return names as a list in words: "A, B and C", "A, B and 5 more"."""
    found = list(dict.fromkeys(str(name) for name in names))
    if len(found) > most:
        found = [*found[: most - 1], f"{len(found) - most + 1:,} more"]
    return " and ".join(filter(None, (", ".join(found[:-1]), *found[-1:])))


def said(pattern: str, rows: Sequence[Row], parameters: Mapping[str, str]) -> str:
    """Return a question's sentence about its rows, "" where there are none.

    ``{column}`` lists the values of a column, ``{column:noun}`` counts them, ``{rows:noun}`` counts the rows, and a
    parameter's name stands for what was asked about. How many rows are only possible is added.
    """
    if not rows or not pattern:
        return ""

    def fill(match: re.Match[str]) -> str:
        name, noun = match.groups()
        if name == "rows":
            return counted(len(rows), noun or "row")
        if name in parameters:
            return parameters[name]
        values = [value for row in rows for value in _each(row.values.get(name))]
        return counted(len(set(values)), noun) if noun else listed(values) or "nobody named"

    sentence = _PLACE.sub(fill, pattern)
    doubtful = sum(row.values.get("certainty") == POSSIBLE for row in rows)
    return f"{sentence} {how_sure(doubtful, len(rows))}".strip()


def how_sure(doubtful: int, number: int) -> str:
    """Return in words how many of some rows are only possible, "" when none is."""
    if not doubtful:
        return ""
    if doubtful == number:
        return "No source confirms that for the day: it is possible, not certain."
    return f"{doubtful:,} of {number:,} rows are possible, not certain."


def _each(value: Value) -> tuple[Value, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)
