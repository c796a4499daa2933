"""Bytes in, plain data out: the one place where files are opened, and where hostile ones are refused."""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import ReaderError

from stewards.errors import SourceError

#: Larger sources are refused: the largest known landscape has 2 MB.
LARGEST_SOURCE = 256 * 1024 * 1024
#: A YAML document may stand for at most this many nodes once its aliases are written out.
MOST_YAML_NODES = 5_000_000
#: Lists and mappings may lie in one another this deep: libyaml's stack ends at about 20,000, and Python with it.
DEEPEST_NESTING = 500
#: A field of a table may have at most this many characters.
LONGEST_FIELD = 1_000_000


def read_file(path: Path, source: str) -> bytes:
    """Return the content of a file; raise :class:`SourceError` when it cannot be used."""
    try:
        if path.is_dir():
            raise SourceError.single(source, f"{path} is a folder: name a file in it")
        too_large = path.stat().st_size > LARGEST_SOURCE
        # A device says that it is empty, and never ends.
        with path.open("rb") as stream:
            data = b"" if too_large else stream.read(LARGEST_SOURCE + 1)
        if too_large or len(data) > LARGEST_SOURCE:
            limit = LARGEST_SOURCE // 1024**2
            raise SourceError.single(source, f"{path} has more than the {limit} MB that a source may have")
        return data
    except FileNotFoundError:
        raise SourceError.single(source, f"there is no file {path}") from None
    except OSError as error:
        raise SourceError.single(source, f"{path} cannot be read: {error.strerror}") from None


