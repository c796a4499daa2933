"""Asking: a question and its arguments become an answer.

A query says who and what; when it was in force is decided here, once for all questions, by :mod:`stewards.validity`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from importlib import import_module

from stewards.answers import DATED_COLUMNS, Answer, EntityValue, Findings, Row, Value
from stewards.arguments import Setting, read_options
from stewards.entities import Found, find
from stewards.errors import RequestError
from stewards.lenses import EMPLOYER, THROUGH, Groups, check_lens, groups_for, lift
from stewards.nodes import bound, labels, read_times, select, with_evidence
from stewards.questions import EVENT, Question, get
from stewards.row_rules import sort_key, with_single, without_dominated, without_vaguer
from stewards.sentences import said
from stewards.store import Store
from stewards.terms import Iri, Term
from stewards.validity import CERTAIN, NO, UNKNOWN, Times
from stewards.values import parse_day

#: ``--as-of ever`` lifts the date: everything that ever held.
EVER = "ever"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked: its entities by parameter, its options, and the day ("" for ever).

    ``event`` is the sentence of a question about one, such as "IBM acquires Red Hat".
    """

    question: Question
    entities: Mapping[str, Found]
    day: str
    lens: str = EMPLOYER
    options: Mapping[str, Setting] = field(default_factory=dict)
    event: str = ""


Analysis = Callable[[Store, Asked], Findings]


def ask(
    store: Store,
    name: str,
    arguments: Sequence[str],
    as_of: str | None = None,
    lens: str | None = None,
    options: Mapping[str, object] | None = None,
) -> Answer:
    """Answer a question about the entities that ``arguments`` name.

    ``as_of`` is an ISO day, None for today, or "ever"; ``lens`` one of :data:`stewards.lenses.LENSES`; ``options`` are
    those of the question. Raises :class:`RequestError` for an unknown question, entity, date, lens or option, and for
    too few or too many arguments.
    """
    question = get(name)
    if lens and check_lens(lens) and not question.companies:
        raise RequestError(f"{name!r} does not count companies: leave --lens out")
    settings = read_options(question, options or {})
    entities, event = _arguments(store, question, list(arguments))
    asked = Asked(question, entities, _day(question, as_of), lens or EMPLOYER, settings, event)
    found = _run(store, asked)
    lifted = (THROUGH,) if asked.lens != EMPLOYER and not question.analysis else ()
    return Answer(
        question=name,
        title=_title(asked),
        parameters=_parameters(asked, lens),
        columns=question.columns + lifted + (DATED_COLUMNS if question.dated else ()),
        found=found.rows,
        notes=found.notes,
        sentence=found.sentence or said(question.says, found.rows, _labels(asked)),
        figures=found.figures,
        cite=partial(with_evidence, store),
    )


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
        records, later = _run_query(store, asked)
    elif of_group:
        records, later = _run_for_group(store, asked, of_group[0], groups)
    else:
        records, later = _run_query(store, asked)
        records = lift(store, groups, records, question.companies)
    return Findings(records, notes_on_later(len(later), asked.day))


def _run_for_group(store: Store, asked: Asked, parameter: str, groups: Groups) -> tuple[list[Row], set[str]]:
    """Run a question for each company of a group; a row says through which, with the evidence that it belongs there."""
    found: list[Row] = []
    later: set[str] = set()
    company = asked.entities[parameter].iri
    members = groups.members(company)
    names = labels(store, members)
    for member in members:
        one = replace(asked, entities={**asked.entities, parameter: Found(member, names[member], "organisation")})
        records, more = _run_query(store, one)
        later |= more
        for row in records:
            values = {**row.values, THROUGH.name: EntityValue(names[member], member)}
            found.append(Row(values, nodes=(*row.nodes, *groups.between(member, company))))
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


