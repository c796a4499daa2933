from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewards.analysis.connection import span_of
from stewards.asking.answers import Answer
from stewards.errors import RequestError, UnknownEntityError
from stewards.graph import Graph
from stewards.model import Funding, Usage
from stewards.validity import NO, UNKNOWN, Times
from stewards.values import Period
from tests.worlds import DAY, World

BROKEN = "not known to be at the same time as the step before"


@pytest.fixture
def harbour() -> World:
    """Two companies whose people sit on one committee, and which are both members of a foundation of many."""
    world = World()
    world.foundation("Harbour Foundation")
    world.company("Anker", "Boje")
    for number in range(30):
        world.company(f"Company {number}")
        world.member(f"Company {number}", "Harbour Foundation")
    for company in ("Anker", "Boje"):
        world.member(company, "Harbour Foundation")
    world.project("Quay")
    world.body("Quay Committee", "Quay")
    world.tenure("Ada", "Quay Committee", employer="Anker")
    world.tenure("Ben", "Quay Committee", employer="Boje")
    return world


def ask(graph: Graph, a: str, b: str, as_of: str = DAY, paths: int = 3, lens: str | None = None) -> Answer:
    return graph.ask("connection", a, b, as_of=as_of, lens=lens, paths=paths)


def routes(answer: Answer) -> list[list[str]]:
    """Return the things that each path of an answer leads through, both ends included."""
    found: dict[object, list[str]] = {}
    for row in answer.rows:
        found.setdefault(row["path"], [str(row["from"])]).append(str(row["to"]))
    return list(found.values())


def test_people_on_a_small_committee_go_before_a_large_foundation(harbour: World) -> None:
    answer = ask(harbour.graph(), "Anker", "Boje")

    assert routes(answer) == [
        ["Anker", "Ada", "Quay Committee", "Ben", "Boje"],
        ["Anker", "Harbour Foundation", "Boje"],
    ]
    assert answer.sentence == "Anker and Boje are connected in 4 steps through Ada, Quay Committee and Ben."


def test_each_step_is_a_sentence_with_its_dates(harbour: World) -> None:
    first, second, *_ = ask(harbour.graph(), "Anker", "Boje").rows

    assert first["what"] == "Ada is named with Anker as employer"
    assert second["what"] == "Ada is listed as steering committee member of Quay Committee"
    assert (second["path"], second["step"]) == (1, 2)
    assert (second["last_confirmed"], second["certainty"]) == (DAY, "certain")
    assert second["remark"] is None


def test_every_step_has_evidence(harbour: World) -> None:
    answer = ask(harbour.graph(), "Anker", "Quay", paths=5)

    assert "Quay has Quay Committee as steering committee" in {row["what"] for row in answer.rows}
    assert all(answer.evidence)


def test_as_many_paths_as_asked_for(harbour: World) -> None:
    harbour.tenure("Eve", "Quay Committee", employer="Anker")
    graph = harbour.graph()

    assert [len(routes(ask(graph, "Anker", "Boje", paths=number))) for number in (1, 2, 9)] == [1, 2, 3]


def test_paths_that_explain_as_much_go_by_name(harbour: World) -> None:
    for name in ("Eve", "Dora", "Carl"):
        harbour.tenure(name, "Quay Committee", employer="Anker")

    assert [route[1] for route in routes(ask(harbour.graph(), "Anker", "Ben", paths=4))] == [
        "Ada",
        "Carl",
        "Dora",
        "Eve",
    ]


def test_a_direct_link_is_said_in_words(harbour: World) -> None:
    harbour.owns("Anker", "Boje")
    answer = ask(harbour.graph(), "Anker", "Boje", paths=1)

    assert answer.sentence == "Anker and Boje are connected directly: Boje is part of Anker (subsidiary)."


def test_what_is_not_known_to_be_connected_is_not_said_to_be_apart(harbour: World) -> None:
    harbour.company("Alone")
    answer = ask(harbour.graph(), "Alone", "Boje")

    assert answer.rows == []
    assert answer.sentence == ""
    assert answer.notes == ["No connection is known; that is not to say that there is none."]


def test_one_thing_is_not_connected_with_itself(harbour: World) -> None:
    with pytest.raises(RequestError, match="Anker was named twice: name two different things"):
        ask(harbour.graph(), "Anker", "anker")


def test_a_body_without_members_is_connected_with_what_it_governs(harbour: World) -> None:
    harbour.body("Empty Council", "Quay", "governing-board")

    assert ask(harbour.graph(), "Empty Council", "Quay").rows[0]["what"] == "Quay has Empty Council as governing board"


