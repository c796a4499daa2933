"""Publishing: a built graph sent to a SPARQL endpoint beside the one in force there, and then put in its place.

What is sent waits in graphs of its own, every property under another name (:data:`STAGED`), so that no question finds
it. One update request then takes the old statements out, puts the new ones in and notes the publication. Servers that
run a request as one transaction go from the old graph to the new without a state in between. A publish that is killed
leaves what waits; the next one removes it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from stewards.endpoints.dataset import WHOLE_GRAPH
from stewards.endpoints.destination import Destination
from stewards.errors import QueryError, RequestError, StoreError
from stewards.namespaces import BASE
from stewards.stores.store import Store
from stewards.terms import Table

#: The graph that says what is published: its number, its time, its graphs.
PUBLISHED_GRAPH = BASE + "graph/published"
#: What waits stands in graphs, and under properties, whose names begin so.
STAGED = BASE + "staged/"
#: Blank nodes become addresses: what is sent in parts could not hold together otherwise.
BLANK = BASE + ".well-known/genid/"

_TERM = PUBLISHED_GRAPH + "#"
_NOTE = f"GRAPH <{STAGED}>"
#: So many statements go with one update; Virtuoso takes no 5,000.
_UPDATE_LINES = 2_000
_GRAPH_LINES = 20_000
_DROPPED_AT_ONCE = 50
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish did: how many statements and graphs it sent, and the number of the publication there."""

    statements: int
    graphs: int
    number: int


def publish(
    store: Store, to: Destination, *, replace: bool = False, progress: Progress = lambda step: None
) -> Published:
    """Send a graph to a server and put it in force there.

    ``replace`` allows to take the place of statements that were not published by Stewards. Raises
    :class:`RequestError` where that would happen without it, :class:`StoreError` when the server fails or another
    publish overtook this one. Whatever is raised, the server answers from a whole graph: the old one or the new.
    """
    progress(f"asking {to.name}")
    number = _number(to) + 1
    if number == 1 and not replace:
        _refuse_foreign(to)
    _clear_up(to)
    sending = _Sending(to, secrets.token_hex(8), progress)
    graphs = sending.send_all(store)
    progress("putting it in force")
    _switch(to, sending.token, number)
    _clear_up(to)
    return Published(sending.statements, graphs, number)


def _number(to: Destination) -> int:
    """Return the number of the publication in force, 0 when there is none; refuse a server that cannot hold one."""
    query = f"SELECT ?number {{ GRAPH <{PUBLISHED_GRAPH}> {{ <{PUBLISHED_GRAPH}> <{_TERM}number> ?number }} }}"
    rows = to.rows(query)
    if "virtuoso" in to.server.lower() and not to.whole:
        raise RequestError(
            f"{to.name} is Virtuoso, whose default graph cannot be written: add ?default-graph-uri={WHOLE_GRAPH}"
        )
    return max((int(str(row[0])) for row in rows), default=0)


def _refuse_foreign(to: Destination) -> None:
    pattern = "?s ?p ?o"
    if to.holds(f"ASK {{ GRAPH <{to.whole}> {{ {pattern} }} }}" if to.whole else f"ASK {{ {pattern} }}"):
        where = f"the graph {to.whole}" if to.whole else "its default graph"
        raise RequestError(f"{to.name} holds statements in {where} that others put there: --replace removes them")


def _graphs(store: Store) -> list[str]:
    """Return the names of a store's graphs, "" for the default one."""
    found = store.query("SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } }")
    assert isinstance(found, Table)
    return ["", *sorted(str(row[0]) for row in found.rows)]


class _Sending:
    """Statements on their way to where they wait: long graphs one by one, the others together with updates."""

    def __init__(self, to: Destination, token: str, progress: Progress) -> None:
        self.statements = 0
        self.token = token
        self._to, self._progress = to, progress
        self._waiting: list[str] = []

    def send_all(self, store: Store) -> int:
        """Send every graph of a store; return how many there are."""
        graphs = _graphs(store)
        self._announce(graphs)
        with TemporaryDirectory() as folder:
            for index, graph in enumerate(graphs):
                path = Path(folder) / f"{index}.nt"
                store.export(path, "nt", graph)
                self._send(path, graph)
                path.unlink()
        self._finish()
        return len(graphs)

    def _announce(self, graphs: list[str]) -> None:
        """Note what is going to wait, before it does, so that a later publish can remove it."""
        lines = [f"<{self._real(graph)}> <{_TERM}from> <{self._name(graph)}> ." for graph in graphs]
        self._note(f'<{STAGED}> <{_TERM}token> "{self.token}" .')
        for start in range(0, len(lines), _UPDATE_LINES):
            self._note("\n".join(lines[start : start + _UPDATE_LINES]))

    def _send(self, path: Path, graph: str) -> None:
        """Send the triples in a file of N-Triples."""
        self._progress(f"sending {graph or 'the resolved whole'}")
        name = self._name(graph)
        lines: list[str] = []
        with path.open(encoding="utf-8", newline="\n") as stream:
            for line in stream:
                lines.append(_hidden(line))
                if len(lines) == _GRAPH_LINES:
                    self._hand_over(name, lines)
                    lines = []
        self._hand_over(name, lines)

    def _finish(self) -> None:
        """Send what is left."""
        if self._waiting:
            self._to.update("INSERT DATA {\n" + "".join(self._waiting) + "}")
            self._waiting = []

    def _hand_over(self, name: str, lines: list[str]) -> None:
        self.statements += len(lines)
        if len(lines) > _UPDATE_LINES and self._to.takes_graphs:
            self._to.add(name, "".join(lines))
            return
        for start in range(0, len(lines), _UPDATE_LINES):
            part = lines[start : start + _UPDATE_LINES]
            if len(self._waiting) + len(part) + 2 > _UPDATE_LINES:
                self._finish()
            self._waiting += [f"GRAPH <{name}> {{\n", *part, "}\n"]

    def _note(self, lines: str) -> None:
        self._to.update(f"INSERT DATA {{ {_NOTE} {{\n{lines}\n}} }}")

    def _real(self, graph: str) -> str:
        return graph or self._to.whole or WHOLE_GRAPH

    def _name(self, graph: str) -> str:
        return f"{STAGED}{self.token}/{self._real(graph)}"


