"""The history of one source: every revision read, and kept as what was listed from when to when.

The rules are told in docs/history.md. The result has one document for the whole history, and one without records of
its own for each revision that shows where something begins or ends.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256

from stewards.errors import RequestError, SourceError
from stewards.events import Rename
from stewards.identity.renames import Names, Renamed, Who, find_renamed, set_aside_company_logins, unite_logins
from stewards.model import Document, Profile, Record, Reference, Situation, references
from stewards.sources import find_format
from stewards.sources.catalogue import Entry, load_catalogue
from stewards.sources.input import Batches, Input
from stewards.sources.revisions import Revision, Revisions, checked_path, open_revisions
from stewards.sources.stretches import Held, Series, Stretch, Walk, join, walk, without_slips
from stewards.values import Period

#: So many revisions are read at a time; a longer history is shared among the processors.
PART = 60
#: In how many files of a repository a source is looked for when nobody says which it is.
MOST_FILES = 200
ABSENT = "no longer listed"


def read_history(source: Input) -> Batches:
    """Return what a source listed over time: situations with ``seen``, ``gone`` and ``shown``, and renames.

    ``source.path`` is a git repository, a git bundle or a folder of dated copies, ``source.document`` names the source
    and its format; a date on it is the last day to be read. The option ``path`` names the file. Long histories are
    read by several processes, so a script that calls this needs the usual ``if __name__ == "__main__"``.

    Raises :class:`RequestError` when there is no such history, :class:`SourceError` when no revision can be read.
    """
    with open_revisions(source.path) as held_by:
        path, entry = _file(source, held_by)
        revisions = held_by.of(path, f"https://github.com/{entry.repository}" if entry else "")
        until = source.document.as_of.last if source.document.as_of else ""
        revisions = [revision for revision in revisions if not until or revision.day <= until]
        if not revisions:
            raise RequestError(f"{source.path.name} holds no revision of {path}{until and f' up to {until}'}")
        settings = {**(entry.options if entry else {}), **source.options}
        settings.pop("path", None)
        document = replace(source.document, as_of=None)
        series = Series(replace(source, document=document, options=settings), path, held_by, tuple(revisions))
        found = _walk(series)
        source.problems.extend(found.problems + found.notes)
        if found.ends is None:
            raise SourceError(found.problems)
        newest = revisions[found.ends[1]]
        content = next(iter(held_by.contents(path, [newest]))) or b""
    return _Telling(_whole(document, entry, newest, content), revisions, found).batches()


def _file(source: Input, held_by: Revisions) -> tuple[str, Entry | None]:
    """Return the file to be read, and the catalogue's entry for it if there is just one."""
    files = held_by.files()
    entries = [entry for entry in load_catalogue() if entry.format == source.document.format]
    path = source.options.get("path") or _known_path(entries, files) or _recognised(source, held_by, files)
    named = [entry for entry in entries if entry.path == path]
    here = source.document.name, source.path.name
    called = [entry for entry in named if {entry.name, entry.repository.replace("/", "__")} & set(here)] or named
    return checked_path(path), called[0] if len(called) == 1 else None


def _known_path(entries: Iterable[Entry], files: list[str]) -> str:
    known = {entry.path for entry in entries} & set(files)
    return known.pop() if len(known) == 1 else ""


def _recognised(source: Input, held_by: Revisions, files: list[str]) -> str:
    """Return the only file that the format can read."""
    readable = [path for path in files if _reads(source, held_by, path)] if len(files) <= MOST_FILES else []
    if len(readable) != 1:
        which = ", ".join(readable[:5]) or f"none of {len(files)} files was recognised"
        raise RequestError(f"{source.path.name}: name the file with --option path=FILE ({which})")
    return readable[0]


def _reads(source: Input, held_by: Revisions, path: str) -> bool:
    try:
        content = list(held_by.contents(path, held_by.of(path, "")[-1:]))
        version = Held(source.document, source.path, source.options, content=content[0] or b"")
        return any(find_format(source.document.format).read(version).values())
    except (SourceError, IndexError):
        return False


def _walk(series: Series) -> Walk:
    parts = series.parts(PART)
    if len(parts) == 1:
        return walk(series)
    # A fresh interpreter each: a copy of this one could have been copied while another thread held a lock. Records
    # form no cycles, so looking for some would only cost time.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(parts)), fresh, initializer=gc.disable) as pool:
        return join(pool.map(walk, parts))


