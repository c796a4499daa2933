"""The same golden answers from a folder, and from two SPARQL servers that it was published to, as from memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stewards.asking.questions import library
from stewards.build import build, shipped_facts
from stewards.endpoints.destination import Addresses, Destination
from stewards.endpoints.publishing import publish
from stewards.endpoints.remote import RemoteStore
from stewards.graph import Graph
from stewards.stores.store import OxigraphStore
from tests.endpoints import Server, forward, oxigraph, virtuoso
from tests.graphs import published
from tests.test_questions import MORE, Golden, ask, one_row_a_line

LINES = {name: question.example for name, question in library().items()} | {
    name: line for name, (line, _) in MORE.items()
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> OxigraphStore:
    """Return the shipped facts in an embedded store on disk."""
    home: Path = tmp_path_factory.mktemp("folder")
    build(home, [shipped_facts()])
    return published(home)


@pytest.fixture(scope="module")
def oxigraph_server(folder: OxigraphStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    """Yield the same graph, published to an Oxigraph server."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), "") as url:
        publish(folder, Destination(Addresses.of(url)))
        yield RemoteStore(url)


@pytest.fixture(scope="module")
def virtuoso_server(folder: OxigraphStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    """Yield the same graph, published to Virtuoso."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as url:
        publish(folder, Destination(Addresses.of(url)))
        yield RemoteStore(url)


@pytest.mark.parametrize("name", LINES)
def test_an_embedded_store_gives_the_golden_answer(name: str, folder: OxigraphStore, golden: Golden) -> None:
    golden(f"questions/{name}.json", one_row_a_line(ask(Graph(folder, "folder"), LINES[name])))


@pytest.mark.parametrize("name", LINES)
def test_oxigraph_gives_the_golden_answer(name: str, oxigraph_server: RemoteStore, golden: Golden) -> None:
    golden(f"questions/{name}.json", one_row_a_line(ask(Graph(oxigraph_server, "http://oxigraph"), LINES[name])))


@pytest.mark.parametrize("name", LINES)
def test_virtuoso_gives_the_golden_answer(name: str, virtuoso_server: RemoteStore, golden: Golden) -> None:
    golden(f"questions/{name}.json", one_row_a_line(ask(Graph(virtuoso_server, "http://virtuoso"), LINES[name])))


def test_an_answer_asks_an_endpoint_for_nothing_twice(oxigraph_server: RemoteStore) -> None:
    with Server([forward(oxigraph_server.url)]) as server:
        ask(Graph(RemoteStore(server.url), server.url), "movers")

    queries = [call.query for call in server.calls]
    assert len(queries) < 20
    assert len(queries) == len(set(queries))


def test_the_next_answer_of_an_endpoint_is_read_again(oxigraph_server: RemoteStore) -> None:
    with Server([forward(oxigraph_server.url)]) as server:
        graph = Graph(RemoteStore(server.url), server.url)
        ask(graph, "movers")
        first = len(server.calls)
        ask(graph, "movers")

    assert len(server.calls) == 2 * first
