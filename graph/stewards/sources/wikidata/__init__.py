"""Wikidata, or any endpoint of its shape: who owns, founded, leads and sits on the board of organisations.

Options: ``items`` (Q ids, separated by commas) or ``class`` (Q ids of classes, whose direct instances are read), with
``having`` (a property such as P2037 that each must have) and ``limit`` (the most instances to read); ``page`` (items a
query), ``languages`` (of names, the one to show first).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from string import Template
from urllib.parse import urlsplit

from stewards.endpoints.remote import Endpoint
from stewards.endpoints.transport import Patience
from stewards.errors import RequestError, SourceError, StewardsError
from stewards.model import Record
from stewards.resources import folder
from stewards.sources.input import Batches, Input
from stewards.sources.wikidata.entities import read_entities
from stewards.sources.wikidata.pages import Pages, Row
from stewards.sources.wikidata.records import Claims
from stewards.sources.wikidata.statements import item_of, read_statements

#: Wikidata stops a query after 60 seconds, and asks clients that ask too much for pauses of minutes.
PATIENCE = Patience(time_limit=90, attempts=6, first_wait=2, longest_wait=300)
#: The options: the default, the form of each value, and what a message gives as an example.
_OPTIONS = {
    "items": ("", r"Q[1-9]\d*", "items such as Q95,Q380"),
    "class": ("", r"Q[1-9]\d*", "classes such as Q4830453"),
    "having": ("", r"P[1-9]\d*", "properties such as P2037"),
    "limit": ("1000", r"[1-9]\d{0,6}", "a number from 1"),
    "page": ("100", r"[1-9]\d{0,2}", "a number from 1 to 999"),
    "languages": ("en,mul", r"[a-z]{2,3}(?:-[a-z0-9]+)*", "languages such as en,mul"),
}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be read: items, or instances of classes; and how."""

    items: tuple[str, ...]
    classes: tuple[str, ...]
    having: tuple[str, ...]
    limit: int
    page: int
    languages: tuple[str, ...]

    @classmethod
    def from_options(cls, options: Mapping[str, str]) -> _Wanted:
        """Read the options; raise :class:`RequestError` for one that is unknown or not of its form."""
        unknown = sorted(set(options) - set(_OPTIONS) - {"endpoint"})
        if unknown:
            raise RequestError(f"there is no option {unknown[0]!r}: choose from {', '.join(_OPTIONS)}")
        found = {name: _values(name, options.get(name, "")) for name in _OPTIONS}
        if not found["items"] and not found["class"]:
            raise RequestError("say what to read: --option items=Q95,Q380 or --option class=Q4830453")
        limit, page = (int(found[name][0]) for name in ("limit", "page"))
        return cls(found["items"], found["class"], found["having"], limit, page, found["languages"])


def _values(name: str, text: str) -> tuple[str, ...]:
    default, form, example = _OPTIONS[name]
    values = tuple(dict.fromkeys(re.findall(r"[^,\s]+", text) or re.findall(r"[^,\s]+", default)))
    for value in values:
        if not re.fullmatch(form, value):
            raise RequestError(f"option {name}: {value[:40]!r} is none: give {example}")
    return values


def read_documents(source: Input) -> Batches:
    """Return what the endpoint says of the wanted organisations, as one document that speaks for the day it was asked.

    ``source.path`` is the folder in which pages are kept, ``source.options["endpoint"]`` the address to ask. Raises
    :class:`SourceError` when an option is wrong or the endpoint does not give everything; the pages it gave stay.
    """
    try:
        wanted = _Wanted.from_options(source.options)
        address = source.options["endpoint"]
        public = f".{urlsplit(address).hostname}".endswith(".wikidata.org")
        endpoint = Endpoint(address, PATIENCE, authenticate=not public)
        pages = Pages(endpoint, source.path, str(source.document.as_of))
        pages.forget_old()
        records = list(_records(pages, wanted, source))
    except StewardsError as error:
        raise SourceError.single(source.name, str(error)) from None
    document = replace(
        source.document,
        title=f"Wikidata, {source.document.as_of}" if public else f"{endpoint.access.name}, {source.document.as_of}",
        url="https://www.wikidata.org/" if public else endpoint.access.name,
        publisher="Wikidata",
        licence="CC0-1.0",
    )
    return {document: records}


def _records(pages: Pages, wanted: _Wanted, source: Input) -> Iterator[Record]:
    items = list(dict.fromkeys([*wanted.items, *_instances(pages, wanted)]))
    rows = _in_batches(pages, "statements", items, wanted)
    statements = list(read_statements(rows, source.report))
    cited = {citation.item for statement in statements for citation in statement.citations}
    mentioned = {*items, *(statement.value for statement in statements), *cited} - {""}
    described = _in_batches(pages, "entities", sorted(mentioned), wanted)
    known = {item_of(row["entity"]) for row in described}
    entities = read_entities(mentioned, described, wanted.languages, source.report)
    claims = Claims(entities, source.report)
    for item in items:
        if item in known:
            claims.mention(item, "organisation")
    yield from claims.read(statements)


def _instances(pages: Pages, wanted: _Wanted) -> Iterator[str]:
    """Yield the instances of the wanted classes, page by page, at most as many as the limit says."""
    classes = " ".join(f"wd:{name}" for name in wanted.classes)
    having = " ".join(f"?item wdt:{name} [] ." for name in wanted.having)
    for offset in range(0, wanted.limit if classes else 0, wanted.page):
        size = min(wanted.page, wanted.limit - offset)
        rows = pages.rows(_query("items", classes=classes, having=having, size=size, offset=offset))
        yield from (item for row in rows if (item := item_of(row["item"])))
        if len(rows) < size:
            return


def _in_batches(pages: Pages, name: str, items: Sequence[str], wanted: _Wanted) -> list[Row]:
    rows: list[Row] = []
    languages = ", ".join(f'"{language}"' for language in wanted.languages)
    for start in range(0, len(items), wanted.page):
        batch = " ".join(f"wd:{item}" for item in items[start : start + wanted.page])
        rows += pages.rows(_query(name, items=batch, languages=languages))
    return rows


def _query(name: str, **values: object) -> str:
    """Return a query with values filled in; each has been checked to be an id, a number or a language."""
    text = (folder("sources") / "wikidata" / f"{name}.rq").read_text(encoding="utf-8")
    return Template(text).substitute(values)
