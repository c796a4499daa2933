"""The page in a real browser: what people see and do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from stewards.networks.network import Edge, Evidence, Network, Node
from stewards.values import TURNING

OpenPage = Callable[..., Any]

HOSTILE = (
    "<script>window.__pwned = 1</script>",
    "</script><script>window.__pwned = 1</script>",
    "<img src=x onerror='window.__pwned = 1'>",
    '"><svg onload="window.__pwned = 1">',
    "<!-- <script>",
    "{{ 7 * 7 }} ${window.__pwned = 1}",
    "<a href='javascript:window.__pwned = 1'>href</a>",
    "line\u2028separator\u2029end",
    "مؤسسة لينكس",
    "\u202eright to left\u202c\u2066\u061c",
    "👩🏽‍💻 family 👨‍👩‍👧‍👦",
    "x" * 10_000,
    "NaN",
)


@pytest.mark.parametrize("options", [{}, {"width": 390, "height": 844}, {"color_scheme": "dark"}])
def test_a_page_asks_for_nothing_and_complains_of_nothing(
    open_page: OpenPage, board: Network, options: dict[str, int]
) -> None:
    opened = open_page(board, **options)
    opened.settle()
    opened.click_thing("Meta")
    opened.settle()
    assert opened.requests == []
    assert opened.errors == []
    assert opened.page.evaluate("window.violations") == []


def test_the_policy_stops_a_script_that_was_slipped_in(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.page.evaluate(
        """() => { const script = document.createElement("script");
            script.text = "window.__pwned = 1";
            document.body.append(script); }"""
    )
    assert opened.page.evaluate("window.__pwned") is None
    assert opened.page.evaluate("window.violations.length") == 1


def test_the_drawing_is_painted(open_page: OpenPage, ever: Network) -> None:
    opened = open_page(ever)
    opened.settle()
    painted = opened.page.evaluate(
        """() => { const canvas = document.querySelector("#network canvas");
            const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            const colours = new Set();
            for (let at = 0; at < pixels.length; at += 4)
                if (pixels[at + 3] === 255) colours.add([...pixels.slice(at, at + 3)].join());
            return [...colours]; }"""
    )
    assert {"230,159,0", "0,114,178", "86,180,233"} <= set(painted)


def test_every_name_of_a_small_network_has_room(open_page: OpenPage, ever: Network) -> None:
    opened = open_page(ever)
    opened.settle()
    assert opened.page.evaluate("labels.boxes.length") == len(ever.nodes)


@pytest.mark.parametrize("width", [1280, 390])
def test_hostile_names_are_text_and_nothing_runs(open_page: OpenPage, width: int) -> None:
    nodes = tuple(Node(f"urn:{number}", name, name, name, (name,)) for number, name in enumerate(HOSTILE))
    edges = tuple(
        Edge("urn:0", node.iri, node.label, node.label, node.label, "", "", node.label,
             (Evidence(node.label, node.label, node.label, "javascript:window.__pwned = 1"),))
        for node in nodes[1:]
    )  # fmt: skip
    opened = open_page(Network(HOSTILE[0], HOSTILE[2], nodes, edges, ("urn:3",)), width=width)
    for number, name in enumerate(HOSTILE):
        opened.page.evaluate("number => select(number, { centre: true })", number)
        assert opened.page.locator("#card h2").text_content() == name.translate(TURNING)
    opened.settle()
    assert opened.page.locator("h1").text_content() == HOSTILE[0]
    assert opened.page.locator("tbody td[data-column=subject]").first.inner_text() == HOSTILE[0]
    assert opened.page.locator("a[href^=javascript]").count() == 0
    legend = opened.page.locator(".legend button span").all_inner_texts()
    assert {name.capitalize() for name in HOSTILE[:7]} <= set(legend)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.page.evaluate("document.getElementById('counts').textContent").startswith(f"As of {HOSTILE[2]}")
    assert opened.page.evaluate("window.__pwned") is None
    assert (opened.requests, opened.errors) == ([], [])


def test_a_very_long_name_is_shortened_and_whole_in_its_card(open_page: OpenPage) -> None:
    name = "Foundation for " + "very " * 2000 + "long names"
    opened = open_page(Network("Long", "", (Node("urn:a", name, "foundation"),), ()))
    row = opened.page.locator("tbody .link")
    assert len(row.inner_text()) == 80
    row.click()
    assert opened.page.locator("#card h2").text_content() == name
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_thing_without_a_name_shows_the_end_of_its_iri(open_page: OpenPage) -> None:
    opened = open_page(Network("One", "", (Node("https://example.org/id/org/meta", "", "company"),), ()))
    assert opened.rows() == ["meta\tno relations\t\t\t\t\t"]
    assert opened.errors == []


def test_a_network_of_nothing_opens(open_page: OpenPage) -> None:
    opened = open_page(Network("Nothing known", "", (), ()))
    opened.page.click("#fit")
    assert opened.rows() == []
    assert opened.errors == []


def test_the_table_holds_every_relation(open_page: OpenPage, ever: Network) -> None:
    opened = open_page(ever)
    names = {node.iri: node.label for node in ever.nodes}
    rows = [row.split("\t") for row in opened.rows()]
    assert [row[:6] for row in rows] == [
        [names[edge.source], edge.label, names[edge.target], edge.start, edge.end, edge.last_observed]
        for edge in ever.edges
    ]
    assert rows[2][6].strip() == "Announcement, paragraph 3, as of 2022-09-12\nMinutes, line 12"


def test_columns_sort_both_ways_with_empty_cells_last(open_page: OpenPage, ever: Network) -> None:
    opened = open_page(ever)
    since = opened.page.get_by_role("button", name="Since")
    since.click()
    assert [row.split("\t")[3] for row in opened.rows()] == [
        "2014",
        "2021",
        "2022-09-12",
        "2022-09-12",
        "2023",
        "",
    ]
    since.click()
    assert [row.split("\t")[3] for row in opened.rows()] == [
        "2023",
        "2022-09-12",
        "2022-09-12",
        "2021",
        "2014",
        "",
    ]
    assert opened.page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"


def test_a_click_shows_the_card_with_its_evidence(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.settle()
    opened.click_thing("Meta")
    card = opened.page.locator("#card")
    assert card.locator("h2").inner_text() == "Meta"
    assert card.locator(".kind").inner_text() == "Company"
    assert "since 2022-09-12 · last confirmed 2025-09-03" in card.inner_text()
    assert "Minutes, line 12" in card.inner_text()
    link = card.get_by_role("link", name="Announcement")
    assert link.get_attribute("href") == "https://example.org/announcement#chair"
    assert "noopener" in str(link.get_attribute("rel"))


def test_the_card_says_who_represents_a_company_on_which_body(open_page: OpenPage) -> None:
    names = {"meta": "Meta", "board": "Governing Board", "greg": "Gregory Chanan", "joe": "Joe Spisak"}
    seat = Edge("urn:greg", "urn:board", "member", "tenure", situation="urn:seat")
    stands = [Edge(f"urn:{who}", "urn:meta", "represents", "representation") for who in ("greg", "joe")]
    edges = (seat, replace(stands[0], situation="urn:seat"), stands[1])
    opened = open_page(
        Network("Seats", "", tuple(Node(f"urn:{end}", name, "company") for end, name in names.items()), edges)
    )
    opened.page.evaluate("select(things.findIndex(thing => thing.label === 'Meta'))")
    lines = opened.page.locator("#card .relations > li").all_inner_texts()
    assert lines == ["represented by Gregory Chanan on Governing Board", "represented by Joe Spisak"]


def test_a_click_on_a_line_shows_all_relations_between_two_things(open_page: OpenPage, ever: Network) -> None:
    opened = open_page(ever)
    opened.settle()
    opened.page.evaluate("selectPair(pairs.findIndex(pair => shownOf(pair).length === 2))")
    assert "2 relations" in opened.page.locator("#card").inner_text()


def test_search_marks_filters_and_selects(open_page: OpenPage, ever: Network) -> None:
    opened = open_page(ever)
    opened.page.fill("#search", "SOUMITH")
    assert opened.page.locator("#found").inner_text() == "1 match"
    assert (opened.thing("Soumith Chintala")["opacity"], opened.thing("AMD")["opacity"]) == (1, 0.18)
    assert [row.split("\t")[0] for row in opened.rows()] == ["Soumith Chintala"]
    opened.page.press("#search", "Enter")
    assert opened.page.locator("#card h2").inner_text() == "Soumith Chintala"


def test_what_is_selected_from_the_search_lights_up_with_its_neighbours(open_page: OpenPage, ever: Network) -> None:
    opened = open_page(ever)
    line = """() => network.body.edges[pairs.find(({ from, to }) =>
        [from, to].every(end => ["Soumith Chintala", "Meta"].includes(things[end].label))).id].options.color.opacity"""
    opened.page.fill("#search", "soumith")
    assert (opened.thing("Meta")["opacity"], opened.page.evaluate(line)) == (0.18, 0.13)
    opened.page.press("#search", "Enter")
    assert (opened.thing("Meta")["opacity"], opened.page.evaluate(line)) == (1, 1)
    assert opened.thing("AMD")["opacity"] == 0.18
    opened.page.fill("#search", "pytorch")
    assert opened.thing("Meta")["opacity"] == 0.18


def test_enter_goes_round_the_matches(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.page.fill("#search", "pytorch")
    names = []
    for _ in range(3):
        opened.page.press("#search", "Enter")
        names.append(opened.page.locator("#card h2").inner_text())
    assert names == ["PyTorch Foundation", "PyTorch", "PyTorch Foundation"]


def test_a_legend_button_hides_a_kind_of_thing_everywhere(open_page: OpenPage, ever: Network) -> None:
    opened = open_page(ever)
    button = opened.page.get_by_role("button", name="Companies")
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert [opened.thing(name)["hidden"] for name in ("Meta", "AMD", "PyTorch")] == [True, True, False]
    assert opened.page.evaluate("drawnPairs.get().filter(pair => !pair.hidden).length") == 2
    assert [row.split("\t")[1] for row in opened.rows()] == ["hosted by", "governs"]
    button.click()
    assert len(opened.rows()) == len(ever.edges)


def test_a_legend_button_hides_a_kind_of_relation_everywhere(open_page: OpenPage, ever: Network) -> None:
    opened = open_page(ever)
    opened.page.get_by_role("button", name="Tenure").click()
    assert [row.split("\t")[1] for row in opened.rows()] == ["hosted by", "governs", "employee"]
    assert opened.page.evaluate("drawnPairs.get().filter(pair => !pair.hidden).length") == 3


def test_lines_of_relations_that_are_only_possible_are_dashed(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    dashed = opened.page.evaluate(
        """pairs.filter(({ id }) => network.body.edges[id]?.options.dashes)
            .map(pair => things[pair.from].label + "/" + things[pair.to].label)"""
    )
    assert dashed == ["Governing Board/Meta", "Governing Board/AMD"]


def test_lines_of_each_kind_differ_in_colour_or_end(open_page: OpenPage, ever: Network) -> None:
    opened = open_page(ever)
    looks = opened.page.evaluate(
        """pairs.filter(pair => shownOf(pair).length).map(({ id }) => network.body.edges[id].options)
            .map(line => [line.color.color, line.arrows.to.type].join(" "))"""
    )
    assert len(set(looks)) == len({edge.kind for edge in ever.edges})


def test_everything_works_from_the_keyboard(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    keyboard = opened.page.keyboard
    keyboard.press("/")
    keyboard.type("meta")
    keyboard.press("Enter")
    assert opened.page.locator("#card h2").inner_text() == "Meta"
    keyboard.press("Escape")
    assert opened.page.input_value("#search") == ""
    keyboard.press("Escape")
    assert opened.page.locator("#card").is_hidden()
    opened.page.locator("tbody .link").first.focus()
    keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.textContent") == "PyTorch"
    keyboard.press("Escape")
    assert opened.page.evaluate("document.activeElement.closest('td').dataset.column") == "subject"


def test_kinds_are_hidden_and_shown_from_the_keyboard(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.page.get_by_role("button", name="Companies").focus()
    opened.page.keyboard.press("Space")
    assert not {"Meta", "AMD"} & opened.shown()
    opened.page.keyboard.press("Space")
    assert {"Meta", "AMD"} <= opened.shown()


def test_what_was_searched_for_is_chosen_by_mouse(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.page.click("#search")
    opened.page.keyboard.type("amd")
    opened.page.locator("tbody .link").first.click()
    assert opened.page.locator("#card h2").inner_text() == "AMD"
    opened.page.get_by_role("button", name="Close details").click()
    assert opened.page.locator("#card").is_hidden()


def test_a_table_of_many_rows_is_made_as_it_is_shown(open_page: OpenPage) -> None:
    nodes = tuple(Node(f"urn:{number}", f"Thing {number}", "person") for number in range(351))
    edges = tuple(Edge(node.iri, "urn:0", "member", "membership") for node in nodes[1:])
    opened = open_page(Network("Many", "", nodes, edges, ("urn:0",)))
    rows = opened.page.locator("tbody tr")
    assert (rows.count(), opened.page.locator("#shown").inner_text()) == (100, "350 rows")
    opened.page.get_by_role("button", name="Show 100 more of 250").click()
    assert rows.count() == 200
    opened.page.fill("#search", "thing 349")
    assert opened.rows()[0].startswith("Thing 349")
    opened.page.fill("#search", "")
    opened.page.get_by_role("button", name="Subject").click()
    opened.page.get_by_role("button", name="Subject").click()
    assert opened.rows()[0].startswith("Thing 350")


def test_tab_reaches_every_control(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    reached = set()
    for _ in range(60):
        opened.page.keyboard.press("Tab")
        reached.add(opened.page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    assert {"search", "fit", "theme", "export", "day", "date", "play", "ever", "zoom-in", "full"} <= reached
    assert {"People 0", "Tenure 2", "Since", "Meta", "Skip to the table"} <= reached


def test_dark_follows_the_system_and_the_button(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board, color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    assert opened.page.evaluate(background) == "rgb(18, 22, 28)"
    opened.page.get_by_role("button", name="Dark").click()
    assert opened.page.evaluate(background) == "rgb(246, 247, 249)"


def test_a_phone_needs_no_sideways_scrolling(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board, width=390, height=844)
    opened.settle()
    opened.click_thing("Meta")
    assert opened.page.locator("#card h2").inner_text() == "Meta"
    assert opened.page.evaluate("document.documentElement.scrollWidth") == 390


def test_on_paper_the_network_is_a_picture(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board, color_scheme="dark")
    opened.page.evaluate(
        """addEventListener("beforeprint", () => {
            window.printed = [picture.src.slice(0, 14), root.dataset.theme]; })"""
    )
    opened.page.pdf()
    assert opened.page.evaluate("window.printed") == ["data:image/png", "light"]
    assert opened.page.evaluate("root.dataset.theme") == "dark"
    assert opened.errors == []
