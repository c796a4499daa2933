"""Unfolding neighbours, pinning, zooming and moving about, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from stewards.networks.network import Network

OpenPage = Callable[..., Any]


def badge(opened: Any, name: str) -> int:
    count: int = opened.page.evaluate("name => more[things.findIndex(thing => thing.label === name)]", name)
    return count


def test_what_lies_beyond_is_folded_and_counted(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    assert not {"Intel", "ONNX"} & opened.shown()
    assert (badge(opened, "AMD"), badge(opened, "Meta")) == (2, 0)
    assert opened.page.evaluate("drawnThings.length") == 5


def test_a_double_click_unfolds_and_folds_again(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.settle()
    place = opened.page.evaluate("network.canvasToDOM(things.find(thing => thing.label === 'AMD'))")
    opened.page.locator("#network canvas").dblclick(position=place)
    assert {"Intel", "ONNX"} <= opened.shown()
    assert [row.split("\t")[1] for row in opened.rows()][-2:] == ["uses (possible)", "competes with (certain)"]
    assert badge(opened, "AMD") == 0
    opened.page.evaluate("toggleFold(things.findIndex(thing => thing.label === 'AMD'))")
    assert not {"Intel", "ONNX"} & opened.shown()


def test_the_card_says_what_the_file_does_not_have(open_page: OpenPage, board: Network) -> None:
    opened = open_page(replace(board, left_out=(("urn:amd", 54),)))
    opened.page.get_by_role("button", name="AMD").first.click()
    assert opened.page.locator("#incomplete").inner_text() == (
        "This file has 3 of its 57 relations of all times; make a view of it for all."
    )
    opened.page.get_by_role("button", name="Meta").first.click()
    assert opened.page.locator("#incomplete").count() == 0


def test_what_is_fitted_lies_beside_the_card(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.page.get_by_role("button", name="AMD").first.click()
    opened.page.get_by_role("button", name="Fit").click()
    opened.settle()
    edge = opened.page.evaluate("Math.max(...shownInView().map(thing => network.canvasToDOM(thing).x))")
    assert edge < opened.page.evaluate("card.getBoundingClientRect().left - stage.getBoundingClientRect().left")


def test_the_card_unfolds_and_keeps_the_focus(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.page.get_by_role("button", name="AMD").first.click()
    opened.page.get_by_role("button", name="Unfold 2 more").click()
    assert {"Intel", "ONNX"} <= opened.shown()
    assert opened.page.evaluate("document.activeElement.textContent") == "Fold neighbours"
    opened.page.keyboard.press("Enter")
    assert not {"Intel", "ONNX"} & opened.shown()


def test_what_is_unfolded_follows_the_time(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.page.evaluate("toggleFold(things.findIndex(thing => thing.label === 'AMD'))")
    opened.page.fill("#date", "2019-01-01")
    assert not {"Intel", "ONNX"} & opened.shown()


def test_the_drawing_is_walked_by_keyboard(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.focus_drawing()
    press = opened.page.keyboard.press
    press("Enter")
    assert opened.page.locator("#card h2").inner_text() == "PyTorch Foundation"
    met = set()
    for key in ("ArrowUp", "ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"):
        press(key)
        met.add(opened.page.locator("#card h2").inner_text())
    assert len(met) > 1
    assert opened.page.locator("#said").inner_text().startswith(opened.page.locator("#card h2").inner_text())
    press("Enter")
    assert opened.page.evaluate("document.activeElement.closest('#card') !== null")
    press("Escape")
    assert opened.page.evaluate("document.activeElement === frame")


def test_keys_unfold_and_pin(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.page.fill("#search", "amd")
    opened.page.press("#search", "Enter")
    opened.focus_drawing()
    opened.page.keyboard.press("e")
    assert "Intel" in opened.shown()
    opened.page.keyboard.press("p")
    assert opened.page.get_by_role("button", name="Pinned").get_attribute("aria-pressed") == "true"


def test_a_thing_stays_where_it_is_dragged_until_it_is_unpinned(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.settle()
    script = "() => { const { x, y } = things.find(thing => thing.label === 'PyTorch'); return { x, y }; }"
    home = opened.page.evaluate(script)
    at = opened.page.evaluate("network.canvasToDOM(things.find(thing => thing.label === 'PyTorch'))")
    box = opened.page.locator("#network canvas").bounding_box()
    opened.page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + at["x"] + 60, box["y"] + at["y"] + 40, steps=4)
    opened.page.mouse.up()
    assert opened.page.evaluate(script)["x"] > home["x"] + 20
    opened.settle()
    opened.click_thing("PyTorch")
    opened.page.get_by_role("button", name="Pinned").click()
    assert opened.page.evaluate(script) == home
    assert opened.page.get_by_role("button", name="Pin", exact=True).get_attribute("aria-pressed") == "false"


def test_what_was_dragged_fast_is_clicked_where_its_shape_is(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.settle()
    mouse = opened.page.mouse
    x, y = opened.page.evaluate(
        """() => { const { left, top } = canvas.getBoundingClientRect();
            const at = network.canvasToDOM(things.find(thing => thing.label === "PyTorch"));
            return [left + at.x, top + at.y]; }"""
    )
    mouse.move(x, y)
    mouse.down()
    for across, down in [(10, 5), (120, 70)]:
        mouse.move(x + across, y + down)
    mouse.up()
    opened.settle()
    shape = opened.thing("PyTorch")
    known = opened.page.evaluate("things.find(thing => thing.label === 'PyTorch')")
    assert (opened.errors, known["x"], known["y"]) == ([], shape["x"], shape["y"])
    mouse.click(x + 120, y + 70)
    assert opened.page.locator("#card h2").inner_text() == "PyTorch"


def test_what_was_unfolded_comes_along(open_page: OpenPage, board: Network) -> None:
    page = open_page(board).page
    moved = page.evaluate(
        """() => { const [amd, intel] = ["AMD", "Intel"].map(name => things.find(thing => thing.label === name));
            toggleFold(amd.number);
            const before = intel.x;
            bringAlong(amd.number, 30, 0);
            return intel.x - before; }"""
    )
    assert moved == 30


def test_zoom_by_button_key_and_fit(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    scale = "network.getScale()"
    start = opened.page.evaluate(scale)
    opened.page.get_by_role("button", name="Zoom in").click()
    assert opened.page.evaluate(scale) > start * 1.2
    opened.focus_drawing()
    opened.page.keyboard.press("-")
    opened.page.keyboard.press("-")
    assert opened.page.evaluate(scale) < start
    opened.page.keyboard.press("0")
    assert opened.page.evaluate(scale) == start
    left = opened.page.evaluate("network.getViewPosition().x")
    opened.page.keyboard.press("ArrowRight")
    assert opened.page.evaluate("network.getViewPosition().x") > left
    opened.page.get_by_role("button", name="Fit").click()
    assert opened.page.evaluate(scale) == start


def test_full_screen_holds_drawing_card_and_time(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.page.get_by_role("button", name="Full screen").click()
    opened.page.wait_for_function("document.fullscreenElement")
    assert opened.page.evaluate(
        "['network', 'card', 'time'].every(id => document.fullscreenElement.contains(document.getElementById(id)))"
    )
    opened.focus_drawing()
    opened.page.keyboard.press("f")
    opened.page.wait_for_function("!document.fullscreenElement")