def decode(data: bytes, source: str) -> str:
    """Return bytes as text; UTF-8 with or without a byte order mark is the one encoding accepted."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"is not UTF-8 (byte 0x{data[error.start]:02x}): save it as UTF-8"
        raise SourceError.single(source, reason, f"line {line}") from None


class Lines:
    """The line on which each mapping and list of a YAML document starts."""

    def __init__(self) -> None:
        self._lines: dict[int, int] = {}
        self._items: dict[int, list[int]] = {}
        self._kept: list[object] = []
        #: Keys that a mapping has more than once, each with its line: the last one wins.
        self.repeated: list[tuple[int, str]] = []

    def note(self, value: object, line: int) -> None:
        """Remember where ``value`` starts; it is kept alive so that its identity stays its own."""
        self._lines[id(value)] = line
        self._kept.append(value)

    def note_items(self, value: object, lines: list[int]) -> None:
        """Remember where each item of a list starts."""
        self._items[id(value)] = lines

    def of_item(self, value: object, position: int) -> str:
        """Return the locator of an item of a list that was noted, "" when it was not."""
        lines = self._items.get(id(value), [])
        return f"line {lines[position]}" if position < len(lines) else ""

    def of(self, value: object) -> str:
        """Return the locator of a mapping or list, "" when it is neither."""
        line = self._lines.get(id(value))
        return f"line {line}" if line else ""


def load_yaml(data: bytes, source: str) -> tuple[Any, Lines]:
    """Return a YAML document as plain data, with the line of every mapping and list.

    Raises :class:`SourceError` with the line for text that is not YAML, and for documents whose aliases would unfold
    to more than :data:`MOST_YAML_NODES`.
    """
    text = decode(data, source)
    lines = Lines()
    loader = _loader(lines)(text)
    try:
        _refuse_depth(text, source)
        node = loader.get_single_node()
        if node is not None and "&" in text and "*" in text:
            _refuse_bomb(node, source)
        return (loader.construct_document(node) if node is not None else None), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}" if mark else ""
        raise SourceError.single(source, f"is not valid YAML: {error.problem or error.context}", place) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else "too deeply nested"
        place = _place(text, error.position) if isinstance(error, ReaderError) else ""
        raise SourceError.single(source, f"is not valid YAML: {reason}", place) from None
    finally:
        loader.dispose()


def _place(text: str, position: int) -> str:
    """Return the line that a byte lies in, counted as libyaml counts: in UTF-8."""
    line = text.encode().count(b"\n", 0, position) + 1
    return f"line {line}"


def _refuse_depth(text: str, source: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST_NESTING:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise SourceError.single(source, f"is nested more than {DEEPEST_NESTING} levels deep", f"line {line}")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _loader(lines: Lines) -> type[yaml.CSafeLoader]:
    class LineLoader(yaml.CSafeLoader):
        pass

    def mapping(loader: yaml.CSafeLoader, node: yaml.MappingNode) -> Iterator[dict[Any, Any]]:
        value: dict[Any, Any] = {}
        lines.note(value, node.start_mark.line + 1)
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen and key.value != "<<":
                lines.repeated.append((key.start_mark.line + 1, key.value))
            seen.add(str(key.value))
        yield value
        value.update(loader.construct_mapping(node))

    def sequence(loader: yaml.CSafeLoader, node: yaml.SequenceNode) -> Iterator[list[Any]]:
        value: list[Any] = []
        lines.note(value, node.start_mark.line + 1)
        lines.note_items(value, [child.start_mark.line + 1 for child in node.value])
        yield value
        value.extend(loader.construct_sequence(node))

    LineLoader.add_constructor("tag:yaml.org,2002:map", mapping)
    LineLoader.add_constructor("tag:yaml.org,2002:seq", sequence)
    # Dates stay text, so that "2022-09" and "2022-09-12" are read alike and a bad one is reported with its line; so do
    # the words that YAML 1.1 takes for truth values, or the key "on" would be read as true.
    LineLoader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag.rsplit(":", 1)[1] not in ("bool", "timestamp")]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }
    return LineLoader


def _refuse_bomb(root: yaml.Node, source: str) -> None:
    sizes: dict[int, int] = {}
    stack = [(root, False)]
    while stack:
        node, visited = stack.pop()
        if not isinstance(node.value, list) or (id(node) in sizes and not visited):
            sizes.setdefault(id(node), 1)
            continue
        children = [part for item in node.value for part in (item if isinstance(item, tuple) else (item,))]
        if visited:
            sizes[id(node)] = 1 + sum(sizes[id(child)] for child in children)
            if sizes[id(node)] > MOST_YAML_NODES:
                reason = f"its aliases unfold to more than {MOST_YAML_NODES:,} values"
                raise SourceError.single(source, reason, f"line {node.start_mark.line + 1}")
        else:
            sizes[id(node)] = 1
            stack.append((node, True))
            stack.extend((child, False) for child in children)


def load_json(data: bytes, source: str) -> Any:
    """Return a JSON document as plain data; raise :class:`SourceError` with the line where it is broken."""
    try:
        return json.loads(decode(data, source))
    except json.JSONDecodeError as error:
        raise SourceError.single(source, f"is not valid JSON: {error.msg}", f"line {error.lineno}") from None
    except RecursionError:
        raise SourceError.single(source, "is not valid JSON: too deeply nested") from None


def read_csv(data: bytes, source: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV file with the line each starts on; empty lines are passed over."""
    text = decode(data, source)
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise SourceError.single(source, f"is not a valid table: {error}", f"line {line}") from None


def unpacked(data: bytes, source: str) -> bytes:
    """Return what a file compressed by gzip or xz holds, others as they are; what unfolds to too much is refused."""
    try:
        if data.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                found = packed.read(LARGEST_SOURCE + 1)
        elif data.startswith(b"\xfd7zXZ\x00"):
            with lzma.LZMAFile(io.BytesIO(data)) as unfolding:
                found = unfolding.read(LARGEST_SOURCE + 1)
        else:
            return data
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        raise SourceError.single(source, f"cannot be unpacked: {error}") from None
    if len(found) > LARGEST_SOURCE:
        limit = LARGEST_SOURCE // 1024**2
        raise SourceError.single(source, f"unfolds to more than the {limit} MB that a source may have")
    return found