def _run_query(store: Store, asked: Asked) -> tuple[list[Row], set[str]]:
    """Return the rows of a question, and the situations left out because they are first recorded after its day."""
    question = asked.question
    parameters = list(asked.entities)
    query = bound(question.query, parameters, [[found.iri for found in asked.entities.values()]])
    rows = select(store, query if parameters else question.query)
    handles = (*question.situations, *question.unless, *question.optional)
    times = read_times(store, {str(row[name]) for row in rows for name in handles if row.get(name) is not None})
    later: set[str] = set()
    held = [(row, drawn) for row in rows if (drawn := _draw(row, asked, times, later)) is not None]
    shown = {str(v) for row, _ in held for column in question.columns if isinstance(v := row.get(column.name), Iri)}
    names = labels(store, shown)
    drafts: dict[tuple[Value, ...], Row] = {}
    for row, drawn in held:
        draft = _row(row, drawn, asked, times, names)
        drafts.setdefault(tuple(draft.values.values()), draft)
    records = without_dominated(list(drafts.values()), {c for columns in question.optional.values() for c in columns})
    records = with_single(store, sorted(records, key=sort_key(question)), question.single, times)
    return without_vaguer(records, question), later


def notes_on_later(number: int, day: str) -> list[str]:
    """Return what an answer says of the situations it leaves out because they are first recorded after its day."""
    if not number:
        return []
    what = "1 more is" if number == 1 else f"{number} more are"
    return [f"{what} first recorded after {day}; whether {'it' if number == 1 else 'they'} held then is not known."]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a row of a query rests on: its situations in force, how surely they are, and the columns left empty."""

    resting: tuple[str, ...]
    certainty: str
    blank: frozenset[str]


def _draw(row: Mapping[str, Term | None], asked: Asked, times: Mapping[str, Times], later: set[str]) -> _Drawn | None:
    """Return what a row rests on, None when its situations are not in force; those seen later are noted."""
    question, day = asked.question, asked.day

    def in_force(handle: Term | None) -> bool:
        return handle is not None and (not day or times[str(handle)].hold_on(day) not in (NO, UNKNOWN))

    resting = [str(row[name]) for name in question.situations if row.get(name) is not None]
    holds = [times[node].hold_on(day) if day else CERTAIN for node in resting]
    if NO in holds or any(day and in_force(row.get(name)) for name in question.unless):
        return None
    if UNKNOWN in holds:
        later.add(resting[0])
        return None
    blank: set[str] = set()
    for name, columns in question.optional.items():
        if in_force(row.get(name)):
            resting.append(str(row[name]))
        elif row.get(name) is not None:
            blank |= set(columns)
    return _Drawn(tuple(resting), max(holds) if day else "", frozenset(blank))


def _row(
    row: Mapping[str, Term | None], drawn: _Drawn, asked: Asked, times: Mapping[str, Times], names: Mapping[str, str]
) -> Row:
    values: dict[str, Value] = {
        column.name: None if column.name in drawn.blank else plain(row.get(column.name), names)
        for column in asked.question.columns
    }
    if asked.question.dated:
        values |= dated_values(times[drawn.resting[0]], drawn.certainty)
    return Row(values, nodes=drawn.resting)


def plain(term: Term | None, names: Mapping[str, str]) -> Value:
    """Return a value for an answer: entities with their name, numbers as numbers."""
    if isinstance(term, Iri):
        return EntityValue(names.get(term, term), str(term))
    if term is None:
        return None
    datatype = getattr(term, "datatype", "")
    if datatype.endswith(("integer", "#int")):
        return int(term)
    return float(term) if datatype.endswith(("decimal", "double")) else str(term)


def dated_values(times: Times, certainty: str) -> dict[str, Value]:
    """Return the columns that every dated question ends with."""
    return {
        "since": str(times.since) if times.since else None,
        "until": times.until or None,
        "last_confirmed": str(times.last_observed) if times.last_observed else None,
        "certainty": certainty or None,
    }
