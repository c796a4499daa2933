"""A mapping file while it is being read: its content, what is wrong with it, and what its expressions may name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from stewards.errors import Problem
from stewards.sources.reading import Lines

#: Names that no step may take: they stand for what does not come from a row.
RESERVED = ("document", "path", "option")


@dataclass(slots=True)
class MappingFile:
    """One mapping file: its content with the line of every mapping, its tables, and the problems found so far."""

    name: str
    content: dict[str, Any]
    lines: Lines
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, where: object, reason: str) -> None:
        """Note a problem at the line where a mapping or list starts."""
        self.problems.append(Problem(self.name, self.lines.of(where), reason))

    def mapping(self, parent: Mapping[str, Any], key: str) -> dict[str, Any]:
        """Return the mapping under a key, empty where there is none or, after noting it, something else."""
        value = parent.get(key)
        if value is not None and not isinstance(value, dict):
            self.refuse(parent, f"{key!r} must be a mapping")
        if not isinstance(value, dict):
            return {}
        # The mapping itself where possible: its line is known.
        return value if all(isinstance(name, str) for name in value) else {str(name): value[name] for name in value}

    def text(self, parent: Mapping[Any, Any], key: object) -> str:
        """Return the text under a key, "" where there is none or, after noting it, a mapping or list."""
        value = parent.get(key)
        if isinstance(value, dict | list):
            self.refuse(parent, f"{str(key)!r} must be a text")
            return ""
        return "" if value is None else str(value).strip()

    def table(self, given: Mapping[Any, Any]) -> dict[str, str]:
        """Return a table of words, in lower case, to what they stand for; null stands for an empty text."""
        return {("" if word is None else str(word)).strip().casefold(): self.text(given, word) for word in given}

    def texts(self, parent: Mapping[str, Any], key: str) -> list[str]:
        """Return one text or a list of texts as a list; anything else is noted."""
        value = parent.get(key)
        items = value if isinstance(value, list) else [] if value is None else [value]
        if any(isinstance(item, dict | list) for item in items):
            self.refuse(parent, f"{key!r} must be a text or a list of texts")
            return []
        return ["" if item is None else str(item) for item in items]

    def check_keys(self, entry: Mapping[str, Any], allowed: Collection[str], what: str) -> None:
        """Note every key of an entry that is not allowed there."""
        for key in entry:
            if key not in allowed:
                self.refuse(entry, f"{what}: {str(key)!r} is not known here: choose from {', '.join(sorted(allowed))}")


@dataclass(slots=True)
class Names:
    """What the expressions of a section may name: its steps, and what comes from the path and the options.

    ``fields`` collects the names that must be fields of the row, so that a misspelt column can be told.
    """

    steps: tuple[str, ...] = ("row",)
    others: frozenset[str] = frozenset()
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)

    @property
    def row(self) -> str:
        """The innermost step, whose fields need no prefix."""
        return self.steps[-1]
