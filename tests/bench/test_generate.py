"""The made-up graphs that benchmarks use have the real graph's shape, and are what they are from their seed alone."""

from __future__ import annotations

from itertools import chain, islice

import pytest

from stewards.reading.rows import select
from stewards.stores.store import OxigraphStore
from tests.bench.generate import iri_of, name_of, worlds
from tests.bench.measure_shape import RELATIONS, ends, repeated
from tests.bench.shape import EVIDENCE
from tests.bench.shape import RELATIONS as REAL


@pytest.fixture(scope="module")
def made() -> OxigraphStore:
    """Return a graph of the real one's size."""
    store = OxigraphStore()
    with store.loading() as stream:
        for lines in worlds(1_074_000):
            stream.writelines(lines)
    return store


def test_a_seed_makes_the_same_graph() -> None:
    assert list(worlds(50_000, 1)) == list(worlds(50_000, 1)) != list(worlds(50_000, 2))


@pytest.mark.parametrize("quads", [100_000, 1_000_000, 2_500_000])
def test_a_graph_is_as_large_as_was_asked(quads: int) -> None:
    assert sum(map(len, worlds(quads))) == pytest.approx(quads, rel=0.1)


def test_a_large_graph_begins_without_making_the_rest() -> None:
    first = next(worlds(100_000_000))

    assert len(first) < 1_200_000


def test_worlds_are_tied_together() -> None:
    first, second = islice(worlds(2_000_000), 2)

    assert any(f"<{iri_of('company', 1, 0)}>" in line for line in first)
    assert any(f"<{iri_of('company', 0, 0)}>" in line for line in second)


def test_names_tell_things_apart() -> None:
    names = {name_of("person", world, number) for world in range(3) for number in range(5_000)}

    assert len(names) == 15_000


@pytest.mark.parametrize("relation", ["works-on", "sits-on", "employed-by", "member-of", "funds"])
def test_links_are_spread_as_in_the_real_graph(relation: str, made: OxigraphStore) -> None:
    number, found = ends(made, RELATIONS[relation])
    real_number, real = REAL[relation]

    assert number == pytest.approx(real_number, rel=0.02)
    for (things, curve), (real_things, real_curve) in zip(found, real, strict=True):
        assert things == pytest.approx(real_things, rel=0.25)
        assert curve == pytest.approx(real_curve, abs=0.12)


def test_situations_have_as_many_passages_as_real_ones(made: OxigraphStore) -> None:
    found = dict(repeated(made, "?s stw:hasEvidence ?e", "?s"))

    assert found[1] == pytest.approx(dict(EVIDENCE)[1], abs=0.08)


def test_every_quad_of_a_document_is_in_the_whole(made: OxigraphStore) -> None:
    query = "SELECT ?s { GRAPH ?g { ?s org:member ?o } FILTER NOT EXISTS { ?s org:member ?o } } LIMIT 1"

    assert select(made, query) == []


def test_no_line_stands_in_a_world_twice() -> None:
    lines = list(chain.from_iterable(worlds(100_000)))

    assert len(set(lines)) > 0.98 * len(lines)
