"""The time bar: what was in force on a date, by mouse and by keyboard, and never another rule than Python's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stewards.networks.network import Edge, Network, Node, Origin
from stewards.validity import CERTAIN, POSSIBLE, Times
from stewards.values import Period

OpenPage = Callable[..., Any]

PERIODS = st.builds(
    lambda day, precision: Period.around(day, precision),
    st.dates(date(2019, 1, 1), date(2023, 12, 31)),
    st.sampled_from(["day", "month", "year"]),
)
TIMES = st.builds(
    Times,
    start=st.none() | PERIODS,
    end=st.none() | PERIODS,
    first_observed=st.none() | PERIODS,
    last_observed=st.none() | PERIODS,
    absent=st.none() | PERIODS,
)
DAYS = [(date(2018, 12, 1) + timedelta(days=number)).isoformat() for number in range(0, 2000, 3)]


def as_ruled(times: Times, day: str) -> str | None:
    """Return the certainty of the one rule, None where it says no or unknown."""
    certainty = times.hold_on(day)
    return certainty if certainty in (CERTAIN, POSSIBLE) else None


@settings(deadline=None)
@given(TIMES)
def test_spells_say_what_the_rule_says_on_every_day(times: Times) -> None:
    for day in DAYS:
        assert [spell.certainty for spell in times.spells() if spell.covers(day)] == list(
            filter(None, [as_ruled(times, day)])
        )


@settings(deadline=None)
@given(TIMES)
def test_spells_follow_each_other_and_change_something(times: Times) -> None:
    spells = times.spells()
    assert all(one.last < other.first for one, other in pairwise(spells))
    assert all(
        one.certainty != other.certainty or one.last < str(date.fromisoformat(other.first) - timedelta(1))
        for one, other in pairwise(spells)
    )


def various() -> list[Times]:
    """Return times of every sort: with and without each of their dates, to the day, the month and the year."""
    dates = [None, Period.parse("2020"), Period.parse("2021-05"), Period.parse("2021-11-23")]
    return [
        Times(start=start, end=end, first_observed=first, last_observed=last, absent=absent)
        for start in dates
        for end in (None, Period.parse("2022-03"), Period.parse("2022-06-30"))
        for first in (None, Period.parse("2020-07"))
        for last in (None, Period.parse("2021-12-31"), Period.parse("2022"))
        for absent in (None, Period.parse("2022-09-01"))
    ]


def test_the_page_and_the_rule_agree_on_many_days(open_page: OpenPage) -> None:
    all_times = various()
    nodes = tuple(Node(f"urn:{number}", f"Thing {number}", "person") for number in range(len(all_times) + 1))
    edges = tuple(
        Edge(nodes[0].iri, node.iri, "member", "membership", str(number), spells=times.spells())
        for number, (node, times) in enumerate(zip(nodes[1:], all_times, strict=True))
    )
    opened = open_page(Network("Many", "2021-11-23", nodes, edges, ("urn:0",)))
    days = DAYS[::5]
    shown = opened.page.evaluate(
        """days => days.map(day => { state.day = day; findPresent();
            return relations.map(relation => relationShown(relation) ? standsOn(relation).certainty : null); })""",
        days,
    )
    assert shown == [[as_ruled(times, day) for times in all_times] for day in days]


def test_the_page_opens_on_its_own_day_and_goes_from_the_first_to_the_last(open_page: OpenPage, board: Network) -> None:
    page = open_page(board).page
    assert page.locator("#counts").inner_text() == "As of 2026-11-23 · 5 things · 4 relations · 2 of them possible"
    assert page.input_value("#date") == "2026-11-23"
    assert page.evaluate("[firstDay, lastDay, dayOf(slider.valueAsNumber)]") == [
        "2014-01-01",
        "2026-11-23",
        "2026-11-23",
    ]
    assert page.locator("#marks rect").count() > 4


def test_the_slider_by_mouse_changes_drawing_table_and_counts(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.settle()
    box = opened.page.locator("#day").bounding_box()
    opened.page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2)
    assert opened.page.evaluate("state.day").startswith("201")
    assert opened.shown() == {"PyTorch Foundation", "Governing Board", "Soumith Chintala", "Meta"}
    assert [row.split("\t")[1] for row in opened.rows()] == ["governs", "employee (certain)"]
    assert opened.thing("AMD")["hidden"]
    opened.page.click("#later")
    assert opened.page.evaluate("state.day") == "2021-01-01"
    assert "AMD" in opened.shown()
    opened.page.click("#earlier")
    assert opened.page.evaluate("state.day") == "2014-01-01"


def test_the_slider_by_keyboard_goes_from_change_to_change(open_page: OpenPage, board: Network) -> None:
    page = open_page(board).page
    page.focus("#day")
    days = []
    for key in ("ArrowLeft", "ArrowLeft", "ArrowRight", "Shift+ArrowRight", "Home", "End"):
        page.keyboard.press(key)
        days.append(page.evaluate("state.day"))
    assert days == ["2025-12-01", "2025-09-04", "2025-12-01", "2025-12-02", "2014-01-01", "2026-11-23"]
    assert page.get_attribute("#day", "aria-valuetext").startswith("As of 2026-11-23 · 5 things")


def test_a_date_can_be_typed_and_all_times_be_seen(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board)
    opened.page.fill("#date", "2023-06-01")
    assert [row.split("\t")[1] for row in opened.rows()].count("chair (certain)") == 1
    assert opened.page.input_value("#day") == str(date(2023, 6, 1).toordinal() - date(1970, 1, 1).toordinal())
    opened.page.click("#ever")
    assert opened.page.locator("#counts").inner_text() == "At any time · 6 things · 6 relations"
    opened.page.click("#ever")
    assert opened.page.locator("#counts").inner_text().startswith("As of 2023-06-01")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_play_goes_through_the_changes_to_the_end(open_page: OpenPage, board: Network, motion: str) -> None:
    page = open_page(board).page
    page.emulate_media(reduced_motion=motion)
    page.clock.install()
    page.get_by_role("button", name="Play").click()
    days = [page.evaluate("state.day")]
    while page.get_attribute("#play", "aria-pressed") == "true" and len(days) < 20:
        page.clock.run_for(600 if motion == "no-preference" else 1500)
        days.append(page.evaluate("state.day"))
    assert days == [*page.evaluate("changes"), "2026-11-23"]


def test_play_ends_on_the_day_of_the_view_and_not_where_terms_end(open_page: OpenPage, board: Network) -> None:
    page = open_page(replace(board, as_of="2024-06-01")).page
    assert page.locator("#own-day").is_visible()
    page.clock.install()
    page.get_by_role("button", name="Play").click()
    assert page.evaluate("state.day") == "2014-01-01"
    page.clock.run_for(30_000)
    assert page.get_attribute("#play", "aria-pressed") == "false"
    assert page.evaluate("state.day") == "2024-06-01"


def test_titles_and_names_of_files_have_the_day_shown_once(open_page: OpenPage, board: Network) -> None:
    page = open_page(board).page
    page.fill("#date", "2022-10-01")
    assert page.title() == "Who governs PyTorch (2022-10-01)"
    assert page.evaluate("fileName('svg')") == "who-governs-pytorch-2022-10-01.svg"
    page.click("#ever")
    assert page.title() == "Who governs PyTorch"


def test_a_day_before_anything_is_known_is_shown_as_it_is(open_page: OpenPage, board: Network) -> None:
    page = open_page(board).page
    page.fill("#date", "2001-01-01")
    assert page.locator("#counts").inner_text().startswith("As of 2001-01-01")
    assert page.locator("#counts").inner_text().endswith("nothing is known before 2014-01-01")
    page.click("#earlier")
    assert page.evaluate("state.day") == "2001-01-01"
    page.click("#later")
    assert page.evaluate("state.day") == "2014-01-01"


def test_on_other_days_the_page_of_an_analysis_says_what_it_holds(open_page: OpenPage, board: Network) -> None:
    page = open_page(replace(board, origin=Origin(only_of="2026-11-23"))).page
    only = "only what the answer of 2026-11-23 rests on"
    assert only not in page.locator("#counts").inner_text()
    page.fill("#date", "2024-01-01")
    assert page.locator("#counts").inner_text().endswith(only)


def test_a_page_without_relations_says_that_nothing_is_known(open_page: OpenPage) -> None:
    page = open_page(Network("Who?", "2026-11-23", (Node("urn:a", "A", "body"),), (), ("urn:a",))).page
    assert page.locator("#counts").inner_text() == "As of 2026-11-23 · 1 thing · 0 relations · nothing is known"


def test_a_network_without_dates_has_no_time_bar(open_page: OpenPage) -> None:
    nodes = (Node("urn:a", "A", "body"), Node("urn:b", "B", "project"))
    opened = open_page(Network("Two", "2026-11-23", nodes, (Edge("urn:a", "urn:b", "governs", "governs"),)))
    assert opened.page.locator("#time").is_hidden()
    assert opened.errors == []


def test_a_tier_is_the_one_of_the_day(open_page: OpenPage) -> None:
    from stewards.networks.network import Spell

    spells = (Spell("2020-01-01", "2021-12-31", CERTAIN, "gold"), Spell("2022-01-01", "", POSSIBLE, "platinum"))
    nodes = (Node("urn:a", "A", "company"), Node("urn:b", "B", "foundation"))
    edge = Edge("urn:a", "urn:b", "member", "membership", "2020-01-01", spells=spells)
    opened = open_page(Network("Tiers", "2021-06-01", nodes, (edge,), ("urn:b",)))
    assert opened.rows()[0].split("\t")[1] == "member (gold) (certain)"
    opened.page.fill("#date", "2022-01-01")
    assert opened.rows()[0].split("\t")[1] == "member (platinum) (possible)"
