"""The same golden answers from a folder and from a SPARQL endpoint as from memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stewards.build import build, shipped_facts
from stewards.graph import Graph
from stewards.questions import library
from stewards.remote import RemoteStore
from stewards.store import OxigraphStore
from tests.endpoints import QUADS, oxigraph
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
def endpoint(folder: OxigraphStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    """Yield the same graph behind a SPARQL endpoint."""
    home: Path = tmp_path_factory.mktemp("endpoint")
    folder.export(home / "all.nq", "nq")
    with oxigraph(home / "server", (home / "all.nq").read_text(encoding="utf-8"), QUADS) as url:
        yield RemoteStore(url)


@pytest.mark.parametrize("name", LINES)
def test_an_embedded_store_gives_the_golden_answer(name: str, folder: OxigraphStore, golden: Golden) -> None:
    golden(f"questions/{name}.json", one_row_a_line(ask(Graph(folder, "folder"), LINES[name])))


@pytest.mark.parametrize("name", LINES)
def test_an_endpoint_gives_the_golden_answer(name: str, endpoint: RemoteStore, golden: Golden) -> None:
    golden(f"questions/{name}.json", one_row_a_line(ask(Graph(endpoint, "http://endpoint"), LINES[name])))
