"""A mapping at work: the records that a source holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from stewards.errors import Problem, RequestError, SourceError
from stewards.model import Record
from stewards.sources.input import Input
from stewards.sources.mapping.entity_rules import Run
from stewards.sources.mapping.expressions import Scope
from stewards.sources.mapping.loading import Mapping, Section
from stewards.sources.mapping.rows import Places, rows_as_they_are
from stewards.sources.readers import Content, file_place, read_content


def read_mapped(mapping: Mapping, source: Input) -> Iterator[Record]:
    """Yield what a file, or the files of a folder, say.

    Raises :class:`stewards.errors.SourceError` when the source as a whole is not what the mapping describes; rows that
    cannot be read, and files among several, are reported to ``source``.
    """
    options = _options(mapping, source)
    rows = 0
    files = _files(mapping, source)
    broken: list[Problem] = []
    for relative, file in files:
        try:
            for count, record in _read_file(mapping, file, relative, source, options):
                rows += count
                if record is not None:
                    yield record
        except SourceError as error:
            if len(files) == 1:
                raise
            file.problems.extend(error.problems)
            broken.extend(error.problems)
        if relative:
            for problem in file.problems:
                source.report(file_place(problem.place, relative), problem.reason)
    if not rows:
        raise SourceError(broken or [Problem(source.name, "", "has no rows that the mapping describes")])


def _files(mapping: Mapping, source: Input) -> list[tuple[str, Input]]:
    """Return the files to read, each with its path inside the folder, "" for a source of one file."""
    if not source.path.is_dir():
        return [("", source)]
    if not mapping.files:
        raise SourceError.single(source.name, "is a folder, and the mapping reads one file: add 'files' under 'read'")
    paths = sorted(path for path in source.path.glob(mapping.files) if path.is_file())
    if not paths:
        raise SourceError.single(source.name, f"has no files {mapping.files}")
    return [(path.relative_to(source.path).as_posix(), replace(source, path=path, problems=[])) for path in paths]


def _options(mapping: Mapping, source: Input) -> Scope:
    """Return the options by the name that expressions use."""
    unknown = sorted(set(source.options) - set(mapping.options))
    if unknown:
        known = ", ".join(sorted(mapping.options)) or "none"
        raise RequestError(f"this format has no option {unknown[0]!r}: it has {known}")
    options = {name: source.options.get(name, text) for name, text in mapping.options.items()}
    for name, text in options.items():
        if text is None:
            raise RequestError(f"{source.name}: the option {name} is needed: give --option {name}=...")
    return {f"option:{name}": text for name, text in options.items()}


def _read_file(
    mapping: Mapping, file: Input, relative: str, source: Input, options: Scope
) -> Iterator[tuple[int, Record | None]]:
    """Yield each record, and before the records of a row the fact that there was one."""
    texts = dict(options)
    if mapping.path is not None:
        match = mapping.path.search(relative or file.path.name)
        if match is None:
            source.report(relative, f"the path does not match {mapping.path.pattern!r}")
            return
        texts |= {f"path:{name}": text or "" for name, text in match.groupdict().items()}
    content = read_content(file, mapping.reading)
    seen: set[tuple[str, str]] = set()

    def report(place: str, reason: str) -> None:
        if (place, reason) not in seen:
            seen.add((place, reason))
            source.report(place, reason)

    run = Run(source.name.split("/")[0], report)
    places = Places(content, relative)
    for section in mapping.sections:
        _check_columns(section, content, file)
        scope = {**texts, "document": content.data, "": places.of(content.data)}
        for at in _scopes(section, content, scope, places, report):
            yield 1, None
            for maker in section.makers:
                for record in maker(at, run):
                    yield 0, record


def _check_columns(section: Section, content: Content, file: Input) -> None:
    missing = sorted(section.fields - set(content.columns)) if content.columns is not None else []
    if missing:
        columns = ", ".join(map(repr, content.columns or ()))
        raise SourceError.single(file.name, f"has no column {missing[0]!r}: its columns are {columns}", "line 1")


def _scopes(
    section: Section,
    content: Content,
    scope: Scope,
    places: Places,
    report: Callable[[str, str], None],
) -> Iterator[Scope]:
    if not section.steps:
        scopes = rows_as_they_are(content.data, scope, places)
    else:
        scopes, before = iter((scope,)), "document"
        for step in section.steps:
            scopes = _expand(scopes, step.rows, before, places, report)
            before = step.name
    for at in scopes:
        try:
            if section.when is None or section.when(at):
                yield at
        except ValueError as error:
            report(at[""], f"when: {error}")


def _expand(
    scopes: Iterator[Scope],
    rows: Callable[[Scope, str, Places, Callable[[str, str], None]], Iterator[Scope]],
    before: str,
    places: Places,
    report: Callable[[str, str], None],
) -> Iterator[Scope]:
    for scope in scopes:
        try:
            yield from rows(scope, before, places, report)
        except ValueError as error:
            report(scope[""], str(error))
