from __future__ import annotations

from pathlib import Path

import pytest

import stewards
from stewards.build import Plan, shipped_facts
from stewards.errors import RequestError, StoreError, UnknownEntityError
from stewards.identity.decisions import Decision, load_decisions
from stewards.identity.resolving import resolve
from stewards.identity.review import Pair, load_review, queue, save_review, why
from stewards.identity.reviewing import decide, explain, waiting
from stewards.model import Document, Record, Reference, Tenure
from stewards.stores.generations import Generations
from tests.graphs import built, plan, run_stewards, version

#: Two lists, as no landscape may have one domain twice.
LISTS = {
    "first": """
    - {name: Synadia, homepage_url: 'https://synadia.example'}
    - {name: IIJ, homepage_url: 'https://iij.example'}
    - {name: Heron, homepage_url: 'https://birds.example'}
    - {name: Crane}
""",
    "second": """
    - {name: Synadia Communications}
    - {name: Internet Initiative Japan, homepage_url: 'https://iij.example'}
    - {name: 'Internet Initiative Japan, Inc.'}
    - {name: Plover, homepage_url: 'https://birds.example'}
""",
}
SYNADIA = (2, "organisation", "Synadia", "Synadia Communications", "names", "they differ in common words only")
BIRDS = (1, "organisation", "Heron", "Plover", "domain birds.example", "the names have nothing in common")


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> list[Plan]:
    """Return the plans for two lists of members of whom some may be one."""
    head = "landscape:\n- name: NLF Members\n  subcategories:\n  - name: Gold\n    items:"
    plans = []
    for name, items in LISTS.items():
        path = tmp_path_factory.mktemp("members") / f"{name}.yml"
        path.write_text(head + items, encoding="utf-8")
        plans.append(plan(version("landscape", path, name)))
    return plans


@pytest.fixture
def store(members: list[Plan], tmp_path: Path) -> str:
    """Return a store with the lists."""
    built(*members, at=tmp_path / "store")
    return str(tmp_path / "store")


def test_pairs_wait_in_order(store: str) -> None:
    assert waiting(store) == [BIRDS, SYNADIA]


def test_the_command_line_lists_what_waits(store: str) -> None:
    shown = run_stewards("review", "--format", "csv", store=Path(store))

    assert shown.stdout.splitlines() == [
        "number,kind,first,second,evidence,reason",
        "1,organisation,Heron,Plover,domain birds.example,the names have nothing in common",
        "2,organisation,Synadia,Synadia Communications,names,they differ in common words only",
    ]


def test_a_pair_waits_once_whatever_speaks_for_it() -> None:
    pairs = [Pair("body", "a", "b", "names", "why", True), Pair("body", "b", "a", "domain x", "why", True)]

    assert len(queue([*pairs, Pair("body", "a", "c", "names", "why", False)])) == 1


# Why.


def test_why_two_names_are_one_is_a_chain(store: str) -> None:
    chain = [(row[2], row[3], row[4], row[5]) for row in explain(store, "iij", "Internet Initiative Japan, Inc.")]

    assert chain == [
        ("IIJ", "Internet Initiative Japan", "domain iij.example and names that agree", "joined"),
        (
            "Internet Initiative Japan",
            "Internet Initiative Japan, Inc.",
            "name 'Internet Initiative Japan, Inc.'",
            "joined",
        ),
    ]


def test_why_two_names_are_two(store: str) -> None:
    assert [row[4:] for row in explain(store, "Plover", "Heron")] == [BIRDS[4:]]


def test_why_of_what_nothing_connects(store: str) -> None:
    with pytest.raises(RequestError, match="nothing connects 'Crane' and 'Heron'"):
        explain(store, "Crane", "Heron")


def test_why_two_people_of_one_name_are_one() -> None:
    joined = [Pair("person", "Ada Anker", "Ada Anker (@ada)", "a role at Acme"), Pair("person", "Cleo", "C", "x")]

    assert why([], joined, "Ada Anker", "ada anker") == joined[:1]


def test_why_finds_a_name_without_its_legal_form(store: str) -> None:
    assert [row[4] for row in explain(store, "Plover Ltd.", "Heron")] == ["domain birds.example"]


def test_why_two_names_of_one_source_are_one(store: str) -> None:
    built(shipped_facts(), at=Path(store))

    assert explain(store, "Facebook", "Meta") == [
        (1, "organisation", "Facebook", "Meta", "a source gives both as names of Meta", "joined")
    ]


