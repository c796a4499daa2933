"""Rows that are read while an endpoint sends them: limits hold, and an answer that ends too early is no answer."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import stewards
from stewards.endpoints.remote import Endpoint, RemoteStore
from stewards.endpoints.transport import Patience
from stewards.errors import LimitError, StewardsError, StoreError
from stewards.stores.limits import Limits
from stewards.terms import Rows, Table, Text
from tests.endpoints import Behaviour, Call, Server, answer, cut, dribble, oxigraph, refuse, rows, stay_silent, virtuoso
from tests.graphs import run_stewards

SELECT = "SELECT ?name WHERE { ?s ?p ?name }"
HEAD = '{"head": {"vars": ["name"]}, "results": {"bindings": ['
ROW = '{"name": {"type": "literal", "value": "Ada"}}'
NUMBERS = "SELECT ?n { VALUES ?a {0 1 2 3 4 5 6 7 8 9} VALUES ?b {0 1 2 3 4 5 6 7 8 9} BIND(?a * 10 + ?b AS ?n) }"
QUICK = Patience(time_limit=5, attempts=3, first_wait=0.01, longest_wait=1)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), "") as url:
        yield url


def stream(url: str, query: str = SELECT, **limits: float) -> Rows:
    found = Endpoint(url, QUICK).stream(query, Limits(**limits))  # type: ignore[arg-type]
    assert isinstance(found, Rows)
    return found


def names(found: Rows) -> list[str]:
    return [str(row[0]) for row in found.rows]


def begin(call: Call, *parts: str) -> None:
    """Send the beginning of an answer whose end is not announced."""
    call.handler.send_response(200)
    call.handler.send_header("Content-Type", "application/sparql-results+json")
    call.handler.end_headers()
    for part in parts:
        call.handler.wfile.write(part.encode())
        call.handler.wfile.flush()


def break_off(call: Call) -> None:
    """Send two rows, and no end."""
    begin(call, HEAD, ROW, ", ", ROW, ", ")


def go_on_for_ever(call: Call) -> None:
    """Send rows as long as they are taken."""
    begin(call, HEAD, ROW)
    while True:
        call.handler.wfile.write(f", {ROW}".encode() * 1000)


def send(text: str) -> Behaviour:
    """Return the behaviour of a server that sends a text, in pieces of seven bytes."""
    data = text.encode()

    def behave(call: Call) -> None:
        begin(call)
        for start in range(0, len(data), 7):
            call.handler.wfile.write(data[start : start + 7])
            call.handler.wfile.flush()

    return behave


def test_the_first_row_is_there_before_the_last() -> None:
    def wait(call: Call) -> None:
        begin(call, HEAD, ROW, ", ")
        time.sleep(2)

    with Server([wait]) as server:
        began = time.monotonic()
        assert next(stream(server.url).rows) == (Text("Ada"),)
        assert time.monotonic() - began < 1.5


def test_a_limit_on_rows_ends_the_reading() -> None:
    ended = []

    def watch(call: Call) -> None:
        try:
            go_on_for_ever(call)
        except OSError:
            ended.append(True)
            raise

    with Server([watch]) as server:
        with pytest.raises(LimitError, match=r"^the answer has more than 1,000 rows: .*--row-limit"):
            names(stream(server.url, rows=1000))
        until = time.monotonic() + 5
        while not ended and time.monotonic() < until:
            time.sleep(0.01)

    assert ended


def test_as_many_rows_as_allowed_are_no_error(real: str) -> None:
    assert len(names(stream(real, NUMBERS, rows=100))) == 100
    with pytest.raises(LimitError):
        names(stream(real, NUMBERS, rows=99))


def test_a_limit_on_bytes_ends_the_reading() -> None:
    with Server([go_on_for_ever]) as server, pytest.raises(LimitError, match="larger than 1 MB"):
        names(stream(server.url, rows=10_000_000, megabytes=4))


def test_an_answer_that_breaks_off_after_a_row_is_an_error() -> None:
    with Server([break_off, answer]) as server:
        found = stream(server.url)
        with pytest.raises(StoreError, match=r"broke off its answer$"):
            names(found)

    assert len(server.calls) == 1


@pytest.mark.parametrize("passing", [refuse(503), cut, send(HEAD), send(HEAD + ROW[:20])])
def test_what_fails_before_the_first_row_is_asked_again(passing: Behaviour) -> None:
    with Server([passing, answer]) as server:
        assert names(stream(server.url)) == ["Ada"]

    assert len(server.calls) == 2


@pytest.mark.parametrize("slow", [stay_silent, dribble])
def test_the_time_limit_is_for_the_whole_answer(slow: Behaviour) -> None:
    began = time.monotonic()
    with Server([slow]) as server, pytest.raises(LimitError, match=r"was ended after 0\.5 s: .*--time-limit"):
        stream(server.url, seconds=0.5)

    assert time.monotonic() - began < 2
    assert len(server.calls) == 1


def test_the_time_limit_is_for_all_rows() -> None:
    def one_by_one(call: Call) -> None:
        begin(call, HEAD, ROW)
        for _ in range(100):
            time.sleep(0.05)
            call.handler.wfile.write(f", {ROW}".encode())

    began = time.monotonic()
    with Server([one_by_one]) as server, pytest.raises(LimitError, match="--time-limit"):
        names(stream(server.url, seconds=0.5))

    assert time.monotonic() - began < 3


def test_pauses_count_too() -> None:
    with Server([refuse(503, Retry_After="1")]) as server, pytest.raises(LimitError, match="--time-limit"):
        stream(server.url, seconds=0.5)

    assert len(server.calls) == 1


def test_who_reads_slowly_has_the_time() -> None:
    with Server([send(HEAD + ", ".join([ROW] * 3) + "]}}")]) as server:
        found = stream(server.url, seconds=1)
        next(found.rows)
        time.sleep(1.2)

        assert names(found) == ["Ada", "Ada"]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ROW + "]}}",
        f'  {{"results": {{"bindings": [{ROW}]}}, "head": {{"vars": ["name"]}}}}',
        f'{{"head": {{"link": [], "vars": ["name"]}}, "results": {{"distinct": false, "bindings" :[ {ROW} ] }} }}\n\n',
    ],
)
def test_the_parts_of_an_answer_may_come_in_any_order(text: str) -> None:
    with Server([send(text)]) as server:
        assert names(stream(server.url)) == ["Ada"]


def test_a_row_larger_than_a_packet_is_read() -> None:
    long = "Ädä" * 200_000
    with Server([lambda call: call.reply(200, rows(long, "Ada"), "application/json")]) as server:
        assert names(stream(server.url)) == [long, "Ada"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "[" * 100_000, "broke off its answer"),
        (HEAD + '"Ada"]}}', "answers with JSON that is no SPARQL result"),
        (HEAD + '{"name": {"value": "Ada"}}]}}', "answers with JSON that is no SPARQL result"),
        ('{"head": {"vars": 1}, "results": {"bindings": []}}', "answers with JSON that is no SPARQL result"),
        (
            HEAD + '{"name": {"type": "triple", "value": {"subject": 1}}}]}}',
            "answers with JSON that is no SPARQL result",
        ),
        (HEAD + '{"name": {"type": "literal", "value": null}}]}}', "answers with JSON that is no SPARQL result"),
        ('{"head": {}, "boolean": "false"}', "answers with JSON that is no SPARQL result"),
        (HEAD + ROW + "]}", "broke off its answer"),
        (HEAD + ROW + "]}}}", "broke off its answer"),
        ("", "answers with application/sparql-results+json, not with SPARQL results in JSON"),
    ],
)
def test_what_is_no_answer_is_told(text: str, expected: str) -> None:
    with (
        Server([send(text)]) as server,
        pytest.raises(StewardsError, match=f"{re.escape(expected)}(, asked 3 times)?$"),
    ):
        names(stream(server.url))


def test_an_answer_without_rows_is_one(real: str) -> None:
    assert names(stream(real)) == []


def test_rows_that_virtuoso_leaves_out_are_told(tmp_path: Path) -> None:
    with virtuoso(tmp_path, most_rows=20) as url:
        assert len(names(stream(url, "SELECT ?s { GRAPH ?g { ?s ?p ?o } } LIMIT 19"))) == 19
        with pytest.raises(StoreError, match="cuts its answers after 20 rows"):
            names(stream(url, "SELECT ?s { GRAPH ?g { ?s ?p ?o } }"))


def test_a_stream_and_a_table_hold_the_same(real: str, tmp_path: Path) -> None:
    for place in (real, "memory:", str(tmp_path)):
        graph = stewards.open(place)
        table, found = graph.sparql(NUMBERS), graph.stream(NUMBERS)
        assert isinstance(table, Table)
        assert isinstance(found, Rows)
        assert found.table() == table


def test_the_command_prints_nothing_of_an_answer_that_breaks_off() -> None:
    for form in ("csv", "json", "table"):
        with Server([break_off]) as server:
            done = run_stewards("sparql", SELECT, "--format", form, store=server.url)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == f"stewards: {RemoteStore(server.url).url} broke off its answer\n"


def test_the_command_prints_each_form_as_before(real: str) -> None:
    done = run_stewards("sparql", "SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) } }", "--format", "json", store=real)

    assert json.loads(done.stdout)["rows"] == [{"a": "1", "b": None}]
