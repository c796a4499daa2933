"""Publishing to real servers: again, without a source, killed, overtaken, under the eyes of readers, refused."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from stewards.build import build, shipped_facts
from stewards.endpoints import publishing
from stewards.endpoints.dataset import WHOLE_GRAPH
from stewards.endpoints.destination import Addresses, Destination
from stewards.endpoints.publishing import STAGED, publish
from stewards.endpoints.remote import Endpoint, RemoteStore
from stewards.errors import RequestError, StoreError
from stewards.graph import Graph
from stewards.stores.store import OxigraphStore
from stewards.terms import Table
from tests.conftest import ROOT
from tests.endpoints import Behaviour, Call, Server, answer, oxigraph, refuse, virtuoso
from tests.graphs import column, environment, plan, published, run_stewards, version


@pytest.fixture(scope="module")
def virtuoso_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as url:
        yield url


@pytest.fixture(scope="module")
def shared_oxigraph_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), "") as url:
        yield url


@pytest.fixture(params=["shared_oxigraph_url", "virtuoso_url"], ids=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> str:
    """Return the address of a server, which the tests publish to one after the other."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def oxigraph_url(tmp_path: Path) -> Iterator[str]:
    with oxigraph(tmp_path / "oxigraph", "") as url:
        yield url


def generation(number: int, size: int = 300) -> OxigraphStore:
    """Return a store that says one number everywhere: in the default graph and in two others."""
    store = OxigraphStore()
    with store.loading() as stream:
        for graph in ("", "<http://x/one>", f"<http://x/of-{number}>"):
            stream.writelines([f'<http://x/{i}> <http://x/says> "{number}" {graph} .\n' for i in range(size)])
    return store


def to(url: str) -> Destination:
    return Destination(Addresses.of(url))


def send(number: int, url: str) -> publishing.Published:
    return publish(generation(number), to(url), replace=True)


def said(url: str) -> set[str]:
    """Return every number that any graph says."""
    store = RemoteStore(url)
    patterns = ("?s <http://x/says> ?n", "GRAPH ?g { ?s <http://x/says> ?n }")
    return {value for pattern in patterns for value in column(store, f"SELECT DISTINCT ?n {{ {pattern} }}")}


def graphs(url: str) -> set[str]:
    found = column(RemoteStore(url), "SELECT DISTINCT ?g { GRAPH ?g { ?s <http://x/says> ?n } }")
    return set(found) - {WHOLE_GRAPH}


def waiting(url: str) -> int:
    query = f"SELECT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{STAGED}')) }}"
    return len(column(RemoteStore(url), query))


def test_what_is_published_again_takes_the_place_of_the_old(server: str) -> None:
    first, second = send(1, server), send(2, server)

    assert (first.statements, first.graphs) == (900, 3)
    assert second.number == first.number + 1
    assert said(server) == {"2"}
    assert graphs(server) == {"http://x/one", "http://x/of-2"}
    assert waiting(server) == 0


def test_a_publish_that_is_killed_leaves_the_old_graph_and_the_next_clears_up(server: str) -> None:
    send(3, server)
    script = (
        "import os, signal\nfrom stewards.endpoints import publishing\nfrom tests.test_publishing import send\n"
        "publishing._switch = lambda *a: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"send(4, {server!r})\n"
    )
    done = subprocess.run([sys.executable, "-c", script], env=environment(), cwd=ROOT, timeout=60)

    assert done.returncode == -signal.SIGKILL
    assert said(server) == {"3"}
    assert waiting(server) > 900
    send(5, server)
    assert (said(server), waiting(server)) == ({"5"}, 0)


