"""Every notebook runs in a kernel from a clean state, says what its cells find, and shows its graphs offline."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.chromium import refuse_all_but
from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [path.stem for path in NOTEBOOKS]
WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
NUMBER = re.compile(rf"\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)

Render = Callable[[str], Path]


def cells(path: Path) -> list[dict[str, Any]]:
    content: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return content


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    code = [cell for cell in cells(path) if cell["cell_type"] == "code"]

    assert [cell for cell in code if cell["outputs"] or cell["execution_count"]] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_says_first_what_it_reads(path: Path) -> None:
    head = "".join(cells(path)[0]["source"])

    assert re.match(r"# [^\n]+\n\n> \*\*Data:\*\* ", head)
    assert "**In short**" in head
    assert ("STEWARDS_TEST_DATA" in head) == ("mirror=" in json.dumps(cells(path)))


def numbers(text: str) -> set[str]:
    """Return the numbers in a text, written in digits; numbers in names, such as those of notebooks, are none."""
    plain = re.sub(r"`[^`]*`|notebooks? \d\d(?: to \d\d)?", "", text)
    found = (word.lower().replace(",", "") for word in NUMBER.findall(plain))
    return {str(WORDS.index(word) + 2) if word in WORDS else word for word in found}


def shown(page: Path) -> str:
    """Return the text of what the code cells of a page show."""
    pieces = page.read_text(encoding="utf-8").split('<div class="jp-Cell ')[1:]
    outputs = (piece.partition('class="jp-Cell-outputWrapper"')[2] for piece in pieces)
    bare = re.sub(r"<(iframe|style|script|defs|details)\b.*?</\1>", " ", "\n".join(outputs), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", bare))


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_in_the_prose_are_those_that_the_cells_show(name: str, rendered: Render) -> None:
    prose = "\n".join(
        "".join(cell["source"])
        for cell in cells(ROOT / "notebooks" / f"{name}.ipynb")
        if cell["cell_type"] == "markdown"
    )

    assert sorted(numbers(prose) - numbers(shown(rendered(name)))) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_its_graphs_and_asks_nothing_of_the_network(name: str, rendered: Render, browser: Browser) -> None:
    page_file = rendered(name)
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    asked = refuse_all_but(context, page_file)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.goto(page_file.as_uri())
    drawn, cut = [], []
    for frame in page.locator("iframe").all():
        frame.scroll_into_view_if_needed()
        inside = frame.content_frame
        inside.locator("canvas").first.wait_for()
        drawn.append(inside.locator("canvas").first.evaluate(COLOURS))
        cut.append(inside.locator("#stage").evaluate("it => it.getBoundingClientRect().bottom > window.innerHeight"))
    context.close()

    assert drawn and min(drawn) > 10
    assert not any(cut)
    assert (asked, complaints) == ([], [])


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_is_described(name: str, rendered: Render) -> None:
    described = re.findall(r'<img\b[^>]*\balt="([^"]*)"', rendered(name).read_text(encoding="utf-8"))

    assert described
    assert [text for text in described if len(text) < 20 or text.startswith("No description")] == []


#: How many colours a canvas shows: a blank one shows one.
COLOURS = """canvas => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    done(new Set(new Uint32Array(data.buffer)).size);
})))"""


def test_numbers_are_found_in_prose() -> None:
    assert numbers("Of twelve, 1,234 or 12.5% as of `2022`, see notebook 02") == {"12", "1234", "12.5"}
