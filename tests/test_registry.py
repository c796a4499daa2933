from __future__ import annotations

from pathlib import Path

import pytest

import stewards
from stewards.build import Plan, build
from stewards.errors import StoreError, UnknownEntityError
from stewards.graph import Graph
from stewards.identity.registry import Registry, load_registry
from stewards.namespaces import ID, REGISTRY_GRAPH
from stewards.stores.generations import Generations
from tests.graphs import built, column, plan, run_stewards, version

DECISIONS = "decisions.yaml"


@pytest.fixture
def landscape(fixtures: Path) -> Plan:
    return plan(version("landscape", fixtures / "landscape.yml", "landscape"))


@pytest.fixture
def facts(fixtures: Path) -> Plan:
    return plan(version("facts", fixtures / "facts", "northern"))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return the place of a store."""
    return tmp_path / "store"


def opened(store: Path) -> Graph:
    return stewards.open(str(store))


def decide(store: Path, text: str) -> None:
    (store / DECISIONS).write_text(text, encoding="utf-8")
    build(store, [])


def merged(store: Path, landscape: Plan) -> None:
    """Build a store in which two companies became one by a decision."""
    built(landscape, at=store)
    decide(store, "- {same: ['Acme Shipping, Inc.', Buoy GmbH], kind: organisation}\n")


def members_file(home: Path, *members: str) -> Plan:
    """Return the plan for a list of members, each a name and what else is said of it."""
    home.mkdir(exist_ok=True)
    items = "".join(f"      - {{{member}}}\n" for member in members)
    path = home / "list.yml"
    path.write_text(
        f"landscape:\n- name: NLF Members\n  subcategories:\n  - name: Gold\n    items:\n{items}", encoding="utf-8"
    )
    return plan(version("landscape", path, "list"))


# An address that changes.


def test_a_source_that_renames_an_entity_leaves_its_address_leading_there(
    landscape: Plan, facts: Plan, store: Path
) -> None:
    built(landscape, at=store)
    built(facts, at=store)

    replaced = f"SELECT ?new {{ GRAPH <{REGISTRY_GRAPH}> {{ org-id:acme-shipping dcterms:isReplacedBy ?new }} }}"
    assert column(opened(store).store, replaced) == [ID + "org/acme"]


def test_a_retired_address_is_marked_as_such(landscape: Plan, facts: Plan, store: Path) -> None:
    built(landscape, at=store)
    built(facts, at=store)

    marked = f"SELECT ?old {{ GRAPH <{REGISTRY_GRAPH}> {{ ?old owl:deprecated true }} }}"
    assert ID + "org/acme-shipping" in column(opened(store).store, marked)


@pytest.mark.parametrize("address", ["org-id:acme-shipping", f"{ID}org/acme-shipping", f"<{ID}org/acme-shipping>"])
def test_an_old_address_finds_the_entity(address: str, landscape: Plan, facts: Plan, store: Path) -> None:
    built(landscape, at=store)
    built(facts, at=store)

    assert opened(store).find(address).iri == ID + "org/acme"


def test_an_old_address_can_be_asked_about(landscape: Plan, facts: Plan, store: Path) -> None:
    built(landscape, at=store)
    built(facts, at=store)
    rows = opened(store).ask("memberships-of", "org-id:acme-shipping", as_of="2024-01-01").rows

    assert [str(row["foundation"]) for row in rows] == ["Northern Lights Foundation"]


def test_the_command_line_shows_the_card_of_an_old_address(landscape: Plan, facts: Plan, store: Path) -> None:
    built(landscape, at=store)
    built(facts, at=store)
    shown = run_stewards("show", "org-id:acme-shipping", store=store)

    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith("Acme Shipping")


def test_an_old_address_leads_to_the_newest_after_two_changes(landscape: Plan, facts: Plan, store: Path) -> None:
    built(landscape, at=store)
    built(facts, at=store)
    decide(store, "- {same: [Acme Shipping, Buoy GmbH], kind: organisation}\n")
    build(store, [], drop="northern")

    assert opened(store).find("org-id:acme").iri == opened(store).find("Buoy GmbH").iri


def test_an_entity_that_its_source_renames_is_found_by_its_page(store: Path, tmp_path: Path) -> None:
    page = "crunchbase: 'https://www.crunchbase.com/organization/lightbend'"
    built(members_file(tmp_path / "old", f"name: Lightbend, {page}"), at=store)
    built(members_file(tmp_path / "new", f"name: Akka, {page}"), at=store)

    assert opened(store).find("org-id:lightbend").label == "Akka"


# Merged, split, gone, back.


def test_a_merged_address_leads_to_the_one_that_remains(landscape: Plan, store: Path) -> None:
    merged(store, landscape)

    found = {opened(store).find(f"org-id:{name}").iri for name in ("acme-shipping", "buoy")}
    assert len(found) == 1


def test_a_decision_undone_gives_each_its_address_back(store: Path, tmp_path: Path) -> None:
    built(members_file(tmp_path, "name: Quay", "name: Quarry"), at=store)
    decide(store, "- {same: [Quay, Quarry], kind: organisation}\n")
    decide(store, "")

    assert [opened(store).find(f"org-id:{name}").label for name in ("quay", "quarry")] == ["Quay", "Quarry"]


def test_an_address_of_what_was_split_names_the_candidates(store: Path, tmp_path: Path) -> None:
    sources = members_file(tmp_path, "name: Quay", "name: Quarry")
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        "documents: {note: {title: Note}}\n"
        "entities: {stone: {kind: company, name: Stone, aliases: [Quay, Quarry], source: note}}\n",
        encoding="utf-8",
    )
    built(sources, plan(version("facts", facts, "stones")), at=store)
    build(store, [], drop="stones")

    with pytest.raises(UnknownEntityError) as caught:
        opened(store).find("org-id:stone")
    assert str(caught.value) == (
        "'org-id:stone' may mean several things: name one of Quarry (org-id:quarry); Quay (org-id:quay)"
    )


def test_a_dropped_source_retires_its_entities(landscape: Plan, facts: Plan, store: Path) -> None:
    built(landscape, facts, at=store)
    build(store, [], drop="landscape")

    with pytest.raises(UnknownEntityError) as caught:
        opened(store).find("project:tugboat")
    assert str(caught.value) == "project:tugboat is retired: no source that is loaded tells of it any more"


def test_an_entity_that_comes_back_is_no_longer_retired(landscape: Plan, facts: Plan, store: Path) -> None:
    built(landscape, facts, at=store)
    build(store, [], drop="landscape")
    built(landscape, at=store)

    assert opened(store).find("project:tugboat").label == "Tugboat"
    assert ID + "project/tugboat" not in load_registry(Generations(store).current()).retired


def test_an_address_never_issued_is_not_called_retired(facts: Plan, store: Path) -> None:
    built(facts, at=store)

    with pytest.raises(UnknownEntityError, match="no entity is called 'org-id:nobody'"):
        opened(store).find("org-id:nobody")


def test_no_address_is_ever_forgotten(landscape: Plan, facts: Plan, store: Path) -> None:
    issued: set[str] = set()
    for step in ([landscape], [facts], []):
        build(store, step, drop="" if step else "landscape")
        registry = load_registry(Generations(store).current())
        issued |= set(registry.issued)
        assert issued == set(registry.issued)
        assert all(iri in registry.issued for new in registry.retired.values() for iri in new)


def test_a_registry_that_cannot_be_read_stops_the_build(landscape: Plan, store: Path) -> None:
    built(landscape, at=store)
    generation = Generations(store).current()
    assert generation is not None
    (generation / "registry.json").write_text("{", encoding="utf-8")

    with pytest.raises(StoreError, match="the registry of addresses cannot be read"):
        build(store, [])


def test_without_a_store_no_address_is_retired() -> None:
    assert load_registry(None) == Registry()
