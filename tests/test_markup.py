"""Answers, cards, tables and networks as HTML: complete, escaped, and without a colour of their own."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from stewards import markup
from stewards.asking.answers import Answer, Column, EntityValue, Evidence, Row
from stewards.cards import Card, CardLine
from stewards.networks.network import Edge, Network, Node
from stewards.terms import Iri, Table, Text
from stewards.views.page import Page

HOSTILE = "</td><script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
COLUMNS = (Column("member", HOSTILE), Column("number", "Number"))


class Tags(HTMLParser):
    """Collects the elements of a text, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def passage(url: str = "https://example.org/minutes", place: str = "line 3") -> Evidence:
    return Evidence("Minutes", place, "2024", url)


def answer(rows: int = 1, *evidence: Evidence, name: str = "Ada") -> Answer:
    found = [Row({"member": EntityValue(name, "urn:a"), "number": number}, evidence) for number in range(rows)]
    return Answer("board", name, {}, COLUMNS, found, [name], sentence=name, figures={"seats": 2})


def card(name: str = "Ada") -> Card:
    line = CardLine("tenure", name, "2020", "", "2024", (passage(),))
    return Card("urn:a", name, "person", {"homepage": ["https://example.org/a", "javascript:alert(1)"]}, [line])


def hostile() -> list[str]:
    network = Network(HOSTILE, "2024", (Node("urn:a", HOSTILE, "person"),), (), ())
    table = Table((HOSTILE,), [(Text(HOSTILE),), (Iri(HOSTILE),)])
    shown = (answer(2, Evidence(HOSTILE, HOSTILE, HOSTILE, HOSTILE), name=HOSTILE), card(HOSTILE), table, network)
    return [content._repr_html_() for content in shown]


@pytest.mark.parametrize("text", hostile(), ids=["answer", "card", "table", "network"])
def test_names_are_text_and_never_elements(text: str) -> None:
    tags = Tags(text)

    assert tags.of("script") == tags.of("img") == []
    assert not any(name.startswith("on") for _, attributes in tags.found for name in attributes)


def test_a_passage_is_a_link_and_several_are_behind_their_number() -> None:
    one = answer(1, passage())._repr_html_()
    two = answer(1, passage(), passage(place="line 4"))._repr_html_()

    assert Tags(one).of("a")[0]["href"] == "https://example.org/minutes"
    assert Tags(one).of("details") == []
    assert "<summary>2 passages</summary>" in two


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "minutes.pdf", ""])
def test_only_web_addresses_are_links(address: str) -> None:
    assert Tags(answer(1, passage(address))._repr_html_()).of("a") == []


def test_a_card_shows_itself_with_evidence_and_links() -> None:
    shown = card()._repr_html_()

    assert "<h4>Ada (person)</h4>" in shown
    assert [link["href"] for link in Tags(shown).of("a")] == ["https://example.org/a", "https://example.org/minutes"]


def test_a_long_answer_says_what_it_leaves_out() -> None:
    shown = answer(markup.MOST_ROWS + 34)._repr_html_()

    assert len(Tags(shown).of("tr")) == markup.MOST_ROWS + 1
    assert "34 more rows are not shown here." in shown


def test_numbers_stand_to_the_right() -> None:
    assert '<td class="number">0</td>' in answer()._repr_html_()


def test_nothing_has_a_colour_that_a_dark_notebook_would_swallow() -> None:
    for content in (answer(2, passage()), card(), Table(("a",), [(Text("b"),)])):
        assert not re.search(r"colou?r\s*:|background", content._repr_html_())


def test_a_network_is_a_page_in_a_sandboxed_frame() -> None:
    nodes = (Node("urn:a", "Ada", "person"), Node("urn:b", "Board", "body"))
    network = Network("Who sits", "2024", nodes, (Edge("urn:a", "urn:b", "seat", "tenure"),), ())
    [frame] = Tags(network._repr_html_()).of("iframe")

    assert frame["title"] == "Who sits"
    assert frame["srcdoc"] == network.view()
    assert set(str(frame["sandbox"]).split()) == {"allow-scripts", "allow-downloads"}


def test_a_page_is_text_that_can_be_written() -> None:
    page = Page("<!doctype html>" + "é" * 500, "Who sits")

    assert page.upper().startswith("<!DOCTYPE")
    assert repr(page) == "<page 'Who sits', 1 kB: to be written to a file>"


def test_a_network_tells_a_terminal_what_it_holds() -> None:
    nodes = (Node("urn:a", "Ada", "person"), Node("urn:g", "Grace", "person"), Node("urn:b", "Board", "body"))
    network = Network("Who sits", "2024", nodes, (Edge("urn:a", "urn:b", "seat", "tenure"),), ())

    assert repr(network).splitlines() == [
        "Who sits (2024): 3 things, 1 relations",
        "  things: person 2 · body 1",
        "  relations: tenure 1",
    ]
    assert repr(Network("Nothing", "", (), (), ())) == "Nothing: 0 things, 0 relations"


def test_python_shows_an_answer_a_card_and_a_table_as_they_are_printed() -> None:
    lines = repr(answer(70)).splitlines()

    assert lines[0].startswith("Ada 70 rows.")
    assert "10 more rows are not shown here." in lines
    assert repr(card()).splitlines()[0] == "Ada (person)"
    assert repr(Table(("name",), [(Text("Ada"),)])).split() == ["name", "────", "Ada"]


def test_a_table_for_pandas_has_numbers_and_gaps() -> None:
    number = Text("3", "http://www.w3.org/2001/XMLSchema#integer")
    frame = Table(("name", "seats"), [(Text("Ada"), number), (None, number)]).to_pandas()

    assert frame["seats"].tolist() == [3, 3]
    assert frame["name"].isna().tolist() == [False, True]
