"""The catalogue: where each public source lives, who publishes it, and how much it should hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from stewards.errors import Problem, RequestError, SourceError
from stewards.model import Document
from stewards.resources import folder
from stewards.sources import find_format
from stewards.sources.input import Input
from stewards.sources.reading import Lines, load_yaml, read_file
from stewards.values import Period

_KEYS = set(["name", "title", "format", "repository", "path", "publisher", "licence", "options", "expect", "complete"])
_NEEDED = ("name", "title", "format", "repository", "path")


@dataclass(frozen=True, slots=True)
class Entry:
    """One public source. ``expect`` gives the number of records of a kind in the version that was checked by hand."""

    name: str
    title: str
    format: str
    #: ``owner/name`` on GitHub, and the file or folder in it.
    repository: str
    path: str
    publisher: str = ""
    licence: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    expect: Mapping[str, int] = field(default_factory=dict)
    complete: bool = True

    def find(self, mirror: Path) -> list[Input]:
        """Return the versions of this source under a mirror folder, dated ones first; empty when there are none.

        The mirror holds ``<owner>__<repository>/<path>``, earlier versions under ``_dated/<date>/<path>``, and a file
        ``SOURCE.txt`` with the commits.
        """
        home = mirror / self.repository.replace("/", "__")
        notes = _notes(home)
        found = []
        for dated in sorted(home.glob("_dated/*/")):
            if (dated / self.path).exists() and re.fullmatch(r"\d{4}-\d\d-\d\d", dated.name):
                commit = re.search(rf"{dated.name}: {re.escape(self.path)} @ ([0-9a-f]{{7,40}})", notes)
                found.append(self._input(dated / self.path, dated.name, commit.group(1) if commit else ""))
        if (home / self.path).exists():
            commit = re.search(r"^commit: ([0-9a-f]{7,40})", notes, re.MULTILINE)
            date = re.search(r"^commit_date: (\d{4}-\d\d-\d\d)", notes, re.MULTILINE)
            found.append(
                self._input(home / self.path, date.group(1) if date else "", commit.group(1) if commit else "")
            )
        return found

    def _input(self, path: Path, as_of: str, revision: str) -> Input:
        document = Document(
            name=f"{self.name}/{as_of}" if as_of else self.name,
            title=f"{self.title}, {as_of}" if as_of else self.title,
            format=self.format,
            as_of=Period.parse(as_of) if as_of else None,
            url=f"https://github.com/{self.repository}/blob/{revision or 'HEAD'}/{self.path}",
            publisher=self.publisher,
            licence=self.licence,
            revision=revision,
            content_hash=content_hash(path),
            complete=self.complete,
        )
        return Input(document, path, self.options)


def content_hash(path: Path) -> str:
    """Return the SHA-256 of a file, "" for a folder and for what cannot be read, which its reader will report."""
    try:
        return sha256(read_file(path, path.name)).hexdigest()
    except SourceError:
        return ""


def _notes(home: Path) -> str:
    try:
        return (home / "SOURCE.txt").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def load_catalogue(path: Path | None = None) -> list[Entry]:
    """Return the entries of a catalogue file, the shipped one when none is named.

    Raises :class:`stewards.errors.SourceError` with every problem in the file.
    """
    path = path or folder("sources") / "catalogue.yaml"
    content, lines = load_yaml(read_file(path, path.name), path.name)
    problems: list[Problem] = []
    entries = [
        entry
        for item in (content if isinstance(content, list) else [])
        if (entry := _entry(item, lines, path.name, problems)) is not None
    ]
    if not isinstance(content, list):
        problems.append(Problem(path.name, "line 1", "a catalogue is a list of sources"))
    if problems:
        raise SourceError(problems)
    return entries


def _entry(item: Any, lines: Lines, source: str, problems: list[Problem]) -> Entry | None:
    before = len(problems)

    def refuse(reason: str) -> None:
        problems.append(Problem(source, lines.of(item), reason))

    if not isinstance(item, dict):
        refuse("a source is a mapping")
        return None
    for key in _NEEDED:
        if not isinstance(item.get(key), str):
            refuse(f"{key!r} is missing")
    for key in sorted(set(item) - _KEYS):
        refuse(f"{key!r} is not known here: choose from {', '.join(sorted(_KEYS))}")
    try:
        options = item.get("options", {})
        find_format(str(item.get("format"))).check_options(map(str, options) if isinstance(options, dict) else ())
    except RequestError as error:
        refuse(str(error))
    if ".." in Path(str(item.get("path"))).parts or str(item.get("path")).startswith("/"):
        refuse("the path must lie inside the repository")
    for key in ("options", "expect"):
        if not isinstance(item.get(key, {}), dict):
            refuse(f"{key!r} is not a mapping")
    if len(problems) > before:
        return None
    options = {str(key): str(value) for key, value in item.get("options", {}).items()}
    return Entry(**{**item, "options": options})