def test_what_waits_is_found_by_no_question(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[set[str]] = []
    switch = publishing._switch

    def look(destination: Destination, token: str, number: int) -> None:
        seen.append(said(server))
        switch(destination, token, number)

    send(6, server)
    monkeypatch.setattr(publishing, "_switch", look)
    send(7, server)

    assert seen == [{"6"}]


def test_an_overtaken_publish_is_given_up(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    switch = publishing._switch

    def overtake(destination: Destination, token: str, number: int) -> None:
        monkeypatch.setattr(publishing, "_switch", switch)
        send(9, server)
        switch(destination, token, number)

    monkeypatch.setattr(publishing, "_switch", overtake)
    with pytest.raises(StoreError, match="another publish overtook this one"):
        send(8, server)

    assert said(server) == {"9"}


def test_the_switch_can_be_sent_twice(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    update = Destination.update

    def twice(destination: Destination, sparql: str) -> None:
        update(destination, sparql)
        update(destination, sparql)

    monkeypatch.setattr(Destination, "update", twice)
    send(10, server)

    assert said(server) == {"10"}


def test_readers_see_the_old_graph_or_the_new(server: str) -> None:
    size, stop, seen = 4000, Event(), set[tuple[tuple[str, str], ...]]()
    publish(generation(20, size), to(server), replace=True)

    def read() -> None:
        endpoint = RemoteStore(server)
        while not stop.is_set():
            answer = endpoint.query("SELECT ?n (COUNT(*) AS ?times) { ?s <http://x/says> ?n } GROUP BY ?n")
            assert isinstance(answer, Table)
            seen.add(tuple(sorted((str(n), str(times)) for n, times in answer.rows)))

    readers = [Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for number in (21, 22, 23):
        publish(generation(number, size), to(server))
    stop.set()
    for reader in readers:
        reader.join()

    assert seen <= {((str(number), str(size)),) for number in range(20, 24)}
    assert len(seen) > 1


def test_a_source_is_taken_away(server: str, tmp_path: Path, fixtures: Path) -> None:
    home = tmp_path / "store"
    northern = plan(version("landscape", fixtures / "landscape.yml", "northern"))
    build(home, [shipped_facts(), northern])
    graph = Graph(published(home), str(home))
    query = "SELECT DISTINCT ?d { ?d a stw:SourceDocument FILTER(STRSTARTS(STR(?d), STR(source:northern))) }"

    graph.publish(server, replace=True)
    assert len(column(RemoteStore(server), query)) == 1
    graph.publish(server, without="northern")

    assert column(RemoteStore(server), query) == []
    assert column(RemoteStore(server), "SELECT ?l { org-id:meta skos:prefLabel ?l }") == ["Meta"]
    assert len(column(graph.store, query)) == 1


@pytest.mark.parametrize(("name", "words"), [("nowhere", "there is no source 'nowhere'"), ("facts", "stay")])
def test_a_source_that_cannot_be_taken_away_is_told(name: str, words: str, tmp_path: Path) -> None:
    build(tmp_path, [shipped_facts()])

    with pytest.raises(RequestError, match=words):
        Graph(published(tmp_path), str(tmp_path)).publish("http://127.0.0.1:9/query", without=name)


def test_statements_of_others_are_not_removed_unasked(tmp_path: Path) -> None:
    with oxigraph(tmp_path, '<http://x/ada> <http://x/says> "mine" .') as url:
        with pytest.raises(RequestError, match="holds statements in its default graph that others put there"):
            publish(generation(1), to(url))
        assert said(url) == {"mine"}
        send(1, url)
        assert said(url) == {"1"}


def test_a_graph_of_others_stays(oxigraph_url: str) -> None:
    Endpoint(oxigraph_url.replace("/query", "/update")).update(
        "INSERT DATA { GRAPH <http://x/theirs> { <http://x/ada> <http://x/says> 'mine' } }"
    )
    send(1, oxigraph_url)
    send(2, oxigraph_url)

    assert said(oxigraph_url) == {"mine", "2"}


def test_a_server_without_a_graph_store_takes_updates_alone(oxigraph_url: str) -> None:
    update = oxigraph_url.replace("/query", "/update")
    publish(generation(1, 5000), Destination(Addresses.of(oxigraph_url, update, "none")))

    assert len(column(RemoteStore(oxigraph_url), "SELECT ?s { ?s <http://x/says> '1' }")) == 5000


def test_virtuoso_without_a_graph_for_the_whole_says_what_to_add(virtuoso_url: str) -> None:
    with pytest.raises(RequestError, match=rf"add \?default-graph-uri={WHOLE_GRAPH}"):
        send(1, virtuoso_url.partition("?")[0])


def test_a_password_is_kept_back_from_virtuoso(virtuoso_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARDS_ENDPOINT_AUTH", "digest")
    send(1, virtuoso_url)
    with pytest.raises(StoreError, match=r"refuses access with these credentials \(401\)") as caught:
        send(2, virtuoso_url.replace("dba:dba@", "dba:wrong77@"))
    assert "wrong77" not in str(caught.value)
    with pytest.raises(StoreError, match=r"refuses access \(401\): set STEWARDS_ENDPOINT_TOKEN"):
        send(2, virtuoso_url.replace("dba:dba@", ""))

    assert said(virtuoso_url) == {"1"}


def failing_at(step: str, behaviour: Behaviour, real: str) -> Behaviour:
    """Return the behaviour of a server that fails when an update holds a text, and is a real one before that."""
    endpoint = Endpoint(real.replace("/query", "/update"))

    def behave(call: Call) -> None:
        if step in call.update:
            behaviour(call)
        elif call.update:
            endpoint.update(call.update)
            call.reply(204, "")
        else:
            answer(call)

    return behave


@pytest.mark.parametrize("step", ["INSERT DATA", "STRAFTER"])
@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (refuse(401), r"refuses access \(401\)"),
        (refuse(500, "<p>oops</p>", "text/html"), r"failed on the update \(500\)$"),
        (refuse(400, "no GRAPH"), "does not accept the update: no GRAPH"),
        (refuse(429, Retry_After="3600"), r"asks for fewer requests \(429\), and wants a pause of 3600 s"),
    ],
)
def test_a_server_that_fails_on_the_way_keeps_the_old_graph(
    step: str, behaviour: Behaviour, words: str, oxigraph_url: str
) -> None:
    send(1, oxigraph_url)
    with Server([failing_at(step, behaviour, oxigraph_url)]) as proxy:
        addresses = Addresses(oxigraph_url, proxy.url, "")
        with pytest.raises((StoreError, RequestError), match=words):
            publish(generation(2), Destination(addresses))

    assert said(oxigraph_url) == {"1"}


def test_an_endpoint_cannot_be_published(oxigraph_url: str) -> None:
    with pytest.raises(RequestError, match="is a remote store: name the store it was built from"):
        Graph(RemoteStore(oxigraph_url), oxigraph_url).publish(oxigraph_url)


def test_the_command_says_what_it_sent(oxigraph_url: str, tmp_path: Path) -> None:
    done = run_stewards("publish", oxigraph_url, store=tmp_path / "home")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Sent 2")
    assert done.stdout.endswith("they are publication 1 there.\n")
    counted = column(RemoteStore(oxigraph_url), "SELECT (COUNT(*) AS ?n) { ?s stw:hasEvidence ?o }")
    assert counted != ["0"]
