"""Finding the entity a person means, and saying what to do when it is not clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from stewards.build import build
from stewards.errors import UnknownEntityError
from stewards.graph import Graph
from stewards.plans import source_plan
from stewards.reading.entities import kind_of, types_of

META = "https://w3id.org/stewards/id/org/meta"

#: Two companies that share a name, and a project that shares it with them.
NAMESAKES = """
documents:
  register: {title: Register of companies, as_of: 2024-01-01}
entities:
  mercury-bank: {kind: company, name: Mercury Bank, aliases: [Mercury], source: register}
  mercury-cars: {kind: company, name: Mercury Cars, aliases: [Mercury], source: register}
  mercury: {kind: project, name: Mercury, source: register}
facts: []
"""


@pytest.fixture(scope="module")
def namesakes(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return a graph in which a name is shared."""
    path: Path = tmp_path_factory.mktemp("namesakes") / "namesakes.yaml"
    path.write_text(NAMESAKES, encoding="utf-8")
    return Graph(build(None, [source_plan("facts", str(path), None, "2024-01-01", [])])[0], "memory:")


def refusal(graph: Graph, text: str) -> str:
    with pytest.raises(UnknownEntityError) as caught:
        graph.find(text)
    assert caught.value.exit_status == 2
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "Meta",
        "meta",
        "  META  ",
        "Facebook",
        "Facebook, Inc.",
        "Meta Platforms Inc",
        "org-id:meta",
        META,
        f"<{META}>",
        "@facebookresearch",
        "facebookresearch",
    ],
)
def test_ways_to_name_a_company(text: str, graph: Graph) -> None:
    assert graph.find(text).iri == META


@pytest.mark.parametrize(
    "text", ["Soumith Chintala", "soumith chintala", "@soumith", "soumith", "person:soumith-chintala"]
)
def test_ways_to_name_a_person(text: str, graph: Graph) -> None:
    assert graph.find(text).label == "Soumith Chintala"


@pytest.mark.parametrize("text", ["Xavier Dupré", "Xavier Dupre", "XAVIER DUPRÉ", "@xadupre", "@sdpython"])
def test_accents_and_case_do_not_matter(text: str, graph: Graph) -> None:
    assert graph.find(text).label == "Xavier Dupré"


def test_the_kind_that_is_asked_for_decides(graph: Graph) -> None:
    assert graph.ask("members", "PyTorch Foundation").parameters["foundation"].endswith("/org/pytorch-foundation")


def test_a_name_goes_before_an_alias(namesakes: Graph) -> None:
    assert namesakes.find("Mercury").iri.endswith("/project/mercury")


def test_an_ambiguous_name_lists_the_candidates_to_choose_from(namesakes: Graph) -> None:
    with pytest.raises(UnknownEntityError) as caught:
        namesakes.ask("seats-of", "Mercury")

    assert str(caught.value) == (
        "'Mercury' may mean several things: name one of "
        "Mercury Bank (org-id:mercury-bank); Mercury Cars (org-id:mercury-cars)"
    )


@pytest.mark.parametrize("candidate", ["org-id:mercury-bank", "Mercury Bank"])
def test_a_candidate_can_be_used_as_it_is_listed(candidate: str, namesakes: Graph) -> None:
    assert namesakes.ask("seats-of", candidate).parameters["company"].endswith("/org/mercury-bank")


def test_a_part_of_a_name_is_answered_with_the_names_that_hold_it(graph: Graph) -> None:
    assert refusal(graph, "Zuckerberg") == "no entity is called 'Zuckerberg': did you mean Mark Zuckerberg?"


def test_a_name_spelt_wrongly_is_answered_with_the_nearest(graph: Graph) -> None:
    assert refusal(graph, "Pytroch") == "no entity is called 'Pytroch': did you mean PyTorch?"


def test_without_a_near_name_the_search_is_pointed_to(graph: Graph) -> None:
    assert refusal(graph, "qqqq") == "no entity is called 'qqqq': try `stewards search`"