def test_who_represents_a_company_connects_it() -> None:
    world = World()
    world.foundation("Harbour Foundation")
    world.company("Anker")
    world.body("Board", "Harbour Foundation", "governing-board")
    world.tenure("Ada", "Board", "board-member", for_="Anker")
    answer = ask(world.graph(), "Anker", "Board")

    assert routes(answer) == [["Anker", "Ada", "Board"]]
    assert answer.rows[0]["what"] == "Ada is listed as board member of Board, for Anker"


def test_hosts_users_and_those_who_give_money_connect() -> None:
    world = World()
    world.foundation("Harbour Foundation")
    world.company("Anker", "Boje")
    world.project("Quay", host="Harbour Foundation")
    gift = Funding(funder=world.ref("Anker"), recipient=world.ref("Harbour Foundation"), locator=world.line())
    use = Usage(adopter=world.ref("Boje"), project=world.ref("Quay"), locator=world.line())

    assert [row["what"] for row in ask(world.graph([gift, use]), "Anker", "Boje").rows] == [
        "Anker funds Harbour Foundation",
        "Quay is listed as hosted by Harbour Foundation",
        "Boje uses Quay",
    ]


def test_the_smaller_of_two_committees_explains_more() -> None:
    world = World()
    world.project("Quay")
    for committee, size in (("Assembly", 9), ("Council", 2)):
        world.body(committee, "Quay")
        for person in ("Ada", "Ben", *(f"Member {number}" for number in range(size))):
            world.tenure(person, committee)

    assert [route[1] for route in routes(ask(world.graph(), "Ada", "Ben", paths=2))] == ["Council", "Assembly"]


def test_somebody_who_went_away_explains_less_than_somebody_who_is_there() -> None:
    world = World()
    world.project("Quay")
    world.body("Committee", "Quay")
    world.tenure("Ada", "Committee", "alumni", employer="Anker")
    world.tenure("Ben", "Committee", employer="Anker")

    assert [route[1] for route in routes(ask(world.graph(), "Anker", "Committee"))] == ["Ben", "Ada"]


# Dates.


def test_what_is_over_connects_no_more(harbour: World) -> None:
    harbour.tenure("Eve", "Quay Committee", until="2024-03-31", employer="Anker")
    graph = harbour.graph()

    assert ["Anker", "Eve", "Quay Committee"] not in routes(ask(graph, "Anker", "Quay Committee"))
    assert ["Anker", "Eve", "Quay Committee"] in routes(ask(graph, "Anker", "Quay Committee", "ever"))


def test_what_is_recorded_later_is_counted(harbour: World) -> None:
    answer = ask(harbour.graph(), "Ada", "Ben", "2024-01-01")

    assert answer.rows == []
    assert answer.notes[1] == (
        "37 links through which a path may lead are undated or first recorded after 2024-01-01; "
        "whether they held then is not known."
    )


def test_only_what_could_be_on_as_good_a_path_is_counted(harbour: World) -> None:
    harbour.tenure("Ada", "Quay Committee", "chair", day="2024-08-01")
    harbour.company("Late")
    harbour.tenure("Zoe", "Quay Committee", employer="Late", day="2024-08-01")
    answer = ask(harbour.graph(), "Ada", "Ben", paths=1)

    assert answer.notes == [
        "1 link through which a path as good as these may lead is undated or first recorded after 2024-06-01; "
        "whether it held then is not known."
    ]


def test_steps_that_no_source_confirms_are_told(harbour: World) -> None:
    answer = ask(harbour.graph(), "Ada", "Ben", "2025-01-01")

    assert answer.sentence.endswith("No source confirms that for the day: it is possible, not certain.")


def test_of_parallel_links_the_certain_one_is_shown() -> None:
    world = World()
    world.project("Quay")
    world.body("Committee", "Quay")
    world.tenure("Ada", "Committee", "chair", day="2024-01-01")
    world.tenure("Ada", "Committee", "observer")

    assert [(r["what"], r["certainty"]) for r in ask(world.graph(), "Ada", "Committee").rows] == [
        ("Ada is listed as observer of Committee", "certain")
    ]


def test_of_parallel_links_as_certain_the_closer_one_is_shown() -> None:
    world = World()
    world.project("Quay")
    world.body("Committee", "Quay")
    world.tenure("Ada", "Committee", "observer")
    world.tenure("Ada", "Committee", "chair")

    assert [row["what"] for row in ask(world.graph(), "Ada", "Committee").rows] == [
        "Ada is listed as chair of Committee"
    ]


