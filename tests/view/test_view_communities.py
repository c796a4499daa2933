"""Large networks: an overview of communities, and each of them in detail."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from stewards.networks.network import Edge, Network, Node
from stewards.views.communities import MOST_DRAWN, communities
from tests.bench.bench_view import FREE_PLACE
from tests.bench.networks_made import made_network

OpenPage = Callable[..., Any]
SAME = """
from stewards.views.communities import communities
from tests.bench.bench_view import FREE_PLACE
from tests.bench.networks_made import made_network
print([(one.members, one.place, sorted(one.places.items())) for one in communities(made_network(2500))])
"""


def star(leaves: int) -> Network:
    nodes = [Node("urn:hub", "Foundation", "foundation")]
    nodes += [Node(f"urn:{number:05}", f"Member {number}", "company") for number in range(leaves)]
    edges = tuple(Edge(node.iri, "urn:hub", "member", "membership") for node in nodes[1:])
    return Network("Star", "", tuple(nodes), edges, ("urn:hub",))


def test_a_network_that_can_be_drawn_in_one_piece_has_no_communities() -> None:
    assert communities(star(MOST_DRAWN - 1)) == ()


def test_everything_belongs_to_one_community_that_can_be_drawn() -> None:
    network = made_network(3000)
    found = communities(network)
    members = [iri for one in found for iri in one.members]
    assert sorted(members) == sorted(node.iri for node in network.nodes)
    assert all(set(one.places) == set(one.members) for one in found)
    assert max(len(one.members) for one in found) <= MOST_DRAWN


def test_communities_have_more_relations_within_than_chance_would_give() -> None:
    network = made_network(3000)
    home = {iri: number for number, one in enumerate(communities(network)) for iri in one.members}
    inside = sum(home[edge.source] == home[edge.target] for edge in network.edges)
    assert inside > 0.5 * len(network.edges)


def test_a_star_that_does_not_fall_apart_is_cut_into_pieces_that_can_be_drawn() -> None:
    found = communities(star(4500))
    assert [len(one.members) for one in found] == [2000, 2000, 501]
    assert found[0].members[0] == "urn:hub"


def test_small_groups_are_put_together() -> None:
    pairs = [(Node(f"urn:{n:05}/a", "A", "person"), Node(f"urn:{n:05}/b", "B", "project")) for n in range(1500)]
    edges = tuple(Edge(one.iri, other.iri, "maintainer", "tenure") for one, other in pairs)
    found = communities(Network("Pairs", "", tuple(node for pair in pairs for node in pair), edges))
    assert [(len(one.members), one.parts) for one in found] == [(2000, 1000), (1000, 500)]


def test_communities_are_the_same_in_every_process() -> None:
    runs = {
        subprocess.run([sys.executable, "-c", SAME], capture_output=True, check=True, env=None).stdout for _ in range(2)
    }
    assert len(runs) == 1


@pytest.fixture
def opened(open_page: OpenPage) -> Any:
    return open_page(made_network(2500))


def test_no_name_of_a_community_lies_on_another(opened: Any) -> None:
    opened.settle()
    boxes = opened.page.evaluate("labels.groups.map(({ left, top, width, height }) => [left, top, width, height])")
    assert len(boxes) > 3
    for (a, b, wide, high), (c, d, wide2, high2) in combinations(boxes, 2):
        assert a + wide <= c or c + wide2 <= a or b + high <= d or d + high2 <= b


def names(opened: Any) -> list[str]:
    found: list[str] = opened.page.locator("#communities li span").all_inner_texts()
    return found


def test_a_large_network_opens_as_an_overview(opened: Any) -> None:
    opened.settle()
    assert opened.page.evaluate("drawnThings.length") == len(communities(made_network(2500)))
    assert names(opened)[0].endswith("more")
    assert "2500 things" in opened.page.locator("#counts").inner_text()
    assert (opened.requests, opened.errors) == ([], [])


def test_a_click_on_a_circle_opens_its_community_and_the_breadcrumb_leads_back(opened: Any) -> None:
    opened.settle()
    place = opened.page.evaluate("network.canvasToDOM(communities[0])")
    opened.page.locator("#network canvas").dblclick(position=place)
    assert opened.page.evaluate("drawnThings.length") == len(communities(made_network(2500))[0].members)
    assert opened.page.locator("#card").is_hidden()
    opened.page.get_by_role("button", name="All communities").click()
    assert opened.page.locator("#communities h2").inner_text() == "Communities"


def test_the_hint_says_what_a_click_does(opened: Any) -> None:
    hint = opened.page.locator("#keys")
    assert "click a circle to open" in hint.inner_text() and "+7" not in hint.inner_text()
    opened.page.evaluate("openCommunity(communities[0])")
    assert "click a circle" not in hint.inner_text() and "+7" in hint.inner_text()


def test_communities_open_and_close_from_the_keyboard(opened: Any) -> None:
    second = opened.page.locator("#communities li button").nth(1)
    name = second.locator("span").inner_text()
    second.focus()
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.textContent") == name
    assert opened.page.locator("#said").inner_text() == f"Opened {name}"
    opened.page.keyboard.press("Escape")
    assert opened.page.evaluate("document.activeElement.querySelector('span').textContent") == name


def test_search_finds_what_a_closed_community_holds_and_opens_it(opened: Any) -> None:
    member = communities(made_network(2500))[1].members[7]
    label = next(node.label for node in made_network(2500).nodes if node.iri == member)
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(label)
    assert "found" in opened.page.locator("#communities li").first.inner_text()
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#card h2").inner_text() == label
    assert opened.page.evaluate("state.community.number") == 1
    assert not opened.thing(label)["hidden"]


def test_the_card_leads_from_one_community_to_another(opened: Any) -> None:
    number = opened.page.evaluate("[...bundles.values()][0].pairs[0].from")
    other = opened.page.evaluate("[...bundles.values()][0].pairs[0].to")
    opened.page.evaluate("number => select(number)", number)
    opened.page.evaluate("number => select(number)", other)
    assert opened.page.evaluate("state.community === things[state.selected].community")


def test_one_thing_of_a_community_is_not_one_things(open_page: OpenPage) -> None:
    page = open_page(star(4500)).page
    page.locator("[data-thing=company]").click()
    assert page.locator("#communities li small").inner_text().strip() == "1 thing"


def test_circles_of_communities_that_are_empty_go_and_come_back(open_page: OpenPage) -> None:
    page = open_page(star(4500)).page
    drawn = """() => ["nodes", "edges"].map(kind =>
        Object.values(network.body[kind]).filter(one => !one.options.hidden).length)"""
    assert page.evaluate(drawn) == [3, 2]
    page.locator("[data-thing=company]").click()
    assert page.evaluate(drawn) == [1, 0]
    page.locator("[data-thing=company]").click()
    assert page.evaluate(drawn) == [3, 2]


def test_the_table_of_the_overview_holds_every_relation(opened: Any) -> None:
    assert opened.page.locator("#shown").inner_text() == f"{len(made_network(2500).edges)} rows"


def test_the_picture_to_save_shows_what_is_drawn(opened: Any) -> None:
    count = len(communities(made_network(2500)))
    assert opened.page.evaluate("svgOf().match(/<circle/g).length") == count
    opened.page.evaluate("openCommunity(communities[0])")
    assert "and 100 more" not in opened.page.evaluate("svgOf()")
    assert opened.errors == []


@pytest.mark.parametrize("options", [{"width": 390, "height": 844}, {"color_scheme": "dark"}])
def test_the_overview_fits_phones_and_dark_screens(open_page: OpenPage, options: dict[str, Any]) -> None:
    opened = open_page(made_network(2500), **options)
    opened.settle()
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.errors == []


def test_the_picture_goes_with_the_drag_and_is_drawn_anew_at_its_end(opened: Any) -> None:
    opened.settle()
    before = opened.page.evaluate("network.canvasToDOM({ x: 0, y: 0 })")
    x, y = opened.page.evaluate(FREE_PLACE)
    opened.page.mouse.move(x, y)
    opened.page.mouse.down()
    opened.page.mouse.move(x - 30, y + 20)
    places = []
    for step in range(1, 9):
        opened.page.mouse.move(x - 30 - step, y + 20 + 2 * step)
        across, down = opened.page.evaluate("[...held.style.transform.matchAll(/-?[0-9.]+/g)].map(Number)")
        places.append((round(across) + step, round(down) - 2 * step))
    assert len(set(places)) == 1
    opened.page.mouse.up()
    opened.settle()
    after = opened.page.evaluate("network.canvasToDOM({ x: 0, y: 0 })")
    assert opened.page.evaluate("[held.isConnected, canvas.style.opacity]") == [False, ""]
    assert after["x"] < before["x"] and after["y"] > before["y"]
    assert opened.page.evaluate("network.renderer.allowRedraw")
    assert opened.errors == []