def _hidden(line: str) -> str:
    """Return a line of N-Triples with its property under another name, and addresses for blank nodes."""
    subject, property, rest = line.split(" ", 2)
    if subject.startswith("_:"):
        subject = f"<{BLANK}{subject[2:]}>"
    if rest.startswith("_:"):
        rest = f"<{BLANK}{rest[2:].split(' ', 1)[0]}> .\n"
    return f"{subject} <{STAGED}{property[1:]} {rest}"


def _switch(to: Destination, token: str, number: int) -> None:
    """Put what waits in force, all in one request; raise :class:`StoreError` when that was not done."""
    failure: Exception | None = None
    try:
        to.update(" ;\n".join(_operations(to.whole, token, number)))
    except (StoreError, QueryError) as error:  # the server may have done it all the same
        failure = error
    query = f'ASK {{ GRAPH <{PUBLISHED_GRAPH}> {{ <{PUBLISHED_GRAPH}> <{_TERM}token> "{token}" }} }}'
    if to.holds(query):
        return
    if failure:
        raise failure
    raise StoreError(f"{to.name}: another publish overtook this one, which was given up")


def _operations(whole: str, token: str, number: int) -> Iterator[str]:
    """Yield the operations that put what waits in force.

    Each looks whether ``token`` still is that of the last publish that began, and the last one takes the token away:
    run twice, or overtaken, they do nothing.
    """
    ours = f'{_NOTE} {{ <{STAGED}> <{_TERM}token> "{token}" }}'
    published = f"GRAPH <{PUBLISHED_GRAPH}>"
    source, target = "GRAPH ?from { ?s ?hidden ?o }", "GRAPH ?graph { ?s ?p ?o }"
    real = f'BIND(IRI(STRAFTER(STR(?hidden), "{STAGED}")) AS ?p)'
    listed = f"{_NOTE} {{ ?graph <{_TERM}from> ?from }}"
    held = f"{published} {{ <{PUBLISHED_GRAPH}> <{_TERM}holds> ?graph }}"
    yield f"DELETE {{ {target} }} WHERE {{ {ours} {{ {listed} }} UNION {{ {held} }} {target} }}"
    if not whole:
        listed += f" FILTER(?graph != <{WHOLE_GRAPH}>)"
        start = f"{STAGED}{token}/{WHOLE_GRAPH}"
        yield f"DELETE {{ ?s ?p ?o }} WHERE {{ {ours} ?s ?p ?o }}"
        yield f"INSERT {{ ?s ?p ?o }} WHERE {{ {ours} GRAPH <{start}> {{ ?s ?hidden ?o }} {real} }}"
    yield f"INSERT {{ {target} }} WHERE {{ {ours} {listed} {source} {real} }}"
    yield f"DELETE {{ {published} {{ ?s ?p ?o }} }} WHERE {{ {ours} {published} {{ ?s ?p ?o }} }}"
    yield f"INSERT {{ {held} }} WHERE {{ {ours} {listed} }}"
    said = _said(token, number)
    yield f"INSERT {{ {published} {{ {said} }} }} WHERE {{ {ours} }}"
    yield f"DELETE {{ {ours} }} WHERE {{ {ours} }}"


def _said(token: str, number: int) -> str:
    """Return what is noted of a publication, beside its graphs, as triples."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    values = {"number": str(number), "token": f'"{token}"', "at": f'"{now}"'}
    return " . ".join(f"<{PUBLISHED_GRAPH}> <{_TERM}{name}> {value}" for name, value in values.items())


def _clear_up(to: Destination) -> None:
    """Remove what waits, of this publish or of one that was killed; the note of it goes last."""
    rows = to.rows(f"SELECT ?from {{ {_NOTE} {{ ?graph <{_TERM}from> ?from }} }}")
    names = sorted({str(row[0]) for row in rows})
    to.update(f"DELETE WHERE {{ {_NOTE} {{ <{STAGED}> <{_TERM}token> ?token }} }}")
    for start in range(0, len(names), _DROPPED_AT_ONCE):
        to.update(" ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in names[start : start + _DROPPED_AT_ONCE]))
    to.update(f"DROP SILENT GRAPH <{STAGED}>")
