"""Statements of Wikidata, put together from the rows of a query: rank, dates with their precision, references.

How Wikidata writes them as RDF: https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from stewards.sources.wikidata.pages import Row
from stewards.values import Period, is_web_address

ENTITY = "http://www.wikidata.org/entity/"
_PREFERRED = "http://wikiba.se/ontology#PreferredRank"
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
#: How much of YYYY-MM-DD is known, by Wikidata's precision: 9 is a year, 10 a month, 11 a day, more a time of day.
_KNOWN = {9: 4, 10: 7, 11: 10, 12: 10, 13: 10, 14: 10}

#: Tells of something that cannot be used: where it is, and why.
Report = Callable[[str, str], None]


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """A reference: the item it is stated in, its address, and the day somebody read it; "" where not given."""

    item: str
    address: str
    consulted: str


@dataclass(frozen=True, slots=True)
class WikidataStatement:
    """One statement about ``item``; its value is an item, or a date for a date of inception."""

    id: str
    item: str
    predicate: str
    value: str
    on: Period | None
    start: Period | None
    end: Period | None
    preferred: bool
    #: True when the statement says no more than that it held once: it ended on an unknown day, or names one moment.
    past: bool
    #: The share that an owner holds, from 0 to 1.
    share: float | None
    citations: tuple[Citation, ...]

    @property
    def place(self) -> str:
        """The statement as a locator."""
        return f"wds:{self.id}"


def item_of(iri: str) -> str:
    """Return the Q id of an item's IRI, "" for anything else: a value that is unknown, or a property."""
    match = re.fullmatch(rf"{re.escape(ENTITY)}(Q[1-9]\d*)", iri)
    return match.group(1) if match else ""


def read_statements(rows: Iterable[Row], report: Report) -> Iterator[WikidataStatement]:
    """Yield the statements behind the rows, in order of id; those whose value is not known are passed over."""
    by_statement: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_statement[row["statement"].rsplit("/", 1)[-1]].append(row)
    for identifier, found in sorted(by_statement.items()):
        predicate = found[0]["main"].rsplit("/", 1)[-1]
        value = item_of(found[0]["value"])
        if value or predicate == "P571":
            yield _statement(identifier, predicate, value, found, report)


def _statement(identifier: str, predicate: str, value: str, rows: list[Row], report: Report) -> WikidataStatement:
    first = rows[0]

    def date(time: str, precision: str) -> Period | None:
        given = {(row[time], row.get(precision, "")) for row in rows if time in row}
        return _date(given, f"wds:{identifier}", report)

    end = date("end", "endPrecision")
    return WikidataStatement(
        id=identifier,
        item=item_of(first["item"]),
        predicate=predicate,
        value=value,
        on=date("value", "precision") if predicate == "P571" else None,
        start=date("start", "startPrecision"),
        end=end,
        preferred=first["rank"] == _PREFERRED,
        past="moment" in first or ("ended" in first and end is None),
        share=_share(first.get("share", "")),
        citations=tuple(sorted(set(_citations(rows)))),
    )


def _date(given: set[tuple[str, str]], place: str, report: Report) -> Period | None:
    """Return the one date given, to the precision that Wikidata states; None when it is not known to the year."""
    if len(given) > 1:
        report(place, f"has {len(given)} dates of the same kind, of which none is used")
    if len(given) != 1:
        return None
    time, precision = given.pop()
    match = _DATE.fullmatch(time)
    known = _KNOWN.get(int(precision) if precision.isdecimal() else 0)
    if not match or not known:
        report(place, f"the date {time[:30]} is not known to the year")
        return None
    try:
        return Period.parse(match.group(0)[:known])
    except ValueError as error:
        report(place, str(error))
        return None


def _share(text: str) -> float | None:
    """Return a proportion; some are written in per cent."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value / 100 if value > 1 else value


def _citations(rows: Iterable[Row]) -> Iterator[Citation]:
    for row in rows:
        address = row.get("address", "")
        citation = Citation(
            item_of(row.get("cited", "")),
            address if is_web_address(address) else "",
            row.get("consulted", "")[:10] if _DATE.fullmatch(row.get("consulted", "")) else "",
        )
        if citation.item or citation.address:
            yield citation
