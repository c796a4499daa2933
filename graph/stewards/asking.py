"""Asking: a question and its arguments become an answer.

A query says who and what; when it was in force is decided here, once for all questions, by :mod:`stewards.validity`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module

from stewards.answers import DATED_COLUMNS, Answer, EntityValue, Row, Value
from stewards.entities import Found, find
from stewards.errors import RequestError
from stewards.lenses import EMPLOYER, THROUGH, Groups, check_lens, groups_for, lift
from stewards.nodes import NodeRead, bound, labels, read_nodes, select
from stewards.questions import Question, get
from stewards.row_rules import sort_key, with_single, without_dominated, without_vaguer
from stewards.store import Store
from stewards.terms import Iri, Term
from stewards.validity import CERTAIN, NO, UNKNOWN
from stewards.values import parse_day

#: ``--as-of ever`` lifts the date: everything that ever held.
EVER = "ever"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked: its entities by parameter, and the day ("" for ever)."""

    question: Question
    entities: Mapping[str, Found]
    day: str
    lens: str = EMPLOYER


Analysis = Callable[[Store, Asked], tuple[list[Row], list[str]]]


def ask(store: Store, name: str, arguments: list[str], as_of: str | None = None, lens: str | None = None) -> Answer:
    """Answer a question about the entities that ``arguments`` name.

    ``as_of`` is an ISO day, None for today, or "ever"; ``lens`` one of :data:`stewards.lenses.LENSES`. Raises
    :class:`RequestError` for an unknown question, entity, date or lens, and for too few or too many arguments.
    """
    question = get(name)
    if lens and check_lens(lens) and not question.companies:
        raise RequestError(f"{name!r} does not count companies: leave --lens out")
    asked = Asked(question, _entities(store, question, arguments), _day(question, as_of), lens or EMPLOYER)
    records, notes = _run(store, asked)
    lifted = (THROUGH,) if asked.lens != EMPLOYER else ()
    return Answer(
        question=name,
        title=_title(asked),
        parameters={key: found.iri for key, found in asked.entities.items()}
        | ({"as_of": asked.day} if asked.day else {})
        | ({"lens": asked.lens} if lens else {}),
        columns=question.columns + lifted + (DATED_COLUMNS if question.dated else ()),
        records=records,
        notes=notes,
    )


def _run(store: Store, asked: Asked) -> tuple[list[Row], list[str]]:
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
    return records, notes_on_later(len(later), asked.day)


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
        relations = read_nodes(store, groups.between(member, company))
        passages = [passage for relation in relations.values() for passage in relation.evidence]
        for row in records:
            values = {**row.values, THROUGH.name: EntityValue(names[member], member)}
            evidence = tuple(dict.fromkeys([*row.evidence, *passages]))
            found.append(Row(values, evidence, (*row.nodes, *relations)))
    return sorted(found, key=sort_key(asked.question)), later


def _day(question: Question, as_of: str | None) -> str:
    if not question.dated:
        if as_of:
            raise RequestError(f"{question.name!r} is not about a date: leave --as-of out")
        return ""
    return day_of(as_of)


def day_of(as_of: str | None) -> str:
    """Return the ISO day that a user means: today for None, "" for "ever"."""
    return "" if as_of == EVER else parse_day(as_of) if as_of else date.today().isoformat()


def _entities(store: Store, question: Question, arguments: list[str]) -> dict[str, Found]:
    needed = [parameter for parameter in question.parameters if parameter.needed]
    if not len(needed) <= len(arguments) <= len(question.parameters):
        shape = " ".join(p.name.upper() if p.needed else f"[{p.name.upper()}]" for p in question.parameters)
        raise RequestError(
            f"{question.name!r} takes {shape or 'no arguments'}, and {len(arguments)} were given: "
            f"for example `stewards ask {question.example}`"
        )
    return {p.name: find(store, text, p.kinds) for p, text in zip(question.parameters, arguments, strict=False)}


def _title(asked: Asked) -> str:
    title = asked.question.title.format_map({name: found.label for name, found in asked.entities.items()} | {"": ""})
    return f"{title} ({asked.day})" if asked.day else title


def _run_query(store: Store, asked: Asked) -> tuple[list[Row], set[str]]:
    """Return the rows of a question, and the situations left out because they are first recorded after its day."""
    question = asked.question
    parameters = list(asked.entities)
    query = bound(question.query, parameters, [[found.iri for found in asked.entities.values()]])
    rows = select(store, query if parameters else question.query)
    handles = (*question.situations, *question.unless, *question.optional)
    nodes = read_nodes(store, {str(row[name]) for row in rows for name in handles if row.get(name) is not None})
    names = labels(store, {str(v) for row in rows for c in question.columns if isinstance(v := row.get(c.name), Iri)})
    drafts: dict[tuple[Value, ...], Row] = {}
    later: set[str] = set()
    for row in rows:
        draft = _row(row, asked, nodes, names, later)
        if draft is not None:
            drafts.setdefault(tuple(draft.values.values()), draft)
    records = without_dominated(list(drafts.values()), {c for columns in question.optional.values() for c in columns})
    records = with_single(sorted(records, key=sort_key(question)), question.single, nodes)
    records = without_vaguer(records, question)
    return records, later


def notes_on_later(number: int, day: str) -> list[str]:
    """Return what an answer says of the situations it leaves out because they are first recorded after its day."""
    if not number:
        return []
    what = "1 more is" if number == 1 else f"{number} more are"
    return [f"{what} first recorded after {day}; whether {'it' if number == 1 else 'they'} held then is not known."]


def _row(
    row: dict[str, Term | None], asked: Asked, nodes: Mapping[str, NodeRead], names: Mapping[str, str], later: set[str]
) -> Row | None:
    """Return a row of the answer, or None when its situations are not in force; those seen later are noted."""
    question = asked.question
    resting = [nodes[str(row[name])] for name in question.situations if row.get(name) is not None]
    holds = [node.times.hold_on(asked.day) for node in resting] if asked.day else [CERTAIN] * len(resting)
    if NO in holds or any(_in_force(nodes, row.get(name), asked.day) for name in question.unless if asked.day):
        return None
    if UNKNOWN in holds:
        later.add(resting[0].iri)
        return None
    blank: set[str] = set()
    for name, columns in question.optional.items():
        if _in_force(nodes, row.get(name), asked.day):
            resting.append(nodes[str(row[name])])
        elif row.get(name) is not None:
            blank |= set(columns)
    values: dict[str, Value] = {
        column.name: None if column.name in blank else plain(row.get(column.name), names) for column in question.columns
    }
    if question.dated:
        values |= dated_values(resting[0], max(holds) if asked.day else "")
    evidence = dict.fromkeys(passage for node in resting for passage in node.evidence)
    return Row(values, tuple(evidence), tuple(node.iri for node in resting))


def _in_force(nodes: Mapping[str, NodeRead], handle: Term | None, day: str) -> bool:
    """Return whether a situation, where there is one, certainly or possibly holds on a day ("" for ever)."""
    return handle is not None and (not day or nodes[str(handle)].times.hold_on(day) not in (NO, UNKNOWN))


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


def dated_values(node: NodeRead, certainty: str) -> dict[str, Value]:
    """Return the columns that every dated question ends with."""
    times = node.times
    return {
        "since": str(times.since) if times.since else None,
        "until": times.until or None,
        "last_confirmed": str(times.last_observed) if times.last_observed else None,
        "certainty": certainty or None,
    }