NOBODY = """
documents:
  register: {title: Register of people, as_of: 2024-01-01}
entities:
  jiahao-xu: {kind: person, name: Jiahao XU, aliases: [NobodyXu], source: register}
  ricoh: {kind: company, name: Ricoh, source: register}
  asahi: {kind: company, name: Asahi, aliases: [朝日新聞], source: register}
  unm: {kind: project, name: unm.edu, source: register}
facts: []
"""


@pytest.fixture(scope="module")
def far_names(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return a graph of names that are like others by a few letters only."""
    path: Path = tmp_path_factory.mktemp("far") / "far.yaml"
    path.write_text(NOBODY, encoding="utf-8")
    return Graph(build(None, [source_plan("facts", str(path), None, "2024-01-01", [])])[0], "memory:")


def test_what_is_not_near_is_not_suggested(far_names: Graph) -> None:
    assert refusal(far_names, "Nobodyzz") == "no entity is called 'Nobodyzz': try `stewards search`"
    assert refusal(far_names, "!!") == "no entity is called '!!': try `stewards search`"


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_name_is_refused_as_such(text: str, far_names: Graph) -> None:
    assert refusal(far_names, text) == "an entity is asked for, and the name is empty"


def test_letters_of_another_script_are_found_as_they_are_written(far_names: Graph) -> None:
    assert [found.label for found in far_names.search("日")] == ["Asahi"]


def test_only_entities_of_the_kind_asked_for_are_suggested(graph: Graph) -> None:
    with pytest.raises(UnknownEntityError) as caught:
        graph.ask("roles-of", "Sumith Chintala")
    with pytest.raises(UnknownEntityError) as another:
        graph.ask("members", "Sumith Chintala")

    assert str(caught.value) == "no person is called 'Sumith Chintala': did you mean Soumith Chintala?"
    assert str(another.value) == "no foundation is called 'Sumith Chintala': try `stewards search`"


def test_an_entity_of_another_kind_is_refused_by_its_kind(graph: Graph) -> None:
    with pytest.raises(UnknownEntityError) as caught:
        graph.ask("roles-of", "CVPR")

    assert str(caught.value) == "'CVPR' is an organisation, and a person is asked for: try `stewards search`"


def test_an_address_of_nothing_is_refused(graph: Graph) -> None:
    assert refusal(graph, "org-id:nobody").startswith("no entity is called 'org-id:nobody'")
    assert refusal(graph, "https://w3id.org/stewards/id/org/nobody").startswith("no entity is called")


def test_an_address_that_is_no_entity_is_refused(graph: Graph) -> None:
    assert refusal(graph, "role:maintainer").startswith("no entity is called 'role:maintainer'")


def test_search_gives_whole_names_then_beginnings_then_the_rest(graph: Graph) -> None:
    found = [entity.label for entity in graph.search("google")]

    assert found == ["Google", "Google Cloud"]
    assert graph.search("foundation pytorch")[0].label == "PyTorch Foundation"


def test_search_stops_at_the_limit(graph: Graph) -> None:
    assert len(graph.search("a", limit=3)) == 3


def test_search_without_a_match_is_empty(graph: Graph) -> None:
    assert graph.search("qqqq") == []


@pytest.mark.parametrize(
    ("iri", "kind"),
    [
        (META, "organisation"),
        ("https://w3id.org/stewards/id/person/soumith-chintala", "person"),
        ("https://w3id.org/stewards/id/body/pytorch-foundation-tac", "body"),
        ("https://w3id.org/stewards/id/tenure/0123", ""),
        ("https://w3id.org/stewards/role/maintainer", ""),
        ("https://example.org/id/org/meta", ""),
    ],
)
def test_kind_is_read_from_the_address(iri: str, kind: str) -> None:
    assert kind_of(iri) == kind


def test_types_are_as_fine_as_known(graph: Graph) -> None:
    iris = [graph.find(name).iri for name in ("Meta", "PyTorch Foundation", "CVPR", "PyTorch", "@soumith")]

    assert list(types_of(graph.store, iris).values()) == ["company", "foundation", "organisation", "project", "person"]
