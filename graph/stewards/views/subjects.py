"""What a view is made from: entities, whole foundations, or an answer, each with how to get it again."""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from stewards.asking.answering import EVER, ask, day_of
from stewards.asking.answers import Answer, EntityValue
from stewards.asking.questions import get
from stewards.errors import RequestError
from stewards.namespaces import sparql_prologue
from stewards.networks.beyond import with_beyond
from stewards.networks.neighbourhood import around, between, of_foundations
from stewards.networks.network import Network, Origin
from stewards.networks.resting import while_told
from stewards.networks.seats import told_once
from stewards.reading.entities import find, kind_of
from stewards.reading.rows import bound
from stewards.stores.store import Store

_SURROUNDINGS = """SELECT ?entity ?situation ?property ?value WHERE {
  { ?situation ?part ?entity } UNION { ?body stw:governs ?entity . ?situation ?part ?body }
  ?situation stw:hasEvidence ?passage ; ?property ?value
}"""


def of_entities(
    store: Store, names: Sequence[str], as_of: str | None, foundation: bool = False, whole: bool = False
) -> Network:
    """Return the network around some entities on a day, with ``foundation`` that of whole foundations.

    With ``whole``, as a view holds it: at all times, and with what lies beyond. Raises :class:`RequestError` for
    an unknown entity and a bad date.
    """
    day = day_of(as_of)
    found = [find(store, name) for name in names]
    network = (of_foundations if foundation else around)(store, found, day)
    if not whole:
        return told_once(network).on(day)
    command = ["stewards", "view", *names, *(["--foundation"] if foundation else []), "--as-of", day or EVER]
    query = bound(_SURROUNDINGS, ["entity"], [[one.iri] for one in found])
    return replace(told_once(with_beyond(store, network)), origin=_origin(command, query))


def of_answer(
    store: Store,
    answer: Answer,
    arguments: Sequence[str],
    lens: str | None,
    options: Mapping[str, object],
    whole: bool = False,
) -> Network:
    """Return the network of an answer on its day: the situations that it rests on.

    ``arguments``, ``lens`` and ``options`` are what was asked. With ``whole``, as a view holds it: at all times
    (of a question that a query answers), and with what lies beyond.
    """
    question, day = get(answer.question), answer.parameters.get("as_of", "")
    answers = [answer]
    at_other_times = bool(question.dated and question.query)
    if whole and day and at_other_times:
        answers.append(ask(store, question.name, arguments, EVER, lens, options))
    nodes = dict.fromkeys(iri for one in answers for row in one.found for iri in row.nodes)
    focus = [value for value in answer.parameters.values() if kind_of(value)]
    title = answer.title.removesuffix(f" ({day})")
    network = between(store, nodes, title, day, focus, _paths(answer))
    if at_other_times:
        network = while_told(network, [row for one in answers for row in one.found])
    if not whole:
        return told_once(network).on(day)
    given = {"lens": lens, **options}
    words = [f"--{name.replace('_', '-')}={value}" for name, value in given.items() if value is not None]
    date = ["--as-of", day or EVER] if question.day else []
    command = ["stewards", "view", "--question", _command_line([question.name, *arguments, *words]), *date]
    origin = _origin(command, _query(question.query, answer.parameters), "" if at_other_times else day)
    return replace(told_once(with_beyond(store, network)), origin=origin)


def question_in(words: str) -> list[str]:
    """Return the parts of a question that was written in one piece, as for a shell; raise :class:`RequestError`."""
    try:
        parts = shlex.split(words)
    except ValueError as error:
        raise RequestError(f"--question {words!r}: {error}") from None
    if not parts:
        raise RequestError("--question names no question: write --question 'board \"PyTorch Foundation\"'")
    return parts


def _origin(command: Sequence[str], sparql: str, only_of: str = "") -> Origin:
    prefixes = [line for line in sparql_prologue().splitlines() if f" {line.split()[1]}" in sparql.replace("\n", " ")]
    line = _command_line([*command, "-o", "view.html"])
    return Origin(line, "\n".join([*prefixes, sparql]) if sparql else "", only_of)


def _command_line(words: Sequence[str]) -> str:
    """Return words as a shell takes them, in double quotes where these suffice: they can be read within single ones."""

    def quoted(word: str) -> str:
        single = shlex.quote(word)
        return single if single == word or re.search(r'["$`!\\]', word) else f'"{word}"'

    return " ".join(map(quoted, words))


def _query(query: str, parameters: Mapping[str, str]) -> str:
    entities = {name: iri for name, iri in parameters.items() if kind_of(iri)}
    return bound(query, list(entities), [list(entities.values())]) if query and entities else query


def _paths(answer: Answer) -> list[tuple[str, ...]]:
    """Return the things of each path of an answer that consists of paths, in the order of its steps."""
    paths: dict[object, list[str]] = defaultdict(list)
    for row in answer.rows:
        start, end = row.get("from"), row.get("to")
        if "path" in row and isinstance(start, EntityValue) and isinstance(end, EntityValue):
            path = paths[row["path"]]
            path += [end.iri] if path else [start.iri, end.iri]
    return [tuple(path) for path in paths.values()]
