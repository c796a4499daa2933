"""From a document to its rows: steps that go from each row into the lists and mappings it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stewards.sources.mapping.expressions import Scope, as_text, compile_search
from stewards.sources.mapping.mapping_file import RESERVED, MappingFile
from stewards.sources.mapping.texts import compile_pattern
from stewards.sources.readers import Content, file_place


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are in a document, with the file where a source has many."""

    content: Content
    file: str = ""

    def of(self, value: object) -> str:
        """Return the place of a mapping or list, of its file at least."""
        return file_place(self.content.place(value), self.file) if isinstance(value, dict | list) else ""

    def of_item(self, items: object, position: int) -> str:
        """Return the place of an item of a list, "" when the file does not tell."""
        place = self.content.item_place(items, position)
        return file_place(place, self.file) if place else ""


#: Rows inside rows are followed no deeper than this: YAML can hold a list that holds itself.
_DEEPEST = 50
_KEYS = ("of", "split", "match", "nested")
Report = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the rows that an expression finds in the row before, the document for the first.

    A list gives its items, and a mapping its values, each with its key; ``nested`` finds further rows inside each.
    A text may be split into several, and a pattern with named groups turns a text into a mapping.
    """

    name: str
    search: Callable[[Any], Any]
    nested: Callable[[Any], Any] | None = None
    split: str = ""
    pattern: re.Pattern[str] | None = None

    def rows(self, scope: Scope, before: str, places: Places, report: Report) -> Iterator[Scope]:
        """Yield the scope of each row."""
        found = self._items(self.search(scope[before]), places, scope[""])
        for item, key, where in found:
            if self.pattern is not None:
                match = self.pattern.search(as_text(item))
                if not match:
                    report(where, f"{as_text(item)[:60]!r} does not match {self.pattern.pattern!r}")
                    continue
                item = {name: text or "" for name, text in match.groupdict().items()}
            yield {**scope, self.name: item, f"{self.name}:key": key, "": where}

    def _items(self, found: Any, places: Places, above: str, depth: int = 0) -> Iterator[tuple[Any, str, str]]:
        if isinstance(found, str):
            found = found.split(self.split) if self.split else [found]
            found = [part.strip() for part in found if part.strip()]
        pairs = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
        for key, item in pairs:
            if item is None:
                continue
            here = self._place(found, key, item, places, above)
            yield item, str(key) if isinstance(found, dict) else "", here
            if self.nested is not None:
                if depth == _DEEPEST:
                    raise ValueError(f"rows lie more than {_DEEPEST} deep in one another")
                yield from self._items(self.nested(item), places, here, depth + 1)

    def _place(self, found: Any, key: Any, item: Any, places: Places, above: str) -> str:
        if here := (places.of_item(found, key) if isinstance(key, int) else "") or places.of(item):
            return here
        container = places.of(found) or above
        return ", ".join(filter(None, (container, f"item {key + 1}"))) if isinstance(key, int) else container


def read_steps(section: Mapping[str, Any], file: MappingFile) -> tuple[Step, ...]:
    """Return the steps of a section, none where it takes the document's rows as they are."""
    given = section.get("rows")
    if isinstance(given, str):
        given = {"row": given}
    if given is not None and not isinstance(given, dict):
        file.refuse(section, "'rows' must be an expression, or a mapping of steps to expressions")
        return ()
    return tuple(_step(str(name), spec, section, file) for name, spec in (given or {}).items())


def _step(name: str, spec: Any, section: Mapping[str, Any], file: MappingFile) -> Step:
    what = f"rows: {name}"
    where = section["rows"] if isinstance(section["rows"], dict) else section
    if not re.fullmatch(r"[A-Za-z]\w*", name) or name in RESERVED:
        file.refuse(where, f"{what}: a step is called by a word of its own, not {name!r}")
    entry = spec if isinstance(spec, dict) else {"of": spec}
    if isinstance(spec, dict):
        file.check_keys(spec, _KEYS, what)

    def search(key: str) -> Callable[[Any], Any]:
        try:
            return compile_search(str(entry.get(key) or "@"))
        except ValueError as error:
            file.refuse(spec if isinstance(spec, dict) else where, f"{what}: {error}")
            return lambda value: None

    nested = search("nested") if entry.get("nested") else None
    pattern = compile_pattern(entry, "match", file, what)
    if pattern is not None and not pattern.groupindex:
        file.refuse(entry, f"{what}: match needs named groups, (?P<name>...)")
    return Step(name, search("of"), nested, str(entry.get("split") or ""), pattern)


def rows_as_they_are(data: Any, scope: Scope, places: Places) -> Iterator[Scope]:
    """Yield a list's items, or else the document itself, as rows."""
    if not isinstance(data, list):
        yield {**scope, "row": data, "": places.of(data) or "as a whole"}
        return
    for number, row in enumerate(data, 1):
        yield {**scope, "row": row, "": places.of_item(data, number - 1) or places.of(row) or f"item {number}"}
