"""What a request on the command line means: which sources to read, from where, as of when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from platformdirs import user_cache_path

from stewards.build import FACTS, Plan, shipped_facts
from stewards.endpoints.access import Access
from stewards.errors import RequestError, SourceError
from stewards.graph import open_graph
from stewards.model import Document
from stewards.sources import Format, find_format
from stewards.sources.catalogue import Entry, content_hash, load_catalogue
from stewards.sources.fetch import fetch
from stewards.sources.input import Input
from stewards.sources.reading import read_file
from stewards.stores.generations import Generations
from stewards.stores.locations import folder_of
from stewards.summary import Summary, read_summary
from stewards.values import Period, slug

#: Where the files of public repositories stand as they are.
RAW_FILES = "https://raw.githubusercontent.com"


def catalogue_plans(names: Iterable[str], mirror: Path | None, online: bool, catalogue: Path | None) -> list[Plan]:
    """Return the plans for a build: the shipped facts, then the catalogue's sources that were asked for and found."""
    entries = {entry.name: entry for entry in load_catalogue(catalogue)}
    wanted = list(names)
    unknown = [name for name in wanted if name not in entries and name != "facts"]
    if unknown:
        raise RequestError(f"the catalogue has no source {unknown[0]!r}: it has {', '.join(sorted(entries))}")
    if mirror is not None and not mirror.is_dir():
        raise RequestError(
            f"there is no folder {mirror}: name one with copies of the sources, or fetch them (--online)"
        )
    plans = [shipped_facts()]
    for entry in entries.values():
        if (not wanted or entry.name in wanted) and (mirror or online):
            inputs = entry.find(mirror) if mirror else [_online(entry)]
            if inputs:
                plans.append(Plan.from_entry(entry, inputs))
            elif entry.name in wanted:
                raise RequestError(f"{mirror} holds no {entry.repository.replace('/', '__')}/{entry.path}")
    if wanted and not (mirror or online) and wanted != ["facts"]:
        raise RequestError("name where the sources are: --mirror FOLDER, or --online to fetch them")
    return plans


@dataclass(frozen=True, slots=True)
class Remote(Input):
    """A version that is fetched when it is read, so that one that does not come fails without the others."""

    address: str = ""

    @property
    def location(self) -> str:
        """The address it comes from."""
        return self.address

    def data(self) -> bytes:
        """Return what stands at the address; raise :class:`stewards.errors.SourceError` when it does not come."""
        return read_file(fetch(self.address, self.name), self.name)


def _online(entry: Entry) -> Input:
    """Return a source as it is today."""
    today = date.today().isoformat()
    document = Document(
        name=f"{entry.name}/{today}",
        title=f"{entry.title}, {today}",
        format=entry.format,
        as_of=Period.parse(today),
        url=f"https://github.com/{entry.repository}/blob/HEAD/{entry.path}",
        publisher=entry.publisher,
        licence=entry.licence,
        complete=entry.complete,
    )
    address = f"{RAW_FILES}/{entry.repository}/HEAD/{entry.path}"
    return Remote(document, Path(entry.path), entry.options, address=address)


def source_plan(
    format: str, location: str, name: str | None, as_of: str | None, options: list[str], history: bool = False
) -> Plan:
    """Return the plan for one source that a user names: a file, a folder, a web address or an endpoint.

    With ``history``, it is a git repository, a bundle or a folder of dated copies, and every revision is read.
    """
    kind = find_format(format)
    settings = _settings(options)
    kind.check_options(set(settings) - {"path"} if history else settings)
    if history:
        return _history_plan(kind, location, name, as_of, settings)
    if kind.endpoint:
        called = _checked_name(name or format)
        return _endpoint_plan(kind, location or kind.endpoint, called, _period(as_of), settings)
    url = location if location.startswith(("http://", "https://")) else ""
    if not location:
        raise RequestError(f"name what to read: `stewards add {format} FILE`, a folder or a web address")
    called = _checked_name(name or slug(Path(location.split("?")[0]).stem))
    path = fetch(url, called) if url else Path(location).expanduser()
    if not path.exists():
        raise SourceError.single(called, f"there is no file {path}")
    period = _period(as_of)
    title = f"{name or path.name}, {period}"
    shared = url or (path.name if path.is_file() else "")
    document = Document(called, title, format, period, shared if url else "", content_hash=content_hash(path))
    return Plan(called, format, url or str(path.resolve()), (Input(document, path, settings),))


