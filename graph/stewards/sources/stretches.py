"""Presence and absence over a series of revisions, as stretches: from which revision to which a thing is listed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from operator import attrgetter
from pathlib import Path

from stewards.errors import Problem, SourceError
from stewards.model import Phase, Record
from stewards.sources import find_format
from stewards.sources.input import Input
from stewards.sources.revisions import Revision, Revisions
from stewards.validity import slip_until


@dataclass(slots=True)
class Stretch:
    """Consecutive revisions, by number, that list one thing.

    ``record`` is as the last of them has it, ``place`` is where the first has it, ``gone`` is the first revision that
    lists it no longer, None while all later ones do.
    """

    record: Record
    first: int
    place: str
    last: int
    gone: int | None = None


@dataclass(slots=True)
class Walk:
    """What a series of revisions lists.

    ``ends`` are the first and last revision that could be read, ``problems`` the revisions that could not, ``notes``
    the rows of the last one that could not be used.
    """

    stretches: list[Stretch] = field(default_factory=list)
    ends: tuple[int, int] | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Held(Input):
    """An input whose bytes are at hand."""

    content: bytes = b""

    def data(self) -> bytes:
        """Return the bytes."""
        return self.content


@dataclass(frozen=True, slots=True)
class Series:
    """Some consecutive revisions of a source, the first of them with the number ``offset``."""

    source: Input
    path: str
    held_by: Revisions
    revisions: tuple[Revision, ...]
    offset: int = 0

    def parts(self, length: int) -> list[Series]:
        """Return the series cut into shorter ones."""
        return [
            Series(self.source, self.path, self.held_by, self.revisions[start : start + length], self.offset + start)
            for start in range(0, len(self.revisions), length)
        ]


def walk(series: Series) -> Walk:
    """Read every revision and note what comes and goes.

    A revision that cannot be read says nothing: it is reported and passed over.
    """
    found = Walk()
    # Each content has a number: comparing thousands of records in every revision by their fields takes too long.
    known: dict[Hashable, int] = {}
    current: dict[int, Stretch] = {}
    before: dict[int, Record] = {}
    content: bytes | None = None
    notes: list[Problem] = []
    for number, (revision, data) in enumerate(_versions(series), series.offset):
        if data != content or found.ends is None:
            try:
                records, notes = _listed(series, data)
            except SourceError as error:
                found.problems.append(_passed_over(series, revision, error))
                continue
            now = {known.setdefault(content_of(record), len(known)): record for record in records}
            last = found.ends[1] if found.ends else number
            for key in [key for key in current if key not in now]:
                found.stretches.append(_close(current.pop(key), before[key], last, number))
            for key in [key for key in now if key not in current]:
                current[key] = Stretch(now[key], number, now[key].locator, number)
            before, content = now, data
        found.ends = (found.ends[0] if found.ends else number, number)
    if found.ends:
        found.stretches += [_close(stretch, before[key], found.ends[1], None) for key, stretch in current.items()]
    found.notes = notes
    return found


def _versions(series: Series) -> Iterator[tuple[Revision, bytes | None]]:
    return zip(series.revisions, series.held_by.contents(series.path, series.revisions), strict=True)


def _close(stretch: Stretch, record: Record, last: int, gone: int | None) -> Stretch:
    stretch.record, stretch.last, stretch.gone = record, last, gone
    return stretch


def _passed_over(series: Series, revision: Revision, error: SourceError) -> Problem:
    problem = error.problems[0]
    where = f"revision {revision.label} of {revision.day}{', ' + problem.place if problem.place else ''}"
    return Problem(series.source.name, where, f"{problem.reason} (this revision is passed over)")


def _listed(series: Series, data: bytes | None) -> tuple[list[Record], list[Problem]]:
    if data is None:
        raise SourceError.single(series.source.name, f"{series.path} was deleted")
    version = Held(series.source.document, Path(series.path), series.source.options, content=data)
    batches = find_format(version.document.format).read(version)
    return [record for records in batches.values() for record in records], version.problems


_CONTENT: dict[type[Record], attrgetter[tuple[object, ...]]] = {}


def content_of(record: Record) -> Hashable:
    """Return what a record says, without the place that says it."""
    kind = type(record)
    if kind not in _CONTENT:
        _CONTENT[kind] = attrgetter(*(f.name for f in fields(kind) if f.name not in ("locator", "quote", "of")))
    inner = content_of(record.of) if isinstance(record, Phase) else None
    return kind, _CONTENT[kind](record), inner


def join(walks: Iterable[Walk]) -> Walk:
    """Return consecutive walks as one: what spans a border is one stretch."""
    whole = Walk()
    pending: dict[Hashable, Stretch] = {}
    for part in walks:
        whole.problems += part.problems
        if part.ends is None:
            continue
        for stretch in part.stretches:
            key = content_of(stretch.record)
            if stretch.first == part.ends[0] and key in pending:
                earlier = pending.pop(key)
                stretch.first, stretch.place = earlier.first, earlier.place
        whole.stretches += [_close(left, left.record, left.last, part.ends[0]) for left in pending.values()]
        pending = {content_of(stretch.record): stretch for stretch in part.stretches if stretch.gone is None}
        whole.stretches += [stretch for stretch in part.stretches if stretch.gone is not None]
        whole.notes = part.notes
        whole.ends = (whole.ends[0] if whole.ends else part.ends[0], part.ends[1])
    whole.stretches += pending.values()
    whole.stretches.sort(key=lambda stretch: (stretch.first, stretch.last))
    return whole


def without_slips(stretches: Iterable[Stretch], days: list[str]) -> list[Stretch]:
    """Return the stretches of one thing, in order, with slips of editing undone.

    An absence that ends within :data:`stewards.validity.SLIP_DAYS` is no absence, and what was entered and taken out
    again on one day was never there. ``days`` has the day of each revision.
    """
    merged: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda stretch: stretch.first):
        earlier = merged[-1] if merged else None
        if earlier and (earlier.gone is None or days[stretch.first] <= slip_until(days[earlier.gone])):
            ends_later = earlier.gone is not None and (stretch.gone is None or stretch.gone > earlier.gone)
            if ends_later:
                _close(earlier, stretch.record, stretch.last, stretch.gone)
        else:
            merged.append(Stretch(stretch.record, stretch.first, stretch.place, stretch.last, stretch.gone))
    return [one for one in merged if one.gone is None or days[one.first] != days[one.gone]]
