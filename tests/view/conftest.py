"""A real browser for the pages, and the small network that the tests look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from stewards.networks.network import Edge, Evidence, Network, Node, Origin, Spell
from stewards.views.rendering import write
from tests.chromium import refuse_all_but

WATCH_POLICY = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", event => violations.push(event.violatedDirective));
"""


@dataclass
class Opened:
    """A page in the browser and everything it did that it should not."""

    page: Page
    requests: list[str]
    errors: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until the drawing has been painted."""
        self.page.evaluate("() => new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))")

    def thing(self, name: str) -> dict[str, Any]:
        """Return what the drawing shows of a thing: hidden or not, opacity, border."""
        script = """name => {
            const drawn = network.body.nodes[things.findIndex(thing => thing.label === name)];
            if (!drawn) return { hidden: true };
            const { x, y, options: { hidden, opacity, borderWidth } } = drawn;
            return { x, y, hidden, opacity, borderWidth }; }"""
        drawn: dict[str, Any] = self.page.evaluate(script, name)
        return drawn

    def shown(self) -> set[str]:
        """Return the names of the things that show."""
        return set(self.page.evaluate("things.filter(thing => thingShown(thing.number)).map(thing => thing.label)"))

    def click_thing(self, name: str) -> None:
        """Click on the middle of a thing's shape in the drawing."""
        script = "name => network.canvasToDOM(things.find(thing => thing.label === name))"
        place = self.page.evaluate(script, name)
        self.page.locator("#network canvas").click(position=place)

    def focus_drawing(self) -> None:
        """Give the drawing the keyboard focus."""
        self.page.locator("#network > div").focus()

    def rows(self) -> list[str]:
        """Return the text of the table rows that show."""
        return self.page.locator("tbody tr:visible").all_inner_texts()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Return a function that writes the page of a network and opens it from disk."""
    contexts: list[BrowserContext] = []

    def open_(network: Network, width: int = 1280, height: int = 800, **options: Any) -> Opened:
        path = tmp_path / f"page-{len(contexts)}.html"
        write(network, path)
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **options)
        contexts.append(context)
        opened = Opened(context.new_page(), refuse_all_but(context, path))
        opened.page.add_init_script(WATCH_POLICY)
        opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
        opened.page.on(
            "console",
            lambda line: opened.errors.append(line.text) if line.type in ("error", "warning") else None,
        )
        opened.page.goto(path.as_uri())
        return opened

    yield open_
    for context in contexts:
        context.close()


ANNOUNCED = Evidence("Announcement", "paragraph 3", "2022-09-12", "https://example.org/announcement#chair")
MINUTES = Evidence("Minutes", "line 12")


def held(
    source: str, target: str, label: str, kind: str, spells: str, dates: tuple[str, str, str], *evidence: Evidence
) -> Edge:
    """Return an edge with its spells, written ``first/last/certainty`` with blanks between them."""
    parts = tuple(Spell(first, last, sure) for first, last, sure in (spell.split("/") for spell in spells.split()))
    return Edge(f"urn:{source}", f"urn:{target}", label, kind, *dates, "", evidence, parts, f"urn:{kind}/{source}")


@pytest.fixture
def board() -> Network:
    """Return a few of those who govern PyTorch, in 2026 and at other times; Intel lies beyond."""
    return Network(
        "Who governs PyTorch",
        "2026-11-23",
        (
            Node("urn:foundation", "PyTorch Foundation", "foundation", "Home of PyTorch.", ("Founded 2022",)),
            Node("urn:board", "Governing Board", "body"),
            Node("urn:pytorch", "PyTorch", "project"),
            Node("urn:meta", "Meta", "company"),
            Node("urn:amd", "AMD", "company"),
            Node("urn:soumith", "Soumith Chintala", "person"),
        ),
        (
            held("pytorch", "foundation", "hosted by", "hosting", "2022-09-12//certain", ("2022-09-12", "", "")),
            Edge("urn:board", "urn:foundation", "governs", "governs", evidence=(ANNOUNCED,)),
            held("meta", "board", "seat", "tenure", "2022-09-12/2025-09-03/certain 2025-09-04//possible",
                 ("2022-09-12", "", "2025-09-03"), ANNOUNCED, MINUTES),
            held("meta", "board", "chair", "tenure", "2023-01-01/2024-12-31/certain", ("2023", "2024", "")),
            held("amd", "board", "seat", "tenure", "2021-01-01//possible", ("2021", "", "")),
            held("soumith", "meta", "employee", "employment", "2014-01-01/2025-11-30/certain", ("2014", "2025-11", "")),
        ),
        ("urn:foundation",),
        beyond=Network(
            "", "2026-11-23",
            (Node("urn:intel", "Intel", "company"), Node("urn:onnx", "ONNX", "project")),
            (
                held("amd", "onnx", "uses", "usage", "2020-01-01//possible", ("2020", "", "")),
                held("intel", "amd", "competes with", "competition", "2020-01-01//certain", ("2020", "", "")),
            ),
        ),
        origin=Origin("stewards view 'PyTorch Foundation' -o view.html", "SELECT ?thing WHERE { ?thing a ?kind }"),
    )  # fmt: skip


@pytest.fixture
def ever(board: Network) -> Network:
    """Return the same, seen at all times."""
    return replace(board, as_of="")