def _history_plan(kind: Format, location: str, name: str | None, as_of: str | None, settings: dict[str, str]) -> Plan:
    if not location:
        raise RequestError(f"name what to read: `stewards add {kind.name} REPOSITORY --history`")
    path = Path(location).expanduser().resolve()
    called = _checked_name(name or slug(path.stem))
    if kind.endpoint or not path.exists():
        reason = f"the format {kind.name} is no file" if kind.endpoint else f"there is no file or folder {path}"
        raise SourceError.single(called, f"{reason}: --history reads a git repository, a bundle or a folder of copies")
    document = Document(called, called, kind.name, _period(as_of) if as_of else None)
    return Plan(called, kind.name, str(path), (Input(document, path, settings),), history=True)


def _endpoint_plan(kind: Format, location: str, called: str, period: Period, settings: dict[str, str]) -> Plan:
    """Return the plan for a format that asks an endpoint; credentials in its address stay out of what is kept."""
    access = Access.to(location, {})
    document = Document(called, f"{called}, {period}", kind.name, period, access.name)
    pages = user_cache_path("stewards") / "pages"
    return Plan(called, kind.name, access.name, (Input(document, pages, settings | {"endpoint": location}),))


def refuse_coincidence(location: str, plan: Plan) -> None:
    """Raise :class:`RequestError` when a source of the plan's name was read from elsewhere.

    For names that are taken from files: two files called ``landscape.yml`` are seldom the same source.
    """
    home = folder_of(location)
    current = Generations(home).current() if home else None
    for entry in read_summary(current).sources if current else ():
        if entry.name == plan.name and not entry.failed and entry.location != plan.location:
            raise RequestError(
                f"there is a source {plan.name!r} already, from {entry.location}: give this one another --name, or "
                f"--name {plan.name} to take its place"
            )


def with_facts(location: str, plans: list[Plan]) -> list[Plan]:
    """Return the plans, with the shipped facts before them where nothing has been built yet."""
    home = folder_of(location)
    known = any(plan.name == FACTS for plan in plans) or (home is not None and Generations(home).current() is not None)
    return plans if known else [shipped_facts(), *plans]


def _settings(options: Iterable[str]) -> dict[str, str]:
    settings = {}
    for option in options:
        key, equals, value = option.partition("=")
        if not equals:
            raise RequestError(f"--option {option!r}: write it as key=value")
        settings[key.strip()] = value.strip()
    return settings


def _checked_name(called: str) -> str:
    if not re.fullmatch(r"[\w.-]+", called) or called.startswith("."):
        raise RequestError(f"--name {called!r}: use letters, digits, hyphens and dots")
    if called == FACTS:
        raise RequestError(f"{FACTS!r} is the name of the facts that ship with the package: give another with --name")
    return called


def _period(as_of: str | None) -> Period:
    try:
        return Period.parse(as_of or date.today().isoformat())
    except ValueError as error:
        raise RequestError(f"--as-of: {error}") from None


def loaded_summary(location: str) -> Summary:
    """Return the summary of the build in force; the shipped facts are built first where there is none."""
    home = folder_of(location)
    if home is None:
        raise RequestError("a graph in memory keeps no sources: name a folder with --store")
    current = Generations(home).current()
    if current is None:
        open_graph(location)
        current = Generations(home).current()
    assert current is not None
    return read_summary(current)


def source_to_drop(location: str, name: str) -> Path:
    """Return the folder of a store; raise :class:`RequestError` when it has no such source, or cannot do without it."""
    known = [entry.name for entry in loaded_summary(location).sources]
    if name not in known:
        raise RequestError(f"there is no source {name!r}: loaded are {', '.join(known)}")
    if name == FACTS:
        raise RequestError("the facts that ship with the package stay: they say who is who for all other sources")
    home = folder_of(location)
    assert home is not None
    return home
