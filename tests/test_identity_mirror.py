"""Who is who among all real sources: nothing is two nodes, and nobody is two people, without a reason."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from stewards.namespaces import ID
from stewards.stores.store import OxigraphStore
from stewards.terms import Table
from stewards.values import name_key
from tests.conftest import TESTS, skip_unless_ci

EXCEPTIONS: dict[str, dict[str, str]] = yaml.safe_load((TESTS / "identity_exceptions.yaml").read_text(encoding="utf-8"))
Pairs = dict[str, set[str]]


def pairs(store: OxigraphStore, pattern: str) -> Pairs:
    """Return, for each ?key of a pattern, every ?value, without the part that all IRIs of entities begin with."""
    answer: Any = store.query(f"SELECT ?key ?value WHERE {{ {pattern} }}")
    assert isinstance(answer, Table)
    found: Pairs = defaultdict(set)
    for key, value in answer.rows:
        found[str(key).removeprefix(ID)].add(str(value).removeprefix(ID))
    return found


@pytest.fixture(scope="module")
def logins(mirror_graph: OxigraphStore) -> Pairs:
    """Return the people who have each login."""
    return pairs(mirror_graph, "?value a foaf:Person ; stw:githubLogin ?key")


@pytest.fixture(scope="module")
def namesakes(mirror: Path) -> Pairs:
    """Return the logins of each name that belongs to several, from the table of people and their logins."""
    table = mirror.parent / "truth" / "people_aliases.csv"
    if not table.is_file():
        skip_unless_ci(f"no table of names at {table}")
    found: Pairs = defaultdict(set)
    with table.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            found[name_key(row["name"])].add(row["github_login"].lower())
    return {name: bearers for name, bearers in found.items() if len(bearers) > 1}


@pytest.mark.parametrize("identifier", ["crunchbasePage", "githubLogin", "repository"])
def test_an_identifier_is_of_one_node(identifier: str, mirror_graph: OxigraphStore) -> None:
    found = pairs(mirror_graph, f"?value stw:{identifier} ?key")
    shared = {key: sorted(nodes) for key, nodes in found.items() if len(nodes) > 1 and key not in EXCEPTIONS["shared"]}

    assert len(found) > 500
    assert shared == {}


def test_nobody_has_two_logins_without_a_reason(mirror_graph: OxigraphStore) -> None:
    found = pairs(mirror_graph, "?key a foaf:Person ; stw:githubLogin ?value")
    several = {who.removeprefix("person/"): logins for who, logins in found.items() if len(logins) > 1}

    assert {who: several[who] for who in several.keys() - EXCEPTIONS["logins"].keys()} == {}


def test_every_exception_is_needed(mirror_graph: OxigraphStore) -> None:
    found = pairs(mirror_graph, "?key a foaf:Person ; stw:githubLogin ?value")

    assert [who for who in EXCEPTIONS["logins"] if len(found[f"person/{who}"]) < 2] == []


def test_people_of_one_name_and_different_logins_stay_apart(namesakes: Pairs, logins: Pairs) -> None:
    told = [pair for several in namesakes.values() for pair in combinations(sorted(several & logins.keys()), 2)]

    assert len(told) > 15
    assert [pair for pair in told if logins[pair[0]] & logins[pair[1]]] == []


def test_a_login_that_a_list_gives_a_person_and_that_is_a_companys_is_the_companys(
    mirror_graph: OxigraphStore, logins: Pairs
) -> None:
    bearers = pairs(mirror_graph, "?value stw:githubLogin ?key")

    assert {login: bearers[login] for login in ("airbnb", "cncf")} == {"airbnb": {"org/airbnb"}, "cncf": {"org/cncf"}}
    assert "airbnb" not in logins


def test_a_slip_in_a_login_makes_no_one_of_two_namesakes(mirror_graph: OxigraphStore) -> None:
    named = pairs(mirror_graph, "?key a foaf:Person ; skos:prefLabel 'Ryan Northey' ; skos:prefLabel ?value")

    assert len(named) == 2
    assert "person/phlax" in named
