"""Curated facts in YAML: documents that are cited, entities, and dated facts that each name their source.

The form is described in ``docs/facts.md``. A file (or a folder of files, read as one) is used as a whole or refused as
a whole: every problem in it is reported with its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stewards.errors import SourceError
from stewards.model import Document, Hosting, Membership, Phase, Profile, Record, Situation
from stewards.resources import folder
from stewards.sources.fact_files import (
    ENTITY_TYPES,
    FactFile,
    Known,
    check_keys,
    collect,
    open_file,
    read_period,
    texts,
)
from stewards.sources.fact_kinds import FACT_KINDS, NUMBERS, FactKind, Slot, read_number
from stewards.sources.input import Batches, Input
from stewards.values import is_web_address, repository_of, slug

_COMMON_KEYS = {"since", "until", "on", "source", "at", "quote", "description"}


def read_documents(source: Input) -> Batches:
    """Return the facts of a file or folder, by the document each one cites.

    Raises :class:`stewards.errors.SourceError` with all problems at once.
    """
    files = [open_file(part) for part in source.files("*.yaml")]
    known = Known()
    if source.path != folder("facts"):
        collect([open_file(part) for part in Input(source.document, folder("facts")).files("*.yaml")], known)
    collect(files, known)
    batches: Batches = {}
    for file in files:
        for document, record in [*_profiles(file, known), *_facts(file, known)]:
            batches.setdefault(document, []).append(record)
    problems = [problem for file in files for problem in file.problems]
    if problems:
        raise SourceError(problems)
    return batches


def _profiles(file: FactFile, known: Known) -> Iterator[tuple[Document, Record]]:
    for key, entry in file.section("entities").items():
        governs = str(entry.get("governs") or "")
        if governs and governs not in known.entities:
            file.refuse(entry, f"entity {key}: governs {governs!r}, which no file describes")
        home = entry.get("homepage") or ""
        if home and not is_web_address(home):
            file.refuse(entry, f"entity {key}: homepage {home!r} is not a web address")
        for document, place, quote in _citations(file, entry, known, f"entity {key}"):
            yield (
                document,
                Profile(
                    subject=known.entities[key],
                    type=ENTITY_TYPES.get(str(entry.get("kind")), ("", ""))[1],
                    preferred=True,
                    names=tuple(texts(entry.get("aliases"))),
                    description=str(entry.get("description") or ""),
                    homepage=str(home),
                    repositories=tuple(filter(None, map(repository_of, texts(entry.get("repositories"))))),
                    classification=str(entry.get("classification") or ""),
                    governs=known.entities.get(governs),
                    locator=place,
                    quote=quote,
                ),
            )


def _citations(file: FactFile, entry: dict[str, Any], known: Known, what: str) -> Iterator[tuple[Document, str, str]]:
    """Yield the documents an entry cites, each with the place in it and the words quoted."""
    cited = entry.get("source")
    for item in cited if isinstance(cited, list) else [cited]:
        detail = (
            item if isinstance(item, dict) else {"document": item, "at": entry.get("at"), "quote": entry.get("quote")}
        )
        document = known.documents.get(str(detail.get("document")))
        if document is None:
            file.refuse(entry, f"{what}: source {detail.get('document')!r} is not one of the documents")
        else:
            place = str(detail.get("at") or "")
            yield document, place or "as a whole", str(detail.get("quote") or "")


def _facts(file: FactFile, known: Known) -> Iterator[tuple[Document, Record]]:
    entries = file.content.get("facts") or []
    if not isinstance(entries, list):
        file.refuse(file.content, "'facts' must be a list")
        return
    for entry in entries:
        kinds = [key for key in entry if key in FACT_KINDS] if isinstance(entry, dict) else []
        if len(kinds) != 1 or not isinstance(entry[kinds[0]], dict):
            file.refuse(entry, f"a fact needs exactly one of: {', '.join(FACT_KINDS)}")
            continue
        name, kind = kinds[0], FACT_KINDS[kinds[0]]
        check_keys(file, entry, {name, *_COMMON_KEYS}, name)
        values = _values(file, entry, name, kind, known)
        for document, place, quote in _citations(file, entry, known, name):
            if values is not None:
                for record in _records(kind, values, entry[name], place, quote):
                    yield document, record


def _values(file: FactFile, entry: dict[str, Any], name: str, kind: FactKind, known: Known) -> dict[str, Any] | None:
    """Return the record's fields, or None after reporting what is wrong."""
    before, given = len(file.problems), entry[name]
    check_keys(file, given, set(kind.slots), name)
    values: dict[str, Any] = dict(kind.constants)
    for key, slot in kind.slots.items():
        if given.get(key) in (None, "", []):
            if slot.needed:
                file.refuse(entry, f"{name}: {key!r} is missing")
        elif slot.field:
            value = _slot_value(file, entry, f"{name}: {key}", slot, given[key], known)
            values.update(dict.fromkeys(slot.field.split(), value))
    if entry.get("description"):
        values["description"] = str(entry["description"])
    dates = {"since": "start", "until": "end"} if issubclass(kind.record, Situation) else {"on": "on"}
    for key in {"since", "until", "on"} & set(entry):
        if key in dates:
            values[dates[key]] = read_period(file, entry, key, name)
        else:
            file.refuse(entry, f"{name}: {key!r} is not known here: write {' or '.join(sorted(dates))}")
    start, end = values.get("start"), values.get("end")
    if start and end and start.first > end.last:
        file.refuse(entry, f"{name}: ends ({end}) before it starts ({start})")
    return values if len(file.problems) == before else None


def _slot_value(file: FactFile, entry: object, what: str, slot: Slot, value: object, known: Known) -> Any:
    if slot.kind in NUMBERS:
        try:
            return read_number(slot.kind, str(value))
        except ValueError as error:
            file.refuse(entry, f"{what}: {error}")
            return None
    if slot.kind == "text":
        return str(value)
    found = []
    for key in texts(value):
        if key not in known.entities:
            file.refuse(entry, f"{what}: {key!r} is not one of the entities")
        elif slot.among and known.entities[key].kind not in slot.among:
            file.refuse(
                entry, f"{what}: {key!r} is a {known.entities[key].kind}, where {' or '.join(slot.among)} is needed"
            )
        else:
            found.append(known.entities[key])
    if slot.kind == "entities":
        return tuple(found)
    return found[0] if found else None


def _records(kind: FactKind, values: dict[str, Any], given: dict[str, Any], place: str, quote: str) -> Iterator[Record]:
    record = kind.record(**values, locator=place, quote=quote)
    yield record
    if isinstance(record, Membership | Hosting) and (given.get("tier") or given.get("maturity")):
        yield Phase(
            of=record,
            tier=slug(str(given["tier"])) if given.get("tier") else "",
            maturity=slug(str(given["maturity"])) if given.get("maturity") else "",
            end=record.end,
            locator=place,
            quote=quote,
        )
