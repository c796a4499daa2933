"""Asking: a question and its arguments become an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from importlib import import_module

from stewards.asking.answers import DATED_COLUMNS, Answer, Column, EntityValue, Findings, Row
from stewards.asking.arguments import read_options
from stewards.asking.asked import Asked, notes_on_later, notes_on_left_over
from stewards.asking.queried import run_query
from stewards.asking.questions import EVENT, Question, get
from stewards.asking.row_rules import on_roster, sort_key
from stewards.asking.sentences import said
from stewards.errors import RequestError
from stewards.garbage import without_cycle_search
from stewards.reading.entities import Found, find
from stewards.reading.evidence import with_evidence
from stewards.reading.lenses import EMPLOYER, THROUGH, Groups, check_lens, groups_for, lift
from stewards.reading.nodes import labels
from stewards.stores.store import Store
from stewards.values import parse_day

#: ``--as-of ever`` lifts the date: everything that ever held.
EVER = "ever"

Analysis = Callable[[Store, Asked], Findings]


@without_cycle_search()
def ask(
    store: Store,
    name: str,
    arguments: Sequence[str],
    as_of: str | None = None,
    lens: str | None = None,
    options: Mapping[str, object] | None = None,
) -> Answer:
    """Answer a question about the entities that ``arguments`` name.

    ``as_of`` is an ISO day, None for today, or "ever"; ``lens`` one of :data:`stewards.reading.lenses.LENSES`;
    ``options`` are those of the question. Raises :class:`RequestError` for an unknown question, entity, date, lens or
    option, and for too few or too many arguments.
    """
    question = get(name)
    if lens and check_lens(lens) and not question.companies:
        raise RequestError(f"{name!r} does not count companies: leave --lens out")
    settings = read_options(question, options or {})
    store = store.view()
    entities, event = _arguments(store, question, list(arguments))
    asked = Asked(question, entities, _day(question, as_of), lens or EMPLOYER, settings, event)
    found = _run(store, asked)
    return Answer(
        question=name,
        title=_title(asked),
        parameters=_parameters(asked, lens),
        columns=_columns(asked, found.titles),
        found=found.rows,
        notes=found.notes,
        sentence=found.sentence or said(question.says, found.rows, _labels(asked)),
        figures=found.figures,
        cite=partial(with_evidence, store),
    )


def _columns(asked: Asked, titles: Mapping[str, str]) -> tuple[Column, ...]:
    question = asked.question
    own = tuple(Column(column.name, titles.get(column.name, column.title)) for column in question.columns)
    lifted = (THROUGH,) if asked.lens != EMPLOYER and not question.analysis else ()
    return own + lifted + (DATED_COLUMNS if question.dated else ())


def _labels(asked: Asked) -> dict[str, str]:
    return {name: found.label for name, found in asked.entities.items()} | {"event": asked.event}


def _parameters(asked: Asked, lens: str | None) -> dict[str, str]:
    """Return what an answer says it was asked: IRIs, the day, the lens where one was chosen, the options."""
    texts = {"event": asked.event, "as_of": asked.day, "lens": lens or ""}
    entities = {name: found.iri for name, found in asked.entities.items()}
    return entities | {k: v for k, v in texts.items() if v} | {k: str(v) for k, v in asked.options.items()}


def _run(store: Store, asked: Asked) -> Findings:
    """Run the question as it is, or once for each company of a group, and show the rows through the lens."""
    question = asked.question
    if question.analysis:
        analysis: Analysis = import_module(f"stewards.analysis.{question.analysis}").run
        return analysis(store, asked)
    groups = groups_for(store, asked.lens, asked.day)
    of_group = [name for name in question.companies if name in asked.entities]
    if groups is None:
        records, later = run_query(store, asked)
    elif of_group:
        records, later = _run_for_group(store, asked, of_group[0], groups)
    else:
        records, later = run_query(store, asked)
        records = lift(store, groups, records, question.companies)
    notes = notes_on_later(len(later), asked.day)
    if question.roster and asked.day:
        records, left = on_roster(store, records, question.roster, asked.day)
        notes = [*notes_on_left_over(left), *notes]
    return Findings(records, notes)


def _run_for_group(store: Store, asked: Asked, parameter: str, groups: Groups) -> tuple[list[Row], set[str]]:
    """Run a question for each company of a group; a row says through which, with the evidence that it belongs there."""
    found: list[Row] = []
    later: set[str] = set()
    company = asked.entities[parameter].iri
    members = groups.members(company)
    names = labels(store, members)
    for member in members:
        one = replace(asked, entities={**asked.entities, parameter: Found(member, names[member], "organisation")})
        records, more = run_query(store, one)
        later |= more
        for row in records:
            values = {**row.values, THROUGH.name: EntityValue(names[member], member)}
            found.append(Row(values, nodes=(*row.nodes, *groups.between(member, company)), needed=row.needed))
    return sorted(found, key=sort_key(asked.question)), later


def _day(question: Question, as_of: str | None) -> str:
    if not question.day:
        if as_of:
            raise RequestError(f"{question.name!r} is not about a date: leave --as-of out")
        return ""
    return day_of(as_of)


def day_of(as_of: str | None) -> str:
    """Return the ISO day that a user means: today for None, "" for "ever"."""
    return "" if as_of == EVER else parse_day(as_of) if as_of else date.today().isoformat()


def _arguments(store: Store, question: Question, arguments: list[str]) -> tuple[dict[str, Found], str]:
    """Return the entities that the arguments name, and the sentence of an event."""
    if [parameter.kinds for parameter in question.parameters] == [(EVENT,)] and arguments:
        return {}, " ".join(" ".join(arguments).split())
    needed = [parameter for parameter in question.parameters if parameter.needed]
    if not len(needed) <= len(arguments) <= len(question.parameters):
        shape = " ".join(p.name.upper() if p.needed else f"[{p.name.upper()}]" for p in question.parameters)
        raise RequestError(
            f"{question.name!r} takes {shape or 'no arguments'}, and {len(arguments) or 'none'} "
            f"{'was' if len(arguments) < 2 else 'were'} given: for example `stewards ask {question.example}`"
        )
    return {p.name: find(store, text, p.kinds) for p, text in zip(question.parameters, arguments, strict=False)}, ""


def _title(asked: Asked) -> str:
    title = asked.question.title.format_map(_labels(asked))
    return f"{title} ({asked.day})" if asked.day else title