def test_why_of_a_name_that_nothing_has(store: str) -> None:
    with pytest.raises(UnknownEntityError, match="no entity is called 'Nobody'"):
        explain(store, "Nobody", "Heron")


def test_why_on_the_command_line(store: str) -> None:
    shown = run_stewards("review", "--why", "Heron", "Plover", store=Path(store))

    assert "the names have nothing in common" in shown.stdout


def test_people_of_one_name_are_told_by_login(tmp_path: Path) -> None:
    acme = Reference("organisation", "Acme")
    people = [Reference("person", "Ada Anker", identifiers) for identifiers in ((), (("github", "ada"),))]
    other = Reference("person", "Ada Anker", (("github", "anker"),))
    records: list[Record] = [Tenure(member=who, organisation=acme, role="employee") for who in (*people, other)]
    save_review(resolve({Document("sample", "sample", "facts"): records}), tmp_path)
    held, joined = load_review(tmp_path)

    assert [(pair.first, pair.second) for pair in queue(held)] == [
        ("Ada Anker", "Ada Anker (@ada)"),
        ("Ada Anker", "Ada Anker (@anker)"),
    ]
    assert len(why(held, joined, "Ada Anker", "ada anker")) == 3


# Decisions.


def test_what_is_accepted_is_one_from_the_next_build_on(store: str, members: list[Plan]) -> None:
    decide(store, 2, True, "see its imprint")
    before = stewards.open(store).find("Synadia").iri
    built(*members, at=Path(store))
    graph = stewards.open(store)

    assert before == graph.find("org-id:synadia").iri == graph.find("Synadia Communications").iri
    assert waiting(store) == [BIRDS]


def test_what_is_rejected_waits_no_longer(store: str, members: list[Plan]) -> None:
    decide(store, 1, False, "")
    built(*members, at=Path(store))
    graph = stewards.open(store)

    assert graph.find("Heron").iri != graph.find("Plover").iri
    assert waiting(store) == [(1, *SYNADIA[1:])]


def test_a_decision_is_written_with_its_reason(store: str) -> None:
    decide(store, 2, True, "see its imprint")

    assert load_decisions(Path(store) / "decisions.yaml") == [
        Decision("organisation", ("Synadia", "Synadia Communications"), True, "see its imprint")
    ]


@pytest.mark.parametrize(("option", "word"), [("--accept", "the same"), ("--reject", "different")])
def test_the_command_line_says_what_was_decided(option: str, word: str, store: str) -> None:
    shown = run_stewards("review", option, "1", "--reason", "birds", store=Path(store))

    path = Path(store) / "decisions.yaml"
    assert shown.stdout == f"Heron and Plover are {word}: written to {path}; `stewards build` follows it.\n"
    assert [decision.same for decision in load_decisions(path)] == [option == "--accept"]


def test_decisions_go_to_the_file_that_the_environment_names(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "team.yaml"
    monkeypatch.setenv("STEWARDS_DECISIONS", str(shared))
    decide(store, 1, True, "")

    assert len(load_decisions(shared)) == 1
    assert not (Path(store) / "decisions.yaml").exists()


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_number_that_is_not_in_the_queue_is_refused(number: int, store: str) -> None:
    with pytest.raises(RequestError, match=f"there is no pair {number}: the queue has 2"):
        decide(store, number, True, "")
    assert not (Path(store) / "decisions.yaml").exists()


def test_accepting_and_rejecting_at_once_is_refused(store: str) -> None:
    shown = run_stewards("review", "--accept", "1", "--reject", "2", store=Path(store))

    assert shown.returncode == 2
    assert shown.stderr == "stewards: --accept and --reject are two decisions: make one at a time\n"


def test_nothing_can_be_reviewed_before_a_build(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="there is no build to review"):
        waiting(str(tmp_path / "empty"))


def test_a_build_without_its_review_says_what_to_do(store: str) -> None:
    generation = Generations(Path(store)).current()
    assert generation is not None
    (generation / "review.json").unlink()

    with pytest.raises(StoreError, match="build the graph anew"):
        waiting(store)


def test_conflicts_are_what_sources_contradict_one_another_in(tmp_path: Path) -> None:
    built(shipped_facts(), at=tmp_path)

    shown = run_stewards("review", "--conflicts", store=tmp_path)

    assert "PyTorch was created" in shown.stdout
    assert "2016" in shown.stdout