def successors() -> World:
    """Two who had one company's seat one after the other, and two who worked for one project at the same time."""
    world = World()
    world.project("Quay")
    world.body("Committee", "Quay")
    world.tenure("Ada", "Committee", since="2015-01-01", until="2016-12-31")
    world.tenure("Ben", "Committee", since="2019-01-01", until="2020-12-31")
    return world


def test_steps_that_do_not_meet_are_flagged_where_any_day_is_meant() -> None:
    answer = ask(successors().graph(), "Ada", "Ben", "ever")

    assert [row["remark"] for row in answer.rows] == [None, BROKEN]
    assert answer.sentence == (
        "Ada and Ben are connected in 2 steps through Committee, not known to have held at the same time."
    )


def test_a_path_whose_steps_meet_goes_before_a_better_one_whose_steps_do_not() -> None:
    world = successors()
    for number in range(20):
        world.maintainer(f"Person {number}", "Quay")
    world.maintainer("Ada", "Quay")
    world.maintainer("Ben", "Quay")

    assert routes(ask(world.graph(), "Ada", "Ben", "ever"))[:2] == [["Ada", "Quay", "Ben"], ["Ada", "Committee", "Ben"]]


def test_of_several_terms_the_one_that_meets_is_taken() -> None:
    world = successors()
    world.tenure("Ada", "Committee", since="2020-06-01", until="2022-12-31")
    rows = ask(world.graph(), "Ada", "Ben", "ever").rows

    assert [(row["since"], row["remark"]) for row in rows] == [("2020-06-01", None), ("2019-01-01", None)]


periods = st.none() | st.sampled_from(["2019", "2020", "2020-02", "2020-02-10", "2020-03-01", "2021"]).map(Period.parse)


#: The first and last days of those periods, and the days before and after.
edges = st.sampled_from(
    ["2019-01-01", "2019-12-31", "2020-01-01", "2020-02-01", "2020-02-10", "2020-02-29", "2021-12-31"]
)


@given(periods, periods, periods, periods, edges, st.integers(-1, 1))
def test_the_span_of_a_situation_is_when_it_may_hold(
    start: Period | None, end: Period | None, seen: Period | None, absent: Period | None, edge: str, days: int
) -> None:
    times = Times(start=start, end=end, first_observed=seen, last_observed=seen, absent=absent)
    day = (date.fromisoformat(edge) + timedelta(days)).isoformat()
    first, last = span_of(times)

    if start or seen:
        assert (first <= day <= last) == (times.hold_on(day) not in (NO, UNKNOWN))


def test_what_a_list_drops_held_until_the_day_before() -> None:
    seen, gone = Period.parse("2019-05-01"), Period.parse("2020-03-01")

    assert span_of(Times(first_observed=seen, last_observed=seen, absent=gone)) == ("2019-05-01", "2020-02-29")


def test_of_what_no_date_is_known_any_day_may_be_meant() -> None:
    assert span_of(Times()) == ("0000-01-01", "9999-12-31")


# Lenses.


def test_a_group_is_one_thing(harbour: World) -> None:
    harbour.owns("Holding", "Anker")
    answer = ask(harbour.graph(), "Holding", "Quay Committee", paths=1, lens="group")

    assert routes(answer) == [["Holding", "Ada", "Quay Committee"]]
    assert answer.rows[0]["what"] == "Ada is named with Anker as employer"
    assert len(answer.evidence[0]) == 2
    assert len(answer.evidence[1]) == 1


def test_without_a_lens_the_owner_is_a_step_further(harbour: World) -> None:
    harbour.owns("Holding", "Anker")

    assert routes(ask(harbour.graph(), "Holding", "Quay Committee"))[0] == ["Holding", "Anker", "Ada", "Quay Committee"]


def test_a_ring_of_owners_is_one_thing(harbour: World) -> None:
    harbour.owns("Anker", "Chain")
    harbour.owns("Chain", "Anker")
    graph = harbour.graph()

    assert routes(ask(graph, "Chain", "Ada", paths=1, lens="group")) == [["Anker", "Ada"]]


def test_two_companies_of_one_group_are_one_thing(harbour: World) -> None:
    harbour.owns("Anker", "Boje")

    with pytest.raises(RequestError, match="Anker and Boje are one group, seen as one thing: leave --lens out"):
        ask(harbour.graph(), "Anker", "Boje", lens="group")


def test_an_owner_of_later_is_none_on_the_day(harbour: World) -> None:
    harbour.owns("Anker", "Boje", since="2024-07-01")

    assert len(routes(ask(harbour.graph(), "Anker", "Boje", lens="group"))) == 2


def test_an_empty_graph_knows_neither() -> None:
    with pytest.raises(UnknownEntityError, match="is called 'Anker'"):
        ask(World().graph(), "Anker", "Boje")
