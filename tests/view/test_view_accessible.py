"""What axe-core finds on the page: nothing serious and nothing critical, in light and in dark, whatever is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stewards.networks.network import Network, Node
from tests.bench.networks_made import made_network
from tests.conftest import skip_unless_ci

OpenPage = Callable[..., Any]
AXE = Path(__file__).resolve().parents[2] / "build" / "axe" / "axe.min.js"
OPENED = {
    "as it opens": "",
    "with a card": "select(things.findIndex(thing => thing.label === 'AMD'))",
    "with a line's card": "selectPair(0)",
    "with the export panel": "panel.showModal()",
    "with a search": "search.value = 'meta'; runSearch()",
    "at all times": "goTo('')",
}


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.exists():
        skip_unless_ci("axe-core is missing: `make axe` installs it from npm")
    return AXE.read_text(encoding="utf-8")


def findings(page: Any, axe: str) -> list[str]:
    """Return what axe-core finds serious or critical: the rule, and the first place."""
    page.evaluate(axe)
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:160]} {violation['nodes'][0]['failureSummary'][:300]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page: OpenPage, board: Network, axe: str, scheme: str) -> None:
    found = {}
    for what, script in OPENED.items():
        opened = open_page(board, color_scheme=scheme)
        opened.page.evaluate(script)
        found[what] = findings(opened.page, axe)
    assert found == {what: [] for what in OPENED}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_a_large_network(open_page: OpenPage, axe: str, scheme: str) -> None:
    opened = open_page(made_network(2500), color_scheme=scheme)
    assert findings(opened.page, axe) == []
    opened.page.evaluate("openCommunity(communities[0])")
    assert findings(opened.page, axe) == []


def test_axe_finds_nothing_serious_on_a_phone(open_page: OpenPage, board: Network, axe: str) -> None:
    opened = open_page(board, width=390, height=844)
    opened.page.evaluate(OPENED["with a card"])
    assert findings(opened.page, axe) == []


def test_axe_does_find_what_is_wrong(open_page: OpenPage, axe: str) -> None:
    opened = open_page(Network("One", "", (Node("urn:a", "A", "body"),), ()))
    opened.page.evaluate("document.getElementById('fit').replaceChildren()")
    assert [finding.partition(":")[0] for finding in findings(opened.page, axe)] == ["button-name"]