def _whole(document: Document, entry: Entry | None, newest: Revision, content: bytes) -> Document:
    title = entry.title if entry else document.title
    return replace(
        document,
        title=f"{title}, history to {newest.day}",
        as_of=Period(newest.day, newest.day),
        url=newest.url,
        publisher=entry.publisher if entry else document.publisher,
        licence=entry.licence if entry else document.licence,
        revision=newest.commit,
        content_hash=sha256(content).hexdigest(),
        complete=True,
    )


@dataclass(frozen=True, slots=True)
class _Telling:
    """Turns a walk into records: tells who is who, undoes slips, and cites the revisions."""

    whole: Document
    revisions: list[Revision]
    found: Walk

    def batches(self) -> Batches:
        set_aside_company_logins(self.found.stretches, self.whole.name)
        names = Names()
        for stretch in self.found.stretches:
            for reference in references(stretch.record):
                names.note(reference, stretch.last)
        unite_logins(_all(self._things(names)), names)
        renamed = list(find_renamed(_all(self._things(names)), names))
        for change in renamed:
            names.unite(change.former, change.new)
        batches: Batches = {self.whole: []}
        cited: set[int] = set()
        for number, record in (*self._renames(renamed, names), *self._records(names, cited)):
            batches.setdefault(self._document(number), []).append(record)
        for number in sorted(cited):
            batches.setdefault(self._document(number), [])
        return batches

    def _things(self, names: Names) -> dict[Hashable, list[Stretch]]:
        days = [revision.day for revision in self.revisions]
        things: dict[Hashable, list[Stretch]] = defaultdict(list)
        for stretch in self.found.stretches:
            things[names.thing(stretch.record)].append(stretch)
        return {thing: kept for thing, found in things.items() if (kept := without_slips(found, days))}

    def _document(self, number: int) -> Document:
        """Return the document of a revision: that of the whole history for the newest one."""
        assert self.found.ends is not None
        if number == self.found.ends[1]:
            return self.whole
        revision = self.revisions[number]
        return replace(
            self.whole,
            name=f"{self.whole.name}/{revision.label}",
            title=f"{self.whole.title.split(', history')[0]}, {revision.day}",
            as_of=Period(revision.day, revision.day),
            url=revision.url,
            revision=revision.commit,
            content_hash="",
            complete=False,
        )

    def _renames(self, renamed: list[Renamed], names: Names) -> Iterator[tuple[int, Record]]:
        for change in renamed:
            former, new = (names.newest[who][1] for who in (change.former, change.new))
            day = self.revisions[change.revision].day
            yield (
                change.revision,
                Rename(
                    entity=names.reference(new),
                    former=former.name,
                    new=new.name,
                    on=Period(day, day),
                    description=f"Listed as {new.name}, with the same people, where it was {former.name} before.",
                    locator=change.place,
                ),
            )

    def _records(self, names: Names, cited: set[int]) -> Iterator[tuple[int, Record]]:
        """Yield each stretch of a situation, and of everything else the latest wording; then the former names."""
        assert self.found.ends is not None
        newest = self.found.ends[1]
        listed: dict[Who, Reference] = {}
        for stretches in self._things(names).values():
            latest = max(stretches, key=lambda stretch: stretch.last)
            listed.update((names.who(reference), reference) for reference in references(latest.record))
            if not isinstance(latest.record, Situation):
                yield latest.last, names.renew(latest.record)
                continue
            for stretch in stretches:
                cited.update(number for number in (stretch.first, stretch.last, stretch.gone) if number is not None)
                yield newest, self._situation(stretch, names)
        for who, reference in listed.items():
            if former := names.others(who):
                yield newest, Profile(subject=names.reference(reference), names=former)

    def _situation(self, stretch: Stretch, names: Names) -> Situation:
        record = stretch.record
        assert isinstance(record, Situation)
        shown = {(stretch.first, stretch.place): None, (stretch.last, record.locator): None}
        if stretch.gone is not None:
            shown[stretch.gone, ABSENT] = None
        return replace(
            names.renew(record),
            seen=(self.revisions[stretch.first].day, self.revisions[stretch.last].day),
            gone="" if stretch.gone is None else self.revisions[stretch.gone].day,
            shown=tuple((self._document(number).name, place) for number, place in shown),
        )


def _all(things: dict[Hashable, list[Stretch]]) -> list[Stretch]:
    return [stretch for stretches in things.values() for stretch in stretches]
